/* SPDX-License-Identifier: EUPL-1.2 */
/* What goes wrong at night: a handover that nobody accepts, a clock that jumps, a laptop that
 * sleeps, two watches that decide at once. */
#include "piket/app/handover.h"
#include "piket/app/ladders.h"
#include "piket/app/notice.h"
#include "piket/app/page.h"
#include "piket/base/clock.h"
#include "piket/model/zone.h"
#include "ward.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MINUTES(n) ((n)*PK_MINUTE_US)

/* Rungs at 0, 5, 10 and 15 minutes; nobody is left at 25, and that is the end. */
static void
night_start(Ward *ward)
{
    static const char csv[] =
        "ladder,name_en,name_nl,about,severity,wait,rounds,pause,silence,rung,call,delay,reason\n"
        "nacht,Night,Nacht,page,,10,1,10,30,1,person:jdevries,0,0\n"
        "nacht,,,,,,,,,2,person:bram,5,0\n"
        "nacht,,,,,,,,,3,person:jdevries,5,0\n"
        "nacht,,,,,,,,,4,person:bram,5,0\n";
    g_autoptr(GError) error = NULL;

    ward_start(ward);
    pk_app_close(kit_other(&ward->kit, "bram", "B. Bram", "officer coordinator"));
    pk_ladders_import(ward->kit.app, csv, strlen(csv), false, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(ward_step(ward, ward->watch, KIT_NOW_US, NULL, NULL), ==, 0);
}

static const PkSql n_handover_pages = { "n_handover_pages",
                                        "SELECT count(*) FROM page WHERE source = 'handover'", 0,
                                        NULL };
static const PkSql n_handovers_fired = { "n_handovers_fired",
                                         "SELECT count(*) FROM fired WHERE kind = 'handover'", 0,
                                         NULL };
static const PkSql n_calls = { "n_calls", "SELECT count(*) FROM page_act WHERE what = 'fire'", 0,
                               NULL };
static const PkSql n_out_of_order = {
    "n_out_of_order",
    "SELECT count(*) FROM page_act a JOIN page_act b ON b.id > a.id WHERE b.due_us < a.due_us", 0,
    NULL
};
static const PkSql n_fired_rows = { "n_fired_rows", "SELECT count(*) FROM fired", 0, NULL };
static const PkSql n_next_calls = { "n_next_calls", "SELECT count(*) FROM page_act WHERE rung > 1",
                                    0, NULL };

static int64_t
number(Ward *ward, const PkSql *sql)
{
    g_autoptr(GError) error = NULL;
    int64_t n = 0;

    pk_db_number(ward->kit.db, sql, PK_NO_ARGS, &n, NULL, &error);
    g_assert_no_error(error);
    return n;
}

/* ---- a handover ------------------------------------------------------------------------------ */

static void
give(Ward *ward, int64_t now_us)
{
    const PkHandoverWish wish = { .words = "Zwaluwstaart" };
    g_autoptr(GError) error = NULL;

    pk_clock_pretend(now_us);
    pk_handover_give(ward->kit.app, &wish, NULL, &error);
    g_assert_no_error(error);
}

static unsigned
n_notices(Ward *ward, const char *login, PkNoticeKind kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) all = pk_notice_list(ward->app, NULL, -1, 100, &error);
    unsigned n = 0;

    g_assert_no_error(error);
    for (guint i = 0; i < all->len; i++) {
        const PkNotice *notice = all->pdata[i];
        n += notice->kind == kind && notice->channel == PK_CHANNEL_MAIL &&
             strcmp(notice->login, login) == 0;
    }
    return n;
}

