/* SPDX-License-Identifier: EUPL-1.2 */
/* Days on which things go wrong around Piket: locked, full, damaged, newer, read-only, another
 * session, a clock set back. Each time a sentence that says what to do, and nothing lost. */
#include "piket/store/db.h"
#include "pty_console.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void
open_form(PkPty *pty)
{
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "What is going on?");
    pk_pty_press(pty, "F6");
}

static PkDb *
lock(const char *path)
{
    g_autoptr(GError) error = NULL;
    PkDb *db = pk_db_open(path, PK_DB_WRITE, &error);

    g_assert_no_error(error);
    pk_db_begin(db, &error);
    g_assert_no_error(error);
    return db;
}

/* 41: the file is held by another program: said once, typing goes on, and saved afterwards. */
static void
test_locked(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);
    PkDb *held = lock(path);

    open_form(pty);
    pk_pty_type(pty, "De opslag is er niet");
    pk_pty_expect(pty, "locked by another program");
    pk_pty_type(pty, " en toch typ ik door");
    pk_pty_expect(pty, "De opslag is er niet en toch typ ik door");
    pk_db_rollback(held);
    pk_db_close(held);
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "I26-0008 saved");
    pk_console_leave(pty);
    g_autoptr(PkDetail) detail = pk_console_newest(path);
    g_assert_cmpstr(detail->incident->title, ==, "De opslag is er niet en toch typ ik door");
}

static void
bound_files(PkPty *pty, rlim_t bytes)
{
    struct rlimit limit;

    g_assert_cmpint(prlimit(pk_pty_pid(pty), RLIMIT_FSIZE, NULL, &limit), ==, 0);
    limit.rlim_cur = bytes;
    g_assert_cmpint(prlimit(pk_pty_pid(pty), RLIMIT_FSIZE, &limit, NULL), ==, 0);
}

/* The disk fills up under the form: it says so, keeps the text, and saves when there is room. */
static void
test_full_disk(void)
{
    g_autofree char *path = pk_console_week();
    const char *argv[] = { "bash",
                           "-c",
                           "trap '' XFSZ; exec \"$0\" \"$@\"",
                           g_getenv("PIKET_BIN"),
                           "--db",
                           path,
                           "--lang",
                           "en",
                           NULL };
    PkPty *pty =
        pk_pty_start_env(24, 80, argv, (const char *[]){ "PIKET_TEST_NOW=" PK_CONSOLE_NOW, NULL });

    pk_pty_expect(pty, "OPEN INCIDENTS");
    open_form(pty);
    pk_pty_type(pty, "Schijf");
    pk_pty_expect(pty, "DRAFT I26-0008");
    pk_pty_type(pty, " vol");
    pk_pty_expect(pty, "Schijf vol");
    bound_files(pty, 8192);
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "Nothing is lost");
    pk_pty_expect(pty, "Schijf vol");
    bound_files(pty, RLIM_INFINITY);
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "I26-0008 saved");
    pk_console_leave(pty);
    g_autofree char *said = pk_console_run(path, 0, "verify", NULL);
    g_autoptr(PkDetail) detail = pk_console_newest(path);
    g_assert_cmpstr(detail->incident->title, ==, "Schijf vol");
}

/* A file that cannot be used: no console, a sentence that says what to do, and the code. */
static void
expect_refused(const char *path, const char *what, const char *advice, int code)
{
    const char *argv[] = { g_getenv("PIKET_BIN"), "--db", path, "--lang", "en", NULL };
    g_autofree char *before = pk_console_sum(path);
    PkPty *pty = pk_pty_start(24, 300, argv);

    pk_pty_expect(pty, what);
    pk_pty_expect(pty, advice);
    g_assert_cmpint(pk_pty_finish(pty), ==, code);
    g_autofree char *after = pk_console_sum(path);
    g_assert_cmpstr(before, ==, after);
}

static void
test_refused_files(void)
{
    g_autofree char *path = pk_console_week();
    g_autofree char *bytes = NULL;
    gsize n = 0;

    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    bytes[60] = 0x7f; /* the schema's number is there (SQLite's user_version) */
    g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
    expect_refused(path, "newer Piket", "Install the newer Piket", 7);
    memset(bytes + 40, 0xa5, 4000);
    g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
    expect_refused(path, "The file is damaged", "restore a backup", 12);
    g_assert_true(g_file_set_contents(path, "no database, and never was one\n", -1, NULL));
    expect_refused(path, "not a Piket database", "--db", 12);
}

/* 3: nothing may be written anywhere: the console starts, and says where drafts go. */
static void
test_no_place(void)
{
    static const char *const env[] = {
        "HOME=/dev/null/none",
        "XDG_STATE_HOME=/dev/null/none",
        "XDG_DATA_HOME=/dev/null/none",
        "XDG_CONFIG_HOME=/dev/null/none",
        "XDG_CACHE_HOME=/dev/null/none",
        "XDG_RUNTIME_DIR",
        NULL,
    };
    g_autofree char *tmp = g_strconcat("TMPDIR=", pk_pty_new_home(), NULL);
    const char *all[G_N_ELEMENTS(env) + 1];

    memcpy(all, env, sizeof env);
    all[G_N_ELEMENTS(env) - 1] = tmp;
    all[G_N_ELEMENTS(env)] = NULL;
    PkPty *pty = pk_console_start(NULL, "en", 24, 80, all);
    pk_pty_expect(pty, "Nothing recorded yet");
    pk_pty_expect(pty, tmp + strlen("TMPDIR="));
    open_form(pty);
    pk_pty_type(pty, "Nergens plaats");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "Nothing is lost");
    pk_pty_press(pty, "esc");
    pk_pty_type(pty, "k");
    pk_pty_expect(pty, "Kept as a draft");
    pk_console_leave(pty);
}

