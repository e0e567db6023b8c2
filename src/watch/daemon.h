/* SPDX-License-Identifier: EUPL-1.2 */
/* piket-watch from the inside: options, the loop, and how it tells the machine how it is. */
#pragma once

#include "piket/app/app.h"
#include "piket/app/watch.h"
#include "piket/base/settings.h"

typedef enum {
    PK_RUN_WATCH,
    PK_RUN_ONCE,
    PK_RUN_DESKTOP,
    PK_RUN_STATUS,
    PK_RUN_HELP,
    PK_RUN_VERSION,
} PkRunMode;

typedef struct {
    PkRunMode mode;
    PkSettings *settings;
    char *where; /* owned */
    const char *zone;
} PkRun;

/* Reads the line and the settings. Errors: INVALID. */
bool pk_run_read(PkRun *run, int argc, char **argv, GError **error);
void pk_run_clear(PkRun *run);
PkAppConfig pk_run_config(const PkRun *run);
const char *pk_run_help(void);

/* Until a signal; the exit code. Errors: those that waiting does not mend. */
int pk_run_loop(const PkRun *run, GError **error);

/* One round of everything that is due; says what was done on standard output. */
int pk_run_once(const PkRun *run, GError **error);

/* Is there a watch? 0 when there is. */
int pk_run_status(const PkRun *run, GError **error);

/* ---- telling the machine ------------------------------------------------------------------------
 */

typedef enum { PK_LOG_ERR = 3, PK_LOG_WARNING = 4, PK_LOG_NOTICE = 5, PK_LOG_INFO = 6 } PkLogLevel;

/* A line on standard error, with a level in front of it where a journal reads. Without content of
 * incidents: numbers and kinds only. */
void pk_log(PkLogLevel level, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* To systemd, when it started us. */
void pk_notify_ready(void);
void pk_notify_status(const char *text);
void pk_notify_stopping(void);
void pk_notify_alive(void);

/* How often it wants to hear that we are alive, in microseconds; 0: not at all. */
uint64_t pk_notify_interval(void);