static void
test_handover(void)
{
    Ward ward;
    int64_t next = 0;
    unsigned late = 0;
    g_autoptr(GError) error = NULL;

    night_start(&ward);
    pk_channel_set(ward.kit.app, "me", PK_CHANNEL_MAIL, "j@example.org", NULL, true, NULL, &error);
    g_assert_no_error(error);
    give(&ward, KIT_NOW_US);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(15) - 1, &next, NULL), ==, 0);
    g_assert_cmpint(next, ==, KIT_NOW_US + MINUTES(15));
    g_assert_cmpint(n_notices(&ward, "jdevries", PK_NOTICE_HANDOVER), ==, 0);
    g_assert_cmpint(ward_step(&ward, ward.watch, next, &next, &late), ==, 1);
    g_assert_cmpint(late, ==, 0);
    /* Once, and the ladder goes on by itself. */
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(16), &next, NULL), ==, 0);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(20), &next, NULL), ==, 1);
    g_autoptr(GPtrArray) pages = pk_page_list(ward.kit.app, true, 10, &error);
    g_assert_no_error(error);
    g_assert_cmpint(pages->len, ==, 1);
    const PkPageRow *page = pages->pdata[0];
    g_assert_cmpint(page->source, ==, PK_PAGE_HANDOVER);
    g_assert_cmpint(page->started_us, ==, KIT_NOW_US + MINUTES(15));
    g_assert_null(strstr(page->text, "Zwaluwstaart"));
    g_assert_cmpint(page->rung, ==, 2);
    /* Who gave it is told: the page calls them too here, but that is another notice. */
    g_assert_cmpint(n_notices(&ward, "jdevries", PK_NOTICE_HANDOVER), ==, 1);
    g_autoptr(GPtrArray) lines = ward_lines(&ward, 0);
    g_assert_cmpint(lines->len, ==, 1);
    g_assert_cmpstr(lines->pdata[0], ==,
                    "The handover of J. de Vries was not accepted before 03:29. J. de Vries is "
                    "told.");
    kit_verify(&ward.kit);
    ward_stop(&ward);
}

/* Accepted or taken back in time: nothing. Noticed by a watch that slept: late. */
static void
test_handover_answered(void)
{
    Ward ward;
    unsigned late = 0;
    g_autoptr(GError) error = NULL;

    night_start(&ward);
    PkApp *other = kit_other(&ward.kit, "mbakker", "M. Bakker", "officer");
    give(&ward, KIT_NOW_US);
    pk_clock_pretend(KIT_NOW_US + MINUTES(14));
    g_assert_true(pk_handover_accept(other, 0, NULL, &error));
    give(&ward, KIT_NOW_US + MINUTES(14));
    g_assert_true(pk_handover_withdraw(ward.kit.app, 0, NULL, &error));
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(60), NULL, NULL), ==, 0);
    give(&ward, KIT_NOW_US + MINUTES(60));
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(90), NULL, &late), ==, 1);
    g_assert_cmpint(late, ==, 1);
    /* Accepted after all: it counts, and nothing is escalated a second time. */
    g_assert_true(pk_handover_accept(other, 0, NULL, &error));
    g_assert_cmpint(number(&ward, &n_handover_pages), ==, 1);
    g_assert_cmpint(number(&ward, &n_handovers_fired), ==, 1);
    g_autoptr(GPtrArray) lines = ward_lines(&ward, 0);
    g_assert_cmpint(lines->len, ==, 1);
    g_assert_nonnull(strstr(lines->pdata[0], " Late: due 04:29."));
    pk_app_close(other);
    ward_stop(&ward);
}

/* ---- the clock and the laptop ------------------------------------------------------------------
 */

/* A page about a voicemail; its first rung is called at once. */
static void
voicemail(Ward *ward, int64_t now_us)
{
    const PkPageRaise raise = { .source = PK_PAGE_VOICEMAIL, .text = "Call back" };
    g_autoptr(GError) error = NULL;

    pk_clock_pretend(now_us);
    pk_page_raise(ward->kit.app, &raise, NULL, NULL, &error);
    g_assert_no_error(error);
}

static bool
take_text(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    g_string_append_printf(data, "%s\n", pk_row_text(row, 0));
    return true;
}

/* Lines of the watch that hold this, in their order, one a line. Owned. */
static char *
said(Ward *ward, const char *words)
{
    static const PkSql sql = { "said",
                               "SELECT t.body FROM line l JOIN line_text t ON t.line = l.id"
                               " WHERE l.author = 'wacht' AND t.body LIKE $1"
                               " ORDER BY l.recorded_us, l.no",
                               1, NULL };
    g_autofree char *like = g_strdup_printf("%%%s%%", words);
    g_autoptr(GString) all = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    pk_db_each(ward->kit.db, &sql, PK_ARGS(pk_text(like)), take_text, all, NULL, &error);
    g_assert_no_error(error);
    return g_strdup(all->str);
}

static unsigned
n_of(const char *text, const char *words)
{
    unsigned n = 0;

    for (const char *at = strstr(text, words); at; at = strstr(at + 1, words))
        n++;
    return n;
}

