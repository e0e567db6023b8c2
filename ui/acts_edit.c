/* SPDX-License-Identifier: EUPL-1.2 */
/* Status, TLP and fields of an incident. */
#include "acts_private.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/action.h"
#include "piket/model/incident.h"
#include "piket/model/timefmt.h"

#include <string.h>

static bool
not_blank(PkUi *ui, const char *text, const char *sentence)
{
    if (text[strspn(text, " ")])
        return true;
    pk_ui_say(ui, PK_SAY_WARN, "%s", sentence);
    return false;
}

/* ---- status -------------------------------------------------------------------------------------
 */

bool
pk_act_status_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    return pk_status_set_over(app, ask->incident_key, ask->version, ask->over, ask->status,
                              ask->reason, ask->value, ret_done, error);
}

static void
close_confirmed(PkUi *ui, const char *typed, void *data)
{
    PkActAsk *ask = data;
    g_free(ask->value);
    ask->value = g_strdup(typed);
    pk_act_write(ui, pk_act_status_run, ask);
}

/* What stands in the way is said before anybody types a confirmation. */
static bool
say_what_blocks(PkUi *ui, const PkDetail *detail)
{
    unsigned parties = 0, actions = 0;
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < detail->parties->len; i++)
        parties += pk_party_is_open(detail->parties->pdata[i]);
    for (guint i = 0; i < detail->actions->len; i++)
        actions += pk_standing_action_is_open(detail->actions->pdata[i]);
    if (pk_incident_may_close(detail->incident, parties, actions, &error))
        return false;
    g_autoptr(GString) body = g_string_new(error->message);
    g_string_append(body, "\n\n");
    for (guint i = 0; i < detail->actions->len; i++) {
        const PkStandingAction *action = detail->actions->pdata[i];
        if (pk_standing_action_is_open(action))
            g_string_append_printf(body, "A%d  %s\n", (int)action->no,
                                   pk_standing_action_title(action));
    }
    for (guint i = 0; i < detail->parties->len; i++) {
        const PkParty *party = detail->parties->pdata[i];
        if (pk_party_is_open(party))
            g_string_append_printf(body, "%s: %s\n", party->org_name,
                                   pk_word(&pk_words_party_status, party->status));
    }
    g_string_append_printf(body, "\n%s\n",
                           _("In the detail: Enter on an action ticks it off or takes a reason, s "
                             "on a party changes its status, e sets the RSIT class."));
    g_autofree char *title = g_strdup_printf(_("%s cannot be closed yet"), detail->incident->ident);
    pk_ui_reader(ui, title, body->str);
    return true;
}

static void
confirm_close(PkUi *ui, const PkDetail *detail, const PkActAsk *ask)
{
    const char *ident = detail->incident->ident;
    size_t n = strlen(ident);
    g_autofree char *what = g_strdup_printf(_("Close %s: %s"), ident, detail->incident->title);
    g_autofree char *title = g_strdup_printf(_("CLOSE %s"), ident);
    const char *lines[] = {
        what,
        _("Effect: it leaves the list of open incidents. Legal deadlines run on."),
        _("Everybody sees it. Reopening is a step back, with a line of its own."),
    };
    pk_ui_confirm_word(ui, title, lines, G_N_ELEMENTS(lines), n > 4 ? ident + n - 4 : ident,
                       close_confirmed, pk_act_ask_copy(ask), pk_act_ask_free);
}

static bool
back_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    if (!not_blank(ui, text, _("Others worked by that status: say why it goes back.")))
        return false;
    g_free(ask->reason);
    ask->reason = g_strdup(text);
    pk_act_write(ui, pk_act_status_run, ask);
    return true;
}

static void
ask_why_back(PkUi *ui, const PkDetail *detail, const PkActAsk *ask)
{
    g_autofree char *was = pk_word_caps(&pk_words_status, detail->incident->status);
    g_autofree char *becomes = pk_word_caps(&pk_words_status, ask->status);
    g_autofree char *label = g_strdup_printf(_("Why from %s back to %s?"), was, becomes);
    pk_act_prompt(ui, label, NULL, _("It stands in the timeline, for everybody."), NULL,
                  back_accept, pk_act_ask_copy(ask));
}

