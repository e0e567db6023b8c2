/* SPDX-License-Identifier: EUPL-1.2 */
/* Waiting for the server: answers, deadlines, interruptions. */
#include "engine_postgres.h"
#include "piket/base/i18n.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* libpq 15 can only cancel in a blocking way, which a frozen server holds for ever: so a thread of
 * its own does it, that nobody waits for longer than a moment. */
struct PkPgCancel {
    gint refs;
    PGcancel *what;
    GMutex lock;
    GCond changed;
    bool done;
};

static void
cancel_unref(PkPgCancel *cancel)
{
    if (!cancel || !g_atomic_int_dec_and_test(&cancel->refs))
        return;
    PQfreeCancel(cancel->what);
    g_mutex_clear(&cancel->lock);
    g_cond_clear(&cancel->changed);
    g_free(cancel);
}

static void *
cancel_run(void *data)
{
    PkPgCancel *cancel = data;
    char words[256];

    PQcancel(cancel->what, words, sizeof words);
    g_mutex_lock(&cancel->lock);
    cancel->done = true;
    g_cond_signal(&cancel->changed);
    g_mutex_unlock(&cancel->lock);
    cancel_unref(cancel);
    return NULL;
}

void
pk_pg_send_cancel(PkPgConn *conn)
{
    if (!g_atomic_int_get(&conn->interrupted) || conn->cancel || !conn->pg)
        return;
    PGcancel *what = PQgetCancel(conn->pg);
    if (!what)
        return;
    PkPgCancel *cancel = g_new0(PkPgCancel, 1);
    cancel->refs = 2;
    cancel->what = what;
    g_mutex_init(&cancel->lock);
    g_cond_init(&cancel->changed);
    conn->cancel = cancel;
    g_thread_unref(g_thread_new("piket-cancel", cancel_run, cancel));
}

void
pk_pg_settle_cancel(PkPgConn *conn)
{
    PkPgCancel *cancel = g_steal_pointer(&conn->cancel);

    g_atomic_int_set(&conn->interrupted, 0);
    if (!cancel)
        return;
    int64_t until_us = g_get_monotonic_time() + 2 * G_USEC_PER_SEC;
    bool late = false;
    g_mutex_lock(&cancel->lock);
    while (!cancel->done && !late)
        late = !g_cond_wait_until(&cancel->changed, &cancel->lock, until_us);
    g_mutex_unlock(&cancel->lock);
    cancel_unref(cancel);
    if (late)
        pk_pg_lose(conn); /* it may still arrive, and would end some later statement */
}

void
pk_pg_interrupt(PkPgConn *conn)
{
    uint64_t one = 1;

    g_atomic_int_set(&conn->interrupted, 1);
    if (write(conn->wake, &one, sizeof one) < 0)
        return; /* full: it wakes already */
}

void
pk_pg_lose(PkPgConn *conn)
{
    if (conn->pg)
        PQfinish(conn->pg);
    conn->pg = NULL;
    conn->in_tx = false;
    conn->n_sent = 0;
    g_hash_table_remove_all(conn->prepared);
}

bool
pk_pg_wait_begin(PkPgConn *conn)
{
    if (conn->waits_us)
        return false;
    conn->waits_us = g_get_monotonic_time();
    conn->told_s = 0;
    return true;
}

void
pk_pg_wait_end(PkPgConn *conn, bool begun)
{
    if (begun)
        conn->waits_us = 0;
}

/* A migration may take long, and nobody need be told that it does. */
static void
tell_wait(PkPgConn *conn)
{
    int seconds = (int)((g_get_monotonic_time() - conn->waits_us) / G_USEC_PER_SEC);

    if (!conn->waits_us || seconds <= conn->told_s || conn->patience_s > PK_PG_PATIENCE_S)
        return;
    conn->told_s = seconds;
    pk_db_tell_wait(seconds);
}

bool
pk_pg_wait(PkPgConn *conn, PGconn *pg, short events, int64_t deadline_us)
{
    for (;;) {
        struct pollfd fds[] = { { .fd = PQsocket(pg), .events = events },
                                { .fd = conn->wake, .events = POLLIN } };
        int64_t left_us = deadline_us - g_get_monotonic_time();
        tell_wait(conn);
        if (left_us <= 0)
            return false;
        int n = poll(fds, 2, (int)MIN(left_us / 1000 + 1, 500));
        if (n > 0 && fds[1].revents) {
            uint64_t count;
            if (read(conn->wake, &count, sizeof count) > 0)
                pk_pg_send_cancel(conn);
        }
        if (n > 0 && fds[0].revents)
            return true;
    }
}

