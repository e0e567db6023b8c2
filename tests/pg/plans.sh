#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Row-level security must not cost a query its index: the interactive queries are planned as each
# role (never as the owner, whom no policy holds), both with and without their values known.
. "$(dirname "$0")/../support/pg.sh"
. "$(dirname "$0")/../support/pg_schema.sh"
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
url=${PIKET_PLANS_DB:-} # a database that is filled already, to look at another size
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

me=plans$$
if [ -z "$url" ]; then
    url=$(pg_database) || pg_skip
    pg_schema "$url"
    psql -Xq -v ON_ERROR_STOP=1 -d "$url" -v incidents=4000 -v lines=20000 -f "$here/rows.sql"
    psql -Xq -v ON_ERROR_STOP=1 -d "$url" -f "$here/kit.sql"
fi
for role in officer reader auditor watch; do
    query "$url" "SELECT piket.person_set('${me}_$role', 'x', 'x', '$role', 'TLP:GREEN', 1)" >/dev/null
done
# Ten thousand notices wait among twice as many that are over; a few have an incident.
query "$url" "INSERT INTO piket.notice (uuid, kind, page, incident, login, channel, address, text, bare, tlp,
        by_who, made_us, next_us, tries, state, claimed_by, claimed_until_us, sent_us, last_error)
    SELECT 'not' || k, 'page', k / 10, CASE WHEN k % 10 = 0 THEN i.id ELSE 0 END,
           CASE WHEN k % 50 = 1 THEN '${me}_officer' ELSE 'p' || k % 40 END,
           (ARRAY['mail', 'webhook', 'bell'])[1 + k / 3 % 3], 'x', 't', 't', 'TLP:CLEAR', 'anna', k,
           CASE WHEN k % 3 = 0 THEN k END, 0, CASE WHEN k % 3 = 0 THEN 'queued' WHEN k % 100 = 1 THEN 'failed' ELSE 'sent' END, '', 0,
           CASE WHEN k % 3 > 0 THEN k END, ''
      FROM generate_series(1, 30000) k, (SELECT min(id) AS id FROM piket.incident) i;
    ANALYZE piket.notice" >/dev/null
