/* SPDX-License-Identifier: EUPL-1.2 */
/* Running statements on a PostgreSQL server: one, many with one wait, or without waiting. */
#include "engine_postgres.h"
#include "piket/base/i18n.h"

#include <stdlib.h>

enum {
    AHEAD_MAX = 64, /* sent without having waited for an answer */
    MANY_MAX = 256, /* sent before the answers are read         */
};

enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_NUMERIC = 1700
};

/* ---- the connection ------------------------------------------------------------------------- */

bool
pk_pg_be_connected(PkPgConn *conn, GError **error)
{
    pk_pg_settle_cancel(conn);
    if (conn->pg && PQstatus(conn->pg) == CONNECTION_OK && !conn->unfit)
        return true;
    pk_pg_lose(conn);
    return pk_pg_connect(conn, error);
}

bool
pk_pg_still_in(PkPgConn *conn, GError **error)
{
    if (conn->pg && conn->in_tx && !pk_pg_settle_sent(conn, error))
        return false;
    if (conn->pg && conn->in_tx)
        return true;
    g_set_error_literal(
        error, PK_ERROR, PK_ERROR_OFFLINE,
        _("The connection to the server was lost in the middle of a change. Nothing "
          "of it was saved; save again."));
    return false;
}

/* ---- statements ----------------------------------------------------------------------------- */

/* A statement as it was prepared: with the types of the values that it was first run with. */
typedef struct {
    char name[16];
    Oid types[64]; /* 0: was NULL so far, and left to the server to find out */
} Prepared;

static Oid
type_of(const PkValue *value)
{
    switch (value->kind) {
    case PK_NULL: return 0;
    case PK_INT: return OID_INT8;
    case PK_TEXT: return OID_TEXT;
    case PK_BLOB: return OID_BYTEA;
    }
    g_assert_not_reached();
}

static bool
fits(const Prepared *prepared, PkArgs args)
{
    for (unsigned k = 0; k < args.n; k++) {
        Oid type = type_of(&args.values[k]);
        if (type != 0 && type != prepared->types[k])
            return false;
    }
    return true;
}

/* Types are said: what a server makes of "$1 < 0" by itself is a number of four bytes. */
static const Prepared *
prepare(PkPgConn *conn, const PkSql *sql, PkArgs args, GError **error)
{
    Prepared *known = g_hash_table_lookup(conn->prepared, sql);

    if (known && fits(known, args))
        return known;
    Prepared *made = g_new0(Prepared, 1);
    if (known)
        *made = *known;
    g_snprintf(made->name, sizeof made->name, "q%u", ++conn->n_prepared);
    for (unsigned k = 0; k < args.n; k++) {
        Oid type = type_of(&args.values[k]);
        made->types[k] = type ? type : made->types[k];
    }
    const char *text = sql->postgres ? sql->postgres : sql->text;
    PGresult *result =
        pk_pg_answer(conn, PQsendPrepare(conn->pg, made->name, text, (int)args.n, made->types),
                     conn->patience_s, error);
    bool ok = result && pk_pg_check(conn, result, error);

    PQclear(result);
    if (!ok) {
        if (error && g_error_matches(*error, PK_ERROR, PK_ERROR_INTERNAL))
            g_prefix_error(error, "%s: ", sql->name);
        g_free(made);
        return NULL;
    }
    g_hash_table_insert(conn->prepared, (void *)sql, made);
    return made;
}

/* A number goes as digits, text as it is, bytes as bytes. Into libpq's hands: 0 when it refuses. */
static int
send(PkPgConn *conn, const Prepared *prepared, PkArgs args)
{
    const char *values[64];
    int lengths[64], formats[64];
    char digits[64][24];

    for (unsigned k = 0; k < args.n; k++) {
        const PkValue *value = &args.values[k];
        lengths[k] = (int)value->n;
        formats[k] = value->kind == PK_BLOB;
        switch (value->kind) {
        case PK_NULL: values[k] = NULL; break;
        case PK_INT:
            g_snprintf(digits[k], sizeof digits[k], "%" G_GINT64_FORMAT, value->i);
            values[k] = digits[k];
            break;
        case PK_TEXT: values[k] = value->t; break;
        case PK_BLOB: values[k] = value->b; break;
        }
    }
    return PQsendQueryPrepared(conn->pg, prepared->name, (int)args.n, values, lengths, formats, 0);
}

