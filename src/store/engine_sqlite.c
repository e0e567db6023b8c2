/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"
#include "engine_sqlite_open.h"
#include "engine_sqlite_queue.h"
#include "piket/base/i18n.h"
#include "piket/store/packed.h"

#include <sqlite3.h>
#include <string.h>

/* As long as a save waits while others save. */
enum { QUEUE_MS_MAX = 30 * 1000 };

/* SQLite's own measure for a checkpoint. */
enum { WAL_PAGES_MAX = 1000 };

/* A prepared statement and where its $1..$n landed: SQLite reads $2 as a *name* and numbers it by
 * first appearance. */
typedef struct {
    sqlite3_stmt *stmt;
    int at[64];
} Prepared;

struct PkSqliteConn {
    sqlite3 *db;
    GHashTable *statements; /* const PkSql * -> Prepared * */
    char *where;
    PkSqliteQueue *queue; /* made at the first write; NULL before, and in memory */
    bool writing;         /* the transaction that is open was begun to write */
    int wal_pages;        /* of the log, at the last commit                  */
};

static void
prepared_free(void *data)
{
    Prepared *prepared = data;
    sqlite3_finalize(prepared->stmt);
    g_free(prepared);
}

static int
remember_pages(void *data, G_GNUC_UNUSED sqlite3 *db, G_GNUC_UNUSED const char *name, int n_pages)
{
    struct PkSqliteConn *conn = data;
    conn->wal_pages = n_pages;
    return SQLITE_OK;
}

static void *
open_conn(const char *where, PkDbMode mode, GError **error)
{
    sqlite3 *db = pk_sqlite_open(where, mode, error);
    if (!db)
        return NULL;
    struct PkSqliteConn *conn = g_new0(struct PkSqliteConn, 1);
    conn->db = db;
    conn->where = g_strdup(where);
    sqlite3_wal_hook(db, remember_pages, conn); /* instead of a checkpoint within a commit */
    conn->statements = g_hash_table_new_full(NULL, NULL, NULL, prepared_free);
    return conn;
}

static void
close_conn(void *data)
{
    struct PkSqliteConn *conn = data;
    g_hash_table_unref(conn->statements);
    sqlite3_close(conn->db);
    pk_sqlite_queue_free(conn->queue);
    g_free(conn->where);
    g_free(conn);
}

static bool
script(void *data, const char *text, GError **error)
{
    struct PkSqliteConn *conn = data;
    if (sqlite3_exec(conn->db, text, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    pk_sqlite_error(conn->db, error);
    return false;
}

static bool
pragma_number(struct PkSqliteConn *conn, const char *text, int64_t *ret_value, GError **error)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(conn->db, text, -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW) {
        pk_sqlite_error(conn->db, error);
        sqlite3_finalize(stmt);
        return false;
    }
    *ret_value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return true;
}

/* SQLite goes on in a file that was deleted or replaced under it, and all that is saved then is
 * gone with the last program that has it open. */
static bool
is_there_still(struct PkSqliteConn *conn, GError **error)
{
    int moved = 0;

    if (sqlite3_file_control(conn->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
        !moved)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                _("The file %s was removed or replaced while it was open. Nothing was saved in it; "
                  "put it back or start Piket again, and save again."),
                sqlite3_db_filename(conn->db, "main"));
    return false;
}

static void
rollback(void *data)
{
    struct PkSqliteConn *conn = data;
    if (!sqlite3_get_autocommit(conn->db))
        sqlite3_exec(conn->db, "ROLLBACK", NULL, NULL, NULL);
    pk_sqlite_queue_leave(conn->queue);
    conn->writing = false;
}

/* Changes whenever another connection commits; 0 when it cannot be read. */
static int64_t
commits_of_others(struct PkSqliteConn *conn)
{
    int64_t version = 0;
    return pragma_number(conn, "PRAGMA data_version", &version, NULL) ? version : 0;
}

/* Who waited in vain while others came through stands in a queue that moves, and stays in it: only
 * a lock that one program holds is worth a word. On a busy machine twenty writers need that. */
static bool
begin_writing(struct PkSqliteConn *conn, GError **error)
{
    gint64 until = g_get_monotonic_time() + QUEUE_MS_MAX * G_TIME_SPAN_MILLISECOND;
    for (;;) {
        g_autoptr(GError) failure = NULL;
        int64_t before = commits_of_others(conn);
        pk_sqlite_queue_enter(conn->queue);
        if (script(conn, "BEGIN IMMEDIATE", &failure))
            return true;
        bool busy = (sqlite3_errcode(conn->db) & 0xff) == SQLITE_BUSY;
        if (!busy || commits_of_others(conn) == before || g_get_monotonic_time() > until) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return false;
        }
        pk_sqlite_queue_leave(conn->queue);
    }
}

