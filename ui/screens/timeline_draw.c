/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/rows.h"
#include "screens/timeline_list.h"

#include <string.h>

enum { MIN_PANE_BODY = 14, PANE_ROWS = 5, WIDE_PANE_ROWS = 8, PANE_CHARS_MAX = 8000 };

/* ---- above the list ----------------------------------------------------------------------------
 */

/* "also looking: mb, rk  chain OK", or NULL when nobody else is. Owned. */
static char *
also_words(const PkView *view, const char *chain)
{
    if (!view->also)
        return NULL;
    g_autofree char *also = g_strdup_printf(_("also looking: %s"), view->also);
    return g_strdup_printf("%s  %s", also, chain);
}

static int
draw_incident(const PkTimelineDraw *draw, PkRect body)
{
    const PkTimeline *snapshot = draw->state->snapshot;
    const PkIncident *incident = snapshot ? snapshot->incident : NULL;
    PkCanvas *canvas = draw->canvas;
    int row = body.row, at = body.col + 1, right = 0;

    if (!incident) {
        pk_canvas_text(canvas, row, at, body.cols - 1, PK_ROLE_HEADING,
                       draw->state->incident_key ? "" : _("All incidents and the duty log"));
        return 1;
    }
    at += pk_canvas_text(canvas, row, at, 20, PK_ROLE_HEADING, incident->ident) + 1;
    if (incident->severity) {
        g_autofree char *severity = pk_word_caps(&pk_words_severity, incident->severity);
        at += pk_canvas_text(canvas, row, at, 9, PK_ROLE_NORMAL, severity) + 1;
    }
    at += pk_canvas_text(canvas, row, at, 16, pk_rows_tlp_role(incident->tlp),
                         pk_tlp_label(incident->tlp)) +
          1;
    if (pk_view_size(draw->view) < PK_SIZE_NORMAL) {
        pk_canvas_fit(canvas, ++row, body.col + 1, body.cols - 2, PK_ROLE_NORMAL, incident->title);
    } else {
        const char *chain = draw->at.wide && snapshot->chain_said ? snapshot->chain_said
                            : snapshot->chain_ok                  ? _("chain OK")
                                                                  : _("CHAIN BROKEN");
        g_autofree char *also =
            also_words(draw->view, snapshot->chain_ok ? _("chain OK") : _("CHAIN BROKEN"));
        if (also && at + 12 + pk_canvas_width(also) < body.cols)
            chain = also;
        right = MIN(pk_canvas_width(chain), body.cols / 2);
        g_autofree char *what =
            g_strdup_printf("%s%s%s", snapshot->place ? snapshot->place : "",
                            snapshot->place && *snapshot->place ? " - " : "", incident->title);
        pk_canvas_fit(canvas, row, at, body.cols - at - right - 2, PK_ROLE_NORMAL, what);
        pk_canvas_fit_right(canvas, row, body.col + body.cols - 1 - right, right,
                            snapshot->chain_ok ? PK_ROLE_NORMAL : PK_ROLE_ERROR, chain);
    }
    if (!snapshot->chain_ok && snapshot->chain_said)
        pk_canvas_fit(canvas, ++row, body.col + 1, body.cols - 2, PK_ROLE_ERROR,
                      snapshot->chain_said);
    return row - body.row + 1;
}

static void
draw_filter(const PkTimelineDraw *draw, PkRect body, int row)
{
    const PkTimeline *snapshot = draw->state->snapshot;
    bool received = draw->state->order == PK_BY_RECEIVED;
    unsigned n = snapshot ? snapshot->rows->len : 0;
    unsigned all = snapshot ? MAX(snapshot->n_lines, n) : 0;
    unsigned n_pins = snapshot ? snapshot->n_pins : 0, n_gaps = snapshot ? snapshot->n_gaps : 0;
    g_autofree char *lines = g_strdup_printf(P_("%u of %u line", "%u of %u lines", all), n, all);
    g_autofree char *newest = g_strdup_printf(_("newest %u of %u lines"), n, all);
    g_autofree char *pins = g_strdup_printf(P_("%u pin", "%u pins", n_pins), n_pins);
    g_autofree char *gaps = g_strdup_printf(P_("%u gap", "%u gaps", n_gaps), n_gaps);
    g_autofree char *count =
        pk_rows_not_for_you(snapshot && snapshot->more ? newest : lines,
                            snapshot ? snapshot->n_left_out + snapshot->n_unread : 0);
    g_autofree char *over = g_strdup_printf(_("%s over %dm"), gaps, draw->view->gap_minutes);
    g_autofree char *full =
        g_strdup_printf("%s, %s, %s      %s", count, pins, over,
                        received ? _("order: received (o)") : _("order: event time (o)"));
    g_autofree char *order = received ? g_strconcat("  ", _("order: received (o)"), NULL) : NULL;
    const char *tail = order ? order : "";
    g_autofree char *three = g_strconcat(count, "  ", pins, "  ", gaps, tail, NULL);
    g_autofree char *two = g_strconcat(count, "  ", pins, tail, NULL);
    g_autofree char *one = g_strconcat(count, tail, NULL);
    g_autofree char *least = g_strdup_printf("%u/%u%s", n, all, received ? " (o)" : "");
    const char *const counts[] = { full, three, two, one, count, least };
    size_t skip = draw->at.wide ? 0 : 1;
    pk_filterbar_draw(&draw->state->filter, draw->canvas, row, body.col, body.cols, counts + skip,
                      G_N_ELEMENTS(counts) - skip);
}

/* ---- below the list ----------------------------------------------------------------------------
 */

