/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"
#include "screens/duty.h"

#include <string.h>

enum { RUNG_COLS = 20, SPAN_COLS = 35, WHO_COLS = 18 };

typedef struct {
    const PkDutyState *state;
    const PkView *view;
    PkCanvas *canvas;
    PkRect body;
    int row;
} Draw;

static PkTimeText
moment(const PkView *view, int64_t us)
{
    unsigned day = PK_TIME_WEEKDAY | PK_TIME_DATE | PK_TIME_PAD;
    return view->utc ? pk_time_text(NULL, us, view->lang, day | PK_TIME_UTC)
                     : pk_time_text(view->zone, us, view->lang, day | PK_TIME_CLOCK);
}

static int
left(const Draw *draw)
{
    return draw->body.row + draw->body.rows - draw->row;
}

static void
heading(Draw *draw, const char *text)
{
    if (left(draw) > 0)
        pk_canvas_fit(draw->canvas, draw->row++, 1, draw->body.cols - 2, PK_ROLE_HEADING, text);
}

/* ---- who has it now ---------------------------------------------------------------------------
 */

static void
draw_now(Draw *draw)
{
    bool narrow = pk_view_size(draw->view) < PK_SIZE_NORMAL;
    int name_at = narrow ? 3 : 3 + RUNG_COLS;

    heading(draw, _("ON DUTY NOW"));
    for (int duty = 0; duty < PK_N_DUTIES && left(draw) > 0; duty++) {
        const PkDutyRow *row = draw->state->board->now.rows[duty];
        bool needed = draw->state->board->duties & 1u << duty;
        const char *rung = pk_word(&pk_words_duty, duty);
        int cols = draw->body.cols;
        if (narrow) {
            g_autofree char *text = g_strdup_printf("%s: %s", rung, row ? row->name : _("nobody"));
            pk_canvas_fit(draw->canvas, draw->row++, name_at, cols - name_at - 1,
                          !row && needed ? PK_ROLE_WARN : PK_ROLE_NORMAL, text);
            continue;
        }
        pk_canvas_fit(draw->canvas, draw->row, 3, RUNG_COLS - 1, PK_ROLE_NORMAL, rung);
        if (!row) {
            pk_canvas_fit(draw->canvas, draw->row++, name_at, cols - name_at - 1,
                          needed ? PK_ROLE_WARN : PK_ROLE_NORMAL,
                          needed ? _("! nobody; I takes it") : _("nobody"));
            continue;
        }
        PkTimeText until = moment(draw->view, row->shift->until_us);
        g_autofree char *more = g_strdup_printf(_("until %s   %s"), until.s, row->phone);
        pk_canvas_fit(draw->canvas, draw->row, name_at, WHO_COLS, PK_ROLE_NORMAL, row->name);
        pk_canvas_fit(draw->canvas, draw->row++, name_at + WHO_COLS + 1,
                      cols - name_at - WHO_COLS - 2, PK_ROLE_NORMAL, g_strchomp(more));
    }
}

/* ---- what is missing --------------------------------------------------------------------------
 */

static void
draw_troubles(Draw *draw, int most)
{
    const GPtrArray *troubles = draw->state->board->troubles;
    int n = (int)troubles->len;

    if (n == 0) {
        heading(draw, _("No gaps and no double shifts in the next 14 days."));
        return;
    }
    g_autofree char *title = g_strdup_printf(_("GAPS AND DOUBLE SHIFTS - %d"), n);
    heading(draw, title);
    for (int i = 0, used = 0; i < n && used < most; i++) {
        const PkDutyTrouble *trouble = troubles->pdata[i];
        g_autoptr(GPtrArray) lines = pk_text_wrap(trouble->said, MAX(10, draw->body.cols - 4));
        pk_canvas_text(draw->canvas, draw->row, 1, 1, PK_ROLE_WARN, "!");
        for (guint j = 0; j < lines->len && left(draw) > 0; j++, used++)
            pk_canvas_fit(draw->canvas, draw->row++, 3, draw->body.cols - 4, PK_ROLE_NORMAL,
                          lines->pdata[j]);
    }
}

/* ---- what comes -------------------------------------------------------------------------------
 */

static void
draw_shift(Draw *draw, const PkDutyRow *row, bool chosen)
{
    const PkView *view = draw->view;
    PkTimeText from = moment(view, row->shift->from_us), until = moment(view, row->shift->until_us);
    const char *rung = pk_word(&pk_words_duty, (int)row->shift->duty);
    int cols = draw->body.cols, at = 3;

    if (pk_view_size(view) < PK_SIZE_NORMAL) {
        g_autofree char *text = g_strdup_printf("%s %s", from.s, row->name);
        pk_canvas_fit(draw->canvas, draw->row, 2, cols - 3, PK_ROLE_NORMAL, text);
    } else {
        g_autofree char *span = g_strdup_printf("%s - %s", from.s, until.s);
        at += pk_canvas_fit(draw->canvas, draw->row, at, SPAN_COLS + 4, PK_ROLE_NORMAL, span);
        at = 3 + SPAN_COLS + 2;
        pk_canvas_fit(draw->canvas, draw->row, at, RUNG_COLS - 1, PK_ROLE_NORMAL, rung);
        at += RUNG_COLS;
        g_autofree char *who =
            row->shift->source == PK_SHIFT_PATTERN
                ? g_strdup(row->name)
                : g_strdup_printf("%s (%s)", row->name,
                                  pk_word(&pk_words_shift_source, (int)row->shift->source));
        pk_canvas_fit(draw->canvas, draw->row, at, cols - at - 1, PK_ROLE_NORMAL, who);
    }
    pk_canvas_text(draw->canvas, draw->row, 0, 1, PK_ROLE_NORMAL, chosen ? ">" : " ");
    if (chosen) {
        pk_canvas_mark(draw->canvas, draw->row, 0, cols, PK_ROLE_SELECTED);
        if (view->focused)
            pk_canvas_cursor(draw->canvas, draw->row, 0);
    }
    draw->row++;
}

