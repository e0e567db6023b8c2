/* SPDX-License-Identifier: EUPL-1.2 */
/* The same SQL without Piket: what it ran is recorded by SQLite's own trace, values included, then
 * prepared once and run with every cell read. */
#include "bench.h"

#include <string.h>

struct Replay {
    GPtrArray *statements; /* sqlite3_stmt */
};

enum { SEEN_MAX = 16 };

static sqlite3 *seen[SEEN_MAX];
static unsigned n_seen;
static GPtrArray *recorded;

static int
see(sqlite3 *db, G_GNUC_UNUSED char **ret_message, G_GNUC_UNUSED const void *api)
{
    seen[n_seen++ % SEEN_MAX] = db;
    return SQLITE_OK;
}

void
bench_watch_start(void)
{
    n_seen = 0;
    sqlite3_auto_extension((void (*)(void))see);
}

/* Statements inside statements (triggers, full text) come with a leading comment. */
static int
record(G_GNUC_UNUSED unsigned kind, G_GNUC_UNUSED void *data, void *stmt, void *text)
{
    if (recorded && strncmp(text, "--", 2) != 0) {
        char *expanded = sqlite3_expanded_sql(stmt);
        g_ptr_array_add(recorded, g_strdup(expanded));
        sqlite3_free(expanded);
    }
    return 0;
}

static void
trace(bool on)
{
    for (unsigned i = 0; i < MIN(n_seen, SEEN_MAX); i++)
        sqlite3_trace_v2(seen[i], on ? SQLITE_TRACE_STMT : 0, on ? record : NULL, NULL);
}

void
bench_record_start(void)
{
    recorded = g_ptr_array_new_with_free_func(g_free);
    trace(true);
}

GPtrArray *
bench_record_take(void)
{
    trace(false);
    return g_steal_pointer(&recorded);
}

static void
finalize(void *stmt)
{
    sqlite3_finalize(stmt);
}

Replay *
bench_record_stop(sqlite3 *db)
{
    Replay *replay = g_new0(Replay, 1);

    trace(false);
    replay->statements = g_ptr_array_new_with_free_func(finalize);
    for (guint i = 0; i < recorded->len; i++) {
        sqlite3_stmt *stmt = NULL;
        if (sqlite3_prepare_v3(db, recorded->pdata[i], -1, SQLITE_PREPARE_PERSISTENT, &stmt,
                               NULL) != SQLITE_OK)
            bench_die("%s: %s", (char *)recorded->pdata[i], sqlite3_errmsg(db));
        g_ptr_array_add(replay->statements, stmt);
    }
    g_clear_pointer(&recorded, g_ptr_array_unref);
    return replay;
}

static void
read_cells(sqlite3_stmt *stmt)
{
    static volatile int64_t G_GNUC_UNUSED sink;
    int n = sqlite3_column_count(stmt);

    for (int i = 0; i < n; i++) {
        switch (sqlite3_column_type(stmt, i)) {
        case SQLITE_INTEGER: sink += sqlite3_column_int64(stmt, i); break;
        case SQLITE_TEXT: sink += *sqlite3_column_text(stmt, i); break;
        case SQLITE_BLOB: sink += sqlite3_column_bytes(stmt, i); break;
        default: break;
        }
    }
}

void
bench_replay_run(Replay *replay)
{
    for (guint i = 0; i < replay->statements->len; i++) {
        sqlite3_stmt *stmt = replay->statements->pdata[i];
        int rc;
        while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
            read_cells(stmt);
        if (rc != SQLITE_DONE)
            bench_die("%s: %s", sqlite3_sql(stmt), sqlite3_errmsg(sqlite3_db_handle(stmt)));
        sqlite3_reset(stmt);
    }
}

unsigned
bench_replay_size(const Replay *replay)
{
    return replay->statements->len;
}

void
bench_replay_free(Replay *replay)
{
    g_ptr_array_unref(replay->statements);
    g_free(replay);
}

static void
explain(sqlite3 *db, const char *sql)
{
    g_autofree char *text = g_strconcat("EXPLAIN QUERY PLAN ", sql, NULL);
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL) != SQLITE_OK)
        return; /* BEGIN and the like have no plan */
    g_print("    %.600s\n", sql);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        g_print("      | %s\n", (const char *)sqlite3_column_text(stmt, 3));
    sqlite3_finalize(stmt);
}

/* Statements that differ in numbers only are shown once. */
void
bench_replay_explain(const Replay *replay, sqlite3 *db)
{
    g_autoptr(GHashTable) shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < replay->statements->len; i++) {
        const char *sql = sqlite3_sql(replay->statements->pdata[i]);
        g_autofree char *key = g_strndup(sql, 120);
        for (char *c = key; *c; c++)
            *c = g_ascii_isdigit(*c) ? '0' : *c;
        if (g_hash_table_add(shown, g_steal_pointer(&key)))
            explain(db, sql);
    }
    g_print("    %u statements\n", replay->statements->len);
}

sqlite3 *
bench_open_bare(const char *path, bool write)
{
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_NOMUTEX | (write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);

    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;", NULL, NULL,
                     NULL) != SQLITE_OK)
        bench_die("%s: %s", path, sqlite3_errmsg(db));
    if (write)
        sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", NULL, NULL, NULL);
    return db;
}
