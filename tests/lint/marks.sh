#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# No half work left behind, no path of somebody's machine, and no test that waits by the clock.
. "$(dirname "$0")/lib.sh"

check() {
    tree=$1
    local bad=0 marked=() ours=() tests=()
    mapfile -t marked < <(files '[^/]*\.([ch]|sql|sh|cmake|inc|md|po|csv|[1-8]|json)' src include \
        ui schema tests cmake docs packaging po README.md CHANGELOG.md CMakePresets.json |
        grep -v -e /tests/lint/marks.sh -e /tests/fuzz/corpus/ -e /tests/ui/golden/)
    mapfile -t ours < <(files '[^/]*\.([ch]|sql|cmake|inc|md|po|csv|[1-8]|json|txt)' src include \
        ui schema cmake docs packaging po README.md CHANGELOG.md CMakePresets.json CMakeLists.txt
        files '[^/]*' scripts .ci)
    mapfile -t tests < <(files '[^/]*\.([ch]|sh|py)' tests | grep -v /tests/lint/marks.sh)
    deny 'finish it or leave it out' '\b(TODO|FIXME|XXX|HACK|TBD)\b' "${marked[@]}" || bad=1
    deny 'a path of one machine' '(?<![\w.*}"$])/(tmp|root|work|home/\w+)/\w|(?<=")/(tmp|work|root)/' \
        "${ours[@]}" || bad=1
    deny 'a test waits for what it expects, never for a time' \
        '\b(g_usleep|usleep|nanosleep|sleep)\s*\(|(^|[;&|]\s*|\b(do|then|else)\s+|^\s+)sleep\s+[0-9."$]' \
        "${tests[@]}" || bad=1
    return $bad
}

breach src/base/a.c '/* TODO: finish */\n'
breach docs/a.md 'FIXME\n'
breach src/base/a.c 'open("/tmp/x");\n'
breach docs/a.md 'see /root/notes\n'
breach cmake/a.cmake 'include(/work/main/x.cmake)\n'
breach tests/unit/a.c '    sleep(1);\n'
breach tests/unit/a.c '    g_usleep(100);\n'
breach tests/support/a.py '    time.sleep(1)\n'
breach tests/cli/a.sh 'run & sleep 0.2\n'
breach tests/cli/a.sh 'while :; do sleep 1; done\n'
allowed src/base/a.c 'g_mkstemp("piket-XXXXXX"); /* the work/rest balance */\n'
allowed tests/cli/a.sh 'cd /tmp/x # sleeping\n'
finish
