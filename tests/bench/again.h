/* SPDX-License-Identifier: EUPL-1.2 */
/* The bare transaction beside one of Piket's: the same inserts and updates, prepared once. */
#pragma once

#include "bench.h"
#include "rng.h"

/* What named the thing that was recorded. */
typedef struct {
    const char *ident; /* of the incident that was made, or "" */
    int64_t key;       /* of the incident                      */
    int64_t n_lines;   /* it had before                        */
    int64_t party;     /* key of its party, 0: none            */
} AgainNames;

typedef struct Again Again;

/* recorded: statements with their values. names must outlive it. */
Again *again_new(sqlite3 *db, const GPtrArray *recorded, const AgainNames *names);

/* Runs it for another incident; milliseconds from BEGIN until after COMMIT. */
double again_run(Again *again, Rng *rng, int64_t key, int64_t first_line, const char *ident);
void again_free(Again *again);
