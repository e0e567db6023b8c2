/* SPDX-License-Identifier: EUPL-1.2 */
/* List: selection bound to identity, scrolling, and rows with columns. Pure.
 *
 * The selection is a key (identity), never a row number: when rows come or go it stays on its
 * object and, if it can, on its screen row. When its object is gone the nearest row is taken and
 * `lost` says so once. */
#pragma once

#include "canvas.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int64_t selected; /* identity of the chosen row, 0: none          */
    int at;           /* its row number in the present rows, -1: none */
    int top;          /* first row on the screen                      */
    bool lost;        /* the chosen object went away                  */
} PkListSel;

typedef struct {
    int64_t *keys; /* identity of each row, in order; not owned, may be NULL when n is 0 */
    int n;
} PkListRows;

/* New rows arrived: keeps identity and screen row. */
void pk_listsel_rows(PkListSel *list, PkListRows rows);
/* Moves by n rows (negative: up), clamped. */
void pk_listsel_move(PkListSel *list, PkListRows rows, int by);
void pk_listsel_set(PkListSel *list, PkListRows rows, int at);
/* Keeps the selection visible in `height` screen rows of `per` lines each. */
void pk_listsel_scroll(PkListSel *list, PkListRows rows, int height);
