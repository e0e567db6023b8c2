-- SPDX-License-Identifier: EUPL-1.2
-- Keys of incidents and the lock of a journal: asked of functions, because one must not step on what
-- one may not see.

-- name: incident_id_after_day
-- The first id after the last one of a stretch of time (history known to the day or worse).
-- $1 from  $2 to (not included)
SELECT incident_key_after($1, $2);

-- name: incident_id_free
-- The id itself when it is free, else the end of the run of ids it stands in.   $1 id
SELECT incident_key_free($1);

-- name: line_lock_incident
-- Locks the journal, so that the chain read next holds.   $1 incident, 0 for the duty log
SELECT journal_lock($1);

-- name: incident_has_ident
-- Is the number given out?   $1 ident
SELECT 1 WHERE incident_ident_taken($1);
