/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/watch_store.h"

#include "piket_sql.h"
#include "rows.h"

void
pk_watch_row_free(PkWatchRow *row)
{
    if (!row)
        return;
    g_free(row->holder);
    g_free(row->login);
    g_free(row->host);
    g_free(row->boot);
    g_free(row);
}

/* clang-format off */
static const PkColumn columns[] = {
    { "holder",   PK_AS_TEXT, PK_AT(PkWatchRow, holder),   NULL },
    { "login",    PK_AS_TEXT, PK_AT(PkWatchRow, login),    NULL },
    { "host",     PK_AS_TEXT, PK_AT(PkWatchRow, host),     NULL },
    { "boot",     PK_AS_TEXT, PK_AT(PkWatchRow, boot),     NULL },
    { "pid",      PK_AS_INT,  PK_AT(PkWatchRow, pid),      NULL },
    { "first_us", PK_AS_INT,  PK_AT(PkWatchRow, first_us), NULL },
    { "since_us", PK_AS_INT,  PK_AT(PkWatchRow, since_us), NULL },
    { "beat_us",  PK_AS_INT,  PK_AT(PkWatchRow, beat_us),  NULL },
    { "beats",    PK_AS_INT,  PK_AT(PkWatchRow, beats),    NULL },
    { "age",      PK_AS_INT,  PK_AT(PkWatchRow, age_us),   NULL },
};
/* clang-format on */

static const PkRowMap map = { sizeof(PkWatchRow), columns, G_N_ELEMENTS(columns),
                              (GDestroyNotify)pk_watch_row_free };

bool
pk_watch_get(PkDb *db, const char *job, int64_t now_us, PkWatchRow **ret_row, GError **error)
{
    void *row = NULL;

    if (!pk_db_one(db, &pk_sql_watch_get, PK_ARGS(pk_text(job), pk_int(now_us)), &map, &row, error))
        return false;
    *ret_row = row;
    return true;
}

bool
pk_watch_take(PkDb *db, const char *job, const PkWatchRow *who, const PkWatchRow *seen,
              int64_t now_us, bool *ret_got, GError **error)
{
    int64_t n = 0;
    bool ok = seen ? pk_db_run(db, &pk_sql_watch_take,
                               PK_ARGS(pk_text(job), pk_text(who->holder), pk_text(who->login),
                                       pk_text(who->host), pk_text(who->boot), pk_int(who->pid),
                                       pk_int(now_us), pk_text(seen->holder), pk_int(seen->beats)),
                               &n, error)
                   : pk_db_run(db, &pk_sql_watch_begin,
                               PK_ARGS(pk_text(job), pk_text(who->holder), pk_text(who->login),
                                       pk_text(who->host), pk_text(who->boot), pk_int(who->pid),
                                       pk_int(now_us)),
                               &n, error);

    if (ok)
        *ret_got = n == 1;
    return ok;
}

bool
pk_watch_beat(PkDb *db, const char *job, const char *holder, int64_t now_us, bool *ret_holds,
              GError **error)
{
    int64_t n = 0;

    if (!pk_db_run(db, &pk_sql_watch_beat, PK_ARGS(pk_text(job), pk_text(holder), pk_int(now_us)),
                   &n, error))
        return false;
    *ret_holds = n == 1;
    return true;
}

bool
pk_watch_drop(PkDb *db, const char *job, const char *holder, int64_t now_us, GError **error)
{
    return pk_db_run(db, &pk_sql_watch_drop, PK_ARGS(pk_text(job), pk_text(holder), pk_int(now_us)),
                     NULL, error);
}

bool
pk_watch_holds(PkDb *db, const char *job, const char *holder, bool *ret_holds, GError **error)
{
    int64_t one = 0;

    return pk_db_number(db, &pk_sql_watch_holds, PK_ARGS(pk_text(job), pk_text(holder)), &one,
                        ret_holds, error);
}

bool
pk_fired_insert(PkDb *db, const char *kind, const char *subject, int64_t step, int64_t moment_us,
                int64_t now_us, bool late, bool *ret_new, GError **error)
{
    int64_t n = 0;

    if (!pk_db_run(db, &pk_sql_fired_insert,
                   PK_ARGS(pk_text(kind), pk_text(subject), pk_int(step), pk_int(moment_us),
                           pk_int(now_us), pk_int(late)),
                   &n, error))
        return false;
    *ret_new = n == 1;
    return true;
}

bool
pk_fired_has(PkDb *db, const char *kind, const char *subject, int64_t step, int64_t moment_us,
             bool *ret_has, GError **error)
{
    int64_t one = 0;

    return pk_db_number(db, &pk_sql_fired_has,
                        PK_ARGS(pk_text(kind), pk_text(subject), pk_int(step), pk_int(moment_us)),
                        &one, ret_has, error);
}

/* ---- what is to come ------------------------------------------------------------------------- */

void
pk_pending_free(PkPending *pending)
{
    if (!pending)
        return;
    g_free(pending->uuid);
    g_array_unref(pending->fired);
    g_free(pending);
}

/* Rows of one subject stand together: id, uuid, incident, start or number, due, then one act. */
static void
take_pending(const PkRow *row, GPtrArray *all, bool clock)
{
    PkPending *last = all->len ? all->pdata[all->len - 1] : NULL;

    if (!last || last->key != pk_row_int(row, 0)) {
        last = g_new0(PkPending, 1);
        last->key = pk_row_int(row, 0);
        last->uuid = g_strdup(pk_row_text(row, 1));
        last->incident_key = pk_row_int(row, 2);
        last->start_us = clock ? pk_row_int(row, 3) : 0;
        last->no = clock ? 0 : pk_row_int(row, 3);
        last->due_us = pk_row_int(row, 4);
        last->fired = g_array_new(FALSE, FALSE, sizeof(PkFired));
        g_ptr_array_add(all, last);
    }
    if (row->cells[5].kind != PK_NULL) {
        PkFired fired = { pk_row_int(row, 5), pk_row_int(row, 6), pk_row_int(row, 7) };
        g_array_append_val(last->fired, fired);
    }
}

static bool
take_clock(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    take_pending(row, data, true);
    return true;
}

static bool
take_callback(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    take_pending(row, data, false);
    return true;
}

static GPtrArray *
pending(PkDb *db, const PkSql *sql, int64_t after_us, PkRowFn take, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)pk_pending_free);

    if (!pk_db_each(db, sql, PK_ARGS(pk_int(after_us)), take, all, NULL, error))
        return NULL;
    return g_steal_pointer(&all);
}

GPtrArray *
pk_watch_clocks(PkDb *db, int64_t after_us, GError **error)
{
    return pending(db, &pk_sql_watch_list_clocks, after_us, take_clock, error);
}

GPtrArray *
pk_watch_callbacks(PkDb *db, int64_t after_us, GError **error)
{
    return pending(db, &pk_sql_watch_list_callbacks, after_us, take_callback, error);
}

GPtrArray *
pk_watch_handovers(PkDb *db, int64_t after_us, GError **error)
{
    return pending(db, &pk_sql_watch_list_handovers, after_us, take_callback, error);
}
