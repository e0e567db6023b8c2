/* SPDX-License-Identifier: EUPL-1.2 */
#include "bench.h"
#include "server.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct Table {
    GPtrArray *measures;
    guint n_printed;
};

void
bench_die(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("piket-bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static clockid_t clock_used = CLOCK_MONOTONIC;

void
bench_use_cpu_time(void)
{
    clock_used = CLOCK_THREAD_CPUTIME_ID;
}

double
bench_now_ms(void)
{
    struct timespec now;

    clock_gettime(clock_used, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6 +
           (clock_used == CLOCK_MONOTONIC ? 0 : bench_server_cpu_ms());
}

double
bench_peak_mb(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/status", (int)pid);
    g_autofree char *status = NULL;

    if (!g_file_get_contents(path, &status, NULL, NULL))
        return 0;
    const char *line = strstr(status, "VmHWM:");
    return line ? g_ascii_strtod(line + strlen("VmHWM:"), NULL) / 1024 : 0;
}

static void
measure_free(void *data)
{
    Measure *measure = data;

    g_free(measure->name);
    g_array_unref(measure->piket);
    g_array_unref(measure->bare);
    g_free(measure);
}

Table *
bench_table_new(void)
{
    Table *table = g_new0(Table, 1);

    table->measures = g_ptr_array_new_with_free_func(measure_free);
    return table;
}

void
bench_table_free(Table *table)
{
    g_ptr_array_unref(table->measures);
    g_free(table);
}

Measure *
bench_measure(Table *table, AimKind aim, double limit, const char *format, ...)
{
    Measure *measure = g_new0(Measure, 1);
    va_list args;

    va_start(args, format);
    measure->name = g_strdup_vprintf(format, args);
    va_end(args);
    measure->piket = g_array_new(FALSE, FALSE, sizeof(double));
    measure->bare = g_array_new(FALSE, FALSE, sizeof(double));
    measure->aim = aim;
    measure->limit = limit;
    g_ptr_array_add(table->measures, measure);
    return measure;
}

void
bench_sample(GArray *samples, double value)
{
    g_array_append_val(samples, value);
}

static int
rising(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Nearest rank; 0 without samples. */
static double
percentile(GArray *samples, unsigned percent)
{
    if (samples->len == 0)
        return 0;
    g_array_sort(samples, rising);
    guint rank = (samples->len * percent + 99) / 100;
    return g_array_index(samples, double, MAX(rank, 1) - 1);
}

static double
ratio(const Measure *measure)
{
    double bare = percentile(measure->bare, 50);

    return bare > 0 ? percentile(measure->piket, 50) / bare : 0;
}

static bool
holds(const Measure *measure)
{
    switch (measure->aim) {
    case AIM_P99: return percentile(measure->piket, 99) <= measure->limit;
    case AIM_RATIO: return ratio(measure) <= measure->limit;
    case AIM_MB: return percentile(measure->piket, 50) <= measure->limit;
    case AIM_NONE: return true;
    }
    return true;
}

static void
print_number(double value)
{
    if (value <= 0)
        printf("%9s", "");
    else if (value < 10)
        printf("%9.3f", value);
    else
        printf("%9.1f", value);
}

static void
print_aim(const Measure *measure)
{
    static const char *const before[] = { "", "p99 ", "", "" };
    static const char *const after[] = { "", " ms", " x", " MB" };
    char aim[32] = "";

    if (measure->aim != AIM_NONE)
        g_snprintf(aim, sizeof aim, "%s%g%s", before[measure->aim], measure->limit,
                   after[measure->aim]);
    printf("  %-11s %s\n", aim, measure->aim == AIM_NONE ? "" : holds(measure) ? "ok" : "OVER");
}

static void
print_measure(const Measure *measure)
{
    static const unsigned percents[] = { 50, 99, 100 };
    bool once = measure->piket->len <= 1;

    printf("%-42s", measure->name);
    for (unsigned i = 0; i < 3; i++)
        print_number(once && i > 0 ? 0 : percentile(measure->piket, percents[i]));
    print_number(percentile(measure->bare, 50));
    print_number(measure->bare->len > 1 ? percentile(measure->bare, 99) : 0);
    print_number(ratio(measure));
    print_aim(measure);
}

void
bench_heading(Table *table, const char *heading)
{
    bench_table_print(table);
    printf("\n%-42s%9s%9s%9s%9s%9s%9s  %-11s\n", heading, "p50", "p99", "max", "bare p50",
           "bare p99", "ratio", "aim");
}

void
bench_table_print(Table *table)
{
    for (; table->n_printed < table->measures->len; table->n_printed++)
        print_measure(table->measures->pdata[table->n_printed]);
    fflush(stdout);
}

static const Measure *
find(const Table *table, const char *name)
{
    for (guint i = 0; i < table->measures->len; i++) {
        const Measure *measure = table->measures->pdata[i];
        if (strcmp(measure->name, name) == 0)
            return measure;
    }
    return NULL;
}

void
bench_table_compare(const Table *file, const Table *server)
{
    printf("\n%-42s%9s%9s%9s%9s%9s%9s  %-11s %s\n", "Both", "SQLite", "p99", "ratio", "Postgres",
           "p99", "ratio", "aim", "Postgres");
    for (guint i = 0; i < server->measures->len; i++) {
        const Measure *there = server->measures->pdata[i];
        const Measure *here = find(file, there->name);
        printf("%-42s", there->name);
        print_number(here ? percentile(here->piket, 50) : 0);
        print_number(here && here->piket->len > 1 ? percentile(here->piket, 99) : 0);
        print_number(here ? ratio(here) : 0);
        print_number(percentile(there->piket, 50));
        print_number(there->piket->len > 1 ? percentile(there->piket, 99) : 0);
        print_number(ratio(there));
        print_aim(there);
    }
}

static json_t *
figures(GArray *samples)
{
    return json_pack("{s:i, s:f, s:f, s:f}", "n", (int)samples->len, "p50", percentile(samples, 50),
                     "p99", percentile(samples, 99), "max", percentile(samples, 100));
}

void
bench_table_json(const Table *table, const char *path, int64_t n_incidents)
{
    static const char *const aims[] = { "", "p99_ms", "ratio", "mb" };
    json_t *list = json_array();

    for (guint i = 0; i < table->measures->len; i++) {
        const Measure *measure = table->measures->pdata[i];
        json_t *one = json_pack("{s:s, s:o, s:o, s:f, s:b}", "name", measure->name, "piket",
                                figures(measure->piket), "bare", figures(measure->bare), "ratio",
                                ratio(measure), "ok", holds(measure));
        if (measure->aim != AIM_NONE)
            json_object_set_new(one, "aim", json_pack("{s:f}", aims[measure->aim], measure->limit));
        json_array_append_new(list, one);
    }
    json_t *all = json_pack("{s:I, s:o}", "incidents", (json_int_t)n_incidents, "measures", list);
    if (json_dump_file(all, path, JSON_INDENT(1)) != 0)
        bench_die("%s cannot be written", path);
    json_decref(all);
}
