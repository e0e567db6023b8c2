/* SPDX-License-Identifier: EUPL-1.2 */
/* News: what another connection commits is known here, on both engines; a server that goes away and
 * comes back is listened to again. */
#include "pg.h"
#include "piket/app/change.h"
#include "piket/app/news.h"
#include "piketdb.h"

#include <string.h>

/* Far above the half second that is aimed at: a loaded machine is no fault of the program. */
enum { PATIENCE_S = 20 };

typedef struct {
    PkNews *news;
    unsigned n; /* times it was heard */
} Ear;

static void
on_changed(void *data)
{
    Ear *ear = data;

    ear->n++;
}

static gboolean
tick(G_GNUC_UNUSED void *data)
{
    return G_SOURCE_CONTINUE;
}

/* Until something more was heard than `before`. */
static void
wait_for(const Ear *ear, unsigned before)
{
    int64_t until_us = g_get_monotonic_time() + PATIENCE_S * G_USEC_PER_SEC;
    guint source = g_timeout_add(50, tick, NULL);

    while (ear->n <= before) {
        if (g_get_monotonic_time() > until_us)
            g_error("no news in %d s", PATIENCE_S);
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(source);
}

static void
drain(void)
{
    while (g_main_context_iteration(NULL, FALSE))
        continue;
}

static void
note(PkApp *app, const char *text)
{
    g_autoptr(GError) error = NULL;
    PkNote it = { .text = text, .has_tlp = true, .tlp = PK_TLP_GREEN };

    pk_note_add(app, 0, &it, NULL, &error);
    g_assert_no_error(error);
}

static int
by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void
hear_notes(const char *where)
{
    enum { N = 20 };
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = where, .login = "news_jdv" };
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    int64_t took_us[N];
    Ear ear = { 0 };

    g_assert_no_error(error);
    note(app, "The file is there");
    ear.news = pk_news_new(where, on_changed, &ear);
    if (pk_app_is_server(where))
        wait_for(&ear, 0); /* it listens now, and says that what was before may have been missed */
    for (int i = 0; i < N; i++) {
        drain();
        unsigned before = ear.n;
        int64_t from_us = g_get_monotonic_time();
        note(app, "Heard at once");
        wait_for(&ear, before);
        took_us[i] = g_get_monotonic_time() - from_us;
    }
    qsort(took_us, N, sizeof took_us[0], by_time);
    g_test_message("save and news: median %d us, worst %d us", (int)took_us[N / 2],
                   (int)took_us[N - 1]);
    pk_news_free(ear.news);
}

static void
test_file(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-news-XXXXXX", NULL);
    g_autofree char *where = g_build_filename(dir, "news.db", NULL);

    hear_notes(where);
}

static void
test_server(void)
{
    g_autofree char *where = pk_test_pg_ready("news_jdv");

    if (where)
        hear_notes(where);
}

/* The session that listens is ended by the server: it is made again, and what was committed
 * meanwhile is heard of. */
static void
test_server_again(void)
{
    g_autofree char *where = pk_test_pg_ready("news_jdv");
    g_autofree char *admin = where ? pk_test_pg_as(where, "postgres") : NULL;
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = where };
    Ear ear = { 0 };

    if (!where)
        return;
    ear.news = pk_news_new(where, on_changed, &ear);
    wait_for(&ear, 0);
    for (int i = 0; i < 3; i++) {
        drain();
        unsigned before = ear.n;
        g_free(pk_test_pg_ask(admin,
                              "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                              "WHERE datname = current_database() AND usename = 'news_jdv'"));
        wait_for(&ear, before);
    }
    drain();
    unsigned before = ear.n;
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    note(app, "After it came back");
    wait_for(&ear, before);
    pk_news_free(ear.news);
}

/* Nobody is there, and then the console ends: it does not wait for anybody. */
static void
test_nobody(void)
{
    Ear ear = { 0 };
    int64_t from_us = g_get_monotonic_time();

    ear.news = pk_news_new("postgresql:///piket?host=/nowhere&connect_timeout=2", on_changed, &ear);
    drain();
    pk_news_free(ear.news);
    g_assert_cmpuint(ear.n, ==, 0);
    g_assert_cmpint(g_get_monotonic_time() - from_us, <, PATIENCE_S * G_USEC_PER_SEC);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/news/file", test_file);
    g_test_add_func("/app/news/server", test_server);
    g_test_add_func("/app/news/server-again", test_server_again);
    g_test_add_func("/app/news/nobody", test_nobody);
    return g_test_run();
}
