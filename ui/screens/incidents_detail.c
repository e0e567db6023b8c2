/* SPDX-License-Identifier: EUPL-1.2 */
/* The incident that is chosen, in full: reading it, staying on its row when others change it, and
 * what was seen of it. */
#include "screens/incidents.h"

#include <string.h>

enum { SLOT_DETAIL = 2 };

/* The version somebody looked at last. By UUID too: in the copy of an outbox another incident may
 * have the same key. */
typedef struct {
    char uuid[37];
    int64_t version;
} Seen;

typedef struct {
    int64_t key;
    Seen seen; /* version 0: never */
} Ask;

static void *
detail_run(PkApp *app, void *request, GError **error)
{
    const Ask *ask = request;
    g_autoptr(PkDetail) detail = pk_detail_load_since(
        app, ask->key, ask->seen.version ? ask->seen.version : INT64_MAX, error);
    if (detail && strcmp(detail->incident->uuid, ask->seen.uuid) != 0) {
        g_free(detail->since);
        detail->since = g_strdup("");
    }
    return g_steal_pointer(&detail);
}

int
pk_incidents_detail_cols(const PkView *view)
{
    bool wide = pk_view_size(view) == PK_SIZE_WIDE;
    int cols = wide ? view->cols - pk_incidents_split(view->cols) - 1 : view->cols;
    return cols - 2;
}

static bool
in_sight(const PkIncidents *state)
{
    const PkView *view = pk_ui_view(state->ui);
    return state->open || state->in_detail || pk_view_size(view) == PK_SIZE_WIDE ||
           view->rows >= 34;
}

/* From here on what others change is news about this incident. */
void
pk_incidents_have_seen(PkIncidents *state)
{
    if (!state->detail || !in_sight(state))
        return;
    const PkIncident *incident = state->detail->incident;
    Seen *seen = g_new0(Seen, 1);
    seen->version = incident->version;
    g_strlcpy(seen->uuid, incident->uuid, sizeof seen->uuid);
    g_hash_table_insert(state->seen, g_memdup2(&incident->key, sizeof incident->key), seen);
}

/* What others add above must not move the cursor to another party or action. */
static void
stay_on_row(PkIncidents *state, const PkDetail *before)
{
    const PkView *view = pk_ui_view(state->ui);
    if (state->at < 0)
        return;
    g_autoptr(GPtrArray) old =
        pk_detail_lines(before, view, pk_incidents_detail_cols(view), state->marks);
    g_autoptr(GPtrArray) new =
        pk_detail_lines(state->detail, view, pk_incidents_detail_cols(view), state->marks);
    const PkDetailLine *was = state->at < (int)old->len ? old->pdata[state->at] : NULL;
    for (guint i = 0; was && i < new->len; i++) {
        const PkDetailLine *now = new->pdata[i];
        if (was->kind != PK_DETAIL_TEXT && now->kind == was->kind && now->key == was->key) {
            state->top += (int)i - state->at;
            state->at = (int)i;
            return;
        }
    }
}

static void
detail_done(void *result, const GError *error, void *data)
{
    PkIncidents *state = data;
    if (!result) {
        if (error && !g_error_matches(error, PK_ERROR, PK_ERROR_BUSY))
            pk_ui_say_error(state->ui, error);
        return;
    }
    PkDetail *before = state->detail;
    state->detail = result;
    if (before)
        stay_on_row(state, before);
    pk_detail_free(before);
    if (!g_hash_table_contains(state->seen, &state->detail_key))
        pk_incidents_have_seen(state);
}

void
pk_incidents_load_detail(PkIncidents *state)
{
    int64_t key = state->sel.selected;
    if (key == 0)
        return;
    if (key != state->detail_key) {
        pk_incidents_have_seen(state);
        g_clear_pointer(&state->detail, pk_detail_free);
        g_hash_table_remove_all(state->marks);
        state->at = -1;
        state->top = 0;
    }
    state->detail_key = key;
    const Seen *seen = g_hash_table_lookup(state->seen, &key);
    Ask *request = g_new0(Ask, 1);
    request->key = key;
    if (seen)
        request->seen = *seen;
    pk_ui_read(state->ui, SLOT_DETAIL, detail_run, request, g_free, detail_done, state);
}
