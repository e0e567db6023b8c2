/* SPDX-License-Identifier: EUPL-1.2 */
#include "canvas.h"

#include <stdarg.h>
#include <string.h>

/* What goes into one cell. */
typedef struct {
    char text[PK_CELL_BYTES];
    int width;
} Glyph;

typedef struct {
    const char *at;
    PkCluster cluster;
    const char *rest; /* of a cluster that is shown as several characters: "<1B>" */
} Reader;

static Reader
reader(const char *text)
{
    return (Reader){ .at = text ? text : "", .rest = "" };
}

static bool
next_glyph(Reader *in, Glyph *ret)
{
    PkCluster *cluster = &in->cluster;

    while (!*in->rest) {
        if (!pk_text_next(&in->at, cluster))
            return false;
        if (cluster->columns == 0)
            continue;
        if (cluster->columns <= 2) {
            g_strlcpy(ret->text, cluster->shown, sizeof ret->text);
            ret->width = cluster->columns;
            return true;
        }
        in->rest = cluster->shown;
    }
    ret->text[0] = *in->rest++;
    ret->text[1] = '\0';
    ret->width = 1;
    return true;
}

PkCanvas *
pk_canvas_new(int rows, int cols)
{
    PkCanvas *canvas = g_new0(PkCanvas, 1);

    canvas->rows = CLAMP(rows, 1, PK_CANVAS_MAX);
    canvas->cols = CLAMP(cols, 1, PK_CANVAS_MAX);
    canvas->cells = g_new0(PkCell, (size_t)canvas->rows * (size_t)canvas->cols);
    pk_canvas_clear(canvas);
    return canvas;
}

void
pk_canvas_free(PkCanvas *canvas)
{
    if (!canvas)
        return;
    g_free(canvas->cells);
    g_free(canvas);
}

void
pk_canvas_clear(PkCanvas *canvas)
{
    pk_canvas_fill(canvas, 0, 0, canvas->rows, canvas->cols, PK_ROLE_NORMAL);
    canvas->cursor_row = canvas->cursor_col = 0;
}

