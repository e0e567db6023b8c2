#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# piket-watch --desktop on a D-Bus of its own: one's page shows, its button acknowledges it as oneself.
. "$(dirname "$0")/lib.sh"
bin=$(dirname "$PIKET_BIN")
command -v dbus-run-session >/dev/null && [ -x "$bin/notifyd" ] || exit 77
db=$work/data/piket.db me=$(id -un)

run log --db "$db" -g Oefendam 'Something'
run notify --db "$db" set me desktop on; exits 0 "set"
printf '%s\n' 'ladder,name_en,name_nl,about,severity,wait,rounds,pause,silence,rung,call,delay,reason' \
    "page,Mine,Mijn,page,,10,1,10,30,1,person:$me,0,0" >"$work/mine.csv"
run ladder import --db "$db" "$work/mine.csv"; exits 0 "ladder"
run page raise --db "$db" --source soc 'Beaconing'; exits 0 "raise"
cat >"$work/desk" <<'EOS'
"$1/notifyd" press "$2/shown" >/dev/null 2>&1 & daemon=$!
"$1/piket-watch" --desktop --db "$3" 2>"$2/log" </dev/null & watch=$!
for _ in $(seq 300); do
    "$1/piket" list --db "$3" --pages --check >/dev/null 2>&1 </dev/null && break
done
kill -TERM $watch; wait $watch
kill $daemon
EOS
export ASAN_OPTIONS=fast_unwind_on_malloc=0
timeout 40 dbus-run-session -- bash "$work/desk" "$bin" "$work" "$db"
out=$(cat "$work/shown"); says "|Piket: 1 page waiting|" "the desktop"; says "acknowledge,"; never "Beaconing"
run list --db "$db" --pages --check; exits 0 "acknowledged"
run timeline --db "$db" - --tlp-max amber; says "acknowledged"
finish
