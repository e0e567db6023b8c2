/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/callback.h"

#include "acts.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { SLOT_CHECK = 13 };

typedef struct {
    PkUi *ui;
    bool refresh; /* only when the panel is still open */
} Token;

static const PkPanel call_panel;

static void
panel_free(void *state)
{
    PkCallPanel *panel = state;
    pk_call_check_free(panel->check);
    g_free(panel);
}

/* ---- reading ------------------------------------------------------------------------------------
 */

static void *
check_run(PkApp *app, void *request, GError **error)
{
    return pk_call_check_load(app, *(const int64_t *)request, error);
}

static void
take(PkUi *ui, PkCallCheck *check, bool refresh)
{
    PkCallPanel *panel = pk_ui_panel(ui, &call_panel);
    if (!panel && refresh) {
        pk_call_check_free(check);
        return;
    }
    if (!panel) {
        panel = g_new0(PkCallPanel, 1);
        panel->check = check;
        panel->at = check->suggested >= 0 ? check->suggested : check->lines->len ? 0 : -1;
        pk_ui_open(ui, &call_panel, panel);
        return;
    }
    pk_call_check_free(panel->check);
    panel->check = check;
    panel->digit = false;
    panel->at = check->suggested >= 0 ? check->suggested : check->lines->len ? 0 : -1;
    pk_ui_redraw(ui);
}

static void
check_done(void *result, const GError *error, void *data)
{
    Token *token = data;
    if (result)
        take(token->ui, result, token->refresh);
    else if (error)
        pk_ui_say_error(token->ui, error);
    g_free(token);
}

static void
read_check(PkUi *ui, int64_t incident_key, bool refresh)
{
    Token *token = g_new0(Token, 1);
    *token = (Token){ ui, refresh };
    pk_ui_read(ui, SLOT_CHECK, check_run, g_memdup2(&incident_key, sizeof incident_key), g_free,
               check_done, token);
}

void
pk_act_call_check(PkUi *ui, int64_t incident_key)
{
    read_check(ui, incident_key, false);
}

/* ---- recording ----------------------------------------------------------------------------------
 */

typedef struct {
    int64_t incident_key, contact_key;
    PkCallOutcome outcome;
    char *number, *caller, *ident;
} Call;

static void
call_free(void *data)
{
    Call *call = data;
    g_free(call->number);
    g_free(call->caller);
    g_free(call->ident);
    g_free(call);
}

static Call *
call_of(const PkCallCheck *check)
{
    Call *call = g_new0(Call, 1);
    call->incident_key = check->incident_key;
    call->ident = g_strdup(check->ident);
    call->caller = g_strdup(check->caller_phone);
    return call;
}

static Call *
call_copy(const Call *from)
{
    Call *call = g_memdup2(from, sizeof *from);
    call->number = g_strdup(from->number);
    call->caller = g_strdup(from->caller);
    call->ident = g_strdup(from->ident);
    return call;
}

static bool
call_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const Call *call = request;
    PkCallWish wish = { call->outcome, call->contact_key, call->number, NULL };
    return pk_call_record(app, call->incident_key, &wish, ret_done, error);
}

static void
call_after(PkUi *ui, bool ok, G_GNUC_UNUSED const PkDone *done, G_GNUC_UNUSED const GError *error,
           void *data)
{
    const Call *call = data;
    if (!ok)
        return;
    if (!pk_call_proposes(call->outcome)) {
        read_check(ui, call->incident_key, true);
        return;
    }
    if (pk_ui_panel(ui, &call_panel))
        pk_ui_close_panel(ui);
    pk_ui_say(ui, PK_SAY_WARN,
              _("%s: POSSIBLE ABUSE. The line is pinned. Escalate now: E, then g."), call->ident);
    pk_act_escalate_because(
        ui, call->incident_key,
        _("POSSIBLE ABUSE: called back, and the person knows nothing of this report."));
}

/* Takes call. */
static void
record(PkUi *ui, Call *call)
{
    pk_ui_write(ui, call_run, call_copy(call), call_free, call_after, call, call_free);
}

static void
record_line(PkUi *ui, PkCallPanel *panel, PkCallOutcome outcome)
{
    const PkCallLine *line =
        panel->at >= 0 ? &g_array_index(panel->check->lines, PkCallLine, panel->at) : NULL;
    panel->digit = false;
    if (!line || !line->number) {
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  line && line->fit == PK_CALL_IS_CALLERS
                      ? _("That is the number which the caller gave. Choose another line, or n for "
                          "a number that you looked up.")
                      : _("There is no number on this line. Choose another, or n for a number that "
                          "you looked up."));
        return;
    }
    Call *call = call_of(panel->check);
    call->contact_key = line->contact->key;
    call->outcome = outcome;
    record(ui, call);
}

/* ---- a number from elsewhere ----------------------------------------------------------------- */

static void
outcome_chosen(PkUi *ui, int64_t value, void *data)
{
    Call *call = call_copy(data);
    int64_t incident_key = call->incident_key;
    call->outcome = (PkCallOutcome)value;
    bool proposes = pk_call_proposes(call->outcome);
    record(ui, call);
    if (!proposes) /* that asks its own question */
        read_check(ui, incident_key, false);
}

