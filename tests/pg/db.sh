#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# piket db on a server: made, looked at, and a database out of a dump gets an origin of its own.
. "$(dirname "$0")/../cli/lib.sh"
. "$(dirname "$0")/../support/pg.sh"
one=$(pg_database) || pg_skip
two=$(pg_database)

run db status --db "$one" --json; exits 0 "status of an empty database"
json '.engine == "postgresql" and .schema_version == 0 and (.troubles | length == 1) and .bytes > 0'
run db migrate --db "$one"; exits 3 "migrate an empty database"
roles run db init --db "$one"; exits 0 init; tells 'person add'
run db init --db "$one" --json; exits 0 "init again"; json '.made == false'
run db migrate --db "$one"; exits 0 migrate; tells 'up to date'
run db status --db "$one" --verbose --json; exits 0 status
json '.schema_version == .schema_needed and .troubles == [] and (.head | length == 64) and (.origin | length == 36)'
head=$(jq -r .head "$work/out") origin=$(jq -r .origin "$work/out")
run doctor --db "$one" --json; json '.server != null and .data_schema != "0"'
run doctor --db "postgresql://localhost:1/nowhere" --json; json '.findings | any(.about == "server")'
run db status --db "postgresql://localhost:1/nowhere"; exits 7 "a server that is not there"
run db backup "$work/x" --db "$one"; exits 2 "backup of a server"; tells pg_dump
[ ! -e "$work/x" ] || fail "a backup of a server was made"

pg_dump -Fc -d "$one" -f "$work/one.dump" && pg_restore --exit-on-error -d "$two" "$work/one.dump" ||
    fail "pg_dump and pg_restore"
run db restore "$work/one.dump" --db "$two" --replace --yes; exits 2 "replacing on a server"
run db restore "$work/nonsuch" --db "$two"; exits 7 "a dump that is not there"
run db restore "$work/one.dump" --db "$two" --head 0123456789abcdef; exits 12 "another head"
run db status --db "$two" --json; json ".origin == \"$origin\""
roles run db restore "$work/one.dump" --db "$two" --head "$head" --json; exits 0 restore
json ".head == \"$head\" and .aside == null"
[ "$(jq -r .origin "$work/out")" != "$origin" ] || fail "the origin was not renewed"
[ "$(query "$two" "SELECT count(*) FROM piket.origin WHERE is_current = 1")" = 1 ] || fail "not one current origin"
roles query "$two" "SELECT piket.person_set('db_$$', 'A. Jansen', 'aj', 'admin coordinator', 'TLP:GREEN', 1)" >/dev/null
case $two in
*user=postgres*)
    run db restore "$work/one.dump" --db "${two/user=postgres/user=db_$$}"; exits 5 "restore by a person"
    tells "superuser"
    ;;
esac

query "$two" "SELECT body FROM piket.line_text ORDER BY line DESC LIMIT 1" | grep -q 'Restored from the backup' ||
    fail "the duty log does not tell"
query "$two" "SELECT has_database_privilege('public', current_database(), 'CONNECT')" | grep -qx f ||
    fail "everybody may connect to what came out of a dump"
case $two in
*user=postgres*)
    # Whoever takes the own rights away still tells of it; who is no person hears whom to ask.
    me=${two/user=postgres/user=db_$$}
    run person off "db_$$" --db "$me"; exits 2 "the last admin"
    roles run person add "db2_$$" --role admin --db "$me"; exits 0 "another admin"
    roles run person off "db_$$" --db "$me"; exits 0 "switching oneself off"; tells 'no longer work here'
    me=${two/user=postgres/user=db2_$$}
    run person list --db "$me" --json; json ".items | any(.login == \"db_$$\" and .active == false)"
    roles run person add "db3_$$" --role admin --db "$me"; exits 0 "a third admin"
    roles run person role "db2_$$" -admin --db "$me"; exits 0 "giving up one's last role"
    roles query "$two" "CREATE ROLE db4_$$ LOGIN"
    run list --db "${two/user=postgres/user=db4_$$}"; exits 5 "a stranger"
    tells 'piket person add'
    ;;
esac

# An init that broke off after the schema is finished by the next.
three=$(pg_database)
roles run db init --db "$three"; exits 0 "init of a third"
query "$three" "SET session_replication_role = replica; SET search_path = piket;
    DELETE FROM line_search; DELETE FROM line_text; DELETE FROM line; DELETE FROM chain; DELETE FROM origin; DELETE FROM reference_set" >/dev/null
roles run db init --db "$three" --json; exits 0 "init finished"; json '.made == true'
run db status --db "$three" --json; json '.origin | length == 36'
run db init --db "$three" --json; exits 0 "init once more"; json '.made == false'
finish
