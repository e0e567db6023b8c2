#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# How persons are reached, and what is said when no watch sends.
. "$(dirname "$0")/lib.sh"
me=$(id -un)
db=$work/data/piket.db

run log --db "$db" -g Oefendam 'Something'
run notify --db "$db" set me mail 'no address'
[ $code = 2 ] || fail "a bad address"
run notify --db "$db" set me mail j@oefendam.example
[ $code = 0 ] || fail "set"
run notify --db "$db" set nobody mail j@oefendam.example
[ $code = 2 ] || fail "an unknown person"
run notify --db "$db" channels "$me" --json
[[ $out == *'"channel":'*'"bell"'*j@oefendam.example* ]] || fail "channels"
run timeline --db "$db" - --tlp-max amber
[[ $out == *"reached by mail"* && $out != *j@oefendam.example* ]] || fail "a line without the address"
run notify --db "$db" test --wait 1 --json
[ $code = 124 ] || fail "nobody sends"
[[ $out == *'"queued"'* ]] || fail "it waits"
[[ $err == *piket-watch* ]] || fail "that no watch is alive"
run notify --db "$db" list --state queued --json
[ "$(jq '.items | length' <<<"$out")" = 2 ] || fail "list"
run notify --db "$db" list --state failed --json
[ "$(jq '.items | length' <<<"$out")" = 0 ] || fail "list of none"
run notify --db "$db" content title --ceiling amber
[ $code = 0 ] || fail "content"
run notify --db "$db" content --json
[[ $out == *'"title"'*TLP:AMBER* ]] || fail "what content may be"
run notify --db "$db" set me mail off
run notify --db "$db" set me bell off
run notify --db "$db" test --wait 1
[ $code = 2 ] || fail "nothing to test"
finish
