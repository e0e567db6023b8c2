# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# A lint test defines check(), which reads the tree in "$1", prints each breach and returns 1 when
# there is one. finish() first proves that check() can fail, by the bad files given with breach(),
# and only then judges the real tree.

set -uo pipefail
export LC_ALL=C.UTF-8
root=${PIKET_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
broken=0

# The files below folders of the tree "$tree" that match -name patterns, build folders left out.
tree=
files() { # pattern, folders or files...
    local pattern=$1 found=() at
    shift
    for at; do
        [ -e "$tree/$at" ] && found+=("$tree/$at")
    done
    [ ${#found[@]} -eq 0 ] && return
    find "${found[@]}" -type d \( -name .git -o -name 'build*' -o -name .cache \) -prune -o \
        -type f -regextype posix-extended -regex ".*/($pattern)" -print | LC_ALL=C sort
}

# Prints every line of the listed files that matches and fails then.
deny() { # what, pattern, files...
    local what=$1 pattern=$2
    shift 2
    [ $# -eq 0 ] && return
    if grep -nHP -- "$pattern" "$@" | sed "s|^$tree/||"; then
        printf '^ %s\n' "$what"
        return 1
    fi
}

# Proves the test: with only this file in a tree, check() must find something (or must not).
breach() { prove 1 "$@"; }
allowed() { prove 0 "$@"; }
prove() { # wanted, path, text
    local wanted=$1 path=$2 text=$3 got=0
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/$(dirname "$path")"
    printf '%b' "$text" >"$scratch/tree/$path"
    check "$scratch/tree" >"$scratch/out" 2>&1 || got=1
    if [ "$got" -ne "$wanted" ]; then
        printf 'The lint itself is broken: %s was %s\n' "$path" \
            "$([ "$wanted" -eq 1 ] && echo 'let through' || echo 'refused')"
        printf '%b\n' "$text"
        cat "$scratch/out"
        broken=1
    fi
}

finish() {
    check "$root" || broken=1
    exit "$broken"
}
