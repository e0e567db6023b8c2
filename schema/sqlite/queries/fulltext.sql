-- SPDX-License-Identifier: EUPL-1.2
-- Full text in FTS5. The tables hold no content: to take a row out one must say what was in it.

-- name: head_fts_insert
-- $1 incident  $2 tokens
INSERT INTO head_fts (rowid, tokens) VALUES ($1, $2);

-- name: head_fts_delete
-- $1 incident  $2 the tokens that were put in
INSERT INTO head_fts (head_fts, rowid, tokens) VALUES ('delete', $1, $2);

-- name: line_fts_insert
-- $1 line  $2 tokens
INSERT INTO line_fts (rowid, tokens) VALUES ($1, $2);

-- name: line_fts_delete
-- $1 line  $2 the tokens that were put in
INSERT INTO line_fts (line_fts, rowid, tokens) VALUES ('delete', $1, $2);

-- name: stream_head_fts
-- Incidents whose head has the words, newest first.   $1 the greatest key wanted  $2 how many  $3 query
SELECT rowid FROM head_fts WHERE head_fts MATCH $3 AND rowid <= $1 ORDER BY rowid DESC LIMIT $2;

-- name: stream_line_fts
-- Lines that have the words, newest incident first.   $1 the greatest key wanted  $2 how many  $3 query
SELECT rowid FROM line_fts WHERE line_fts MATCH $3 AND rowid <= $1 ORDER BY rowid DESC LIMIT $2;

-- name: stream_line_fts_seen
-- The same, of lines whose text a person may read; the reading of a line's label comes after the
-- full text.   $4 login  $5 how strict a label is read without a name
SELECT line_fts.rowid FROM line_fts CROSS JOIN line l ON l.id = line_fts.rowid
 WHERE line_fts MATCH $3 AND line_fts.rowid <= $1
   AND (CASE l.tlp WHEN 'TLP:CLEAR' THEN 0 WHEN 'TLP:GREEN' THEN 1 WHEN 'TLP:AMBER' THEN 2
                   WHEN 'TLP:AMBER+STRICT' THEN 3 ELSE 4 END <= $5
        OR EXISTS (SELECT 1 FROM named n WHERE n.incident = l.incident AND n.login = $4))
 ORDER BY line_fts.rowid DESC LIMIT $2;

-- name: head_fts_has
-- One incident.   $1 key  $2 query
SELECT 1 FROM head_fts WHERE head_fts MATCH $2 AND rowid = $1;

-- name: line_fts_has
-- Any line of a range of keys.   $1 from  $2 to  $3 query
SELECT 1 FROM line_fts WHERE line_fts MATCH $3 AND rowid >= $1 AND rowid <= $2 LIMIT 1;

-- name: line_fts_list
-- Lines of a range of keys that have the words.   $1 from  $2 to  $3 query  $4 how many
SELECT rowid FROM line_fts WHERE line_fts MATCH $3 AND rowid >= $1 AND rowid <= $2 ORDER BY rowid LIMIT $4;

-- name: line_fts_has_seen
-- Any line of a range of keys whose text a person may read.   $1 from  $2 to  $3 query
-- $4 login  $5 how strict a label is read without a name
SELECT 1 FROM line_fts CROSS JOIN line l ON l.id = line_fts.rowid
 WHERE line_fts MATCH $3 AND line_fts.rowid >= $1 AND line_fts.rowid <= $2
   AND (CASE l.tlp WHEN 'TLP:CLEAR' THEN 0 WHEN 'TLP:GREEN' THEN 1 WHEN 'TLP:AMBER' THEN 2
                   WHEN 'TLP:AMBER+STRICT' THEN 3 ELSE 4 END <= $5
        OR EXISTS (SELECT 1 FROM named n WHERE n.incident = l.incident AND n.login = $4))
 LIMIT 1;

-- name: line_fts_list_seen
-- Lines of a range of keys that have the words and whose text a person may read.
-- $1 from  $2 to  $3 query  $4 how many  $5 login  $6 how strict a label is read without a name
SELECT line_fts.rowid FROM line_fts CROSS JOIN line l ON l.id = line_fts.rowid
 WHERE line_fts MATCH $3 AND line_fts.rowid >= $1 AND line_fts.rowid <= $2
   AND (CASE l.tlp WHEN 'TLP:CLEAR' THEN 0 WHEN 'TLP:GREEN' THEN 1 WHEN 'TLP:AMBER' THEN 2
                   WHEN 'TLP:AMBER+STRICT' THEN 3 ELSE 4 END <= $6
        OR EXISTS (SELECT 1 FROM named n WHERE n.incident = l.incident AND n.login = $5))
 ORDER BY line_fts.rowid LIMIT $4;

-- name: line_vocab_all
-- Every word of the lines and in how many lines it is.
SELECT term, doc FROM line_vocab;

-- name: line_fts_forget_all
-- Empties the full text of the lines, to build it anew.
INSERT INTO line_fts (line_fts) VALUES ('delete-all');

-- name: head_fts_forget_all
-- Empties the full text of the heads, to build it anew.
INSERT INTO head_fts (head_fts) VALUES ('delete-all');

-- name: search_among
-- Which of some incidents have the words, newest first, and how: 1 the head, 2 a line. $1 keys with commas
-- $2 query for the head, empty: not asked  $3 query for lines  $4 1: where the head has them no line
-- is looked for  $5 login  $6 how strict a label is read without a name
SELECT f.id, f.how FROM
    (SELECT k.value AS id, CASE
        WHEN $4 <> 0 AND $2 <> ''
             AND EXISTS (SELECT 1 FROM head_fts WHERE head_fts MATCH $2 AND rowid = k.value) THEN 1
        WHEN EXISTS (SELECT 1 FROM line_fts CROSS JOIN line l ON l.id = line_fts.rowid
                      WHERE line_fts MATCH $3 AND line_fts.rowid >= k.value << 20
                        AND line_fts.rowid < (k.value + 1) << 20
                        AND (CASE l.tlp WHEN 'TLP:CLEAR' THEN 0 WHEN 'TLP:GREEN' THEN 1 WHEN 'TLP:AMBER' THEN 2
                                        WHEN 'TLP:AMBER+STRICT' THEN 3 ELSE 4 END <= $6
                             OR EXISTS (SELECT 1 FROM named n WHERE n.incident = l.incident AND n.login = $5)))
             THEN 2
        WHEN $4 = 0 AND $2 <> ''
             AND EXISTS (SELECT 1 FROM head_fts WHERE head_fts MATCH $2 AND rowid = k.value) THEN 1
        ELSE 0 END AS how
       FROM json_each('[' || $1 || ']') AS k) AS f
 WHERE f.how > 0 ORDER BY f.id DESC;
