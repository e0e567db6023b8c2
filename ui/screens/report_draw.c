/* SPDX-License-Identifier: EUPL-1.2 */
/* Drawing the quick report (mock-ups 02 and 03): fields are laid out in rows, drawn on a sheet of
 * their own, and as much of it as fits around the active field is shown. */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/report.h"
#include "screens/rows.h"

#include <string.h>

enum { VALUE_COL = 13, NEEDS_SHORT = 4, SHEET_ROWS = 200, AREA_NARROW = 4 };

/* Where one field stands on the sheet. */
typedef struct {
    int label_row, label_col;
    int row, col, cols, rows;
    int echo_row, echo_col, echo_cols;
} Slot;

typedef struct {
    Slot slots[PK_FORM_N];
    int candidates_row, doubles_row, more_needs_row;
    int rows, cols;
    bool narrow;
} Sheet;

static int
count(const GPtrArray *array)
{
    return array ? (int)array->len : 0;
}

static int
candidate_count(const PkForm *form)
{
    return form->at == PK_FORM_PLACE && !form->org_key ? count(form->hits) : 0;
}

/* The six rarer kinds of help take a row only when they matter. */
static bool
shows_more_needs(const PkForm *form)
{
    return form->at == PK_FORM_NEEDS || form->values[PK_FORM_NEEDS].bits >> (PK_NEED_AID + 1) != 0;
}

/* ---- items of a picker --------------------------------------------------------------------------
 */

static bool
is_chosen(const PkForm *form, PkFormField field, int i)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    guint bits = form->values[field].bits;
    if (info->kind == PK_FIELD_TLP && bits == 0)
        return info->items[i].value == PK_TLP_AMBER;
    return bits & 1u << info->items[i].value;
}

static char *
item_text(const PkForm *form, PkFormField field, int i)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    const char *label = pk_field_item_label(info, i);
    bool chosen = is_chosen(form, field, i);
    if (info->kind == PK_FIELD_CHECK)
        return g_strdup_printf("[%c]%s", chosen ? 'x' : ' ', label);
    if (info->kind == PK_FIELD_TLP && chosen)
        return g_strdup_printf("[%s]", pk_tlp_label(info->items[i].value));
    if (info->kind == PK_FIELD_TLP)
        return g_strdup(i == 0 ? pk_tlp_label(info->items[i].value) : label);
    return g_strdup_printf("%c %s%s", info->items[i].key, label, chosen ? " <" : "");
}

static int
item_gap(PkFieldKind kind, PkFormField field)
{
    if (kind == PK_FIELD_CHECK)
        return 1;
    return field == PK_FORM_SEVERITY ? 3 : 2;
}

/* Lays out, and with a canvas draws, items from..to. Returns the rows used. */
static int
items(const PkForm *form, PkFormField field, int from, int to, PkCanvas *canvas, int row, int col,
      int cols)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    const PkFieldValue *value = &form->values[field];
    int at = 0, rows = 1, gap = item_gap(info->kind, field);
    for (int i = from; i < to; i++) {
        g_autofree char *text = item_text(form, field, i);
        int width = pk_canvas_width(text);
        if (at > 0 && at + width > cols) {
            rows++;
            at = 0;
        }
        PkRole role = info->kind == PK_FIELD_TLP  ? pk_rows_tlp_role(info->items[i].value)
                      : is_chosen(form, field, i) ? PK_ROLE_HEADING
                                                  : PK_ROLE_NORMAL;
        if (canvas)
            pk_canvas_text(canvas, row + rows - 1, col + at, cols - at, role, text);
        int here = info->kind == PK_FIELD_TLP && value->bits == 0 && value->at == 0 ? 2 : value->at;
        if (canvas && form->at == field && i == here)
            pk_canvas_cursor(canvas, row + rows - 1, col + at);
        at += width + gap;
    }
    if (canvas && value->unknown && info->kind != PK_FIELD_CHECK)
        pk_canvas_text(canvas, row + rows - 1, col + at, cols - at, PK_ROLE_HEADING,
                       _("? asked, not known <"));
    return rows;
}

/* ---- laying out ---------------------------------------------------------------------------------
 */

static void
put(Sheet *sheet, PkFormField field, int row, int col, int cols)
{
    Slot *slot = &sheet->slots[field];
    *slot = (Slot){ .label_row = row,
                    .label_col = 1,
                    .row = row,
                    .col = col,
                    .cols = cols,
                    .rows = 1,
                    .echo_row = row,
                    .echo_col = col + cols + 2,
                    .echo_cols = sheet->cols - col - cols - 2 };
}

static int
put_items(const PkForm *form, Sheet *sheet, PkFormField field, int row)
{
    int cols = sheet->cols - VALUE_COL;
    put(sheet, field, row, VALUE_COL, cols);
    sheet->slots[field].rows =
        items(form, field, 0, pk_form_fields[field].n_items, NULL, 0, 0, cols);
    return row + sheet->slots[field].rows;
}

