/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person does to an incident: the shared part, and what only looks: card, timeline, who,
 * copy. */
#include "acts.h"

#include "acts_private.h"
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"

#include <string.h>

enum { SLOT_ACTS = 12 };

/* ---- reading first ------------------------------------------------------------------------------
 */

typedef struct {
    PkUi *ui;
    PkActThen then;
    void *data;
    GDestroyNotify free_data;
} Token;

static void *
detail_run(PkApp *app, void *request, GError **error)
{
    return pk_detail_load(app, *(int64_t *)request, error);
}

static void
detail_done(void *result, const GError *error, void *data)
{
    Token *token = data;
    if (result)
        token->then(token->ui, result, token->data);
    else if (error)
        pk_ui_say_error(token->ui, error);
    if (token->free_data)
        token->free_data(token->data);
    g_free(token);
}

void
pk_act_read(PkUi *ui, int64_t incident_key, PkActThen then, void *data, GDestroyNotify free_data)
{
    Token *token = g_new0(Token, 1);
    *token = (Token){ ui, then, data, free_data };
    pk_ui_read(ui, SLOT_ACTS, detail_run, g_memdup2(&incident_key, sizeof incident_key), g_free,
               detail_done, token);
}

void
pk_act_here(PkUi *ui, PkActThen then)
{
    int64_t key = pk_ui_incident(ui, NULL);
    if (key)
        pk_act_read(ui, key, then, NULL, NULL);
}

void
pk_act_detail_free(void *detail)
{
    pk_detail_free(detail);
}

/* ---- asking and writing -------------------------------------------------------------------------
 */

PkActAsk *
pk_act_ask(const PkDetail *detail)
{
    PkActAsk *ask = g_new0(PkActAsk, 1);
    ask->incident_key = detail->incident->key;
    ask->version = detail->incident->version;
    ask->ident = g_strdup(detail->incident->ident);
    ask->tlp = detail->incident->tlp;
    ask->over = -1;
    return ask;
}

PkActAsk *
pk_act_ask_copy(const PkActAsk *ask)
{
    PkActAsk *copy = g_memdup2(ask, sizeof *ask);
    copy->ident = g_strdup(ask->ident);
    copy->field = g_strdup(ask->field);
    copy->value = g_strdup(ask->value);
    copy->reason = g_strdup(ask->reason);
    copy->permission = g_strdup(ask->permission);
    copy->keys = ask->keys ? g_array_copy(ask->keys) : NULL;
    copy->seen = ask->seen ? pk_parties_copy(ask->seen) : NULL;
    return copy;
}

void
pk_act_ask_free(void *data)
{
    PkActAsk *ask = data;
    g_free(ask->ident);
    g_free(ask->field);
    g_free(ask->value);
    g_free(ask->reason);
    g_free(ask->permission);
    if (ask->keys)
        g_array_unref(ask->keys);
    if (ask->seen)
        g_ptr_array_unref(ask->seen);
    g_free(ask);
}

/* What was typed for it is in the history of its prompt. */
static void
write_after(PkUi *ui, bool ok, G_GNUC_UNUSED const PkDone *done, const GError *error, void *data)
{
    const PkActAsk *ask = data;
    if (!ok && ask->typed)
        pk_ui_say(ui, PK_SAY_ERROR, _("%s What you typed is kept: ask again and press Up."),
                  error->message);
    if (!ok && ask->kind != PK_ASK_OTHER && g_error_matches(error, PK_ERROR, PK_ERROR_CONFLICT))
        pk_act_conflict(ui, ask);
}

void
pk_act_write(PkUi *ui, PkWriteFn run, const PkActAsk *ask)
{
    PkActAsk *copy = pk_act_ask_copy(ask);
    pk_ui_write(ui, run, copy, NULL, write_after, copy, pk_act_ask_free);
}

void
pk_act_prompt(PkUi *ui, const char *label, const char *initial, const char *hint,
              char *(*check)(PkUi *, const char *, bool *, void *),
              bool (*accept)(PkUi *, const char *, void *), PkActAsk *ask)
{
    PkPrompt prompt = {
        .label = label,
        .initial = initial,
        .hint = hint,
        .check = check,
        .accept = accept,
        .history = label, /* what could not be saved, or was left with Esc, comes back with Up */
    };
    ask->typed = true;
    pk_ui_prompt(ui, &prompt, ask, pk_act_ask_free);
}

char *
pk_act_echo_time(PkUi *ui, const char *text, PkWhenDirection direction, int64_t *ret_us,
                 bool *ret_ok)
{
    const PkView *view = pk_ui_view(ui);
    PkWhenAsk ask = { text, view->now_us, view->zone, direction, 0 };
    g_auto(PkWhen) when = { 0 };
    g_autoptr(GError) error = NULL;
    *ret_ok = pk_when_parse(&ask, &when, &error);
    *ret_us = *ret_ok ? when.us : 0;
    if (!*ret_ok)
        return g_strdup(error->message);
    PkTimeText echo = pk_when_echo(&when, view->zone, view->now_us, view->lang, PK_ECHO_SHORT);
    return when.warning ? g_strdup_printf("%s  %s", echo.s, when.warning) : g_strdup(echo.s);
}

/* ---- looking ------------------------------------------------------------------------------------
 */

void
pk_act_card(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    int64_t key = pk_ui_incident(ui, NULL);
    if (key)
        pk_act_call_check(ui, key);
}

void
pk_act_timeline(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    int64_t key = pk_ui_incident(ui, NULL);
    if (key)
        pk_ui_show_timeline(ui, key);
}

