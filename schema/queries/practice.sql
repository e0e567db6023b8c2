-- SPDX-License-Identifier: EUPL-1.2
-- name: practice_forget_contacts
-- Empties the register of a practice file: contacts first.
DELETE FROM contact WHERE id > 0;

-- name: practice_forget_aliases
-- Then the other names.
DELETE FROM org_alias WHERE id > 0;

-- name: practice_forget_members
-- Then what belongs to a region.
DELETE FROM org WHERE region IS NOT NULL;

-- name: practice_forget_orgs
-- Then the rest.
DELETE FROM org WHERE id > 0;

-- name: practice_count_incidents
-- Whether there is anything that a practice week must not be mixed with.
SELECT count(*) FROM (SELECT id FROM incident LIMIT 1) AS some;
