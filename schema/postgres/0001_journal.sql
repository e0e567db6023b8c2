-- SPDX-License-Identifier: EUPL-1.2
-- What PostgreSQL does for the journal: append-only and sealed whatever client writes, full text, and
-- news. Who may do what is in 0004_people.sql.
--
-- Functions are SECURITY DEFINER with a search_path of their own, so nobody can slip tables or
-- operators under them; who works is session_user everywhere, which SET ROLE does not change.

-- ---- append-only --------------------------------------------------------------------------------

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only: what is written stays. Write a line that corrects it.'
        USING ERRCODE = '42501';
END
$$;

CREATE TRIGGER line_no_change BEFORE UPDATE OR DELETE ON line
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER line_text_no_delete BEFORE DELETE ON line_text
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER incident_no_delete BEFORE DELETE ON incident
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER origin_no_delete BEFORE DELETE ON origin
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER counter_no_delete BEFORE DELETE ON counter
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER line_no_truncate BEFORE TRUNCATE ON line EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER line_text_no_truncate BEFORE TRUNCATE ON line_text EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER chain_no_truncate BEFORE TRUNCATE ON chain EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER incident_no_truncate BEFORE TRUNCATE ON incident EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER origin_no_truncate BEFORE TRUNCATE ON origin EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER counter_no_truncate BEFORE TRUNCATE ON counter EXECUTE FUNCTION journal_refuse();

-- ---- the seal, as src/model/seal.c makes it ------------------------------------------------------

-- A part of what is hashed: its length, then its bytes. STABLE, as convert_to is: only so are they
-- written into the expression that uses them instead of being called.
CREATE FUNCTION seal_part(bytes bytea) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN int4send(coalesce(octet_length(bytes), 0)) || coalesce(bytes, ''::bytea);

CREATE FUNCTION seal_text(words text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN int4send(coalesce(octet_length(words), 0)) || coalesce(convert_to(words, 'UTF8'), ''::bytea);

CREATE FUNCTION seal_body(salt bytea, body text, details text) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(seal_text('piket-text-1') || seal_part(salt) || seal_text(body) || seal_text(details));

-- A line fits on the head its chain had, carries the name of who writes it, and is received now.
CREATE FUNCTION line_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    held chain;
    about incident;
    previous bytea := decode(repeat('00', 32), 'hex');
    own text;
    corrected text;
BEGIN
    NEW.received_us := floor(extract(epoch FROM clock_timestamp()) * 1000000);
    -- What Piket itself loads is told in the duty log by Piket.
    IF NEW.author <> session_user::text
        AND NOT (NEW.author = 'piket' AND NEW.incident = 0 AND NEW.category = 'system') THEN
        RAISE EXCEPTION 'A line is written in one''s own name: % cannot write for %. Nothing was saved.',
            session_user, NEW.author USING ERRCODE = '42501';
    END IF;
    IF NEW.incident <> 0 THEN
        SELECT * INTO about FROM incident i WHERE i.id = NEW.incident;
    END IF;
    IF (NEW.id >> 20) <> NEW.incident
        OR (NEW.incident <> 0 AND (NEW.id & 1048575) IS DISTINCT FROM about.last_line) THEN
        RAISE EXCEPTION 'This is not the next line of that journal. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    SELECT * INTO held FROM chain c WHERE c.incident = NEW.incident AND c.origin = NEW.origin;
    IF NEW.no > 1 THEN
        SELECT l.hash INTO previous FROM line l
         WHERE l.incident = NEW.incident AND l.origin = NEW.origin AND l.no = NEW.no - 1;
    END IF;
    SELECT o.uuid INTO own FROM origin o WHERE o.id = NEW.origin;
    SELECT o.uuid INTO corrected FROM origin o WHERE o.id = NEW.corrects_origin;
    IF held.last_no IS DISTINCT FROM NEW.no OR held.head IS DISTINCT FROM NEW.hash
        OR previous IS NULL OR octet_length(NEW.body_hash) <> 32
        OR NEW.hash <> sha256(seal_text('piket-line-1') || seal_part(previous)
            || seal_text(about.uuid) || seal_text(own) || seal_text(NEW.no::text)
            || seal_text(NEW.event_us::text) || seal_text(NEW.event_precision)
            || seal_text(NEW.recorded_us::text) || seal_text(NEW.author) || seal_text(NEW.category)
            || seal_text(NEW.tlp) || seal_part(NEW.body_hash) || seal_text(corrected)
            || seal_text((CASE WHEN NEW.corrects_no > 0 THEN NEW.corrects_no::text END))) THEN
        RAISE EXCEPTION 'The seal of this line does not fit its journal. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER line_check BEFORE INSERT ON line FOR EACH ROW EXECUTE FUNCTION line_check();

-- A text is what its line sealed, or was erased before it came here; and it may only be erased whole.
CREATE FUNCTION line_text_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.line <> OLD.line OR NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
            OR NEW.details IS NOT NULL THEN
            RAISE EXCEPTION 'The journal is append-only: a text can only be erased, whole.'
                USING ERRCODE = '42501';
        END IF;
        DELETE FROM line_search s WHERE s.line = OLD.line; -- erased words are not found either
        RETURN NEW;
    END IF;
    IF NEW.salt IS NULL AND NEW.body IS NULL AND NEW.details IS NULL THEN
        RETURN NEW;
    END IF;
    IF octet_length(NEW.salt) IS DISTINCT FROM 16
        OR NOT EXISTS (SELECT 1 FROM line l WHERE l.id = NEW.line
                          AND l.body_hash = seal_body(NEW.salt, NEW.body, NEW.details)) THEN
        RAISE EXCEPTION 'This text is not what its line sealed. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER line_text_check BEFORE INSERT OR UPDATE ON line_text
    FOR EACH ROW EXECUTE FUNCTION line_text_check();

-- ---- chains ---------------------------------------------------------------------------------------

CREATE FUNCTION chain_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF octet_length(NEW.head) <> 32
        OR NEW.last_no <> (CASE WHEN TG_OP = 'INSERT' THEN 1 ELSE OLD.last_no + 1 END) THEN
        RAISE EXCEPTION 'A chain grows by one line at a time. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.incident <> OLD.incident OR NEW.origin <> OLD.origin) THEN
        RAISE EXCEPTION 'A chain belongs to one incident and one origin. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER chain_check BEFORE INSERT OR UPDATE ON chain
    FOR EACH ROW EXECUTE FUNCTION chain_check();

-- The chain is extended before its line is written, so this looks when the transaction ends.
CREATE FUNCTION chain_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM line l WHERE l.incident = NEW.incident AND l.origin = NEW.origin
                      AND l.no = NEW.last_no AND l.hash = NEW.head) THEN
        RAISE EXCEPTION 'The head of a chain is the hash of its last line. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER chain_holds AFTER INSERT OR UPDATE ON chain
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_holds();

