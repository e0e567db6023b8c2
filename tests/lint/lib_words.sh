# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# The two steps on sentences that scripts/po and the words test share.

# Every sentence of the sources of a tree into a .pot; an empty file when there is none.
extract() { # tree, pot
    local list
    : >"$2"
    list=$(cd "$1" && find src ui include \( -name '*.c' -o -name '*.h' \) \
        ! -path include/piket/base/i18n.h 2>/dev/null | LC_ALL=C sort)
    [ -n "$list" ] || return 0
    xgettext --directory="$1" --files-from=- --output="$2" --force-po --language=C \
        --from-code=UTF-8 --add-comments=TRANSLATORS --no-wrap --package-name=piket \
        --copyright-holder='the Piket authors' --keyword --keyword=_ --keyword=N_ \
        --keyword=P_:1,2 --flag=_:1:pass-c-format --flag=N_:1:pass-c-format \
        --flag=P_:1:pass-c-format --flag=P_:2:pass-c-format --flag=g_set_error:4:c-format \
        --flag=g_strdup_printf:1:c-format --flag=g_string_append_printf:2:c-format \
        --flag=g_string_printf:2:c-format <<<"$list" 2>"$2.err"
    local code=$?
    # A date in the file would make every run a change.
    sed -i '/^"POT-Creation-Date:/d' "$2"
    grep -v 'warning: The option --msgid-bugs-address' "$2.err" >&2
    rm -f "$2.err"
    grep -q '^msgid "..*"\|^msgid ""$' "$2" || : >"$2"
    return $code
}

# All Dutch of a tree into one .po.
collect() { # tree, po
    local all=() one
    for one in "$1"/po/nl.po "$1"/po/nl.d/*.po; do
        [ -e "$one" ] && all+=("$one")
    done
    [ ${#all[@]} -gt 0 ] || return 1
    msgcat --use-first --no-wrap -o "$2" "${all[@]}"
}
