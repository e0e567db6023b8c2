-- SPDX-License-Identifier: EUPL-1.2
-- What looking after a database asks: how much is in it, where its journals end, the last backup.

-- name: admin_count_incidents
-- Incidents, counted no further than asked.   $1 how many at most
SELECT count(*) FROM (SELECT id FROM incident LIMIT $1) AS counted;

-- name: admin_count_lines
-- Journal lines, counted no further than asked.   $1 how many at most
SELECT count(*) FROM (SELECT id FROM line LIMIT $1) AS counted;

-- name: admin_newest_line
-- When the last line came into this database.
SELECT coalesce(max(received_us), 0) FROM line;

-- name: admin_heads
-- The head of every journal, with whether it is the hash of its last line.
SELECT coalesce(i.uuid, ''), o.uuid, c.last_no, c.head,
       CASE WHEN l.hash IS NOT DISTINCT FROM c.head THEN 1 ELSE 0 END
  FROM chain c
  JOIN origin o ON o.id = c.origin
  LEFT JOIN incident i ON i.id = c.incident
  LEFT JOIN line l ON l.incident = c.incident AND l.origin = c.origin AND l.no = c.last_no
 ORDER BY c.incident, c.origin;

-- name: admin_last_backup
-- The newest line about no incident that tells of a backup.   $1 from this key  $2 below this key
SELECT l.recorded_us, t.details
  FROM line l JOIN line_text t ON t.line = l.id
 WHERE l.id >= $1 AND l.id < $2 AND l.incident = 0 AND t.details LIKE '{"change":"backup",%'
 ORDER BY l.id DESC LIMIT 1;
