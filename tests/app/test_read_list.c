/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists and search: the twelve examples of ux.md 3.8 against incidents that tell them apart. */
#include "appkit.h"

#include "piket/app/read.h"
#include "piket/model/party.h"
#include "piket/store/incident_store.h"
#include "piket/store/org_store.h"

#include <string.h>

#define HOUR_US (INT64_C(3600) * 1000000)

typedef struct {
    Kit kit;
    int64_t utrecht, maashorst, supplier;
    int64_t keys[9]; /* [1] is I26-0001 ... */
} World;

static int64_t
place(World *w, const char *code)
{
    g_autoptr(PkOrg) org = NULL;
    g_autoptr(GError) error = NULL;

    pk_org_by_code(w->kit.db, code, &org, &error);
    g_assert_no_error(error);
    g_assert_nonnull(org);
    return org->key;
}

static int64_t
report(World *w, int64_t org, const char *note, PkKind kind, PkSeverity severity, PkTlp tlp,
       int64_t hours_ago)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    PkReport report = { .opened_us = KIT_NOW_US - hours_ago * HOUR_US,
                        .org_key = org,
                        .note = (char *)note,
                        .kinds = 1u << kind,
                        .severity = severity,
                        .has_tlp = true,
                        .tlp = tlp };

    pk_report_save(w->kit.app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    return done.incident_key;
}

static void
add_party(World *w, int64_t incident, int64_t org, PkPartyRole role)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_auto(PkPartyWish) wish = { .org_keys = g_steal_pointer(&keys),
                                 .free = g_ptr_array_new_with_free_func(g_free),
                                 .notices = g_ptr_array_new_with_free_func(g_free),
                                 .unsure = g_ptr_array_new_with_free_func(g_free) };

    g_array_append_val(wish.org_keys, org);
    pk_party_add(w->kit.app, incident, &wish, role, pk_party_first_status(role), NULL, &error);
    g_assert_no_error(error);
}

static void
set_aware(World *w, int64_t incident, const char *when)
{
    g_autoptr(GError) error = NULL;
    PkSetting setting = { "aware", when };

    pk_incident_set(w->kit.app, incident, -1, &setting, 1, "known now", NULL, NULL, &error);
    g_assert_no_error(error);
}

/* Straight in the table: what closing asks for is not what is tested here. */
static void
close_it(World *w, int64_t key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkIncident) incident = pk_incident_get(w->kit.db, key, &error);

    g_assert_no_error(error);
    incident->status = PK_STATUS_CLOSED;
    incident->closed_us = KIT_NOW_US;
    pk_db_begin(w->kit.db, &error);
    pk_incident_update(w->kit.db, incident, &error);
    kit_tell(&w->kit, key);
    pk_db_commit(w->kit.db, &error);
    g_assert_no_error(error);
}

static int64_t
add_supplier(World *w)
{
    g_autoptr(PkOrg) org = pk_org_new();
    g_autoptr(GError) error = NULL;

    org->uuid = g_uuid_string_random();
    org->name = g_strdup("X");
    org->kind = PK_ORG_SUPPLIER;
    pk_org_insert(w->kit.db, org, &error);
    g_assert_no_error(error);
    return org->key;
}

