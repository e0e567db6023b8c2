/* SPDX-License-Identifier: EUPL-1.2 */
/* Overview: what needs me now. Blocks in a fixed order; a block without rows takes no line. The
 * state is here for its drawing and its tests. */
#pragma once

#include "list.h"
#include "ui.h"

typedef enum {
    PK_OVERVIEW_PAGE,
    PK_OVERVIEW_HANDOVER,
    PK_OVERVIEW_INCIDENT,
    PK_OVERVIEW_ACTION,
    PK_OVERVIEW_DRAFT,
} PkOverviewKind;

typedef struct {
    PkUi *ui;                   /* NULL in drawing tests                       */
    const PkOverview *overview; /* borrowed: the console's shared snapshot     */
    const GPtrArray *drafts;    /* PkDraftInfo, borrowed; may be NULL          */
    GArray *keys;               /* int64_t identity of every row one can stand on */
    GArray *kinds;              /* PkOverviewKind beside it                    */
    PkListSel sel;
    char *terminal; /* what the first screen says of the terminal  */
} PkOverviewState;

void pk_overview_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);

/* Takes the console's newest snapshot: rows again, selection on its object. */
void pk_overview_take(PkOverviewState *state, const PkOverview *overview, const GPtrArray *drafts);
