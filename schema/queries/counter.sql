-- SPDX-License-Identifier: EUPL-1.2

-- name: counter_next
-- The next number of a series, taken at once: never given twice.   $1 name  $2 year
INSERT INTO counter (name, year, last) VALUES ($1, $2, 1)
ON CONFLICT (name, year) DO UPDATE SET last = counter.last + 1
RETURNING last;

-- name: counter_raise
-- A series never goes back below a number that was given.   $1 name  $2 year  $3 number
INSERT INTO counter (name, year, last) VALUES ($1, $2, $3)
ON CONFLICT (name, year) DO UPDATE SET last = CASE WHEN counter.last < excluded.last
                                                   THEN excluded.last ELSE counter.last END;
