-- SPDX-License-Identifier: EUPL-1.2

-- name: page_insert
-- $1 uuid  $2 no  $3 incident  $4 ladder  $5 source  $6 body  $7 tlp  $8 started_us  $9 raised_by
INSERT INTO page (uuid, no, incident, ladder, source, body, tlp, started_us, raised_by, state, owner,
    next_us, closed_us, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', '', $8, NULL, 1)
RETURNING id;

-- name: page_update
-- Guarded by the version the writer has seen.
-- $1 id  $2 version  $3 incident  $4 tlp  $5 state  $6 owner  $7 next_us  $8 closed_us
UPDATE page SET incident = $3, tlp = $4, state = $5, owner = $6, next_us = $7, closed_us = $8,
    version = version + 1
 WHERE id = $1 AND version = $2;

-- name: page_exists
-- $1 id
SELECT 1 FROM page WHERE id = $1;

-- name: page_get
-- $1 id
SELECT p.id, p.uuid, p.no, p.incident, i.ident, i.title, i.severity, i.kinds, p.ladder, p.source, p.body,
       coalesce(i.tlp, p.tlp), p.started_us, p.raised_by, p.state, p.owner, p.next_us, p.closed_us, p.version
  FROM page p LEFT JOIN incident i ON i.id = p.incident
 WHERE p.id = $1;

-- name: page_by_no
-- $1 no
SELECT p.id, p.uuid, p.no, p.incident, i.ident, i.title, i.severity, i.kinds, p.ladder, p.source, p.body,
       coalesce(i.tlp, p.tlp), p.started_us, p.raised_by, p.state, p.owner, p.next_us, p.closed_us, p.version
  FROM page p LEFT JOIN incident i ON i.id = p.incident
 WHERE p.no = $1;

-- name: page_of_incident
-- The pages of an incident, newest first.   $1 incident
SELECT p.id, p.uuid, p.no, p.incident, i.ident, i.title, i.severity, i.kinds, p.ladder, p.source, p.body,
       coalesce(i.tlp, p.tlp), p.started_us, p.raised_by, p.state, p.owner, p.next_us, p.closed_us, p.version
  FROM page p LEFT JOIN incident i ON i.id = p.incident
 WHERE p.incident = $1 ORDER BY p.id DESC;

-- name: page_list_open
-- Every page that is not closed, oldest first.   $1 after this one  $2 how many
SELECT p.id, p.uuid, p.no, p.incident, i.ident, i.title, i.severity, i.kinds, p.ladder, p.source, p.body,
       coalesce(i.tlp, p.tlp), p.started_us, p.raised_by, p.state, p.owner, p.next_us, p.closed_us, p.version
  FROM page p LEFT JOIN incident i ON i.id = p.incident
 WHERE p.state <> 'closed' AND p.id > $1 ORDER BY p.id LIMIT $2;

-- name: page_list
-- All pages, newest first.   $1 before this one  $2 how many
SELECT p.id, p.uuid, p.no, p.incident, i.ident, i.title, i.severity, i.kinds, p.ladder, p.source, p.body,
       coalesce(i.tlp, p.tlp), p.started_us, p.raised_by, p.state, p.owner, p.next_us, p.closed_us, p.version
  FROM page p LEFT JOIN incident i ON i.id = p.incident
 WHERE p.id < $1 ORDER BY p.id DESC LIMIT $2;

-- name: page_list_due
-- Pages to look at up to a moment, in the order of their moments.
-- $1 until  $2 after this moment  $3 and this page  $4 how many
SELECT p.id, p.next_us FROM page p
 WHERE p.state <> 'closed' AND p.next_us <= $1 AND (p.next_us, p.id) > ($2, $3)
 ORDER BY p.next_us, p.id LIMIT $4;

-- name: page_first_due
-- When there is a page to look at after a moment.   $1 moment
SELECT min(p.next_us) FROM page p WHERE p.state <> 'closed' AND p.next_us > $1;

-- name: page_act_insert
-- Refused (unique) when it was done already.
-- $1 page  $2 what  $3 round  $4 rung  $5 nth  $6 due_us  $7 at_us  $8 by_hand  $9 by_who  $10 who  $11 reason
INSERT INTO page_act (page, what, round, rung, nth, due_us, at_us, by_hand, by_who, who, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
RETURNING id;

-- name: page_act_list
-- As they were done.   $1 page
SELECT a.id, a.what, a.round, a.rung, a.nth, a.due_us, a.at_us, a.by_hand, a.by_who, a.who, a.reason
  FROM page_act a WHERE a.page = $1 ORDER BY a.id;

-- name: page_ack_insert
-- $1 page  $2 who  $3 by_who  $4 round  $5 rung  $6 at_us  $7 reason
INSERT INTO page_ack (page, who, by_who, round, rung, at_us, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7)
RETURNING id;

-- name: page_ack_list
-- As they were given.   $1 page
SELECT a.id, a.who, a.by_who, a.round, a.rung, a.at_us, a.reason
  FROM page_ack a WHERE a.page = $1 ORDER BY a.id;

-- name: attempt_insert
-- $1 page  $2 rung  $3 who  $4 result  $5 at_us  $6 by_who
INSERT INTO attempt (page, rung, who, result, at_us, by_who)
VALUES ($1, $2, $3, $4, $5, $6)
RETURNING id;

-- name: attempt_list
-- As they were made.   $1 page
SELECT a.id, a.rung, a.who, a.result, a.at_us, a.by_who
  FROM attempt a WHERE a.page = $1 ORDER BY a.id;

-- name: page_owner_line
-- When somebody last wrote a line of a journal, after a moment.   $1 first key  $2 key behind the last
-- $3 login  $4 after
SELECT max(l.recorded_us) FROM line l
 WHERE l.id >= $1 AND l.id < $2 AND l.author = $3 AND l.recorded_us > $4;
