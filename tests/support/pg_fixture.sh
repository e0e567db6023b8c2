#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# ctest's fixture: pg_fixture.sh start|stop FILE. FILE gets the address of a new cluster, or stays
# empty when this machine has no PostgreSQL server (or when the caller brought one himself). The
# cluster goes with the ctest that called this, also when that is interrupted. Ran in one build
# folder twice at once, each ctest still removes only what it made.
set -euo pipefail
cluster=$(dirname "${BASH_SOURCE[0]}")/cluster.sh
file=$2

case $1 in
start)
    # ctest --repeat calls this again and again before the tests.
    if [ -s "$file.$PPID" ] && dir=$(cat "$file.$PPID") && [ -S "$dir/.s.PGSQL.5432" ]; then
        bash "$cluster" url "$dir" >"$file"
        exit 0
    fi
    : >"$file"
    for left in "$file".*; do # of runs that were killed
        if [ -e "$left" ] && ! kill -0 "${left##*.}" 2>/dev/null; then rm -f "$left"; fi
    done
    if [ -n "${PIKET_TEST_PG:-}" ]; then
        echo "PIKET_TEST_PG names a server; no other is started."
        exit 0
    fi
    if ! bash "$cluster" bin >/dev/null; then
        echo "There is no PostgreSQL server here (initdb was not found): what needs it is skipped."
        exit 0
    fi
    dir=$(bash "$cluster" folder)
    bash "$cluster" start "$dir" --watch "$PPID" || { bash "$cluster" remove "$dir"; exit 1; }
    printf '%s\n' "$dir" >"$file.$PPID"
    bash "$cluster" url "$dir" >"$file"
    ;;
stop)
    if [ -s "$file.$PPID" ]; then
        dir=$(cat "$file.$PPID")
        rm -f "$file.$PPID"
        if grep -qF "$dir" "$file"; then : >"$file"; fi
        bash "$cluster" remove "$dir"
    fi
    ;;
esac
