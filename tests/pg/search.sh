#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Full text on a server: tokens of any shape go in and are found, and both ways of looking (down the
# keys, through the index) give what a plain look at every line gives.
. "$(dirname "$0")/../support/pg.sh"
. "$(dirname "$0")/../support/pg_schema.sh"
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
url=$(pg_database) || pg_skip
me=search$$
pg_schema "$url"
psql -Xq -v ON_ERROR_STOP=1 -d "$url" -v incidents=700 -v lines=7000 -f "$here/rows.sql"
for role in officer reader; do
    query "$url" "SELECT piket.person_set('${me}_$role', 'x', 'x', '$role', 'TLP:GREEN', 1)" >/dev/null
done
query "$url" "INSERT INTO piket.named SELECT id, '${me}_officer', 'x', 1 FROM piket.incident
    WHERE tlp = 'TLP:RED' ORDER BY id LIMIT 1" >/dev/null

# ---- tokens -----------------------------------------------------------------------------------------
# tokens | query | whether it is found
psql -XAtq -v ON_ERROR_STOP=1 -d "$url" >/dev/null <<'EOS'
SET search_path = piket;
DO $$
DECLARE
    one record;
    words text;
BEGIN
    FOR one IN SELECT * FROM (VALUES
        ('jan jansen belt',            '"jan jansen"',       true),
        ('jan jansen belt',            '"jansen jan"',       false),
        ('jan jansen belt',            '"jan belt"',         false),
        ('jan jansen belt',            '"jan jan"*',         true),
        ('jan jansen belt',            '"jans"*',            true),
        ('jan jansen belt',            '"jans"',             false),
        ('jan jansen belt',            '"ans"*',             false),
        ('cve 2024 19435',             '"cve 2024 19435"',   true),
        ('i26 0412 ¶ №412 ¶ brand',    '"№412"',             true),
        ('i26 0412 ¶ №412 ¶ brand',    '"0412 brand"',       false),
        ('it''s a \b c:1 d'':2 e*',    '"it''s"',            true),
        ('it''s a \b c:1 d'':2 e*',    '"\b c:1 d'':2 e*"',  true),
        ('it''s a \b c:1 d'':2 e*',    '"a b"',              false),
        ('a & b | c ! d <-> e ( f )',  '"b | c ! d <-> e"',  true),
        ('a & b',                      '"a b"',              false),
        ('日本 語',                      '"日"*',               true),
        ('a',                          '""',                 NULL),
        ('a',                          'a',                  NULL),
        ('a',                          '"a',                 NULL),
        ('a',                          '"a" OR "b"',         NULL),
        ('',                           '"a"',                false)) AS t (tokens, asked, found) LOOP
        IF (tokens_vector(one.tokens) @@ phrase(one.asked)) IS DISTINCT FROM one.found THEN
            RAISE EXCEPTION '% in % gave %', one.asked, one.tokens, tokens_vector(one.tokens) @@ phrase(one.asked);
        END IF;
    END LOOP;
    -- What a tsvector cannot hold is left out without a word, and the rest is found.
    words := repeat('a ', 20000) || 'last ' || repeat('x', 2047) || ' end';
    IF NOT tokens_vector(words) @@ phrase('"last"') OR NOT tokens_vector(words) @@ phrase('"end"') OR
        tokens_vector(words) @@ phrase('"xx"*') OR phrase('"' || repeat('x', 2047) || '"') IS NOT NULL THEN
        RAISE EXCEPTION 'a long text is not found';
    END IF;
    SELECT string_agg('w' || k, ' ') INTO words FROM generate_series(1, 30000) k;
    IF NOT tokens_vector(words) @@ phrase('"w29999"') OR NOT tokens_vector(words) @@ phrase('"w9 w10"') THEN
        RAISE EXCEPTION 'many words are not found';
    END IF;
END
$$;
EOS

# ---- both ways give the same ----------------------------------------------------------------------------

