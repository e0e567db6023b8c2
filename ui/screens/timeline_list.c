/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/timeline_list.h"

#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"
#include "screens/rows.h"

#include <string.h>

enum { GAP_COLS = 2 };

static const PkZone *
zone_of(const PkView *view)
{
    return view->utc ? NULL : view->zone;
}

static const PkTimelineRow *
row_of(const PkTimelineDraw *draw, const PkTimelineItem *item)
{
    return draw->state->snapshot->rows->pdata[item->row];
}

const PkTimelineRow *
pk_timeline_selected(const PkTimelineState *state)
{
    if (!state->snapshot || state->sel.at < 0 || state->sel.at >= (int)state->snapshot->rows->len)
        return NULL;
    return state->snapshot->rows->pdata[state->sel.at];
}

/* ---- columns -----------------------------------------------------------------------------------
 */

typedef struct {
    int category, by, ident, late;
    bool zoned;
} Widths;

static Widths
measure(const PkTimelineDraw *draw)
{
    Widths widths = { .category = pk_canvas_width(_("category")), .by = 3 };
    guint categories = 0; /* widths are asked once for each: there may be thousands of rows */
    for (guint i = 0; i < draw->items->len; i++) {
        const PkTimelineItem *item = &g_array_index(draw->items, PkTimelineItem, i);
        if (item->kind != PK_TIMELINE_LINE)
            continue;
        const PkTimelineRow *row = row_of(draw, item);
        int category = (int)row->line->category;
        if (!(categories & 1u << category)) {
            const char *word = pk_word(&pk_words_category, category);
            widths.category = MAX(widths.category, pk_canvas_width(word));
            categories |= 1u << category;
        }
        if (row->initials && (int)strlen(row->initials) > widths.by)
            widths.by = MAX(widths.by, MIN(5, pk_canvas_width(row->initials)));
        if (draw->state->incident_key == 0 && row->ident)
            widths.ident = MAX(widths.ident, (int)strlen(row->ident));
        widths.zoned |= item->zoned;
        if (draw->at.wide && (row->line->unsent || pk_line_late(row->line))) {
            g_autofree char *late = pk_timeline_late(draw->state, draw->view, row->line);
            widths.late = MAX(widths.late, pk_canvas_width(late));
        }
    }
    return widths;
}

void
pk_timeline_place(PkTimelineDraw *draw)
{
    PkTimelineLayout *at = &draw->at;
    at->wide = pk_view_size(draw->view) == PK_SIZE_WIDE;
    Widths widths = measure(draw);
    bool utc = draw->view->utc;
    int next = 3;

    at->time = next;
    next += (at->wide ? (utc ? 9 : 8) : (utc ? 6 : 5)) + (widths.zoned ? 5 : 0) + GAP_COLS;
    at->utc = at->gap = at->ident = at->recorded = -1;
    if (at->wide && !utc) {
        at->utc = next;
        next += 6 + GAP_COLS;
    }
    if (at->wide) {
        at->gap = next - 1;
        next += 5 + GAP_COLS;
    }
    if (widths.ident) {
        at->ident = next;
        next += widths.ident + GAP_COLS;
    }
    at->category = next + at->wide;
    at->text = at->category + widths.category + GAP_COLS;
    at->pin_width = 3;
    at->pin = draw->list.cols - at->pin_width;
    int right = at->pin;
    if (at->wide) {
        at->recorded_width = MAX(MAX(6, widths.late), pk_canvas_width(_("recorded")));
        at->recorded = right - GAP_COLS - at->recorded_width;
        right = at->recorded;
    }
    at->by = right - GAP_COLS - widths.by - (at->wide ? 0 : 1);
    at->text_width = MAX(0, at->by - 1 - at->text);
}

