#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Every C file is as clang-format 14 would write it; another version has another taste: skipped.
. "$(dirname "$0")/lib.sh"

formatter=
for one in clang-format-14 clang-format; do
    if "$one" --version 2>/dev/null | grep -q 'version 14\.'; then
        formatter=$one
        break
    fi
done
if [ -z "$formatter" ]; then
    echo "clang-format 14 is not here"
    exit 77
fi

check() {
    tree=$1
    mapfile -t all < <(files '[^/]*\.[ch]' src include ui schema tests)
    [ ${#all[@]} -eq 0 ] && return 0
    # The style is looked up from the file's folder upwards.
    [ -e "$tree/.clang-format" ] || cp "$root/.clang-format" "$tree/"
    "$formatter" --dry-run --Werror --ferror-limit=1 "${all[@]}"
}

breach src/a.c 'int  main( void ){return 0;}\n'
allowed src/a.c 'int\nmain(void)\n{\n    return 0;\n}\n'
finish
