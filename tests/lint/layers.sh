#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Who may use whom (docs/architecture.md): data flows one way.
. "$(dirname "$0")/lib.sh"

# layer: the layers it may include
uses='
base    base
model   base|model
format  base|model|format
store   base|model|store
link    base|model|link
app     base|model|format|store|app
cli     base|model|format|app|cli
ui      base|model|format|app|ui
watch   base|model|format|link|app|watch
'
# What asks the machine for anything. (A call has no space before its bracket; prose has.)
impure='(?<![\w.>])(time|clock|clock_gettime|gettimeofday|localtime(_r)?|mktime|fopen|freopen|popen'
impure+='|system|socket|getenv|getpid|rand|random|g_random_\w+|g_get_(real|monotonic)_time'
impure+='|g_date_time_new_now\w*|g_f?open|g_file_\w+|g_getenv|g_get_\w+_(dir|name)|g_spawn_\w+'
impure+='|g_unlink|g_stat)\('
prints='(?<![\w.>])(v?printf|puts|putchar|perror|g_print|g_printerr|g_log|g_message|g_warning'
prints+='|g_info|g_debug|g_critical)\(|\bf\w*\(.*\bstd(out|err)\b|\bfprintf\(std|G_LOG_'
sql='"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|REPLACE|WITH|BEGIN|COMMIT)\b[ ;"]'

check() {
    tree=$1
    local bad=0 layer may
    while read -r layer may; do
        [ -n "$layer" ] || continue
        local own=()
        if [ "$layer" = ui ]; then
            mapfile -t own < <(files '[^/]*\.[ch]' ui)
        else
            mapfile -t own < <(files '[^/]*\.[ch]' "src/$layer" "include/piket/$layer")
        fi
        deny "$layer may include only $may" "#include \"piket/(?!($may)/)" "${own[@]}" || bad=1
        [ "$layer" = ui ] ||
            deny "$layer knows no screen" '#include "(\.\./|ui/|screens/|term\.h|canvas\.h)' \
                "${own[@]}" || bad=1
    done <<<"$uses"
    mapfile -t all < <(files '[^/]*\.[ch]' src include ui)
    local engine=() inner=() curses=() pure=() quiet=() words=() one
    for one in "${all[@]}"; do
        local path=${one#"$tree"/}
        case $path in src/store/engine_*.[ch]) ;; *) engine+=("$one") words+=("$one") ;; esac
        case $path in src/link/*) ;; *) inner+=("$one") ;; esac
        case $path in ui/term.c) ;; *) curses+=("$one") ;; esac
        case $path in
        src/model/* | src/format/* | include/piket/model/* | include/piket/format/*) pure+=("$one") ;;
        esac
        case $path in src/main.c | src/watch.c | src/watch/* | src/cli/* | ui/term.c) ;; *) quiet+=("$one") ;; esac
    done
    deny 'only src/store/engine_* knows an engine' '#include <(sqlite3|libpq)' "${engine[@]}" ||
        bad=1
    deny 'only ui/term.c includes curses' '#include <(ncursesw?/)?(n?curses|term|panel)\.h>' \
        "${curses[@]}" || bad=1
    deny 'only src/link talks to mail servers, webhooks and desktops' \
        '#include <(curl/|libnotify/)' "${inner[@]}" || bad=1
    deny 'model and format are pure: no clock, no I/O' "$impure" "${pure[@]}" || bad=1
    deny 'nothing below main prints or logs' "$prints" "${quiet[@]}" || bad=1
    deny 'SQL lives in schema/' "$sql" "${words[@]}" || bad=1
    return $bad
}

breach src/base/a.c '#include "piket/model/tlp.h"\n'
breach src/model/a.c '#include "piket/store/db.h"\n'
breach include/piket/format/a.h '#include "piket/app/log.h"\n'
breach src/store/a.c '#include "piket/app/log.h"\n'
breach src/app/a.c '#include "canvas.h"\n'
breach src/cli/a.c '#include "piket/store/db.h"\n'
breach ui/screens/a.c '#include "piket/store/db.h"\n'
breach src/store/incident.c '#include <sqlite3.h>\n'
breach src/app/a.c '#include <sqlite3.h>\n'
breach src/link/a.c '#include "piket/store/db.h"\n'
breach src/app/a.c '#include "piket/link/link.h"\n'
breach src/app/a.c '#include <curl/curl.h>\n'
breach ui/canvas.c '#include <curses.h>\n'
breach ui/canvas.h '#include <ncursesw/curses.h>\n'
breach src/model/a.c 'int64_t now = time(NULL);\n'
breach src/model/a.c 'int64_t now = g_get_real_time();\n'
breach src/format/a.c 'FILE *f = fopen(name, "r");\n'
breach src/app/a.c '    printf("%d", 1);\n'
breach src/store/a.c '    fprintf(stderr, "x");\n'
breach ui/list.c '    g_warning("x");\n'
breach src/base/a.c '    fputs(text, stdout);\n'
breach src/store/a.c 'const char *q = "SELECT 1";\n'
breach src/app/a.c 'run(db, "BEGIN");\n'
allowed src/store/engine_sqlite.c '#include <sqlite3.h>\nrun("BEGIN IMMEDIATE");\n'
allowed ui/term.c '#include <curses.h>\n'
allowed src/link/a.c '#include <curl/curl.h>\n'
allowed src/cli/a.c '    printf("%d", 1);\n'
allowed src/model/a.c '/* the time (with its zone) */\n'
allowed src/model/a.c 'when = pk_time(a); b->time(x); format_time(y); g_strdup_printf("x");\n'
finish
