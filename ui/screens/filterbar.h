/* SPDX-License-Identifier: EUPL-1.2 */
/* Filter bar: the filter of one place, typed after / while the list narrows.
 *
 * What the list on the screen was read with (good) and what is asked for now (text) differ while an
 * answer is on its way. So every answer carries the text it was asked with: one about a text that
 * is no longer asked for changes nothing, not the list and not the bar, however late it comes.
 *
 * What the words alone show to be unreadable is refused at once, and never asked. A name that the
 * register does not know is refused by the answer. Both leave the list as it is and say so in the
 * bar; Esc brings back what held when typing began. */
#pragma once

#include "piket/model/filter.h"
#include "ui.h"

typedef struct {
    char *text;       /* asked for; NULL or "": everything                          */
    char *good;       /* what the list on the screen was read with; NULL: none yet  */
    char *before;     /* when typing began; NULL: nobody types                      */
    char *held;       /* before what was accepted and is not answered yet, or NULL  */
    char *error_text; /* the text that error is about                               */
    char *error;      /* why what is typed cannot be read, or NULL                  */
    bool fresh;       /* just accepted: notices of the filter are worth saying      */
} PkFilterBar;

void pk_filterbar_clear(PkFilterBar *bar);

/* What the list is asked for: never NULL. */
const char *pk_filterbar_text(const PkFilterBar *bar);

/* Sets it without a prompt (Esc: ""; categories; a palette argument). The place then reloads. */
void pk_filterbar_set(PkFilterBar *bar, const char *text);

/* Opens the prompt. bar and state live as long as the console; reload asks for the list again. */
void pk_filterbar_open(PkUi *ui, PkFilterBar *bar, PkFilterList list, const char *history,
                       void (*reload)(PkUi *ui, void *state), void *state);

/* As PkJobDone; asked is the text of the bar when the list was asked for. */
typedef void (*PkFilterDone)(void *result, const char *asked, const GError *error, void *data);

/* pk_ui_read for the list of the bar. run finds the text in what request holds, as the place put it
 * there; done tells the bar with one of the two below. */
void pk_filterbar_read(PkUi *ui, const PkFilterBar *bar, int slot, PkJobFn run, void *request,
                       GDestroyNotify free_request, PkFilterDone done, void *data);

/* A list came: is it the one that is asked for? If not, done frees it and changes nothing. If it
 * is, the bar knows that it is on the screen now, and says the notices (strings; may be NULL) of a
 * filter that was just accepted. */
bool pk_filterbar_worked(PkUi *ui, PkFilterBar *bar, const char *asked, const GPtrArray *notices);

/* The read failed. True: the bar went back to a text that the list on the screen is not about, and
 * done asks for the list again. */
bool pk_filterbar_failed(PkUi *ui, PkFilterBar *bar, const char *asked, const GError *error);

/* " filter: cat:decision            14 of 63 lines": counts are several ways to say the same, the
 * longest first; the first that leaves the filter whole is taken. */
void pk_filterbar_draw(const PkFilterBar *bar, PkCanvas *canvas, int row, int col, int cols,
                       const char *const *counts, size_t n_counts);