static void
draw_pane(const PkTimelineDraw *draw, PkRect area)
{
    const PkTimelineRow *here = pk_timeline_selected(draw->state);
    PkCanvas *canvas = draw->canvas;
    if (!here)
        return;
    g_autofree char *all = pk_timeline_words(here, draw->view, !draw->at.wide);
    g_autofree char *start = g_utf8_substring(all, 0, MIN(g_utf8_strlen(all, -1), PANE_CHARS_MAX));
    g_autoptr(GPtrArray) lines = pk_text_wrap(start, area.cols - 2);
    g_autofree char *where =
        g_strdup_printf(_("line %d of %u"), (int)here->number,
                        MAX(draw->state->snapshot->n_lines, draw->state->snapshot->rows->len));
    /* Among all incidents the number of a line says nothing without its incident. */
    if (draw->state->incident_key == 0) {
        g_free(where);
        where = g_strdup(here->ident ? here->ident : "");
    }
    int right = pk_canvas_width(where);
    const char *recorded = strrchr(all, '\n');
    recorded = recorded ? recorded + 1 : all;
    bool cut = (int)lines->len > area.rows;
    int n = MIN((int)lines->len, area.rows);
    for (int i = 0; i < n; i++) {
        /* The last row is who recorded it, however long the text above it. */
        const char *text = cut && i == n - 1 ? recorded : lines->pdata[i];
        bool more = cut && i == n - 2;
        int room = area.cols - 2 - (more ? 16 : 0);
        pk_canvas_fit(canvas, area.row + i, area.col + 1, room,
                      i == 0 ? PK_ROLE_HEADING : PK_ROLE_NORMAL, text);
        if (more)
            pk_canvas_fit_right(canvas, area.row + i, area.col + area.cols - 16, 15, PK_ROLE_KEY,
                                _("Enter: more"));
    }
    if (n > 0 && pk_canvas_width(lines->pdata[0]) + right + 3 < area.cols)
        pk_canvas_text(canvas, area.row, area.col + area.cols - 1 - right, right, PK_ROLE_NORMAL,
                       where);
}

/* ---- all of it ---------------------------------------------------------------------------------
 */

static void
draw_empty(const PkTimelineDraw *draw)
{
    const PkTimeline *snapshot = draw->state->snapshot;
    const char *text = !snapshot ? _("Reading...")
                       : *pk_filterbar_text(&draw->state->filter)
                           ? _("No line fits this filter. Esc clears it.")
                           : _("No lines yet. t adds one, m logs a report.");
    g_autoptr(GPtrArray) lines = pk_text_wrap(text, MAX(1, draw->list.cols - 4));
    for (guint i = 0; i < lines->len; i++)
        pk_canvas_text(draw->canvas, draw->list.row + 1 + (int)i, 3, draw->list.cols - 3,
                       PK_ROLE_NORMAL, lines->pdata[i]);
    if (draw->view->focused)
        pk_canvas_cursor(draw->canvas, draw->list.row + 1, 0);
}

/* The chosen line in sight, with its heading or its second row when there is room. */
static int
scroll(const PkTimelineDraw *draw)
{
    PkShown *shown = draw->state->shown;
    int height = MAX(1, draw->list.rows), n = (int)draw->items->len;
    int first = pk_timeline_item_at(draw->items, draw->state->sel.at), last = first;
    int top = shown->top;
    if (first < 0)
        return 0;
    while (first > 0 &&
           g_array_index(draw->items, PkTimelineItem, first - 1).kind <= PK_TIMELINE_GAP)
        first--;
    while (last + 1 < n &&
           g_array_index(draw->items, PkTimelineItem, last + 1).kind > PK_TIMELINE_LINE)
        last++;
    if (last >= top + height)
        top = last - height + 1;
    if (first < top)
        top = first;
    if (height < last - first + 1)
        top = pk_timeline_item_at(draw->items, draw->state->sel.at);
    top = CLAMP(top, 0, MAX(0, n - height));
    *shown = (PkShown){ top, height };
    return top;
}

static void
draw_list(const PkTimelineDraw *draw)
{
    if (draw->items->len == 0) {
        draw_empty(draw);
        return;
    }
    int top = scroll(draw);
    for (int i = 0; i < draw->list.rows && top + i < (int)draw->items->len; i++)
        pk_timeline_draw_item(draw, &g_array_index(draw->items, PkTimelineItem, top + i),
                              draw->list.row + i);
}

void
pk_timeline_draw(const void *data, const PkView *view, PkCanvas *canvas, PkRect body)
{
    const PkTimelineState *state = data;
    g_autoptr(GArray) items = pk_timeline_items(state, view);
    bool narrow = pk_view_size(view) < PK_SIZE_NORMAL;
    PkTimelineDraw draw = {
        .state = state, .view = view, .canvas = canvas, .items = items, .list = body
    };
    pk_timeline_place(&draw);
    int row = body.row + draw_incident(&draw, body);
    draw_filter(&draw, body, row++);
    int pane = narrow || body.rows < MIN_PANE_BODY ? 0
               : draw.at.wide && body.rows >= 24   ? WIDE_PANE_ROWS
                                                   : PANE_ROWS;
    pk_canvas_rule(canvas, row++, body.col, body.cols);
    if (!narrow)
        pk_timeline_draw_heads(&draw, row++);
    draw.list.row = row;
    draw.list.rows = body.row + body.rows - row - (pane ? pane : 0);
    draw_list(&draw);
    if (!pane)
        return;
    int below = body.row + body.rows - pane;
    pk_canvas_rule(canvas, below, body.col, body.cols);
    draw_pane(&draw, (PkRect){ below + 1, body.col, pane - 1, body.cols });
}
