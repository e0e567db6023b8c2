/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract of asking many at once, and of not waiting for what gives nothing back. */
#include "fixture.h"
#include "piket/store/find_store.h"
#include "piket/store/read_store.h"
#include "piket_sql.h"

enum { MANY = 300, PAGE = 50, WAITS_OF_A_PAGE = 12 };

/* Keys of n incidents called "0" .. "n - 1". Owned. */
static GArray *
add_many(PkDb *db, int n)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    ok(pk_db_begin(db, error));
    for (int i = 0; i < n; i++) {
        g_autofree char *title = g_strdup_printf("%d", i);
        g_autoptr(PkIncident) incident = add_incident(db, i + 1, title, T0 + i * HOUR_US);
        tell(db, incident);
        g_array_append_val(keys, incident->key);
    }
    ok(pk_db_commit(db, error));
    return keys;
}

static int64_t
nth(const GArray *keys, int i)
{
    return g_array_index(keys, int64_t, i);
}

static bool
take_title(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    g_ptr_array_add(data, g_strdup(pk_row_text(row, 5)));
    return true;
}

static void
test_rows_come_in_the_order_asked(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, MANY);
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
    PkValue values[MANY];
    PkArgs args[MANY];

    /* backwards, and in the middle of it one that is not there */
    for (int i = 0; i < MANY; i++) {
        values[i] = pk_int(i == MANY / 2 ? 5 : nth(keys, MANY - 1 - i));
        args[i] = (PkArgs){ &values[i], 1 };
    }
    unsigned waits = pk_db_n_waits(db);
    ok(pk_db_each_many(db, &pk_sql_incident_get, args, MANY, take_title, titles, error));
    g_assert_cmpint(pk_db_n_waits(db) - waits, ==, 1);
    g_assert_cmpint(titles->len, ==, MANY - 1);
    g_assert_cmpstr(titles->pdata[0], ==, "299");
    g_assert_cmpstr(titles->pdata[MANY / 2], ==, "148");
    g_assert_cmpstr(titles->pdata[MANY - 2], ==, "0");
    ok(pk_db_each_many(db, &pk_sql_incident_get, NULL, 0, take_title, titles, error));
    g_assert_cmpint(titles->len, ==, MANY - 1);
}

/* ---- as many keys at a time as a statement takes --------------------------------------------- */

static void
assert_titles(const GPtrArray *incidents, const char *titles)
{
    g_auto(GStrv) list = g_strsplit(titles, " ", -1);

    g_assert_cmpint(incidents->len, ==, g_strv_length(list));
    for (guint i = 0; i < incidents->len; i++)
        g_assert_cmpstr(((const PkIncident *)incidents->pdata[i])->title, ==, list[i]);
}

static GPtrArray *
found(PkDb *db, const GArray *keys, int n, bool rows)
{
    GError *failed = NULL;
    const int64_t *key = (const int64_t *)(const void *)keys->data;
    GPtrArray *all = rows ? pk_incident_found_many(db, key, (unsigned)n, &failed)
                          : pk_incident_get_many(db, key, (unsigned)n, &failed);

    g_assert_no_error(failed);
    g_assert_cmpint(all->len, ==, n);
    return all;
}

/* Around what one statement takes, backwards: whatever it is, the order is the one asked for. */
static void
test_several_keys_in_order(const void *engine)
{
    static const int sizes[] = { 0, 1, 15, 16, 17, 32, 33, MANY };
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, MANY);
    g_autoptr(GArray) back = g_array_new(FALSE, FALSE, sizeof(int64_t));

    for (int i = MANY - 1; i >= 0; i--)
        g_array_append_val(back, g_array_index(keys, int64_t, i));
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        for (int rows = 0; rows < 2; rows++) {
            unsigned waits = pk_db_n_waits(db), work = pk_db_n_statements(db);
            g_autoptr(GPtrArray) all = found(db, back, sizes[i], rows);
            g_assert_cmpint(pk_db_n_waits(db) - waits, ==, sizes[i] > 0);
            g_assert_cmpint(pk_db_n_statements(db) - work, ==, sizes[i]);
            for (guint k = 0; k < all->len; k++) {
                g_autofree char *title = g_strdup_printf("%u", MANY - 1 - k);
                g_assert_cmpstr(((PkIncident *)all->pdata[k])->title, ==, title);
            }
        }
    }
}

static void
test_a_key_may_repeat(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, 3);
    int64_t a = nth(keys, 0), b = nth(keys, 1), c = nth(keys, 2);
    const int64_t asked[] = { b, a, b, b, c, a };
    g_autoptr(GPtrArray) rows = pk_incident_found_many(db, asked, 6, NULL);
    g_autoptr(GPtrArray) incidents = pk_incident_get_many(db, asked, 6, NULL);
    g_autoptr(GArray) severities = pk_incident_severities(db, asked, 6, NULL);

    assert_titles(rows, "1 0 1 1 2 0");
    assert_titles(incidents, "1 0 1 1 2 0");
    g_assert_cmpint(severities->len, ==, 6);
}

