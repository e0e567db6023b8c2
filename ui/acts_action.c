/* SPDX-License-Identifier: EUPL-1.2 */
/* Actions of an incident: done, not needed because, open again. */
#include "acts_private.h"
#include "piket/base/i18n.h"
#include "piket/model/action.h"

#include <string.h>

static bool
action_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    bool done = strcmp(ask->field, "open") != 0;
    return pk_action_set(app, ask->incident_key, ask->action_no, done, ask->reason, ret_done,
                         error);
}

static bool
reason_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    if (!text[strspn(text, " ")]) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("Say in a few words why it is not needed."));
        return false;
    }
    g_free(ask->reason);
    ask->reason = g_strdup(text);
    pk_act_write(ui, action_run, ask);
    return true;
}

static void
what_chosen(PkUi *ui, int64_t value, void *data)
{
    PkActAsk *ask = pk_act_ask_copy(data);
    g_free(ask->field);
    ask->field = g_strdup(value == 'o' ? "open" : "done");
    if (value == 'n') {
        pk_act_prompt(ui, _("Not needed because"), NULL, NULL, NULL, reason_accept, ask);
        return;
    }
    pk_act_write(ui, action_run, ask);
    pk_act_ask_free(ask);
}

static void
ask_what(PkUi *ui, const PkDetail *detail, const PkStandingAction *action)
{
    PkActAsk *ask = pk_act_ask(detail);
    g_autofree char *title = g_strdup_printf("%s A%d  %s", detail->incident->ident, (int)action->no,
                                             pk_standing_action_title(action));
    PkMenuItem open[] = {
        { "d", _("done"), 'd' },
        { "n", _("not needed, with a reason"), 'n' },
    };
    PkMenuItem again[] = { { "o", _("open again"), 'o' } };
    bool is_open = pk_standing_action_is_open(action);
    ask->action_no = action->no;
    pk_ui_menu(ui, title, NULL, is_open ? open : again, is_open ? 2 : 1, what_chosen, ask,
               pk_act_ask_free);
}

void
pk_act_action_here(PkUi *ui, const PkDetail *detail, guint index)
{
    if (pk_ui_read_only(ui))
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("This is read-only: nothing was changed. Start piket without --read-only."));
    else if (index < detail->actions->len)
        ask_what(ui, detail, detail->actions->pdata[index]);
}

static void
action_chosen(PkUi *ui, int64_t value, void *data)
{
    pk_act_action_here(ui, data, (guint)value);
}

/* Takes detail. */
static void
ask_which(PkUi *ui, PkDetail *detail, G_GNUC_UNUSED void *data)
{
    enum { ITEMS_MAX = 9 };
    PkMenuItem items[ITEMS_MAX];
    char *words[ITEMS_MAX];
    char keys[ITEMS_MAX][2];
    guint n = 0;
    for (guint i = 0; i < detail->actions->len && n < ITEMS_MAX; i++) {
        const PkStandingAction *action = detail->actions->pdata[i];
        if (!pk_standing_action_is_open(action))
            continue;
        keys[n][0] = (char)('1' + n);
        keys[n][1] = '\0';
        words[n] = g_strdup_printf("A%d  %s", (int)action->no, pk_standing_action_title(action));
        items[n] = (PkMenuItem){ keys[n], words[n], i };
        n++;
    }
    if (n == 0) {
        pk_ui_say(ui, PK_SAY_INFO, _("%s has no open actions. a a adds one."),
                  detail->incident->ident);
        pk_detail_free(detail);
        return;
    }
    g_autofree char *title = g_strdup_printf(_("Open actions of %s"), detail->incident->ident);
    pk_ui_menu(ui, title, NULL, items, n, action_chosen, detail, pk_act_detail_free);
    for (guint i = 0; i < n; i++)
        g_free(words[i]);
}

void
pk_act_actions(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_act_here(ui, ask_which);
}
