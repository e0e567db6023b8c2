-- SPDX-License-Identifier: EUPL-1.2

-- name: reference_get
-- Which version of a reference set is loaded.   $1 name
SELECT name, version, n_rows, loaded_us FROM reference_set WHERE name = $1;

-- name: reference_list
-- All reference sets that are loaded.
SELECT name, version, n_rows, loaded_us FROM reference_set ORDER BY name;

-- name: reference_set
-- $1 name  $2 version  $3 n_rows  $4 loaded_us
INSERT INTO reference_set (name, version, n_rows, loaded_us) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE
   SET version = excluded.version, n_rows = excluded.n_rows, loaded_us = excluded.loaded_us;

-- name: rsit_set
-- $1 class  $2 type  $3 class_name  $4 type_name  $5 class_nl  $6 type_nl
INSERT INTO rsit (class, type, class_name, type_name, class_nl, type_nl)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (class, type) DO UPDATE
   SET class_name = excluded.class_name, type_name = excluded.type_name,
       class_nl = excluded.class_nl, type_nl = excluded.type_nl;

-- name: rsit_list
-- Classes, each before its types.
SELECT class, type, class_name, type_name, class_nl, type_nl FROM rsit ORDER BY class, type;

-- name: rule_set
-- $1 key .. in the order of the table
INSERT INTO legal_rule (key, name_en, name_nl, law, start_event, unit, length, who_en, who_nl, whom,
    valid_from_us, valid_until_us, checked_us, note_en, note_nl)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (key, valid_from_us) DO UPDATE
   SET name_en = excluded.name_en, name_nl = excluded.name_nl, law = excluded.law,
       start_event = excluded.start_event, unit = excluded.unit, length = excluded.length,
       who_en = excluded.who_en, who_nl = excluded.who_nl, whom = excluded.whom,
       valid_until_us = excluded.valid_until_us,
       checked_us = excluded.checked_us, note_en = excluded.note_en, note_nl = excluded.note_nl;

-- name: rule_list
-- All legal rules.
SELECT key, name_en, name_nl, law, start_event, unit, length, who_en, who_nl, whom, valid_from_us,
       valid_until_us, checked_us, note_en, note_nl
  FROM legal_rule ORDER BY key, valid_from_us;

-- name: rule_get
-- The versions of one rule.   $1 key
SELECT key, name_en, name_nl, law, start_event, unit, length, who_en, who_nl, whom, valid_from_us,
       valid_until_us, checked_us, note_en, note_nl
  FROM legal_rule WHERE key = $1 ORDER BY valid_from_us;

-- name: rule_set_insert
-- $1 name  $2 by_who  $3 at_us  $4 n_rows
INSERT INTO rule_set (name, by_who, at_us, n_rows) VALUES ($1, $2, $3, $4) RETURNING id;

-- name: rule_set_newest
-- What was read in last.
SELECT name, by_who, at_us, n_rows FROM rule_set ORDER BY id DESC LIMIT 1;
