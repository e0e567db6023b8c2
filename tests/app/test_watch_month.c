/* SPDX-License-Identifier: EUPL-1.2 */
/* Two whole months, March and October 2026 with their changes of the clock: reports, deadlines that
 * are met or not, promised calls, a rota, while the watch is killed over and over. Everything that
 * is expected is done once, nothing else is. What is expected is counted here from the dates alone:
 * nothing of the code that decides is asked. */
#include "piket/app/duty.h"
#include "piket/app/ladders.h"
#include "piket/app/page.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/model/zone.h"
#include "piket/store/clock_store.h"
#include "piket/store/line_store.h"
#include "piket/store/rota_store.h"
#include "ward.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N_REPORTS = 6, N_KILLS = 10 };

typedef struct {
    Kit kit;
    GRand *rand;
    char *where; /* for the watch */
    PkApp *app;  /* likewise      */
    int64_t from_us, until_us;
    int64_t report_us[N_REPORTS];
    int64_t incident[N_REPORTS];
    int64_t call_us[N_REPORTS];  /* promised; 0: not */
    int64_t page_us[N_REPORTS];  /* a voicemail */
    int64_t close_us[N_REPORTS]; /* its end; 0: nobody looks */
    int64_t page[N_REPORTS];
    int64_t met_us[N_REPORTS]; /* its deadlines; 0: never */
    GHashTable *expected;      /* "kind moment" -> how often */
    unsigned n_killed;
} Month;

static int64_t
local_us(int month, int day, int hour)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Amsterdam");
    g_autoptr(GDateTime) then = g_date_time_new(zone, 2026, month, day, hour, 0, 0);

    return g_date_time_to_unix(then) * G_USEC_PER_SEC;
}

/* ---- what is expected ------------------------------------------------------------------------ */

static void
expect(Month *month, const char *kind, int64_t moment_us)
{
    char *key = g_strdup_printf("%s %" G_GINT64_FORMAT, kind, moment_us);

    g_hash_table_replace(
        month->expected, key,
        GINT_TO_POINTER(1 + GPOINTER_TO_INT(g_hash_table_lookup(month->expected, key))));
}

static void
expect_clock(Month *month, int i, const PkClockRecord *clock)
{
    int64_t length = clock->due_us - clock->start_us;
    int64_t at[] = { clock->start_us + length / 2, clock->due_us - length / 4,
                     clock->due_us - PK_HOUR_US, clock->due_us - 15 * PK_MINUTE_US, clock->due_us };
    int64_t until_us = month->met_us[i] ? month->met_us[i] : month->until_us;

    for (size_t k = 0; k < G_N_ELEMENTS(at); k++) {
        if (at[k] > month->report_us[i] && at[k] < until_us)
            expect(month, "clock", at[k]);
    }
}

/* Called at once, the second after 5 minutes, nobody left after 10 more; again 10 minutes later. */
static void
expect_page(Month *month, int i)
{
    static const struct {
        int minute;
        const char *what;
    } acts[] = { { 5, "page fire" },
                 { 15, "page exhaust" },
                 { 25, "page fire" },
                 { 30, "page fire" },
                 { 40, "page exhaust" } };

    for (size_t k = 0; k < G_N_ELEMENTS(acts); k++) {
        int64_t at_us = month->page_us[i] + acts[k].minute * PK_MINUTE_US;
        if (at_us < month->until_us && (!month->close_us[i] || at_us < month->close_us[i]))
            expect(month, acts[k].what, at_us);
    }
}

static void
expect_all(Month *month, int number, int n_days)
{
    g_autoptr(GError) error = NULL;

    for (int i = 0; i < N_REPORTS; i++) {
        g_autoptr(GPtrArray) clocks = pk_clock_list(month->kit.db, month->incident[i], &error);
        g_assert_no_error(error);
        g_assert_cmpint(clocks->len, >=, 2);
        for (guint k = 0; k < clocks->len; k++)
            expect_clock(month, i, clocks->pdata[k]);
        expect_page(month, i);
        for (int k = 0; month->call_us[i] && k < 2; k++) {
            if (month->call_us[i] + k * 15 * PK_MINUTE_US < month->until_us)
                expect(month, "callback", month->call_us[i] + k * 15 * PK_MINUTE_US);
        }
    }
    for (int day = 1; day <= n_days; day++) {
        int64_t before_us = local_us(number, day, 8) - PK_HOUR_US;
        if (before_us > month->from_us && before_us < month->until_us)
            expect(month, "shift", before_us);
    }
}

