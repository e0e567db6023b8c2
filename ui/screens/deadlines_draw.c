/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/deadlines.h"

#include <string.h>

enum {
    LEFT = 2,
    SIGN = 10,
    DUE = 13,
    WHAT = 35,
    STATUS_COLS = 13,
    FOR_COLS = 11,
    IDENT_COLS = 11,
    DETAIL_MAX = 9,
    ORIGIN_COLS = 60,
};

typedef struct {
    int what_cols, ident, org, org_cols, status, right;
} Columns;

/* ---- words ---------------------------------------------------------------------------------- */

static bool
runs(const PkClockView *clock)
{
    return clock->state == PK_CLOCK_RUNNING || clock->state == PK_CLOCK_OVERDUE ||
           clock->state == PK_CLOCK_NOT_SURE;
}

/* What the status column holds: long words of the table have no room there. Owned. */
static char *
status_words(const PkClockView *clock, const PkView *view)
{
    PkTimeText met =
        pk_time_text(view->utc ? NULL : view->zone, clock->met_us, view->lang, PK_TIME_CLOCK);
    if (clock->state == PK_CLOCK_NOT_APPLICABLE)
        return g_strdup(_("N/A"));
    if (clock->state == PK_CLOCK_MET_LATE)
        return g_strdup(_("MET, LATE"));
    g_autofree char *word = pk_word_caps(&pk_words_clock_state, (int)clock->state);
    return clock->state == PK_CLOCK_MET ? g_strdup_printf("%s %s", word, met.s)
                                        : g_steal_pointer(&word);
}

static PkTimeText
due_words(const PkClockView *clock, const PkView *view)
{
    if (!clock->due_us)
        return (PkTimeText){ "-" };
    if (view->utc)
        return pk_time_text(NULL, clock->due_us, view->lang,
                            PK_TIME_WEEKDAY | PK_TIME_DATE | PK_TIME_PAD | PK_TIME_UTC);
    return pk_time_text(view->zone, clock->due_us, view->lang, PK_TIME_COLUMN);
}

static PkTimeText
left_words(const PkClockView *clock, const PkView *view)
{
    if (!clock->due_us || !runs(clock))
        return (PkTimeText){ "-" };
    return pk_time_left(clock->due_us, view->now_us);
}

/* ---- the detail -------------------------------------------------------------------------------
 */

static void
add_fact(GPtrArray *lines, const char *label, const char *text, int cols)
{
    g_autofree char *head = pk_text_pad(label, 8);
    int width = MAX(10, cols - 9);
    if (!text || !*text)
        return;
    g_autoptr(GPtrArray) parts = pk_text_wrap(text, width);
    for (guint i = 0; i < parts->len; i++)
        g_ptr_array_add(lines, g_strconcat(i ? "        " : head, " ", parts->pdata[i], NULL));
}

static char *
start_words(const PkDeadlinesState *state, const PkClockView *clock, const PkView *view)
{
    PkTimeText at =
        pk_time_text(view->utc ? NULL : view->zone, clock->start_us, view->lang, PK_TIME_MOMENT);
    if (!clock->start_us)
        return g_strdup(_("not known yet"));
    if (state->origin_of == clock->key && state->origin) {
        const char *end = strstr(state->origin, ". ");
        g_autofree char *first =
            g_strndup(state->origin, end ? (size_t)(end - state->origin) : strlen(state->origin));
        g_autofree char *brief = pk_text_fit(first, ORIGIN_COLS, "...");
        return g_strdup_printf(_("%s   \"%s\" (line %d)"), at.s, brief, (int)state->origin_no);
    }
    return g_strdup(at.s);
}

/* Said once for all legal clocks, and for each what became of it. */
static char *
state_words(const PkClockView *clock, const PkView *view)
{
    g_autofree char *word = pk_word_caps(&pk_words_clock_state, (int)clock->state);
    PkTimeText met =
        pk_time_text(view->utc ? NULL : view->zone, clock->met_us, view->lang, PK_TIME_MOMENT);
    if (*clock->na_reason)
        return g_strdup_printf("%s: %s", word, clock->na_reason);
    if (clock->met_us)
        return g_strdup_printf("%s  %s  %s", word, met.s, clock->evidence);
    return g_steal_pointer(&word);
}

GPtrArray *
pk_deadlines_lines(const PkDeadlinesState *state, const PkClockView *clock, const PkView *view,
                   int cols)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *start = start_words(state, clock, view);
    g_autofree char *status = state_words(clock, view);
    g_autofree char *who = clock->agreed
                               ? NULL
                               : g_strdup_printf(_("%s reports; the IBD helps. To: %s"), clock->who,
                                                 *clock->whom ? clock->whom : "-");
    g_ptr_array_add(lines,
                    g_strdup_printf("%s%s%s - %s T%d", clock->name, *clock->org_name ? " - " : "",
                                    clock->org_name, clock->ident, (int)clock->no));
    add_fact(lines, _("rule"), clock->agreed ? _("agreed between people") : clock->law, cols);
    add_fact(lines, _("start"), start, cols);
    add_fact(lines, _("sum"), clock->sum, cols);
    add_fact(lines, _("status"), status, cols);
    add_fact(lines, _("who"), who, cols);
    add_fact(lines, _("note"), clock->note, cols);
    return lines;
}

