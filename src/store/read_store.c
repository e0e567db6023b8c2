/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/read_store.h"

#include "piket_sql.h"

static bool
take_key(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    int64_t key = pk_row_int(row, 0);

    g_array_append_val((GArray *)data, key);
    return true;
}

GArray *
pk_read_count_towns(PkDb *db, const int64_t *incidents, unsigned n, GError **error)
{
    return pk_db_number_of(db, &pk_sql_read_count_towns, incidents, n, 0, error);
}

void
pk_lost_journal_free(PkLostJournal *lost)
{
    if (!lost)
        return;
    g_free(lost->ident);
    g_free(lost);
}

static bool
take_lost(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    PkLostJournal *lost = g_new0(PkLostJournal, 1);

    lost->incident = pk_row_int(row, 0);
    lost->ident = g_strdup(pk_row_text(row, 1));
    lost->n_lines = pk_row_int(row, 2);
    g_ptr_array_add(data, lost);
    return true;
}

GPtrArray *
pk_read_lost_journals(PkDb *db, unsigned limit, GError **error)
{
    g_autoptr(GPtrArray) lost =
        g_ptr_array_new_with_free_func((GDestroyNotify)pk_lost_journal_free);

    if (!pk_db_each(db, &pk_sql_read_chain_without_lines, PK_ARGS(pk_int(limit)), take_lost, lost,
                    NULL, error) ||
        !pk_db_each(db, &pk_sql_read_incident_without_chain, PK_ARGS(pk_int(limit)), take_lost,
                    lost, NULL, error))
        return NULL;
    return g_steal_pointer(&lost);
}

GArray *
pk_read_recent_orgs(PkDb *db, int64_t from_incident, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    if (!pk_db_each(db, &pk_sql_read_recent_orgs, PK_ARGS(pk_int(from_incident)), take_key, keys,
                    NULL, error))
        return NULL;
    return g_steal_pointer(&keys);
}
