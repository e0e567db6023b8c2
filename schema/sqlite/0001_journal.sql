-- SPDX-License-Identifier: EUPL-1.2
-- What SQLite alone can do for the journal: append-only triggers and full text.

CREATE TRIGGER line_no_update BEFORE UPDATE ON line
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER line_no_delete BEFORE DELETE ON line
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- INSERT OR REPLACE would delete without asking the trigger above.
CREATE TRIGGER line_no_replace BEFORE INSERT ON line
WHEN EXISTS (SELECT 1 FROM line WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM line WHERE incident = NEW.incident AND origin = NEW.origin AND no = NEW.no)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- A text may only be erased, whole.
CREATE TRIGGER line_text_only_erase BEFORE UPDATE ON line_text
WHEN NEW.body IS NOT NULL OR NEW.details IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.line <> OLD.line
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER line_text_no_delete BEFORE DELETE ON line_text
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER line_text_no_replace BEFORE INSERT ON line_text
WHEN EXISTS (SELECT 1 FROM line_text WHERE line = NEW.line)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- Tokens are made in C, the same for every engine, so the tokeniser only splits on spaces.
-- Titles and names carry a prefix index; lines do not (it would multiply their index by 2.7).
-- A prefix of another length is asked for by its longest indexed beginning and then checked: FTS5
-- gathers every hit of a prefix that has no index before it gives the first.
CREATE VIRTUAL TABLE head_fts USING fts5(tokens, content='', columnsize=0, prefix='1 2 3 4 6 8', tokenize='ascii');
CREATE VIRTUAL TABLE line_fts USING fts5(tokens, content='', columnsize=0, tokenize='ascii');

-- The vocabulary of the lines with the number of lines each word is in: verifying counts both ways.
CREATE VIRTUAL TABLE line_vocab USING fts5vocab(line_fts, row);

-- A writer never pays for a merge: small steps run when the console is idle.
INSERT INTO line_fts (line_fts, rank) VALUES ('automerge', 0);
INSERT INTO line_fts (line_fts, rank) VALUES ('crisismerge', 1000);
INSERT INTO head_fts (head_fts, rank) VALUES ('automerge', 0);
INSERT INTO head_fts (head_fts, rank) VALUES ('crisismerge', 1000);
