/* SPDX-License-Identifier: EUPL-1.2 */
/* Drawing the quick report (mock-ups 02 and 03): the fields go on a sheet of their own, and as much
 * of it as fits around the active field is shown. */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/report_layout.h"

#include <string.h>

enum { VALUE_COL = 13, NEEDS_SHORT = 4, SHEET_ROWS = 200 };

/* ---- echoes -------------------------------------------------------------------------------------
 */

static void
echo_time(const PkForm *form, const PkView *view, PkFormField field, PkCanvas *canvas,
          const PkFormSlot *slot)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    const PkFieldValue *value = &form->values[field];
    if (value->problem) {
        pk_canvas_fit(canvas, slot->echo_row, slot->echo_col, slot->echo_cols, PK_ROLE_ERROR,
                      value->problem);
        return;
    }
    if (value->us == 0)
        return;
    PkTimeText echo = pk_when_echo(&value->when, view->zone, view->now_us, view->lang, info->echo);
    int used = pk_canvas_text(canvas, slot->echo_row, slot->echo_col, slot->echo_cols,
                              PK_ROLE_NORMAL, echo.s);
    int room = slot->echo_cols - used - 2;
    if (value->when.warning)
        pk_canvas_fit(canvas, slot->echo_row, slot->echo_col + used + 2, room, PK_ROLE_WARN,
                      value->when.warning);
    else if (field == PK_FORM_AWARE)
        pk_canvas_fit_right(canvas, slot->echo_row, slot->echo_col + used + 2, room, PK_ROLE_NORMAL,
                            _("starts 24h and 72h clocks"));
    else if (field == PK_FORM_CALLBACK)
        pk_canvas_text(canvas, slot->echo_row, slot->echo_col + used, room + 2, PK_ROLE_NORMAL,
                       _(", added to My actions"));
}

static void
echo_place(const PkForm *form, PkCanvas *canvas, const PkFormSlot *slot)
{
    const char *text = NULL;
    if (form->org_key)
        text = form->org_about;
    else if (form->at == PK_FORM_PLACE)
        text = pk_form_candidates(form) > 0 || pk_form_is_empty(form, PK_FORM_PLACE)
                   ? _("<- type, Enter chooses")
                   : _("not in the register: kept as typed");
    else if (!pk_form_is_empty(form, PK_FORM_PLACE))
        text = _("unknown: not from the register");
    if (text)
        pk_canvas_fit(canvas, slot->echo_row, slot->echo_col, slot->echo_cols, PK_ROLE_NORMAL,
                      text);
}

static void
echo(const PkForm *form, const PkView *view, PkFormField field, PkCanvas *canvas,
     const PkFormSlot *slot)
{
    if (pk_form_fields[field].kind == PK_FIELD_TIME)
        echo_time(form, view, field, canvas, slot);
    else if (field == PK_FORM_PLACE)
        echo_place(form, canvas, slot);
    else if (field == PK_FORM_PHONE && (!pk_form_is_empty(form, field) || slot->echo_col > 1))
        pk_canvas_fit(canvas, slot->echo_row, slot->echo_col, slot->echo_cols, PK_ROLE_NORMAL,
                      _("given by caller, NOT verified"));
    else if (field == PK_FORM_TLP) {
        bool narrow = slot->echo_col == 1;
        pk_canvas_fit_right(canvas, slot->echo_row, narrow ? 1 : slot->col + 48,
                            narrow ? slot->echo_cols : slot->cols - 48, PK_ROLE_NORMAL,
                            form->values[PK_FORM_TLP].bits ? _("source: ours")
                                                           : _("source: default"));
    }
}

/* ---- drawing a field ----------------------------------------------------------------------------
 */

