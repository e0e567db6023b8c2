/* SPDX-License-Identifier: EUPL-1.2 */
/* Detail: one incident in full, as lines to scroll; parties and actions are rows to stand on. */
#pragma once

#include "ui.h"

typedef enum {
    PK_DETAIL_TEXT,
    PK_DETAIL_PARTY,
    PK_DETAIL_ACTION,
    PK_DETAIL_CLOCK,
    PK_DETAIL_LINE,
} PkDetailKind;

typedef struct {
    PkDetailKind kind;
    PkRole role;
    int64_t key;      /* of the party, the action's number, or the journal line */
    guint index;      /* in the array of the snapshot                           */
    char *text;       /* one line on the screen                                 */
    const char *chip; /* a TLP label to draw as a chip at chip_col, or NULL  */
    int chip_col;
    PkTlp chip_tlp;
    bool marked;
} PkDetailLine;

/* The lines for a pane of cols columns. marks: set of party keys (int64_t *), may be NULL. Owned
 * array of PkDetailLine. */
GPtrArray *pk_detail_lines(const PkDetail *detail, const PkView *view, int cols, GHashTable *marks);

/* The next line one can stand on from `at` in direction by (1 or -1); -1 when there is none. */
int pk_detail_next(const GPtrArray *lines, int at, int by);
