/* SPDX-License-Identifier: EUPL-1.2 */
/* Loop: one GMainLoop in which keys, size changes, stops, the minute tick and the end of the
 * terminal are sources. Nothing polls. Other sources (workers, change news, timers) join the same
 * default main context; they change state and call pk_loop_invalidate.
 *
 * Any number of invalidate calls in one turn cost one draw; a draw that changes nothing costs no
 * byte. */
#pragma once

#include "term.h"

#include <glib.h>
#include <stdbool.h>

/* Exit codes of an end that nobody chose (ux.md 3.15). */
enum {
    PK_EXIT_HANGUP = 129, /* SIGHUP, or the terminal is gone (EOF, EIO, write error) */
    PK_EXIT_QUIT = 131,   /* Ctrl-\ or SIGQUIT                                       */
    PK_EXIT_TERM = 143,   /* SIGTERM                                                 */
};

typedef struct PkLoop PkLoop;

/* Each gets the data of pk_loop_new. Only draw is required. */
typedef struct {
    /* Never called with Ctrl-Z or Ctrl-\: those are the loop's own. key lives during the call. */
    void (*on_key)(const PkKey *key, void *data);
    void (*on_resize)(int rows, int cols, void *data);
    void (*on_tick)(void *data);    /* a new minute began (only with the clock on)            */
    void (*on_suspend)(void *data); /* about to stop: flush the journal                       */
    void (*on_resume)(void *data);  /* running again, perhaps hours later: recompute clocks   */
    void (*on_end)(int exit_code, void *data);  /* the end, not chosen: flush, release, quickly */
    void (*draw)(PkCanvas *canvas, void *data); /* canvas is blank and has the current size   */
} PkLoopHandlers;

/* One loop at a time: it owns the signals until freed. Does not take over term; handlers and data
 * must outlive the loop. Close the terminal first and free the loop after: a hang-up in between
 * then still finds our signal handlers. */
PkLoop *pk_loop_new(PkTerm *term, const PkLoopHandlers *handlers, void *data);
void pk_loop_free(PkLoop *loop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkLoop, pk_loop_free)

/* Draws and runs until pk_loop_quit or the end of the terminal. Returns the exit code. */
int pk_loop_run(PkLoop *loop);
void pk_loop_quit(PkLoop *loop, int exit_code);

/* Asks for a draw, soon and once. */
void pk_loop_invalidate(PkLoop *loop);

/* List mode (keys are commands, bursts are guarded) or text mode (keys are text). Starts true. */
void pk_loop_set_list_mode(PkLoop *loop, bool on);

/* The minute tick. Starts off. */
void pk_loop_set_clock(PkLoop *loop, bool on);

/* Throws away what was typed ahead, also what the system still holds: before a confirm panel. */
void pk_loop_flush_input(PkLoop *loop);