/* One that is not there is an error of the whole, wherever it stands, and never another's row. */
static void
test_a_key_may_lack(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, 20);
    int64_t *key = (int64_t *)(void *)keys->data;

    for (int at = 0; at < 20; at += 19) {
        int64_t kept = key[at];
        for (int64_t lacking = -1; lacking <= 5; lacking += 6) { /* -1 is what fills up */
            g_autoptr(GError) of_rows = NULL, of_incidents = NULL, of_severities = NULL;
            key[at] = lacking;
            g_assert_null(pk_incident_found_many(db, key, 20, &of_rows));
            g_assert_error(of_rows, PK_ERROR, PK_ERROR_MISSING);
            g_assert_null(pk_incident_get_many(db, key, 20, &of_incidents));
            g_assert_error(of_incidents, PK_ERROR, PK_ERROR_MISSING);
            g_assert_null(pk_incident_severities(db, key, 20, &of_severities));
            g_assert_error(of_severities, PK_ERROR, PK_ERROR_MISSING);
        }
        key[at] = kept;
    }
    g_autoptr(GArray) towns = pk_read_count_towns(db, key, 20, NULL);
    g_assert_cmpint(towns->len, ==, 20); /* nobody is a party of any: 0, and not left out */
    for (int i = 0; i < 20; i++)
        g_assert_cmpint(nth(towns, i), ==, 0);
}

static void
test_lines_by_several_keys(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t origin = add_origin(db, true);

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Ransomware", T0);
    for (int i = 0; i < 20; i++) {
        g_autofree char *text = g_strdup_printf("line %d", i);
        g_autoptr(PkLine) line = add_line(db, incident, origin, text);
        g_array_prepend_val(lines, line->key);
    }
    ok(pk_db_commit(db, error));
    g_array_append_val(lines, g_array_index(lines, int64_t, 3));
    const int64_t *key = (const int64_t *)(const void *)lines->data;
    g_autoptr(GPtrArray) all = pk_line_get_many(db, key, lines->len, NULL);
    g_assert_cmpint(all->len, ==, 21);
    for (guint i = 0; i < 21; i++) {
        g_autofree char *text = g_strdup_printf("line %u", i < 20 ? 19 - i : 16);
        g_assert_cmpstr(((PkLine *)all->pdata[i])->text, ==, text);
    }
    g_array_index(lines, int64_t, 7) = 5;
    g_autoptr(GError) failed = NULL;
    g_assert_null(pk_line_get_many(db, key, lines->len, &failed));
    g_assert_error(failed, PK_ERROR, PK_ERROR_MISSING);
}

/* The first affected one that was added, else the first that is not cleared; and how many. */
static void
test_parties_of_several_rows(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, 20);
    int64_t *key = (int64_t *)(void *)keys->data;

    ok(pk_db_begin(db, error));
    int64_t a = add_org(db, PK_ORG_MUNICIPALITY, "Voorbeeldstad", 0);
    int64_t b = add_org(db, PK_ORG_MUNICIPALITY, "Oefendam", 0);
    add_party(db, key[3], a, PK_PARTY_ROLE_POSSIBLE, PK_PARTY_POSSIBLE);
    add_party(db, key[3], b, PK_PARTY_ROLE_AFFECTED, PK_PARTY_AFFECTED);
    add_party(db, key[17], a, PK_PARTY_ROLE_AFFECTED, PK_PARTY_NOT_AFFECTED);
    add_party(db, key[17], b, PK_PARTY_ROLE_POSSIBLE, PK_PARTY_POSSIBLE);
    add_party(db, key[18], a, PK_PARTY_ROLE_AFFECTED, PK_PARTY_NOT_AFFECTED);
    for (int i = 3; i < 19; i += i == 3 ? 14 : 1) {
        g_autoptr(PkIncident) about = pk_incident_get(db, key[i], NULL);
        tell(db, about);
    }
    ok(pk_db_commit(db, error));
    g_autoptr(GPtrArray) rows = pk_incident_found_many(db, key, 20, NULL);
    g_autoptr(GArray) towns = pk_read_count_towns(db, key, 20, NULL);
    for (int i = 0; i < 20; i++) {
        const PkIncident *row = rows->pdata[i];
        int n = i == 3 ? 2 : i == 17 ? 1 : 0;
        g_assert_cmpint(row->n_parties, ==, n);
        g_assert_cmpint(nth(towns, i), ==, n);
        g_assert_cmpstr(row->org_name, ==, n ? "Oefendam" : NULL);
    }
}

/* What the program keeps back is refused by name in the middle of a page, not passed over. */
static void
test_a_hidden_one_is_refused(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GArray) keys = add_many(db, 20);
    const int64_t *key = (const int64_t *)(const void *)keys->data;
    const PkSight nothing = { .login = "jdv", .reads = true, .up_to = PK_TLP_CLEAR };
    g_autoptr(GError) failed = NULL;

    g_autoptr(PkIncident) open = pk_incident_get(db, key[0], NULL);
    g_assert_cmpint(open->tlp, >, PK_TLP_CLEAR);
    pk_db_set_sight(db, &nothing);
    g_assert_null(pk_incident_found_many(db, key, 20, &failed));
    g_assert_error(failed, PK_ERROR, PK_ERROR_DENIED);
    pk_db_set_sight(db, NULL);
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
        tell(db, incident);
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
    add("many/several-keys", test_several_keys_in_order);
    add("many/repeat", test_a_key_may_repeat);
    add("many/lack", test_a_key_may_lack);
    add("many/parties", test_parties_of_several_rows);
    add("many/hidden", test_a_hidden_one_is_refused);
    add("many/lines", test_lines_by_several_keys);
    add("many/kinds", test_values_may_differ_in_kind);
    add("many/poisons", test_one_that_fails_poisons);
    add("hurry/keeps-all", test_who_hurries_keeps_all);
    add("hurry/is-told", test_who_hurries_is_told);
    add("many/few-waits", test_a_page_takes_few_waits);
    return g_test_run();
}
