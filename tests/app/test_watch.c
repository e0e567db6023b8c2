/* SPDX-License-Identifier: EUPL-1.2 */
/* The watch: what it does once, and which of several does it. */
#include "piket/app/ladders.h"
#include "piket/app/page.h"
#include "piket/base/clock.h"
#include "piket/model/zone.h"
#include "ward.h"

#include <string.h>

static void
test_clock(void)
{
    Ward ward;
    int64_t next = 0;
    unsigned late = 0;

    ward_start(&ward);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US, &next, NULL), ==, 0);
    int64_t incident = kit_report(&ward.kit);
    /* Aware at KIT_NOW: the early warning after 24 h is reminded of at 12 h. */
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + 12 * PK_HOUR_US - 1, &next, NULL), ==,
                    0);
    g_assert_cmpint(next, ==, KIT_NOW_US + 12 * PK_HOUR_US);
    g_assert_cmpint(ward_step(&ward, ward.watch, next, &next, &late), ==, 1);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + 12 * PK_HOUR_US, NULL, NULL), ==, 0);
    g_assert_cmpint(late, ==, 0);
    /* Asleep over 25 %, 1 h and 15 min: each once, and late. */
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + 24 * PK_HOUR_US - 60 * PK_SECOND_US,
                              &next, &late),
                    ==, 3);
    g_assert_cmpint(late, ==, 3);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + 24 * PK_HOUR_US, NULL, NULL), >=, 1);
    g_autoptr(GPtrArray) lines = ward_lines(&ward, incident);
    g_assert_cmpint(lines->len, ==, 5);
    g_assert_nonnull(strstr(lines->pdata[0], "Reminder: "));
    g_assert_null(strstr(lines->pdata[0], "Late"));
    g_assert_nonnull(strstr(lines->pdata[1], "Late: due Tue 10 Mar 21:14"));
    g_assert_nonnull(strstr(lines->pdata[4], "Deadline passed: "));
    int64_t page = 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(pk_page_open_of(ward.kit.app, incident, &page, &error));
    g_assert_cmpint(page, !=, 0); /* the ladder goes on where a deadline passed */
    kit_verify(&ward.kit);
    ward_stop(&ward);
}

/* What was due before there was a watch is history. */
static void
test_history(void)
{
    Ward ward;

    ward_start(&ward);
    kit_report(&ward.kit);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + 25 * PK_HOUR_US, NULL, NULL), ==, 0);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + 54 * PK_HOUR_US, NULL, NULL), >, 0);
    ward_stop(&ward);
}

/* The wall clock has no part in who decides. */
static void
test_lease(void)
{
    Ward ward;
    PkWatchConfig there = { .host = "elsewhere", .boot = "another", .pid = 1 };
    g_autoptr(GError) error = NULL;
    int64_t mono = 7 * PK_HOUR_US;

    ward_start(&ward);
    g_autofree char *where = g_strdup(pk_app_where(ward.app));
    PkAppConfig config = { .where = where, .login = "wacht" };
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    g_autoptr(PkWatch) other = pk_watch_new(app, &there, &error);
    g_assert_no_error(error);
    g_assert_true(ward_active(&ward, ward.watch, KIT_NOW_US, mono));
    g_assert_false(ward_active(&ward, other, KIT_NOW_US, mono));
    /* An hour forward, and an hour back, on the wall. */
    g_assert_false(ward_active(&ward, other, KIT_NOW_US + PK_HOUR_US, mono + PK_SECOND_US));
    g_assert_false(ward_active(&ward, other, KIT_NOW_US - PK_HOUR_US, mono + 2 * PK_SECOND_US));
    /* A sign of life every ten seconds keeps it. */
    for (int i = 0; i < 12; i++) {
        mono += PK_WATCH_BEAT_US;
        g_assert_true(ward_active(&ward, ward.watch, KIT_NOW_US, mono));
        g_assert_false(ward_active(&ward, other, KIT_NOW_US, mono));
    }
    g_assert_false(ward_active(&ward, other, KIT_NOW_US, mono + PK_WATCH_LEASE_US - 1));
    g_assert_true(ward_active(&ward, other, KIT_NOW_US, mono + PK_WATCH_LEASE_US));
    /* Who had it notices at its next step, and gets it when it is given up. */
    g_assert_false(ward_active(&ward, ward.watch, KIT_NOW_US, mono + PK_WATCH_LEASE_US));
    g_assert_true(pk_watch_stop(other, KIT_NOW_US, &error));
    g_assert_true(ward_active(&ward, ward.watch, KIT_NOW_US, mono + PK_WATCH_LEASE_US + 1));
    ward_stop(&ward);
}

/* A process that is gone from this machine is not waited for. */
static void
test_dead(void)
{
    Ward ward;
    PkWatchConfig dead = { .pid = 0x3fffffff }; /* above what Linux gives out */
    g_autoptr(GError) error = NULL;

    ward_start(&ward);
    PkWatch *gone = pk_watch_new(ward.app, &dead, &error);
    g_assert_no_error(error);
    g_assert_true(ward_active(&ward, gone, KIT_NOW_US, 1));
    pk_watch_free(gone);
    g_assert_true(ward_active(&ward, ward.watch, KIT_NOW_US, 2));
    ward_stop(&ward);
}

