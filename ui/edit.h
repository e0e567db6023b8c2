/* SPDX-License-Identifier: EUPL-1.2 */
/* Edit: one text being typed, one line or several, with a cursor, a kill buffer and its own undo.
 * Pure: keys in, text out; drawing goes to a canvas. Keys of ux.md 3.5 "text fields". */
#pragma once

#include "canvas.h"
#include "key.h"

typedef struct PkEdit PkEdit;

/* max_bytes 0: 65,535. What does not fit is refused whole and counted (pk_edit_refused). */
PkEdit *pk_edit_new(bool multiline, size_t max_bytes);
void pk_edit_free(PkEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkEdit, pk_edit_free)

const char *pk_edit_text(const PkEdit *edit);
size_t pk_edit_cursor(const PkEdit *edit); /* byte offset, always between clusters */
void pk_edit_set(PkEdit *edit, const char *text, size_t cursor);

/* Takes a key when it is an editing key or text; false: the form decides (Tab, Enter in one line,
 * Up and Down at the edge, Ctrl-S ...). Pasted text is cleaned (base/text.h); *ret_removed (may be
 * NULL) gets how many control characters were taken out. */
bool pk_edit_key(PkEdit *edit, const PkKey *key, size_t *ret_removed);

/* Bytes that did not fit at the last key (0: all fitted): the form offers to make several lines. */
size_t pk_edit_refused(const PkEdit *edit);

/* Undoes the last burst of typing; false when there is nothing. */
bool pk_edit_undo(PkEdit *edit);

/* Draws within the rectangle (one row: scrolls sideways; several: soft wrap, scrolls down) and,
 * when active, puts the cursor. A field shows [text   ]; brackets are drawn when `brackets`. */
void pk_edit_draw(const PkEdit *edit, PkCanvas *canvas, int row, int col, int rows, int cols,
                  bool active, bool brackets);

/* Rows the text takes when wrapped to cols. */
int pk_edit_rows(const PkEdit *edit, int cols);