void
pk_timeline_draw_heads(const PkTimelineDraw *draw, int row)
{
    const PkTimelineLayout *at = &draw->at;
    PkCanvas *canvas = draw->canvas;
    int col = draw->list.col;
    const PkTimelineRow *here = pk_timeline_selected(draw->state);
    const char *zone = "";
    if (at->wide && here)
        zone = pk_zone_local(zone_of(draw->view), pk_timeline_us(draw->state, here->line)).abbr;
    pk_canvas_text(canvas, row, col + at->time, 8, PK_ROLE_HEADING, *zone ? zone : _("time"));
    if (at->utc >= 0)
        pk_canvas_text(canvas, row, col + at->utc, 6, PK_ROLE_HEADING, "UTC");
    if (at->gap >= 0)
        pk_canvas_fit_right(canvas, row, col + at->gap, 5, PK_ROLE_HEADING, _("gap"));
    if (at->ident >= 0)
        pk_canvas_text(canvas, row, col + at->ident, 8, PK_ROLE_HEADING, _("id"));
    pk_canvas_text(canvas, row, col + at->category, at->text - at->category - 1, PK_ROLE_HEADING,
                   _("category"));
    pk_canvas_fit(canvas, row, col + at->text, at->text_width, PK_ROLE_HEADING, _("text"));
    pk_canvas_text(canvas, row, col + at->by, 5, PK_ROLE_HEADING, _("by"));
    if (at->recorded >= 0)
        pk_canvas_fit(canvas, row, col + at->recorded, at->recorded_width, PK_ROLE_HEADING,
                      draw->state->order == PK_BY_RECEIVED ? _("event") : _("recorded"));
    pk_canvas_text(canvas, row, col + at->pin, at->pin_width, PK_ROLE_HEADING, _("pin"));
}

/* ---- rows --------------------------------------------------------------------------------------
 */

static PkTimeText
time_words(const PkTimelineDraw *draw, const PkTimelineItem *item)
{
    const PkTimelineState *state = draw->state;
    const PkLine *line = row_of(draw, item)->line;
    unsigned parts = draw->view->utc ? PK_TIME_UTC : PK_TIME_CLOCK;
    if (draw->at.wide)
        parts |= PK_TIME_SECONDS;
    if (item->zoned)
        parts |= PK_TIME_ZONE;
    if (state->order == PK_BY_EVENT && line->precision != PK_PRECISION_SECOND)
        return (PkTimeText){ "-" };
    return pk_time_text(zone_of(draw->view), pk_timeline_us(state, line), draw->view->lang, parts);
}

/* "Mon 9 Mar 2026 CET"; a day on which the name changes says so on every line instead. */
static void
draw_day(const PkTimelineDraw *draw, const PkTimelineItem *item, int row)
{
    const PkView *view = draw->view;
    const PkLine *line = row_of(draw, item)->line;
    int64_t us = pk_timeline_us(draw->state, line);
    PkTimeText day = pk_time_text(zone_of(view), us, view->lang, PK_TIME_DAY_HEADING);
    const char *zone = item->zoned ? "" : pk_zone_local(zone_of(view), us).abbr;
    if (draw->state->order == PK_BY_EVENT && line->precision != PK_PRECISION_SECOND) {
        day = pk_time_known(zone_of(view), us, line->precision, view->lang);
        zone = "";
    }
    pk_canvas_printf(draw->canvas, row, draw->list.col + 3, PK_ROLE_HEADING, "%s%s%s", day.s,
                     *zone ? " " : "", zone);
}

static void
draw_gap(const PkTimelineDraw *draw, const PkTimelineItem *item, int row)
{
    const PkTimelineRow *to = row_of(draw, item);
    int col = draw->list.col;
    PkTimeText age = pk_time_age(to->gap_us, draw->view->lang);
    g_autofree char *words = g_strdup_printf(_("%s without lines"), age.s);
    if (draw->at.wide) {
        int at = col + 3;
        for (; at < col + 22; at += 2)
            pk_canvas_text(draw->canvas, row, at, 1, PK_ROLE_DIM, "-");
        at += 1 +
              pk_canvas_printf(draw->canvas, row, at + 1, PK_ROLE_NORMAL, "%s %s", _("GAP"), words);
        for (at += 2; at < col + draw->list.cols - 2; at += 2)
            pk_canvas_text(draw->canvas, row, at, 1, PK_ROLE_DIM, "-");
        return;
    }
    int64_t end = pk_timeline_us(draw->state, to->line);
    unsigned parts = draw->view->utc ? PK_TIME_UTC : PK_TIME_CLOCK;
    PkTimeText from = pk_time_text(zone_of(draw->view), end - to->gap_us, draw->view->lang, parts);
    PkTimeText until = pk_time_text(zone_of(draw->view), end, draw->view->lang, parts);
    bool narrow = pk_view_size(draw->view) < PK_SIZE_NORMAL;
    int at = narrow ? 2 : draw->at.category;
    if (!narrow)
        pk_canvas_text(draw->canvas, row, col + 3, 5, PK_ROLE_DIM, ". . .");
    pk_canvas_text(draw->canvas, row, col + at, 8, PK_ROLE_NORMAL, _("GAP"));
    at = narrow ? at + pk_canvas_width(_("GAP")) + 1 : draw->at.text;
    at += pk_canvas_text(draw->canvas, row, col + at, draw->list.cols, PK_ROLE_NORMAL, words);
    if (draw->list.cols - at > 18)
        pk_canvas_printf(draw->canvas, row, col + at, PK_ROLE_NORMAL, " (%s - %s)", from.s,
                         until.s);
}

