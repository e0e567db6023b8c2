/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/overview.h"

#include "acts.h"
#include "piket/app/draft.h"
#include "piket/app/handover.h"
#include "piket/app/page.h"
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"
#include "screens/escalation.h"
#include "screens/rows.h"

#include <string.h>

/* ---- rows
 * ------------------------------------------------------------------------------------------ */

static void
add_row(PkOverviewState *state, int64_t key, PkOverviewKind kind)
{
    g_array_append_val(state->keys, key);
    g_array_append_val(state->kinds, kind);
}

/* Identity of a draft: its uuid, as a number that no incident has. */
static int64_t
draft_key(const PkDraftInfo *draft)
{
    return -(int64_t)(g_str_hash(draft->uuid) | 1);
}

/* Identity of an action: its incident with its number. */
static int64_t
action_key(const PkStandingAction *action)
{
    return -(action->incident_key * 4096 + action->no);
}

/* Identity of a handover: below those of the actions. */
static int64_t
handover_key(const PkHandoverView *handover)
{
    return -(INT64_C(1) << 60) - handover->key;
}

static PkListRows
rows_of(const PkOverviewState *state)
{
    return (PkListRows){ (int64_t *)(void *)state->keys->data, (int)state->keys->len };
}

void
pk_overview_take(PkOverviewState *state, const PkOverview *overview, const GPtrArray *drafts)
{
    state->overview = overview;
    state->drafts = drafts;
    g_array_set_size(state->keys, 0);
    g_array_set_size(state->kinds, 0);
    for (guint i = 0; overview && i < overview->pages->len; i++)
        add_row(state, ((const PkPageRow *)overview->pages->pdata[i])->key, PK_OVERVIEW_PAGE);
    for (guint i = 0; overview && i < overview->handovers->len; i++)
        add_row(state, handover_key(overview->handovers->pdata[i]), PK_OVERVIEW_HANDOVER);
    for (guint i = 0; overview && i < overview->incidents->len; i++) {
        const PkIncidentRow *row = overview->incidents->pdata[i];
        add_row(state, row->incident->key, PK_OVERVIEW_INCIDENT);
    }
    for (guint i = 0; overview && i < overview->actions->len; i++)
        add_row(state, action_key(overview->actions->pdata[i]), PK_OVERVIEW_ACTION);
    for (guint i = 0; drafts && i < drafts->len; i++)
        add_row(state, draft_key(drafts->pdata[i]), PK_OVERVIEW_DRAFT);
    pk_listsel_rows(&state->sel, rows_of(state));
}

static int
first_of(const PkOverviewState *state, PkOverviewKind kind)
{
    for (guint i = 0; i < state->kinds->len; i++) {
        if (g_array_index(state->kinds, PkOverviewKind, i) == kind)
            return (int)i;
    }
    return (int)state->kinds->len;
}

/* ---- drawing
 * --------------------------------------------------------------------------------------- */

typedef struct {
    const PkOverviewState *state;
    const PkView *view;
    PkCanvas *canvas;
    PkRect body;
    int row; /* next free row on the virtual page */
    int top; /* first row of the page shown       */
} Draw;

static int
next_row(Draw *draw, int lines)
{
    int at = draw->body.row + draw->row - draw->top;
    draw->row += lines;
    return at < draw->body.row || at + lines > draw->body.row + draw->body.rows ? -1000 : at;
}

static void
heading(Draw *draw, const char *text)
{
    pk_canvas_fit(draw->canvas, next_row(draw, 1), 1, draw->body.cols - 2, PK_ROLE_HEADING, text);
}

static void
mark_here(Draw *draw, int row, bool here)
{
    if (!here)
        return;
    pk_canvas_text(draw->canvas, row, 0, 1, PK_ROLE_NORMAL, ">");
    pk_canvas_mark(draw->canvas, row, 0, draw->body.cols, PK_ROLE_SELECTED);
    if (draw->view->focused)
        pk_canvas_cursor(draw->canvas, row, 0);
}

