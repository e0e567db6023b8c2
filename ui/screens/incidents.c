/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/incidents.h"

#include "acts.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { SLOT_LIST = 1, SLOT_MORE = 3, PAGE = 200 };

/* ---- reading
 * ------------------------------------------------------------------------------------- */

typedef struct {
    char *filter;
    PkListAsk ask;
} Ask;

static void
ask_free(void *data)
{
    Ask *ask = data;
    g_free(ask->filter);
    g_free(ask);
}

static void *
list_run(PkApp *app, void *request, GError **error)
{
    Ask *ask = request;
    size_t at = 0;
    ask->ask.filter = ask->filter;
    return pk_list_load(app, &ask->ask, &at, error);
}

static PkListRows
rows_of(const PkIncidents *state)
{
    return (PkListRows){ (int64_t *)(void *)state->keys->data, (int)state->keys->len };
}

/* While one is on its way, keys are about that one and never about the row of before. */
static const PkIncidentRow *
chosen(const PkIncidents *state)
{
    for (guint i = 0; state->wanted_key && state->list && i < state->list->rows->len; i++) {
        const PkIncidentRow *row = state->list->rows->pdata[i];
        if (row->incident->key == state->wanted_key)
            return row;
    }
    if (state->wanted_key)
        return NULL;
    if (!state->list || state->sel.at < 0 || state->sel.at >= (int)state->list->rows->len)
        return NULL;
    return state->list->rows->pdata[state->sel.at];
}

static void
fill_keys(PkIncidents *state)
{
    g_array_set_size(state->keys, 0);
    for (guint i = 0; i < state->list->rows->len; i++) {
        const PkIncidentRow *row = state->list->rows->pdata[i];
        g_array_append_val(state->keys, row->incident->key);
    }
}

/* While a filter is typed, lists of half a word come and go: the choice stays with what was chosen
 * when typing began, or else stands on top, and never drifts. */
static void
choose_row(PkIncidents *state)
{
    if (state->anchor && !state->wanted_key)
        state->sel.selected = state->anchor;
    pk_listsel_rows(&state->sel, rows_of(state));
    if (state->anchor && state->sel.lost)
        pk_listsel_set(&state->sel, rows_of(state), 0);
}

static void load(PkUi *ui, void *data);

/* Nobody types and nothing is on its way: the next list is not about what was typed any more. */
static void
let_go(PkIncidents *state)
{
    if (!state->bar.before && state->pending == 0)
        state->anchor = 0;
}

static void
list_done(void *result, const char *asked, const GError *error, void *data)
{
    PkIncidents *state = data;
    PkList *list = result;
    state->pending--;
    if (error && pk_filterbar_failed(state->ui, &state->bar, asked, error))
        load(state->ui, state);
    if (!list || !pk_filterbar_worked(state->ui, &state->bar, asked, list->notices)) {
        pk_list_free(list);
        let_go(state);
        return;
    }
    pk_list_free(state->list);
    state->list = list;
    state->n_lists++;
    fill_keys(state);
    if (state->wanted_key) {
        state->sel.selected = state->wanted_key;
        state->wanted_key = 0;
    }
    choose_row(state);
    let_go(state);
    pk_incidents_load_detail(state);
}

/* The rows that follow; not those of a list that another took the place of meanwhile. */
static void
more_done(void *result, G_GNUC_UNUSED const char *asked, G_GNUC_UNUSED const GError *error,
          void *data)
{
    PkIncidents *state = data;
    PkList *more = result;
    bool follows = state->more_of == state->n_lists;
    state->loading_more = false;
    if (!more || !follows) {
        pk_list_free(more);
        return;
    }
    while (more->rows->len)
        g_ptr_array_add(state->list->rows, g_ptr_array_steal_index(more->rows, 0));
    state->list->more_key = more->more_key;
    pk_list_free(more);
    fill_keys(state);
    pk_listsel_rows(&state->sel, rows_of(state));
}