static bool
begin(void *data, bool write, GError **error)
{
    struct PkSqliteConn *conn = data;
    if (!write)
        return script(conn, "BEGIN", error);
    if (!conn->queue)
        conn->queue = pk_sqlite_queue_new(conn->where);
    conn->writing = begin_writing(conn, error) && is_there_still(conn, error);
    if (conn->writing)
        return true;
    rollback(conn);
    return false;
}

/* Moves the log into the file when it has grown. The writers behind do not wait for that: it is
 * done after leaving the queue, and moves what it can. */
static void
checkpoint(struct PkSqliteConn *conn)
{
    if (conn->wal_pages < WAL_PAGES_MAX)
        return;
    conn->wal_pages = 0;
    sqlite3_wal_checkpoint_v2(conn->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

static bool
commit(void *data, GError **error)
{
    struct PkSqliteConn *conn = data;
    if (!script(conn, "COMMIT", error))
        return false;
    pk_sqlite_queue_leave(conn->queue);
    if (conn->writing)
        pk_sqlite_queue_tell(conn->queue);
    conn->writing = false;
    checkpoint(conn);
    return true;
}

static Prepared *
prepare(struct PkSqliteConn *conn, const PkSql *sql, GError **error)
{
    Prepared *prepared = g_new0(Prepared, 1);
    if (sqlite3_prepare_v3(conn->db, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &prepared->stmt,
                           NULL) != SQLITE_OK) {
        pk_sqlite_error(conn->db, error);
        g_prefix_error(error, "%s: ", sql->name);
        prepared_free(prepared);
        return NULL;
    }
    for (unsigned k = 0; k < sql->n_params; k++) {
        char name[16];
        g_snprintf(name, sizeof name, "$%u", k + 1);
        prepared->at[k] = sqlite3_bind_parameter_index(prepared->stmt, name);
    }
    return prepared;
}

static bool
bind(struct PkSqliteConn *conn, const Prepared *prepared, PkArgs args, GError **error)
{
    int rc = SQLITE_OK;
    for (unsigned k = 0; k < args.n && rc == SQLITE_OK; k++) {
        const PkValue *value = &args.values[k];
        int at = prepared->at[k];
        switch (value->kind) {
        case PK_NULL: rc = sqlite3_bind_null(prepared->stmt, at); break;
        case PK_INT: rc = sqlite3_bind_int64(prepared->stmt, at, value->i); break;
        case PK_TEXT:
            rc = sqlite3_bind_text64(prepared->stmt, at, value->t, value->n, SQLITE_STATIC,
                                     SQLITE_UTF8);
            break;
        case PK_BLOB:
            rc = sqlite3_bind_blob64(prepared->stmt, at, value->b, value->n, SQLITE_STATIC);
            break;
        }
    }
    if (rc == SQLITE_OK)
        return true;
    pk_sqlite_error(conn->db, error);
    return false;
}

static void
read_row(sqlite3_stmt *stmt, PkValue *cells, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        int at = (int)i;
        switch (sqlite3_column_type(stmt, at)) {
        case SQLITE_INTEGER: cells[i] = pk_int(sqlite3_column_int64(stmt, at)); break;
        case SQLITE_TEXT:
            cells[i] = (PkValue){ .kind = PK_TEXT,
                                  .t = (const char *)sqlite3_column_text(stmt, at),
                                  .n = (size_t)sqlite3_column_bytes(stmt, at) };
            break;
        case SQLITE_BLOB:
            cells[i] = (PkValue){ .kind = PK_BLOB,
                                  .b = sqlite3_column_blob(stmt, at),
                                  .n = (size_t)sqlite3_column_bytes(stmt, at) };
            break;
        default: cells[i] = pk_null(); break;
        }
    }
}

static bool
step_all(struct PkSqliteConn *conn, sqlite3_stmt *stmt, PkRowFn fn, void *data, GError **error)
{
    unsigned n = (unsigned)sqlite3_column_count(stmt);
    PkValue cells[64];
    g_assert(n <= G_N_ELEMENTS(cells));
    for (;;) {
        int rc = sqlite3_step(stmt);
        if (rc == SQLITE_DONE)
            return true;
        if (rc != SQLITE_ROW) {
            pk_sqlite_error(conn->db, error);
            return false;
        }
        if (!fn)
            continue;
        read_row(stmt, cells, n);
        PkRow row = { cells, n };
        if (!fn(&row, data, error))
            return false;
    }
}

static bool
each(void *data, const PkSql *sql, PkArgs args, PkRowFn fn, void *fn_data, int64_t *ret_changed,
     GError **error)
{
    struct PkSqliteConn *conn = data;
    Prepared *prepared = g_hash_table_lookup(conn->statements, sql);
    /* A row callback may run the statement it is called from: then use one of its own. */
    bool own = prepared && sqlite3_stmt_busy(prepared->stmt);
    if (!prepared || own) {
        prepared = prepare(conn, sql, error);
        if (!prepared)
            return false;
        if (!own)
            g_hash_table_insert(conn->statements, (void *)sql, prepared);
    }
    bool ok =
        bind(conn, prepared, args, error) && step_all(conn, prepared->stmt, fn, fn_data, error);
    if (ok && ret_changed)
        *ret_changed = sqlite3_changes64(conn->db);
    if (own) {
        prepared_free(prepared);
    } else {
        sqlite3_reset(prepared->stmt);
        sqlite3_clear_bindings(prepared->stmt);
    }
    return ok;
}

static bool
get_version(void *data, int64_t *ret_version, GError **error)
{
    return pragma_number(data, "PRAGMA user_version", ret_version, error);
}

static bool
set_version(void *data, int64_t version, GError **error)
{
    g_autofree char *text =
        g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %" G_GINT64_FORMAT,
                        PK_SQLITE_APPLICATION_ID, version);
    return script(data, text, error);
}

