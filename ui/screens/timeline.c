/* SPDX-License-Identifier: EUPL-1.2 */
/* Timeline, place 5: everything that happened to one incident, or to all. */
#include "screens/timeline_list.h"

#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

void
pk_ui_show_timeline(PkUi *ui, int64_t incident_key)
{
    pk_timeline_choose(pk_ui_state(ui, &pk_screen_timeline), incident_key);
    pk_ui_go(ui, &pk_screen_timeline);
}

static int64_t
incident(const void *data, const char **ret_ident)
{
    const PkTimelineState *state = data;
    const PkTimelineRow *row = pk_timeline_selected(state);
    if (state->incident_key && state->snapshot && state->snapshot->incident) {
        if (ret_ident)
            *ret_ident = state->snapshot->incident->ident;
        return state->incident_key;
    }
    if (!row || row->line->incident_key == 0)
        return state->incident_key;
    if (ret_ident)
        *ret_ident = row->ident;
    return row->line->incident_key;
}

static const char *
looking(const void *data)
{
    const PkTimelineState *state = data;
    bool one = state->incident_key && state->snapshot && state->snapshot->incident;
    return one ? state->snapshot->incident->uuid : NULL;
}

static bool
back(PkUi *ui, void *data)
{
    PkTimelineState *state = data;
    if (*pk_filterbar_text(&state->filter)) {
        pk_filterbar_set(&state->filter, "");
        pk_timeline_reload(ui, state);
        return true;
    }
    if (state->find) {
        g_clear_pointer(&state->find, g_free);
        return true;
    }
    return false;
}

/* ---- moving ------------------------------------------------------------------------------------
 */

static void
move(PkTimelineState *state, int by)
{
    pk_listsel_move(&state->sel, pk_timeline_keys(state), by);
}

static int
page(const void *data)
{
    const PkTimelineState *state = data;
    return MAX(1, state->shown->rows - 1);
}

/* To the first line behind a gap or of a day. */
static void
jump(PkUi *ui, PkTimelineState *state, int by)
{
    g_autoptr(GArray) items = pk_timeline_items(state, pk_ui_view(ui));
    for (int at = pk_timeline_item_at(items, state->sel.at) + by; at >= 0 && at < (int)items->len;
         at += by) {
        const PkTimelineItem *item = &g_array_index(items, PkTimelineItem, at);
        if (item->kind <= PK_TIMELINE_GAP && item->row != state->sel.at) {
            pk_listsel_set(&state->sel, pk_timeline_keys(state), item->row);
            return;
        }
    }
    pk_ui_say(ui, PK_SAY_INFO, "%s",
              by > 0 ? _("No gap or day further down.") : _("No gap or day further up."));
}

static void
do_gap_next(PkUi *ui, void *state, G_GNUC_UNUSED const char *arg)
{
    jump(ui, state, 1);
}

static void
do_gap_previous(PkUi *ui, void *state, G_GNUC_UNUSED const char *arg)
{
    jump(ui, state, -1);
}

/* ---- finding -----------------------------------------------------------------------------------
 */

static void
find_from(PkUi *ui, PkTimelineState *state, int by)
{
    g_autofree char *wanted = pk_text_fold(state->find);
    for (int step = 1; step <= state->n; step++) {
        int at = ((state->sel.at + by * step) % state->n + state->n) % state->n;
        const PkTimelineRow *row = state->snapshot->rows->pdata[at];
        g_autofree char *folded = pk_text_fold(pk_timeline_text(row->line));
        if (!strstr(folded, wanted))
            continue;
        bool around = by > 0 ? at <= state->sel.at : at >= state->sel.at;
        pk_listsel_set(&state->sel, pk_timeline_keys(state), at);
        if (around)
            pk_ui_say(ui, PK_SAY_INFO, "%s",
                      by > 0 ? _("Searched on from the top.") : _("Searched on from the end."));
        return;
    }
    pk_ui_say(ui, PK_SAY_INFO, _("'%s' is in none of these lines."), state->find);
}

static bool
find_accept(PkUi *ui, const char *text, void *data)
{
    PkTimelineState *state = data;
    if (!*text)
        return true;
    g_free(state->find);
    state->find = g_strdup(text);
    if (state->n > 0)
        find_from(ui, state, 1);
    return true;
}