static void *
who_run(PkApp *app, void *request, GError **error)
{
    PkTimelineAsk ask = { .incident_key = *(int64_t *)request };
    return pk_timeline_load(app, &ask, NULL, error);
}

static bool
is_change(PkCategory category)
{
    return category == PK_CAT_STATUS || category == PK_CAT_SYSTEM || category == PK_CAT_AWARE ||
           category == PK_CAT_DECISION;
}

static void
who_done(void *result, const GError *error, void *data)
{
    PkUi *ui = data;
    g_autoptr(PkTimeline) timeline = result;
    if (!timeline) {
        if (error)
            pk_ui_say_error(ui, error);
        return;
    }
    const PkView *view = pk_ui_view(ui);
    g_autoptr(GString) body = g_string_new(NULL);
    for (guint i = timeline->rows->len; i > 0; i--) {
        const PkTimelineRow *row = timeline->rows->pdata[i - 1];
        if (!is_change(row->line->category))
            continue;
        PkTimeText at = pk_time_text(view->utc ? NULL : view->zone, row->line->recorded_us,
                                     view->lang, PK_TIME_MOMENT);
        g_string_append_printf(body, "%s  %s: %s\n", at.s, row->line->author,
                               row->line->text ? row->line->text : _("(erased)"));
    }
    if (body->len == 0)
        g_string_append(body, _("Nothing was changed since the report."));
    g_autofree char *title = g_strdup_printf(_("Who changed what: %s"),
                                             timeline->incident ? timeline->incident->ident : "");
    pk_ui_reader(ui, title, body->str);
}

void
pk_act_who(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    int64_t key = pk_ui_incident(ui, NULL);
    if (key)
        pk_ui_read(ui, SLOT_ACTS, who_run, g_memdup2(&key, sizeof key), g_free, who_done, ui);
}

/* ---- copying ------------------------------------------------------------------------------------
 */

static char *
one_line(const PkDetail *detail)
{
    const PkIncident *incident = detail->incident;
    g_autofree char *severity =
        incident->severity ? pk_word_caps(&pk_words_severity, incident->severity) : g_strdup("-");
    return g_strdup_printf("%s %s %s %s - %s", incident->ident, severity,
                           pk_tlp_label(incident->tlp), detail->place, incident->title);
}

static const char *
newest_text(const PkDetail *detail)
{
    for (guint i = 0; i < detail->last_lines->len; i++) {
        const PkLine *line = detail->last_lines->pdata[i];
        if (line->text && (line->category != PK_CAT_STATUS && line->category != PK_CAT_SYSTEM))
            return line->text;
    }
    return "";
}

/* Plain text over the full width, without borders or a second column: to select by hand. */
static void
copy_screen(PkUi *ui, const PkDetail *detail)
{
    g_autofree char *line = one_line(detail);
    const PkIncident *incident = detail->incident;
    g_autofree char *body = g_strdup_printf(
        "%s\n\n%s\n%s %s\n\n%s", line, incident->ident,
        incident->reporter ? incident->reporter : "",
        incident->reporter_phone ? incident->reporter_phone : "", newest_text(detail));
    pk_ui_reader(ui, _("Copy screen: select with the mouse or the keys of your terminal"), body);
}

static void
copy_chosen(PkUi *ui, int64_t value, void *data)
{
    const PkDetail *detail = data;
    const PkIncident *incident = detail->incident;
    g_autofree char *line = one_line(detail);
    switch (value) {
    case 'n':
        if (incident->reporter_phone)
            pk_ui_copy(ui, incident->reporter_phone, incident->tlp);
        else
            pk_ui_say(ui, PK_SAY_WARN, "%s", _("There is no number to copy."));
        break;
    case 'i': pk_ui_copy(ui, incident->ident, PK_TLP_CLEAR); break;
    case 'l': pk_ui_copy(ui, line, incident->tlp); break;
    case 't': pk_ui_copy(ui, newest_text(detail), incident->tlp); break;
    default: copy_screen(ui, detail); break;
    }
}

static void
ask_copy(PkUi *ui, PkDetail *detail, G_GNUC_UNUSED void *data)
{
    g_autofree char *title = g_strdup_printf(_("Copy from %s"), detail->incident->ident);
    PkMenuItem items[] = {
        { "n", _("number given by the caller"), 'n' },
        { "i", _("id"), 'i' },
        { "l", _("one line about it"), 'l' },
        { "t", _("text of the newest line"), 't' },
        { "s", _("copy screen"), 's' },
    };
    pk_ui_menu(ui, title, NULL, items, G_N_ELEMENTS(items), copy_chosen, detail,
               pk_act_detail_free);
}

void
pk_act_copy(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_act_here(ui, ask_copy);
}

/* ---- adding -------------------------------------------------------------------------------------
 */

static void
add_chosen(PkUi *ui, int64_t value, G_GNUC_UNUSED void *data)
{
    if (value == 'p')
        pk_act_party(ui, NULL, "");
    else if (value == 't')
        pk_act_clock_add(ui, NULL, "");
    else
        pk_act_todo(ui, NULL, "");
}

void
pk_act_add(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    const char *ident = NULL;
    if (pk_ui_incident(ui, &ident) == 0)
        return;
    g_autofree char *title = g_strdup_printf(_("Add to %s"), ident);
    PkMenuItem items[] = {
        { "p", _("party: one or several municipalities, or a region"), 'p' },
        { "a", _("action of your own"), 'a' },
        { "t", _("deadline that was agreed"), 't' },
    };
    pk_ui_menu(ui, title, NULL, items, G_N_ELEMENTS(items), add_chosen, NULL, NULL);
}
