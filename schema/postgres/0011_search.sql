-- SPDX-License-Identifier: EUPL-1.2
-- Searching newest first, with what it costs known better. The functions of 0004_people.sql, whose
-- rules of who may see what stand here unchanged.

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

-- Newest first. A frequent word is found by walking down the keys, in growing steps; a rare one by
-- the index, whose hits must all be gathered before the newest is known. A hit that is gathered costs
-- as much as eight or more rows that are walked over, and the walk ends where it has cost what the
-- index would, so the dearer way is never taken far; statistics say what that is.
CREATE OR REPLACE FUNCTION search_lines(top bigint, wanted bigint, asked text) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, piket, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    words tsquery := phrase(asked);
    labels text[] := my_labels();
    mine bigint[] := my_named();
    free_of_charge constant bigint := 1280; -- rows: what asking the statistics costs
    budget bigint := free_of_charge;
    step bigint := 256;
    n_walked bigint := 0;
    n_seen bigint;
    n_left bigint := wanted;
    below bigint := top;
    low bigint;
    n_found bigint;
BEGIN
    IF words IS NULL OR wanted < 1 THEN
        RETURN;
    END IF;
    WHILE n_walked < budget LOOP
        RETURN QUERY
            SELECT s.line FROM (SELECT t.line, t.tokens FROM line_search t WHERE t.line <= below
                                  ORDER BY t.line DESC LIMIT step) s
             WHERE s.tokens @@ words
               AND (SELECT CASE WHEN l.incident = 0
                              THEN l.tlp = ANY (labels) OR (l.author = session_user::text AND labels <> '{}')
                              ELSE (l.tlp = ANY (labels) AND i.tlp = ANY (labels)) OR l.incident = ANY (mine) END
                         FROM line l LEFT JOIN incident i ON i.id = l.incident WHERE l.id = s.line)
             LIMIT n_left;
        GET DIAGNOSTICS n_found = ROW_COUNT;
        n_left := n_left - n_found;
        IF n_left = 0 THEN
            RETURN;
        END IF;
        SELECT count(*), min(s.line) INTO n_seen, low
          FROM (SELECT t.line FROM line_search t WHERE t.line <= below
                 ORDER BY t.line DESC LIMIT step) s;
        IF n_seen < step THEN
            RETURN;
        END IF;
        n_walked := n_walked + n_seen;
        IF n_walked = free_of_charge THEN
            budget := 8 * search_bound(false, asked);
        END IF;
        below := low - 1;
        step := least(step * 4, 16384, budget - n_walked);
    END LOOP;
    -- The bound of the keys stands outside: inside, the planner would gather all keys below it too.
    RETURN QUERY
        WITH hits AS MATERIALIZED (SELECT t.line FROM line_search t WHERE t.tokens @@ words)
        SELECT h.line FROM (SELECT f.line FROM hits f WHERE f.line <= below
                             ORDER BY f.line DESC OFFSET 0) h
         WHERE (SELECT CASE WHEN l.incident = 0
                              THEN l.tlp = ANY (labels) OR (l.author = session_user::text AND labels <> '{}')
                              ELSE (l.tlp = ANY (labels) AND i.tlp = ANY (labels)) OR l.incident = ANY (mine) END
                         FROM line l LEFT JOIN incident i ON i.id = l.incident WHERE l.id = h.line)
         LIMIT n_left;
END
$$;

CREATE OR REPLACE FUNCTION search_heads(top bigint, wanted bigint, asked text) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, piket, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    words tsquery := phrase(asked);
    labels text[] := my_labels();
    mine bigint[] := my_named();
    free_of_charge constant bigint := 1280; -- rows: what asking the statistics costs
    budget bigint := free_of_charge;
    step bigint := 256;
    n_walked bigint := 0;
    n_seen bigint;
    n_left bigint := wanted;
    below bigint := top;
    low bigint;
    n_found bigint;
BEGIN
    IF words IS NULL OR wanted < 1 THEN
        RETURN;
    END IF;
    WHILE n_walked < budget LOOP
        RETURN QUERY
            SELECT s.incident FROM (SELECT t.incident, t.tokens FROM head_search t WHERE t.incident <= below
                                  ORDER BY t.incident DESC LIMIT step) s
             WHERE s.tokens @@ words
               AND (SELECT i.tlp = ANY (labels) OR i.id = ANY (mine) FROM incident i WHERE i.id = s.incident)
             LIMIT n_left;
        GET DIAGNOSTICS n_found = ROW_COUNT;
        n_left := n_left - n_found;
        IF n_left = 0 THEN
            RETURN;
        END IF;
        SELECT count(*), min(s.incident) INTO n_seen, low
          FROM (SELECT t.incident FROM head_search t WHERE t.incident <= below
                 ORDER BY t.incident DESC LIMIT step) s;
        IF n_seen < step THEN
            RETURN;
        END IF;
        n_walked := n_walked + n_seen;
        IF n_walked = free_of_charge THEN
            budget := 8 * search_bound(true, asked);
        END IF;
        below := low - 1;
        step := least(step * 4, 16384, budget - n_walked);
    END LOOP;
    -- The bound of the keys stands outside: inside, the planner would gather all keys below it too.
    RETURN QUERY
        WITH hits AS MATERIALIZED (SELECT t.incident FROM head_search t WHERE t.tokens @@ words)
        SELECT h.incident FROM (SELECT f.incident FROM hits f WHERE f.incident <= below
                             ORDER BY f.incident DESC OFFSET 0) h
         WHERE (SELECT i.tlp = ANY (labels) OR i.id = ANY (mine) FROM incident i WHERE i.id = h.incident)
         LIMIT n_left;
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
