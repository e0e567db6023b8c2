/* SPDX-License-Identifier: EUPL-1.2 */
/* Log, place 9: who did what, newest first; and what this session can still undo. */
#include "screens/log.h"

#include "piket/base/i18n.h"
#include "screens/timeline.h"

#include <string.h>

enum { SLOT_LOG = 9 };

static void *
run(PkApp *app, void *request, GError **error)
{
    PkTimelineAsk ask = {
        .all = true, .filter = request, .order = PK_BY_RECEIVED, .limit = PK_LOG_LINES
    };
    return pk_timeline_load(app, &ask, NULL, error);
}

/* The selection is the key of an entry; the newest when nothing was chosen yet, or it went. */
static int
place_of(const PkLogState *state, const GArray *entries)
{
    for (guint i = 0; i < entries->len; i++) {
        if (g_array_index(entries, PkLogEntry, i).key == state->sel.selected)
            return (int)i;
    }
    return 0;
}

static void
look(PkLogState *state)
{
    state->said = pk_ui_said(state->ui);
    g_free(state->undo);
    state->undo = g_strdup(pk_ui_undo_next(state->ui, &state->n_undo));
}

static void load(PkUi *ui, void *data);

static void
done(void *result, const char *asked, const GError *error, void *data)
{
    PkLogState *state = data;
    PkTimeline *snapshot = result;
    if (error && pk_filterbar_failed(state->ui, &state->filter, asked, error))
        load(state->ui, state);
    if (!snapshot)
        return;
    if (!pk_filterbar_worked(state->ui, &state->filter, asked, snapshot->notices)) {
        pk_timeline_free(snapshot);
        return;
    }
    pk_timeline_free(state->snapshot);
    state->snapshot = snapshot;
    look(state);
}

static void
load(PkUi *ui, void *data)
{
    PkLogState *state = data;
    look(state);
    pk_filterbar_read(ui, &state->filter, SLOT_LOG, run,
                      g_strdup(pk_filterbar_text(&state->filter)), g_free, done, state);
}

static void *
create(PkUi *ui)
{
    PkLogState *state = g_new0(PkLogState, 1);
    state->ui = ui;
    state->shown = g_new0(PkShown, 1);
    return state;
}

static void
destroy(void *data)
{
    PkLogState *state = data;
    pk_timeline_free(state->snapshot);
    pk_filterbar_clear(&state->filter);
    g_free(state->undo);
    g_free(state->shown);
    g_free(state);
}

static bool
selected(const PkLogState *state, PkLogEntry *ret_entry)
{
    g_autoptr(GArray) entries = pk_log_entries(state);
    if (entries->len == 0)
        return false;
    *ret_entry = g_array_index(entries, PkLogEntry, place_of(state, entries));
    return true;
}

static int64_t
incident(const void *data, const char **ret_ident)
{
    PkLogEntry entry;
    if (!selected(data, &entry) || !entry.row)
        return 0;
    if (ret_ident)
        *ret_ident = entry.row->ident;
    return entry.row->line->incident_key;
}

static bool
back(PkUi *ui, void *data)
{
    PkLogState *state = data;
    if (!*pk_filterbar_text(&state->filter))
        return false;
    pk_filterbar_set(&state->filter, "");
    load(ui, state);
    return true;
}

/* ---- actions -----------------------------------------------------------------------------------
 */

static void
move(PkLogState *state, int by)
{
    g_autoptr(GArray) entries = pk_log_entries(state);
    if (entries->len == 0)
        return;
    int to = CLAMP(place_of(state, entries) + by, 0, (int)entries->len - 1);
    state->sel.selected = g_array_index(entries, PkLogEntry, to).key;
}

static int
page(const void *data)
{
    const PkLogState *state = data;
    return MAX(1, state->shown->rows - 1);
}

static void
do_open(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkLogEntry entry;
    if (!selected(data, &entry))
        return;
    if (entry.said) {
        pk_ui_reader(ui, _("Message of this session"), entry.said->text);
    } else if (entry.row->line->incident_key) {
        pk_ui_show_incident(ui, entry.row->line->incident_key);
    } else {
        g_autofree char *body = pk_timeline_words(entry.row, pk_ui_view(ui), false);
        pk_ui_reader(ui, _("Duty log"), body);
    }
}

static void
do_full(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkLogEntry entry;
    if (!selected(data, &entry))
        return;
    g_autofree char *body = entry.said ? g_strdup(entry.said->text)
                                       : pk_timeline_words(entry.row, pk_ui_view(ui), false);
    pk_ui_reader(ui, entry.said ? _("Message of this session") : entry.row->ident, body);
}

static void
do_filter(PkUi *ui, void *data, const char *arg)
{
    PkLogState *state = data;
    if (!*arg) {
        pk_filterbar_open(ui, &state->filter, PK_FILTER_LINES, "filter-log", load, state);
        return;
    }
    pk_filterbar_set(&state->filter, arg);
    state->filter.fresh = true;
    load(ui, state);
}

static void
move_rows(G_GNUC_UNUSED PkUi *ui, void *state, int by)
{
    move(state, by);
}

/* clang-format off */
static const PkAction actions[] = {
    { "open",      "",      "enter",       N_("open"),    N_("Go to the incident of this entry"),                   0, PK_ACT_HINT, do_open },
    { "filter",    "zoek",  "/ F3",        N_("filter"),  N_("Filter; messages must hold the text as it is typed"), 0, PK_ACT_HINT | PK_ACT_ARG, do_filter },
    { "full",      "",      "l right",     N_("full line"), N_("The whole entry"),                                  0, PK_ACT_HINT, do_full },
};
/* clang-format on */

const PkScreen pk_screen_log = {
    .name = "log",
    .go = "l",
    .digit = '9',
    .title = N_("Log"),
    .create = create,
    .free = destroy,
    .load = load,
    .draw = pk_log_draw,
    .incident = incident,
    .back = back,
    .move = move_rows,
    .page = page,
    .actions = actions,
    .n_actions = G_N_ELEMENTS(actions),
};
