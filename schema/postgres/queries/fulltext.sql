-- SPDX-License-Identifier: EUPL-1.2
-- Full text in PostgreSQL: functions that look for who is connected (schema/postgres/0004_people.sql).

-- name: head_fts_insert
-- Nothing: a trigger indexes head_tokens when it is set.   $1 incident  $2 tokens
SELECT 1 WHERE CAST($1 AS BIGINT) < 0 AND $2 = '';

-- name: head_fts_delete
-- Nothing: the same trigger.   $1 incident  $2 the tokens that were put in
SELECT 1 WHERE CAST($1 AS BIGINT) < 0 AND $2 = '';

-- name: line_fts_insert
-- $1 line  $2 tokens
SELECT search_line_put($1, $2);

-- name: line_fts_delete
-- $1 line  $2 the tokens that were put in, which need not be known here
SELECT search_line_take($1) WHERE $2 IS NOT NULL;

-- name: stream_head_fts
-- Incidents whose head has the words, newest first.   $1 the greatest key wanted  $2 how many  $3 query
SELECT * FROM search_heads($1, $2, $3);

-- name: stream_line_fts
-- Lines that have the words, newest incident first.   $1 the greatest key wanted  $2 how many  $3 query
SELECT * FROM search_lines($1, $2, $3);

-- name: head_fts_has
-- One incident.   $1 key  $2 query
SELECT 1 WHERE search_head_has($1, $2);

-- name: line_fts_has
-- Any line of a range of keys.   $1 from  $2 to  $3 query
SELECT 1 FROM search_lines_between($1, $2, $3, 1);

-- name: line_fts_list
-- Lines of a range of keys that have the words.   $1 from  $2 to  $3 query  $4 how many
SELECT * FROM search_lines_between($1, $2, $3, $4);

-- name: line_vocab_all
-- Every word of the lines and in how many lines it is.
SELECT word, n_lines FROM search_words();

-- name: line_fts_forget_all
-- Empties the full text of the lines, to build it anew.
SELECT search_forget();

-- name: head_fts_forget_all
-- Nothing: the full text of heads follows the rows by a trigger.
SELECT 1 WHERE 1 = 0;

-- name: stream_line_fts_seen
-- Like stream_line_fts: the server looks for who is connected whatever it is asked.
-- $4 login  $5 how strict a label is read without a name
SELECT * FROM search_lines($1, $2, $3) WHERE $4 = session_user::text AND $5 >= 0;

-- name: line_fts_has_seen
-- Like line_fts_has.   $1 from  $2 to  $3 query  $4 login  $5 how strict a label is read without a name
SELECT 1 FROM search_lines_between($1, $2, $3, 1) WHERE $4 = session_user::text AND $5 >= 0;

-- name: line_fts_list_seen
-- Like line_fts_list.   $1 from  $2 to  $3 query  $4 how many  $5 login
-- $6 how strict a label is read without a name
SELECT * FROM search_lines_between($1, $2, $3, $4) WHERE $5 = session_user::text AND $6 >= 0;

-- name: search_among
-- Which of some incidents have the words, newest first, and how: 1 the head, 2 a line. $1 keys with commas
-- $2 query for the head  $3 query for lines  $4 1: where the head has them no line is looked for
-- $5 login  $6 how strict a label is read without a name: the server looks who is connected
SELECT * FROM search_among($1, $2, $3, $4) WHERE CAST($5 AS TEXT) IS NOT NULL AND CAST($6 AS BIGINT) >= -1;
