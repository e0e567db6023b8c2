/* SPDX-License-Identifier: EUPL-1.2 */
/* Filter bar: the filter of one place, typed after / while the list narrows.
 *
 * Three texts: what the list on the screen was made with (good), what is asked for now (text), and
 * what held when typing began (before). What cannot be read leaves the list as it is and says so in
 * the bar; Esc brings `before` back. */
#pragma once

#include "piket/model/filter.h"
#include "ui.h"

typedef struct {
    char *text;       /* asked for; NULL or "": everything                         */
    char *good;       /* what the list was read with                               */
    char *before;     /* when typing began; NULL: nobody types                     */
    char *error_text; /* the text that error is about                         */
    char *error;      /* why what is typed cannot be read, or NULL                 */
    bool fresh;       /* just accepted: notices of the filter are worth saying     */
} PkFilterBar;

void pk_filterbar_clear(PkFilterBar *bar);

/* What the list is asked for: never NULL. */
const char *pk_filterbar_text(const PkFilterBar *bar);

/* Sets it without a prompt (Esc: ""; categories; a palette argument). The place then reloads. */
void pk_filterbar_set(PkFilterBar *bar, const char *text);

/* Opens the prompt. bar and state live as long as the console; reload asks for the list again. */
void pk_filterbar_open(PkUi *ui, PkFilterBar *bar, PkFilterList list, const char *history,
                       void (*reload)(PkUi *ui, void *state), void *state);

/* The answer came: it worked, with sentences to say (strings; may be NULL), or it failed. */
void pk_filterbar_worked(PkUi *ui, PkFilterBar *bar, const GPtrArray *notices);
void pk_filterbar_failed(PkUi *ui, PkFilterBar *bar, const GError *error);

/* " filter: cat:decision            14 of 63 lines": counts are several ways to say the same, the
 * longest first; the first that leaves the filter whole is taken. */
void pk_filterbar_draw(const PkFilterBar *bar, PkCanvas *canvas, int row, int col, int cols,
                       const char *const *counts, size_t n_counts);