static void
ask_list(PkIncidents *state, int slot, int64_t before, unsigned limit, PkFilterDone done)
{
    Ask *ask = g_new0(Ask, 1);
    ask->filter = g_strdup(pk_filterbar_text(&state->bar));
    ask->ask.order = state->order;
    ask->ask.before_key = before;
    ask->ask.limit = limit;
    pk_filterbar_read(state->ui, &state->bar, slot, list_run, ask, ask_free, done, state);
}

static void
load(G_GNUC_UNUSED PkUi *ui, void *data)
{
    PkIncidents *state = data;
    unsigned shown = state->list ? state->list->rows->len : 0;
    state->pending++;
    ask_list(state, SLOT_LIST, 0, CLAMP(shown, PAGE, 1000), list_done);
}

/* ---- moving
 * -------------------------------------------------------------------------------------- */

static void
want_more(PkIncidents *state)
{
    if (state->loading_more || !state->list || state->list->more_key == 0 ||
        state->sel.at + 50 < (int)state->keys->len)
        return;
    state->loading_more = true;
    state->more_of = state->n_lists;
    ask_list(state, SLOT_MORE, state->list->more_key, PAGE, more_done);
}

static void
move_detail(PkIncidents *state, int by)
{
    const PkView *view = pk_ui_view(state->ui);
    if (!state->detail)
        return;
    g_autoptr(GPtrArray) lines =
        pk_detail_lines(state->detail, view, pk_incidents_detail_cols(view), state->marks);
    int step = by > 0 ? 1 : -1, n = (int)lines->len;
    for (int i = 0; i < MIN(ABS(by), n); i++) {
        int next = pk_detail_next(lines, state->at < 0 && step < 0 ? 0 : state->at, step);
        bool near = next >= state->top - 1 && next <= state->top + state->height;
        if (next >= 0 && near) {
            state->at = next;
            continue;
        }
        /* Only text that way: scroll it into view, and leave a row that scrolls away. */
        state->top = CLAMP(state->top + step, 0, MAX(0, n - state->height));
        if (state->at < state->top || state->at >= state->top + state->height)
            state->at = -1;
    }
}

static void
move(PkIncidents *state, int by)
{
    if (state->in_detail) {
        move_detail(state, by);
        return;
    }
    int64_t before = state->sel.selected;
    state->anchor = 0;
    pk_listsel_move(&state->sel, rows_of(state), by);
    state->n_new = 0;
    want_more(state);
    if (state->sel.selected != before)
        pk_incidents_load_detail(state);
}

static int
page(const void *data)
{
    const PkIncidents *state = data;
    return MAX(1, pk_ui_view(state->ui)->rows - 8);
}

static void
act_other_pane(G_GNUC_UNUSED PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkIncidents *state = data;
    if (state->in_detail)
        pk_incidents_have_seen(state);
    state->in_detail = !state->in_detail && state->sel.selected;
    state->open = state->in_detail;
    if (state->in_detail && !g_hash_table_contains(state->seen, &state->detail_key))
        pk_incidents_have_seen(state);
}

static const PkDetailLine *
line_here(const PkIncidents *state, const PkView *view, GPtrArray **ret_lines)
{
    *ret_lines = NULL;
    if (!state->in_detail || !state->detail || state->at < 0)
        return NULL;
    *ret_lines = pk_detail_lines(state->detail, view, pk_incidents_detail_cols(view), state->marks);
    return state->at < (int)(*ret_lines)->len ? (*ret_lines)->pdata[state->at] : NULL;
}