static void
world_start(World *w)
{
    *w = (World){ 0 };
    kit_start(&w->kit);
    kit_register(&w->kit);
    w->supplier = add_supplier(w);
    w->utrecht = place(w, "GM0344");
    w->maashorst = place(w, "GM1991");
    w->keys[1] = report(w, w->kit.voorbeeldstad, "Files encrypted at night.", PK_KIND_RANSOMWARE,
                        PK_SEVERITY_CRITICAL, PK_TLP_AMBER, 2);
    w->keys[2] = report(w, w->kit.oefendam, "Breach in the case system.", PK_KIND_BREACH,
                        PK_SEVERITY_HIGH, PK_TLP_AMBER, 5);
    w->keys[3] = report(w, w->utrecht, "Storing of ddos op de website.", PK_KIND_DDOS,
                        PK_SEVERITY_MEDIUM, PK_TLP_GREEN, 9);
    w->keys[4] = report(w, w->utrecht, "Website down. The caller left free text behind.",
                        PK_KIND_OUTAGE, PK_SEVERITY_LOW, PK_TLP_AMBER, 12);
    w->keys[5] = report(w, w->utrecht, "Much older free text.", PK_KIND_OUTAGE, PK_SEVERITY_HIGH,
                        PK_TLP_AMBER, 72);
    w->keys[6] = report(w, w->maashorst, "Phishing wave.", PK_KIND_PHISHING, PK_SEVERITY_LOW,
                        PK_TLP_GREEN, 20);
    w->keys[7] = report(w, w->kit.testerwoude, "Storing bij leverancier.", PK_KIND_OUTAGE,
                        PK_SEVERITY_MEDIUM, PK_TLP_CLEAR, 30);
    add_party(w, w->keys[7], w->supplier, PK_PARTY_ROLE_SUPPLIER);
    close_it(w, w->keys[6]);
    set_aware(w, w->keys[1], "-21h");
    set_aware(w, w->keys[2], "-30h");
}

static void
world_stop(World *w)
{
    kit_stop(&w->kit);
}

static PkList *
ask(World *w, const char *filter, size_t *ret_at, GError **error)
{
    PkListAsk ask = { .filter = filter, .order = PK_ORDER_NEWEST, .limit = 50 };

    return pk_list_load(w->kit.app, &ask, ret_at, error);
}

/* "1 4": the numbers in the order of the list. */
static char *
numbers(const World *w, const PkList *list)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < list->rows->len; i++) {
        const PkIncidentRow *row = list->rows->pdata[i];
        for (int n = 1; n <= 8; n++) {
            if (w->keys[n] == row->incident->key)
                g_string_append_printf(out, "%s%d", out->len ? " " : "", n);
        }
    }
    return g_string_free(out, FALSE);
}

/* clang-format off */
static const struct {
    const char *filter;
    const char *numbers; /* NULL: an error                     */
    const char *notice;  /* or the message of the error        */
} examples[] = {
    { "status:open tlp:amber gm:Utrecht since:24h \"free text\"", "4", NULL },
    { "gm:utrecht,oefendam sev:>=3", "2 5", NULL },
    { "(kind:ddos OF kind:uitval) -supplier:X", "3 4 5", NULL },
    { "storing of ddos", "3", NULL },
    { "tlp:<=green status:gesloten on:2026-03-09", "6", NULL },
    { "due:<4h", "1 2", NULL },
    { "due:over", "2", NULL },
    { "gm:uden", "6", "Uden is now Maashorst (2022)." },
    { "tlp:wit", "7", "WIT is called CLEAR since TLP 2.0." },
    { "", "1 2 3 4 6 7 5", NULL },
    { "status:open", "1 2 3 4 7 5", NULL },
    { "I26-0003", "3", NULL },
    { "id:5", "5", NULL },
    { "utr", "3 4 5", NULL },
    { "vr:voorbeeldland", "1 2 7", NULL },
    { "owner:\"nobody'; DROP TABLE incident; --\"", "", NULL },
};
/* clang-format on */

static void
test_examples(void)
{
    World w;

    world_start(&w);
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(PkList) list = ask(&w, examples[i].filter, NULL, &error);
        g_assert_no_error(error);
        g_autofree char *got = numbers(&w, list);
        g_test_message("%s", examples[i].filter);
        g_assert_cmpstr(got, ==, examples[i].numbers);
        g_assert_cmpuint(list->n_matching, ==, list->rows->len);
        g_assert_cmpuint(list->notices->len, ==, examples[i].notice ? 1 : 0);
        if (examples[i].notice)
            g_assert_cmpstr(list->notices->pdata[0], ==, examples[i].notice);
    }
    world_stop(&w);
}

static void
refused(World *w, const char *filter, int code, size_t at, const char *part)
{
    g_autoptr(GError) error = NULL;
    size_t got = 99;
    g_autoptr(PkList) list = ask(w, filter, &got, &error);

    g_test_message("%s", filter);
    g_assert_null(list);
    g_assert_error(error, PK_ERROR, code);
    g_assert_cmpuint(got, ==, at);
    g_assert_nonnull(strstr(error->message, part));
}

