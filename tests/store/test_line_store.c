/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract of the journal: order, chains, paging, erasing, pins. */
#include "fixture.h"
#include "piket/store/search_store.h"

static void
test_appends_in_order(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t origin = add_origin(db, true);
    PkChain chain;

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 412, "Ransomware file server", T0);
    g_autoptr(PkLine) one = add_line(db, incident, origin, "First");
    g_autoptr(PkLine) two = add_line(db, incident, origin, "Second");
    g_autoptr(PkLine) none = add_line(db, NULL, origin, "About nothing");
    ok(pk_db_commit(db, error));

    g_assert_cmpint(one->key, ==, PK_LINE_FIRST(incident->key) + 1);
    g_assert_cmpint(two->key, ==, one->key + 1);
    g_assert_cmpint(none->key, ==, 1);
    ok(pk_chain_get(db, incident->key, origin, &chain, error));
    g_assert_cmpint(chain.last_no, ==, 2);
    g_assert_cmpmem(chain.head, PK_HASH_SIZE, two->hash, PK_HASH_SIZE);
    g_autoptr(PkIncident) after = pk_incident_get(db, incident->key, NULL);
    g_assert_cmpint(after->n_lines, ==, 2);
    g_autoptr(GArray) chains = pk_chain_list(db, incident->key, NULL);
    g_assert_cmpint(chains->len, ==, 1);
    g_assert_cmpstr(g_array_index(chains, PkChain, 0).origin_uuid, ==, one->origin_uuid);
}

static void
test_reads_back_whole(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t origin = add_origin(db, true);

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Datalek", T0);
    g_autoptr(PkLine) line = add_line(db, incident, origin, "Text \xe2\x82\xac");
    ok(pk_db_commit(db, error));

    g_autoptr(PkLine) got = pk_line_get(db, line->key, NULL);
    g_assert_nonnull(got);
    g_assert_cmpstr(got->text, ==, line->text);
    g_assert_cmpstr(got->uuid, ==, line->uuid);
    g_assert_cmpstr(got->incident_uuid, ==, incident->uuid);
    g_assert_cmpstr(got->origin_uuid, ==, line->origin_uuid);
    g_assert_null(got->corrects_origin_uuid);
    g_assert_cmpmem(got->salt, PK_SALT_SIZE, line->salt, PK_SALT_SIZE);
    g_assert_cmpint(pk_seal_check(got, NULL), ==, PK_SEAL_GOOD);
    g_assert_false(got->erased);
    g_autoptr(GError) missing = NULL;
    g_assert_null(pk_line_get(db, line->key + 9, &missing));
    g_assert_error(missing, PK_ERROR, PK_ERROR_MISSING);
}

static void
test_refuses_a_line_that_does_not_follow(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t origin = add_origin(db, true);
    g_autoptr(GError) twice = NULL;

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Datalek", T0);
    g_autoptr(PkLine) line = add_line(db, incident, origin, "One");
    ok(pk_db_commit(db, error));
    ok(pk_db_begin(db, error));
    g_assert_false(pk_line_append(db, line, &twice));
    g_assert_error(twice, PK_ERROR, PK_ERROR_CONFLICT);
    pk_db_rollback(db);

    g_autoptr(GError) nowhere = NULL;
    ok(pk_db_begin(db, error));
    line->incident_key = 77;
    g_assert_false(pk_line_append(db, line, &nowhere));
    g_assert_error(nowhere, PK_ERROR, PK_ERROR_MISSING);
    pk_db_rollback(db);
}

static void
test_pages_both_ways(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t origin = add_origin(db, true);

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) a = add_incident(db, 1, "A", T0);
    g_autoptr(PkIncident) b = add_incident(db, 2, "B", T0 + HOUR_US);
    for (int i = 0; i < 7; i++) {
        g_autofree char *text = g_strdup_printf("line %d", i);
        pk_line_free(add_line(db, a, origin, text));
        pk_line_free(add_line(db, b, origin, text));
    }
    ok(pk_db_commit(db, error));

    g_autoptr(GPtrArray) first = pk_line_list_after(db, a->key, 0, 3, NULL);
    g_assert_cmpint(first->len, ==, 3);
    g_assert_cmpstr(((PkLine *)first->pdata[0])->text, ==, "line 0");
    g_autoptr(GPtrArray) rest =
        pk_line_list_after(db, a->key, ((PkLine *)first->pdata[2])->key, 9, NULL);
    g_assert_cmpint(rest->len, ==, 4);
    g_autoptr(GPtrArray) last = pk_line_list_before(db, a->key, 0, 2, NULL);
    g_assert_cmpstr(((PkLine *)last->pdata[0])->text, ==, "line 6");
    g_autoptr(GPtrArray) before =
        pk_line_list_before(db, a->key, ((PkLine *)last->pdata[1])->key, 99, NULL);
    g_assert_cmpint(before->len, ==, 5);
    g_autoptr(GPtrArray) received = pk_line_list_received(db, 0, 0, 5, NULL, NULL);
    g_assert_cmpint(received->len, ==, 5);
    const PkLine *fifth = received->pdata[4];
    g_autoptr(GPtrArray) older =
        pk_line_list_received(db, fifth->received_us, fifth->key, 99, NULL, NULL);
    g_assert_cmpint(older->len, ==, 9);
}

