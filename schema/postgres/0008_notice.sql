-- SPDX-License-Identifier: EUPL-1.2
-- Who queues notices, who takes them away, and who may say what became of them.

GRANT SELECT ON person_channel, notice_setting, notice TO piket_user;
GRANT INSERT, UPDATE ON person_channel TO piket_officer, piket_coordinator, piket_lead, piket_admin;
GRANT INSERT, UPDATE ON notice_setting TO piket_admin;
GRANT INSERT, UPDATE ON notice TO piket_officer, piket_coordinator, piket_lead, piket_watch;

CREATE TRIGGER notice_setting_need BEFORE INSERT OR UPDATE ON notice_setting FOR EACH STATEMENT
    EXECUTE FUNCTION need('people', 'Changing what notices may say', 'admin');
CREATE TRIGGER notice_need BEFORE INSERT OR UPDATE ON notice FOR EACH STATEMENT
    EXECUTE FUNCTION need('log', 'Sending notices', 'officer, coordinator, lead, watch');

CREATE FUNCTION channel_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF row_security_active(TG_RELID) AND (NEW.by_who <> session_user::text
        OR (TG_OP = 'UPDATE' AND (NEW.login, NEW.channel) IS DISTINCT FROM (OLD.login, OLD.channel))
        OR (NEW.login <> session_user::text AND NOT may('people'))) THEN
        RAISE EXCEPTION 'How somebody else is reached is changed with the role admin; % has %. Nothing was changed.',
            session_user, coalesce(nullif(my_roles(), ''), 'no role') USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER channel_check BEFORE INSERT OR UPDATE ON person_channel
    FOR EACH ROW EXECUTE FUNCTION channel_check();

-- What a notice says and to whom never changes; what is over stays over, but that it arrived after
-- all may be told. Who does not deliver can only drop what is not for themselves.
CREATE FUNCTION notice_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN
        RETURN NEW;
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.by_who <> session_user::text OR NEW.state <> 'queued' OR NEW.tries <> 0 THEN
            RAISE EXCEPTION 'A notice is queued in one''s own name. Nothing was saved.'
                USING ERRCODE = '42501';
        END IF;
    ELSIF (NEW.id, NEW.uuid, NEW.kind, NEW.page, NEW.incident, NEW.login, NEW.channel, NEW.text,
           NEW.bare, NEW.tlp, NEW.by_who, NEW.made_us) IS DISTINCT FROM
          (OLD.id, OLD.uuid, OLD.kind, OLD.page, OLD.incident, OLD.login, OLD.channel, OLD.text,
           OLD.bare, OLD.tlp, OLD.by_who, OLD.made_us) OR NEW.tries < OLD.tries
        OR (OLD.next_us IS NULL AND NEW.state <> 'sent') THEN
        RAISE EXCEPTION 'What a notice says and what became of it stays as it is. Nothing was saved.'
            USING ERRCODE = '42501';
    ELSIF NEW.state <> 'dropped' AND OLD.login <> session_user::text AND NOT may('watch') THEN
        RAISE EXCEPTION 'Only the watch says what became of a notice to somebody else. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER notice_check BEFORE INSERT OR UPDATE ON notice
    FOR EACH ROW EXECUTE FUNCTION notice_check();

-- Whoever may raise a page must know by what channels it goes; colleagues know each other's address.
ALTER TABLE person_channel ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_channel_see ON person_channel TO piket_user
    USING (login = session_user::text OR (SELECT may('log') OR may('people') OR may('watch')))
    WITH CHECK (login = session_user::text OR (SELECT may('people')));

ALTER TABLE notice_setting ENABLE ROW LEVEL SECURITY;
CREATE POLICY notice_setting_see ON notice_setting TO piket_user USING (true);

-- A notice is seen by who it is for and by who sees its incident.
ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY notice_see ON notice TO piket_user
    USING (login = session_user::text
           OR CASE WHEN incident = 0 THEN (SELECT may('use'))
                   ELSE (SELECT true FROM incident i WHERE i.id = notice.incident) END)
    WITH CHECK (true);