# A plain look, as the owner, with the rule written out once more.
psql -Xq -v ON_ERROR_STOP=1 -d "$url" <<'EOS'
CREATE SCHEMA plain;
GRANT USAGE ON SCHEMA plain TO PUBLIC;
CREATE FUNCTION plain.lines(top bigint, wanted bigint, asked text) RETURNS SETOF bigint LANGUAGE sql
SECURITY DEFINER SET search_path = piket AS $$
    SELECT s.line FROM line_search s JOIN line l ON l.id = s.line JOIN incident i ON i.id = l.incident
     WHERE s.tokens @@ phrase(asked) AND s.line <= top
       AND (EXISTS (SELECT 1 FROM named n WHERE n.incident = i.id AND n.login = session_user::text)
            OR (l.tlp IN ('TLP:GREEN', 'TLP:AMBER') AND i.tlp IN ('TLP:GREEN', 'TLP:AMBER')
                AND (session_user::text LIKE '%officer' OR (l.tlp = 'TLP:GREEN' AND i.tlp = 'TLP:GREEN'))))
     ORDER BY s.line DESC LIMIT wanted
$$;
-- Every third incident, whoever may see it, and each that is red.
CREATE FUNCTION plain.some() RETURNS TABLE (key bigint) LANGUAGE sql SECURITY DEFINER SET search_path = piket AS $$
    SELECT id FROM (SELECT id, tlp, row_number() OVER (ORDER BY id) AS n FROM incident) i
     WHERE n % 3 = 0 OR tlp = 'TLP:RED'
$$;
EOS
for role in officer reader; do
    got=$(psql -XAtq -v ON_ERROR_STOP=1 -d "$(pg_as "$url" "${me}_$role")" <<'EOS'
SET search_path = piket, pg_temp;
SELECT count(*), coalesce(sum(n_found), 0) > 3000, coalesce(string_agg(wrong, '; '), '')
  FROM (SELECT CASE WHEN a.keys IS DISTINCT FROM b.keys
                    THEN format('%s from %s, %s: %s instead of %s', word, top, wanted, a.keys, b.keys) END AS wrong,
               coalesce(cardinality(b.keys), 0) AS n_found
          FROM unnest(ARRAY['"common"', '"rare"', '"seldom"', '"burst"', '"w1"', '"w1 common"', '"w19000"',
                            '"comm"*', '"w19"*', '"none"', '"w1 w1"', '"common burst"', '"seldom common"']) word,
               unnest(ARRAY[9223372036854775807, (3900400000000 << 20)]) top,
               unnest(ARRAY[1, 32, 20000]) wanted,
               LATERAL (SELECT array_agg(k) FROM search_lines(top, wanted, word) k) a (keys),
               LATERAL (SELECT array_agg(k) FROM plain.lines(top, wanted, word) k) b (keys)) AS asked;
EOS
)
    [ "$got" = '78|t|' ] || { echo "not ok, $role: $got" | head -c 2000; exit 1; }
    # Judged many at once: the same incidents, also those that are hidden and those that are not there.
    got=$(psql -XAtq -v ON_ERROR_STOP=1 -d "$(pg_as "$url" "${me}_$role")" <<'EOS'
SET search_path = piket, pg_temp;
SELECT count(*), sum(coalesce(cardinality(b.keys), 0)) > 100, coalesce(string_agg(format('%s: %s instead of %s', word, a.keys, b.keys), '; ')
           FILTER (WHERE a.keys IS DISTINCT FROM b.keys), '')
  FROM (SELECT array_agg(key ORDER BY key DESC) AS keys, string_agg(key::text, ',' ORDER BY key) || ',77' AS asked
          FROM plain.some()) AS given,
       unnest(ARRAY['"common"', '"rare"', '"w1 common"', '"w19"*', '"none"', '""', '"common burst"']) word,
       LATERAL (SELECT array_agg(k.incident) FROM search_among(asked, '', word, 0) k) a (keys),
       LATERAL (SELECT array_agg(DISTINCT k >> 20 ORDER BY k >> 20 DESC) FROM plain.lines(9223372036854775807, 100000, word) k
                 WHERE k >> 20 = ANY (given.keys)) b (keys);
EOS
)
    [ "$got" = '7|t|' ] || { echo "not ok among, $role: $got" | head -c 2000; exit 1; }
done
