-- SPDX-License-Identifier: EUPL-1.2

-- name: action_insert
-- Numbered inside its incident.
-- $1 uuid  $2 incident  $3 kind  $4 key  $5 title  $6 owner  $7 due_us  $8 done_us  $9 done_by  $10 reason
INSERT INTO action (uuid, incident, no, kind, key, title, owner, due_us, done_us, done_by, reason,
    version)
VALUES ($1, $2, (SELECT coalesce(max(a.no), 0) + 1 FROM action a WHERE a.incident = $2),
        $3, $4, $5, $6, $7, $8, $9, $10, 1)
RETURNING id, no;

-- name: action_update
-- Guarded by the version the writer has seen.   $1 id  $2 version  $3 ..
UPDATE action SET title = $3, owner = $4, due_us = $5, done_us = $6, done_by = $7, reason = $8,
    version = version + 1
 WHERE id = $1 AND version = $2;

-- name: action_exists
-- $1 id
SELECT 1 FROM action WHERE id = $1;

-- name: action_by_no
-- $1 incident  $2 no
SELECT a.id, a.incident, a.no, a.kind, nullif(a.key, ''), a.title, nullif(a.owner, ''), a.due_us,
       a.done_us, nullif(a.done_by, ''), nullif(a.reason, ''), a.version, i.ident
  FROM action a JOIN incident i ON i.id = a.incident
 WHERE a.incident = $1 AND a.no = $2;

-- name: action_list
-- All actions of an incident.   $1 incident
SELECT a.id, a.incident, a.no, a.kind, nullif(a.key, ''), a.title, nullif(a.owner, ''), a.due_us,
       a.done_us, nullif(a.done_by, ''), nullif(a.reason, ''), a.version, i.ident
  FROM action a JOIN incident i ON i.id = a.incident
 WHERE a.incident = $1 ORDER BY a.no;

-- name: action_list_due
-- Open actions with a deadline over all incidents, nearest first; of one owner, or all.
-- $1 owner or empty  $2 how many
SELECT a.id, a.incident, a.no, a.kind, nullif(a.key, ''), a.title, nullif(a.owner, ''), a.due_us,
       a.done_us, nullif(a.done_by, ''), nullif(a.reason, ''), a.version, i.ident
  FROM action a JOIN incident i ON i.id = a.incident
 WHERE a.done_us IS NULL AND a.reason = '' AND a.due_us IS NOT NULL
   AND ($1 = '' OR a.owner = $1)
 ORDER BY a.due_us, a.id LIMIT $2;

-- name: action_count_open
-- Open actions of an incident.   $1 incident
SELECT count(*) FROM action WHERE incident = $1 AND done_us IS NULL AND reason = '';
