-- SPDX-License-Identifier: EUPL-1.2
-- Newest-first streams of incident keys. All share: $1 the greatest key wanted  $2 how many.

-- name: stream_all
-- Every incident.
SELECT id FROM incident WHERE id <= $1 ORDER BY id DESC LIMIT $2;

-- name: stream_status
-- $3 status
SELECT id FROM incident WHERE status = $3 AND id <= $1 ORDER BY id DESC LIMIT $2;

-- name: stream_tlp
-- $3 label
SELECT id FROM incident WHERE tlp = $3 AND id <= $1 ORDER BY id DESC LIMIT $2;

-- name: stream_severity
-- $3 severity
SELECT id FROM incident WHERE severity = $3 AND id <= $1 ORDER BY id DESC LIMIT $2;

-- name: stream_kind
-- $3 kind
SELECT incident FROM incident_kind WHERE kind = $3 AND incident <= $1 ORDER BY incident DESC LIMIT $2;

-- name: stream_org
-- Incidents that an organisation is party to.   $3 org
SELECT incident FROM party WHERE org = $3 AND incident <= $1 ORDER BY incident DESC LIMIT $2;

-- name: stream_region
-- Incidents with a party in a region; a key comes once for each such party.   $3 region
SELECT incident FROM party WHERE region = $3 AND incident <= $1 ORDER BY incident DESC LIMIT $2;

-- name: stream_lead
-- $3 login of who handles it
SELECT id FROM incident WHERE lead = $3 AND id <= $1 ORDER BY id DESC LIMIT $2;

-- name: stream_leads
-- Everybody who handles one, in order.   $1 after this login  $2 how many
WITH RECURSIVE each_lead (lead, n) AS (
    SELECT min(lead), 1 FROM incident WHERE lead > $1
    UNION ALL
    SELECT (SELECT min(i.lead) FROM incident i WHERE i.lead > e.lead), e.n + 1
      FROM each_lead e WHERE e.lead IS NOT NULL AND e.n < $2)
SELECT lead FROM each_lead WHERE lead IS NOT NULL ORDER BY lead;

-- name: stream_due
-- Incidents with a running clock due before a moment, in order of the moment.   $1 moment  $2 how many
SELECT incident FROM clock
 WHERE met_us IS NULL AND na_reason = '' AND due_us < $1
 ORDER BY due_us, id LIMIT $2;

-- name: stream_open_next
-- Open incidents, worst first, then newest.   $1 severity  $2 id of the last one seen  $3 how many
SELECT id, severity, tlp FROM incident
 WHERE status <> 'closed' AND (severity, id) < ($1, $2)
 ORDER BY severity DESC, id DESC LIMIT $3;
