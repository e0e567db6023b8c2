/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of the file go over by COPY, with the triggers off that would check every line anew.
 */
#include "server.h"

#include "piket/base/text.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

static PGconn *
connect_to(const char *where)
{
    PGconn *pg = PQconnectdb(where);

    if (PQstatus(pg) != CONNECTION_OK)
        bench_die("%s: %s", where, PQerrorMessage(pg));
    return pg;
}

static void
need(PGconn *pg, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
        bench_die("%s", PQerrorMessage(pg));
    PQclear(result);
}

static void
run(PGconn *pg, const char *sql)
{
    need(pg, PQexec(pg, sql));
}

static int64_t
number(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    int64_t value = PQntuples(result) > 0 ? g_ascii_strtoll(PQgetvalue(result, 0, 0), NULL, 10) : 0;

    need(pg, result);
    return value;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void
add_text(GString *row, const char *text)
{
    for (const char *at = text; *at; at++) {
        const char *special = strchr("\\\t\n\r", *at);
        if (special)
            g_string_append_printf(row, "\\%c", "\\tnr"[special - "\\\t\n\r"]);
        else
            g_string_append_c(row, *at);
    }
}

static void
add_cell(GString *row, sqlite3_stmt *stmt, int at)
{
    const unsigned char *bytes = NULL;

    switch (sqlite3_column_type(stmt, at)) {
    case SQLITE_NULL: g_string_append(row, "\\N"); return;
    case SQLITE_BLOB:
        bytes = sqlite3_column_blob(stmt, at);
        g_string_append(row, "\\\\x");
        for (int i = 0; i < sqlite3_column_bytes(stmt, at); i++)
            g_string_append_printf(row, "%02x", bytes[i]);
        return;
    default: add_text(row, (const char *)sqlite3_column_text(stmt, at)); return;
    }
}

/* "'word':1 'word':2": tokens hold no quotes. */
static void
add_vector(GString *row, const char *tokens)
{
    g_auto(GStrv) words = g_strsplit(tokens, " ", -1);

    for (unsigned i = 0, k = 0; words[i]; i++) {
        if (*words[i])
            g_string_append_printf(row, "%s'%s':%u", k ? " " : "", words[i], MIN(i + 1, 16383)),
                k++;
    }
}

typedef void (*AddRow)(GString *row, sqlite3_stmt *stmt);

static void
add_row(GString *row, sqlite3_stmt *stmt)
{
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
        if (i > 0)
            g_string_append_c(row, '\t');
        add_cell(row, stmt, i);
    }
}

static void
add_head(GString *row, sqlite3_stmt *stmt)
{
    g_string_append_printf(row, "%s\t", (const char *)sqlite3_column_text(stmt, 0));
    add_vector(row, (const char *)sqlite3_column_text(stmt, 1));
}

static void
add_line(GString *row, sqlite3_stmt *stmt)
{
    g_autofree char *tokens = pk_text_tokens((const char *)sqlite3_column_text(stmt, 1));

    g_string_append_printf(row, "%s\t", (const char *)sqlite3_column_text(stmt, 0));
    add_vector(row, tokens);
}

/* names: of the columns; NULL: as they are called in the file. */
static void
copy(PGconn *pg, sqlite3 *db, const char *table, const char *names, const char *query, AddRow add)
{
    sqlite3_stmt *stmt = NULL;
    g_autoptr(GString) columns = g_string_new(names);
    g_autoptr(GString) rows = g_string_new(NULL);

    if (sqlite3_prepare_v2(db, query, -1, &stmt, NULL) != SQLITE_OK)
        bench_die("%s: %s", query, sqlite3_errmsg(db));
    for (int i = 0; !names && i < sqlite3_column_count(stmt); i++)
        g_string_append_printf(columns, "%s%s", i ? ", " : "", sqlite3_column_name(stmt, i));
    g_autofree char *sql = g_strdup_printf("COPY %s (%s) FROM STDIN", table, columns->str);
    run(pg, sql);
    for (int rc = sqlite3_step(stmt); rc == SQLITE_ROW; rc = sqlite3_step(stmt)) {
        add(rows, stmt);
        g_string_append_c(rows, '\n');
        if (rows->len < 1 << 16)
            continue;
        if (PQputCopyData(pg, rows->str, (int)rows->len) != 1)
            bench_die("%s", PQerrorMessage(pg));
        g_string_truncate(rows, 0);
    }
    sqlite3_finalize(stmt);
    if (PQputCopyData(pg, rows->str, (int)rows->len) != 1 || PQputCopyEnd(pg, NULL) != 1)
        bench_die("%s", PQerrorMessage(pg));
    for (PGresult *result = PQgetResult(pg); result; result = PQgetResult(pg))
        need(pg, result);
}