static void
draw_pages(Draw *draw)
{
    const PkOverview *overview = draw->state->overview;
    if (overview->pages->len == 0)
        return;
    g_autofree char *title =
        g_strdup_printf(overview->n_loud ? P_("PAGES - %u not acknowledged",
                                              "PAGES - %u not acknowledged", overview->n_loud)
                                         : _("PAGES - all acknowledged"),
                        overview->n_loud);
    heading(draw, title);
    for (guint i = 0; i < overview->pages->len; i++)
        pk_page_row_draw(overview->pages->pdata[i], draw->view, draw->canvas, next_row(draw, 1),
                         draw->body.cols, (int)i == draw->state->sel.at);
}

static void
draw_handovers(Draw *draw)
{
    const GPtrArray *handovers = draw->state->overview->handovers;
    int first = first_of(draw->state, PK_OVERVIEW_HANDOVER);
    if (handovers->len == 0)
        return;
    heading(draw, _("HANDOVER - waits to be accepted"));
    for (guint i = 0; i < handovers->len; i++) {
        const PkHandoverView *one = handovers->pdata[i];
        PkTimeText at = pk_time_text(draw->view->utc ? NULL : draw->view->zone, one->made_us,
                                     draw->view->lang, PK_TIME_CLOCK);
        PkTimeText left = pk_time_left(one->accept_by_us, draw->view->now_us);
        bool late = one->accept_by_us <= draw->view->now_us;
        g_autofree char *text = g_strdup_printf("%s  %s -> %s%s", at.s, one->from_name,
                                                *one->to_name ? one->to_name : _("whoever comes"),
                                                one->for_me ? _("   A: I accept") : "");
        g_autofree char *rest =
            late ? g_strdup(_("TOO LATE")) : g_strdup_printf(_("%s left"), left.s);
        int row = next_row(draw, 1), width = pk_canvas_width(rest);
        pk_canvas_fit(draw->canvas, row, 3, draw->body.cols - width - 5, PK_ROLE_NORMAL, text);
        pk_canvas_text(draw->canvas, row, draw->body.cols - width - 1, width,
                       late ? PK_ROLE_WARN : PK_ROLE_NORMAL, rest);
        mark_here(draw, row, first + (int)i == draw->state->sel.at);
    }
}

static void
draw_incidents(Draw *draw)
{
    const PkOverview *overview = draw->state->overview;
    bool narrow = pk_view_size(draw->view) == PK_SIZE_NARROW;
    guint n = overview->incidents->len;
    g_autofree char *hidden = pk_hidden_said(overview->n_hidden);
    if (n == 0) {
        heading(draw, _("No open incidents. m makes a report, 2 shows closed ones."));
        if (hidden)
            heading(draw, hidden);
        return;
    }
    g_autofree char *open = g_strdup_printf(_("OPEN INCIDENTS - %u"), overview->n_open);
    g_autofree char *title =
        hidden ? g_strdup_printf("%s   %s", open, hidden) : g_steal_pointer(&open);
    heading(draw, title);
    PkRowLayout layout = pk_rows_layout(overview->incidents, draw->body.cols, true);
    for (guint i = 0; i < n; i++) {
        bool here = first_of(draw->state, PK_OVERVIEW_INCIDENT) + (int)i == draw->state->sel.at;
        int row = next_row(draw, narrow ? 3 : 1);
        if (narrow)
            pk_rows_draw_narrow(overview->incidents->pdata[i], draw->view, draw->canvas, row,
                                draw->body.cols, here);
        else
            pk_rows_draw(&layout, overview->incidents->pdata[i], draw->view, draw->canvas, row, 0,
                         here);
    }
}

