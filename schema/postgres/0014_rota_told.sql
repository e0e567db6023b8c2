-- SPDX-License-Identifier: EUPL-1.2
-- No change of the rota without its line in the duty log, whatever client makes it.

-- Looks when the transaction ends, for the line comes after what it tells.
CREATE OR REPLACE FUNCTION must_tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    about bigint;
BEGIN
    IF pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN
        RETURN NULL;
    ELSIF TG_TABLE_NAME IN ('person', 'shift', 'rota_pattern', 'rota_turn', 'holiday', 'person_duty') THEN
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

CREATE CONSTRAINT TRIGGER shift_told AFTER INSERT OR UPDATE ON shift
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER rota_pattern_told AFTER INSERT OR UPDATE ON rota_pattern
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER rota_turn_told AFTER INSERT ON rota_turn
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER holiday_told AFTER INSERT OR DELETE ON holiday
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
CREATE CONSTRAINT TRIGGER person_duty_told AFTER INSERT OR UPDATE OR DELETE ON person_duty
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
