/* SPDX-License-Identifier: EUPL-1.2 */
/* The second of two who change the same, at the console: told, shown, asked; nothing typed is lost.
 */
#include "acts.h"
#include "appkit.h"
#include "golden.h"
#include "piket/app/read.h"
#include "piket/base/i18n.h"
#include "ui.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Kit kit;
    char *drafts;
    PkUi *ui;
    PkApp *other;
    int64_t incident;
} Desk;

static void
start(Desk *desk, PkLang lang, int rows, int cols)
{
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    kit_start(&desk->kit);
    kit_register(&desk->kit);
    desk->incident = kit_report(&desk->kit);
    desk->other = kit_other(&desk->kit, "mbakker", "M. Bakker", "officer coordinator lead");
    desk->drafts = g_build_filename(desk->kit.dir, "drafts", NULL);
    desk->ui = pk_ui_new_headless(desk->kit.app, desk->drafts, lang, rows, cols);
    pk_ui_show_incident(desk->ui, desk->incident);
}

static void
stop(Desk *desk)
{
    pk_ui_free(desk->ui);
    pk_app_close(desk->other);
    g_autofree char *command = g_strdup_printf("rm -rf '%s'", desk->drafts);
    g_assert_cmpint(system(command), ==, 0);
    g_free(desk->drafts);
    kit_verify(&desk->kit);
    kit_stop(&desk->kit);
    pk_i18n_start("en");
}

static void
keys(Desk *desk, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    for (guint i = 0; list[i]; i++)
        pk_ui_feed_name(desk->ui, list[i]);
}

static void
theirs(Desk *desk, const char *field, const char *value)
{
    g_autoptr(GError) error = NULL;
    PkSetting setting = { field, value };
    pk_incident_set(desk->other, desk->incident, -1, &setting, 1, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
}

static PkDetail *
detail(Desk *desk)
{
    g_autoptr(GError) error = NULL;
    PkDetail *got = pk_detail_load(desk->kit.app, desk->incident, &error);
    g_assert_no_error(error);
    return got;
}

static bool
shows(Desk *desk, const char *wanted)
{
    g_autoptr(PkCanvas) canvas = pk_ui_canvas(desk->ui);
    g_autofree char *all = pk_golden_text(canvas);
    return strstr(all, wanted) != NULL;
}

static void
assert_shows(Desk *desk, const char *wanted)
{
    if (shows(desk, wanted))
        return;
    g_autoptr(PkCanvas) canvas = pk_ui_canvas(desk->ui);
    g_autofree char *all = pk_golden_text(canvas);
    g_error("'%s' is not on the screen:\n%s", wanted, all);
}

/* Types a severity while another sets it. */
static void
meet(Desk *desk)
{
    keys(desk, "e b C-u");
    theirs(desk, "severity", "high");
    pk_ui_feed_text(desk->ui, "low");
    keys(desk, "enter");
}

static void
test_pictures(void)
{
    static const struct {
        int rows, cols;
    } sizes[] = { { 24, 80 }, { 24, 40 } };
    for (int lang = 0; lang < 2; lang++) {
        for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
            Desk desk;
            const char *tongue = lang == PK_LANG_NL ? "nl" : "en";
            start(&desk, (PkLang)lang, sizes[i].rows, sizes[i].cols);
            meet(&desk);
            for (int shown = 0; shown < 2; shown++) {
                g_autoptr(PkCanvas) canvas = pk_ui_canvas(desk.ui);
                g_autofree char *name =
                    g_strdup_printf("conflict-%s-%dx%d-%s", shown ? "differs" : "asks",
                                    sizes[i].cols, sizes[i].rows, tongue);
                pk_assert_golden(name, canvas);
                keys(&desk, "t");
            }
            stop(&desk);
        }
    }
}

static void
test_mine(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 30, 80);
    meet(&desk);
    assert_shows(&desk, "M. Bakker changed severity at 03:14.");
    g_assert_false(shows(&desk, "CRITICAL  HIGH"));
    keys(&desk, "enter x j space"); /* nothing but g and Esc answers */
    assert_shows(&desk, "M. Bakker changed severity at 03:14.");
    keys(&desk, "t g");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->severity, ==, PK_SEVERITY_LOW);
    g_autofree char *last = kit_last(&desk.kit, desk.incident);
    g_assert_cmpstr(last, ==,
                    "Changed: severity HIGH -> LOW. This replaces what M. Bakker wrote at 03:14.");
    keys(&desk, "u"); /* what is undone is one's own */
    g_autoptr(PkDetail) back = detail(&desk);
    g_assert_cmpint(back->incident->severity, ==, PK_SEVERITY_HIGH);
    stop(&desk);
}

