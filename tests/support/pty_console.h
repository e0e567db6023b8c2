/* SPDX-License-Identifier: EUPL-1.2 */
/* The real program on a terminal, on a file with the practice week; the clock stands at
 * PK_CONSOLE_NOW. A test program that uses it calls pk_console_init first. */
#pragma once

#include "piket/app/read.h"
#include "piket/base/i18n.h"
#include "pty.h"

/* Tue 10 Mar 2026 03:14 CET. */
#define PK_CONSOLE_NOW "2026-03-10T02:14:00Z"

void pk_console_init(void);

/* A fresh home, and in it a file with the practice week. Owned. */
char *pk_console_week(void);

/* Waits for Overview. lang "en" or "nl". env as pk_pty_start_env, may be NULL; it comes last, so
 * it may set another clock. path NULL: the file of the person (none yet in a fresh home). */
PkPty *pk_console_start(const char *path, const char *lang, int rows, int cols,
                        const char *const *env);

/* To Overview and out, by the keys; the exit code must be 0. No panel may be open. */
void pk_console_leave(PkPty *pty);

/* The command line on the same homes: "list", "--json", NULL. What it wrote to both streams
 * (owned); fails when the exit code is another. */
char *pk_console_run(const char *path, int exit_code, const char *first,
                     ...) G_GNUC_NULL_TERMINATED;

/* The newest incident that is open, whole; and the texts of its timeline, a line each (owned). */
PkDetail *pk_console_newest(const char *path);
char *pk_console_lines(const char *path, int64_t incident_key);

/* Bytes of the data file: the same before and after when nothing was changed. Owned. */
char *pk_console_sum(const char *path);
