/* SPDX-License-Identifier: EUPL-1.2 */
#include "pg.h"

#include <libpq-fe.h>
#include <string.h>
#include <unistd.h>

/* Databases this process made. A child that was forked must not drop those of its parent. */
static GPtrArray *made;
static pid_t maker;

char *
pk_test_pg_server(void)
{
    const char *given = g_getenv("PIKET_TEST_PG");
    const char *file = g_getenv("PIKET_TEST_PG_FILE");
    char *url = NULL;

    if (given && *given)
        return g_strdup(given);
    if (!file || !g_file_get_contents(file, &url, NULL, NULL))
        return NULL;
    g_strstrip(url);
    if (!*url)
        g_clear_pointer(&url, g_free);
    return url;
}

/* An address has its database between the last / before a ? and that ?. */
static char *
with_database(const char *url, const char *name)
{
    const char *tail = strchr(url, '?');
    const char *slash;

    if (!tail)
        tail = url + strlen(url);
    slash = g_strrstr_len(url, tail - url, "/");
    g_assert_nonnull(slash);
    return g_strdup_printf("%.*s/%s%s", (int)(slash - url), url, name, tail);
}

static char *
database_of(const char *url)
{
    const char *tail = strchr(url, '?');
    const char *slash;

    if (!tail)
        tail = url + strlen(url);
    slash = g_strrstr_len(url, tail - url, "/");
    g_assert_nonnull(slash);
    return g_strndup(slash + 1, (gsize)(tail - slash - 1));
}

static bool
run(const char *url, const char *sql, char **first, char **problem)
{
    PGconn *to = PQconnectdb(url);
    PGresult *rows = NULL;
    bool done = PQstatus(to) == CONNECTION_OK;

    if (done) {
        rows = PQexec(to, sql);
        done = PQresultStatus(rows) == PGRES_COMMAND_OK || PQresultStatus(rows) == PGRES_TUPLES_OK;
    }
    if (done && first && PQntuples(rows) > 0)
        *first = g_strdup(PQgetvalue(rows, 0, 0));
    if (!done && problem)
        *problem = g_strdup(PQerrorMessage(to));
    PQclear(rows);
    PQfinish(to);
    return done;
}

static bool
drop(const char *url)
{
    g_autofree char *server = pk_test_pg_server();
    g_autofree char *name = database_of(url);
    g_autofree char *sql = g_strdup_printf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name);

    return server && run(server, sql, NULL, NULL);
}

static void
drop_all(void)
{
    if (getpid() != maker)
        return;
    for (guint i = 0; i < made->len; i++)
        drop(made->pdata[i]);
    g_ptr_array_unref(made);
}

static void
remember(const char *url)
{
    if (!made) {
        made = g_ptr_array_new_with_free_func(g_free);
        maker = getpid();
        atexit(drop_all);
    }
    g_ptr_array_add(made, g_strdup(url));
}

bool
pk_test_pg_there(void)
{
    g_autofree char *server = pk_test_pg_server();

    return server != NULL;
}

static char *
database_from(const char *template)
{
    g_autofree char *server = pk_test_pg_server();
    g_autofree char *unique = g_uuid_string_random();
    g_autofree char *name = g_strdup_printf("piket_%d_%.8s", (int)getpid(), unique);
    g_autofree char *sql = g_strdup_printf("CREATE DATABASE %s TEMPLATE %s", name, template);

    g_free(pk_test_pg_ask(server, sql));
    char *url = with_database(server, name);
    remember(url);
    return url;
}

char *
pk_test_pg_database(void)
{
    if (!pk_test_pg_there()) {
        g_test_skip("no PostgreSQL server is installed on this machine");
        return NULL;
    }
    /* Nobody can be connected to template0, so many tests may do this at once. */
    return database_from("template0");
}

bool
pk_test_pg_own(void)
{
    const char *given = g_getenv("PIKET_TEST_PG");

    return !(given && *given);
}

char *
pk_test_pg_keep(const char *name, const char *url)
{
    g_autofree char *server = pk_test_pg_server();
    g_autofree char *ask =
        g_strdup_printf("SELECT count(*) FROM pg_database WHERE datname = '%s'", name);

    if (url) {
        g_autofree char *old = database_of(url);
        g_autofree char *sql = g_strdup_printf("ALTER DATABASE %s RENAME TO %s", old, name);
        g_free(pk_test_pg_ask(server, sql));
    }
    g_autofree char *n = pk_test_pg_ask(server, ask);
    return g_strcmp0(n, "1") == 0 ? with_database(server, name) : NULL;
}

char *
pk_test_pg_copy(const char *url)
{
    g_autofree char *name = database_of(url);

    return database_from(name);
}

char *
pk_test_pg_as(const char *url, const char *user)
{
    g_autofree char *escaped = g_uri_escape_string(user, NULL, false);

    /* Of a parameter that is given twice libpq takes the last. */
    return g_strdup_printf("%s%cuser=%s", url, strchr(url, '?') ? '&' : '?', escaped);
}

void
pk_test_pg_drop(const char *url)
{
    g_autofree char *name = database_of(url);

    for (guint i = 0; made && i < made->len; i++) {
        g_autofree char *own = database_of(made->pdata[i]);
        if (!strcmp(own, name)) {
            g_assert_true(drop(url));
            g_ptr_array_remove_index_fast(made, i);
            return;
        }
    }
}

char *
pk_test_pg_ask(const char *url, const char *sql)
{
    g_autofree char *problem = NULL;
    char *first = NULL;

    if (!run(url, sql, &first, &problem))
        g_error("%s\nsaid to: %s", problem, sql);
    return first;
}
