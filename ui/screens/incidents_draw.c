/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "screens/incidents.h"
#include "screens/rows.h"

int
pk_incidents_split(int cols)
{
    return cols * 11 / 20;
}

static char *
count_words(const PkList *list)
{
    g_autofree char *n =
        g_strdup_printf("%u%s", list->n_matching,
                        list->more_matching || list->n_matching >= list->n_count_max ? "+" : "");
    g_autofree char *total = list->n_total >= list->n_count_max
                                 ? g_strdup_printf("%u+", list->n_count_max)
                                 : g_strdup_printf("%u", list->n_total);
    return list->n_hidden ? g_strdup_printf(_("%s of %s, %u not for you"), n, total, list->n_hidden)
                          : g_strdup_printf(_("%s of %s"), n, total);
}

/* The whole truth about what is shown: filter, count, order. */
static void
draw_bar(const PkIncidents *state, const PkView *view, PkCanvas *canvas, PkRect body)
{
    g_autofree char *count = state->list ? count_words(state->list) : g_strdup("...");
    const char *order = !state->list || state->list->order == PK_ORDER_NEWEST
                            ? _("sorted: newest first")
                            : _("sorted: severity, then newest");
    g_autofree char *both = g_strdup_printf("%s  | %s", count, order);
    bool wide = pk_view_size(view) == PK_SIZE_WIDE;
    const char *const counts[] = { wide ? both : count, count };
    pk_filterbar_draw(&state->bar, canvas, body.row, 0, body.cols, counts, 2);
}

static void
draw_empty(const PkIncidents *state, PkCanvas *canvas, int row, int cols)
{
    if (!state->list)
        return;
    const char *text = state->list->zero_help ? state->list->zero_help
                       : *pk_filterbar_text(&state->bar)
                           ? _("No open incidents. m makes a report, f c shows closed ones.")
                           : _("Nothing recorded yet. m makes a report.");
    int used = pk_canvas_fit(canvas, row + 1, 3, cols - 4, PK_ROLE_NORMAL, text);
    const char *way_out = _("Esc clears the filter.");
    if (!state->list->zero_help || state->bar.before)
        return; /* while it is typed Esc goes back to the filter of before */
    if (3 + used + 1 + pk_canvas_width(way_out) < cols)
        pk_canvas_text(canvas, row + 1, 3 + used + 1, cols, PK_ROLE_NORMAL, way_out);
    else
        pk_canvas_fit(canvas, row + 2, 3, cols - 4, PK_ROLE_NORMAL, way_out);
}

static void
draw_list(PkIncidents *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    const GPtrArray *rows = state->list ? state->list->rows : NULL;
    bool narrow = pk_view_size(view) == PK_SIZE_NARROW;
    bool beside = area.cols < view->cols;
    int per = narrow ? 3 : 1, first = area.row + !narrow;
    int height = MAX(1, (area.rows - !narrow) / per);
    PkListRows keys = { (int64_t *)(void *)state->keys->data, (int)state->keys->len };
    PkRowLayout layout = pk_rows_layout(rows, area.cols, !beside);
    PkView here = *view;
    here.focused = view->focused && !state->in_detail;
    pk_listsel_scroll(&state->sel, keys, height);
    if (!narrow)
        pk_rows_heads(&layout, canvas, area.row, area.col);
    if (!rows || rows->len == 0) {
        draw_empty(state, canvas, first, area.cols);
        return;
    }
    for (int i = 0; i < height && state->sel.top + i < (int)rows->len; i++) {
        int at = state->sel.top + i;
        if (narrow)
            pk_rows_draw_narrow(rows->pdata[at], &here, canvas, first + i * 3, area.cols,
                                at == state->sel.at);
        else
            pk_rows_draw(&layout, rows->pdata[at], &here, canvas, first + i, area.col,
                         at == state->sel.at);
    }
}

static void
draw_detail_line(const PkDetailLine *line, const PkView *view, PkCanvas *canvas, int row, int col,
                 int cols, bool here)
{
    pk_canvas_text(canvas, row, col, 2, PK_ROLE_NORMAL, here ? ">" : " ");
    pk_canvas_fit(canvas, row, col + 2, cols - 2, line->role, line->text);
    if (here)
        pk_canvas_mark(canvas, row, col, cols, PK_ROLE_SELECTED);
    if (line->chip)
        pk_canvas_text(canvas, row, col + 2 + line->chip_col, 16, pk_rows_tlp_role(line->chip_tlp),
                       line->chip);
    if (here && view->focused)
        pk_canvas_cursor(canvas, row, col);
}

static void
draw_detail(PkIncidents *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    if (!state->detail)
        return;
    g_autoptr(GPtrArray) lines = pk_detail_lines(state->detail, view, area.cols - 2, state->marks);
    int n = (int)lines->len;
    state->height = MAX(1, area.rows);
    state->at = MIN(state->at, n - 1);
    if (state->in_detail && state->at >= 0) {
        if (state->at < state->top)
            state->top = state->at;
        if (state->at >= state->top + area.rows)
            state->top = state->at - area.rows + 1;
    }
    state->top = CLAMP(state->top, 0, MAX(0, n - area.rows));
    for (int i = 0; i < area.rows && state->top + i < n; i++)
        draw_detail_line(lines->pdata[state->top + i], view, canvas, area.row + i, area.col,
                         area.cols, state->in_detail && state->top + i == state->at);
    if (state->in_detail && state->at < 0 && view->focused)
        pk_canvas_cursor(canvas, area.row, area.col);
}

static void
draw_beside(PkIncidents *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    int split = pk_incidents_split(area.cols);
    for (int i = 0; i < area.rows; i++)
        pk_canvas_text(canvas, area.row + i, split, 1, PK_ROLE_RULE, "|");
    draw_list(state, view, canvas, (PkRect){ area.row, 0, area.rows, split - 1 });
    draw_detail(state, view, canvas,
                (PkRect){ area.row, split + 1, area.rows, area.cols - split - 1 });
}

void
pk_incidents_draw(const void *data, const PkView *view, PkCanvas *canvas, PkRect body)
{
    PkIncidents *state = (PkIncidents *)data; /* scrolling follows the height that is there now */
    bool wide = pk_view_size(view) == PK_SIZE_WIDE;
    PkRect area = { body.row + 1, 0, body.rows - 1, body.cols };
    if (state->open && !wide) {
        draw_detail(state, view, canvas, body);
        return;
    }
    draw_bar(state, view, canvas, body);
    if (wide) {
        pk_canvas_rule(canvas, area.row, 0, body.cols);
        area.row++;
        area.rows--;
        draw_beside(state, view, canvas, area);
    } else if (view->rows >= 34) {
        int upper = area.rows / 2;
        pk_canvas_rule(canvas, area.row + upper, 0, area.cols);
        draw_list(state, view, canvas, (PkRect){ area.row, 0, upper, area.cols });
        draw_detail(state, view, canvas,
                    (PkRect){ area.row + upper + 1, 0, area.rows - upper - 1, area.cols });
    } else {
        draw_list(state, view, canvas, area);
    }
}
