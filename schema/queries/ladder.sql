-- SPDX-License-Identifier: EUPL-1.2

-- name: ladder_insert
-- $1 key .. in the order of the table
INSERT INTO ladder (key, name_en, name_nl, no_incident, kinds, from_severity, moment, at_saving, hours,
    wait_min, rounds, pause_min, silence_min, made_us, made_by, retired_us, retired_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL, '')
RETURNING id;

-- name: ladder_retire
-- The version of a key that is in use.   $1 key  $2 when  $3 by whom
UPDATE ladder SET retired_us = $2, retired_by = $3 WHERE key = $1 AND retired_us IS NULL;

-- name: ladder_get
-- $1 id
SELECT l.id, l.key, l.name_en, l.name_nl, l.no_incident, l.kinds, l.from_severity, l.moment, l.at_saving,
       l.hours, l.wait_min, l.rounds, l.pause_min, l.silence_min, l.made_us, l.made_by
  FROM ladder l
 WHERE l.id = $1;

-- name: ladder_list
-- Those in use.
SELECT l.id, l.key, l.name_en, l.name_nl, l.no_incident, l.kinds, l.from_severity, l.moment, l.at_saving,
       l.hours, l.wait_min, l.rounds, l.pause_min, l.silence_min, l.made_us, l.made_by
  FROM ladder l
 WHERE l.retired_us IS NULL ORDER BY l.key;

-- name: ladder_last_hand
-- Who last made or retired a version of a key.   $1 key
SELECT CASE WHEN l.retired_by <> '' THEN l.retired_by ELSE l.made_by END
  FROM ladder l WHERE l.key = $1 ORDER BY l.id DESC LIMIT 1;

-- name: rung_insert
-- $1 ladder .. in the order of the table
INSERT INTO rung (ladder, no, name_en, name_nl, targets, office, phone, delay_min, repeats, every_min,
    all_must, need_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: rung_list
-- The rungs of a ladder.   $1 ladder
SELECT r.no, r.name_en, r.name_nl, r.targets, r.office, r.phone, r.delay_min, r.repeats, r.every_min,
       r.all_must, r.need_reason
  FROM rung r WHERE r.ladder = $1 ORDER BY r.no;
