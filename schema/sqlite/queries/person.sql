-- SPDX-License-Identifier: EUPL-1.2

-- name: person_insert
-- $1 login  $2 name  $3 initials  $4 roles  $5 ceiling  $6 active
INSERT INTO person (login, name, initials, roles, ceiling, active) VALUES ($1, $2, $3, $4, $5, $6);

-- name: person_update
-- $1 login  $2 name  $3 initials  $4 roles  $5 ceiling  $6 active
UPDATE person SET name = $2, initials = $3, roles = $4, ceiling = $5, active = $6 WHERE login = $1;

-- name: person_keeps_server
-- Does who is connected look after the server itself? After a file nobody does.   $1 login
SELECT 0 WHERE $1 = $1;
