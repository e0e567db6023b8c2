/* SPDX-License-Identifier: EUPL-1.2 */
/* Deadlines: the state of place 4. Every clock over all incidents, nearest first, with below it
 * where the chosen one begins and how its end is counted. */
#pragma once

#include "list.h"
#include "piket/app/deadline.h"
#include "screens/filterbar.h"
#include "screens/shown.h"
#include "ui.h"

typedef struct {
    PkUi *ui;
    PkFilterBar filter;
    PkDeadlines *all; /* NULL until read                               */
    unsigned limit;   /* read so far; grows when one goes to the end   */
    PkListSel sel;
    int64_t *keys; /* of the clocks, in the order of the list       */
    int n;
    char *origin;      /* the line with which it began, or NULL         */
    int64_t origin_no; /* its number                                    */
    int64_t origin_of; /* key of the clock that it is about             */
    PkShown *shown;    /* owned, never NULL                             */
} PkDeadlinesState;

/* The clock under the cursor, or NULL. */
const PkClockView *pk_deadlines_here(const PkDeadlinesState *state);

/* Rule, start, sum, who: lines of at most cols columns. Owned array of strings, the first the
 * title. */
GPtrArray *pk_deadlines_lines(const PkDeadlinesState *state, const PkClockView *clock,
                              const PkView *view, int cols);

void pk_deadlines_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);
