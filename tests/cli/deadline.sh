#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Deadlines, rules and calling back from the command line: what is said, and the exit codes.
. "$(dirname "$0")/lib.sh"
p() { run "$@" --db "$work/piket.db"; }

p log -g Oefendam -k ransomware -s 4 --aware -30m --caller 'S. de Boer' --phone 06-00000001 'Encrypted'
exits 0 log
p deadline list --json
exits 0 list
json '.schema == "piket.deadline/1" and (.items | length) == 3'
json '.items[0] | .rule == "nis2-24h" and .no == "T2" and (.seconds_left | . > 84500 and . <= 84600) and .state == "running"'
p deadline list state:not_sure --plain
says '72h breach to AP'
never '24h early warning'
p deadline list status:open
exits 2 'a field of another list'

# check: 0, 9 and 10
p deadline check
exits 0 check
p deadline check --warn 24h
exits 9 'check, warn'
p deadline check --warn 48h --crit 24h --json
exits 10 'check, critical'
json '.critical == 1 and .warning == 0 and (.items | length) == 1'
p deadline check --warn soon
exits 2 'no length'

# what became of one
p deadline met 1 T2 --at 03:10 --number 4711
exits 0 met
tells 'number 4711'
p deadline met 1 nis2-24h --number 4712
exits 0 'met again'
p deadline show 1 T2 --json
json '.items[0] | .state == "met" and .evidence == "4711, 4712" and .met == "2026-03-10T02:10:00Z"'
p deadline na 1 T1
exits 8 'without a reason'
p deadline na 1 T1 --reason 'no personal data'
exits 0 na
p deadline open 1 T1
exits 0 open
p deadline unsure 1 T3
exits 0 unsure
p deadline start 1 T3 --at -1h
exits 8 'start without a reason'
p deadline start 1 T3 --at -1h --reason 'heard it later'
exits 0 start
tells '02:44'
p deadline start 1 T9 --at -1h --reason x
exits 3 'no such one'
p deadline add 1 --at +4h 'reply to the region'
exits 0 add
p deadline add 1 'no time'
exits 2 'add without a time'
p deadline check --warn 5h
exits 9 'the agreed one'
p deadline wrong 1
exits 2 'no such verb'

# rules
p rule list
says 'not confirmed'
p rule export -o "$work/rules.csv"
exits 0 export
p rule import "$work/rules.csv" --dry-run
tells '0 new, 0 changed'
sed -n 1p "$work/rules.csv" >"$work/new.csv"
printf 'nis2-24h,early,vroeg,NIS2,awareness_significant,hours,12,,,,2027-01-01,,2026-03-01,,\n' >>"$work/new.csv"
p rule import "$work/new.csv" --dry-run
says '+ nis2-24h'
p rule import "$work/new.csv" --name NL-2027-1
exits 8 'nobody to ask'
p rule import "$work/new.csv" --name NL-2027-1 --yes
exits 0 import
p rule list --json
json '.set == "NL-2027-1" and ([.items[] | select(.key == "nis2-24h")] | length) == 2'
sed 's/hours,12/hours,13/' "$work/new.csv" >"$work/bad.csv"
p rule import "$work/bad.csv" --name x --yes
exits 2 'counts otherwise'
tells 'Row 2'
p rule import "$work/piket.db" --name x --yes
exits 2 'no table'
p rule show nis2-24h
says '12 hours'
p rule show nothing
exits 3 'no rule'

# calling back
p contact verify 1
exits 0 verify
says 'NOT VERIFIED'
tells 'public switchboard'
p contact verify 1 verified --number '+31 6 0000 0001'
exits 2 "the caller's own"
tells 'proves nothing'
p timeline 1 --for Oefendam
exits 8 'nobody called back'
p timeline 1 --for Oefendam --tlp-max clear
exits 8 'the incident itself'
p contact verify 1 unknown --number '070 000 00 70'
exits 0 abuse
tells 'POSSIBLE ABUSE'
p show 1
says 'possible abuse'
p contact verify 1 1 --number '070 000 00 70' --reason 'switchboard'
exits 0 verified
p contact verify 1 --json
json '.state == "verified" and (.state_at | startswith("2026-03-10T02:1"))'
p timeline 1 --for Oefendam
exits 5 'a stranger to us'
p verify
exits 0 chain
finish
