-- SPDX-License-Identifier: EUPL-1.2
-- A person is a database role too, so changing one is a function.

-- name: person_insert
-- Refused when there is such a person.   $1 login  $2 name  $3 initials  $4 roles  $5 ceiling  $6 active
SELECT person_add($1, $2, $3, $4, $5, $6);

-- name: person_update
-- No row when there is no such person.   $1 login  $2 name  $3 initials  $4 roles  $5 ceiling  $6 active
SELECT person_set($1, $2, $3, $4, $5, $6) FROM person WHERE login = $1;

-- name: person_keeps_server
-- Does who is connected look after the server itself? Such a one adds the first persons.   $1 login
SELECT CASE WHEN pg_has_role(session_user, 'piket_owner', 'MEMBER') THEN 1 ELSE 0 END
 WHERE $1 = session_user;
