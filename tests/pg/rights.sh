#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What psql may do as each role. The program asks first and says more; this is what the server lets
# through when somebody does not use the program.
. "$(dirname "$0")/../support/pg.sh"
. "$(dirname "$0")/../support/pg_schema.sh"
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
url=$(pg_database) || pg_skip
me=rights$$
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

pg_schema "$url"
psql -Xq -v ON_ERROR_STOP=1 -d "$url" -f "$here/kit.sql"
psql -Xq -v ON_ERROR_STOP=1 -d "$url" >/dev/null <<EOS
SET search_path = piket;
INSERT INTO origin (uuid, tag, created_us, is_current)
VALUES ('11111111-1111-1111-1111-111111111111', '', 0, 1),
       ('22222222-2222-2222-2222-222222222222', 'K', 0, 0);
INSERT INTO org (uuid, kind, name, sort_name, province, joined, serves, note, source, version)
VALUES ('o1', 'municipality', 'Oefendam', 'oefendam', '', 1, '', '', '', 1),
       ('o2', 'municipality', 'Testerwoude', 'testerwoude', '', 1, '', '', '', 1);
SELECT person_set('${me}_' || r, r, 'x', r, 'TLP:GREEN', 1)
  FROM unnest('{officer,coordinator,lead,reader,auditor,admin,watch}'::text[]) r;
SELECT person_set('${me}_second', 'second', 'x', 'officer', 'TLP:GREEN', 1);
SELECT person_set('${me}_guest', 'guest', 'x', 'reader', 'TLP:GREEN', 1);
SELECT person_set('${me}_boss', 'boss', 'x', 'admin', 'TLP:GREEN', 1);
SELECT person_set('${me}_gone', 'gone', 'x', 'officer', 'TLP:GREEN', 1);
SELECT person_set('${me}_off', 'off', 'x', 'officer', 'TLP:GREEN', 0);
-- In the groups of the cluster, but a reader in this database; and nobody at all here.
SELECT person_set('${me}_elsewhere', 'x', 'x', 'reader', 'TLP:AMBER', 1);
GRANT piket_lead, piket_officer TO ${me}_elsewhere;
CREATE ROLE ${me}_stranger LOGIN;
GRANT piket_lead TO ${me}_stranger;
CREATE ROLE ${me}_outsider LOGIN;
CREATE ROLE ${me}_maker LOGIN CREATEROLE;
CREATE ROLE ${me}_group;
EOS

as() { psql -XAtq -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -d "$(pg_as "$url" "${me}_$1")" \
    -c 'SET search_path = piket, pg_temp' "${@:2}"; }

