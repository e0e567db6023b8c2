-- SPDX-License-Identifier: EUPL-1.2
-- Calling back who reported, and what people say of a deadline.

-- Every attempt to call the organisation of a reporter back on a number that is not the caller's. The
-- newest outcome that is 'verified' or 'unknown' says what the caller is.
CREATE TABLE call_back (
    id       {{id}},
    uuid     {{uuid}} NOT NULL UNIQUE,
    incident {{int64}} NOT NULL REFERENCES incident (id),
    org      {{int64}} NOT NULL REFERENCES org (id),      -- whose card the number stands on
    contact  {{int64}} REFERENCES contact (id),           -- NULL: a switchboard typed by hand
    number   TEXT NOT NULL,                -- that was called; never the one the caller gave
    name     TEXT NOT NULL,                -- of the card line, as it was then
    outcome  TEXT NOT NULL CHECK (outcome IN ('verified', 'unknown', 'no_answer', 'other')),
    note     TEXT NOT NULL,
    by_who   TEXT NOT NULL,
    at_us    {{int64}} NOT NULL
{{end}}

CREATE INDEX call_back_incident ON call_back (incident, id);

-- Somebody says that it is not sure whether this deadline holds at all.
ALTER TABLE clock ADD COLUMN unsure {{bool}} NOT NULL DEFAULT 0;
-- Somebody set its start: it no longer follows the awareness of the party.
ALTER TABLE clock ADD COLUMN by_hand {{bool}} NOT NULL DEFAULT 0;

-- The names of rule sets as they were read in; the newest is the one that counts.
CREATE TABLE rule_set (
    id     {{id}},
    name   TEXT NOT NULL,
    by_who TEXT NOT NULL,
    at_us  {{int64}} NOT NULL,
    n_rows {{int64}} NOT NULL
{{end}}
