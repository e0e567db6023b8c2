/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/listen.h"

#include "engine_postgres.h"
#include "piket/base/bell.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Hashes of UUIDs with a seed of our own: apart from whatever else locks in this database. */
#define SEED "1886808437"

enum {
    PAUSE_FIRST_MS = 250,
    PAUSE_MOST_MS = 30000,
    HEARTBEAT_MS = 30000, /* a server that vanished without a word is noticed           */
    OTHERS_MS = 5000,     /* and sooner somebody who did, while others look as well     */
    PATIENCE_S = 5,
    GOODBYE_MS = 1500,
};

static const char who_query[] =
    "SELECT a.usename::text, coalesce(p.name, a.usename::text),"
    " coalesce(p.initials, a.usename::text)"
    " FROM incident i JOIN pg_locks l ON l.locktype = 'advisory' AND l.objsubid = 1"
    " AND l.mode = 'ShareLock' AND l.granted AND l.pid <> pg_backend_pid()"
    " AND (l.classid::bigint << 32) | l.objid::bigint = hashtextextended(i.uuid, " SEED ")"
    " AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())"
    " JOIN pg_stat_activity a ON a.pid = l.pid"
    " LEFT JOIN person p ON p.login = a.usename::text"
    " WHERE i.uuid = $1::text GROUP BY 1, 2, 3 ORDER BY 1";

struct PkListen {
    gint refs; /* the owner's and the thread's */
    PkPgConn *conn;
    PkBell *changed, *who_bell;
    GMutex lock; /* of what follows */
    GCond ended_cond;
    bool stop, ended;
    char *wanted;   /* UUID, or NULL */
    GPtrArray *who; /* PkLooker */
    /* Of the thread alone: */
    char *shown; /* the server knows that this one is open */
    bool who_stale;
    bool accompanied; /* others look as well */
};

static void
listen_unref(PkListen *listen)
{
    if (!g_atomic_int_dec_and_test(&listen->refs))
        return;
    pk_pg_free(listen->conn);
    pk_bell_unref(listen->changed);
    pk_bell_unref(listen->who_bell);
    g_mutex_clear(&listen->lock);
    g_cond_clear(&listen->ended_cond);
    g_ptr_array_unref(listen->who);
    g_free(listen->wanted);
    g_free(listen->shown);
    g_free(listen);
}

static bool
stopping(PkListen *listen)
{
    g_mutex_lock(&listen->lock);
    bool stop = listen->stop;
    g_mutex_unlock(&listen->lock);
    return stop;
}

static char *
wanted_now(PkListen *listen)
{
    g_mutex_lock(&listen->lock);
    char *wanted = g_strdup(listen->wanted);
    g_mutex_unlock(&listen->lock);
    return wanted;
}

/* Takes who. */
static void
set_who(PkListen *listen, GPtrArray *who)
{
    g_mutex_lock(&listen->lock);
    bool same = pk_lookers_same(listen->who, who);
    GPtrArray *old = listen->who;
    listen->who = who;
    g_mutex_unlock(&listen->lock);
    g_ptr_array_unref(old);
    if (!same)
        pk_bell_ring(listen->who_bell);
}

/* ---- asking the server ---------------------------------------------------------------------- */

/* One statement about one UUID. NULL when it failed or the connection is gone; owned. */
static PGresult *
ask(PkListen *listen, const char *sql, const char *uuid)
{
    const char *values[] = { uuid };
    PkPgConn *conn = listen->conn;
    PGresult *result = pk_pg_answer(
        conn, PQsendQueryParams(conn->pg, sql, 1, NULL, values, NULL, NULL, 0), PATIENCE_S, NULL);

    if (result && PQresultStatus(result) != PGRES_TUPLES_OK)
        g_clear_pointer(&result, PQclear);
    return result;
}

static void
lost(PkListen *listen)
{
    pk_pg_lose(listen->conn);
    g_clear_pointer(&listen->shown, g_free);
    set_who(listen, pk_lookers_new());
}

