-- SPDX-License-Identifier: EUPL-1.2

-- name: handover_insert
-- $1 uuid  $2 line  $3 from_login  $4 to_login  $5 tlp  $6 n_incidents  $7 made_us  $8 accept_by_us
INSERT INTO handover (uuid, line, from_login, to_login, tlp, n_incidents, made_us, accept_by_us,
    accepted_us, accepted_by, withdrawn_us, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, '', NULL, 1)
RETURNING id;

-- name: handover_update
-- Guarded by the version the writer has seen.
-- $1 id  $2 version  $3 accepted_us  $4 accepted_by  $5 withdrawn_us
UPDATE handover SET accepted_us = $3, accepted_by = $4, withdrawn_us = $5, version = version + 1
 WHERE id = $1 AND version = $2;

-- name: handover_exists
-- $1 id
SELECT 1 FROM handover WHERE id = $1;

-- name: handover_get
-- $1 id
SELECT id, uuid, line, from_login, to_login, tlp, n_incidents, made_us, accept_by_us, accepted_us,
       nullif(accepted_by, ''), withdrawn_us, version
  FROM handover WHERE id = $1;

-- name: handover_list
-- Newest first.   $1 how many
SELECT id, uuid, line, from_login, to_login, tlp, n_incidents, made_us, accept_by_us, accepted_us,
       nullif(accepted_by, ''), withdrawn_us, version
  FROM handover ORDER BY id DESC LIMIT $1;

-- name: handover_list_open
-- Neither accepted nor taken back, the one that waits longest first.   $1 how many
SELECT id, uuid, line, from_login, to_login, tlp, n_incidents, made_us, accept_by_us, accepted_us,
       nullif(accepted_by, ''), withdrawn_us, version
  FROM handover WHERE accepted_us IS NULL AND withdrawn_us IS NULL
 ORDER BY accept_by_us, id LIMIT $1;
