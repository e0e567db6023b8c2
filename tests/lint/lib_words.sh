# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# The two steps on sentences that scripts/po and the words test share.

# Every sentence of the sources of a tree into a .pot; without sources an empty file.
extract() { # tree, pot
    local list
    : >"$2"
    list=$(cd "$1" && find src ui include \( -name '*.c' -o -name '*.h' \) \
        ! -path include/piket/base/i18n.h 2>/dev/null | LC_ALL=C sort)
    [ -n "$list" ] || return 0
    xgettext --directory="$1" --files-from=- --output="$2" --force-po --language=C \
        --from-code=UTF-8 --add-comments=TRANSLATORS --no-wrap --add-location=file --package-name=piket \
        --copyright-holder='the Piket authors' --keyword --keyword=_ --keyword=N_ \
        --keyword=P_:1,2 --flag=_:1:pass-c-format --flag=N_:1:pass-c-format \
        --flag=P_:1:pass-c-format --flag=P_:2:pass-c-format --flag=g_set_error:4:c-format \
        --flag=g_strdup_printf:1:c-format --flag=g_string_append_printf:2:c-format \
        --flag=g_string_printf:2:c-format <<<"$list" || return 1
    # No date and no fill-in lines: an unchanged source must give an unchanged file.
    sed -i -e '1i # SPDX-License-Identifier: EUPL-1.2' -e '/^"POT-Creation-Date:/d' \
        -e '1,/^msgid/{/^# /d;/^#$/d}' "$2"
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
