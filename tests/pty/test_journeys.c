/* SPDX-License-Identifier: EUPL-1.2 */
/* Journeys of the real program on a real terminal: the night report within sixteen keys of
 * structure, a dropped link, a killed program, an officer who looks around. */
#include "piket/app/demo.h"
#include "piket/app/read.h"
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"
#include "pty.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define NOW "2026-03-10T02:14:00Z"

static char *
demo_file(PkLang lang)
{
    g_autofree char *dir = g_dir_make_tmp("piket-journey-XXXXXX", NULL);
    char *path = g_build_filename(dir, "piket.db", NULL);
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = path, .login = "jdv", .name = "J. de Vries" };
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    pk_demo_fill(app, &error);
    g_assert_no_error(error);
    return path;
}

static PkPty *
start(const char *path, const char *lang, int rows, int cols)
{
    const char *argv[] = { g_getenv("PIKET_BIN"), "--db", path, "--lang", lang, NULL };
    const char *env[] = { "PIKET_TEST_NOW=" NOW, "PIKET_TEST_FRAMES=1", "PIKET_NAME=J. de Vries",
                          NULL };
    return pk_pty_start_env(rows, cols, argv, env);
}

static void
leave(PkPty *pty)
{
    pk_pty_type(pty, "1");
    pk_pty_type(pty, "q");
    pk_pty_expect(pty, "q  ");
    pk_pty_type(pty, "q");
    g_assert_cmpint(pk_pty_finish(pty), ==, 0);
}

static PkDetail *
newest(const char *path)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = path, .login = "jdv" };
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    PkListAsk ask = { .filter = "status:open", .order = PK_ORDER_NEWEST, .limit = 1 };
    g_autoptr(PkList) list = pk_list_load(app, &ask, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->rows->len, ==, 1);
    const PkIncidentRow *row = list->rows->pdata[0];
    PkDetail *detail = pk_detail_load(app, row->incident->key, &error);
    g_assert_no_error(error);
    return detail;
}

/* Structure keys are those that are not the text itself. */
static int structure;

static void
key(PkPty *pty, const char *name)
{
    pk_pty_press(pty, name);
    structure++;
}

static void
letter(PkPty *pty, const char *text)
{
    pk_pty_type(pty, text);
    structure++;
}

static void
test_night_report_in_sixteen_keys(void)
{
    g_autofree char *path = demo_file(PK_LANG_NL);
    PkPty *pty = start(path, "nl", 24, 80);
    structure = 0;
    pk_pty_expect(pty, "OPEN INCIDENTEN");
    letter(pty, "m");
    pk_pty_expect(pty, "Snelmelding");
    letter(pty, "v");
    letter(pty, "o");
    pk_pty_expect(pty, "GM9001");
    key(pty, "enter");
    pk_pty_type(pty, "S. de Boer");
    key(pty, "tab");
    pk_pty_type(pty, "06 0000 0001");
    key(pty, "tab");
    pk_pty_type(pty, "Fileserver versleuteld sinds kwart voor drie. Losgeldbrief gevonden.");
    key(pty, "tab");
    letter(pty, "1");
    letter(pty, "4");
    key(pty, "tab");
    letter(pty, "-");
    letter(pty, "3");
    letter(pty, "0");
    letter(pty, "m");
    pk_pty_expect(pty, "02:44 CET");
    key(pty, "tab");
    key(pty, "C-s");
    pk_pty_expect(pty, "opgeslagen");
    g_assert_cmpint(structure, <=, 16);
    leave(pty);

    g_autoptr(PkDetail) detail = newest(path);
    const PkIncident *incident = detail->incident;
    g_assert_cmpstr(incident->title, ==, "Fileserver versleuteld sinds kwart voor drie");
    g_assert_cmpint(incident->severity, ==, PK_SEVERITY_CRITICAL);
    g_assert_cmpuint(incident->kinds, ==, 1u << PK_KIND_RANSOMWARE);
    g_assert_cmpint(incident->tlp, ==, PK_TLP_AMBER);
    g_assert_cmpint(incident->status, ==, PK_STATUS_REPORT);
    g_assert_cmpstr(incident->reporter, ==, "S. de Boer");
    g_assert_cmpstr(incident->reporter_phone, ==, "06 0000 0001");
    g_assert_false(incident->caller_verified);
    g_assert_cmpuint(detail->parties->len, ==, 1);
    const PkParty *party = detail->parties->pdata[0];
    g_assert_cmpstr(party->org_code, ==, "GM9001");
    PkTimeText seen = pk_time_rfc3339(incident->occurred_us);
    g_assert_cmpstr(seen.s, ==, "2026-03-10T01:44:00Z");
}

