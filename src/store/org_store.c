/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/org_store.h"

#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket_sql.h"
#include "rows.h"

void
pk_org_alias_free(PkOrgAlias *alias)
{
    if (!alias)
        return;
    g_free(alias->alias);
    g_free(alias->old_code);
    g_free(alias);
}

/* clang-format off */
static const PkColumn columns[] = {
    { "id",          PK_AS_INT,  PK_AT(PkOrg, key),         NULL },
    { "uuid",        PK_AS_TEXT, PK_AT(PkOrg, uuid),        NULL },
    { "kind",        PK_AS_WORD, PK_AT(PkOrg, kind),        &pk_words_org_kind },
    { "name",        PK_AS_TEXT, PK_AT(PkOrg, name),        NULL },
    { "code",        PK_AS_TEXT, PK_AT(PkOrg, code),        NULL },
    { "region",      PK_AS_INT,  PK_AT(PkOrg, region_key),  NULL },
    { "region.name", PK_AS_TEXT, PK_AT(PkOrg, region_name), NULL },
    { "province",    PK_AS_TEXT, PK_AT(PkOrg, province),    NULL },
    { "joined",      PK_AS_BOOL, PK_AT(PkOrg, joined),      NULL },
    { "valid_from",  PK_AS_INT,  PK_AT(PkOrg, valid_from),  NULL },
    { "valid_until", PK_AS_INT,  PK_AT(PkOrg, valid_until), NULL },
    { "note",        PK_AS_TEXT, PK_AT(PkOrg, note),        NULL },
    { "source",      PK_AS_TEXT, PK_AT(PkOrg, source),      NULL },
    { "serves",      PK_AS_TEXT, PK_AT(PkOrg, serves),      NULL },
    { "version",     PK_AS_INT,  PK_AT(PkOrg, version),     NULL },
};

static const PkColumn alias_columns[] = {
    { "org",      PK_AS_INT,  PK_AT(PkOrgAlias, org_key),  NULL },
    { "alias",    PK_AS_TEXT, PK_AT(PkOrgAlias, alias),    NULL },
    { "is_old",   PK_AS_BOOL, PK_AT(PkOrgAlias, is_old),   NULL },
    { "old_code", PK_AS_TEXT, PK_AT(PkOrgAlias, old_code), NULL },
    { "since_us", PK_AS_INT,  PK_AT(PkOrgAlias, since_us), NULL },
};
/* clang-format on */

static const PkRowMap org_map = { sizeof(PkOrg), columns, G_N_ELEMENTS(columns),
                                  (GDestroyNotify)pk_org_free };
static const PkRowMap alias_map = { sizeof(PkOrgAlias), alias_columns, G_N_ELEMENTS(alias_columns),
                                    (GDestroyNotify)pk_org_alias_free };

/* ---- writing -------------------------------------------------------------------------------- */

static bool
write_org(PkDb *db, const PkSql *sql, const PkOrg *org, const char *reference, PkRowFn fn,
          void *data, GError **error)
{
    g_autofree char *sort_name = pk_text_fold(org->name);

    return pk_db_each(
        db, sql,
        PK_ARGS(pk_text(org->uuid), pk_text(pk_word_key(&pk_words_org_kind, (int)org->kind)),
                pk_text(org->code), pk_text(org->name), pk_text(sort_name),
                pk_int_or_null(org->region_key, 0), pk_text_or_empty(org->province),
                pk_int(org->joined), pk_day_us(org->valid_from), pk_day_us(org->valid_until),
                pk_text_or_empty(org->serves), pk_text_or_empty(org->note),
                pk_text_or_empty(org->source), pk_text(reference)),
        fn, data, NULL, error);
}

static bool
take_key(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    *(int64_t *)data = pk_row_int(row, 0);
    return true;
}

bool
pk_org_insert(PkDb *db, PkOrg *org, GError **error)
{
    if (!write_org(db, &pk_sql_org_insert, org, NULL, take_key, &org->key, error))
        return false;
    org->version = 1;
    return true;
}

bool
pk_org_upsert(PkDb *db, PkOrg *org, const char *reference, GError **error)
{
    return write_org(db, &pk_sql_org_upsert, org, reference, NULL, NULL, error) &&
           pk_db_number(db, &pk_sql_org_id_by_reference, PK_ARGS(pk_text(reference)), &org->key,
                        NULL, error);
}

