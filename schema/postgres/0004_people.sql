-- SPDX-License-Identifier: EUPL-1.2
-- Who may see and do what, enforced by the server whatever client connects. The rules are those of
-- src/app/roles.c and of include/piket/model/sight.h.
--
-- Row-level security decides what a person sees; triggers refuse, with a sentence, what a role may
-- not do. Owners and superusers pass both (a migration must), so nobody who uses Piket is either.
-- (SELECT f()) in a policy is evaluated once a statement; a scalar subquery runs through an index.

-- ---- who works --------------------------------------------------------------------------------------

-- The roles of who is connected: those of the person's row here that are also groups of the role. Groups
-- are shared by the databases of a cluster, the row is this database's own.
CREATE FUNCTION my_roles() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    given text[];
    mine text[] := '{}';
    one text;
BEGIN
    SELECT string_to_array(p.roles, ' ') INTO given FROM person p
     WHERE p.login = session_user::text AND p.active = 1;
    FOREACH one IN ARRAY ARRAY['officer', 'coordinator', 'lead', 'reader', 'auditor', 'admin'] LOOP
        IF one = ANY (given) AND pg_has_role(session_user, 'piket_' || one, 'MEMBER') THEN
            mine := mine || one;
        END IF;
    END LOOP;
    RETURN array_to_string(mine, ' ');
END
$$;

CREATE FUNCTION may(what text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
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
        END)::text[] LOOP
        IF one = ANY (given) AND pg_has_role(session_user, 'piket_' || one, 'MEMBER') THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$$;

-- The labels that the role shows without a name; none for who does not read. Every statement that
-- reads incidents asks this once, so it looks no further than it must. No policy holds an owner or a
-- superuser either, who have no row of their own.
CREATE FUNCTION my_labels() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    given text[];
    up_to text;
    labels constant text[] := '{TLP:CLEAR,TLP:GREEN,TLP:AMBER,TLP:AMBER+STRICT}';
BEGIN
    SELECT string_to_array(p.roles, ' '), p.ceiling INTO given, up_to FROM person p
     WHERE p.login = session_user::text AND p.active = 1;
    IF NOT FOUND THEN
        RETURN CASE WHEN pg_has_role(session_user, 'piket_owner', 'MEMBER')
                    THEN labels || 'TLP:RED'::text ELSE '{}' END;
    ELSIF 'officer' = ANY (given) AND pg_has_role(session_user, 'piket_officer', 'MEMBER')
        OR 'coordinator' = ANY (given) AND pg_has_role(session_user, 'piket_coordinator', 'MEMBER')
        OR 'lead' = ANY (given) AND pg_has_role(session_user, 'piket_lead', 'MEMBER')
        OR 'auditor' = ANY (given) AND pg_has_role(session_user, 'piket_auditor', 'MEMBER') THEN
        RETURN labels;
    ELSIF 'reader' = ANY (given) AND pg_has_role(session_user, 'piket_reader', 'MEMBER') THEN
        RETURN labels[1:coalesce(array_position(labels, up_to), 4)];
    END IF;
    RETURN '{}';
END
$$;

-- The incidents on which who is connected, and reads, is named.
CREATE FUNCTION my_named() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF my_labels() = '{}' THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT n.incident FROM named n WHERE n.login = session_user::text);
END
$$;

