#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The same history on both engines: every filter and every search finds the same, in the same order.
# Invented history always; with PIKET_TEST_DATA also a fifth of the real incidents there.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/lib.sh"
. "$here/../support/pg.sh"
url=$(pg_database) || pg_skip
who=parity_$$

# Every tenth has a word of its own kind: an accent, an identifier, an address, a long word.
invented() {
    local words=(ransomware datalek phishing ddos uitval) places=(Oefendam Voorbeeldstad Testerwoude)
    local odd=('café Zürich' 'CVE-2026-19435' '192.0.2.17' "'s-Oefendam" 'e-mail@voorbeeld.example'
        'Æther ǅungla' 'naïeve coördinator' '100% vol' 'straße STRASSE' 'één twee één')
    for i in $(seq 1 120); do
        printf '{"id":"p%03d","title":"%s %s %s","occurred":"20%02d-%02d-%02d","kind":"%s","note":"%s op regel %d, %s; %s"}\n' \
            "$i" "${words[i % 5]}" "${odd[i % 10]}" "$((i % 7))" $((10 + i % 15)) $((1 + i % 12)) \
            $((1 + i % 28)) "$([ $((i % 3)) = 0 ] && echo ransomware || echo ddos)" "${odd[(i + 3) % 10]}" "$i" "${words[(i + 2) % 5]}" \
            "${places[i % 3]}"
    done
}
invented >"$work/history.jsonl"

roles run --db "$url" db init
exits 0 init
roles query "$url" "SELECT piket.person_set('$who', 'P. Ariteit', 'pa', 'officer coordinator lead', 'TLP:GREEN', 1)" >/dev/null
server="$url$(case $url in *\?*) echo '&' ;; *) echo '?' ;; esac)user=$who"
file=$work/piket.db
bring_in() { # file of history
    for db in "$file" "$server"; do
        run --db "$db" import incidents "$1"
        [ "$code" = 0 ] || [ "$code" = 2 ] || fail "import $1 into $db"
    done
}
bring_in "$work/history.jsonl"
if [ -n "${PIKET_TEST_DATA:-}" ] && [ -f "$PIKET_TEST_DATA/incidents/vcdb.jsonl" ]; then
    awk 'NR % 5 == 1' "$PIKET_TEST_DATA/incidents/vcdb.jsonl" >"$work/real.jsonl"
    bring_in "$work/real.jsonl"
fi

# Keys and numbers differ between databases; what was found, and in which order, may not.
found() { # database, verb, query
    "$PIKET_BIN" --db "$1" "$2" "$3" --json 2>/dev/null |
        jq -c '[.items[]? | [.title, .received, .severity, (.snippet // .text // null)]]'
}
n=0 hits=0
both() { # verb, query
    local a b
    a=$(found "$file" "$1" "$2") b=$(found "$server" "$1" "$2")
    n=$((n + 1))
    [ "$a" = '[]' ] || [ -z "$a" ] || hits=$((hits + 1))
    [ "$a" = "$b" ] || {
        echo "not ok: $1 $2: the engines differ"
        diff <(jq -c '.[]' <<<"$a") <(jq -c '.[]' <<<"$b") | head -5
        bad=1
    }
}
while IFS= read -r q; do
    both list "$q"
done <<'END'
ransomware
datalek phishing
"datalek op"
"op regel 7"
regel
caf*
café
cafe
zürich
cve-2026-19435
"cve 2026 19435"
192.0.2.17
"192.0.2"
's-oefendam
oefendam
e-mail
voorbeeld.example
æther
straße
strasse
één
"één twee één"
naïeve
100
r*
re*
regel*
datalek OR café
datalek -café
(ransomware OR ddos) zürich
kind:ransomware uitval
since:2015-01-01 until:2018-12-31 phishing
since:2020-01-01
text:voorbeeldstad
title:ddos
hospital
"medical records"
laptop stolen
"lost or stolen"
e*
virus kind:breach
2012
END
for q in ransomware café 'cve-2026-19435' '"op regel"' hospital laptop 'straße'; do both search "$q"; done
[ "$hits" -ge 20 ] || { echo "not ok: only $hits of $n found anything"; bad=1; }
echo "$n questions, $hits with an answer"
exit "$bad"
