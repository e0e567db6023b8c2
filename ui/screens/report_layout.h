/* SPDX-License-Identifier: EUPL-1.2 */
/* Where the fields of the quick report stand: for ui/screens/report_layout.c and report_draw.c. */
#pragma once

#include "screens/report.h"

typedef struct {
    int label_row, label_col;
    int row, col, cols, rows;
    int echo_row, echo_col, echo_cols;
} PkFormSlot;

typedef struct {
    PkFormSlot slots[PK_FORM_N];
    int candidates_row, doubles_row, more_needs_row;
    int rows, cols;
    bool narrow;
} PkFormSheet;

/* Lays out for a body of height rows; sheet->cols and sheet->narrow are set by the caller. */
void pk_form_lay(const PkForm *form, PkFormSheet *sheet, int height);

/* Candidates that are shown now. */
int pk_form_candidates(const PkForm *form);

/* Lays out, and with a canvas draws, items from..to of a picker. Returns the rows used. */
int pk_form_items(const PkForm *form, PkFormField field, int from, int to, PkCanvas *canvas,
                  int row, int col, int cols);