void
bench_server_fill(const char *path, const char *owner)
{
    static const char *const tables[] = {
        "origin",    "counter", "reference_set", "rsit",          "legal_rule", "org",
        "org_alias", "contact", "incident",      "incident_kind", "party",      "clock",
        "action",    "chain",   "line",          "line_text",     "pin",        "named",
    };
    static const char *const keyed[] = { "origin", "org",   "org_alias", "contact",
                                         "party",  "clock", "action" };
    PGconn *pg = connect_to(owner);

    if (number(pg, "SELECT count(*) FROM piket.reference_set WHERE name = 'benchmark'") > 0) {
        PQfinish(pg);
        return;
    }
    sqlite3 *db = bench_open_bare(path, false);
    double from = bench_now_ms();
    fprintf(stderr, "Filling the server.\n");
    run(pg, "SET client_min_messages = warning; SET session_replication_role = replica; SET "
            "search_path = piket, pg_temp;"
            "DROP INDEX line_search_tokens; DROP INDEX head_search_tokens; BEGIN");
    for (unsigned i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_autofree char *truncate = g_strdup_printf("TRUNCATE %s CASCADE", tables[i]);
        run(pg, truncate);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_autofree char *query = g_strdup_printf("SELECT * FROM %s", tables[i]);
        copy(pg, db, tables[i], NULL, query, add_row);
    }
    run(pg, "TRUNCATE head_search, line_search");
    copy(pg, db, "head_search", "incident, tokens", "SELECT id, head_tokens FROM incident",
         add_head);
    copy(pg, db, "line_search", "line, tokens",
         "SELECT line, body FROM line_text WHERE body IS NOT NULL ORDER BY line", add_line);
    for (unsigned i = 0; i < G_N_ELEMENTS(keyed); i++) {
        g_autofree char *set = g_strdup_printf("SELECT setval(pg_get_serial_sequence('%s', 'id'), "
                                               "(SELECT max(id) + 1 FROM %s))",
                                               keyed[i], keyed[i]);
        run(pg, set);
    }
    run(pg, "SET maintenance_work_mem = '256MB';"
            "CREATE INDEX head_search_tokens ON head_search USING gin (tokens) "
            "WITH (fastupdate = off);"
            "CREATE INDEX line_search_tokens ON line_search USING gin (tokens) "
            "WITH (fastupdate = off);"
            "ALTER INDEX head_search_tokens OWNER TO piket_owner;"
            "ALTER INDEX line_search_tokens OWNER TO piket_owner; COMMIT");
    run(pg, "VACUUM ANALYZE");
    run(pg, "CHECKPOINT");
    fprintf(stderr, "%.0f MB in %.1f s.\n",
            (double)number(pg, "SELECT pg_database_size(current_database())") / 1e6,
            (bench_now_ms() - from) / 1e3);
    sqlite3_close(db);
    PQfinish(pg);
}

/* ---- what Piket sends ----------------------------------------------------------------------- */

/* libpq calls of the store arrive here first: these names stand before libpq's. */

enum { VALUES_MAX = 64 };

typedef struct {
    char *name;
    int n;
    char *values[VALUES_MAX];
    int lengths[VALUES_MAX];
    int formats[VALUES_MAX];
} Sent;

typedef struct {
    char *text;
    int n;
    Oid types[VALUES_MAX];
} Text;

struct ServerReplay {
    PGconn *pg;
    GPtrArray *sent;
};

static GHashTable *texts; /* name -> Text */
static GPtrArray *record; /* Sent; NULL: nothing is recorded */
static int asked_pid;     /* of the server process that the store asked last */

