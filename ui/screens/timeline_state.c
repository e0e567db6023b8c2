/* SPDX-License-Identifier: EUPL-1.2 */
/* What the timeline holds, and how it is read. */
#include "screens/timeline_list.h"

enum { SLOT_TIMELINE = 5 };

/* ---- reading -----------------------------------------------------------------------------------
 */

typedef struct {
    int64_t incident_key;
    char *filter;
    PkLineOrder order;
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
    PkTimelineAsk wanted = { .incident_key = ask->incident_key,
                             .all = ask->incident_key == 0,
                             .filter = ask->filter,
                             .order = ask->order };
    return pk_timeline_load(app, &wanted, NULL, error);
}

PkListRows
pk_timeline_keys(const PkTimelineState *state)
{
    return (PkListRows){ state->keys, state->n };
}

static void
take(PkTimelineState *state, PkTimeline *snapshot)
{
    pk_timeline_free(state->snapshot);
    state->snapshot = snapshot;
    g_free(state->keys);
    state->n = (int)snapshot->rows->len;
    state->keys = g_new0(int64_t, MAX(1, state->n));
    for (int i = 0; i < state->n; i++) {
        const PkTimelineRow *row = snapshot->rows->pdata[i];
        state->keys[i] = row->line->key;
    }
    pk_listsel_rows(&state->sel, pk_timeline_keys(state));
    if (state->to_end && state->n > 0) {
        pk_listsel_set(&state->sel, pk_timeline_keys(state), state->n - 1);
        state->to_end = false;
    }
}

static void
done(void *result, const char *asked, const GError *error, void *data)
{
    PkTimelineState *state = data;
    if (error && pk_filterbar_failed(state->ui, &state->filter, asked, error))
        pk_timeline_reload(state->ui, state);
    PkTimeline *snapshot = result;
    if (!snapshot)
        return;
    int64_t key = snapshot->incident ? snapshot->incident->key : 0;
    if (key != state->incident_key || /* the place went to another incident meanwhile */
        !pk_filterbar_worked(state->ui, &state->filter, asked, snapshot->notices)) {
        pk_timeline_free(snapshot);
        return;
    }
    take(state, snapshot);
}

void
pk_timeline_reload(PkUi *ui, void *data)
{
    PkTimelineState *state = data;
    Ask *ask = g_new0(Ask, 1);
    *ask = (Ask){ state->incident_key, g_strdup(pk_filterbar_text(&state->filter)), state->order };
    pk_filterbar_read(ui, &state->filter, SLOT_TIMELINE, run, ask, ask_free, done, state);
}

void *
pk_timeline_create(PkUi *ui)
{
    PkTimelineState *state = g_new0(PkTimelineState, 1);
    state->ui = ui;
    state->sel.at = -1;
    state->to_end = true;
    state->shown = g_new0(PkShown, 1);
    return state;
}

void
pk_timeline_destroy(void *data)
{
    PkTimelineState *state = data;
    pk_timeline_free(state->snapshot);
    pk_filterbar_clear(&state->filter);
    g_free(state->find);
    g_free(state->keys);
    g_free(state->shown);
    g_free(state);
}

/* Another incident, or all of them: what belonged to the former one goes. */
void
pk_timeline_choose(PkTimelineState *state, int64_t incident_key)
{
    if (state->incident_key == incident_key)
        return;
    state->incident_key = incident_key;
    g_clear_pointer(&state->snapshot, pk_timeline_free);
    state->n = 0;
    state->sel = (PkListSel){ .at = -1 };
    state->to_end = true;
    pk_filterbar_clear(&state->filter);
}
