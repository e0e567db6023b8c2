/* SPDX-License-Identifier: EUPL-1.2 */
#include "outside.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

char *
outside_dir(void)
{
    g_autoptr(GError) error = NULL;
    char *dir = g_dir_make_tmp("piket-link-XXXXXX", &error);

    g_assert_no_error(error);
    return dir;
}

static char *
support(const char *name)
{
    return g_test_build_filename(G_TEST_DIST, "support", name, NULL);
}

void
outside_certs(const char *dir)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *script = support("certs.sh");
    const char *argv[] = { "bash", script, dir, NULL };
    int status = 0;

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                 &error);
    g_assert_no_error(error);
    g_assert_cmpint(status, ==, 0);
}

char *
outside_file(const char *dir, const char *name, const char *text, int mode)
{
    g_autoptr(GError) error = NULL;
    char *path = g_build_filename(dir, name, NULL);

    g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
    g_assert_cmpint(g_chmod(path, mode), ==, 0);
    return path;
}

/* A test that fails leaves nothing running. */
static void
end_with_the_test(G_GNUC_UNUSED void *data)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

char *
outside_start(const char *const *argv, GPid *ret_pid)
{
    g_autoptr(GError) error = NULL;
    GString *line = g_string_new(NULL);
    int out = -1;
    char c = 0;

    g_spawn_async_with_pipes(NULL, (char **)argv, NULL,
                             G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH |
                                 G_SPAWN_STDERR_TO_DEV_NULL,
                             end_with_the_test, NULL, ret_pid, NULL, &out, NULL, &error);
    g_assert_no_error(error);
    while (read(out, &c, 1) == 1 && c != '\n')
        g_string_append_c(line, c);
    close(out);
    if (line->len == 0)
        g_error("%s did not start", argv[0]);
    return g_string_free(line, FALSE);
}

int
outside_server(const char *name, const char *dir, const char *mode, GPid *ret_pid)
{
    g_autofree char *script = support(name);
    const char *argv[] = { "/usr/bin/python3", script, dir, mode, NULL };
    g_autofree char *port = outside_start(argv, ret_pid);

    return (int)g_ascii_strtoll(port, NULL, 10);
}

bool
outside_there(const char *needs)
{
    bool there = g_file_test(needs, G_FILE_TEST_EXISTS);

    if (!there) {
        g_autofree char *why = g_strdup_printf("%s is not here", needs);
        g_test_skip(why);
    }
    return there;
}

void
outside_end(GPid pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

void
outside_remove(char *dir)
{
    const char *argv[] = { "rm", "-rf", dir, NULL };

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
    g_free(dir);
}

char *
outside_read(const char *dir, const char *name)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? text : g_strdup("");
}
