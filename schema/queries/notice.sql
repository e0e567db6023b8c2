-- SPDX-License-Identifier: EUPL-1.2
-- Notices, the channels they go by, and what they may say.

-- name: channel_list
-- How a person is reached, or ('') everybody.   $1 login or ''
SELECT c.login, c.channel, c.address, c.pgp_key, c.is_on, coalesce(p.name, c.login),
       coalesce(p.active, 0)
  FROM person_channel c LEFT JOIN person p ON p.login = c.login
 WHERE $1 = '' OR c.login = $1
 ORDER BY c.login, c.channel;

-- name: channel_set
-- $1 login  $2 channel  $3 address  $4 pgp_key  $5 is_on  $6 by_who  $7 at_us
INSERT INTO person_channel (login, channel, address, pgp_key, is_on, by_who, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (login, channel) DO UPDATE SET address = excluded.address, pgp_key = excluded.pgp_key,
    is_on = excluded.is_on, by_who = excluded.by_who, at_us = excluded.at_us;

-- name: notice_setting_get
-- $1 name
SELECT value FROM notice_setting WHERE name = $1;

-- name: notice_setting_set
-- $1 name  $2 value  $3 by_who  $4 at_us
INSERT INTO notice_setting (name, value, by_who, at_us) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, by_who = excluded.by_who,
    at_us = excluded.at_us;

-- name: notice_insert
-- $1 uuid  $2 kind  $3 page  $4 incident  $5 login  $6 channel  $7 address  $8 text  $9 bare
-- $10 tlp  $11 by_who  $12 made_us  $13 next_us
INSERT INTO notice (uuid, kind, page, incident, login, channel, address, text, bare, tlp, by_who,
    made_us, next_us, tries, state, claimed_by, claimed_until_us, sent_us, last_error)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 'queued', '', 0, NULL, '');

-- name: notice_due
-- What is due by a channel, in order; claims that ended are due again.   $1 channel  $2 now  $3 how many
SELECT n.id, n.uuid, n.kind, n.page, n.incident, n.login, n.channel,
       CASE WHEN c.is_on = 1 THEN c.address ELSE n.address END, n.text, n.bare, n.tlp, n.by_who,
       n.made_us, n.next_us, n.tries, n.state, n.claimed_by, n.claimed_until_us, n.sent_us,
       n.last_error, coalesce(p.name, n.login), coalesce(i.ident, ''), coalesce(c.pgp_key, ''),
       coalesce(c.is_on, 1), coalesce(p.active, 1)
  FROM notice n
  LEFT JOIN person_channel c ON c.login = n.login AND c.channel = n.channel
  LEFT JOIN person p ON p.login = n.login
  LEFT JOIN incident i ON i.id = n.incident
 WHERE n.channel = $1 AND n.next_us <= $2
 ORDER BY n.next_us, n.id LIMIT $3;

-- name: notice_due_of
-- The same for one person.   $1 channel  $2 now  $3 how many  $4 login
SELECT n.id, n.uuid, n.kind, n.page, n.incident, n.login, n.channel,
       CASE WHEN c.is_on = 1 THEN c.address ELSE n.address END, n.text, n.bare, n.tlp, n.by_who,
       n.made_us, n.next_us, n.tries, n.state, n.claimed_by, n.claimed_until_us, n.sent_us,
       n.last_error, coalesce(p.name, n.login), coalesce(i.ident, ''), coalesce(c.pgp_key, ''),
       coalesce(c.is_on, 1), coalesce(p.active, 1)
  FROM notice n
  LEFT JOIN person_channel c ON c.login = n.login AND c.channel = n.channel
  LEFT JOIN person p ON p.login = n.login
  LEFT JOIN incident i ON i.id = n.incident
 WHERE n.login = $4 AND n.channel = $1 AND n.next_us <= $2
 ORDER BY n.next_us, n.id LIMIT $3;

-- name: notice_next
-- When the first of a channel is due.   $1 channel
SELECT next_us FROM notice WHERE channel = $1 AND next_us IS NOT NULL ORDER BY next_us, id LIMIT 1;

