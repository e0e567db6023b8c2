/* SPDX-License-Identifier: EUPL-1.2 */
/* Timeline: the state of place 5, and its parts that need no console (drawing, rows, words).
 *
 * Rows on the screen are not lines of the journal: there are day headings, gaps, a second row of
 * the same line. pk_timeline_items makes them from the snapshot for the view at hand; only lines
 * can be stood on, and the selection is the key of a line. */
#pragma once

#include "list.h"
#include "screens/filterbar.h"
#include "screens/shown.h"
#include "ui.h"

typedef struct {
    PkUi *ui;
    int64_t incident_key; /* 0: the lines of all incidents             */
    PkLineOrder order;
    PkFilterBar filter;
    char *find;           /* what n and N look for, or NULL            */
    PkTimeline *snapshot; /* NULL until read                           */
    PkListSel sel;
    int64_t *keys; /* of the lines in the snapshot, in their order */
    int n;
    bool to_end;    /* the next snapshot opens at its newest line */
    PkShown *shown; /* owned, never NULL                          */
} PkTimelineState;

void *pk_timeline_create(PkUi *ui);
void pk_timeline_destroy(void *state);
void pk_timeline_reload(PkUi *ui, void *state);
PkListRows pk_timeline_keys(const PkTimelineState *state);

/* Another incident, or all of them (0): what belonged to the former one goes. Reload then. */
void pk_timeline_choose(PkTimelineState *state, int64_t incident_key);

typedef enum {
    PK_TIMELINE_DAY,  /* heading above row                                 */
    PK_TIMELINE_GAP,  /* silence before row                                */
    PK_TIMELINE_LINE, /* the line itself                                   */
    PK_TIMELINE_TEXT, /* below 60 columns: its text, under it              */
    PK_TIMELINE_WAS,  /* from 100 columns: what it corrects, under it      */
} PkTimelineItemKind;

typedef struct {
    PkTimelineItemKind kind;
    int row;    /* in the snapshot                                            */
    bool zoned; /* two zone names that day: each line carries its own         */
} PkTimelineItem;

/* Owned array of PkTimelineItem; empty without a snapshot. */
GArray *pk_timeline_items(const PkTimelineState *state, const PkView *view);

/* The item of the selected line, -1 for none. */
int pk_timeline_item_at(const GArray *items, int row);

void pk_timeline_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect body);

/* ---- words ----------------------------------------------------------------------------------- */

/* The time that orders a row: the event, or when this database knew it. */
int64_t pk_timeline_us(const PkTimelineState *state, const PkLine *line);

/* What a line says, also when it may not be read or was erased. Borrowed. */
const char *pk_timeline_text(const PkLine *line);

/* Its first line for a list, " ..." behind it when there is more; cut where no screen shows it.
 * Owned. */
char *pk_timeline_first(const char *text);

/* "LATE 07:40" for a late line (in order of receipt "HAPPENED 06:57"), else "". Owned. */
char *pk_timeline_late(const PkTimelineState *state, const PkView *view, const PkLine *line);

/* Everything known about a line, for the lower pane and the reader. Owned, lines split by \n. The
 * first line says when, what and under which label; the last who recorded it. brief: the first line
 * fits in 60 columns. */
char *pk_timeline_words(const PkTimelineRow *row, const PkView *view, bool brief);

/* Categories in a filter: "cat:decision,contact rest" -> bits and "rest". No such start: 0 and all
 * of text. *ret_rest is owned. */
guint pk_timeline_categories(const char *text, char **ret_rest);

/* The other way round, in words of the program's language. Owned. */
char *pk_timeline_with_categories(guint bits, const char *rest);
