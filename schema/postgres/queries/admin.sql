-- SPDX-License-Identifier: EUPL-1.2

-- name: admin_size
-- Bytes that the database takes.
SELECT pg_database_size(current_database());
