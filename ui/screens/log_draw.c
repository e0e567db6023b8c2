/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/log.h"
#include "screens/rows.h"
#include "screens/timeline.h"

#include <string.h>

static bool
shows(const PkLogState *state, const PkSaid *said)
{
    const char *filter = state->filter.good; /* as the lines around it */
    if (!filter || !*filter)
        return true;
    g_autofree char *wanted = pk_text_fold(filter);
    g_autofree char *text = pk_text_fold(said->text);
    return strstr(text, wanted) != NULL;
}

GArray *
pk_log_entries(const PkLogState *state)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(PkLogEntry));
    const GPtrArray *rows = state->snapshot ? state->snapshot->rows : NULL;
    int line = rows ? (int)rows->len - 1 : -1;
    int said = state->said ? (int)state->said->len - 1 : -1;

    while (line >= 0 || said >= 0) {
        const PkTimelineRow *row = line >= 0 ? rows->pdata[line] : NULL;
        const PkSaid *message = said >= 0 ? state->said->pdata[said] : NULL;
        PkLogEntry entry = { 0 };
        if (message && !shows(state, message)) {
            said--;
            continue;
        }
        if (row && (!message || row->line->received_us > message->at_us)) {
            entry = (PkLogEntry){ row->line->key, row->line->received_us, row, NULL };
            line--;
        } else {
            entry = (PkLogEntry){ -1 - said, message->at_us, NULL, message };
            said--;
        }
        g_array_append_val(entries, entry);
    }
    return entries;
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

typedef struct {
    int who, what, ident, right;
} Columns;

static PkTimeText
time_words(const PkView *view, int64_t us)
{
    unsigned parts = PK_TIME_DATE | PK_TIME_PAD;
    if (view->utc)
        return pk_time_text(NULL, us, view->lang, parts | PK_TIME_UTC);
    return pk_time_text(view->zone, us, view->lang, parts | PK_TIME_CLOCK | PK_TIME_ZONE);
}

static const char *
what_words(const PkLogEntry *entry)
{
    return entry->said ? entry->said->text : pk_timeline_text(entry->row->line);
}

static const char *
who_words(const PkLogEntry *entry)
{
    if (entry->said)
        return entry->said->level == PK_SAY_INFO ? "Piket" : _("Piket !");
    return entry->row->initials && *entry->row->initials ? entry->row->initials
                                                         : entry->row->line->author;
}

static void
draw_entry(PkCanvas *canvas, const PkView *view, const PkLogEntry *entry, const Columns *at,
           int row)
{
    PkTimeText time = time_words(view, entry->us);
    g_autofree char *first = pk_timeline_first(what_words(entry));
    pk_canvas_text(canvas, row, 3, at->who - 4, PK_ROLE_NORMAL, time.s);
    pk_canvas_fit(canvas, row, at->who, at->what - at->who - 1, PK_ROLE_NORMAL, who_words(entry));
    pk_canvas_fit(canvas, row, at->what, at->ident - at->what - 2, PK_ROLE_NORMAL, first);
    if (entry->row)
        pk_canvas_text(canvas, row, at->ident, at->right - at->ident, PK_ROLE_NORMAL,
                       entry->row->ident);
}

static void
draw_entry_narrow(PkCanvas *canvas, const PkView *view, const PkLogEntry *entry, int cols, int row)
{
    PkTimeText time = time_words(view, entry->us);
    int at = 2;
    at += pk_canvas_text(canvas, row, at, 20, PK_ROLE_NORMAL, time.s) + 1;
    if (entry->row && entry->row->ident && *entry->row->ident)
        at += pk_canvas_text(canvas, row, at, 12, PK_ROLE_NORMAL, entry->row->ident) + 1;
    pk_canvas_fit(canvas, row, at, cols - at - 1, PK_ROLE_NORMAL, who_words(entry));
    g_autofree char *first = pk_timeline_first(what_words(entry));
    pk_canvas_fit(canvas, row + 1, 4, cols - 5, PK_ROLE_NORMAL, first);
}

