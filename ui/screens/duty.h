/* SPDX-License-Identifier: EUPL-1.2 */
/* Duty: who is called now, the shifts to come, what is missing, and what everybody has of it. One
 * of the two screens of place 8; the other is escalation (screens/escalation.h), and 8 or Tab goes
 * from one to the other. */
#pragma once

#include "list.h"
#include "piket/app/duty.h"
#include "screens/shown.h"
#include "ui.h"

typedef struct {
    PkUi *ui;
    PkDutyBoard *board; /* NULL until read                      */
    GArray *keys;       /* int64_t: identity of each coming shift */
    PkListSel sel;
    PkShown *shown; /* owned, never NULL */
} PkDutyState;

/* Takes board; the selection stays on its shift. */
void pk_duty_take_board(PkDutyState *state, PkDutyBoard *board);

/* The shift under the cursor; NULL: none. */
const PkDutyRow *pk_duty_selected(const PkDutyState *state);

/* The whole shift in words, for the reader. Owned. */
char *pk_duty_words(const PkDutyRow *row, const PkView *view);

void pk_duty_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);
