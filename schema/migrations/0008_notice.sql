-- SPDX-License-Identifier: EUPL-1.2
-- Notices that must reach a person: an outbox that outlives whoever sends from it. Delivery is at
-- least once under one uuid, which is the Message-ID, the idempotency key and the replace-id.

-- How a person can be reached. Without a row the bell of the console is on and all else is off.
CREATE TABLE person_channel (
    login   TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('desktop', 'mail', 'webhook', 'hook', 'bell')),
    address TEXT NOT NULL,                 -- mail address, or what the gateway calls the person
    pgp_key TEXT NOT NULL,                 -- fingerprint to encrypt mail to, '' for none
    is_on   {{bool}} NOT NULL,
    by_who  TEXT NOT NULL,
    at_us   {{int64}} NOT NULL,
    PRIMARY KEY (login, channel)
{{end_keyed}}

-- What an administrator allows notices to say beyond that something waits.
CREATE TABLE notice_setting (
    name   TEXT NOT NULL PRIMARY KEY CHECK (name IN ('content', 'tlp_max')),
    value  TEXT NOT NULL,
    by_who TEXT NOT NULL,
    at_us  {{int64}} NOT NULL
{{end_keyed}}

-- One message to one person by one channel. next_us is when it is due; while it is claimed, when the
-- claim ends and it is due again; NULL once it is over.
CREATE TABLE notice (
    id               {{id}},
    uuid             {{uuid}} NOT NULL UNIQUE,
    kind             TEXT NOT NULL CHECK (kind IN ('page', 'reminder', 'clock', 'callback', 'handover', 'roster', 'watch', 'test')),
    page             {{int64}} NOT NULL,   -- 0: about no page
    incident         {{int64}} NOT NULL,   -- 0: about no incident
    login            TEXT NOT NULL,
    channel          TEXT NOT NULL CHECK (channel IN ('desktop', 'mail', 'webhook', 'hook', 'bell')),
    address          TEXT NOT NULL,        -- as it was; a corrected one counts from the next attempt
    text             TEXT NOT NULL,
    bare             TEXT NOT NULL,        -- the same without any content
    tlp              TEXT NOT NULL CHECK (tlp IN ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED')),
    by_who           TEXT NOT NULL,        -- who queued it
    made_us          {{int64}} NOT NULL,
    next_us          {{int64}},
    tries            {{int64}} NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'sent', 'failed', 'dropped')),
    claimed_by       TEXT NOT NULL,        -- the watch that has it, or had it last
    claimed_until_us {{int64}} NOT NULL,
    sent_us          {{int64}},
    last_error       TEXT NOT NULL,
    CHECK ((next_us IS NULL) = (state IN ('sent', 'failed', 'dropped')))
{{end}}

-- Ten thousand that wait are taken in order, a few of each channel at a time.
CREATE INDEX notice_due ON notice (channel, next_us, id) WHERE next_us IS NOT NULL;
CREATE INDEX notice_due_of ON notice (login, channel, next_us, id) WHERE next_us IS NOT NULL;
CREATE INDEX notice_page ON notice (page) WHERE next_us IS NOT NULL;
CREATE INDEX notice_login ON notice (login, channel, id);
