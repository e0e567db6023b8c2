-- SPDX-License-Identifier: EUPL-1.2
-- Incident x organisation, their clocks, and what has to be done.

CREATE TABLE party (
    id             {{id}},
    uuid           {{uuid}} NOT NULL UNIQUE,
    incident       {{int64}} NOT NULL REFERENCES incident (id),
    org            {{int64}} NOT NULL REFERENCES org (id),
    region         {{int64}},              -- of the organisation when it was added: index only
    role           TEXT NOT NULL,
    status         TEXT NOT NULL CHECK (status IN ('possible', 'affected', 'contained', 'recovering', 'closed', 'not_affected')),
    impact         TEXT NOT NULL,
    needs          {{int64}} NOT NULL,
    need_agreed_by TEXT NOT NULL,          -- 'name (municipality), name (IBD)'
    aware_us       {{int64}},              -- awareness of a personal data breach
    significant_us {{int64}},              -- awareness of a significant incident
    changed_us     {{int64}} NOT NULL,
    version        {{int64}} NOT NULL,
    UNIQUE (incident, org)
{{end}}

CREATE INDEX party_org ON party (org, incident);
CREATE INDEX party_region ON party (region, incident);

-- Legal and agreed deadlines of a party or an incident.
CREATE TABLE clock (
    id         {{id}},
    uuid       {{uuid}} NOT NULL UNIQUE,
    incident   {{int64}} NOT NULL REFERENCES incident (id),
    party      {{int64}} REFERENCES party (id),
    rule       TEXT NOT NULL,              -- key of legal_rule, or 'agreed'
    title      TEXT NOT NULL,              -- what was agreed; '' for a legal rule
    start_us   {{int64}},
    due_us     {{int64}},                  -- NULL: not sure (start or duty unknown)
    met_us     {{int64}},
    evidence   TEXT NOT NULL,
    na_reason  TEXT NOT NULL,              -- '' unless not applicable
    version    {{int64}} NOT NULL
{{end}}

CREATE INDEX clock_incident ON clock (incident, id);
CREATE INDEX clock_due ON clock (due_us, id) WHERE met_us IS NULL AND na_reason = '';
CREATE INDEX clock_running ON clock (incident, due_us, id) WHERE met_us IS NULL AND na_reason = '';
CREATE INDEX clock_party ON clock (party, due_us, id) WHERE met_us IS NULL AND na_reason = '';

-- Standing actions of every incident, promised calls, and own actions. Done, or a reason.
CREATE TABLE action (
    id       {{id}},
    uuid     {{uuid}} NOT NULL UNIQUE,
    incident {{int64}} NOT NULL REFERENCES incident (id),
    no       {{int64}} NOT NULL,           -- A7 inside its incident
    kind     TEXT NOT NULL CHECK (kind IN ('standing', 'callback', 'own')),
    key      TEXT NOT NULL,                -- 'police', 'insurer', 'technical'; '' for own
    title    TEXT NOT NULL,
    owner    TEXT NOT NULL,
    due_us   {{int64}},
    done_us  {{int64}},
    done_by  TEXT NOT NULL,
    reason   TEXT NOT NULL,                -- why it was not needed; '' unless so
    version  {{int64}} NOT NULL,
    UNIQUE (incident, no)
{{end}}

CREATE INDEX action_due ON action (due_us, id) WHERE done_us IS NULL AND reason = '';
