-- SPDX-License-Identifier: EUPL-1.2
-- What a superuser does once in a database of its own, before the migrations: the roles, the schema,
-- and the one function that may make roles. Running it again changes nothing.
--
-- piket_owner   owns every table and function; nobody logs in as it, nobody who uses Piket is in it
-- piket_keeper  may make roles; owns piket.role_set and nothing else
-- piket_user    everybody who uses Piket; the groups below are in it, persons are in those
--
-- Roles belong to the whole cluster. What a person may in one database is decided by the row in its
-- table person as well (0004_people.sql), so several Piket databases can share a cluster.

DO $$
DECLARE
    wanted text;
BEGIN
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'The database % has the encoding %; Piket needs UTF8. Make it with: createdb -E UTF8 -T template0 %',
            current_database(), current_setting('server_encoding'), current_database();
    END IF;
    -- One at a time in the cluster: two that alter the same role would fail.
    LOCK TABLE pg_catalog.pg_authid, pg_catalog.pg_auth_members IN SHARE ROW EXCLUSIVE MODE;
    FOREACH wanted IN ARRAY ARRAY['piket_owner', 'piket_keeper', 'piket_user', 'piket_officer',
        'piket_coordinator', 'piket_lead', 'piket_reader', 'piket_auditor', 'piket_admin',
        'piket_watch'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
        -- A role of this name that somebody made before must not bring rights of its own.
        IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted
                      AND (rolcanlogin OR rolsuper OR rolcreatedb OR rolreplication OR rolbypassrls
                           OR NOT rolinherit OR rolcreaterole <> (wanted = 'piket_keeper'))) THEN
            EXECUTE format('ALTER ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOREPLICATION NOBYPASSRLS '
                'INHERIT %s', wanted,
                CASE WHEN wanted = 'piket_keeper' THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END);
        END IF;
    END LOOP;
    FOREACH wanted IN ARRAY ARRAY['piket_officer', 'piket_coordinator', 'piket_lead', 'piket_reader',
        'piket_auditor', 'piket_admin', 'piket_watch'] LOOP
        IF NOT pg_has_role(wanted, 'piket_user', 'MEMBER') THEN
            EXECUTE format('GRANT piket_user TO %I', wanted);
        END IF;
        IF current_setting('server_version_num')::int >= 160000 THEN
            EXECUTE format('GRANT %I TO piket_keeper WITH ADMIN TRUE, INHERIT FALSE, SET FALSE', wanted);
        END IF;
    END LOOP;
    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO piket_user, piket_owner', current_database());
END
$$;

SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS piket AUTHORIZATION piket_owner;
REVOKE ALL ON SCHEMA piket FROM PUBLIC;
GRANT USAGE ON SCHEMA piket TO piket_user, piket_keeper;

-- A new function is for nobody until it is granted.
ALTER DEFAULT PRIVILEGES FOR ROLE piket_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Writers queue on an advisory lock. Whoever may only read could hold it and so stop everybody, so
-- such locks are for who writes; who looks at what is shown with the one kind that holds nobody up.
DO $$
DECLARE
    lock regprocedure;
BEGIN
    FOR lock IN SELECT p.oid FROM pg_catalog.pg_proc p
                 WHERE p.pronamespace = 'pg_catalog'::regnamespace
                   AND p.proname ~ '^pg_(try_)?advisory_(xact_)?lock' LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', lock);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO piket_owner', lock);
    END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_xact_lock(int, int)
    TO piket_officer, piket_coordinator, piket_lead, piket_auditor, piket_admin, piket_watch;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO piket_user;

-- Makes the role of a person who has none, and puts it in exactly these groups. It is called by
-- piket.person_set alone, which decides who may.
CREATE OR REPLACE FUNCTION piket.role_set(who text, roles text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known constant text[] := ARRAY['officer', 'coordinator', 'lead', 'reader', 'auditor', 'admin', 'watch'];
    there pg_roles;
    one text;
BEGIN
    IF who IS NULL OR who = '' OR octet_length(who) > 63 OR lower(who) ~ '^(pg_|piket)'
        OR lower(who) IN ('public', 'none', 'current_user', 'session_user', 'current_role', 'user')
        OR who ~ '[[:cntrl:]]' THEN
        RAISE EXCEPTION 'The login % is not one a person can have. Choose another; nothing was changed.',
            quote_literal(who) USING ERRCODE = '42501';
    END IF;
    IF NOT roles <@ known THEN
        RAISE EXCEPTION 'Piket knows no such role: %. Nothing was changed.',
            array_to_string(roles, ' ') USING ERRCODE = '42501';
    END IF;
    SELECT * INTO there FROM pg_roles r WHERE r.rolname = who;
    IF NOT FOUND THEN
        EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION '
            'NOBYPASSRLS INHERIT', who);
    ELSIF there.rolsuper OR there.rolcreaterole OR there.rolcreatedb OR there.rolreplication
        OR there.rolbypassrls OR NOT there.rolcanlogin
        OR EXISTS (SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                    WHERE m.member = there.oid
                      AND (g.rolname ~ '^pg_' OR g.rolname IN ('piket_owner', 'piket_keeper')))
        OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.roleid = there.oid) THEN
        RAISE EXCEPTION 'The database role % has rights of its own or is a group; it cannot be a person of Piket. Choose another login; nothing was changed.',
            quote_ident(who) USING ERRCODE = '42501';
    END IF;
    FOREACH one IN ARRAY known LOOP
        IF one = ANY (roles) AND pg_has_role(who, 'piket_' || one, 'MEMBER') THEN
            CONTINUE;
        ELSIF one = ANY (roles) THEN
            EXECUTE format('GRANT %I TO %I', 'piket_' || one, who);
        ELSIF pg_has_role(who, 'piket_' || one, 'MEMBER') THEN
            EXECUTE format('REVOKE %I FROM %I', 'piket_' || one, who);
        END IF;
    END LOOP;
END
$$;
ALTER FUNCTION piket.role_set(text, text[]) OWNER TO piket_keeper;
REVOKE ALL ON FUNCTION piket.role_set(text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION piket.role_set(text, text[]) TO piket_owner;
RESET client_min_messages;
