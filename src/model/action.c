/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/action.h"

#include "check.h"
#include "piket/base/i18n.h"
#include "piket/model/incident.h"

#include <string.h>

/* clang-format off */
static const struct {
    PkActionKind kind;
    const char *name;
    const char *title;
} table[] = {
    { PK_ACTION_STANDING, "police",    N_("Report it to the police") },
    { PK_ACTION_STANDING, "insurer",   N_("Tell the insurer") },
    { PK_ACTION_STANDING, "technical", N_("Arrange technical help") },
    { PK_ACTION_CALLBACK, "callback",  N_("Call back") },
};
/* clang-format on */

static const char *const kind_keys[] = { "standing", "callback", "own" };

PkStandingAction *
pk_standing_action_new(void)
{
    PkStandingAction *action = g_new0(PkStandingAction, 1);

    action->kind = PK_ACTION_OWN;
    return action;
}

void
pk_standing_action_free(PkStandingAction *action)
{
    if (!action)
        return;
    g_free(action->name);
    g_free(action->title);
    g_free(action->owner);
    g_free(action->done_by);
    g_free(action->reason);
    g_free(action->incident_ident);
    g_free(action);
}

GPtrArray *
pk_standing_actions(int64_t callback_us)
{
    GPtrArray *actions = g_ptr_array_new_with_free_func((GDestroyNotify)pk_standing_action_free);

    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        if (table[i].kind == PK_ACTION_CALLBACK && callback_us == 0)
            continue;
        PkStandingAction *action = pk_standing_action_new();
        action->no = actions->len + 1;
        action->kind = table[i].kind;
        action->name = g_strdup(table[i].name);
        action->title = g_strdup(table[i].title);
        action->due_us = table[i].kind == PK_ACTION_CALLBACK ? callback_us : 0;
        g_ptr_array_add(actions, action);
    }
    return actions;
}

const char *
pk_standing_action_title(const PkStandingAction *action)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        if (action->kind == table[i].kind && g_strcmp0(action->name, table[i].name) == 0)
            return _(table[i].title);
    }
    return action->title ? action->title : "?";
}

bool
pk_standing_action_is_open(const PkStandingAction *action)
{
    return action->done_us == 0 && !action->reason;
}

bool
pk_standing_action_is_late(const PkStandingAction *action, int64_t now_us)
{
    return pk_standing_action_is_open(action) && action->due_us > 0 && now_us > action->due_us;
}

bool
pk_standing_action_check(const PkStandingAction *action, GError **error)
{
    const char *fault = NULL;

    if (!pk_check_line(action->title, PK_TITLE_MAX))
        fault = _("An action needs one line of 1 to 200 characters.");
    else if (action->kind > PK_ACTION_OWN)
        fault = _("The kind of the action is not one that Piket knows.");
    else if (action->done_us != 0 && !pk_check_line(action->done_by, PK_NAME_MAX))
        fault = _("An action that is done needs the name of who did it.");
    else if (!pk_check_optional(action->reason, PK_TITLE_MAX))
        fault = _("Say in one line of at most 200 characters why the action is not needed.");
    return pk_check_verdict(fault, error);
}

const char *
pk_action_kind_key(PkActionKind kind)
{
    g_assert(kind < G_N_ELEMENTS(kind_keys));
    return kind_keys[kind];
}

bool
pk_action_kind_parse(const char *key, PkActionKind *ret_kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kind_keys); i++) {
        if (g_strcmp0(key, kind_keys[i]) == 0) {
            *ret_kind = (PkActionKind)i;
            return true;
        }
    }
    return false;
}
