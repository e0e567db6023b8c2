-- SPDX-License-Identifier: EUPL-1.2
-- Rows as they go from one database to another. Every _read gives the columns in the order in which
-- the _write of the same table takes them. Of incidents: those with $1 < id <= $2 that are open, or
-- that have the id $3.

-- name: copy_person_read
-- Everybody who works or worked there.
SELECT login, name, initials, roles, ceiling, active FROM person ORDER BY login;

-- name: copy_person_write
-- $1 .. as read
INSERT INTO person (login, name, initials, roles, ceiling, active) VALUES ($1, $2, $3, $4, $5, $6);

-- name: copy_person_drop
-- All of them, to write them anew.
DELETE FROM person;

-- name: copy_reference_read
-- Which reference data is loaded.
SELECT name, version, n_rows, loaded_us FROM reference_set ORDER BY name;

-- name: copy_reference_write
-- $1 .. as read
INSERT INTO reference_set (name, version, n_rows, loaded_us) VALUES ($1, $2, $3, $4);

-- name: copy_reference_drop
-- All of it, to write it anew.
DELETE FROM reference_set;

-- name: copy_rsit_read
-- Classes and types.
SELECT class, type, class_name, type_name, class_nl, type_nl FROM rsit ORDER BY class, type;

-- name: copy_rsit_write
-- $1 .. as read
INSERT INTO rsit (class, type, class_name, type_name, class_nl, type_nl)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: copy_rsit_drop
-- All of them, to write them anew.
DELETE FROM rsit;

-- name: copy_rule_read
-- Legal rules.
SELECT key, name_en, name_nl, law, start_event, unit, length, who_en, who_nl, whom, valid_from_us,
       valid_until_us, checked_us, note_en, note_nl
  FROM legal_rule ORDER BY key, valid_from_us;

-- name: copy_rule_write
-- $1 .. as read
INSERT INTO legal_rule (key, name_en, name_nl, law, start_event, unit, length, who_en, who_nl, whom,
    valid_from_us, valid_until_us, checked_us, note_en, note_nl)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: copy_rule_drop
-- All of them, to write them anew.
DELETE FROM legal_rule;

-- name: copy_org_read
-- Regions first: others point at them.
SELECT id, uuid, kind, code, name, sort_name, region, province, joined, valid_from_us,
       valid_until_us, serves, note, source, reference, version
  FROM org ORDER BY CASE WHEN region IS NULL THEN 0 ELSE 1 END, id;

-- name: copy_org_get
-- One of them.   $1 id
SELECT id, uuid, kind, code, name, sort_name, region, province, joined, valid_from_us,
       valid_until_us, serves, note, source, reference, version
  FROM org WHERE id = $1;

