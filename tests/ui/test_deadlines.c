/* SPDX-License-Identifier: EUPL-1.2 */
/* The place Deadlines and the call-back check, by keys on a real database. */
#include "appkit.h"
#include "golden.h"
#include "piket/app/callback.h"
#include "piket/app/deadline.h"
#include "piket/app/page.h"
#include "piket/base/i18n.h"
#include "piket/store/contact_store.h"
#include "ui.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Kit kit;
    char *drafts;
    PkUi *ui;
    int64_t incident;
} Desk;

static void
add_contact(Kit *kit, PkContactRole role, const char *name, const char *day, const char *night,
            const char *source, int64_t checked_us)
{
    g_autoptr(PkContact) contact = pk_contact_new();
    g_autofree char *uuid = g_uuid_string_random();
    g_autoptr(GError) error = NULL;
    contact->org_key = kit->voorbeeldstad;
    contact->role = role;
    contact->name = g_strdup(name);
    contact->phone_day = g_strdup(day);
    contact->phone_night = g_strdup(night);
    contact->source = g_strdup(source);
    contact->checked_us = checked_us;
    contact->signed_us = role == PK_CONTACT_VCIB ? checked_us : 0;
    pk_contact_insert(kit->db, contact, uuid, &error);
    g_assert_no_error(error);
}

static void
start(Desk *desk, PkLang lang, int rows, int cols)
{
    const int64_t day_us = INT64_C(86400000000);
    g_autoptr(GError) error = NULL;
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    kit_start(&desk->kit);
    kit_register(&desk->kit);
    add_contact(&desk->kit, PK_CONTACT_VCIB, "S. de Boer", NULL, "06 00 00 00 77", "VCIB form",
                KIT_NOW_US - 41 * day_us);
    add_contact(&desk->kit, PK_CONTACT_VCIB, "P. Hendriks", "06 00 00 00 78", NULL, "VCIB form",
                KIT_NOW_US - 41 * day_us);
    add_contact(&desk->kit, PK_CONTACT_CISO, "the caller", NULL, "+31 600 000 001", "mail",
                KIT_NOW_US - 41 * day_us);
    add_contact(&desk->kit, PK_CONTACT_ONCALL, "outages", NULL, "070 000 00 71", "mail",
                KIT_NOW_US - 430 * day_us);
    desk->incident = kit_report(&desk->kit);
    pk_clock_add(desk->kit.app, desk->incident, "reply to the region", KIT_NOW_US + day_us / 4,
                 NULL, &error);
    g_assert_no_error(error);
    kit_later(3600);
    desk->drafts = g_build_filename(desk->kit.dir, "drafts", NULL);
    desk->ui = pk_ui_new_headless(desk->kit.app, desk->drafts, lang, rows, cols);
}

