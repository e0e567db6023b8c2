#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A pair of servers: the standby has what was committed, and takes over under the same address.
. "$(dirname "$0")/../support/pg.sh"
set -euo pipefail
cluster=$(dirname "$0")/../support/cluster.sh
bash "$cluster" bin >/dev/null || pg_skip

dir=$(bash "$cluster" folder)
trap 'bash "$cluster" remove "$dir"' EXIT
is() { # got, wanted, what
    [ "$1" = "$2" ] || { echo "not ok: $3: '$1' instead of '$2'"; exit 1; }
}
bash "$cluster" pair-start "$dir" --tcp --sync --watch $$
pair=$(bash "$cluster" url "$dir" pair) two=$(bash "$cluster" url "$dir" two)

query "$(bash "$cluster" url "$dir" tcp)" "CREATE TABLE kept (x int)"
# Only with remote_apply does a commit wait until the standby shows it.
query "$pair" "SET synchronous_commit = remote_apply; INSERT INTO kept VALUES (1)"
is "$(query "$two" 'SELECT pg_is_in_recovery(), x FROM kept')" 't|1' 'the standby'
if query "$two" 'INSERT INTO kept VALUES (2)' 2>/dev/null; then is written refused 'a standby'; fi

bash "$cluster" kill "$dir" one
if query "$pair" 'SELECT 1' >/dev/null 2>&1; then is answered refused 'a pair without a primary'; fi
bash "$cluster" promote "$dir"
query "$pair" 'INSERT INTO kept VALUES (3)'
is "$(query "$pair" 'SELECT pg_is_in_recovery(), sum(x) FROM kept')" 'f|4' 'the new primary'

bash "$cluster" remove "$dir"
[ ! -e "$dir" ] || is there gone "$dir"
