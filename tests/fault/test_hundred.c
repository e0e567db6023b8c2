/* SPDX-License-Identifier: EUPL-1.2 */
/* A hundred consoles at once on one server: each reads what a console reads and logs; nobody meets
 * an error, and everything is there. */
#include "pg.h"
#include "piket/app/change.h"
#include "piket/app/read.h"
#include "piket/app/verify.h"
#include "piketdb.h"

#include <sys/wait.h>
#include <unistd.h>

enum { CONSOLES = 100, ROUNDS = 2 };

static PkApp *
open_app(const char *url)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = url };
    PkApp *app = pk_app_open(&config, &error);

    if (!app)
        g_error("%s", error->message);
    return app;
}

static void
fine(const GError *error)
{
    if (!error)
        return;
    g_printerr("a console was told: %s\n", error->message);
    _exit(3);
}

/* What a second of a busy night asks of a console. */
static void
work(PkApp *app)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    g_auto(PkReport) report = { .note = g_strdup("Gemeld door een van de honderd.") };
    PkNote note = { .text = "regel van een van de honderd", .category = PK_CAT_TECH };
    PkListAsk all = { .filter = "status:open", .limit = 50 };

    pk_app_refresh(app, NULL, &error);
    fine(error);
    g_autoptr(PkOverview) overview = pk_overview_load(app, &error);
    fine(error);
    g_autoptr(PkList) list = pk_list_load(app, &all, NULL, &error);
    fine(error);
    pk_report_save(app, &report, &done, NULL, &error);
    fine(error);
    pk_note_add(app, done.incident_key, &note, NULL, &error);
    fine(error);
    g_autoptr(PkDetail) detail = pk_detail_load(app, done.incident_key, &error);
    fine(error);
    PkTimelineAsk ask = { .incident_key = done.incident_key };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(app, &ask, NULL, &error);
    fine(error);
}

G_GNUC_NORETURN static void
console(const char *url, int gate)
{
    char byte;
    PkApp *app = open_app(url);

    if (read(gate, &byte, 1) != 0) /* until all of them are there */
        _exit(4);
    for (int round = 0; round < ROUNDS; round++)
        work(app);
    pk_app_close(app);
    _exit(0);
}

static void
test_hundred(void)
{
    g_autofree char *url = pk_test_pg_ready("fault_hundred");
    g_autoptr(GError) error = NULL;
    int gate[2], failed = 0;

    if (!url)
        return;
    g_assert_cmpint(pipe(gate), ==, 0);
    for (int i = 0; i < CONSOLES; i++) {
        if (fork() == 0) {
            close(gate[1]);
            console(url, gate[0]);
        }
    }
    close(gate[0]);
    close(gate[1]);
    int64_t from_us = g_get_monotonic_time();
    for (int i = 0; i < CONSOLES; i++) {
        int status = 0;
        g_assert_cmpint(wait(&status), >, 0);
        failed += status != 0;
    }
    g_assert_cmpint(failed, ==, 0);
    g_test_message("%d consoles, %d reports in %.1f s", CONSOLES, CONSOLES * ROUNDS,
                   (double)(g_get_monotonic_time() - from_us) / 1e6);
    g_autoptr(PkApp) app = open_app(url);
    g_autoptr(PkVerify) verify = pk_verify_run(app, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(verify->n_incidents, ==, CONSOLES * ROUNDS);
    g_assert_cmpint(verify->n_broken, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hundred/on-one-server", test_hundred);
    return g_test_run();
}