-- ---- incidents, origins and numbers ---------------------------------------------------------------

-- What an incident is called never changes; every change of a field counts, in the name of its maker.
CREATE FUNCTION incident_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
DECLARE
    rest incident;
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.changed_by := session_user::text;
        IF NEW.last_line <> 0 OR NEW.version <> 1 OR NEW.head_tokens <> '' OR NEW.id >> 43 <> 0
            OR NEW.id < 1 THEN
            RAISE EXCEPTION 'A new incident begins with no lines and version 1. Nothing was saved.'
                USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.uuid, NEW.ident, NEW.opened_us, NEW.opened_precision, NEW.recorded_us)
        IS DISTINCT FROM
       (OLD.id, OLD.uuid, OLD.ident, OLD.opened_us, OLD.opened_precision, OLD.recorded_us)
        OR NEW.import_source IS DISTINCT FROM OLD.import_source
        OR NEW.import_id IS DISTINCT FROM OLD.import_id THEN
        RAISE EXCEPTION 'What % is called and when it was opened never changes. Nothing was saved.',
            OLD.ident USING ERRCODE = '42501';
    END IF;
    IF NEW.last_line NOT IN (OLD.last_line, OLD.last_line + 1) THEN
        RAISE EXCEPTION 'The lines of % are counted one by one. Nothing was saved.', OLD.ident
            USING ERRCODE = '42501';
    END IF;
    rest := NEW;
    rest.last_line := OLD.last_line;
    rest.head_tokens := OLD.head_tokens;
    IF rest IS DISTINCT FROM OLD THEN
        IF NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION 'A change of % counts its version up by one. Nothing was saved.', OLD.ident
                USING ERRCODE = '42501';
        END IF;
        NEW.changed_by := session_user::text;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incident_check BEFORE INSERT OR UPDATE ON incident
    FOR EACH ROW EXECUTE FUNCTION incident_check();

