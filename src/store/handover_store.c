/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/handover_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

void
pk_handover_record_free(PkHandoverRecord *handover)
{
    if (!handover)
        return;
    g_free(handover->uuid);
    g_free(handover->from_login);
    g_free(handover->to_login);
    g_free(handover->accepted_by);
    g_free(handover);
}

/* clang-format off */
static const PkColumn columns[] = {
    { "id",           PK_AS_INT,  PK_AT(PkHandoverRecord, key),          NULL },
    { "uuid",         PK_AS_TEXT, PK_AT(PkHandoverRecord, uuid),         NULL },
    { "line",         PK_AS_INT,  PK_AT(PkHandoverRecord, line_key),     NULL },
    { "from_login",   PK_AS_TEXT, PK_AT(PkHandoverRecord, from_login),   NULL },
    { "to_login",     PK_AS_TEXT, PK_AT(PkHandoverRecord, to_login),     NULL },
    { "tlp",          PK_AS_TLP,  PK_AT(PkHandoverRecord, tlp),          NULL },
    { "n_incidents",  PK_AS_INT,  PK_AT(PkHandoverRecord, n_incidents),  NULL },
    { "made_us",      PK_AS_INT,  PK_AT(PkHandoverRecord, made_us),      NULL },
    { "accept_by_us", PK_AS_INT,  PK_AT(PkHandoverRecord, accept_by_us), NULL },
    { "accepted_us",  PK_AS_INT,  PK_AT(PkHandoverRecord, accepted_us),  NULL },
    { "accepted_by",  PK_AS_TEXT, PK_AT(PkHandoverRecord, accepted_by),  NULL },
    { "withdrawn_us", PK_AS_INT,  PK_AT(PkHandoverRecord, withdrawn_us), NULL },
    { "version",      PK_AS_INT,  PK_AT(PkHandoverRecord, version),      NULL },
};
/* clang-format on */

static const PkRowMap handover_map = { sizeof(PkHandoverRecord), columns, G_N_ELEMENTS(columns),
                                       (GDestroyNotify)pk_handover_record_free };

bool
pk_handover_insert(PkDb *db, PkHandoverRecord *handover, GError **error)
{
    if (!pk_db_number(db, &pk_sql_handover_insert,
                      PK_ARGS(pk_text(handover->uuid), pk_int(handover->line_key),
                              pk_text(handover->from_login), pk_text_or_empty(handover->to_login),
                              pk_text(pk_tlp_label(handover->tlp)), pk_int(handover->n_incidents),
                              pk_int(handover->made_us), pk_int(handover->accept_by_us)),
                      &handover->key, NULL, error))
        return false;
    handover->version = 1;
    return true;
}

bool
pk_handover_update(PkDb *db, const PkHandoverRecord *handover, GError **error)
{
    return pk_db_run_guarded(db, &pk_sql_handover_update,
                             PK_ARGS(pk_int(handover->key), pk_int(handover->version),
                                     pk_int_or_null(handover->accepted_us, 0),
                                     pk_text_or_empty(handover->accepted_by),
                                     pk_int_or_null(handover->withdrawn_us, 0)),
                             &pk_sql_handover_exists, handover->key, error);
}

PkHandoverRecord *
pk_handover_get(PkDb *db, int64_t key, GError **error)
{
    void *handover = NULL;

    pk_db_get(db, &pk_sql_handover_get, PK_ARGS(pk_int(key)), &handover_map,
              _("That handover does not exist in this database."), &handover, error);
    return handover;
}

GPtrArray *
pk_handover_list(PkDb *db, bool open_only, unsigned limit, GError **error)
{
    return pk_db_all(db, open_only ? &pk_sql_handover_list_open : &pk_sql_handover_list,
                     PK_ARGS(pk_int(limit)), &handover_map, error);
}
