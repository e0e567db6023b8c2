/* SPDX-License-Identifier: EUPL-1.2 */
/* Every query that a key press waits for walks an index: no scan of a large table, no sorting. */
#include "fixture.h"
#include "piket_sql.h"

/* What reads one small table whole, or sorts the handful of rows of one incident. */
static const PkSql *const may_sort[] = { &pk_sql_party_list, &pk_sql_org_by_code };

static const PkSql *const interactive[] = {
    &pk_sql_stream_all,
    &pk_sql_stream_status,
    &pk_sql_stream_tlp,
    &pk_sql_stream_severity,
    &pk_sql_stream_kind,
    &pk_sql_stream_org,
    &pk_sql_stream_region,
    &pk_sql_stream_lead,
    &pk_sql_stream_due,
    &pk_sql_stream_open_next,
    &pk_sql_stream_head_fts,
    &pk_sql_stream_line_fts,
    &pk_sql_head_fts_has,
    &pk_sql_line_fts_has,
    &pk_sql_line_fts_list,
    &pk_sql_incident_get,
    &pk_sql_incident_get_some,
    &pk_sql_incident_row,
    &pk_sql_incident_severity,
    &pk_sql_incident_marks,
    &pk_sql_read_count_towns,
    &pk_sql_incident_by_ident,
    &pk_sql_incident_by_uuid,
    &pk_sql_incident_by_import,
    &pk_sql_incident_id_free,
    &pk_sql_incident_id_after_day,
    &pk_sql_incident_parties,
    &pk_sql_incident_next_due,
    &pk_sql_incident_has_note,
    &pk_sql_incident_update,
    &pk_sql_incident_head_tokens,
    &pk_sql_incident_head_tokens_some,
    &pk_sql_line_get,
    &pk_sql_line_get_some,
    &pk_sql_line_by_no,
    &pk_sql_line_list_down,
    &pk_sql_line_list_up,
    &pk_sql_line_list_received,
    &pk_sql_line_list_chain,
    &pk_sql_line_list_pins,
    &pk_sql_line_corrected_by,
    &pk_sql_line_next_of_none,
    &pk_sql_chain_get,
    &pk_sql_chain_list,
    &pk_sql_party_get,
    &pk_sql_party_get_by_org,
    &pk_sql_party_list,
    &pk_sql_party_list_of_org,
    &pk_sql_clock_get,
    &pk_sql_clock_list,
    &pk_sql_clock_list_due,
    &pk_sql_action_by_no,
    &pk_sql_action_list,
    &pk_sql_action_list_due,
    &pk_sql_action_count_open,
    &pk_sql_named_of_login,
    &pk_sql_named_on_incident,
    &pk_sql_org_get,
    &pk_sql_org_by_code,
    &pk_sql_org_list_of_region,
    &pk_sql_org_list_prefix,
    &pk_sql_contact_get,
    &pk_sql_contact_list,
    &pk_sql_clock_count_due,
    &pk_sql_notice_due,
    &pk_sql_notice_due_of,
    &pk_sql_notice_next,
    &pk_sql_notice_next_of,
    &pk_sql_notice_get,
    &pk_sql_notice_list_of,
    &pk_sql_notice_claim,
    &pk_sql_notice_drop_page,
    &pk_sql_notice_supersede,
};

static bool
take_step(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    g_string_append_printf(data, "%s\n", pk_row_text(row, 3));
    return true;
}

/* The steps of a plan, a line each. Prepared statements are kept by the address of their PkSql, so
 * each lives as long as the program. Owned. */
static char *
explain(PkDb *db, const PkSql *sql)
{
    static GPtrArray *kept;
    GString *plan = g_string_new(NULL);
    g_autofree PkValue *values = g_new0(PkValue, sql->n_params + 1);
    PkSql *asked = g_new(PkSql, 1);

    if (!kept)
        kept = g_ptr_array_new();
    g_ptr_array_add(kept, asked);
    *asked = (PkSql){ sql->name, g_strconcat("EXPLAIN QUERY PLAN ", sql->text, NULL), sql->n_params,
                      NULL };
    ok(pk_db_each(db, asked, (PkArgs){ values, sql->n_params }, take_step, plan, NULL, error));
    return g_string_free(plan, FALSE);
}

static bool
is_fine(const PkSql *sql, const char *step)
{
    if (strstr(step, "USE TEMP B-TREE")) {
        for (size_t i = 0; i < G_N_ELEMENTS(may_sort); i++) {
            if (may_sort[i] == sql)
                return true;
        }
        return false;
    }
    if (!g_str_has_prefix(step, "SCAN "))
        return true;
    /* Walking an index in its order until the limit, a virtual table that seeks, a subquery. */
    return strstr(step, " USING ") || strstr(step, "VIRTUAL TABLE INDEX") ||
           strstr(step, "CONSTANT ROW") || strstr(step, "(subquery-") || strstr(step, "bounded");
}

static void
test_no_scans(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);

    if (strcmp(pk_db_engine(db), "sqlite") != 0) {
        g_test_skip("plans are read in SQLite");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(interactive); i++) {
        const PkSql *sql = interactive[i];
        g_autofree char *plan = explain(db, sql);
        g_auto(GStrv) steps = g_strsplit(plan, "\n", -1);
        for (char **step = steps; *step; step++) {
            if (!is_fine(sql, *step)) {
                g_test_message("%s:\n%s", sql->name, plan);
                g_test_fail();
            }
        }
    }
}

/* A partial index is used only when its predicate stands literally in the query. */
static void
test_the_meant_index_is_used(const void *engine)
{
    /* clang-format off */
    static const struct { const PkSql *sql; const char *index; } meant[] = {
        { &pk_sql_stream_open_next,        "incident_open" },
        { &pk_sql_stream_status,           "incident_status" },
        { &pk_sql_stream_tlp,              "incident_tlp" },
        { &pk_sql_stream_severity,         "incident_severity" },
        { &pk_sql_stream_org,              "party_org" },
        { &pk_sql_stream_region,           "party_region" },
        { &pk_sql_stream_due,              "clock_due" },
        { &pk_sql_clock_list_due,          "clock_due" },
        { &pk_sql_clock_count_due,         "clock_due" },
        { &pk_sql_action_list_due,         "action_due" },
        { &pk_sql_incident_next_due,       "clock_running" },
        { &pk_sql_incident_row,            "clock_running" },
        { &pk_sql_party_list,              "clock_party" },
        { &pk_sql_line_list_down,          "line_corrects" },
        { &pk_sql_line_list_received,      "line_received" },
        { &pk_sql_incident_count_open_max, "incident_open" },
    };
    /* clang-format on */
    g_autoptr(PkDb) db = open_empty(engine);

    if (strcmp(pk_db_engine(db), "sqlite") != 0) {
        g_test_skip("plans are read in SQLite; tests/pg/plans.sh reads those of a server");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(meant); i++) {
        g_autofree char *plan = explain(db, meant[i].sql);
        if (!strstr(plan, meant[i].index)) {
            g_test_message("%s without %s:\n%s", meant[i].sql->name, meant[i].index, plan);
            g_test_fail();
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("plan/no-scans", test_no_scans);
    add("plan/meant-index", test_the_meant_index_is_used);
    return g_test_run();
}