/* Caller and role, personal data and help share a row. */
static int
lay_pairs(const PkForm *form, Sheet *sheet, int row)
{
    put(sheet, PK_FORM_PERSONAL, row, VALUE_COL, 14);
    put(sheet, PK_FORM_NEEDS, row, 35, sheet->cols - 35);
    sheet->slots[PK_FORM_NEEDS].label_col = 29;
    row++;
    sheet->more_needs_row = shows_more_needs(form) ? row++ : -1;
    return row;
}

/* The chosen name gives room to what says which place that is. */
static int
place_width(const PkForm *form, const Sheet *sheet)
{
    int about = form->org_about ? pk_canvas_width(form->org_about) : 0;
    return CLAMP(sheet->cols - VALUE_COL - 2 - about, 26, 32);
}

static void
lay_normal(const PkForm *form, Sheet *sheet, int height)
{
    int row = 0, n = candidate_count(form);
    put(sheet, PK_FORM_PLACE, row++, VALUE_COL, place_width(form, sheet));
    sheet->candidates_row = n ? row : -1;
    row += n;
    sheet->doubles_row = form->doubles ? row++ : -1;
    put(sheet, PK_FORM_NAME, row, VALUE_COL, 32);
    put(sheet, PK_FORM_ROLE, row++, 54, 18);
    sheet->slots[PK_FORM_ROLE].label_col = 46;
    put(sheet, PK_FORM_PHONE, row++, VALUE_COL, 22);
    put(sheet, PK_FORM_NOTE, row + 1, 2, sheet->cols - 2);
    sheet->slots[PK_FORM_NOTE].label_row = row++;
    int note_row = row, shift = 0;
    row = put_items(form, sheet, PK_FORM_KIND, row);
    row = put_items(form, sheet, PK_FORM_SEVERITY, row);
    row = put_items(form, sheet, PK_FORM_TLP, row);
    put(sheet, PK_FORM_OBSERVED, row++, VALUE_COL, 14);
    put(sheet, PK_FORM_AWARE, row++, VALUE_COL, 14);
    row = lay_pairs(form, sheet, row);
    put(sheet, PK_FORM_CALLBACK, row++, VALUE_COL, 14);
    row = put_items(form, sheet, PK_FORM_SOURCE, row);
    shift = CLAMP(height - row - 1, 1, MAX(4, height - 20));
    sheet->slots[PK_FORM_NOTE].rows = shift;
    for (int i = 0; i < PK_FORM_N; i++) {
        Slot *slot = &sheet->slots[i];
        if (i == PK_FORM_NOTE || slot->label_row < note_row)
            continue;
        slot->label_row += shift;
        slot->row += shift;
        slot->echo_row += shift;
    }
    if (sheet->more_needs_row >= 0)
        sheet->more_needs_row += shift;
    sheet->rows = row + shift;
}

static const PkFormField narrow_order[] = {
    PK_FORM_PLACE,    PK_FORM_NAME,     PK_FORM_PHONE,    PK_FORM_NOTE,  PK_FORM_KIND,
    PK_FORM_SEVERITY, PK_FORM_TLP,      PK_FORM_OBSERVED, PK_FORM_AWARE, PK_FORM_PERSONAL,
    PK_FORM_NEEDS,    PK_FORM_CALLBACK, PK_FORM_SOURCE,   PK_FORM_ROLE,
};

static bool
has_echo(PkFormField field)
{
    return field == PK_FORM_PLACE || field == PK_FORM_PHONE || field == PK_FORM_TLP ||
           pk_form_fields[field].kind == PK_FIELD_TIME;
}

static void
lay_narrow(const PkForm *form, Sheet *sheet)
{
    int row = 0, cols = sheet->cols - 2;
    sheet->candidates_row = sheet->doubles_row = sheet->more_needs_row = -1;
    for (size_t i = 0; i < G_N_ELEMENTS(narrow_order); i++) {
        PkFormField field = narrow_order[i];
        const PkFieldInfo *info = &pk_form_fields[field];
        Slot *slot = &sheet->slots[field];
        put(sheet, field, row, 1, cols);
        slot->row = ++row;
        if (info->kind == PK_FIELD_AREA)
            slot->rows = AREA_NARROW;
        else if (!pk_field_has_edit(info->kind) && field != PK_FORM_PERSONAL)
            slot->rows = items(form, field, 0, info->n_items, NULL, 0, 0, cols);
        row += slot->rows;
        slot->echo_row = row;
        slot->echo_col = 1;
        slot->echo_cols = cols;
        row += has_echo(field);
        if (field != PK_FORM_PLACE)
            continue;
        sheet->candidates_row = candidate_count(form) ? row : -1;
        row += candidate_count(form);
        sheet->doubles_row = form->doubles ? row++ : -1;
    }
    sheet->rows = row;
}

