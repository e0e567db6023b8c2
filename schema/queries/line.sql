-- SPDX-License-Identifier: EUPL-1.2

-- name: line_next_of_incident
-- Counts one more line; n of the new line's key.   $1 incident
UPDATE incident SET last_line = last_line + 1 WHERE id = $1 RETURNING last_line;

-- name: line_next_of_none
-- n for a line about no incident: their keys are below those of incident 1.   $1 that bound
SELECT coalesce(max(id), 0) + 1 FROM line WHERE id < $1;

-- name: chain_get
-- $1 incident  $2 origin
SELECT last_no, head FROM chain WHERE incident = $1 AND origin = $2;

-- name: chain_list
-- The heads of an incident, by origin.   $1 incident
SELECT c.origin, o.uuid, c.last_no, c.head
  FROM chain c JOIN origin o ON o.id = c.origin
 WHERE c.incident = $1 ORDER BY c.origin;

-- name: chain_start
-- $1 incident  $2 origin  $3 head
INSERT INTO chain (incident, origin, last_no, head) VALUES ($1, $2, 1, $3);

-- name: chain_extend
-- Guarded: a line fits only on the head it was sealed to.
-- $1 incident  $2 origin  $3 no  $4 head  $5 previous head
UPDATE chain SET last_no = $3, head = $4
 WHERE incident = $1 AND origin = $2 AND last_no = $3 - 1 AND head = $5;

-- name: line_insert
-- $1 id .. in the order of the table
INSERT INTO line (id, uuid, incident, origin, no, event_us, event_precision, recorded_us, received_us,
    author, category, tlp, corrects_origin, corrects_no, body_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: line_text_insert
-- $1 line  $2 salt  $3 body  $4 details
INSERT INTO line_text (line, salt, body, details) VALUES ($1, $2, $3, $4);

-- name: line_text_erase
-- $1 line
UPDATE line_text SET salt = NULL, body = NULL, details = NULL WHERE line = $1;

-- name: pin_insert
-- $1 line  $2 who  $3 when
INSERT INTO pin (line, by_who, at_us) VALUES ($1, $2, $3) ON CONFLICT (line) DO NOTHING;

-- name: pin_delete
-- $1 line
DELETE FROM pin WHERE line = $1;

-- name: line_corrected_by
-- The last line that corrects a line.   $1 its key
SELECT max(c.id) FROM line l JOIN line c
    ON c.incident = l.incident AND c.corrects_origin = l.origin AND c.corrects_no = l.no
 WHERE l.id = $1;

-- name: line_get
-- $1 key
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
 WHERE l.id = $1;

-- name: line_get_some
-- Those of sixteen that are there.   $1 .. $16 keys
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
 WHERE l.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
 ORDER BY l.id;

-- name: line_key_by_uuid
-- In one journal, the newest first.   $1 first key  $2 last key  $3 uuid
SELECT id FROM line WHERE id >= $1 AND id <= $2 AND uuid = $3 ORDER BY id DESC LIMIT 1;

-- name: line_by_no
-- $1 incident  $2 origin  $3 no
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
 WHERE l.incident = $1 AND l.origin = $2 AND l.no = $3;

-- name: line_list_down
-- A page of a timeline towards the end.   $1 after this key  $2 up to this key  $3 how many
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
 WHERE l.id > $1 AND l.id <= $2
 ORDER BY l.id LIMIT $3;

-- name: line_list_up
-- A page of a timeline towards the beginning, last line first.   $1 before this key
-- $2 from this key  $3 how many
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
 WHERE l.id < $1 AND l.id >= $2
 ORDER BY l.id DESC LIMIT $3;

-- name: line_list_received
-- Lines of all incidents, last received first.   $1 received_us  $2 key of the last one seen  $3 how many
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
 WHERE (l.received_us, l.id) < ($1, $2)
 ORDER BY l.received_us DESC, l.id DESC LIMIT $3;

-- name: line_list_chain
-- The chains of a stretch of incidents in order, after a place. That incident >= $1 follows from the
-- first condition, but PostgreSQL does not see it and would expect half of the table.
-- $1 incident  $2 origin  $3 no  $4 last incident  $5 how many
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
 WHERE (l.incident, l.origin, l.no) > ($1, $2, $3) AND l.incident >= $1 AND l.incident <= $4
 ORDER BY l.incident, l.origin, l.no LIMIT $5;

-- name: line_list_pins
-- Pinned lines of a timeline.   $1 from this key  $2 up to this key  $3 how many
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
  JOIN pin p ON p.line = l.id
 WHERE p.line >= $1 AND p.line <= $2
 ORDER BY p.line LIMIT $3;
