/* SPDX-License-Identifier: EUPL-1.2 */
/* A change that was refused because another was first: whose stays, and the way to write over. */
#include "acts_private.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { SLOT_ACTS = 12 };

typedef struct {
    PkUi *ui;
    PkActAsk *ask;
} Token;

static void *
conflict_run(PkApp *app, void *request, GError **error)
{
    const PkActAsk *ask = request;
    PkSetting wanted = { ask->field, ask->value };
    if (ask->kind == PK_ASK_PARTY) {
        PkPartyChange change = { 0 };
        if (!pk_act_party_change(ask, &change, error))
            return NULL;
        return pk_conflict_load_party(app, ask->incident_key,
                                      (const int64_t *)(void *)ask->keys->data, ask->keys->len,
                                      &change, error);
    }
    if (ask->kind == PK_ASK_STATUS)
        wanted = (PkSetting){ "status", pk_word_key(&pk_words_status, (int)ask->status) };
    return pk_conflict_load(app, ask->incident_key, ask->version, &wanted, error);
}

static void
theirs_stays(PkUi *ui, void *data)
{
    const PkActAsk *ask = data;
    if (ask->typed)
        pk_ui_say(ui, PK_SAY_INFO, "%s",
                  _("Left as it is. What you typed is kept: ask again and press Up."));
    else
        pk_ui_say(ui, PK_SAY_INFO, "%s", _("Left as it is; nothing changed."));
}

/* Over what was just shown, and over nothing newer: another change in between asks again. */
static void
mine_goes(PkUi *ui, const PkConflict *conflict, void *data)
{
    PkActAsk *ask = pk_act_ask_copy(data);
    if (ask->over < 0)
        ask->over = ask->version;
    ask->version = conflict->version;
    ask->tlp = conflict->tlp;
    if (ask->kind == PK_ASK_PARTY) {
        g_clear_pointer(&ask->seen, g_ptr_array_unref);
        ask->seen = pk_parties_copy(conflict->parties);
        pk_act_write(ui, pk_act_party_run, ask);
    } else if (ask->kind == PK_ASK_STATUS) {
        pk_act_write(ui, pk_act_status_run, ask);
    } else {
        pk_act_set_again(ui, ask, conflict);
        return;
    }
    pk_act_ask_free(ask);
}

static void
conflict_done(void *result, const GError *error, void *data)
{
    Token *token = data;
    PkConflict *conflict = result;
    if (conflict && conflict->what)
        pk_ui_conflict(token->ui, g_steal_pointer(&conflict), mine_goes, theirs_stays,
                       g_steal_pointer(&token->ask), pk_act_ask_free);
    else if (error)
        pk_ui_say_error(token->ui, error);
    pk_conflict_free(conflict);
    if (token->ask)
        pk_act_ask_free(token->ask);
    g_free(token);
}

void
pk_act_conflict(PkUi *ui, const PkActAsk *ask)
{
    Token *token = g_new0(Token, 1);
    *token = (Token){ ui, pk_act_ask_copy(ask) };
    pk_ui_read(ui, SLOT_ACTS, conflict_run, pk_act_ask_copy(ask), pk_act_ask_free, conflict_done,
               token);
}
