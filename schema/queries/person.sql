-- SPDX-License-Identifier: EUPL-1.2

-- name: person_get
-- $1 login
SELECT login, name, initials, roles, ceiling, active FROM person WHERE login = $1;

-- name: person_list
-- Everybody who works or worked here.
SELECT login, name, initials, roles, ceiling, active FROM person ORDER BY login;

-- name: named_of_login
-- Incidents on which somebody may see TLP:RED.   $1 login
SELECT incident FROM named WHERE login = $1 ORDER BY incident;

-- name: named_insert
-- $1 incident  $2 login  $3 by_who  $4 at_us
INSERT INTO named (incident, login, by_who, at_us) VALUES ($1, $2, $3, $4);

-- name: named_delete
-- $1 incident  $2 login
DELETE FROM named WHERE incident = $1 AND login = $2;
