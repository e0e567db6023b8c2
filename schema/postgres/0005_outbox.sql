-- SPDX-License-Identifier: EUPL-1.2
-- A server is nobody's outbox: both tables are read, stay empty, and are written by nobody.

GRANT SELECT ON outbox, outbox_incident TO piket_user;
