/* SPDX-License-Identifier: EUPL-1.2 */
/* A legal or agreed deadline: met (when, and the number of the report), not applicable because, or
 * running again. */
#include "acts_private.h"
#include "piket/base/i18n.h"

#include <string.h>

/* Of PkActAsk: action_no is the clock, due_us when it was met, value the number. */
static bool
clock_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    PkClockFate fate = { ask->due_us, ask->value, ask->reason };
    return pk_clock_set(app, ask->action_no, &fate, ret_done, error);
}

static bool
number_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    g_free(ask->value);
    ask->value = *text ? g_strdup(text) : NULL;
    pk_act_write(ui, clock_run, ask);
    return true;
}

static char *
met_check(PkUi *ui, const char *text, bool *ret_ok, void *data)
{
    PkActAsk *ask = data;
    return pk_act_echo_time(ui, text, PK_WHEN_PAST, &ask->due_us, ret_ok);
}

static bool
met_accept(PkUi *ui, G_GNUC_UNUSED const char *text, void *data)
{
    pk_act_prompt(ui, _("Number of the report"), NULL, _("Empty when there is none."), NULL,
                  number_accept, pk_act_ask_copy(data));
    return true;
}

static bool
reason_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    if (!text[strspn(text, " ")]) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("Say in a few words why this does not apply."));
        return false;
    }
    g_free(ask->reason);
    ask->reason = g_strdup(text);
    pk_act_write(ui, clock_run, ask);
    return true;
}

static void
fate_chosen(PkUi *ui, int64_t value, void *data)
{
    PkActAsk *ask = pk_act_ask_copy(data);
    if (value == 'm') {
        pk_act_prompt(ui, _("Met at"), _("now"), NULL, met_check, met_accept, ask);
    } else if (value == 'n') {
        pk_act_prompt(ui, _("Does not apply because"), NULL, NULL, NULL, reason_accept, ask);
    } else {
        pk_act_write(ui, clock_run, ask);
        pk_act_ask_free(ask);
    }
}

void
pk_act_clock_here(PkUi *ui, const PkDetail *detail, guint index)
{
    if (index >= detail->clocks->len)
        return;
    if (pk_ui_read_only(ui)) {
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("This is read-only: nothing was changed. Start piket without --read-only."));
        return;
    }
    const PkClockView *clock = detail->clocks->pdata[index];
    PkActAsk *ask = pk_act_ask(detail);
    g_autofree char *title =
        g_strdup_printf("%s  %s  %s", detail->incident->ident, clock->name, clock->org_name);
    PkMenuItem open[] = {
        { "m", _("met: it was reported"), 'm' },
        { "n", _("does not apply, with a reason"), 'n' },
    };
    PkMenuItem over[] = { { "o", _("runs again"), 'o' } };
    bool ended = clock->state == PK_CLOCK_MET || clock->state == PK_CLOCK_MET_LATE ||
                 clock->state == PK_CLOCK_NOT_APPLICABLE;
    ask->action_no = clock->key;
    pk_ui_menu(ui, title, clock->sum && *clock->sum ? clock->sum : NULL, ended ? over : open,
               ended ? 1 : 2, fate_chosen, ask, pk_act_ask_free);
}