static void
act_open(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkIncidents *state = data;
    if (!state->in_detail) {
        act_other_pane(ui, state, "");
        return;
    }
    g_autoptr(GPtrArray) lines = NULL;
    const PkDetailLine *line = line_here(state, pk_ui_view(ui), &lines);
    if (!line)
        return;
    if (line->kind == PK_DETAIL_PARTY) {
        const PkParty *party = state->detail->parties->pdata[line->index];
        pk_ui_show_card(ui, party->org_key);
    } else if (line->kind == PK_DETAIL_ACTION) {
        pk_act_action_here(ui, state->detail, line->index);
    } else if (line->kind == PK_DETAIL_CLOCK) {
        pk_act_clock_here(ui, state->detail, line->index);
    } else if (line->kind == PK_DETAIL_LINE) {
        const PkLine *shown = state->detail->last_lines->pdata[line->index];
        pk_ui_reader(ui, state->detail->incident->ident,
                     shown->text ? shown->text : _("The text of this line was erased."));
    }
}

static bool
back(G_GNUC_UNUSED PkUi *ui, void *data)
{
    PkIncidents *state = data;
    if (g_hash_table_size(state->marks)) {
        g_hash_table_remove_all(state->marks);
    } else if (state->in_detail || state->open) {
        pk_incidents_have_seen(state);
        state->in_detail = state->open = false;
    } else if (strcmp(pk_filterbar_text(&state->bar), "status:open") != 0) {
        pk_filterbar_set(&state->bar, "status:open");
        load(state->ui, state);
    } else {
        return false;
    }
    return true;
}

/* ---- parties
 * ------------------------------------------------------------------------------------- */

GArray *
pk_incidents_parties(const PkIncidents *state, const PkView *view)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    GHashTableIter iter;
    void *key = NULL;
    g_hash_table_iter_init(&iter, state->marks);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        g_array_append_vals(keys, key, 1);
    if (keys->len)
        return keys;
    g_autoptr(GPtrArray) lines = NULL;
    const PkDetailLine *line = line_here(state, view, &lines);
    if (line && line->kind == PK_DETAIL_PARTY)
        g_array_append_val(keys, line->key);
    return keys;
}

static void
act_mark(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkIncidents *state = data;
    g_autoptr(GPtrArray) lines = NULL;
    const PkDetailLine *line = line_here(state, pk_ui_view(ui), &lines);
    if (!line || line->kind != PK_DETAIL_PARTY) {
        pk_ui_say(ui, PK_SAY_INFO, "%s",
                  state->in_detail ? _("Space marks parties: j and k go to one.")
                                   : _("Space marks parties: press Tab to go to them."));
        return;
    }
    int64_t *key = g_new(int64_t, 1);
    *key = line->key;
    if (!g_hash_table_remove(state->marks, key))
        g_hash_table_add(state->marks, key);
    else
        g_free(key);
    guint n = g_hash_table_size(state->marks);
    pk_ui_say(ui, PK_SAY_INFO,
              P_("%u party marked. s changes its status, e another field; Esc takes marks away.",
                 "%u parties marked. s changes their status, e another field; Esc takes marks "
                 "away.",
                 n),
              n);
    move_detail(state, 1);
}

/* s on a party changes that party, elsewhere the incident. */
static void
act_status(PkUi *ui, void *data, const char *arg)
{
    PkIncidents *state = data;
    g_autoptr(GArray) keys = pk_incidents_parties(state, pk_ui_view(ui));
    if (keys->len == 0)
        pk_act_status(ui, NULL, arg);
    else
        pk_act_party_status(ui, state->detail, keys);
}

static void
act_party_edit(PkUi *ui, void *data, const char *arg)
{
    PkIncidents *state = data;
    g_autoptr(GArray) keys = pk_incidents_parties(state, pk_ui_view(ui));
    if (keys->len == 0)
        pk_act_edit(ui, NULL, arg);
    else
        pk_act_party_edit(ui, state->detail, keys);
}

