-- SPDX-License-Identifier: EUPL-1.2
-- What may be known of incidents that row-level security keeps back: asked of functions.

-- name: incident_count_hidden
-- How many somebody may not see, not counting past a bound; all, or open ones only. Whose eyes is the
-- server's to say.   $1 rank of the strictest label seen without a name, -1: reads nothing  $2 login
-- $3 1: open only  $4 bound
SELECT hidden_count($3, $4) WHERE $1 >= -1 AND $2 = session_user;

-- name: incident_hidden
-- An incident that is there and is kept back: its number and label, and up to which label who asks
-- reads. No row for one that is seen.   $1 id, else 0  $2 ident or uuid, else empty
SELECT id, uuid, ident, tlp, version, up_to FROM hidden_incident($1, $2);

-- name: incident_has_import
-- Was it imported before, into whatever incident?   $1 import_source  $2 import_id
SELECT 1 WHERE incident_import_taken($1, $2);

-- name: named_on_incident
-- Who may see TLP:RED on an incident. Of one that is kept back: who can name somebody, and to a lead,
-- where nobody can, everybody who was.   $1 incident
SELECT n.login, coalesce(p.name, n.login), coalesce(p.initials, n.login), n.by_who, n.at_us,
       coalesce(p.active, 1)
  FROM named n LEFT JOIN person p ON p.login = n.login
 WHERE n.incident = $1
UNION ALL
SELECT h.login, h.name, h.initials, h.by_who, h.at_us, h.active FROM hidden_named($1) h
 ORDER BY 1;

-- name: named_rescue
-- Names a lead on an incident that is kept back and on which nobody named works here any more.
-- $1 incident
SELECT named_rescue($1);
