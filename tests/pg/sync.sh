#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# An officer whose server goes away: what is read and written meanwhile, and the way back.
. "$(dirname "$0")/../cli/lib.sh"
. "$(dirname "$0")/../support/pg.sh"
cluster=$(dirname "$0")/../support/cluster.sh
bash "$cluster" bin >/dev/null || pg_skip
dir=$(bash "$cluster" folder)
trap 'bash "$cluster" remove "$dir"; chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
bash "$cluster" start "$dir" --watch $$
root=$(bash "$cluster" url "$dir")
unset PIKET_TEST_NOW
query "$root" 'CREATE DATABASE duty' >/dev/null
root=${root/\/postgres?/\/duty?}
as() { printf '%s' "${root/user=postgres/user=$1}"; }
laptop() { export HOME=$work/$1 XDG_RUNTIME_DIR=$work/$1/run; mkdir -m 700 -p "$HOME" "$XDG_RUNTIME_DIR"; }

laptop office
run db init --db "$root"; exits 0 init
for who in anna bert; do
    query "$root" "SELECT piket.person_set('$who', '$who de Vries', '$who', 'officer', 'TLP:GREEN', 1)" >/dev/null
done
query "$root" "SELECT piket.person_set('lena', 'Lena Lead', 'll', 'officer lead coordinator', 'TLP:GREEN', 1)" >/dev/null
query "$root" "SELECT piket.person_set('rita', 'Rita Reader', 'rr', 'reader', 'TLP:AMBER', 1)" >/dev/null
export PIKET_DB
PIKET_DB=$(as lena)
run log -g Zeist -k ransomware -s 4 --aware now 'Fileserver encrypted'; exits 0 "log on the server"
run note 1 'isolated'; exits 0 "note on the server"
run log -g Soest 'Only for who is named' --tlp red; exits 0 "a red report"
run note 1 'An aside for who is named' --tlp red; exits 0 "a red line"

# --- the first meeting
laptop anna; PIKET_DB=$(as anna)
run sync --status --json; exits 0 "status before"; json '.made == false and .unsent == 0'
run sync --json; exits 0 "first sync"; json '.first and .tag == "K" and .incidents == 1 and .sent == 0'
file=$(echo "$HOME"/.local/state/piket/outbox-*.db)
[ "$(stat -c %a "$file")" = 600 ] || fail "mode of the outbox"
grep -q 'for who is named' "$file"* && fail "a red text in the copy"
laptop bert; PIKET_DB=$(as bert)
run sync --json; exits 0 "first sync of another"; json '.tag == "L"'
laptop rita; PIKET_DB=$(as rita)
run sync --json; exits 0 "sync of a reader"; json '.first and .tag == null and .incidents == 1'
run sync --json; exits 0 "sync of a reader again"; json '(.first | not) and .tag == null'
run sync --db "$work/x.db"; exits 2 "sync of a file"; tells "no server to meet"

# --- the server is gone
bash "$cluster" stop "$dir" one
laptop nobody; PIKET_DB=$(as anna)
run list; exits 7 "no server and no copy"
run log 'Kept as a draft'; exits 7 "log without server and copy"
run draft list --json; json '.items | length == 1'
run sync; exits 7 "sync without a server"
laptop anna
run list --json; exits 0 "list without the server"; json '.items | length == 1'
tells 'does not answer'; tells ' old.'
run log -g Baarn -s 3 'Reported by Anna'; exits 0 "log without the server"; says I26 ; says K001; tells 'ot yet sent'
run note 1 'Written by Anna'; exits 0 "note without the server"
run note K1 'Once more by Anna'; exits 0 "note on what is not sent"
run timeline 1 --tlp-max red --reason test; says '(TLP:RED: you are not named on this incident)'
never '(erased)'
run set 1 severity=low; exits 7 "set without the server"; tells 'this has to wait'
run verify; exits 0 "the outbox verifies"
run sync --status --json; exits 0 status; json '.unsent == 4 and .refused == 0 and (.items | length == 2)'
laptop rita; PIKET_DB=$(as rita)
run list --json; exits 0 "list of a reader without the server"; json '.items | length == 1'
run log 'Not a reader'; exits 5 "log of a reader without the server"
laptop bert; PIKET_DB=$(as bert)
run log -g Bunnik 'Reported by Bert'; exits 0 "log of another"; says L001
run note 1 'Written by Bert'; exits 0 "note of another"

# --- it is back
bash "$cluster" start "$dir" --watch $$
run sync --json; exits 0 "sync of another"; json '.sent == 2 and .refused == 0'
laptop anna; PIKET_DB=$(as anna)
run list --json; exits 0 "list with the server"; tells '4 lines are not yet sent'
run sync; exits 0 sync; says 'delivered'; says K001
run sync --json; exits 0 "sync again"; json '.sent == 0 and (.items | length == 0)'
[ "$(query "$root" "SELECT count(*) FROM piket.line_text WHERE body LIKE '%by Anna'")" = 3 ] || fail "not every line once"
[ "$(query "$root" "SELECT string_agg(ident, ' ' ORDER BY ident) FROM piket.incident WHERE ident ~ '-[KL]001'")" = 'I26-K001 I26-L001' ] ||
    fail "not the numbers of the outboxes"
[ "$(query "$root" "SELECT count(*) FROM piket.line WHERE received_us > recorded_us + 100000 AND author = 'anna'")" -ge 3 ] ||
    fail "the server did not say when it received them"
run verify; exits 0 "the server verifies"
run timeline K1; says 'Delivered: 2 lines from outbox K.'

# --- somebody else on the same laptop; a reader who becomes an officer
laptop bert; PIKET_DB=$(as anna)
run sync --json; exits 0 "sync of a new owner"; json '.first and .tag == "M"'
laptop rita; PIKET_DB=$(as rita)
query "$root" "SELECT piket.person_set('rita', 'Rita', 'r', 'officer', 'TLP:GREEN', 1)" >/dev/null
run sync --json; exits 0 "sync of who may write now"; json '.first and .tag == "N"'
[ "$(query "$root" "SELECT string_agg(tag || owner, ' ' ORDER BY tag) FROM piket.origin WHERE tag <> ''")" = \
    'Kanna Lbert Manna Nrita' ] || fail "the owners of the outboxes"
laptop anna; PIKET_DB=$(as anna)

# --- refused
bash "$cluster" stop "$dir" one
run note 1 'Anna may no longer'; exits 0 "note before the roles change"
bash "$cluster" start "$dir" --watch $$
query "$root" "SELECT piket.person_set('anna', 'Anna', 'a', 'reader', 'TLP:AMBER', 1)" >/dev/null
run sync --json; exits 6 "sync refused"; json '.refused == 1 and (.items[0].refused | test("officer"))'
run sync --status; says 'officer'
query "$root" "SELECT piket.person_set('anna', 'Anna', 'a', 'officer', 'TLP:GREEN', 1)" >/dev/null
run sync --json; exits 0 "sync after all"; json '.sent == 1'
finish
