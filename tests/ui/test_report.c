/* SPDX-License-Identifier: EUPL-1.2 */
/* The quick report by keys: the flagship script, every field, leaving and coming back, hostile
 * input, every size, and what it looks like in both languages. */
#include "appkit.h"
#include "golden.h"
#include "piket/app/draft.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/ident.h"
#include "screens/report.h"
#include "ui.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Kit kit;
    char *drafts;
    PkUi *ui;
    int structure; /* keys that are not the text itself */
} Desk;

static void
start(Desk *desk, PkLang lang, int rows, int cols)
{
    kit_start(&desk->kit);
    kit_register(&desk->kit);
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    desk->drafts = g_build_filename(desk->kit.dir, "drafts", NULL);
    desk->ui = pk_ui_new_headless(desk->kit.app, desk->drafts, lang, rows, cols);
    desk->structure = 0;
}

static void
stop(Desk *desk)
{
    pk_ui_free(desk->ui);
    pk_i18n_start("en");
    g_autofree char *command = g_strdup_printf("rm -rf '%s'", desk->drafts);
    g_assert_cmpint(system(command), ==, 0);
    g_free(desk->drafts);
    kit_stop(&desk->kit);
}

/* Structure keys, separated by spaces. */
static void
keys(Desk *desk, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    for (guint i = 0; list[i]; i++, desk->structure++)
        pk_ui_feed_name(desk->ui, list[i]);
}

static void
text(Desk *desk, const char *typed)
{
    pk_ui_feed_text(desk->ui, typed);
}

static PkForm *
form(Desk *desk)
{
    return pk_ui_panel(desk->ui, &pk_report_panel);
}

static PkDetail *
saved(Desk *desk, const char *ident)
{
    g_autoptr(GError) error = NULL;
    int64_t key = 0;
    pk_incident_resolve(desk->kit.app, ident, &key, &error);
    g_assert_no_error(error);
    PkDetail *detail = pk_detail_load(desk->kit.app, key, &error);
    g_assert_no_error(error);
    return detail;
}

static const char *
last_said(Desk *desk)
{
    const GPtrArray *said = pk_ui_said(desk->ui);
    return said->len ? ((const PkSaid *)said->pdata[said->len - 1])->text : "";
}

static guint
drafts_left(Desk *desk)
{
    g_autoptr(GPtrArray) list = pk_draft_list(desk->drafts, false, KIT_NOW_US, NULL);
    return list ? list->len : 0;
}

/* ---- the flagship script ------------------------------------------------------------------------
 */

static void
flagship(Desk *desk)
{
    keys(desk, "m v o o r b enter");
    text(desk, "S. de Boer");
    keys(desk, "tab");
    text(desk, "06 0000 0001");
    keys(desk, "tab");
    text(desk, "Since 02:45 files on the file server are encrypted. Ransom note found. Backups not "
               "checked yet. Case system switched off.");
    keys(desk, "tab 1 4 tab - 3 0 m tab");
}

static void
test_flagship(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    flagship(&desk);
    keys(&desk, "C-s");
    g_assert_cmpint(desk.structure, <=, 20);
    g_assert_null(form(&desk));
    g_assert_nonnull(strstr(last_said(&desk), "saved"));
    g_autoptr(PkDetail) detail = saved(&desk, "1");
    const PkIncident *incident = detail->incident;
    g_assert_cmpstr(incident->org_name, ==, "Voorbeeldstad");
    g_assert_cmpstr(incident->reporter, ==, "S. de Boer");
    g_assert_cmpstr(incident->reporter_phone, ==, "06 0000 0001");
    g_assert_cmpuint(incident->kinds, ==, 1u << PK_KIND_RANSOMWARE);
    g_assert_cmpint(incident->severity, ==, PK_SEVERITY_CRITICAL);
    g_assert_cmpint(incident->tlp, ==, PK_TLP_AMBER);
    g_assert_cmpint(incident->occurred_us, ==, KIT_NOW_US - INT64_C(30) * 60 * G_USEC_PER_SEC);
    g_assert_true(pk_ui_place(desk.ui) == &pk_screen_incidents);
    g_assert_cmpuint(drafts_left(&desk), ==, 0);
    stop(&desk);
}

