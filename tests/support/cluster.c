/* SPDX-License-Identifier: EUPL-1.2 */
#include "cluster.h"

#include "pg.h"
#include "piket/app/db_admin.h"

#include <unistd.h>

struct PkCluster {
    char *dir;
};

/* What cluster.sh wrote; NULL when it failed. Owned. */
static char *
run(const char *verb, const char *dir, const char *more)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *script =
        g_build_filename(g_getenv("PIKET_SOURCE_DIR"), "tests", "support", "cluster.sh", NULL);
    g_autofree char *line = g_strdup_printf("bash '%s' %s %s %s", script, verb, dir, more);
    g_autofree char *out = NULL;
    int status = 0;

    g_spawn_command_line_sync(line, &out, NULL, &status, &error);
    g_assert_no_error(error);
    return status == 0 ? g_strdup(g_strstrip(out)) : NULL;
}

PkCluster *
pk_cluster_start(const char *verb, const char *options)
{
    g_autofree char *watched = g_strdup_printf("%s --watch %d", options, (int)getpid());
    g_autofree char *bin = run("bin", "", "");
    PkCluster *cluster;

    if (!bin) {
        g_test_skip("no PostgreSQL server is installed on this machine");
        return NULL;
    }
    cluster = g_new0(PkCluster, 1);
    cluster->dir = run("folder", "", "");
    g_assert_nonnull(cluster->dir);
    pk_cluster_tell(cluster, verb, watched);
    return cluster;
}

void
pk_cluster_free(PkCluster *cluster)
{
    if (!cluster)
        return;
    pk_cluster_tell(cluster, "remove", "");
    g_free(cluster->dir);
    g_free(cluster);
}

void
pk_cluster_tell(const PkCluster *cluster, const char *verb, const char *more)
{
    g_autofree char *out = run(verb, cluster->dir, more);

    g_assert_nonnull(out);
}

char *
pk_cluster_url(const PkCluster *cluster, const char *which)
{
    return run("url", cluster->dir, which);
}

const char *
pk_cluster_dir(const PkCluster *cluster)
{
    return cluster->dir;
}

void
pk_cluster_init(const char *url)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = url };
    bool made = false;

    pk_db_init(&config, &made, &error);
    g_assert_no_error(error);
}

void
pk_cluster_until(const char *url, const char *condition)
{
    g_autofree char *sql = g_strdup_printf(
        "DO $$ BEGIN FOR i IN 1..12000 LOOP PERFORM pg_stat_clear_snapshot(); IF (%s) THEN RETURN; "
        "END IF; PERFORM pg_sleep(0.005); END LOOP; RAISE 'it never came'; END $$",
        condition);

    g_free(pk_test_pg_ask(url, sql));
}
