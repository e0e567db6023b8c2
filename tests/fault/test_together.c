/* SPDX-License-Identifier: EUPL-1.2 */
/* Twenty processes log to one file at once: no error, no lost line, no number twice; and another
 * connection hears of every commit. */
#include "piket/app/change.h"
#include "piket/app/news.h"
#include "piket/app/read.h"
#include "piket/app/verify.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 20, REPORTS = 3, NOTES = 5 };

static PkApp *
open_app(const char *path)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = path, .login = "jdv" };
    PkApp *app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    return app;
}

G_GNUC_NORETURN static void
leave(const GError *error, int code)
{
    g_printerr("a writer failed: %s\n", error->message);
    _exit(code);
}

G_GNUC_NORETURN static void
writer(const char *path, int64_t shared_key, bool dies)
{
    g_autoptr(GError) error = NULL;
    PkApp *app = open_app(path);
    for (int i = 0; i < REPORTS; i++) {
        g_auto(PkReport) report = { .note = g_strdup("Storing gemeld door de wacht.") };
        if (!pk_report_save(app, &report, NULL, NULL, &error))
            leave(error, 3);
    }
    for (int i = 0; i < NOTES; i++) {
        PkNote note = { .text = "regel van een van de twintig", .category = PK_CAT_TECH };
        if (!pk_note_add(app, shared_key, &note, NULL, &error))
            leave(error, 4);
    }
    if (dies)
        kill(getpid(), SIGKILL); /* with the file open, as when the machine goes */
    pk_app_close(app);
    _exit(0);
}

static int64_t
first_report(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkApp) app = open_app(path);
    g_auto(PkDone) done = { 0 };
    g_auto(PkReport) report = { .note = g_strdup("Eerste melding.") };
    pk_report_save(app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    return done.incident_key;
}

static void
all_write(const char *path, int64_t key, bool die)
{
    for (int i = 0; i < WRITERS; i++) {
        if (fork() == 0)
            writer(path, key, die);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = 0;
        g_assert_cmpint(wait(&status), >, 0);
        g_assert_true(die ? WIFSIGNALED(status) : WIFEXITED(status));
        g_assert_true(die || WEXITSTATUS(status) == 0);
    }
}

/* Nobody closed the file, so who opens it next reads the log from the start, and nobody else may
 * meanwhile: the others wait for that. */
static void
test_after_all_died(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-died-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "piket.db", NULL);
    g_autoptr(GError) error = NULL;
    int64_t key = first_report(path);

    for (int round = 0; round < 3; round++) {
        all_write(path, key, true);
        all_write(path, key, false);
    }
    g_autoptr(PkApp) app = open_app(path);
    g_autoptr(PkVerify) verify = pk_verify_run(app, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(verify->n_incidents, ==, 1 + 6 * WRITERS * REPORTS);
    g_assert_cmpint(verify->n_broken, ==, 0);
}

static void
test_twenty_writers(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-together-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "piket.db", NULL);
    g_autoptr(GError) error = NULL;
    int64_t key = first_report(path);
    all_write(path, key, false);
    g_autoptr(PkApp) app = open_app(path);
    g_autoptr(PkVerify) verify = pk_verify_run(app, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(verify->n_incidents, ==, 1 + WRITERS * REPORTS);
    g_assert_cmpint(verify->n_broken, ==, 0);
    PkTimelineAsk ask = { .incident_key = key, .filter = "cat:tech" };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(app, &ask, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(timeline->rows->len, ==, WRITERS * NOTES);
}

static void
heard(void *data)
{
    g_main_loop_quit(data);
}

static gboolean
too_late(G_GNUC_UNUSED void *data)
{
    g_error("no news of a commit");
    return G_SOURCE_REMOVE;
}

static void
test_news_of_a_commit(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-news-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "piket.db", NULL);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    PkNews *news = pk_news_new(path, heard, loop);
    g_assert_nonnull(news);
    g_assert_false(pk_news_look(news)); /* nobody wrote yet: there is no file, and none is made */
    int64_t key = first_report(path);
    g_assert_true(pk_news_look(news));
    g_autoptr(PkApp) reader = open_app(path);
    g_assert_true(pk_app_refresh(reader, NULL, NULL));
    pid_t pid = fork();
    if (pid == 0) {
        PkApp *app = open_app(path);
        PkNote note = { .text = "nieuws", .category = PK_CAT_TECH };
        _exit(pk_note_add(app, key, &note, NULL, NULL) ? 0 : 3);
    }
    guint late = g_timeout_add_seconds(30, too_late, NULL);
    g_main_loop_run(loop);
    g_source_remove(late);
    waitpid(pid, NULL, 0);
    bool changed = false;
    g_assert_true(pk_app_refresh(reader, &changed, NULL));
    g_assert_true(changed);
    pk_news_free(news);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/together/twenty-writers", test_twenty_writers);
    g_test_add_func("/together/after-all-died", test_after_all_died);
    g_test_add_func("/together/news", test_news_of_a_commit);
    return g_test_run();
}