/* Rungs 2, 3 and 4 of the one page: each once, in order, all of them late or none. */
static void
expect_rungs(Ward *ward, unsigned n_late)
{
    g_autofree char *lines = said(ward, "Page 1: rung ");
    const char *second = strstr(lines, "rung 2 called"), *third = strstr(lines, "rung 3 called"),
               *fourth = strstr(lines, "rung 4 called");

    g_assert_cmpint(n_of(lines, "\n"), ==, 3);
    g_assert_cmpint(n_of(lines, " late."), ==, n_late);
    g_assert_true(second && third && fourth && second < third && third < fourth);
    g_assert_cmpint(number(ward, &n_calls), ==, 4);
    g_assert_cmpint(number(ward, &n_out_of_order), ==, 0);
}

static void
test_asleep(void)
{
    Ward ward;
    unsigned late = 0;

    night_start(&ward);
    voicemail(&ward, KIT_NOW_US);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(1), NULL, NULL), ==, 0);
    /* The lid is closed over 5, 10 and 15 minutes. */
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(20), NULL, &late), ==, 3);
    g_assert_cmpint(late, ==, 3);
    expect_rungs(&ward, 3);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(21), NULL, NULL), ==, 0);
    kit_verify(&ward.kit);
    ward_stop(&ward);
}

/* At the jump the loop of piket-watch tells the watch, and then looks. */
static unsigned
jump(Ward *ward, int64_t by_us, int64_t to_us, unsigned *ret_late)
{
    g_autoptr(GError) error = NULL;

    pk_clock_pretend(to_us);
    pk_watch_jumped(ward->watch, by_us, to_us, &error);
    g_assert_no_error(error);
    return ward_step(ward, ward->watch, to_us, NULL, ret_late);
}

/* A page at 11:50 after the report and a reminder at 12:00, both within an hour that is jumped. */
static int64_t
before_jump(Ward *ward)
{
    int64_t page_us = KIT_NOW_US + 12 * PK_HOUR_US - MINUTES(10);

    night_start(ward);
    kit_report(&ward->kit);
    voicemail(ward, page_us);
    g_assert_cmpint(ward_step(ward, ward->watch, page_us + MINUTES(1), NULL, NULL), ==, 0);
    return page_us;
}

static void
test_forward(void)
{
    Ward ward;
    unsigned late = 0;
    int64_t page_us = before_jump(&ward);

    /* Three rungs, nobody left, the reminder: once, and late. */
    g_assert_cmpint(jump(&ward, PK_HOUR_US, page_us + MINUTES(61), &late), >=, 4);
    g_assert_cmpint(late, >=, 4);
    expect_rungs(&ward, 3);
    g_autofree char *reminders = said(&ward, "Reminder: ");
    g_assert_cmpint(n_of(reminders, "\n"), ==, 1);
    g_assert_cmpint(n_of(reminders, " Late: due"), ==, 1);
    g_autofree char *jumps = said(&ward, "put forward by");
    g_assert_cmpint(n_of(jumps, "\n"), ==, 1);
    /* Set right again: the same hour once more, and nothing of it a second time. */
    int64_t n_fired = number(&ward, &n_fired_rows);
    g_assert_cmpint(jump(&ward, -PK_HOUR_US, page_us + MINUTES(2), NULL), ==, 0);
    for (int minute = 3; minute <= 24; minute++)
        g_assert_cmpint(ward_step(&ward, ward.watch, page_us + MINUTES(minute), NULL, NULL), ==, 0);
    expect_rungs(&ward, 3);
    g_assert_cmpint(number(&ward, &n_fired_rows), ==, n_fired);
    g_autofree char *back = said(&ward, "put back by");
    g_assert_cmpint(n_of(back, "\n"), ==, 1);
    kit_verify(&ward.kit);
    ward_stop(&ward);
}

