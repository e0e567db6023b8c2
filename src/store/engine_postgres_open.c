/* SPDX-License-Identifier: EUPL-1.2 */
/* From an address to a session that can be used. */
#include "engine_postgres.h"
#include "piket/base/i18n.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* Said at once after connecting. A change is made by the program and never waits for a person, so
 * one that stands still for 15 seconds belongs to a machine that froze, and others wait for it. */
static const char session[] = "SET search_path = piket, pg_temp;"
                              "SET TIME ZONE 'UTC';"
                              "SET client_min_messages = warning;"
                              "SET standard_conforming_strings = on;"
                              "SET bytea_output = hex;"
                              "SET default_transaction_isolation = 'read committed';"
                              "SET lock_timeout = '7s';"
                              "SET idle_in_transaction_session_timeout = '15s';"
                              "SET default_transaction_read_only = %s;"
                              "SET statement_timeout = '%ds';"
                              "SELECT session_user";

typedef struct {
    char **hosts; /* of the address; NULL: libpq finds out by itself */
    char **addrs;
    char **ports;
    guint n; /* at least 1 */
    bool attrs;
} Address;

static void
address_clear(Address *address)
{
    g_strfreev(address->hosts);
    g_strfreev(address->addrs);
    g_strfreev(address->ports);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Address, address_clear)

static bool
refuse_password(const PQconninfoOption *option, GError **error)
{
    if (strcmp(option->keyword, "password") != 0 && strcmp(option->keyword, "sslpassword") != 0)
        return true;
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("A password does not belong in the address: others on this machine can "
                          "read it there. Put it in the password file (~/.pgpass, mode 0600) or a "
                          "service file, and change it, for it has been seen."));
    return false;
}

/* asked: in the address itself, not one of libpq's many defaults. */
static bool
take_options(Address *address, const PQconninfoOption *options, bool asked, GError **error)
{
    bool ok = true;

    for (const PQconninfoOption *o = options; ok && o->keyword; o++) {
        char ***list = strcmp(o->keyword, "host") == 0       ? &address->hosts
                       : strcmp(o->keyword, "hostaddr") == 0 ? &address->addrs
                       : strcmp(o->keyword, "port") == 0     ? &address->ports
                                                             : NULL;
        if (!o->val || !*o->val)
            continue;
        if (list) {
            g_strfreev(*list);
            *list = g_strsplit(o->val, ",", -1);
        }
        address->attrs |= asked && strcmp(o->keyword, "target_session_attrs") == 0;
        ok = !asked || refuse_password(o, error);
    }
    return ok;
}

/* Hosts that stand in a service file or in the environment: only a connection that is being made
 * tells them, and it is let go of. */
static void
ask_libpq(const char *where, Address *address)
{
    const char *const names[] = { "dbname", NULL }, *const values[] = { where, NULL };
    PGconn *pg = PQconnectStartParams(names, values, 1);
    PQconninfoOption *options = pg ? PQconninfo(pg) : NULL;

    if (options)
        take_options(address, options, false, NULL);
    PQconninfoFree(options);
    PQfinish(pg);
}

static bool
read_address(const char *where, Address *address, GError **error)
{
    char *problem = NULL;
    PQconninfoOption *options = PQconninfoParse(where, &problem);
    bool ok = options != NULL;

    if (!options)
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The address of the server cannot be read: %s. It looks like "
                      "postgresql://server1,server2/piket."),
                    g_strchomp(problem));
    PQfreemem(problem);
    ok = ok && take_options(address, options, true, error);
    PQconninfoFree(options);
    if (ok && !address->hosts && !address->addrs)
        ask_libpq(where, address);
    guint n_hosts = address->hosts ? g_strv_length(address->hosts) : 0;
    guint n_addrs = address->addrs ? g_strv_length(address->addrs) : 0;
    address->n = MAX(1, MAX(n_hosts, n_addrs));
    return ok;
}

/* The i'th of a list; of a list of one that one. NULL: not given. */
static const char *
nth(char **list, guint i)
{
    guint n = list ? g_strv_length(list) : 0;

    return n == 0 ? NULL : list[n == 1 ? 0 : MIN(i, n - 1)];
}

/* libpq would print the server's notices across the screen. A warning while committing means that
 * the standby did not confirm. */
static void
hear(void *data, const PGresult *result)
{
    PkPgConn *conn = data;

    conn->warned |=
        g_strcmp0(PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED), "WARNING") == 0;
}

/* One host of the address, with libpq's defaults for all it does not say. */
static PGconn *
start(const PkPgConn *conn, const Address *address, guint i)
{
    const char *names[10] = { "dbname", "client_encoding", "application_name", "connect_timeout" };
    const char *values[10] = { conn->where, "UTF8", "piket", "4" };
    const struct {
        const char *name, *value;
    } own[] = {
        { "host", nth(address->hosts, i) },
        { "hostaddr", nth(address->addrs, i) },
        { "port", nth(address->ports, i) },
        { "target_session_attrs",
          conn->mode > PK_DB_READ && !address->attrs ? "read-write" : NULL },
    };
    size_t n = 4;

    for (size_t k = 0; k < G_N_ELEMENTS(own); k++) {
        if (own[k].value) {
            names[n] = own[k].name;
            values[n++] = own[k].value;
        }
    }
    names[n] = NULL;
    return PQconnectStartParams(names, values, 1);
}

