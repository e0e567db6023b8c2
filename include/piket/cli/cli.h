/* SPDX-License-Identifier: EUPL-1.2 */
/* The command line: one table of verbs from which help, usage, the manual and suggestions are
 * printed, and one way out for everything that leaves through stdout (ux.md 5).
 *
 * The command line does not know the console: main hands in how to start one. */
#pragma once

#include "piket/app/app.h"
#include "piket/base/settings.h"

/* What the console needs to start. */
typedef struct {
    const PkSettings *settings;
    const char *where; /* the data file                                       */
    const char *zone;  /* IANA name                                           */
    bool read_only;
    bool demo; /* where is a throw-away file that has to be filled    */
    bool utc;
    bool slow;
    const char *color; /* what --color said, or NULL                         */
} PkCliStart;

typedef struct {
    /* Runs the console; the exit code. Errors: no terminal, no database. */
    int (*run)(const PkCliStart *start, GError **error);
    /* The keys of all places, for `piket help keys`: one text in the program's language. Owned. */
    char *(*keys)(void);
} PkCliConsole;

/* Everything `piket` does. Returns the exit code of ux.md 5.3. */
int pk_cli_main(int argc, char **argv, const PkCliConsole *console);
