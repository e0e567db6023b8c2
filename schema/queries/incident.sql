-- SPDX-License-Identifier: EUPL-1.2

-- name: incident_insert
-- $1 id .. in the order of the table; no lines yet, version 1.
INSERT INTO incident (id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp,
    tlp_by, source, reporter, reporter_role, reporter_phone, caller_verified, personal_data, needs,
    lead, opened_us, opened_precision, occurred_us, occurred_precision, aware_us, recorded_us,
    closed_us, import_source, import_id, changed_us, changed_by, head_tokens, last_line, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, '', 0, 1);

-- name: incident_update
-- Guarded by the version the writer has seen: nobody's change is lost.   $1 id  $2 version  $3 ..
UPDATE incident SET status = $3, status_since_us = $4, title = $5, kinds = $6, rsit = $7,
    severity = $8, tlp = $9, tlp_by = $10, source = $11, reporter = $12, reporter_role = $13,
    reporter_phone = $14, caller_verified = $15, personal_data = $16, needs = $17, lead = $18,
    occurred_us = $19, occurred_precision = $20, aware_us = $21, closed_us = $22,
    changed_us = $23, changed_by = $24, version = version + 1
 WHERE id = $1 AND version = $2;

-- name: incident_changed_by
-- Who changed it last; no row when it does not exist.   $1 id
SELECT changed_by FROM incident WHERE id = $1;

-- name: incident_get
-- $1 id
SELECT id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp, tlp_by, source,
       nullif(reporter, ''), nullif(reporter_role, ''), nullif(reporter_phone, ''), caller_verified,
       personal_data, needs, nullif(lead, ''), opened_us, occurred_us, occurred_precision, aware_us,
       recorded_us, closed_us, import_source, import_id, changed_us, changed_by, last_line, version
  FROM incident WHERE id = $1;

-- name: incident_by_ident
-- $1 ident
SELECT id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp, tlp_by, source,
       nullif(reporter, ''), nullif(reporter_role, ''), nullif(reporter_phone, ''), caller_verified,
       personal_data, needs, nullif(lead, ''), opened_us, occurred_us, occurred_precision, aware_us,
       recorded_us, closed_us, import_source, import_id, changed_us, changed_by, last_line, version
  FROM incident WHERE ident = $1;

-- name: incident_label
-- $1 id
SELECT tlp FROM incident WHERE id = $1;

-- name: incident_by_uuid
-- $1 uuid
SELECT id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp, tlp_by, source,
       nullif(reporter, ''), nullif(reporter_role, ''), nullif(reporter_phone, ''), caller_verified,
       personal_data, needs, nullif(lead, ''), opened_us, occurred_us, occurred_precision, aware_us,
       recorded_us, closed_us, import_source, import_id, changed_us, changed_by, last_line, version
  FROM incident WHERE uuid = $1;

-- name: incident_by_import
-- A second import of the same thing finds the first.   $1 import_source  $2 import_id
SELECT id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp, tlp_by, source,
       nullif(reporter, ''), nullif(reporter_role, ''), nullif(reporter_phone, ''), caller_verified,
       personal_data, needs, nullif(lead, ''), opened_us, occurred_us, occurred_precision, aware_us,
       recorded_us, closed_us, import_source, import_id, changed_us, changed_by, last_line, version
  FROM incident WHERE import_source = $1 AND import_id = $2;

-- name: incident_get_some
-- Those of sixteen that are there.   $1 .. $16 ids
SELECT id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp, tlp_by, source,
       nullif(reporter, ''), nullif(reporter_role, ''), nullif(reporter_phone, ''), caller_verified,
       personal_data, needs, nullif(lead, ''), opened_us, occurred_us, occurred_precision, aware_us,
       recorded_us, closed_us, import_source, import_id, changed_us, changed_by, last_line, version
  FROM incident
 WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
 ORDER BY id;

