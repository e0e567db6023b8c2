/* SPDX-License-Identifier: EUPL-1.2 */
/* Several consoles on one database, a file or a server: what one does is on the screens of the
 * others. Numbers are those of the acceptance list. */
#include "piketdb.h"
#include "pty_console.h"

#include <signal.h>
#include <string.h>

/* One line about an incident of one's own; the numbers are those of the database. */
static void
report(const char *where, const char *severity, const char *text)
{
    g_autofree char *said = pk_console_run(where, 0, "log", "-s", severity, text, NULL);
}

/* A file or a server with three incidents in it; NULL without a server. */
static char *
place(bool server)
{
    char *where = server ? pk_test_pg_ready("live_jdv") : NULL;

    if (!server)
        where = g_build_filename(pk_pty_new_home(), "live.db", NULL);
    else if (where)
        pk_pty_new_home();
    if (!where)
        return NULL;
    report(where, "2", "Eerste melding");
    report(where, "2", "Tweede melding");
    report(where, "2", "Derde melding");
    return where;
}

/* 58: somebody else's incident comes in above; the row and the key stay with the same one. */
static void
arrival(bool server)
{
    g_autofree char *where = place(server);
    int64_t from_us;

    if (!where)
        return;
    PkPty *pty = pk_console_start(where, "en", 24, 80, NULL);
    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "3 of 3");
    pk_pty_type(pty, "j");
    pk_pty_expect(pty, ">  I26-0002");
    report(where, "4", "Van een ander");
    from_us = g_get_monotonic_time();
    pk_pty_expect(pty, "4 of 4");
    g_test_message("on the screen %d ms after the command ended",
                   (int)((g_get_monotonic_time() - from_us) / 1000));
    pk_pty_expect(pty, ">  I26-0002");
    pk_pty_expect(pty, "I26-0004");
    pk_pty_type(pty, "t");
    pk_pty_expect(pty, "Line for I26-0002");
    pk_pty_press(pty, "esc");
    pk_pty_expect_gone(pty, "Line for");
    pk_console_leave(pty);
}

static void
test_arrival(const void *server)
{
    arrival(server != NULL);
}

/* ---- who else looks -----------------------------------------------------------------------------
 */

/* Another person: on a file it is the same login, for the program is the same. */
static char *
for_another(const char *where, bool server)
{
    return server ? pk_test_pg_person(where, "live_mb", "officer") : g_strdup(where);
}

static void
open_incident(PkPty *pty)
{
    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "3 of 3");
    pk_pty_press(pty, "enter");
    pk_pty_expect(pty, "came in by");
}

/* Somebody who moves through the list looks at nothing; who opens an incident is seen, on the
 * detail and on the timeline, until they leave, in whatever way. */
static void
test_also(const void *server)
{
    g_autofree char *where = place(server != NULL);
    if (!where)
        return;
    g_autofree char *theirs = for_another(where, server != NULL);
    const char *also = server ? "TLP:AMBER  also looking: liv" : "TLP:AMBER  also looking: ";
    PkPty *pty = pk_console_start(where, "en", 24, 80, NULL);
    PkPty *other = pk_console_start(theirs, "en", 24, 80, NULL);

    open_incident(pty);
    pk_pty_type(other, "2");
    pk_pty_expect(other, "3 of 3");
    pk_pty_expect_gone(pty, "also looking");
    pk_pty_press(other, "enter");
    pk_pty_expect(other, also);
    pk_pty_expect(pty, also);
    pk_pty_expect(pty, "I26-0003  MEDIUM  TLP:AMBER  also");
    pk_pty_press(other, "esc");
    pk_pty_expect_gone(pty, "also looking");
    pk_pty_type(other, "5");
    pk_pty_expect(other, "chain OK");
    pk_pty_expect(other, "also looking");
    pk_pty_expect(pty, also);
    pk_pty_type(pty, "1");
    pk_pty_expect_gone(other, "also looking");
    pk_pty_type(pty, "2");
    pk_pty_expect(other, "also looking");
    pk_pty_signal(other, SIGKILL);
    g_assert_cmpint(pk_pty_finish(other), ==, -SIGKILL);
    pk_pty_expect_gone(pty, "also looking");
    pk_pty_press(pty, "esc");
    pk_console_leave(pty);
}

