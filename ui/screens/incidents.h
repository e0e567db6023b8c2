/* SPDX-License-Identifier: EUPL-1.2 */
/* Incidents: the list with its filter, and the chosen one in detail; side by side from 100 columns.
 * The state is here for its drawing and its tests. */
#pragma once

#include "list.h"
#include "screens/detail.h"
#include "screens/filterbar.h"
#include "ui.h"

typedef struct {
    PkUi *ui;
    PkFilterBar bar;
    PkOrder order;
    PkList *list; /* NULL until read                              */
    GArray *keys; /* int64_t, beside list->rows                   */
    PkListSel sel;
    bool loading_more;
    unsigned n_lists;   /* lists taken so far: which one is on the screen      */
    unsigned more_of;   /* the one whose next rows are on their way            */
    int64_t anchor;     /* chosen when the filter began to be typed; 0: nobody types */
    unsigned pending;   /* lists asked for and not answered yet */
    int64_t wanted_key; /* show this one as soon as it is there         */
    char *wanted_ident; /* its id, when known before it is there        */

    PkDetail *detail; /* of detail_key, NULL while it is read         */
    int64_t detail_key;
    bool open;      /* below 100 columns: the detail covers the list */
    bool in_detail; /* keys go to the detail                        */
    int at;         /* line of the detail one stands on, -1: none   */
    int top;
    int height;        /* lines of the detail shown at the last drawing */
    GHashTable *seen;  /* key -> what was last looked at */
    GHashTable *marks; /* party keys ticked for a bulk change          */
    unsigned n_new;    /* arrived above since the person last moved    */
} PkIncidents;

void pk_incidents_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);

/* Width of the list when the detail stands beside it. */
int pk_incidents_split(int cols);

/* The party under the cursor or, with marks, all marked ones (int64_t keys); owned. */
GArray *pk_incidents_parties(const PkIncidents *state, const PkView *view);

/* incidents_detail.c: reads the incident that is chosen; its columns; and that it was looked at, so
 * that what others change from now on is news. */
void pk_incidents_load_detail(PkIncidents *state);
int pk_incidents_detail_cols(const PkView *view);
void pk_incidents_have_seen(PkIncidents *state);