-- An incident that counts a line has it.
CREATE FUNCTION incident_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM line l WHERE l.id = (NEW.id << 20) + NEW.last_line) THEN
        RAISE EXCEPTION '% counts a line that was not written. Nothing was saved.', NEW.ident
            USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER incident_counted AFTER UPDATE OF last_line ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.last_line <> OLD.last_line)
    EXECUTE FUNCTION incident_counted();

-- An origin only ever stops being the current one, and there is one.
CREATE UNIQUE INDEX origin_current ON origin (is_current) WHERE is_current = 1;

CREATE FUNCTION origin_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.uuid, NEW.tag, NEW.created_us) IS DISTINCT FROM
       (OLD.id, OLD.uuid, OLD.tag, OLD.created_us) OR NEW.is_current > OLD.is_current THEN
        RAISE EXCEPTION 'What a database is called never changes. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER origin_check BEFORE UPDATE ON origin FOR EACH ROW EXECUTE FUNCTION origin_check();

CREATE FUNCTION counter_check() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    IF NEW.name <> OLD.name OR NEW.year <> OLD.year OR NEW.last < OLD.last THEN
        RAISE EXCEPTION 'A number is given once: a counter never goes back. Nothing was saved.'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER counter_check BEFORE UPDATE ON counter
    FOR EACH ROW EXECUTE FUNCTION counter_check();

-- ---- full text ------------------------------------------------------------------------------------
-- Tokens are made in C, the same for every engine; nobody reads these tables but the functions of
-- 0004_people.sql. fastupdate is off: a search would have to read the list of what waits.

CREATE TABLE head_search (
    incident BIGINT NOT NULL PRIMARY KEY,
    tokens   tsvector NOT NULL
);
CREATE INDEX head_search_tokens ON head_search USING gin (tokens) WITH (fastupdate = off);

CREATE TABLE line_search (
    line   BIGINT NOT NULL PRIMARY KEY,
    tokens tsvector NOT NULL
);
CREATE INDEX line_search_tokens ON line_search USING gin (tokens) WITH (fastupdate = off);
-- What a word's frequency is known by: ten times this many words.
ALTER TABLE head_search ALTER tokens SET STATISTICS 1000;
ALTER TABLE line_search ALTER tokens SET STATISTICS 1000;

CREATE FUNCTION lexeme(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '''' || replace(replace(word, '\', '\\'), '''', '''''') || '''';

-- Both are called with the search_path of the functions that use them, and granted to nobody.
--
-- Tokens, parted by spaces, as a vector: the k-th stands at position k. PostgreSQL keeps 255 places
-- of one word and counts places to 16383; what is behind is found as a word, not inside a phrase. A
-- word longer than 2046 bytes (C cuts at 64) is left out.
CREATE FUNCTION tokens_vector(tokens text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT coalesce(string_agg(lexeme(t.word) || ':' || least(t.k, 16383), ' '), '')::tsvector
              FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS t (word, k)
             WHERE t.word <> '' AND octet_length(t.word) <= 2046);
END
$$;

-- What C asks for, "word word" or "word"*, as a query; NULL when it is neither or asks for nothing.
CREATE FUNCTION phrase(asked text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT CASE WHEN bool_or(octet_length(t.word) > 2046) THEN NULL ELSE
                   (string_agg(lexeme(t.word), ' <-> ' ORDER BY t.k)
                    || CASE WHEN asked LIKE '%*' THEN ':*' ELSE '' END)::tsquery END
              FROM unnest(string_to_array(substring(asked FROM '^"([^"]*)"\*?$'), ' '))
                   WITH ORDINALITY AS t (word, k)
             WHERE t.word <> '');
END
$$;

-- The head of an incident is indexed by whoever may write its head_tokens.
CREATE FUNCTION head_index() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    INSERT INTO head_search (incident, tokens) VALUES (NEW.id, tokens_vector(NEW.head_tokens))
    ON CONFLICT (incident) DO UPDATE SET tokens = excluded.tokens;
    RETURN NULL;
END
$$;
CREATE TRIGGER head_index AFTER UPDATE OF head_tokens ON incident
    FOR EACH ROW WHEN (NEW.head_tokens <> OLD.head_tokens) EXECUTE FUNCTION head_index();

-- ---- news -----------------------------------------------------------------------------------------

-- Everything that changes is told by a line, so this tells every change: the key of its incident.
CREATE FUNCTION line_news() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, piket, pg_temp AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('piket', NEW.incident::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER line_news AFTER INSERT ON line FOR EACH ROW EXECUTE FUNCTION line_news();
