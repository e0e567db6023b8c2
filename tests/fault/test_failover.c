/* SPDX-License-Identifier: EUPL-1.2 */
/* A primary that goes away while twenty people write, and a standby that takes over: what was said
 * to be saved is there, once, also when the answer to a commit was lost; and they go on. */
#include "cluster.h"
#include "pg.h"
#include "piket/app/change.h"
#include "piket/app/read.h"
#include "piket/app/retry.h"
#include "piket/app/verify.h"
#include "piketdb.h"

#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WRITERS = 20,
    LINES_MAX = 4000, /* of one writer */
    WARM = 40,        /* lines before anything happens, and after it */
    LATE_S = 60,
};

/* Of one writer, in memory that parent and child share. */
typedef struct {
    gint n;                 /* lines asked for; their texts are numbered 0 .. n-1 */
    char answer[LINES_MAX]; /* 's' saved, 'u' unsure, 'e' refused, 0: none yet    */
    gint64 last_us, gap_us; /* the longest time between two answers               */
    char words[300];        /* of the first that failed                           */
} Writer;

typedef struct {
    gint go;
    Writer writers[WRITERS];
} Shared;

typedef struct {
    PkCluster *cluster;
    char *root, *one, *two; /* as superuser: whichever takes writes, the first, the second */
    char *pair;             /* as the writer                                               */
    int64_t keys[4];
    Shared *shared;
    int bell[2]; /* a byte for each line that is saved */
    pid_t pids[WRITERS];
} World;

static PkApp *
open_app(const char *url)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = url };
    PkApp *app = pk_app_open(&config, &error);

    g_assert_no_error(error);
    return app;
}

static void
make_incidents(World *world)
{
    g_autoptr(PkApp) app = open_app(world->pair);

    for (size_t i = 0; i < G_N_ELEMENTS(world->keys); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(PkReport) report = { .note = g_strdup("Storing in Testerwoude.") };
        g_auto(PkDone) done = { 0 };
        pk_report_save(app, &report, &done, NULL, &error);
        g_assert_no_error(error);
        world->keys[i] = done.incident_key;
    }
}