static void
act_card(PkUi *ui, void *data, const char *arg)
{
    PkIncidents *state = data;
    g_autoptr(GPtrArray) lines = NULL;
    const PkDetailLine *line = line_here(state, pk_ui_view(ui), &lines);
    if (line && line->kind == PK_DETAIL_PARTY) {
        const PkParty *party = state->detail->parties->pdata[line->index];
        pk_ui_show_card(ui, party->org_key);
    } else {
        pk_act_card(ui, NULL, arg);
    }
}

/* ---- filter and order
 * ------------------------------------------------------------------------------ */

static void
set_filter(PkIncidents *state, const char *text)
{
    pk_filterbar_set(&state->bar, text);
    load(state->ui, state);
}

static void
act_filter(PkUi *ui, void *data, const char *arg)
{
    PkIncidents *state = data;
    if (*arg)
        set_filter(state, arg);
    else {
        state->anchor = state->sel.selected;
        pk_filterbar_open(ui, &state->bar, PK_FILTER_INCIDENTS, "incidents", load, state);
    }
}

/* clang-format off */
static const struct {
    const char *key;
    const char *label;
    const char *filter;
} filters[] = {
    { "o", N_("open"),                      "status:open" },
    { "c", N_("closed"),                    "status:closed" },
    { "a", N_("everything"),                "" },
    { "h", N_("high and critical, open"),   "status:open severity:>=3" },
    { "m", N_("mine, open"),                "status:open is:mine" },
    { "d", N_("deadline within 4 hours"),   "due:<4h" },
    { "n", N_("last 24 hours"),             "since:24h" },
    { "i", N_("incomplete"),                "status:open is:incomplete" },
};
/* clang-format on */

static void
filter_chosen(PkUi *ui, int64_t value, G_GNUC_UNUSED void *data)
{
    set_filter(pk_ui_state(ui, &pk_screen_incidents), filters[value].filter);
}

static void
act_filters(PkUi *ui, G_GNUC_UNUSED void *data, G_GNUC_UNUSED const char *arg)
{
    PkMenuItem items[G_N_ELEMENTS(filters)];
    for (size_t i = 0; i < G_N_ELEMENTS(filters); i++)
        items[i] = (PkMenuItem){ filters[i].key, _(filters[i].label), (int64_t)i };
    pk_ui_menu(ui, _("f  filters"), NULL, items, G_N_ELEMENTS(items), filter_chosen, NULL, NULL);
}

static void
order_chosen(PkUi *ui, int64_t value, G_GNUC_UNUSED void *data)
{
    PkIncidents *state = pk_ui_state(ui, &pk_screen_incidents);
    state->order = (PkOrder)value;
    load(ui, state);
}

static void
act_order(PkUi *ui, G_GNUC_UNUSED void *data, G_GNUC_UNUSED const char *arg)
{
    PkMenuItem items[] = {
        { "s", _("severity, then newest (open incidents)"), PK_ORDER_SEVERITY },
        { "n", _("newest first"), PK_ORDER_NEWEST },
    };
    pk_ui_menu(ui, _("o  order by"), NULL, items, 2, order_chosen, NULL, NULL);
}

/* ---- the place
 * ------------------------------------------------------------------------------------- */

static void *
create(PkUi *ui)
{
    PkIncidents *state = g_new0(PkIncidents, 1);
    state->ui = ui;
    pk_filterbar_set(&state->bar, "status:open");
    state->order = PK_ORDER_SEVERITY;
    state->keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    state->sel.at = -1;
    state->at = -1;
    state->marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    state->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    return state;
}

static void
destroy(void *data)
{
    PkIncidents *state = data;
    pk_list_free(state->list);
    pk_detail_free(state->detail);
    g_array_unref(state->keys);
    g_hash_table_unref(state->marks);
    g_hash_table_unref(state->seen);
    pk_filterbar_clear(&state->bar);
    g_free(state->wanted_ident);
    g_free(state);
}

