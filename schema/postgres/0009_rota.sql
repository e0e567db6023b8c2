-- SPDX-License-Identifier: EUPL-1.2
-- Who may see and change the rota: everybody who works here sees who is on duty; numbers are for those
-- who call. Who may be on duty takes and swaps in their own name, who keeps the rota changes all of it.

CREATE OR REPLACE FUNCTION may(what text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    given text[];
    one text;
BEGIN
    SELECT string_to_array(p.roles, ' ') INTO given FROM person p
     WHERE p.login = session_user::text AND p.active = 1;
    FOREACH one IN ARRAY (CASE what
        WHEN 'log'       THEN '{officer,coordinator,lead}'
        WHEN 'edit'      THEN '{officer,coordinator,lead}'
        WHEN 'party'     THEN '{coordinator,lead}'
        WHEN 'close'     THEN '{coordinator,lead}'
        WHEN 'register'  THEN '{coordinator,lead,admin}'
        WHEN 'lower_tlp' THEN '{lead}'
        WHEN 'erase'     THEN '{lead}'
        WHEN 'rebuild'   THEN '{lead,auditor}'
        WHEN 'people'    THEN '{admin}'
        WHEN 'name'      THEN '{lead}'
        WHEN 'duty'      THEN '{officer,coordinator,lead}'
        WHEN 'rota'      THEN '{coordinator,lead}'
        WHEN 'use'       THEN '{officer,coordinator,lead,reader,auditor,admin}'
        ELSE '{}' END)::text[] LOOP
        IF one = ANY (given) AND pg_has_role(session_user, 'piket_' || one, 'MEMBER') THEN
            RETURN true;
        END IF;
    END LOOP;
    -- 'watch' is the right to watch; 'log' and 'use' are those of everybody who writes and reads.
    RETURN what IN ('watch', 'log', 'use') AND is_watch();
END
$$;

CREATE TRIGGER rota_pattern_need BEFORE INSERT OR UPDATE ON rota_pattern FOR EACH STATEMENT
    EXECUTE FUNCTION need('rota', 'Changing the rota', 'coordinator, lead');
CREATE TRIGGER rota_turn_need BEFORE INSERT ON rota_turn FOR EACH STATEMENT
    EXECUTE FUNCTION need('rota', 'Changing the rota', 'coordinator, lead');
CREATE TRIGGER holiday_need BEFORE INSERT OR DELETE ON holiday FOR EACH STATEMENT
    EXECUTE FUNCTION need('rota', 'Changing the rota', 'coordinator, lead');
CREATE TRIGGER shift_need BEFORE INSERT OR UPDATE ON shift FOR EACH STATEMENT
    EXECUTE FUNCTION need('duty', 'Taking or swapping a shift', 'officer, coordinator, lead');

-- A shift is set in one's own name; without the rota's right it is one's own, or one gives it away.
CREATE FUNCTION shift_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    keeps_rota boolean := may('rota');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.gone_us IS NOT NULL OR NEW.gone_us IS NULL OR NEW.gone_by <> session_user::text THEN
            RAISE EXCEPTION 'A shift can only be taken back, once, in one''s own name. Nothing was changed.'
                USING ERRCODE = '42501';
        ELSIF NOT keeps_rota AND OLD.by_who <> session_user::text THEN
            RAISE EXCEPTION 'Taking back a shift that somebody else set needs the role coordinator, lead. Nothing was changed.'
                USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.by_who <> session_user::text OR NEW.gone_us IS NOT NULL THEN
        RAISE EXCEPTION 'A shift is set in one''s own name. Nothing was changed.'
            USING ERRCODE = '42501';
    ELSIF NOT keeps_rota AND NOT (NEW.source IN ('take', 'set', 'swap')
        AND (NEW.login = session_user::text
             OR (NEW.source = 'swap' AND NEW.replaces = session_user::text))) THEN
        RAISE EXCEPTION 'Putting somebody else on duty needs the role coordinator, lead; % has %. Nothing was changed.',
            session_user, coalesce(nullif(my_roles(), ''), 'no role') USING ERRCODE = '42501';
    ELSIF NOT EXISTS (SELECT 1 FROM person p WHERE p.login = NEW.login AND p.active = 1) THEN
        RAISE EXCEPTION '% does not work here. Nothing was changed.', NEW.login
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER shift_check BEFORE INSERT OR UPDATE ON shift FOR EACH ROW
    WHEN (pg_catalog.row_security_active('piket.shift'::regclass)) EXECUTE FUNCTION shift_check();

-- A pattern stays what it is; only its end is set.
CREATE FUNCTION rota_pattern_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.version <> OLD.version + 1
        OR TG_OP = 'INSERT' AND NEW.by_who <> session_user::text THEN
        RAISE EXCEPTION 'A pattern is made in one''s own name, and a change counts its version up by one. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rota_pattern_check BEFORE INSERT OR UPDATE ON rota_pattern FOR EACH ROW
    WHEN (pg_catalog.row_security_active('piket.rota_pattern'::regclass))
    EXECUTE FUNCTION rota_pattern_check();

-- Who no longer works here has no number here, whoever switched them off.
CREATE FUNCTION person_duty_goes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    DELETE FROM person_duty d WHERE d.login = NEW.login;
    RETURN NULL;
END
$$;
CREATE TRIGGER person_duty_goes AFTER UPDATE OF active ON person FOR EACH ROW
    WHEN (NEW.active = 0) EXECUTE FUNCTION person_duty_goes();

-- ---- who has which table, who sees which row ----------------------------------------------------------

GRANT SELECT ON rota_pattern, rota_turn, shift, holiday, person_duty TO piket_user;
GRANT INSERT, UPDATE (until_us, version) ON rota_pattern TO piket_coordinator, piket_lead;
GRANT INSERT ON rota_turn TO piket_coordinator, piket_lead;
GRANT INSERT, DELETE ON holiday TO piket_coordinator, piket_lead;
GRANT INSERT, UPDATE (gone_us, gone_by) ON shift TO piket_officer, piket_coordinator, piket_lead;
GRANT INSERT, UPDATE (phone), DELETE ON person_duty TO piket_officer, piket_coordinator, piket_lead;

ALTER TABLE rota_pattern ENABLE ROW LEVEL SECURITY;
CREATE POLICY rota_pattern_see ON rota_pattern TO piket_user USING ((SELECT may('use')));
ALTER TABLE rota_turn ENABLE ROW LEVEL SECURITY;
CREATE POLICY rota_turn_see ON rota_turn TO piket_user USING ((SELECT may('use')));
ALTER TABLE shift ENABLE ROW LEVEL SECURITY;
CREATE POLICY shift_see ON shift TO piket_user USING ((SELECT may('use')));
ALTER TABLE holiday ENABLE ROW LEVEL SECURITY;
CREATE POLICY holiday_see ON holiday TO piket_user USING ((SELECT may('use')));
ALTER TABLE person_duty ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_duty_see ON person_duty FOR SELECT TO piket_user
    USING ((SELECT may('duty') OR may('watch')) OR login = session_user::text);
CREATE POLICY person_duty_add ON person_duty FOR INSERT TO piket_user
    WITH CHECK ((SELECT may('rota')) OR login = session_user::text);
CREATE POLICY person_duty_set ON person_duty FOR UPDATE TO piket_user
    USING ((SELECT may('rota')) OR login = session_user::text);
CREATE POLICY person_duty_drop ON person_duty FOR DELETE TO piket_user
    USING ((SELECT may('rota')) OR login = session_user::text);
