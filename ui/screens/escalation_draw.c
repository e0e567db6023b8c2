/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/escalation.h"
#include "screens/rows.h"

#include <string.h>

enum {
    COL_NO = 3,
    COL_WHO = 10,
    WIDE_COLS = 60,
    SINCE = 6, /* width of the last column */
};

typedef struct {
    const PkEscalationState *state;
    const PkPageView *page;
    const PkView *view;
    PkCanvas *canvas;
    PkRect area;
    int row;
    int number, status; /* first columns */
} Draw;

static int
next_row(Draw *draw)
{
    int row = draw->area.row + draw->row++;

    return row < draw->area.row + draw->area.rows ? row : -1000;
}

static void
text_row(Draw *draw, PkRole role, const char *text)
{
    pk_canvas_fit(draw->canvas, next_row(draw), 1, draw->area.cols - 2, role, text);
}

/* A sentence on as many rows as it needs. */
static void
sentence(Draw *draw, PkRole role, const char *text)
{
    g_autoptr(GPtrArray) lines = pk_text_wrap(text, MAX(10, draw->area.cols - 2));

    for (guint i = 0; i < lines->len; i++)
        text_row(draw, role, lines->pdata[i]);
}

static void
rule(Draw *draw)
{
    pk_canvas_rule(draw->canvas, next_row(draw), 0, draw->area.cols);
}

static PkTimeText
clock_of(const Draw *draw, int64_t us)
{
    return pk_time_text(draw->view->utc ? NULL : draw->view->zone, us, draw->view->lang,
                        PK_TIME_CLOCK);
}

/* ---- what the page is about ----------------------------------------------------------------- */

static void
draw_about(Draw *draw)
{
    const PkPageRow *row = draw->page->row;
    PkTimeText from = clock_of(draw, row->started_us);
    g_autofree char *severity =
        row->incident_key ? pk_word_caps(&pk_words_severity, (int)row->severity) : g_strdup("");
    g_autofree char *title =
        row->incident_key
            ? g_strdup_printf("%s %s %s %s%s%s", row->ident, severity, pk_tlp_label(row->tlp),
                              draw->page->place, *draw->page->place ? " - " : "", draw->page->title)
            : g_strdup_printf("%s  %s: %s", pk_tlp_label(row->tlp),
                              pk_word(&pk_words_page_source, (int)row->source), row->text);
    g_autofree char *ladder =
        g_strdup_printf(_("page %d   started %s   owner: %s   ladder \"%s\""), (int)row->no, from.s,
                        *row->owner_name ? row->owner_name : _("nobody"),
                        *draw->page->ladder_name ? draw->page->ladder_name : "-");

    text_row(draw, PK_ROLE_HEADING, title);
    text_row(draw, PK_ROLE_NORMAL, ladder);
    if (pk_page_state_loud(row->state)) {
        g_autofree char *state = pk_word_caps(&pk_words_page_state, (int)row->state);
        text_row(draw, PK_ROLE_ALARM, state);
    }
    rule(draw);
}

/* ---- the rungs ------------------------------------------------------------------------------ */

static char *
status_of(const Draw *draw, const PkRungView *rung)
{
    g_autofree char *word = pk_word_caps(&pk_words_rung_state, (int)rung->state);

    switch (rung->state) {
    case PK_RUNG_CALLED: return g_strdup_printf("%s %dx", word, rung->calls);
    case PK_RUNG_ACKNOWLEDGED: {
        PkTimeText at = clock_of(draw, rung->acked_us);
        return g_strdup_printf("%s %s", word, at.s);
    }
    case PK_RUNG_WAITS:
    case PK_RUNG_PROPOSAL:
    case PK_RUNG_PROPOSED: {
        PkTimeText at = clock_of(draw, rung->due_us);
        return rung->due_us
                   ? g_strdup_printf("%s %s", pk_word(&pk_words_rung_state, (int)rung->state), at.s)
                   : g_steal_pointer(&word);
    }
    case PK_RUNG_NOT_STARTED:
    default: return g_strdup(pk_word(&pk_words_rung_state, (int)rung->state));
    }
}

static char *
persons_of(const PkRungView *rung)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();

    for (guint i = 0; i < rung->persons->len; i++)
        g_ptr_array_add(all, rung->persons->pdata[i]);
    g_ptr_array_add(all, NULL);
    return g_strjoinv(", ", (char **)all->pdata);
}

static void
mark(Draw *draw, int row, bool here)
{
    if (!here || row < 0)
        return;
    pk_canvas_text(draw->canvas, row, 0, 1, PK_ROLE_NORMAL, ">");
    pk_canvas_mark(draw->canvas, row, 0, draw->area.cols, PK_ROLE_SELECTED);
    if (draw->view->focused)
        pk_canvas_cursor(draw->canvas, row, 0);
}