static PkCell *
cell_at(const PkCanvas *canvas, int row, int col)
{
    if (row < 0 || row >= canvas->rows || col < 0 || col >= canvas->cols)
        return NULL;
    return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

const PkCell *
pk_canvas_cell(const PkCanvas *canvas, int row, int col)
{
    return cell_at(canvas, row, col);
}

static void
blank(PkCell *cell)
{
    cell->text[0] = ' ';
    cell->text[1] = '\0';
    cell->width = 1;
}

/* Overwriting one half of a wide cluster leaves a space in the other half. */
static void
split_wide(PkCanvas *canvas, int row, int col)
{
    PkCell *cell = cell_at(canvas, row, col);
    PkCell *left = cell_at(canvas, row, col - 1);
    PkCell *right = cell_at(canvas, row, col + 1);

    if (!cell)
        return;
    if (cell->width == 0 && left)
        blank(left);
    if (cell->width == 2 && right)
        blank(right);
    blank(cell);
}

static void
put(PkCanvas *canvas, int row, int col, PkRole role, const Glyph *glyph)
{
    PkCell *first = cell_at(canvas, row, col);
    PkCell *second = cell_at(canvas, row, col + 1);

    split_wide(canvas, row, col);
    if (glyph->width == 2)
        split_wide(canvas, row, col + 1);
    if (first)
        first->role = (uint8_t)role;
    if (glyph->width == 2 && second)
        second->role = (uint8_t)role;
    if (!first || (glyph->width == 2 && !second))
        return;
    memcpy(first->text, glyph->text, sizeof first->text);
    first->width = (uint8_t)glyph->width;
    if (glyph->width == 2) {
        second->text[0] = '\0';
        second->width = 0;
    }
}

int
pk_canvas_text(PkCanvas *canvas, int row, int col, int max_cols, PkRole role, const char *text)
{
    int used = 0;
    Reader in = reader(text);
    Glyph glyph;

    /* Past the edge nothing can be seen; far left of it nothing can overflow. */
    if (col >= canvas->cols || col < -PK_CANVAS_MAX * 2)
        return 0;
    max_cols = MIN(max_cols, canvas->cols - col);
    while (used < max_cols && next_glyph(&in, &glyph)) {
        if (used + glyph.width > max_cols) {
            Glyph space = { " ", 1 };
            put(canvas, row, col + used++, role, &space);
            break;
        }
        put(canvas, row, col + used, role, &glyph);
        used += glyph.width;
    }
    return used;
}

/* Width of the text, or limit + 1 as soon as it is wider. */
static int
width_up_to(const char *text, int limit)
{
    int width = 0;
    Reader in = reader(text);
    Glyph glyph;

    while (width <= limit && next_glyph(&in, &glyph))
        width += glyph.width;
    return MIN(width, limit + 1);
}

int
pk_canvas_width(const char *text)
{
    return width_up_to(text, G_MAXINT / 2);
}

int
pk_canvas_fit(PkCanvas *canvas, int row, int col, int max_cols, PkRole role, const char *text)
{
    max_cols = MIN(max_cols, canvas->cols - MIN(col, canvas->cols));
    if (max_cols <= 0)
        return 0;
    if (width_up_to(text, max_cols) <= max_cols)
        return pk_canvas_text(canvas, row, col, max_cols, role, text);
    int dots = MIN(3, max_cols);
    int used = pk_canvas_text(canvas, row, col, max_cols - dots, role, text);
    return used + pk_canvas_text(canvas, row, col + used, dots, role, "...");
}

int
pk_canvas_fit_right(PkCanvas *canvas, int row, int col, int max_cols, PkRole role, const char *text)
{
    max_cols = MIN(max_cols, canvas->cols - MIN(col, canvas->cols));
    int width = max_cols > 0 ? MIN(width_up_to(text, max_cols), max_cols) : 0;

    return pk_canvas_fit(canvas, row, col + max_cols - width, width, role, text);
}

int
pk_canvas_printf(PkCanvas *canvas, int row, int col, PkRole role, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return pk_canvas_text(canvas, row, col, PK_CANVAS_MAX * 2, role, text);
}

void
pk_canvas_fill(PkCanvas *canvas, int row, int col, int n_rows, int n_cols, PkRole role)
{
    int row_end = n_rows > canvas->rows ? canvas->rows : MIN(row + n_rows, canvas->rows);
    int col_end = n_cols > canvas->cols ? canvas->cols : MIN(col + n_cols, canvas->cols);

    for (int r = MAX(row, 0); r < row_end; r++) {
        for (int c = MAX(col, 0); c < col_end; c++) {
            split_wide(canvas, r, c);
            cell_at(canvas, r, c)->role = (uint8_t)role;
        }
    }
}

static bool
is_tlp(int role)
{
    return role >= PK_ROLE_TLP_RED && role <= PK_ROLE_TLP_CLEAR;
}

void
pk_canvas_mark(PkCanvas *canvas, int row, int col, int n_cols, PkRole role)
{
    int end = n_cols > canvas->cols ? canvas->cols : MIN(col + n_cols, canvas->cols);

    for (int c = MAX(col, 0); c < end; c++) {
        PkCell *cell = cell_at(canvas, row, c);
        if (cell && !is_tlp(cell->role))
            cell->role = (uint8_t)role;
    }
}

void
pk_canvas_rule(PkCanvas *canvas, int row, int col, int n_cols)
{
    int end = n_cols > canvas->cols ? canvas->cols : MIN(col + n_cols, canvas->cols);
    Glyph glyph = { "", 1 };

    g_strlcpy(glyph.text, canvas->lines ? "\u2500" : "-", sizeof glyph.text);
    for (int c = MAX(col, 0); c < end; c++)
        put(canvas, row, c, PK_ROLE_RULE, &glyph);
}

void
pk_canvas_cursor(PkCanvas *canvas, int row, int col)
{
    canvas->cursor_row = CLAMP(row, 0, canvas->rows - 1);
    canvas->cursor_col = CLAMP(col, 0, canvas->cols - 1);
}

char *
pk_canvas_row(const PkCanvas *canvas, int row)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (int c = 0; c < canvas->cols; c++) {
        const PkCell *cell = cell_at(canvas, row, c);
        if (cell)
            g_string_append(line, cell->text);
    }
    while (line->len > 0 && line->str[line->len - 1] == ' ')
        g_string_truncate(line, line->len - 1);
    return g_string_free(g_steal_pointer(&line), FALSE);
}
