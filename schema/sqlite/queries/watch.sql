-- SPDX-License-Identifier: EUPL-1.2
-- How long ago a watch gave a sign of life: by the clock of this computer.

-- name: watch_get
-- $1 job  $2 now
SELECT holder, login, host, boot, pid, first_us, since_us, beat_us, beats, $2 - beat_us
  FROM watch WHERE job = $1;
