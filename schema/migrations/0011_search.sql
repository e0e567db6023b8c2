-- SPDX-License-Identifier: EUPL-1.2
-- Nothing that both engines share: functions that search on a server, in schema/postgres.
SELECT 1;
