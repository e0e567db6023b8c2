/* SPDX-License-Identifier: EUPL-1.2 */
/* Deadlines, place 4. */
#include "screens/deadlines.h"

#include "acts.h"
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"

#include <string.h>

enum { SLOT_DEADLINES = 4, SLOT_ORIGIN = 6, PAGE = 200 };

/* ---- reading ------------------------------------------------------------------------------------
 */

typedef struct {
    char *filter;
    unsigned limit;
} Ask;

static void
ask_free(void *data)
{
    Ask *ask = data;
    g_free(ask->filter);
    g_free(ask);
}

static void *
run(PkApp *app, void *request, GError **error)
{
    const Ask *ask = request;
    return pk_deadlines_load(app, 0, ask->filter, ask->limit, NULL, error);
}

typedef struct {
    char *text;
    int64_t number;
    int64_t clock_key;
} Origin;

static void *
origin_run(PkApp *app, void *request, GError **error)
{
    const PkClockView *clock = request;
    Origin *origin = g_new0(Origin, 1);
    origin->clock_key = clock->key;
    if (pk_deadline_origin(app, clock, &origin->text, &origin->number, error))
        return origin;
    g_free(origin);
    return NULL;
}

static void
origin_done(void *result, G_GNUC_UNUSED const GError *error, void *data)
{
    PkDeadlinesState *state = data;
    Origin *origin = result;
    if (!origin)
        return;
    g_free(state->origin);
    state->origin = origin->text;
    state->origin_no = origin->number;
    state->origin_of = origin->clock_key;
    g_free(origin);
}

const PkClockView *
pk_deadlines_here(const PkDeadlinesState *state)
{
    return state->sel.at >= 0 && state->sel.at < state->n ? state->all->clocks->pdata[state->sel.at]
                                                          : NULL;
}

/* Where the chosen one began, from its incident. */
static void
read_origin(PkDeadlinesState *state)
{
    const PkClockView *clock = pk_deadlines_here(state);
    if (!clock)
        return;
    PkClockView *ask = g_new0(PkClockView, 1);
    ask->key = clock->key;
    ask->incident_key = clock->incident_key;
    ask->start_us = clock->start_us;
    ask->agreed = clock->agreed;
    pk_ui_read(state->ui, SLOT_ORIGIN, origin_run, ask, (GDestroyNotify)pk_clock_view_free,
               origin_done, state);
}

static PkListRows
rows_of(const PkDeadlinesState *state)
{
    return (PkListRows){ state->keys, state->n };
}

static void load(PkUi *ui, void *data);

static void
done(void *result, const char *asked, const GError *error, void *data)
{
    PkDeadlinesState *state = data;
    PkDeadlines *all = result;
    if (error && pk_filterbar_failed(state->ui, &state->filter, asked, error))
        load(state->ui, state);
    if (!all)
        return;
    if (!pk_filterbar_worked(state->ui, &state->filter, asked, all->notices)) {
        pk_deadlines_free(all);
        return;
    }
    pk_deadlines_free(state->all);
    state->all = all;
    state->n = (int)all->clocks->len;
    g_free(state->keys);
    state->keys = g_new0(int64_t, MAX(1, state->n));
    for (int i = 0; i < state->n; i++)
        state->keys[i] = ((const PkClockView *)all->clocks->pdata[i])->key;
    pk_listsel_rows(&state->sel, rows_of(state));
    read_origin(state);
}

static void
load(PkUi *ui, void *data)
{
    PkDeadlinesState *state = data;
    Ask *ask = g_new0(Ask, 1);
    *ask = (Ask){ g_strdup(pk_filterbar_text(&state->filter)), state->limit };
    pk_filterbar_read(ui, &state->filter, SLOT_DEADLINES, run, ask, ask_free, done, state);
}

static void *
create(PkUi *ui)
{
    PkDeadlinesState *state = g_new0(PkDeadlinesState, 1);
    state->ui = ui;
    state->limit = PAGE;
    state->sel.at = -1;
    state->shown = g_new0(PkShown, 1);
    return state;
}

static void
destroy(void *data)
{
    PkDeadlinesState *state = data;
    pk_deadlines_free(state->all);
    pk_filterbar_clear(&state->filter);
    g_free(state->keys);
    g_free(state->origin);
    g_free(state->shown);
    g_free(state);
}