static void
draw_detail(const PkDeadlinesState *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    const PkClockView *clock = pk_deadlines_here(state);
    if (!clock || area.rows < 2)
        return;
    pk_canvas_rule(canvas, area.row, area.col, area.cols);
    g_autoptr(GPtrArray) lines = pk_deadlines_lines(state, clock, view, area.cols - 4);
    int room = area.rows - 1;
    for (int i = 0; i < room && i < (int)lines->len; i++) {
        bool cut = i == room - 1 && (int)lines->len > room;
        pk_canvas_fit(canvas, area.row + 1 + i, area.col + (i ? 3 : 1), area.cols - 4,
                      i ? PK_ROLE_NORMAL : PK_ROLE_HEADING,
                      cut ? _("... l shows all of it") : (const char *)lines->pdata[i]);
    }
}

/* ---- the list ----------------------------------------------------------------------------------
 */

static Columns
columns_of(int cols)
{
    Columns at = { .status = cols - STATUS_COLS, .right = cols, .org_cols = FOR_COLS };
    bool wide = cols >= 100;
    if (wide)
        at.org_cols = MIN(30, FOR_COLS + (cols - 100) / 2 + 4);
    at.org = at.status - at.org_cols - 1;
    at.ident = wide ? at.org - IDENT_COLS : 0;
    at.what_cols = (wide ? at.ident : at.org) - WHAT - 1;
    return at;
}

static void
draw_heads(PkCanvas *canvas, const Columns *at, int row, bool utc)
{
    pk_canvas_fit_right(canvas, row, LEFT, 7, PK_ROLE_HEADING, _("left"));
    pk_canvas_text(canvas, row, DUE, 21, PK_ROLE_HEADING, utc ? _("due (UTC)") : _("due (local)"));
    pk_canvas_fit(canvas, row, WHAT, at->what_cols, PK_ROLE_HEADING, _("what"));
    if (at->ident)
        pk_canvas_text(canvas, row, at->ident, IDENT_COLS - 1, PK_ROLE_HEADING, _("incident"));
    pk_canvas_fit(canvas, row, at->org, at->org_cols, PK_ROLE_HEADING, _("for"));
    pk_canvas_fit(canvas, row, at->status, STATUS_COLS, PK_ROLE_HEADING, _("status"));
}

static void
draw_clock(PkCanvas *canvas, const Columns *at, const PkClockView *clock, const PkView *view,
           int row)
{
    PkTimeText left = left_words(clock, view), due = due_words(clock, view);
    const char *sign = runs(clock) ? pk_ui_clock_sign(clock, view->now_us) : "";
    g_autofree char *status = status_words(clock, view);
    pk_canvas_fit_right(canvas, row, LEFT, 7, PK_ROLE_NORMAL, left.s);
    pk_canvas_fit_right(canvas, row, SIGN, 2, PK_ROLE_WARN, sign);
    pk_canvas_text(canvas, row, DUE, 21, PK_ROLE_NORMAL, due.s);
    pk_canvas_fit(canvas, row, WHAT, at->what_cols, PK_ROLE_NORMAL, clock->name);
    if (at->ident)
        pk_canvas_text(canvas, row, at->ident, IDENT_COLS - 1, PK_ROLE_NORMAL, clock->ident);
    pk_canvas_fit(canvas, row, at->org, at->org_cols, PK_ROLE_NORMAL,
                  *clock->org_name ? clock->org_name : clock->ident);
    pk_canvas_fit(canvas, row, at->status, STATUS_COLS, PK_ROLE_NORMAL, status);
}

/* Below 60 columns: time and what on two lines. */
static void
draw_clock_narrow(PkCanvas *canvas, const PkClockView *clock, const PkView *view, PkRect area,
                  int row)
{
    PkTimeText left = left_words(clock, view), due = due_words(clock, view);
    const char *sign = runs(clock) ? pk_ui_clock_sign(clock, view->now_us) : "";
    g_autofree char *status = status_words(clock, view);
    g_autofree char *head = g_strdup_printf("%s %s", left.s, sign);
    g_autofree char *what = g_strdup_printf("%s  %s", clock->name, clock->org_name);
    int width = pk_canvas_width(status);
    pk_canvas_text(canvas, row, 2, 10, PK_ROLE_NORMAL, head);
    pk_canvas_text(canvas, row, 13, area.cols - 13 - width - 1, PK_ROLE_NORMAL, due.s);
    pk_canvas_text(canvas, row + 1, 3, 0, PK_ROLE_NORMAL, "");
    pk_canvas_fit(canvas, row + 1, 4, area.cols - 5, PK_ROLE_NORMAL, what);
    pk_canvas_text(canvas, row + 2, 4, area.cols - 5, PK_ROLE_NORMAL, status);
    pk_canvas_fit_right(canvas, row + 2, 20, area.cols - 21, PK_ROLE_NORMAL, clock->ident);
}

