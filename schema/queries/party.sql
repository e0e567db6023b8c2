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

-- name: party_get
-- $1 id  $2 language
SELECT p.id, p.incident, i.ident, p.org, o.name, o.code, r.name, p.role, p.status,
       nullif(p.impact, ''), p.needs, nullif(p.need_agreed_by, ''), p.aware_us, p.significant_us,
       p.version,
       (SELECT CASE WHEN c.title <> '' THEN c.title WHEN $2 = 'nl' THEN w.name_nl ELSE w.name_en END
          FROM clock c LEFT JOIN legal_rule w ON w.key = c.rule
         WHERE c.party = p.id AND c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NOT NULL
         ORDER BY c.due_us, c.id, w.valid_from_us DESC LIMIT 1),
       (SELECT min(c.due_us) FROM clock c
         WHERE c.party = p.id AND c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NOT NULL)
  FROM party p
  JOIN org o ON o.id = p.org
  JOIN incident i ON i.id = p.incident
  LEFT JOIN org r ON r.id = p.region
 WHERE p.id = $1;

-- name: party_get_by_org
-- $1 incident  $2 language  $3 org
SELECT p.id, p.incident, i.ident, p.org, o.name, o.code, r.name, p.role, p.status,
       nullif(p.impact, ''), p.needs, nullif(p.need_agreed_by, ''), p.aware_us, p.significant_us,
       p.version,
       (SELECT CASE WHEN c.title <> '' THEN c.title WHEN $2 = 'nl' THEN w.name_nl ELSE w.name_en END
          FROM clock c LEFT JOIN legal_rule w ON w.key = c.rule
         WHERE c.party = p.id AND c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NOT NULL
         ORDER BY c.due_us, c.id, w.valid_from_us DESC LIMIT 1),
       (SELECT min(c.due_us) FROM clock c
         WHERE c.party = p.id AND c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NOT NULL)
  FROM party p
  JOIN org o ON o.id = p.org
  JOIN incident i ON i.id = p.incident
  LEFT JOIN org r ON r.id = p.region
 WHERE p.incident = $1 AND p.org = $3;

-- name: party_list
-- The parties of an incident: hit first, cleared last, then by name.   $1 incident  $2 language
SELECT p.id, p.incident, i.ident, p.org, o.name, o.code, r.name, p.role, p.status,
       nullif(p.impact, ''), p.needs, nullif(p.need_agreed_by, ''), p.aware_us, p.significant_us,
       p.version,
       (SELECT CASE WHEN c.title <> '' THEN c.title WHEN $2 = 'nl' THEN w.name_nl ELSE w.name_en END
          FROM clock c LEFT JOIN legal_rule w ON w.key = c.rule
         WHERE c.party = p.id AND c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NOT NULL
         ORDER BY c.due_us, c.id, w.valid_from_us DESC LIMIT 1),
       (SELECT min(c.due_us) FROM clock c
         WHERE c.party = p.id AND c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NOT NULL)
  FROM party p
  JOIN org o ON o.id = p.org
  JOIN incident i ON i.id = p.incident
  LEFT JOIN org r ON r.id = p.region
 WHERE p.incident = $1
 ORDER BY CASE p.status WHEN 'affected' THEN 0 WHEN 'possible' THEN 1 WHEN 'contained' THEN 2
               WHEN 'recovering' THEN 3 WHEN 'closed' THEN 4 ELSE 5 END, o.sort_name, p.id;

-- name: party_list_of_org
-- Where an organisation is or was a party, newest first.   $1 org  $2 language
-- $3 before this incident  $4 how many
SELECT p.id, p.incident, i.ident, p.org, o.name, o.code, r.name, p.role, p.status,
       nullif(p.impact, ''), p.needs, nullif(p.need_agreed_by, ''), p.aware_us, p.significant_us,
       p.version,
       (SELECT CASE WHEN c.title <> '' THEN c.title WHEN $2 = 'nl' THEN w.name_nl ELSE w.name_en END
          FROM clock c LEFT JOIN legal_rule w ON w.key = c.rule
         WHERE c.party = p.id AND c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NOT NULL
         ORDER BY c.due_us, c.id, w.valid_from_us DESC LIMIT 1),
       (SELECT min(c.due_us) FROM clock c
         WHERE c.party = p.id AND c.met_us IS NULL AND c.na_reason = '' AND c.due_us IS NOT NULL)
  FROM party p
  JOIN org o ON o.id = p.org
  JOIN incident i ON i.id = p.incident
  LEFT JOIN org r ON r.id = p.region
 WHERE p.org = $1 AND p.incident < $3
 ORDER BY p.incident DESC LIMIT $4;
