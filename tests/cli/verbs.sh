#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Every verb once on its happy path, its JSON, and the exit codes of ux.md 5.3.
. "$(dirname "$0")/lib.sh"

# --- log
run log -g Zeist -k ransomware -s 4 --seen -30m --phone 06-00000001 --caller 'A. Jansen' 'Fileserver encrypted. All shares.'
exits 0 log; [ "$out" = I26-0001 ] || fail "log prints the id alone"; tells "I26-0001"
run_in 'From stdin, twee regels
tweede' log -g Nergenshuizen --json -
exits 0 "log -"; json '.schema == "piket.done/1" and .id == "I26-0002" and .changed'
run log --strict 'Only a note'; exits 6 "log --strict"
run log -n -k ddos 'nothing saved'; exits 0 "log -n"
run log --kind=nonsuch x; exits 2 "log with a wrong kind"; silent
run log; exits 2 "log without anything"
run log --seen '25:99' x; exits 2 "log with a wrong time"
run list --json; json '.items | length == 3'

# --- list
json '.schema == "piket.list/1" and .exercise == false and .tlp_max == "TLP:AMBER" and .omitted == {}'
json '.generated | test("^2026-03-10T02:1[4-9]:[0-9]{2}Z$")'
json '.items[] | select(.id == "I26-0001") | .id == "I26-0001" and .severity == 4 and .tlp == "TLP:AMBER" and .kinds == ["ransomware"] and .caller.verified == false and .org.code == "GM0355"'
"$PIKET_BIN" list --json >"$work/again" 2>/dev/null
cmp -s <(jq -S 'del(.generated)' "$work/out") <(jq -S 'del(.generated)' "$work/again") || fail "list --json is not stable"
run list --ndjson; [ "$(wc -l <"$work/out")" -eq 3 ] || fail "ndjson: one object per line"
jq -es 'length == 3' "$work/out" >/dev/null || fail "ndjson does not parse"
run list sev:4; says I26-0001; case $out in *I26-0002*) fail "filter does nothing" ;; esac
run list --plain --fields id,severity sev:4; [ "$out" = $'I26-0001\t4' ] || fail "plain"
run list --format csv --fields id,org,title; says 'id,org,title'; says 'I26-0001,Zeist,'
run list --format md; says '| I26-0001 |'
run list --limit 1 --plain --fields id; [ "$(wc -l <"$work/out")" -eq 1 ] || fail --limit
run list --fields id,nonsuch; exits 2 --fields
run list --fields id --json; json '.items[0] | keys == ["id"]'
run list sev:hoger; exits 2 "bad filter"
run list -supplier:X; [ "$code" = 2 ] || [ "$code" = 0 ] || fail "a turned condition is no option"
never "Unknown option"

# --- note, show, timeline
run note 1 --at -10m --cat decision --pin 'Isolate the server'; exits 0 note; silent; tells I26-0001
run_in 'CISO called back' note 1 -; exits 0 "note -"
run note 1 --corrects 1 'Not all shares, two of them'; exits 0 "note --corrects"
run note 999 x; exits 3 "note for nobody"
run note - 'Handover to the day shift'; exits 0 "duty log"
run note 1 ''; exits 2 "an empty note"
run show 1; exits 0 show; says 'Zeist'; says 'Isolate the server'
run show I26-0001 --json; json '.schema == "piket.show/1" and .id == "I26-0001" and (.lines | length >= 4) and .parties[0].org.name == "Zeist" and (.incomplete | type == "array")'
run show 1 --lines 1 --json; json '.lines | length == 1'
run show 999; exits 3 "show nobody"
run timeline 1 --json; json '.schema == "piket.timeline/1" and .chain_ok and (.lines | map(.event) | . == sort) and (.lines | any(.pinned)) and (.lines | any(.corrected))'
run timeline 1 cat:decision --plain; [ "$(wc -l <"$work/out")" -eq 1 ] || fail "timeline filter"
run timeline 1 --format csv; says 'n,event,recorded,author'
run timeline 1 --format md; says '**TLP:AMBER**'; says '# I26-0001'
run timeline 1 --format txt --utc; says 'UTC'
run timeline 1 --ndjson; jq -es 'length >= 4' "$work/out" >/dev/null || fail "timeline --ndjson"
run timeline -; says 'Handover'
run timeline 1 --received; exits 0 "timeline --received"

run note 1 -n --at -5m --json 'dry'; json '.changed == false and .event == "2026-03-10T02:09:00Z"'
run show 1; never 'dry'