-- name: incident_row
-- Sixteen rows of a list: the incident, and what its parties and clocks make of it. Under row-level
-- security a statement costs more than a row, so a page is a few statements. The organisation is the
-- first affected one added, else the first added that is not cleared. Parties are looked for by the
-- keys themselves: a condition that depends on another table's row would not reach an index under
-- row-level security.   $1 .. $16 ids
SELECT i.id, i.uuid, i.ident, i.status, i.status_since_us, i.title, i.kinds, i.rsit, i.severity,
       i.tlp, i.tlp_by, i.source, nullif(i.reporter, ''), nullif(i.reporter_role, ''),
       nullif(i.reporter_phone, ''), i.caller_verified, i.personal_data, i.needs, nullif(i.lead, ''),
       i.opened_us, i.occurred_us, i.occurred_precision, i.aware_us, i.recorded_us, i.closed_us,
       i.import_source, i.import_id, i.changed_us, i.changed_by, i.last_line, i.version,
       o.name, o.code, coalesce(w.n, 0),
       (SELECT a.due_us FROM action a
         WHERE a.incident = i.id AND a.kind = 'callback' AND a.done_us IS NULL AND a.reason = ''
         ORDER BY a.no LIMIT 1),
       (SELECT min(c.due_us) FROM clock c
         WHERE c.incident = i.id AND c.due_us IS NOT NULL
           AND c.met_us IS NULL AND c.na_reason = '')
  FROM incident i
  LEFT JOIN (SELECT q.incident AS about, count(*) AS n,
                    coalesce(min(q.id) FILTER (WHERE q.role = 'affected'), min(q.id)) AS first
               FROM party q
              WHERE q.incident IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                AND q.role IN ('affected', 'possible') AND q.status <> 'not_affected'
              GROUP BY q.incident) w ON w.about = i.id
  LEFT JOIN party f ON f.id = w.first
  LEFT JOIN org o ON o.id = f.org
 WHERE i.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
 ORDER BY i.id;

-- name: incident_severity
-- $1 .. $16 ids
SELECT id, severity FROM incident
 WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
 ORDER BY id;

-- name: incident_marks
-- What most filters ask of a row.   $1 .. $16 ids
SELECT id, status, severity, tlp FROM incident
 WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
 ORDER BY id;

-- name: incident_count_max
-- How many, but not counting past a bound.   $1 bound
SELECT count(*) FROM (SELECT 1 FROM incident LIMIT $1) AS bounded;

-- name: incident_count_open_max
-- How many are open, but not counting past a bound. The order makes the index of open ones the
-- cheapest.   $1 bound
SELECT count(*) FROM (SELECT 1 FROM incident WHERE status <> 'closed'
                       ORDER BY severity DESC, id DESC LIMIT $1) AS bounded;

-- name: incident_head_tokens
-- What the search index holds of an incident now.   $1 id
SELECT head_tokens FROM incident WHERE id = $1;

-- name: incident_head_tokens_some
-- $1 .. $16 ids
SELECT id, head_tokens FROM incident
 WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
 ORDER BY id;

-- name: incident_set_head_tokens
-- $1 id  $2 tokens
UPDATE incident SET head_tokens = $2 WHERE id = $1;

-- name: incident_head_words
-- Everything an incident can be found by: its id and title, the names and aliases of its parties.
-- $1 id
SELECT ident, 0 AS part, 0 AS org FROM incident WHERE id = $1
UNION ALL
SELECT title, 1, 0 FROM incident WHERE id = $1
UNION ALL
SELECT o.name, 2, o.id FROM party p JOIN org o ON o.id = p.org WHERE p.incident = $1
UNION ALL
SELECT a.alias, 3, a.org FROM party p JOIN org_alias a ON a.org = p.org WHERE p.incident = $1
ORDER BY 2, 3, 1;

-- name: incident_kind_delete
-- $1 incident  $2 kind
DELETE FROM incident_kind WHERE incident = $1 AND kind = $2;

-- name: incident_kind_insert
-- $1 incident  $2 kind
INSERT INTO incident_kind (kind, incident) VALUES ($2, $1) ON CONFLICT (kind, incident) DO NOTHING;

-- name: incident_parties
-- What filters ask of the parties.   $1 incident
SELECT org, region, role FROM party WHERE incident = $1 ORDER BY org;

-- name: incident_next_due
-- When the nearest running clock ends; NULL when none runs.   $1 incident
SELECT min(due_us) FROM clock
 WHERE incident = $1 AND due_us IS NOT NULL AND met_us IS NULL AND na_reason = '';

-- name: incident_has_note
-- A line that a person wrote.   $1 first key  $2 last key of the incident's lines
SELECT 1 FROM line WHERE id >= $1 AND id <= $2 AND category NOT IN ('status', 'system') LIMIT 1;
