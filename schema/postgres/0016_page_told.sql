-- SPDX-License-Identifier: EUPL-1.2
-- Nobody makes a page silent without a word: its end, its label and its ladder change with a line of its
-- incident, or of the duty log. When it is looked at next is the program's own affair.

CREATE FUNCTION page_must_tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    about bigint;
BEGIN
    IF pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'page' THEN
        about := coalesce(NEW.incident, 0);
    ELSE
        SELECT coalesce(p.incident, 0) INTO about FROM page p WHERE p.id = NEW.page;
    END IF;
    IF NOT told(about) THEN
        RAISE EXCEPTION 'A change is told by a line of the same journal in the same transaction. Nothing was changed.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION page_must_tell() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER page_told AFTER INSERT ON page
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION page_must_tell();
CREATE CONSTRAINT TRIGGER page_change_told AFTER UPDATE ON page
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.closed_us IS DISTINCT FROM OLD.closed_us OR NEW.tlp <> OLD.tlp
          OR NEW.ladder IS DISTINCT FROM OLD.ladder OR NEW.incident IS DISTINCT FROM OLD.incident)
    EXECUTE FUNCTION page_must_tell();
CREATE CONSTRAINT TRIGGER page_ack_told AFTER INSERT ON page_ack
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION page_must_tell();
CREATE CONSTRAINT TRIGGER attempt_told AFTER INSERT ON attempt
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION page_must_tell();
