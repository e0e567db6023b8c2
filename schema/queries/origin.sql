-- SPDX-License-Identifier: EUPL-1.2

-- name: origin_current
-- The origin that this database writes as.
SELECT id, uuid, tag, created_us, is_current FROM origin WHERE is_current = 1 ORDER BY id LIMIT 1;

-- name: origin_list
-- All origins, oldest first.
SELECT id, uuid, tag, created_us, is_current FROM origin ORDER BY id;

-- name: origin_retire
-- Before a new current origin: the others no longer are.
UPDATE origin SET is_current = 0 WHERE is_current = 1;

-- name: origin_insert
-- $1 uuid  $2 tag  $3 created_us  $4 is_current
INSERT INTO origin (uuid, tag, created_us, is_current) VALUES ($1, $2, $3, $4) RETURNING id;

-- name: origin_by_uuid
-- $1 uuid
SELECT id, uuid, tag, created_us, is_current FROM origin WHERE uuid = $1;
