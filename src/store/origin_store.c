/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/origin_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

void
pk_origin_free(PkOrigin *origin)
{
    if (!origin)
        return;
    g_free(origin->uuid);
    g_free(origin->tag);
    g_free(origin);
}

/* clang-format off */
static const PkColumn columns[] = {
    { "id",         PK_AS_INT,  PK_AT(PkOrigin, key),        NULL },
    { "uuid",       PK_AS_TEXT, PK_AT(PkOrigin, uuid),       NULL },
    { "tag",        PK_AS_TEXT, PK_AT(PkOrigin, tag),        NULL },
    { "created_us", PK_AS_INT,  PK_AT(PkOrigin, created_us), NULL },
    { "is_current", PK_AS_BOOL, PK_AT(PkOrigin, is_current), NULL },
};
/* clang-format on */

static const PkRowMap origin_map = { sizeof(PkOrigin), columns, G_N_ELEMENTS(columns),
                                     (GDestroyNotify)pk_origin_free };

PkOrigin *
pk_origin_current(PkDb *db, GError **error)
{
    void *origin = NULL;

    pk_db_get(db, &pk_sql_origin_current, PK_NO_ARGS, &origin_map,
              _("This database does not know yet what it is called; open it once for writing."),
              &origin, error);
    return origin;
}

GPtrArray *
pk_origin_list(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_origin_list, PK_NO_ARGS, &origin_map, error);
}

bool
pk_origin_insert(PkDb *db, PkOrigin *origin, GError **error)
{
    if (origin->is_current && !pk_db_run(db, &pk_sql_origin_retire, PK_NO_ARGS, NULL, error))
        return false;
    return pk_db_number(db, &pk_sql_origin_insert,
                        PK_ARGS(pk_text(origin->uuid), pk_text_or_empty(origin->tag),
                                pk_int(origin->created_us), pk_int(origin->is_current)),
                        &origin->key, NULL, error);
}

bool
pk_origin_by_uuid(PkDb *db, const char *uuid, PkOrigin **ret_origin, GError **error)
{
    void *origin = NULL;

    if (!pk_db_one(db, &pk_sql_origin_by_uuid, PK_ARGS(pk_text(uuid)), &origin_map, &origin, error))
        return false;
    *ret_origin = origin;
    return true;
}