static PGresult *
execute(PkPgConn *conn, const PkSql *sql, PkArgs args, GError **error)
{
    const Prepared *prepared = prepare(conn, sql, args, error);

    return prepared ? pk_pg_answer(conn, send(conn, prepared, args), conn->patience_s, error)
                    : NULL;
}

typedef struct {
    PkValue *cells;
    void **bytes; /* of cells that hold bytes: freed by libpq */
    unsigned n;
} Cells;

static bool
read_cell(const PGresult *result, int row, unsigned i, Cells *cells, GError **error)
{
    PkValue *cell = &cells->cells[i];
    const char *text = PQgetvalue(result, row, (int)i);
    char *end = NULL;

    *cell = (PkValue){ .kind = PK_NULL };
    if (PQgetisnull(result, row, (int)i))
        return true;
    switch (PQftype(result, (int)i)) {
    case OID_BOOL: *cell = pk_int(text[0] == 't'); return true;
    case OID_INT2:
    case OID_INT4:
    case OID_INT8: *cell = pk_int(g_ascii_strtoll(text, NULL, 10)); return true;
    case OID_NUMERIC:
        *cell = pk_int(g_ascii_strtoll(text, &end, 10));
        if (*end == '\0')
            return true;
        g_set_error(error, PK_ERROR, PK_ERROR_INTERNAL, _("The server failed: %s (%s)."), text,
                    PQfname(result, (int)i));
        return false;
    case OID_BYTEA: {
        size_t n = 0;
        PQfreemem(cells->bytes[i]);
        cells->bytes[i] = PQunescapeBytea((const unsigned char *)text, &n);
        *cell = pk_blob(cells->bytes[i], n);
        return true;
    }
    default:
        *cell =
            (PkValue){ .kind = PK_TEXT, .t = text, .n = (size_t)PQgetlength(result, row, (int)i) };
        return true;
    }
}

static bool
hand_rows(const PGresult *result, PkRowFn fn, void *fn_data, GError **error)
{
    unsigned n = (unsigned)PQnfields(result);
    g_autofree PkValue *values = g_new0(PkValue, n);
    g_autofree void **bytes = g_new0(void *, n);
    Cells cells = { values, bytes, n };
    bool ok = true;

    for (int row = 0; ok && row < PQntuples(result); row++) {
        for (unsigned i = 0; ok && i < n; i++)
            ok = read_cell(result, row, i, &cells, error);
        PkRow one = { values, n };
        ok = ok && fn(&one, fn_data, error);
    }
    for (unsigned i = 0; i < n; i++)
        PQfreemem(bytes[i]);
    return ok;
}

/* ---- many at once --------------------------------------------------------------------------- */

/* The answers to what was sent in pipeline mode, in order; ends that mode. NULL when the connection
 * is gone, or libpq refused (sent is 0). A failed statement makes the server pass over those behind
 * it. */
static GPtrArray *
answers(PkPgConn *conn, int sent, GError **error)
{
    g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func((GDestroyNotify)PQclear);

    conn->n_sent = 0;
    if (!pk_pg_answer_all(conn, sent && PQpipelineSync(conn->pg), conn->patience_s, results, error))
        return NULL;
    for (guint i = 0; i < results->len; i++) {
        if (PQresultStatus(results->pdata[i]) != PGRES_PIPELINE_ABORTED &&
            !pk_pg_check(conn, results->pdata[i], error))
            return NULL;
    }
    return g_steal_pointer(&results);
}

bool
pk_pg_settle_sent(PkPgConn *conn, GError **error)
{
    if (conn->n_sent == 0 || !conn->pg)
        return true;
    g_autoptr(GPtrArray) results = answers(conn, 1, error);
    return results != NULL;
}

/* Sends without waiting. What comes next, or the commit, tells whether it failed. */
static bool
send_ahead(PkPgConn *conn, const PkSql *sql, PkArgs args, GError **error)
{
    const Prepared *known = g_hash_table_lookup(conn->prepared, sql);

    if (!known || !fits(known, args) || conn->n_sent >= AHEAD_MAX) {
        if (!pk_pg_still_in(conn, error) || !(known = prepare(conn, sql, args, error)))
            return false;
    }
    if (conn->n_sent == 0 && !pk_pg_still_in(conn, error))
        return false;
    int sent = PQenterPipelineMode(conn->pg) && send(conn, known, args);
    conn->n_sent++;
    if (sent)
        return true;
    g_clear_pointer(&(GPtrArray *){ answers(conn, 0, error) }, g_ptr_array_unref);
    return false;
}

