/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/escalation.h"

#include "acts.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { SLOT_PAGES = 5, SLOT_PAGE = 6, PAGES_MAX = 200 };

/* ---- reading -------------------------------------------------------------------------------- */

static void *
pages_run(PkApp *app, G_GNUC_UNUSED void *request, GError **error)
{
    return pk_page_list(app, true, PAGES_MAX, error);
}

static PkListRows
rows_of(const PkEscalationState *state)
{
    return (PkListRows){ (int64_t *)(void *)state->keys->data, (int)state->keys->len };
}

static void
pages_done(void *result, const GError *error, void *data)
{
    PkEscalationState *state = data;
    GPtrArray *pages = result;
    if (error)
        pk_ui_say_error(state->ui, error);
    if (!pages)
        return;
    g_clear_pointer(&state->pages, g_ptr_array_unref);
    state->pages = pages;
    g_array_set_size(state->keys, 0);
    for (guint i = 0; i < pages->len; i++) {
        const PkPageRow *row = pages->pdata[i];
        g_array_append_val(state->keys, row->key);
    }
    pk_listsel_rows(&state->sel, rows_of(state));
    pk_ui_redraw(state->ui);
}

static void *
page_run(PkApp *app, void *request, GError **error)
{
    return pk_page_load(app, *(int64_t *)request, pk_clock_now_us(), error);
}

/* The rung that was called last, where what happens next begins. */
static int
last_called(const PkPageView *page)
{
    int at = 0;
    for (int i = 0; i < (int)page->rungs->len; i++) {
        const PkRungView *rung = page->rungs->pdata[i];
        at = rung->calls ? i : at;
    }
    return at;
}

static void
page_done(void *result, const GError *error, void *data)
{
    PkEscalationState *state = data;
    PkPageView *page = result;
    if (error)
        pk_ui_say_error(state->ui, error);
    if (!page || page->row->key != state->page_key) {
        pk_page_view_free(page);
        return;
    }
    pk_page_view_free(state->page);
    state->page = page;
    if (!state->placed)
        state->at = last_called(page);
    state->placed = true;
    state->at = CLAMP(state->at, 0, MAX(0, (int)page->rungs->len - 1));
    pk_ui_redraw(state->ui);
}

static void
load(PkUi *ui, void *data)
{
    PkEscalationState *state = data;
    pk_ui_read(ui, SLOT_PAGES, pages_run, NULL, NULL, pages_done, state);
    if (state->page_key)
        pk_ui_read(ui, SLOT_PAGE, page_run, g_memdup2(&state->page_key, sizeof state->page_key),
                   g_free, page_done, state);
}

static void
show(PkEscalationState *state, int64_t page_key)
{
    state->page_key = page_key;
    state->placed = false;
    g_clear_pointer(&state->page, pk_page_view_free);
    load(state->ui, state);
}

void
pk_ui_show_page(PkUi *ui, int64_t page_key)
{
    show(pk_ui_state(ui, &pk_screen_escalation), page_key);
    pk_ui_go(ui, &pk_screen_escalation);
}

/* ---- what a key acts on --------------------------------------------------------------------- */

static const PkPageRow *
row_here(const PkEscalationState *state)
{
    if (state->page_key)
        return state->page ? state->page->row : NULL;
    if (!state->pages || state->sel.at < 0 || state->sel.at >= (int)state->pages->len)
        return NULL;
    return state->pages->pdata[state->sel.at];
}

static int64_t
incident_here(const void *data, const char **ret_ident)
{
    const PkPageRow *row = row_here(data);
    if (!row || !row->incident_key)
        return 0;
    if (ret_ident)
        *ret_ident = row->ident;
    return row->incident_key;
}

/* False, and said, when the cursor stands on no page. */
static bool
page_here(PkEscalationState *state, int64_t *ret_key)
{
    const PkPageRow *row = row_here(state);
    if (row)
        *ret_key = row->key;
    else
        pk_ui_say(state->ui, PK_SAY_HINT, "%s", _("There is no page here."));
    return row != NULL;
}

static const PkRungView *
rung_here(const PkEscalationState *state)
{
    if (!state->page || state->at >= (int)state->page->rungs->len)
        return NULL;
    return state->page->rungs->pdata[state->at];
}

/* ---- actions -------------------------------------------------------------------------------- */

static void
act_open(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkEscalationState *state = data;
    int64_t key = 0;
    if (!page_here(state, &key))
        return;
    if (!state->page_key) {
        show(state, key);
        pk_ui_redraw(ui);
    } else if (incident_here(state, NULL)) {
        pk_ui_show_incident(ui, incident_here(state, NULL));
    }
}

static void
act_acknowledge(PkUi *ui, void *data, const char *arg)
{
    int64_t key = 0;
    if (page_here(data, &key))
        pk_act_page_acknowledge(ui, key, arg);
}

/* A rung under the cursor that was not called yet is meant; else the next one. */
static void
act_escalate(PkUi *ui, void *data, const char *arg)
{
    PkEscalationState *state = data;
    const PkRungView *rung = rung_here(state);
    int64_t key = 0;
    int wanted = *arg ? atoi(arg) : rung && rung->calls == 0 ? rung->no : 0;
    if (page_here(state, &key))
        pk_act_page_escalate(ui, key, wanted);
}

