-- SPDX-License-Identifier: EUPL-1.2
-- Without the server: a file on a laptop that holds a copy of what is needed at night and, with an
-- origin of its own, what was written there. Both tables are empty in a main database.

-- What this file is the outbox of; no row in a main database.
CREATE TABLE outbox (
    id        {{id}},                      -- 1
    address   TEXT NOT NULL,               -- where the server was found
    server    {{uuid}} NOT NULL,           -- the origin that the server wrote as
    login     TEXT NOT NULL,               -- who the person is there
    copied_us {{int64}} NOT NULL           -- when the copy was made, by the laptop's clock
{{end}}

-- How far what was written here got. Lines of the own origin above sent_no are not yet sent.
CREATE TABLE outbox_incident (
    incident  {{int64}} NOT NULL PRIMARY KEY,  -- 0: the duty log
    on_server {{bool}} NOT NULL,           -- the server has this incident
    sent_no   {{int64}} NOT NULL,          -- the server has the own lines up to this number
    reason    TEXT NOT NULL,               -- why the server refused the rest, '' unless it did
    tried_us  {{int64}} NOT NULL           -- when it did
{{end}}