static void
draw_personal(const PkForm *form, PkCanvas *canvas, const PkFormSlot *slot)
{
    const PkFieldValue *value = &form->values[PK_FORM_PERSONAL];
    bool yes = value->bits & 1u << PK_TRISTATE_YES, no = value->bits & 1u << PK_TRISTATE_NO;
    PkTristate word = value->unknown ? PK_TRISTATE_UNKNOWN
                      : yes          ? PK_TRISTATE_YES
                      : no           ? PK_TRISTATE_NO
                                     : PK_TRISTATE_EMPTY;
    pk_canvas_printf(canvas, slot->row, slot->col, PK_ROLE_FIELD, "[%c] %s",
                     value->unknown ? '?'
                     : yes          ? 'x'
                     : no           ? '-'
                                    : ' ',
                     word ? pk_word(&pk_words_tristate, word) : "");
    if (form->at == PK_FORM_PERSONAL)
        pk_canvas_cursor(canvas, slot->row, slot->col + 1);
}

static void
draw_needs(const PkForm *form, const PkFormSheet *sheet, PkCanvas *canvas, const PkFormSlot *slot)
{
    int n = pk_form_fields[PK_FORM_NEEDS].n_items;
    int first = sheet->narrow ? n : NEEDS_SHORT;
    pk_form_items(form, PK_FORM_NEEDS, 0, first, canvas, slot->row, slot->col, slot->cols);
    if (sheet->more_needs_row >= 0)
        pk_form_items(form, PK_FORM_NEEDS, first, n, canvas, sheet->more_needs_row, 5,
                      sheet->cols - 5);
}

static void
draw_field(const PkForm *form, const PkView *view, const PkFormSheet *sheet, PkFormField field,
           PkCanvas *canvas)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    const PkFormSlot *slot = &sheet->slots[field];
    const PkFieldValue *value = &form->values[field];
    bool active = form->at == field && !form->menu;
    pk_canvas_text(canvas, slot->label_row, slot->label_col, sheet->narrow ? 30 : 18, PK_ROLE_LABEL,
                   _(info->label));
    if (field == PK_FORM_NEEDS)
        draw_needs(form, sheet, canvas, slot);
    else if (field == PK_FORM_PERSONAL)
        draw_personal(form, canvas, slot);
    else if (!pk_field_has_edit(info->kind))
        pk_form_items(form, field, 0, info->n_items, canvas, slot->row, slot->col, slot->cols);
    else
        pk_edit_draw(value->edit, canvas, slot->row, slot->col, slot->rows, slot->cols, active,
                     true);
    echo(form, view, field, canvas, slot);
}

static void
draw_candidates(const PkForm *form, const PkFormSheet *sheet, PkCanvas *canvas)
{
    int n = pk_form_candidates(form), row = sheet->candidates_row;
    int col = sheet->narrow ? 1 : VALUE_COL, cols = sheet->cols;
    for (int i = 0; row >= 0 && i < n; i++, row++) {
        const PkCandidate *candidate = form->hits->pdata[i];
        bool here = i == form->marked;
        if (here)
            pk_canvas_fill(canvas, row, col + 2, 1, cols - col - 2, PK_ROLE_SELECTED);
        PkRole role = here ? PK_ROLE_SELECTED : PK_ROLE_NORMAL;
        pk_canvas_text(canvas, row, col, 1, PK_ROLE_NORMAL, here ? ">" : " ");
        if (sheet->narrow) {
            pk_canvas_fit_right(canvas, row, cols - 9, 9, role, candidate->code);
            pk_canvas_fit(canvas, row, col + 2, cols - 14, role, candidate->name);
            continue;
        }
        int spare = (cols - 80) / 2;
        pk_canvas_fit(canvas, row, 15, 20 + spare, role, candidate->name);
        pk_canvas_fit(canvas, row, 36 + spare, 18 + spare, role, candidate->region);
        pk_canvas_fit(canvas, row, 55 + 2 * spare, 16, role, candidate->member);
        pk_canvas_text(canvas, row, 72 + 2 * spare, 8, role, candidate->code);
    }
}

