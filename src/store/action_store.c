/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/action_store.h"

#include "piket/base/i18n.h"
#include "piket/model/words.h"
#include "piket/store/incident_store.h"
#include "piket_sql.h"
#include "rows.h"

enum { SPARE = 200 };

/* The model keeps the keys of its kinds behind functions; PK_AS_WORD wants a table. */
static const PkWord kinds[] = {
    { PK_ACTION_STANDING, "standing", "standing", "standing", "" },
    { PK_ACTION_CALLBACK, "callback", "callback", "callback", "" },
    { PK_ACTION_OWN, "own", "own", "own", "" },
};
static const PkWords kind_words = { "action", kinds, G_N_ELEMENTS(kinds) };

/* clang-format off */
static const PkColumn columns[] = {
    { "id",             PK_AS_INT,  PK_AT(PkStandingAction, key),            NULL },
    { "incident",       PK_AS_INT,  PK_AT(PkStandingAction, incident_key),   NULL },
    { "no",             PK_AS_INT,  PK_AT(PkStandingAction, no),             NULL },
    { "kind",           PK_AS_WORD, PK_AT(PkStandingAction, kind),           &kind_words },
    { "key",            PK_AS_TEXT, PK_AT(PkStandingAction, name),           NULL },
    { "title",          PK_AS_TEXT, PK_AT(PkStandingAction, title),          NULL },
    { "owner",          PK_AS_TEXT, PK_AT(PkStandingAction, owner),          NULL },
    { "due_us",         PK_AS_INT,  PK_AT(PkStandingAction, due_us),         NULL },
    { "done_us",        PK_AS_INT,  PK_AT(PkStandingAction, done_us),        NULL },
    { "done_by",        PK_AS_TEXT, PK_AT(PkStandingAction, done_by),        NULL },
    { "reason",         PK_AS_TEXT, PK_AT(PkStandingAction, reason),         NULL },
    { "version",        PK_AS_INT,  PK_AT(PkStandingAction, version),        NULL },
    { "incident.ident", PK_AS_TEXT, PK_AT(PkStandingAction, incident_ident), NULL },
};
/* clang-format on */

static const PkRowMap action_map = { sizeof(PkStandingAction), columns, G_N_ELEMENTS(columns),
                                     (GDestroyNotify)pk_standing_action_free };

static bool
take_number(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    PkStandingAction *action = data;

    action->key = pk_row_int(row, 0);
    action->no = pk_row_int(row, 1);
    action->version = 1;
    return true;
}

bool
pk_action_insert(PkDb *db, PkStandingAction *action, const char *uuid, GError **error)
{
    return pk_db_each(db, &pk_sql_action_insert,
                      PK_ARGS(pk_text(uuid), pk_int(action->incident_key),
                              pk_text(pk_action_kind_key(action->kind)),
                              pk_text_or_empty(action->name), pk_text_or_empty(action->title),
                              pk_text_or_empty(action->owner), pk_int_or_null(action->due_us, 0),
                              pk_int_or_null(action->done_us, 0), pk_text_or_empty(action->done_by),
                              pk_text_or_empty(action->reason)),
                      take_number, action, NULL, error);
}

bool
pk_action_update(PkDb *db, const PkStandingAction *action, GError **error)
{
    return pk_db_run_guarded(
        db, &pk_sql_action_update,
        PK_ARGS(pk_int(action->key), pk_int(action->version), pk_text_or_empty(action->title),
                pk_text_or_empty(action->owner), pk_int_or_null(action->due_us, 0),
                pk_int_or_null(action->done_us, 0), pk_text_or_empty(action->done_by),
                pk_text_or_empty(action->reason)),
        &pk_sql_action_exists, action->key, error);
}

PkStandingAction *
pk_action_get(PkDb *db, int64_t incident, int64_t no, GError **error)
{
    void *action = NULL;

    pk_db_get(db, &pk_sql_action_by_no, PK_ARGS(pk_int(incident), pk_int(no)), &action_map,
              _("That action does not exist in this incident."), &action, error);
    return action;
}

GPtrArray *
pk_action_list(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_all(db, &pk_sql_action_list, PK_ARGS(pk_int(incident)), &action_map, error);
}

/* Few are left out, so a page of spare ones will do. */
GPtrArray *
pk_action_list_due(PkDb *db, const char *owner, unsigned limit, GError **error)
{
    unsigned spare = pk_db_sight(db) ? SPARE : 0;
    g_autoptr(GPtrArray) actions =
        pk_db_all(db, &pk_sql_action_list_due,
                  PK_ARGS(pk_text_or_empty(owner), pk_int(limit + spare)), &action_map, error);

    for (guint i = 0; actions && i < actions->len;) {
        const PkStandingAction *action = actions->pdata[i];
        bool seen = true;
        if (!pk_incident_seen(db, action->incident_key, &seen, error))
            return NULL;
        if (seen)
            i++;
        else
            g_ptr_array_remove_index(actions, i);
    }
    if (actions && actions->len > limit)
        g_ptr_array_set_size(actions, (int)limit);
    return g_steal_pointer(&actions);
}

bool
pk_action_count_open(PkDb *db, int64_t incident, int64_t *ret_n, GError **error)
{
    return pk_db_number(db, &pk_sql_action_count_open, PK_ARGS(pk_int(incident)), ret_n, NULL,
                        error);
}
