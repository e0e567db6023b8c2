#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# piket person on a server: by who looks after the server and is no person, and by an admin.
. "$(dirname "$0")/../cli/lib.sh"
. "$(dirname "$0")/../support/pg.sh"
. "$(dirname "$0")/../support/pg_schema.sh"
url=$(pg_database) || pg_skip
case $url in *user=postgres*) ;; *) echo "skipped: persons are told apart by user=postgres"; exit 77 ;; esac
beheer=beheer_$$ anna=anna_$$

roles run db init --db "$url"; exits 0 init
roles run person add "$beheer" --name 'B. Beheer' --role admin --db "$url"; exits 0 "the first admin"
run note - 'by nobody' --db "$url"; exits 5 "who keeps the server writes nothing else"
admin=$(pg_as "$url" "$beheer")
roles run person add "$anna" --name 'Anna de Vries' --role officer --db "$admin"; exits 0 "add by an admin"
roles run person add "$anna" --db "$admin"; [ "$code" != 0 ] || fail "added twice"
roles run person role "$anna" +lead --ceiling amber --db "$admin"; exits 0 role
run person list --json --db "$admin"; exits 0 list
json ".items | any(.login == \"$anna\" and (.roles | index(\"lead\")) and .active)"
[ "$(query "$url" "SELECT pg_has_role('$anna', 'piket_lead', 'MEMBER')")" = t ] || fail "no group"
roles run person add x_$$ --db "$(pg_as "$url" "$anna")"; exits 5 "a lead adds nobody"
roles run person role "$beheer" -admin --db "$admin"; [ "$code" != 0 ] || fail "the last admin stays one"
roles run person off "$anna" --db "$admin"; exits 0 off
run list --db "$(pg_as "$url" "$anna")"; [ "$code" != 0 ] || fail "who is off still gets in"
roles run person on "$anna" --db "$admin"; exits 0 on
run list --db "$(pg_as "$url" "$anna")"; exits 0 "who is on again gets in"
run list --db "$admin"; exits 5 "an admin alone reads nothing"
finish