extern int __real_PQsendPrepare(PGconn *, const char *, const char *, int, const Oid *);
extern int __real_PQsendQueryPrepared(PGconn *, const char *, int, const char *const *, const int *,
                                      const int *, int);
int __wrap_PQsendPrepare(PGconn *, const char *, const char *, int, const Oid *);
int __wrap_PQsendQueryPrepared(PGconn *, const char *, int, const char *const *, const int *,
                               const int *, int);

int
__wrap_PQsendPrepare(PGconn *pg, const char *name, const char *sql, int n, const Oid *types)
{
    Text *text = g_new0(Text, 1);

    text->text = g_strdup(sql);
    text->n = n;
    if (n > 0)
        memcpy(text->types, types, (size_t)n * sizeof *types);
    if (!texts)
        texts = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(texts, g_strdup(name), text);
    return __real_PQsendPrepare(pg, name, sql, n, types);
}

int
__wrap_PQsendQueryPrepared(PGconn *pg, const char *name, int n, const char *const *values,
                           const int *lengths, const int *formats, int result_format)
{
    Sent *sent = record ? g_new0(Sent, 1) : NULL;

    asked_pid = PQbackendPID(pg);
    for (int i = 0; sent && i < n; i++) {
        sent->values[i] = !values[i]   ? NULL
                          : formats[i] ? g_memdup2(values[i], (gsize)lengths[i])
                                       : g_strdup(values[i]);
        sent->lengths[i] = lengths[i];
        sent->formats[i] = formats[i];
    }
    if (sent) {
        sent->name = g_strdup(name);
        sent->n = n;
        g_ptr_array_add(record, sent);
    }
    return __real_PQsendQueryPrepared(pg, name, n, values, lengths, formats, result_format);
}

static void
sent_free(void *data)
{
    Sent *sent = data;

    for (int i = 0; i < sent->n; i++)
        g_free(sent->values[i]);
    g_free(sent->name);
    g_free(sent);
}

void
bench_server_record(void)
{
    record = g_ptr_array_new_with_free_func(sent_free);
}

/* ---- again, without Piket ------------------------------------------------------------------- */

/* One connection for all: what was prepared stays. */
static PGconn *bare;
static GHashTable *prepared;

ServerReplay *
bench_server_recorded(const char *where)
{
    ServerReplay *replay = g_new0(ServerReplay, 1);

    if (!bare) {
        bare = connect_to(where);
        run(bare, "SET search_path = piket, pg_temp");
        prepared = g_hash_table_new(g_str_hash, g_str_equal);
    }
    replay->pg = bare;
    replay->sent = g_steal_pointer(&record);
    for (guint i = 0; i < replay->sent->len; i++) {
        const Sent *sent = replay->sent->pdata[i];
        const Text *text = g_hash_table_lookup(texts, sent->name);
        if (g_hash_table_add(prepared, g_strdup(sent->name)))
            need(bare, PQprepare(bare, sent->name, text->text, text->n, text->types));
    }
    return replay;
}

static void
read_cells(const PGresult *result)
{
    static volatile int G_GNUC_UNUSED sink;

    for (int row = 0; row < PQntuples(result); row++) {
        for (int i = 0; i < PQnfields(result); i++)
            sink += *PQgetvalue(result, row, i);
    }
}

void
bench_server_run(ServerReplay *replay)
{
    run(replay->pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    for (guint i = 0; i < replay->sent->len; i++) {
        const Sent *sent = replay->sent->pdata[i];
        PGresult *result =
            PQexecPrepared(replay->pg, sent->name, sent->n, (const char *const *)sent->values,
                           sent->lengths, sent->formats, 0);
        read_cells(result);
        need(replay->pg, result);
    }
    run(replay->pg, "ROLLBACK");
}

void
bench_server_free(ServerReplay *replay)
{
    g_ptr_array_unref(replay->sent);
    g_free(replay);
}

/* ---- what it cost the server ---------------------------------------------------------------- */

static double
process_ms(int pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/schedstat", pid);
    g_autofree char *text = NULL;

    if (pid == 0 || !g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    return (double)g_ascii_strtoll(text, NULL, 10) / 1e6;
}

double
bench_server_cpu_ms(void)
{
    return process_ms(asked_pid) + process_ms(bare ? PQbackendPID(bare) : 0);
}
