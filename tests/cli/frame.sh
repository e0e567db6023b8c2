#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The frame: help, version, doctor, suggestions, languages, exit codes of wrong use, no console
# without a terminal. Nothing of it makes a file.
. "$(dirname "$0")/lib.sh"

run version; exits 0 version; says "$PIKET_VERSION"
run --version; exits 0 --version; says "$PIKET_VERSION"
run version --json; json ".schema == \"piket.version/1\" and .version == \"$PIKET_VERSION\""
run --help; exits 0 --help; says "timeline"; [ -z "$err" ] || fail "--help: stderr not empty"
run -h; exits 0 -h
run help; exits 0 help
verbs=$(awk '/^Verbs:/{on=1;next} /^$/{on=0} on && /^  [a-z]/{print $1}' "$work/out")
[ "$(wc -w <<<"$verbs")" -ge 16 ] || fail "help names too few verbs"
for verb in $verbs; do
    run help "$verb"; exits 0 "help $verb"; says "piket $verb"; says "Examples:"
    run "$verb" --help; exits 0 "$verb --help"; says "piket $verb"
    run "$verb" --nonsuch; exits 2 "$verb --nonsuch"; silent
done
run help log --json; json '.schema == "piket.help/1" and .topic == "log"'
for topic in filter time keys tlp; do
    run help $topic; exits 0 "help $topic"
    [ "$(wc -l <"$work/out")" -gt 5 ] || fail "help $topic is too short"
done
run help keys; says "F2"
run help nonsuch; exits 2 "help nonsuch"

run doctor; exits 0 doctor; says "Europe/Amsterdam"; says "gap_minutes"
run doctor --json; json '.schema == "piket.doctor/1" and (.settings | length > 5)'
PIKET_GAP_MINUTES=45 run doctor; says "PIKET_GAP_MINUTES"
[ -z "$(find "$HOME" -mindepth 1)" ] || fail "doctor, help or version made a file: $(find "$HOME")"

run timelin; exits 2 timelin; tells "Did you mean 'timeline'?"; silent
run list --jsn; exits 2 --jsn; tells "Did you mean '--json'?"
run list --head x; exits 2 "list --head"
run note 1; exits 2 "note without text"; tells "Usage: piket note"
run list --limit; exits 2 "no value"
run list --json=yes; exits 2 "value of a switch"
run --json nonsuch; exits 2 "error in json"; silent
json '.schema == "piket.error/1" and .code == 2 and .name == "invalid" and (.message | length > 5)' "$work/err"
run list --json 'gmente:x'; exits 2 "unknown field"; json '.at != null' "$work/err"
run list --tz Nowhere/Else; exits 2 --tz
run list --format xml; exits 2 --format
run list --tlp-max purple; exits 2 --tlp-max

LANG=nl_NL.UTF-8 run timelin; tells "Bedoel je 'timeline'?" "Dutch without the locale"
LANGUAGE=nl run timelin; tells "Bedoel je 'timeline'?" "Dutch under C.UTF-8"
PIKET_LANG=nl run timelin; tells "Onbekende opdracht" "PIKET_LANG"
run --lang nl list --jsn; tells "Bedoel je '--json'?"
run help --lang nl; says "Opdrachten:"
LANG=nl_NL.UTF-8 run --lang en timelin; tells "Did you mean"

run; exits 2 "no terminal"; tells "piket list"; silent
for term in "" dumb bogus-42; do
    TERM=$term on_tty "$PIKET_BIN"
    exits 2 "TERM='$term'"
    [ "$(grep -c . "$work/out")" -eq 3 ] || fail "TERM='$term': not three lines"
    case $out in *$'\e'*) fail "TERM='$term': escape bytes" ;; esac
done
[ -z "$(find "$HOME" -mindepth 1 -name '*.db')" ] || fail "a database was made"
finish
