#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The manual says what the tables of the program say, in both languages, and begins with examples
# that can be run.
. "$(dirname "$0")/lib.sh"
command -v mandoc >/dev/null || { echo "no mandoc"; exit 77; }

one_line() { tr -s ' \n' '  '; }
for lang in en nl; do
    pages=$PIKET_SOURCE_DIR/docs/man/$lang
    for page in "$pages"/*.[1-8]; do
        mandoc -Tlint -W warning "$page" || fail "$page: lint"
        mandoc -Tutf8 -Owidth=900 "$page" | sed 's/.\x08//g' >"$work/page"
        one_line <"$work/page" >"$work/flat-$(basename "$page")"
        [ "$(grep -cE '^ {5,}piket [a-z]+ ' "$work/page")" -ge 2 ] || fail "$page: no two examples"
    done

    # verbs: each name with its sentence, and not one more
    run help --lang $lang
    awk '/^(Verbs|Opdrachten):$/{on=1;next} /^$/{on=0} on' "$work/out" >"$work/verbs"
    n=0
    while IFS='|' read -r verb text; do
        n=$((n + 1))
        grep -qF -- "$verb $text." "$work/flat-piket.1" || fail "piket(1) $lang: $verb $text"
        run help "$verb" --lang $lang
        while read -r form; do
            grep -qF -- "$form" "$work/flat-piket.1" || fail "piket(1) $lang: $form"
        done < <(awk '/^(Usage|Gebruik):$/{on=1;next} /^$/{on=0} on{sub(/^ +/,"");print}' "$work/out")
    done < <(awk '/^  [a-z]/{if(v)print v "|" t; v=$1; sub(/^  [a-z]+ +/,""); t=$0; next}
                  {sub(/^ +/,""); t=t " " $0} END{print v "|" t}' "$work/verbs")
    [ "$n" = "$(grep -c '^\.It Cm ' "$pages/piket.1")" ] || fail "piket(1) $lang: not $n verbs"

    # fields of a filter, with all their words, values and examples
    run help filter --lang $lang
    sed '1,/^$/d' "$work/out" | sed '1,/^$/d' | one_line >"$work/fields"
    sed -n '/^FIELDS\|^VELDEN/,/^SEE ALSO\|^ZIE OOK/p' <(mandoc -Tutf8 -Owidth=900 "$pages/piket-filter.7" | sed 's/.\x08//g') |
        sed '1d;$d' | one_line >"$work/table"
    [ "$(tr -d ' ' <"$work/fields")" = "$(tr -d ' ' <"$work/table")" ] || {
        fail "piket-filter(7) $lang differs from 'piket help filter'"
        diff <(tr ' ' '\n' <"$work/fields") <(tr ' ' '\n' <"$work/table") | head -20
    }
    # every paragraph and form of `help time`
    run help time --lang $lang
    while read -r form; do
        grep -qF -- "$form" "$work/flat-piket-time.7" || fail "piket-time(7) $lang: $form"
    done < <(awk 'NF && /^  [^ ]/{sub(/^  /,""); sub(/   +.*/,""); print}' "$work/out")
done
finish