static void
stop(Desk *desk)
{
    pk_ui_free(desk->ui);
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
typed(Desk *desk, const char *text)
{
    pk_ui_feed_text(desk->ui, text);
    pk_ui_feed_name(desk->ui, "enter");
}

static char *
screen(Desk *desk)
{
    g_autoptr(PkCanvas) canvas = pk_ui_canvas(desk->ui);
    GString *all = g_string_new(NULL);
    for (int row = 0; row < canvas->rows; row++) {
        g_autofree char *line = pk_canvas_row(canvas, row);
        g_string_append_printf(all, "%s\n", line);
    }
    return g_string_free(all, FALSE);
}

static void
assert_shows(Desk *desk, const char *words)
{
    g_autofree char *all = screen(desk);
    if (!strstr(all, words))
        g_error("no '%s' on\n%s", words, all);
}

static PkClockState
state_of(Desk *desk, const char *rule)
{
    g_autoptr(PkDeadlines) all = pk_deadlines_load(desk->kit.app, 0, NULL, 50, NULL, NULL);
    for (guint i = 0; i < all->clocks->len; i++) {
        const PkClockView *clock = all->clocks->pdata[i];
        if (strcmp(clock->rule, rule) == 0)
            return clock->state;
    }
    g_error("no %s", rule);
}

/* clang-format off */
static const struct {
    const char *name, *keys;
    int rows, cols;
} goldens[] = {
    { "deadlines-80x24",  "4",   24, 80 },
    { "deadlines-120x40", "4",   40, 120 },
    { "deadlines-40x24",  "4",   24, 40 },
    { "callback-80x24",   "c",   24, 80 },
    { "callback-120x40",  "c",   40, 120 },
    { "callback-40x24",   "c r", 24, 40 },
};
/* clang-format on */

static void
test_golden(void)
{
    for (int lang = 0; lang < 2; lang++) {
        Desk desk;
        start(&desk, lang ? PK_LANG_NL : PK_LANG_EN, 24, 80);
        for (size_t i = 0; i < G_N_ELEMENTS(goldens); i++) {
            pk_ui_set_size(desk.ui, goldens[i].rows, goldens[i].cols);
            if (*goldens[i].keys == 'c')
                pk_ui_show_incident(desk.ui, desk.incident);
            keys(&desk, goldens[i].keys);
            g_autofree char *name = g_strdup_printf("%s-%s", goldens[i].name, lang ? "nl" : "en");
            g_autoptr(PkCanvas) canvas = pk_ui_canvas(desk.ui);
            pk_assert_golden(name, canvas);
            keys(&desk, "esc");
        }
        stop(&desk);
    }
}

static void
test_status(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "4 j s m C-u");
    typed(&desk, "-10m");
    typed(&desk, "4711");
    g_assert_cmpint(state_of(&desk, "nis2-24h"), ==, PK_CLOCK_MET);
    assert_shows(&desk, "MET 04:04");
    keys(&desk, "home s n"); /* the agreed one, nearest */
    typed(&desk, " ");
    assert_shows(&desk, "Say in a few words");
    typed(&desk, "they called");
    g_assert_cmpint(state_of(&desk, "agreed"), ==, PK_CLOCK_NOT_APPLICABLE);
    keys(&desk, "u");
    g_assert_cmpint(state_of(&desk, "agreed"), ==, PK_CLOCK_RUNNING);
    keys(&desk, "s u");
    stop(&desk);
}

static void
test_edit(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "4 j e");
    typed(&desk, "-2h");
    typed(&desk, "CISO knew earlier");
    assert_shows(&desk, "Tue 10 Mar 02:14 CET");
    keys(&desk, "w");
    assert_shows(&desk, "CISO knew earlier");
    keys(&desk, "q enter");
    assert_shows(&desk, "I26-0001");
    stop(&desk);
}

static void
test_filter(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "4 /");
    typed(&desk, "state:not_sure");
    assert_shows(&desk, "72h breach to AP");
    g_autofree char *all = screen(&desk);
    g_assert_null(strstr(all, "reply to the region   "));
    keys(&desk, "esc f n");
    assert_shows(&desk, "1 running");
    keys(&desk, "f a z l");
    assert_shows(&desk, "GDPR");
    stop(&desk);
}

static PkCallerState
caller(Desk *desk)
{
    g_autoptr(PkDetail) detail = pk_detail_load(desk->kit.app, desk->incident, NULL);
    return detail->caller_state;
}

static int64_t
page_of(Desk *desk)
{
    int64_t key = 0;
    g_assert_true(pk_page_open_of(desk->kit.app, desk->incident, &key, NULL));
    return key;
}

/* All lines of the timeline. Owned. */
static char *
told(Desk *desk)
{
    g_autoptr(GString) all = g_string_new(NULL);
    PkTimelineAsk ask = { .incident_key = desk->incident, .limit = 200 };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(desk->kit.app, &ask, NULL, NULL);
    for (guint i = 0; timeline && i < timeline->rows->len; i++)
        g_string_append_printf(all, "%s\n",
                               ((const PkTimelineRow *)timeline->rows->pdata[i])->line->text);
    return g_strdup(all->str);
}

