-- SPDX-License-Identifier: EUPL-1.2

-- name: org_insert
-- $1 uuid .. in the order of the table
INSERT INTO org (uuid, kind, code, name, sort_name, region, province, joined, valid_from_us,
    valid_until_us, serves, note, source, reference, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)
RETURNING id;

-- name: org_upsert
-- By its key in the reference data. Nothing is written when nothing changed, nor in a row that a
-- person edited (version 2 and up); joined stays what people made of it.   $1 .. as org_insert
INSERT INTO org (uuid, kind, code, name, sort_name, region, province, joined, valid_from_us,
    valid_until_us, serves, note, source, reference, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)
ON CONFLICT (reference) DO UPDATE
   SET kind = excluded.kind, code = excluded.code, name = excluded.name,
       sort_name = excluded.sort_name, region = excluded.region, province = excluded.province,
       valid_from_us = excluded.valid_from_us, valid_until_us = excluded.valid_until_us,
       serves = excluded.serves, note = excluded.note, source = excluded.source
 WHERE org.version = 1
   AND ((org.kind, org.name, org.sort_name, org.province, org.serves, org.note, org.source)
        <> (excluded.kind, excluded.name, excluded.sort_name, excluded.province, excluded.serves,
            excluded.note, excluded.source)
     OR org.code IS DISTINCT FROM excluded.code
     OR org.region IS DISTINCT FROM excluded.region
     OR org.valid_from_us IS DISTINCT FROM excluded.valid_from_us
     OR org.valid_until_us IS DISTINCT FROM excluded.valid_until_us);

-- name: org_reference_list
-- Every row that came from the reference data.
SELECT reference, id FROM org WHERE reference IS NOT NULL ORDER BY reference;

-- name: org_expire
-- A row that the reference data no longer has ends, unless a person edited it.   $1 id  $2 when
UPDATE org SET valid_until_us = $2 WHERE id = $1 AND version = 1 AND valid_until_us IS NULL;

-- name: org_id_by_reference
-- $1 reference
SELECT id FROM org WHERE reference = $1;

-- name: org_update
-- Guarded by the version the writer has seen.   $1 id  $2 version  $3 ..
UPDATE org SET kind = $3, code = $4, name = $5, sort_name = $6, region = $7, province = $8,
    joined = $9, valid_from_us = $10, valid_until_us = $11, serves = $12, note = $13, source = $14,
    version = version + 1
 WHERE id = $1 AND version = $2;

-- name: org_exists
-- $1 id
SELECT 1 FROM org WHERE id = $1;

-- name: org_alias_insert
-- A second time changes nothing.   $1 org  $2 alias  $3 is_old  $4 old_code  $5 since_us
INSERT INTO org_alias (org, alias, is_old, old_code, since_us) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (org, alias) DO UPDATE
   SET is_old = excluded.is_old, old_code = excluded.old_code, since_us = excluded.since_us;

-- name: org_alias_list
-- Other names of one organisation.   $1 org
SELECT org, alias, is_old, old_code, since_us FROM org_alias WHERE org = $1 ORDER BY id;

-- name: org_alias_all
-- Other names of all organisations, for completion.
SELECT org, alias, is_old, old_code, since_us FROM org_alias ORDER BY org, id;

-- name: org_get
-- $1 id
SELECT o.id, o.uuid, o.kind, o.name, o.code, o.region, r.name, nullif(o.province, ''), o.joined,
       coalesce(o.valid_from_us / 86400000000, -1), coalesce(o.valid_until_us / 86400000000, -1),
       nullif(o.note, ''), nullif(o.source, ''),
       nullif(o.serves, ''), o.version
  FROM org o LEFT JOIN org r ON r.id = o.region
 WHERE o.id = $1;

-- name: org_by_code
-- The present bearer of a code first.   $1 code
SELECT o.id, o.uuid, o.kind, o.name, o.code, o.region, r.name, nullif(o.province, ''), o.joined,
       coalesce(o.valid_from_us / 86400000000, -1), coalesce(o.valid_until_us / 86400000000, -1),
       nullif(o.note, ''), nullif(o.source, ''),
       nullif(o.serves, ''), o.version
  FROM org o LEFT JOIN org r ON r.id = o.region
 WHERE o.code = $1
 ORDER BY CASE WHEN o.valid_until_us IS NULL THEN 0 ELSE 1 END, o.id LIMIT 1;

-- name: org_by_reference
-- $1 reference
SELECT o.id, o.uuid, o.kind, o.name, o.code, o.region, r.name, nullif(o.province, ''), o.joined,
       coalesce(o.valid_from_us / 86400000000, -1), coalesce(o.valid_until_us / 86400000000, -1),
       nullif(o.note, ''), nullif(o.source, ''),
       nullif(o.serves, ''), o.version
  FROM org o LEFT JOIN org r ON r.id = o.region
 WHERE o.reference = $1;

-- name: org_list
-- All organisations by name, for completion and the register.
SELECT o.id, o.uuid, o.kind, o.name, o.code, o.region, r.name, nullif(o.province, ''), o.joined,
       coalesce(o.valid_from_us / 86400000000, -1), coalesce(o.valid_until_us / 86400000000, -1),
       nullif(o.note, ''), nullif(o.source, ''),
       nullif(o.serves, ''), o.version
  FROM org o LEFT JOIN org r ON r.id = o.region
 ORDER BY o.sort_name, o.id;

-- name: org_list_of_region
-- The organisations of a safety region.   $1 region
SELECT o.id, o.uuid, o.kind, o.name, o.code, o.region, r.name, nullif(o.province, ''), o.joined,
       coalesce(o.valid_from_us / 86400000000, -1), coalesce(o.valid_until_us / 86400000000, -1),
       nullif(o.note, ''), nullif(o.source, ''),
       nullif(o.serves, ''), o.version
  FROM org o LEFT JOIN org r ON r.id = o.region
 WHERE o.region = $1 ORDER BY o.id;

-- name: org_list_prefix
-- By the beginning of the folded name.   $1 from  $2 to (not included)  $3 how many
SELECT o.id, o.uuid, o.kind, o.name, o.code, o.region, r.name, nullif(o.province, ''), o.joined,
       coalesce(o.valid_from_us / 86400000000, -1), coalesce(o.valid_until_us / 86400000000, -1),
       nullif(o.note, ''), nullif(o.source, ''),
       nullif(o.serves, ''), o.version
  FROM org o LEFT JOIN org r ON r.id = o.region
 WHERE o.sort_name >= $1 AND o.sort_name < $2
 ORDER BY o.sort_name, o.id LIMIT $3;