/* NULL with error set, or a connection that stands. */
static PGconn *
attempt(PkPgConn *conn, const Address *address, guint i, GError **error)
{
    PGconn *pg = start(conn, address, i);
    int64_t deadline_us = g_get_monotonic_time() + PK_PG_CONNECT_MS * INT64_C(1000);
    PostgresPollingStatusType step = PGRES_POLLING_WRITING;

    if (!pg)
        g_error("out of memory");
    PQsetErrorVerbosity(pg, PQERRORS_VERBOSE);
    PQsetNoticeReceiver(pg, hear, conn);
    bool late = false;
    if (PQstatus(pg) == CONNECTION_BAD)
        step = PGRES_POLLING_FAILED;
    while (step != PGRES_POLLING_OK && step != PGRES_POLLING_FAILED && !late) {
        late = !pk_pg_wait(conn, pg, step == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline_us);
        if (!late)
            step = PQconnectPoll(pg);
    }
    if (step == PGRES_POLLING_OK)
        return pg;
    g_autofree char *called = pk_pg_called(pg);
    if (late)
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The server %s did not answer in %d seconds. Check the address and the "
                      "network."),
                    called, PK_PG_CONNECT_MS / 1000);
    else
        pk_pg_connect_error(conn, pg, error);
    PQfinish(pg);
    return NULL;
}

static bool
fit_for_use(PkPgConn *conn, GError **error)
{
    int version = PQserverVersion(conn->pg);
    const char *encoding = PQparameterStatus(conn->pg, "server_encoding");

    if (version < PK_PG_OLDEST) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The server is PostgreSQL %d; Piket needs %d or newer. Have your "
                      "administrator bring it up to date."),
                    version / 10000, PK_PG_OLDEST / 10000);
        return false;
    }
    if (g_strcmp0(encoding, "UTF8") != 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The database keeps text as %s; Piket needs UTF8. Have your administrator "
                      "make a database with ENCODING 'UTF8'."),
                    encoding ? encoding : "?");
        return false;
    }
    return true;
}

static bool
settle(PkPgConn *conn, GError **error)
{
    g_autofree char *text =
        g_strdup_printf(session, conn->mode <= PK_DB_READ ? "on" : "off", conn->patience_s + 1);
    g_autofree char *user = NULL;

    if (!fit_for_use(conn, error) || PQsetnonblocking(conn->pg, 1) != 0 ||
        !pk_pg_simple(conn, text, &user, error)) {
        pk_pg_lose(conn);
        return false;
    }
    g_free(conn->user);
    conn->user = g_steal_pointer(&user);
    return true;
}

/* A refusal that another host, or a moment, may take back. */
static bool
may_pass(const GError *error)
{
    return g_error_matches(error, PK_ERROR, PK_ERROR_OFFLINE) ||
           g_error_matches(error, PK_ERROR, PK_ERROR_BUSY);
}

/* How long to go on. Of several hosts one may be promoted; the only one may be on its way. */
static int64_t
patience_ms(const Address *address, const PkPgConn *conn)
{
    return address->n > 1 ? PK_PG_FAILOVER_MS : conn->starting ? PK_PG_RESTART_MS : PK_PG_MOMENT_MS;
}

static bool
connect_in_turn(PkPgConn *conn, const Address *address, GError **error)
{
    int64_t since_us = g_get_monotonic_time();

    for (guint i = 0;; i++) {
        g_autoptr(GError) why = NULL;
        conn->pg = attempt(conn, address, i % address->n, &why);
        if (conn->pg && settle(conn, &why))
            return true;
        bool round = i % address->n == address->n - 1;
        int64_t late_ms = (g_get_monotonic_time() - since_us) / 1000;
        bool last =
            round && (late_ms > patience_ms(address, conn) || g_atomic_int_get(&conn->interrupted));
        if (!may_pass(why) || last) {
            g_propagate_error(error, g_steal_pointer(&why));
            return false;
        }
        if (round)
            g_usleep(50000); /* until the other one is promoted */
    }
}

bool
pk_pg_connect(PkPgConn *conn, GError **error)
{
    g_auto(Address) address = { 0 };

    g_assert(!conn->pg);
    if (!read_address(conn->where, &address, error))
        return false;
    bool begun = pk_pg_wait_begin(conn);
    conn->unfit = conn->starting = false;
    bool ok = connect_in_turn(conn, &address, error);
    pk_pg_wait_end(conn, begun);
    conn->unreachable = !ok;
    return ok;
}
