-- SPDX-License-Identifier: EUPL-1.2
-- How long ago a watch gave a sign of life: by the server's own clock.

-- name: watch_get
-- $1 job  $2 now, of who asks: not used
SELECT holder, login, host, boot, pid, first_us, since_us, beat_us, beats,
       floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint - beat_us + 0 * $2
  FROM watch WHERE job = $1;
