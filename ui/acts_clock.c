/* SPDX-License-Identifier: EUPL-1.2 */
/* A legal or agreed deadline: what became of it (met, with when and the number of the report; does
 * not apply, because; not sure; running again), where it begins, and new ones. */
#include "acts_private.h"
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"

#include <string.h>

/* Of PkActAsk: action_no is the clock, due_us when it was met or begins, value the number, field
 * "unsure" when it is not sure. */
static bool
clock_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    PkClockFate fate = { ask->due_us, ask->value, ask->reason, ask->field != NULL };
    return pk_clock_set(app, ask->action_no, &fate, ret_done, error);
}

static bool
edit_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    return pk_clock_edit(app, ask->action_no, ask->due_us, ask->reason, ret_done, error);
}

static bool
add_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    return pk_clock_add(app, ask->incident_key, ask->value, ask->due_us, ret_done, error);
}

static PkActAsk *
ask_of(const PkClockView *clock)
{
    PkActAsk *ask = g_new0(PkActAsk, 1);
    ask->incident_key = clock->incident_key;
    ask->version = -1;
    ask->ident = g_strdup(clock->ident);
    ask->tlp = clock->tlp;
    ask->over = -1;
    ask->action_no = clock->key;
    return ask;
}

static bool
refused(PkUi *ui)
{
    if (!pk_ui_read_only(ui))
        return false;
    pk_ui_say(ui, PK_SAY_WARN, "%s",
              _("This is read-only: nothing was changed. Start piket without --read-only."));
    return true;
}

/* ---- what became of it ------------------------------------------------------------------------
 */

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
past_check(PkUi *ui, const char *text, bool *ret_ok, void *data)
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
has_text(PkUi *ui, const char *text, const char *why)
{
    if (text[strspn(text, " ")])
        return true;
    pk_ui_say(ui, PK_SAY_WARN, "%s", why);
    return false;
}

static bool
reason_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    if (!has_text(ui, text, _("Say in a few words why this does not apply.")))
        return false;
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
        pk_act_prompt(ui, _("Met at"), _("now"), NULL, past_check, met_accept, ask);
        return;
    }
    if (value == 'n') {
        pk_act_prompt(ui, _("Does not apply because"), NULL, NULL, NULL, reason_accept, ask);
        return;
    }
    ask->field = value == 'u' ? g_strdup("unsure") : NULL;
    pk_act_write(ui, clock_run, ask);
    pk_act_ask_free(ask);
}

void
pk_act_clock_status(PkUi *ui, const PkClockView *clock)
{
    if (refused(ui))
        return;
    g_autofree char *title =
        g_strdup_printf("%s  %s  %s", clock->ident, clock->name, clock->org_name);
    PkMenuItem open[] = {
        { "m", _("met: it was reported"), 'm' },
        { "n", _("does not apply, with a reason"), 'n' },
        { "u", _("not sure whether it applies"), 'u' },
    };
    PkMenuItem unsure[] = {
        { "m", _("met: it was reported"), 'm' },
        { "n", _("does not apply, with a reason"), 'n' },
        { "o", _("it applies: the clock runs"), 'o' },
    };
    PkMenuItem over[] = { { "o", _("runs again"), 'o' }, { "m", _("reported again"), 'm' } };
    bool met = clock->state == PK_CLOCK_MET || clock->state == PK_CLOCK_MET_LATE;
    bool ended = met || clock->state == PK_CLOCK_NOT_APPLICABLE;
    const PkMenuItem *items = ended ? over : clock->state == PK_CLOCK_NOT_SURE ? unsure : open;
    pk_ui_menu(ui, title, clock->sum && *clock->sum ? clock->sum : NULL, items,
               met     ? 2
               : ended ? 1
                       : 3,
               fate_chosen, ask_of(clock), pk_act_ask_free);
}

void
pk_act_clock_here(PkUi *ui, const PkDetail *detail, guint index)
{
    if (index < detail->clocks->len)
        pk_act_clock_status(ui, detail->clocks->pdata[index]);
}

/* ---- its start --------------------------------------------------------------------------------
 */

static bool
why_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    if (!has_text(ui, text, _("Say in a few words why it moves; the old time is kept beside it.")))
        return false;
    g_free(ask->reason);
    ask->reason = g_strdup(text);
    pk_act_write(ui, edit_run, ask);
    return true;
}

static char *
future_check(PkUi *ui, const char *text, bool *ret_ok, void *data)
{
    PkActAsk *ask = data;
    return pk_act_echo_time(ui, text, PK_WHEN_FUTURE, &ask->due_us, ret_ok);
}

static bool
start_accept(PkUi *ui, G_GNUC_UNUSED const char *text, void *data)
{
    pk_act_prompt(ui, _("Why"), NULL, _("The old time stays in the timeline, with this."), NULL,
                  why_accept, pk_act_ask_copy(data));
    return true;
}

void
pk_act_clock_start(PkUi *ui, const PkClockView *clock)
{
    const PkView *view = pk_ui_view(ui);
    if (refused(ui))
        return;
    PkTimeText was = pk_time_text(view->zone, clock->agreed ? clock->due_us : clock->start_us,
                                  view->lang, PK_TIME_MOMENT);
    g_autofree char *hint =
        g_strdup_printf(clock->agreed ? _("%s  %s  Due now: %s") : _("%s  %s  Starts now at: %s"),
                        clock->ident, clock->name, was.s);
    pk_act_prompt(ui, clock->agreed ? _("New time") : _("New start"), NULL, hint,
                  clock->agreed ? future_check : past_check, start_accept, ask_of(clock));
}

/* ---- agreed -----------------------------------------------------------------------------------
 */

static bool
due_accept(PkUi *ui, G_GNUC_UNUSED const char *text, void *data)
{
    pk_act_write(ui, add_run, data);
    return true;
}

static bool
title_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    if (!has_text(ui, text, _("Say in a few words what was agreed.")))
        return false;
    g_free(ask->value);
    ask->value = g_strdup(text);
    pk_act_prompt(ui, _("Before"), "+4h", _("For example +4h, 17:00 or tomorrow 09:00."),
                  future_check, due_accept, pk_act_ask_copy(ask));
    return true;
}

static void
add_here(PkUi *ui, PkDetail *detail, G_GNUC_UNUSED void *data)
{
    pk_act_prompt(ui, _("Agreed"), NULL, _("What must be done, and by whom."), NULL, title_accept,
                  pk_act_ask(detail));
    pk_detail_free(detail);
}

void
pk_act_clock_add(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    if (!refused(ui))
        pk_act_here(ui, add_here);
}