static void
draw_actions(Draw *draw)
{
    const PkOverview *overview = draw->state->overview;
    int first = first_of(draw->state, PK_OVERVIEW_ACTION);
    if (overview->actions->len == 0)
        return;
    g_autofree char *title = g_strdup_printf(_("MY ACTIONS - %u"), overview->actions->len);
    heading(draw, title);
    for (guint i = 0; i < overview->actions->len; i++) {
        const PkStandingAction *action = overview->actions->pdata[i];
        PkTimeText due = pk_time_text(draw->view->utc ? NULL : draw->view->zone, action->due_us,
                                      draw->view->lang, PK_TIME_CLOCK);
        PkTimeText left = pk_time_relative(action->due_us, draw->view->now_us, draw->view->lang);
        int row = next_row(draw, 1), width = (int)strlen(left.s);
        g_autofree char *text =
            g_strdup_printf("%s  %s  %s", due.s, pk_standing_action_title(action),
                            (const char *)overview->action_idents->pdata[i]);
        pk_canvas_fit(draw->canvas, row, 3, draw->body.cols - width - 5, PK_ROLE_NORMAL, text);
        pk_canvas_text(draw->canvas, row, draw->body.cols - width, width,
                       pk_standing_action_is_late(action, draw->view->now_us) ? PK_ROLE_WARN
                                                                              : PK_ROLE_NORMAL,
                       left.s);
        mark_here(draw, row, first + (int)i == draw->state->sel.at);
    }
}

static void
draw_drafts(Draw *draw)
{
    const GPtrArray *drafts = draw->state->drafts;
    int first = first_of(draw->state, PK_OVERVIEW_DRAFT);
    if (!drafts || drafts->len == 0)
        return;
    g_autofree char *title =
        g_strdup_printf(P_("DRAFTS - %u not saved        Enter goes on with it",
                           "DRAFTS - %u not saved        Enter goes on with one", drafts->len),
                        drafts->len);
    heading(draw, title);
    for (guint i = 0; i < drafts->len; i++) {
        const PkDraftInfo *draft = drafts->pdata[i];
        PkTimeText at = pk_time_text(draw->view->utc ? NULL : draw->view->zone, draft->changed_us,
                                     draw->view->lang, PK_TIME_CLOCK);
        g_autofree char *size = g_strdup_printf(
            P_("(%zu character)", "(%zu characters)", draft->n_chars), draft->n_chars);
        g_autofree char *text = g_strdup_printf(
            "%s  %s%s%s  %s  %s%s", at.s, draft->kind == PK_DRAFT_REPORT ? _("report") : _("note"),
            *draft->about ? " " : "", draft->about, size, draft->first_words,
            draft->alive ? _("  (open elsewhere)") : "");
        int row = next_row(draw, 1);
        pk_canvas_fit(draw->canvas, row, 3, draw->body.cols - 4, PK_ROLE_NORMAL, text);
        mark_here(draw, row, first + (int)i == draw->state->sel.at);
    }
}

/* Nothing recorded yet: what to press, and what this terminal is. */
static void
draw_first(Draw *draw)
{
    /* clang-format off */
    static const struct { const char *key, *word, *help; } ways[] = {
        { "m", N_("new report"), N_("(works now, without any setting up)") },
        { "7", N_("contacts"),   N_("municipalities, regions and desks are there to look up") },
        { "?", N_("keys"),       N_("all keys of this screen; Enter runs them") },
        { ":", N_("commands"),   N_("every action by name") },
    };
    /* clang-format on */
    heading(draw, _("Nothing recorded yet. Nothing was put on disk."));
    next_row(draw, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        int row = next_row(draw, 1);
        pk_canvas_text(draw->canvas, row, 3, 4, PK_ROLE_KEY, ways[i].key);
        pk_canvas_fit(draw->canvas, row, 7, 15, PK_ROLE_NORMAL, _(ways[i].word));
        pk_canvas_fit(draw->canvas, row, 22, draw->body.cols - 23, PK_ROLE_NORMAL, _(ways[i].help));
    }
    next_row(draw, 1);
    heading(draw, _("To practise first: leave with q and start  piket --demo"));
    if (draw->state->terminal) {
        next_row(draw, 1);
        g_autofree char *text = g_strdup_printf("%s  %s", _("Terminal:"), draw->state->terminal);
        heading(draw, text);
    }
    next_row(draw, 1);
    heading(draw, _("To check everything: piket doctor"));
    if (draw->view->focused)
        pk_canvas_cursor(draw->canvas, draw->body.row, 1);
}