static void
draw_rung(Draw *draw, const PkRungView *rung, bool here)
{
    g_autofree char *status = status_of(draw, rung);
    g_autofree char *persons = persons_of(rung);
    PkTimeText since = pk_time_age(draw->view->now_us - rung->since_us, draw->view->lang);
    int row = next_row(draw), cols = draw->area.cols;
    PkRole role = rung->state == PK_RUNG_CALLED ? PK_ROLE_WARN : PK_ROLE_NORMAL;

    pk_canvas_printf(draw->canvas, row, COL_NO, PK_ROLE_NORMAL, "%d%s", rung->no,
                     rung->need_reason ? " !" : "");
    pk_canvas_fit(draw->canvas, row, COL_WHO, draw->number - COL_WHO - 1, PK_ROLE_NORMAL,
                  rung->name);
    pk_canvas_fit(draw->canvas, row, draw->number, draw->status - draw->number - 1, PK_ROLE_NORMAL,
                  *rung->phone ? rung->phone : "-");
    pk_canvas_fit(draw->canvas, row, draw->status, cols - draw->status - SINCE - 1, role, status);
    if (rung->since_us)
        pk_canvas_fit_right(draw->canvas, row, cols - SINCE, SINCE - 1, PK_ROLE_NORMAL, since.s);
    mark(draw, row, here);
    int under = next_row(draw);
    pk_canvas_fit(draw->canvas, under, COL_WHO, draw->number - COL_WHO - 1, PK_ROLE_NORMAL,
                  *persons ? persons : _("nobody on duty"));
    pk_canvas_fit(draw->canvas, under, draw->number, cols - draw->number - 1, PK_ROLE_NORMAL,
                  rung->attempt);
}

/* Below 60 columns three rows a rung, nothing cut that has to be read aloud. */
static void
draw_rung_narrow(Draw *draw, const PkRungView *rung, bool here)
{
    g_autofree char *status = status_of(draw, rung);
    g_autofree char *persons = persons_of(rung);
    int row = next_row(draw);

    pk_canvas_printf(draw->canvas, row, 2, PK_ROLE_NORMAL, "%d %s", rung->no, rung->name);
    mark(draw, row, here);
    pk_canvas_printf(draw->canvas, next_row(draw), 4, PK_ROLE_NORMAL, "%s  %s",
                     *persons ? persons : _("nobody on duty"), rung->phone);
    pk_canvas_printf(draw->canvas, next_row(draw), 4, PK_ROLE_NORMAL, "%s  %s", status,
                     rung->attempt);
}

static void
draw_rungs(Draw *draw)
{
    bool wide = draw->area.cols >= WIDE_COLS;

    draw->status = draw->area.cols - (draw->area.cols >= 100 ? 40 : 28);
    draw->number = draw->status - 15;
    if (wide) {
        int row = next_row(draw), cols = draw->area.cols;
        pk_canvas_text(draw->canvas, row, COL_NO, 6, PK_ROLE_LABEL, _("rung"));
        pk_canvas_text(draw->canvas, row, COL_WHO, 20, PK_ROLE_LABEL, _("whom"));
        pk_canvas_text(draw->canvas, row, draw->number, 14, PK_ROLE_LABEL, _("number"));
        pk_canvas_text(draw->canvas, row, draw->status, 14, PK_ROLE_LABEL, _("status"));
        pk_canvas_fit_right(draw->canvas, row, cols - SINCE - 1, SINCE, PK_ROLE_LABEL, _("since"));
    }
    /* With more rungs than rows the one under the cursor stays in sight. */
    int per = wide ? 2 : 3, rows = draw->area.rows - draw->row - 5;
    int shown = MAX(1, rows / per);
    int first = MAX(0, draw->state->at - shown + 1);
    for (int i = first; i < (int)draw->page->rungs->len && i < first + shown; i++)
        (wide ? draw_rung : draw_rung_narrow)(draw, draw->page->rungs->pdata[i],
                                              i == draw->state->at);
    int left = (int)draw->page->rungs->len - first - shown;
    if (left > 0) {
        g_autofree char *more = g_strdup_printf(P_("%d rung below", "%d rungs below", left), left);
        text_row(draw, PK_ROLE_NORMAL, more);
    }
    rule(draw);
}

/* ---- what comes, and what was tried --------------------------------------------------------- */

static char *
attempts_said(const Draw *draw)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const GPtrArray *all = draw->page->attempts;

    for (guint i = all->len; i > 0 && i + 3 > all->len; i--) {
        const PkAttemptView *one = all->pdata[i - 1];
        PkTimeText at = clock_of(draw, one->at_us);
        g_string_append_printf(out, "%s%s %s %s (%s)", out->len ? "; " : "", at.s, one->who,
                               pk_word(&pk_words_attempt, (int)one->result), one->by_who);
    }
    return g_strdup_printf("%s %s", _("Attempts:"), out->len ? out->str : _("none yet"));
}

