-- SPDX-License-Identifier: EUPL-1.2
-- Ladders are part of the register; pages are written by whoever may write a line. A page about an
-- incident is seen with its incident, one about none by its own label.

-- ---- what stays -------------------------------------------------------------------------------------

CREATE TRIGGER page_act_no_change BEFORE UPDATE OR DELETE ON page_act
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER page_ack_no_change BEFORE UPDATE OR DELETE ON page_ack
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER attempt_no_change BEFORE UPDATE OR DELETE ON attempt
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER page_no_delete BEFORE DELETE ON page
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER page_act_no_truncate BEFORE TRUNCATE ON page_act EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER page_ack_no_truncate BEFORE TRUNCATE ON page_ack EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER attempt_no_truncate BEFORE TRUNCATE ON attempt EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER page_no_truncate BEFORE TRUNCATE ON page EXECUTE FUNCTION journal_refuse();

-- What a page is about stays; one about no incident may become one about an incident.
CREATE FUNCTION page_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.uuid, NEW.no, NEW.source, NEW.body, NEW.started_us, NEW.raised_by, NEW.version)
        IS DISTINCT FROM
       (OLD.id, OLD.uuid, OLD.no, OLD.source, OLD.body, OLD.started_us, OLD.raised_by, OLD.version + 1)
        OR NEW.incident IS DISTINCT FROM OLD.incident AND OLD.incident IS NOT NULL THEN
        RAISE EXCEPTION 'What a page is about stays, and a change counts its version up by one. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER page_check BEFORE UPDATE ON page FOR EACH ROW EXECUTE FUNCTION page_check();

CREATE FUNCTION page_by_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NEW.by_who <> session_user::text THEN
        RAISE EXCEPTION 'What is done about a page is done in one''s own name. Nothing was changed.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER page_act_check BEFORE INSERT ON page_act FOR EACH ROW EXECUTE FUNCTION page_by_check();
CREATE TRIGGER page_ack_check BEFORE INSERT ON page_ack FOR EACH ROW EXECUTE FUNCTION page_by_check();
CREATE TRIGGER attempt_check BEFORE INSERT ON attempt FOR EACH ROW EXECUTE FUNCTION page_by_check();

-- ---- who may write ----------------------------------------------------------------------------------

CREATE TRIGGER ladder_need BEFORE INSERT OR UPDATE ON ladder FOR EACH STATEMENT
    EXECUTE FUNCTION need('register', 'Changing a ladder', 'coordinator, lead, admin');
CREATE TRIGGER rung_need BEFORE INSERT ON rung FOR EACH STATEMENT
    EXECUTE FUNCTION need('register', 'Changing a ladder', 'coordinator, lead, admin');
CREATE TRIGGER page_need BEFORE INSERT OR UPDATE ON page FOR EACH STATEMENT
    EXECUTE FUNCTION need('log', 'Paging', 'officer, coordinator, lead, watch');
CREATE TRIGGER page_act_need BEFORE INSERT ON page_act FOR EACH STATEMENT
    EXECUTE FUNCTION need('log', 'Paging', 'officer, coordinator, lead, watch');
CREATE TRIGGER page_ack_need BEFORE INSERT ON page_ack FOR EACH STATEMENT
    EXECUTE FUNCTION need('log', 'Paging', 'officer, coordinator, lead, watch');
CREATE TRIGGER attempt_need BEFORE INSERT ON attempt FOR EACH STATEMENT
    EXECUTE FUNCTION need('log', 'Paging', 'officer, coordinator, lead, watch');

GRANT SELECT ON ladder, rung, page, page_act, page_ack, attempt TO piket_user;
GRANT INSERT ON ladder, rung TO piket_coordinator, piket_lead, piket_admin;
GRANT UPDATE (retired_us, retired_by) ON ladder TO piket_coordinator, piket_lead, piket_admin;
GRANT INSERT, UPDATE ON page TO piket_officer, piket_coordinator, piket_lead, piket_watch;
GRANT INSERT ON page_act TO piket_officer, piket_coordinator, piket_lead, piket_watch;
GRANT INSERT ON page_ack, attempt TO piket_officer, piket_coordinator, piket_lead;

-- ---- who sees which row -----------------------------------------------------------------------------

ALTER TABLE ladder ENABLE ROW LEVEL SECURITY;
CREATE POLICY ladder_see ON ladder TO piket_user USING (true);
ALTER TABLE rung ENABLE ROW LEVEL SECURITY;
CREATE POLICY rung_see ON rung TO piket_user USING (true);

ALTER TABLE page ENABLE ROW LEVEL SECURITY;
CREATE POLICY page_see ON page TO piket_user
    USING (CASE WHEN incident IS NULL THEN tlp = ANY ((SELECT my_rows())::text[])
                ELSE (SELECT true FROM incident i WHERE i.id = page.incident) END);
ALTER TABLE page_act ENABLE ROW LEVEL SECURITY;
CREATE POLICY page_act_see ON page_act TO piket_user
    USING ((SELECT true FROM page p WHERE p.id = page_act.page));
ALTER TABLE page_ack ENABLE ROW LEVEL SECURITY;
CREATE POLICY page_ack_see ON page_ack TO piket_user
    USING ((SELECT true FROM page p WHERE p.id = page_ack.page));
ALTER TABLE attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY attempt_see ON attempt TO piket_user
    USING ((SELECT true FROM page p WHERE p.id = attempt.page));