/* m text Ctrl-S: two structure keys. */
static void
test_emergency(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m");
    text(&desk, "They rang: all is down, ransom note on screen");
    keys(&desk, "C-s");
    g_assert_cmpint(desk.structure, ==, 2);
    g_autoptr(PkDetail) detail = saved(&desk, "1");
    g_assert_cmpint(detail->incident->status, ==, PK_STATUS_REPORT);
    g_assert_cmpstr(detail->incident->title, ==, "They rang: all is down, ransom note on screen");
    g_assert_null(detail->incident->org_name);
    stop(&desk);
}

/* ---- every field --------------------------------------------------------------------------------
 */

static void
test_fields(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m");
    text(&desk, "Oefendam");
    keys(&desk, "tab tab tab"); /* a whole name needs no Enter */
    g_assert_cmpint(form(&desk)->org_key, ==, desk.kit.oefendam);
    keys(&desk, "tab , 2 4 tab"); /* kinds: two */
    keys(&desk, "? s");           /* severity not known, AMBER+STRICT */
    text(&desk, "-2h");
    keys(&desk, "tab");
    text(&desk, "now");
    keys(&desk, "tab 1 1 4 tab"); /* personal data yes; advice and aid */
    text(&desk, "+30m");
    keys(&desk, "tab 3"); /* by mail */
    text(&desk, "CISO");
    g_assert_cmpint(form(&desk)->at, ==, PK_FORM_ROLE);
    keys(&desk, "F6");
    g_assert_cmpint(form(&desk)->at, ==, PK_FORM_NOTE);
    keys(&desk, "C-s");
    g_autoptr(PkDetail) detail = saved(&desk, "1");
    const PkIncident *incident = detail->incident;
    g_assert_cmpuint(incident->kinds, ==, 1u << PK_KIND_BREACH | 1u << PK_KIND_PHISHING);
    g_assert_cmpint(incident->severity, ==, PK_SEVERITY_NONE);
    g_assert_cmpint(incident->tlp, ==, PK_TLP_AMBER_STRICT);
    g_assert_cmpint(incident->aware_us, ==, KIT_NOW_US);
    g_assert_cmpint(incident->personal_data, ==, PK_TRISTATE_YES);
    g_assert_cmpuint(incident->needs, ==, 1u << PK_NEED_ADVICE | 1u << PK_NEED_AID);
    g_assert_cmpint(incident->callback_us, ==, KIT_NOW_US + INT64_C(30) * 60 * G_USEC_PER_SEC);
    g_assert_cmpint(incident->source, ==, PK_SOURCE_MAIL);
    g_assert_cmpstr(incident->reporter_role, ==, "CISO");
    stop(&desk);
}

static void
test_note_fills(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m F6");
    text(&desk, "@oefendam #2 !4 tel:0600000001 all gone");
    PkForm *open = form(&desk);
    g_assert_cmpint(open->org_key, ==, desk.kit.oefendam);
    g_assert_cmpuint(open->values[PK_FORM_KIND].bits, ==, 1u << PK_KIND_BREACH);
    g_assert_cmpuint(open->values[PK_FORM_SEVERITY].bits, ==, 1u << PK_SEVERITY_CRITICAL);
    g_assert_cmpstr(pk_edit_text(open->values[PK_FORM_PHONE].edit), ==, "0600000001");
    stop(&desk);
}

static void
test_free_place(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m");
    text(&desk, "xyzzyq");
    keys(&desk, "enter");
    g_assert_cmpint(form(&desk)->at, ==, PK_FORM_NAME);
    g_assert_cmpint(form(&desk)->org_key, ==, 0);
    keys(&desk, "C-s");
    g_autoptr(PkDetail) detail = saved(&desk, "1");
    g_assert_cmpstr(detail->incident->org_name, ==, "xyzzyq");
    stop(&desk);
}

/* A fuzzy hit is never taken by Enter alone. */
static void
test_fuzzy_place(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m");
    text(&desk, "nergenshuizne");
    g_assert_nonnull(form(&desk)->hits);
    g_assert_cmpint(form(&desk)->marked, ==, -1);
    keys(&desk, "down enter");
    g_assert_cmpint(form(&desk)->org_key, ==, desk.kit.nergenshuizen);
    stop(&desk);
}

