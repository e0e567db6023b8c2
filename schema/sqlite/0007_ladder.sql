-- SPDX-License-Identifier: EUPL-1.2
-- What became of a page is written once and stays.

CREATE TRIGGER page_act_no_update BEFORE UPDATE ON page_act
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER page_act_no_delete BEFORE DELETE ON page_act
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER page_ack_no_update BEFORE UPDATE ON page_ack
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER page_ack_no_delete BEFORE DELETE ON page_ack
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER attempt_no_update BEFORE UPDATE ON attempt
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER page_no_delete BEFORE DELETE ON page
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
