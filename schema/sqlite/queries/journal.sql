-- SPDX-License-Identifier: EUPL-1.2
-- Keys of incidents and the lock of a journal.

-- name: incident_id_after_day
-- The first id after the last one of a stretch of time (history known to the day or worse).
-- $1 from  $2 to (not included)
SELECT coalesce(max(id) + 1, $1) FROM incident WHERE id >= $1 AND id < $2;

-- name: incident_id_free
-- The id itself when it is free, else the end of the run of ids it stands in.   $1 id
SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM incident t WHERE t.id = $1) THEN $1 ELSE
       (SELECT i.id + 1 FROM incident i
         WHERE i.id >= $1 AND NOT EXISTS (SELECT 1 FROM incident n WHERE n.id = i.id + 1)
         ORDER BY i.id LIMIT 1) END;

-- name: line_lock_incident
-- Changes nothing but takes the lock of the incident's row, so that the chain read next holds.   $1 incident
UPDATE incident SET last_line = last_line WHERE id = $1;

-- name: incident_has_ident
-- Is the number given out?   $1 ident
SELECT 1 FROM incident WHERE ident = $1;
