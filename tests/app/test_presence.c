/* SPDX-License-Identifier: EUPL-1.2 */
/* Who else has an incident open, beside a file and on a server. */
#include "pg.h"
#include "piket/app/change.h"
#include "piket/app/presence.h"
#include "piket/app/read.h"
#include "piketdb.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_S = 20 };

/* A console, as far as others can tell. */
typedef struct {
    PkNews *news;
    PkPresence *presence;
} Console;

static void
on_news(G_GNUC_UNUSED void *data)
{
}

static gboolean
tick(G_GNUC_UNUSED void *data)
{
    return G_SOURCE_CONTINUE;
}

static Console
console(const char *where, const char *login, const char *name, bool read_only)
{
    Console made = { .news = pk_news_new(where, on_news, NULL) };
    PkPresenceConfig config = {
        .where = where, .login = login, .name = name, .read_only = read_only, .news = made.news
    };

    made.presence = pk_presence_new(&config, on_news, NULL);
    return made;
}

static void
end(Console *console)
{
    g_clear_pointer(&console->presence, pk_presence_free);
    g_clear_pointer(&console->news, pk_news_free);
}

/* Until a console sees exactly these others; NULL: nobody. */
static void
expect(const Console *console, const char *wanted)
{
    int64_t until_us = g_get_monotonic_time() + PATIENCE_S * G_USEC_PER_SEC;
    guint source = g_timeout_add(10, tick, NULL);

    for (;;) {
        g_autoptr(GPtrArray) others = pk_presence_list(console->presence);
        g_autofree char *words = pk_lookers_words(others);
        if (g_strcmp0(words, wanted) == 0)
            break;
        if (g_get_monotonic_time() > until_us)
            g_error("sees %s, not %s", words ? words : "nobody", wanted ? wanted : "nobody");
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(source);
}

static char *
report(const char *where, const char *title, bool red)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = where, .login = "who_jdv", .name = "J. de Vries" };
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_auto(PkDone) done = { 0 };
    PkReport wanted = { .title = (char *)title, .has_tlp = red, .tlp = PK_TLP_RED };

    g_assert_no_error(error);
    pk_report_save(app, &wanted, &done, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(PkDetail) detail = pk_detail_load(app, done.incident_key, &error);
    g_assert_no_error(error);
    return g_strdup(detail->incident->uuid);
}

/* Two look at the same one, one of them at another, and one leaves. */
static void
meet(const char *where, const char *other_where, const char *one, const char *two)
{
    g_autofree char *first = report(where, "Eerste", false);
    g_autofree char *second = report(where, "Tweede", false);
    Console jdv = console(where, "who_jdv", "J. de Vries", false);
    Console mb = console(other_where, "who_mb", "M. Bakker", false);

    pk_presence_show(jdv.presence, first);
    expect(&jdv, NULL);
    pk_presence_show(mb.presence, first);
    expect(&jdv, two);
    expect(&mb, one);
    int64_t from_us = g_get_monotonic_time();
    pk_presence_show(mb.presence, second);
    expect(&jdv, NULL);
    g_test_message("gone after %d us", (int)(g_get_monotonic_time() - from_us));
    expect(&mb, NULL);
    from_us = g_get_monotonic_time();
    pk_presence_show(jdv.presence, second);
    expect(&mb, one);
    g_test_message("there after %d us", (int)(g_get_monotonic_time() - from_us));
    expect(&jdv, two);
    pk_presence_show(mb.presence, NULL);
    expect(&jdv, NULL);
    expect(&mb, NULL);
    pk_presence_show(mb.presence, second);
    expect(&jdv, two);
    end(&mb);
    expect(&jdv, NULL);
    end(&jdv);
}

static void
test_file(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-who-XXXXXX", NULL);
    g_autofree char *where = g_build_filename(dir, "who.db", NULL);

    meet(where, where, "jdv", "mb");
}

static void
test_server(void)
{
    g_autofree char *where = pk_test_pg_ready("who_jdv");
    g_autofree char *other = where ? pk_test_pg_person(where, "who_mb", "officer") : NULL;

    if (where)
        meet(where, other, "who_jdv", "who_mb");
}

/* ---- a file ---------------------------------------------------------------------------------- */

static unsigned
n_files(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    unsigned n = 0;

    while (dir && g_dir_read_name(dir))
        n++;
    return n;
}

/* A console that is killed leaves its file; the next who looks removes it. */
static void
test_crash(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-who-XXXXXX", NULL);
    g_autofree char *where = g_build_filename(dir, "who.db", NULL);
    g_autofree char *folder = g_strconcat(where, "-who", NULL);
    g_autofree char *uuid = report(where, "Eerste", false);
    pid_t child = fork(); /* before there is any thread here */

    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
        Console mb = console(where, "mbakker", "M. Bakker", false);
        pk_presence_show(mb.presence, uuid);
        for (;;)
            pause();
    }
    Console jdv = console(where, "jdevries", "J. de Vries", false);
    pk_presence_show(jdv.presence, uuid);
    expect(&jdv, "mb");
    g_assert_cmpuint(n_files(folder), ==, 2);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    expect(&jdv, NULL);
    g_assert_cmpuint(n_files(folder), ==, 1);
    end(&jdv);
    g_assert_cmpuint(n_files(folder), ==, 0);
}

