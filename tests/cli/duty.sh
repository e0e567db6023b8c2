#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# piket duty: what it prints, its exit codes, and sentences for what cannot be.
. "$(dirname "$0")/lib.sh"
export PIKET_TEST_NOW=2026-03-10T02:14:00Z

run duty show --json
exits 0 "line $LINENO"
json '.items == []'
run duty gaps --check
exits 10 "line $LINENO"
run person add jdevries --name 'J. de Vries' && run person add mbakker --name 'M. Bakker'
run duty pattern add officer week fri 17:00 --from 2026-03-01 --persons 'jdevries, mbakker'
exits 0 "line $LINENO"
run duty gaps --check
exits 0 "line $LINENO"
run duty pattern end 1 --at 'fri 20-3 17:00'
exits 0 "line $LINENO"
run duty gaps --check --json
exits 9 "line $LINENO"
json '.items[0].kind == "gap" and .items[0].from == "2026-03-20T16:00:00Z"'
run duty take --until 08:00
exits 0 "line $LINENO"
run duty show --json
json '.items[0].source == "take" and .items[0].until == "2026-03-10T07:00:00Z"'
run duty take
exits 2 "line $LINENO"
run duty swap officer '12-3-2026 12:00' '14-3-2026 12:00'
exits 0 "line $LINENO"
run duty list --json
json '[.items[] | select(.source == "swap")] | length == 2'
run duty drop 1
exits 0 "line $LINENO"
run duty drop 1
exits 3 "line $LINENO"
run duty fairness --json
json '.items | length == 2'
run duty holiday add 2026-04-06 Paasdag --persons mbakker
exits 0 "line $LINENO"
run duty holiday list --json
json '.items[0].day == "2026-04-06"'
for wrong in 'pattern add backup day 08:00 --persons mbakker --zone Nergens/X' \
    'pattern add backup day 25:00 --persons mbakker' 'pattern add backup day 08:00 --persons nemo' \
    'show --at 2026-03-29T02:30' 'set officer nemo --until 08:00' 'set officer mbakker' 'nonsense' \
    'list --from 2026-03-10 --to 2026-03-01'; do
    # shellcheck disable=SC2086 # words
    run duty $wrong
    exits 2 "line $LINENO"
done
finish