/* Done on time, then an hour back over what was done. */
static void
test_back(void)
{
    Ward ward;
    unsigned late = 0;
    int64_t page_us = before_jump(&ward);

    for (int minute = 5; minute <= 20; minute += 5)
        ward_step(&ward, ward.watch, page_us + MINUTES(minute), NULL, &late);
    g_assert_cmpint(late, ==, 0);
    expect_rungs(&ward, 0);
    g_assert_cmpint(jump(&ward, -PK_HOUR_US, page_us - MINUTES(40), NULL), ==, 0);
    for (int minute = -35; minute <= 20; minute += 5)
        g_assert_cmpint(ward_step(&ward, ward.watch, page_us + MINUTES(minute), NULL, NULL), ==, 0);
    expect_rungs(&ward, 0);
    g_autofree char *reminders = said(&ward, "Reminder: ");
    g_assert_cmpint(n_of(reminders, "\n"), ==, 1);
    g_autofree char *back = said(&ward, "put back by");
    g_assert_cmpint(n_of(back, "\n"), ==, 1);
    kit_verify(&ward.kit);
    ward_stop(&ward);
}

/* ---- two at once ------------------------------------------------------------------------------
 */

enum { N_RACED = 8, N_LOOKS = 500 };

/* Each takes the job away from the other as often as it can, also in the middle of a round. */
static unsigned
race_on(PkApp *app, int64_t now_us, int64_t pid)
{
    PkWatchConfig how = { .host = "elsewhere", .boot = "another", .pid = pid };
    g_autoptr(PkWatch) watch = pk_watch_new(app, &how, NULL);
    int64_t mono_us = 0;
    unsigned n = 0;

    for (int i = 0; watch && i < N_LOOKS; i++) {
        g_auto(PkWatchStep) step = { 0 };
        g_autoptr(GError) error = NULL;
        if (!pk_watch_step(watch, now_us, mono_us += PK_WATCH_LEASE_US, &step, &error)) {
            if (!g_error_matches(error, PK_ERROR, PK_ERROR_BUSY))
                fprintf(stderr, "# %s\n", error->message);
            continue;
        }
        n += step.n_done;
        if (step.active && !step.n_done && step.due_us > now_us)
            return n;
    }
    return 255;
}

/* *ret_pid: a process that waits until start is closed, and ends with how many acts it did. */
static void
racer(const char *where, int start[2], int64_t now_us, int64_t pid, pid_t *ret_pid)
{
    PkAppConfig config = { .where = where, .login = "wacht" };
    char byte;

    fflush(NULL);
    *ret_pid = fork();
    g_assert_cmpint(*ret_pid, >=, 0);
    if (*ret_pid)
        return;
    close(start[1]);
    PkApp *app = pk_app_open(&config, NULL);
    pk_clock_pretend(now_us);
    if (!app || read(start[0], &byte, 1) != 0)
        _exit(255);
    _exit((int)race_on(app, now_us, pid));
}

static void
test_race(void)
{
    Ward ward;
    int start[2], status = 0;
    pid_t racers[2];
    unsigned n = 0;
    int64_t now_us = KIT_NOW_US + MINUTES(20);

    night_start(&ward);
    for (int i = 0; i < N_RACED; i++)
        voicemail(&ward, KIT_NOW_US);
    g_assert_true(pk_watch_stop(ward.watch, KIT_NOW_US, NULL));
    g_assert_cmpint(pipe(start), ==, 0);
    for (int i = 0; i < 2; i++)
        racer(pk_app_where(ward.app), start, now_us, 1001 + i, &racers[i]);
    close(start[0]);
    close(start[1]);
    for (int i = 0; i < 2; i++) {
        g_assert_cmpint(waitpid(racers[i], &status, 0), ==, racers[i]);
        g_assert_true(WIFEXITED(status));
        g_assert_cmpint(WEXITSTATUS(status), !=, 255);
        g_test_message("%d acts", WEXITSTATUS(status));
        n += (unsigned)WEXITSTATUS(status);
    }
    /* Three rungs of each page: once done, once written, and told once. */
    g_assert_cmpint(n, ==, 3 * N_RACED);
    g_assert_cmpint(number(&ward, &n_next_calls), ==, 3 * N_RACED);
    g_autofree char *lines = said(&ward, ": rung ");
    g_assert_cmpint(n_of(lines, "\n"), ==, 3 * N_RACED);
    kit_verify(&ward.kit);
    ward_stop(&ward);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/night/handover", test_handover);
    g_test_add_func("/night/handover-answered", test_handover_answered);
    g_test_add_func("/night/asleep", test_asleep);
    g_test_add_func("/night/forward", test_forward);
    g_test_add_func("/night/back", test_back);
    g_test_add_func("/night/race", test_race);
    return g_test_run();
}