-- name: copy_org_write
-- By its uuid: what is there already is brought up to date.   $1 .. as read
INSERT INTO org (id, uuid, kind, code, name, sort_name, region, province, joined, valid_from_us,
    valid_until_us, serves, note, source, reference, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (uuid) DO UPDATE SET kind = excluded.kind, code = excluded.code, name = excluded.name,
    sort_name = excluded.sort_name, region = excluded.region, province = excluded.province,
    joined = excluded.joined, valid_from_us = excluded.valid_from_us,
    valid_until_us = excluded.valid_until_us, serves = excluded.serves, note = excluded.note,
    source = excluded.source, reference = excluded.reference, version = excluded.version
RETURNING id;

-- name: copy_org_add
-- One that was typed elsewhere, with a key of this database.   $1 uuid .. as read
INSERT INTO org (uuid, kind, code, name, sort_name, region, province, joined, valid_from_us,
    valid_until_us, serves, note, source, reference, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
RETURNING id;

-- name: copy_org_by_uuid
-- $1 uuid
SELECT id FROM org WHERE uuid = $1;

-- name: copy_org_by_reference
-- $1 reference
SELECT id FROM org WHERE reference = $1;

-- name: copy_org_loosen
-- Before some go: nothing points at a region.
UPDATE org SET region = NULL WHERE region IS NOT NULL;

-- name: copy_org_drop
-- All but those that an incident which stays is about.
DELETE FROM org WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.org = org.id);


-- name: copy_alias_read
-- Other names.
SELECT org, alias, is_old, old_code, since_us FROM org_alias ORDER BY org, id;

-- name: copy_alias_write
-- $1 .. as read
INSERT INTO org_alias (org, alias, is_old, old_code, since_us) VALUES ($1, $2, $3, $4, $5);

-- name: copy_alias_drop
-- All of them, to write them anew.
DELETE FROM org_alias;

-- name: copy_contact_read
-- Contacts with their numbers.
SELECT uuid, org, role, name, phone_day, phone_night, mail, channel, hours, is_24x7, fingerprint,
       signed_us, checked_us, source, reference, version
  FROM contact ORDER BY id;

-- name: copy_contact_write
-- $1 .. as read
INSERT INTO contact (uuid, org, role, name, phone_day, phone_night, mail, channel, hours, is_24x7,
    fingerprint, signed_us, checked_us, source, reference, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: copy_contact_drop
-- All of them, to write them anew.
DELETE FROM contact;

-- name: copy_phone_read
-- Numbers for who is on duty, of whom who asks may see.
SELECT login, phone FROM person_duty ORDER BY login;

-- name: copy_phone_write
-- $1 .. as read
INSERT INTO person_duty (login, phone) VALUES ($1, $2);

-- name: copy_phone_drop
-- All of them, to write them anew.
DELETE FROM person_duty;

-- name: copy_pattern_read
-- Patterns that hold after a moment.   $1 from_us
SELECT id, uuid, role, name, zone, first_day, from_min, span_min, step_days, turn_days, weekdays,
       holidays, until_us, made_us, by_who, version
  FROM rota_pattern WHERE until_us IS NULL OR until_us > $1 ORDER BY id;

-- name: copy_pattern_write
-- $1 .. as read
INSERT INTO rota_pattern (id, uuid, role, name, zone, first_day, from_min, span_min, step_days,
    turn_days, weekdays, holidays, until_us, made_us, by_who, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: copy_pattern_drop
-- All of them, to write them anew.
DELETE FROM rota_pattern;

-- name: copy_turn_read
-- Turns of those patterns.   $1 from_us
SELECT t.pattern, t.place, t.login
  FROM rota_turn t JOIN rota_pattern p ON p.id = t.pattern
 WHERE p.until_us IS NULL OR p.until_us > $1 ORDER BY t.pattern, t.place;

-- name: copy_turn_write
-- $1 .. as read
INSERT INTO rota_turn (pattern, place, login) VALUES ($1, $2, $3);

-- name: copy_turn_drop
-- All of them, to write them anew.
DELETE FROM rota_turn;

-- name: copy_shift_read
-- Rows that hold and end after a moment; by key, because of two the one made last wins.   $1 from_us
SELECT id, uuid, role, login, from_us, until_us, source, replaces, note, uid, instance_us, made_us,
       by_who, gone_by
  FROM shift WHERE gone_us IS NULL AND until_us > $1 ORDER BY id;

-- name: copy_shift_write
-- $1 .. as read
INSERT INTO shift (id, uuid, role, login, from_us, until_us, source, replaces, note, uid,
    instance_us, made_us, by_who, gone_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: copy_shift_drop
-- All of them, to write them anew.
DELETE FROM shift;

-- name: copy_holiday_read
-- Named days after a moment; a day more, wherever that moment is.   $1 from_us
SELECT day, name FROM holiday WHERE day >= $1 / 86400000000 - 1 ORDER BY day;

-- name: copy_holiday_write
-- $1 .. as read
INSERT INTO holiday (day, name) VALUES ($1, $2);

-- name: copy_holiday_drop
-- All of them, to write them anew.
DELETE FROM holiday;

-- name: copy_incident_page
-- The key of the last of a page of open incidents.   $1 after this key  $2 how many
SELECT max(id) FROM (SELECT id FROM incident WHERE status <> 'closed' AND id > $1
                      ORDER BY id LIMIT $2) AS page;

-- name: copy_incident_read
-- $1 after this key  $2 up to this key  $3 or this one
SELECT id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp, tlp_by, source,
       reporter, reporter_role, reporter_phone, caller_verified, personal_data, needs, lead,
       opened_us, opened_precision, occurred_us, occurred_precision, aware_us, recorded_us,
       closed_us, import_source, import_id, head_tokens, last_line, changed_us, changed_by, version
  FROM incident
 WHERE id > $1 AND id <= $2 AND (status <> 'closed' OR id = $3) ORDER BY id;

-- name: copy_incident_write
-- One that stays is brought up to date.   $1 .. as read
INSERT INTO incident (id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp,
    tlp_by, source, reporter, reporter_role, reporter_phone, caller_verified, personal_data, needs,
    lead, opened_us, opened_precision, occurred_us, occurred_precision, aware_us, recorded_us,
    closed_us, import_source, import_id, head_tokens, last_line, changed_us, changed_by, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)
ON CONFLICT (id) DO UPDATE SET ident = excluded.ident, status = excluded.status,
    status_since_us = excluded.status_since_us, title = excluded.title, kinds = excluded.kinds,
    rsit = excluded.rsit, severity = excluded.severity, tlp = excluded.tlp,
    tlp_by = excluded.tlp_by, source = excluded.source, reporter = excluded.reporter,
    reporter_role = excluded.reporter_role, reporter_phone = excluded.reporter_phone,
    caller_verified = excluded.caller_verified, personal_data = excluded.personal_data,
    needs = excluded.needs, lead = excluded.lead, opened_us = excluded.opened_us,
    opened_precision = excluded.opened_precision, occurred_us = excluded.occurred_us,
    occurred_precision = excluded.occurred_precision, aware_us = excluded.aware_us,
    recorded_us = excluded.recorded_us, closed_us = excluded.closed_us,
    head_tokens = excluded.head_tokens, last_line = excluded.last_line,
    changed_us = excluded.changed_us, changed_by = excluded.changed_by, version = excluded.version;

-- name: copy_incident_keys
-- Every incident, to see which go.
SELECT id FROM incident ORDER BY id;

-- name: copy_incident_drop
-- $1 incident
DELETE FROM incident WHERE id = $1;

-- name: copy_incident_last_line
-- Counts again what is there.   $1 incident  $2 first key of its lines  $3 last
UPDATE incident SET last_line = (SELECT coalesce(max(l.id) - $2, 0) FROM line l
                                  WHERE l.id >= $2 AND l.id <= $3)
 WHERE id = $1;

-- name: copy_kind_read
-- $1 $2 $3 which incidents
SELECT k.incident, k.kind FROM incident_kind k JOIN incident i ON i.id = k.incident
 WHERE i.id > $1 AND i.id <= $2 AND (i.status <> 'closed' OR i.id = $3) ORDER BY k.incident, k.kind;

-- name: copy_kind_write
-- $1 .. as read
INSERT INTO incident_kind (incident, kind) VALUES ($1, $2);

-- name: copy_kind_drop
-- $1 incident
DELETE FROM incident_kind WHERE incident = $1;

-- name: copy_named_read
-- $1 $2 $3 which incidents
SELECT n.incident, n.login, n.by_who, n.at_us FROM named n JOIN incident i ON i.id = n.incident
 WHERE i.id > $1 AND i.id <= $2 AND (i.status <> 'closed' OR i.id = $3)
 ORDER BY n.incident, n.login;

-- name: copy_named_write
-- $1 .. as read
INSERT INTO named (incident, login, by_who, at_us) VALUES ($1, $2, $3, $4);

-- name: copy_named_drop
-- $1 incident
DELETE FROM named WHERE incident = $1;

-- name: copy_party_read
-- $1 $2 $3 which incidents
SELECT p.incident, p.id, p.uuid, p.org, p.region, p.role, p.status, p.impact, p.needs,
       p.need_agreed_by, p.aware_us, p.significant_us, p.changed_us, p.version
  FROM party p JOIN incident i ON i.id = p.incident
 WHERE i.id > $1 AND i.id <= $2 AND (i.status <> 'closed' OR i.id = $3) ORDER BY p.incident, p.id;

-- name: copy_party_write
-- With a key of this database.   $1 incident  $2 uuid .. as read, without the key
INSERT INTO party (incident, uuid, org, region, role, status, impact, needs, need_agreed_by,
    aware_us, significant_us, changed_us, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
RETURNING id;

-- name: copy_party_drop
-- $1 incident
DELETE FROM party WHERE incident = $1;

-- name: copy_clock_read
-- $1 $2 $3 which incidents
SELECT c.incident, c.party, c.uuid, c.rule, c.title, c.start_us, c.due_us, c.met_us, c.evidence,
       c.na_reason, c.version, c.unsure, c.by_hand
  FROM clock c JOIN incident i ON i.id = c.incident
 WHERE i.id > $1 AND i.id <= $2 AND (i.status <> 'closed' OR i.id = $3) ORDER BY c.incident, c.id;

-- name: copy_clock_write
-- $1 .. as read
INSERT INTO clock (incident, party, uuid, rule, title, start_us, due_us, met_us, evidence, na_reason,
    version, unsure, by_hand)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: copy_clock_drop
-- $1 incident
DELETE FROM clock WHERE incident = $1;

-- name: copy_action_read
-- $1 $2 $3 which incidents
SELECT a.incident, a.uuid, a.no, a.kind, a.key, a.title, a.owner, a.due_us, a.done_us, a.done_by,
       a.reason, a.version
  FROM action a JOIN incident i ON i.id = a.incident
 WHERE i.id > $1 AND i.id <= $2 AND (i.status <> 'closed' OR i.id = $3) ORDER BY a.incident, a.no;

-- name: copy_action_write
-- $1 .. as read
INSERT INTO action (incident, uuid, no, kind, key, title, owner, due_us, done_us, done_by, reason,
    version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: copy_action_drop
-- $1 incident
DELETE FROM action WHERE incident = $1;

-- name: copy_chain_read
-- $1 $2 $3 which incidents
SELECT c.incident, c.origin, c.last_no, c.head FROM chain c JOIN incident i ON i.id = c.incident
 WHERE i.id > $1 AND i.id <= $2 AND (i.status <> 'closed' OR i.id = $3)
 ORDER BY c.incident, c.origin;

-- name: copy_chain_write
-- $1 .. as read
INSERT INTO chain (incident, origin, last_no, head) VALUES ($1, $2, $3, $4);

-- name: copy_chain_drop
-- All chains of a journal but one.   $1 incident  $2 origin that stays, 0: none
DELETE FROM chain WHERE incident = $1 AND origin <> $2;

-- name: copy_line_read
-- $1 $2 $3 which incidents
SELECT l.incident, l.id, l.uuid, l.origin, l.no, l.event_us, l.event_precision, l.recorded_us,
       l.received_us, l.author, l.category, l.tlp, l.corrects_origin, l.corrects_no, l.body_hash,
       l.hash, t.salt, t.body, t.details
  FROM line l JOIN incident i ON i.id = l.incident LEFT JOIN line_text t ON t.line = l.id
 WHERE i.id > $1 AND i.id <= $2 AND (i.status <> 'closed' OR i.id = $3) ORDER BY l.id;

-- name: copy_line_write
-- $1 .. as read, without the text
INSERT INTO line (incident, id, uuid, origin, no, event_us, event_precision, recorded_us, received_us,
    author, category, tlp, corrects_origin, corrects_no, body_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: copy_line_free
-- The key itself when no line has it, else one after the last.   $1 key  $2 last possible key
SELECT CASE WHEN EXISTS (SELECT 1 FROM line t WHERE t.id = $1)
            THEN (SELECT max(l.id) + 1 FROM line l WHERE l.id >= $1 AND l.id <= $2) ELSE $1 END;

-- name: copy_line_drop
-- Lines of a journal but those of one origin above a number.
-- $1 first key  $2 last key  $3 origin  $4 number
DELETE FROM line WHERE id >= $1 AND id <= $2 AND NOT (origin = $3 AND no > $4);

-- name: copy_text_drop
-- Their texts, before them.   $1 first key  $2 last key  $3 origin  $4 number
DELETE FROM line_text
 WHERE line >= $1 AND line <= $2
   AND NOT EXISTS (SELECT 1 FROM line l WHERE l.id = line_text.line AND l.origin = $3 AND l.no > $4);

-- name: copy_pin_read
-- $1 $2 $3 which incidents
SELECT l.incident, p.line, p.by_who, p.at_us
  FROM pin p JOIN line l ON l.id = p.line JOIN incident i ON i.id = l.incident
 WHERE i.id > $1 AND i.id <= $2 AND (i.status <> 'closed' OR i.id = $3) ORDER BY p.line;

-- name: copy_pin_drop
-- Pins of a journal.   $1 first key  $2 last key
DELETE FROM pin WHERE line >= $1 AND line <= $2;

-- name: copy_org_apart
-- The next key for what is typed without the server, far above those of the server.   $1 the first
SELECT CASE WHEN coalesce(max(id), 0) >= $1 THEN max(id) + 1 ELSE $1 END FROM org;

-- name: copy_org_set_key
-- Of a row that nothing points at yet.   $1 id  $2 new id
UPDATE org SET id = $2 WHERE id = $1;

-- name: copy_incident_heads
-- What every incident is found by.
SELECT id, head_tokens FROM incident ORDER BY id;

-- name: copy_incident_blank
-- What an incident said, where only a line that was not sent keeps it.   $1 incident
UPDATE incident SET title = ident, kinds = 0, rsit = NULL, reporter = '', reporter_role = '',
    reporter_phone = '', caller_verified = 0, personal_data = 'empty', needs = 0, lead = '',
    occurred_us = NULL, aware_us = NULL, head_tokens = ''
 WHERE id = $1;
