/* SPDX-License-Identifier: EUPL-1.2 */
/* The 3 AM screen: what is open, what runs out, what did I promise. */
#include "piket/app/handover.h"
#include "piket/app/page.h"
#include "piket/base/clock.h"
#include "piket/store/action_store.h"
#include "piket/store/line_store.h"
#include "read_private.h"

enum {
    SHOWN_MAX = 50,
    COUNT_MAX = 1000,
};

void
pk_overview_free(PkOverview *overview)
{
    if (!overview)
        return;
    g_clear_pointer(&overview->pages, g_ptr_array_unref);
    g_clear_pointer(&overview->handovers, g_ptr_array_unref);
    g_clear_pointer(&overview->incidents, g_ptr_array_unref);
    pk_watch_state_clear(&overview->watch);
    g_clear_pointer(&overview->clocks, g_ptr_array_unref);
    g_clear_pointer(&overview->actions, g_ptr_array_unref);
    g_clear_pointer(&overview->action_idents, g_ptr_array_unref);
    g_free(overview);
}

static bool
load_incidents(PkApp *app, PkOverview *overview, GError **error)
{
    g_autoptr(PkFilter) open = pk_read_filter(app, "status:open", PK_FILTER_INCIDENTS, NULL, error);
    int64_t n = 0, hidden = 0;

    if (!open)
        return false;
    PkFind find = { .filter = open, .by_severity = true, .limit = SHOWN_MAX };
    g_autoptr(PkFindPage) page = pk_incident_find(app->db, &find, error);
    if (!page)
        return false;
    overview->incidents = pk_read_rows_of(app, page->rows, error);
    if (!overview->incidents || !pk_read_count(app, true, COUNT_MAX, &n, &hidden, error))
        return false;
    overview->n_open = (unsigned)n;
    overview->n_hidden = (unsigned)hidden;
    return true;
}

static bool
load_calls(PkApp *app, PkOverview *overview, GError **error)
{
    overview->pages = pk_page_list(app, true, SHOWN_MAX, error);
    overview->handovers = overview->pages ? pk_handover_views(app, true, SHOWN_MAX, error) : NULL;
    if (!overview->handovers)
        return false;
    for (guint i = 0; i < overview->pages->len; i++) {
        const PkPageRow *row = overview->pages->pdata[i];
        overview->n_loud += pk_page_state_loud(row->state);
    }
    return true;
}

static bool
load_clocks(PkApp *app, PkOverview *overview, GError **error)
{
    g_autoptr(GPtrArray) records = pk_clock_list_due(app->db, 0, 0, SHOWN_MAX, error);

    if (!records)
        return false;
    overview->clocks = pk_read_clock_views(app, records, error);
    return overview->clocks != NULL;
}

static bool
load_actions(PkApp *app, PkOverview *overview, GError **error)
{
    overview->actions = pk_action_list_due(app->db, app->login, SHOWN_MAX, error);
    overview->action_idents = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; overview->actions && i < overview->actions->len; i++) {
        const PkStandingAction *action = overview->actions->pdata[i];
        g_ptr_array_add(overview->action_idents,
                        g_strdup(action->incident_ident ? action->incident_ident : ""));
    }
    return overview->actions != NULL;
}

/* Everything that changes is told by a line, so the last line is the last change. */
static bool
load_last_change(PkApp *app, PkOverview *overview, GError **error)
{
    g_autoptr(GPtrArray) lines = pk_line_list_received(app->db, 0, 0, 1, NULL, error);
    int64_t n = 0;

    if (!lines || !pk_incident_count_all(app->db, 1, &n, error))
        return false;
    overview->empty = n == 0 && lines->len == 0;
    overview->changed_us = lines->len > 0 ? ((const PkLine *)lines->pdata[0])->received_us : 0;
    return true;
}

PkOverview *
pk_overview_load(PkApp *app, GError **error)
{
    g_autoptr(PkOverview) overview = g_new0(PkOverview, 1);
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    bool ok = load_calls(app, overview, error) && load_incidents(app, overview, error) &&
              load_clocks(app, overview, error) && load_actions(app, overview, error) &&
              load_last_change(app, overview, error) &&
              pk_watch_state(app, pk_clock_now_us(), &overview->watch, error);
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&overview) : NULL;
}