static void
test_twice(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    g_setenv("PIKET_TEST_NOW", "2026-10-25T05:00:00Z", TRUE);
    keys(&desk, "m F6 tab tab tab tab");
    g_assert_cmpint(form(&desk)->at, ==, PK_FORM_OBSERVED);
    text(&desk, "02:30");
    const PkFieldValue *value = &form(&desk)->values[PK_FORM_OBSERVED];
    g_assert_true(value->asks);
    text(&desk, "b");
    g_assert_false(value->asks);
    PkTimeText at = pk_time_rfc3339(value->us);
    g_assert_cmpstr(at.s, ==, "2026-10-25T01:30:00Z");
    g_assert_cmpstr(pk_edit_text(value->edit), ==, "02:30");
    stop(&desk);
}

static void
test_unreadable_time_kept(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m F6 tab tab tab tab");
    text(&desk, "toen het licht uitging");
    keys(&desk, "C-s");
    g_autoptr(PkDetail) detail = saved(&desk, "1");
    bool found = false;
    for (guint i = 0; i < detail->last_lines->len; i++) {
        const PkLine *line = detail->last_lines->pdata[i];
        found = found || (line->text && strstr(line->text, "toen het licht uitging"));
    }
    g_assert_true(found);
    stop(&desk);
}

static void
test_doubles(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    kit_report(&desk.kit);
    keys(&desk, "m");
    text(&desk, "Voorbeeldstad");
    keys(&desk, "enter");
    g_assert_nonnull(form(&desk)->doubles);
    g_assert_nonnull(strstr(form(&desk)->doubles, "1 open at Voorbeeldstad"));
    stop(&desk);
}

/* ---- leaving and coming back --------------------------------------------------------------------
 */

static void
test_nothing_typed(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m tab tab esc k");
    g_assert_null(form(&desk));
    g_assert_false(g_file_test(desk.drafts, G_FILE_TEST_EXISTS));
    stop(&desk);
}

static void
test_resume(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    flagship(&desk);
    keys(&desk, "F6 left left");
    PkForm *open = form(&desk);
    size_t cursor = pk_edit_cursor(open->values[PK_FORM_NOTE].edit);
    g_autofree char *uuid = g_strdup(open->uuid);
    g_autofree char *ident = g_strdup(open->ident);
    g_autofree char *note = g_strdup(pk_edit_text(open->values[PK_FORM_NOTE].edit));
    keys(&desk, "esc k");
    g_assert_null(form(&desk));
    g_assert_cmpuint(drafts_left(&desk), ==, 1);

    kit_later(600);
    pk_ui_resume(desk.ui, uuid);
    open = form(&desk);
    g_assert_nonnull(open);
    g_assert_cmpint(open->at, ==, PK_FORM_NOTE);
    g_assert_cmpuint(pk_edit_cursor(open->values[PK_FORM_NOTE].edit), ==, cursor);
    g_assert_cmpstr(pk_edit_text(open->values[PK_FORM_NOTE].edit), ==, note);
    g_assert_cmpstr(open->ident, ==, ident);
    g_assert_cmpint(open->org_key, ==, desk.kit.voorbeeldstad);
    g_assert_cmpuint(open->values[PK_FORM_SEVERITY].bits, ==, 1u << PK_SEVERITY_CRITICAL);
    g_assert_cmpint(open->values[PK_FORM_OBSERVED].us, ==,
                    KIT_NOW_US - INT64_C(30) * 60 * G_USEC_PER_SEC);
    keys(&desk, "C-s");
    g_assert_cmpuint(drafts_left(&desk), ==, 0);
    g_autoptr(PkDetail) detail = saved(&desk, ident);
    g_assert_cmpint(detail->incident->received_us, ==, KIT_NOW_US);
    stop(&desk);
}

