/* SPDX-License-Identifier: EUPL-1.2 */
/* The console when its server goes away and comes back, on a server of this test's own. */
#include "pg.h"
#include "piketdb.h"
#include "pty_console.h"

#include <string.h>
#include <unistd.h>

static char *dir;

/* cluster.sh with one or two words about dir; what it says. NULL: it failed. */
static char *
cluster(const char *verb, const char *word, const char *more)
{
    g_autofree char *script =
        g_build_filename(g_getenv("PIKET_SOURCE_DIR"), "tests", "support", "cluster.sh", NULL);
    const char *const argv[] = { "bash", script, verb, dir, word, more, NULL };
    bool stays = strcmp(verb, "start") == 0; /* the server holds on to what it was given */
    GSpawnFlags flags = G_SPAWN_SEARCH_PATH | (stays ? G_SPAWN_STDOUT_TO_DEV_NULL : 0) |
                        (stays ? G_SPAWN_STDERR_TO_DEV_NULL : 0);
    char *out = NULL;
    int status = 0;

    if (!g_spawn_sync(NULL, (char **)argv, NULL, flags, NULL, NULL, stays ? NULL : &out, NULL,
                      &status, NULL) ||
        !g_spawn_check_wait_status(status, NULL)) {
        g_free(out);
        return NULL;
    }
    return out ? g_strchomp(out) : g_strdup("");
}

static void
start_server(void)
{
    g_autofree char *pid = g_strdup_printf("%d", (int)getpid());
    g_autofree char *said = cluster("start", "--watch", pid);

    g_assert_nonnull(said);
}

static void
stop_server(void)
{
    g_autofree char *said = cluster("stop", "one", NULL);

    g_assert_nonnull(said);
}

static bool
make_server(void)
{
    g_autofree char *bin = cluster("bin", NULL, NULL);

    if (!bin) {
        g_test_skip("there is no PostgreSQL server here");
        return false;
    }
    dir = cluster("folder", NULL, NULL);
    g_assert_nonnull(dir);
    start_server();
    g_autofree char *url = cluster("url", NULL, NULL);
    g_setenv("PIKET_TEST_PG", url, TRUE);
    return true;
}

/* What was typed and where one stood is the same before, during and after. */
static void
test_there_and_back(void)
{
    if (!make_server())
        return;
    g_autofree char *where = pk_test_pg_ready("away_jdv");
    g_assert_nonnull(where);
    pk_pty_new_home();
    g_free(pk_console_run(where, 0, "log", "-s", "2", "Eerste melding", NULL));
    g_free(pk_console_run(where, 0, "log", "-s", "2", "Tweede melding", NULL));
    g_free(pk_console_run(where, 0, "sync", NULL));

    PkPty *pty = pk_console_start(where, "en", 24, 132, NULL);
    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "2 of 2");
    pk_pty_type(pty, "j");
    pk_pty_expect(pty, ">  I26-0001");
    pk_pty_type(pty, "t");
    pk_pty_expect(pty, "Line for I26-0001");
    pk_pty_type(pty, "Halfway");
    stop_server();
    pk_pty_expect(pty, "server does not answer");
    pk_pty_type(pty, " through");
    pk_pty_press(pty, "enter");
    pk_pty_expect(pty, "Not yet sent.");
    pk_pty_expect(pty, "1 not yet sent, copy");
    pk_pty_expect(pty, ">  I26-0001");
    pk_pty_type(pty, "5");
    pk_pty_expect(pty, "Halfway through");
    pk_pty_expect(pty, "NOT SENT");
    pk_pty_type(pty, "2");
    pk_pty_expect(pty, ">  I26-0001");

    start_server();
    pk_pty_expect_gone(pty, "server does not answer");
    pk_pty_expect(pty, ">  I26-0001");
    pk_pty_type(pty, "5");
    pk_pty_expect(pty, "Delivered: 1 line from outbox K.");
    pk_pty_expect_gone(pty, "NOT SENT");
    pk_console_leave(pty);
    g_autofree char *lines = pk_console_run(where, 0, "timeline", "1", NULL);
    g_assert_nonnull(strstr(lines, "Halfway through"));

    stop_server(); /* and a console that begins without it */
    pty = pk_console_start(where, "nl", 24, 132, NULL);
    pk_pty_expect(pty, "server antwoordt niet");
    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "I26-0002");
    pk_console_leave(pty);
    g_free(cluster("remove", NULL, NULL));
    g_free(dir);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_console_init();
    g_test_add_func("/away/there-and-back", test_there_and_back);
    return g_test_run();
}
