/* SPDX-License-Identifier: EUPL-1.2 */
/* PostgreSQL behind the engine table. READ COMMITTED, and one writer at a time by an advisory lock:
 * then every use case is as free of races as it is on SQLite, where BEGIN IMMEDIATE does the same.
 */
#include "engine_postgres.h"
#include "piket/base/i18n.h"
#include "piket/store/packed.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* "piket" and what is locked: advisory locks are one space for the whole database. */
#define LOCK_WRITE  "1886808436, 1"
#define LOCK_SCHEMA "1886808436, 2"

PkPgConn *
pk_pg_new(const char *where, PkDbMode mode)
{
    PkPgConn *conn = g_new0(PkPgConn, 1);

    conn->where = g_strdup(where);
    conn->mode = mode;
    conn->patience_s = PK_PG_PATIENCE_S;
    conn->prepared = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    conn->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return conn;
}

void
pk_pg_free(PkPgConn *conn)
{
    pk_pg_settle_cancel(conn);
    pk_pg_lose(conn);
    close(conn->wake);
    g_hash_table_unref(conn->prepared);
    g_free(conn->user);
    g_free(conn->where);
    g_free(conn);
}

static void *
open_conn(const char *where, PkDbMode mode, GError **error)
{
    PkPgConn *conn = pk_pg_new(where, mode);

    if (pk_pg_connect(conn, error))
        return conn;
    pk_pg_free(conn);
    return NULL;
}

static void
close_conn(void *data)
{
    pk_pg_free(data);
}

static const char *
user(void *data)
{
    const PkPgConn *conn = data;

    return conn->user;
}

/* Between transactions a server may have been restarted without us: once more, on a new one. */
static bool
simple(PkPgConn *conn, const char *text, char **ret_cell, GError **error)
{
    g_autoptr(GError) first = NULL;

    if (!pk_pg_be_connected(conn, error))
        return false;
    if (pk_pg_simple(conn, text, ret_cell, &first))
        return true;
    if (conn->pg || !pk_pg_be_connected(conn, error)) {
        if (error && !*error)
            g_propagate_error(error, g_steal_pointer(&first));
        return false;
    }
    return pk_pg_simple(conn, text, ret_cell, error);
}

static bool
script(void *data, const char *text, GError **error)
{
    PkPgConn *conn = data;

    if (conn->in_tx ? !pk_pg_still_in(conn, error) : !pk_pg_be_connected(conn, error))
        return false;
    PGresult *result = pk_pg_answer(conn, PQsendQuery(conn->pg, text), 0, error);
    /* A migration may be about one engine only: then what is shared is a comment. */
    bool nothing = result && PQresultStatus(result) == PGRES_EMPTY_QUERY;
    bool ok = nothing || (result && pk_pg_check(conn, result, error));
    PQclear(result);
    return ok;
}

/* ---- transactions --------------------------------------------------------------------------- */

static void
rollback(void *data)
{
    PkPgConn *conn = data;
    bool open = conn->in_tx && conn->pg;

    conn->in_tx = false;
    if (!open)
        return;
    pk_pg_settle_cancel(conn);
    pk_pg_settle_sent(conn, NULL);
    if (conn->pg && !pk_pg_simple(conn, "ROLLBACK", NULL, NULL))
        pk_pg_lose(conn);
}

static bool
begin_once(PkPgConn *conn, bool write, GError **error)
{
    conn->in_tx = simple(conn,
                         write ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
                                 "SELECT pg_advisory_xact_lock(" LOCK_WRITE ")"
                               : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                         NULL, error);
    if (!conn->in_tx && conn->pg && PQtransactionStatus(conn->pg) != PQTRANS_IDLE) {
        conn->in_tx = true;
        rollback(conn);
    }
    return conn->in_tx;
}

/* Who waited in vain while others saved stays in the queue: a storm of them is no lock that
 * somebody forgot. */