static char *
number_check(G_GNUC_UNUSED PkUi *ui, const char *text, bool *ret_ok, void *data)
{
    const Call *call = data;
    g_autofree char *plain = pk_phone_normalise(text);
    *ret_ok = plain && !pk_phone_same(text, call->caller);
    if (plain && !*ret_ok)
        return g_strdup(_("The caller gave that number. It proves nothing."));
    return plain ? g_strdup_printf("= %s", plain) : g_strdup(_("That is no telephone number."));
}

static bool
number_accept(PkUi *ui, const char *text, void *data)
{
    Call *call = call_copy(data);
    PkMenuItem items[PK_CALL_OUTCOMES];
    static const char *const digits[PK_CALL_OUTCOMES] = { "1", "2", "3", "4" };
    g_free(call->number);
    call->number = g_strdup(text);
    g_autofree char *title = g_strdup_printf(_("Called %s: what came of it?"), text);
    for (int i = 0; i < PK_CALL_OUTCOMES; i++)
        items[i] = (PkMenuItem){ digits[i], pk_call_outcome_words((PkCallOutcome)i, false), i };
    pk_ui_menu(ui, title, NULL, items, PK_CALL_OUTCOMES, outcome_chosen, call, call_free);
    return true;
}

static void
ask_number(PkUi *ui, const PkCallCheck *check)
{
    PkPrompt prompt = {
        .label = _("Number"),
        .hint = _("Of the public switchboard or the region, from a source of your own."),
        .check = number_check,
        .accept = number_accept,
    };
    pk_ui_prompt(ui, &prompt, call_of(check), call_free);
}

/* ---- keys --------------------------------------------------------------------------------------
 */

static void
copy_number(PkUi *ui, const PkCallPanel *panel)
{
    const PkCallLine *line =
        panel->at >= 0 ? &g_array_index(panel->check->lines, PkCallLine, panel->at) : NULL;
    g_autofree char *plain = line && line->number ? pk_phone_normalise(line->number) : NULL;
    if (plain)
        pk_ui_copy(ui, plain, PK_TLP_GREEN);
    else
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("There is no number on this line."));
}

static bool
digit_key(PkUi *ui, PkCallPanel *panel, const PkKey *key)
{
    static const char *const digits[PK_CALL_OUTCOMES] = { "1", "2", "3", "4" };
    if (!panel->digit)
        return false;
    for (int i = 0; i < PK_CALL_OUTCOMES; i++) {
        if (!pk_key_in(key, digits[i]))
            continue;
        record_line(ui, panel, (PkCallOutcome)i);
        return true;
    }
    panel->digit = false;
    pk_ui_say(ui, PK_SAY_HINT, "%s", _("Nothing was recorded: r, then 1, 2, 3 or 4."));
    return true;
}

static void
panel_key(PkUi *ui, void *state, const PkKey *key)
{
    PkCallPanel *panel = state;
    int n = (int)panel->check->lines->len;
    if (digit_key(ui, panel, key))
        return;
    if (pk_key_in(key, "esc q"))
        pk_ui_close_panel(ui);
    else if (pk_key_in(key, "j down"))
        panel->at = CLAMP(panel->at + 1, -1, n - 1);
    else if (pk_key_in(key, "k up"))
        panel->at = n ? MAX(0, panel->at - 1) : -1;
    else if (pk_key_in(key, "r") && pk_ui_read_only(ui))
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("This is read-only: nothing was changed. Start piket without --read-only."));
    else if (pk_key_in(key, "r"))
        panel->digit = true;
    else if (pk_key_in(key, "y"))
        copy_number(ui, panel);
    else if (pk_key_in(key, "n") && !pk_ui_read_only(ui))
        ask_number(ui, panel->check);
    else if (pk_key_in(key, "enter l right")) {
        int64_t org_key = panel->check->org->key;
        pk_ui_close_panel(ui);
        pk_ui_show_card(ui, org_key);
    } else if (pk_key_in(key, "1 2 3 4"))
        pk_ui_say(ui, PK_SAY_HINT, "%s", _("First r, then the digit: so that none slips in."));
}

static char *
panel_hint(const void *state)
{
    const PkCallPanel *panel = state;
    return g_strdup(panel->digit ? _("1-4:outcome  other key:not")
                                 : _("r 1-4:outcome  j/k:line  y:copy number  n:other number  "
                                     "Enter:card  Esc:back"));
}

static const PkPanel call_panel = {
    .name = "callback",
    .title = N_("Call back"),
    .full = true,
    .draw = pk_call_panel_draw,
    .key = panel_key,
    .hint = panel_hint,
    .help =
        N_("Call a number of the card, never the one that the caller gave. Then r and a digit: 1 "
           "verified, 2 the person knows nothing (possible abuse), 3 no answer, 4 somebody "
           "else. j k: another line. n: a number that you looked up. y: copy. Enter: the whole "
           "card. Esc: back."),
    .free = panel_free,
};