static void
set_gone(const PkPgConn *conn, bool late, int patience_s, GError **error)
{
    if (late)
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The server did not answer in %d seconds. Your text is kept; Piket connects "
                      "again when you go on."),
                    patience_s);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The connection to the server was lost. Your text is kept; Piket connects "
                      "again when you go on."));
    (void)conn;
}

/* Sends what libpq still holds and reads until a whole result is there. */
static bool
until_ready(PkPgConn *conn, int64_t deadline_us, bool *ret_late)
{
    *ret_late = false;
    for (;;) {
        int flushing = PQflush(conn->pg);
        if (flushing < 0)
            return false;
        if (flushing == 0 && !PQisBusy(conn->pg))
            return PQstatus(conn->pg) == CONNECTION_OK;
        if (!pk_pg_wait(conn, conn->pg, (short)(POLLIN | (flushing ? POLLOUT : 0)), deadline_us)) {
            *ret_late = true;
            return false;
        }
        if (!PQconsumeInput(conn->pg))
            return false;
    }
}

static bool
failed(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
}

/* last: the last that was heard, or NULL. */
static void
give_up(PkPgConn *conn, const PGresult *last, bool late, int patience_s, GError **error)
{
    conn->lost_pid = conn->pg ? PQbackendPID(conn->pg) : 0;
    /* The server's last words say more than that it is gone. */
    if (last && failed(last) && PQresultErrorField(last, PG_DIAG_SQLSTATE)) {
        pk_pg_check(conn, last, error);
        if (error && *error)
            (*error)->code = PK_ERROR_OFFLINE;
    } else {
        set_gone(conn, late, patience_s, error);
    }
    pk_pg_lose(conn);
}

PGresult *
pk_pg_answer(PkPgConn *conn, int sent, int patience_s, GError **error)
{
    int64_t deadline_us =
        patience_s ? g_get_monotonic_time() + patience_s * (int64_t)G_USEC_PER_SEC : INT64_MAX;
    PGresult *kept = NULL;
    bool late = false, begun = pk_pg_wait_begin(conn);
    bool ready = sent && until_ready(conn, deadline_us, &late);

    while (ready) {
        PGresult *result = PQgetResult(conn->pg);
        if (!result)
            break;
        if (kept && failed(kept)) {
            PQclear(result);
        } else {
            PQclear(kept);
            kept = result;
        }
        ready = until_ready(conn, deadline_us, &late);
    }
    pk_pg_wait_end(conn, begun);
    if (conn->pg && PQstatus(conn->pg) == CONNECTION_OK && ready && kept)
        return kept;
    give_up(conn, kept, late, patience_s, error);
    PQclear(kept);
    return NULL;
}

bool
pk_pg_answer_all(PkPgConn *conn, int sent, int patience_s, GPtrArray *results, GError **error)
{
    int64_t deadline_us =
        patience_s ? g_get_monotonic_time() + patience_s * (int64_t)G_USEC_PER_SEC : INT64_MAX;
    bool late = false, ended = false;

    while (sent && !ended && until_ready(conn, deadline_us, &late)) {
        PGresult *result = PQgetResult(conn->pg);
        ended = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        if (result && !ended)
            g_ptr_array_add(results, result); /* NULL only parts one statement's from the next */
        else
            PQclear(result);
    }
    if (ended && PQexitPipelineMode(conn->pg))
        return true;
    give_up(conn, results->len ? results->pdata[results->len - 1] : NULL, late, patience_s, error);
    return false;
}

bool
pk_pg_simple(PkPgConn *conn, const char *text, char **ret_cell, GError **error)
{
    PGresult *result = pk_pg_answer(conn, PQsendQuery(conn->pg, text), conn->patience_s, error);

    if (!result)
        return false;
    bool ok = pk_pg_check(conn, result, error);
    if (ok && ret_cell)
        *ret_cell = PQntuples(result) > 0 && !PQgetisnull(result, 0, 0)
                        ? g_strdup(PQgetvalue(result, 0, 0))
                        : NULL;
    PQclear(result);
    return ok;
}
