/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/report_layout.h"

#include "piket/base/i18n.h"
#include "screens/rows.h"

enum { VALUE_COL = 13, AREA_NARROW = 4 };

static int
count(const GPtrArray *array)
{
    return array ? (int)array->len : 0;
}

int
pk_form_candidates(const PkForm *form)
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
int
pk_form_items(const PkForm *form, PkFormField field, int from, int to, PkCanvas *canvas, int row,
              int col, int cols)
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
put(PkFormSheet *sheet, PkFormField field, int row, int col, int cols)
{
    PkFormSlot *slot = &sheet->slots[field];
    *slot = (PkFormSlot){ .label_row = row,
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
put_items(const PkForm *form, PkFormSheet *sheet, PkFormField field, int row)
{
    int cols = sheet->cols - VALUE_COL;
    put(sheet, field, row, VALUE_COL, cols);
    sheet->slots[field].rows =
        pk_form_items(form, field, 0, pk_form_fields[field].n_items, NULL, 0, 0, cols);
    return row + sheet->slots[field].rows;
}

/* Caller and role, personal data and help share a row. */
static int
lay_pairs(const PkForm *form, PkFormSheet *sheet, int row)
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
place_width(const PkForm *form, const PkFormSheet *sheet)
{
    int about = form->org_about ? pk_canvas_width(form->org_about) : 0;
    return CLAMP(sheet->cols - VALUE_COL - 2 - about, 26, 32);
}

static void
lay_normal(const PkForm *form, PkFormSheet *sheet, int height)
{
    int row = 0, n = pk_form_candidates(form);
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
        PkFormSlot *slot = &sheet->slots[i];
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
lay_narrow(const PkForm *form, PkFormSheet *sheet)
{
    int row = 0, cols = sheet->cols - 2;
    sheet->candidates_row = sheet->doubles_row = sheet->more_needs_row = -1;
    for (size_t i = 0; i < G_N_ELEMENTS(narrow_order); i++) {
        PkFormField field = narrow_order[i];
        const PkFieldInfo *info = &pk_form_fields[field];
        PkFormSlot *slot = &sheet->slots[field];
        put(sheet, field, row, 1, cols);
        slot->row = ++row;
        if (info->kind == PK_FIELD_AREA)
            slot->rows = AREA_NARROW;
        else if (!pk_field_has_edit(info->kind) && field != PK_FORM_PERSONAL)
            slot->rows = pk_form_items(form, field, 0, info->n_items, NULL, 0, 0, cols);
        row += slot->rows;
        slot->echo_row = row;
        slot->echo_col = 1;
        slot->echo_cols = cols;
        row += has_echo(field);
        if (field != PK_FORM_PLACE)
            continue;
        sheet->candidates_row = pk_form_candidates(form) ? row : -1;
        row += pk_form_candidates(form);
        sheet->doubles_row = form->doubles ? row++ : -1;
    }
    sheet->rows = row;
}

void
pk_form_lay(const PkForm *form, PkFormSheet *sheet, int height)
{
    if (sheet->narrow)
        lay_narrow(form, sheet);
    else
        lay_normal(form, sheet, height);
}
