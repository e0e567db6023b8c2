#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# piket-watch as a process: once, until a signal, killed and started again, and what is told of it.
. "$(dirname "$0")/lib.sh"
db=$work/data/piket.db
piket=$PIKET_BIN watch=$(dirname "$PIKET_BIN")/piket-watch
on() { PIKET_BIN=$watch run "$@" --db "$db"; }
off() { PIKET_BIN=$piket run "$@" --db "$db"; }
# Until a file holds the text; the watch says so when it is there.
await() {
    timeout 30 grep -qm1 -- "$1" <(tail -n +1 -F --pid=$$ "$2" 2>/dev/null) ||
        fail "$2 never said: $1"
}

on --status; exits 3 "no file"
[ ! -e "$db" ] || fail "a watch made the file"
on --nonsense; exits 2 "option"; tells "--nonsense"
PIKET_BIN=$watch run --help; exits 0 "help"; says "--once"
PIKET_BIN=$watch run --version; exits 0 "version"; says "$PIKET_VERSION"

off log -g Voorbeeldstad -k ransomware -s 4 --aware -1m 'File server encrypted'
off doctor; says "no watch: pages do not go on by themselves"
on --status; exits 1 "no watch yet"; says "no watch"
on --once; exits 0 "once"; says "0 acts done."

# Half a day later: a reminder, once, and late.
export PIKET_TEST_NOW=2026-03-10T14:20:00Z+
on --once; exits 0 "reminder"; says "I26-0001: clock"; says "1 act done."
on --once; says "0 acts done."
off timeline 1; says "Reminder: "; says "Late: due"
on --status --lang nl; exits 1 "stopped"; says "geen wacht sinds"
off db status --json; json '.watch.alive == false and .watch.since != null'

# Two at once, one is killed, one is asked to end.
start() { "$watch" --db "$db" 2>"$work/log.$1" </dev/null & }
start 1; first=$!
await watching "$work/log.1"
on --status; exits 0 "alive"; says "watch since"
off doctor; says "watch since"
start 2; second=$!
await "standing by" "$work/log.2"
on --once; says "Another watch decides here"
kill -9 $first; wait $first 2>/dev/null
on --once; exits 0 "after a kill"
kill -TERM $second; wait $second
code=$?
exits 143 "asked to end"
off verify; exits 0 "verify"
off doctor; says "no watch since"; says "systemctl status piket-watch"
finish
