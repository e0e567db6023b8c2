/* SPDX-License-Identifier: EUPL-1.2 */
/* Canvas: a grid of cells that screens draw on. It holds text and roles, never colours.
 *
 * A screen's draw function gets a const state and a canvas, and writes. Nothing here knows a
 * terminal: ui/term.c turns a finished canvas into bytes, tests compare it with a golden file.
 *
 * Rows and columns count from 0. Everything clips: any row, column, width or text is allowed on
 * any canvas from 1x1, and what falls outside is not drawn. So a draw function needs no checks.
 *
 * Text is UTF-8 from anywhere (a person, a paste, an import). It is split into grapheme clusters
 * and each is drawn as pk_text_next says: a control, a bidi override or a broken byte becomes
 * visible text ("<1B>"), never a control; a tab or line feed is one space. A wide cluster that
 * would be cut in half is replaced by a space. */
#pragma once

#include "piket/base/text.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What a cell means. ui/term.c holds the one table from role to colour and attribute (ux.md 3.15);
 * colour never carries meaning alone, so the words must be in the text too. */
typedef enum {
    PK_ROLE_NORMAL,
    PK_ROLE_TITLE,     /* the header row                                             */
    PK_ROLE_DIM,       /* decoration only: nothing anybody needs to read             */
    PK_ROLE_SELECTED,  /* the chosen row, always with a '>' too; plain in slow mode  */
    PK_ROLE_TLP_RED,   /* the four chips, with a black background of their own       */
    PK_ROLE_TLP_AMBER, /* also AMBER+STRICT */
    PK_ROLE_TLP_GREEN,
    PK_ROLE_TLP_CLEAR,
    PK_ROLE_WARN,         /* '!'                      */
    PK_ROLE_ALARM,        /* '!!'                     */
    PK_ROLE_BANNER,       /* exercise, first and last row */
    PK_ROLE_RULE,         /* horizontal line          */
    PK_ROLE_KEY,          /* a key in the hint row    */
    PK_ROLE_LABEL,        /* name of a form field     */
    PK_ROLE_FIELD,        /* value of a form field    */
    PK_ROLE_FIELD_ACTIVE, /* the field being typed in */
    PK_ROLE_MESSAGE,      /* the message row          */
    PK_ROLE_HEADING,      /* section and column heads */
    PK_ROLE_ERROR,        /* what must be put right   */
    PK_ROLE_MATCH,        /* a search hit in a text   */
    PK_N_ROLES
} PkRole;

enum {
    PK_CELL_BYTES = PK_CLUSTER_SHOWN_MAX, /* one cluster with its closing NUL */
    PK_CANVAS_MAX = 1000,                 /* rows and columns; a larger request is cut to this */
};

typedef struct {
    char text[PK_CELL_BYTES]; /* one grapheme cluster, "" in the second half of a wide one */
    uint8_t width;            /* 1, 2, or 0 for that second half                           */
    uint8_t role;             /* PkRole                                                    */
} PkCell;

typedef struct {
    int rows, cols;             /* at least 1 each                                           */
    int cursor_row, cursor_col; /* where the real cursor goes: the focus (ux.md 3.14)        */
    bool lines;                 /* rules as line characters; false (golden, ASCII) draws '-' */
    PkCell *cells;              /* rows * cols, row by row                                   */
} PkCanvas;

/* A blank canvas, cursor at 0,0. Sizes below 1 become 1. Free with pk_canvas_free. */
PkCanvas *pk_canvas_new(int rows, int cols);
void pk_canvas_free(PkCanvas *canvas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkCanvas, pk_canvas_free)

/* All blank again, cursor at 0,0. */
void pk_canvas_clear(PkCanvas *canvas);

/* The cell, or NULL outside the grid. */
const PkCell *pk_canvas_cell(const PkCanvas *canvas, int row, int col);

/* Draws text from (row, col) in at most max_cols columns, and at most to the edge. Returns the
 * columns used, also when they fall outside the grid on the left or below, so that col + result is
 * where the next piece goes. NULL text draws nothing. */
int pk_canvas_text(PkCanvas *canvas, int row, int col, int max_cols, PkRole role, const char *text);

/* The same, but text that does not fit ends in "..." (as many dots as fit below 3 columns).
 * Never for ids, times, TLP labels or signs: those may not be cut (ux.md, acceptance 13). */
int pk_canvas_fit(PkCanvas *canvas, int row, int col, int max_cols, PkRole role, const char *text);

/* The same as fit, against the right edge of the max_cols columns. Returns the columns used. */
int pk_canvas_fit_right(PkCanvas *canvas, int row, int col, int max_cols, PkRole role,
                        const char *text);

/* printf and draw as pk_canvas_text, up to the right edge. */
int pk_canvas_printf(PkCanvas *canvas, int row, int col, PkRole role, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/* Blank cells in this role. */
void pk_canvas_fill(PkCanvas *canvas, int row, int col, int n_rows, int n_cols, PkRole role);

/* Gives cells a role and keeps their text, for example to mark the selected row afterwards. Cells
 * with a TLP role keep it: the chip stays on black. */
void pk_canvas_mark(PkCanvas *canvas, int row, int col, int n_cols, PkRole role);

/* A horizontal rule. */
void pk_canvas_rule(PkCanvas *canvas, int row, int col, int n_cols);

/* Puts the cursor, moved inside the grid when outside. */
void pk_canvas_cursor(PkCanvas *canvas, int row, int col);

/* The columns a text takes on a canvas. */
int pk_canvas_width(const char *text);

/* A row as plain text without trailing blanks, for tests and the copy screen. Free with g_free. */
char *pk_canvas_row(const PkCanvas *canvas, int row);