/* ---- two who change the same --------------------------------------------------------------------
 */

static void
begin_severity(PkPty *pty, const char *value)
{
    pk_pty_type(pty, "e");
    pk_pty_expect(pty, "Change of I26-0003");
    pk_pty_type(pty, "b");
    pk_pty_expect(pty, "Enter:accept");
    pk_pty_press(pty, "C-u");
    pk_pty_type(pty, value);
}

/* 59: both have the field open; the second is told by whom and when, sees it, and goes on. A line
 * of each goes through meanwhile. */
static void
test_conflict(const void *server)
{
    g_autofree char *where = place(server != NULL);
    if (!where)
        return;
    g_autofree char *theirs = for_another(where, server != NULL);
    PkPty *pty = pk_console_start(where, "en", 24, 80, NULL);
    PkPty *other = pk_console_start(theirs, "en", 24, 80, NULL);

    open_incident(pty);
    open_incident(other);
    begin_severity(pty, "high");
    begin_severity(other, "low");
    pk_pty_press(other, "enter");
    pk_pty_expect(other, "I26-0003  LOW  TLP:AMBER");
    pk_pty_expect(pty, "Enter:accept"); /* what is typed here stays */
    pk_pty_press(pty, "enter");
    pk_pty_expect(pty,
                  server ? "live_mb changed severity at 03:14." : "changed severity at 03:14.");
    pk_pty_listen(pty, 400); /* the panel is deaf at first */
    pk_pty_type(pty, "t");
    pk_pty_expect(pty, "was          MEDIUM");
    pk_pty_expect(pty, "theirs       LOW");
    pk_pty_expect(pty, "mine         HIGH");
    pk_pty_type(other, "t");
    pk_pty_expect(other, "Line for I26-0003");
    pk_pty_type(other, "Ook gezien");
    pk_pty_press(other, "enter");
    pk_pty_expect(other, "Ook gezien");
    pk_pty_type(pty, "g");
    pk_pty_expect(pty, "I26-0003  HIGH  TLP:AMBER");
    pk_pty_expect(other, "I26-0003  HIGH  TLP:AMBER");
    g_autofree char *lines = pk_console_run(where, 0, "timeline", "3", NULL);
    g_assert_nonnull(strstr(lines, "Ook gezien"));
    g_assert_nonnull(strstr(lines, "This replaces what"));
    begin_severity(pty, "critical");
    begin_severity(other, "medium");
    pk_pty_press(other, "enter");
    pk_pty_expect(other, "I26-0003  MEDIUM");
    pk_pty_press(pty, "enter");
    pk_pty_expect(pty, "Esc leave theirs");
    pk_pty_listen(pty, 400);
    pk_pty_press(pty, "esc");
    pk_pty_expect(pty, "Left as it is. What you typed is kept");
    pk_pty_expect(pty, "I26-0003  MEDIUM");
    pk_pty_press(pty, "esc");
    pk_pty_press(other, "esc");
    pk_console_leave(pty);
    pk_console_leave(other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_console_init();
    g_test_add_data_func("/live/file/arrival", NULL, test_arrival);
    g_test_add_data_func("/live/server/arrival", "server", test_arrival);
    g_test_add_data_func("/live/file/also", NULL, test_also);
    g_test_add_data_func("/live/server/also", "server", test_also);
    g_test_add_data_func("/live/file/conflict", NULL, test_conflict);
    g_test_add_data_func("/live/server/conflict", "server", test_conflict);
    return g_test_run();
}
