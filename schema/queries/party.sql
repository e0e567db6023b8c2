-- SPDX-License-Identifier: EUPL-1.2

-- name: party_insert
-- Refused (no row) when the organisation is a party already; its region is looked up here.
-- $1 uuid  $2 incident  $3 org  $4 role  $5 status  $6 impact  $7 needs  $8 need_agreed_by
-- $9 aware_us  $10 significant_us  $11 changed_us
INSERT INTO party (uuid, incident, org, region, role, status, impact, needs, need_agreed_by,
    aware_us, significant_us, changed_us, version)
SELECT $1, $2, $3, CASE WHEN o.kind = 'region' THEN o.id ELSE o.region END, $4, $5, $6, $7, $8, $9,
       $10, $11, 1
  FROM org o WHERE o.id = $3
ON CONFLICT (incident, org) DO NOTHING
RETURNING id;

-- name: party_update
-- Guarded by the version the writer has seen.   $1 id  $2 version  $3 ..
UPDATE party SET role = $3, status = $4, impact = $5, needs = $6, need_agreed_by = $7,
    aware_us = $8, significant_us = $9, changed_us = $10, version = version + 1
 WHERE id = $1 AND version = $2;

-- name: party_exists
-- $1 id
SELECT 1 FROM party WHERE id = $1;

-- name: party_counts
-- How many of an incident stand in each status.   $1 incident
SELECT status, count(*) FROM party WHERE incident = $1 GROUP BY status ORDER BY status;

