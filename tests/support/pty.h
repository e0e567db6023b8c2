/* SPDX-License-Identifier: EUPL-1.2 */
/* A program on a pseudo-terminal, with libvterm as the terminal: it shows what the program draws
 * and encodes the keys as the program asked for them.
 *
 * Nothing sleeps: every expect waits for the state it names, at most 30 s (150 under
 * sanitizers), and fails the test with the screen in the log. On a loaded machine the longest true
 * wait, for a file that is locked, takes more than ten. The program runs with TERM=xterm-256color,
 * LANG=C.UTF-8 and a fresh HOME and XDG folders, and none of the person's own settings. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

typedef struct PkPty PkPty;

/* argv ends in NULL; argv[0] is a path, or a name on PATH. env: "NAME=value" sets, "NAME" alone
 * unsets; NULL for none. Fails the test when it cannot start. */
PkPty *pk_pty_start(int rows, int cols, const char *const *argv);
PkPty *pk_pty_start_env(int rows, int cols, const char *const *argv, const char *const *env);

/* The folder that holds home/, config/, data/, state/, cache/ and run/ of programs started from
 * here on; made at the first call or start. pk_pty_new_home gives the next programs new ones. All
 * are removed at the end of the test program. */
const char *pk_pty_home(void);
const char *pk_pty_new_home(void);

/* What a person does. Keys by the names of ui/key.h. A paste is bracketed when the program asked
 * for it, with line ends as terminals send them (CR). */
void pk_pty_type(PkPty *pty, const char *text);
void pk_pty_press(PkPty *pty, const char *key);
void pk_pty_paste(PkPty *pty, const char *text);
void pk_pty_send(PkPty *pty, const char *bytes, size_t n_bytes);
void pk_pty_resize(PkPty *pty, int rows, int cols);
void pk_pty_hangup(PkPty *pty); /* the link is cut: the terminal is gone */
void pk_pty_signal(PkPty *pty, int number);

/* Waits. Text is looked for within one row of the screen; rows count from 0. */
void pk_pty_expect(PkPty *pty, const char *text);
void pk_pty_expect_gone(PkPty *pty, const char *text);
void pk_pty_expect_row(PkPty *pty, int row, const char *text);
void pk_pty_expect_cursor(PkPty *pty, int row, int col);
void pk_pty_expect_bytes(PkPty *pty, const char *bytes); /* in the output since the mark */

/* A finished frame after the last thing done above (programs built on ui/term.c only). */
void pk_pty_expect_frame(PkPty *pty);

/* The screen now: all rows without trailing blanks, joined by newlines; or one row. g_free. */
char *pk_pty_screen(PkPty *pty);
char *pk_pty_row(PkPty *pty, int row);
void pk_pty_cursor(PkPty *pty, int *ret_row, int *ret_col);
bool pk_pty_reversed(PkPty *pty, int row, int col);

/* Output since the mark (or the start), the test's own frame marks left out. */
void pk_pty_mark(PkPty *pty);
size_t pk_pty_n_bytes(PkPty *pty);
const GString *pk_pty_output(PkPty *pty);

/* Listens for this long and gives the bytes that came: for proving that nothing happens. */
size_t pk_pty_listen(PkPty *pty, int ms);

pid_t pk_pty_pid(PkPty *pty);

/* Waits for the end and frees. The exit code, or minus the signal it died of. */
int pk_pty_finish(PkPty *pty);

/* The same, but fails when it takes longer than ms (times 5 under sanitizers). */
int pk_pty_finish_within(PkPty *pty, int ms);