/* Nothing is written by who only reads, and none before an incident is open. */
static void
test_read_only(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-who-XXXXXX", NULL);
    g_autofree char *where = g_build_filename(dir, "who.db", NULL);
    g_autofree char *folder = g_strconcat(where, "-who", NULL);
    g_autofree char *uuid = report(where, "Eerste", false);
    Console reader = console(where, "lezer", "L. Ezer", true);
    Console jdv = console(where, "jdevries", "J. de Vries", false);

    pk_presence_show(reader.presence, uuid);
    expect(&reader, NULL);
    g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    pk_presence_show(jdv.presence, uuid);
    expect(&reader, "jdv");
    g_assert_cmpuint(n_files(folder), ==, 1);
    expect(&jdv, NULL);
    end(&jdv);
    end(&reader);
}

/* What others put in the folder is not trusted: no name of the file, no pipe, no control
 * characters, no end. */
static void
test_rubbish(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-who-XXXXXX", NULL);
    g_autofree char *where = g_build_filename(dir, "who.db", NULL);
    g_autofree char *folder = g_strconcat(where, "-who", NULL);
    g_autofree char *uuid = report(where, "Eerste", false);
    Console jdv = console(where, "jdevries", "J. de Vries", false);
    Console mb = console(where, "\033[2Jmb\n\n", "\033]0;M. \tBakker\n", false);
    struct stat st;

    pk_presence_show(jdv.presence, uuid);
    expect(&jdv, NULL);
    g_autofree char *pipe = g_build_filename(folder, "pipe", NULL);
    g_autofree char *empty = g_build_filename(folder, "empty", NULL);
    g_autofree char *link = g_build_filename(folder, "link", NULL);
    while (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        g_main_context_iteration(NULL, FALSE);
    g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
    close(g_creat(empty, 0600));
    g_assert_cmpint(symlink(where, link), ==, 0);
    pk_presence_show(mb.presence, uuid);
    expect(&jdv, "0mb");
    g_autoptr(GPtrArray) others = pk_presence_list(jdv.presence);
    const PkLooker *other = others->pdata[0];
    g_assert_null(strpbrk(other->login, "\033\n\t"));
    g_assert_null(strpbrk(other->name, "\033\n\t"));
    g_assert_true(g_file_test(where, G_FILE_TEST_EXISTS));
    g_assert_cmpint(g_stat(folder, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0700);
    end(&mb);
    end(&jdv);
}

/* Who shares the database shares the folder: the rights of the file, whatever the umask. */
static void
test_shared(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-who-XXXXXX", NULL);
    g_autofree char *where = g_build_filename(dir, "who.db", NULL);
    g_autofree char *folder = g_strconcat(where, "-who", NULL);
    g_autofree char *uuid = report(where, "Eerste", false);
    struct stat st;

    g_assert_cmpint(g_chmod(where, 0660), ==, 0);
    Console jdv = console(where, "jdevries", "J. de Vries", false);
    Console mb = console(where, "mbakker", "M. Bakker", false);
    pk_presence_show(jdv.presence, uuid);
    pk_presence_show(mb.presence, uuid);
    expect(&jdv, "mb");
    g_assert_cmpint(g_stat(folder, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0770);
    g_autoptr(GDir) all = g_dir_open(folder, 0, NULL);
    g_autofree char *one = g_build_filename(folder, g_dir_read_name(all), NULL);
    g_assert_cmpint(g_stat(one, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0660);
    end(&mb);
    end(&jdv);
}

/* ---- a server -------------------------------------------------------------------------------- */

/* Two look at an incident that a third may not see: to the third nobody is there. */
static void
test_unseen(void)
{
    g_autofree char *where = pk_test_pg_ready("who_jdv");
    g_autofree char *other = where ? pk_test_pg_person(where, "who_mb", "officer") : NULL;

    if (!where)
        return;
    g_autofree char *open = report(where, "Open", false);
    g_autofree char *red = report(where, "Rood", true);
    Console jdv = console(where, "who_jdv", "who_jdv", false);
    Console mb = console(other, "who_mb", "who_mb", false);
    pk_presence_show(jdv.presence, red);
    pk_presence_show(mb.presence, red);
    expect(&jdv, "who_mb"); /* jdv is named on it, and sees who tries */
    expect(&mb, NULL);
    pk_presence_show(jdv.presence, open);
    pk_presence_show(mb.presence, open);
    expect(&mb, "who_jdv");
    pk_presence_show(jdv.presence, red);
    expect(&mb, NULL);
    end(&mb);
    end(&jdv);
}

/* A console whose connection is gone is gone; when it is back, so is its person. */
static void
test_lost(void)
{
    g_autofree char *where = pk_test_pg_ready("who_jdv");
    g_autofree char *other = where ? pk_test_pg_person(where, "who_mb", "officer") : NULL;
    g_autofree char *admin = where ? pk_test_pg_as(where, "postgres") : NULL;

    if (!where)
        return;
    g_autofree char *uuid = report(where, "Eerste", false);
    Console jdv = console(where, "who_jdv", "who_jdv", false);
    Console mb = console(other, "who_mb", "who_mb", false);
    pk_presence_show(jdv.presence, uuid);
    pk_presence_show(mb.presence, uuid);
    expect(&jdv, "who_mb");
    g_free(pk_test_pg_ask(admin, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                 "WHERE datname = current_database() AND usename LIKE 'who%'"));
    expect(&mb, "who_jdv");
    expect(&jdv, "who_mb");
    end(&mb);
    expect(&jdv, NULL);
    end(&jdv);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/presence/crash", test_crash); /* forks: first */
    g_test_add_func("/app/presence/file", test_file);
    g_test_add_func("/app/presence/read-only", test_read_only);
    g_test_add_func("/app/presence/rubbish", test_rubbish);
    g_test_add_func("/app/presence/shared", test_shared);
    g_test_add_func("/app/presence/server", test_server);
    g_test_add_func("/app/presence/unseen", test_unseen);
    g_test_add_func("/app/presence/lost", test_lost);
    return g_test_run();
}