/* The statement whose answer is wanted goes behind those that were not waited for: one wait. */
static PGresult *
ask_behind(PkPgConn *conn, const PkSql *sql, PkArgs args, GError **error)
{
    const Prepared *known = g_hash_table_lookup(conn->prepared, sql);

    if (!known || !fits(known, args))
        return pk_pg_still_in(conn, error) ? execute(conn, sql, args, error) : NULL;
    g_autoptr(GPtrArray) results = answers(conn, send(conn, known, args), error);
    return results ? g_ptr_array_steal_index(results, results->len - 1) : NULL;
}

/* Prepared with the types of all of them, so that one statement serves. */
static GPtrArray *
execute_many(PkPgConn *conn, const PkSql *sql, const PkArgs *args, unsigned n, GError **error)
{
    const Prepared *prepared = NULL;
    int sent = 1;

    for (unsigned i = 0; i < n; i++) {
        prepared = prepare(conn, sql, args[i], error);
        if (!prepared)
            return NULL;
    }
    sent = PQenterPipelineMode(conn->pg);
    for (unsigned i = 0; i < n && sent; i++)
        sent = send(conn, prepared, args[i]);
    return answers(conn, sent, error);
}

static GPtrArray *
ask_many(PkPgConn *conn, const PkSql *sql, const PkArgs *args, unsigned n, GError **error)
{
    if (conn->in_tx)
        return pk_pg_still_in(conn, error) ? execute_many(conn, sql, args, n, error) : NULL;
    if (!pk_pg_be_connected(conn, error))
        return NULL;
    g_autoptr(GError) first = NULL;
    GPtrArray *results = execute_many(conn, sql, args, n, &first);
    if (results)
        return results;
    if (conn->pg) {
        g_propagate_error(error, g_steal_pointer(&first));
        return NULL;
    }
    return pk_pg_be_connected(conn, error) ? execute_many(conn, sql, args, n, error) : NULL;
}

bool
pk_pg_each_many(void *data, const PkSql *sql, const PkArgs *args, unsigned n, PkRowFn fn,
                void *fn_data, GError **error)
{
    PkPgConn *conn = data;

    for (unsigned from = 0; from < n; from += MANY_MAX) {
        unsigned some = MIN(n - from, MANY_MAX);
        g_autoptr(GPtrArray) results = ask_many(conn, sql, args + from, some, error);
        if (!results)
            return false;
        for (guint i = 0; fn && i < results->len; i++) {
            if (!hand_rows(results->pdata[i], fn, fn_data, error))
                return false;
        }
    }
    return true;
}

/* ---- one ------------------------------------------------------------------------------------ */

static PGresult *
ask(PkPgConn *conn, const PkSql *sql, PkArgs args, GError **error)
{
    if (conn->in_tx)
        return pk_pg_still_in(conn, error) ? execute(conn, sql, args, error) : NULL;
    if (!pk_pg_be_connected(conn, error))
        return NULL;
    g_autoptr(GError) first = NULL;
    PGresult *result = execute(conn, sql, args, &first);
    if (result)
        return result;
    if (conn->pg) {
        g_propagate_error(error, g_steal_pointer(&first));
        return NULL;
    }
    /* Nothing outside a transaction writes, so asking twice does no harm. */
    return pk_pg_be_connected(conn, error) ? execute(conn, sql, args, error) : NULL;
}

bool
pk_pg_each(void *data, const PkSql *sql, PkArgs args, PkRowFn fn, void *fn_data,
           int64_t *ret_changed, GError **error)
{
    PkPgConn *conn = data;

    if (conn->hurries && conn->in_tx && !fn && !ret_changed)
        return send_ahead(conn, sql, args, error);
    PGresult *result = conn->n_sent > 0 && conn->pg ? ask_behind(conn, sql, args, error)
                                                    : ask(conn, sql, args, error);
    if (!result)
        return false;
    bool ok = pk_pg_check(data, result, error);
    if (ok && ret_changed)
        *ret_changed = g_ascii_strtoll(PQcmdTuples(result), NULL, 10);
    if (ok && fn)
        ok = hand_rows(result, fn, fn_data, error);
    PQclear(result);
    return ok;
}
