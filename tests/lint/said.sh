#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Every sentence with which a trigger of the server refuses (42501) is one that the program can say in
# another language: it stands in the table of src/store/engine_postgres_said.c.
. "$(dirname "$0")/lib.sh"
command -v perl >/dev/null || { echo "perl is not here"; exit 77; }

# The sentences of the given files, and what need() is told of, as they stand in the table.
sentences() {
    [ $# -eq 0 ] || perl -0777 -ne '
        while (/RAISE EXCEPTION\s+\x27((?:[^\x27]|\x27\x27)*)\x27[^;]*ERRCODE = \x2742501\x27/g) {
            my $said = $1; $said =~ s/\x27\x27/\x27/g; $said =~ s/%/%s/g; print "$said\n" }
        while (/EXECUTE FUNCTION need\(\x27\w+\x27, \x27([^\x27]*)\x27/g) { print "$1\n" }' "$@"
}

check() {
    tree=$1
    local bad=0 sentence sql=()
    mapfile -t sql < <(files '[^/]*\.sql' schema/postgres)
    while IFS= read -r sentence; do
        grep -qsF "N_(\"$sentence\")" "$1/src/store/engine_postgres_said.c" ||
            { echo "not in engine_postgres_said.c: $sentence"; bad=1; }
    done < <(sentences "${sql[@]}")
    return $bad
}

breach schema/postgres/1.sql "RAISE EXCEPTION 'It is %.', x USING ERRCODE = '42501';\n"
breach schema/postgres/1.sql "EXECUTE FUNCTION need('log', 'Writing', 'lead');\n"
allowed schema/postgres/1.sql "RAISE EXCEPTION 'It is %.', x USING ERRCODE = '23505';\n"
finish