/* A label other than that of the incident stands before the text, as a chip. */
static int
draw_chip(const PkTimelineDraw *draw, const PkLine *line, int row, int col)
{
    const PkIncident *incident = draw->state->snapshot->incident;
    if (incident ? line->tlp == incident->tlp : line->tlp != PK_TLP_RED)
        return 0;
    return 1 + pk_canvas_text(draw->canvas, row, col, 16, pk_rows_tlp_role(line->tlp),
                              pk_tlp_label(line->tlp));
}

/* The first line of the text, cut with "..."; what may not be cut stands behind it. */
static void
draw_text(const PkTimelineDraw *draw, const PkLine *line, int row, int col, int width,
          const char *behind)
{
    g_autofree char *first = pk_timeline_first(pk_timeline_text(line));
    int chip = draw_chip(draw, line, row, col);
    int tail = *behind ? pk_canvas_width(behind) + 1 : 0;
    col += chip;
    width -= chip;
    if (tail > width)
        tail = 0;
    col += pk_canvas_fit(draw->canvas, row, col, MAX(0, width - tail), PK_ROLE_NORMAL, first);
    if (tail)
        pk_canvas_text(draw->canvas, row, col + 1, tail - 1, PK_ROLE_NORMAL, behind);
}

static void
draw_wide(const PkTimelineDraw *draw, const PkTimelineRow *item, int row)
{
    const PkTimelineLayout *at = &draw->at;
    const PkLine *line = item->line;
    PkCanvas *canvas = draw->canvas;
    int col = draw->list.col;
    bool received = draw->state->order == PK_BY_RECEIVED;
    if (at->utc >= 0 && (received || line->precision == PK_PRECISION_SECOND)) {
        PkTimeText utc =
            pk_time_text(NULL, pk_timeline_us(draw->state, line), draw->view->lang, PK_TIME_UTC);
        pk_canvas_text(canvas, row, col + at->utc, 6, PK_ROLE_NORMAL, utc.s);
    }
    if (item->gap_us >= PK_MINUTE_US && line->precision == PK_PRECISION_SECOND) {
        PkTimeText gap = pk_time_age(item->gap_us, draw->view->lang);
        pk_canvas_fit_right(canvas, row, col + at->gap, 5, PK_ROLE_NORMAL, gap.s);
    }
    g_autofree char *other = pk_timeline_late(draw->state, draw->view, line);
    if (!*other) {
        PkTimeText at_us =
            pk_time_text(zone_of(draw->view), received ? line->event_us : line->recorded_us,
                         draw->view->lang, draw->view->utc ? PK_TIME_UTC : PK_TIME_CLOCK);
        g_free(other);
        other = g_strdup(at_us.s);
    }
    pk_canvas_text(canvas, row, col + at->recorded, at->recorded_width, PK_ROLE_NORMAL, other);
}