# shellcheck disable=SC2034 # named in the tables below
A=$(as officer -c "SELECT kit.report('I26-0001', 'amber fire')")
R=$(as officer -c "SELECT kit.report('I26-0002', 'crimson secret', 'TLP:RED');
    INSERT INTO named SELECT i.id, '${me}_' || x, '${me}_officer', 1
      FROM incident i, unnest('{guest,boss}'::text[]) x WHERE i.ident = 'I26-0002'")
G=$(as lead -c "SELECT kit.report('I26-0003', 'green news', 'TLP:GREEN')")
C=$(as lead -c "SELECT kit.report('I26-0004', 'old matter', 'TLP:GREEN', 'closed')")
AR=$(as officer -c "INSERT INTO named VALUES ($A, '${me}_officer', '${me}_officer', 1);
    SELECT kit.note($A, 'crimson aside', 'TLP:RED');
    INSERT INTO pin SELECT max(id), '${me}_officer', 1 FROM line WHERE incident = $A")
as coordinator -c "SELECT kit.note(0, 'duty words', 'TLP:AMBER')" >/dev/null
as second -c "SELECT kit.note(0, 'crimson duty', 'TLP:RED')" >/dev/null
# A red one of which nobody named works here any more.
D=$(as gone -c "SELECT kit.report('I26-0005', 'crimson orphan', 'TLP:RED')")
query "$url" "SET session_replication_role = replica; UPDATE piket.incident SET import_source = 'csv', import_id = '7' WHERE id = $D"
query "$url" "SELECT piket.person_set('${me}_gone', 'gone', 'x', 'officer', 'TLP:GREEN', 0)" >/dev/null
L=$(as officer -c "INSERT INTO origin (uuid, tag, created_us, is_current) VALUES ('l', 'L', 0, 0) RETURNING id")
A1=$(((A << 20) + 1)) R1=$(((R << 20) + 1)) G1=$(((G << 20) + 1))
ME="${me}_"

# Questions are gathered, then asked in one session of each person (judge, at the end). A question is
# one message of statements parted by \; and is rolled back.
bad=0 n=0
wrong() { bad=$((bad + 1)); printf 'not ok: %s\n' "$*"; }

# who, what is expected (ok, no: refused for lack of right, untold: refused only because no line tells
# it, or =the answer), statements
try() {
    n=$((n + 1))
    printf '%s\t%s\t%s\t%s\n' "$n" "$1" "$2" "$(printf '%s' "$3" | tr '\n\t' '  ')" >>"$tmp/expected"
    printf '\\echo [%s\nBEGIN\\; %s\\; SET CONSTRAINTS ALL IMMEDIATE\\; ROLLBACK;\n\\echo ]%s :ERROR :SQLSTATE :LAST_ERROR_MESSAGE\nROLLBACK;\n' \
        "$n" "$3" "$n" >>"$tmp/$1.sql"
}
# Updates and deletes, by the number of rows they change: "1", or "1+A" where the change must be told
# by a line of incident A (0: the duty log), and is refused when it is not.
changes() {
    local told='' where=${2#"${2%%+*}"} sql="WITH done AS ($3 RETURNING 1) SELECT count(*) FROM done" name
    for name in $(fold -w1 <<<"${where#+}"); do
        [ "$name" = 0 ] || name=${!name}
        told+="\\; SELECT left(kit.note($name, 'told')::text, 0)"
    done
    [ -z "$told" ] || try "$1" untold "$sql"
    try "$1" "=${2%%+*}" "$sql$told"
}
each() { # "who | wanted | statement" on stdin, with the variables of this script
    local who want sql
    while IFS='|' read -r who want sql; do
        [ -n "$who" ] || continue
        who=${who// /} want=${want// /}
        for name in A R G C D L AR A1 R1 G1 ME; do
            sql=${sql//"\$$name;"/${!name}} want=${want//"\$$name;"/${!name}}
        done
        case $want in
        [0-9]*) changes "$who" "$want" "$sql" ;;
        *) try "$who" "$want" "$sql" ;;
        esac
    done
}

# ---- who sees what ------------------------------------------------------------------------------

while read -r who incidents lines texts parties clocks actions kinds chains names pins; do
    for pair in "incident:$incidents" "line:$lines" "line_text:$texts" "party:$parties" \
        "clock:$clocks" "action:$actions" "incident_kind:$kinds" "chain:$chains" "named:$names" \
        "pin:$pins"; do
        try "$who" "=${pair#*:}" "SELECT count(*) FROM ${pair%:*}"
    done
done <<EOS
officer     4 7 6 4 4 4 4 5 4 1
second      3 6 5 3 3 3 3 4 1 1
coordinator 3 6 4 3 3 3 3 4 1 1
lead        3 6 4 3 3 3 3 4 1 1
auditor     3 6 4 3 3 3 3 4 1 1
reader      2 4 2 2 2 2 2 3 0 0
guest       3 5 3 3 3 3 3 4 3 0
elsewhere   3 6 4 3 3 3 3 4 1 1
admin       0 2 0 0 0 0 0 1 0 0
watch       5 8 0 5 5 5 5 6 5 1
boss        0 2 0 0 0 0 0 1 1 0
stranger    0 0 0 0 0 0 0 0 0 0
EOS

# Who is off, or nobody here, does not even get in.
for who in off outsider; do
    n=$((n + 1))
    if as "$who" -c 'SELECT 1' >/dev/null 2>&1; then wrong "$who got in"; fi
done

# ---- full text: the words of what is hidden are not found, nor counted ----------------------------

while read -r who wanted phrase; do
    try "$who" "=$wanted" "SELECT count(*) FROM search_lines(9223372036854775807, 10, '$phrase')"
    try "$who" "=$wanted" "SELECT count(*) FROM search_lines_between(0, 9223372036854775807, '$phrase', 10)"
done <<EOS
officer 2 "crimson"
officer 1 "crimson secret"
officer 0 "secret crimson"
second 1 "crimson"
guest 1 "crimson"
guest 0 "amber"
boss 0 "crimson"
lead 0 "crimson"
auditor 0 "crim"*
second 1 "amber"
reader 0 "amber"
reader 1 "green"
admin 0 "green"
stranger 0 "green"
reader 0 "duty"
watch 0 "amber"
watch 0 "duty words"
coordinator 1 "duty words"
second 0 crimson
EOS
for who in lead reader admin stranger; do
    try "$who" '=0' "SELECT count(*) FROM search_heads(9223372036854775807, 10, '\"crimson\"')"
    try "$who" '=f' "SELECT search_head_has($R, '\"crimson\"')"
    try "$who" '=0' "SELECT count(*) FROM search_words() WHERE word = 'crimson'"
done
each <<'EOS'
officer | =1 | SELECT count(*) FROM search_heads(9223372036854775807, 10, '"crimson"')
officer | =2 | SELECT n_lines FROM search_words() WHERE word = 'crimson'
second  | =0 | SELECT count(*) FROM search_lines(9223372036854775807, 10, '"''crimson'':1 ! ''green"*')
officer | no | SELECT search_line_put($G1;, 'poison')
officer | no | SELECT search_line_put(999, 'poison')
reader  | no | SELECT search_line_put($G1;, 'poison')
officer | no | SELECT search_line_take($A1;)
officer | no | SELECT search_forget()
reader  | no | SELECT search_forget()
lead    | ok | SELECT search_forget()
lead    | no | SELECT sees_text($R1;, '{TLP:RED,TLP:AMBER}', '{}')
lead    | no | SELECT search_expect(true, 'crimson')
lead    | no | SELECT * FROM line_search
lead    | no | SELECT * FROM head_search
lead    | no | DELETE FROM line_search
lead    | no | SELECT * FROM incident_made
EOS

# ---- what may be known of what is kept back: that it is there, how much, and who can help -----------

each <<'EOS'
officer   | =1 | SELECT hidden_count(0, 100)
second    | =2 | SELECT hidden_count(0, 100)
second    | =2 | SELECT hidden_count(1, 100)
second    | =1 | SELECT hidden_count(0, 1)
second    | =0 | SELECT hidden_count(0, -1)
reader    | =3 | SELECT hidden_count(0, 100)
guest     | =2 | SELECT hidden_count(1, 100)
admin     | =5 | SELECT hidden_count(0, 100)
stranger  | =5 | SELECT hidden_count(0, 100)
second    | =I26-0002,TLP:RED,TLP:AMBER+STRICT | SELECT concat_ws(',', ident, tlp, up_to) FROM hidden_incident(0, 'I26-0002')
second    | =I26-0002 | SELECT ident FROM hidden_incident($R;, '')
reader    | =TLP:AMBER,TLP:GREEN | SELECT concat_ws(',', tlp, up_to) FROM hidden_incident(0, 'I26-0001')
reader    | =0 | SELECT count(*) FROM hidden_incident(0, 'I26-0003')
officer   | =0 | SELECT count(*) FROM hidden_incident(0, 'I26-0002')
second    | =0 | SELECT count(*) FROM hidden_incident(0, 'I26-0099')
second    | =0 | SELECT count(*) FROM hidden_incident(0, '%')
second    | =0 | SELECT count(*) FROM hidden_incident(0, '')
admin     | =0 | SELECT count(*) FROM hidden_incident(0, 'I26-0002')
boss      | =0 | SELECT count(*) FROM hidden_incident(0, 'I26-0002')
stranger  | =0 | SELECT count(*) FROM hidden_incident($R;, 'I26-0002')
second    | =boss,guest,officer | SELECT string_agg(name, ',' ORDER BY name) FROM hidden_named($R;)
officer   | =0 | SELECT count(*) FROM hidden_named($R;)
second    | =0 | SELECT count(*) FROM hidden_named($A;)
second    | =0 | SELECT count(*) FROM hidden_named($D;)
lead      | =gone,0 | SELECT concat_ws(',', name, active) FROM hidden_named($D;)
stranger  | =0 | SELECT count(*) FROM hidden_named($R;)
second    | =t | SELECT incident_import_taken('csv', '7')
second    | =f | SELECT incident_import_taken('csv', '8')
reader    | no | SELECT incident_import_taken('csv', '7')
stranger  | no | SELECT incident_import_taken('csv', '7') AND may('use')\; SELECT named_rescue($D;)
lead      | =12 | SELECT named_rescue($D;)\; SELECT count(*) FROM named WHERE incident = $D;\; SELECT left(kit.note($D;, 'told')::text, 0)
lead      | untold | SELECT named_rescue($D;)
lead      | =11 | SELECT named_rescue($D;)\; SELECT count(*) FROM incident WHERE id = $D;\; SELECT left(kit.note($D;, 'told')::text, 0)
lead      | 1+G | INSERT INTO named SELECT $G;, '$ME;second', '$ME;lead', 1 FROM incident WHERE id = $G;
lead      | =10 | SELECT named_rescue($D;)\; INSERT INTO named VALUES ($D;, '$ME;second', '$ME;lead', 1)\; SELECT left(kit.note($D;, 'told')::text, 0)\; DELETE FROM named WHERE incident = $D; AND login = '$ME;lead'\; SELECT count(*) FROM incident WHERE id = $D;
lead      | no | SELECT named_rescue($D;)\; DELETE FROM named WHERE incident = $D; AND login = '$ME;lead'
lead      | no | SELECT named_rescue($R;)
lead      | no | SELECT named_rescue($D;)\; SELECT named_rescue($D;)
officer   | no | SELECT named_rescue($D;)
coordinator | no | SELECT named_rescue($D;)
elsewhere | no | SELECT named_rescue($D;)
admin     | no | SELECT named_rescue($D;)
lead      | no | INSERT INTO named VALUES ($D;, '$ME;lead', '$ME;lead', 1)
EOS

# ---- functions that tell what they are given see nothing that is hidden ---------------------------
# A person cannot make one; somebody who administers the database may have.

query "$url" "CREATE FUNCTION public.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS
    'BEGIN RAISE NOTICE ''leaked %'', \$1; RETURN true; END'"
for who in coordinator lead auditor reader admin boss stranger elsewhere; do
    n=$((n + 16))
    psql -XAt -d "$(pg_as "$url" "$ME$who")" >"$tmp/told" 2>&1 <<EOS || :
SET search_path = piket, pg_temp;
SELECT title FROM incident WHERE public.leak(title);
SELECT body FROM line_text WHERE public.leak(body);
EXPLAIN ANALYZE SELECT 1 FROM line_text t JOIN line l ON l.id = t.line WHERE public.leak(t.body);
SELECT 1 FROM clock WHERE public.leak(title);
SELECT 1 FROM action WHERE public.leak(title);
SELECT head_tokens FROM incident WHERE public.leak(head_tokens) OR true;
SELECT 1 FROM incident WHERE ('<' || title)::xml IS NULL;
SELECT 1 FROM line_text WHERE body::int = 1;
UPDATE incident SET title = title WHERE public.leak(title);
INSERT INTO incident SELECT * FROM incident WHERE public.leak(title)
ON CONFLICT (ident) DO UPDATE SET title = incident.title WHERE public.leak(incident.title);
SELECT most_common_vals FROM pg_stats WHERE schemaname = 'piket';
SET row_security = off;
SELECT title FROM incident;
RESET row_security;
COPY incident TO STDOUT;
TABLE line_text;
SELECT * FROM ts_stat('SELECT tokens FROM piket.line_search');
SELECT query_to_xml('SELECT * FROM piket.line_text', true, false, '');
EOS
    if grep crimson "$tmp/told"; then wrong "$who was told what is hidden"; fi
    [ "$who" != lead ] || grep -q 'leaked amber fire' "$tmp/told" || wrong 'the function tells nothing'
done

# ---- who writes what ------------------------------------------------------------------------------

each <<'EOS'
officer     | ok | SELECT kit.report('I26-9', 'new')
coordinator | ok | SELECT kit.report('I26-9', 'new')
lead        | ok | SELECT kit.report('I26-9', 'new', 'TLP:RED')
reader      | no | SELECT kit.report('I26-9', 'new')
auditor     | no | SELECT kit.report('I26-9', 'new')
admin       | no | SELECT kit.report('I26-9', 'new')
stranger    | no | SELECT kit.report('I26-9', 'new')
elsewhere   | no | SELECT kit.report('I26-9', 'new')
officer     | no | SELECT kit.report('I26-9', 'new', 'TLP:GREEN', 'closed')
lead        | ok | SELECT kit.report('I26-9', 'new', 'TLP:GREEN', 'closed')
officer     | ok | SELECT kit.note($A;, 'more')
second      | ok | SELECT kit.note($A;, 'more')
second      | no | SELECT kit.note($R;, 'more')
second      | no | SELECT kit.note($A;, 'red', 'TLP:RED')
officer     | ok | SELECT kit.note($A;, 'red', 'TLP:RED')
reader      | no | SELECT kit.note($G;, 'more')
auditor     | no | SELECT kit.note($G;, 'more')
admin       | no | SELECT kit.note($G;, 'more')
admin       | ok | SELECT kit.note(0, 'register changed')
watch       | no | SELECT kit.report('I26-9', 'new')
watch       | ok | SELECT kit.note($A;, 'reminded')
watch       | ok | SELECT kit.note($R;, 'reminded')
watch       | no | SELECT kit.note($R;, 'reminded', 'TLP:RED')
watch       | ok | SELECT kit.note(0, 'the watch began')
watch       | no | SELECT kit.note($A;, 'forged', 'TLP:AMBER', '$ME;lead')
watch       | no | UPDATE incident SET title = 't', version = version + 1 WHERE id = $A;
watch       | no | UPDATE incident SET last_line = last_line + 1 WHERE id = $A;
watch       | no | UPDATE clock SET met_us = 1, version = version + 1 WHERE incident = $A;
watch       | no | UPDATE action SET done_us = 1, version = version + 1 WHERE incident = $A;
watch       | no | INSERT INTO named VALUES ($R;, '$ME;watch', '$ME;watch', 1)
watch       | no | INSERT INTO pin VALUES ($A1;, '$ME;watch', 1)
watch       | no | UPDATE person SET roles = 'lead' WHERE login = '$ME;watch'
watch       | 1 | INSERT INTO watch VALUES ('decide', 'h', 'x', 'h', 'b', 1, 1, 1, 1, 1)
watch       | =$ME;watch | INSERT INTO watch VALUES ('decide', 'h', 'x', 'h', 'b', 1, 1, 1, 1, 1)\; SELECT login FROM watch
watch       | =1 | INSERT INTO watch VALUES ('decide', 'h', 'x', 'h', 'b', 1, 1, 1, 1, 1)\; UPDATE watch SET first_us = 9\; SELECT first_us FROM watch
watch       | 1 | INSERT INTO fired VALUES ('clock', 'u', 1, 1, 1, 0)
watch       | no | DELETE FROM fired
watch       | no | DELETE FROM watch
officer     | no | INSERT INTO fired VALUES ('clock', 'u', 1, 1, 1, 0)
officer     | no | INSERT INTO watch VALUES ('decide', 'h', 'x', 'h', 'b', 1, 1, 1, 1, 1)
admin       | no | INSERT INTO watch VALUES ('decide', 'h', 'x', 'h', 'b', 1, 1, 1, 1, 1)
officer     | ok | SELECT kit.note(0, 'quiet night')
officer     | ok | SELECT kit.note(0, 'red', 'TLP:RED')
reader      | no | SELECT kit.note(0, 'hello')
officer     | no | SELECT kit.note($A;, 'forged', 'TLP:AMBER', '$ME;lead')
officer     | no | SELECT kit.note($A;, 'forged', 'TLP:AMBER', 'piket', 'system')
officer     | no | SELECT kit.note(0, 'forged', 'TLP:AMBER', 'piket', 'system')
coordinator | ok | SELECT kit.note(0, 'Reference data loaded', 'TLP:GREEN', 'piket', 'system')
officer     | 1+A | UPDATE incident SET title = 't', version = version + 1 WHERE id = $A;
officer     | no | UPDATE incident SET title = 't' WHERE id = $A;
officer     | no | UPDATE incident SET title = 't', version = version + 2 WHERE id = $A;
officer     | 1+A | UPDATE incident SET status = 'contained', version = version + 1 WHERE id = $A;
officer     | no | UPDATE incident SET status = 'closed', version = version + 1 WHERE id = $A;
coordinator | 1+A | UPDATE incident SET status = 'closed', version = version + 1 WHERE id = $A;
officer     | 1+C | UPDATE incident SET status = 'recovery', version = version + 1 WHERE id = $C;
officer     | 1+A | UPDATE incident SET tlp = 'TLP:AMBER+STRICT', version = version + 1 WHERE id = $A;
officer     | no | UPDATE incident SET tlp = 'TLP:GREEN', version = version + 1 WHERE id = $A;
coordinator | no | UPDATE incident SET tlp = 'TLP:GREEN', version = version + 1 WHERE id = $A;
lead        | 1+A | UPDATE incident SET tlp = 'TLP:GREEN', version = version + 1 WHERE id = $A;
lead        | no | UPDATE incident SET tlp = 'TLP:RED', version = version + 1 WHERE id = $A;
lead        | no | UPDATE incident SET tlp = 'TLP:RED', version = version + 1
officer     | 1+A | UPDATE incident SET tlp = 'TLP:RED', version = version + 1 WHERE id = $A;
officer     | no | UPDATE incident SET tlp = 'TLP:GREEN', version = version + 1 WHERE id = $R;
second      | 0 | UPDATE incident SET title = 't', version = version + 1 WHERE id = $R;
second      | 3+AGC | UPDATE incident SET title = 't', version = version + 1
lead        | 0 | UPDATE incident SET tlp = 'TLP:CLEAR', version = version + 1 WHERE id = $R;
reader      | no | UPDATE incident SET title = 't', version = version + 1 WHERE id = $G;
auditor     | no | UPDATE incident SET title = 't', version = version + 1 WHERE id = $G;
admin       | no | UPDATE incident SET title = 't', version = version + 1 WHERE id = $G;
elsewhere   | no | UPDATE incident SET title = 't', version = version + 1 WHERE id = $G;
stranger    | no | UPDATE incident SET title = 't', version = version + 1 WHERE id = $G;
officer     | no | UPDATE incident SET ident = 'I26-9999', version = version + 1 WHERE id = $A;
officer     | no | UPDATE incident SET uuid = 'x', version = version + 1 WHERE id = $A;
officer     | no | UPDATE incident SET opened_us = 1, version = version + 1 WHERE id = $A;
officer     | no | UPDATE incident SET id = id + 1, version = version + 1 WHERE id = $A;
officer     | no | UPDATE incident SET last_line = last_line + 1 WHERE id = $A;
officer     | no | UPDATE incident SET last_line = last_line - 1 WHERE id = $A;
lead        | no | DELETE FROM incident WHERE id = $A;
officer     | no | UPDATE party SET status = 'closed', version = version + 1 WHERE incident = $A;
coordinator | 1+A | UPDATE party SET status = 'closed', version = version + 1 WHERE incident = $A;
coordinator | 0 | UPDATE party SET status = 'closed', version = version + 1 WHERE incident = $R;
coordinator | no | UPDATE party SET incident = $G;, version = version + 1 WHERE incident = $A;
lead        | no | DELETE FROM party
officer     | no | INSERT INTO party (uuid, incident, org, role, status, impact, needs, need_agreed_by, changed_us, version) SELECT 'p', $A;, max(id), 'affected', 'possible', '', 0, '', 0, 1 FROM org
lead        | 1+A | INSERT INTO party (uuid, incident, org, role, status, impact, needs, need_agreed_by, changed_us, version) SELECT 'p', $A;, max(id), 'affected', 'possible', '', 0, '', 0, 1 FROM org
lead        | no | INSERT INTO party (uuid, incident, org, role, status, impact, needs, need_agreed_by, changed_us, version) SELECT 'p', $R;, max(id), 'affected', 'possible', '', 0, '', 0, 1 FROM org
officer     | 1+A | UPDATE clock SET met_us = 1, version = version + 1 WHERE incident = $A;
second      | 0 | UPDATE clock SET met_us = 1, version = version + 1 WHERE incident = $R;
second      | no | UPDATE clock SET incident = $R;, version = version + 1 WHERE incident = $A;
reader      | no | UPDATE clock SET met_us = 1, version = version + 1 WHERE incident = $G;
officer     | 1+A | UPDATE action SET done_us = 1, version = version + 1 WHERE incident = $A;
auditor     | no | UPDATE action SET done_us = 1, version = version + 1 WHERE incident = $G;
second      | no | INSERT INTO action (uuid, incident, no, kind, key, title, owner, done_by, reason, version) VALUES ('a', $R;, 9, 'own', '', 'x', '', '', '', 1)
lead        | no | DELETE FROM action
second      | no | INSERT INTO incident_kind VALUES ('ddos', $R;)
second      | 1+A | INSERT INTO incident_kind VALUES ('ddos', $A;)
second      | 3+AGC | DELETE FROM incident_kind
reader      | no | DELETE FROM incident_kind
officer     | 1+R | INSERT INTO named VALUES ($R;, '$ME;lead', '$ME;officer', 1)
second      | no | INSERT INTO named VALUES ($R;, '$ME;second', '$ME;second', 1)
second      | no | INSERT INTO named VALUES ($A;, '$ME;lead', '$ME;officer', 1)
second      | no | INSERT INTO named VALUES ($A;, '$ME;second', '$ME;second', 1)
second      | 1+G | INSERT INTO named VALUES ($G;, '$ME;second', '$ME;second', 1)
second      | no | DELETE FROM named WHERE incident = $A;
second      | =1 | SELECT 1 WHERE incident_ident_taken('I26-0002')
reader      | no | SELECT 1 WHERE incident_ident_taken('I26-0002')
admin       | no | INSERT INTO named VALUES ($R;, '$ME;admin', '$ME;admin', 1)
reader      | no | INSERT INTO named VALUES ($G;, '$ME;reader', '$ME;reader', 1)
second      | 0 | DELETE FROM named WHERE incident = $R;
officer     | no | DELETE FROM named WHERE incident = $R;
officer     | no | DELETE FROM named WHERE incident = $A;
officer     | no | UPDATE named SET login = '$ME;second'
officer     | no | UPDATE line SET author = 'x'
lead        | no | UPDATE line SET tlp = 'TLP:CLEAR'
lead        | no | DELETE FROM line
lead        | no | DELETE FROM line_text
officer     | no | UPDATE line_text SET body = 'x'
officer     | no | UPDATE line_text SET body = NULL, salt = NULL, details = NULL WHERE line = $A1;
lead        | no | UPDATE line_text SET body = 'x' WHERE line = $G1;
lead        | no | UPDATE line_text SET body = NULL WHERE line = $G1;
lead        | 1+G | UPDATE line_text SET body = NULL, salt = NULL, details = NULL WHERE line = $G1;
lead        | 0 | UPDATE line_text SET body = NULL, salt = NULL, details = NULL WHERE line = $AR;
officer     | no | INSERT INTO line_text VALUES ($A1;, NULL, NULL, NULL) ON CONFLICT (line) DO UPDATE SET body = 'x'
officer     | no | UPDATE chain SET head = decode(repeat('ab', 32), 'hex') WHERE incident = $A;
officer     | no | UPDATE chain SET last_no = last_no + 1, head = decode(repeat('ab', 32), 'hex') WHERE incident = $A;
officer     | no | UPDATE chain SET last_no = last_no - 1 WHERE incident = $A;
officer     | no | INSERT INTO chain SELECT $A;, max(id), 1, decode(repeat('ab', 32), 'hex') FROM origin
second      | no | INSERT INTO chain SELECT $R;, max(id), 1, decode(repeat('ab', 32), 'hex') FROM origin
lead        | no | DELETE FROM chain
officer     | no | INSERT INTO line SELECT id + 1, 'u', incident, origin, no + 1, event_us, event_precision, recorded_us, 0, author, category, tlp, NULL, NULL, body_hash, hash FROM line WHERE id = $A1;
officer     | 1+A | INSERT INTO pin VALUES ($A1;, '$ME;officer', 1)
officer     | no | INSERT INTO pin VALUES ($A1;, '$ME;lead', 1)
second      | no | INSERT INTO pin VALUES ($R1;, '$ME;second', 1)
reader      | no | INSERT INTO pin VALUES ($G1;, '$ME;reader', 1)
reader      | no | DELETE FROM pin
officer     | 1+A | DELETE FROM pin WHERE line = $AR;
officer     | 1 | INSERT INTO org (uuid, kind, name, sort_name, province, joined, serves, note, source, version) VALUES ('n', 'other', 'Nieuw', 'nieuw', '', 0, '', '', '', 1)
officer     | no | INSERT INTO org (uuid, kind, name, sort_name, province, joined, serves, note, source, version) VALUES ('n', 'municipality', 'Nieuw', 'nieuw', '', 0, '', '', '', 1)
officer     | no | INSERT INTO org (uuid, kind, name, sort_name, province, joined, serves, note, source, version) VALUES ('n', 'other', 'Nieuw', 'nieuw', '', 1, '', '', '', 1)
reader      | no | INSERT INTO org (uuid, kind, name, sort_name, province, joined, serves, note, source, version) VALUES ('n', 'other', 'Nieuw', 'nieuw', '', 0, '', '', '', 1)
officer     | no | UPDATE org SET name = 'x'
coordinator | 2 | UPDATE org SET note = 'x'
admin       | 2 | UPDATE org SET note = 'x'
elsewhere   | no | UPDATE org SET note = 'x'
lead        | no | DELETE FROM org
admin       | no | DELETE FROM contact
officer     | 1 | INSERT INTO counter VALUES ('I', 2026, 1)
reader      | no | INSERT INTO counter VALUES ('I', 2026, 1)
lead        | no | DELETE FROM counter
officer     | 1 | INSERT INTO origin (uuid, tag, created_us, is_current) VALUES ('k', 'L', 0, 0)
officer     | no | INSERT INTO origin (uuid, tag, created_us, is_current) VALUES ('k', 'L', 0, 1)
officer     | =$ME;officer | INSERT INTO origin (uuid, tag, created_us, is_current, owner) VALUES ('k', 'M', 0, 0, '$ME;lead') RETURNING owner
officer     | ok | SET LOCAL kit.origin = '$L;'\; SELECT kit.note($A;, 'from the laptop')
second      | no | SET LOCAL kit.origin = '$L;'\; SELECT kit.note($A;, 'into the chain of another')
second      | no | SET LOCAL kit.origin = '$L;'\; SELECT kit.note(0, 'into the chain of another')
officer     | no | SET LOCAL kit.origin = '2'\; SELECT kit.note($A;, 'into the chain of another')
officer     | 0 | UPDATE origin SET owner = '$ME;officer'
admin       | no | UPDATE origin SET owner = '$ME;admin'
reader      | no | INSERT INTO origin (uuid, tag, created_us, is_current) VALUES ('k', 'L', 0, 0)
lead        | 0 | UPDATE origin SET is_current = 0
admin       | 1 | UPDATE origin SET is_current = 0 WHERE is_current = 1
admin       | no | UPDATE origin SET uuid = 'x'
admin       | no | DELETE FROM origin
admin       | no | UPDATE person SET roles = 'lead admin' WHERE login = '$ME;admin'
lead        | no | INSERT INTO person VALUES ('x', 'x', 'x', 'admin', 'TLP:RED', 1)
officer     | no | DELETE FROM person
officer     | no | INSERT INTO reference_set VALUES ('x', 'x', 1, 1)
admin       | 1 | INSERT INTO reference_set VALUES ('x', 'x', 1, 1)
officer     | no | INSERT INTO outbox VALUES (1, 'x', 'x', 'x', 1)
officer     | =2 | INSERT INTO counter VALUES ('I', 2026, 1)\; UPDATE counter SET last = 2\; SELECT last FROM counter
officer     | no | INSERT INTO counter VALUES ('I', 2026, 1)\; UPDATE counter SET last = 2\; UPDATE counter SET last = 1
officer     | no | INSERT INTO counter VALUES ('I', 2026, 2)
officer     | no | INSERT INTO counter VALUES ('I', 2026, 1)\; UPDATE counter SET last = 3
officer     | =t | SELECT received_us BETWEEN (extract(epoch FROM now()) - 300) * 1000000 AND (extract(epoch FROM clock_timestamp()) + 1) * 1000000 FROM line WHERE id = $A1;
officer     | =$ME;officer | UPDATE incident SET title = 't', changed_by = 'x', version = version + 1 WHERE id = $A;\; SELECT changed_by FROM incident WHERE id = $A;\; SELECT left(kit.note($A;, 'told')::text, 0)
second      | =1 | DO $$ DECLARE k bigint := kit.report('I26-77', 'mine', 'TLP:RED'); BEGIN INSERT INTO named VALUES (k, session_user::text, session_user::text, 1); END $$\; SELECT count(*) FROM named n JOIN incident i ON i.id = n.incident WHERE i.ident = 'I26-77'
lead        | =0 | UPDATE line_text SET body = NULL, salt = NULL, details = NULL WHERE line = $G1;\; SELECT left(kit.note($G;, 'told')::text, 0)\; SELECT count(*) FROM search_lines(9223372036854775807, 10, '"green"')
EOS

# ---- owning, disabling, becoming somebody else ------------------------------------------------------

for table in incident line line_text chain named person line_search; do
    try lead no "ALTER TABLE $table DISABLE TRIGGER ALL"
    try lead no "ALTER TABLE $table DISABLE ROW LEVEL SECURITY"
    try admin no "ALTER TABLE $table OWNER TO ${ME}admin"
    try lead no "TRUNCATE $table CASCADE"
    try lead no "COMMENT ON TABLE $table IS 'mine'"
done
for role in piket_owner piket_keeper "${ME}officer" postgres; do
    try lead no "SET ROLE $role"
    try admin no "SET SESSION AUTHORIZATION $role"
    try admin no "GRANT $role TO ${ME}admin"
done
each <<'EOS'
lead  | no | DROP TABLE line
lead  | no | DROP TRIGGER line_check ON line
lead  | no | DROP POLICY incident_see ON incident
lead  | no | CREATE POLICY mine ON incident USING (true)
lead  | no | CREATE TRIGGER t BEFORE INSERT ON line EXECUTE FUNCTION need('log')
lead  | no | CREATE TABLE mine (x int)
lead  | no | CREATE TEMP TABLE mine (x int)
lead  | no | CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'
lead  | no | CREATE OR REPLACE FUNCTION my_roles() RETURNS text LANGUAGE sql AS 'SELECT ''lead'''
lead  | no | ALTER FUNCTION my_roles() SET search_path = public
lead  | no | SET session_replication_role = replica
lead  | no | CREATE SCHEMA mine
lead  | no | COPY line TO PROGRAM 'cat'
admin | no | GRANT piket_lead TO $ME;admin
admin | no | CREATE ROLE $ME;new LOGIN
admin | no | ALTER ROLE $ME;officer SUPERUSER
admin | no | SELECT role_set('$ME;officer', '{lead}')
officer   | no | SET ROLE piket_officer\; SELECT kit.note($A;, 'x', 'TLP:AMBER', 'piket_officer')
officer   | =4 | SET ROLE piket_officer\; SELECT count(*) FROM incident
second    | =3 | SET ROLE piket_user\; SELECT count(*) FROM incident
elsewhere | no | SET ROLE piket_lead\; UPDATE incident SET tlp = 'TLP:CLEAR', version = version + 1
elsewhere | no | SET ROLE piket_officer\; SELECT kit.note($A;, 'x')
second    | =f | SELECT am_named($R;)
boss      | =f | SELECT am_named($R;)
guest     | =t | SELECT am_named($R;)
guest     | no | UPDATE incident SET title = 't', version = version + 1 WHERE id = $R;
guest     | no | SELECT kit.note($R;, 'x')
officer   | 2+R | DELETE FROM named WHERE incident = $R; AND login <> session_user::text
guest     | no | DELETE FROM named WHERE incident = $R; AND login <> session_user::text
stranger  | =  | SELECT my_roles()
elsewhere | =reader | SELECT my_roles()
EOS

# ---- persons ------------------------------------------------------------------------------------------

for login in postgres piket_owner piket_lead Piket_x pg_monitor PG_x public none '' "${ME}maker" "${ME}group"; do
    try admin no "SELECT person_set('$login', 'x', 'x', 'lead', 'TLP:GREEN', 1)"
done
each <<'EOS'
officer   | no | SELECT person_set('$ME;x', 'x', 'x', 'lead', 'TLP:GREEN', 1)
elsewhere | no | SELECT person_set('$ME;elsewhere', 'x', 'x', 'lead admin', 'TLP:GREEN', 1)
admin     | no | SELECT person_set('$ME;x', 'x', 'x', 'lead owner', 'TLP:GREEN', 1)
admin     | no | SELECT person_set('$ME;x', 'x', 'x', '"lead', 'TLP:GREEN', 1)
admin     | =,t,f,f,t | SELECT person_set('$ME;a b"; DROP ROLE x', 'x', 'x', 'reader', 'TLP:GREEN', 1)\; SELECT left(kit.note(0, 'told')::text, 0)\; SELECT ',' || concat_ws(',', rolcanlogin, rolsuper, rolcreaterole, pg_has_role(oid, 'piket_reader', 'MEMBER')) FROM pg_roles WHERE rolname LIKE '$ME;a b%'
admin     | =,t,f | SELECT person_set('$ME;officer', 'x', 'x', 'reader', 'TLP:GREEN', 1)\; SELECT left(kit.note(0, 'told')::text, 0)\; SELECT ',' || concat_ws(',', pg_has_role('$ME;officer', 'piket_reader', 'MEMBER'), pg_has_role('$ME;officer', 'piket_officer', 'MEMBER'))
admin     | untold | SELECT person_set('$ME;officer', 'x', 'x', 'reader', 'TLP:GREEN', 1)
admin     | =,f | SELECT person_set('$ME;officer', 'x', 'x', 'officer', 'TLP:GREEN', 0)\; SELECT left(kit.note(0, 'told')::text, 0)\; SELECT ',' || concat_ws(',', pg_has_role('$ME;officer', 'piket_user', 'MEMBER'))
EOS

# ---- notices ------------------------------------------------------------------------------------------

N="id, uuid, kind, page, incident, login, channel, address, text, bare, tlp, by_who, made_us, next_us, tries, state, claimed_by, claimed_until_us, last_error"
query "$url" "INSERT INTO piket.notice ($N) VALUES
    (1, 'n1', 'page', 7, $R, '${me}_second', 'mail', 'a', 't', 't', 'TLP:CLEAR', '${me}_officer', 1, 1, 0, 'queued', '', 0, ''),
    (2, 'n2', 'page', 8, 0, '${me}_second', 'mail', 'a', 't', 't', 'TLP:CLEAR', '${me}_officer', 1, 1, 0, 'queued', '', 0, ''),
    (3, 'n3', 'page', 8, 0, '${me}_second', 'mail', 'a', 't', 't', 'TLP:CLEAR', '${me}_officer', 1, NULL, 1, 'dropped', '', 0, '');
    INSERT INTO piket.person_channel VALUES ('${me}_second', 'mail', 'a@x', '', 1, '${me}_second', 1)" >/dev/null
NEW="9, 'n9', 'page', 7, 0, '${me}_second', 'mail', 'a', 't', 't', 'TLP:CLEAR'"
each <<EOS
second   | =3 | SELECT count(*) FROM notice
officer  | =3 | SELECT count(*) FROM notice
lead     | =2 | SELECT count(*) FROM notice
watch    | =3 | SELECT count(*) FROM notice
stranger | =0 | SELECT count(*) FROM notice
reader   | =0 | SELECT count(*) FROM person_channel
officer  | =1 | SELECT count(*) FROM person_channel
watch    | =1 | SELECT count(*) FROM person_channel
officer  | ok | INSERT INTO notice ($N) VALUES ($NEW, '${ME}officer', 1, 1, 0, 'queued', '', 0, '')
watch    | ok | INSERT INTO notice ($N) VALUES ($NEW, '${ME}watch', 1, 1, 0, 'queued', '', 0, '')
officer  | no | INSERT INTO notice ($N) VALUES ($NEW, '${ME}lead', 1, 1, 0, 'queued', '', 0, '')
officer  | no | INSERT INTO notice ($N) VALUES ($NEW, '${ME}officer', 1, NULL, 0, 'sent', '', 0, '')
reader   | no | INSERT INTO notice ($N) VALUES ($NEW, '${ME}reader', 1, 1, 0, 'queued', '', 0, '')
watch    | 1  | UPDATE notice SET state = 'claimed', next_us = 9, tries = 1, claimed_by = 'w' WHERE id = 1
watch    | 1  | UPDATE notice SET state = 'sent', next_us = NULL, sent_us = 9 WHERE id = 2
second   | 1  | UPDATE notice SET state = 'claimed', next_us = 9, tries = 1, claimed_by = 'd' WHERE id = 2
officer  | no | UPDATE notice SET state = 'sent', next_us = NULL WHERE id = 2
officer  | no | UPDATE notice SET next_us = 99 WHERE id = 2
officer  | 1  | UPDATE notice SET state = 'dropped', next_us = NULL WHERE id = 2
watch    | no | UPDATE notice SET login = '${ME}lead' WHERE id = 2
watch    | no | UPDATE notice SET text = 'more' WHERE id = 2
watch    | no | UPDATE notice SET state = 'queued', next_us = 1 WHERE id = 3
watch    | 1  | UPDATE notice SET state = 'sent', sent_us = 1 WHERE id = 3
watch    | no | DELETE FROM notice
admin    | no | DELETE FROM notice
second   | 1  | UPDATE person_channel SET is_on = 0, by_who = '${ME}second' WHERE login = '${ME}second'
admin    | 1  | UPDATE person_channel SET is_on = 0, by_who = '${ME}admin' WHERE login = '${ME}second'
officer  | no | UPDATE person_channel SET address = 'me@x', by_who = '${ME}officer' WHERE login = '${ME}second'
officer  | no | INSERT INTO person_channel VALUES ('${ME}lead', 'mail', 'me@x', '', 1, '${ME}officer', 1)
watch    | no | UPDATE person_channel SET is_on = 0, by_who = '${ME}watch' WHERE login = '${ME}second'
admin    | ok | INSERT INTO notice_setting VALUES ('content', 'title', '${ME}admin', 1)
lead     | no | INSERT INTO notice_setting VALUES ('content', 'title', '${ME}lead', 1)
EOS

# ---- handing over ---------------------------------------------------------------------------------------

as officer -c "INSERT INTO handover (uuid, line, from_login, to_login, tlp, n_incidents, made_us, accept_by_us,
    accepted_by, version) VALUES ('h1', 1, '${me}_officer', '', 'TLP:AMBER', 4, 1, 2, '', 1)"
each <<'EOS'
officer | =1 | SELECT count(*) FROM handover
reader | =1 | SELECT count(*) FROM handover
stranger | =0 | SELECT count(*) FROM handover
second | 1 | UPDATE handover SET accepted_us = 2, accepted_by = '$ME;second'
lead | no | UPDATE handover SET accepted_us = 2, accepted_by = '$ME;second'
second | no | UPDATE handover SET withdrawn_us = 2
second | no | UPDATE handover SET to_login = '$ME;second'
officer | 1 | UPDATE handover SET withdrawn_us = 2
officer | no | UPDATE handover SET withdrawn_us = 2\; UPDATE handover SET withdrawn_us = NULL
reader | no | UPDATE handover SET accepted_us = 2, accepted_by = '$ME;reader'
lead | no | INSERT INTO handover (uuid, line, from_login, to_login, tlp, n_incidents, made_us, accept_by_us, accepted_by, version) VALUES ('h2', 1, '$ME;officer', '', 'TLP:AMBER', 4, 1, 2, '', 1)
lead | no | DELETE FROM handover
EOS

# ---- the rota -------------------------------------------------------------------------------------------

S="uuid, role, login, from_us, until_us, source, replaces, note, uid, instance_us, made_us, by_who, gone_by"
P="uuid, role, name, zone, first_day, from_min, span_min, step_days, turn_days, weekdays, holidays, made_us, by_who, version"
PATTERN="'officer', 'Week', 'Europe/Amsterdam', 1, 1, 1, 1, 1, 127, 'same', 1"
REST="1, 9, 'set', '', '', '', 0, 1"
SWAP="1, 9, 'swap', '${me}_officer', '', '', 0, 1"
query "$url" "INSERT INTO piket.rota_pattern ($P) VALUES ('p1', $PATTERN, '${me}_lead', 1);
    INSERT INTO piket.rota_turn SELECT id, 0, '${me}_officer' FROM piket.rota_pattern;
    INSERT INTO piket.shift ($S) VALUES ('s1', 'officer', '${me}_officer', $REST, '${me}_officer', ''),
        ('s2', 'backup', '${me}_second', $REST, '${me}_lead', '');
    INSERT INTO piket.holiday VALUES (1, 'Dag');
    INSERT INTO piket.person_duty VALUES ('${me}_officer', '06 1'), ('${me}_reader', '06 2');
    SELECT piket.person_set('${me}_leaver', 'x', 'x', 'officer', 'TLP:GREEN', 1);
    INSERT INTO piket.person_duty VALUES ('${me}_leaver', '06 3');
    SELECT piket.person_set('${me}_leaver', 'x', 'x', 'officer', 'TLP:GREEN', 0)" >/dev/null
for table in rota_pattern rota_turn holiday; do
    for who in officer reader admin watch; do try "$who" =1 "SELECT count(*) FROM $table"; done
    try stranger =0 "SELECT count(*) FROM $table"
done
each <<EOS
reader      | =2 | SELECT count(*) FROM shift
stranger    | =0 | SELECT count(*) FROM shift
officer     | ok | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}officer', $REST, '${ME}officer', '')\; SELECT left(kit.note(0, 'told')::text, 0)
officer     | untold | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}officer', $REST, '${ME}officer', '')
officer     | no | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}second', $REST, '${ME}officer', '')
officer     | no | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}officer', $REST, '${ME}lead', '')
officer     | ok | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}second', $SWAP, '${ME}officer', '')\; SELECT left(kit.note(0, 'told')::text, 0)
second      | no | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}lead', $SWAP, '${ME}second', '')
coordinator | ok | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}second', $REST, '${ME}coordinator', '')\; SELECT left(kit.note(0, 'told')::text, 0)
coordinator | no | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}off', $REST, '${ME}coordinator', '')
reader      | no | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}reader', $REST, '${ME}reader', '')
admin       | no | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}admin', $REST, '${ME}admin', '')
watch       | no | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}watch', $REST, '${ME}watch', '')
elsewhere   | no | INSERT INTO shift ($S) VALUES ('x', 'officer', '${ME}elsewhere', $REST, '${ME}elsewhere', '')
officer     | 1+0 | UPDATE shift SET gone_us = 2, gone_by = '${ME}officer' WHERE uuid = 's1'
officer     | no | UPDATE shift SET gone_us = 2, gone_by = '${ME}officer' WHERE uuid = 's2'
officer     | no | UPDATE shift SET gone_us = 2, gone_by = '${ME}lead' WHERE uuid = 's1'
coordinator | 2+0 | UPDATE shift SET gone_us = 2, gone_by = '${ME}coordinator'
coordinator | no | UPDATE shift SET until_us = 3
lead        | no | DELETE FROM shift
reader      | no | UPDATE shift SET gone_us = 2, gone_by = '${ME}reader'
coordinator | ok | INSERT INTO rota_pattern ($P) VALUES ('p2', $PATTERN, '${ME}coordinator', 1)\; SELECT left(kit.note(0, 'told')::text, 0)
coordinator | untold | INSERT INTO rota_pattern ($P) VALUES ('p2', $PATTERN, '${ME}coordinator', 1)
coordinator | no | INSERT INTO rota_pattern ($P) VALUES ('p2', $PATTERN, '${ME}lead', 1)
officer     | no | INSERT INTO rota_pattern ($P) VALUES ('p2', $PATTERN, '${ME}officer', 1)
reader      | no | INSERT INTO rota_pattern ($P) VALUES ('p2', $PATTERN, '${ME}reader', 1)
coordinator | 1+0 | UPDATE rota_pattern SET until_us = 5, version = version + 1
coordinator | no | UPDATE rota_pattern SET until_us = 5
coordinator | no | UPDATE rota_pattern SET by_who = '${ME}coordinator', version = version + 1
officer     | no | UPDATE rota_pattern SET until_us = 5, version = version + 1
lead        | no | DELETE FROM rota_pattern
coordinator | 1+0 | INSERT INTO rota_turn SELECT id, 1, '${ME}second' FROM rota_pattern
officer     | no | INSERT INTO rota_turn SELECT id, 1, '${ME}officer' FROM rota_pattern
coordinator | 1+0 | DELETE FROM holiday
officer     | no | INSERT INTO holiday VALUES (2, 'Dag')
reader      | no | DELETE FROM holiday
officer     | =2 | SELECT count(*) FROM person_duty
watch       | =2 | SELECT count(*) FROM person_duty
reader      | =2 | SELECT string_agg(right(phone, 1), ' ') FROM person_duty
guest       | =0 | SELECT count(*) FROM person_duty
auditor     | =0 | SELECT count(*) FROM person_duty
admin       | =0 | SELECT count(*) FROM person_duty
officer     | 1+0 | UPDATE person_duty SET phone = '06 9' WHERE login = '${ME}officer'
officer     | 0 | UPDATE person_duty SET phone = '06 9' WHERE login = '${ME}reader'
officer     | no | INSERT INTO person_duty VALUES ('${ME}second', '06 9')
second      | 1+0 | INSERT INTO person_duty VALUES ('${ME}second', '06 9')
coordinator | 2+0 | UPDATE person_duty SET phone = '06 9'
reader      | no | UPDATE person_duty SET phone = '06 9'
admin       | no | DELETE FROM person_duty
EOS
# Who no longer works here has no number here.
left=$(query "$url" "SELECT count(*) FROM piket.person_duty WHERE login = '${me}_leaver'")
[ "$left" = 0 ] || wrong "the number of who is off stays: $left"