static char *
acks_said(const Draw *draw)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (guint i = 0; i < draw->page->acks->len; i++) {
        const PkPageAckView *ack = draw->page->acks->pdata[i];
        PkTimeText at = clock_of(draw, ack->at_us);
        g_string_append_printf(out, "%s%s %s%s", out->len ? "; " : "", at.s, ack->who,
                               ack->owns      ? _(" (owner)")
                               : ack->expired ? _(" (expired)")
                                              : "");
        if (*ack->by_who)
            g_string_append_printf(out, _(", written down by %s: %s"), ack->by_who, ack->reason);
    }
    return out->len ? g_strdup_printf("%s %s", _("Acknowledged:"), out->str) : NULL;
}

static void
draw_below(Draw *draw)
{
    g_autofree char *attempts = attempts_said(draw);
    g_autofree char *acks = acks_said(draw);

    if (*draw->page->next_said)
        sentence(draw, PK_ROLE_NORMAL, draw->page->next_said);
    if (acks)
        sentence(draw, PK_ROLE_NORMAL, acks);
    sentence(draw, PK_ROLE_NORMAL, attempts);
}

/* ---- the list ------------------------------------------------------------------------------- */

/* "rung 1, 04:00 left", "owner M. Bakker" */
static char *
page_next(const Draw *draw, const PkPageRow *row)
{
    if (row->state == PK_PAGE_EXHAUSTED)
        return pk_word_caps(&pk_words_page_state, (int)row->state);
    if (!pk_page_state_loud(row->state))
        return g_strdup_printf(_("owner %s"), row->owner_name);
    if (row->next.what == PK_ACT_NONE)
        return g_strdup_printf(_("rung %d of %d"), row->rung, row->n_rungs);
    PkTimeText left = pk_time_left(row->next.due_us, draw->view->now_us);
    return g_strdup_printf(_("rung %d, %s left"), row->rung, left.s);
}

void
pk_page_row_draw(const PkPageRow *row, const PkView *view, PkCanvas *canvas, int at, int cols,
                 bool here)
{
    Draw draw = { .view = view, .canvas = canvas, .area = { at, 0, 1, cols } };
    PkTimeText from = clock_of(&draw, row->started_us);
    g_autofree char *next = page_next(&draw, row);
    g_autofree char *text =
        g_strdup_printf("%s  %s%s%s", from.s, row->incident_key ? row->ident : "",
                        row->incident_key ? "  " : pk_word(&pk_words_page_source, (int)row->source),
                        row->incident_key ? "" : ": ");
    g_autofree char *whole = g_strconcat(text, row->text, NULL);
    int width = pk_canvas_width(next);

    pk_canvas_fit(canvas, at, 3, cols - width - 6, PK_ROLE_NORMAL, whole);
    pk_canvas_text(canvas, at, cols - width - 1, width,
                   pk_page_state_loud(row->state) ? PK_ROLE_WARN : PK_ROLE_NORMAL, next);
    mark(&draw, at, here);
}

static void
draw_list(Draw *draw)
{
    const GPtrArray *pages = draw->state->pages;
    int rows = draw->area.rows - 1, at = MAX(0, draw->state->sel.at);

    if (!pages) {
        text_row(draw, PK_ROLE_NORMAL, _("One moment."));
        return;
    }
    if (pages->len == 0) {
        sentence(draw, PK_ROLE_NORMAL,
                 _("No open pages. E on an incident calls the first rung of its ladder."));
        return;
    }
    g_autofree char *title = g_strdup_printf(_("OPEN PAGES - %u"), pages->len);
    text_row(draw, PK_ROLE_HEADING, title);
    for (int i = MAX(0, at - rows + 1); i < (int)pages->len; i++) {
        int row = next_row(draw);
        if (row >= 0)
            pk_page_row_draw(pages->pdata[i], draw->view, draw->canvas, row, draw->area.cols,
                             i == draw->state->sel.at);
    }
}

void
pk_escalation_draw(const void *data, const PkView *view, PkCanvas *canvas, PkRect body)
{
    const PkEscalationState *state = data;
    Draw draw = {
        .state = state, .page = state->page, .view = view, .canvas = canvas, .area = body
    };

    if (view->focused)
        pk_canvas_cursor(canvas, body.row, 1);
    if (!state->page_key) {
        draw_list(&draw);
    } else if (!state->page) {
        text_row(&draw, PK_ROLE_NORMAL, _("One moment."));
    } else {
        draw_about(&draw);
        draw_rungs(&draw);
        draw_below(&draw);
    }
}