-- name: notice_next_of
-- The same for one person.   $1 channel  $2 login
SELECT next_us FROM notice WHERE login = $2 AND channel = $1 AND next_us IS NOT NULL
 ORDER BY next_us, id LIMIT 1;

-- name: notice_claim
-- Guarded: only what still is as it was read.   $1 id  $2 next_us as read  $3 address  $4 who  $5 until
UPDATE notice SET state = 'claimed', tries = tries + 1, address = $3, claimed_by = $4,
    claimed_until_us = $5, next_us = $5
 WHERE id = $1 AND next_us = $2;

-- name: notice_settle
-- What became of it: due again, or over (next_us NULL).
-- $1 id  $2 state  $3 next_us  $4 sent_us  $5 last_error
UPDATE notice SET state = $2, next_us = $3, sent_us = $4, last_error = $5 WHERE id = $1;

-- name: notice_drop_page
-- What still waits about a page, for one person or ('') all.   $1 page  $2 login or ''  $3 reason
UPDATE notice SET state = 'dropped', next_us = NULL, last_error = $3
 WHERE page = $1 AND next_us IS NOT NULL AND ($2 = '' OR login = $2);

-- name: notice_supersede
-- A newer notice of the same kind about the same page takes the place of those that nobody has taken
-- away yet.   $1 page  $2 login  $3 channel  $4 kind  $5 reason
UPDATE notice SET state = 'dropped', next_us = NULL, last_error = $5
 WHERE page = $1 AND next_us IS NOT NULL AND login = $2 AND channel = $3 AND kind = $4
   AND state = 'queued';

-- name: notice_get
-- $1 uuid
SELECT n.id, n.uuid, n.kind, n.page, n.incident, n.login, n.channel, n.address, n.text, n.bare,
       n.tlp, n.by_who, n.made_us, n.next_us, n.tries, n.state, n.claimed_by, n.claimed_until_us,
       n.sent_us, n.last_error, coalesce(p.name, n.login), coalesce(i.ident, ''),
       coalesce(c.pgp_key, ''), coalesce(c.is_on, 1), coalesce(p.active, 1)
  FROM notice n
  LEFT JOIN person_channel c ON c.login = n.login AND c.channel = n.channel
  LEFT JOIN person p ON p.login = n.login
  LEFT JOIN incident i ON i.id = n.incident
 WHERE n.uuid = $1;

-- name: notice_list
-- Newest first.   $1 login or ''  $2 state or ''  $3 how many
SELECT n.id, n.uuid, n.kind, n.page, n.incident, n.login, n.channel, n.address, n.text, n.bare,
       n.tlp, n.by_who, n.made_us, n.next_us, n.tries, n.state, n.claimed_by, n.claimed_until_us,
       n.sent_us, n.last_error, coalesce(p.name, n.login), coalesce(i.ident, ''),
       coalesce(c.pgp_key, ''), coalesce(c.is_on, 1), coalesce(p.active, 1)
  FROM notice n
  LEFT JOIN person_channel c ON c.login = n.login AND c.channel = n.channel
  LEFT JOIN person p ON p.login = n.login
  LEFT JOIN incident i ON i.id = n.incident
 WHERE ($1 = '' OR n.login = $1) AND ($2 = '' OR n.state = $2)
 ORDER BY n.id DESC LIMIT $3;

-- name: notice_list_of
-- The newest of a person by one channel.   $1 login  $2 channel  $3 how many
SELECT n.id, n.uuid, n.kind, n.page, n.incident, n.login, n.channel, n.address, n.text, n.bare,
       n.tlp, n.by_who, n.made_us, n.next_us, n.tries, n.state, n.claimed_by, n.claimed_until_us,
       n.sent_us, n.last_error, n.login, '', '', 1, 1
  FROM notice n
 WHERE n.login = $1 AND n.channel = $2
 ORDER BY n.id DESC LIMIT $3;

-- name: notice_count
-- How many still wait of a channel.   $1 channel
SELECT count(*) FROM notice WHERE channel = $1 AND next_us IS NOT NULL;
