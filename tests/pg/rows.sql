-- SPDX-License-Identifier: EUPL-1.2
-- Many incidents and lines for plans and figures, written past the triggers (so they do not verify).
-- psql variables: incidents, lines (ten times as many is usual).
SET session_replication_role = replica;
SET search_path = piket;

INSERT INTO origin (id, uuid, tag, created_us, is_current) OVERRIDING SYSTEM VALUE
VALUES (1, '11111111-1111-1111-1111-111111111111', '', 0, 1) ON CONFLICT DO NOTHING;
INSERT INTO org (uuid, kind, code, name, sort_name, region, province, joined, serves, note, source,
    reference, version)
SELECT 'org' || k, CASE WHEN k <= 25 THEN 'region' ELSE 'municipality' END, 'X' || k,
       'Voorbeeldstad ' || k, 'voorbeeldstad ' || k, CASE WHEN k > 25 THEN 1 + k % 25 END, '', 1, '',
       '', '', 'row/' || k, 1
  FROM generate_series(1, 367) k;

-- One in a thousand is red; one in eighty is open. Keys are 20 minutes apart.
INSERT INTO incident (id, uuid, ident, status, status_since_us, title, kinds, rsit, severity, tlp,
    tlp_by, source, reporter, reporter_role, reporter_phone, caller_verified, personal_data, needs,
    lead, opened_us, opened_precision, occurred_precision, recorded_us, closed_us, import_source,
    import_id, head_tokens, last_line, changed_us, changed_by, version)
SELECT 3900000000000 + k * 1200000, 'inc' || k, 'I26-' || lpad(k::text, 7, '0'),
       CASE WHEN k % 80 = 0 THEN 'investigation' ELSE 'closed' END, 0, 'Ransomware in plaats ' || k, 1,
       NULL, k % 5,
       CASE WHEN k % 1000 = 7 THEN 'TLP:RED' WHEN k % 3 = 0 THEN 'TLP:GREEN' ELSE 'TLP:AMBER' END,
       'default', 'telephone', 'J. Jansen', '', '', 0, 'unknown', 0, 'anna', 0, 'second', 'second', 0,
       NULL, 'rows', k::text,
       'i26 ' || lpad(k::text, 7, '0') || ' ' || chr(182) || ' ransomware in plaats ' || k,
       :lines / :incidents, 0, 'anna', 1
  FROM generate_series(1, :incidents::bigint) k;
INSERT INTO incident_kind (kind, incident)
SELECT CASE WHEN id % 7 = 0 THEN 'phishing' ELSE 'ransomware' END, id FROM incident;
INSERT INTO party (uuid, incident, org, region, role, status, impact, needs, need_agreed_by, changed_us,
    version)
SELECT 'par' || i.id || p, i.id, 26 + (i.id / 1200000 + p * 100) % 342, 1 + i.id / 1200000 % 25,
       'affected', CASE WHEN i.status = 'closed' THEN 'closed' ELSE 'affected' END, '', 0, '', 0, 1
  FROM incident i, generate_series(0, 1) p;
INSERT INTO clock (uuid, incident, party, rule, title, due_us, met_us, evidence, na_reason, version)
SELECT 'clo' || i.id, i.id, NULL, 'avg', '', i.id, CASE WHEN i.status = 'closed' THEN 1 END, '', '', 1
  FROM incident i;
INSERT INTO action (uuid, incident, no, kind, key, title, owner, due_us, done_us, done_by, reason,
    version)
SELECT 'act' || i.id, i.id, 1, 'standing', 'police', '', 'anna', i.id,
       CASE WHEN i.status = 'closed' THEN 1 END, '', '', 1 FROM incident i;

-- w1 is in every second line, w2 in every third ..., the rest of the words are rarer and rarer;
-- 'rare' is in seven lines, 'burst' in many old ones only.
INSERT INTO line (id, uuid, incident, origin, no, event_us, event_precision, recorded_us, received_us,
    author, category, tlp, body_hash, hash)
SELECT (i.id << 20) + n, 'lin' || i.id || n, i.id, 1, n, i.id, 'second', i.id, i.id * 1000 + n, 'anna',
       'note', CASE WHEN (i.id / 1200000 + n) % 1000 = 3 THEN 'TLP:RED' ELSE i.tlp END,
       decode(md5(i.id::text || n) || md5(n::text), 'hex'),
       decode(md5(i.id::text || n) || md5(n::text), 'hex')
  FROM incident i, generate_series(1, :lines / :incidents) n;
INSERT INTO chain (incident, origin, last_no, head)
SELECT incident, 1, no, hash FROM line WHERE no = :lines / :incidents;
INSERT INTO line_text (line, salt, body, details)
SELECT l.id, decode(md5(l.id::text), 'hex'),
       'gebeld met de gemeente over de storing, wordt vervolgd ' || l.id, NULL
  FROM line l;
SELECT min(id) AS first, max(id) AS last FROM incident \gset
-- The index at once is many times quicker than row by row.
DROP INDEX line_search_tokens;
INSERT INTO line_search (line, tokens)
SELECT l.id, tokens_vector(
       (SELECT string_agg('w' || (1 + floor(20000 * power(x, 6)))::int, ' ') FROM
            (SELECT random() AS x FROM generate_series(1, 14) WHERE l.id > 0) r)
       || CASE WHEN l.no % 2 = 0 THEN ' common' ELSE '' END
       || CASE WHEN l.no = 3 AND l.incident / 1200000 % (:incidents / 7) = 5 THEN ' rare' ELSE '' END
       || CASE WHEN l.no = 4 AND l.incident / 1200000 % 20 = 5 THEN ' seldom' ELSE '' END
       || CASE WHEN l.incident < (3 * :first + :last) / 4 AND l.no <= 4 THEN ' burst' ELSE '' END)
  FROM line l;
CREATE INDEX line_search_tokens ON line_search USING gin (tokens) WITH (fastupdate = off);
INSERT INTO head_search (incident, tokens) SELECT id, tokens_vector(head_tokens) FROM incident;
RESET session_replication_role;
VACUUM ANALYZE;
