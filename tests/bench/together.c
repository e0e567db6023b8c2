/* SPDX-License-Identifier: EUPL-1.2 */
/* Many who save at once, on both engines side by side: durable reports and lines, each writer a
 * process of its own that never pauses, or, at a pace, at random moments as people do. Bare is one
 * row of one table in the same number of processes: what the engine, and the disk below it, take
 * for themselves. */
#include "bench.h"
#include "cluster.h"
#include "pg.h"
#include "piketdb.h"
#include "rng.h"

#include "piket/app/change.h"
#include "piket/app/read.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EACH = 30, EACH_PACED = 10 };

typedef void (*WriteFn)(void *on, int64_t key, int i);

/* ---- what is written ------------------------------------------------------------------------ */

static void
must(bool ok, const GError *error)
{
    if (ok)
        return;
    fprintf(stderr, "piket-bench: %s\n", error ? error->message : "failed");
    _exit(1); /* a writer must not remove what the others work on */
}

static PkApp *
open_app(const char *where)
{
    GError *error = NULL;
    PkAppConfig config = { .where = where };
    PkApp *app = pk_app_open(&config, &error);

    must(app != NULL, error);
    return app;
}

static void
write_report(void *on, G_GNUC_UNUSED int64_t key, G_GNUC_UNUSED int i)
{
    GError *error = NULL;
    PkReport report = { .note = (char *)"Bestanden versleuteld, netwerk is losgekoppeld.",
                        .kinds = 1u << PK_KIND_RANSOMWARE,
                        .severity = PK_SEVERITY_HIGH };

    must(pk_report_save(on, &report, NULL, NULL, &error), error);
}

static void
write_note(void *on, int64_t key, G_GNUC_UNUSED int i)
{
    GError *error = NULL;
    PkNote note = { .text = "Beheerder teruggebeld.", .category = PK_CAT_CONTACT };

    must(pk_note_add(on, key, &note, NULL, &error), error);
}

static void
write_bare_sqlite(void *on, G_GNUC_UNUSED int64_t key, G_GNUC_UNUSED int i)
{
    if (sqlite3_exec(on, "BEGIN IMMEDIATE; INSERT INTO bare (b) VALUES ('x'); COMMIT", NULL, NULL,
                     NULL) != SQLITE_OK)
        _exit(1);
}

static void
write_bare_postgres(void *on, G_GNUC_UNUSED int64_t key, G_GNUC_UNUSED int i)
{
    PGresult *result = PQexec(on, "INSERT INTO bare (b) VALUES ('x')");

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        _exit(1);
    PQclear(result);
}

/* ---- the writers ---------------------------------------------------------------------------- */

typedef struct {
    const char *where;
    bool bare;
    WriteFn write;
    int64_t key;     /* of the incident that all notes are about */
    double pause_ms; /* on average, before each save             */
} Work;

static void *
open_for(const Work *work)
{
    if (!work->bare)
        return open_app(work->where);
    if (pk_app_is_server(work->where))
        return PQconnectdb(work->where);
    sqlite3 *db = bench_open_bare(work->where, true);
    sqlite3_busy_timeout(db, 60000);
    return db;
}

/* Its times go down the pipe, eight bytes each. */
G_GNUC_NORETURN static void
writer(const Work *work, int gate, int out)
{
    void *on = open_for(work);
    char byte;

    if (read(gate, &byte, 1) != 0)
        _exit(4);
    Rng rng = { (uint64_t)getpid() };
    for (int i = 0; i < (work->pause_ms > 0 ? EACH_PACED : EACH); i++) {
        if (work->pause_ms > 0)
            poll(NULL, 0, (int)(rng_below(&rng, 2000) * work->pause_ms / 1000)); /* 0 to twice */
        double from = bench_now_ms();
        work->write(on, work->key, i);
        double took = bench_now_ms() - from;
        if (write(out, &took, sizeof took) != sizeof took)
            _exit(5);
    }
    if (!work->bare)
        pk_app_close(on);
    _exit(0);
}