CREATE FUNCTION am_named(on_incident bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    RETURN my_labels() <> '{}' AND EXISTS (SELECT 1 FROM named n WHERE n.incident = on_incident
                                              AND n.login = session_user::text);
END
$$;

GRANT EXECUTE ON FUNCTION my_roles(), may(text), my_labels(), my_named(), am_named(bigint) TO piket_user;

-- Makes or changes a person: the row here and the database role with its groups. For members of
-- piket_admin, and for who sets the database up. A person is never removed, only made inactive.
CREATE FUNCTION person_set(who text, full_name text, short text, wanted text, up_to text, is_active bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    roles text[] := coalesce(array_remove(string_to_array(wanted, ' '), ''), '{}');
BEGIN
    IF NOT may('people') AND NOT pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN
        RAISE EXCEPTION 'Changing who may use Piket needs the role admin; % has %. Nothing was changed.',
            session_user, coalesce(nullif(my_roles(), ''), 'no role') USING ERRCODE = '42501';
    END IF;
    PERFORM role_set(who, CASE WHEN is_active = 1 THEN roles ELSE '{}' END);
    INSERT INTO person (login, name, initials, roles, ceiling, active)
    VALUES (who, full_name, short, array_to_string(roles, ' '), up_to, is_active)
    ON CONFLICT (login) DO UPDATE SET name = excluded.name, initials = excluded.initials,
        roles = excluded.roles, ceiling = excluded.ceiling, active = excluded.active;
END
$$;
GRANT EXECUTE ON FUNCTION person_set(text, text, text, text, text, bigint) TO piket_admin, piket_owner;

-- Only who is not there yet.
CREATE FUNCTION person_add(who text, full_name text, short text, wanted text, up_to text, is_active bigint)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM person p WHERE p.login = who) THEN
        RAISE EXCEPTION 'the person % is there', who USING ERRCODE = '23505';
    END IF;
    PERFORM person_set(who, full_name, short, wanted, up_to, is_active);
END
$$;
GRANT EXECUTE ON FUNCTION person_add(text, text, text, text, text, bigint) TO piket_admin, piket_owner;

-- ---- what a role may do, with a sentence ------------------------------------------------------------

-- Before a statement: the right that it needs. Owners pass, for migrations and for these functions.
CREATE FUNCTION need() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF row_security_active(TG_RELID) AND NOT may(TG_ARGV[0]) THEN
        RAISE EXCEPTION '% needs the role %; % has %. Nothing was changed.', TG_ARGV[1], TG_ARGV[2],
            session_user, coalesce(nullif(my_roles(), ''), 'no role') USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION tlp_rank(label text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_position('{TLP:CLEAR,TLP:GREEN,TLP:AMBER,TLP:AMBER+STRICT,TLP:RED}'::text[], label);

CREATE TRIGGER incident_need BEFORE INSERT OR UPDATE ON incident FOR EACH STATEMENT
    EXECUTE FUNCTION need('edit', 'Writing incidents', 'officer, coordinator, lead');
CREATE TRIGGER incident_kind_need BEFORE INSERT OR UPDATE OR DELETE ON incident_kind FOR EACH STATEMENT
    EXECUTE FUNCTION need('edit', 'Writing incidents', 'officer, coordinator, lead');
CREATE TRIGGER party_need BEFORE INSERT ON party FOR EACH STATEMENT
    EXECUTE FUNCTION need('edit', 'Writing incidents', 'officer, coordinator, lead');
CREATE TRIGGER party_need_more BEFORE UPDATE ON party FOR EACH STATEMENT
    EXECUTE FUNCTION need('party', 'Changing the parties of an incident', 'coordinator, lead');
CREATE TRIGGER clock_need BEFORE INSERT OR UPDATE ON clock FOR EACH STATEMENT
    EXECUTE FUNCTION need('edit', 'Writing incidents', 'officer, coordinator, lead');
CREATE TRIGGER action_need BEFORE INSERT OR UPDATE ON action FOR EACH STATEMENT
    EXECUTE FUNCTION need('edit', 'Writing incidents', 'officer, coordinator, lead');
CREATE TRIGGER pin_need BEFORE INSERT OR DELETE ON pin FOR EACH STATEMENT
    EXECUTE FUNCTION need('log', 'Pinning a line', 'officer, coordinator, lead');
CREATE TRIGGER named_need BEFORE INSERT OR DELETE ON named FOR EACH STATEMENT
    EXECUTE FUNCTION need('edit', 'Naming who may see TLP:RED', 'officer, coordinator, lead');
CREATE TRIGGER line_text_need BEFORE UPDATE ON line_text FOR EACH STATEMENT
    EXECUTE FUNCTION need('erase', 'Erasing a text', 'lead');
CREATE TRIGGER org_need BEFORE UPDATE ON org FOR EACH STATEMENT
    EXECUTE FUNCTION need('register', 'Changing the register', 'coordinator, lead, admin');
CREATE TRIGGER org_alias_need BEFORE INSERT OR UPDATE ON org_alias FOR EACH STATEMENT
    EXECUTE FUNCTION need('register', 'Changing the register', 'coordinator, lead, admin');
CREATE TRIGGER contact_need BEFORE INSERT OR UPDATE ON contact FOR EACH STATEMENT
    EXECUTE FUNCTION need('register', 'Changing the register', 'coordinator, lead, admin');
CREATE TRIGGER reference_set_need BEFORE INSERT OR UPDATE ON reference_set FOR EACH STATEMENT
    EXECUTE FUNCTION need('register', 'Changing the register', 'coordinator, lead, admin');
CREATE TRIGGER rsit_need BEFORE INSERT OR UPDATE ON rsit FOR EACH STATEMENT
    EXECUTE FUNCTION need('register', 'Changing the register', 'coordinator, lead, admin');
CREATE TRIGGER legal_rule_need BEFORE INSERT OR UPDATE ON legal_rule FOR EACH STATEMENT
    EXECUTE FUNCTION need('register', 'Changing the register', 'coordinator, lead, admin');

-- Which transaction made an incident: the one who reports it adds its parties too. Only the running
-- transaction is ever asked for, so a crash may empty this.
CREATE UNLOGGED TABLE incident_made (
    incident BIGINT NOT NULL PRIMARY KEY,
    by_xact  xid8 NOT NULL
);
-- What is done with is looked for at every incident, also at the ten thousandth of one import.
CREATE INDEX incident_made_xact ON incident_made (by_xact);

-- Closing, lowering, and names before red.
CREATE FUNCTION incident_rights() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    was text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.tlp ELSE NEW.tlp END;
    stood text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.status ELSE 'report' END;
    what text;
BEGIN
    IF NEW.status = 'closed' AND stood <> 'closed' AND NOT may('close') THEN
        what := 'Closing an incident needs the role coordinator, lead';
    ELSIF tlp_rank(NEW.tlp) < tlp_rank(was) AND NOT may('lower_tlp') THEN
        what := 'Lowering a TLP label needs the role lead';
    END IF;
    IF what IS NOT NULL THEN
        RAISE EXCEPTION '%; % has %. Nothing was changed.', what, session_user,
            coalesce(nullif(my_roles(), ''), 'no role') USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.tlp = 'TLP:RED' AND was <> 'TLP:RED' AND NOT am_named(NEW.id) THEN
        RAISE EXCEPTION 'Who sets TLP:RED is named on % first. Nothing was changed.', NEW.ident
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incident_rights BEFORE INSERT OR UPDATE OF status, tlp ON incident FOR EACH ROW
    WHEN (pg_catalog.row_security_active('piket.incident'::regclass))
    EXECUTE FUNCTION incident_rights();

-- Who reports a red incident is named on it by the server: nothing else could be written to it.
CREATE FUNCTION incident_born() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    DELETE FROM incident_made m WHERE m.incident IN
        (SELECT o.incident FROM incident_made o
          WHERE o.by_xact < pg_snapshot_xmin(pg_current_snapshot())
          ORDER BY o.by_xact LIMIT 100 FOR UPDATE SKIP LOCKED);
    INSERT INTO incident_made (incident, by_xact) VALUES (NEW.id, pg_current_xact_id())
    ON CONFLICT (incident) DO UPDATE SET by_xact = excluded.by_xact;
    IF NEW.tlp = 'TLP:RED' THEN
        INSERT INTO named (incident, login, by_who, at_us)
        VALUES (NEW.id, session_user::text, session_user::text,
                floor(extract(epoch FROM clock_timestamp()) * 1000000));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER incident_born AFTER INSERT ON incident FOR EACH ROW EXECUTE FUNCTION incident_born();

CREATE FUNCTION made_here(new_incident bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM incident_made m WHERE m.incident = new_incident
                      AND m.by_xact = pg_current_xact_id_if_assigned());
END
$$;
GRANT EXECUTE ON FUNCTION made_here(bigint) TO piket_user;

CREATE FUNCTION party_rights() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NOT may('party') AND NOT made_here(NEW.incident) THEN
        RAISE EXCEPTION 'Changing the parties of an incident needs the role coordinator, lead; % has %. Nothing was changed.',
            session_user, coalesce(nullif(my_roles(), ''), 'no role') USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER party_rights BEFORE INSERT ON party FOR EACH ROW
    WHEN (pg_catalog.row_security_active('piket.party'::regclass))
    EXECUTE FUNCTION party_rights();

-- A row that counts its versions stays what and where it is.
CREATE FUNCTION row_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.uuid, NEW.incident, NEW.version) IS DISTINCT FROM
       (OLD.id, OLD.uuid, OLD.incident, OLD.version + 1) THEN
        RAISE EXCEPTION 'A change counts the version up by one and keeps what the row is about. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER party_check BEFORE UPDATE ON party FOR EACH ROW EXECUTE FUNCTION row_check();
CREATE TRIGGER clock_check BEFORE UPDATE ON clock FOR EACH ROW EXECUTE FUNCTION row_check();
CREATE TRIGGER action_check BEFORE UPDATE ON action FOR EACH ROW EXECUTE FUNCTION row_check();

-- Who is named decides who else is; while nobody is, everybody who sees the incident may. One's own
-- name stands under it, and somebody who works here always stays.
CREATE FUNCTION named_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    about bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.incident ELSE OLD.incident END;
BEGIN
    PERFORM 1 FROM incident i WHERE i.id = about FOR UPDATE;
    IF TG_OP = 'INSERT' AND NEW.by_who <> session_user::text THEN
        RAISE EXCEPTION 'Naming is done in one''s own name. Nothing was changed.'
            USING ERRCODE = '42501';
    ELSIF NOT am_named(about) AND NOT made_here(about) AND EXISTS
        (SELECT 1 FROM named n JOIN person p ON p.login = n.login AND p.active = 1
          WHERE n.incident = about) THEN
        RAISE EXCEPTION 'Only who is named on an incident can name somebody or take a name away. Nothing was changed.'
            USING ERRCODE = '42501';
    ELSIF TG_OP = 'DELETE' AND NOT EXISTS
        (SELECT 1 FROM named n JOIN person p ON p.login = n.login AND p.active = 1
          WHERE n.incident = about AND n.login <> OLD.login) THEN
        RAISE EXCEPTION '% is the last one named here who works here. Name somebody else first; nothing was changed.',
            OLD.login USING ERRCODE = '42501';
    ELSIF TG_OP = 'INSERT' AND NEW.login = session_user::text AND made_here(about)
        AND am_named(about) THEN
        RETURN NULL; -- the reporter of a red incident, whom the server named when it was made
    END IF;
    RETURN CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
END
$$;
CREATE TRIGGER named_check BEFORE INSERT OR DELETE ON named FOR EACH ROW
    WHEN (pg_catalog.row_security_active('piket.named'::regclass)) EXECUTE FUNCTION named_check();

CREATE FUNCTION pin_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NEW.by_who <> session_user::text THEN
        RAISE EXCEPTION 'A pin is set in one''s own name. Nothing was changed.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pin_check BEFORE INSERT ON pin FOR EACH ROW EXECUTE FUNCTION pin_check();

-- Locks a journal until the transaction ends, so that what is read of its chain still holds.
CREATE FUNCTION journal_lock(about bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF about = 0 THEN
        PERFORM 1 FROM chain c WHERE c.incident = 0 ORDER BY c.origin FOR UPDATE;
    ELSE
        PERFORM 1 FROM incident i WHERE i.id = about FOR UPDATE;
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION journal_lock(bigint) TO piket_user;

-- Keys that are free, whether or not one may see who has the others.
CREATE FUNCTION incident_key_free(wanted bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
RETURN CASE WHEN NOT EXISTS (SELECT 1 FROM incident t WHERE t.id = wanted) THEN wanted ELSE
       (SELECT i.id + 1 FROM incident i
         WHERE i.id >= wanted AND NOT EXISTS (SELECT 1 FROM incident n WHERE n.id = i.id + 1)
         ORDER BY i.id LIMIT 1) END;
CREATE FUNCTION incident_key_after(low bigint, high bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
RETURN (SELECT coalesce(max(id) + 1, low) FROM incident WHERE id >= low AND id < high);
CREATE FUNCTION incident_ident_taken(asked text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
RETURN EXISTS (SELECT 1 FROM incident WHERE ident = asked);
GRANT EXECUTE ON FUNCTION incident_key_free(bigint), incident_key_after(bigint, bigint),
    incident_ident_taken(text) TO piket_officer, piket_coordinator, piket_lead;

-- ---- what may be known of an incident that is kept back -----------------------------------------------

-- How many are kept back, not counting past a bound. Nothing else of them is told, and it depends on
-- nothing that was asked for.
CREATE FUNCTION hidden_count(open_only bigint, bound bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    kept text[] := ARRAY(SELECT l FROM unnest('{TLP:CLEAR,TLP:GREEN,TLP:AMBER,TLP:AMBER+STRICT,TLP:RED}'::text[]) l
                          WHERE l <> ALL (my_labels()));
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

-- Who asks for an incident by its key, number or uuid, and reads, but not this one: that it is there,
-- its label, and up to which label who asks reads.
CREATE FUNCTION hidden_incident(key bigint, asked text)
RETURNS TABLE (id bigint, uuid text, ident text, tlp text, version bigint, up_to text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    labels text[] := my_labels();
BEGIN
    IF labels = '{}' THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT i.id, i.uuid, i.ident, i.tlp, i.version, labels[cardinality(labels)] FROM incident i
         WHERE (i.id = key OR i.ident = asked OR i.uuid = asked)
           AND i.tlp <> ALL (labels) AND i.id <> ALL (my_named());
END
$$;

-- Of such an incident: those named on it who work here, to be asked for a name; to a lead, where there
-- is none of these, those who did.
CREATE FUNCTION hidden_named(key bigint)
RETURNS TABLE (login text, name text, initials text, by_who text, at_us bigint, active bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    left_to_lead boolean;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM hidden_incident(key, '')) THEN
        RETURN;
    END IF;
    left_to_lead := may('name') AND NOT EXISTS
        (SELECT 1 FROM named n JOIN person p ON p.login = n.login AND p.active = 1 WHERE n.incident = key);
    RETURN QUERY
        SELECT n.login, p.name, p.initials, n.by_who, n.at_us, p.active
          FROM named n JOIN person p ON p.login = n.login
         WHERE n.incident = key AND (p.active = 1 OR left_to_lead);
END
$$;

-- Names a lead where nobody who is named works here any more, so that the lead can name somebody.
CREATE FUNCTION named_rescue(key bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NOT may('name') THEN
        RAISE EXCEPTION 'Naming somebody where nobody named is left needs the role lead; % has %. Nothing was changed.',
            session_user, coalesce(nullif(my_roles(), ''), 'no role') USING ERRCODE = '42501';
    END IF;
    PERFORM 1 FROM incident i WHERE i.id = key FOR UPDATE;
    IF EXISTS (SELECT 1 FROM named n JOIN person p ON p.login = n.login AND p.active = 1
                WHERE n.incident = key) THEN
        RAISE EXCEPTION 'Only who is named on an incident can name somebody or take a name away. Nothing was changed.'
            USING ERRCODE = '42501';
    END IF;
    INSERT INTO named (incident, login, by_who, at_us)
    SELECT i.id, session_user::text, session_user::text,
           floor(extract(epoch FROM clock_timestamp()) * 1000000)
      FROM incident i WHERE i.id = key;
    RETURN 1;
END
$$;

-- A second import of the same thing is told as that, also when the first may not be seen.
CREATE FUNCTION incident_import_taken(from_source text, its_id text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp
RETURN EXISTS (SELECT 1 FROM piket.incident i
                WHERE i.import_source = from_source AND i.import_id = its_id);

REVOKE EXECUTE ON FUNCTION hidden_count(bigint, bigint), hidden_incident(bigint, text),
    hidden_named(bigint), named_rescue(bigint), incident_import_taken(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hidden_count(bigint, bigint), hidden_incident(bigint, text),
    hidden_named(bigint) TO piket_user;
GRANT EXECUTE ON FUNCTION named_rescue(bigint) TO piket_lead;
GRANT EXECUTE ON FUNCTION incident_import_taken(text, text)
    TO piket_officer, piket_coordinator, piket_lead;

-- ---- who has which table ------------------------------------------------------------------------------

GRANT SELECT ON origin, counter, person, incident, incident_kind, chain, line, line_text, pin,
    reference_set, org, org_alias, contact, rsit, legal_rule, party, clock, action, named
    TO piket_user;
DO $$
BEGIN
    IF to_regclass('piket.schema_version') IS NOT NULL THEN
        GRANT SELECT ON piket.schema_version TO piket_user;
    END IF;
END
$$;

GRANT INSERT, UPDATE ON incident, party, clock, action TO piket_officer, piket_coordinator, piket_lead;
GRANT INSERT, DELETE ON incident_kind, pin, named TO piket_officer, piket_coordinator, piket_lead;
GRANT UPDATE (salt, body, details) ON line_text TO piket_lead;
-- An admin who changes the register says so in the duty log.
GRANT INSERT ON line, line_text TO piket_officer, piket_coordinator, piket_lead, piket_admin;
GRANT INSERT, UPDATE ON chain, counter, origin
    TO piket_officer, piket_coordinator, piket_lead, piket_admin;
GRANT INSERT ON org TO piket_officer, piket_coordinator, piket_lead, piket_admin;
GRANT UPDATE ON org TO piket_coordinator, piket_lead, piket_admin;
GRANT INSERT, UPDATE ON org_alias, contact, reference_set, rsit, legal_rule
    TO piket_coordinator, piket_lead, piket_admin;

-- ---- who sees which row -------------------------------------------------------------------------------

ALTER TABLE incident ENABLE ROW LEVEL SECURITY;
CREATE POLICY incident_see ON incident TO piket_user
    USING (tlp = ANY ((SELECT my_labels())::text[]) OR id = ANY ((SELECT my_named())::bigint[]))
    -- A red one is named by the trigger after it is made.
    WITH CHECK (tlp = 'TLP:RED' OR tlp = ANY ((SELECT my_labels())::text[]));

-- All that hangs on an incident is seen and written with it.
ALTER TABLE incident_kind ENABLE ROW LEVEL SECURITY;
CREATE POLICY incident_kind_see ON incident_kind TO piket_user
    USING ((SELECT true FROM incident i WHERE i.id = incident_kind.incident));
ALTER TABLE party ENABLE ROW LEVEL SECURITY;
CREATE POLICY party_see ON party TO piket_user
    USING ((SELECT true FROM incident i WHERE i.id = party.incident));
ALTER TABLE clock ENABLE ROW LEVEL SECURITY;
CREATE POLICY clock_see ON clock TO piket_user
    USING ((SELECT true FROM incident i WHERE i.id = clock.incident));
ALTER TABLE action ENABLE ROW LEVEL SECURITY;
CREATE POLICY action_see ON action TO piket_user
    USING ((SELECT true FROM incident i WHERE i.id = action.incident));
ALTER TABLE named ENABLE ROW LEVEL SECURITY;
CREATE POLICY named_see ON named TO piket_user
    USING (login = session_user::text OR (SELECT true FROM incident i WHERE i.id = named.incident))
    WITH CHECK ((SELECT true FROM incident i WHERE i.id = named.incident));

-- The duty log is everybody's; what a line says is hidden by its label, below.
ALTER TABLE chain ENABLE ROW LEVEL SECURITY;
CREATE POLICY chain_see ON chain FOR SELECT TO piket_user
    USING (CASE WHEN incident = 0 THEN (SELECT may('use'))
                ELSE (SELECT true FROM incident i WHERE i.id = chain.incident) END);
CREATE POLICY chain_start ON chain FOR INSERT TO piket_user
    WITH CHECK (CASE WHEN incident = 0 THEN (SELECT may('log') OR may('register'))
                     ELSE (SELECT may('log'))
                          AND (SELECT true FROM incident i WHERE i.id = chain.incident) END);
CREATE POLICY chain_extend ON chain FOR UPDATE TO piket_user
    USING (CASE WHEN incident = 0 THEN (SELECT may('log') OR may('register'))
                ELSE (SELECT may('log'))
                     AND (SELECT true FROM incident i WHERE i.id = chain.incident) END);

ALTER TABLE line ENABLE ROW LEVEL SECURITY;
CREATE POLICY line_see ON line FOR SELECT TO piket_user
    USING (CASE WHEN incident = 0 THEN (SELECT may('use'))
                ELSE (SELECT true FROM incident i WHERE i.id = line.incident) END);
CREATE POLICY line_write ON line FOR INSERT TO piket_user
    WITH CHECK (CASE WHEN incident = 0 THEN (SELECT may('log') OR may('register'))
                     ELSE (SELECT may('log'))
                          AND (SELECT true FROM incident i WHERE i.id = line.incident) END
                AND (tlp <> 'TLP:RED' OR incident = 0 OR incident = ANY ((SELECT my_named())::bigint[]))
                AND (author = session_user::text OR (SELECT may('register'))));

-- A text has the label of its line as well. Nobody is named on the duty log: who wrote a line of it
-- reads it.
ALTER TABLE line_text ENABLE ROW LEVEL SECURITY;
CREATE POLICY line_text_see ON line_text TO piket_user
    USING ((SELECT l.tlp = ANY ((SELECT my_labels())::text[])
                   OR l.incident = ANY ((SELECT my_named())::bigint[])
                   OR (l.incident = 0 AND l.author = session_user::text AND (SELECT my_labels()) <> '{}')
              FROM line l WHERE l.id = line_text.line))
    -- Its line sealed it, so it cannot be another's words.
    WITH CHECK ((SELECT true FROM line l WHERE l.id = line_text.line));

ALTER TABLE pin ENABLE ROW LEVEL SECURITY;
CREATE POLICY pin_see ON pin TO piket_user
    USING ((SELECT true FROM line l WHERE l.id = pin.line));

-- The register is for everybody to read.
ALTER TABLE org ENABLE ROW LEVEL SECURITY;
CREATE POLICY org_see ON org FOR SELECT TO piket_user USING (true);
CREATE POLICY org_change ON org FOR UPDATE TO piket_user USING (true);
-- Whoever writes down a report may write down a name that is not in the register.
CREATE POLICY org_write ON org FOR INSERT TO piket_user
    WITH CHECK ((SELECT may('register')) OR ((SELECT may('log'))
                AND kind = 'other' AND code IS NULL AND reference IS NULL AND joined = 0));
ALTER TABLE org_alias ENABLE ROW LEVEL SECURITY;
CREATE POLICY org_alias_see ON org_alias TO piket_user USING (true);
ALTER TABLE contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY contact_see ON contact TO piket_user USING (true);
ALTER TABLE reference_set ENABLE ROW LEVEL SECURITY;
CREATE POLICY reference_set_see ON reference_set TO piket_user USING (true);
ALTER TABLE rsit ENABLE ROW LEVEL SECURITY;
CREATE POLICY rsit_see ON rsit TO piket_user USING (true);
ALTER TABLE legal_rule ENABLE ROW LEVEL SECURITY;
CREATE POLICY legal_rule_see ON legal_rule TO piket_user USING (true);

-- The origin of an outbox comes with its first delivery; the database's own is made once, and only
-- who sets it up renews it.
ALTER TABLE origin ENABLE ROW LEVEL SECURITY;
CREATE POLICY origin_see ON origin FOR SELECT TO piket_user USING (true);
CREATE POLICY origin_write ON origin FOR INSERT TO piket_user
    WITH CHECK ((SELECT may('log') OR may('register')) AND (is_current = 0 OR (SELECT may('people'))));
CREATE POLICY origin_retire ON origin FOR UPDATE TO piket_user USING ((SELECT may('people')));
ALTER TABLE counter ENABLE ROW LEVEL SECURITY;
CREATE POLICY counter_see ON counter FOR SELECT TO piket_user USING (true);
CREATE POLICY counter_start ON counter FOR INSERT TO piket_user
    WITH CHECK ((SELECT may('log') OR may('register')));
CREATE POLICY counter_count ON counter FOR UPDATE TO piket_user
    USING ((SELECT may('log') OR may('register')));

-- ---- full text ------------------------------------------------------------------------------------------
-- Matching is not leakproof, so under a policy its index would not be used. These functions run as
-- the owner and apply the same rule to session_user themselves.

-- Whether the text of a line may be seen; labels are my_labels(), mine is my_named(). Only the functions
-- below call it, with their search_path.
CREATE FUNCTION sees_text(key bigint, labels text[], mine bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    label text;
    about bigint;
    label_about text;
    who text;
BEGIN
    SELECT l.tlp, l.incident, i.tlp, l.author INTO label, about, label_about, who
      FROM line l LEFT JOIN incident i ON i.id = l.incident WHERE l.id = key;
    IF about = 0 THEN
        RETURN label = ANY (labels) OR (who = session_user::text AND labels <> '{}');
    END IF;
    RETURN coalesce((label = ANY (labels) AND label_about = ANY (labels)) OR about = ANY (mine), false);
END
$$;

-- How many rows statistics expect to have the words. EXPLAIN makes it, and all that use it, VOLATILE.
CREATE FUNCTION search_expect(heads boolean, words tsquery) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT 1 FROM %I WHERE tokens @@ %L::tsquery',
        CASE WHEN heads THEN 'head_search' ELSE 'line_search' END, words) INTO plan;
    RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
END
$$;

-- Newest first. A frequent word is found by walking down the keys, in growing steps; a rare one by
-- the index, whose hits must all be gathered before the newest is known. The walk ends where it has
-- cost what the index would, so the dearer way is never taken far; statistics say what that is.
CREATE FUNCTION search_lines(top bigint, wanted bigint, asked text) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, piket, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    words tsquery := phrase(asked);
    labels text[] := my_labels();
    mine bigint[] := my_named();
    budget bigint := 256;
    step bigint := 256;
    n_walked bigint := 0;
    n_seen bigint;
    n_left bigint := wanted;
    below bigint := top;
    low bigint;
    n_found bigint;
BEGIN
    IF words IS NULL OR wanted < 1 THEN
        RETURN;
    END IF;
    WHILE n_walked < budget LOOP
        RETURN QUERY
            SELECT s.line FROM (SELECT t.line, t.tokens FROM line_search t WHERE t.line <= below
                                  ORDER BY t.line DESC LIMIT step) s
             WHERE s.tokens @@ words AND sees_text(s.line, labels, mine) LIMIT n_left;
        GET DIAGNOSTICS n_found = ROW_COUNT;
        n_left := n_left - n_found;
        IF n_left = 0 THEN
            RETURN;
        END IF;
        SELECT count(*), min(s.line) INTO n_seen, low
          FROM (SELECT t.line FROM line_search t WHERE t.line <= below
                 ORDER BY t.line DESC LIMIT step) s;
        IF n_seen < step THEN
            RETURN;
        END IF;
        n_walked := n_walked + n_seen;
        IF n_walked = 256 THEN
            budget := least(2 * search_expect(false, words), 65536);
        END IF;
        below := low - 1;
        step := least(step * 4, 16384, budget - n_walked);
    END LOOP;
    RETURN QUERY
        WITH hits AS MATERIALIZED
            (SELECT t.line FROM line_search t WHERE t.tokens @@ words AND t.line <= below)
        SELECT h.line FROM (SELECT f.line FROM hits f ORDER BY f.line DESC OFFSET 0) h
         WHERE sees_text(h.line, labels, mine) LIMIT n_left;
END
$$;

CREATE FUNCTION search_heads(top bigint, wanted bigint, asked text) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, piket, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    words tsquery := phrase(asked);
    labels text[] := my_labels();
    mine bigint[] := my_named();
    budget bigint := 256;
    step bigint := 256;
    n_walked bigint := 0;
    n_seen bigint;
    n_left bigint := wanted;
    below bigint := top;
    low bigint;
    n_found bigint;
BEGIN
    IF words IS NULL OR wanted < 1 THEN
        RETURN;
    END IF;
    WHILE n_walked < budget LOOP
        RETURN QUERY
            SELECT s.incident FROM (SELECT t.incident, t.tokens FROM head_search t WHERE t.incident <= below
                                  ORDER BY t.incident DESC LIMIT step) s
             WHERE s.tokens @@ words AND (SELECT i.tlp = ANY (labels) OR i.id = ANY (mine) FROM incident i
                                   WHERE i.id = s.incident) LIMIT n_left;
        GET DIAGNOSTICS n_found = ROW_COUNT;
        n_left := n_left - n_found;
        IF n_left = 0 THEN
            RETURN;
        END IF;
        SELECT count(*), min(s.incident) INTO n_seen, low
          FROM (SELECT t.incident FROM head_search t WHERE t.incident <= below
                 ORDER BY t.incident DESC LIMIT step) s;
        IF n_seen < step THEN
            RETURN;
        END IF;
        n_walked := n_walked + n_seen;
        IF n_walked = 256 THEN
            budget := least(2 * search_expect(true, words), 65536);
        END IF;
        below := low - 1;
        step := least(step * 4, 16384, budget - n_walked);
    END LOOP;
    RETURN QUERY
        WITH hits AS MATERIALIZED
            (SELECT t.incident FROM head_search t WHERE t.tokens @@ words AND t.incident <= below)
        SELECT h.incident FROM (SELECT f.incident FROM hits f ORDER BY f.incident DESC OFFSET 0) h
         WHERE (SELECT i.tlp = ANY (labels) OR i.id = ANY (mine) FROM incident i
                                   WHERE i.id = h.incident) LIMIT n_left;
END
$$;

-- Within a range of keys, oldest first: always along the keys, never through the whole index.
CREATE FUNCTION search_lines_between(low bigint, high bigint, asked text, wanted bigint)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, piket, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off SET enable_seqscan = off AS $$
DECLARE
    words tsquery := phrase(asked);
    labels text[] := my_labels();
    mine bigint[] := my_named();
BEGIN
    IF words IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT h.line FROM (SELECT t.line FROM line_search t
                             WHERE t.line >= low AND t.line <= high AND t.tokens @@ words
                             ORDER BY t.line OFFSET 0) h
         WHERE sees_text(h.line, labels, mine) LIMIT wanted;
END
$$;

CREATE FUNCTION search_head_has(key bigint, asked text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    found_tokens tsvector;
BEGIN
    SELECT t.tokens INTO found_tokens FROM head_search t WHERE t.incident = key;
    RETURN coalesce(found_tokens @@ phrase(asked), false)
       AND EXISTS (SELECT 1 FROM incident i WHERE i.id = key
                      AND (i.tlp = ANY (my_labels()) OR i.id = ANY (my_named())));
END
$$;

-- Indexes a line that is not indexed yet: by its author, or by who builds the full text anew.
CREATE FUNCTION search_line_put(key bigint, tokens text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM line l WHERE l.id = key
                      AND (l.author = session_user::text
                           OR (may('rebuild') AND sees_text(key, my_labels(), my_named()))
                           OR (l.author = 'piket' AND l.incident = 0 AND may('register'))
                           OR pg_has_role(session_user, 'piket_owner', 'MEMBER'))) THEN
        RAISE EXCEPTION 'Only who wrote a line indexes it. Nothing was changed.'
            USING ERRCODE = '42501';
    END IF;
    INSERT INTO line_search (line, tokens) VALUES (key, tokens_vector(tokens));
END
$$;

-- Erasing a text takes its words out by itself; this only asks whether one may.
CREATE FUNCTION search_line_take(key bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NOT may('erase') AND NOT pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN
        RAISE EXCEPTION 'Erasing a text needs the role lead. Nothing was changed.'
            USING ERRCODE = '42501';
    END IF;
    DELETE FROM line_search s WHERE s.line = key
       AND (sees_text(key, my_labels(), my_named()) OR pg_has_role(session_user, 'piket_owner', 'MEMBER'));
END
$$;

-- Empties what one may see, so that building it anew puts back exactly that.
CREATE FUNCTION search_forget() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    labels text[] := my_labels();
    mine bigint[] := my_named();
    all_of_it boolean := pg_has_role(session_user, 'piket_owner', 'MEMBER');
BEGIN
    IF NOT may('rebuild') AND NOT all_of_it THEN
        RAISE EXCEPTION 'Building the full text anew needs the role lead, auditor. Nothing was changed.'
            USING ERRCODE = '42501';
    END IF;
    DELETE FROM line_search s WHERE all_of_it OR sees_text(s.line, labels, mine);
END
$$;

-- Every word of the lines one may read, and in how many it is.
CREATE FUNCTION search_words() RETURNS TABLE (word text, n_lines bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    of_whom text := '';
BEGIN
    IF NOT pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN
        of_whom := format(' WHERE sees_text(s.line, %L::text[], %L::bigint[])', my_labels(), my_named());
    END IF;
    RETURN QUERY SELECT w.word, w.ndoc::bigint
                   FROM ts_stat('SELECT s.tokens FROM line_search s' || of_whom) w;
END
$$;

GRANT EXECUTE ON FUNCTION search_lines(bigint, bigint, text), search_heads(bigint, bigint, text),
    search_lines_between(bigint, bigint, text, bigint), search_head_has(bigint, text),
    search_line_put(bigint, text), search_line_take(bigint), search_forget(), search_words()
    TO piket_user;
