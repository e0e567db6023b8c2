/* SPDX-License-Identifier: EUPL-1.2 */
/* Counters: the numbers in ids that people speak (I26-0412). Taken when a form opens, never given
 * twice; a dropped draft leaves a gap. */
#pragma once

#include "piket/store/db.h"

/* The next number of series name ("I", "X", "B") in a year, from 1. Taken at once when no
 * transaction is open; a short one of its own keeps it from being given back by a rollback. */
bool pk_counter_next(PkDb *db, const char *name, int year, int64_t *ret_number, GError **error);
