#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# cmake --install puts the program, its words, its manual and its licence under any prefix, and
# the program runs from there.
set -euo pipefail
unset DESTDIR PIKET_LOCALEDIR
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$G_TEST_BUILDDIR" --prefix "$prefix" >"$prefix/log" 2>&1 || {
    cat "$prefix/log"
    exit 1
}
want() { [ -s "$1" ] || { echo "not installed: ${1#"$prefix"/}"; find "$prefix" -type f; exit 1; }; }

want "$prefix/bin/piket"
want "$prefix/share/doc/piket/LICENSE"
if compgen -G "$PIKET_SOURCE_DIR/po/nl.d/*.po" >/dev/null || [ -e "$PIKET_SOURCE_DIR/po/nl.po" ]; then
    want "$prefix/share/locale/nl/LC_MESSAGES/piket.mo"
fi
for page in "$PIKET_SOURCE_DIR"/docs/man/*/*.[1-8]; do
    [ -e "$page" ] || continue
    name=$(basename "$page")
    case $page in
    */man/nl/*) want "$prefix/share/man/nl/man${name##*.}/$name" ;;
    *) want "$prefix/share/man/man${name##*.}/$name" ;;
    esac
done
said=$("$prefix/bin/piket" --version)
case $said in
*"$PIKET_VERSION"*) ;;
*) echo "piket --version said: $said" && exit 1 ;;
esac
