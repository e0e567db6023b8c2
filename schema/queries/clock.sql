-- SPDX-License-Identifier: EUPL-1.2

-- name: clock_insert
-- $1 uuid .. in the order of the table
INSERT INTO clock (uuid, incident, party, rule, title, start_us, due_us, met_us, evidence, na_reason,
    version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
RETURNING id;

-- name: clock_update
-- Guarded by the version the writer has seen.   $1 id  $2 version  $3 ..
UPDATE clock SET title = $3, start_us = $4, due_us = $5, met_us = $6, evidence = $7, na_reason = $8,
    version = version + 1
 WHERE id = $1 AND version = $2;

-- name: clock_exists
-- $1 id
SELECT 1 FROM clock WHERE id = $1;

