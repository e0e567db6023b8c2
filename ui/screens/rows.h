/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows: how an incident looks in a list, the same on every place. Pure drawing. */
#pragma once

#include "piket/model/timefmt.h"
#include "ui.h"

/* Where the columns stand; made for the rows at hand, because an id, a severity or a label may not
 * be cut: AMBER+STRICT needs more room than AMBER. */
typedef struct {
    int ident, severity, tlp, place, title; /* first columns           */
    int place_width;
    int right; /* first column behind the row; the age ends before it  */
    bool age;
} PkRowLayout;

/* rows: PkIncidentRow. cols: width of the pane. */
PkRowLayout pk_rows_layout(const GPtrArray *rows, int cols, bool age);

/* The column heads. */
void pk_rows_heads(const PkRowLayout *layout, PkCanvas *canvas, int row, int col);

/* One row on one line; here: the cursor stands on it. */
void pk_rows_draw(const PkRowLayout *layout, const PkIncidentRow *item, const PkView *view,
                  PkCanvas *canvas, int row, int col, bool here);

/* The same on three lines, below 60 columns. */
void pk_rows_draw_narrow(const PkIncidentRow *item, const PkView *view, PkCanvas *canvas, int row,
                         int cols, bool here);

/* The chip of a label. */
PkRole pk_rows_tlp_role(PkTlp tlp);

/* How old, or for history its date at the precision it is known. */
PkTimeText pk_rows_age(const PkIncident *incident, const PkView *view);

/* "63 lines, 2 not for you": what is counted, and how much of it is kept back. Owned. */
char *pk_rows_not_for_you(const char *count, unsigned n);