/* Where the chosen row would land on an endless page decides what is shown. */
static int
top_row(const PkOverviewState *state, const PkView *view, int rows)
{
    int tall = pk_view_size(view) == PK_SIZE_NARROW ? 3 : 1, here = MAX(state->sel.at, 0);
    int incidents = first_of(state, PK_OVERVIEW_INCIDENT), row = 0;
    for (int i = 0; i <= here && i < (int)state->kinds->len; i++) {
        PkOverviewKind kind = g_array_index(state->kinds, PkOverviewKind, (guint)i);
        row += i == 0 || kind != g_array_index(state->kinds, PkOverviewKind, (guint)i - 1);
        row += kind == PK_OVERVIEW_INCIDENT ? tall : 1;
    }
    /* Where nothing is open a sentence says so. */
    bool none = state->overview->incidents->len == 0 && here >= incidents;
    return MAX(0, row + none - rows);
}

void
pk_overview_draw(const void *data, const PkView *view, PkCanvas *canvas, PkRect body)
{
    const PkOverviewState *state = data;
    Draw draw = { state, view, canvas, body, 0, 0 };
    bool drafts = state->drafts && state->drafts->len;
    if (!state->overview)
        return;
    if (state->overview->empty && !drafts) {
        draw_first(&draw);
        return;
    }
    draw.top = top_row(state, view, body.rows);
    draw_pages(&draw);
    draw_handovers(&draw);
    draw_incidents(&draw);
    draw_actions(&draw);
    draw_drafts(&draw);
}

/* ---- the place
 * ------------------------------------------------------------------------------------- */

static void
load(PkUi *ui, void *data)
{
    pk_overview_take(data, pk_ui_overview(ui), pk_ui_drafts(ui));
}

static void
move(PkOverviewState *state, int by)
{
    pk_listsel_move(&state->sel, rows_of(state), by);
}

static int
page(const void *data)
{
    const PkOverviewState *state = data;
    return MAX(1, pk_ui_view(state->ui)->rows - 6);
}

static const PkStandingAction *
action_here(const PkOverviewState *state)
{
    int at = state->sel.at - first_of(state, PK_OVERVIEW_ACTION);
    if (!state->overview || at < 0 || at >= (int)state->overview->actions->len)
        return NULL;
    return state->overview->actions->pdata[at];
}

static const PkPageRow *
page_here(const PkOverviewState *state)
{
    int at = state->sel.at;
    if (!state->overview || at < 0 || at >= (int)state->overview->pages->len)
        return NULL;
    return state->overview->pages->pdata[at];
}

static const PkHandoverView *
handover_here(const PkOverviewState *state)
{
    int at = state->sel.at - first_of(state, PK_OVERVIEW_HANDOVER);
    if (!state->overview || at < 0 || at >= (int)state->overview->handovers->len)
        return NULL;
    return state->overview->handovers->pdata[at];
}

static void
act_open(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkOverviewState *state = data;
    int at = state->sel.at, drafts = first_of(state, PK_OVERVIEW_DRAFT);
    if (at < 0)
        return;
    PkOverviewKind kind = g_array_index(state->kinds, PkOverviewKind, (guint)at);
    if (kind == PK_OVERVIEW_DRAFT) {
        const PkDraftInfo *draft = state->drafts->pdata[at - drafts];
        pk_ui_resume(ui, draft->uuid);
    } else if (kind == PK_OVERVIEW_PAGE) {
        pk_ui_show_page(ui, state->sel.selected);
    } else if (kind == PK_OVERVIEW_HANDOVER) {
        pk_act_handover_read(ui, handover_here(state)->key);
    } else if (kind == PK_OVERVIEW_ACTION) {
        pk_ui_show_incident(ui, action_here(state)->incident_key);
    } else {
        pk_ui_show_incident(ui, state->sel.selected);
    }
}