# --- set, status
run set 1 sev=hoog lead=me; exits 0 set
run list sev:hoog owner:me --plain --fields id; says I26-0001
run set 1 nonsuch=1; exits 2 "set of nothing"
run set 1 severity; exits 2 "set without ="
run set 1 tlp=green; exits 8 "lowering a label"
run set 1 tlp=green --permission 'CISO Zeist 09:10'; exits 0 "lowering with permission"
run set 1 tlp=amber --json; json '.schema == "piket.done/1" and .id == "I26-0001"'
run status 1 onderzoek; exits 0 status
run status 1 melding; exits 8 "a step back asks why"; tells '--reason'
run status 1 melding --reason 'a false alarm'; exits 0 "a step back with a reason"
run timeline 1; says 'Reason: a false alarm'
run status 1 onderzoek; exits 0 "and on again"
run status 1 nonsuch; exits 2 "status of nothing"
run status 1 closed; exits 8 "closing asks"
run status 1 closed --yes; exits 8 "closing needs a reason"
run status 1 closed --yes --reason done; [ "$code" = 2 ] || fail "closing with gaps is refused"

# --- party
run party 1 add 'amersfoort, soest'; exits 0 "party add"
run party 1 --json; json '.schema == "piket.party/1" and (.parties | length == 3)'
run party 1 set Soest status=contained 'impact=two servers'; exits 0 "party set"
run party 1 list --json; json '.parties | any(.org.name == "Soest" and .status == "contained" and .impact == "two servers")'
run party 1 set Nowhere status=contained; exits 3 "party set nobody"
run party 1 set Soest colour=red; exits 2 "party set nothing"
run party 1 add -n 'vr:Utrecht' --json; exits 0 "party add -n"; json '.found > 10 and .changed == false'

# --- action, and closing once nothing stands in the way
run action list 1 --json; exits 0 "action list"; json '.schema == "piket.action/1" and (.actions | length >= 3)'
actions=$(jq -r '.actions[].id' "$work/out")
run action skip 1 A1; exits 8 "action skip without a reason"
run action done 1 A99; exits 3 "an action that is none"
run action done 1 xyz; exits 2 "an action that can not be"
run action nonsuch 1; exits 2 "action nonsuch"
run action add 1 'Ask for the logs'; exits 0 "action add"
for action in $actions; do run action done 1 "$action"; exits 0 "action done $action"; done
run action skip 1 A$(($(wc -w <<<"$actions") + 1)) --reason 'not needed'; exits 0 "action skip"
run set 1 rsit=availability personal_data=no aware=-20m phone=06-00000001 --reason 'by telephone'; exits 0 "set rsit"
run party 1 set all status=closed; exits 0 "party set all"
run status 1 closed --yes --reason 'all recovered'; exits 0 "closing"; tells CLOSED
run show 1 --json; json '.status == "closed" and .closed != null and (.lines | any(.text | test("CLOSED.*Reason: all recovered")))'

# --- search, contact, verify
run search fileserver --json; json '.schema == "piket.search/1" and (.items | length == 1) and .items[0].id == "I26-0001"'
run search isolate; says I26-0001
run search nonsuchword; exits 0 "search without a hit"; tells 'Nothing found'
run contact find zeist --json; json '.schema == "piket.contact/1" and (.items | any(.code == "GM0355"))'
run contact show Zeist; says GM0355
run contact show 'xyzzy nowhere'; exits 3 "contact nobody"
run verify; exits 0 verify
run verify --json; json '.schema == "piket.verify/1" and .ok and .lines >= 6'
run verify 1 --json; json '.head | length >= 8'
head=$(jq -r .head "$work/out")
run verify 1 --head "$head"; exits 0 "verify --head"
run verify 1 --head zzz; exits 2 "a head that is none"
run verify --quiet; [ -z "$out$err" ] || fail "verify --quiet speaks"

# --- import
printf 'date,title,description\n2013-05-06,Old outage,Mail was down\n2014-01-02,Old phish,Fake invoice\n' >"$work/old.csv"
run import incidents "$work/old.csv" --dry-run --json
exits 0 "import --dry-run"; json '.schema == "piket.import/1" and .dry_run and .rows == 2'
run import incidents "$work/old.csv" --source Excel --json; exits 0 import; json '.imported + .refused == 2'
run import incidents "$work/nonsuch.csv"; [ "$code" = 3 ] || [ "$code" = 7 ] || fail "import of nothing"
run import cards x; exits 2 "import of what is unknown"

# --- doctor looks and leaves no trace
before=$(cd "$HOME" && find . | sort)
run doctor; exits 0 doctor; says '0600'
[ "$before" = "$(cd "$HOME" && find . | sort)" ] || fail "doctor made or removed a file"

# --- output
run list -o "$work/list.txt"; exits 0 "-o"; silent; grep -q I26-0001 "$work/list.txt" || fail "-o wrote nothing"
[ "$(stat -c %a "$work/list.txt")" = 600 ] || fail "-o: mode"
run list -o "$work/list.txt"; exits 2 "-o over a file"
run list sev:4 -o "$work/list.txt" --force; exits 0 "-o --force"
"$PIKET_BIN" list | head -1 >/dev/null; [ "${PIPESTATUS[0]}" -le 141 ] || fail "list | head -1"
"$PIKET_BIN" list 2>"$work/err" >/dev/full; [ $? = 7 ] || fail "a full disk under stdout"
run list --db service=piket; exits 2 "a service as a file"; tells "postgresql:///?service=piket"
finish
