/* SPDX-License-Identifier: EUPL-1.2 */
/* piket-bench [options] [incidents]: builds a database and prints how quick Piket is on it. */
#include "bench.h"
#include "server.h"

#include "piket/base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int n_runs = 200, n_writers, pace;
static gboolean only_make, plans, cpu, reader;
static char *json_path, *only, *file, *server, *owner;

/* clang-format off */
static const GOptionEntry options[] = {
    { "json",  0, 0, G_OPTION_ARG_FILENAME, &json_path, "Write the figures as JSON", "FILE" },
    { "runs",  0, 0, G_OPTION_ARG_INT,      &n_runs,    "Repetitions of each measure (200)", "N" },
    { "writers", 0, 0, G_OPTION_ARG_INT,    &n_writers, "Only: so many who save at once, on both engines", "N" },
    { "pace",  0, 0, G_OPTION_ARG_INT,      &pace,      "With --writers: so many saves a second by all together", "N" },
    { "only",  0, 0, G_OPTION_ARG_STRING,   &only,      "Only measures whose name has this", "TEXT" },
    { "plans", 0, 0, G_OPTION_ARG_NONE,     &plans,     "Print the query plans as well", NULL },
    { "cpu",   0, 0, G_OPTION_ARG_NONE,     &cpu,       "Reading only, in processor time: for a busy machine", NULL },
    { "make",  0, 0, G_OPTION_ARG_NONE,     &only_make, "Make the database and stop", NULL },
    { "reader", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &reader, "Look at everything once and print the megabytes", NULL },
    { "file",  0, 0, G_OPTION_ARG_FILENAME, &file,      "Measure this database, made before", "PATH" },
    { "server", 0, 0, G_OPTION_ARG_STRING,  &server,    "Measure on this server too, as this person", "ADDRESS" },
    { "owner", 0, 0, G_OPTION_ARG_STRING,   &owner,     "The same address of a superuser, who fills it", "ADDRESS" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
};
/* clang-format on */

bool
bench_wanted(const Bench *bench, const char *name)
{
    return !bench->only || strstr(name, bench->only) != NULL;
}

static Table *
measure(const char *path, const char *where, int64_t n)
{
    Bench bench = { .table = bench_table_new(),
                    .path = path,
                    .server = where,
                    .n_incidents = n,
                    .n_runs = (unsigned)MAX(n_runs, 10),
                    .plans = plans,
                    .only = only };

    printf("\n%s: %" G_GINT64_FORMAT
           " incidents. Milliseconds; bare is %s (or ncurses) alone doing "
           "the same.\n",
           where ? "PostgreSQL" : path, n, where ? "libpq" : "SQLite's own C API");
    if (n_writers > 0) {
        bench_together(&bench, (unsigned)MIN(n_writers, 150), (unsigned)CLAMP(pace, 0, 10000));
    } else {
        if (!cpu)
            bench_console(&bench);
        bench_read(&bench);
        if (!cpu)
            bench_write(&bench);
    }
    bench_table_print(bench.table);
    return bench.table;
}

static void
measure_all(const char *path, int64_t n)
{
    if (cpu && n_writers == 0)
        bench_use_cpu_time();
    Table *here = measure(path, NULL, n);
    if (json_path)
        bench_table_json(here, json_path, n);
    if (server) {
        Table *there = measure(path, server, n);
        bench_table_compare(here, there);
        if (json_path) {
            g_autofree char *beside = g_strconcat(json_path, ".postgresql", NULL);
            bench_table_json(there, beside, n);
        }
        bench_table_free(there);
    }
    bench_table_free(here);
}

int
main(int argc, char **argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new("[INCIDENTS]");
    g_autoptr(GError) error = NULL;
    int64_t n = 100000;

    pk_i18n_start("en");
    g_option_context_add_main_entries(context, options, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error))
        bench_die("%s", error->message);
    if (argc > 1)
        n = g_ascii_strtoll(argv[1], NULL, 10);
    if (n < 100 || n > 10000000)
        bench_die("the number of incidents must be 100 to 10000000");
    g_autofree char *path = file ? g_strdup(file) : bench_database(n);
    if (reader) {
        bench_reader(&(Bench){ .path = path, .server = server });
        return 0;
    }
    if (owner)
        bench_server_fill(path, owner);
    if (!only_make)
        measure_all(path, n);
    return 0;
}
