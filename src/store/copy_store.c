/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/copy_store.h"

#include "piket/base/i18n.h"
#include "piket/store/line_store.h"
#include "piket/store/search_store.h"
#include "piket_sql.h"

#include <string.h>

enum { NONE = 63 };

/* What is typed without the server gets keys from here on. */
#define APART_FROM (INT64_C(1) << 40)

/* clang-format off */
static const struct {
    const PkSql *read, *write;
    unsigned not_written; /* a cell that is read only: the key in the other database */
} tables[PK_COPY_N] = {
    [PK_COPY_PERSON]    = { &pk_sql_copy_person_read,    &pk_sql_copy_person_write,    NONE },
    [PK_COPY_REFERENCE] = { &pk_sql_copy_reference_read, &pk_sql_copy_reference_write, NONE },
    [PK_COPY_RSIT]      = { &pk_sql_copy_rsit_read,      &pk_sql_copy_rsit_write,      NONE },
    [PK_COPY_RULE]      = { &pk_sql_copy_rule_read,      &pk_sql_copy_rule_write,      NONE },
    [PK_COPY_ORG]       = { &pk_sql_copy_org_read,       &pk_sql_copy_org_write,       NONE },
    [PK_COPY_ALIAS]     = { &pk_sql_copy_alias_read,     &pk_sql_copy_alias_write,     NONE },
    [PK_COPY_CONTACT]   = { &pk_sql_copy_contact_read,   &pk_sql_copy_contact_write,   NONE },
    [PK_COPY_PHONE]     = { &pk_sql_copy_phone_read,     &pk_sql_copy_phone_write,     NONE },
    [PK_COPY_PATTERN]   = { &pk_sql_copy_pattern_read,   &pk_sql_copy_pattern_write,   NONE },
    [PK_COPY_TURN]      = { &pk_sql_copy_turn_read,      &pk_sql_copy_turn_write,      NONE },
    [PK_COPY_SHIFT]     = { &pk_sql_copy_shift_read,     &pk_sql_copy_shift_write,     NONE },
    [PK_COPY_HOLIDAY]   = { &pk_sql_copy_holiday_read,   &pk_sql_copy_holiday_write,   NONE },
    [PK_COPY_INCIDENT]  = { &pk_sql_copy_incident_read,  &pk_sql_copy_incident_write,  NONE },
    [PK_COPY_KIND]      = { &pk_sql_copy_kind_read,      &pk_sql_copy_kind_write,      NONE },
    [PK_COPY_NAMED]     = { &pk_sql_copy_named_read,     &pk_sql_copy_named_write,     NONE },
    [PK_COPY_PARTY]     = { &pk_sql_copy_party_read,     &pk_sql_copy_party_write,     PK_PARTY_CELL_KEY },
    [PK_COPY_CLOCK]     = { &pk_sql_copy_clock_read,     &pk_sql_copy_clock_write,     NONE },
    [PK_COPY_ACTION]    = { &pk_sql_copy_action_read,    &pk_sql_copy_action_write,    NONE },
    [PK_COPY_CHAIN]     = { &pk_sql_copy_chain_read,     &pk_sql_copy_chain_write,     NONE },
    [PK_COPY_LINE]      = { &pk_sql_copy_line_read,      &pk_sql_copy_line_write,      NONE },
    [PK_COPY_PIN]       = { &pk_sql_copy_pin_read,       &pk_sql_pin_insert,           0 },
};
/* clang-format on */

/* ---- rows ----------------------------------------------------------------------------------- */

static void
cell_clear(PkValue *cell)
{
    g_free((void *)cell->t);
    g_free((void *)cell->b);
    *cell = pk_null();
}

void
pk_copy_row_free(PkCopyRow *row)
{
    if (!row)
        return;
    for (unsigned i = 0; i < row->n; i++)
        cell_clear(&row->cells[i]);
    g_free(row->cells);
    g_free(row);
}

int64_t
pk_copy_key(const PkCopyRow *row, unsigned cell)
{
    return row->cells[cell].kind == PK_INT ? row->cells[cell].i : 0;
}

void
pk_copy_set_key(PkCopyRow *row, unsigned cell, int64_t key)
{
    cell_clear(&row->cells[cell]);
    row->cells[cell] = pk_int(key);
}

void
pk_copy_set_null(PkCopyRow *row, unsigned cell)
{
    cell_clear(&row->cells[cell]);
}

static bool
take_row(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    PkCopyRow *copy = g_new0(PkCopyRow, 1);

    copy->n = row->n;
    copy->cells = g_new0(PkValue, row->n);
    for (unsigned i = 0; i < row->n; i++) {
        const PkValue *from = &row->cells[i];
        PkValue *to = &copy->cells[i];
        *to = (PkValue){ .kind = from->kind, .i = from->i, .n = from->n };
        if (from->kind == PK_TEXT)
            to->t = g_strndup(from->t, from->n);
        if (from->kind == PK_BLOB)
            to->b = g_memdup2(from->b, MAX(from->n, 1));
    }
    g_ptr_array_add(data, copy);
    return true;
}