typedef struct {
    Month *month;
    unsigned n;
} Found;

static bool
take_fired(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    Found *found = data;
    g_autofree char *key =
        g_strdup_printf("%s %" G_GINT64_FORMAT, pk_row_text(row, 0), pk_row_int(row, 1));
    int left = GPOINTER_TO_INT(g_hash_table_lookup(found->month->expected, key));

    if (left != pk_row_int(row, 2))
        g_test_message("%s: expected %d, done %d", key, left, (int)pk_row_int(row, 2));
    g_assert_cmpint(left, ==, pk_row_int(row, 2));
    g_hash_table_remove(found->month->expected, key);
    found->n += (unsigned)pk_row_int(row, 2);
    return true;
}

static unsigned
lines_of_watch(Month *month)
{
    static const PkSql count = { "count",
                                 "SELECT count(*) FROM line l JOIN line_text t ON t.line = l.id"
                                 " WHERE l.author = 'wacht' AND t.body NOT LIKE 'Page %'",
                                 0, NULL };
    g_autoptr(GError) error = NULL;
    int64_t n = 0;

    pk_db_number(month->kit.db, &count, PK_NO_ARGS, &n, NULL, &error);
    g_assert_no_error(error);
    return (unsigned)n;
}

static void
compare(Month *month)
{
    static const PkSql all = { "all",
                               "SELECT kind, moment_us, count(*) FROM fired"
                               " GROUP BY kind, moment_us ORDER BY kind, moment_us",
                               0, NULL };
    static const PkSql pages = { "pages",
                                 "SELECT 'page ' || a.what, a.due_us, count(*)"
                                 "  FROM page_act a JOIN page p ON p.id = a.page"
                                 " WHERE p.source = 'voicemail' AND a.due_us > p.started_us"
                                 " GROUP BY a.what, a.due_us ORDER BY a.what, a.due_us",
                                 0, NULL };
    Found found = { .month = month }, paged = { .month = month };
    g_autoptr(GError) error = NULL;
    GHashTableIter iter;
    void *key;

    pk_db_each(month->kit.db, &all, PK_NO_ARGS, take_fired, &found, NULL, &error);
    g_assert_no_error(error);
    pk_db_each(month->kit.db, &pages, PK_NO_ARGS, take_fired, &paged, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(paged.n, >, N_REPORTS);
    g_hash_table_iter_init(&iter, month->expected);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        g_test_message("not done: %s", (char *)key);
    g_assert_cmpint(g_hash_table_size(month->expected), ==, 0);
    g_assert_cmpint(found.n, >, 60);
    /* Each has its line, and none has two. */
    g_assert_cmpint(lines_of_watch(month), ==, found.n);
    g_test_message("%u acts and %u of pages, the watch was killed %u times", found.n, paged.n,
                   month->n_killed);
}

/* ---- the watch, in a process of its own ------------------------------------------------------ */

static int kill_after; /* so many places from here; 0: never */

static void
at(G_GNUC_UNUSED const char *where, G_GNUC_UNUSED void *data)
{
    if (kill_after > 0 && --kill_after == 0)
        _exit(9);
}

/* What went wrong, or NULL. Owned. */
static char *
watch_until(PkApp *app, int64_t from_us, int64_t until_us)
{
    PkWatchConfig how = { .at = at };
    g_autoptr(GError) error = NULL;
    g_autoptr(PkWatch) watch = pk_watch_new(app, &how, &error);
    int64_t mono_us = 0;

    for (int64_t now_us = from_us; watch && now_us < until_us;) {
        g_auto(PkWatchStep) step = { 0 };
        pk_clock_pretend(now_us);
        if (!pk_watch_step(watch, now_us, mono_us += 1000, &step, &error))
            break;
        if (step.trouble || !step.active || step.n_late)
            return g_strdup_printf("%s, active %d, late %u", step.trouble, step.active,
                                   step.n_late);
        now_us = step.due_us;
    }
    pk_clock_pretend(until_us);
    if (!error)
        pk_watch_stop(watch, until_us, &error);
    return error ? g_strdup(error->message) : NULL;
}

/* In a process of its own, which kills itself somewhere on the way. Is it dead? */
static bool
killed(const Month *month, int64_t from_us, int64_t until_us)
{
    PkAppConfig config = { .where = month->where, .login = "wacht" };
    int status = 0;

    fflush(NULL);
    pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
        g_autoptr(GError) error = NULL;
        kill_after = g_rand_int_range(month->rand, 1, 12);
        PkApp *app = pk_app_open(&config, &error);
        char *wrong = app ? watch_until(app, from_us, until_us) : g_strdup(error->message);
        if (wrong)
            fprintf(stderr, "# %s\n", wrong);
        _exit(wrong ? 1 : 0);
    }
    g_rand_int(month->rand);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFEXITED(status));
    g_assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 9);
    return WEXITSTATUS(status) == 9;
}

