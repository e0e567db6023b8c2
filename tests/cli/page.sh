#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Pages and ladders from the command line: raised, acknowledged, tried, escalated, made an incident of.
. "$(dirname "$0")/lib.sh"
db=$work/data/piket.db

run list --db "$db" --pages --check
[ $code = 0 ] || fail "no page waits: $code"
run page raise --db "$db" --source soc 'Beaconing from 10.0.0.7'
[ $code = 0 ] || fail "raise"
run list --db "$db" --pages --check
[ $code = 11 ] || fail "a page waits: $code"
run page list --db "$db" --json
[[ $out == *'piket.pages/1'* && $out == *'"source": "soc"'* && $out == *'"unacknowledged": 1'* ]] || fail "list as JSON"
run ack --db "$db" 99
[ $code = 3 ] || fail "no such page: $code"
run ack --db "$db" 1 --name nobody --reason x
[ $code = 2 ] || fail "for somebody who is not here: $code"
run ack --db "$db" 1
[ $code = 0 ] || fail "ack"
run list --db "$db" --pages --check
[ $code = 0 ] || fail "acknowledged: $code"
run log --db "$db" --page 1 -g Voorbeeldstad -s 4
[ $code = 0 ] || fail "an incident of it"
run timeline --db "$db" 1
[[ $out == *'Beaconing from 10.0.0.7'* ]] || fail "the original text is kept"
run page show --db "$db" 1
[ $code = 0 ] || fail "show"
run escalate --db "$db" 1 --dry-run
[ $code = 0 ] || fail "a look"
run escalate --db "$db" 1 --no-input
[ $code = 8 ] || fail "it asks: $code"
run escalate --db "$db" 1 --yes
[ $code = 0 ] || fail "the next rung"
run attempt --db "$db" 1 2
[ $code = 0 ] || fail "attempt"
run attempt --db "$db" 1 perhaps
[ $code = 2 ] || fail "no such result: $code"
run page close --db "$db" 1
[ $code = 0 ] || fail "close"

run ladder export --db "$db"
[ $code = 0 ] || fail "export"
cp "$work/out" "$work/ladders.csv"
run ladder import --db "$db" "$work/ladders.csv" --dry-run
[ $code = 0 ] || fail "what was exported can be imported"
run ladder import --db "$db" "$work/ladders.csv"
[ $code = 0 ] || fail "import"
printf 'ladder,name_en,name_nl,rounds,call\nlus,L,L,0,duty:officer\n' >"$work/bad.csv"
run ladder import --db "$db" "$work/bad.csv"
[ $code = 2 ] || fail "a ladder without an end: $code"
[[ $err == *"no end"* ]] || fail "it says why"
run ladder check --db "$db"
[ $code = 0 ] || fail "check"
run verify --db "$db" --quiet
[ $code = 0 ] || fail "the journal holds"
finish
