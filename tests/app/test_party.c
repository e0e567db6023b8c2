/* SPDX-License-Identifier: EUPL-1.2 */
/* Parties: reading what was typed, adding one, a region, 342; bulk changes. */
#include "appkit.h"

#include "piket/base/text.h"
#include "piket/store/clock_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"
#include "piket/store/search_store.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *typed;
    unsigned keys, free, notices, unsure;
} cases[] = {
    { "Voorbeeldstad",                 1, 0, 0, 0 },
    { "voorbeelds, GM9002",            2, 0, 0, 0 },
    { "gm9001, Voorbeeldstad",         1, 0, 0, 0 },
    { "vr:voorbeeldland",              3, 0, 1, 0 },
    { "VR91",                          1, 0, 0, 0 },
    { "vr:VR91, Nergenshuizen",        4, 0, 1, 0 },
    { "vr:zzzzzzz",                    0, 0, 0, 1 },
    { "Voorbeeldsatd",                 0, 0, 0, 1 },
    { "Qwxzy bv",                      0, 1, 0, 0 },
    { "Bergen",                        0, 0, 0, 1 },
    { "Nuenen, Gerwen en Nederwetten", 1, 0, 0, 0 },
    { "Oefendam,, , Testerwoude",      2, 0, 0, 0 },
    { "",                              0, 0, 0, 0 },
};
/* clang-format on */

static void
test_reading(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(PkPartyWish) wish = { 0 };
        pk_party_read(kit.app, cases[i].typed, &wish, &error);
        g_assert_no_error(error);
        g_autofree char *got =
            g_strdup_printf("%s: %u %u %u %u", cases[i].typed, wish.org_keys->len, wish.free->len,
                            wish.notices->len, wish.unsure->len);
        g_autofree char *want = g_strdup_printf("%s: %u %u %u %u", cases[i].typed, cases[i].keys,
                                                cases[i].free, cases[i].notices, cases[i].unsure);
        g_assert_cmpstr(got, ==, want);
    }
    kit_stop(&kit);
}

static void
add(Kit *kit, int64_t incident, const char *typed, PkDone *done)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkPartyWish) wish = { 0 };

    pk_party_read(kit->app, typed, &wish, &error);
    g_assert_no_error(error);
    pk_party_add(kit->app, incident, &wish, PK_PARTY_ROLE_AFFECTED, PK_PARTY_AFFECTED, done,
                 &error);
    g_assert_no_error(error);
}

static int64_t
n_lines(Kit *kit, int64_t incident)
{
    g_autoptr(PkIncident) row = pk_incident_get(kit->db, incident, NULL);

    return row->n_lines;
}

static void
test_region_in_one_line(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    g_auto(PkDone) again = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    int64_t before = n_lines(&kit, key);
    add(&kit, key, "vr:Voorbeeldland, Fictiehaven", &done);
    g_assert_cmpstr(done.said, ==,
                    "I26-0001: 3 parties added as affected: Oefendam, Testerwoude, Fictiehaven. "
                    "1 was there already.");
    g_assert_cmpint(n_lines(&kit, key), ==, before + 1);
    add(&kit, key, "vr:Voorbeeldland", &again);
    g_assert_cmpint(n_lines(&kit, key), ==, before + 1);
    g_assert_null(again.undo);
    g_autofree char *phrase = pk_search_head_phrase("fictiehaven", false, NULL);
    g_assert_nonnull(phrase);
    g_autoptr(GPtrArray) clocks = pk_clock_list(kit.db, key, &error);
    g_assert_cmpuint(clocks->len, ==, 3); /* only the one that became aware */
    pk_undo_run(kit.app, done.undo, NULL, &error);
    g_assert_no_error(error);
    int64_t counts[PK_PARTY_STATUS_N];
    g_assert_true(pk_party_count(kit.db, key, counts, &error));
    g_assert_cmpint(counts[PK_PARTY_AFFECTED], ==, 1);
    g_assert_cmpint(counts[PK_PARTY_NOT_AFFECTED], ==, 3);
    g_auto(PkDone) revived = { 0 };
    add(&kit, key, "Oefendam", &revived);
    g_assert_true(pk_party_count(kit.db, key, counts, &error));
    g_assert_cmpint(counts[PK_PARTY_AFFECTED], ==, 2);
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_all_municipalities(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    g_auto(PkPartyWish)
        wish = { g_array_new(FALSE, FALSE, sizeof(int64_t)), g_ptr_array_new_with_free_func(g_free),
                 g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free) };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    g_autoptr(GPtrArray) orgs = pk_org_list(kit.db, &error);
    for (guint i = 0; i < orgs->len && wish.org_keys->len < 342; i++) {
        const PkOrg *org = orgs->pdata[i];
        if (org->kind == PK_ORG_MUNICIPALITY && org->key != kit.voorbeeldstad)
            g_array_append_val(wish.org_keys, org->key);
    }
    int64_t before = n_lines(&kit, key);
    pk_party_add(kit.app, key, &wish, PK_PARTY_ROLE_POSSIBLE, PK_PARTY_POSSIBLE, &done, &error);
    g_assert_no_error(error);
    g_assert_cmpint(n_lines(&kit, key), ==, before + 1);
    int64_t counts[PK_PARTY_STATUS_N];
    g_assert_true(pk_party_count(kit.db, key, counts, &error));
    g_assert_cmpint(counts[PK_PARTY_POSSIBLE], ==, wish.org_keys->len);
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_bulk(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) added = { 0 };
    g_auto(PkDone) done = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    add(&kit, key, "vr:Voorbeeldland", &added);
    g_autoptr(GPtrArray) parties = pk_party_list(kit.db, key, &error);
    int64_t keys[3];
    for (guint i = 0; i < 3; i++)
        keys[i] = ((PkParty *)parties->pdata[i])->key;
    PkPartyChange change = { .has_status = true, .status = PK_PARTY_CONTAINED };
    pk_party_set(kit.app, key, keys, 3, &change, &done, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(done.said, ==,
                    "I26-0001: 3 parties, status CONTAINED: Oefendam, Testerwoude, "
                    "Voorbeeldstad. Clocks running: 24h early warning, 72h incident report. Not "
                    "sure: 72h breach to AP.");
    PkPartyChange needs = { .has_needs = true, .needs = 1u << PK_NEED_AID };
    int64_t rows = kit_rows(&kit);
    g_assert_false(pk_party_set(kit.app, key, keys, 3, &needs, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID); /* who agreed? */
    g_assert_cmpint(kit_rows(&kit), ==, rows);
    g_clear_error(&error);
    /* Somebody changes one of them: the way back is refused, and nothing is half undone. */
    g_autoptr(PkApp) other = kit_other(&kit, "mbakker", "M. Bakker", NULL);
    PkPartyChange closed = { .has_status = true, .status = PK_PARTY_CLOSED };
    pk_party_set(other, key, &keys[2], 1, &closed, NULL, &error);
    g_assert_no_error(error);
    rows = kit_rows(&kit);
    g_assert_false(pk_undo_run(kit.app, done.undo, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_assert_cmpint(kit_rows(&kit), ==, rows);
    kit_verify(&kit);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/party/read", test_reading);
    g_test_add_func("/app/party/region", test_region_in_one_line);
    g_test_add_func("/app/party/all", test_all_municipalities);
    g_test_add_func("/app/party/bulk", test_bulk);
    return g_test_run();
}