static bool
take_reference(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    int64_t *key = g_new(int64_t, 1);

    *key = pk_row_int(row, 1);
    g_hash_table_insert(data, g_strdup(pk_row_text(row, 0)), key);
    return true;
}

GHashTable *
pk_org_references(PkDb *db, GError **error)
{
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    if (!pk_db_each(db, &pk_sql_org_reference_list, PK_NO_ARGS, take_reference, keys, NULL, error))
        return NULL;
    return g_steal_pointer(&keys);
}

bool
pk_org_expire(PkDb *db, int64_t key, int64_t day, bool *ret_done, GError **error)
{
    int64_t changed = 0;

    if (!pk_db_run(db, &pk_sql_org_expire, PK_ARGS(pk_int(key), pk_day_us(day)), &changed, error))
        return false;
    *ret_done = changed > 0;
    return true;
}

bool
pk_org_update(PkDb *db, const PkOrg *org, GError **error)
{
    g_autofree char *sort_name = pk_text_fold(org->name);

    return pk_db_run_guarded(
        db, &pk_sql_org_update,
        PK_ARGS(pk_int(org->key), pk_int(org->version),
                pk_text(pk_word_key(&pk_words_org_kind, (int)org->kind)), pk_text(org->code),
                pk_text(org->name), pk_text(sort_name), pk_int_or_null(org->region_key, 0),
                pk_text_or_empty(org->province), pk_int(org->joined), pk_day_us(org->valid_from),
                pk_day_us(org->valid_until), pk_text_or_empty(org->serves),
                pk_text_or_empty(org->note), pk_text_or_empty(org->source)),
        &pk_sql_org_exists, org->key, error);
}

bool
pk_org_alias_put(PkDb *db, const PkOrgAlias *alias, GError **error)
{
    return pk_db_run(db, &pk_sql_org_alias_insert,
                     PK_ARGS(pk_int(alias->org_key), pk_text(alias->alias), pk_int(alias->is_old),
                             pk_text(alias->old_code), pk_int_or_null(alias->since_us, 0)),
                     NULL, error);
}

/* ---- reading -------------------------------------------------------------------------------- */

PkOrg *
pk_org_get(PkDb *db, int64_t key, GError **error)
{
    void *org = NULL;

    pk_db_get(db, &pk_sql_org_get, PK_ARGS(pk_int(key)), &org_map,
              _("That organisation does not exist in this database."), &org, error);
    return org;
}

static bool
find(PkDb *db, const PkSql *sql, const char *by, PkOrg **ret_org, GError **error)
{
    void *org = NULL;

    if (!pk_db_one(db, sql, PK_ARGS(pk_text(by)), &org_map, &org, error))
        return false;
    *ret_org = org;
    return true;
}

bool
pk_org_by_code(PkDb *db, const char *code, PkOrg **ret_org, GError **error)
{
    return find(db, &pk_sql_org_by_code, code, ret_org, error);
}

bool
pk_org_by_reference(PkDb *db, const char *reference, PkOrg **ret_org, GError **error)
{
    return find(db, &pk_sql_org_by_reference, reference, ret_org, error);
}

GPtrArray *
pk_org_list(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_org_list, PK_NO_ARGS, &org_map, error);
}

GPtrArray *
pk_org_list_of_region(PkDb *db, int64_t region, GError **error)
{
    return pk_db_all(db, &pk_sql_org_list_of_region, PK_ARGS(pk_int(region)), &org_map, error);
}

GPtrArray *
pk_org_search(PkDb *db, const char *prefix, unsigned limit, GError **error)
{
    g_autofree char *from = pk_text_fold(prefix);
    /* The last code point is above every letter, in byte order too. */
    g_autofree char *to = g_strconcat(from, "\xf4\x8f\xbf\xbf", NULL);

    return pk_db_all(db, &pk_sql_org_list_prefix,
                     PK_ARGS(pk_text(from), pk_text(to), pk_int(limit)), &org_map, error);
}

GPtrArray *
pk_org_alias_list(PkDb *db, int64_t org, GError **error)
{
    return pk_db_all(db, &pk_sql_org_alias_list, PK_ARGS(pk_int(org)), &alias_map, error);
}

GPtrArray *
pk_org_alias_list_all(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_org_alias_all, PK_NO_ARGS, &alias_map, error);
}
