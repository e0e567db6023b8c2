/* SPDX-License-Identifier: EUPL-1.2 */
/* The benchmark: measures, and prints each figure beside that of the bare SQLite C API. */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Stops the program with a sentence: a benchmark that went wrong has no figures. */
void bench_die(const char *format, ...) G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN;

/* ---- samples and the table (table.c) -------------------------------------------------------- */

double bench_now_ms(void);

/* From here on the time that this thread and its server computed, which a busy machine does not
 * lengthen (by much: what a busy machine throws out of the caches is fetched again). */
void bench_use_cpu_time(void);

/* The most that a process held in memory so far (VmHWM). */
double bench_peak_mb(pid_t pid);

typedef enum {
    AIM_NONE,
    AIM_P99,   /* milliseconds, of the 99th percentile        */
    AIM_RATIO, /* times the bare one, of the median           */
    AIM_MB,    /* megabytes                                   */
} AimKind;

typedef struct {
    char *name;
    GArray *piket; /* double: milliseconds, or megabytes for AIM_MB */
    GArray *bare;  /* the same work without Piket; may be empty     */
    AimKind aim;
    double limit;
} Measure;

typedef struct Table Table;

Table *bench_table_new(void);
void bench_table_free(Table *table);

/* A new line of the table, owned by it. */
Measure *bench_measure(Table *table, AimKind aim, double limit, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
void bench_heading(Table *table, const char *heading);
void bench_sample(GArray *samples, double value);

/* Both engines side by side, by the names of the measures. */
void bench_table_compare(const Table *file, const Table *server);

/* Prints the lines that were added since the last call. */
void bench_table_print(Table *table);
void bench_table_json(const Table *table, const char *path, int64_t n_incidents);

/* ---- the database (generate.c) -------------------------------------------------------------- */

/* The path of a database with so many incidents; made when it is not there or of another schema. */
char *bench_database(int64_t n_incidents);

/* A copy that may be written to; the same at every call, removed at the end of the program. */
char *bench_copy(const char *path);

/* ---- the bare API (bare.c) ------------------------------------------------------------------ */

/* Lets statements be recorded of the connections opened from here on, of which none may be closed
 * while something is recorded. */
void bench_watch_start(void);

/* Statements that Piket ran, prepared once and ready to run again. */
typedef struct Replay Replay;

/* Records what runs until bench_record_stop, which prepares all of it on db. */
void bench_record_start(void);
Replay *bench_record_stop(sqlite3 *db);
GPtrArray *bench_record_take(void); /* the texts instead; owned */
void bench_replay_run(Replay *replay);
unsigned bench_replay_size(const Replay *replay);
/* The statements and their query plans, for --plans. */
void bench_replay_explain(const Replay *replay, sqlite3 *db);
void bench_replay_free(Replay *replay);

/* A connection as Piket opens it, without Piket. */
sqlite3 *bench_open_bare(const char *path, bool write);

/* ---- groups of measures --------------------------------------------------------------------- */

typedef struct {
    Table *table;
    const char *path;   /* the database                                         */
    const char *server; /* the same on a server, of which to measure; NULL: path */
    int64_t n_incidents;
    unsigned n_runs;  /* of each measure */
    bool plans;       /* print query plans */
    const char *only; /* measures whose name has this, or NULL */
} Bench;

bool bench_wanted(const Bench *bench, const char *name);

void bench_read(const Bench *bench);   /* read.c     */
void bench_reader(const Bench *bench); /* read.c: looks at all, prints MB */
/* together.c; pace: saves a second by all together, 0: as many as they can */
void bench_together(const Bench *bench, unsigned n_writers, unsigned pace);
void bench_write(const Bench *bench);   /* write.c    */
void bench_console(const Bench *bench); /* console.c; its name is "console" */
