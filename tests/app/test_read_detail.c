/* SPDX-License-Identifier: EUPL-1.2 */
/* One incident, the overview, the register, and finding what somebody means. */
#include "appkit.h"

#include "piket/app/read.h"
#include "piket/model/ident.h"
#include "piket/store/clock_store.h"
#include "piket/store/contact_store.h"
#include "piket/store/org_store.h"

#include <string.h>

#define HOUR_US (INT64_C(3600) * 1000000)

static const PkClockView *
clock_of(const GPtrArray *clocks, const char *rule)
{
    for (guint i = 0; i < clocks->len; i++) {
        const PkClockView *view = clocks->pdata[i];
        if (strcmp(view->rule, rule) == 0)
            return view;
    }
    g_assert_not_reached();
}

static void
set(Kit *kit, int64_t incident, const char *key, const char *value)
{
    g_autoptr(GError) error = NULL;
    PkSetting setting = { key, value };

    pk_incident_set(kit->app, incident, -1, &setting, 1, "because", NULL, NULL, &error);
    g_assert_no_error(error);
}

static void
test_detail(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    kit_later(120);
    set(&kit, key, "severity", "high");
    set(&kit, key, "lead", "jdevries");
    set(&kit, key, "rsit", "information-content-security/unauthorised-information-modification");
    kit_later(60);
    g_autoptr(PkDetail) detail = pk_detail_load(kit.app, key, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(detail->incident->ident, ==, "I26-0001");
    g_assert_cmpstr(detail->place, ==, "Voorbeeldstad");
    g_assert_cmpstr(detail->lead_name, ==, "J. de Vries");
    g_assert_nonnull(strstr(detail->rsit_name, "nauthorised"));
    g_assert_cmpuint(detail->parties->len, ==, 1);
    g_assert_cmpuint(detail->actions->len, ==, 3);
    g_assert_cmpuint(detail->missing->len, ==, 1);
    g_assert_cmpstr(detail->missing->pdata[0], ==, "personal data");
    g_assert_cmpuint(detail->last_lines->len, ==, detail->incident->n_lines);
    const PkLine *last = detail->last_lines->pdata[0], *first = detail->last_lines->pdata[1];
    g_assert_cmpint(last->key, >, first->key);
    g_assert_true(g_str_has_prefix(detail->changed, "03:16 J. de Vries: "));
    g_assert_nonnull(strstr(detail->changed, "RSIT"));
    kit_stop(&kit);
}

static void
test_clocks(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    g_autoptr(PkDetail) unsure = pk_detail_load(kit.app, key, &error);
    g_assert_no_error(error);
    const PkClockView *ap = clock_of(unsure->clocks, "avg-33");
    g_assert_cmpint(ap->state, ==, PK_CLOCK_NOT_SURE); /* nobody said personal data */
    g_assert_cmpint(ap->due_us, ==, KIT_NOW_US + 72 * HOUR_US);
    set(&kit, key, "personal_data", "yes");
    kit_later(25 * 3600);
    g_autoptr(PkOverview) overview = pk_overview_load(kit.app, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(overview->clocks->len, ==, 3);
    const PkClockView *first = overview->clocks->pdata[0];
    g_assert_cmpstr(first->rule, ==, "nis2-24h");
    g_assert_cmpstr(first->short_name, ==, "24h");
    g_assert_cmpint(first->state, ==, PK_CLOCK_OVERDUE);
    g_assert_cmpstr(first->ident, ==, "I26-0001");
    g_assert_cmpstr(first->org_name, ==, "Voorbeeldstad");
    g_assert_cmpstr(first->sum, ==, "03:14 CET + 24 h = Wed 11 Mar 03:14 CET");
    ap = clock_of(overview->clocks, "avg-33");
    g_assert_cmpint(ap->state, ==, PK_CLOCK_RUNNING);
    g_assert_cmpstr(ap->short_name, ==, "72h AP");
    g_assert_cmpstr(ap->name, ==, "72h breach to AP");
    pk_i18n_start("nl");
    g_autoptr(PkOverview) dutch = pk_overview_load(kit.app, &error);
    pk_i18n_start("en");
    ap = clock_of(dutch->clocks, "avg-33");
    g_assert_cmpstr(ap->short_name, ==, "72u AP");
    g_assert_cmpstr(ap->name, ==, "72u datalek naar AP");
    kit_stop(&kit);
}

/* What people agreed has a name of its own, a start or not, and a reason when it no longer counts.
 */
static void
test_agreed_clocks(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    PkClockRecord agreed = { .uuid = (char *)"01900000-0000-7000-8000-0000000000c1",
                             .rule = (char *)"agreed",
                             .title = (char *)"reply to the request of Testerwoude",
                             .start_us = KIT_NOW_US,
                             .due_us = KIT_NOW_US + HOUR_US };
    PkClockRecord unknown = { .uuid = (char *)"01900000-0000-7000-8000-0000000000c2",
                              .rule = (char *)"law-of-tomorrow" };

    kit_start(&kit);
    kit_register(&kit);
    agreed.incident_key = unknown.incident_key = kit_report(&kit);
    pk_db_begin(kit.db, &error);
    pk_clock_insert(kit.db, &agreed, &error);
    pk_clock_insert(kit.db, &unknown, &error);
    kit_tell(&kit, agreed.incident_key);
    pk_db_commit(kit.db, &error);
    g_assert_no_error(error);
    g_autoptr(PkDetail) detail = pk_detail_load(kit.app, agreed.incident_key, &error);
    g_assert_no_error(error);
    const PkClockView *view = clock_of(detail->clocks, "agreed");
    g_assert_cmpstr(view->name, ==, "reply to the request of Testerwoude");
    g_assert_cmpstr(view->short_name, ==, "reply to the requ...");
    g_assert_cmpstr(view->org_name, ==, "");
    g_assert_cmpstr(view->sum, ==, "");
    g_assert_cmpint(view->state, ==, PK_CLOCK_RUNNING);
    view = clock_of(detail->clocks, "law-of-tomorrow");
    g_assert_cmpstr(view->name, ==, "law-of-tomorrow");
    g_assert_cmpint(view->state, ==, PK_CLOCK_NOT_SURE);
    g_autoptr(PkOverview) overview = pk_overview_load(kit.app, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(overview->clocks->len, ==, 4); /* without the one that has no end */
    g_assert_cmpstr(((const PkClockView *)overview->clocks->pdata[0])->rule, ==, "agreed");
    kit_stop(&kit);
}

static void
test_overview(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    PkReport low = { .org_key = 0, .note = (char *)"Phishing", .severity = PK_SEVERITY_LOW };

    kit_start(&kit);
    kit_register(&kit);
    low.org_key = kit.oefendam;
    low.callback_us = KIT_NOW_US + HOUR_US;
    pk_report_save(kit.app, &low, &done, NULL, &error);
    g_assert_no_error(error);
    kit_later(60);
    int64_t worst = kit_report(&kit);
    g_autoptr(PkOverview) overview = pk_overview_load(kit.app, &error);
    g_assert_no_error(error);
    g_assert_false(overview->empty);
    g_assert_cmpuint(overview->n_open, ==, 2);
    g_assert_cmpuint(overview->incidents->len, ==, 2);
    const PkIncidentRow *first = overview->incidents->pdata[0];
    g_assert_cmpint(first->incident->key, ==, worst);
    g_assert_cmpuint(overview->actions->len, ==, 1);
    g_assert_cmpuint(overview->action_idents->len, ==, 1);
    g_assert_cmpstr(overview->action_idents->pdata[0], ==, done.ident);
    if (!kit_on_server()) /* which has a clock of its own */
        g_assert_cmpint(overview->changed_us, ==, KIT_NOW_US + 60 * 1000000);
    g_autoptr(PkApp) other = kit_other(&kit, "mbakker", "M. Bakker", NULL);
    g_autoptr(PkOverview) theirs = pk_overview_load(other, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(theirs->actions->len, ==, 0);
    kit_stop(&kit);
}

static void
resolves(Kit *kit, const char *text, int64_t want)
{
    g_autoptr(GError) error = NULL;
    int64_t key = 0;

    g_test_message("%s", text);
    pk_incident_resolve(kit->app, text, &key, &error);
    g_assert_no_error(error);
    g_assert_cmpint(key, ==, want);
}

static void
refused(Kit *kit, const char *text, int code, const char *part)
{
    g_autoptr(GError) error = NULL;
    int64_t key = -1;

    g_test_message("%s", text);
    g_assert_false(pk_incident_resolve(kit->app, text, &key, &error));
    g_assert_error(error, PK_ERROR, code);
    g_assert_nonnull(strstr(error->message, part));
    g_assert_cmpint(key, ==, -1);
}

static void
test_resolve(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    int64_t first = kit_report(&kit), second = kit_report(&kit);
    g_autoptr(PkDetail) detail = pk_detail_load(kit.app, second, NULL);
    g_autofree char *upper = g_ascii_strup(detail->incident->uuid, -1);
    resolves(&kit, "1", first);
    resolves(&kit, " 0002 ", second);
    resolves(&kit, "i26-1", first);
    resolves(&kit, "I26 0002", second);
    resolves(&kit, detail->incident->uuid, second);
    resolves(&kit, upper, second);
    refused(&kit, "4", PK_ERROR_MISSING, "I26-0004 is not in this database. Did you mean I26-0002");
    refused(&kit, "I27-0001", PK_ERROR_MISSING, "I26-0001");
    refused(&kit, "9000", PK_ERROR_MISSING, "nothing near");
    refused(&kit, "A7", PK_ERROR_INVALID, "A7");
    refused(&kit, "", PK_ERROR_INVALID, "I26-");
    refused(&kit, "'; --", PK_ERROR_INVALID, "I26-");
    refused(&kit, "\x1b[2J\xff", PK_ERROR_INVALID, "I26-");
    refused(&kit, "00000000-0000-7000-8000-000000000000", PK_ERROR_MISSING, "UUID");
    g_autoptr(GError) error = NULL;
    g_assert_null(pk_detail_load(kit.app, 12345, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    pk_detail_free(NULL);
    pk_clock_view_free(NULL);
    kit_stop(&kit);
}

static void
add_contact(Kit *kit, int64_t org)
{
    g_autoptr(PkContact) contact = pk_contact_new();
    g_autoptr(GError) error = NULL;

    contact->org_key = org;
    contact->name = g_strdup("S. Vos");
    contact->phone_day = g_strdup("06 0000 0002");
    contact->checked_us = KIT_NOW_US - HOUR_US;
    pk_contact_insert(kit->db, contact, "01900000-0000-7000-8000-000000000001", &error);
    g_assert_no_error(error);
}

static char *
names(Kit *kit, const char *filter)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) cards = pk_register_load(kit->app, filter, 10, NULL, &error);
    GString *out = g_string_new(NULL);

    g_assert_no_error(error);
    for (guint i = 0; i < cards->len; i++)
        g_string_append_printf(out, "%s%s", i ? "," : "",
                               ((const PkCard *)cards->pdata[i])->org->name);
    return g_string_free(out, FALSE);
}

static void
test_register(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    size_t at = 0;
    /* clang-format off */
    static const char *const cases[][2] = {
        { "vr:voorbeeldland", "Oefendam,Testerwoude,Voorbeeldstad,VR Voorbeeldland" },
        { "vr:voorbeeldland is:verified", "Oefendam" },
        { "gm:oefendam", "Oefendam" },
        { "uden", "Maashorst" },
        { "text:nergens", "Nergenshuizen" },
        { "GM9003", "Testerwoude" },
        { "vos", "Oefendam" },
        { "gm:oefendam -oefendam", "" },
    };
    /* clang-format on */

    kit_start(&kit);
    kit_register(&kit);
    add_contact(&kit, kit.oefendam);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = names(&kit, cases[i][0]);
        g_test_message("%s", cases[i][0]);
        g_assert_cmpstr(got, ==, cases[i][1]);
    }
    g_assert_null(pk_register_load(kit.app, "status:open", 10, &at, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    kit_stop(&kit);
}

static void
test_card(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    add_contact(&kit, kit.voorbeeldstad);
    g_autoptr(PkCard) card = pk_card_load(kit.app, kit.voorbeeldstad, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(card->org->name, ==, "Voorbeeldstad");
    g_assert_cmpuint(card->n_contacts, ==, 1);
    g_assert_cmpuint(card->contacts->len, ==, 1);
    g_assert_cmpuint(card->incidents->len, ==, 1);
    g_assert_cmpint(((const PkIncidentRow *)card->incidents->pdata[0])->incident->key, ==, key);
    g_autoptr(PkOrg) maashorst = NULL;
    g_assert_true(pk_org_by_code(kit.db, "GM1991", &maashorst, &error));
    g_autoptr(PkCard) merged = pk_card_load(kit.app, maashorst->key, &error);
    g_assert_no_error(error);
    g_assert_true(
        g_ptr_array_find_with_equal_func(merged->aliases, "Uden (2022)", g_str_equal, NULL));
    g_assert_null(pk_card_load(kit.app, 999999, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    pk_card_free(NULL);
    kit_stop(&kit);
}

/* Reported lately comes first among names that fit as well. */
static void
test_places(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    bool recent = false, old_code = false;

    kit_start(&kit);
    kit_register(&kit);
    kit_report(&kit);
    g_autoptr(PkPlaces) places = pk_places_load(kit.app, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < places->places->len; i++) {
        const PkPlace *place = &g_array_index(places->places, PkPlace, i);
        if (place->org_id == kit.voorbeeldstad)
            recent = place->recent;
        else if (place->recent)
            g_assert_not_reached();
    }
    g_assert_true(recent);
    g_autoptr(GArray) hits = pk_match_query(places->match, "gm0856", 0, 1);
    g_assert_cmpuint(hits->len, ==, 1);
    size_t at = g_array_index(hits, PkMatchHit, 0).place;
    old_code = strcmp(g_array_index(places->places, PkPlace, at).name, "Maashorst") == 0;
    g_assert_true(old_code);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/detail/whole", test_detail);
    g_test_add_func("/app/detail/clocks", test_clocks);
    g_test_add_func("/app/detail/agreed-clocks", test_agreed_clocks);
    g_test_add_func("/app/detail/overview", test_overview);
    g_test_add_func("/app/detail/resolve", test_resolve);
    g_test_add_func("/app/detail/register", test_register);
    g_test_add_func("/app/detail/card", test_card);
    g_test_add_func("/app/detail/places", test_places);
    return g_test_run();
}
