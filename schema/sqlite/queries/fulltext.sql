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

-- name: head_fts_has
-- One incident.   $1 key  $2 query
SELECT 1 FROM head_fts WHERE head_fts MATCH $2 AND rowid = $1;

-- name: line_fts_has
-- Any line of a range of keys.   $1 from  $2 to  $3 query
SELECT 1 FROM line_fts WHERE line_fts MATCH $3 AND rowid >= $1 AND rowid <= $2 LIMIT 1;

-- name: line_fts_list
-- Lines of a range of keys that have the words.   $1 from  $2 to  $3 query  $4 how many
SELECT rowid FROM line_fts WHERE line_fts MATCH $3 AND rowid >= $1 AND rowid <= $2 ORDER BY rowid LIMIT $4;

-- name: line_vocab_all
-- Every word of the lines and in how many lines it is.
SELECT term, doc FROM line_vocab;

-- name: line_fts_forget_all
-- Empties the full text of the lines, to build it anew.
INSERT INTO line_fts (line_fts) VALUES ('delete-all');

-- name: head_fts_forget_all
-- Empties the full text of the heads, to build it anew.
INSERT INTO head_fts (head_fts) VALUES ('delete-all');