/* ---- echoes -------------------------------------------------------------------------------------
 */

static void
echo_time(const PkForm *form, const PkView *view, PkFormField field, PkCanvas *canvas,
          const Slot *slot)
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
echo_place(const PkForm *form, PkCanvas *canvas, const Slot *slot)
{
    const char *text = NULL;
    if (form->org_key)
        text = form->org_about;
    else if (form->at == PK_FORM_PLACE)
        text = candidate_count(form) > 0 || pk_form_is_empty(form, PK_FORM_PLACE)
                   ? _("<- type, Enter chooses")
                   : _("not in the register: kept as typed");
    else if (!pk_form_is_empty(form, PK_FORM_PLACE))
        text = _("unknown: not from the register");
    if (text)
        pk_canvas_fit(canvas, slot->echo_row, slot->echo_col, slot->echo_cols, PK_ROLE_NORMAL,
                      text);
}

static void
echo(const PkForm *form, const PkView *view, PkFormField field, PkCanvas *canvas, const Slot *slot)
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
draw_personal(const PkForm *form, PkCanvas *canvas, const Slot *slot)
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
draw_needs(const PkForm *form, const Sheet *sheet, PkCanvas *canvas, const Slot *slot)
{
    int n = pk_form_fields[PK_FORM_NEEDS].n_items;
    int first = sheet->narrow ? n : NEEDS_SHORT;
    items(form, PK_FORM_NEEDS, 0, first, canvas, slot->row, slot->col, slot->cols);
    if (sheet->more_needs_row >= 0)
        items(form, PK_FORM_NEEDS, first, n, canvas, sheet->more_needs_row, 5, sheet->cols - 5);
}

static void
draw_field(const PkForm *form, const PkView *view, const Sheet *sheet, PkFormField field,
           PkCanvas *canvas)
{
    const PkFieldInfo *info = &pk_form_fields[field];
    const Slot *slot = &sheet->slots[field];
    const PkFieldValue *value = &form->values[field];
    bool active = form->at == field && !form->menu;
    pk_canvas_text(canvas, slot->label_row, slot->label_col, sheet->narrow ? 30 : 18, PK_ROLE_LABEL,
                   _(info->label));
    if (field == PK_FORM_NEEDS)
        draw_needs(form, sheet, canvas, slot);
    else if (field == PK_FORM_PERSONAL)
        draw_personal(form, canvas, slot);
    else if (!pk_field_has_edit(info->kind))
        items(form, field, 0, info->n_items, canvas, slot->row, slot->col, slot->cols);
    else
        pk_edit_draw(value->edit, canvas, slot->row, slot->col, slot->rows, slot->cols, active,
                     true);
    echo(form, view, field, canvas, slot);
}

static void
draw_candidates(const PkForm *form, const Sheet *sheet, PkCanvas *canvas)
{
    int n = candidate_count(form), row = sheet->candidates_row;
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
draw_sheet(const PkForm *form, const PkView *view, Sheet *sheet)
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

/* In the message row when no message is there, else on the last row of the form. */
static void
draw_missing(const PkForm *form, PkCanvas *canvas, PkRect area)
{
    g_autofree char *missing = pk_form_missing(form);
    g_autofree char *message = pk_canvas_row(canvas, area.row + area.rows);
    if (!*missing || !form->typed)
        return;
    g_autofree char *whole =
        g_strdup_printf(_("Still empty: %s. You can always save; complete it later."), missing);
    g_autofree char *part = g_strdup_printf(_("Still empty: %s."), missing);
    const char *text = pk_canvas_width(whole) <= area.cols - 2 ? whole : part;
    int row = area.row + area.rows - (*message != '\0');
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
show(const PkForm *form, const Sheet *sheet, const PkCanvas *source, PkCanvas *canvas, PkRect area)
{
    const Slot *slot = &sheet->slots[form->at];
    int last = MAX(slot->row + slot->rows - 1, slot->echo_row);
    if (form->at == PK_FORM_PLACE && candidate_count(form))
        last = sheet->candidates_row + candidate_count(form) - 1;
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
    Sheet sheet = { .cols = area.cols, .narrow = pk_view_size(view) == PK_SIZE_NARROW };
    if (area.rows < 1)
        return;
    if (sheet.narrow)
        lay_narrow(form, &sheet);
    else
        lay_normal(form, &sheet, area.rows);
    g_autoptr(PkCanvas) source = draw_sheet(form, view, &sheet);
    show(form, &sheet, source, canvas, area);
    if (area.row >= 2)
        draw_draft_row(form, view, canvas, area.row - 2);
    draw_missing(form, canvas, area);
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
