-- SPDX-License-Identifier: EUPL-1.2

-- name: rota_pattern_list
-- Patterns that hold after a moment.   $1 from_us
SELECT id, uuid, role, name, zone, first_day, from_min, span_min, step_days, turn_days, weekdays,
       holidays, coalesce(until_us, 9223372036854775807), made_us, by_who, version
  FROM rota_pattern
 WHERE until_us IS NULL OR until_us > $1
 ORDER BY id;

-- name: rota_turn_list
-- Who takes turns in the patterns that hold after a moment.   $1 from_us
SELECT t.pattern, t.login
  FROM rota_turn t JOIN rota_pattern p ON p.id = t.pattern
 WHERE p.until_us IS NULL OR p.until_us > $1
 ORDER BY t.pattern, t.place;

-- name: rota_pattern_insert
-- $1 uuid  $2 role  $3 name  $4 zone  $5 first_day  $6 from_min  $7 span_min  $8 step_days  $9 turn_days
-- $10 weekdays  $11 holidays  $12 until_us  $13 made_us  $14 by_who
INSERT INTO rota_pattern (uuid, role, name, zone, first_day, from_min, span_min, step_days, turn_days,
                          weekdays, holidays, until_us, made_us, by_who, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)
RETURNING id;

-- name: rota_turn_insert
-- $1 pattern  $2 place  $3 login
INSERT INTO rota_turn (pattern, place, login) VALUES ($1, $2, $3);

-- name: rota_pattern_end
-- $1 id  $2 version  $3 until_us
UPDATE rota_pattern SET until_us = $3, version = version + 1 WHERE id = $1 AND version = $2;

-- name: rota_pattern_exists
-- $1 id
SELECT 1 FROM rota_pattern WHERE id = $1;

-- name: shift_insert
-- $1 uuid  $2 role  $3 login  $4 from_us  $5 until_us  $6 source  $7 replaces  $8 note  $9 uid  $10 instance_us
-- $11 made_us  $12 by_who
INSERT INTO shift (uuid, role, login, from_us, until_us, source, replaces, note, uid, instance_us,
                   made_us, by_who, gone_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '')
RETURNING id;

-- name: shift_list
-- Rows that hold and touch a window.   $1 from_us  $2 until_us
SELECT id, uuid, role, login, from_us, until_us, source, replaces, note, uid, instance_us, made_us, by_who
  FROM shift
 WHERE gone_us IS NULL AND until_us > $1 AND from_us < $2
 ORDER BY from_us, id;

-- name: shift_get
-- One that holds.   $1 id
SELECT id, uuid, role, login, from_us, until_us, source, replaces, note, uid, instance_us, made_us, by_who
  FROM shift
 WHERE gone_us IS NULL AND id = $1;

-- name: rota_uuid_count
-- Is this the uuid of a shift or a pattern, also of one that is gone?   $1 uuid
SELECT (SELECT count(*) FROM shift WHERE uuid = $1) +
       (SELECT count(*) FROM rota_pattern WHERE uuid = $1);

-- name: shift_drop
-- It holds no longer.   $1 id  $2 gone_us  $3 gone_by
UPDATE shift SET gone_us = $2, gone_by = $3 WHERE id = $1 AND gone_us IS NULL;

-- name: holiday_list
-- $1 from day  $2 to day
SELECT day, name FROM holiday WHERE day >= $1 AND day <= $2 ORDER BY day;

-- name: holiday_insert
-- $1 day  $2 name
INSERT INTO holiday (day, name) VALUES ($1, $2);

-- name: holiday_delete
-- $1 day
DELETE FROM holiday WHERE day = $1;

-- name: person_duty_list
-- Numbers that who asks may see.
SELECT login, phone FROM person_duty ORDER BY login;

-- name: person_duty_set
-- $1 login  $2 phone
INSERT INTO person_duty (login, phone) VALUES ($1, $2)
ON CONFLICT (login) DO UPDATE SET phone = excluded.phone;

-- name: person_duty_delete
-- $1 login
DELETE FROM person_duty WHERE login = $1;