static void
draw_shifts(Draw *draw, int height)
{
    const PkDutyState *state = draw->state;
    const GPtrArray *rows = state->board->rows;
    int n = (int)rows->len, chosen = MAX(state->sel.at, 0);

    if (n == 0) {
        heading(draw,
                _("No shifts in the next 14 days. a s adds one; patterns: piket duty pattern"));
        if (draw->view->focused)
            pk_canvas_cursor(draw->canvas, draw->row - 1, 0);
        return;
    }
    g_autofree char *title = g_strdup_printf(_("SHIFTS OF THE NEXT 14 DAYS - %d"), n);
    heading(draw, title);
    height = MAX(1, height - 1);
    int top = CLAMP(state->shown->top, chosen - height + 1, chosen);
    top = CLAMP(top, 0, MAX(0, n - height));
    *state->shown = (PkShown){ top, height };
    for (int i = top; i < MIN(n, top + height) && left(draw) > 0; i++)
        draw_shift(draw, rows->pdata[i], i == chosen);
}

/* ---- what everybody has -----------------------------------------------------------------------
 */

static void
draw_shares(Draw *draw, int most)
{
    static const int width = 9;
    const char *const heads[] = { _("hours"), _("nights"), _("weekend"), _("holiday") };
    const GPtrArray *shares = draw->state->board->shares;
    int first = 3 + RUNG_COLS + 2;

    if (most < 2 || shares->len == 0 || first + 4 * width > draw->body.cols)
        return;
    pk_canvas_fit(draw->canvas, draw->row, 1, first - 2, PK_ROLE_HEADING, _("SHARES, 12 WEEKS"));
    for (int i = 0; i < 4; i++)
        pk_canvas_fit_right(draw->canvas, draw->row, first + i * width, width - 1, PK_ROLE_HEADING,
                            heads[i]);
    draw->row++;
    for (int i = 0; i < MIN((int)shares->len, most - 1) && left(draw) > 0; i++, draw->row++) {
        const PkDutyShare *one = shares->pdata[i];
        const int64_t figures[] = { one->share->hours_us / PK_HOUR_US, one->share->n_nights,
                                    one->share->weekend_us / PK_HOUR_US,
                                    one->share->holiday_us / PK_HOUR_US };
        pk_canvas_fit(draw->canvas, draw->row, 3, first - 4, PK_ROLE_NORMAL, one->name);
        for (int j = 0; j < 4; j++) {
            g_autofree char *figure = g_strdup_printf("%" G_GINT64_FORMAT, figures[j]);
            pk_canvas_fit_right(draw->canvas, draw->row, first + j * width, width - 1,
                                PK_ROLE_NORMAL, figure);
        }
    }
}

/* ---- the place --------------------------------------------------------------------------------
 */

char *
pk_duty_words(const PkDutyRow *row, const PkView *view)
{
    const PkShift *shift = row->shift;
    PkTimeText from = moment(view, shift->from_us), until = moment(view, shift->until_us);
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, _("%s is %s."), row->name,
                           pk_word(&pk_words_duty, (int)shift->duty));
    g_string_append_printf(out, _("\nFrom %s until %s."), from.s, until.s);
    g_string_append_printf(out, _("\nNumber: %s"), *row->phone ? row->phone : "-");
    g_string_append_printf(out, _("\nBy: %s"), pk_word(&pk_words_shift_source, (int)shift->source));
    if (shift->key)
        g_string_append_printf(out, _("\nShift %d, set by %s."), (int)shift->key, shift->by_who);
    if (shift->note && *shift->note)
        g_string_append_printf(out, "\n%s", shift->note);
    return g_string_free(out, FALSE);
}

void
pk_duty_draw(const void *data, const PkView *view, PkCanvas *canvas, PkRect body)
{
    const PkDutyState *state = data;
    Draw draw = { state, view, canvas, body, body.row };

    if (!state->board) {
        pk_canvas_fit(canvas, body.row + 1, 3, body.cols - 4, PK_ROLE_NORMAL, _("Reading..."));
        return;
    }
    int shares = CLAMP((body.rows - 12) / 2, 0, (int)state->board->shares->len + 1);
    draw_now(&draw);
    draw_troubles(&draw, CLAMP((body.rows - 10) / 3, 2, 8));
    draw_shifts(&draw, MAX(2, left(&draw) - shares));
    if (left(&draw) >= shares) {
        draw.row = MAX(draw.row, body.row + body.rows - shares);
        draw_shares(&draw, shares);
    }
}
