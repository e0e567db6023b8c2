/* SPDX-License-Identifier: EUPL-1.2 */
/* The console on a terminal, as a person has it: from exec to the first frame, from a key to the
 * frame that answers it. Bare is a program of ncurses alone on the same terminal. */
#include "bench.h"

#include "pty.h"

#include <string.h>

enum { ROWS = 24, COLS = 80, AIM_START = 50, AIM_KEY = 16, QUIET_MS = 12, STARTS = 30 };

typedef struct {
    const Bench *bench;
    const char *database;
    PkPty *pty;
    GArray *bare_move; /* one line changes  */
    GArray *bare_page; /* all lines change  */
} Console;

static const char *
program(const char *name)
{
    static char *path;
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *dir = g_path_get_dirname(self ? self : ".");

    g_free(path);
    path = g_build_filename(dir, name, NULL);
    return path;
}

static PkPty *
start(const char *name, const char *database)
{
    const char *argv[] = { program(name), database ? "--db" : NULL, database, NULL };

    return pk_pty_start(ROWS, COLS, argv);
}

/* ---- starting ------------------------------------------------------------------------------- */

static void
finish(PkPty *pty)
{
    pk_pty_signal(pty, 15);
    pk_pty_finish(pty);
}

static void
measure_start(Console *console)
{
    Table *table = console->bench->table;
    Measure *first = bench_measure(table, AIM_P99, AIM_START, "start to the first frame");
    Measure *full = bench_measure(table, AIM_P99, AIM_START, "start to the first frame with data");

    for (unsigned i = 0; i <= STARTS; i++) {
        double from = bench_now_ms();
        PkPty *bare = start("piket-bench-paint", NULL);
        pk_pty_expect_frame(bare);
        double bare_ms = bench_now_ms() - from;
        finish(bare);
        from = bench_now_ms();
        PkPty *pty = start("piket", console->database);
        pk_pty_expect_frame(pty);
        double first_ms = bench_now_ms() - from;
        pk_pty_expect(pty, "TLP:");
        double full_ms = bench_now_ms() - from;
        finish(pty);
        if (i == 0)
            continue; /* warm now */
        bench_sample(first->piket, first_ms);
        bench_sample(first->bare, bare_ms);
        bench_sample(full->piket, full_ms);
        bench_sample(full->bare, bare_ms);
    }
    bench_table_print(table);
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* Presses a key. When its frame came, and when the last byte came of what it set in motion: a list
 * that was asked of the database comes in a frame of its own. */
static void
press(PkPty *pty, const char *key, double *ret_first, double *ret_last)
{
    pk_pty_listen(pty, 1);
    double from = bench_now_ms();
    pk_pty_press(pty, key);
    pk_pty_expect_frame(pty);
    double first = bench_now_ms(), last = first;
    while (bench_now_ms() - last < QUIET_MS) {
        if (pk_pty_listen(pty, 1) > 0)
            last = bench_now_ms();
    }
    *ret_first = first - from;
    *ret_last = last - from;
}

static void
quietly(Console *console, const char *key)
{
    double first, last;

    press(console->pty, key, &first, &last);
    pk_pty_listen(console->pty, 60);
}

static void
add_bare(Measure *measure, const GArray *bare)
{
    g_array_append_vals(measure->bare, bare->data, bare->len);
}

/* Keys in turn; every `of`-th of them, from the first on, is measured. */
static void
measure_keys(Console *console, const char *name, const char *keys, unsigned of, bool page)
{
    g_auto(GStrv) list = g_strsplit(keys, " ", -1);
    unsigned n = g_strv_length(list), runs = MAX(console->bench->n_runs / 2, 20) * of;

    Measure *measure = bench_measure(console->bench->table, AIM_P99, AIM_KEY, "%s", name);
    for (unsigned i = 0; i < runs + n; i++) {
        double first, last;
        press(console->pty, list[i % n], &first, &last);
        if (i >= n && i % of == 0) /* one round to warm up */
            bench_sample(measure->piket, last);
    }
    add_bare(measure, page ? console->bare_page : console->bare_move);
    bench_table_print(console->bench->table);
}

/* Types a text again and again: until the letter is there, and until all that follows is. */
static void
measure_typing(Console *console, const char *name, const char *text, const char *result)
{
    Table *table = console->bench->table;
    Measure *shown = bench_measure(table, AIM_P99, AIM_KEY, "%s", name);
    Measure *settled = result ? bench_measure(table, AIM_P99, AIM_KEY, "%s", result) : NULL;
    size_t n = strlen(text);

    for (unsigned i = 0; i < MAX(console->bench->n_runs / 2, 20); i++) {
        double first, last;
        if (i % n == 0)
            quietly(console, "C-u");
        press(console->pty, (char[]){ text[i % n], '\0' }, &first, &last);
        bench_sample(shown->piket, first);
        if (settled)
            bench_sample(settled->piket, last);
    }
    add_bare(shown, console->bare_move);
    if (settled)
        add_bare(settled, console->bare_page);
    bench_table_print(table);
}

static GArray *
bare_keys(const Bench *bench, const char *key)
{
    GArray *samples = g_array_new(FALSE, FALSE, sizeof(double));
    PkPty *pty = start("piket-bench-paint", NULL);

    pk_pty_expect_frame(pty);
    for (unsigned i = 0; i < MAX(bench->n_runs / 2, 20); i++) {
        double first, last;
        press(pty, key, &first, &last);
        bench_sample(samples, first);
    }
    finish(pty);
    return samples;
}

/* ---- all ------------------------------------------------------------------------------------ */

static void
measure_places(Console *console)
{
    measure_keys(console, "overview: down, up", "j k", 1, false);
    quietly(console, "2");
    pk_pty_expect(console->pty, "filter:");
    measure_keys(console, "list: down, up", "j k", 1, false);
    measure_keys(console, "list: page down, page up", "pgdn pgup", 1, true);
    measure_keys(console, "list: open the detail", "enter q", 2, true);
    quietly(console, "enter");
    measure_keys(console, "detail: scroll", "j k", 1, true);
    measure_keys(console, "detail: Tab", "tab", 1, false);
    quietly(console, "q");
    measure_keys(console, "place: overview", "1 2", 2, true);
    measure_keys(console, "place: incidents", "2 1", 2, true);
    measure_keys(console, "place: timeline of everything", "5 2", 2, true);
    measure_keys(console, "place: contacts", "7 2", 2, true);
    measure_keys(console, "place: log", "9 2", 2, true);
    quietly(console, "5");
    measure_keys(console, "timeline: up, down", "k j", 1, false);
    measure_keys(console, "timeline: page up, page down", "pgup pgdn", 1, true);
    quietly(console, "2");
}

static void
measure_texts(Console *console)
{
    quietly(console, "/");
    measure_typing(console, "filter: a letter is there", "status:closed tlp:red ransomware",
                   "filter: the list is narrowed");
    quietly(console, "esc");
    quietly(console, "m");
    measure_typing(console, "report: a letter of the municipality", "voorst", NULL);
    quietly(console, "tab");
    measure_typing(console, "report: a letter in the next field", "ransomware op de server", NULL);
}

void
bench_console(const Bench *bench)
{
    Console console = { .bench = bench };

    if (!bench_wanted(bench, "console"))
        return;
    g_autofree char *copy = bench->server ? g_strdup(bench->server) : bench_copy(bench->path);
    console.database = copy;
    bench_heading(bench->table, "Console, 80 x 24");
    measure_start(&console);
    console.bare_move = bare_keys(bench, "j");
    console.bare_page = bare_keys(bench, "p");
    console.pty = start("piket", copy);
    pk_pty_expect(console.pty, "TLP:");
    pk_pty_listen(console.pty, 300);
    measure_places(&console);
    measure_texts(&console);
    Measure *memory = bench_measure(bench->table, AIM_MB, 40, "most MB after every place");
    bench_sample(memory->piket, bench_peak_mb(pk_pty_pid(console.pty)));
    bench_table_print(bench->table);
    finish(console.pty);
    g_array_unref(console.bare_move);
    g_array_unref(console.bare_page);
}