/* ---- reading -------------------------------------------------------------------------------- */

static GPtrArray *
read_rows(PkDb *db, const PkSql *sql, PkArgs args, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)pk_copy_row_free);

    if (!pk_db_each(db, sql, args, take_row, rows, NULL, error))
        return NULL;
    return g_steal_pointer(&rows);
}

GPtrArray *
pk_copy_read(PkDb *db, PkCopyTable table, GError **error)
{
    return read_rows(db, tables[table].read, PK_NO_ARGS, error);
}

GPtrArray *
pk_copy_read_since(PkDb *db, PkCopyTable table, int64_t from_us, GError **error)
{
    return read_rows(db, tables[table].read, PK_ARGS(pk_int(from_us)), error);
}

GPtrArray *
pk_copy_read_of(PkDb *db, PkCopyTable table, int64_t after, int64_t to, int64_t also,
                GError **error)
{
    return read_rows(db, tables[table].read, PK_ARGS(pk_int(after), pk_int(to), pk_int(also)),
                     error);
}

bool
pk_copy_page(PkDb *db, int64_t after, unsigned limit, int64_t *ret_last, GError **error)
{
    return pk_db_number(db, &pk_sql_copy_incident_page, PK_ARGS(pk_int(after), pk_int(limit)),
                        ret_last, NULL, error);
}

PkCopyRow *
pk_copy_org(PkDb *db, int64_t key, GError **error)
{
    g_autoptr(GPtrArray) rows = read_rows(db, &pk_sql_copy_org_get, PK_ARGS(pk_int(key)), error);

    if (!rows)
        return NULL;
    if (rows->len == 0) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("That organisation does not exist in this database."));
        return NULL;
    }
    return g_ptr_array_steal_index(rows, 0);
}

bool
pk_copy_org_find(PkDb *db, const char *uuid, const char *reference, int64_t *ret_key,
                 GError **error)
{
    int64_t key = 0;

    if (!pk_db_number(db, &pk_sql_copy_org_by_uuid, PK_ARGS(pk_text(uuid)), &key, NULL, error))
        return false;
    if (key == 0 && reference &&
        !pk_db_number(db, &pk_sql_copy_org_by_reference, PK_ARGS(pk_text(reference)), &key, NULL,
                      error))
        return false;
    *ret_key = key;
    return true;
}

static bool
take_key(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    int64_t key = pk_row_int(row, 0);

    g_array_append_val((GArray *)data, key);
    return true;
}

GArray *
pk_copy_incident_keys(PkDb *db, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    if (!pk_db_each(db, &pk_sql_copy_incident_keys, PK_NO_ARGS, take_key, keys, NULL, error))
        return NULL;
    return g_steal_pointer(&keys);
}

bool
pk_copy_line_key(PkDb *db, int64_t wanted, int64_t *ret_key, GError **error)
{
    int64_t last = PK_LINE_LAST(PK_LINE_INCIDENT(wanted));

    return pk_db_number(db, &pk_sql_copy_line_free, PK_ARGS(pk_int(wanted), pk_int(last)), ret_key,
                        NULL, error);
}

/* ---- writing -------------------------------------------------------------------------------- */

static bool
write_text(PkDb *db, const PkCopyRow *row, GError **error)
{
    return pk_db_run(db, &pk_sql_line_text_insert,
                     PK_ARGS(row->cells[PK_LINE_CELL_KEY], row->cells[PK_LINE_CELL_SALT],
                             row->cells[PK_LINE_CELL_BODY], row->cells[PK_LINE_CELL_DETAILS]),
                     NULL, error);
}

bool
pk_copy_write(PkDb *db, PkCopyTable table, const PkCopyRow *row, int64_t *ret_key, GError **error)
{
    const PkSql *sql = tables[table].write;
    g_autofree PkValue *cells = g_new0(PkValue, row->n);
    int64_t key = 0;
    unsigned n = 0;

    for (unsigned i = 0; i < row->n && n < sql->n_params; i++) {
        if (i != tables[table].not_written)
            cells[n++] = row->cells[i];
    }
    if (!pk_db_number(db, sql, (PkArgs){ cells, n }, &key, NULL, error))
        return false;
    if (ret_key)
        *ret_key = key;
    return table != PK_COPY_LINE || write_text(db, row, error);
}

bool
pk_copy_org_add(PkDb *db, const PkCopyRow *row, int64_t *ret_key, GError **error)
{
    return pk_db_number(db, &pk_sql_copy_org_add, (PkArgs){ row->cells + 1, row->n - 1 }, ret_key,
                        NULL, error);
}