static void
act_attempt(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkEscalationState *state = data;
    const PkRungView *rung = rung_here(state);
    int64_t key = 0;
    if (page_here(state, &key))
        pk_act_page_attempt(ui, key, rung && rung->calls ? rung->no : 0);
}

static void
act_close(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    int64_t key = 0;
    if (page_here(data, &key))
        pk_act_page_close(ui, key);
}

/* Of a page about no incident a report is made, with what came in as its note. */
static void
act_report(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkPageRow *row = row_here(data);
    if (row && !row->incident_key)
        pk_ui_report_of_page(ui, row);
    else
        pk_ui_report(ui, NULL, NULL);
}

static void
act_next(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkEscalationState *state = data;
    pk_listsel_move(&state->sel, rows_of(state), 1);
    if (state->page_key && state->sel.at >= 0)
        show(state, state->sel.selected);
    pk_ui_redraw(ui);
}

static void
act_previous(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkEscalationState *state = data;
    pk_listsel_move(&state->sel, rows_of(state), -1);
    if (state->page_key && state->sel.at >= 0)
        show(state, state->sel.selected);
    pk_ui_redraw(ui);
}

static void
move_rows(G_GNUC_UNUSED PkUi *ui, void *data, int by)
{
    PkEscalationState *state = data;
    if (!state->page_key)
        pk_listsel_move(&state->sel, rows_of(state), by);
    else if (state->page)
        state->at =
            CLAMP(state->at + CLAMP(by, -1000, 1000), 0, MAX(0, (int)state->page->rungs->len - 1));
}

static int
page_rows(const void *data)
{
    const PkEscalationState *state = data;
    return MAX(1, (pk_ui_view(state->ui)->rows - 10) / (state->page_key ? 2 : 1));
}

static bool
back(PkUi *ui, void *data)
{
    PkEscalationState *state = data;
    if (!state->page_key)
        return false;
    state->page_key = 0;
    g_clear_pointer(&state->page, pk_page_view_free);
    pk_ui_redraw(ui);
    return true;
}

static const char *
hints(const void *data)
{
    const PkEscalationState *state = data;
    const PkPageRow *row = row_here(state);
    if (!row)
        return "go command";
    if (!row->incident_key)
        return "acknowledge attempt escalate close open";
    return state->page_key ? "attempt acknowledge escalate contact note close"
                           : "open acknowledge attempt escalate go";
}

static void *
create(PkUi *ui)
{
    PkEscalationState *state = g_new0(PkEscalationState, 1);
    state->ui = ui;
    state->keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    state->sel.at = -1;
    return state;
}

static void
destroy(void *data)
{
    PkEscalationState *state = data;
    g_clear_pointer(&state->pages, g_ptr_array_unref);
    pk_page_view_free(state->page);
    g_array_unref(state->keys);
    g_free(state);
}

static void
act_other(PkUi *ui, G_GNUC_UNUSED void *data, G_GNUC_UNUSED const char *arg)
{
    pk_ui_go(ui, &pk_screen_duty);
}

/* clang-format off */
static const PkAction actions[] = {
    { "open",        "openen",         "enter l right", N_("open"),        N_("Open the ladder, then the incident"),                 0, PK_ACT_HINT, act_open },
    { "attempt",     "poging",         "r",             N_("attempt"),     N_("Write down what came of a call, by one digit"),       2, PK_ACT_HINT | PK_ACT_WRITES, act_attempt },
    { "acknowledge", "neem-aan ack",   "A",             N_("acknowledge"), N_("I take this page"),                                   3, PK_ACT_HINT | PK_ACT_WRITES | PK_ACT_ARG, act_acknowledge },
    { "escalate",    "escaleer",       "E F7",          N_("next rung"),   N_("Call the next rung, or the one under the cursor"),    3, PK_ACT_HINT | PK_ACT_WRITES | PK_ACT_ARG, act_escalate },
    { "close",       "sluit",          "s",             N_("close"),       N_("End the page: nothing more comes"),                   2, PK_ACT_WRITES, act_close },
    { "report",      "melding",        "m F2",          N_("report"),      N_("Make a report of what came in"),                      1, PK_ACT_HINT | PK_ACT_WRITES, act_report },
    { "duty-part",   "",               "tab S-tab F6",  "",                N_("Who is on duty"),                                     0, 0, act_other },
    { "next-page",   "",               "]",             "",                N_("Next open page"),                                          0, 0, act_next },
    { "prev-page",   "",               "[",             "",                N_("Previous open page"),                                      0, 0, act_previous },
};

const PkScreen pk_screen_escalation = {
    .name = "escalation", .go = "e", .digit = '8', .title = N_("Escalation"),
    .create = create, .free = destroy, .load = load, .draw = pk_escalation_draw,
    .incident = incident_here, .back = back, .move = move_rows, .page = page_rows, .hints = hints,
    .actions = actions, .n_actions = G_N_ELEMENTS(actions),
};
/* clang-format on */
