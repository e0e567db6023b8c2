-- SPDX-License-Identifier: EUPL-1.2

-- name: call_back_insert
-- $1 uuid .. in the order of the table
INSERT INTO call_back (uuid, incident, org, contact, number, name, outcome, note, by_who, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
RETURNING id;

-- name: call_back_list
-- All calls about an incident, last recorded first: clocks may be set, keys are not.   $1 incident
SELECT id, uuid, incident, org, contact, number, name, outcome, note, by_who, at_us
  FROM call_back WHERE incident = $1 ORDER BY id DESC;

-- name: call_back_decisive
-- The newest that says what the caller is.   $1 incident
SELECT id, uuid, incident, org, contact, number, name, outcome, note, by_who, at_us
  FROM call_back WHERE incident = $1 AND outcome IN ('verified', 'unknown')
 ORDER BY id DESC LIMIT 1;
