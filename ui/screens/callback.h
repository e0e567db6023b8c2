/* SPDX-License-Identifier: EUPL-1.2 */
/* The call-back check: a panel with the card of whoever reported, the number to call, and a digit
 * for what came of it. Read, call, r, digit. */
#pragma once

#include "piket/app/callback.h"
#include "ui.h"

typedef struct {
    PkCallCheck *check;
    int at;     /* the line of the card one stands on; -1: none  */
    bool digit; /* r was pressed: a digit says the outcome       */
    int top;    /* first line of the card that is shown          */
} PkCallPanel;

void pk_call_panel_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect area);

/* How a digit is explained; short where there is little room. Static, translated. */
const char *pk_call_outcome_words(PkCallOutcome outcome, bool brief);