static int64_t
incident_here(const void *data, const char **ret_ident)
{
    const PkOverviewState *state = data;
    const PkStandingAction *action = action_here(state);
    int at = state->sel.at;
    if (!state->overview || at < 0)
        return 0;
    const PkPageRow *page = page_here(state);
    int incident = at - first_of(state, PK_OVERVIEW_INCIDENT);
    if (page) {
        *ret_ident = page->ident;
        return page->incident_key;
    }
    if (incident >= 0 && incident < (int)state->overview->incidents->len) {
        const PkIncidentRow *row = state->overview->incidents->pdata[incident];
        *ret_ident = row->incident->ident;
        return row->incident->key;
    }
    if (!action)
        return 0;
    *ret_ident = state->overview->action_idents->pdata[at - first_of(state, PK_OVERVIEW_ACTION)];
    return action->incident_key;
}

static void *
create(PkUi *ui)
{
    PkOverviewState *state = g_new0(PkOverviewState, 1);
    state->ui = ui;
    state->keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    state->kinds = g_array_new(FALSE, FALSE, sizeof(PkOverviewKind));
    state->sel.at = -1;
    state->terminal = pk_ui_terminal(ui);
    return state;
}

static void
destroy(void *data)
{
    PkOverviewState *state = data;
    g_array_unref(state->keys);
    g_array_unref(state->kinds);
    g_free(state->terminal);
    g_free(state);
}

static const char *
hints(const void *data)
{
    const PkOverviewState *state = data;
    const char *ident = NULL;
    if (page_here(state))
        return "acknowledge open attempt escalate go";
    if (handover_here(state))
        return "acknowledge open go";
    return incident_here(state, &ident) ? "open note status go command contact tlp"
                                        : "open go command";
}

static void
move_rows(G_GNUC_UNUSED PkUi *ui, void *state, int by)
{
    move(state, by);
}

/* A takes what the cursor stands on; from anywhere else here the first that waits for somebody. */
static void
act_take(PkUi *ui, void *data, const char *arg)
{
    PkOverviewState *state = data;
    const PkPageRow *page = page_here(state);
    const PkHandoverView *handover = handover_here(state);
    if (!page && !handover && state->overview && state->overview->n_loud)
        page = state->overview->pages->pdata[0];
    if (handover)
        pk_act_handover_accept(ui, handover->key);
    else if (page)
        pk_act_page_acknowledge(ui, page->key, arg);
    else
        pk_ui_say(ui, PK_SAY_HINT, "%s", _("No page waits to be acknowledged."));
}

static void
act_attempt(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkPageRow *page = page_here(data);
    if (page)
        pk_act_page_attempt(ui, page->key, 0);
    else
        pk_ui_say(ui, PK_SAY_HINT, "%s", _("There is no page here."));
}

/* clang-format off */
static const PkAction actions[] = {
    { "acknowledge", "neem-aan ack", "A", N_("acknowledge"), N_("I take this page, or accept this handover"), 3, PK_ACT_WRITES | PK_ACT_ARG, act_take },
    { "attempt",   "poging", "r", N_("attempt"), N_("Write down what came of a call, by one digit"), 2, PK_ACT_WRITES, act_attempt },
    { "open",      "openen", "enter l right", N_("open"), N_("Open what the cursor is on"), 0, PK_ACT_HINT, act_open },
};

const PkScreen pk_screen_overview = {
    .name = "overview", .go = "o", .digit = '1', .title = N_("Overview"),
    .create = create, .free = destroy, .load = load, .draw = pk_overview_draw,
    .incident = incident_here, .move = move_rows, .page = page, .hints = hints,
    .actions = actions, .n_actions = G_N_ELEMENTS(actions),
};
/* clang-format on */