# ---- the journal also for the owner and the superuser -------------------------------------------------

while read -r sql; do
    try owner no "SET LOCAL ROLE piket_owner\\; $sql"
    try owner no "$sql"
done <<EOS
UPDATE line SET author = 'x'
DELETE FROM line
TRUNCATE line CASCADE
DELETE FROM line_text
UPDATE line_text SET body = 'x'
UPDATE line_text SET body = NULL
TRUNCATE line_text
DELETE FROM chain
TRUNCATE chain
DELETE FROM incident
UPDATE chain SET last_no = last_no + 1
UPDATE incident SET ident = 'x', version = version + 1
TRUNCATE counter
SELECT kit.note($A, 'forged', 'TLP:AMBER', '${ME}lead')
EOS

# ---- judging ------------------------------------------------------------------------------------------

for file in "$tmp"/*.sql; do
    who=$(basename "$file" .sql)
    address=$(pg_as "$url" "$ME$who")
    if [ "$who" = owner ]; then address=$url; fi
    { echo 'SET search_path = piket, pg_temp; SET client_min_messages = error;'; cat "$file"; } |
        psql -XAtq -v VERBOSITY=verbose -d "$address" >>"$tmp/answers" 2>>"$tmp/errors"
done
awk -F '\t' '
    FNR == NR {
        if (/^\[[0-9]+$/) { at = substr($0, 2); said = "" }
        else if (/^\][0-9]+ /) { split($0, w, " "); failed[at] = w[2] == "true"; state[at] = w[3]; answer[at] = said; untold[at] = /A change is told by a line/ }
        else if ($0 != "") { said = said $0 }
        next
    }
    {
        if ($3 == "ok")
            ok = ($1 in failed) && !failed[$1]
        else if ($3 == "no")
            ok = failed[$1] && state[$1] == "42501" && !untold[$1]
        else if ($3 == "untold")
            ok = failed[$1] && state[$1] == "42501" && untold[$1]
        else
            ok = ($1 in failed) && !failed[$1] && answer[$1] == substr($3, 2)
        if (!ok) {
            printf "not ok: %s, wanted %s, got %s <%s>: %s\n", $2, $3, state[$1], answer[$1], $4
            wrong++
        }
    }
    END { exit wrong > 0 }' "$tmp/answers" "$tmp/expected" || bad=$((bad + 1))

# Nobody who uses Piket owns anything; what runs as its owner has its names bound.
none() { # what is wrong, rows that show it
    n=$((n + 1))
    local rows
    rows=$(query "$url" "$2")
    [ -z "$rows" ] || wrong "$1: $rows"
}
none 'other owners' "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
    WHERE c.relnamespace = 'piket'::regnamespace AND r.rolname <> 'piket_owner'"
none 'functions without a search_path' "SELECT p.proname FROM pg_proc p
    WHERE p.pronamespace = 'piket'::regnamespace AND p.prosecdef AND p.prosqlbody IS NULL
      AND coalesce(array_to_string(p.proconfig, ' '), '') NOT LIKE '%search_path=%'"
none 'functions for everybody' "SELECT p.proname FROM pg_proc p
    WHERE p.pronamespace = 'piket'::regnamespace AND has_function_privilege('${ME}outsider', p.oid, 'EXECUTE')"
# Who only reads must not be able to hold the writers up.
none 'locks for everybody' "SELECT p.proname FROM pg_proc p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '^pg_(try_)?advisory_(xact_)?lock'
      AND has_function_privilege('${ME}reader', p.oid, 'EXECUTE')
      AND p.oid <> 'pg_try_advisory_lock_shared(bigint)'::regprocedure"
none 'tables that everybody reads without a policy' "SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'piket'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity
      AND has_table_privilege('piket_user', c.oid, 'SELECT')
      AND c.relname NOT IN ('person', 'outbox', 'outbox_incident', 'schema_version')"

if [ "$bad" -gt 0 ]; then exit 1; fi
echo "$n questions"