/* c, read, r, digit. */
static void
test_call(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    pk_ui_show_incident(desk.ui, desk.incident);
    keys(&desk, "c");
    assert_shows(&desk, "06 00 00 00 77");
    keys(&desk, "1");
    g_assert_cmpint(caller(&desk), ==, PK_CALLER_UNVERIFIED); /* no digit without r */
    keys(&desk, "r x");
    g_assert_cmpint(caller(&desk), ==, PK_CALLER_UNVERIFIED);
    keys(&desk, "j j r 1"); /* the caller's own line */
    g_assert_cmpint(caller(&desk), ==, PK_CALLER_UNVERIFIED);
    assert_shows(&desk, "NOT VERIFIED");
    keys(&desk, "k k r 2");
    g_assert_cmpint(caller(&desk), ==, PK_CALLER_ABUSE);
    /* What was proposed stands there, with its reason; nothing was done by itself. */
    assert_shows(&desk, "CALL A RUNG");
    assert_shows(&desk, "Reason: POSSIBLE ABUSE: called back");
    g_assert_cmpint(page_of(&desk), ==, 0);
    keys(&desk, "g");
    g_assert_cmpint(page_of(&desk), !=, 0);
    g_autofree char *last = told(&desk);
    g_assert_nonnull(strstr(last, "knows nothing of this report"));
    assert_shows(&desk, "POSSIBLE ABUSE");
    keys(&desk, "c");
    assert_shows(&desk, "POSSIBLE ABUSE");
    keys(&desk, "r 4");
    assert_shows(&desk, "070 000 00 71    (card"); /* the next line of the card */
    keys(&desk, "r 3 r 1");
    g_assert_cmpint(caller(&desk), ==, PK_CALLER_VERIFIED);
    assert_shows(&desk, "VERIFIED 04:14");
    keys(&desk, "esc");
    assert_shows(&desk, "VERIFIED 04:14");
    stop(&desk);
}

static void
test_number_from_elsewhere(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    pk_ui_show_incident(desk.ui, desk.incident);
    keys(&desk, "c n");
    typed(&desk, "06-00 00 00 01");
    assert_shows(&desk, "It proves nothing");
    keys(&desk, "C-u");
    typed(&desk, "088 000 00 09");
    keys(&desk, "1");
    g_assert_cmpint(caller(&desk), ==, PK_CALLER_VERIFIED);
    stop(&desk);
}

/* Every size, in both places. */
static void
test_any_size(void)
{
    Desk desk;
    start(&desk, PK_LANG_NL, 24, 80);
    pk_ui_show_incident(desk.ui, desk.incident);
    for (int panel = 0; panel < 2; panel++) {
        keys(&desk, panel ? "2 c" : "4");
        for (int rows = 1; rows < 46; rows += rows < 12 ? 1 : 5) {
            for (int cols = 1; cols < 210; cols += cols < 50 ? 3 : 19) {
                pk_ui_set_size(desk.ui, rows, cols);
                g_autoptr(PkCanvas) canvas = pk_ui_canvas(desk.ui);
                g_assert_cmpint(canvas->cursor_row, <, rows);
            }
        }
        pk_ui_set_size(desk.ui, 24, 80);
    }
    stop(&desk);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/deadlines/golden", test_golden);
    g_test_add_func("/deadlines/status", test_status);
    g_test_add_func("/deadlines/edit", test_edit);
    g_test_add_func("/deadlines/filter", test_filter);
    g_test_add_func("/deadlines/call", test_call);
    g_test_add_func("/deadlines/number-from-elsewhere", test_number_from_elsewhere);
    g_test_add_func("/deadlines/any-size", test_any_size);
    return g_test_run();
}
