-- SPDX-License-Identifier: EUPL-1.2
-- What a search costs, known better; and searching in a range, by the rules of 0004_people.sql of who
-- may see what.

-- How many rows the index must look into at most: those that have the rarest of the words. Statistics
-- take words for independent, so of a phrase they expect far fewer.
CREATE FUNCTION search_bound(heads boolean, asked text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    one text;
    part tsquery;
    n bigint;
    least_n bigint;
    all_words constant text[] := string_to_array(substring(asked FROM '^"([^"]*)"'), ' ');
BEGIN
    FOR k IN 1 .. coalesce(cardinality(all_words), 0) LOOP
        one := all_words[k];
        part := phrase('"' || one || '"' || CASE WHEN asked LIKE '%*' AND k = cardinality(all_words)
                                                 THEN '*' ELSE '' END);
        CONTINUE WHEN part IS NULL;
        n := search_expect(heads, part);
        least_n := least(least_n, n);
        EXIT WHEN k = 8 OR least_n < 1000;
    END LOOP;
    RETURN coalesce(least_n, 0);
END
$$;

-- Within a range of keys, oldest first: always along the keys, never through the whole index.
CREATE OR REPLACE FUNCTION search_lines_between(low bigint, high bigint, asked text, wanted bigint)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, piket, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off SET enable_seqscan = off AS $$
DECLARE
    words tsquery := phrase(asked);
    labels text[] := my_labels();
    mine bigint[] := my_named();
BEGIN
    IF words IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT h.line FROM (SELECT t.line FROM line_search t
                             WHERE t.line >= low AND t.line <= high AND t.tokens @@ words
                             ORDER BY t.line OFFSET 0) h
         WHERE (SELECT CASE WHEN l.incident = 0
                              THEN l.tlp = ANY (labels) OR (l.author = session_user::text AND labels <> '{}')
                              ELSE (l.tlp = ANY (labels) AND i.tlp = ANY (labels)) OR l.incident = ANY (mine) END
                         FROM line l LEFT JOIN incident i ON i.id = l.incident WHERE l.id = h.line)
         LIMIT wanted;
END
$$;
