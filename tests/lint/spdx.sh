#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Every source says its licence on the first line (a script on the second, after #!).
. "$(dirname "$0")/lib.sh"

check() {
    tree=$1
    local bad=0 one line
    while read -r one; do
        [ -n "$one" ] || continue
        line=$(head -n 2 "$one" | sed '/^#!/d' | head -n 1)
        case $one:$line in
        *.[ch]:'/* SPDX-License-Identifier: EUPL-1.2 */') ;;
        *.sql:'-- SPDX-License-Identifier: EUPL-1.2') ;;
        *.[1-8]:'.\" SPDX-License-Identifier: EUPL-1.2') ;;
        *.[ch]:* | *.sql:* | *.[1-8]:*) echo "${one#"$tree"/}: no SPDX line" && bad=1 ;;
        *:'# SPDX-License-Identifier: EUPL-1.2') ;;
        *) echo "${one#"$tree"/}: no SPDX line" && bad=1 ;;
        esac
    done < <(
        files '[^/]*\.([ch]|sql|sh|cmake|inc|[1-8])' src include ui schema tests cmake docs packaging
        files 'CMakeLists\.txt' CMakeLists.txt
        files '[^/]*' scripts .ci
    )
    return $bad
}

breach src/base/a.c '/* Errors */\n'
breach schema/a.sql '/* SPDX-License-Identifier: EUPL-1.2 */\n'
breach scripts/a '#!/bin/sh\n# hello\n'
breach src/base/a.h '\n/* SPDX-License-Identifier: EUPL-1.2 */\n'
allowed src/base/a.c '/* SPDX-License-Identifier: EUPL-1.2 */\n'
allowed schema/a.sql '-- SPDX-License-Identifier: EUPL-1.2\n'
allowed scripts/a '#!/bin/sh\n# SPDX-License-Identifier: EUPL-1.2\n'
finish
