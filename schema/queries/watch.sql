-- SPDX-License-Identifier: EUPL-1.2
-- The watch: who watches, what is due, what was done.

-- name: watch_begin
-- The first watch that ever does this job here.
-- $1 job  $2 holder  $3 login  $4 host  $5 boot  $6 pid  $7 now
INSERT INTO watch (job, holder, login, host, boot, pid, first_us, since_us, beat_us, beats)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, 1)
ON CONFLICT (job) DO NOTHING;

-- name: watch_take
-- Takes the job over from who was seen with it, unless that one gave a sign of life since.
-- $1 job  $2 holder  $3 login  $4 host  $5 boot  $6 pid  $7 now  $8 holder seen  $9 beats seen
UPDATE watch SET holder = $2, login = $3, host = $4, boot = $5, pid = $6, since_us = $7, beat_us = $7,
       beats = beats + 1
 WHERE job = $1 AND holder = $8 AND beats = $9;

-- name: watch_beat
-- A sign of life of who has the job.   $1 job  $2 holder  $3 now
UPDATE watch SET beat_us = $3, beats = beats + 1 WHERE job = $1 AND holder = $2;

-- name: watch_drop
-- Gives the job up.   $1 job  $2 holder  $3 now
UPDATE watch SET holder = '', since_us = $3, beat_us = $3, beats = beats + 1
 WHERE job = $1 AND holder = $2;

-- name: watch_holds
-- Does that watch still have the job?   $1 job  $2 holder
SELECT 1 FROM watch WHERE job = $1 AND holder = $2;

-- name: fired_insert
-- $1 kind  $2 subject  $3 step  $4 moment  $5 now  $6 late
INSERT INTO fired (kind, subject, step, moment_us, fired_us, late) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (kind, subject, step, moment_us) DO NOTHING;

-- name: fired_has
-- $1 kind  $2 subject  $3 step  $4 moment
SELECT 1 FROM fired WHERE kind = $1 AND subject = $2 AND step = $3 AND moment_us = $4;

-- name: watch_list_clocks
-- Clocks that run for open incidents, no exercise, and end after a moment; not those whose end was told. Each
-- with what was done for it, a row for each, or NULL.   $1 moment
SELECT c.id, c.uuid, c.incident, c.start_us, c.due_us, f.step, f.moment_us, f.fired_us
  FROM clock c
  JOIN incident i ON i.id = c.incident
  LEFT JOIN fired f ON f.kind = 'clock' AND f.subject = c.uuid
 WHERE c.met_us IS NULL AND c.na_reason = '' AND c.due_us > $1
   AND i.status <> 'closed' AND i.ident NOT LIKE 'X%'
   AND NOT EXISTS (SELECT 1 FROM fired g WHERE g.kind = 'clock' AND g.subject = c.uuid AND g.step = 5
                      AND g.moment_us = c.due_us)
 ORDER BY c.due_us, c.id, f.step;

-- name: watch_list_callbacks
-- Promised calls of open incidents, no exercise, that were promised for after a moment, the same way.   $1 moment
SELECT a.id, a.uuid, a.incident, a.no, a.due_us, f.step, f.moment_us, f.fired_us
  FROM action a
  JOIN incident i ON i.id = a.incident
  LEFT JOIN fired f ON f.kind = 'callback' AND f.subject = a.uuid
 WHERE a.kind = 'callback' AND a.done_us IS NULL AND a.reason = '' AND a.due_us > $1
   AND i.status <> 'closed' AND i.ident NOT LIKE 'X%'
   AND NOT EXISTS (SELECT 1 FROM fired g WHERE g.kind = 'callback' AND g.subject = a.uuid
                      AND g.step = 2 AND g.moment_us = a.due_us + 900000000)
 ORDER BY a.due_us, a.id, f.step;

-- name: watch_list_handovers
-- Handovers that nobody took, to be accepted by a moment after this one, and not escalated yet; in the same
-- columns: no incident, no number.   $1 moment
SELECT h.id, h.uuid, h.accepted_us, h.withdrawn_us, h.accept_by_us, f.step, f.moment_us, f.fired_us
  FROM handover h
  LEFT JOIN fired f ON f.kind = 'handover' AND f.subject = h.uuid
 WHERE h.accepted_us IS NULL AND h.withdrawn_us IS NULL AND h.accept_by_us > $1 AND f.step IS NULL
 ORDER BY h.accept_by_us, h.id;
