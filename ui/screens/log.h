/* SPDX-License-Identifier: EUPL-1.2 */
/* Log: the state of place 9. Newest first: lines of the journal as they became known here, over all
 * incidents and the duty log, and what this session said. */
#pragma once

#include "list.h"
#include "screens/filterbar.h"
#include "screens/shown.h"
#include "ui.h"

typedef struct {
    PkUi *ui;
    PkFilterBar filter;
    PkTimeline *snapshot;  /* NULL until read                                          */
    const GPtrArray *said; /* PkSaid, of the console; may be NULL                      */
    char *undo;            /* what u would take back, as of the last reading, or NULL  */
    unsigned n_undo;       /* how many steps                                           */
    PkListSel sel;
    PkShown *shown; /* owned, never NULL */
} PkLogState;

enum { PK_LOG_LINES = 500 }; /* newest lines of the journal that are read */

/* One entry: a line of the journal, or a message of this session. */
typedef struct {
    int64_t key; /* of the line; messages count down from -1 */
    int64_t us;
    const PkTimelineRow *row; /* or NULL */
    const PkSaid *said;       /* or NULL */
} PkLogEntry;

/* Newest first. With a filter, messages show when all of its text is in them. Owned array. */
GArray *pk_log_entries(const PkLogState *state);

void pk_log_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);