static int64_t
incident(const void *data, const char **ret_ident)
{
    const PkClockView *clock = pk_deadlines_here(data);
    if (!clock)
        return 0;
    if (ret_ident)
        *ret_ident = clock->ident;
    return clock->incident_key;
}

static bool
back(PkUi *ui, void *data)
{
    PkDeadlinesState *state = data;
    if (!*pk_filterbar_text(&state->filter))
        return false;
    pk_filterbar_set(&state->filter, "");
    load(ui, state);
    return true;
}

/* ---- actions -----------------------------------------------------------------------------------
 */

static void
move(PkUi *ui, void *data, int by)
{
    PkDeadlinesState *state = data;
    pk_listsel_move(&state->sel, rows_of(state), by);
    read_origin(state);
    if (state->all && state->all->more && !state->all->stopped && state->sel.at >= state->n - 1 &&
        state->limit < PAGE * 50) {
        state->limit += PAGE;
        load(ui, state);
    }
}

static int
page(const void *data)
{
    const PkDeadlinesState *state = data;
    return MAX(1, state->shown->rows - 1);
}

static const PkClockView *
here(PkUi *ui, PkDeadlinesState *state)
{
    const PkClockView *clock = pk_deadlines_here(state);
    if (!clock)
        pk_ui_say(ui, PK_SAY_HINT, "%s", _("There is no deadline here."));
    return clock;
}

static void
do_open(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkClockView *clock = here(ui, data);
    if (clock)
        pk_ui_show_incident(ui, clock->incident_key);
}

static void
do_status(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkClockView *clock = here(ui, data);
    if (clock)
        pk_act_clock_status(ui, clock);
}

static void
do_edit(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkClockView *clock = here(ui, data);
    if (clock)
        pk_act_clock_start(ui, clock);
}

static void
do_full(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkDeadlinesState *state = data;
    const PkClockView *clock = here(ui, state);
    if (!clock)
        return;
    g_autoptr(GPtrArray) lines = pk_deadlines_lines(state, clock, pk_ui_view(ui), 70);
    g_autoptr(GString) body = g_string_new(NULL);
    for (guint i = 1; i < lines->len; i++)
        g_string_append_printf(body, "%s\n", (const char *)lines->pdata[i]);
    pk_ui_reader(ui, lines->pdata[0], body->str);
}

/* The organisation that must report: its card, where the desk it reports to is named beside. */
static void
do_card(PkUi *ui, void *data, const char *arg)
{
    const PkClockView *clock = here(ui, data);
    if (!clock)
        return;
    if (*clock->whom)
        pk_ui_say(ui, PK_SAY_INFO, _("To be reported to: %s."), clock->whom);
    if (clock->org_key)
        pk_ui_show_card(ui, clock->org_key);
    else
        pk_act_card(ui, NULL, arg);
}

static void
do_copy(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkClockView *clock = here(ui, data);
    if (!clock)
        return;
    const PkView *view = pk_ui_view(ui);
    PkTimeText due =
        pk_time_text(view->utc ? NULL : view->zone, clock->due_us, view->lang, PK_TIME_FULL);
    g_autofree char *text = g_strdup_printf("%s  %s  %s  %s", clock->ident, clock->name,
                                            clock->org_name, clock->due_us ? due.s : "-");
    pk_ui_copy(ui, text, clock->tlp);
}

/* ---- who changed it ----------------------------------------------------------------------------
 */

typedef struct {
    PkUi *ui;
    char *name;
} Who;

static void *
who_run(PkApp *app, void *request, GError **error)
{
    PkTimelineAsk ask = { .incident_key = *(const int64_t *)request, .order = PK_BY_RECEIVED };
    return pk_timeline_load(app, &ask, NULL, error);
}

