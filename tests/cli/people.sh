#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Persons and names: who may what, and not one command tells of a red incident to who is not named.
. "$(dirname "$0")/lib.sh"
me=$(id -un) secret=Zwaluwstaart
db=$work/data/piket.db

run log --db "$db" -g Oefendam --tlp amber 'Ordinary case'
[ $code = 0 ] || [ $code = 6 ] || fail "log"
run log --db "$db" -g Voorbeeldstad --tlp red "$secret is the word"
run note --db "$db" 1 --tlp red "${secret}draad in an ordinary case"
[ $code = 0 ] || fail "a red line"

# Who reports with red is named, as a line of the journal.
run name --db "$db" 2 --list
[[ $out == *"$me"* ]] || fail "who reports is named"
run timeline --db "$db" 2 --tlp-max amber
[[ $out == *"may see everything here"* ]] || fail "the name is a line"

# Persons.
run person add --db "$db" mbakker --name 'M. Bakker' --role officer,lead
[ $code = 0 ] || fail "add"
run person add --db "$db" mbakker
[ $code != 0 ] || fail "add twice"
run person role --db "$db" mbakker -lead +auditor --ceiling amber
[ $code = 0 ] || fail "role"
run person list --db "$db" --json
[[ $out == *'"schema"'*'piket.person/1'* && $out == *auditor* && $out == *TLP:AMBER* ]] || fail "list"
[[ $out != *lead*mbakker* ]] || fail "the role was taken"
run person role --db "$db" "$me" -admin
[ $code != 0 ] || fail "the last admin stays one"
run person off --db "$db" mbakker
[ $code = 0 ] || fail "off"
run name --db "$db" 2 mbakker
[ $code != 0 ] || fail "who is off is not named"
run person on --db "$db" mbakker
run name --db "$db" 2 'M. Bakker'
[ $code = 0 ] || fail "name"
run name --db "$db" 2 "$me" --off
[ $code = 0 ] || fail "a name taken away"
run name --db "$db" 1 "$me" --off
[ $code != 0 ] || fail "the last name stays"
run name --db "$db" 1 mbakker
run name --db "$db" 1 "$me" --off
[ $code = 0 ] || fail "a name taken away from an ordinary incident"

# Now this person has every role and is not named. Nothing tells. (JSON repeats what was asked.)
tells() {
    run "$@"
    if grep -vE '^ *"(filter|query)":' "$work/out" | cat - "$work/err" | grep -qi "$secret"; then fail "$* tells"; fi
}
for json in '' --json; do
    for filter in '' tlp:red "$secret" zwaluw status:open 'sev:>=1' id:2 gm:Voorbeeldstad; do
        tells list --db "$db" $filter $json
        tells search --db "$db" "${filter:-case}" $json
    done
    for id in 1 2 I26-0002 -; do
        tells timeline --db "$db" "$id" $json --tlp-max red --reason test
        tells show --db "$db" "$id" $json --tlp-max red --reason test
        tells verify --db "$db" "$id" $json
        tells party --db "$db" "$id" list $json
        tells action --db "$db" list "$id" $json
        tells name --db "$db" "$id" --list $json
    done
    tells verify --db "$db" $json
    tells contact --db "$db" show Voorbeeldstad $json
    tells note --db "$db" 2 'let me in' $json
    tells set --db "$db" 2 severity=low $json
    tells status --db "$db" 2 investigation $json
done
run show --db "$db" 2
[ $code = 5 ] || fail "DENIED is exit 5"
[[ $err == *'not named on it'*'M. Bakker'* ]] || fail "says who can name you"
run list --db "$db"
[[ $err == *'1 not shown: not for you.'* ]] || fail "what is left out is counted"
run timeline --db "$db" 1 --tlp-max red --reason test
[[ $out == *'(TLP:RED: you are not named on this incident)'* ]] || fail "a hidden text says so"
run name --db "$db" 2 "$me"
[ $code = 5 ] || fail "who is not named cannot name"
run verify --db "$db"
[ $code = 0 ] || fail "all journals verify"

finish
