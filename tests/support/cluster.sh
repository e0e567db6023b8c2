#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A PostgreSQL cluster for tests, to be thrown away: sockets, data and log in one folder, superuser
# "postgres", no password on the sockets (the folder lets nobody else in), nothing kept on disk.
#
#   cluster.sh bin                          where the server's programs are; 1 when nowhere
#   cluster.sh folder                       makes a folder that is short and the server's; says which
#   cluster.sh start DIR [option...]        a server, "one"; options: --tcp (also a free port of
#                                           127.0.0.1, there with a password), --watch PID (all is
#                                           removed when that process is gone), --set NAME=VALUE
#   cluster.sh pair-start DIR [option...]   "one" and a streaming standby "two"; also --sync (a
#                                           commit waits for the standby)
#   cluster.sh url DIR [one|two|pair|tcp]   a libpq address; pair finds whichever takes writes
#   cluster.sh promote DIR                  "two" takes writes from now on
#   cluster.sh kill DIR [one|two]           as when the power goes; start DIR brings "one" back
#   cluster.sh crash DIR [one|two]          the same in an instant: no process of it says anything
#   cluster.sh freeze DIR [one|two]         it is there and does nothing more, until thaw DIR
#   cluster.sh stop DIR [one|two]           stops in good order; without a name all of DIR
#   cluster.sh remove DIR                   stops, removes DIR
#
# The path of a socket may be 107 bytes long, so DIR is one of /tmp, never of the build folder.
set -euo pipefail
unset CDPATH "${!PG@}"
self=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/cluster.sh

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

find_bin() {
    local at
    for at in "$(pg_config --bindir 2>/dev/null || :)" \
        $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5nr) \
        "$(dirname "$(command -v initdb || echo /nowhere/x)")"; do
        if [ -x "$at/initdb" ] && [ -x "$at/postgres" ]; then
            printf '%s\n' "$at"
            return
        fi
    done
    return 1
}

# The server refuses to run as root; then it is postgres' (or, lacking that, nobody's).
server=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
    server=postgres
    getent passwd postgres >/dev/null || server=nobody
fi
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u "$server" -- "$@")
    else
        (cd / && "$@")
    fi
}

running() { # node
    as_server "$bin/pg_ctl" -D "$dir/$1" status >/dev/null 2>&1
}
port_of() { cat "$dir/$1.port" 2>/dev/null || echo 5432; }
sql() { # node, sql
    as_server "$bin/psql" -XqAt -v ON_ERROR_STOP=1 -h "$dir" -p "$(port_of "$1")" -U postgres \
        -d postgres -c "$2"
}
configure() { as_server tee -a "$dir/$1/postgresql.conf" >/dev/null; } # node; lines on stdin

# pg_ctl waits until connections are taken. What keeps the caller's pipes open stays with the
# server for ever, so it gets none of them.
launch() { # node
    as_server "$bin/pg_ctl" -D "$dir/$1" -l "$dir/$1.log" -w -t 60 start >/dev/null 2>&1 </dev/null \
        3>&- 4>&- 9>&-
}
launch_or_tell() {
    launch "$1" && return
    tail -n 20 "$dir/$1.log" >&2 || :
    die "The PostgreSQL server for tests did not start; its last words are above."
}

make_one() {
    local locale=C.UTF-8 setting
    locale -a 2>/dev/null | grep -qix 'c\.utf-\?8' || locale=C
    head -c 18 /dev/urandom | base64 | tr '+/' '-_' | as_server tee "$dir/password" >/dev/null
    as_server "$bin/initdb" -N -D "$dir/one" -U postgres --pwfile="$dir/password" -E UTF8 \
        --locale="$locale" --auth-local=trust --auth-host=scram-sha-256 --no-instructions \
        >"$dir/initdb.out" 2>&1 ||
        die "initdb failed: $(cat "$dir/initdb.out")"
    configure one <<EOS
unix_socket_directories = '$dir'
listen_addresses = ''
port = 5432
max_connections = 200
shared_buffers = 32MB
fsync = off
full_page_writes = off
jit = off
log_line_prefix = '%m [%p] %q%u@%d '
EOS
    for setting in "${settings[@]}"; do
        printf '%s\n' "$setting" | configure one
    done
}