static bool
data_version(void *data, int64_t *ret_version, GError **error)
{
    return is_there_still(data, error) &&
           pragma_number(data, "PRAGMA data_version", ret_version, error);
}

static bool
backup(void *data, const char *to, GError **error)
{
    struct PkSqliteConn *conn = data;
    return pk_sqlite_backup(conn->db, to, error);
}

static void
interrupt(void *data)
{
    struct PkSqliteConn *conn = data;
    sqlite3_interrupt(conn->db);
}

/* Merges some pages of full text: few, for whoever saves meanwhile waits for it (64 pages: up to
 * 48 ms). FTS5 reports work done as changes. */
static bool
merge(struct PkSqliteConn *conn, const char *text)
{
    int64_t before = sqlite3_total_changes64(conn->db);
    if (sqlite3_exec(conn->db, text, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    return sqlite3_total_changes64(conn->db) - before >= 2;
}

static bool
idle(void *data)
{
    struct PkSqliteConn *conn = data;
    if (sqlite3_db_readonly(conn->db, "main") != 0)
        return false;
    /* Housekeeping waits for nobody: truncating would wait for readers with the lock of writers.
     * Who comes to write meanwhile waits in the queue, where it is woken, not in SQLite's; and who
     * is writing now keeps house afterwards. */
    if (!pk_sqlite_queue_enter_empty(conn->queue))
        return false;
    sqlite3_busy_timeout(conn->db, 0);
    bool more = merge(conn, "INSERT INTO line_fts (line_fts, rank) VALUES ('merge', 16)");
    more |= merge(conn, "INSERT INTO head_fts (head_fts, rank) VALUES ('merge', 16)");
    if (!more)
        sqlite3_wal_checkpoint_v2(conn->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(conn->db, PK_SQLITE_BUSY_MS);
    pk_sqlite_queue_leave(conn->queue);
    return more;
}

static bool
check(void *data, GError **error)
{
    struct PkSqliteConn *conn = data;
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(conn->db, "PRAGMA integrity_check(1)", -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW) {
        pk_sqlite_error(conn->db, error);
        sqlite3_finalize(stmt);
        return false;
    }
    g_autofree char *found = g_strdup((const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    if (g_strcmp0(found, "ok") == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                _("The file is damaged (%s). Stop using it and restore a backup."), found);
    return false;
}

/* STRICT: a typed column refuses a value of another type, as PostgreSQL does. */
/* clang-format off */
static const PkSpelling spellings[] = {
    { "{{id}}",        "INTEGER PRIMARY KEY" },
    { "{{int64}}",     "INTEGER" },
    { "{{uuid}}",      "TEXT" },
    { "{{bool}}",      "INTEGER" },
    { "{{blob}}",      "BLOB" },
    { "{{end}}",       ") STRICT;" },
    { "{{end_keyed}}", ") STRICT, WITHOUT ROWID;" },
    { NULL, NULL },
};

const PkEngine pk_engine_sqlite = {
    .name = "sqlite",       .spellings = spellings,     .open = open_conn,
    .close = close_conn,    .script = script,           .begin = begin,
    .commit = commit,       .rollback = rollback,       .each = each,
    .get_version = get_version, .set_version = set_version, .backup = backup,
    .data_version = data_version, .interrupt = interrupt, .idle = idle,
    .check = check,         .own = offsetof(PkMigration, sqlite),
};
/* clang-format on */