static void
run(const Work *work, unsigned n, GArray *samples)
{
    int gate[2], out[2];
    double took;

    if (pipe(gate) != 0 || pipe(out) != 0)
        bench_die("no pipe");
    fflush(NULL);
    for (unsigned w = 0; w < n; w++) {
        if (fork() == 0) {
            close(gate[1]);
            writer(work, gate[0], out[1]);
        }
    }
    close(gate[0]);
    close(out[1]);
    close(gate[1]);
    while (read(out[0], &took, sizeof took) == sizeof took)
        bench_sample(samples, took);
    close(out[0]);
    unsigned n_failed = 0;
    for (unsigned w = 0; w < n; w++) {
        int status = 0;
        n_failed += wait(&status) < 0 || status != 0;
    }
    if (n_failed)
        printf("%u of %u writers met an error.\n", n_failed, n);
}

/* where: as a person of Piket; bare: of a database with a table bare. */
static void
measure(const Bench *bench, const char *engine, const char *where, const char *bare, unsigned n,
        unsigned pace)
{
    static const struct {
        const char *what;
        WriteFn write;
    } kinds[] = { { "report", write_report }, { "note on one incident", write_note } };
    PkApp *app = open_app(where);
    g_auto(PkDone) done = { 0 };
    PkReport first = { .note = (char *)"Eerste melding." };
    GError *error = NULL;

    must(pk_report_save(app, &first, &done, NULL, &error), error);
    pk_app_close(app);
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *name =
            pace ? g_strdup_printf("%s, %u at %u a second: %s", engine, n, pace, kinds[i].what)
                 : g_strdup_printf("%s, %u at once: %s", engine, n, kinds[i].what);
        if (!bench_wanted(bench, name))
            continue;
        Measure *one = bench_measure(bench->table, n > 1 ? AIM_P99 : AIM_NONE, 100, "%s", name);
        Work piket = { where, false, kinds[i].write, done.incident_key,
                       pace ? 1000.0 * n / pace : 0 };
        Work below = { bare, true, pk_app_is_server(bare) ? write_bare_postgres : write_bare_sqlite,
                       0, 0 };
        run(&piket, n, one->piket);
        if (!pace && (n == 1 ||
                      pk_app_is_server(bare))) /* without a queue SQLite's writers wait at random */
            run(&below, n, one->bare);
        bench_table_print(bench->table);
    }
}

static void
on_file(const Bench *bench, unsigned n, unsigned pace)
{
    g_autofree char *path = bench_copy(bench->path);
    sqlite3 *db = bench_open_bare(path, true);
    char *words = NULL;

    if (sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, b TEXT)", NULL,
                     NULL, &words) != SQLITE_OK)
        bench_die("%s", words);
    sqlite3_close(db);
    if (!pace)
        measure(bench, "SQLite", path, path, 1, 0);
    measure(bench, "SQLite", path, path, n, pace);
}

/* A server whose commits are on the disk, as an operator's is. */
static void
on_server(const Bench *bench, const char *engine, const char *verb, const char *options,
          const char *which, unsigned n, unsigned pace)
{
    g_autoptr(PkCluster) cluster = pk_cluster_start(verb, options);

    if (!cluster) {
        printf("%s: there is no PostgreSQL server on this machine.\n", engine);
        return;
    }
    g_autofree char *root = pk_cluster_url(cluster, which);
    pk_cluster_init(root);
    g_autofree char *url = pk_test_pg_person(root, "bench", "officer lead coordinator");
    g_free(pk_test_pg_ask(root, "CREATE TABLE bare (id BIGINT GENERATED ALWAYS AS IDENTITY "
                                "PRIMARY KEY, b TEXT)"));
    if (!pace)
        measure(bench, engine, url, root, 1, 0);
    measure(bench, engine, url, root, n, pace);
}

void
bench_together(const Bench *bench, unsigned n, unsigned pace)
{
    static const char durable[] = "--set fsync=on --set full_page_writes=on";
    static const char confirmed[] = "--sync --set fsync=on --set full_page_writes=on";

    bench_heading(bench->table, "Many at once, durably");
    on_file(bench, n, pace);
    on_server(bench, "PostgreSQL", "start", durable, "one", n, pace);
    on_server(bench, "PostgreSQL and standby", "pair-start", confirmed, "pair", n, pace);
}