# Ports are taken by trying: between asking which is free and binding it, another may come.
start_on_free_port() {
    local tries
    echo "listen_addresses = '127.0.0.1'" | configure one
    for tries in 1 2 3 4 5 6 7 8; do
        as_server tee "$dir/one.port" <<<$((20000 + (RANDOM * 32768 + RANDOM) % 12000)) >/dev/null
        echo "port = $(port_of one)" | configure one
        launch one && return
        grep -q 'could not bind' "$dir/one.log" || break
        say "Port $(port_of one) is taken, attempt $tries."
    done
    launch_or_tell one
}

# Outlives whoever started it, so an interrupted run leaves no server behind.
watch() { # pid
    local how=()
    if command -v setsid >/dev/null; then how=(setsid); fi
    "${how[@]}" bash "$self" watch "$dir" "$1" $$ >/dev/null 2>&1 </dev/null 3>&- 4>&- 9>&- &
    disown
}

start_one() {
    [ ${#dir} -le 85 ] || die "The path of a socket would be too long in $dir."
    if running one; then return; fi
    if [ -d "$dir/one" ]; then
        launch_or_tell one
        return
    fi
    if [ ! -d "$dir" ]; then mkdir -m 700 "$dir"; fi
    if [ "$(id -u)" -eq 0 ]; then chown "$server:" "$dir"; fi
    # Watched from the beginning: the run may also be interrupted while the server starts.
    if [ -n "$watched" ]; then watch "$watched"; fi
    make_one
    if [ -n "$tcp" ]; then start_on_free_port; else launch_or_tell one; fi
}

start_two() {
    as_server tee "$dir/two.port" <<<$(($(port_of one) + 1)) >/dev/null
    as_server "$bin/pg_basebackup" -D "$dir/two" -R -X stream -c fast --no-sync \
        -d "host=$dir port=$(port_of one) user=postgres application_name=two" \
        >"$dir/basebackup.out" 2>&1 || die "pg_basebackup failed: $(cat "$dir/basebackup.out")"
    # The standby stays off TCP: its port is not known to be free.
    printf '%s\n' "port = $(port_of two)" "listen_addresses = ''" | configure two
    launch_or_tell two
    if [ -n "$sync" ]; then
        sql one "ALTER SYSTEM SET synchronous_standby_names = '*'"
        sql one "SELECT pg_reload_conf()" >/dev/null
    fi
    wait_for_standby
}

# Waits in the server, at most ten seconds, until the standby streams (and is waited for).
wait_for_standby() {
    sql one "DO \$\$ BEGIN
        FOR i IN 1..1000 LOOP
            PERFORM pg_stat_clear_snapshot();
            IF EXISTS (SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'
                AND sync_state = '${sync:-async}') THEN RETURN; END IF;
            PERFORM pg_sleep(0.01);
        END LOOP;
        RAISE 'the standby does not stream';
    END \$\$"
}

stop() { # pg_ctl's mode, nodes...
    local mode=$1 node
    shift
    for node; do
        if [ -d "$dir/$node" ] && running "$node"; then
            as_server "$bin/pg_ctl" -D "$dir/$node" -m "$mode" -w -t 30 stop >/dev/null 2>&1 ||
                as_server "$bin/pg_ctl" -D "$dir/$node" -m immediate stop >/dev/null 2>&1 || :
        fi
    done
}

# The leader first: it would start others in the place of those that are gone.
signal() { # signal, node
    local leader
    leader=$(head -n 1 "$dir/$2/postmaster.pid" 2>/dev/null) || return 0
    as_server kill -s "$1" "$leader" 2>/dev/null || return 0
    # shellcheck disable=SC2046 # one word for each
    as_server kill -s "$1" $(ps -o pid= --ppid "$leader") 2>/dev/null || :
}
# Killed at once, all of them are gone a moment later; the lock file would say that it runs.
crash() { # node
    local leader all
    leader=$(head -n 1 "$dir/$1/postmaster.pid" 2>/dev/null) || return 0
    all=$(ps -o pid= --ppid "$leader" || :)
    # shellcheck disable=SC2086 # one word for each
    as_server kill -s KILL "$leader" $all 2>/dev/null || :
}

# The password tells that the folder is one of ours: nothing else is ever removed.
remove() {
    local watcher
    signal CONT two
    signal CONT one
    stop immediate two one
    watcher=$(cat "$dir/watcher" 2>/dev/null || :)
    if [ -n "$watcher" ] && [ "$watcher" != $$ ] &&
        [[ $(ps -o args= -p "$watcher" 2>/dev/null) == *"watch $dir "* ]]; then
        # It leads a group of its own, with the tail it waits for.
        kill -- -"$watcher" 2>/dev/null || kill "$watcher" 2>/dev/null || :
    fi
    if [ -e "$dir/password" ] || [ -z "$(ls -A "$dir" 2>/dev/null)" ]; then rm -rf "$dir"; fi
}

url() { # one, two, pair or tcp
    local one two
    one=$(port_of one) two=$(port_of two)
    case $1 in
    one | two) echo "postgresql:///postgres?host=$dir&port=$(port_of "$1")&user=postgres" ;;
    pair)
        echo "postgresql:///postgres?host=$dir,$dir&port=$one,$two&user=postgres&target_session_attrs=read-write"
        ;;
    tcp) echo "postgresql://postgres:$(cat "$dir/password")@127.0.0.1:$one/postgres" ;;
    *) die "url knows one, two, pair and tcp, not '$1'." ;;
    esac
}

