#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# piket duty import and export: a rota goes in, out, and in again; what cannot be read is refused
# whole, with a sentence.
. "$(dirname "$0")/lib.sh"
export PIKET_TEST_NOW=2026-03-10T02:14:00Z

event() { # uid, zone, first day, last day, summary
    printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTART;TZID=%s:202603%sT090000\r\nDTEND;TZID=%s:202603%sT090000\r\nSUMMARY:%s\r\nEND:VEVENT\r\n' \
        "$1" "$2" "$3" "$2" "$4" "$5"
}
calendar() { # events
    printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Voorbeeldstad//Rooster//NL\r\n%s\r\nEND:VCALENDAR\r\n' "$1"
}
outlook='"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"'
calendar "$(event a Europe/Amsterdam 16 23 '@jdevries')
$(event b "$outlook" 23 30 'Bakker\, M.')" | sed '/^\r*$/d' >"$work/rota.ics"

run person add jdevries --name 'J. de Vries' && run person add mbakker --name 'M. Bakker'
run duty import "$work/rota.ics"
exits 2 "a name that nobody has"; silent; tells 'line 10'; tells Bakker
map=(--person 'Bakker, M.=mbakker' --person 'Niemand=jdevries')
run duty import "$work/rota.ics" "${map[@]}" --dry-run --json
exits 0 "dry run"; json '.dry_run and .changed == false and .added == 2 and (.changes | length == 2)'
run duty list --json; json '.items == []'
run duty import "$work/rota.ics" "${map[@]}"
exits 0 "import"; says 'M. Bakker'; tells '2'
run duty list --json
json '[.items[] | [.login, .source, .from]] == [["jdevries","import","2026-03-16T08:00:00Z"],["mbakker","import","2026-03-23T08:00:00Z"]]'
run duty import "$work/rota.ics" "${map[@]}" --json
json '.changed == false and .same == 2 and .added + .altered + .gone == 0'
run timeline - --json; json '[.lines[]? , .items[]? | select((.text // "") | test("Calendar|Agenda"))] | length == 1'

# --- out, and in again: patterns stay patterns
run duty pattern add backup week fri 17:00 --persons mbakker; exits 0 "pattern"
run duty export -o "$work/out.ics"
exits 0 "export"; silent
grep -q $'^BEGIN:VALARM\r$' "$work/out.ics" || fail "no alarms"
grep -q '^DTSTART:20260316T080000Z' "$work/out.ics" || fail "not in UTC"
run duty list --json; before=$out
for role in officer backup; do
    run duty import "$work/out.ics" --role $role --json
    exits 0 "own export"; json '.changed == false and .added + .altered + .gone == 0 and (.notices | length == 1)'
done
run duty list --json; [ "$(jq .items <<<"$before")" = "$(jq .items <<<"$out")" ] || fail "our own export changed the rota"
run duty export --person mbakker --role officer --json
json '.shifts == 1 and (.calendar | test("M. Bakker")) and .omitted == {}'
run duty export --tlp-max green; exits 0 "green"; never Bakker; tells 'TLP:AMBER'
run duty export --to 2026-03-19 --json; json '.shifts == 2'
run duty export -o "$work/out.ics"; exits 2 "that file is there"
run duty export --person nemo; exits 2 "nobody"; silent
run duty list --tlp-max green; exits 2 "a ceiling that nothing holds"
on_tty "$PIKET_BIN duty export"; says 'SUMMARY:Piket' "terminal"

# --- nothing is half read
run duty list --json; before=$(jq .items <<<"$out")
calendar "$(event a Nergens/Huizen 16 23 '@jdevries')" >"$work/zone.ics"
head -c 500000 /dev/urandom >"$work/nonsense.ics"
head -c 370000 /dev/urandom | base64 >"$work/words.ics"
{ printf 'BEGIN:VCALENDAR\n'; yes 'BEGIN:VEVENT' | head -n 40000; } >"$work/nested.ics"
head -c -40 "$work/rota.ics" >"$work/cut.ics"
: >"$work/empty.ics"
for file in zone nonsense words nested cut empty; do
    run duty import "$work/$file.ics" "${map[@]}"
    exits 2 "$file"; silent
    [ "$(grep -c . <<<"$err")" -le 2 ] || fail "$file: more than a sentence"
done
run duty import "$work/zone.ics"; tells 'Nergens/Huizen'
run duty import "$work/nowhere.ics"; exits 3 "no file"
run duty import "$work"; exits 7 "a folder"
run duty import "$work/rota.ics" --person 'Bakker, M.=nemo'; exits 2 "mapped to nobody"
run duty import "$work/rota.ics" --role manager --lang nl; tells regel
run duty list --json; [ "$before" = "$(jq .items <<<"$out")" ] || fail "a refused file changed the rota"

if [ -d "${PIKET_TEST_DATA:-}/ical/rota-like" ]; then
    for file in "$PIKET_TEST_DATA"/ical/rota-like/*; do
        run duty import "$file" --dry-run
        case $code in 0 | 2) ;; *) fail "$(basename "$file")" ;; esac
    done
fi
finish
