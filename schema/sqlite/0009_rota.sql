-- SPDX-License-Identifier: EUPL-1.2
-- Who no longer works here has no number here.
CREATE TRIGGER person_duty_goes AFTER UPDATE OF active ON person WHEN NEW.active = 0
BEGIN
    DELETE FROM person_duty WHERE login = NEW.login;
END;
