-- SPDX-License-Identifier: EUPL-1.2
-- Organisations, contacts, and dated reference data.

CREATE TABLE reference_set (
    name      TEXT NOT NULL PRIMARY KEY,   -- 'municipalities', 'rules', ...
    version   TEXT NOT NULL,               -- SHA-256 of the embedded file
    n_rows    {{int64}} NOT NULL,
    loaded_us {{int64}} NOT NULL
{{end}}

CREATE TABLE org (
    id             {{id}},
    uuid           {{uuid}} NOT NULL UNIQUE,
    kind           TEXT NOT NULL,
    code           TEXT,                   -- GM0344, VR09, PV26; NULL without one
    name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    sort_name      TEXT NOT NULL,          -- folded in C: engines order text differently
    region         {{int64}} REFERENCES org (id),
    province       TEXT NOT NULL,
    joined         {{bool}} NOT NULL,
    valid_from_us  {{int64}},              -- NULL: not known
    valid_until_us {{int64}},              -- NULL: still there
    serves         TEXT NOT NULL,
    note           TEXT NOT NULL,
    source         TEXT NOT NULL,
    reference      TEXT,                   -- key in the reference set it came from
    version        {{int64}} NOT NULL,
    UNIQUE (reference)
{{end}}

CREATE INDEX org_sort ON org (sort_name, id);
CREATE INDEX org_code ON org (code);
CREATE INDEX org_region ON org (region, id);

-- Other names: what people say (alias) and what it was called before a merger (old).
CREATE TABLE org_alias (
    id       {{id}},
    org      {{int64}} NOT NULL REFERENCES org (id),
    alias    TEXT NOT NULL,
    is_old   {{bool}} NOT NULL,
    old_code TEXT,
    since_us {{int64}},                    -- for an old name: when it ended
    UNIQUE (org, alias)
{{end}}

CREATE TABLE contact (
    id          {{id}},
    uuid        {{uuid}} NOT NULL UNIQUE,
    org         {{int64}} NOT NULL REFERENCES org (id),
    role        TEXT NOT NULL,
    name        TEXT NOT NULL,
    phone_day   TEXT NOT NULL,
    phone_night TEXT NOT NULL,
    mail        TEXT NOT NULL,
    channel     TEXT NOT NULL,
    hours       TEXT NOT NULL,
    is_24x7     {{bool}} NOT NULL,
    fingerprint TEXT NOT NULL,
    signed_us   {{int64}},
    checked_us  {{int64}},
    source      TEXT NOT NULL,
    reference   TEXT,
    version     {{int64}} NOT NULL,
    UNIQUE (reference)
{{end}}

CREATE INDEX contact_org ON contact (org, id);

CREATE TABLE rsit (
    class      TEXT NOT NULL,
    type       TEXT NOT NULL,              -- '' for the class itself
    class_name TEXT NOT NULL,
    type_name  TEXT NOT NULL,
    class_nl   TEXT NOT NULL,
    type_nl    TEXT NOT NULL,
    PRIMARY KEY (class, type)
{{end}}

-- Legal rules: dated and editable; nothing legal is compiled in.
CREATE TABLE legal_rule (
    key            TEXT NOT NULL,
    name_en        TEXT NOT NULL,
    name_nl        TEXT NOT NULL,
    law            TEXT NOT NULL,
    start_event    TEXT NOT NULL,
    unit           TEXT NOT NULL,
    length         {{int64}} NOT NULL,
    who_en         TEXT NOT NULL,
    who_nl         TEXT NOT NULL,
    whom           TEXT NOT NULL,
    valid_from_us  {{int64}} NOT NULL,     -- 0: entry into force not confirmed
    valid_until_us {{int64}},
    checked_us     {{int64}},
    note_en        TEXT NOT NULL,
    note_nl        TEXT NOT NULL,
    PRIMARY KEY (key, valid_from_us)
{{end}}
