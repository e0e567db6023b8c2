-- SPDX-License-Identifier: EUPL-1.2
-- Handing over duty: written by who leaves, and counting only when who comes has accepted it. What
-- was handed over is a line of the duty log: sealed, and under its own label.

CREATE TABLE handover (
    id           {{id}},
    uuid         {{uuid}} NOT NULL UNIQUE,
    line         {{int64}} NOT NULL,          -- line with the text, in the duty log
    from_login   TEXT NOT NULL,
    to_login     TEXT NOT NULL,               -- '' when whoever is on duty next may take it
    tlp          TEXT NOT NULL CHECK (tlp IN ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT')),
    n_incidents  {{int64}} NOT NULL,          -- open ones named in the text
    made_us      {{int64}} NOT NULL,
    accept_by_us {{int64}} NOT NULL,          -- not accepted by then: it is escalated
    accepted_us  {{int64}},
    accepted_by  TEXT NOT NULL,               -- '' until somebody accepts
    withdrawn_us {{int64}},                   -- taken back, or replaced by a newer one
    version      {{int64}} NOT NULL,
    CHECK ((accepted_us IS NULL) = (accepted_by = '')),
    CHECK (accepted_us IS NULL OR withdrawn_us IS NULL),
    CHECK (accepted_by <> from_login)         -- nobody hands over to themselves
{{end}}

CREATE INDEX handover_open ON handover (accept_by_us, id) WHERE accepted_us IS NULL AND withdrawn_us IS NULL;