static void
find(PkUi *ui, PkTimelineState *state, const char *arg, int by)
{
    if (*arg) {
        find_accept(ui, arg, state);
    } else if (state->find && state->n > 0) {
        find_from(ui, state, by);
    } else {
        PkPrompt ask = { .label = _("Find in the text"),
                         .hint = _("n and N go on; Esc forgets it"),
                         .history = "find",
                         .accept = find_accept };
        pk_ui_prompt(ui, &ask, state, NULL);
    }
}

static void
do_find_next(PkUi *ui, void *state, const char *arg)
{
    find(ui, state, arg, 1);
}

static void
do_find_previous(PkUi *ui, void *state, const char *arg)
{
    find(ui, state, arg, -1);
}

/* ---- filter, categories, order ------------------------------------------------------------------
 */

static void
do_filter(PkUi *ui, void *data, const char *arg)
{
    PkTimelineState *state = data;
    if (!*arg) {
        pk_filterbar_open(ui, &state->filter, PK_FILTER_LINES, "filter-lines", pk_timeline_reload,
                          state);
        return;
    }
    pk_filterbar_set(&state->filter, arg);
    state->filter.fresh = true;
    pk_timeline_reload(ui, state);
}

static void open_categories(PkUi *ui, PkTimelineState *state);

enum { CATEGORIES_ALL = -1 };

static void
category_chosen(PkUi *ui, int64_t value, void *data)
{
    PkTimelineState *state = data;
    g_autofree char *rest = NULL;
    guint bits = pk_timeline_categories(pk_filterbar_text(&state->filter), &rest);
    bits = value == CATEGORIES_ALL ? 0 : bits ^ (1u << value);
    g_autofree char *text = pk_timeline_with_categories(bits, rest);
    pk_filterbar_set(&state->filter, text);
    pk_timeline_reload(ui, state);
    open_categories(ui, state); /* several may be chosen: Esc closes */
}

static void
open_categories(PkUi *ui, PkTimelineState *state)
{
    g_autofree char *rest = NULL;
    guint bits = pk_timeline_categories(pk_filterbar_text(&state->filter), &rest);
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PkMenuItem));
    g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < pk_words_category.n_words; i++) {
        int value = pk_words_category.words[i].value;
        char *key = g_strdup_printf("%zu", i + 1);
        char *label = g_strdup_printf("[%c] %s", bits & 1u << value ? 'x' : ' ',
                                      pk_word(&pk_words_category, value));
        g_ptr_array_add(strings, key);
        g_ptr_array_add(strings, label);
        PkMenuItem item = { key, label, value };
        g_array_append_val(items, item);
    }
    PkMenuItem all = { "0", _("all categories"), CATEGORIES_ALL };
    g_array_append_val(items, all);
    pk_ui_menu(ui, _("f  categories"), _("Digits switch on and off, several together. Esc closes."),
               (const PkMenuItem *)(void *)items->data, items->len, category_chosen, state, NULL);
}

static void
do_categories(PkUi *ui, void *state, G_GNUC_UNUSED const char *arg)
{
    open_categories(ui, state);
}

static void
do_order(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkTimelineState *state = data;
    state->order = state->order == PK_BY_EVENT ? PK_BY_RECEIVED : PK_BY_EVENT;
    pk_ui_say(ui, PK_SAY_INFO, "%s",
              state->order == PK_BY_EVENT
                  ? _("In the order in which things happened.")
                  : _("In the order in which it became known here. o goes back."));
    pk_timeline_reload(ui, state);
}

/* ---- what to do with a line ---------------------------------------------------------------------
 */

static void
do_open(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkTimelineState *state = data;
    const PkTimelineRow *row = pk_timeline_selected(state);
    if (!row)
        return;
    g_autofree char *title =
        g_strdup_printf(_("%s line %d"), row->ident ? row->ident : "", (int)row->number);
    g_autofree char *body = pk_timeline_words(row, pk_ui_view(ui), false);
    pk_ui_reader(ui, g_strstrip(title), body);
}

