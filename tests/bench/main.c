/* SPDX-License-Identifier: EUPL-1.2 */
/* piket-bench [options] [incidents]: builds a database and prints how quick Piket is on it. */
#include "bench.h"

#include "piket/base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int n_runs = 200, n_writers;
static gboolean only_make, plans, cpu;
static char *json_path, *only, *file;

/* clang-format off */
static const GOptionEntry options[] = {
    { "json",  0, 0, G_OPTION_ARG_FILENAME, &json_path, "Write the figures as JSON", "FILE" },
    { "runs",  0, 0, G_OPTION_ARG_INT,      &n_runs,    "Repetitions of each measure (200)", "N" },
    { "writers", 0, 0, G_OPTION_ARG_INT,    &n_writers, "Only: so many who save at once, on both engines", "N" },
    { "only",  0, 0, G_OPTION_ARG_STRING,   &only,      "Only measures whose name has this", "TEXT" },
    { "plans", 0, 0, G_OPTION_ARG_NONE,     &plans,     "Print the query plans as well", NULL },
    { "cpu",   0, 0, G_OPTION_ARG_NONE,     &cpu,       "Reading only, in processor time: for a busy machine", NULL },
    { "make",  0, 0, G_OPTION_ARG_NONE,     &only_make, "Make the database and stop", NULL },
    { "file",  0, 0, G_OPTION_ARG_FILENAME, &file,      "Measure this database, made before", "PATH" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
};
/* clang-format on */

bool
bench_wanted(const Bench *bench, const char *name)
{
    return !bench->only || strstr(name, bench->only) != NULL;
}

static void
measure(const char *path, int64_t n)
{
    Bench bench = { .table = bench_table_new(),
                    .path = path,
                    .n_incidents = n,
                    .n_runs = (unsigned)MAX(n_runs, 10),
                    .plans = plans,
                    .only = only };

    printf("%s: %" G_GINT64_FORMAT " incidents. Milliseconds; bare is SQLite's (or ncurses') own "
           "C API doing the same.\n",
           path, n);
    if (n_writers > 0) {
        bench_together(&bench, (unsigned)MIN(n_writers, 150));
    } else {
        if (cpu)
            bench_use_cpu_time();
        else
            bench_console(&bench);
        bench_read(&bench);
        if (!cpu)
            bench_write(&bench);
    }
    bench_table_print(bench.table);
    if (json_path)
        bench_table_json(bench.table, json_path, n);
    bench_table_free(bench.table);
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
    if (!only_make)
        measure(path, n);
    return 0;
}
