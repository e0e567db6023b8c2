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