/* The other session is told at its next key, and its form goes without a loss. */
static void
test_taken_over(void)
{
    Desk desk;
    g_autoptr(GError) error = NULL;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m F6");
    text(&desk, "half a senten");
    keys(&desk, "tab S-tab");
    g_autofree char *uuid = g_strdup(form(&desk)->uuid);
    g_autoptr(PkDraft) other = pk_draft_open(desk.drafts, uuid, true, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(pk_draft_get(other, "note"), ==, "half a senten");
    text(&desk, "c");
    keys(&desk, "tab");
    g_assert_null(form(&desk));
    stop(&desk);
}

static void
test_menu(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m F6");
    text(&desk, "one");
    keys(&desk, "esc esc");
    g_assert_nonnull(form(&desk));
    keys(&desk, "esc u");
    g_assert_cmpstr(pk_edit_text(form(&desk)->values[PK_FORM_NOTE].edit), ==, "");
    text(&desk, "two");
    keys(&desk, "esc w");
    g_assert_null(form(&desk));
    g_assert_cmpuint(drafts_left(&desk), ==, 0);
    g_autoptr(GPtrArray) dropped = pk_draft_list(desk.drafts, true, KIT_NOW_US, NULL);
    g_assert_cmpuint(dropped->len, ==, 1);
    stop(&desk);
}

/* F2 in a form keeps the first and opens a second. */
static void
test_second_form(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m F6");
    text(&desk, "first");
    keys(&desk, "F2");
    g_assert_cmpstr(pk_edit_text(form(&desk)->values[PK_FORM_NOTE].edit), ==, "");
    g_assert_cmpuint(drafts_left(&desk), ==, 1);
    g_assert_nonnull(strstr(last_said(&desk), "kept as a draft"));
    stop(&desk);
}

/* Whoever may not log keeps every word: the form stays, the draft is there. */
static void
test_save_refused(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    g_autoptr(PkApp) reader = kit_other(&desk.kit, "lezer", "L. Lezer", "reader");
    g_autoptr(PkUi) ui = pk_ui_new_headless(reader, desk.drafts, PK_LANG_EN, 24, 80);
    pk_ui_feed_name(ui, "m");
    pk_ui_feed_name(ui, "F6");
    pk_ui_feed_text(ui, "nobody reads this");
    pk_ui_feed_name(ui, "C-s");
    const PkForm *open = pk_ui_panel(ui, &pk_report_panel);
    g_assert_nonnull(open);
    g_assert_false(open->saving);
    g_assert_cmpstr(pk_edit_text(open->values[PK_FORM_NOTE].edit), ==, "nobody reads this");
    g_assert_cmpuint(drafts_left(&desk), ==, 1);
    const GPtrArray *said = pk_ui_said(ui);
    const PkSaid *last = said->pdata[said->len - 1];
    g_assert_nonnull(strstr(last->text, "Nothing is lost"));
    stop(&desk);
}

/* ---- hostile input ------------------------------------------------------------------------------
 */

static void
paste(Desk *desk, const char *bytes, size_t n)
{
    PkKey key = { .kind = PK_KEY_PASTE, .paste = bytes, .paste_len = n };
    pk_ui_feed(desk->ui, &key);
}

static void
test_paste(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m F6");
    const char *hostile = "a\033[2Jb\xE2\x80\xAE"
                          "c\n\x07"
                          "d";
    paste(&desk, hostile, strlen(hostile));
    g_assert_cmpstr(pk_edit_text(form(&desk)->values[PK_FORM_NOTE].edit), ==, "a[2Jbc\nd");
    g_autofree char *large = g_strnfill(70000, 'x');
    for (int i = 60; i < 70000; i += 61)
        large[i] = ' ';
    paste(&desk, large, 70000);
    g_assert_cmpuint(strlen(pk_edit_text(form(&desk)->values[PK_FORM_NOTE].edit)), ==, 70008);
    g_assert_nonnull(strstr(last_said(&desk), "several lines"));
    g_autofree char *huge = g_strnfill(1024 * 1024, 'y');
    paste(&desk, huge, 1024 * 1024);
    g_assert_cmpuint(strlen(pk_edit_text(form(&desk)->values[PK_FORM_NOTE].edit)), ==, 70008);
    g_assert_nonnull(strstr(last_said(&desk), "Not added"));
    keys(&desk, "C-s");
    g_assert_null(form(&desk));
    g_autoptr(PkDetail) detail = saved(&desk, "1");
    size_t total = 0;
    for (guint i = 0; i < detail->last_lines->len; i++) {
        const PkLine *line = detail->last_lines->pdata[i];
        total += line->category == PK_CAT_REPORT ? strlen(line->text) : 0;
    }
    g_assert_cmpuint(total, >=, 70000);
    stop(&desk);
}

/* Typed one by one, what a paste would lose may arrive too: a bidi override, a lone accent. */
static void
test_odd_keys(void)
{
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m");
    text(&desk, "\u202egnol");
    keys(&desk, "tab");
    text(&desk, "e\u0301\u2066x");
    keys(&desk, "F6");
    text(&desk, "a\u202eb\ufeff c");
    g_assert_cmpstr(pk_edit_text(form(&desk)->values[PK_FORM_NOTE].edit), ==, "ab c");
    keys(&desk, "C-s");
    g_assert_null(form(&desk));
    g_autoptr(PkDetail) detail = saved(&desk, "1");
    g_assert_true(pk_text_check(detail->incident->reporter, PK_TEXT_LINE));
    g_assert_true(pk_text_check(detail->incident->title, PK_TEXT_LINE));
    stop(&desk);
}

/* Every key in every field, at sizes from nothing on: it may look bad, it may not break. */
static void
test_sizes(void)
{
    static const int sizes[][2] = { { 1, 1 },   { 6, 20 },   { 7, 39 },  { 8, 40 },
                                    { 10, 41 }, { 24, 59 },  { 9, 60 },  { 24, 80 },
                                    { 12, 99 }, { 30, 100 }, { 50, 160 } };
    static const char *const all[] = { "a",         "1",     "?",   ",",    "space",
                                       "left",      "right", "up",  "down", "home",
                                       "backspace", "C-w",   "C-n", "C-p",  "tab" };
    Desk desk;
    start(&desk, PK_LANG_EN, 24, 80);
    keys(&desk, "m");
    for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
        pk_ui_set_size(desk.ui, sizes[s][0], sizes[s][1]);
        for (int field = 0; field < PK_FORM_N; field++) {
            for (size_t k = 0; k < G_N_ELEMENTS(all); k++) {
                pk_ui_feed_name(desk.ui, all[k]);
                g_autoptr(PkCanvas) canvas = pk_ui_canvas(desk.ui);
                if (sizes[s][0] >= 8 && sizes[s][1] >= 40) { /* the field one is in is seen */
                    g_assert_cmpint(canvas->cursor_row, >=, 3);
                    g_assert_cmpint(canvas->cursor_row, <, canvas->rows - 2);
                }
            }
        }
        keys(&desk, "esc");
        g_autoptr(PkCanvas) menu = pk_ui_canvas(desk.ui);
        keys(&desk, "esc");
    }
    stop(&desk);
}

