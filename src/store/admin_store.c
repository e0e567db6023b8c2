/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/admin_store.h"

#include "piket/store/line_store.h"
#include "piket_sql.h"

enum { SOUGHT_LINES = 10000 };

bool
pk_admin_counts(PkDb *db, PkAdminCounts *ret_counts, GError **error)
{
    PkAdminCounts counts = { 0 };
    PkArgs most = PK_ARGS(pk_int(PK_ADMIN_COUNT_MAX));

    if (!pk_db_number(db, &pk_sql_admin_count_incidents, most, &counts.n_incidents, NULL, error) ||
        !pk_db_number(db, &pk_sql_admin_count_lines, most, &counts.n_lines, NULL, error) ||
        !pk_db_number(db, &pk_sql_admin_newest_line, PK_NO_ARGS, &counts.newest_us, NULL, error))
        return false;
    *ret_counts = counts;
    return true;
}

bool
pk_admin_size(PkDb *db, int64_t *ret_n_bytes, GError **error)
{
    return pk_db_number(db, &pk_sql_admin_size, PK_NO_ARGS, ret_n_bytes, NULL, error);
}

typedef struct {
    PkHeads heads;
    GChecksum *sum;
} Heads;

static bool
take_head(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    Heads *all = data;
    const PkValue *head = &row->cells[3];
    g_autoptr(GString) line = g_string_new(NULL);

    g_string_printf(line, "%s %s %" G_GINT64_FORMAT " ", pk_row_text(row, 0), pk_row_text(row, 1),
                    pk_row_int(row, 2));
    for (size_t i = 0; head->kind == PK_BLOB && i < head->n; i++)
        g_string_append_printf(line, "%02x", ((const uint8_t *)head->b)[i]);
    g_string_append_c(line, '\n');
    g_checksum_update(all->sum, (const guchar *)line->str, (gssize)line->len);
    all->heads.n_heads++;
    all->heads.n_wrong += pk_row_int(row, 4) == 0;
    return true;
}

bool
pk_admin_heads(PkDb *db, PkHeads *ret_heads, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    Heads all = { .sum = sum };

    if (!pk_db_each(db, &pk_sql_admin_heads, PK_NO_ARGS, take_head, &all, NULL, error))
        return false;
    g_strlcpy(all.heads.digits, g_checksum_get_string(sum), sizeof all.heads.digits);
    *ret_heads = all.heads;
    return true;
}

typedef struct {
    int64_t us;
    char *details;
} Found;

static bool
take_backup(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    Found *found = data;

    found->us = pk_row_int(row, 0);
    found->details = g_strdup(pk_row_text(row, 1));
    return true;
}

bool
pk_admin_last_backup(PkDb *db, int64_t *ret_us, char **ret_details, GError **error)
{
    int64_t next = 0;
    Found found = { 0 };

    if (!pk_db_number(db, &pk_sql_line_next_of_none, PK_ARGS(pk_int(PK_LINE_FIRST(1))), &next, NULL,
                      error) ||
        !pk_db_each(db, &pk_sql_admin_last_backup,
                    PK_ARGS(pk_int(MAX(next - SOUGHT_LINES, 0)), pk_int(next)), take_backup, &found,
                    NULL, error)) {
        g_free(found.details);
        return false;
    }
    *ret_us = found.us;
    *ret_details = found.details;
    return true;
}
