#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# No file above 600 lines, no function above 70. In our brace style a function's body runs from a
# lone { in the first column to the next lone } there; nothing else puts them so.
. "$(dirname "$0")/lib.sh"

check() {
    tree=$1
    mapfile -t all < <(files '[^/]*\.[ch]' src include ui schema tests)
    [ ${#all[@]} -eq 0 ] && return 0
    awk -v file_max=600 -v function_max=70 -v strip="$tree/" '
        function close_file() {
            if (lines > file_max) {
                printf "%s: %d lines, at most %d\n", name, lines, file_max
                bad = 1
            }
        }
        FNR == 1 { close_file(); name = substr(FILENAME, length(strip) + 1); start = 0 }
        { lines = FNR }
        /^\{[ \t]*$/ { start = FNR; head = last }
        /^\}[ \t]*$/ && start {
            if (FNR - start - 1 > function_max) {
                printf "%s:%d: %d lines in %s at most %d\n", name, start, FNR - start - 1, head,
                    function_max
                bad = 1
            }
            start = 0
        }
        /^[A-Za-z_]/ { last = $0 }
        END { close_file(); exit bad }' "${all[@]}"
}

long() { printf 'x\\n%.0s' $(seq "$1"); }
breach src/base/a.c "$(long 601)"
breach ui/a.c "int\\nmain(void)\\n{\\n$(long 71)}\\n"
allowed src/base/a.c "$(long 600)"
allowed src/base/a.c "int\\nmain(void)\\n{\\n$(long 70)}\\n\\nint\\nb(void)\\n{\\n$(long 70)}\\n"
finish
