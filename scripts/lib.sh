# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# What the commands in this folder share: which packages they need, how those get installed, and
# how one CMake preset is built without a word unless something fails. Sourced, never run.

set -euo pipefail
# A stray value of these would send cmake, cd or the compiler somewhere else.
unset CDPATH DESTDIR CMAKE_GENERATOR
caller=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Debian package, and how another system can be asked whether it has the thing:
# a program on the PATH, pc:NAME for pkg-config, h:FILE for a header, or pg:initdb for the server
# of PostgreSQL, whose programs hide in a folder of their own.
packages_run='
gcc               gcc
libc6-dev         h:stdlib.h
cmake             cmake
ninja-build       ninja
pkgconf           pkg-config
gettext           msgfmt
libglib2.0-dev    pc:glib-2.0
libsqlite3-dev    pc:sqlite3
libncurses-dev    pc:ncursesw
uuid-dev          pc:uuid
libunistring-dev  h:unistr.h
libjansson-dev    pc:jansson
libpq-dev         pc:libpq
libgpgme-dev      pc:gpgme
libical-dev       pc:libical
libcurl4-openssl-dev pc:libcurl
libnotify-dev     pc:libnotify
libsystemd-dev    pc:libsystemd
gnupg             gpg
tzdata            /usr/share/zoneinfo/Europe/Amsterdam
ncurses-base      infocmp
'
packages_test="$packages_run
clang             clang
libclang-rt-dev   clang
clang-format      clang-format
libvterm-dev      pc:vterm
ncurses-term      infocmp
jq                jq
mandoc            mandoc
openssl           openssl
postgresql        pg:initdb
dbus              dbus-run-session
python3-aiosmtpd  /usr/lib/python3/dist-packages/aiosmtpd
"

# One line for each argument.
say() { printf '%s\n' "$@" >&2; }
die() { say "$@"; exit 1; }

