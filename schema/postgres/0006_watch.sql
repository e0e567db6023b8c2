-- SPDX-License-Identifier: EUPL-1.2
-- The role watch: a login of its own for piket-watch. It sees the rows of incidents of every label,
-- since a deadline runs for a red one too, but no text except its own; it writes lines, and what
-- watching needs. Beside another role it gives nothing, so nobody gets to see more by it.

CREATE OR REPLACE FUNCTION my_roles() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    given text[];
    mine text[] := '{}';
    one text;
BEGIN
    SELECT string_to_array(p.roles, ' ') INTO given FROM person p
     WHERE p.login = session_user::text AND p.active = 1;
    FOREACH one IN ARRAY ARRAY['officer', 'coordinator', 'lead', 'reader', 'auditor', 'admin', 'watch'] LOOP
        IF one = ANY (given) AND pg_has_role(session_user, 'piket_' || one, 'MEMBER') THEN
            mine := mine || one;
        END IF;
    END LOOP;
    RETURN array_to_string(mine, ' ');
END
$$;

-- Is who is connected a watch, and nothing else?
CREATE FUNCTION is_watch() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM person p WHERE p.login = session_user::text AND p.active = 1
                      AND p.roles = 'watch') AND pg_has_role(session_user, 'piket_watch', 'MEMBER');
END
$$;

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

-- The labels of the rows that are shown: my_labels() goes on deciding about texts.
CREATE FUNCTION my_rows() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF is_watch() THEN
        RETURN '{TLP:CLEAR,TLP:GREEN,TLP:AMBER,TLP:AMBER+STRICT,TLP:RED}';
    END IF;
    RETURN my_labels();
END
$$;
REVOKE EXECUTE ON FUNCTION is_watch(), my_rows() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_watch(), my_rows() TO piket_user;

ALTER POLICY incident_see ON incident
    USING (tlp = ANY ((SELECT my_rows())::text[]) OR id = ANY ((SELECT my_named())::bigint[]))
    WITH CHECK (tlp = 'TLP:RED' OR tlp = ANY ((SELECT my_rows())::text[]));
ALTER POLICY line_text_see ON line_text
    USING ((SELECT l.tlp = ANY ((SELECT my_labels())::text[])
                   OR l.incident = ANY ((SELECT my_named())::bigint[])
                   OR (l.author = session_user::text
                       AND (CASE WHEN l.incident = 0 THEN (SELECT my_labels()) <> '{}' ELSE false END
                            OR (SELECT is_watch())))
              FROM line l WHERE l.id = line_text.line));

-- What is hidden is what my_rows() does not show.
CREATE OR REPLACE FUNCTION hidden_count(open_only bigint, bound bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    kept text[] := ARRAY(SELECT l FROM unnest('{TLP:CLEAR,TLP:GREEN,TLP:AMBER,TLP:AMBER+STRICT,TLP:RED}'::text[]) l
                          WHERE l <> ALL (my_rows()));
    mine bigint[] := my_named();
    n bigint;
BEGIN
    SELECT count(*) INTO n
      FROM (SELECT 1 FROM incident i
             WHERE i.tlp = ANY (kept) AND i.id <> ALL (mine)
               AND (open_only = 0 OR i.status <> 'closed')
             LIMIT least(greatest(bound, 0), 100000)) AS bounded;
    RETURN n;
END
$$;

-- A line counts itself on its incident; of the rest of the row a watch changes nothing.
DROP TRIGGER incident_need ON incident;
CREATE TRIGGER incident_need BEFORE INSERT OR UPDATE OF id, uuid, ident, status, status_since_us, title,
    kinds, rsit, severity, tlp, tlp_by, source, reporter, reporter_role, reporter_phone, caller_verified,
    personal_data, needs, lead, opened_us, opened_precision, occurred_us, occurred_precision, aware_us,
    recorded_us, closed_us, import_source, import_id, head_tokens, changed_us, changed_by, version
    ON incident FOR EACH STATEMENT
    EXECUTE FUNCTION need('edit', 'Writing incidents', 'officer, coordinator, lead');
CREATE TRIGGER incident_need_count BEFORE UPDATE OF last_line ON incident FOR EACH STATEMENT
    EXECUTE FUNCTION need('log', 'Writing lines', 'officer, coordinator, lead, watch');

GRANT UPDATE (last_line) ON incident TO piket_watch;
GRANT INSERT ON line, line_text TO piket_watch;
GRANT INSERT, UPDATE ON chain, counter TO piket_watch;

-- ---- its own tables -------------------------------------------------------------------------------

GRANT SELECT ON watch, fired TO piket_user;
GRANT INSERT, UPDATE ON watch TO piket_watch;
GRANT INSERT ON fired TO piket_watch;

ALTER TABLE watch ENABLE ROW LEVEL SECURITY;
CREATE POLICY watch_see ON watch FOR SELECT TO piket_user USING (true);
CREATE POLICY watch_begin ON watch FOR INSERT TO piket_user WITH CHECK ((SELECT may('watch')));
CREATE POLICY watch_go_on ON watch FOR UPDATE TO piket_user USING ((SELECT may('watch')));
ALTER TABLE fired ENABLE ROW LEVEL SECURITY;
CREATE POLICY fired_see ON fired FOR SELECT TO piket_user USING (true);
CREATE POLICY fired_write ON fired FOR INSERT TO piket_user WITH CHECK ((SELECT may('watch')));

-- When a watch began there is no going back behind it, and its moment is the server's.
CREATE FUNCTION watch_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    NEW.login := session_user::text;
    NEW.beat_us := floor(extract(epoch FROM clock_timestamp()) * 1000000);
    IF TG_OP = 'UPDATE' THEN
        NEW.first_us := OLD.first_us;
    END IF;
    IF TG_OP = 'INSERT' OR NEW.holder <> OLD.holder THEN
        PERFORM pg_catalog.pg_notify('piket', '0');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER watch_check BEFORE INSERT OR UPDATE ON watch FOR EACH ROW EXECUTE FUNCTION watch_check();
