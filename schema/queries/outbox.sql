-- SPDX-License-Identifier: EUPL-1.2
-- What an outbox knows of itself, and what a server knows of outboxes.

-- name: outbox_get
-- No row in a main database.
SELECT address, server, login, copied_us FROM outbox ORDER BY id LIMIT 1;

-- name: outbox_set
-- $1 address  $2 server  $3 login  $4 copied_us
INSERT INTO outbox (id, address, server, login, copied_us) VALUES (1, $1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET address = excluded.address, server = excluded.server,
    login = excluded.login, copied_us = excluded.copied_us;

-- name: outbox_unsent
-- Journals with lines that were written here and not yet sent, by their first such line.
SELECT c.incident, coalesce(i.ident, ''), coalesce(i.uuid, ''), coalesce(s.on_server, 0),
       coalesce(s.sent_no, 0), c.last_no, nullif(s.reason, ''), coalesce(s.tried_us, 0)
  FROM chain c
  JOIN origin o ON o.id = c.origin AND o.is_current = 1
  JOIN outbox b ON b.id = 1
  LEFT JOIN incident i ON i.id = c.incident
  LEFT JOIN outbox_incident s ON s.incident = c.incident
  LEFT JOIN line l ON l.incident = c.incident AND l.origin = c.origin
                  AND l.no = coalesce(s.sent_no, 0) + 1
 WHERE c.last_no > coalesce(s.sent_no, 0)
 ORDER BY l.recorded_us, c.incident;

-- name: outbox_count
-- How many lines are not yet sent, and how many of them the server refused.
SELECT coalesce(sum(c.last_no - coalesce(s.sent_no, 0)), 0),
       coalesce(sum(CASE WHEN coalesce(s.reason, '') <> '' THEN c.last_no - s.sent_no ELSE 0 END), 0)
  FROM chain c
  JOIN origin o ON o.id = c.origin AND o.is_current = 1
  JOIN outbox b ON b.id = 1
  LEFT JOIN outbox_incident s ON s.incident = c.incident
 WHERE c.last_no > coalesce(s.sent_no, 0);

-- name: outbox_sent_no
-- The server has the own lines of a journal up to this number.   $1 incident
SELECT sent_no FROM outbox_incident WHERE incident = $1;

-- name: outbox_incident_set
-- $1 incident  $2 on_server  $3 sent_no  $4 reason  $5 tried_us
INSERT INTO outbox_incident (incident, on_server, sent_no, reason, tried_us)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (incident) DO UPDATE SET on_server = excluded.on_server, sent_no = excluded.sent_no,
    reason = excluded.reason, tried_us = excluded.tried_us;

-- name: outbox_incident_drop_all
-- What was written here before is all sent, and what comes is written by another.
DELETE FROM outbox_incident;

-- name: outbox_incident_drop
-- $1 incident
DELETE FROM outbox_incident WHERE incident = $1;

-- name: outbox_line_list
-- Own lines of a journal from a number on.   $1 incident  $2 origin  $3 after this number  $4 how many
SELECT l.id, l.uuid, l.incident, i.uuid, l.origin, o.uuid, l.no, l.event_us, l.event_precision,
       l.recorded_us, l.received_us, l.author, l.category, l.tlp, l.corrects_origin, co.uuid,
       l.corrects_no, l.body_hash, l.hash,
       t.salt, t.body, t.details,
       CASE WHEN t.line IS NOT NULL AND t.salt IS NULL THEN 1 ELSE 0 END,
       CASE WHEN p.line IS NULL THEN 0 ELSE 1 END,
       CASE WHEN EXISTS (SELECT 1 FROM line c WHERE c.incident = l.incident
                            AND c.corrects_origin = l.origin AND c.corrects_no = l.no)
            THEN 1 ELSE 0 END
  FROM line l
  JOIN origin o ON o.id = l.origin
  LEFT JOIN line_text t ON t.line = l.id
  LEFT JOIN incident i ON i.id = l.incident
  LEFT JOIN origin co ON co.id = l.corrects_origin
  LEFT JOIN pin p ON p.line = l.id
 WHERE l.incident = $1 AND l.origin = $2 AND l.no > $3
 ORDER BY l.no LIMIT $4;