static void
draw_line(const PkTimelineDraw *draw, const PkTimelineItem *item, int row, bool here)
{
    const PkTimelineLayout *at = &draw->at;
    const PkTimelineRow *it = row_of(draw, item);
    const PkLine *line = it->line;
    PkCanvas *canvas = draw->canvas;
    int col = draw->list.col;
    PkTimeText time = time_words(draw, item);
    g_autofree char *category = pk_word_caps(&pk_words_category, (int)line->category);
    g_autofree char *late = pk_timeline_late(draw->state, draw->view, line);
    g_autofree char *behind = *late && !at->wide ? g_strdup_printf("(%s)", late) : g_strdup("");

    pk_canvas_text(canvas, row, col, 1, PK_ROLE_NORMAL, here ? ">" : " ");
    pk_canvas_text(canvas, row, col + at->time, at->category - at->time - 1, PK_ROLE_NORMAL,
                   time.s);
    if (at->ident >= 0)
        pk_canvas_text(canvas, row, col + at->ident, 20, PK_ROLE_NORMAL, it->ident);
    pk_canvas_text(canvas, row, col + at->category - 1, 1, PK_ROLE_NORMAL,
                   line->corrected ? "~" : " ");
    pk_canvas_text(canvas, row, col + at->category, at->text - at->category - 1, PK_ROLE_NORMAL,
                   category);
    draw_text(draw, line, row, col + at->text, at->text_width, behind);
    pk_canvas_fit(canvas, row, col + at->by, 5, PK_ROLE_NORMAL,
                  it->initials && *it->initials ? it->initials : line->author);
    if (at->wide)
        draw_wide(draw, it, row);
    pk_canvas_text(canvas, row, col + at->pin + 1, 1, PK_ROLE_NORMAL, line->pinned ? "*" : " ");
}

/* Below 60 columns: "> 07:31 ~DECISION  mba *", the text under it. */
static void
draw_narrow(const PkTimelineDraw *draw, const PkTimelineItem *item, int row, bool here)
{
    const PkTimelineRow *it = row_of(draw, item);
    PkCanvas *canvas = draw->canvas;
    int col = draw->list.col, at = col + 2;
    PkTimeText time = time_words(draw, item);
    g_autofree char *category = pk_word_caps(&pk_words_category, (int)it->line->category);
    g_autofree char *late = pk_timeline_late(draw->state, draw->view, it->line);
    pk_canvas_text(canvas, row, col, 1, PK_ROLE_NORMAL, here ? ">" : " ");
    at += pk_canvas_text(canvas, row, at, 12, PK_ROLE_NORMAL, time.s);
    at += pk_canvas_text(canvas, row, at, 2, PK_ROLE_NORMAL, it->line->corrected ? " ~" : "  ");
    at += pk_canvas_text(canvas, row, at, 13, PK_ROLE_NORMAL, category) + 1;
    if (*late)
        at += pk_canvas_printf(canvas, row, at, PK_ROLE_NORMAL, "(%s)", late) + 1;
    const char *by = it->initials && *it->initials ? it->initials : it->line->author;
    int width = MIN(5, pk_canvas_width(by));
    if (at + width + 2 < col + draw->list.cols)
        pk_canvas_fit(canvas, row, col + draw->list.cols - 2 - width, width, PK_ROLE_NORMAL, by);
    pk_canvas_text(canvas, row, draw->list.cols - 1, 1, PK_ROLE_NORMAL,
                   it->line->pinned ? "*" : " ");
}

void
pk_timeline_draw_item(const PkTimelineDraw *draw, const PkTimelineItem *item, int row)
{
    const PkTimelineRow *it = row_of(draw, item);
    bool here = item->row == draw->state->sel.at;
    int col = draw->list.col, cols = draw->list.cols;
    bool narrow = pk_view_size(draw->view) < PK_SIZE_NORMAL;

    switch (item->kind) {
    case PK_TIMELINE_DAY: draw_day(draw, item, row); return;
    case PK_TIMELINE_GAP: draw_gap(draw, item, row); return;
    case PK_TIMELINE_LINE:
        if (narrow)
            draw_narrow(draw, item, row, here);
        else
            draw_line(draw, item, row, here);
        break;
    case PK_TIMELINE_TEXT: {
        bool named = draw->state->incident_key == 0 && it->ident && *it->ident;
        int used =
            named ? 1 + pk_canvas_text(draw->canvas, row, col + 2, 20, PK_ROLE_NORMAL, it->ident)
                  : 0;
        draw_text(draw, it->line, row, col + 2 + used, cols - 3 - used, "");
        return;
    }
    case PK_TIMELINE_WAS: {
        g_autofree char *first = pk_timeline_first(pk_timeline_text(it->corrected));
        g_autofree char *was = g_strdup_printf(_("was: \"%s\""), first);
        pk_canvas_fit(draw->canvas, row, col + draw->at.text, draw->at.text_width, PK_ROLE_NORMAL,
                      was);
        return;
    }
    }
    if (here) {
        pk_canvas_mark(draw->canvas, row, col, cols, PK_ROLE_SELECTED);
        if (draw->view->focused)
            pk_canvas_cursor(draw->canvas, row, col);
    }
}