has() { # one word of the second column
    case $1 in
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    h:*) printf '#include <%s>\n' "${1#h:}" | cc -E -x c - >/dev/null 2>&1 ;;
    /*) [ -e "$1" ] ;;
    pg:initdb) bash tests/support/cluster.sh bin >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# On a system without apt-get: name everything that is not there, or go on when all of it is.
need_by_hand() {
    local package probe missing=()
    while read -r package probe; do
        [ -z "$package" ] || has "$probe" || missing+=("$package")
    done <<<"$1"
    [ ${#missing[@]} -eq 0 ] && return
    die "This system has no apt-get, so Piket cannot install what it needs by itself." \
        "Missing here, by their Debian names:" "" "${missing[@]/#/    }" "" \
        "Install these with your own package manager (libraries with their headers)" \
        "and run this command again."
}

# The tests start a server of their own when they need one. Debian's package would set up another
# at once and start it with every boot, unless this file stands there while it is installed.
no_main_cluster() { # create or remove, then how to become root
    local folder=/etc/postgresql-common/createcluster.d verb=$1
    shift
    # shellcheck disable=SC2016 # for the inner shell
    case $verb in
    create)
        "$@" sh -c 'mkdir -p "$1" && echo "create_main_cluster = false" >"$1/piket-tests.conf"' \
            sh $folder
        ;;
    remove) "$@" sh -c 'rm -f "$1/piket-tests.conf"; rmdir "$1" 2>/dev/null || :' sh $folder ;;
    esac
}

# Installs what is missing of a table above. Without anything missing apt is not touched.
need() {
    local wanted missing command log
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        need_by_hand "$1"
        return
    fi
    wanted=$(awk 'NF { print $1 }' <<<"$1")
    # shellcheck disable=SC2086 # a list of words
    missing=$(comm -23 <(sort -u <<<"$wanted") <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' \
        $wanted 2>/dev/null | awk '$1 == "installed" { print $2 }' | sort -u) | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    command="apt-get update && apt-get install -y --no-install-recommends $missing"

    as_root=() # not local: a trap may need it
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as_root=(sudo)
        else
            say "Piket needs packages that are not installed, and you are not an administrator" \
                "here (no root, no sudo that works without a password)." \
                "Have an administrator run this, then run the same command again:"
            die "" "    $command"
        fi
    fi
    say "Installing with apt-get: $missing"
    log=$(mktemp)
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get -o DPkg::Lock::Timeout=400 -o Dpkg::Use-Pty=0 -qq)
    # A failing update is not fatal: the lists of last time may do. The install decides.
    "${apt[@]}" update >"$log" 2>&1 </dev/null || true
    local server='' installed=1
    case " $missing " in *' postgresql '*) server=1 ;; esac
    if [ -n "$server" ]; then
        trap 'no_main_cluster remove "${as_root[@]}"' EXIT
        no_main_cluster create "${as_root[@]}"
    fi
    # shellcheck disable=SC2086
    "${apt[@]}" -o Dpkg::Options::=--force-confold install -y --no-install-recommends \
        $missing >>"$log" 2>&1 </dev/null || installed=
    if [ -n "$server" ]; then
        no_main_cluster remove "${as_root[@]}"
        trap - EXIT
    fi
    if [ -z "$installed" ]; then
        tail -n 25 "$log" >&2
        rm -f "$log"
        say "" "apt-get could not install these packages; its own words are above." \
            "Usually the network or the mirror cannot be reached. When that works again, run" \
            "this command once more, or install by hand:"
        die "" "    $command"
    fi
    rm -f "$log"
}

# Started through sudo: root was needed for the packages only. The build and the data file must
# belong to the person behind sudo, so go on as that person when the folder is theirs to write.
leave_root() { # the command and its arguments
    local home
    [ "$(id -u)" -eq 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ] || return 0
    home=$(getent passwd "$SUDO_USER" | cut -d: -f6)
    [ -n "$home" ] && runuser -u "$SUDO_USER" -- test -w "$root" || return 0
    # What an earlier build as root left behind would be in the way.
    find "$root" -maxdepth 1 -type d -name 'build-*' -user root -exec chown -R "$SUDO_USER" {} +
    cd "$caller"
    exec runuser -u "$SUDO_USER" -- env -u SUDO_USER HOME="$home" USER="$SUDO_USER" \
        LOGNAME="$SUDO_USER" "$@"
}

# Runs a command silently; shows what it said only when it fails.
quietly() { # log, command...
    local log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null && return
    cat "$log" >&2
    return 1
}

# True when nothing was touched since the last good build (folders count: they tell of removals).
fresh() { # build folder
    [ -x "$1/bin/piket" ] && [ -e "$1/.built" ] &&
        [ -z "$(find src ui include schema po cmake tests CMakeLists.txt CMakePresets.json \
            -newer "$1/.built" -print -quit 2>/dev/null)" ]
}

# Configures and builds a preset into build-PRESET, as quietly as possible; only $target if set.
build() { # preset, words for the person waiting, cmake options...
    local preset=$1 words=$2 dir=build-$1
    shift 2
    if fresh "$dir"; then
        return
    fi
    if { [ -d "$dir" ] && [ ! -w "$dir" ]; } || { [ ! -d "$dir" ] && [ ! -w . ]; }; then
        die "Piket builds itself in $root/$dir, and you cannot write there." \
            "Copy the whole folder to a place of your own, for example with" "" \
            "    cp -r '$root' ~/piket" "" "and run the same command in there."
    fi
    mkdir -p "$dir"
    exec 9>"$dir/.lock"
    if command -v flock >/dev/null; then flock 9; fi
    # A folder that was copied or moved together with its build cannot be built on.
    if [ -f "$dir/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$dir/CMakeCache.txt"; then
        rm -rf "$dir/CMakeCache.txt" "$dir/CMakeFiles" "$dir/.built"
    fi
    if ! fresh "$dir"; then
        say "$words"
        local start=$dir/.start generator=()
        touch "$start"
        if [ ! -f "$dir/CMakeCache.txt" ] && command -v ninja >/dev/null; then
            generator=(-G Ninja)
        fi
        quietly "$dir/.log" cmake --preset "$preset" "${generator[@]}" "$@" ||
            die "Configuring failed; what cmake said is above."
        quietly "$dir/.log" cmake --build "$dir" --parallel "$(getconf _NPROCESSORS_ONLN)" \
            ${target:+--target "$target"} ||
            die "Building failed; what the compiler said is above."
        mv "$start" "$dir/.built"
    fi
    exec 9>&-
}