static int64_t
incident_here(const void *data, const char **ret_ident)
{
    const PkIncidents *state = data;
    const PkIncidentRow *row = chosen(state);
    if (!row && state->wanted_key && state->wanted_ident) {
        *ret_ident = state->wanted_ident;
        return state->wanted_key;
    }
    if (!row)
        return 0;
    *ret_ident = row->incident->ident;
    return row->incident->key;
}

/* Not while one merely moves through the list. */
static const char *
looking(const void *data)
{
    const PkIncidents *state = data;
    if (!(state->open || state->in_detail) || !state->detail)
        return NULL;
    return state->detail->incident->uuid;
}

void
pk_ui_show_incident(PkUi *ui, int64_t incident_key)
{
    pk_ui_show_saved_incident(ui, incident_key, NULL);
}

void
pk_ui_show_saved_incident(PkUi *ui, int64_t incident_key, const char *ident)
{
    PkIncidents *state = pk_ui_state(ui, &pk_screen_incidents);
    bool shown = false;
    for (guint i = 0; i < state->keys->len; i++)
        shown |= g_array_index(state->keys, int64_t, i) == incident_key;
    if (!shown && state->list) {
        /* The filter would hide it: show everything around it instead of nothing. */
        pk_filterbar_set(&state->bar, "");
    }
    g_free(state->wanted_ident);
    state->wanted_ident = g_strdup(ident);
    state->sel.selected = incident_key;
    state->wanted_key = incident_key;
    state->open = state->in_detail = true;
    pk_ui_go(ui, &pk_screen_incidents);
}

static const char *
hints(const void *data)
{
    const PkIncidents *state = data;
    g_autoptr(GPtrArray) lines = NULL;
    if (!state->in_detail)
        return "open note status filter go contact add tlp command";
    const PkDetailLine *line = line_here(state, pk_ui_view(state->ui), &lines);
    if (line && line->kind == PK_DETAIL_PARTY)
        return "mark status note contact edit back add";
    return "note status tlp add contact back edit go";
}

static void
move_rows(G_GNUC_UNUSED PkUi *ui, void *state, int by)
{
    move(state, by);
}

/* clang-format off */
static const PkAction actions[] = {
    { "open",          "openen",     "enter l right", N_("open"),   N_("Open the incident, or what the cursor is on"), 0, PK_ACT_HINT, act_open },
    { "filter",        "",           "/ F3",    N_("filter"), N_("Filter the list"),                 0, PK_ACT_HINT | PK_ACT_ARG, act_filter },
    { "pane",          "paneel",     "tab S-tab F6 h left", N_("pane"), N_("To the other pane: parties and actions"), 0, PK_ACT_HINT, act_other_pane },
    { "status",        "",           "s",       N_("status"), N_("Change the status of the incident, or of the parties chosen"), 2, PK_ACT_HINT | PK_ACT_INCIDENT | PK_ACT_WRITES, act_status },
    { "edit",          "bewerk",           "e",       N_("edit"),           N_("Change a field of the incident, or of the parties chosen"), 2, PK_ACT_INCIDENT | PK_ACT_WRITES, act_party_edit },
    { "mark",          "aanvinken",  "space",   N_("mark"),           N_("Mark a party for a change of several"), 0, 0, act_mark },
    { "contact",       "kaart bel",           "c",       N_("card"),           N_("Contact card of the party, or of the municipality"), 0, PK_ACT_INCIDENT, act_card },
    { "filters",       "",           "f",       "",           N_("Filters that are ready to use"),   0, 0, act_filters },
    { "order",         "volgorde",   "o",       "",           N_("Order of the list"),               0, 0, act_order },
};

const PkScreen pk_screen_incidents = {
    .name = "incidents", .go = "i", .digit = '2', .title = N_("Incidents"),
    .create = create, .free = destroy, .load = load, .draw = pk_incidents_draw,
    .incident = incident_here, .looking = looking, .back = back, .move = move_rows, .page = page, .hints = hints,
    .actions = actions, .n_actions = G_N_ELEMENTS(actions),
};
/* clang-format on */
