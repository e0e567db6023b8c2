/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract of asking many at once, and of not waiting for what gives nothing back. */
#include "fixture.h"
#include "piket/store/find_store.h"
#include "piket_sql.h"

enum { MANY = 300, PAGE = 50, WAITS_OF_A_PAGE = 12 };

static bool
take_title(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    g_ptr_array_add(data, g_strdup(pk_row_text(row, 5)));
    return true;
}

/* Keys of n incidents called "0" .. "n - 1". Owned. */
static GArray *
add_many(PkDb *db, int n)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    ok(pk_db_begin(db, error));
    for (int i = 0; i < n; i++) {
        g_autofree char *title = g_strdup_printf("%d", i);
        g_autoptr(PkIncident) incident = add_incident(db, i + 1, title, T0 + i * HOUR_US);
        g_array_append_val(keys, incident->key);
    }
    ok(pk_db_commit(db, error));
    return keys;
}

static void
test_rows_come_in_the_order_asked(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, MANY);
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
    int64_t *key = (int64_t *)(void *)keys->data;

    /* backwards, and in the middle of it one that is not there */
    for (int i = 0; i < MANY / 2; i++) {
        int64_t kept = key[i];
        key[i] = key[MANY - 1 - i];
        key[MANY - 1 - i] = kept;
    }
    key[MANY / 2] = 5;
    unsigned waits = pk_db_n_waits(db);
    ok(pk_db_each_key(db, &pk_sql_incident_get, key, MANY, take_title, titles, error));
    g_assert_cmpint(pk_db_n_waits(db) - waits, ==, 1);
    g_assert_cmpint(titles->len, ==, MANY - 1);
    g_assert_cmpstr(titles->pdata[0], ==, "299");
    g_assert_cmpstr(titles->pdata[MANY / 2], ==, "148");
    g_assert_cmpstr(titles->pdata[MANY - 2], ==, "0");
    ok(pk_db_each_key(db, &pk_sql_incident_get, NULL, 0, take_title, titles, error));
    g_assert_cmpint(titles->len, ==, MANY - 1);
}

/* NULL first gives the server no type to prepare the statement with. */
static void
test_values_may_differ_in_kind(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    const PkValue values[3][2] = { { pk_text("I"), pk_int(2026) },
                                   { pk_null(), pk_int(2026) },
                                   { pk_text("X"), pk_null() } };
    const PkArgs nulls_first[] = { { values[1], 2 }, { values[2], 2 }, { values[0], 2 } };
    static const PkSql get = { "get", "SELECT name FROM counter WHERE name = $1 AND year = $2", 2,
                               NULL };
    int64_t last = 0;

    ok(pk_db_begin(db, error));
    ok(pk_db_number(db, &pk_sql_counter_next, PK_ARGS(values[0][0], values[0][1]), &last, NULL,
                    error));
    ok(pk_db_commit(db, error));
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    ok(pk_db_each_many(db, &get, nulls_first, 3, NULL, NULL, error));
    ok(pk_db_begin_read(db, error));
    ok(pk_db_each_many(db, &get, nulls_first, 3, NULL, NULL, error));
    ok(pk_db_commit(db, error));
}

static void
test_one_that_fails_poisons(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, 2);
    g_autoptr(GError) failed = NULL, poisoned = NULL;
    const PkValue good[] = { pk_int(g_array_index(keys, int64_t, 0)), pk_text("ddos") };
    const PkValue none[] = { pk_int(5), pk_text("ddos") };
    const PkArgs args[] = { { good, 2 }, { none, 2 }, { good, 2 } };
    int64_t n = -1;

    ok(pk_db_begin(db, error));
    g_assert_false(pk_db_each_many(db, &pk_sql_incident_kind_insert, args, 3, NULL, NULL, &failed));
    g_assert_nonnull(failed);
    g_assert_false(pk_db_commit(db, &poisoned));
    g_assert_nonnull(poisoned);
    ok(pk_incident_count_all(db, 10, &n, error));
    g_assert_cmpint(n, ==, 2);
}

static void
test_who_hurries_keeps_all(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t n = 0;

    ok(pk_db_begin(db, error));
    pk_db_hurry(db, true);
    for (int i = 1; i <= 100; i++) {
        g_autoptr(PkIncident) incident = add_incident(db, i, "Ransomware", T0 + i);
        g_autoptr(PkIncident) there = NULL;
        g_assert_true(pk_incident_by_ident(db, incident->ident, &there, NULL));
        g_assert_nonnull(there);
    }
    ok(pk_db_commit(db, error));
    ok(pk_incident_count_all(db, 1000, &n, error));
    g_assert_cmpint(n, ==, 100);
}

/* Told by the commit at the latest, and nothing is kept. Afterwards all is as before. */
static void
test_who_hurries_is_told(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GError) failed = NULL;
    int64_t n = -1;

    ok(pk_db_begin(db, error));
    pk_db_hurry(db, true);
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Ransomware", T0);
    bool told = !pk_db_run(db, &pk_sql_incident_kind_insert, PK_ARGS(pk_int(5), pk_text("ddos")),
                           NULL, &failed);
    g_clear_error(&failed);
    g_assert_false(pk_db_commit(db, &failed));
    g_assert_nonnull(failed);
    g_test_message("told at once: %d", told);
    ok(pk_incident_count_all(db, 10, &n, error));
    g_assert_cmpint(n, ==, 0);

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) again = add_incident(db, 1, "Ransomware", T0);
    pk_db_hurry(db, true);
    ok(pk_db_run(db, &pk_sql_incident_kind_insert, PK_ARGS(pk_int(again->key), pk_text("ddos")),
                 NULL, error));
    pk_db_rollback(db); /* with something sent and not answered */
    ok(pk_incident_count_all(db, 10, &n, error));
    g_assert_cmpint(n, ==, 0);
}

/* A server far away is waited for a few times, not once for each row. */
static void
test_a_page_takes_few_waits(const void *engine)
{
    static const char *const filters[] = { "", "status:open", "sev:2", "tlp:amber -kind:ddos" };
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, PAGE * 2);
    PkFilterContext context = { .now_us = T0, .me = "jdv", .list = PK_FILTER_INCIDENTS };

    for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(PkFilter) filter = pk_filter_parse(filters[i], &context, NULL, NULL);
        g_assert_nonnull(filter);
        PkFind find = { .filter = filter, .limit = PAGE, .by_severity = i == 1 };
        unsigned waits = pk_db_n_waits(db);
        g_autoptr(GError) problem = NULL;
        g_autoptr(PkFindPage) page = pk_incident_find(db, &find, &problem);
        g_assert_no_error(problem);
        g_assert_cmpint(page->rows->len, ==, i == 2 ? page->rows->len : PAGE);
        g_assert_cmpint(pk_db_n_waits(db) - waits, <=, WAITS_OF_A_PAGE);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("many/in-order", test_rows_come_in_the_order_asked);
    add("many/kinds", test_values_may_differ_in_kind);
    add("many/poisons", test_one_that_fails_poisons);
    add("hurry/keeps-all", test_who_hurries_keeps_all);
    add("hurry/is-told", test_who_hurries_is_told);
    add("many/few-waits", test_a_page_takes_few_waits);
    return g_test_run();
}