static PkCanvas *
draw_sheet(const PkForm *form, const PkView *view, PkFormSheet *sheet)
{
    PkCanvas *canvas = pk_canvas_new(MIN(sheet->rows, SHEET_ROWS), sheet->cols);
    for (int i = 0; i < PK_FORM_N; i++) {
        if ((PkFormField)i != form->at)
            draw_field(form, view, sheet, i, canvas);
    }
    if (sheet->doubles_row >= 0)
        pk_canvas_fit(canvas, sheet->doubles_row, sheet->narrow ? 1 : VALUE_COL,
                      sheet->cols - (sheet->narrow ? 2 : VALUE_COL), PK_ROLE_WARN, form->doubles);
    draw_candidates(form, sheet, canvas);
    draw_field(form, view, sheet, form->at, canvas); /* last: the cursor is its */
    return canvas;
}

/* ---- around the fields --------------------------------------------------------------------------
 */

static void
draw_draft_row(const PkForm *form, const PkView *view, PkCanvas *canvas, int row)
{
    unsigned seconds = PK_TIME_CLOCK | PK_TIME_SECONDS;
    int64_t saved_us = form->draft ? pk_draft_saved_us(form->draft) : 0;
    PkTimeText started = pk_time_text(view->zone, form->started_us, view->lang, seconds);
    int at = 1, open = (int)((view->now_us - form->started_us) / G_USEC_PER_SEC);
    bool narrow = view->cols < 60;
    pk_canvas_fill(canvas, row, 0, 1, view->cols, PK_ROLE_NORMAL);
    at += pk_canvas_printf(canvas, row, at, PK_ROLE_HEADING, "%s %s", _("DRAFT"),
                           form->ident ? form->ident : "");
    if (!narrow)
        at += pk_canvas_printf(canvas, row, at + (form->ident ? 2 : 1), PK_ROLE_NORMAL,
                               _("started %s"), started.s) +
              (form->ident ? 2 : 1);
    if (saved_us) {
        PkTimeText saved = pk_time_text(view->zone, saved_us, view->lang, seconds);
        at += 2 + pk_canvas_printf(canvas, row, at + 2, PK_ROLE_NORMAL,
                                   narrow ? _("saved %s") : _("saved %s (automatic)"), saved.s);
    } else if (!form->draft) {
        at += 2 + pk_canvas_text(canvas, row, at + 2, view->cols - at - 2, PK_ROLE_WARN,
                                 _("NOT KEPT: save soon"));
    }
    g_autofree char *age = open < 60 ? g_strdup_printf(_("%d s open"), MAX(open, 0))
                                     : g_strdup_printf(_("%d min open"), open / 60);
    if (view->cols - at - 1 > pk_canvas_width(age))
        pk_canvas_fit_right(canvas, row, at + 1, view->cols - at - 1, PK_ROLE_NORMAL, age);
}

static const char *
menu_words(void)
{
    return _("s:save  Esc:go on  u:undo field  k:keep draft, leave  w:throw away (30 days)");
}

/* The rule of the label while it is chosen, else what is still empty. Owned, NULL for nothing. */
static char *
advice(const PkForm *form, int cols)
{
    PkTlp tlp = PK_TLP_AMBER;
    for (int i = 0; i < PK_TLP_N; i++) {
        if (form->values[PK_FORM_TLP].bits & 1u << i)
            tlp = i;
    }
    if (form->at == PK_FORM_TLP)
        return g_strdup_printf("%s: %s", pk_tlp_label(tlp), pk_tlp_rule(tlp));
    g_autofree char *missing = pk_form_missing(form);
    if (!*missing || !form->typed)
        return NULL;
    g_autofree char *whole =
        g_strdup_printf(_("Still empty: %s. You can always save; complete it later."), missing);
    if (pk_canvas_width(whole) <= cols)
        return g_steal_pointer(&whole);
    return g_strdup_printf(_("Still empty: %s."), missing);
}

