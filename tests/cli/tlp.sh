#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What is above the ceiling stays inside and is counted; above the usual ceiling a reason is asked
# and written down. And text from outside can not act on a terminal, a spreadsheet or a page.
. "$(dirname "$0")/lib.sh"

run log -g Zeist --tlp red 'SECRETRED attack on the vault'; exits 0 "log red"
run log -g Soest --tlp amber+strict 'STRICTWORD inside only'
run log -g Bunnik --tlp amber 'AMBERWORD usual'
run log -g Houten --tlp clear 'CLEARWORD public'
run note 3 --tlp red 'REDLINE in an amber incident'; exits 0 "red note"

run list; says AMBERWORD; never SECRETRED; never STRICTWORD; tells '1 TLP:RED'; tells '1 TLP:AMBER+STRICT'
run list --json; json '.omitted == {"TLP:RED":1,"TLP:AMBER+STRICT":1} and (.items | length == 2)'
never SECRETRED
run list --tlp-max clear; says CLEARWORD; never AMBERWORD
run list --tlp-max wit; never AMBERWORD; tells 'CLEAR'
run list --tlp-max amber+strict; says STRICTWORD; never SECRETRED
run show 1; exits 5 "show red in a pipe"; never SECRETRED
run show 1 --json; exits 5 "show red as json"; json '.schema == "piket.error/1" and .name == "denied"' "$work/err"
run show 3; says AMBERWORD; never REDLINE; tells '1 TLP:RED'
run timeline 3 --json; never REDLINE; json '.omitted["TLP:RED"] == 1'
run timeline 1 --format md; never SECRETRED
run search redline; never 'REDLINE in'
run search secretred --json; never 'SECRETRED attack'; json '.omitted["TLP:RED"] >= 1'
run contact show Zeist --tlp-max green; never GM0355
run list -o "$work/file"; grep -q SECRETRED "$work/file" && fail "a file is no terminal"

run set 1 title=OTHERRED --json; exits 0 "set red"; never SECRETRED; json '.said == null and .changed'
run set 1 'title=SECRETRED attack on the vault'; never OTHERRED; tells 'not said here'
run timeline 1 --tlp-max clear; never OTHERRED
run log -g Zeist --tlp red 'LOWERED secret title'; exits 0 "log to lower"
run set 5 title=plain tlp=green --permission 'the source'; exits 0 "lower and rename"
run timeline 5; never 'LOWERED secret'
run timeline 5 --json; never 'LOWERED secret'

run list --tlp-max red; exits 8 "red without a reason"; silent
run list --tlp-max red --reason 'asked by the source'; exits 0 "red with a reason"; says SECRETRED
run timeline - ; says 'asked by the source' "the duty log tells what left"
run timeline 1 --tlp-max rood --reason 'for the CISO'; says SECRETRED
run timeline 1 --tlp-max red --reason check; says 'for the CISO' "the incident tells what left"
on_tty "$PIKET_BIN list"; case $out in *SECRETRED*) ;; *) fail "the person at the terminal sees all" ;; esac

# --- hostile text
evil=$'x\e]52;c;aGk=\a\e[2Jy\xe2\x80\xaez\x9b31m'
run log -g Zeist "$evil titel"; exits 0 "hostile log"
run_in "$evil" note 6 -; exits 0 "hostile stdin"; tells 'control character'
for verb in "list" "show 6" "timeline 6" "search titel" "list --format csv" "timeline 6 --format md"; do
    # shellcheck disable=SC2086
    run $verb
    case $out$err in *$'\e'* | *$'\a'* | *$'\x9b'* | *$'\xe2\x80\xae'*) fail "$verb lets a control character out" ;; esac
done
run "list$evil"; exits 2; case $err in *$'\e'*) fail "an error repeats an escape" ;; esac
run list "gm:$evil"; case $err in *$'\e'*) fail "a filter error repeats an escape" ;; esac
on_tty "$PIKET_BIN list"; case $out in *$'\e'*) fail "an escape on a terminal" ;; esac
run log -g Zeist '=HYPERLINK("http://x","y")'
run list --format csv --fields title; says "'=HYPERLINK"
run log -g Zeist 'a | b <script> *c* [d](e)'
run list --format md --fields title; says 'a \| b &lt;script'
finish
