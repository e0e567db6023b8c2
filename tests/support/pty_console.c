/* SPDX-License-Identifier: EUPL-1.2 */
#include "pty_console.h"

#include "piket/app/demo.h"
#include "piket/store/db.h"
#include "piket/store/person_store.h"

#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>

void
pk_console_init(void)
{
    g_setenv("PIKET_TEST_NOW", PK_CONSOLE_NOW, TRUE);
}

/* Whoever runs the tests works in that week, so they are named on what is TLP:RED in it. */
static void
see_all(PkApp *app, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkDb) db = pk_db_open(path, PK_DB_WRITE, &error);
    int64_t red = 0;

    g_assert_no_error(error);
    g_assert_true(pk_incident_resolve(app, "I26-0006", &red, &error) && pk_db_begin(db, &error) &&
                  pk_named_insert(db, red, g_get_user_name(), "jdv", 1, &error) &&
                  pk_db_commit(db, &error));
    g_assert_no_error(error);
}

static void
fill(const char *path)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = path, .login = "jdv", .name = "J. de Vries" };

    pk_i18n_start("en");
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    pk_demo_fill(app, &error);
    g_assert_no_error(error);
    see_all(app, path);
}

char *
pk_console_week(void)
{
    static char *bytes;
    static gsize n;
    char *path = g_build_filename(pk_pty_new_home(), "week.db", NULL);

    if (bytes) {
        g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
        return path;
    }
    fill(path);
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    return path;
}

PkPty *
pk_console_start(const char *path, const char *lang, int rows, int cols, const char *const *extra)
{
    const char *argv[] = {
        g_getenv("PIKET_BIN"), "--lang", lang, path ? "--db" : NULL, path, NULL
    };
    const char *env[12] = { "PIKET_TEST_NOW=" PK_CONSOLE_NOW };

    for (size_t i = 1; extra && *extra; i++, extra++) {
        g_assert_cmpuint(i, <, G_N_ELEMENTS(env) - 1);
        env[i] = *extra;
    }
    PkPty *pty = pk_pty_start_env(rows, cols, argv, env);
    if (path && rows >= 10 && cols >= 40)
        pk_pty_expect(pty, strcmp(lang, "nl") == 0 ? "OPEN INCIDENTEN" : "OPEN INCIDENTS");
    return pty;
}

void
pk_console_leave(PkPty *pty)
{
    pk_pty_type(pty, "1");
    pk_pty_type(pty, "q");
    pk_pty_expect(pty, "q  ");
    pk_pty_type(pty, "q");
    g_assert_cmpint(pk_pty_finish(pty), ==, 0);
}

char *
pk_console_run(const char *path, int exit_code, const char *first, ...)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *home = g_build_filename(pk_pty_home(), "home", NULL);
    g_autofree char *state = g_build_filename(pk_pty_home(), "state", NULL);
    g_auto(GStrv) env = g_get_environ();
    char *out = NULL;
    g_autofree char *err = NULL;
    int status = 0;
    va_list rest;

    g_ptr_array_add(argv, (char *)g_getenv("PIKET_BIN"));
    va_start(rest, first);
    for (const char *arg = first; arg; arg = va_arg(rest, const char *))
        g_ptr_array_add(argv, (char *)arg);
    va_end(rest);
    g_ptr_array_add(argv, (char *)"--lang=en");
    g_ptr_array_add(argv, (char *)"--db");
    g_ptr_array_add(argv, (char *)path);
    g_ptr_array_add(argv, NULL);
    env = g_environ_setenv(env, "HOME", home, TRUE);
    env = g_environ_setenv(env, "XDG_STATE_HOME", state, TRUE);
    g_assert_true(g_spawn_sync(NULL, (char **)argv->pdata, env, G_SPAWN_STDIN_FROM_DEV_NULL, NULL,
                               NULL, &out, &err, &status, NULL));
    char *all = g_strconcat(out, err, NULL);
    g_free(out);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != exit_code)
        g_error("piket %s: status %x, not exit %d: %s", first, (unsigned)status, exit_code, all);
    return all;
}

static PkApp *
open_app(const char *path)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = path, .login = "jdv" };
    PkApp *app = pk_app_open(&config, &error);

    g_assert_no_error(error);
    return app;
}

PkDetail *
pk_console_newest(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkApp) app = open_app(path);
    PkListAsk ask = { .filter = "status:open", .order = PK_ORDER_NEWEST, .limit = 1 };
    g_autoptr(PkList) list = pk_list_load(app, &ask, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(list->rows->len, ==, 1);
    const PkIncidentRow *row = list->rows->pdata[0];
    PkDetail *detail = pk_detail_load(app, row->incident->key, &error);
    g_assert_no_error(error);
    return detail;
}

char *
pk_console_lines(const char *path, int64_t incident_key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkApp) app = open_app(path);
    PkTimelineAsk ask = { .incident_key = incident_key };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(app, &ask, NULL, &error);
    GString *all = g_string_new(NULL);

    g_assert_no_error(error);
    g_assert_true(timeline->chain_ok);
    for (guint i = 0; i < timeline->rows->len; i++) {
        const PkTimelineRow *row = timeline->rows->pdata[i];
        g_string_append_printf(all, "%s\n", row->line->text ? row->line->text : "");
    }
    return g_string_free(all, FALSE);
}

char *
pk_console_sum(const char *path)
{
    g_autofree char *bytes = NULL;
    gsize n = 0;

    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (guchar *)bytes, n);
}