/* Emergency: m, text, Ctrl-S. */
static void
test_emergency_report(void)
{
    g_autofree char *path = demo_file(PK_LANG_EN);
    PkPty *pty = start(path, "en", 24, 80);
    pk_pty_expect(pty, "OPEN INCIDENTS");
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "Quick report");
    pk_pty_press(pty, "F6");
    pk_pty_type(pty, "Everything is down");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "saved. Still empty");
    leave(pty);
    g_autoptr(PkDetail) detail = newest(path);
    g_assert_cmpstr(detail->incident->title, ==, "Everything is down");
}

static void
test_dropped_link_loses_no_letter(void)
{
    g_autofree char *path = demo_file(PK_LANG_NL);
    pk_pty_new_home();
    PkPty *pty = start(path, "nl", 24, 80);
    pk_pty_expect(pty, "OPEN INCIDENTEN");
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "Snelmelding");
    pk_pty_press(pty, "F6");
    pk_pty_type(pty, "Alles is versleuteld en de telefoon v");
    pk_pty_expect(pty, "de telefoon v");
    pk_pty_hangup(pty);
    g_assert_cmpint(pk_pty_finish_within(pty, 1000), ==, 129);

    pty = start(path, "nl", 24, 80);
    pk_pty_expect(pty, "CONCEPTEN");
    pk_pty_expect(pty, "Alles is versleuteld");
    pk_pty_press(pty, "end");
    pk_pty_press(pty, "enter");
    pk_pty_expect(pty, "Snelmelding");
    pk_pty_type(pty, "alt weg");
    pk_pty_expect(pty, "de telefoon valt weg");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "opgeslagen");
    leave(pty);
    g_autoptr(PkDetail) detail = newest(path);
    g_assert_cmpstr(detail->incident->title, ==, "Alles is versleuteld en de telefoon valt weg");
    pty = start(path, "nl", 24, 80);
    pk_pty_expect(pty, "OPEN INCIDENTEN");
    pk_pty_expect_gone(pty, "CONCEPTEN");
    leave(pty);
}

static bool
is_on_disk(const char *text)
{
    g_autofree char *dir = g_build_filename(pk_pty_home(), "state", "piket", "drafts", NULL);
    g_autoptr(GDir) drafts = g_dir_open(dir, 0, NULL);
    for (const char *name; drafts && (name = g_dir_read_name(drafts));) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        g_autofree char *bytes = NULL;
        gsize n = 0;
        if (g_file_get_contents(path, &bytes, &n, NULL) && memmem(bytes, n, text, strlen(text)))
            return true;
    }
    return false;
}

static void
expect_on_disk(PkPty *pty, const char *text)
{
    gint64 until = g_get_monotonic_time() + 30 * G_USEC_PER_SEC;
    while (!is_on_disk(text)) {
        if (g_get_monotonic_time() > until)
            g_error("'%s' did not reach the disk", text);
        pk_pty_listen(pty, 20);
    }
}

/* Written out within a second of the last key: kill -9 then takes nothing. */
static void
test_kill_nine_keeps_what_was_shown_as_kept(void)
{
    g_autofree char *path = demo_file(PK_LANG_NL);
    pk_pty_new_home();
    PkPty *pty = start(path, "nl", 24, 80);
    pk_pty_expect(pty, "OPEN INCIDENTEN");
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "Snelmelding");
    pk_pty_press(pty, "F6");
    pk_pty_type(pty, "Beheerder belt over uitval");
    expect_on_disk(pty, "uitval"); /* within a second, without another key */
    pk_pty_signal(pty, SIGKILL);
    g_assert_cmpint(pk_pty_finish(pty), ==, -SIGKILL);
    pty = start(path, "nl", 24, 80);
    pk_pty_expect(pty, "Beheerder belt over uitval");
    leave(pty);
}