static void
status_chosen(PkUi *ui, int64_t value, void *data)
{
    const PkDetail *detail = data;
    PkActAsk *ask = pk_act_ask(detail);
    ask->kind = PK_ASK_STATUS;
    ask->status = (PkStatus)value;
    if (pk_incident_step_is_back(detail->incident->status, ask->status))
        ask_why_back(ui, detail, ask);
    else if (pk_incident_step_level(detail->incident->status, ask->status) < 4)
        pk_act_write(ui, pk_act_status_run, ask);
    else if (!say_what_blocks(ui, detail))
        confirm_close(ui, detail, ask);
    pk_act_ask_free(ask);
}

static void
ask_status(PkUi *ui, PkDetail *detail, G_GNUC_UNUSED void *data)
{
    enum { ITEMS_MAX = 9 };
    PkMenuItem items[ITEMS_MAX];
    char *words[ITEMS_MAX];
    char keys[ITEMS_MAX][2];
    g_autoptr(GArray) next = pk_status_next(detail->incident->status);
    guint n = MIN(next->len, ITEMS_MAX);
    g_autofree char *now = pk_word_caps(&pk_words_status, detail->incident->status);
    g_autofree char *title =
        g_strdup_printf(_("Status of %s, now %s"), detail->incident->ident, now);
    for (guint i = 0; i < n; i++) {
        PkStatus status = g_array_index(next, PkStatus, i);
        /* A status has one digit, whatever the status is now: fingers remember digits. */
        keys[i][0] = (char)('1' + (int)status);
        keys[i][1] = '\0';
        words[i] = pk_word_caps(&pk_words_status, status);
        items[i] = (PkMenuItem){ keys[i], words[i], status };
    }
    pk_ui_menu(ui, title, NULL, items, n, status_chosen, detail, pk_act_detail_free);
    for (guint i = 0; i < n; i++)
        g_free(words[i]);
}

void
pk_act_status(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_act_here(ui, ask_status);
}

/* ---- one field ----------------------------------------------------------------------------------
 */

bool
pk_act_set_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const PkActAsk *ask = request;
    PkSetting setting = { ask->field, ask->value };
    return pk_incident_set_over(app, ask->incident_key, ask->version, ask->over, &setting, 1,
                                ask->reason, ask->permission, ret_done, error);
}

/* ---- TLP ----------------------------------------------------------------------------------------
 */

static void
lower_confirmed(PkUi *ui, void *data)
{
    pk_act_write(ui, pk_act_set_run, data);
}

static bool
permission_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = pk_act_ask_copy(data);
    PkTlp to = PK_TLP_AMBER;
    if (!not_blank(ui, text, _("Lowering a label needs the permission of the source, in words."))) {
        pk_act_ask_free(ask);
        return false;
    }
    g_free(ask->permission);
    ask->permission = g_strdup(text);
    pk_tlp_parse(ask->value, &to, NULL, NULL);
    g_autofree char *what =
        g_strdup_printf(_("%s: %s becomes %s."), ask->ident, pk_tlp_label(ask->tlp), ask->value);
    g_autofree char *who = g_strdup_printf(_("Permission of the source: %s"), text);
    g_autofree char *rule =
        g_strdup_printf(_("Effect: %s Visible to everybody, in the timeline."), pk_tlp_rule(to));
    const char *lines[] = { what, who, rule };
    pk_ui_confirm(ui, _("LOWER THE LABEL"), lines, G_N_ELEMENTS(lines), lower_confirmed, ask,
                  pk_act_ask_free);
    return true;
}

/* Takes ask. */
static void
tlp_to(PkUi *ui, PkActAsk *ask, PkTlp to)
{
    if (to < ask->tlp && !ask->permission) {
        g_autofree char *label = g_strdup_printf("%s > %s", pk_tlp_label(ask->tlp), ask->value);
        pk_act_prompt(ui, label, NULL, _("Who of the source allowed it, when, in which words?"),
                      NULL, permission_accept, ask);
        return;
    }
    pk_act_write(ui, pk_act_set_run, ask);
    pk_act_ask_free(ask);
}

static void
tlp_chosen(PkUi *ui, int64_t value, void *data)
{
    PkActAsk *ask = pk_act_ask_copy(data);
    ask->kind = PK_ASK_FIELD;
    ask->field = g_strdup("tlp");
    ask->value = g_strdup(pk_tlp_label((PkTlp)value));
    tlp_to(ui, ask, (PkTlp)value);
}

