-- SPDX-License-Identifier: EUPL-1.2
-- Whose an origin is. On a server the lines of an outbox are written by its owner alone
-- (schema/postgres/0012_told.sql); in a file it stays empty.

ALTER TABLE origin ADD COLUMN owner TEXT NOT NULL DEFAULT '';  -- login