static void
test_erasing_keeps_the_chain(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t origin = add_origin(db, true);
    bool has = false;

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "A", T0);
    g_autoptr(PkLine) line = add_line(db, incident, origin, "Jan Jansen van Oefendam belde");
    pk_line_free(add_line(db, incident, origin, "Iets anders"));
    ok(pk_db_commit(db, error));
    g_autofree char *phrase = pk_search_phrase("jan jansen", false);
    ok(pk_search_line_has(db, incident->key, phrase, &has, error));
    g_assert_true(has);

    ok(pk_db_begin(db, error));
    ok(pk_line_erase(db, line->key, error));
    ok(pk_line_erase(db, line->key, error));
    tell(db, incident);
    ok(pk_db_commit(db, error));
    ok(pk_search_line_has(db, incident->key, phrase, &has, error));
    g_assert_false(has);
    g_autoptr(PkLine) got = pk_line_get(db, line->key, NULL);
    g_assert_null(got->text);
    g_assert_null(got->details);
    g_assert_true(got->erased);
    g_assert_cmpint(pk_seal_check(got, NULL), ==, PK_SEAL_GOOD);
}

static void
test_pins_and_corrections(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t origin = add_origin(db, true);
    int64_t by = 0;

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "A", T0);
    g_autoptr(PkLine) one = add_line(db, incident, origin, "Twelve servers");
    PkChain chain;
    ok(pk_chain_lock(db, incident->key, origin, &chain, error));
    g_autoptr(PkLine) two = pk_line_new();
    two->incident_key = incident->key;
    two->incident_uuid = g_strdup(incident->uuid);
    two->origin = two->corrects_origin = origin;
    two->origin_uuid = g_strdup(one->origin_uuid);
    two->corrects_origin_uuid = g_strdup(one->origin_uuid);
    two->corrects_no = 1;
    two->no = 2;
    two->uuid = g_uuid_string_random();
    two->event_us = two->recorded_us = two->received_us = T0;
    two->author = g_strdup("jdv");
    two->text = g_strdup("Two servers");
    pk_seal_line(two, chain.head);
    ok(pk_line_append(db, two, error));
    ok(pk_pin_insert(db, one->key, "jdv", T0, error));
    ok(pk_pin_insert(db, one->key, "jdv", T0, error));
    ok(pk_db_commit(db, error));

    g_autoptr(GPtrArray) pins = pk_line_list_pinned(db, incident->key, 10, NULL);
    g_assert_cmpint(pins->len, ==, 1);
    g_assert_true(((PkLine *)pins->pdata[0])->pinned);
    g_assert_true(((PkLine *)pins->pdata[0])->corrected);
    ok(pk_line_corrected_by(db, one->key, &by, error));
    g_assert_cmpint(by, ==, two->key);
    ok(pk_line_corrected_by(db, two->key, &by, error));
    g_assert_cmpint(by, ==, 0);
    g_autoptr(PkLine) got = pk_line_get(db, two->key, NULL);
    g_assert_cmpstr(got->corrects_origin_uuid, ==, one->origin_uuid);
    g_assert_cmpint(got->corrects_no, ==, 1);
    told(db, incident, pk_pin_delete(db, one->key, error));
    g_autoptr(GPtrArray) left = pk_line_list_pinned(db, incident->key, 10, NULL);
    g_assert_cmpint(left->len, ==, 0);
}

typedef struct {
    int n;
    uint8_t head[PK_HASH_SIZE];
} Walk;

static bool
check_line(const PkLine *line, void *data, G_GNUC_UNUSED GError **error)
{
    Walk *walk = data;

    g_assert_cmpint(pk_seal_check(line, line->no == 1 ? NULL : walk->head), ==, PK_SEAL_GOOD);
    memcpy(walk->head, line->hash, PK_HASH_SIZE);
    walk->n++;
    return true;
}

static void
test_walks_whole_chains(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t origin = add_origin(db, true);
    Walk walk = { 0 };

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) a = add_incident(db, 1, "A", T0);
    g_autoptr(PkIncident) b = add_incident(db, 2, "B", T0);
    for (int i = 0; i < 300; i++) {
        pk_line_free(add_line(db, a, origin, "a"));
        pk_line_free(add_line(db, i % 2 ? b : NULL, origin, "b"));
    }
    ok(pk_db_commit(db, error));
    ok(pk_line_each(db, 0, INT64_MAX, check_line, &walk, error));
    g_assert_cmpint(walk.n, ==, 600);
    walk.n = 0;
    ok(pk_line_each(db, a->key, a->key, check_line, &walk, error));
    g_assert_cmpint(walk.n, ==, 300);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("line/appends-in-order", test_appends_in_order);
    add("line/reads-back-whole", test_reads_back_whole);
    add("line/refuses-what-does-not-follow", test_refuses_a_line_that_does_not_follow);
    add("line/pages-both-ways", test_pages_both_ways);
    add("line/erasing-keeps-the-chain", test_erasing_keeps_the_chain);
    add("line/pins-and-corrections", test_pins_and_corrections);
    add("line/walks-whole-chains", test_walks_whole_chains);
    return g_test_run();
}
