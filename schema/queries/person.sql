-- SPDX-License-Identifier: EUPL-1.2

-- name: person_get
-- $1 login
SELECT login, name, initials, roles FROM person WHERE login = $1;

-- name: person_list
-- Everybody who may log in.
SELECT login, name, initials, roles FROM person ORDER BY login;

-- name: person_insert
-- $1 login  $2 name  $3 initials  $4 roles
INSERT INTO person (login, name, initials, roles) VALUES ($1, $2, $3, $4);

-- name: person_update
-- $1 login  $2 name  $3 initials  $4 roles
UPDATE person SET name = $2, initials = $3, roles = $4 WHERE login = $1;