static void
draw_empty(const PkDeadlinesState *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    const char *text = !state->all ? _("Reading...")
                       : *pk_filterbar_text(&state->filter)
                           ? _("No deadline fits this filter. Esc clears it.")
                           : _("No deadlines. A report with a time of awareness starts them; a t "
                               "on an incident adds one that was agreed.");
    g_autoptr(GPtrArray) lines = pk_text_wrap(text, MAX(1, area.cols - 4));
    for (guint i = 0; i < lines->len; i++)
        pk_canvas_text(canvas, area.row + 1 + (int)i, 3, area.cols - 3, PK_ROLE_NORMAL,
                       lines->pdata[i]);
    if (view->focused)
        pk_canvas_cursor(canvas, area.row + 1, 0);
}

static void
draw_list(const PkDeadlinesState *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    bool narrow = pk_view_size(view) < PK_SIZE_NORMAL;
    int per = narrow ? 3 : 1;
    Columns at = columns_of(area.cols);
    if (state->n == 0) {
        draw_empty(state, view, canvas, area);
        return;
    }
    if (!narrow) {
        draw_heads(canvas, &at, area.row++, view->utc);
        area.rows--;
    }
    PkListSel sel = state->sel;
    sel.top = state->shown->top;
    int height = MAX(1, area.rows / per);
    pk_listsel_scroll(&sel, (PkListRows){ state->keys, state->n }, height);
    *state->shown = (PkShown){ sel.top, height };
    for (int i = 0; i < height && sel.top + i < state->n; i++) {
        const PkClockView *clock = state->all->clocks->pdata[sel.top + i];
        int row = area.row + i * per;
        bool here = sel.top + i == sel.at;
        if (narrow)
            draw_clock_narrow(canvas, clock, view, area, row);
        else
            draw_clock(canvas, &at, clock, view, row);
        pk_canvas_text(canvas, row, 0, 1, PK_ROLE_NORMAL, here ? ">" : " ");
        if (!here)
            continue;
        pk_canvas_mark(canvas, row, 0, area.cols, PK_ROLE_SELECTED);
        if (view->focused)
            pk_canvas_cursor(canvas, row, 0);
    }
}

/* ---- the top -----------------------------------------------------------------------------------
 */

/* "rule set: NL-2026-1 (checked 2 Feb 2026)": what all times below rest on. Owned. */
static char *
rules_words(const PkDeadlinesState *state, const PkView *view, bool shorter)
{
    const PkRuleSetView *rules = &state->all->rules;
    PkTimeText checked =
        pk_time_text(view->zone, rules->checked_us, view->lang, PK_TIME_SHORT_DATE);
    if (shorter)
        return g_strdup(rules->name);
    return rules->checked_us
               ? g_strdup_printf(_("rule set: %s (checked %s)"), rules->name, checked.s)
               : g_strdup_printf(_("rule set: %s (NOT checked)"), rules->name);
}

static void
draw_top(const PkDeadlinesState *state, const PkView *view, PkCanvas *canvas, PkRect body)
{
    unsigned n = state->all ? state->all->n_running : 0;
    const char *more = state->all && state->all->more ? "+" : "";
    g_autofree char *count = g_strdup_printf(P_("%u%s running", "%u%s running", n), n, more);
    const char *const counts[] = { count };
    bool narrow = pk_view_size(view) < PK_SIZE_NORMAL;
    if (*pk_filterbar_text(&state->filter) || !state->all) {
        pk_filterbar_draw(&state->filter, canvas, body.row, body.col, body.cols, counts, 1);
        return;
    }
    g_autofree char *rules = rules_words(state, view, narrow);
    int width = pk_canvas_width(count), at = 1;
    if (!narrow)
        at +=
            pk_canvas_text(canvas, body.row, at, 24, PK_ROLE_NORMAL, _("sorted by time left")) + 3;
    pk_canvas_fit(canvas, body.row, at, body.cols - at - width - 3,
                  state->all->rules.checked_us ? PK_ROLE_NORMAL : PK_ROLE_WARN, rules);
    pk_canvas_text(canvas, body.row, body.cols - width - 1, width, PK_ROLE_NORMAL, count);
}

void
pk_deadlines_draw(const void *data, const PkView *view, PkCanvas *canvas, PkRect body)
{
    const PkDeadlinesState *state = data;
    bool narrow = pk_view_size(view) < PK_SIZE_NORMAL;
    int detail = body.rows < 14 || narrow || state->n == 0
                     ? 0
                     : MIN(DETAIL_MAX + (body.rows > 30 ? 4 : 0), body.rows / 2);
    draw_top(state, view, canvas, body);
    pk_canvas_rule(canvas, body.row + 1, body.col, body.cols);
    draw_list(state, view, canvas,
              (PkRect){ body.row + 2, body.col, body.rows - 2 - detail, body.cols });
    if (detail)
        draw_detail(state, view, canvas,
                    (PkRect){ body.row + body.rows - detail, body.col, detail, body.cols });
}
