/* SPDX-License-Identifier: EUPL-1.2 */
/* The PostgreSQL connection from the inside. libpq is only used asynchronously, each wait with a
 * deadline of our own: a frozen server holds a blocking call for ever, whatever TCP is told. */
#pragma once

#include "engine.h"

#include <libpq-fe.h>

enum {
    PK_PG_PATIENCE_S = 10,     /* for one statement, unless told otherwise             */
    PK_PG_CONNECT_MS = 4000,   /* for one host                                         */
    PK_PG_FAILOVER_MS = 15000, /* as long as another of several hosts may be promoted  */
    PK_PG_RESTART_MS = 5000,   /* as long as a server that says that it is starting may */
    PK_PG_QUEUE_MS = 30000,    /* behind others who save                               */
    PK_PG_MOMENT_MS = 800,     /* for the only host, when it is not there at all       */
    PK_PG_OLDEST = 140000,     /* of the server, as PQserverVersion says it            */
};

typedef struct PkPgCancel PkPgCancel;

typedef struct {
    PGconn *pg;           /* NULL: lost; the next statement outside a transaction connects again */
    char *where;          /*                                                                     */
    PkDbMode mode;        /*                                                                     */
    GHashTable *prepared; /* const PkSql * -> how it was prepared                                 */
    unsigned n_prepared;  /* names given so far                                                  */
    char *user;           /* session_user                                                        */
    int patience_s;       /*                                                                     */
    int wake;             /* eventfd: somebody interrupts                                        */
    gint interrupted;     /* atomic                                                              */
    PkPgCancel *cancel;   /* on its way to the server, or NULL                                   */
    bool in_tx;           /*                                                                     */
    bool hurries;         /* what gives nothing back is not waited for                           */
    unsigned n_sent;      /* statements sent in pipeline mode whose answers were not read        */
    int lost_pid;         /* of the session whose last answer was lost, 0: none                  */
    bool unfit;           /* it can only be read now: look for the one that can be written       */
    bool warned;          /* by the server, since this was set to false                          */
    bool unreachable;     /* as was found when it was tried last                                 */
    bool starting;        /* the server said so when it was asked last                           */
    int64_t waits_us;     /* since when (monotonic) this is waiting for the server, 0: it is not */
    int told_s;           /* how long that was when it was said last                             */
} PkPgConn;

/* A connection that is not made yet, to be made by pk_pg_connect; and the end of one. */
PkPgConn *pk_pg_new(const char *where, PkDbMode mode);
void pk_pg_free(PkPgConn *conn);

/* Connects (again). With several hosts it goes on trying them in turn while none can be written,
 * for a fail-over takes a moment; a single host gets a shorter one. Errors: see pk_db_open. */
bool pk_pg_connect(PkPgConn *conn, GError **error);

/* Lets go of a connection that cannot be trusted any more. */
void pk_pg_lose(PkPgConn *conn);

/* A connection that is there and not about to be cancelled. Lost inside a transaction it stays
 * lost: half of the transaction is gone, and pk_pg_still_in says so. */
bool pk_pg_be_connected(PkPgConn *conn, GError **error);
bool pk_pg_still_in(PkPgConn *conn, GError **error);

/* Statements, as PkEngine has them. */
bool pk_pg_each(void *conn, const PkSql *sql, PkArgs args, PkRowFn fn, void *data,
                int64_t *ret_changed, GError **error);
bool pk_pg_each_many(void *conn, const PkSql *sql, const PkArgs *args, unsigned n, PkRowFn fn,
                     void *data, GError **error);

/* Reads the answers to what was sent without waiting, of which the first failure is the error. */
bool pk_pg_settle_sent(PkPgConn *conn, GError **error);

/* Has libpq sent a request? (PQsend* gave sent.) Waits for the answer: the last result, or the
 * first that failed; owned, PQclear. NULL with OFFLINE when the connection is gone, and then it is
 * let go of. patience_s 0: without end. */
PGresult *pk_pg_answer(PkPgConn *conn, int sent, int patience_s, GError **error);

/* The same for all that was sent since pipeline mode began, up to a sync; ends that mode. The
 * answers go to results, whose elements PQclear frees, failed ones too. Errors: OFFLINE, as above.
 */
bool pk_pg_answer_all(PkPgConn *conn, int sent, int patience_s, GPtrArray *results, GError **error);

/* Waits until the socket is ready for what libpq wants, at most until deadline_us (monotonic).
 * False: it was too late. */
bool pk_pg_wait(PkPgConn *conn, PGconn *pg, short events, int64_t deadline_us);

/* Begins or ends a waiting of which people are told (pk_db_on_wait); they nest. */
bool pk_pg_wait_begin(PkPgConn *conn);
void pk_pg_wait_end(PkPgConn *conn, bool begun);

/* One request of several statements, without parameters; the last result's first cell as text into
 * ret_cell (may be NULL, owned). Errors: those of the server. */
bool pk_pg_simple(PkPgConn *conn, const char *text, char **ret_cell, GError **error);

/* Is the result an answer? Else sets error from its SQLSTATE. */
bool pk_pg_check(PkPgConn *conn, const PGresult *result, GError **error);

/* Sets error from an SQLSTATE and the server's own words (cleaned here). */
void pk_pg_set_error(const char *state, const char *words, GError **error);

/* "sql1.example:5433": the server that a connection is to, for a sentence. Owned. */
char *pk_pg_called(const PGconn *pg);

/* Error of a connection that was never made. */
void pk_pg_connect_error(PkPgConn *conn, PGconn *pg, GError **error);

/* Ends the statement that runs now: from any thread. */
void pk_pg_interrupt(PkPgConn *conn);

/* Before a new statement: what was interrupted must not hit this one. */
void pk_pg_settle_cancel(PkPgConn *conn);

/* In the waiting loop: starts the cancelling that was asked for. */
void pk_pg_send_cancel(PkPgConn *conn);
