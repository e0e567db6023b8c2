/* SPDX-License-Identifier: EUPL-1.2 */
/* kill -9 at any moment: every line that was said to be saved is there, and the chain verifies. */
#include "piket/app/change.h"
#include "piket/app/read.h"
#include "piket/app/verify.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 12 };

static PkApp *
open_app(const char *path)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = path, .login = "jdv" };
    PkApp *app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    return app;
}

static int64_t
make_incident(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    g_auto(PkReport) report = { .note = g_strdup("Fileserver versleuteld.") };
    g_autoptr(PkApp) app = open_app(path);
    pk_report_save(app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    return done.incident_key;
}

/* Writes lines for ever and one byte after each that is saved. */
G_GNUC_NORETURN static void
child(const char *path, int64_t key, int pipe_fd)
{
    PkApp *app = open_app(path);
    for (;;) {
        g_auto(PkDone) done = { 0 };
        PkNote note = { .text = "regel", .category = PK_CAT_TECH };
        if (!pk_note_add(app, key, &note, &done, NULL) || write(pipe_fd, "x", 1) != 1)
            _exit(3);
    }
}

/* Reads until `wanted` lines were saved, then kills, then counts what else was said to be. */
static int64_t
run_and_kill(const char *path, int64_t key, int wanted)
{
    int fds[2];
    int64_t n = 0;
    char byte;
    g_assert_cmpint(pipe(fds), ==, 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(fds[0]);
        child(path, key, fds[1]);
    }
    close(fds[1]);
    while (n < wanted && read(fds[0], &byte, 1) == 1)
        n++;
    kill(pid, SIGKILL);
    while (read(fds[0], &byte, 1) == 1)
        n++;
    close(fds[0]);
    waitpid(pid, NULL, 0);
    return n;
}

static void
test_no_saved_line_is_lost(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-kill-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "piket.db", NULL);
    int64_t key = make_incident(path), said = 0;
    for (int round = 0; round < ROUNDS; round++)
        said += run_and_kill(path, key, 1 + round * 3 % 11);

    g_autoptr(GError) error = NULL;
    g_autoptr(PkApp) app = open_app(path);
    PkTimelineAsk ask = { .incident_key = key, .filter = "cat:tech" };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(app, &ask, NULL, &error);
    g_assert_no_error(error);
    /* At most one line a round was saved and not yet said. */
    g_assert_cmpint(timeline->rows->len, >=, said);
    g_assert_cmpint(timeline->rows->len, <=, said + ROUNDS);
    g_assert_true(timeline->chain_ok);
    g_autoptr(PkVerify) verify = pk_verify_run(app, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(verify->n_broken, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fault/kill-nine", test_no_saved_line_is_lost);
    return g_test_run();
}
