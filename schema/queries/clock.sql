-- SPDX-License-Identifier: EUPL-1.2

-- name: clock_insert
-- $1 uuid .. in the order of the table
INSERT INTO clock (uuid, incident, party, rule, title, start_us, due_us, met_us, evidence, na_reason,
    unsure, by_hand, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)
RETURNING id;

-- name: clock_update
-- Guarded by the version the writer has seen.   $1 id  $2 version  $3 ..
UPDATE clock SET title = $3, start_us = $4, due_us = $5, met_us = $6, evidence = $7, na_reason = $8,
    unsure = $9, by_hand = $10, version = version + 1
 WHERE id = $1 AND version = $2;

-- name: clock_exists
-- $1 id
SELECT 1 FROM clock WHERE id = $1;

-- name: clock_get
-- $1 id
SELECT c.id, c.uuid, c.incident, i.ident, i.title, i.tlp, c.party, o.name, c.rule, nullif(c.title, ''),
       c.start_us, c.due_us, c.met_us, nullif(c.evidence, ''), nullif(c.na_reason, ''), c.version,
       i.personal_data, c.unsure, c.by_hand, p.org,
       (SELECT count(*) FROM clock k WHERE k.incident = c.incident AND k.id <= c.id)
  FROM clock c
  JOIN incident i ON i.id = c.incident
  LEFT JOIN party p ON p.id = c.party
  LEFT JOIN org o ON o.id = p.org
 WHERE c.id = $1;

-- name: clock_list
-- All clocks of an incident, as they were added.   $1 incident
SELECT c.id, c.uuid, c.incident, i.ident, i.title, i.tlp, c.party, o.name, c.rule, nullif(c.title, ''),
       c.start_us, c.due_us, c.met_us, nullif(c.evidence, ''), nullif(c.na_reason, ''), c.version,
       i.personal_data, c.unsure, c.by_hand, p.org,
       (SELECT count(*) FROM clock k WHERE k.incident = c.incident AND k.id <= c.id)
  FROM clock c
  JOIN incident i ON i.id = c.incident
  LEFT JOIN party p ON p.id = c.party
  LEFT JOIN org o ON o.id = p.org
 WHERE c.incident = $1 ORDER BY c.id;

-- name: clock_list_due
-- Clocks that run, over all incidents, nearest first.
-- $1 due_us  $2 id of the last one seen  $3 how many
SELECT c.id, c.uuid, c.incident, i.ident, i.title, i.tlp, c.party, o.name, c.rule, nullif(c.title, ''),
       c.start_us, c.due_us, c.met_us, nullif(c.evidence, ''), nullif(c.na_reason, ''), c.version,
       i.personal_data, c.unsure, c.by_hand, p.org,
       (SELECT count(*) FROM clock k WHERE k.incident = c.incident AND k.id <= c.id)
  FROM clock c
  JOIN incident i ON i.id = c.incident
  LEFT JOIN party p ON p.id = c.party
  LEFT JOIN org o ON o.id = p.org
 WHERE c.met_us IS NULL AND c.na_reason = '' AND (c.due_us, c.id) > ($1, $2)
 ORDER BY c.due_us, c.id LIMIT $3;

-- name: clock_count_due
-- How many run out before a moment, not counting past a bound.   $1 moment  $2 bound
SELECT count(*) FROM (SELECT 1 FROM clock
                       WHERE met_us IS NULL AND na_reason = '' AND due_us < $1 LIMIT $2) AS bounded;

-- name: clock_list_undated
-- Clocks that run and whose end is not known, in the order of their incidents.
-- $1 id of the last one seen  $2 how many
SELECT c.id, c.uuid, c.incident, i.ident, i.title, i.tlp, c.party, o.name, c.rule, nullif(c.title, ''),
       c.start_us, c.due_us, c.met_us, nullif(c.evidence, ''), nullif(c.na_reason, ''), c.version,
       i.personal_data, c.unsure, c.by_hand, p.org,
       (SELECT count(*) FROM clock k WHERE k.incident = c.incident AND k.id <= c.id)
  FROM clock c
  JOIN incident i ON i.id = c.incident
  LEFT JOIN party p ON p.id = c.party
  LEFT JOIN org o ON o.id = p.org
 WHERE c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NULL AND c.id > $1
 ORDER BY c.id LIMIT $2;

-- name: clock_list_ended
-- Clocks that were met or do not apply, newest first.
-- $1 id of the last one seen  $2 how many
SELECT c.id, c.uuid, c.incident, i.ident, i.title, i.tlp, c.party, o.name, c.rule, nullif(c.title, ''),
       c.start_us, c.due_us, c.met_us, nullif(c.evidence, ''), nullif(c.na_reason, ''), c.version,
       i.personal_data, c.unsure, c.by_hand, p.org,
       (SELECT count(*) FROM clock k WHERE k.incident = c.incident AND k.id <= c.id)
  FROM clock c
  JOIN incident i ON i.id = c.incident
  LEFT JOIN party p ON p.id = c.party
  LEFT JOIN org o ON o.id = p.org
 WHERE (c.met_us IS NOT NULL OR c.na_reason <> '') AND c.id < $1
 ORDER BY c.id DESC LIMIT $2;