void
pk_act_ask_tlp(PkUi *ui, PkDetail *detail, G_GNUC_UNUSED void *data)
{
    static const struct {
        const char *key;
        PkTlp tlp;
    } labels[] = { { "r", PK_TLP_RED },
                   { "s", PK_TLP_AMBER_STRICT },
                   { "a", PK_TLP_AMBER },
                   { "g", PK_TLP_GREEN },
                   { "c", PK_TLP_CLEAR } };
    PkMenuItem items[PK_TLP_N];
    char *words[PK_TLP_N];
    g_autofree char *title = g_strdup_printf(_("Label of %s, now %s"), detail->incident->ident,
                                             pk_tlp_label(detail->incident->tlp));
    for (int i = 0; i < PK_TLP_N; i++) {
        words[i] =
            g_strdup_printf("%s  %s", pk_tlp_label(labels[i].tlp), pk_tlp_rule(labels[i].tlp));
        items[i] = (PkMenuItem){ labels[i].key, words[i], labels[i].tlp };
    }
    pk_ui_menu(ui, title, _("Lowering needs the permission of the source."), items, PK_TLP_N,
               tlp_chosen, pk_act_ask(detail), pk_act_ask_free);
    for (int i = 0; i < PK_TLP_N; i++)
        g_free(words[i]);
    pk_detail_free(detail);
}

void
pk_act_tlp(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_act_here(ui, pk_act_ask_tlp);
}

/* ---- fields -------------------------------------------------------------------------------------
 */

static char *
time_now(PkUi *ui, int64_t us)
{
    const PkView *view = pk_ui_view(ui);
    if (us == 0)
        return g_strdup("");
    PkTimeText text = pk_time_text(view->zone, us, view->lang,
                                   PK_TIME_DATE | PK_TIME_YEAR | PK_TIME_CLOCK | PK_TIME_ZONE);
    return g_strdup(text.s);
}

/* The value as it may be typed again. Owned. */
static char *
current(PkUi *ui, const PkIncident *incident, const char *key)
{
    const struct {
        const char *key;
        const char *text;
    } lines[] = { { "title", incident->title },        { "rsit", incident->rsit },
                  { "lead", incident->lead },          { "reporter", incident->reporter },
                  { "role", incident->reporter_role }, { "phone", incident->reporter_phone } };
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        if (strcmp(lines[i].key, key) == 0)
            return g_strdup(lines[i].text ? lines[i].text : "");
    }
    if (strcmp(key, "severity") == 0)
        return g_strdup(incident->severity ? pk_word(&pk_words_severity, incident->severity) : "");
    if (strcmp(key, "kind") == 0)
        return pk_bits_words(&pk_words_kind, incident->kinds);
    if (strcmp(key, "need") == 0)
        return pk_bits_words(&pk_words_need, incident->needs);
    if (strcmp(key, "tlp") == 0)
        return g_strdup(pk_tlp_label(incident->tlp));
    if (strcmp(key, "source") == 0)
        return g_strdup(pk_word(&pk_words_source, incident->source));
    if (strcmp(key, "personal_data") == 0)
        return g_strdup(
            incident->personal_data ? pk_word(&pk_words_tristate, incident->personal_data) : "");
    if (strcmp(key, "verified") == 0)
        return g_strdup(pk_word(&pk_words_tristate,
                                incident->caller_verified ? PK_TRISTATE_YES : PK_TRISTATE_NO));
    return time_now(ui, strcmp(key, "aware") == 0 ? incident->aware_us : incident->occurred_us);
}

static bool
is_time(const char *field)
{
    return strcmp(field, "aware") == 0 || strcmp(field, "occurred") == 0;
}

static const PkWords *
words_of(const char *field)
{
    const struct {
        const char *key;
        const PkWords *words;
    } tables[] = { { "severity", &pk_words_severity },
                   { "source", &pk_words_source },
                   { "personal_data", &pk_words_tristate } };
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        if (strcmp(tables[i].key, field) == 0)
            return tables[i].words;
    }
    return NULL;
}