/* Ten thousand pages wait: they go in the order of their moments, and a deadline has its turn. */
static void
test_many(void)
{
    static const char csv[] =
        "ladder,name_en,name_nl,about,severity,wait,rounds,pause,silence,rung,call,delay,reason\n"
        "nacht,Night,Nacht,page,,10,1,10,30,1,person:jdevries,0,0\n";
    static const PkSql many = {
        "many",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
        " INSERT INTO page (uuid, no, incident, ladder, source, body, tlp, started_us, raised_by,"
        " state, owner, next_us, closed_us, version)"
        " SELECT 'page' || i, i + 1000, NULL, (SELECT max(id) FROM ladder WHERE key = 'nacht'),"
        " 'voicemail', 'x', 'TLP:AMBER', $1 - i, 'jdevries', 'waiting', '', $1 - i, NULL, 1 FROM n",
        1, NULL
    };
    static const PkSql wrong = {
        "wrong",
        "SELECT count(*) FROM page_act a JOIN page_act b ON b.id = a.id + 1"
        " WHERE b.due_us < a.due_us",
        0, NULL
    };
    static const PkSql fired = { "fired", "SELECT count(*) FROM page_act", 0, NULL };
    Ward ward;
    g_autoptr(GError) error = NULL;
    int64_t due_us = KIT_NOW_US + 12 * PK_HOUR_US, n = 0;
    bool clock = false;

    if (kit_skips("ten thousand pages are put in the file itself"))
        return;
    ward_start(&ward);
    ward_active(&ward, ward.watch, KIT_NOW_US, 0);
    kit_report(&ward.kit);
    pk_ladders_import(ward.kit.app, csv, strlen(csv), false, NULL, &error);
    g_assert_no_error(error);
    pk_db_run(ward.kit.db, &many, PK_ARGS(pk_int(due_us)), NULL, &error);
    g_assert_no_error(error);
    pk_clock_pretend(due_us);
    for (int i = 0; i < 3; i++) {
        g_auto(PkWatchStep) step = { 0 };
        pk_watch_step(ward.watch, due_us, 1, &step, &error);
        g_assert_no_error(error);
        g_assert_cmpint(step.next_us, ==, due_us); /* there is more */
        for (guint k = 0; k < step.said->len; k++)
            clock |= i == 0 && strstr(step.said->pdata[k], "clock") != NULL;
    }
    g_assert_true(clock);
    pk_db_number(ward.kit.db, &fired, PK_NO_ARGS, &n, NULL, &error);
    g_assert_cmpint(n, >, 100);
    pk_db_number(ward.kit.db, &wrong, PK_NO_ARGS, &n, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(n, ==, 0);
    ward_stop(&ward);
}

/* Who lost the job does nothing more. */
static void
test_lost(void)
{
    Ward ward;
    PkWatchConfig there = { .host = "elsewhere", .boot = "another", .pid = 1 };
    g_autoptr(GError) error = NULL;

    ward_start(&ward);
    g_autofree char *where = g_strdup(pk_app_where(ward.app));
    PkAppConfig config = { .where = where, .login = "wacht" };
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_autoptr(PkWatch) other = pk_watch_new(app, &there, &error);
    g_assert_no_error(error);
    g_assert_true(ward_active(&ward, ward.watch, KIT_NOW_US, 0));
    kit_report(&ward.kit);
    int64_t due = KIT_NOW_US + 12 * PK_HOUR_US;
    g_assert_false(ward_active(&ward, other, due - 1, 0));
    g_assert_true(ward_active(&ward, other, due, PK_WATCH_LEASE_US)); /* does it */
    g_assert_false(ward_active(&ward, ward.watch, due, 1));           /* and this one no more */
    ward_stop(&ward);
}

static void
test_state(void)
{
    Ward ward;
    g_auto(PkWatchState) none = { 0 }, here = { 0 }, gone = { 0 };
    g_autoptr(GError) error = NULL;

    ward_start(&ward);
    g_assert_true(pk_watch_state(ward.kit.app, KIT_NOW_US, &none, &error));
    g_assert_false(none.ever || none.alive);
    ward_active(&ward, ward.watch, KIT_NOW_US, 0);
    g_assert_true(pk_watch_state(ward.kit.app, KIT_NOW_US + PK_SECOND_US, &here, &error));
    g_assert_true(here.ever && here.alive);
    g_assert_cmpint(here.since_us, ==, KIT_NOW_US);
    g_assert_true(pk_watch_stop(ward.watch, KIT_NOW_US + 60 * PK_SECOND_US, &error));
    g_assert_true(pk_watch_state(ward.kit.app, KIT_NOW_US, &gone, &error));
    g_assert_false(gone.alive);
    g_autofree char *said = pk_watch_state_say(ward.kit.app, &gone, KIT_NOW_US);
    g_assert_cmpstr(said, ==, "no watch since 03:15: pages do not go on by themselves");
    ward_stop(&ward);
}

static void
test_refused(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    g_autoptr(PkApp) reader = kit_other(&kit, "lezer", "L. Lezer", "reader");
    g_assert_null(pk_watch_new(reader, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/watch/clock", test_clock);
    g_test_add_func("/watch/history", test_history);
    g_test_add_func("/watch/lease", test_lease);
    g_test_add_func("/watch/dead", test_dead);
    g_test_add_func("/watch/lost", test_lost);
    g_test_add_func("/watch/many", test_many);
    g_test_add_func("/watch/state", test_state);
    g_test_add_func("/watch/refused", test_refused);
    return g_test_run();
}
