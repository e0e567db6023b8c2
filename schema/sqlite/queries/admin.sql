-- SPDX-License-Identifier: EUPL-1.2

-- name: admin_size
-- Bytes that the database takes.
SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size();