/* Whoever is killed slept through nothing: the next goes on from the same moment, and may be killed
 * again. The one that is not killed is of this process, which costs less. */
static void
run_watch(Month *month, int64_t from_us, int64_t until_us)
{
    while (month->n_killed < N_KILLS && g_rand_int_range(month->rand, 0, 2)) {
        if (!killed(month, from_us, until_us))
            return;
        month->n_killed++;
    }
    g_autofree char *wrong = watch_until(month->app, from_us, until_us);
    g_assert_cmpstr(wrong, ==, NULL);
}

/* ---- what people do -------------------------------------------------------------------------- */

static void
report(Month *month, int i)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    int64_t now_us = month->report_us[i];
    PkReport report = { .org_key = month->kit.voorbeeldstad,
                        .reporter = (char *)"S. de Boer",
                        .note = (char *)"Files are encrypted.",
                        .kinds = 1u << PK_KIND_RANSOMWARE,
                        .severity = PK_SEVERITY_LOW,
                        .callback_us = month->call_us[i],
                        .aware_us = now_us - g_rand_int_range(month->rand, 0, 40) * PK_HOUR_US -
                                    7 * PK_MINUTE_US };

    pk_clock_pretend(now_us);
    pk_report_save(month->kit.app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    month->incident[i] = done.incident_key;
}

static void
voicemail(Month *month, int i)
{
    g_autoptr(GError) error = NULL;
    PkPageRaise raise = { .source = PK_PAGE_VOICEMAIL, .text = "Call back", .ladder = "nacht" };

    pk_clock_pretend(month->page_us[i]);
    pk_page_raise(month->kit.app, &raise, NULL, &month->page[i], &error);
    g_assert_no_error(error);
}

static void
close_page(Month *month, int i)
{
    g_autoptr(GError) error = NULL;

    pk_clock_pretend(month->close_us[i]);
    pk_page_close(month->kit.app, month->page[i], "Answered.", NULL, &error);
    g_assert_no_error(error);
}

static void
ladder(Month *month)
{
    static const char csv[] =
        "ladder,name_en,name_nl,about,severity,wait,rounds,pause,silence,rung,call,delay,reason\n"
        "nacht,Night,Nacht,page,,10,2,10,30,1,person:anna,0,0\n"
        "nacht,,,,,,,,,2,person:bram,5,0\n";
    g_autoptr(GError) error = NULL;

    kit_no_ladders(&month->kit);
    pk_ladders_import(month->kit.app, csv, strlen(csv), false, NULL, &error);
    g_assert_no_error(error);
}

static void
meet(Month *month, int i)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) clocks = pk_clock_list(month->kit.db, month->incident[i], &error);
    PkClockFate fate = { .na_reason = (char *)"not needed" };

    pk_clock_pretend(month->met_us[i]);
    for (guint k = 0; k < clocks->len; k++) {
        const PkClockRecord *clock = clocks->pdata[k];
        pk_clock_set(month->kit.app, clock->key, &fate, NULL, &error);
        g_assert_no_error(error);
    }
}

/* A day each, from eight to eight. */
static void
rota(Month *month)
{
    static const char *const turns[] = { "anna", "bram", "carla", NULL };
    g_autoptr(GError) error = NULL;
    PkLocal day = pk_zone_local(pk_app_zone(month->kit.app), month->from_us);

    g_autoptr(PkRotaPattern) pattern = pk_rota_pattern_new();

    for (int i = 0; turns[i]; i++)
        pk_app_close(kit_other(&month->kit, turns[i], turns[i], "officer"));
    pattern->uuid = pk_uuid_new(month->from_us);
    pattern->duty = PK_DUTY_OFFICER;
    pattern->name = g_strdup("days");
    pattern->zone_name = g_strdup("Europe/Amsterdam");
    pattern->first_day = pk_civil_days(day.year, day.month, day.day);
    pattern->from_min = 8 * 60;
    pattern->span_min = 24 * 60;
    pattern->step_days = pattern->turn_days = 1;
    pattern->weekdays = 127;
    pattern->until_us = INT64_MAX;
    g_strfreev(pattern->logins);
    pattern->logins = g_strdupv((char **)turns);
    pattern->made_us = month->from_us;
    pattern->by_who = g_strdup("jdevries");
    g_assert_true(pk_rota_pattern_check(pattern, &error));
    g_assert_true(pk_db_begin(month->kit.db, &error));
    pk_rota_pattern_insert(month->kit.db, pattern, &error);
    g_assert_no_error(error);
    kit_tell(&month->kit, 0);
    g_assert_true(pk_db_commit(month->kit.db, &error));
}

