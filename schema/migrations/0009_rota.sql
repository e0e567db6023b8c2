-- SPDX-License-Identifier: EUPL-1.2
-- Who is on duty: patterns that repeat in local time, what stands above them, and holidays.
-- include/piket/model/rota.h says how these become shifts.

CREATE TABLE rota_pattern (
    id         {{id}},
    uuid       {{uuid}} NOT NULL UNIQUE,   -- UID of its shifts in a calendar, with their date
    role       TEXT NOT NULL CHECK (role IN ('officer', 'backup', 'manager')),
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    zone       TEXT NOT NULL,              -- IANA name: the rota is the same on every computer
    first_day  {{int64}} NOT NULL,         -- local day on which the first turn begins, from 1970-01-01
    from_min   {{int64}} NOT NULL CHECK (from_min BETWEEN 0 AND 1439),     -- begins, after midnight
    span_min   {{int64}} NOT NULL CHECK (span_min BETWEEN 1 AND 527040),   -- long, as the wall counts
    step_days  {{int64}} NOT NULL CHECK (step_days BETWEEN 1 AND 366),     -- from shift to shift
    turn_days  {{int64}} NOT NULL CHECK (turn_days BETWEEN 1 AND 366),     -- one person's turn
    weekdays   {{int64}} NOT NULL CHECK (weekdays BETWEEN 1 AND 127),      -- of the beginning; 1 Monday
    holidays   TEXT NOT NULL CHECK (holidays IN ('same', 'skip', 'only')),
    until_us   {{int64}},                  -- holds up to here; NULL: goes on
    made_us    {{int64}} NOT NULL,
    by_who     TEXT NOT NULL,
    version    {{int64}} NOT NULL
{{end}}

-- Who takes turns, in this order.
CREATE TABLE rota_turn (
    pattern {{int64}} NOT NULL REFERENCES rota_pattern (id),
    place   {{int64}} NOT NULL,            -- 0, 1, 2 ...
    login   TEXT NOT NULL,
    PRIMARY KEY (pattern, place)
{{end_keyed}}

-- A stretch of time set by hand or read from a calendar. Never changed: what no longer holds is gone.
CREATE TABLE shift (
    id          {{id}},
    uuid        {{uuid}} NOT NULL UNIQUE,  -- permanent: its UID in a calendar that is made here
    role        TEXT NOT NULL CHECK (role IN ('officer', 'backup', 'manager')),
    login       TEXT NOT NULL,
    from_us     {{int64}} NOT NULL,
    until_us    {{int64}} NOT NULL CHECK (until_us > from_us),
    source      TEXT NOT NULL CHECK (source IN ('set', 'take', 'swap', 'holiday', 'import')),
    replaces    TEXT NOT NULL,             -- login of who gives a swapped shift away, or ''
    note        TEXT NOT NULL,
    uid         TEXT NOT NULL,             -- UID in the calendar it was read from, or ''
    instance_us {{int64}} NOT NULL,        -- which one of a repeating event there, or 0
    made_us     {{int64}} NOT NULL,
    by_who      TEXT NOT NULL,
    gone_us     {{int64}},                 -- taken back or replaced then; NULL: it holds
    gone_by     TEXT NOT NULL
{{end}}

CREATE INDEX shift_until ON shift (until_us, from_us) WHERE gone_us IS NULL;
CREATE UNIQUE INDEX shift_calendar ON shift (role, uid, instance_us) WHERE uid <> '' AND gone_us IS NULL;

-- Named days. A pattern may skip them or hold on them only, and fairness counts their hours.
CREATE TABLE holiday (
    day  {{int64}} NOT NULL PRIMARY KEY,   -- local day, counted from 1970-01-01
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60)
{{end_keyed}}

-- A person's own number for when they are on duty: for those who call. Goes with its person.
CREATE TABLE person_duty (
    login TEXT NOT NULL PRIMARY KEY,
    phone TEXT NOT NULL CHECK (length(phone) BETWEEN 3 AND 40)
{{end_keyed}}
