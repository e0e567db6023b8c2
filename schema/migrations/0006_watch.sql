-- SPDX-License-Identifier: EUPL-1.2
-- The watch: what acts at its moment with no console open.

-- Who does which job now, one row for each. Another takes it over when beats stands still for long
-- enough on its own monotonic clock: no wall clock decides.
CREATE TABLE watch (
    job      TEXT NOT NULL PRIMARY KEY,   -- 'decide', 'send'
    holder   {{uuid}} NOT NULL,           -- of the running process; '' when it was given up
    login    TEXT NOT NULL,               -- who it works as
    host     TEXT NOT NULL,
    boot     TEXT NOT NULL,               -- of that machine, so a pid says something
    pid      {{int64}} NOT NULL,
    first_us {{int64}} NOT NULL,          -- when a watch first did this here: what was due before is history
    since_us {{int64}} NOT NULL,          -- when this one began, or stopped
    beat_us  {{int64}} NOT NULL,          -- last sign of life, by the database's clock where it has one
    beats    {{int64}} NOT NULL           -- counts every sign of life
{{end_keyed}}

-- What was done at its moment. The row is written in the transaction that does it, so it is done
-- once, whoever tries again.
CREATE TABLE fired (
    kind      TEXT NOT NULL,              -- 'clock', 'callback', 'shift', ...
    subject   {{uuid}} NOT NULL,          -- of the clock, the action, the shift
    step      {{int64}} NOT NULL,
    moment_us {{int64}} NOT NULL,         -- when it was due: a moved deadline is a new one
    fired_us  {{int64}} NOT NULL,
    late      {{bool}} NOT NULL,          -- over a minute after its moment
    PRIMARY KEY (kind, subject, step, moment_us)
{{end_keyed}}