for file in "$schema"/queries/*.sql "$schema"/postgres/queries/*.sql; do pg_queries "$tmp" "$file"; done

# Each query with values as the program would give them; an incident of the middle, for one.
middle=$(query "$url" "SELECT id FROM piket.incident ORDER BY id OFFSET (SELECT count(*) / 2 FROM piket.incident) LIMIT 1")
recent=$(query "$url" 'SELECT id FROM piket.incident ORDER BY id DESC OFFSET 40 LIMIT 1')
from=$((middle << 20)) to=$(((middle + 1) << 20))
some=$(query "$url" "SELECT string_agg(id::text, ',' ORDER BY id) FROM (SELECT id FROM piket.incident WHERE id <= $middle ORDER BY id DESC LIMIT 16) AS s")
lines=$((from + 1)),$((from + 2)),$((from + 3))$(printf ',%s' -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1)
cat >"$tmp/asked" <<EOS
stream_all $middle,50
stream_status $middle,50,'investigation'
stream_tlp $middle,50,'TLP:GREEN'
stream_severity $middle,50,4
stream_kind $middle,50,'phishing'
stream_org $middle,50,40
stream_region $middle,50,3
stream_lead $middle,50,'anna'
stream_leads '',500
stream_due $middle,50
stream_open_next 5,9223372036854775807,50
incident_get $middle
incident_by_ident 'I26-0000412'
incident_by_uuid 'inc412'
incident_by_import 'rows','412'
incident_get_some $some
incident_row $some
incident_severity $some
incident_marks $some
incident_count_open_max 1000
incident_head_tokens $middle
incident_head_tokens_some $some
incident_head_words $middle
incident_parties $middle
incident_next_due $middle
incident_has_note $from,$to
incident_changed_by $middle
incident_id_free $middle
line_lock_incident $middle
chain_get $middle,1
chain_list $middle
line_get $((from + 3))
line_get_some $lines
line_by_no $middle,1,3
line_list_down $from,$to,50
line_list_up $to,$from,50
line_list_received 9223372036854775807,0,50
line_list_chain $middle,1,1,$middle,256
line_list_pins $from,$to,50
line_corrected_by $((from + 3))
party_get 500,'nl'
party_list $middle,'nl'
party_list_of_org 40,'nl',$middle,50
party_counts $middle
clock_get 500
clock_list $middle
clock_list_due 0,0,50
clock_count_due 9223372036854775807,300
action_by_no $middle,1
action_list $middle
action_list_due '',50
action_list_due 'anna',50
action_count_open $middle
read_recent_orgs $recent
read_count_towns $some
named_on_incident $middle
named_of_login '${me}_officer'
person_get '${me}_officer'
stream_head_fts 9223372036854775807,50,'"ransomware"'
stream_line_fts 9223372036854775807,50,'"common"'
head_fts_has $middle,'"ransomware"'
line_fts_has $from,$to,'"common"'
search_among '$some','"ransomware"','"common"',0,'x',3
line_fts_list $from,$to,'"common"',50
notice_due 'mail',9223372036854775807,8
notice_due_of 'bell',9223372036854775807,8,'${me}_officer'
notice_next 'mail'
notice_next_of 'mail','${me}_officer'
notice_claim 1,3,'x','w',9
notice_settle 1,'sent',NULL,9,''
notice_drop_page 1500,'','x'
notice_supersede 1500,'p1','mail','page','x'
notice_get 'not1500'
notice_list '','',50
notice_list '${me}_officer','',50
notice_list '','failed',50
notice_count 'mail'
notice_list_of '${me}_officer','mail',50
EOS

# Small tables are read whole, and rightly so.
big='Seq Scan on (incident|incident_kind|party|clock|action|chain|line|line_text|head_search|line_search|notice)'
n=0 wrong=0
for role in officer reader auditor watch; do
    for mode in force_custom_plan force_generic_plan; do
        {
            echo "SET search_path = piket, pg_temp; SET plan_cache_mode = $mode;"
            while read -r name values; do
                case $role:$name in # only who writes asks these
                officer:* | watch:notice_* | watch:clock_* | watch:action_* | watch:incident_get*) ;;
                watch:*) continue ;; # it searches and shows nothing
                *:incident_id_free | *:line_lock_incident) continue ;;
                *:notice_claim | *:notice_settle | *:notice_drop_page | *:notice_supersede) continue ;;
                esac
                printf '\\echo == %s\n' "$name"
                echo "PREPARE q AS"
                cat "$tmp/$name.sql"
                echo "EXPLAIN (COSTS OFF) EXECUTE q ($values);"
                echo "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY OFF, TIMING OFF) EXECUTE q ($values);"
                echo "DEALLOCATE q;"
            done <"$tmp/asked"
        } | psql -XqAt -v ON_ERROR_STOP=1 -d "$(pg_as "$url" "${me}_$role")" >"$tmp/plans" || exit 1
        # The index may be there and yet be walked from end to end: so pages are counted too.
        awk -v role="$role" -v mode="$mode" -v big="$big" -v most="${PIKET_PLANS_PAGES:-3000}" '
            function judge() {
                if (name && (scan || pages > most + 0)) {
                    printf "not ok: %s as %s, %s: %s, %d pages\n", name, role, mode,
                        scan ? scan : "no scan", pages
                    printf "%s", text
                    wrong++
                }
                scan = ""; pages = 0; text = ""
            }
            /^== / { judge(); name = $2; n++; next }
            $0 ~ big && !/never executed/ { scan = $0 }
            /Buffers: shared hit=/ && !pages { match($0, /hit=[0-9]+/); pages = substr($0, RSTART + 4, RLENGTH - 4) + 0 }
            { text = text "    " $0 "\n" }
            END { judge(); print n, "plans as", role, mode; exit wrong > 0 }' "$tmp/plans" || wrong=1
    done
done

# Writing a line: what its triggers look up. The first time everything is planned.
pages=$(for i in 1 2 3; do
    echo "BEGIN; EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) SELECT kit.note($middle, 'words of a line'); ROLLBACK;"
done | psql -XqAt -v ON_ERROR_STOP=1 -d "$(pg_as "$url" "${me}_officer")" -f - |
    sed -n 's/.*Buffers: shared hit=\([0-9]*\).*/\1/p' | tail -n 2 | head -n 1)
echo "a line is written with $pages pages"
if [ "${pages:-9999}" -gt 600 ]; then
    echo "not ok: writing a line reads $pages pages"
    wrong=1
fi
exit $wrong