verb=${1:-} dir=${2:-}
case $verb in
bin) find_bin; exit ;;
folder)
    dir=$(mktemp -d /tmp/piket-pg.XXXXXX)
    if [ "$(id -u)" -eq 0 ]; then chown "$server:" "$dir"; fi
    printf '%s\n' "$dir"
    exit
    ;;
esac
case $dir in /*) ;; *) die "Usage: cluster.sh VERB DIR, see the head of $self. DIR starts with /." ;; esac
bin=$(find_bin) || die "No PostgreSQL server is installed here (initdb was not found)."
shift 2

tcp='' sync='' watched='' settings=() words=()
while [ $# -gt 0 ]; do
    case $1 in
    --tcp) tcp=1 ;;
    --sync) sync=sync ;;
    --watch | --set)
        [ $# -ge 2 ] || die "$1 needs a value."
        if [ "$1" = --watch ]; then watched=$2; else settings+=("$2"); fi
        shift
        ;;
    -*) die "cluster.sh does not know $1." ;;
    *) words+=("$1") ;;
    esac
    shift
done
node=${words[0]:-}

case $verb in
start) start_one ;;
pair-start) start_one && start_two ;;
url) url "${node:-one}" ;;
promote) as_server "$bin/pg_ctl" -D "$dir/two" -w -t 30 promote >/dev/null ;;
kill) stop immediate "${node:-one}" ;;
crash) crash "${node:-one}" ;;
freeze) signal STOP "${node:-one}" ;;
thaw) signal CONT "${node:-one}" ;;
stop) if [ -n "$node" ]; then stop fast "$node"; else stop fast two one; fi ;;
remove) remove ;;
watch)
    trap '' HUP INT
    echo $$ >"$dir/watcher"
    tail --pid="${words[0]}" -s 0.5 -f /dev/null
    # What is still starting would put files back into a folder that is being removed.
    tail --pid="${words[1]}" -s 0.1 -f /dev/null
    remove
    ;;
*) die "cluster.sh does not know '$verb'; see the head of $self." ;;
esac
