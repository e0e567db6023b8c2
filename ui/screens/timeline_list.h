/* SPDX-License-Identifier: EUPL-1.2 */
/* The list of the timeline while it is being drawn; for timeline_draw.c and timeline_list.c. */
#pragma once

#include "screens/timeline.h"

/* Columns, made for the rows at hand: what may not be cut decides how wide they are. -1: absent. */
typedef struct {
    bool wide;
    int time, utc, gap, ident, category, text, by, recorded, pin;
    int text_width, recorded_width, pin_width;
} PkTimelineLayout;

typedef struct {
    const PkTimelineState *state;
    const PkView *view;
    PkCanvas *canvas;
    const GArray *items;
    PkRect list; /* where the rows go */
    PkTimelineLayout at;
} PkTimelineDraw;

const PkTimelineRow *pk_timeline_selected(const PkTimelineState *state);
void pk_timeline_place(PkTimelineDraw *draw);
void pk_timeline_draw_heads(const PkTimelineDraw *draw, int row);
void pk_timeline_draw_item(const PkTimelineDraw *draw, const PkTimelineItem *item, int row);
