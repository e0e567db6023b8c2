-- SPDX-License-Identifier: EUPL-1.2
-- What only reading and verifying ask.

-- name: read_count_towns
-- Municipalities that are hit, or may be, and are not cleared, of incidents that have one.
-- $1 .. $16 incidents
SELECT p.incident, count(*) FROM party p JOIN org o ON o.id = p.org
 WHERE p.incident IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
   AND p.role IN ('affected', 'possible') AND p.status <> 'not_affected' AND o.kind = 'municipality'
 GROUP BY p.incident ORDER BY p.incident;

-- name: read_chain_without_lines
-- Chains of which every line is gone.   $1 how many
SELECT c.incident, coalesce(i.ident, ''), c.last_no
  FROM chain c LEFT JOIN incident i ON i.id = c.incident
 WHERE NOT EXISTS (SELECT 1 FROM line l WHERE l.incident = c.incident AND l.origin = c.origin)
 ORDER BY c.incident, c.origin LIMIT $1;

-- name: read_incident_without_chain
-- Incidents that had lines and now have no chain at all.   $1 how many
SELECT i.id, i.ident, i.last_line FROM incident i
 WHERE i.last_line > 0 AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.incident = i.id)
 ORDER BY i.id LIMIT $1;

-- name: read_recent_orgs
-- Organisations that are party to an incident from a key on. The plus keeps the planner from walking
-- the whole index by organisation for the sake of the order.   $1 incident
SELECT DISTINCT +org FROM party WHERE incident >= $1 ORDER BY 1;