static bool
begin(void *data, bool write, GError **error)
{
    PkPgConn *conn = data;
    int64_t until_us = g_get_monotonic_time() + PK_PG_QUEUE_MS * INT64_C(1000);
    bool begun = pk_pg_wait_begin(conn), ok;
    GError *why = NULL;

    while (!(ok = begin_once(conn, write, &why)) && write &&
           g_error_matches(why, PK_ERROR, PK_ERROR_BUSY) && g_get_monotonic_time() < until_us)
        g_clear_error(&why);
    pk_pg_wait_end(conn, begun);
    if (why)
        g_propagate_error(error, why);
    return ok;
}

static void
set_unsure(GError **error)
{
    g_clear_error(error);
    g_set_error_literal(
        error, PK_ERROR, PK_ERROR_UNSURE,
        _("The connection to the server was lost while it was saving, and Piket "
          "could not find out whether it did. Your text is kept; look whether it is "
          "there before you save it again."));
}

static bool
commit(void *data, GError **error)
{
    PkPgConn *conn = data;

    if (!pk_pg_still_in(conn, error))
        return false;
    g_autoptr(GError) why = NULL;
    pk_pg_settle_cancel(conn);
    conn->warned = false;
    PGresult *result =
        !conn->pg ? NULL
                  : pk_pg_answer(conn, PQsendQuery(conn->pg, "COMMIT"), conn->patience_s, &why);
    conn->in_tx = false;
    if (!result) {
        set_unsure(error);
        return false;
    }
    bool ok = pk_pg_check(conn, result, error);
    if (ok && strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        ok = false;
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INTERNAL,
                            _("The server took the change back. Nothing was saved; try again."));
    }
    PQclear(result);
    if (ok && conn->warned) { /* somebody ended the wait for the standby: there, but not for good */
        conn->lost_pid = PQbackendPID(conn->pg);
        set_unsure(error);
        return false;
    }
    return ok;
}

/* Of the session that the answer was lost of: how many there are. On another server, promoted
 * meanwhile, that number can only be another session of the same person, which connects again. */
static bool
end_session(PkPgConn *conn, int pid, bool *ret_left, GError **error)
{
    g_autofree char *left = NULL;
    g_autofree char *end =
        g_strdup_printf("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                        "WHERE pid = %d AND usename = session_user AND application_name = 'piket' "
                        "AND pid <> pg_backend_pid()",
                        pid);

    if (!simple(conn, end, &left, error))
        return false;
    *ret_left = g_strcmp0(left, "0") != 0;
    return true;
}

/* The session of before may still be waiting in its commit, for a standby say: it is ended, so that
 * what it wrote is there or is not. What is there the standby need not have: only a commit of ours
 * behind it that is confirmed makes it last. */
static bool
settle_doubt(void *data, GError **error)
{
    static const char confirm[] = "SELECT pg_logical_emit_message(true, 'piket', '')";
    PkPgConn *conn = data;
    int64_t until_us = g_get_monotonic_time() + PK_PG_FAILOVER_MS * INT64_C(1000);
    int pid = conn->lost_pid;
    bool begun = pk_pg_wait_begin(conn), left = pid != 0, ok = true;
    g_autoptr(GError) why = NULL;

    while (left) {
        g_clear_error(&why);
        ok = end_session(conn, pid, &left, &why);
        if (ok && !left)
            break;
        if ((!ok && !g_error_matches(why, PK_ERROR, PK_ERROR_OFFLINE)) ||
            g_get_monotonic_time() > until_us)
            break;
        g_usleep(20000);
    }
    conn->warned = false;
    ok = ok && !left && simple(conn, confirm, NULL, &why) && !conn->warned;
    pk_pg_wait_end(conn, begun);
    if (ok)
        conn->lost_pid = 0;
    else if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    else
        set_unsure(error);
    return ok;
}

/* ---- the schema ----------------------------------------------------------------------------- */

static bool
number(PkPgConn *conn, const char *text, int64_t *ret_value, GError **error)
{
    g_autofree char *cell = NULL;

    if (conn->in_tx ? !(pk_pg_still_in(conn, error) && pk_pg_simple(conn, text, &cell, error))
                    : !simple(conn, text, &cell, error))
        return false;
    *ret_value = cell ? g_ascii_strtoll(cell, NULL, 10) : 0;
    return true;
}

