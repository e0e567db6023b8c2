/* SPDX-License-Identifier: EUPL-1.2 */
/* Term: the terminal. ui/term*.c hold everything that depends on one; only term.c sees curses.
 *
 * A terminal is opened once, painted from canvases and closed. Colours follow ux.md 3.15: the
 * level is the best the terminal offers within what was asked, the palette is never changed, and
 * all text but the TLP chips keeps the terminal's own colours.
 *
 * Painting sends only what changed; an equal canvas sends no byte. Any text on a canvas is safe
 * to paint: canvas.c let no control through. */
#pragma once

#include "canvas.h"
#include "key.h"

#include <glib.h>
#include <stdbool.h>

typedef enum {
    PK_COLOR_AUTO,
    PK_COLOR_ALWAYS,
    PK_COLOR_NEVER,
} PkColorMode;

/* The mode asked for: the flag, else the setting, each "auto", "always" or "never", NULL when not
 * given; anything else counts as not given. auto follows NO_COLOR (pass the variable; set and not
 * empty means never). "always" is at most what the terminal can. */
PkColorMode pk_term_color_mode(const char *flag, const char *setting, const char *no_color);

typedef struct {
    PkColorMode color;
    bool slow;  /* few bytes: the selected row is marked by '>' alone, not reversed */
    bool title; /* may set the window title                                        */
} PkTermOptions;

typedef struct PkTerm PkTerm;

/* Takes over stdin and stdout. Call pk_i18n_start first (it sets the character set).
 * Errors, before any byte was sent: INVALID (exit 2) when stdin or stdout is no terminal, or when
 * TERM is unset, unknown or cannot place the cursor. The message is meant for stderr. */
PkTerm *pk_term_open(const PkTermOptions *options, GError **error);

/* Gives the terminal back as it was and frees. NULL is fine. */
void pk_term_close(PkTerm *term);

/* Rows and columns now. */
void pk_term_size(const PkTerm *term, int *ret_rows, int *ret_cols);

/* False: only ASCII can be shown (say it once). */
bool pk_term_utf8(const PkTerm *term);

/* Shows the canvas, cursor included. False when the terminal is gone: end as after a hang-up. */
bool pk_term_paint(PkTerm *term, const PkCanvas *canvas);

/* Sends everything again at the next paint (Ctrl-L; something else wrote on the screen). */
void pk_term_redraw(PkTerm *term);

/* Asks the system for the size; true when it changed. */
bool pk_term_resize(PkTerm *term);

void pk_term_set_slow(PkTerm *term, bool slow);

/* Sets the window title; nothing when not allowed or not likely to be understood. */
void pk_term_set_title(PkTerm *term, const char *title);

/* Sends bytes that only ui code made, for example OSC 52 for a copy. Never untrusted text. */
void pk_term_send(PkTerm *term, const char *bytes, size_t n_bytes);

/* One line of what was found, for the first run and `piket doctor`, for example
 * "xterm-256color, 256 colours, UTF-8, paste brackets". Not translated. Free with g_free. */
char *pk_term_describe(const PkTerm *term);

/* For ui/loop.c. Esc delay in ms; teaching the decoder this terminal's keys; leaving and coming
 * back around a stop (both may be called twice); throwing away output that a dead link holds. */
int pk_term_esc_ms(const PkTerm *term);
void pk_term_teach(const PkTerm *term, PkInput *input);
void pk_term_leave(PkTerm *term);
void pk_term_enter(PkTerm *term);
void pk_term_abandon(PkTerm *term);

/* Ctrl-Z: leaves, stops the process so that the shell sees it, returns when continued; enter is
 * then the caller's. */
void pk_term_suspend(PkTerm *term);

/* The sentence a crash prints after giving the terminal back: where the draft is. The string must
 * live as long as the program. NULL for none. */
void pk_term_set_crash_note(const char *note);

/* What a crash does before anything else: bring typed text to disk. Must be async-signal-safe. NULL
 * for nothing. */
void pk_term_set_crash_hook(void (*hook)(void));