static void
test_theirs(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 30, 80);
    meet(&desk);
    keys(&desk, "esc");
    assert_shows(&desk, "What you typed is kept");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->severity, ==, PK_SEVERITY_HIGH);
    keys(&desk, "e b up");
    assert_shows(&desk, "low");
    keys(&desk, "esc");
    stop(&desk);
}

/* Other fields: nobody is asked anything. */
static void
test_other_field(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 30, 80);
    keys(&desk, "e b C-u");
    theirs(&desk, "title", "Iets anders");
    pk_ui_feed_text(desk.ui, "low");
    keys(&desk, "enter");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->severity, ==, PK_SEVERITY_LOW);
    g_assert_cmpstr(got->incident->title, ==, "Iets anders");
    stop(&desk);
}

static void
test_status(void)
{
    Desk desk;
    g_autoptr(GError) error = NULL;
    start(&desk, PK_LANG_EN, 30, 80);
    keys(&desk, "s");
    pk_status_set(desk.other, desk.incident, -1, PK_STATUS_RECOVERY, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    keys(&desk, "2"); /* INVESTIGATION */
    assert_shows(&desk, "M. Bakker changed status at 03:14.");
    keys(&desk, "t");
    assert_shows(&desk, "RECOVERY");
    keys(&desk, "g");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->status, ==, PK_STATUS_INVESTIGATION);
    stop(&desk);
}

/* Their label is stricter than the one that was chosen: writing over it lowers a label, and asks
 * what lowering asks. */
static void
test_label(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 30, 80);
    keys(&desk, "T");
    theirs(&desk, "tlp", "AMBER+STRICT");
    keys(&desk, "a"); /* AMBER, which it was */
    assert_shows(&desk, "M. Bakker changed label at 03:14.");
    keys(&desk, "g");
    assert_shows(&desk, "Who of the source allowed it");
    keys(&desk, "esc");
    g_autoptr(PkDetail) got = detail(&desk);
    g_assert_cmpint(got->incident->tlp, ==, PK_TLP_AMBER_STRICT);
    stop(&desk);
}

static void
test_party(void)
{
    Desk desk;
    g_autoptr(GError) error = NULL;
    start(&desk, PK_LANG_EN, 30, 80);
    g_autoptr(PkDetail) got = detail(&desk);
    const PkParty *party = got->parties->pdata[0];
    PkPartyChange change = { .has_status = true, .status = PK_PARTY_CONTAINED };
    g_autoptr(GArray) which = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_array_append_val(which, party->key);
    pk_act_party_status(desk.ui, got, which);
    pk_party_set(desk.other, desk.incident, &party->key, 1, &change, NULL, &error);
    g_assert_no_error(error);
    keys(&desk, "4"); /* recovering */
    assert_shows(&desk, "M. Bakker changed status of Voorbeeldstad at 03:14.");
    keys(&desk, "t");
    assert_shows(&desk, "CONTAINED");
    keys(&desk, "g");
    g_autoptr(PkDetail) after = detail(&desk);
    g_assert_cmpint(((const PkParty *)after->parties->pdata[0])->status, ==, PK_PARTY_RECOVERING);
    stop(&desk);
}

/* In the incident: what others changed since one looked; gone when one looks again. */
static void
test_since(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 30, 80);
    theirs(&desk, "severity", "low");
    keys(&desk, "t"); /* a line of one's own reads again */
    pk_ui_feed_text(desk.ui, "Gezien");
    keys(&desk, "enter");
    assert_shows(&desk, "CHANGED 03:14 by M. Bakker: severity CRITICAL to LOW");
    keys(&desk, "esc enter t");
    pk_ui_feed_text(desk.ui, "Nog eens gezien");
    keys(&desk, "enter");
    g_assert_false(shows(&desk, "CHANGED 03:14"));
    stop(&desk);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/conflict/pictures", test_pictures);
    g_test_add_func("/conflict/mine", test_mine);
    g_test_add_func("/conflict/theirs", test_theirs);
    g_test_add_func("/conflict/other-field", test_other_field);
    g_test_add_func("/conflict/status", test_status);
    g_test_add_func("/conflict/label", test_label);
    g_test_add_func("/conflict/party", test_party);
    g_test_add_func("/conflict/since", test_since);
    return g_test_run();
}