/* A standby takes no LISTEN, and a new server may be one for a moment: then not yet. */
static bool
begin(PkListen *listen)
{
    PkPgConn *conn = listen->conn;

    if (!pk_pg_connect(conn, NULL))
        return false;
    if (!pk_pg_simple(conn, "LISTEN piket; LISTEN piket_who", NULL, NULL)) {
        pk_pg_lose(conn);
        return false;
    }
    listen->who_stale = true;
    pk_bell_ring(listen->changed);
    return true;
}

/* Lets the server, and through it the others, know what is open here. */
static void
show(PkListen *listen, const char *uuid)
{
    PkPgConn *conn = listen->conn;

    if (g_strcmp0(uuid, listen->shown) == 0)
        return;
    if (listen->shown && !pk_pg_simple(conn, "SELECT pg_advisory_unlock_all()", NULL, NULL))
        return;
    g_clear_pointer(&listen->shown, g_free);
    if (uuid) {
        PGresult *result =
            ask(listen, "SELECT pg_try_advisory_lock_shared(hashtextextended($1::text, " SEED "))",
                uuid);
        /* Whoever may not is seen by nobody; asking again at every news would be news again. */
        if (conn->pg)
            listen->shown = g_strdup(uuid);
        PQclear(result);
    }
    if (conn->pg)
        pk_pg_simple(conn, "NOTIFY piket_who", NULL, NULL);
    listen->who_stale = true;
}

static void
read_who(PkListen *listen, const char *uuid)
{
    GPtrArray *who = pk_lookers_new();
    PGresult *result = uuid ? ask(listen, who_query, uuid) : NULL;

    for (int i = 0; result && i < PQntuples(result); i++) {
        g_ptr_array_add(who, pk_looker_new(PQgetvalue(result, i, 0), PQgetvalue(result, i, 1),
                                           PQgetvalue(result, i, 2)));
    }
    PQclear(result);
    listen->who_stale = false;
    listen->accompanied = who->len > 0;
    set_who(listen, who);
}

/* What came in while something was asked, or just now. */
static void
hear(PkListen *listen)
{
    PkPgConn *conn = listen->conn;
    PGnotify *notify;

    while (conn->pg && (notify = PQnotifies(conn->pg)) != NULL) {
        if (strcmp(notify->relname, "piket") == 0)
            pk_bell_ring(listen->changed);
        else if (notify->be_pid != PQbackendPID(conn->pg))
            listen->who_stale = true;
        PQfreemem(notify);
    }
}

/* Tells and asks what there is to tell and ask; false when the connection is gone. */
static bool
catch_up(PkListen *listen, bool heartbeat)
{
    PkPgConn *conn = listen->conn;
    g_autofree char *uuid = wanted_now(listen);

    show(listen, uuid);
    if (conn->pg && (listen->who_stale || (heartbeat && uuid)))
        read_who(listen, uuid);
    else if (conn->pg && heartbeat)
        pk_pg_simple(conn, "SELECT 1", NULL, NULL);
    hear(listen);
    /* Asked for while the server was asked, whose wait took the wake-up. */
    g_autofree char *now = wanted_now(listen);
    if (g_strcmp0(uuid, now) != 0)
        listen->who_stale = true;
    return conn->pg != NULL;
}

/* ---- the thread ----------------------------------------------------------------------------- */

/* Until there is something to do, or so long. True: it was long. */
static bool
wait_for(const PkPgConn *conn, int ms, bool *ret_readable)
{
    struct pollfd fds[] = { { .fd = conn->wake, .events = POLLIN },
                            { .fd = conn->pg ? PQsocket(conn->pg) : -1, .events = POLLIN } };
    uint64_t count;
    int n = poll(fds, 2, ms);

    if (n > 0 && fds[0].revents && read(conn->wake, &count, sizeof count) < 0)
        n = 1; /* somebody else read it: we are awake all the same */
    *ret_readable = n > 0 && fds[1].revents;
    return n == 0;
}