bool
pk_copy_org_set_apart(PkDb *db, int64_t *key, GError **error)
{
    int64_t apart = 0;

    if (!pk_db_number(db, &pk_sql_copy_org_apart, PK_ARGS(pk_int(APART_FROM)), &apart, NULL,
                      error) ||
        !pk_db_run(db, &pk_sql_copy_org_set_key, PK_ARGS(pk_int(*key), pk_int(apart)), NULL, error))
        return false;
    *key = apart;
    return true;
}

/* ---- taking away ---------------------------------------------------------------------------- */

static bool
run_each(PkDb *db, const PkSql *const *statements, size_t n, PkArgs args, GError **error)
{
    for (size_t i = 0; i < n; i++) {
        if (!pk_db_run(db, statements[i], args, NULL, error))
            return false;
    }
    return true;
}

bool
pk_copy_drop_register(PkDb *db, GError **error)
{
    static const PkSql *const statements[] = {
        &pk_sql_copy_person_drop, &pk_sql_copy_reference_drop, &pk_sql_copy_rsit_drop,
        &pk_sql_copy_rule_drop,   &pk_sql_copy_contact_drop,   &pk_sql_copy_alias_drop,
        &pk_sql_copy_org_loosen,  &pk_sql_copy_org_drop,       &pk_sql_copy_phone_drop,
    };

    return run_each(db, statements, G_N_ELEMENTS(statements), PK_NO_ARGS, error);
}

bool
pk_copy_drop_rota(PkDb *db, GError **error)
{
    static const PkSql *const statements[] = { &pk_sql_copy_turn_drop, &pk_sql_copy_pattern_drop,
                                               &pk_sql_copy_shift_drop, &pk_sql_copy_holiday_drop };

    return run_each(db, statements, G_N_ELEMENTS(statements), PK_NO_ARGS, error);
}

bool
pk_copy_drop_journal(PkDb *db, int64_t incident, int64_t origin, int64_t above_no, GError **error)
{
    static const PkSql *const statements[] = { &pk_sql_copy_text_drop, &pk_sql_copy_line_drop };
    PkValue first = pk_int(PK_LINE_FIRST(incident)), last = pk_int(PK_LINE_LAST(incident));

    return pk_db_run(db, &pk_sql_copy_pin_drop, PK_ARGS(first, last), NULL, error) &&
           run_each(db, statements, G_N_ELEMENTS(statements),
                    PK_ARGS(first, last, pk_int(origin), pk_int(above_no)), error) &&
           pk_db_run(db, &pk_sql_copy_chain_drop, PK_ARGS(pk_int(incident), pk_int(origin)), NULL,
                     error);
}

bool
pk_copy_drop_things(PkDb *db, int64_t incident, GError **error)
{
    static const PkSql *const statements[] = {
        &pk_sql_copy_clock_drop, &pk_sql_copy_party_drop, &pk_sql_copy_action_drop,
        &pk_sql_copy_kind_drop,  &pk_sql_copy_named_drop,
    };

    return run_each(db, statements, G_N_ELEMENTS(statements), PK_ARGS(pk_int(incident)), error);
}

bool
pk_copy_drop_incident(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_run(db, &pk_sql_copy_incident_drop, PK_ARGS(pk_int(incident)), NULL, error);
}

bool
pk_copy_blank(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_run(db, &pk_sql_copy_incident_blank, PK_ARGS(pk_int(incident)), NULL, error);
}

/* ---- afterwards ----------------------------------------------------------------------------- */

bool
pk_copy_count_lines(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_run(
        db, &pk_sql_copy_incident_last_line,
        PK_ARGS(pk_int(incident), pk_int(PK_LINE_FIRST(incident)), pk_int(PK_LINE_LAST(incident))),
        NULL, error);
}

typedef struct {
    int64_t key;
    char *tokens;
} Head;

static bool
take_head(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    Head head = { pk_row_int(row, 0), g_strdup(pk_row_text(row, 1)) };

    g_array_append_val((GArray *)data, head);
    return true;
}

static void
head_clear(void *data)
{
    g_free(((Head *)data)->tokens);
}

bool
pk_copy_index_all(PkDb *db, GError **error)
{
    g_autoptr(GArray) heads = g_array_new(FALSE, FALSE, sizeof(Head));

    g_array_set_clear_func(heads, head_clear);
    if (!pk_db_run(db, &pk_sql_head_fts_forget_all, PK_NO_ARGS, NULL, error) ||
        !pk_db_each(db, &pk_sql_copy_incident_heads, PK_NO_ARGS, take_head, heads, NULL, error))
        return false;
    for (guint i = 0; i < heads->len; i++) {
        const Head *head = &g_array_index(heads, Head, i);
        if (!pk_search_index_head(db, head->key, "", head->tokens, error))
            return false;
    }
    return pk_search_rebuild(db, NULL, error);
}
