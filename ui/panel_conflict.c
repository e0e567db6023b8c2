/* SPDX-License-Identifier: EUPL-1.2 */
/* Two changed the same: whose value stays? It comes when nobody asked for it, so it is deaf at
 * first and what was typed ahead does not answer; only t, g and Esc do anything. */
#include "console.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

enum { DEAF_MS = 300, LABEL = 13, VALUE_ROWS = 3 };

typedef struct {
    PkConflict *conflict;
    bool differs; /* the difference is shown */
    PkConflictMine mine;
    PkConflictTheirs theirs;
    void *data;
    GDestroyNotify free_data;
} Panel;

static void
conflict_free(void *state)
{
    Panel *panel = state;
    if (panel->free_data)
        panel->free_data(panel->data);
    pk_conflict_free(panel->conflict);
    g_free(panel);
}

static GPtrArray *
head_lines(const Panel *panel, int cols)
{
    const PkConflict *c = panel->conflict;
    g_autofree char *text =
        c->who ? g_strdup_printf(_("%s changed %s at %s."), c->who, c->what, c->when)
               : g_strdup_printf(_("%s was changed meanwhile."), c->what);
    return pk_text_wrap(text, MAX(10, cols - 2));
}

static GPtrArray *
value_lines(const char *value, int cols)
{
    return pk_text_wrap(value && *value ? value : "-", MAX(10, cols - LABEL - 4));
}

static int
value_rows(const char *value, int cols)
{
    g_autoptr(GPtrArray) lines = value_lines(value, cols);
    return CLAMP((int)lines->len, 1, VALUE_ROWS);
}

static int
conflict_height(const void *state, const PkView *view)
{
    const Panel *panel = state;
    const PkConflict *c = panel->conflict;
    g_autoptr(GPtrArray) head = head_lines(panel, view->cols);
    int rows = (int)head->len + 2;
    if (panel->differs)
        rows += value_rows(c->old, view->cols) + value_rows(c->theirs, view->cols) +
                value_rows(c->mine, view->cols);
    return rows;
}

static int
draw_value(PkCanvas *canvas, PkRect area, int row, const char *label, const char *value)
{
    g_autoptr(GPtrArray) lines = value_lines(value, area.cols);
    int n = CLAMP((int)lines->len, 1, VALUE_ROWS);
    pk_canvas_fit(canvas, row, 3, LABEL, PK_ROLE_LABEL, label);
    for (int i = 0; i < n && i < (int)lines->len; i++) {
        bool cut = i == n - 1 && (int)lines->len > n;
        g_autofree char *last = cut ? g_strdup_printf("%s ...", (char *)lines->pdata[i]) : NULL;
        pk_canvas_fit(canvas, row + i, 3 + LABEL, area.cols - LABEL - 4, PK_ROLE_NORMAL,
                      cut ? last : lines->pdata[i]);
    }
    return n;
}

static void
conflict_draw(const void *state, G_GNUC_UNUSED const PkView *view, PkCanvas *canvas, PkRect area)
{
    const Panel *panel = state;
    const PkConflict *c = panel->conflict;
    g_autoptr(GPtrArray) head = head_lines(panel, area.cols);
    int row = area.row;
    for (guint i = 0; i < head->len; i++)
        pk_canvas_fit(canvas, row++, 1, area.cols - 2, PK_ROLE_WARN, head->pdata[i]);
    if (panel->differs) {
        row += draw_value(canvas, area, row, _("was"), c->old);
        row += draw_value(canvas, area, row, _("theirs"), c->theirs);
        row += draw_value(canvas, area, row, _("mine"), c->mine);
    }
    pk_canvas_fit(canvas, area.row + area.rows - 1, 1, area.cols - 2, PK_ROLE_KEY,
                  panel->differs ? _("g my value, Esc leave theirs")
                                 : _("[t] show the difference, g my value, Esc leave theirs"));
    pk_canvas_cursor(canvas, area.row, 1);
}

static char *
conflict_hint(G_GNUC_UNUSED const void *state)
{
    return g_strdup(_("t:difference  g:my value  Esc:leave theirs"));
}

/* The panel goes first: what follows may open the next one. */
static void
answer(PkUi *ui, Panel *panel, bool mine)
{
    PkConflict *conflict = g_steal_pointer(&panel->conflict);
    Panel copy = *panel;
    panel->free_data = NULL;
    panel->conflict = g_new0(PkConflict, 1);
    pk_ui_close_panel(ui);
    if (mine)
        copy.mine(ui, conflict, copy.data);
    else
        copy.theirs(ui, copy.data);
    if (copy.free_data)
        copy.free_data(copy.data);
    pk_conflict_free(conflict);
}

static void
conflict_key(PkUi *ui, void *state, const PkKey *key)
{
    Panel *panel = state;
    bool deaf = ui->loop && g_get_monotonic_time() - ui->panel_since_us < DEAF_MS * 1000;
    if (deaf || key->kind == PK_KEY_PASTE)
        return;
    if (key->kind == PK_KEY_CHAR && key->code == 't') {
        panel->differs = true;
        pk_ui_redraw(ui);
    } else if (key->kind == PK_KEY_CHAR && key->code == 'g') {
        answer(ui, panel, true);
    } else if (pk_key_is(key, PK_NAMED_ESC)) {
        answer(ui, panel, false);
    } else {
        pk_ui_say(ui, PK_SAY_HINT, "%s", _("g takes your value, Esc leaves theirs, t shows both."));
    }
}

static const PkPanel conflict_panel = {
    .name = "conflict",
    .height = conflict_height,
    .draw = conflict_draw,
    .key = conflict_key,
    .hint = conflict_hint,
    .help =
        N_("Somebody changed the same while you did. t shows what it was, is and would become. g "
           "writes your value over theirs, with a line that says so. Esc leaves theirs."),
    .free = conflict_free,
};

static void
open_now(PkUi *ui, Panel *panel)
{
    pk_ui_open(ui, &conflict_panel, panel);
    g_clear_pointer(&ui->message, g_free); /* the same, without the choice */
    if (ui->loop)
        pk_loop_flush_input(ui->loop);
}

void
pk_ui_conflict(PkUi *ui, PkConflict *conflict, PkConflictMine mine, PkConflictTheirs theirs,
               void *data, GDestroyNotify free_data)
{
    Panel *panel = g_new0(Panel, 1);
    *panel = (Panel){ conflict, false, mine, theirs, data, free_data };
    if (ui->quitting)
        conflict_free(panel);
    else if (ui->loop && ui->panel)
        g_queue_push_tail(&ui->conflicts, panel); /* somebody is typing something else by now */
    else
        open_now(ui, panel);
}

void
pk_ui_next_conflict(PkUi *ui)
{
    if (!ui->panel && !g_queue_is_empty(&ui->conflicts))
        open_now(ui, g_queue_pop_head(&ui->conflicts));
}

void
pk_ui_drop_conflicts(PkUi *ui)
{
    g_queue_clear_full(&ui->conflicts, conflict_free);
}
