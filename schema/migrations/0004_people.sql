-- SPDX-License-Identifier: EUPL-1.2
-- Who may work here, up to which label a reader sees, and who may see TLP:RED on an incident.

ALTER TABLE person ADD COLUMN ceiling TEXT NOT NULL DEFAULT 'TLP:GREEN'
    CHECK (ceiling IN ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'));
ALTER TABLE person ADD COLUMN active {{bool}} NOT NULL DEFAULT 1;  -- 0: may no longer do anything

-- TLP:RED is for persons named on the incident, whatever their role. Every row that comes or goes is
-- a line of the journal too.
CREATE TABLE named (
    incident {{int64}} NOT NULL REFERENCES incident (id),
    login    TEXT NOT NULL,
    by_who   TEXT NOT NULL,                -- login of who named them
    at_us    {{int64}} NOT NULL,
    PRIMARY KEY (incident, login)
{{end_keyed}}

CREATE INDEX named_login ON named (login, incident);

-- What was red before there were names stays with those who wrote it: on a red incident everybody
-- who wrote a line of it, its lead, and who changed it last; elsewhere who wrote the red lines.
INSERT INTO named (incident, login, by_who, at_us)
SELECT i.id, l.author, l.author, min(l.received_us)
  FROM incident i JOIN line l ON l.id >= i.id * 1048576 AND l.id < (i.id + 1) * 1048576
 WHERE i.tlp = 'TLP:RED'
 GROUP BY i.id, l.author;

INSERT INTO named (incident, login, by_who, at_us)
SELECT l.incident, l.author, l.author, min(l.received_us)
  FROM line l
 WHERE l.tlp = 'TLP:RED' AND l.incident <> 0
   AND NOT EXISTS (SELECT 1 FROM named n WHERE n.incident = l.incident AND n.login = l.author)
 GROUP BY l.incident, l.author;

INSERT INTO named (incident, login, by_who, at_us)
SELECT i.id, i.lead, i.lead, i.changed_us
  FROM incident i
 WHERE i.tlp = 'TLP:RED' AND i.lead <> ''
   AND NOT EXISTS (SELECT 1 FROM named n WHERE n.incident = i.id AND n.login = i.lead);

INSERT INTO named (incident, login, by_who, at_us)
SELECT i.id, i.changed_by, i.changed_by, i.changed_us
  FROM incident i
 WHERE i.tlp = 'TLP:RED' AND i.changed_by <> ''
   AND NOT EXISTS (SELECT 1 FROM named n WHERE n.incident = i.id AND n.login = i.changed_by);