/* False when this machine has no server. */
static bool
world_start(World *world)
{
    *world = (World){ .cluster = pk_cluster_start("pair-start", "--sync") };
    if (!world->cluster)
        return false;
    world->one = pk_cluster_url(world->cluster, "one");
    world->two = pk_cluster_url(world->cluster, "two");
    world->root = pk_cluster_url(world->cluster, "pair");
    pk_cluster_init(world->root);
    world->pair =
        pk_test_pg_person(world->root, "failover_jdv", "officer lead coordinator auditor");
    make_incidents(world);
    world->shared = mmap(NULL, sizeof *world->shared, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    g_assert_true(world->shared != MAP_FAILED);
    g_assert_cmpint(pipe(world->bell), ==, 0);
    return true;
}

static void
world_stop(World *world)
{
    if (world->shared) {
        munmap(world->shared, sizeof *world->shared);
        close(world->bell[0]);
        close(world->bell[1]);
    }
    pk_cluster_free(world->cluster);
    g_free(world->root);
    g_free(world->one);
    g_free(world->two);
    g_free(world->pair);
}

/* ---- the writers ---------------------------------------------------------------------------- */

/* As a worker of the console does it. */
static bool
write_line(PkApp *app, int64_t key, const char *text, GError **error)
{
    PkNote note = { .text = text, .category = PK_CAT_TECH };
    PkRetry retry = pk_retry_start(app);
    GError *why = NULL;

    while (!pk_note_add(app, key, &note, NULL, &why) && pk_retry_again(&retry, app, why))
        g_clear_error(&why);
    if (why)
        g_propagate_error(error, why);
    return !why;
}

G_GNUC_NORETURN static void
write_lines(const World *world, int w)
{
    Writer *me = &world->shared->writers[w];
    PkApp *app = open_app(world->pair);
    int64_t key = world->keys[w % (int)G_N_ELEMENTS(world->keys)];

    me->last_us = g_get_monotonic_time();
    while (g_atomic_int_get(&world->shared->go) && me->n < LINES_MAX) {
        g_autoptr(GError) error = NULL;
        int i = g_atomic_int_add(&me->n, 1);
        g_autofree char *text = g_strdup_printf("w%02d-%04d", w, i);
        bool ok = write_line(app, key, text, &error);
        int64_t now_us = g_get_monotonic_time();
        me->answer[i] = ok ? 's' : g_error_matches(error, PK_ERROR, PK_ERROR_UNSURE) ? 'u' : 'e';
        if (!ok && !*me->words)
            g_strlcpy(me->words, error->message, sizeof me->words);
        me->gap_us = MAX(me->gap_us, now_us - me->last_us);
        me->last_us = now_us;
        if (ok)
            g_assert_cmpint(write(world->bell[1], "s", 1), ==, 1);
    }
    pk_app_close(app);
    _exit(0);
}

static int
n_saved(const World *world)
{
    int n = 0;

    for (int w = 0; w < WRITERS; w++) {
        const Writer *writer = &world->shared->writers[w];
        int asked = g_atomic_int_get(&writer->n);
        for (int i = 0; i < asked; i++)
            n += writer->answer[i] == 's';
    }
    return n;
}

static void
until_saved(const World *world, int wanted)
{
    while (n_saved(world) < wanted) {
        struct pollfd said = { .fd = world->bell[0], .events = POLLIN };
        char bytes[64];
        g_assert_cmpint(poll(&said, 1, LATE_S * 1000), ==, 1);
        g_assert_cmpint(read(said.fd, bytes, sizeof bytes), >, 0);
    }
}

static void
start_writers(World *world)
{
    g_atomic_int_set(&world->shared->go, 1);
    for (int w = 0; w < WRITERS; w++) {
        world->pids[w] = fork();
        if (world->pids[w] == 0)
            write_lines(world, w);
    }
    until_saved(world, WARM);
}

static void
stop_writers(World *world)
{
    g_atomic_int_set(&world->shared->go, 0);
    for (int w = 0; w < WRITERS; w++) {
        int status = 0;
        g_assert_cmpint(waitpid(world->pids[w], &status, 0), >, 0);
        g_assert_cmpint(status, ==, 0);
    }
}

/* ---- afterwards ----------------------------------------------------------------------------- */

static GHashTable *
lines_there(const World *world)
{
    GHashTable *there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *all =
        pk_test_pg_ask(world->root, "SELECT string_agg(body, ' ') FROM piket.line_text "
                                    "WHERE body ~ '^w[0-9]{2}-'");
    g_auto(GStrv) texts = g_strsplit(all, " ", -1);

    for (int i = 0; texts[i]; i++) {
        gpointer n = g_hash_table_lookup(there, texts[i]);
        g_hash_table_insert(there, g_strdup(texts[i]), GINT_TO_POINTER(GPOINTER_TO_INT(n) + 1));
    }
    return there;
}

/* What was said to be saved is there, nothing is there twice, what was refused is not there. */
static void
check_lines(const World *world)
{
    g_autoptr(GHashTable) there = lines_there(world);

    for (int w = 0; w < WRITERS; w++) {
        const Writer *writer = &world->shared->writers[w];
        for (int i = 0; i < writer->n; i++) {
            g_autofree char *text = g_strdup_printf("w%02d-%04d", w, i);
            int n = GPOINTER_TO_INT(g_hash_table_lookup(there, text));
            char is = writer->answer[i];
            if (n > 1 || (is == 's' && n != 1) || (is == 'e' && n != 0))
                g_error("%s is there %d times, and its writer was told '%c'", text, n, is);
        }
        if (*writer->words)
            g_error("writer %d was told: %s", w, writer->words);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(PkApp) app = open_app(world->pair);
    g_autoptr(PkVerify) verify = pk_verify_run(app, 0, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(verify->n_broken, ==, 0);
}

static void
report(const World *world, int n_before, int64_t since_us, int64_t first_us)
{
    int64_t gap_us = 0;

    for (int w = 0; w < WRITERS; w++)
        gap_us = MAX(gap_us, world->shared->writers[w].gap_us);
    g_test_message("%d lines, %d of them before; the first after %.2f s, no writer waited longer "
                   "than %.2f s",
                   n_saved(world), n_before, (double)(first_us - since_us) / 1e6,
                   (double)gap_us / 1e6);
}

/* The first server is gone: the second takes over, and everybody goes on. */
static void
fail_over(World *world)
{
    int64_t since_us = g_get_monotonic_time();

    pk_cluster_tell(world->cluster, "crash", "one");
    int before = n_saved(world);
    pk_cluster_tell(world->cluster, "thaw", "two");
    pk_cluster_tell(world->cluster, "promote", "");
    until_saved(world, before + 1);
    int64_t first_us = g_get_monotonic_time();
    until_saved(world, before + WARM);
    stop_writers(world);
    report(world, before, since_us, first_us);
    check_lines(world);
}

static const char waiting[] =
    "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query = 'COMMIT')";

/* Sessions are ended, or told to wait no longer, while their commit waits: it is there, but not on
 * the standby, and nobody may hear that it is saved before it is. */
static void
end_the_wait(World *world, const char *how)
{
    g_autofree char *ended = g_strdup_printf("(SELECT bool_or(%s(pid)) FROM pg_stat_activity "
                                             "WHERE wait_event = 'SyncRep' AND query = 'COMMIT')",
                                             how);

    pk_cluster_tell(world->cluster, "freeze", "two");
    pk_cluster_until(world->one, waiting);
    int before = n_saved(world);
    pk_cluster_until(world->one, ended);
    pk_cluster_until(world->one, waiting); /* the next in the queue, for the same standby */
    g_assert_cmpint(n_saved(world), ==, before);
    pk_cluster_tell(world->cluster, "thaw", "two");
    until_saved(world, before + WARM);
}

static void
test_in_the_middle(void)
{
    World world;

    if (world_start(&world)) {
        start_writers(&world);
        end_the_wait(&world, "pg_terminate_backend");
        end_the_wait(&world, "pg_cancel_backend");
        fail_over(&world);
    }
    world_stop(&world);
}

/* A commit waits for a standby that never got it: nobody has it after the fail-over. */
static void
test_commit_not_there(void)
{
    World world;

    if (world_start(&world)) {
        start_writers(&world);
        pk_cluster_tell(world.cluster, "freeze", "two");
        pk_cluster_until(world.one, waiting);
        fail_over(&world);
    }
    world_stop(&world);
}

/* The standby has the commit, and whoever wrote it was never told. */
static void
test_commit_there(void)
{
    World world;

    if (world_start(&world)) {
        g_free(pk_test_pg_ask(world.one,
                              "ALTER ROLE failover_jdv SET synchronous_commit = remote_apply"));
        start_writers(&world);
        g_free(pk_test_pg_ask(world.two, "SELECT pg_wal_replay_pause()"));
        pk_cluster_until(world.one, waiting);
        pk_cluster_until(world.two, "pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()");
        fail_over(&world);
    }
    world_stop(&world);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/failover/in-the-middle", test_in_the_middle);
    g_test_add_func("/failover/commit-not-there", test_commit_not_there);
    g_test_add_func("/failover/commit-there", test_commit_there);
    return g_test_run();
}
