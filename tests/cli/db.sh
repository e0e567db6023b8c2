#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# piket db: state, making, bringing up to date, backup and restore, with the bad days of each.
. "$(dirname "$0")/lib.sh"
db=$HOME/.local/share/piket/piket.db
heads() { "$PIKET_BIN" verify 1 --json | jq -r .head; }
nothing_left() { # of a failed run
    local left
    left=$(find "$work" -name '.piket-copy-*')
    [ -z "$left" ] || fail "$1: left behind $left"
}
untouched() { # what was there before a refused restore
    [ "$(sha256sum <"$db")" = "$sum" ] || fail "$1: the database was changed"
    nothing_left "$1"
}

# --- status and init
run db status; exits 3 "status without a file"; tells "There is no database there yet"
run db status --json; exits 3 "status without a file"; json '.schema == "piket.db-status/1" and .exists == false'
[ ! -e "$db" ] || fail "status made the file"
run db init; exits 0 init; tells Made; [ "$(stat -c %a "$db")" = 600 ] || fail "init: mode"
run db init --json; exits 0 "init again"; json '.made == false'
run db status --json; exits 0 status
json '.engine == "sqlite" and .mode == "0600" and .incidents == 0 and .troubles == [] and (.origin | length == 36) and .schema_version == .schema_needed and .backup == null'
run log -g Zeist -k ransomware -s 4 'Fileserver encrypted'; run note 1 'isolated'; run log Second
run set 1 tlp=red; exits 0 "a RED incident"
run db status; exits 0 status; says 'incidents           2'; tells 'No backup is on record'
chmod 644 "$db"; run db status --json; json '.troubles | any(test("Everybody"))'
run doctor; says 'Everybody'; chmod 600 "$db"
run db nonsuch; exits 2 "db nonsuch"
run db status --encrypt x; exits 2 "an option of another action"
run db restore; exits 2 "restore of nothing named"

# --- backup
before=$(heads)
run db backup "$work/one.db" --json; exits 0 backup
json '.schema == "piket.db-backup/1" and .incidents == 2 and .lines >= 4 and .heads_wrong == 0 and (.head | length == 64) and .recorded and .key == null'
tells "TLP:RED"
head=$(jq -r .head "$work/out")
[ "$(jq -r .sha256 "$work/out")" = "$(sha256sum <"$work/one.db" | cut -d' ' -f1)" ] || fail "SHA-256 of the backup"
[ "$(stat -c %a "$work/one.db")" = 600 ] || fail "backup: mode"
nothing_left backup
run timeline -; says "Backup made, not encrypted: $work/one.db"
run db status --json; json '.backup != null and .troubles == [] and (.backup_file | endswith("one.db"))'
run doctor --json; json '.backup != null and .gpg != null'
run db backup "$work/one.db"; exits 2 "backup over a file"; tells 'already there'
[ "$(jq -r .sha256 "$work/out" 2>/dev/null)" = "" ] || fail "backup over a file"
run db backup; exits 0 "backup without a name"; says 'piket.db.backup-20260310T0214'
run db backup --db "$work/nonsuch.db"; exits 3 "backup of nothing"
[ ! -e "$work/nonsuch.db" ] || fail "backup made a database"
run db backup "$work/nonsuch/one.db"; exits 7 "backup into no folder"
PIKET_TEST_NOW=2026-03-14T02:14:00Z run db status; tells 'more than 2 days old'

# --- restore beside, and in an empty place
run db restore "$work/one.db" --db "$work/drill.db" --head "$head" --json; exits 0 "restore beside"
json '.schema == "piket.db-restore/1" and .aside == null and .incidents == 2'
[ "$(jq -r .head "$work/out")" = "$head" ] || fail "another head of heads after restoring"
[ "$(jq -r .origin "$work/out")" != "$("$PIKET_BIN" db status --json | jq -r .origin)" ] || fail "the origin was not renewed"
[ "$("$PIKET_BIN" verify 1 --json --db "$work/drill.db" | jq -r .head)" = "$before" ] || fail "another head of the incident"
run verify --db "$work/drill.db"; exits 0 "verify after restoring"
run verify 1 --head "$before" --db "$work/drill.db"; exits 0 "the kept head after restoring"
run timeline - --db "$work/drill.db"; says "Restored from the backup"
run note 1 'written in the copy' --db "$work/drill.db"; exits 0 "a note in the copy"
run verify --db "$work/drill.db"; exits 0 "verify after a note in the copy"
[ "$(stat -c %a "$work/drill.db")" = 600 ] || fail "restore: mode"
[ "$(find "$work" -maxdepth 1 -name 'drill.db*' | wc -l)" -le 3 ] || fail "restore left files"

