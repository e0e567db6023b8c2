-- SPDX-License-Identifier: EUPL-1.2
-- The root of everything: origins, incidents, the sealed journal.
--
-- One text for both engines. {{id}} {{int64}} {{uuid}} {{bool}} {{blob}} {{end}} {{end_keyed}} are spelled by each
-- engine (schema/README.md). Times: microseconds since 1970-01-01 UTC, names end in _us.
-- Words for states are the English keys of the model's tables.

-- Which database a line was written in. Renewed when a database is restored from a copy.
CREATE TABLE origin (
    id         {{id}},
    uuid       {{uuid}} NOT NULL UNIQUE,
    tag        TEXT NOT NULL,              -- '' for a main database, 'K' for an outbox
    created_us {{int64}} NOT NULL,
    is_current {{bool}} NOT NULL           -- exactly one row is 1
{{end}}

-- Numbers that are spoken over the phone: never reused, taken when a form opens.
CREATE TABLE counter (
    name TEXT NOT NULL,                    -- 'I', 'X', 'B'
    year {{int64}} NOT NULL,
    last {{int64}} NOT NULL,
    PRIMARY KEY (name, year)
{{end}}

CREATE TABLE person (
    login    TEXT NOT NULL PRIMARY KEY,    -- operating-system user or database role
    name     TEXT NOT NULL,
    initials TEXT NOT NULL,
    roles    TEXT NOT NULL                 -- keys of the role table, separated by one space
{{end}}

-- id is time-ordered: milliseconds since 1900-01-01 UTC of the moment the report was opened (for
-- imported history: when it happened), moved up to the next free number. It orders lists, pages
-- and full text; the ident is what people say.
CREATE TABLE incident (
    id                 {{id}},
    uuid               {{uuid}} NOT NULL UNIQUE,
    ident              TEXT NOT NULL UNIQUE,
    status             TEXT NOT NULL CHECK (status IN ('report', 'investigation', 'contained', 'recovery', 'closed')),
    status_since_us    {{int64}} NOT NULL,
    title              TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    kinds              {{int64}} NOT NULL, -- bit set of the kinds, 1 << value
    rsit               TEXT,               -- 'class' or 'class/type'
    severity           {{int64}} NOT NULL CHECK (severity BETWEEN 0 AND 4),  -- 0 not known, 4 critical
    tlp                TEXT NOT NULL CHECK (tlp IN ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED')),
    tlp_by             TEXT NOT NULL CHECK (tlp_by IN ('default', 'source', 'ours')),
    source             TEXT NOT NULL,
    reporter           TEXT NOT NULL,
    reporter_role      TEXT NOT NULL,
    reporter_phone     TEXT NOT NULL,      -- as given by the caller, never offered for call-back
    caller_verified    {{bool}} NOT NULL,
    personal_data      TEXT NOT NULL CHECK (personal_data IN ('empty', 'unknown', 'no', 'yes')),
    needs              {{int64}} NOT NULL, -- bit set of the kinds of help, 1 << value
    lead               TEXT NOT NULL,      -- login of the one who handles it, '' if nobody
    opened_us          {{int64}} NOT NULL, -- start of the call, or the date of imported history
    opened_precision   TEXT NOT NULL CHECK (opened_precision IN ('second', 'day', 'month', 'year')),
    occurred_us        {{int64}},
    occurred_precision TEXT NOT NULL CHECK (occurred_precision IN ('second', 'day', 'month', 'year')),
    aware_us           {{int64}},          -- awareness: starts the legal clocks
    recorded_us        {{int64}} NOT NULL, -- when it came into this database
    closed_us          {{int64}},
    import_source      TEXT,
    import_id          TEXT,
    head_tokens        TEXT NOT NULL,      -- search tokens of title, organisations and ident
    last_line          {{int64}} NOT NULL, -- lines so far, all origins; also locks the incident
    changed_us         {{int64}} NOT NULL,
    changed_by         TEXT NOT NULL,
    version            {{int64}} NOT NULL,
    CHECK ((import_source IS NULL) = (import_id IS NULL)),
    UNIQUE (import_source, import_id)
{{end}}

CREATE INDEX incident_status ON incident (status, id);
CREATE INDEX incident_tlp ON incident (tlp, id);
CREATE INDEX incident_severity ON incident (severity, id);
CREATE INDEX incident_open ON incident (severity, id) WHERE status <> 'closed';

-- The same kinds again, as an index that a filter can walk newest first.
CREATE TABLE incident_kind (
    kind     TEXT NOT NULL,
    incident {{int64}} NOT NULL REFERENCES incident (id),
    PRIMARY KEY (kind, incident)
{{end_keyed}}

-- One hash chain and one numbering per incident and origin. Incident 0 is "about no incident".
CREATE TABLE chain (
    incident {{int64}} NOT NULL,
    origin   {{int64}} NOT NULL REFERENCES origin (id),
    last_no  {{int64}} NOT NULL,
    head     {{blob}} NOT NULL,            -- hash of the last line, 32 bytes
    PRIMARY KEY (incident, origin)
{{end}}

-- The journal: append-only (triggers in the engine's own folder). id is incident * 2^20 + n, where n
-- counts the lines of the incident as they were received, so one range scan is one timeline.
CREATE TABLE line (
    id              {{id}},
    uuid            {{uuid}} NOT NULL,
    incident        {{int64}} NOT NULL,
    origin          {{int64}} NOT NULL REFERENCES origin (id),
    no              {{int64}} NOT NULL,
    event_us        {{int64}} NOT NULL,
    event_precision TEXT NOT NULL CHECK (event_precision IN ('second', 'day', 'month', 'year')),
    recorded_us     {{int64}} NOT NULL,    -- the author's clock
    received_us     {{int64}} NOT NULL,    -- this database's clock
    author          TEXT NOT NULL,
    category        TEXT NOT NULL,
    tlp             TEXT NOT NULL CHECK (tlp IN ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED')),
    corrects_origin {{int64}} REFERENCES origin (id),
    corrects_no     {{int64}},
    body_hash       {{blob}} NOT NULL,
    hash            {{blob}} NOT NULL,
    UNIQUE (incident, origin, no)
{{end}}

CREATE INDEX line_received ON line (received_us, id);
CREATE INDEX line_corrects ON line (incident, corrects_origin, corrects_no) WHERE corrects_no IS NOT NULL;

-- What a line says. Erasing for the AVG sets the three to NULL and is itself a line.
CREATE TABLE line_text (
    line    {{id}} REFERENCES line (id),
    salt    {{blob}},
    body    TEXT,
    details TEXT                           -- JSON object or NULL
{{end}}

CREATE TABLE pin (
    line   {{id}} REFERENCES line (id),
    by_who TEXT NOT NULL,
    at_us  {{int64}} NOT NULL
{{end}}