static char *
edit_check(PkUi *ui, const char *text, bool *ret_ok, void *data)
{
    const PkActAsk *ask = data;
    const PkWords *words = words_of(ask->field);
    const PkWords *sets = strcmp(ask->field, "kind") == 0   ? &pk_words_kind
                          : strcmp(ask->field, "need") == 0 ? &pk_words_need
                                                            : NULL;
    g_autoptr(GError) error = NULL;
    int64_t us = 0;
    int value = 0;
    guint bits = 0;
    *ret_ok = true;
    if (!*text)
        return g_strdup(_("= empty"));
    if (is_time(ask->field))
        return pk_act_echo_time(ui, text, PK_WHEN_PAST, &us, ret_ok);
    if (words && strcmp(text, "?") != 0) {
        *ret_ok = pk_word_parse(words, text, &value, &error);
        return *ret_ok ? g_strdup_printf("= %s", pk_word(words, value)) : g_strdup(error->message);
    }
    if (sets) {
        *ret_ok = pk_bits_parse(sets, text, &bits, &error);
        g_autofree char *all = pk_bits_words(sets, bits);
        return *ret_ok ? g_strdup_printf("= %s", all) : g_strdup(error->message);
    }
    return NULL;
}

static bool
reason_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    if (!not_blank(ui, text, _("The start of a legal clock changes: say why, in a few words.")))
        return false;
    g_free(ask->reason);
    ask->reason = g_strdup(text);
    pk_act_write(ui, pk_act_set_run, ask);
    return true;
}

static void
ask_reason(PkUi *ui, PkActAsk *ask)
{
    g_autofree char *label = g_strdup(_("Why does the awareness change?"));
    pk_act_prompt(ui, label, NULL, _("The old time stays readable in the timeline."), NULL,
                  reason_accept, ask);
}

void
pk_act_set_again(PkUi *ui, PkActAsk *ask, const PkConflict *conflict)
{
    PkTlp to = PK_TLP_AMBER;
    bool reasoned = ask->reason && *ask->reason;
    if (strcmp(ask->field, "tlp") == 0 && pk_tlp_parse(ask->value, &to, NULL, NULL)) {
        tlp_to(ui, ask, to);
    } else if (strcmp(ask->field, "aware") == 0 && conflict->aware && !reasoned) {
        ask_reason(ui, ask);
    } else {
        pk_act_write(ui, pk_act_set_run, ask);
        pk_act_ask_free(ask);
    }
}

/* A start of clocks that was known keeps its old value in the journal, with the reason. */
static bool
edit_accept(PkUi *ui, const char *text, void *data)
{
    PkActAsk *ask = data;
    bool asks_why = strcmp(ask->field, "aware") == 0 && ask->reason;
    g_free(ask->value);
    ask->value = g_strdup(text);
    if (asks_why) {
        ask_reason(ui, pk_act_ask_copy(ask));
        return true;
    }
    pk_act_write(ui, pk_act_set_run, ask);
    return true;
}

static void
field_chosen(PkUi *ui, int64_t value, void *data)
{
    PkDetail *detail = data;
    const PkSettable *settable = &pk_settables[value];
    if (strcmp(settable->key, "tlp") == 0) {
        pk_act_read(ui, detail->incident->key, pk_act_ask_tlp, NULL, NULL);
        return;
    }
    PkActAsk *ask = pk_act_ask(detail);
    g_autofree char *now = current(ui, detail->incident, settable->key);
    ask->kind = PK_ASK_FIELD;
    ask->field = g_strdup(settable->key);
    if (strcmp(settable->key, "aware") == 0 && detail->incident->aware_us)
        ask->reason = g_strdup("");
    pk_act_prompt(ui, _(settable->label), now, _(settable->help), edit_check, edit_accept, ask);
}

static void
ask_field(PkUi *ui, PkDetail *detail, G_GNUC_UNUSED void *data)
{
    enum { ITEMS_MAX = 24 };
    PkMenuItem items[ITEMS_MAX];
    char *words[ITEMS_MAX];
    char keys[ITEMS_MAX][2];
    size_t n = MIN(pk_n_settables, ITEMS_MAX);
    g_autofree char *title = g_strdup_printf(_("Change of %s"), detail->incident->ident);
    for (size_t i = 0; i < n; i++) {
        g_autofree char *now = current(ui, detail->incident, pk_settables[i].key);
        g_autofree char *cut = pk_text_fit(now, 24, "...");
        keys[i][0] = (char)('a' + i);
        keys[i][1] = '\0';
        words[i] = g_strdup_printf("%s: %s", _(pk_settables[i].label), cut);
        items[i] = (PkMenuItem){ keys[i], words[i], (int64_t)i };
    }
    pk_ui_menu(ui, title, NULL, items, n, field_chosen, detail, pk_act_detail_free);
    for (size_t i = 0; i < n; i++)
        g_free(words[i]);
}

void
pk_act_edit(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_act_here(ui, ask_field);
}
