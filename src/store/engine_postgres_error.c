/* SPDX-License-Identifier: EUPL-1.2 */
/* What the server, or the way to it, says, in sentences of ours. */
#include "engine_postgres.h"
#include "engine_postgres_said.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

/* Beginnings of an SQLSTATE (PostgreSQL manual, appendix A); the first that fits counts. */
/* clang-format off */
static const struct {
    const char *state;
    PkErrorCode as;
    const char *sentence;
} failures[] = {
    { "23505", PK_ERROR_CONFLICT, N_("This already exists (%s).") },
    { "23503", PK_ERROR_MISSING,  N_("What this refers to does not exist (%s).") },
    { "23",    PK_ERROR_INVALID,  N_("The store refuses this: %s.") },
    { "22",    PK_ERROR_INVALID,  N_("The store refuses this: %s.") },
    { "42501", PK_ERROR_DENIED,   N_("The server does not allow this: %s. Nothing was changed; ask somebody with the role admin what you may do here.") },
    { "25006", PK_ERROR_OFFLINE,  N_("The server can only be read now (%s). Your text is kept; save again when it can be written, or have your administrator look whether this is the primary.") },
    { "40",    PK_ERROR_BUSY,     N_("Somebody else was changing the same (%s). Your text is kept; try again.") },
    { "55P03", PK_ERROR_BUSY,     N_("Somebody else is writing and holds the others up (%s). Your text is kept; try again.") },
    { "57014", PK_ERROR_BUSY,     N_("The server stopped this request (%s). Your text is kept; try again.") },
    { "53100", PK_ERROR_OFFLINE,  N_("The server's disk is full (%s). Your text is kept as a draft; tell your administrator, and save again.") },
    { "53300", PK_ERROR_BUSY,     N_("The server has no room for one more connection (%s). Try again, and tell your administrator.") },
    { "53",    PK_ERROR_OFFLINE,  N_("The server is short of something (%s). Your text is kept as a draft; tell your administrator, and save again.") },
    { "25P03", PK_ERROR_OFFLINE,  N_("The server ended a change that stood still (%s). Nothing of it was saved; save again.") },
    { "57P03", PK_ERROR_OFFLINE,  N_("The server is just starting or stopping (%s). Your text is kept; try again in a moment.") },
    { "57P",   PK_ERROR_OFFLINE,  N_("The server is going down (%s). Your text is kept; Piket connects again when you go on.") },
    { "58",    PK_ERROR_OFFLINE,  N_("The server's disk does not answer (%s). Your text is kept as a draft; tell your administrator, and save again.") },
    { "08",    PK_ERROR_OFFLINE,  N_("The connection to the server broke (%s). Your text is kept; Piket connects again when you go on.") },
    { "28P01", PK_ERROR_DENIED,   N_("The server refuses the password of this role (%s). Put the right one in the password file (~/.pgpass, mode 0600), or ask your administrator.") },
    { "28",    PK_ERROR_DENIED,   N_("The server does not let this role in (%s). Ask your administrator for \"piket person add\" and a line in pg_hba.conf.") },
    { "3D000", PK_ERROR_MISSING,  N_("There is no such database on the server (%s). Check the address, or have your administrator make it.") },
    { "3F000", PK_ERROR_MISSING,  N_("This database was not made for Piket yet (%s). Have your administrator run \"piket db init\".") },
    { "42P01", PK_ERROR_INVALID,  N_("This database was not made by this Piket (%s). Have your administrator run \"piket db status\".") },
    { "42883", PK_ERROR_INVALID,  N_("This database was not made by this Piket (%s). Have your administrator run \"piket db status\".") },
    { "42703", PK_ERROR_INVALID,  N_("This database was not made by this Piket (%s). Have your administrator run \"piket db status\".") },
    { "XX001", PK_ERROR_BROKEN,   N_("The server's data is damaged (%s). Stop using it and tell your administrator.") },
    { "XX002", PK_ERROR_BROKEN,   N_("The server's data is damaged (%s). Stop using it and tell your administrator.") },
    { "P0001", PK_ERROR_BROKEN,   N_("The journal is not as Piket left it (%s). Nothing was saved; verify it.") },
};
/* clang-format on */