/* The others need not wait until they ask again. */
static void
say_goodbye(PkListen *listen)
{
    PkPgConn *conn = listen->conn;

    pk_pg_settle_cancel(conn);
    conn->patience_s = 1;
    if (conn->pg && listen->shown)
        pk_pg_simple(conn, "SELECT pg_advisory_unlock_all(); NOTIFY piket_who", NULL, NULL);
    pk_pg_lose(conn);
}

static void *
run(void *data)
{
    PkListen *listen = data;
    PkPgConn *conn = listen->conn;
    int pause_ms = PAUSE_FIRST_MS;
    bool readable = false, heartbeat = false;

    while (!stopping(listen)) {
        if (!conn->pg && !begin(listen)) {
            if (!stopping(listen))
                wait_for(conn, pause_ms, &readable);
            pause_ms = MIN(pause_ms * 2, PAUSE_MOST_MS);
            continue;
        }
        pause_ms = PAUSE_FIRST_MS;
        if (catch_up(listen, heartbeat) && !listen->who_stale && !stopping(listen)) {
            heartbeat = wait_for(conn, listen->accompanied ? OTHERS_MS : HEARTBEAT_MS, &readable);
            if (readable && !PQconsumeInput(conn->pg))
                lost(listen);
            hear(listen);
        }
        if (!conn->pg)
            lost(listen);
    }
    say_goodbye(listen);
    g_mutex_lock(&listen->lock);
    listen->ended = true;
    g_cond_broadcast(&listen->ended_cond);
    g_mutex_unlock(&listen->lock);
    listen_unref(listen);
    return NULL;
}

/* ---- for the main thread -------------------------------------------------------------------- */

PkListen *
pk_listen_new(const char *where, void (*changed)(void *data), void (*who)(void *data), void *data)
{
    PkListen *listen = g_new0(PkListen, 1);

    listen->refs = 2;
    /* To whichever host takes writes: a standby has no news. */
    listen->conn = pk_pg_new(where, PK_DB_WRITE);
    listen->conn->patience_s = PATIENCE_S;
    listen->changed = pk_bell_new(changed, data);
    listen->who_bell = pk_bell_new(who, data);
    listen->who = pk_lookers_new();
    g_mutex_init(&listen->lock);
    g_cond_init(&listen->ended_cond);
    g_thread_unref(g_thread_new("piket-listen", run, listen));
    return listen;
}

void
pk_listen_free(PkListen *listen)
{
    if (!listen)
        return;
    int64_t until_us = g_get_monotonic_time() + GOODBYE_MS * INT64_C(1000);
    bool late = false;
    g_mutex_lock(&listen->lock);
    listen->stop = true;
    pk_pg_interrupt(listen->conn);
    while (!listen->ended && !late)
        late = !g_cond_wait_until(&listen->ended_cond, &listen->lock, until_us);
    g_mutex_unlock(&listen->lock);
    pk_bell_free(pk_bell_ref(listen->changed));
    pk_bell_free(pk_bell_ref(listen->who_bell));
    listen_unref(listen);
}

static void
nudge(PkListen *listen)
{
    uint64_t one = 1;

    if (write(listen->conn->wake, &one, sizeof one) < 0)
        return; /* full: it wakes already */
}

void
pk_listen_show(PkListen *listen, const char *uuid)
{
    g_mutex_lock(&listen->lock);
    bool same = g_strcmp0(listen->wanted, uuid) == 0;
    if (!same) {
        g_free(listen->wanted);
        listen->wanted = g_strdup(uuid);
        g_ptr_array_set_size(listen->who, 0); /* they were at the other one */
    }
    g_mutex_unlock(&listen->lock);
    if (!same)
        nudge(listen);
}

GPtrArray *
pk_listen_who(PkListen *listen)
{
    g_mutex_lock(&listen->lock);
    GPtrArray *who = pk_lookers_copy(listen->who);
    g_mutex_unlock(&listen->lock);
    return who;
}