static Columns
columns_of(const GArray *entries, const PkView *view, int cols)
{
    int ident = 8;
    for (guint i = 0; i < entries->len; i++) {
        const PkLogEntry *entry = &g_array_index(entries, PkLogEntry, i);
        if (entry->row && entry->row->ident)
            ident = MAX(ident, (int)strlen(entry->row->ident));
    }
    int who = 3 + (view->utc ? 13 : 17) + 2;
    return (Columns){ .who = who, .what = who + 8, .ident = cols - ident - 1, .right = cols };
}

static void
draw_heads(PkCanvas *canvas, const Columns *at, int row)
{
    pk_canvas_text(canvas, row, 3, at->who - 4, PK_ROLE_HEADING, _("time"));
    pk_canvas_fit(canvas, row, at->who, 7, PK_ROLE_HEADING, _("who"));
    pk_canvas_fit(canvas, row, at->what, at->ident - at->what - 2, PK_ROLE_HEADING, _("what"));
    pk_canvas_fit(canvas, row, at->ident, at->right - at->ident, PK_ROLE_HEADING, _("incident"));
}

static void
draw_top(const PkLogState *state, PkCanvas *canvas, PkRect body, guint n)
{
    g_autofree char *entries = g_strdup_printf(state->snapshot && state->snapshot->more
                                                   ? P_("newest %u entry", "newest %u entries", n)
                                                   : P_("%u entry", "%u entries", n),
                                               n);
    g_autofree char *count = pk_rows_not_for_you(
        entries, state->snapshot ? state->snapshot->n_left_out + state->snapshot->n_unread : 0);
    g_autofree char *least = g_strdup_printf("%u", n);
    const char *const counts[] = { count, least };
    g_autofree char *undo = state->undo
                                ? g_strdup_printf(P_("u undoes: %s (%u step)",
                                                     "u undoes: %s (%u steps)", state->n_undo),
                                                  state->undo, state->n_undo)
                                : g_strdup(_("Nothing of this session to undo."));
    pk_filterbar_draw(&state->filter, canvas, body.row, body.col, body.cols, counts, 2);
    pk_canvas_fit(canvas, body.row + 1, body.col + 1, body.cols - 2, PK_ROLE_NORMAL, undo);
    pk_canvas_rule(canvas, body.row + 2, body.col, body.cols);
}

void
pk_log_draw(const void *data, const PkView *view, PkCanvas *canvas, PkRect body)
{
    const PkLogState *state = data;
    g_autoptr(GArray) entries = pk_log_entries(state);
    bool narrow = pk_view_size(view) < PK_SIZE_NORMAL;
    Columns at = columns_of(entries, view, body.cols);
    int row = body.row + 3, per = narrow ? 2 : 1;

    draw_top(state, canvas, body, entries->len);
    if (entries->len == 0) {
        pk_canvas_fit(canvas, row + 1, 3, body.cols - 4, PK_ROLE_NORMAL,
                      !state->snapshot ? _("Reading...")
                      : *pk_filterbar_text(&state->filter)
                          ? _("Nothing fits this filter. Esc clears it.")
                          : _("Nothing happened yet."));
        if (view->focused)
            pk_canvas_cursor(canvas, row + 1, 0);
        return;
    }
    if (!narrow)
        draw_heads(canvas, &at, row++);
    int height = MAX(1, (body.row + body.rows - row) / per);
    int here = 0;
    for (guint i = 0; i < entries->len; i++) {
        if (g_array_index(entries, PkLogEntry, i).key == state->sel.selected)
            here = (int)i;
    }
    int top = CLAMP(state->shown->top, here - height + 1, here);
    top = CLAMP(top, 0, MAX(0, (int)entries->len - height));
    *state->shown = (PkShown){ top, height };
    for (int i = 0; i < height && top + i < (int)entries->len; i++) {
        const PkLogEntry *entry = &g_array_index(entries, PkLogEntry, top + i);
        int line = row + i * per;
        bool chosen = top + i == here;
        pk_canvas_text(canvas, line, 0, 1, PK_ROLE_NORMAL, chosen ? ">" : " ");
        if (narrow)
            draw_entry_narrow(canvas, view, entry, body.cols, line);
        else
            draw_entry(canvas, view, entry, &at, line);
        if (!chosen)
            continue;
        pk_canvas_mark(canvas, line, 0, body.cols, PK_ROLE_SELECTED);
        if (view->focused)
            pk_canvas_cursor(canvas, line, 0);
    }
}
