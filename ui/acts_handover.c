/* SPDX-License-Identifier: EUPL-1.2 */
/* Handing duty over, reading what was handed over, accepting it. */
#include "acts_private.h"
#include "piket/app/handover.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { SLOT_ACTS = 12 };

/* ---- accepting and reading --------------------------------------------------------------------
 */

static bool
accept_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    return pk_handover_accept(app, *(int64_t *)request, ret_done, error);
}

void
pk_act_handover_accept(PkUi *ui, int64_t key)
{
    pk_ui_write(ui, accept_run, g_memdup2(&key, sizeof key), g_free, NULL, NULL, NULL);
}

static void *
read_run(PkApp *app, void *request, GError **error)
{
    return pk_handover_load(app, *(int64_t *)request, error);
}

static void
read_done(void *result, const GError *error, void *data)
{
    PkUi *ui = data;
    g_autoptr(PkHandoverView) view = result;
    if (error)
        pk_ui_say_error(ui, error);
    if (view && !pk_ui_busy_panel(ui))
        pk_ui_reader(ui, _("Handover"), view->text ? view->text : _("(not for you)"));
}

void
pk_act_handover_read(PkUi *ui, int64_t key)
{
    pk_ui_read(ui, SLOT_ACTS, read_run, g_memdup2(&key, sizeof key), g_free, read_done, ui);
}

/* ---- giving -----------------------------------------------------------------------------------
 */

typedef struct {
    PkUi *ui;
    char *to;
    char *words;
} Giving;

static Giving *
giving_copy(const Giving *giving)
{
    Giving *copy = g_memdup2(giving, sizeof *giving);
    copy->to = g_strdup(giving->to);
    copy->words = g_strdup(giving->words);
    return copy;
}

static void
giving_free(void *data)
{
    Giving *giving = data;
    g_free(giving->to);
    g_free(giving->words);
    g_free(giving);
}

static bool
give_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const Giving *giving = request;
    const PkHandoverWish wish = { .to = giving->to, .words = giving->words };
    return pk_handover_give(app, &wish, ret_done, error);
}

static void
give_confirmed(PkUi *ui, void *data)
{
    pk_ui_write(ui, give_run, giving_copy(data), giving_free, NULL, NULL, NULL);
}

static void *
draft_run(PkApp *app, void *request, GError **error)
{
    const Giving *giving = request;
    return pk_handover_draft(app, giving->words, error);
}

static void
draft_done(void *result, const GError *error, void *data)
{
    Giving *giving = data;
    PkUi *ui = giving->ui;
    g_autoptr(PkHandoverDraft) draft = result;
    if (error)
        pk_ui_say_error(ui, error);
    if (!draft || pk_ui_busy_panel(ui)) {
        giving_free(giving);
        return;
    }
    g_autofree char *whom =
        g_strdup_printf(_("To %s, under %s."), *giving->to ? giving->to : _("whoever comes"),
                        pk_tlp_label(draft->tlp));
    g_autofree char *what = g_strdup_printf(
        P_("%u open incident, %u without its title because it is TLP:RED; %u too late.",
           "%u open incidents, %u without a title because they are TLP:RED; %u too late.",
           draft->n_incidents),
        draft->n_incidents, draft->n_red, draft->n_late);
    g_autofree char *loud =
        draft->n_loud ? g_strdup_printf(P_("%u page is taken by nobody.",
                                           "%u pages are taken by nobody.", draft->n_loud),
                                        draft->n_loud)
                      : g_strdup("");
    g_autofree char *all = g_strdup_printf("%s %s", what, loud);
    const char *lines[] = {
        whom,
        all,
        _("Effect: it stands in the duty log with the head of every journal. It counts when "
          "somebody else accepts it; not accepted in time, it is escalated."),
    };
    pk_ui_confirm(ui, _("HAND DUTY OVER"), lines, G_N_ELEMENTS(lines), give_confirmed, giving,
                  giving_free);
}

static bool
words_accept(PkUi *ui, const char *text, void *data)
{
    Giving *giving = giving_copy(data);
    g_free(giving->words);
    giving->words = g_strdup(text);
    pk_ui_read(ui, SLOT_ACTS, draft_run, giving_copy(giving), giving_free, draft_done, giving);
    return true;
}

static bool
to_accept(PkUi *ui, const char *text, void *data)
{
    const PkPrompt prompt = { .label = _("In your own words"),
                              .hint =
                                  _("What the next one must know; it stands above what is open."),
                              .lines = true,
                              .history = "handover",
                              .accept = words_accept };
    Giving *giving = giving_copy(data);
    g_free(giving->to);
    giving->to = g_strstrip(g_strdup(text));
    pk_ui_prompt(ui, &prompt, giving, giving_free);
    return true;
}

void
pk_act_handover(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    const PkPrompt prompt = { .label = _("Hand over to"),
                              .initial = arg,
                              .hint = _("Login, name or initials; empty for whoever comes."),
                              .accept = to_accept };
    Giving *giving = g_new0(Giving, 1);
    giving->ui = ui;
    pk_ui_prompt(ui, &prompt, giving, giving_free);
}

/* ---- x ----------------------------------------------------------------------------------------
 */

static void
export_chosen(PkUi *ui, int64_t value, G_GNUC_UNUSED void *data)
{
    if (value == 'o')
        pk_act_handover(ui, NULL, "");
}

void
pk_act_export(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    const PkMenuItem items[] = { { "o", _("handover of duty"), 'o' } };
    pk_ui_menu(ui, _("Make and hand on"), NULL, items, G_N_ELEMENTS(items), export_chosen, NULL,
               NULL);
}
