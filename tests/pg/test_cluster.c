/* SPDX-License-Identifier: EUPL-1.2 */
/* The server that tests get is what they count on. */
#include "pg.h"

#include <glib/gstdio.h>
#include <string.h>

static void
assert_says(const char *url, const char *sql, const char *wanted)
{
    g_autofree char *got = pk_test_pg_ask(url, sql);

    g_assert_cmpstr(got, ==, wanted);
}

static void
test_new_database(void)
{
    g_autofree char *url = pk_test_pg_database();
    g_autofree char *other = url ? pk_test_pg_database() : NULL;
    g_autofree char *version = NULL;

    if (!url)
        return;
    version = pk_test_pg_ask(url, "SHOW server_version_num");
    g_assert_cmpint(atoi(version), >=, 150000);
    g_assert_cmpstr(url, !=, other);
    assert_says(url, "SHOW server_encoding", "UTF8");
    assert_says(url, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
                "0");
    g_free(pk_test_pg_ask(url, "CREATE TABLE here (x int)"));
    assert_says(other, "SELECT to_regclass('here') IS NULL", "t");
}

static void
test_users(void)
{
    g_autofree char *url = pk_test_pg_database();
    g_autofree char *anna = url ? pk_test_pg_as(url, "cluster_anna") : NULL;

    if (!url)
        return;
    g_free(pk_test_pg_ask(url, "CREATE ROLE cluster_anna LOGIN"));
    assert_says(anna, "SELECT session_user", "cluster_anna");
    g_free(pk_test_pg_ask(url, "DROP ROLE cluster_anna"));
}

static void
test_drop(void)
{
    g_autofree char *url = pk_test_pg_database();
    g_autofree char *other = url ? pk_test_pg_database() : NULL;
    g_autofree char *name = url ? pk_test_pg_ask(url, "SELECT current_database()") : NULL;
    g_autofree char *sql = NULL;

    if (!url)
        return;
    sql = g_strdup_printf("SELECT count(*) FROM pg_database WHERE datname = '%s'", name);
    assert_says(other, sql, "1");
    pk_test_pg_drop(url);
    assert_says(other, sql, "0");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pg/cluster/new-database", test_new_database);
    g_test_add_func("/pg/cluster/users", test_users);
    g_test_add_func("/pg/cluster/drop", test_drop);
    return g_test_run();
}
