#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What pg.sh gives to tests in shell: an empty database each time.
. "$(dirname "$0")/../support/pg.sh"
set -euo pipefail
first=$(pg_database) || pg_skip
second=$(pg_database)
query "$first" 'CREATE TABLE here (x int)'
[ "$(query "$first" "SELECT to_regclass('here') IS NULL")" = f ]
[ "$(query "$second" "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")" = 0 ]