/* ---- a month --------------------------------------------------------------------------------- */

static int
by_time(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

    return one < other ? -1 : one > other;
}

static void
plan(Month *month)
{
    int64_t length = month->until_us - month->from_us;

    for (int i = 0; i < N_REPORTS; i++)
        month->report_us[i] = month->from_us + PK_HOUR_US +
                              (int64_t)(g_rand_double(month->rand) * (double)length * 0.9);
    qsort(month->report_us, N_REPORTS, sizeof(int64_t), by_time);
    for (int i = 0; i < N_REPORTS; i++) {
        bool calls = g_rand_int_range(month->rand, 0, 2),
             meets = g_rand_int_range(month->rand, 0, 2);
        month->call_us[i] =
            calls ? month->report_us[i] + g_rand_int_range(month->rand, 5, 300) * PK_MINUTE_US : 0;
        month->met_us[i] =
            meets ? month->report_us[i] + g_rand_int_range(month->rand, 60, 4000) * PK_MINUTE_US
                  : 0;
        month->page_us[i] = month->report_us[i] + 97 * PK_MINUTE_US;
        month->close_us[i] = i % 2 ? month->page_us[i] + 7 * PK_MINUTE_US : 0;
        if (month->met_us[i] >= month->until_us)
            month->met_us[i] = 0;
    }
}

/* The next moment at which a person does something. */
static int64_t
next_event(const Month *month, int64_t after_us)
{
    int64_t next_us = month->until_us;

    for (int i = 0; i < N_REPORTS; i++) {
        if (month->report_us[i] > after_us)
            next_us = MIN(next_us, month->report_us[i]);
        if (month->met_us[i] > after_us)
            next_us = MIN(next_us, month->met_us[i]);
        if (month->page_us[i] > after_us)
            next_us = MIN(next_us, month->page_us[i]);
        if (month->close_us[i] > after_us)
            next_us = MIN(next_us, month->close_us[i]);
    }
    return next_us;
}

static void
month(int number, int n_days, guint32 seed)
{
    Month month = { .rand = g_rand_new_with_seed(seed),
                    .from_us = local_us(number, 1, 12),
                    .until_us = local_us(number, n_days, 23) };

    month.expected = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kit_start(&month.kit);
    pk_clock_pretend(month.from_us - 1);
    kit_register(&month.kit);
    month.app = kit_other(&month.kit, "wacht", "De wacht", "watch");
    month.where = g_strdup(pk_app_where(month.app));
    rota(&month);
    ladder(&month);
    plan(&month);
    for (int64_t now_us = month.from_us; now_us < month.until_us;) {
        int64_t next_us = next_event(&month, now_us);
        run_watch(&month, now_us, next_us);
        for (int i = 0; i < N_REPORTS; i++) {
            if (month.report_us[i] == next_us)
                report(&month, i);
            if (month.met_us[i] == next_us)
                meet(&month, i);
            if (month.page_us[i] == next_us)
                voicemail(&month, i);
            if (month.close_us[i] == next_us)
                close_page(&month, i);
        }
        now_us = next_us;
    }
    expect_all(&month, number, n_days);
    compare(&month);
    g_assert_cmpint(month.n_killed, >=, 4);
    kit_verify(&month.kit);
    pk_app_close(month.app);
    kit_stop(&month.kit);
    pk_clock_pretend(0);
    g_free(month.where);
    g_hash_table_unref(month.expected);
    g_rand_free(month.rand);
}

static void
test_march(void)
{
    month(3, 31, 20260329);
}

static void
test_october(void)
{
    month(10, 31, 20261025);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/watch/march", test_march);
    g_test_add_func("/watch/october", test_october);
    return g_test_run();
}
