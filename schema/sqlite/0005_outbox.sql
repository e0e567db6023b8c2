-- SPDX-License-Identifier: EUPL-1.2
-- The copy in an outbox is taken away and made anew. The journal stays append-only: in a main
-- database for every line, in an outbox for what was written there and not yet sent.

DROP TRIGGER line_no_delete;

CREATE TRIGGER line_no_delete BEFORE DELETE ON line
WHEN NOT EXISTS (SELECT 1 FROM outbox)
  OR EXISTS (SELECT 1 FROM origin o LEFT JOIN outbox_incident s ON s.incident = OLD.incident
              WHERE o.id = OLD.origin AND o.is_current = 1 AND OLD.no > coalesce(s.sent_no, 0))
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER line_text_no_delete;

CREATE TRIGGER line_text_no_delete BEFORE DELETE ON line_text
WHEN NOT EXISTS (SELECT 1 FROM outbox)
  OR EXISTS (SELECT 1 FROM line l JOIN origin o ON o.id = l.origin
               LEFT JOIN outbox_incident s ON s.incident = l.incident
              WHERE l.id = OLD.line AND o.is_current = 1 AND l.no > coalesce(s.sent_no, 0))
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
