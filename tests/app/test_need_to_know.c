/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is not named sees nothing of a red incident, by whatever way; what they may see stays true.
 */
#include "appkit.h"
#include "piket/app/gate.h"
#include "piket/app/import.h"
#include "piket/app/people.h"
#include "piket/app/read.h"
#include "piket/app/verify.h"
#include "piket/store/incident_store.h"
#include "piket/store/person_store.h"

#include <string.h>

#define SECRET "Zwaluwstaart" /* in the title and in a line of the red incident, nowhere else */

typedef struct {
    Kit kit;
    PkApp *other; /* coordinator, not named */
    int64_t open_key, red_key, red_line;
} World;

static void
world_start(World *w)
{
    g_autoptr(GError) error = NULL;
    PkNote note = { .text = "Only for us: " SECRET, .category = PK_CAT_TECH };
    PkNote red = { .text = "Red in the open one: " SECRET "draad",
                   .category = PK_CAT_TECH,
                   .has_tlp = true,
                   .tlp = PK_TLP_RED };
    g_auto(PkDone) done = { 0 };

    kit_start(&w->kit);
    kit_register(&w->kit);
    w->open_key = kit_report(&w->kit);
    PkReport report = { .org_key = w->kit.oefendam,
                        .title = (char *)"Case " SECRET,
                        .note = (char *)SECRET " in the note",
                        .severity = PK_SEVERITY_CRITICAL,
                        .aware_us = KIT_NOW_US,
                        .personal_data = PK_TRISTATE_YES,
                        .callback_us = KIT_NOW_US + 60 * INT64_C(1000000),
                        .has_tlp = true,
                        .tlp = PK_TLP_RED };
    pk_report_save(w->kit.app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    w->red_key = done.incident_key;
    w->red_line = done.line_key;
    pk_note_add(w->kit.app, w->red_key, &note, NULL, &error);
    g_assert_no_error(error);
    pk_note_add(w->kit.app, w->open_key, &red, NULL, &error);
    g_assert_no_error(error);
    w->other = kit_other(&w->kit, "nbakker", "M. Bakker", "officer coordinator lead auditor");
}

static void
world_stop(World *w)
{
    pk_app_close(w->other);
    kit_stop(&w->kit);
}

static void
no_secret(const char *text)
{
    g_assert_false(text && strstr(text, SECRET));
}

static void
no_secret_row(const PkIncidentRow *row)
{
    g_assert_cmpint(row->incident->tlp, !=, PK_TLP_RED);
    no_secret(row->incident->title);
}

static const char *const filters[] = {
    "",
    "status:open",
    "tlp:red",
    SECRET,
    "zwaluw",
    ("text:" SECRET),
    "id:2",
    "gm:Oefendam",
    "sev:critical",
    "due:<200h",
    "status:open zwaluwstaart",
    "since:24h",
    "is:mine status:open",
    "-tlp:green",
    "tlp:>=amber",
    "zwaluwstaartdraad",
};

static void
test_lists(void)
{
    World w;
    g_autoptr(GError) error = NULL;

    world_start(&w);
    for (size_t i = 0; i < G_N_ELEMENTS(filters); i++) {
        for (int order = PK_ORDER_NEWEST; order <= PK_ORDER_SEVERITY; order++) {
            PkListAsk ask = { .filter = filters[i], .order = (PkOrder)order, .limit = 100 };
            g_autoptr(PkList) list = pk_list_load(w.other, &ask, NULL, &error);
            g_assert_no_error(error);
            for (guint k = 0; k < list->rows->len; k++)
                no_secret_row(list->rows->pdata[k]);
            g_assert_cmpuint(list->n_matching, <=, 1);
            g_assert_cmpuint(list->n_hidden, ==, 1); /* whatever was asked */
            g_assert_cmpuint(list->n_total, ==, 1);
            if (strcasestr(filters[i], "zwaluw") || strcmp(filters[i], "tlp:red") == 0)
                g_assert_cmpuint(list->rows->len, ==, 0);
            /* The one who is named finds it. */
            g_autoptr(PkList) all = pk_list_load(w.kit.app, &ask, NULL, &error);
            g_assert_no_error(error);
            g_assert_cmpuint(all->n_hidden, ==, 0);
            g_assert_cmpuint(all->rows->len, >=, 1);
        }
        g_autoptr(GPtrArray) hits = pk_search(w.other, filters[i], 100, NULL, NULL, &error);
        g_assert_no_error(error);
        for (guint k = 0; k < hits->len; k++) {
            const PkHit *hit = hits->pdata[k];
            no_secret_row(hit->row);
            no_secret(hit->snippet);
        }
    }
    world_stop(&w);
}

static void
test_overview_and_card(void)
{
    World w;
    g_autoptr(GError) error = NULL;

    world_start(&w);
    g_autoptr(PkOverview) overview = pk_overview_load(w.other, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(overview->n_open, ==, 1);
    g_assert_cmpuint(overview->n_hidden, ==, 1);
    for (guint i = 0; i < overview->incidents->len; i++)
        no_secret_row(overview->incidents->pdata[i]);
    for (guint i = 0; i < overview->clocks->len; i++)
        g_assert_cmpint(((PkClockView *)overview->clocks->pdata[i])->incident_key, !=, w.red_key);
    g_autoptr(PkOverview) whole = pk_overview_load(w.kit.app, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(whole->n_open, ==, 2);
    g_assert_cmpuint(whole->clocks->len, >, overview->clocks->len);

    g_autoptr(PkCard) card = pk_card_load(w.other, w.kit.oefendam, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(card->incidents->len, ==, 0);
    g_autoptr(PkCard) mine = pk_card_load(w.kit.app, w.kit.oefendam, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(mine->incidents->len, ==, 1);
    world_stop(&w);
}

static void
denied(GError **error)
{
    g_assert_error(*error, PK_ERROR, PK_ERROR_DENIED);
    no_secret((*error)->message);
    g_assert_nonnull(strstr((*error)->message, "J. de Vries")); /* who can name you */
    g_clear_error(error);
}

static void
test_by_id(void)
{
    World w;
    g_autoptr(GError) error = NULL;
    int64_t key = 0;
    PkTlp label;
    PkNote note = { .text = "Let me in." };
    PkSetting high = { "severity", "low" };
    PkTimelineAsk ask = { .incident_key = 0 };

    world_start(&w);
    g_assert_false(pk_incident_resolve(w.other, "2", &key, &error));
    denied(&error);
    g_assert_null(pk_detail_load(w.other, w.red_key, &error));
    denied(&error);
    ask.incident_key = w.red_key;
    g_assert_null(pk_timeline_load(w.other, &ask, NULL, &error));
    denied(&error);
    g_assert_false(pk_incident_label(w.other, "2", &label, &error));
    denied(&error);
    g_assert_null(pk_name_list(w.other, w.red_key, &error));
    denied(&error);
    g_assert_null(pk_verify_run(w.other, w.red_key, NULL, &error));
    denied(&error);
    /* Writing to what one cannot see is refused the same way, and changes nothing. */
    int64_t rows = kit_rows(&w.kit);
    g_assert_false(pk_note_add(w.other, w.red_key, &note, NULL, &error));
    denied(&error);
    g_assert_false(pk_incident_set(w.other, w.red_key, -1, &high, 1, NULL, NULL, NULL, &error));
    denied(&error);
    g_assert_false(
        pk_status_set(w.other, w.red_key, -1, PK_STATUS_INVESTIGATION, NULL, NULL, NULL, &error));
    denied(&error);
    g_assert_false(pk_action_set(w.other, w.red_key, 1, true, NULL, NULL, &error));
    denied(&error);
    g_assert_false(pk_action_add(w.other, w.red_key, "Look", 0, NULL, &error));
    denied(&error);
    g_assert_false(pk_pin_set(w.other, w.red_line, true, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_false(pk_name_add(w.other, "2", "nbakker", NULL, &error));
    denied(&error);
    g_assert_cmpint(kit_rows(&w.kit), ==, rows);
    /* Another number that is near is never one that may not be seen. */
    g_assert_false(pk_incident_resolve(w.other, "3", &key, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    g_assert_null(strstr(error->message, "I26-0002"));
    world_stop(&w);
}

static void
test_lines(void)
{
    World w;
    g_autoptr(GError) error = NULL;
    PkTimelineAsk log = { .all = true };
    unsigned n_hidden = 0;

    world_start(&w);
    g_autoptr(PkTimeline) timeline = pk_timeline_load(w.other, &log, NULL, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < timeline->rows->len; i++) {
        const PkLine *line = ((PkTimelineRow *)timeline->rows->pdata[i])->line;
        g_assert_cmpint(line->incident_key, !=, w.red_key);
        no_secret(line->text);
        no_secret(line->details);
    }
    if (!kit_on_server()) /* which does not even count lines of what it keeps back */
        g_assert_cmpuint(timeline->n_left_out, >, 0);

    PkTimelineAsk ask = { .incident_key = w.open_key };
    g_autoptr(PkTimeline) one = pk_timeline_load(w.other, &ask, NULL, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < one->rows->len; i++) {
        const PkLine *line = ((PkTimelineRow *)one->rows->pdata[i])->line;
        no_secret(line->text);
        n_hidden += line->hidden;
    }
    g_assert_cmpuint(n_hidden, ==, 1); /* the row stays, so the chain can be verified */
    g_assert_cmpuint(one->n_unread, ==, 1);
    g_assert_true(one->chain_ok);
    g_autoptr(PkDetail) detail = pk_detail_load(w.other, w.open_key, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < detail->last_lines->len; i++)
        no_secret(((PkLine *)detail->last_lines->pdata[i])->text);
    no_secret(detail->changed);
    g_autoptr(PkVerify) verify = pk_verify_run(w.other, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(verify->n_broken, ==, 0);
    for (guint i = 0; i < verify->findings->len; i++)
        no_secret(verify->findings->pdata[i]);
    world_stop(&w);
}

static void
test_naming(void)
{
    World w;
    g_autoptr(GError) error = NULL;

    world_start(&w);
    g_assert_false(pk_name_take(w.kit.app, "2", "jdevries", NULL, &error)); /* the last one */
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    pk_name_add(w.kit.app, "2", "nbakker", NULL, &error);
    g_assert_no_error(error);
    g_autofree char *last = kit_last(&w.kit, w.red_key);
    g_assert_cmpstr(last, ==, "Named: M. Bakker (nbakker) may see everything here.");
    g_autoptr(PkDetail) seen = pk_detail_load(w.other, w.red_key, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(seen->incident->title, ==, "Case " SECRET);
    g_assert_cmpuint(seen->named->len, ==, 2);
    pk_name_take(w.other, "2", "jdevries", NULL, &error);
    g_assert_no_error(error);
    g_assert_null(pk_detail_load(w.kit.app, w.red_key, &error)); /* every role, not named */
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    /* Where nobody who is named works here any more, a lead names. */
    g_assert_false(pk_name_add(w.kit.app, "2", "jdevries", NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    pk_people_active(w.kit.app, "nbakker", false, NULL, &error);
    g_assert_no_error(error);
    g_assert_null(pk_overview_load(w.other, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_assert_nonnull(strstr(error->message, "may no longer work here"));
    g_clear_error(&error);
    pk_name_add(w.kit.app, "2", "jdevries", NULL, &error);
    g_assert_no_error(error);
    kit_verify(&w.kit);
    world_stop(&w);
}

/* Writing something red is no way to be named where others are. */
static void
test_naming_oneself(void)
{
    World w;
    g_autoptr(GError) error = NULL;
    PkNote red = { .text = "Red as well", .has_tlp = true, .tlp = PK_TLP_RED };
    PkSetting label = { "tlp", "red" };

    world_start(&w);
    int64_t rows = kit_rows(&w.kit);
    g_assert_false(pk_note_add(w.other, w.open_key, &red, NULL, &error));
    denied(&error);
    g_assert_false(pk_incident_set(w.other, w.open_key, -1, &label, 1, NULL, NULL, NULL, &error));
    denied(&error);
    g_assert_cmpint(kit_rows(&w.kit), ==, rows);
    pk_name_add(w.kit.app, "1", "nbakker", NULL, &error);
    g_assert_no_error(error);
    pk_note_add(w.other, w.open_key, &red, NULL, &error);
    g_assert_no_error(error);
    kit_verify(&w.kit);
    world_stop(&w);
}

static void
test_people(void)
{
    World w;
    g_autoptr(GError) error = NULL;
    PkPersonWish reader = { .login = "nlezer", .name = "L. Lezer", .roles = "reader" };
    const char *const no_admin[] = { "-admin", NULL };
    const char *const lead[] = { "+lead", "-reader", NULL };
    const char *const wrong[] = { "+boss", NULL };

    world_start(&w);
    g_assert_false(pk_people_add(w.other, &reader, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    pk_people_add(w.kit.app, &reader, NULL, &error);
    g_assert_no_error(error);
    g_assert_false(pk_people_add(w.kit.app, &reader, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    g_autoptr(PkApp) lezer =
        kit_other(&w.kit, "nlezer", "L. Lezer", kit_on_server() ? "reader" : NULL);
    g_assert_null(pk_detail_load(lezer, w.open_key, &error)); /* AMBER, reads up to GREEN */
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_assert_nonnull(strstr(error->message, "TLP:GREEN"));
    g_clear_error(&error);
    g_autoptr(PkOverview) little = pk_overview_load(lezer, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(little->n_open, ==, 0);
    g_assert_cmpuint(little->n_hidden, ==, 2);

    g_assert_false(pk_people_roles(w.kit.app, "jdevries", no_admin, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(pk_people_active(w.kit.app, "jdevries", false, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(pk_people_roles(w.kit.app, "nlezer", wrong, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    pk_people_roles(w.kit.app, "nlezer", lead, NULL, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *told = kit_last(&w.kit, 0);
    g_assert_cmpstr(
        told, ==, "Roles of L. Lezer (nlezer): reader -> lead, reads up to TLP:GREEN as a reader.");
    g_autoptr(PkDetail) seen = pk_detail_load(lezer, w.open_key, &error);
    g_assert_no_error(error);
    kit_verify(&w.kit);
    world_stop(&w);
}

/* The same file once more by somebody who may not see what came of it. */
static void
test_import(void)
{
    World w;
    g_autoptr(GError) error = NULL;

    world_start(&w);
    g_autofree char *path = g_build_filename(w.kit.dir, "old.csv", NULL);
    g_file_set_contents(path,
                        "id,date,title,text,tlp\n"
                        "a1,2019-05-03," SECRET ",About " SECRET ".,red\n",
                        -1, &error);
    g_assert_no_error(error);
    g_autoptr(PkImport) first =
        pk_import_incidents(w.kit.app, path, NULL, false, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(first->n_in, ==, 1);
    g_autoptr(PkImport) again = pk_import_incidents(w.other, path, NULL, false, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(again->n_in, ==, 0);
    g_assert_cmpint(again->n_known, ==, 1);
    g_autoptr(PkOverview) overview = pk_overview_load(w.other, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(overview->n_hidden, ==, 1); /* the imported one is closed */
    world_stop(&w);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/need-to-know/lists", test_lists);
    g_test_add_func("/need-to-know/overview-and-card", test_overview_and_card);
    g_test_add_func("/need-to-know/by-id", test_by_id);
    g_test_add_func("/need-to-know/lines", test_lines);
    g_test_add_func("/need-to-know/naming", test_naming);
    g_test_add_func("/need-to-know/naming-oneself", test_naming_oneself);
    g_test_add_func("/need-to-know/people", test_people);
    g_test_add_func("/need-to-know/import", test_import);
    return g_test_run();
}
