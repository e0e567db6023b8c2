-- SPDX-License-Identifier: EUPL-1.2
-- For tests with psql: what the program does in C to report an incident and write a sealed line. The
-- functions run as who calls them, so the server judges each of their statements.
CREATE SCHEMA kit;
GRANT USAGE ON SCHEMA kit TO PUBLIC;

CREATE FUNCTION kit.seal_line(line piket.line, previous bytea) RETURNS bytea LANGUAGE sql
SECURITY DEFINER SET search_path = piket AS $$
    SELECT sha256(seal_text('piket-line-1') || seal_part(previous)
        || seal_text((SELECT i.uuid FROM incident i WHERE i.id = line.incident))
        || seal_text((SELECT o.uuid FROM origin o WHERE o.id = line.origin)) || seal_text(line.no::text)
        || seal_text(line.event_us::text) || seal_text(line.event_precision)
        || seal_text(line.recorded_us::text) || seal_text(line.author) || seal_text(line.category)
        || seal_text(line.tlp) || seal_part(line.body_hash)
        || seal_text((SELECT o.uuid FROM origin o WHERE o.id = line.corrects_origin))
        || seal_text(CASE WHEN line.corrects_no > 0 THEN line.corrects_no::text END))
$$;
CREATE FUNCTION kit.seal_body(salt bytea, body text, details text) RETURNS bytea LANGUAGE sql
SECURITY DEFINER SET search_path = piket AS $$ SELECT piket.seal_body(salt, body, details) $$;

-- Writes a line, of the server or of the origin in kit.origin; its key.
CREATE FUNCTION kit.note(about bigint, says text, label text DEFAULT 'TLP:AMBER',
    who text DEFAULT session_user::text, what text DEFAULT 'note') RETURNS bigint
LANGUAGE plpgsql SET search_path = piket AS $$
DECLARE
    l piket.line;
    n bigint;
    held piket.chain;
    salt bytea := decode(md5(random()::text), 'hex');
    here bigint := coalesce(nullif(current_setting('kit.origin', true), '')::bigint,
                            (SELECT id FROM origin WHERE is_current = 1));
BEGIN
    PERFORM journal_lock(about);
    SELECT * INTO held FROM chain c WHERE c.incident = about AND c.origin = here;
    IF about = 0 THEN
        SELECT coalesce(max(id), 0) + 1 INTO n FROM line WHERE id < 1 << 20;
    ELSE
        UPDATE incident SET last_line = last_line + 1 WHERE id = about RETURNING last_line INTO n;
    END IF;
    l := ROW((about << 20) + n, gen_random_uuid()::text, about, here, coalesce(held.last_no, 0) + 1,
             1700000000000000, 'second', 1700000000000001, 0, who, what, label, NULL, NULL,
             kit.seal_body(salt, says, NULL), NULL);
    l.hash := kit.seal_line(l, coalesce(held.head, decode(repeat('00', 32), 'hex')));
    IF held.last_no IS NULL THEN
        INSERT INTO chain (incident, origin, last_no, head) VALUES (about, here, 1, l.hash);
    ELSE
        UPDATE chain SET last_no = l.no, head = l.hash
         WHERE incident = about AND origin = here AND last_no = l.no - 1 AND head = held.head;
    END IF;
    INSERT INTO line SELECT l.*;
    INSERT INTO line_text (line, salt, body, details) VALUES (l.id, salt, says, NULL);
    PERFORM search_line_put(l.id, lower(says));
    RETURN l.id;
END
$$;

-- Reports an incident with one party and its first line; its key.
CREATE FUNCTION kit.report(called text, about text, label text DEFAULT 'TLP:AMBER',
    stands text DEFAULT 'report') RETURNS bigint
LANGUAGE plpgsql SET search_path = piket AS $$
DECLARE
    key bigint := incident_key_free(3970000000000);
BEGIN
    INSERT INTO incident (id, uuid, ident, status, status_since_us, title, kinds, severity, tlp, tlp_by,
        source, reporter, reporter_role, reporter_phone, caller_verified, personal_data, needs, lead,
        opened_us, opened_precision, occurred_precision, recorded_us, changed_us, changed_by,
        head_tokens, last_line, version)
    VALUES (key, gen_random_uuid()::text, called, stands, 0, about, 1, 2, label, 'default', 'telephone',
        '', '', '', 0, 'unknown', 0, '', 0, 'second', 'second', 0, 0, 'nobody', '', 0, 1);
    INSERT INTO incident_kind (kind, incident) VALUES ('ransomware', key);
    UPDATE incident SET head_tokens = lower(called || ' ' || about) WHERE id = key;
    INSERT INTO party (uuid, incident, org, role, status, impact, needs, need_agreed_by, changed_us,
        version)
    SELECT gen_random_uuid()::text, key, o.id, 'affected', 'possible', '', 0, '', 0, 1
      FROM org o ORDER BY o.id LIMIT 1;
    INSERT INTO clock (uuid, incident, rule, title, due_us, evidence, na_reason, version)
    VALUES (gen_random_uuid()::text, key, 'agreed', 'call ' || about, 5, '', '', 1);
    INSERT INTO action (uuid, incident, no, kind, key, title, owner, due_us, done_by, reason, version)
    VALUES (gen_random_uuid()::text, key, 1, 'own', '', 'do ' || about, '', 5, '', '', 1);
    PERFORM kit.note(key, about, label, session_user::text, 'report');
    RETURN key;
END
$$;
