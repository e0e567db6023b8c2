-- SPDX-License-Identifier: EUPL-1.2

-- name: contact_insert
-- $1 uuid .. in the order of the table
INSERT INTO contact (uuid, org, role, name, phone_day, phone_night, mail, channel, hours, is_24x7,
    fingerprint, signed_us, checked_us, source, reference, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)
RETURNING id;

-- name: contact_upsert
-- By its key in the reference data. Nothing is written when nothing changed, nor in a row that a
-- person edited (version 2 and up).   $1 .. as contact_insert
INSERT INTO contact (uuid, org, role, name, phone_day, phone_night, mail, channel, hours, is_24x7,
    fingerprint, signed_us, checked_us, source, reference, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)
ON CONFLICT (reference) DO UPDATE
   SET org = excluded.org, role = excluded.role, name = excluded.name,
       phone_day = excluded.phone_day, phone_night = excluded.phone_night, mail = excluded.mail,
       channel = excluded.channel, hours = excluded.hours, is_24x7 = excluded.is_24x7,
       fingerprint = excluded.fingerprint, signed_us = excluded.signed_us,
       checked_us = excluded.checked_us, source = excluded.source
 WHERE contact.version = 1
   AND ((contact.org, contact.role, contact.name, contact.phone_day, contact.phone_night, contact.mail,
        contact.channel, contact.hours, contact.is_24x7, contact.fingerprint, contact.source)
       <> (excluded.org, excluded.role, excluded.name, excluded.phone_day, excluded.phone_night,
           excluded.mail, excluded.channel, excluded.hours, excluded.is_24x7, excluded.fingerprint,
           excluded.source)
     OR contact.signed_us IS DISTINCT FROM excluded.signed_us
     OR contact.checked_us IS DISTINCT FROM excluded.checked_us);

-- name: contact_id_by_reference
-- $1 reference
SELECT id FROM contact WHERE reference = $1;

-- name: contact_update
-- Guarded by the version the writer has seen.   $1 id  $2 version  $3 ..
UPDATE contact SET role = $3, name = $4, phone_day = $5, phone_night = $6, mail = $7, channel = $8,
    hours = $9, is_24x7 = $10, fingerprint = $11, signed_us = $12, checked_us = $13, source = $14,
    version = version + 1
 WHERE id = $1 AND version = $2;

-- name: contact_exists
-- $1 id
SELECT 1 FROM contact WHERE id = $1;

-- name: contact_get
-- $1 id
SELECT id, org, role, name, nullif(phone_day, ''), nullif(phone_night, ''), nullif(mail, ''), is_24x7,
       nullif(fingerprint, ''), signed_us, checked_us, nullif(source, ''),
       nullif(channel, ''), nullif(hours, ''), version
  FROM contact
 WHERE id = $1;

-- name: contact_list
-- Contacts of an organisation.   $1 org
SELECT id, org, role, name, nullif(phone_day, ''), nullif(phone_night, ''), nullif(mail, ''), is_24x7,
       nullif(fingerprint, ''), signed_us, checked_us, nullif(source, ''),
       nullif(channel, ''), nullif(hours, ''), version
  FROM contact
 WHERE org = $1 ORDER BY id;

-- name: contact_list_all
-- All contacts, by organisation.
SELECT id, org, role, name, nullif(phone_day, ''), nullif(phone_night, ''), nullif(mail, ''), is_24x7,
       nullif(fingerprint, ''), signed_us, checked_us, nullif(source, ''),
       nullif(channel, ''), nullif(hours, ''), version
  FROM contact
 ORDER BY org, id;
