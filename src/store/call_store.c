/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/call_store.h"

#include "piket_sql.h"
#include "rows.h"

/* clang-format off */
static const PkColumn columns[] = {
    { "id",       PK_AS_INT,  PK_AT(PkCallBack, key),          NULL },
    { "uuid",     PK_AS_TEXT, PK_AT(PkCallBack, uuid),         NULL },
    { "incident", PK_AS_INT,  PK_AT(PkCallBack, incident_key), NULL },
    { "org",      PK_AS_INT,  PK_AT(PkCallBack, org_key),      NULL },
    { "contact",  PK_AS_INT,  PK_AT(PkCallBack, contact_key),  NULL },
    { "number",   PK_AS_TEXT, PK_AT(PkCallBack, number),       NULL },
    { "name",     PK_AS_TEXT, PK_AT(PkCallBack, name),         NULL },
    { "outcome",  PK_AS_WORD, PK_AT(PkCallBack, outcome),      &pk_words_call_outcome },
    { "note",     PK_AS_TEXT, PK_AT(PkCallBack, note),         NULL },
    { "by_who",   PK_AS_TEXT, PK_AT(PkCallBack, by_who),       NULL },
    { "at_us",    PK_AS_INT,  PK_AT(PkCallBack, at_us),        NULL },
};
/* clang-format on */

static const PkRowMap call_map = { sizeof(PkCallBack), columns, G_N_ELEMENTS(columns),
                                   (GDestroyNotify)pk_call_back_free };

bool
pk_call_insert(PkDb *db, PkCallBack *call, GError **error)
{
    const char *outcome = pk_word_key(&pk_words_call_outcome, (int)call->outcome);

    return pk_db_number(db, &pk_sql_call_back_insert,
                        PK_ARGS(pk_text(call->uuid), pk_int(call->incident_key),
                                pk_int(call->org_key), pk_int_or_null(call->contact_key, 0),
                                pk_text(call->number), pk_text_or_empty(call->name),
                                pk_text(outcome), pk_text_or_empty(call->note),
                                pk_text(call->by_who), pk_int(call->at_us)),
                        &call->key, NULL, error);
}

GPtrArray *
pk_call_list(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_all(db, &pk_sql_call_back_list, PK_ARGS(pk_int(incident)), &call_map, error);
}

bool
pk_call_decisive(PkDb *db, int64_t incident, PkCallBack **ret_call, GError **error)
{
    void *call = NULL;

    if (!pk_db_one(db, &pk_sql_call_back_decisive, PK_ARGS(pk_int(incident)), &call_map, &call,
                   error))
        return false;
    *ret_call = call;
    return true;
}