static bool
pin_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    const int64_t *pin = request;
    return pk_pin_set(app, pin[0], pin[1] != 0, ret_done, error);
}

static void
do_pin(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkTimelineState *state = data;
    const PkTimelineRow *row = pk_timeline_selected(state);
    if (!row) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("There is no line here to pin."));
        return;
    }
    int64_t *pin = g_new(int64_t, 2);
    pin[0] = row->line->key;
    pin[1] = !row->line->pinned;
    pk_ui_write(ui, pin_run, pin, g_free, NULL, NULL, NULL);
}

/* To another choice of lines, on the line one came from. */
static void
turn_to(PkUi *ui, PkTimelineState *state, int64_t incident_key)
{
    int64_t line = state->sel.selected;
    pk_timeline_choose(state, incident_key);
    state->to_end = line == 0;
    state->sel.selected = line;
    pk_timeline_reload(ui, state);
}

static void
do_all(PkUi *ui, void *state, G_GNUC_UNUSED const char *arg)
{
    turn_to(ui, state, 0);
}

static void
do_one(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkTimelineState *state = data;
    const PkTimelineRow *row = pk_timeline_selected(state);
    if (state->incident_key == 0 && row && row->line->incident_key)
        turn_to(ui, state, row->line->incident_key);
}

static const char *
hints(G_GNUC_UNUSED const void *data)
{
    return "note pin categories filter open zone order go";
}

static void
do_line_next(G_GNUC_UNUSED PkUi *ui, void *state, G_GNUC_UNUSED const char *arg)
{
    move(state, 1);
}

static void
do_line_previous(G_GNUC_UNUSED PkUi *ui, void *state, G_GNUC_UNUSED const char *arg)
{
    move(state, -1);
}

static void
move_rows(G_GNUC_UNUSED PkUi *ui, void *state, int by)
{
    move(state, by);
}

/* clang-format off */
static const PkAction actions[] = {
    { "line-next",       "",               "]",        "",                N_("Next line"),                                     0, 0, do_line_next },
    { "line-previous",   "",               "[",        "",                N_("Previous line"),                                 0, 0, do_line_previous },
    { "pin",             "prik",           "p",        N_("pin"),         N_("Pin the line, or take the pin out"),             2, PK_ACT_HINT | PK_ACT_WRITES, do_pin },
    { "categories",      "categorieen",    "f",        N_("categories"),  N_("Choose categories; digits switch them"),         0, PK_ACT_HINT, do_categories },
    { "filter",          "zoek",           "/ F3",     N_("filter"),      N_("Filter the lines while you type"),               0, PK_ACT_HINT | PK_ACT_ARG, do_filter },
    { "open",            "",               "enter",    N_("full line"),   N_("The whole line, with everything known of it"),   0, PK_ACT_HINT, do_open },
    { "gap-next",        "",               "}",        "",                N_("Next gap or day"),                               0, 0, do_gap_next },
    { "gap-previous",    "",               "{",        "",                N_("Previous gap or day"),                           0, 0, do_gap_previous },
    { "order",           "volgorde",       "o",        N_("order"),       N_("Order by event, or by when it became known"),    0, PK_ACT_HINT, do_order },
    { "find",            "",               "n",        "",                N_("Find in the text; next match"),                  0, PK_ACT_ARG, do_find_next },
    { "find-previous",   "",               "N",        "",                N_("Previous match"),                                0, PK_ACT_ARG, do_find_previous },
    { "all",             "alles",          "h left",   "",                N_("Lines of all incidents and the duty log"),       0, 0, do_all },
    { "one",             "",               "l right",  "",                N_("Only the incident of this line"),                0, 0, do_one },
};
/* clang-format on */

const PkScreen pk_screen_timeline = {
    .name = "timeline",
    .go = "t",
    .digit = '5',
    .title = N_("Timeline"),
    .create = pk_timeline_create,
    .free = pk_timeline_destroy,
    .load = pk_timeline_reload,
    .draw = pk_timeline_draw,
    .incident = incident,
    .looking = looking,
    .back = back,
    .move = move_rows,
    .page = page,
    .hints = hints,
    .actions = actions,
    .n_actions = G_N_ELEMENTS(actions),
};