/* 52: the clock was set back two hours since the newest line: said at the start, in words. */
static void
test_clock_back(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 160,
                                  (const char *[]){ "PIKET_TEST_NOW=2026-03-10T00:05:00Z", NULL });

    pk_pty_expect(pty, "This computer's clock says");
    pk_console_leave(pty);
}

/* 52: whatever the computer's zone, the zone is on the screen. */
static void
test_zones(void)
{
    static const char *const zones[] = { "TZ", "TZ=UTC", "TZ=America/New_York" };
    g_autofree char *path = pk_console_week();

    for (size_t i = 0; i < G_N_ELEMENTS(zones); i++) {
        PkPty *pty = pk_console_start(path, "en", 24, 80, (const char *[]){ zones[i], NULL });
        pk_pty_expect_row(pty, 0, "03:14 CET 02:14Z");
        pk_pty_type(pty, "z");
        pk_pty_expect(pty, "Times are shown in UTC");
        pk_console_leave(pty);
    }
}

/* 50: the hour that is not there and the hour that is there twice. */
static void
test_summer_time(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 100,
                                  (const char *[]){ "PIKET_TEST_NOW=2026-03-29T08:00:00Z", NULL });

    open_form(pty);
    for (int i = 0; i < 4; i++)
        pk_pty_press(pty, "tab");
    pk_pty_type(pty, "02:30");
    pk_pty_press(pty, "tab");
    pk_pty_expect(pty, "does not exist");
    pk_pty_expect(pty, "Did you mean 01:30 or 03:30?");
    pk_pty_press(pty, "esc");
    pk_pty_type(pty, "w");
    pk_pty_expect(pty, "Thrown away");
    pk_console_leave(pty);

    pty = pk_console_start(path, "en", 24, 100,
                           (const char *[]){ "PIKET_TEST_NOW=2026-10-25T08:00:00Z", NULL });
    open_form(pty);
    pk_pty_type(pty, "Twee keer half drie");
    for (int i = 0; i < 4; i++)
        pk_pty_press(pty, "tab");
    pk_pty_type(pty, "02:30");
    pk_pty_expect(pty, "a:the first time  b:the second time");
    pk_pty_type(pty, "b");
    pk_pty_expect(pty, "02:30 CET");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "saved. Still empty");
    pk_console_leave(pty);
    g_autoptr(PkDetail) detail = pk_console_newest(path);
    g_assert_cmpint(detail->incident->occurred_us / G_USEC_PER_SEC, ==, 1792891800);
}

/* 40: the draft is open in a session that still lives: taken over, that one told, one number. */
static void
test_take_over(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *old = pk_console_start(path, "en", 24, 80, NULL);

    open_form(old);
    pk_pty_type(old, "Op de andere laptop");
    pk_pty_expect(old, "DRAFT I26-0008");
    pk_pty_expect(old, "(automatic)");
    PkPty *new = pk_console_start(path, "en", 24, 80, NULL);
    pk_pty_expect(new, "open elsewhere");
    pk_pty_press(new, "end");
    pk_pty_type(new, "\rg"); /* typed at once: deaf, nothing happens */
    pk_pty_expect(new, "TAKE OVER THE DRAFT");
    pk_pty_listen(new, 400);
    pk_pty_expect(new, "TAKE OVER THE DRAFT");
    pk_pty_type(new, "g");
    pk_pty_expect(new, "What is going on?");
    pk_pty_expect(new, "Op de andere laptop");
    pk_pty_type(old, "x");
    pk_pty_expect_gone(old, "What is going on?");
    pk_pty_expect(old, "another session");
    pk_pty_type(new, " ging het door");
    pk_pty_press(new, "C-s");
    pk_pty_expect(new, "I26-0008 saved");
    pk_console_leave(new);
    pk_console_leave(old);
    g_autoptr(PkDetail) detail = pk_console_newest(path);
    g_assert_cmpstr(detail->incident->ident, ==, "I26-0008");
    g_assert_cmpstr(detail->incident->title, ==, "Op de andere laptop ging het door");
}

/* What no keyboard sends: bytes that are no UTF-8, and ten megabytes at once. */
static void
test_impossible_text(void)
{
    g_autofree char *path = pk_console_week();
    g_autofree char *huge = g_strnfill(10 * 1000 * 1000, 'x');
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    open_form(pty);
    pk_pty_send(pty, "voor \377\376 na ", 11);
    pk_pty_expect(pty, "voor");
    pk_pty_expect(pty, " na");
    pk_pty_paste(pty, huge);
    pk_pty_expect(pty, "Not added: 10000000 bytes");
    pk_pty_type(pty, "en verder");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "saved. Still empty");
    pk_console_leave(pty);
    g_autoptr(PkDetail) detail = pk_console_newest(path);
    g_assert_true(g_str_has_prefix(detail->incident->title, "voor "));
    g_assert_true(g_str_has_suffix(detail->incident->title, " na en verder"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_console_init();
    g_test_add_func("/bad-days/locked", test_locked);
    g_test_add_func("/bad-days/full-disk", test_full_disk);
    g_test_add_func("/bad-days/refused-files", test_refused_files);
    g_test_add_func("/bad-days/no-place", test_no_place);
    g_test_add_func("/bad-days/clock-back", test_clock_back);
    g_test_add_func("/bad-days/zones", test_zones);
    g_test_add_func("/bad-days/summer-time", test_summer_time);
    g_test_add_func("/bad-days/take-over", test_take_over);
    g_test_add_func("/bad-days/impossible-text", test_impossible_text);
    return g_test_run();
}