/* ---- what it looks like -------------------------------------------------------------------------
 */

static void
looks(PkLang lang, int rows, int cols, const char *name)
{
    Desk desk;
    start(&desk, lang, rows, cols);
    keys(&desk, "m");
    text(&desk, "voorbeeld");
    g_autofree char *first = g_strdup_printf("report-place-%s", name);
    g_autoptr(PkCanvas) place = pk_ui_canvas(desk.ui);
    pk_assert_golden(first, place);
    stop(&desk);
    start(&desk, lang, rows, cols); /* fresh: how long a message stays depends on the machine */
    flagship(&desk);
    text(&desk, lang == PK_LANG_NL ? "nu" : "now");
    keys(&desk, "tab ? 1 4 tab");
    text(&desk, "+30m");
    keys(&desk, "F6");
    kit_later(58);
    g_autofree char *second = g_strdup_printf("report-%s", name);
    g_autoptr(PkCanvas) full = pk_ui_canvas(desk.ui);
    pk_assert_golden(second, full);
    stop(&desk);
}

static void
test_looks(void)
{
    looks(PK_LANG_NL, 24, 80, "80x24-nl");
    looks(PK_LANG_EN, 24, 80, "80x24-en");
    looks(PK_LANG_NL, 40, 120, "120x40-nl");
    looks(PK_LANG_EN, 40, 120, "120x40-en");
    looks(PK_LANG_NL, 24, 40, "40x24-nl");
    looks(PK_LANG_EN, 24, 40, "40x24-en");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/report/flagship", test_flagship);
    g_test_add_func("/report/emergency", test_emergency);
    g_test_add_func("/report/fields", test_fields);
    g_test_add_func("/report/note-fills", test_note_fills);
    g_test_add_func("/report/free-place", test_free_place);
    g_test_add_func("/report/fuzzy-place", test_fuzzy_place);
    g_test_add_func("/report/twice", test_twice);
    g_test_add_func("/report/unreadable-time", test_unreadable_time_kept);
    g_test_add_func("/report/doubles", test_doubles);
    g_test_add_func("/report/nothing-typed", test_nothing_typed);
    g_test_add_func("/report/resume", test_resume);
    g_test_add_func("/report/taken-over", test_taken_over);
    g_test_add_func("/report/menu", test_menu);
    g_test_add_func("/report/second-form", test_second_form);
    g_test_add_func("/report/save-refused", test_save_refused);
    g_test_add_func("/report/paste", test_paste);
    g_test_add_func("/report/odd-keys", test_odd_keys);
    g_test_add_func("/report/sizes", test_sizes);
    g_test_add_func("/report/looks", test_looks);
    return g_test_run();
}
