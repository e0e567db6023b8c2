#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Days on which a server, or the way to it, goes wrong: each a sentence that says what to do, the
# exit code for it, and what was typed kept as a draft.
. "$(dirname "$0")/../cli/lib.sh"
. "$(dirname "$0")/../support/pg.sh"
cluster=$(dirname "$0")/../support/cluster.sh
bash "$cluster" bin >/dev/null || pg_skip
dir=$(bash "$cluster" folder)
trap 'bash "$cluster" remove "$dir"; chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
bash "$cluster" start "$dir" --tcp --watch $$
unset PIKET_TEST_NOW
admin=$(bash "$cluster" url "$dir" one)
query "$admin" 'CREATE DATABASE duty' >/dev/null
root=${admin/\/postgres?/\/duty?}
port=$(cat "$dir/one.port")
as() { printf '%s' "${root/user=postgres/user=$1}"; }
sql() { query "$root" "$1" >/dev/null; }

# A report that cannot be saved: the exit code, the sentence, and the draft that is left.
n=0
refused() { # what, exit code, words of the sentence, address
    n=$((n + 1))
    run log --db "$4" "Testerwoude, number $n"
    exits "$2" "$1"
    tells "$3" "$1"
    tells 'kept as a draft' "$1"
    [ "$("$PIKET_BIN" draft list --json | jq '.items | length')" = "$n" ] || fail "$1: no draft"
}

run db status --db "$root"; exits 0 "status before"; tells 'no Piket in this database yet'
refused 'no Piket there' 3 'db init' "$root"
run db init --db "$root"; exits 0 init
sql "SELECT piket.person_set('jdv', 'J. de Vries', 'jdv', 'officer lead coordinator', 'TLP:GREEN', 1)"
sql "CREATE ROLE stranger LOGIN; CREATE ROLE half LOGIN; GRANT piket_user TO half"
sql "ALTER ROLE jdv PASSWORD 'right'"
me=$(as jdv)
run log --db "$me" 'Storing in Testerwoude'; exits 0 "a day like any other"

# --- who one is
tcp="postgresql://jdv@127.0.0.1:$port/duty"
refused 'no password' 5 'asks for a password' "$tcp"
echo '*:*:*:*:wrong' >"$work/pass"; chmod 600 "$work/pass"
export PGPASSFILE=$work/pass
refused 'a wrong password' 5 'refuses the password' "$tcp"
echo '*:*:*:*:right' >"$work/pass"
run list --db "$tcp"; exits 0 "the right password"
refused 'a password in the address' 2 'does not belong in the address' "postgresql://jdv:right@127.0.0.1:$port/duty"
never right:
refused 'a role that the server does not have' 5 'not let this role in' "$(as nobody_here)"
refused 'a role that may not come in' 5 'piket person add' "$(as stranger)"
refused 'a role that Piket does not know' 5 'piket person add' "$(as half)"
refused 'no such database' 3 'no such database' "${me/\/duty?/\/elsewhere?}"

# --- the way to it
refused 'an unknown host' 7 'cannot be reached' 'postgresql://nowhere.invalid/duty'
refused 'a port where nobody is' 7 'cannot be reached' 'postgresql://127.0.0.1:1/duty'
refused 'no such socket' 7 'cannot be reached' 'postgresql:///duty?host=/nowhere&user=jdv'
refused 'an address that is none' 2 'cannot be read' 'postgresql://[/duty'
refused 'no secure connection' 7 'secure connection' "$tcp?sslmode=require"
as_owner() { if [ "$(id -u)" = 0 ]; then chown "$(stat -c %U:%G "$dir/one")" "$@"; fi; }
certificate() { # days
    local req=$work/cert.req
    openssl req -new -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout "$work/key" -out "$req" 2>/dev/null &&
        openssl x509 -req -in "$req" -CA "$work/ca" -CAkey "$work/ca.key" -CAcreateserial -days "$1" \
            -extfile <(echo 'subjectAltName=IP:127.0.0.1') -out "$work/cert" 2>/dev/null &&
        cp "$work/key" "$dir/key" && cp "$work/cert" "$dir/cert" && chmod 600 "$dir/key" &&
        as_owner "$dir/key" "$dir/cert"
}
authority() { openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout "$work/$1.key" -out "$work/$1" 2>/dev/null; }
reload() { query "$admin" 'SELECT pg_reload_conf()' >/dev/null; }
if command -v openssl >/dev/null && authority ca && authority other && certificate 2; then
    for set in "ssl_cert_file = '$dir/cert'" "ssl_key_file = '$dir/key'" 'ssl = on'; do
        query "$admin" "ALTER SYSTEM SET $set" >/dev/null
    done
    secure="$tcp?sslmode=verify-full&sslrootcert=$work"
    # The leader takes its time to read the certificate again.
    reloaded() { # exit code
        local tries
        reload
        for tries in $(seq 200); do
            "$PIKET_BIN" list --db "$secure/ca" >/dev/null 2>&1
            [ $? = "$1" ] && return
        done
        echo "not ok: the server did not take its certificate after $tries looks"; bad=1
    }
    reloaded 0
    refused 'an authority that nobody knows' 7 'certificate is not trusted' "$secure/other"
    refused 'the name of another' 7 'certificate is not trusted' "${secure/127.0.0.1/localhost}/ca"
    certificate -1; reloaded 7
    refused 'an expired certificate' 7 'certificate is not trusted' "$secure/ca"
    query "$admin" "ALTER SYSTEM SET ssl = off" >/dev/null; reload
