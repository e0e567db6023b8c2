# SPDX-License-Identifier: EUPL-1.2
# What every test of the command line needs: a home of its own, a clock that stands, and checks
# that say what they saw. Source it; it cleans up.
set -uo pipefail
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
export HOME=$work/home XDG_RUNTIME_DIR=$work/run TERM=xterm LANG=C.UTF-8
export PIKET_TEST_NOW=2026-03-10T02:14:00Z+
unset LC_ALL LC_MESSAGES LANGUAGE NO_COLOR PIKET_DB PIKET_LANG
mkdir -m 700 -p "$HOME" "$XDG_RUNTIME_DIR"
bad=0 out='' err='' code=0

# Runs piket; fills out, err and code. Standard input is empty unless one is given with run_in.
run() {
    "$PIKET_BIN" "$@" >"$work/out" 2>"$work/err" </dev/null
    code=$?
    out=$(cat "$work/out") err=$(cat "$work/err")
}
run_in() { # text, arguments
    local text=$1
    shift
    printf '%s' "$text" | "$PIKET_BIN" "$@" >"$work/out" 2>"$work/err"
    code=$?
    out=$(cat "$work/out") err=$(cat "$work/err")
}
fail() {
    echo "not ok: $*"
    echo "   exit $code"
    echo "   out: ${out:0:300}"
    echo "   err: ${err:0:600}"
    bad=1
}
exits() { [ "$code" = "$1" ] || fail "$2: expected exit $1"; }
says() { case $out in *"$1"*) ;; *) fail "${2:-stdout} lacks: $1" ;; esac; }
silent() { [ -z "$out" ] || fail "stdout is not clean"; }
tells() { case $err in *"$1"*) ;; *) fail "${2:-stderr} lacks: $1" ;; esac; }
never() { case $out$err in *"$1"*) fail "should not be said: $1" ;; esac; }
# jq expression that must be true of stdout (or of the file in $2).
json() { jq -e "$1" "${2:-$work/out}" >/dev/null 2>"$work/jq" || fail "json: $1 $(cat "$work/jq")"; }
# A command on a terminal of its own. script(1) asks SHELL, which may be anything or nothing.
on_tty() {
    SHELL=/bin/sh script -qec "stty cols 100 rows 30 2>/dev/null; $1" /dev/null </dev/null >"$work/out" 2>&1
    code=$?
    out=$(tr -d '\r' <"$work/out") err=''
}
finish() { exit $bad; }
