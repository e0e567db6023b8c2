-- SPDX-License-Identifier: EUPL-1.2
-- No change without its line, whatever client makes it; numbers one by one; an outbox is its owner's.
-- Members of piket_owner pass, as for the other rules: they migrate and set up.

-- ---- every change is told ---------------------------------------------------------------------------

-- Did this transaction write the last line of that journal? Whoever wrote one holds the journal until
-- the end, so no line of another comes behind it. A line of a savepoint does not count: it could be
-- taken back.
CREATE FUNCTION told(about bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM (SELECT l.xmin AS made FROM line l
                                   WHERE l.id >= about << 20 AND l.id < (about + 1) << 20
                                   ORDER BY l.id DESC LIMIT 1) latest
                    WHERE latest.made = pg_current_xact_id()::xid);
END
$$;
REVOKE EXECUTE ON FUNCTION told(bigint) FROM PUBLIC;

-- Looks when the transaction ends, for the line comes after what it tells.
CREATE FUNCTION must_tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    about bigint;
BEGIN
    IF pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN
        RETURN NULL;
    ELSIF TG_TABLE_NAME = 'person' THEN
        about := 0;
    ELSIF TG_TABLE_NAME = 'incident' THEN
        about := NEW.id;
    ELSIF TG_TABLE_NAME IN ('line_text', 'pin') THEN
        IF TG_OP = 'DELETE' THEN about := OLD.line >> 20; ELSE about := NEW.line >> 20; END IF;
    ELSE
        IF TG_OP = 'DELETE' THEN about := OLD.incident; ELSE about := NEW.incident; END IF;
    END IF;
    IF NOT told(about) THEN
        RAISE EXCEPTION 'A change is told by a line of the same journal in the same transaction. Nothing was changed.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER incident_told AFTER INSERT ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER incident_change_told AFTER UPDATE ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.version <> OLD.version)
    EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER incident_kind_told AFTER INSERT OR DELETE ON incident_kind
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER party_told AFTER INSERT OR UPDATE ON party
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER clock_told AFTER INSERT OR UPDATE ON clock
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER action_told AFTER INSERT OR UPDATE ON action
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER named_told AFTER INSERT OR DELETE ON named
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER pin_told AFTER INSERT OR DELETE ON pin
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER line_text_told AFTER UPDATE ON line_text
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER person_told AFTER INSERT OR UPDATE ON person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();

-- ---- numbers ------------------------------------------------------------------------------------------

-- Who draws a number draws one: nobody makes a series jump to its end.
CREATE FUNCTION counter_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    stood bigint := 0;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        stood := OLD.last;
    END IF;
    IF NEW.last > stood + 1 AND NOT pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN
        RAISE EXCEPTION 'Numbers are drawn one at a time. Nothing was saved.' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER counter_step BEFORE INSERT OR UPDATE ON counter
    FOR EACH ROW EXECUTE FUNCTION counter_step();

-- ---- whose an outbox is ---------------------------------------------------------------------------------

UPDATE origin o SET owner = coalesce(
    (SELECT l.author FROM chain c JOIN line l ON l.incident = c.incident AND l.origin = c.origin AND l.no = 1
      WHERE c.origin = o.id ORDER BY l.id LIMIT 1), '')
 WHERE o.tag <> '';

CREATE FUNCTION origin_owner() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.owner := session_user::text;
    ELSIF NEW.owner <> OLD.owner AND OLD.owner <> '' THEN
        RAISE EXCEPTION 'An outbox stays whose it is. Nothing was saved.' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER origin_owner BEFORE INSERT OR UPDATE ON origin
    FOR EACH ROW EXECUTE FUNCTION origin_owner();

-- Everybody writes as the server; as an outbox only its owner does. One that was known before there
-- were owners, and delivered nothing yet, becomes whose first line comes.
CREATE FUNCTION line_origin() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    about origin;
BEGIN
    SELECT * INTO about FROM origin o WHERE o.id = NEW.origin;
    IF about.is_current = 1 OR about.owner = session_user::text
        OR pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN
        RETURN NEW;
    ELSIF about.owner = '' AND about.tag <> '' THEN
        UPDATE origin o SET owner = session_user::text WHERE o.id = NEW.origin;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The outbox % belongs to %; % cannot write in it. Nothing was saved.', about.tag,
        about.owner, session_user USING ERRCODE = '42501';
END
$$;
CREATE TRIGGER line_origin BEFORE INSERT ON line FOR EACH ROW EXECUTE FUNCTION line_origin();