static void
who_done(void *result, const GError *error, void *data)
{
    Who *who = data;
    g_autoptr(PkTimeline) timeline = result;
    g_autoptr(GString) body = g_string_new(NULL);
    const PkView *view = pk_ui_view(who->ui);
    if (error)
        pk_ui_say_error(who->ui, error);
    for (guint i = timeline ? timeline->rows->len : 0; i > 0; i--) {
        const PkTimelineRow *row = timeline->rows->pdata[i - 1];
        if (!row->line->text || row->line->hidden || !strstr(row->line->text, who->name))
            continue;
        PkTimeText at = pk_time_text(view->utc ? NULL : view->zone, row->line->recorded_us,
                                     view->lang, PK_TIME_MOMENT);
        g_string_append_printf(body, "%s  %s: %s\n", at.s, row->line->author, row->line->text);
    }
    if (timeline)
        pk_ui_reader(who->ui, who->name, body->len ? body->str : _("Nobody changed it."));
    g_free(who->name);
    g_free(who);
}

static void
do_who(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkClockView *clock = here(ui, data);
    if (!clock)
        return;
    Who *who = g_new0(Who, 1);
    *who = (Who){ ui, g_strdup(clock->name) };
    pk_ui_read(ui, SLOT_ORIGIN, who_run,
               g_memdup2(&clock->incident_key, sizeof clock->incident_key), g_free, who_done, who);
}

static void
do_filter(PkUi *ui, void *data, const char *arg)
{
    PkDeadlinesState *state = data;
    if (!*arg) {
        pk_filterbar_open(ui, &state->filter, PK_FILTER_CLOCKS, "filter-deadlines", load, state);
        return;
    }
    pk_filterbar_set(&state->filter, arg);
    state->filter.fresh = true;
    load(ui, state);
}

/* clang-format off */
static const struct {
    const char *key, *label, *filter;
} filters[] = {
    { "r", N_("running or overdue"), "state:running,overdue,not_sure" },
    { "o", N_("overdue"),            "state:overdue" },
    { "n", N_("not sure"),           "state:not_sure" },
    { "d", N_("within 4 hours"),     "due:<4h" },
    { "a", N_("everything"),         "" },
};
/* clang-format on */

static void
filter_chosen(PkUi *ui, int64_t value, void *data)
{
    PkDeadlinesState *state = data;
    pk_filterbar_set(&state->filter, filters[value].filter);
    load(ui, state);
}

static void
do_filters(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkMenuItem items[G_N_ELEMENTS(filters)];
    for (size_t i = 0; i < G_N_ELEMENTS(filters); i++)
        items[i] = (PkMenuItem){ filters[i].key, _(filters[i].label), (int64_t)i };
    pk_ui_menu(ui, _("f  filters"), NULL, items, G_N_ELEMENTS(items), filter_chosen, data, NULL);
}

/* clang-format off */
static const PkAction actions[] = {
    { "open",      "",                "enter",  N_("open"),     N_("Go to the incident of this deadline"),          0, PK_ACT_HINT, do_open },
    { "status",    "stand",           "s",      N_("status"),   N_("Met, does not apply, not sure, running again"), 2, PK_ACT_HINT | PK_ACT_WRITES, do_status },
    { "edit",      "begin bewerk",    "e",      N_("edit start"), N_("Another start; the old one is kept, and why"), 2, PK_ACT_HINT | PK_ACT_WRITES, do_edit },
    { "contact",   "kaart bel",       "c",      N_("card"),     N_("Card of the organisation, and who must be told"), 0, PK_ACT_HINT, do_card },
    { "copy",      "kopieer",         "y",      N_("copy"),     N_("Copy what it is and when it ends"),             0, PK_ACT_HINT, do_copy },
    { "who",       "wie",             "w",      N_("who"),      N_("Who changed this deadline, and when"),          0, PK_ACT_HINT, do_who },
    { "full",      "",                "l right", "",            N_("The whole sum and the rule behind it"),         0, 0, do_full },
    { "filter",    "zoek",            "/ F3",   N_("filter"),   N_("Filter while you type"),                        0, PK_ACT_HINT | PK_ACT_ARG, do_filter },
    { "filters",   "",                "f",      "",             N_("Ready-made filters"),                           0, 0, do_filters },
};
/* clang-format on */

const PkScreen pk_screen_deadlines = {
    .name = "deadlines",
    .go = "d",
    .digit = '4',
    .title = N_("Deadlines"),
    .create = create,
    .free = destroy,
    .load = load,
    .draw = pk_deadlines_draw,
    .incident = incident,
    .back = back,
    .move = move,
    .page = page,
    .actions = actions,
    .n_actions = G_N_ELEMENTS(actions),
};
