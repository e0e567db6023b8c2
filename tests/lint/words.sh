#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Every sentence in the sources has its Dutch: present, not fuzzy, with the same %d and %s, and
# the same everywhere. (Every language is complete from day one.)
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib_words.sh"
for one in xgettext msgcat msgmerge msgattrib msgfmt; do
    command -v "$one" >/dev/null || { echo "gettext's $one is not here"; exit 77; }
done

# The same sentence with two Dutch texts: msgcat joins them between #-#-#-#-# marks.
conflicts() { # tree
    local all=() one
    for one in "$1"/po/nl.po "$1"/po/nl.d/*.po; do
        [ -e "$one" ] && all+=("$one")
    done
    [ ${#all[@]} -gt 1 ] || return 0
    # The first paragraph is the header, which may differ.
    if msgcat --no-wrap "${all[@]}" | awk -v RS= 'NR > 1 && /#-#-#-#-#/' | grep .; then
        echo '^ two Dutch texts for one sentence'
        return 1
    fi
}

check() {
    tree=$1
    local pot=$scratch/all.pot po=$scratch/nl.po bad=0 one
    extract "$1" "$pot" || return 1
    if ! grep -q '^#:' "$pot"; then
        return 0
    fi
    for one in "$1"/po/nl.po "$1"/po/nl.d/*.po; do
        if [ -e "$one" ]; then
            # Not -c: who translated last and when is git's to know.
            msgfmt --check-format --check-domain -o /dev/null "$one" || bad=1
            grep -q '^"Plural-Forms: nplurals=2; plural=(n != 1);' "$one" ||
                { echo "${one##*/}: no Plural-Forms for Dutch"; bad=1; }
        fi
    done
    if ! collect "$1" "$po"; then
        echo "No Dutch in po/"
        return 1
    fi
    conflicts "$1" || bad=1
    # msgmerge marks fuzzy what has other %d and %s than the source.
    msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$scratch/merged.po" "$po" "$pot" || bad=1
    if msgattrib --no-obsolete --only-fuzzy --no-wrap "$scratch/merged.po" | grep -A 99 '^#:'; then
        echo '^ marked fuzzy, or other %d and %s than the English'
        bad=1
    fi
    if msgattrib --no-obsolete --untranslated --no-wrap "$scratch/merged.po" | grep -A 99 '^#:' ||
        awk -v RS= '/\nmsgstr\[[01]\] ""($|\nmsgstr)/' "$scratch/merged.po" | grep .; then
        echo '^ without Dutch'
        bad=1
    fi
    return $bad
}

head='msgid ""\nmsgstr ""\n"Project-Id-Version: piket\\n"\n"PO-Revision-Date: \\n"\n'
head+='"Last-Translator: \\n"\n"Language-Team: \\n"\n"MIME-Version: 1.0\\n"\n'
head+='"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
head+='"Language: nl\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
# breach() lays down one file; these cases need a source and its Dutch.
words() { # wanted, source, Dutch, more Dutch
    local got=0
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/src" "$scratch/tree/po/nl.d"
    printf '%s\n' "$2" >"$scratch/tree/src/a.c"
    printf "${head//%/%%}%s\n" "$3" >"$scratch/tree/po/nl.po"
    [ -z "${4:-}" ] || printf "${head//%/%%}%s\n" "$4" >"$scratch/tree/po/nl.d/b.po"
    check "$scratch/tree" >"$scratch/out" 2>&1 || got=1
    if [ "$got" -ne "$1" ]; then
        echo "The lint itself is broken: wanted $1 for $2 with $3"
        cat "$scratch/out"
        broken=1
    fi
}
hoi=$'msgid "Hello"\nmsgstr "Hallo"'
words 0 '_("Hello")' "$hoi"
words 1 '_("Hello") _("Bye")' "$hoi"
words 1 'N_("Hello")' $'msgid "Hello"\nmsgstr ""'
words 1 '_("Hello")' $'#, fuzzy\nmsgid "Hello"\nmsgstr "Hallo"'
words 1 'g_strdup_printf(_("Hello %d"), 1)' $'msgid "Hello %d"\nmsgstr "Hallo %s"'
words 1 'P_("%d line", "%d lines", n)' $'msgid "%d line"\nmsgid_plural "%d lines"\nmsgstr[0] "%d regel"\nmsgstr[1] ""'
words 0 'P_("%d line", "%d lines", n)' $'msgid "%d line"\nmsgid_plural "%d lines"\nmsgstr[0] "%d regel"\nmsgstr[1] "%d regels"'
words 1 '_("Hello")' "$hoi" $'msgid "Hello"\nmsgstr "Goedendag"'
words 0 '_("Hello")' "$hoi" "$hoi"
finish