static bool
get_version(void *data, int64_t *ret_version, GError **error)
{
    int64_t there = 0;

    if (!number(data,
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname = 'piket' AND c.relname = 'schema_version'",
                &there, error))
        return false;
    *ret_version = 0;
    return there == 0 || number(data, "SELECT coalesce(max(version), 0) FROM piket.schema_version",
                                ret_version, error);
}

static bool
set_version(void *data, int64_t version, GError **error)
{
    g_autofree char *text = g_strdup_printf(
        "CREATE TABLE IF NOT EXISTS piket.schema_version (version BIGINT PRIMARY KEY);"
        "GRANT SELECT ON piket.schema_version TO piket_user;"
        "INSERT INTO piket.schema_version VALUES (%" G_GINT64_FORMAT ")",
        version);

    return script(data, text, error);
}

static bool
lock_schema(void *data, GError **error)
{
    PkPgConn *conn = data;

    return simple(conn,
                  "SET statement_timeout = 0; SET lock_timeout = 0;"
                  "SELECT pg_advisory_lock(" LOCK_SCHEMA "); SET ROLE piket_owner",
                  NULL, error);
}

/* A new session has the settings and the role of the person again. */
static void
unlock_schema(void *data)
{
    PkPgConn *conn = data;

    rollback(conn);
    pk_pg_lose(conn);
}

static bool
setup(void *data, GError **error)
{
    return script(data, pk_postgres_setup, error);
}

/* Changes whenever something was committed, by anybody in the cluster: what is running and what is
 * done, in one number. */
static bool
data_version(void *data, int64_t *ret_version, GError **error)
{
    return number(data, "SELECT hashtextextended(pg_current_snapshot()::text, 0)", ret_version,
                  error);
}

static void
interrupt(void *data)
{
    pk_pg_interrupt(data);
}

static bool
idle(G_GNUC_UNUSED void *data)
{
    return false; /* the server keeps house by itself */
}

static bool
check(G_GNUC_UNUSED void *data, G_GNUC_UNUSED GError **error)
{
    return true; /* data checksums and pg_amcheck are the operator's (docs/operations.md) */
}

static PkDbLink
link_of(const void *data)
{
    const PkPgConn *conn = data;

    return conn->pg ? PK_DB_THERE : conn->unreachable ? PK_DB_UNREACHABLE : PK_DB_LOST;
}

static bool
hurry(void *data, bool on, GError **error)
{
    PkPgConn *conn = data;

    conn->hurries = on;
    return pk_pg_settle_sent(conn, error);
}

static void
set_patience(void *data, int seconds)
{
    PkPgConn *conn = data;
    g_autofree char *text = NULL;

    conn->patience_s = seconds > 0 ? seconds : PK_PG_PATIENCE_S;
    text = g_strdup_printf("SET statement_timeout = '%ds'", conn->patience_s + 1);
    if (conn->pg && !pk_pg_simple(conn, text, NULL, NULL))
        pk_pg_lose(conn);
}

/* Text is ordered by its bytes, as in SQLite, whatever the database was made with. */
/* clang-format off */
static const PkSpelling spellings[] = {
    { "{{id}}",        "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" },
    { "{{int64}}",     "BIGINT" },
    { "{{uuid}}",      "TEXT" },
    { "{{bool}}",      "BIGINT" },
    { "{{blob}}",      "BYTEA" },
    { "{{end}}",       ");" },
    { "{{end_keyed}}", ");" },
    { " TEXT",         " TEXT COLLATE \"C\"" },
    { NULL, NULL },
};

const PkEngine pk_engine_postgres = {
    .name = "postgresql",   .spellings = spellings,     .own = offsetof(PkMigration, postgres),
    .open = open_conn,      .close = close_conn,        .script = script,
    .begin = begin,         .commit = commit,           .rollback = rollback,
    .each = pk_pg_each,     .each_many = pk_pg_each_many, .hurry = hurry,
    .get_version = get_version, .set_version = set_version,
    .data_version = data_version, .interrupt = interrupt, .idle = idle,
    .check = check,         .lock_schema = lock_schema, .unlock_schema = unlock_schema,
    .setup = setup,         .user = user,               .settle_doubt = settle_doubt,
    .set_patience = set_patience, .link = link_of,
};
/* clang-format on */
