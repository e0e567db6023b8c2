-- SPDX-License-Identifier: EUPL-1.2
-- Who is called until somebody acknowledges: ladders, and what became of each page.

-- A version of a ladder. An edit retires the version and adds the next one, so a page that is under
-- way keeps the ladder it began with.
CREATE TABLE ladder (
    id            {{id}},
    key           TEXT NOT NULL,
    name_en       TEXT NOT NULL,
    name_nl       TEXT NOT NULL,
    no_incident   {{bool}} NOT NULL,       -- for pages about no incident
    kinds         {{int64}} NOT NULL,      -- bit set 1 << kind, 0: every kind
    from_severity {{int64}} NOT NULL CHECK (from_severity BETWEEN 0 AND 4),
    moment        TEXT NOT NULL CHECK (moment IN ('always', 'office', 'outside')),
    at_saving     {{bool}} NOT NULL,       -- starts by itself when such an incident is saved
    hours         TEXT NOT NULL,           -- 'mon-fri 08:00-18:00' local time, '' none
    wait_min      {{int64}} NOT NULL CHECK (wait_min BETWEEN 1 AND 1440),
    rounds        {{int64}} NOT NULL CHECK (rounds BETWEEN 1 AND 99),
    pause_min     {{int64}} NOT NULL CHECK (pause_min BETWEEN 1 AND 1440),
    silence_min   {{int64}} NOT NULL CHECK (silence_min BETWEEN 1 AND 1440),
    made_us       {{int64}} NOT NULL,
    made_by       TEXT NOT NULL,           -- login; 'piket': came with the program
    retired_us    {{int64}},               -- NULL: in use
    retired_by    TEXT NOT NULL            -- '' unless retired
{{end}}

CREATE UNIQUE INDEX ladder_current ON ladder (key) WHERE retired_us IS NULL;

CREATE TABLE rung (
    ladder      {{int64}} NOT NULL REFERENCES ladder (id),
    no          {{int64}} NOT NULL CHECK (no BETWEEN 1 AND 20),
    name_en     TEXT NOT NULL,
    name_nl     TEXT NOT NULL,
    targets     TEXT NOT NULL,             -- 'duty:officer + person:jdv + desk:NCSC'
    office      TEXT NOT NULL,             -- the same in office hours, '' no difference
    phone       TEXT NOT NULL,             -- to read aloud
    delay_min   {{int64}} NOT NULL CHECK (delay_min BETWEEN 0 AND 1440),
    repeats     {{int64}} NOT NULL CHECK (repeats BETWEEN 0 AND 20),
    every_min   {{int64}} NOT NULL CHECK (every_min BETWEEN 0 AND 1440),
    all_must    {{bool}} NOT NULL,         -- everybody it calls must acknowledge
    need_reason {{bool}} NOT NULL,         -- only by hand and with a reason
    PRIMARY KEY (ladder, no)
{{end_keyed}}

-- A call for attention. state, owner and next_us are what the acts and acknowledgements below amount
-- to, kept here so that lists and the watch find it by an index.
CREATE TABLE page (
    id         {{id}},
    uuid       {{uuid}} NOT NULL UNIQUE,
    no         {{int64}} NOT NULL UNIQUE,  -- spoken: "page 17"
    incident   {{int64}} REFERENCES incident (id),
    ladder     {{int64}} REFERENCES ladder (id),   -- NULL: there was none that fits
    source     TEXT NOT NULL,
    body       TEXT NOT NULL,              -- what it is about, as it came in
    tlp        TEXT NOT NULL CHECK (tlp IN ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED')),
    started_us {{int64}} NOT NULL,
    raised_by  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'acknowledged', 'proposing', 'expired', 'exhausted', 'closed')),
    owner      TEXT NOT NULL,              -- '' nobody
    next_us    {{int64}},                  -- look again then; NULL: nothing comes by itself
    closed_us  {{int64}},
    version    {{int64}} NOT NULL,
    CHECK (incident IS NOT NULL OR tlp <> 'TLP:RED')
{{end}}

CREATE INDEX page_open ON page (id) WHERE state <> 'closed';
CREATE INDEX page_next ON page (next_us, id) WHERE state <> 'closed';
CREATE INDEX page_incident ON page (incident, id);

-- What a ladder did, each once: two watches that come to the same act write the same row. Rungs that
-- fired, proposals, reminders, acknowledgements that expired, nobody left.
CREATE TABLE page_act (
    id      {{id}},
    page    {{int64}} NOT NULL REFERENCES page (id),
    what    TEXT NOT NULL CHECK (what IN ('fire', 'propose', 'nudge', 'expire', 'exhaust')),
    round   {{int64}} NOT NULL,
    rung    {{int64}} NOT NULL,            -- 0: none
    nth     {{int64}} NOT NULL,            -- 0 the first time
    due_us  {{int64}} NOT NULL,            -- its own moment
    at_us   {{int64}} NOT NULL,            -- when it was done
    by_hand {{bool}} NOT NULL,
    by_who  TEXT NOT NULL,
    who     TEXT NOT NULL,                 -- whom it called: logins and desks, one a line
    reason  TEXT NOT NULL,
    UNIQUE (page, what, round, rung, nth)
{{end}}

-- The first that did not expire owns the page.
CREATE TABLE page_ack (
    id     {{id}},
    page   {{int64}} NOT NULL REFERENCES page (id),
    who    TEXT NOT NULL,                  -- for whom
    by_who TEXT NOT NULL,                  -- who wrote it down: mostly the same
    round  {{int64}} NOT NULL,
    rung   {{int64}} NOT NULL,
    at_us  {{int64}} NOT NULL,
    reason TEXT NOT NULL                   -- why for somebody else; '' unless so
{{end}}

CREATE INDEX page_ack_page ON page_ack (page, id);

CREATE TABLE attempt (
    id     {{id}},
    page   {{int64}} NOT NULL REFERENCES page (id),
    rung   {{int64}} NOT NULL,
    who    TEXT NOT NULL,
    result TEXT NOT NULL CHECK (result IN ('spoken', 'voicemail', 'no_answer', 'busy', 'wrong_number')),
    at_us  {{int64}} NOT NULL,
    by_who TEXT NOT NULL
{{end}}

CREATE INDEX attempt_page ON attempt (page, id);