/* In the message row when no message is there, else on the last row of the form. */
static void
draw_advice(const PkForm *form, PkCanvas *canvas, PkRect area)
{
    g_autofree char *text = advice(form, area.cols - 2);
    g_autofree char *message = pk_canvas_row(canvas, area.row + area.rows);
    int row = area.row + area.rows - (message && *message != '\0');
    if (!text)
        return;
    pk_canvas_fill(canvas, row, 0, 1, area.cols, PK_ROLE_NORMAL);
    pk_canvas_fit(canvas, row, 1, area.cols - 2, PK_ROLE_MESSAGE, text);
}

/* A narrow window has no room for the menu in one line. */
static void
draw_menu(PkCanvas *canvas, PkRect area)
{
    if (pk_canvas_width(menu_words()) > area.cols - 2) {
        g_autofree char *words = g_strdup(menu_words());
        g_auto(GStrv) parts = g_strsplit(words, "  ", -1);
        int n = (int)g_strv_length(parts), row = area.row + MAX(0, area.rows - n);
        pk_canvas_fill(canvas, row, 0, MIN(n, area.rows), area.cols, PK_ROLE_NORMAL);
        for (int i = 0; i < MIN(n, area.rows); i++)
            pk_canvas_fit(canvas, row + i, 1, area.cols - 2, PK_ROLE_KEY, parts[i]);
        pk_canvas_cursor(canvas, row, 1);
        return;
    }
    pk_canvas_cursor(canvas, area.row + area.rows + 1, 1);
}

static void
show(const PkForm *form, const PkFormSheet *sheet, const PkCanvas *source, PkCanvas *canvas,
     PkRect area)
{
    const PkFormSlot *slot = &sheet->slots[form->at];
    int last = MAX(slot->row + slot->rows - 1, slot->echo_row);
    if (form->at == PK_FORM_PLACE && pk_form_candidates(form))
        last = sheet->candidates_row + pk_form_candidates(form) - 1;
    int room = area.rows - (sheet->narrow && area.rows > 4);
    int top = MAX(0, MIN(last - room + 1, slot->label_row));
    if (last - top + 1 > room)
        top = MAX(0, MIN(source->cursor_row, last - room + 1));
    for (int r = 0; r < room && top + r < source->rows; r++)
        memcpy(&canvas->cells[(area.row + r) * canvas->cols],
               &source->cells[(top + r) * source->cols],
               sizeof(PkCell) * (size_t)MIN(canvas->cols, source->cols));
    pk_canvas_cursor(canvas, area.row + CLAMP(source->cursor_row - top, 0, area.rows - 1),
                     source->cursor_col);
}

void
pk_form_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    const PkForm *form = state;
    PkFormSheet sheet = { .cols = area.cols, .narrow = pk_view_size(view) == PK_SIZE_NARROW };
    if (area.rows < 1)
        return;
    pk_form_lay(form, &sheet, area.rows);
    g_autoptr(PkCanvas) source = draw_sheet(form, view, &sheet);
    show(form, &sheet, source, canvas, area);
    if (area.row >= 2)
        draw_draft_row(form, view, canvas, area.row - 2);
    draw_advice(form, canvas, area);
    if (form->menu)
        draw_menu(canvas, area);
}

char *
pk_form_hint(const void *state)
{
    const PkForm *form = state;
    const PkFieldValue *value = &form->values[form->at];
    if (form->saving)
        return g_strdup(_("Saving..."));
    if (form->menu)
        return g_strdup(pk_ui_view(form->ui)->cols < 80 ? "" : menu_words());
    if (value->asks)
        return g_strdup(_("a:the first time  b:the second time  Tab:next field  Esc:menu"));
    if (pk_ui_view(form->ui)->cols < 60)
        return g_strdup(_("Ctrl-S:save  Tab:next  Esc:menu"));
    return g_strdup(_(pk_form_fields[form->at].hint));
}