/* One line, without control characters and without the full stop that our sentence adds. */
static char *
bare_words(const char *words)
{
    g_autofree char *first = g_strndup(words, strcspn(words, "\n"));
    char *clean = pk_text_clean(first, -1, PK_TEXT_LINE, NULL);
    size_t n = strlen(clean);

    if (n && clean[n - 1] == '.')
        clean[n - 1] = '\0';
    return clean;
}

void
pk_pg_set_error(const char *state, const char *words, GError **error)
{
    g_autofree char *bare = bare_words(words ? words : "");

    if (g_strcmp0(state, "42501") == 0 && g_str_has_suffix(words, ".")) {
        /* One of our own triggers, in whole sentences. */
        g_autofree char *sentence = g_strconcat(bare, ".", NULL);
        g_autofree char *said = pk_pg_said(sentence);
        g_set_error_literal(error, PK_ERROR, PK_ERROR_DENIED, said);
        return;
    }
    for (size_t i = 0; state && i < G_N_ELEMENTS(failures); i++) {
        if (g_str_has_prefix(state, failures[i].state)) {
            /* The format comes from the table above, translated. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            g_set_error(error, PK_ERROR, (int)failures[i].as, _(failures[i].sentence), bare);
#pragma GCC diagnostic pop
            return;
        }
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INTERNAL, _("The server failed: %s (%s)."), bare,
                state ? state : "?");
}

bool
pk_pg_check(PkPgConn *conn, const PGresult *result, GError **error)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return true;
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (g_strcmp0(state, "25006") == 0 && conn->mode > PK_DB_READ)
        conn->unfit = true;
    pk_pg_set_error(state, words ? words : PQresultErrorMessage(result), error);
    return false;
}

/* "FATAL:  28P01: password authentication failed": the verbose form has the code; libpq has no
 * other way to tell it while connecting. NULL when it is libpq's own complaint. Owned. */
static char *
state_in(const char *message, const char **ret_words)
{
    g_autoptr(GRegex) shape = g_regex_new("^[^\n]*?:  ([0-9A-Z]{5}): ", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    int from = 0, to = 0;

    for (const char *line = message; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (g_regex_match(shape, line, 0, &match)) {
            g_match_info_fetch_pos(match, 0, &from, &to);
            *ret_words = line + to;
            return g_match_info_fetch(match, 1);
        }
        g_clear_pointer(&match, g_match_info_unref);
    }
    return NULL;
}

char *
pk_pg_called(const PGconn *pg)
{
    const char *host = PQhost(pg), *port = PQport(pg);
    const char *colon = g_strcmp0(port, "5432") == 0 || !port || !*port ? "" : ":";

    return g_strdup_printf("%s%s%s", host && *host ? host : "localhost", colon, *colon ? port : "");
}

/* libpq's own complaints say "connection to server at ... failed: why". */
static const char *
why_of(const char *message)
{
    const char *why = g_strstr_len(message, -1, "failed: ");

    return why ? why + strlen("failed: ") : message;
}

void
pk_pg_connect_error(PkPgConn *conn, PGconn *pg, GError **error)
{
    const char *message = PQerrorMessage(pg), *words = NULL;
    g_autofree char *state = state_in(message, &words);

    if (PQconnectionNeedsPassword(pg)) {
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("The server asks for a password and there is none. Put it in the password "
                      "file (~/.pgpass, mode 0600) or a service file; never on the command line."));
        return;
    }
    if (state) {
        conn->starting = strcmp(state, "57P03") == 0;
        /* A role that may not connect to this database is one that is not let in. */
        pk_pg_set_error(strcmp(state, "42501") == 0 ? "28000" : state, words, error);
        return;
    }
    g_autofree char *bare = bare_words(why_of(message));
    g_autofree char *called = pk_pg_called(pg);
    if (strstr(message, "read-only") || strstr(message, "hot standby"))
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The server %s can only be read now (%s): it is a standby. Your text is "
                      "kept; have your administrator look which server is the primary."),
                    called, bare);
    else if (strstr(message, "certificate") || strstr(message, "SSL"))
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The server's certificate is not trusted, or there is no secure connection "
                      "(%s). Nothing was sent; have your administrator renew the certificate, or "
                      "check sslmode and sslrootcert."),
                    bare);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The server %s cannot be reached (%s). Check the address and the network."),
                    called, bare);
}
