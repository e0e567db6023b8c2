-- SPDX-License-Identifier: EUPL-1.2
-- What may be known of incidents that somebody may not see. A file keeps nothing back by itself: the
-- program does.

-- name: incident_count_hidden
-- How many somebody may not see, not counting past a bound; all, or open ones only.
-- $1 rank of the strictest label seen without a name, -1: reads nothing  $2 login  $3 1: open only
-- $4 bound
SELECT count(*) FROM (SELECT 1 FROM incident i
                       WHERE i.tlp IN ('TLP:RED', CASE WHEN $1 < 3 THEN 'TLP:AMBER+STRICT' END,
                                       CASE WHEN $1 < 2 THEN 'TLP:AMBER' END,
                                       CASE WHEN $1 < 1 THEN 'TLP:GREEN' END,
                                       CASE WHEN $1 < 0 THEN 'TLP:CLEAR' END)
                         AND ($3 = 0 OR i.status <> 'closed')
                         AND ($1 < 0 OR NOT EXISTS (SELECT 1 FROM named n
                                                     WHERE n.incident = i.id AND n.login = $2))
                       LIMIT $4) AS bounded;

-- name: incident_hidden
-- What the database itself keeps back: nothing.   $1 id, else 0  $2 ident or uuid, else empty
SELECT id, uuid, ident, tlp, version, tlp FROM incident WHERE id = $1 AND ident = $2 AND id < 0;

-- name: incident_has_import
-- Was it imported before?   $1 import_source  $2 import_id
SELECT 1 FROM incident WHERE import_source = $1 AND import_id = $2;

-- name: named_on_incident
-- Who may see TLP:RED on an incident.   $1 incident
SELECT n.login, coalesce(p.name, n.login), coalesce(p.initials, n.login), n.by_who, n.at_us,
       coalesce(p.active, 1)
  FROM named n LEFT JOIN person p ON p.login = n.login
 WHERE n.incident = $1 ORDER BY n.login;

-- name: named_rescue
-- Needed where the database keeps incidents back, which a file does not.   $1 incident
SELECT 0 WHERE $1 > 0;
