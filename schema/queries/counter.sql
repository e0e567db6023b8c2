-- SPDX-License-Identifier: EUPL-1.2

-- name: counter_next
-- The next number of a series, taken at once: never given twice.   $1 name  $2 year
INSERT INTO counter (name, year, last) VALUES ($1, $2, 1)
ON CONFLICT (name, year) DO UPDATE SET last = counter.last + 1
RETURNING last;

-- name: counter_get
-- The number that was given last; no row before the first.   $1 name  $2 year
SELECT last FROM counter WHERE name = $1 AND year = $2;
