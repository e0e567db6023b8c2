/* SPDX-License-Identifier: EUPL-1.2 */
/* The copy, first half: everything is read from the server at one moment, and what the person may
 * not see is left there. */
#include "copy_rows.h"
#include "duty_private.h"
#include "piket/base/clock.h"
#include "piket/model/tlp.h"
#include "piket/store/incident_store.h"
#include "piket/store/rota_store.h"

#include <string.h>

enum { PAGE = 100 };

void
pk_copied_free(PkCopied *copied)
{
    if (!copied)
        return;
    for (int i = 0; i < PK_COPY_N; i++) {
        if (copied->rows[i])
            g_ptr_array_unref(copied->rows[i]);
    }
    if (copied->origins)
        g_ptr_array_unref(copied->origins);
    g_hash_table_unref(copied->seen);
    g_free(copied);
}

/* ---- what may be seen ------------------------------------------------------------------------ */

static PkTlp
label_of(const PkCopyRow *row, unsigned cell)
{
    PkTlp tlp = PK_TLP_RED;

    /* A label that cannot be read is taken for the strictest. */
    if (row->cells[cell].kind != PK_TEXT || !pk_tlp_parse(row->cells[cell].t, &tlp, NULL, NULL))
        return PK_TLP_RED;
    return tlp;
}

/* Of a page of rows: what belongs to incidents that are seen, with the texts that are. */
static void
keep_seen(PkCopied *copied, PkCopyTable table, GPtrArray *page, const PkSight *sight)
{
    for (guint i = 0; i < page->len; i++) {
        PkCopyRow *row = page->pdata[i];
        int64_t incident = pk_copy_key(row, 0);
        if (table == PK_COPY_INCIDENT &&
            pk_sight_may(sight, incident, label_of(row, PK_INCIDENT_CELL_TLP)))
            g_hash_table_add(copied->seen, g_memdup2(&incident, sizeof incident));
        if (!g_hash_table_contains(copied->seen, &incident))
            continue;
        if (table == PK_COPY_LINE &&
            !pk_sight_may(sight, incident, label_of(row, PK_LINE_CELL_TLP))) {
            pk_copy_set_null(row, PK_LINE_CELL_SALT);
            pk_copy_set_null(row, PK_LINE_CELL_BODY);
            pk_copy_set_null(row, PK_LINE_CELL_DETAILS);
        }
        g_ptr_array_add(copied->rows[table], row);
        page->pdata[i] = NULL;
    }
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool
read_incidents(PkDb *db, PkCopied *copied, int64_t after, int64_t to, int64_t also,
               const PkSight *sight, GError **error)
{
    for (int table = PK_COPY_INCIDENT; table < PK_COPY_N; table++) {
        g_autoptr(GPtrArray) page = pk_copy_read_of(db, (PkCopyTable)table, after, to, also, error);
        if (!page)
            return false;
        keep_seen(copied, (PkCopyTable)table, page, sight);
    }
    return true;
}

static bool
read_open(PkDb *db, PkCopied *copied, const PkSight *sight, GError **error)
{
    for (int64_t after = 0;;) {
        int64_t last = 0;
        if (!pk_copy_page(db, after, PAGE, &last, error))
            return false;
        if (last == 0)
            return true;
        if (!read_incidents(db, copied, after, last, 0, sight, error))
            return false;
        after = last;
    }
}

/* What was written about an incident that was closed meanwhile, and is not sent, needs it still. */
static bool
read_needed(PkDb *db, PkCopied *copied, const GPtrArray *unsent, const PkSight *sight,
            GError **error)
{
    for (guint i = 0; i < unsent->len; i++) {
        const PkUnsent *one = unsent->pdata[i];
        g_autoptr(PkIncident) incident = NULL;
        if (one->incident_key == 0 || !one->on_server)
            continue;
        g_autoptr(GError) unseen = NULL;
        if (!pk_incident_by_uuid(db, one->uuid, &incident, &unseen)) {
            if (g_error_matches(unseen, PK_ERROR, PK_ERROR_DENIED))
                continue;
            g_propagate_error(error, g_steal_pointer(&unseen));
            return false;
        }
        if (!incident || g_hash_table_contains(copied->seen, &incident->key))
            continue;
        if (!read_incidents(db, copied, incident->key - 1, incident->key, incident->key, sight,
                            error))
            return false;
    }
    return true;
}

/* Numbers of others are for who may be on duty. */
static void
keep_phones(const PkApp *server, GPtrArray *rows)
{
    for (guint i = rows->len; !pk_duty_sees_phones(server) && i-- > 0;) {
        const PkCopyRow *row = rows->pdata[i];
        if (strcmp(row->cells[PK_PHONE_CELL_LOGIN].t, server->login) != 0)
            g_ptr_array_remove_index(rows, i);
    }
}

static bool
read_rota(PkApp *server, PkCopied *copied, GError **error)
{
    int64_t from_us = pk_duty_copied_from(pk_clock_now_us());
    g_autoptr(PkRota) rota = pk_rota_load(server->db, from_us, from_us + 1, error);

    if (!rota)
        return false;
    from_us -= pk_rota_reach_us(rota);
    for (int table = PK_COPY_PATTERN; table < PK_COPY_INCIDENT; table++) {
        g_ptr_array_unref(copied->rows[table]);
        copied->rows[table] = pk_copy_read_since(server->db, (PkCopyTable)table, from_us, error);
        if (!copied->rows[table])
            return false;
    }
    return true;
}

static bool
read_all(PkApp *server, PkCopied *copied, const GPtrArray *unsent, GError **error)
{
    const PkSight *sight = &server->sight;

    if (!pk_app_look(server, error))
        return false;
    for (int table = 0; table < PK_COPY_PATTERN; table++) {
        g_ptr_array_unref(copied->rows[table]);
        copied->rows[table] = pk_copy_read(server->db, (PkCopyTable)table, error);
        if (!copied->rows[table])
            return false;
    }
    keep_phones(server, copied->rows[PK_COPY_PHONE]);
    copied->origins = pk_origin_list(server->db, error);
    return copied->origins && read_rota(server, copied, error) &&
           read_open(server->db, copied, sight, error) &&
           read_needed(server->db, copied, unsent, sight, error);
}

PkCopied *
pk_copy_take(PkApp *server, const GPtrArray *unsent, GError **error)
{
    PkCopied *copied = g_new0(PkCopied, 1);

    copied->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (int i = 0; i < PK_COPY_N; i++)
        copied->rows[i] = g_ptr_array_new_with_free_func((GDestroyNotify)pk_copy_row_free);
    bool ok = pk_db_begin_read(server->db, error);
    if (ok) {
        ok = read_all(server, copied, unsent, error);
        if (!ok)
            pk_db_rollback(server->db);
        else
            ok = pk_db_commit(server->db, error);
    }
    if (ok)
        return copied;
    pk_copied_free(copied);
    return NULL;
}
