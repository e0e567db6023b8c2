-- SPDX-License-Identifier: EUPL-1.2
-- Call-backs hang on their incident, are written by who made the call, and are never changed. Rule
-- sets are everybody's to read and an admin's to write.

GRANT SELECT ON call_back, rule_set TO piket_user;
GRANT INSERT ON call_back TO piket_officer, piket_coordinator, piket_lead;
GRANT INSERT ON rule_set TO piket_admin;

ALTER TABLE call_back ENABLE ROW LEVEL SECURITY;
CREATE POLICY call_back_see ON call_back FOR SELECT TO piket_user
    USING ((SELECT true FROM incident i WHERE i.id = call_back.incident));
CREATE POLICY call_back_write ON call_back FOR INSERT TO piket_user
    WITH CHECK (by_who = session_user::text
                AND (SELECT true FROM incident i WHERE i.id = call_back.incident));
CREATE TRIGGER call_back_need BEFORE INSERT ON call_back FOR EACH STATEMENT
    EXECUTE FUNCTION need('log', 'Recording a call', 'officer, coordinator, lead');

ALTER TABLE rule_set ENABLE ROW LEVEL SECURITY;
CREATE POLICY rule_set_see ON rule_set FOR SELECT TO piket_user USING (true);
CREATE POLICY rule_set_write ON rule_set FOR INSERT TO piket_user
    WITH CHECK (by_who = session_user::text);
CREATE TRIGGER rule_set_need BEFORE INSERT ON rule_set FOR EACH STATEMENT
    EXECUTE FUNCTION need('people', 'Changing the legal rules', 'admin');

CREATE CONSTRAINT TRIGGER call_back_told AFTER INSERT ON call_back
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION must_tell();
