-- SPDX-License-Identifier: EUPL-1.2
-- Text together with something else: incidents that something else gave are judged many at once.
-- And statistics that cost little to ask.

-- The planner unpacks the whole list of words each time it is asked: ten times 1000 of them took a
-- millisecond, five times what it saved. A word outside the list is in less than one of 2,000 lines.
ALTER TABLE head_search ALTER tokens SET STATISTICS 200;
ALTER TABLE line_search ALTER tokens SET STATISTICS 200;

-- Which of the incidents have the words: in how 1 their head has, 2 one of their lines. keys: with
-- commas. With head_enough a line is not looked for where the head has them. What may not be seen is
-- not found, by the rules of search_heads and search_lines.
CREATE FUNCTION search_among(keys text, head text, lines text, head_enough bigint)
RETURNS TABLE (incident bigint, how bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, piket, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off SET enable_seqscan = off AS $$
DECLARE
    wanted bigint[] := string_to_array(keys, ',')::bigint[];
    head_words tsquery := phrase(head);
    line_words tsquery := phrase(lines);
    labels text[] := my_labels();
    mine bigint[] := my_named();
BEGIN
    RETURN QUERY
        SELECT f.id, f.found FROM
            (SELECT s.id, CASE
                WHEN head_enough <> 0
                     AND (SELECT t.tokens @@ head_words FROM head_search t WHERE t.incident = s.id) THEN 1::bigint
                WHEN EXISTS (SELECT 1 FROM line_search t
                              WHERE t.line >= s.id << 20 AND t.line < (s.id + 1) << 20
                                AND t.tokens @@ line_words
                                AND (s.named OR (SELECT l.tlp = ANY (labels) FROM line l WHERE l.id = t.line)))
                     THEN 2::bigint
                WHEN head_enough = 0
                     AND (SELECT t.tokens @@ head_words FROM head_search t WHERE t.incident = s.id) THEN 1::bigint
                ELSE 0::bigint END AS found
               FROM (SELECT i.id, i.id = ANY (mine) AS named FROM unnest(wanted) AS k (id)
                       JOIN piket.incident i ON i.id = k.id
                      WHERE i.tlp = ANY (labels) OR i.id = ANY (mine) OFFSET 0) s OFFSET 0) f
         WHERE f.found > 0 ORDER BY f.id DESC;
END
$$;
REVOKE EXECUTE ON FUNCTION search_among(text, text, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_among(text, text, text, bigint) TO piket_user;

-- How many rows a walk may take: what the index would cost. A few hundred hits are gathered at once.
CREATE FUNCTION search_budget(heads boolean, asked text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    n bigint := search_bound(heads, asked);
BEGIN
    RETURN CASE WHEN n < 500 THEN 0 ELSE 8 * n END;
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
    free_of_charge constant bigint := 256; -- rows: what asking the statistics costs
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
            budget := search_budget(false, asked);
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
    free_of_charge constant bigint := 256; -- rows: what asking the statistics costs
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
            budget := search_budget(true, asked);
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