static void
test_refusals(void)
{
    World w;
    g_autofree char *deep = g_strnfill(5000, '(');
    g_autofree char *bytes = g_strdup("gm:\xff\xfe");

    world_start(&w);
    refused(&w, "sev:hoger", PK_ERROR_INVALID, 4, "low, medium, high, critical");
    refused(&w, "\"open", PK_ERROR_INVALID, 0, "\"");
    refused(&w, "gmeente:ede", PK_ERROR_INVALID, 0, "gemeente (gm)");
    refused(&w, "gm:qqqqzzzz", PK_ERROR_INVALID, 3, "qqqqzzzz");
    g_setenv("PIKET_TEST_NOW", "2026-10-25T09:00:00Z", TRUE);
    refused(&w, "since:gisteren until:02:30", PK_ERROR_CONFIRM, 21, "CEST");
    g_setenv("PIKET_TEST_NOW", KIT_NOW, TRUE);
    g_autoptr(GError) error = NULL;
    g_assert_null(ask(&w, deep, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(ask(&w, bytes, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    world_stop(&w);
}

static void
test_order_and_pages(void)
{
    World w;
    g_autoptr(GError) error = NULL;
    PkListAsk page = { .filter = "status:open", .order = PK_ORDER_SEVERITY, .limit = 4 };

    world_start(&w);
    g_autoptr(PkList) first = pk_list_load(w.kit.app, &page, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(first->order, ==, PK_ORDER_SEVERITY);
    g_autofree char *one = numbers(&w, first);
    g_assert_cmpstr(one, ==, "1 2 5 3");
    g_assert_cmpuint(first->n_matching, ==, 6);
    g_assert_cmpuint(first->n_total, ==, 6); /* what is open, not the closed one too */
    g_assert_cmpint(first->more_key, !=, 0);
    page.before_key = first->more_key;
    g_autoptr(PkList) second = pk_list_load(w.kit.app, &page, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *two = numbers(&w, second);
    g_assert_cmpstr(two, ==, "7 4");
    g_assert_cmpint(second->more_key, ==, 0);
    /* Severity says nothing about history. */
    page = (PkListAsk){ .filter = "", .order = PK_ORDER_SEVERITY, .limit = 4 };
    g_autoptr(PkList) all = pk_list_load(w.kit.app, &page, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(all->order, ==, PK_ORDER_NEWEST);
    g_assert_cmpuint(all->n_total, ==, 7);
    world_stop(&w);
}

static void
test_zero_explains_itself(void)
{
    World w;
    g_autoptr(GError) error = NULL;

    world_start(&w);
    g_autoptr(PkList) list = ask(&w, "tlp:red gm:Utrecht", NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(list->zero_help, ==, "0 of 7. Without tlp:red 3.");
    g_autoptr(PkList) open = ask(&w, "status:open kind:phishing", NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(open->zero_help, ==, "0 of 6. Without status:open 1, without kind:phishing 6.");
    g_autoptr(PkList) some = ask(&w, "kind:phishing", NULL, &error);
    g_assert_null(some->zero_help);
    pk_i18n_start("nl");
    g_autoptr(PkList) dutch = ask(&w, "tlp:red gm:Utrecht kind:ddos", NULL, &error);
    g_autoptr(PkList) many = ask(&w, "gm:uden", NULL, &error);
    pk_i18n_start("en");
    g_assert_no_error(error);
    g_assert_cmpstr(dutch->zero_help, ==, "0 van 7. Zonder tlp:red 1.");
    g_assert_cmpstr(many->notices->pdata[0], ==, "Uden is nu Maashorst (2022).");
    world_stop(&w);
}

static void
test_place(void)
{
    World w;
    g_autoptr(GError) error = NULL;

    world_start(&w);
    add_party(&w, w.keys[1], w.kit.oefendam, PK_PARTY_ROLE_POSSIBLE);
    add_party(&w, w.keys[1], w.kit.testerwoude, PK_PARTY_ROLE_AFFECTED);
    g_autoptr(PkList) list = ask(&w, "id:1,2,7", NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->rows->len, ==, 3);
    const PkIncidentRow *many = list->rows->pdata[0], *one = list->rows->pdata[1];
    const PkIncidentRow *with_supplier = list->rows->pdata[2];
    g_assert_cmpstr(many->place, ==, "3 municipalities");
    pk_i18n_start("nl");
    g_autoptr(PkList) dutch = ask(&w, "id:1", NULL, &error);
    pk_i18n_start("en");
    g_assert_cmpstr(((const PkIncidentRow *)dutch->rows->pdata[0])->place, ==, "3 gemeenten");
    g_assert_cmpstr(one->place, ==, "Oefendam");
    g_assert_cmpstr(with_supplier->place, ==, "Testerwoude");
    g_assert_cmpint(many->next_due_us, ==, KIT_NOW_US + 3 * HOUR_US);
    world_stop(&w);
}

static void
test_search(void)
{
    World w;
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) long_note = g_string_new("Begin.");
    PkNote note = { .category = PK_CAT_TECH };
    bool more = true;

    world_start(&w);
    for (int i = 0; i < 60; i++)
        g_string_append_printf(long_note, " filler%d", i);
    g_string_append(long_note, " Súdwesthoek was reached at last.");
    for (int i = 0; i < 60; i++)
        g_string_append_printf(long_note, " tail%d", i);
    note.text = long_note->str;
    pk_note_add(w.kit.app, w.keys[2], &note, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) hits = pk_search(w.kit.app, "sudwesthoek", 10, &more, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hits->len, ==, 1);
    g_assert_false(more);
    const PkHit *hit = hits->pdata[0];
    g_assert_cmpint(hit->row->incident->key, ==, w.keys[2]);
    g_assert_nonnull(strstr(hit->snippet, "Súdwesthoek was reached"));
    g_assert_true(g_str_has_prefix(hit->snippet, "..."));
    g_assert_true(g_str_has_suffix(hit->snippet, "..."));
    g_assert_cmpint((int)g_utf8_strlen(hit->snippet, -1), <=, 120);
    g_assert_cmpint(hit->line_key, !=, 0);
    g_autoptr(GPtrArray) begun = pk_search(w.kit.app, "sudwesth*", 10, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(begun->len, ==, 1);
    g_assert_cmpstr(((const PkHit *)begun->pdata[0])->snippet, ==, hit->snippet);
    /* A title explains itself. */
    g_autoptr(GPtrArray) titles = pk_search(w.kit.app, "phishing", 10, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(titles->len, ==, 1);
    g_assert_cmpstr(((const PkHit *)titles->pdata[0])->snippet, ==, "");
    g_autoptr(GPtrArray) few = pk_search(w.kit.app, "gm:utrecht", 2, &more, NULL, &error);
    g_assert_cmpuint(few->len, ==, 2);
    g_assert_true(more);
    world_stop(&w);
}

static void
test_reads_without_file(void)
{
    if (kit_skips("there is no file to make on a server"))
        return;
    Kit kit;
    g_autoptr(GError) error = NULL;
    PkListAsk all = { .limit = 50 };

    kit_start(&kit);
    g_autoptr(PkList) list = pk_list_load(kit.app, &all, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->rows->len, ==, 0);
    g_assert_cmpstr(list->zero_help, ==, "0 of 0.");
    g_autoptr(PkOverview) overview = pk_overview_load(kit.app, &error);
    g_assert_no_error(error);
    g_assert_true(overview->empty);
    g_assert_cmpint(overview->changed_us, ==, 0);
    pk_list_free(NULL);
    pk_overview_free(NULL);
    pk_hit_free(NULL);
    pk_incident_row_free(NULL);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/list/examples", test_examples);
    g_test_add_func("/app/list/refusals", test_refusals);
    g_test_add_func("/app/list/order", test_order_and_pages);
    g_test_add_func("/app/list/zero", test_zero_explains_itself);
    g_test_add_func("/app/list/place", test_place);
    g_test_add_func("/app/list/search", test_search);
    g_test_add_func("/app/list/no-file", test_reads_without_file);
    return g_test_run();
}
