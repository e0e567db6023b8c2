# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# Sourced by shell tests that use the PostgreSQL server of the test run.
#
#   url=$(pg_database) || pg_skip     the address of a new, empty database
#   query "$url" 'SELECT 1'           rows, columns parted by |

pg_server() { # the address of the server; 1 when there is none
    local url=${PIKET_TEST_PG:-}
    if [ -z "$url" ] && [ -s "${PIKET_TEST_PG_FILE:-}" ]; then url=$(cat "$PIKET_TEST_PG_FILE"); fi
    [ -n "$url" ] && printf '%s\n' "$url"
}

pg_database() {
    local url name
    url=$(pg_server) || return 1
    name=piket_$$_$(od -An -N6 -tx1 /dev/urandom | tr -d ' ')
    # Nothing is synced here, so copying files is quicker than logging every page.
    query "$url" "CREATE DATABASE $name TEMPLATE template0 STRATEGY file_copy" >/dev/null || return 1
    # The name of the database is between the last / and the first ?.
    case $url in
    *\?*) printf '%s/%s?%s\n' "${url%/*\?*}" "$name" "${url#*\?}" ;;
    *) printf '%s/%s\n' "${url%/*}" "$name" ;;
    esac
}

pg_skip() {
    echo "skipped: no PostgreSQL server is installed on this machine"
    exit 77
}

query() { psql -XqAt -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }

# Roles belong to the whole server; other tests make the same ones at this moment.
roles() { exec 8>"${TMPDIR:-/tmp}/piket-test-roles.lock"; flock 8; "$@"; exec 8>&-; }
