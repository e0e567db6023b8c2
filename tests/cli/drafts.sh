#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A save that fails keeps the text; what is told to stop, stops; a damaged journal is seen.
. "$(dirname "$0")/lib.sh"

run log -g Zeist 'first'; exits 0 log
db=$HOME/.local/share/piket/piket.db
[ "$(stat -c %a "$db")" = 600 ] || fail "the data file is not private"

# --- a data file that cannot be written
cp "$db" "$work/keep"
printf 'this is no database at all, it never was one' >"$db"
run log -g Soest 'kept text of the broken file'; exits 12 "log into a broken file"; silent
tells "piket draft recover"
cp "$work/keep" "$db"; rm -f "$db-wal" "$db-shm"
PIKET_TEST_NOW=2026-03-10T02:14:00Z run doctor --json; json '.data_mode == "0600"'

run draft list --json; json '.items | length == 1'
run draft show "$(jq -r '.items[0].draft' "$work/out")"; says 'kept text of the broken file'
run draft recover; exits 0 "draft recover"
run list gm:Soest --plain --fields title; says 'kept text of the broken file'

# --- a data file that another process holds: it says so through one pipe, and ends through another
mkfifo "$work/held" "$work/go"
python3 - "$db" "$work/held" "$work/go" <<'P' &
import sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("BEGIN EXCLUSIVE")
with open(sys.argv[2], "w") as held:
    held.write("held")
open(sys.argv[3]).read()
c.execute("ROLLBACK")
P
holder=$!
read -r _ <"$work/held"
run log -g Soest -k ddos --caller 'B. de Vries' 'kept text, the store is locked'
exits 7 "log while locked"; silent
run note 1 'kept note, the store is locked'; exits 7 "note while locked"
run note 1 --tlp red --cat decision 'REDKEPT note'; exits 7 "red note while locked"
run draft list --json
for id in $(jq -r '.items[] | select(.kind == "note") | .draft' "$work/out"); do
    run draft show "$id"
    never REDKEPT
done
echo >"$work/go"; wait $holder
run draft list --json; json '.schema == "piket.draft/1" and (.items | length >= 1)'
n=$(jq '.items | length' "$work/out")
while [ "$n" -gt 0 ]; do
    run draft recover; exits 0 "draft recover"; n=$((n - 1))
    [ "$code" = 0 ] || break
done
run timeline 1; never REDKEPT; tells '1 TLP:RED'
run timeline 1 --json --tlp-max red --reason test
json '[.lines[] | select(.text == "REDKEPT note")][0] | .tlp == "TLP:RED" and .category == "decision"'
run list gm:Soest kind:ddos caller:vries --plain --fields id; says I26-
run draft list --json; json '.items == []'
run draft recover; exits 3 "nothing to recover"
run draft show nonsuch; exits 3 "no such draft"

# --- a full disk: no file may grow beyond what a draft needs
run log 'room for the data file'
( trap '' XFSZ; ulimit -f 16; exec "$PIKET_BIN" log -g Bunnik --json 'text of the full disk' ) \
    >"$work/out" 2>"$work/err"
code=$? out=$(cat "$work/out") err=$(cat "$work/err")
exits 7 "a full disk"; silent; json '.code == 7 and (.hint | contains("draft recover"))' "$work/err"
run draft recover; exits 0 "recover after the full disk"
run list gm:Bunnik --plain --fields title; says 'text of the full disk'
run verify; exits 0 "verify after the full disk"

# --- told to stop
mkfifo "$work/fifo"
exec 9<>"$work/fifo" # held open: whoever reads waits
( trap - INT; exec "$PIKET_BIN" log - <"$work/fifo" >/dev/null 2>&1 9>&- ) & reader=$!
until [ "$(cat /proc/$reader/comm)" = piket ]; do :; done
kill -INT $reader; wait $reader; [ $? = 130 ] || fail "Ctrl-C is not 130"
exec 9>&-
run verify; exits 0 "after Ctrl-C"

# --- a changed line is found
python3 - "$db" <<'P'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
for (name,) in c.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
    c.execute('DROP TRIGGER "%s"' % name)
table = [r[0] for r in c.execute("SELECT name FROM sqlite_master WHERE type='table' AND name IN ('line','journal_line')")][0]
columns = [r[1] for r in c.execute("PRAGMA table_info(%s)" % table)]
c.execute("UPDATE %s SET author = 'someone' WHERE rowid = (SELECT min(rowid) FROM %s)" % (table, table))
c.commit()
P
run verify; exits 12 "a changed line"
run verify --json; exits 12 "a changed line, json"; json '.ok == false and (.findings | length > 0)'
finish
