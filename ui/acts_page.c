/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages: acknowledging, calling the next rung, what came of a call, ending one. */
#include "acts_private.h"
#include "piket/app/page.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { SLOT_ACTS = 12 };

/* Everything one of these asks may need. */
typedef struct {
    PkUi *ui;
    int64_t page_key; /* 0: of the incident            */
    int64_t incident_key;
    int rung;
    char *who; /* to acknowledge for; NULL: oneself */
    char *reason;
    PkAttemptResult result;
} PageAsk;

static PageAsk *
ask_new(PkUi *ui, int64_t page_key, int64_t incident_key)
{
    PageAsk *ask = g_new0(PageAsk, 1);
    ask->ui = ui;
    ask->page_key = page_key;
    ask->incident_key = incident_key;
    return ask;
}

static PageAsk *
ask_copy(const PageAsk *ask)
{
    PageAsk *copy = g_memdup2(ask, sizeof *ask);
    copy->who = g_strdup(ask->who);
    copy->reason = g_strdup(ask->reason);
    return copy;
}

static void
ask_free(void *data)
{
    PageAsk *ask = data;
    g_free(ask->who);
    g_free(ask->reason);
    g_free(ask);
}

static void
write_ask(PkUi *ui, PkWriteFn run, const PageAsk *ask)
{
    pk_ui_write(ui, run, ask_copy(ask), ask_free, NULL, NULL, NULL);
}

static bool
read_only(PkUi *ui)
{
    if (pk_ui_read_only(ui))
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("This is read-only: nothing was changed. Start piket without --read-only."));
    return pk_ui_read_only(ui);
}

/* ---- acknowledging ----------------------------------------------------------------------------
 */

static bool
acknowledge_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PageAsk *ask = request;
    int64_t key = ask->page_key;
    if (!key && !pk_page_open_of(app, ask->incident_key, &key, error))
        return false;
    if (!key) {
        g_set_error_literal(
            error, PK_ERROR, PK_ERROR_MISSING,
            _("This incident has no open page, so there is nothing to acknowledge. E "
              "calls the first rung of its ladder."));
        return false;
    }
    return pk_page_acknowledge(app, key, ask->who, ask->reason, ret_done, error);
}

static void
acknowledge_confirmed(PkUi *ui, void *data)
{
    write_ask(ui, acknowledge_run, data);
}

static void
confirm_acknowledge(PkUi *ui, PageAsk *ask)
{
    const char *own[] = {
        _("You take this page: you are called no more, and others see that you have it."),
        _("Effect: the clock of its rung stops. Without a line of yours within half an hour you "
          "are "
          "reminded, and then it goes on to the next."),
    };
    g_autofree char *other = ask->who
                                 ? g_strdup_printf(_("You write down that %s takes this page: %s"),
                                                   ask->who, ask->reason)
                                 : NULL;
    const char *others[] = { other, own[1] };
    pk_ui_confirm(ui, _("ACKNOWLEDGE"), ask->who ? others : own, 2, acknowledge_confirmed, ask,
                  ask_free);
}

static bool
reason_accept(PkUi *ui, const char *text, void *data)
{
    PageAsk *ask = data;
    if (!text[strspn(text, " ")]) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("Say how you know that they take it: it is recorded."));
        return false;
    }
    PageAsk *copy = ask_copy(ask);
    g_free(copy->reason);
    copy->reason = g_strdup(text);
    confirm_acknowledge(ui, copy);
    return true;
}

static void
acknowledge(PkUi *ui, PageAsk *ask, const char *who)
{
    if (read_only(ui)) {
        ask_free(ask);
        return;
    }
    if (!*who) {
        confirm_acknowledge(ui, ask);
        return;
    }
    g_autofree char *label = g_strdup_printf(_("%s takes it, because"), who);
    const PkPrompt prompt = { .label = label,
                              .hint = _("For example: said so on the telephone at 03:20."),
                              .accept = reason_accept };
    ask->who = g_strdup(who);
    pk_ui_prompt(ui, &prompt, ask, ask_free);
}

void
pk_act_page_acknowledge(PkUi *ui, int64_t page_key, const char *who)
{
    acknowledge(ui, ask_new(ui, page_key, 0), who);
}

void
pk_act_acknowledge(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    int64_t key = pk_ui_incident(ui, NULL);
    if (key)
        acknowledge(ui, ask_new(ui, 0, key), arg);
}

/* ---- calling a rung ---------------------------------------------------------------------------
 */

static bool
escalate_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PageAsk *ask = request;
    return ask->page_key
               ? pk_page_escalate(app, ask->page_key, ask->rung, ask->reason, ret_done, error)
               : pk_incident_escalate(app, ask->incident_key, ask->rung, ask->reason, ret_done,
                                      NULL, error);
}

static void
escalate_confirmed(PkUi *ui, void *data)
{
    write_ask(ui, escalate_run, data);
}

/* What is asked names object, person, number, text and effect (level 3). Takes ask. */
static void
confirm_escalate(PkUi *ui, const PkEscalation *look, PageAsk *ask)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (guint i = 0; i < look->persons->len; i++)
        g_ptr_array_add(all, look->persons->pdata[i]);
    g_ptr_array_add(all, NULL);
    g_autofree char *persons = g_strjoinv(", ", (char **)all->pdata);
    g_autofree char *call =
        g_strdup_printf(_("Call rung %d: %s (%s) %s"), look->rung,
                        *persons ? persons : _("nobody on duty"), look->rung_name, look->phone);
    g_autofree char *whom =
        *look->ident ? g_strdup_printf("%s  %s", look->ident, call) : g_steal_pointer(&call);
    g_autofree char *message = g_strdup_printf(_("Message: \"%s\" (without content)"), look->text);
    g_autofree char *why = ask->reason ? g_strdup_printf(_("Reason: %s"), ask->reason) : NULL;
    const char *lines[] = {
        whom, message,
        _("Effect: everybody sees it, it stands in the timeline, it cannot be undone."), why
    };
    pk_ui_confirm(ui, _("CALL A RUNG"), lines, why ? 4 : 3, escalate_confirmed, ask, ask_free);
}