/* A crash brings what was typed to disk before it dies, and gives the terminal back. */
static void
test_crash_loses_no_letter(void)
{
    g_autofree char *path = demo_file(PK_LANG_NL);
    pk_pty_new_home();
    PkPty *pty = start(path, "nl", 24, 80);
    pk_pty_expect(pty, "OPEN INCIDENTEN");
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "Snelmelding");
    pk_pty_press(pty, "F6");
    pk_pty_type(pty, "Een");
    expect_on_disk(pty, "Een");
    pk_pty_type(pty, " vreemde fout");
    pk_pty_expect(pty, "Een vreemde fout");
    pk_pty_signal(pty, SIGSEGV);
    g_assert_cmpint(pk_pty_finish(pty), ==, -SIGSEGV);
    pty = start(path, "nl", 24, 80);
    pk_pty_expect(pty, "Een vreemde fout");
    leave(pty);
}

static void
test_looking_around(void)
{
    g_autofree char *path = demo_file(PK_LANG_EN);
    PkPty *pty = start(path, "en", 40, 120);
    pk_pty_expect(pty, "OPEN INCIDENTS");
    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "filter: status:open");
    pk_pty_expect(pty, "Ransomware file server");
    pk_pty_type(pty, "/");
    pk_pty_expect(pty, "Enter:accept");
    pk_pty_press(pty, "C-u");
    pk_pty_type(pty, "tlp:green");
    pk_pty_press(pty, "enter");
    pk_pty_expect_gone(pty, "I26-0001"); /* TLP:CLEAR */
    pk_pty_expect(pty, "I26-0003");
    pk_pty_press(pty, "esc");
    pk_pty_expect(pty, "I26-0001");
    pk_pty_type(pty, "5");
    pk_pty_expect(pty, "chain OK");
    pk_pty_type(pty, "7");
    pk_pty_expect(pty, "Voorbeeldstad");
    pk_pty_type(pty, "9");
    pk_pty_expect(pty, "[9 Log]");
    pk_pty_type(pty, "?");
    pk_pty_expect(pty, "Keys of this screen");
    pk_pty_press(pty, "esc");
    leave(pty);
}

/* What was typed ahead before a confirm panel, or is held down, never answers it. */
static void
test_closing_needs_the_number(void)
{
    g_autofree char *path = demo_file(PK_LANG_EN);
    PkPty *pty = start(path, "en", 24, 80);
    pk_pty_expect(pty, "OPEN INCIDENTS");
    pk_pty_type(pty, "dd");
    pk_pty_press(pty, "esc");
    pk_pty_type(pty, "D");
    pk_pty_press(pty, "del");
    pk_pty_press(pty, "backspace");
    pk_pty_press(pty, "C-k");
    pk_pty_press(pty, "C-x");
    pk_pty_expect(pty, "does nothing here");
    leave(pty);
    g_autoptr(PkDetail) detail = newest(path);
    g_assert_cmpint(detail->incident->status, !=, PK_STATUS_CLOSED);
}

static void
test_paste_in_a_list_runs_nothing(void)
{
    g_autofree char *path = demo_file(PK_LANG_EN);
    PkPty *pty = start(path, "en", 24, 80);
    pk_pty_expect(pty, "OPEN INCIDENTS");
    pk_pty_paste(pty, "quit q Q j k d d\nm t s\n");
    pk_pty_expect(pty, "Nothing was run");
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "Quick report");
    pk_pty_expect(pty, "quit q Q j k d d");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "saved. Still empty");
    leave(pty);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_setenv("PIKET_TEST_NOW", NOW, TRUE);
    g_test_add_func("/journey/night-report", test_night_report_in_sixteen_keys);
    g_test_add_func("/journey/emergency", test_emergency_report);
    g_test_add_func("/journey/dropped-link", test_dropped_link_loses_no_letter);
    g_test_add_func("/journey/kill-nine", test_kill_nine_keeps_what_was_shown_as_kept);
    g_test_add_func("/journey/crash", test_crash_loses_no_letter);
    g_test_add_func("/journey/looking-around", test_looking_around);
    g_test_add_func("/journey/nothing-destroys", test_closing_needs_the_number);
    g_test_add_func("/journey/paste-in-list", test_paste_in_a_list_runs_nothing);
    return g_test_run();
}
