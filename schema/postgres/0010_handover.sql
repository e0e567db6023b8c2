-- SPDX-License-Identifier: EUPL-1.2
-- Whoever works here sees that duty is handed over; what is said in it is a line under its own label.

GRANT SELECT ON handover TO piket_user;
GRANT INSERT, UPDATE ON handover TO piket_officer, piket_coordinator, piket_lead;
ALTER TABLE handover ENABLE ROW LEVEL SECURITY;
CREATE POLICY handover_see ON handover FOR SELECT TO piket_user USING ((SELECT may('use')));
CREATE POLICY handover_give ON handover FOR INSERT TO piket_user
    WITH CHECK ((SELECT may('log')) AND from_login = session_user::text AND accepted_us IS NULL);
CREATE POLICY handover_answer ON handover FOR UPDATE TO piket_user USING ((SELECT may('log')));

-- Accepted is accepted by oneself, once; only the giver takes back; nothing else ever changes.
CREATE FUNCTION handover_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF (NEW.uuid, NEW.line, NEW.from_login, NEW.to_login, NEW.tlp, NEW.n_incidents, NEW.made_us, NEW.accept_by_us)
       IS DISTINCT FROM
       (OLD.uuid, OLD.line, OLD.from_login, OLD.to_login, OLD.tlp, OLD.n_incidents, OLD.made_us, OLD.accept_by_us)
       OR OLD.accepted_us IS NOT NULL OR OLD.withdrawn_us IS NOT NULL THEN
        RAISE EXCEPTION 'A handover that was given is accepted or taken back, and never changed.'
            USING ERRCODE = '42501';
    END IF;
    IF NEW.accepted_us IS NOT NULL AND NEW.accepted_by <> session_user::text THEN
        RAISE EXCEPTION 'Nobody accepts a handover for somebody else.' USING ERRCODE = '42501';
    END IF;
    IF NEW.withdrawn_us IS NOT NULL AND OLD.from_login <> session_user::text THEN
        RAISE EXCEPTION 'Only who gave a handover takes it back.' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER handover_change BEFORE UPDATE ON handover FOR EACH ROW EXECUTE FUNCTION handover_change();