rm "$db" "$db"-*; run db restore "$work/one.db"; exits 0 "restore after a loss"; [ "$(heads)" = "$before" ] || fail "heads after a loss"
run verify; exits 0 "verify after a loss"

# --- restore over what is there
sum=$(sha256sum <"$db")
run db restore "$work/one.db"; exits 2 "restore over a database"; tells --replace; untouched "restore over"
run db restore "$work/one.db" --replace; exits 8 "replacing asks"; untouched "replacing asks"
run db restore "$work/nonsuch.db" --replace --yes; exits 3 "restore from nothing"; untouched "from nothing"
run db restore "$work/one.db" --replace --yes --head 0123456789abcdef; exits 12 "another head"; tells 'not the one that was kept'; untouched "another head"
run db restore "$work/one.db" --replace --yes --head zzz; exits 2 "a head that is none"; untouched "no head"
head -c 150000 "$work/one.db" >"$work/cut.db"
run db restore "$work/cut.db" --replace --yes; exits 12 "a file that was cut off"; untouched cut
cp "$work/one.db" "$work/bad.db"; printf '%4096s' x | dd of="$work/bad.db" bs=4096 seek=5 conv=notrunc status=none
run db restore "$work/bad.db" --replace --yes; exits 12 "a damaged file"; untouched damaged
echo 'no database at all' >"$work/text.db"
run db restore "$work/text.db" --replace --yes; exits 12 "no database"; untouched "no database"
: >"$work/empty.db"
run db restore "$work/empty.db" --replace --yes; exits 12 "an empty file"; untouched empty
sqlite3 "$work/other.db" 'CREATE TABLE a (b)' 2>/dev/null && {
    run db restore "$work/other.db" --replace --yes; exits 12 "a database of another program"; untouched other
    cp "$work/one.db" "$work/new.db"; sqlite3 "$work/new.db" 'PRAGMA user_version = 999'
    run db restore "$work/new.db" --replace --yes; exits 7 "a newer schema"; untouched newer
}
chmod 660 "$db"
run note 1 'after the backup'; here=$(heads)
run db restore "$work/one.db" --replace --yes --json; exits 0 replace
aside=$(jq -r .aside "$work/out")
[ "$(stat -c %a "$db")" = 660 ] || fail "replace: rights of the one before"
[ "$(heads)" = "$before" ] || fail "replace: heads"
[ "$("$PIKET_BIN" verify 1 --json --db "$aside" | jq -r .head)" = "$here" ] || fail "what was moved aside is not whole"
echo damage >"$db"; rm -f "$db"-wal "$db"-shm
run list; exits 12 "a damaged database"
run db restore "$work/one.db" --replace --yes; exits 0 "replacing a damaged database"; [ "$(heads)" = "$before" ] || fail "after damage"
# the log of a file that is gone would be played into the new one
rm "$db"; head -c 40000 /dev/urandom >"$db-wal"
run db restore "$work/one.db"; exits 0 "beside an orphan log"; [ "$(heads)" = "$before" ] || fail "orphan log"
run verify; exits 0 "verify beside an orphan log"
on_tty "echo no | '$PIKET_BIN' db restore '$work/one.db' --replace"; [ "$code" = 8 ] || fail "replacing without the word"

# --- migrate
run db migrate; exits 0 migrate; tells 'up to date'
run db migrate --json; json '.from == .to and .copy == null'
run db migrate --db "$work/nonsuch.db"; exits 3 "migrate nothing"
finish
