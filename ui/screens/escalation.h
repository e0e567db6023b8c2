/* SPDX-License-Identifier: EUPL-1.2 */
/* Escalation: the pages that are open, and the ladder of one of them: whom it called, who answered,
 * what comes next. */
#pragma once

#include "list.h"
#include "piket/app/page.h"
#include "ui.h"

typedef struct {
    PkUi *ui;         /* NULL in drawing tests                                      */
    GPtrArray *pages; /* PkPageRow: open ones, loud ones first; NULL until read     */
    GArray *keys;     /* int64_t: their keys                                        */
    PkListSel sel;
    int64_t page_key; /* whose ladder is shown; 0: the list                         */
    PkPageView *page; /* NULL until read                                            */
    int at;           /* rung under the cursor                                      */
    bool placed;      /* the cursor was put on the rung that was called last        */
} PkEscalationState;

void pk_escalation_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);

/* One open page on one row, the same in Overview; here: the cursor stands on it. */
void pk_page_row_draw(const PkPageRow *row, const PkView *view, PkCanvas *canvas, int at, int cols,
                      bool here);