/* The reason stands before the question, so what is confirmed is whole. */
typedef struct {
    PageAsk *ask;
    PkEscalation *look;
} Escalating;

static void
escalating_free(void *data)
{
    Escalating *with = data;
    if (with->ask)
        ask_free(with->ask);
    pk_escalation_free(with->look);
    g_free(with);
}

static bool
escalate_reason(PkUi *ui, const char *text, void *data)
{
    Escalating *with = data;
    if (!text[strspn(text, " ")]) {
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("This rung is called with a reason, which is recorded."));
        return false;
    }
    PageAsk *ask = g_steal_pointer(&with->ask);
    PkEscalation *look = g_steal_pointer(&with->look);
    g_free(ask->reason);
    ask->reason = g_strdup(text);
    confirm_escalate(ui, look, ask);
    pk_escalation_free(look);
    return true;
}

static void *
look_run(PkApp *app, void *request, GError **error)
{
    const PageAsk *ask = request;
    return ask->page_key ? pk_page_escalation_look(app, ask->page_key, ask->rung, error)
                         : pk_escalation_look(app, ask->incident_key, ask->rung, error);
}

static void
look_done(void *result, const GError *error, void *data)
{
    PageAsk *ask = data;
    PkUi *ui = ask->ui;
    PkEscalation *look = result;
    if (error)
        pk_ui_say_error(ui, error);
    if (!look || pk_ui_busy_panel(ui)) {
        pk_escalation_free(look);
        ask_free(ask);
        return;
    }
    ask->rung = look->rung;
    if (!look->need_reason || ask->reason) {
        confirm_escalate(ui, look, ask);
        pk_escalation_free(look);
        return;
    }
    Escalating *with = g_new0(Escalating, 1);
    *with = (Escalating){ ask, look };
    g_autofree char *label = g_strdup_printf(_("Reason to call %s"), look->rung_name);
    const PkPrompt prompt = { .label = label,
                              .hint = _("Activating a crisis team or a CERT is recorded with its "
                                        "reason."),
                              .accept = escalate_reason };
    pk_ui_prompt(ui, &prompt, with, escalating_free);
}

static void
escalate(PkUi *ui, PageAsk *ask)
{
    if (read_only(ui))
        ask_free(ask);
    else
        pk_ui_read(ui, SLOT_ACTS, look_run, ask_copy(ask), ask_free, look_done, ask);
}

void
pk_act_page_escalate(PkUi *ui, int64_t page_key, int rung)
{
    PageAsk *ask = ask_new(ui, page_key, 0);
    ask->rung = rung;
    escalate(ui, ask);
}

void
pk_act_escalate_because(PkUi *ui, int64_t incident_key, const char *reason)
{
    PageAsk *ask = ask_new(ui, 0, incident_key);
    ask->reason = g_strdup(reason);
    escalate(ui, ask);
}

void
pk_act_escalate(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    int64_t key = pk_ui_incident(ui, NULL);
    if (!key)
        return;
    PageAsk *ask = ask_new(ui, 0, key);
    ask->rung = atoi(arg);
    escalate(ui, ask);
}

/* ---- attempts, and the end --------------------------------------------------------------------
 */

static bool
attempt_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PageAsk *ask = request;
    return pk_page_attempt(app, ask->page_key, ask->rung, ask->result, ret_done, error);
}

static void
attempt_chosen(PkUi *ui, int64_t value, void *data)
{
    PageAsk *ask = data;
    ask->result = (PkAttemptResult)value;
    write_ask(ui, attempt_run, ask);
}

void
pk_act_page_attempt(PkUi *ui, int64_t page_key, int rung)
{
    enum { N = PK_ATTEMPT_WRONG_NUMBER + 1 };
    static const char *const digits[N] = { "1", "2", "3", "4", "5" };
    PkMenuItem items[N];
    if (read_only(ui))
        return;
    for (int i = 0; i < N; i++)
        items[i] = (PkMenuItem){ digits[i], pk_word(&pk_words_attempt, i), i };
    PageAsk *ask = ask_new(ui, page_key, 0);
    ask->rung = rung;
    pk_ui_menu(ui, _("What came of the call?"), NULL, items, N, attempt_chosen, ask, ask_free);
}

static bool
close_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PageAsk *ask = request;
    return pk_page_close(app, ask->page_key, ask->reason, ret_done, error);
}

static bool
close_accept(PkUi *ui, const char *text, void *data)
{
    PageAsk *ask = data;
    g_free(ask->reason);
    ask->reason = text[strspn(text, " ")] ? g_strdup(text) : NULL;
    write_ask(ui, close_run, ask);
    return true;
}

void
pk_act_page_close(PkUi *ui, int64_t page_key)
{
    const PkPrompt prompt = { .label = _("Close the page because"),
                              .hint = _("Nothing more comes after this. Empty only when it was "
                                        "acknowledged."),
                              .accept = close_accept };
    if (!read_only(ui))
        pk_ui_prompt(ui, &prompt, ask_new(ui, page_key, 0), ask_free);
}