else
    echo "# certificates were not tried: there is no openssl here"
fi

# --- the server has no room
query "$admin" "ALTER ROLE jdv CONNECTION LIMIT 0" >/dev/null
refused 'too many connections' 7 'room for one more' "$me"
query "$admin" "ALTER ROLE jdv CONNECTION LIMIT -1" >/dev/null
sql "CREATE FUNCTION piket.no_room() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE ''could not extend file: No space left on device'' USING ERRCODE = ''53100''; END'"
sql "CREATE TRIGGER no_room BEFORE INSERT ON piket.line EXECUTE FUNCTION piket.no_room()"
refused 'a full disk' 7 'disk is full' "$me"
sql "DROP TRIGGER no_room ON piket.line"

# --- somebody else is in the way
waits="EXISTS (SELECT FROM pg_stat_activity WHERE usename = 'jdv' AND wait_event_type = 'Lock')"
until_true() {
    query "$root" "DO \$\$ BEGIN FOR i IN 1..6000 LOOP PERFORM pg_stat_clear_snapshot();
        IF ($1) THEN RETURN; END IF; PERFORM pg_sleep(0.005); END LOOP; RAISE 'it never came'; END \$\$"
}
hold() { # keeps a table until let_go
    mkfifo "$work/held"
    psql -XqAt -d "$root" <"$work/held" >/dev/null 2>&1 &
    holder=$!
    exec 8>"$work/held"
    echo "BEGIN; LOCK TABLE piket.line;" >&8
    until_true "EXISTS (SELECT FROM pg_locks WHERE relation = 'piket.line'::regclass AND mode = 'AccessExclusiveLock' AND granted)"
}
let_go() { echo 'ROLLBACK; \q' >&8; exec 8>&-; wait "$holder"; rm "$work/held"; }
hold
"$PIKET_BIN" log --db "$me" 'Ended by an administrator' >/dev/null 2>"$work/err" & writer=$!
until_true "$waits"
query "$admin" "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'jdv' AND wait_event_type = 'Lock'" >/dev/null
wait $writer; code=$? err=$(cat "$work/err") out=''; n=$((n + 1))
exits 7 'a statement that was stopped'; tells 'stopped this request'; tells 'kept as a draft'
# Ended in the middle of a change, and saved by itself, once.
"$PIKET_BIN" log --db "$me" 'Thrown out in the middle' >/dev/null 2>"$work/err" & writer=$!
until_true "$waits"
pid=$(query "$admin" "SELECT pid FROM pg_stat_activity WHERE usename = 'jdv' AND wait_event_type = 'Lock'")
query "$admin" "SELECT pg_terminate_backend($pid)" >/dev/null
until_true "$waits AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $pid)"
let_go
wait $writer; code=$? err=$(cat "$work/err")
exits 0 'thrown out in the middle'
[ "$(query "$root" "SELECT count(*) FROM piket.line_text WHERE body = 'Thrown out in the middle'")" = 1 ] || fail 'not there once'
hold
refused 'a lock that somebody holds' 7 'holds the others up' "$me"
let_go

# --- another Piket
sql "INSERT INTO piket.schema_version VALUES (999)"
refused 'a newer schema' 7 'newer Piket' "$me"
sql "DELETE FROM piket.schema_version WHERE version = 999"
now=$(query "$root" 'SELECT max(version) FROM piket.schema_version')
sql "DELETE FROM piket.schema_version WHERE version = $now"
refused 'an older schema' 2 'older Piket' "$me"
sql "INSERT INTO piket.schema_version VALUES ($now)"

# --- it is there and does nothing more
bash "$cluster" freeze "$dir"
refused 'a frozen server' 7 'did not answer in' "$me"
bash "$cluster" thaw "$dir"
bash "$cluster" kill "$dir"
refused 'a server that is gone' 7 'cannot be reached' "$me"
bash "$cluster" start "$dir"

run draft list --json; json ".items | length == $n"
finish
