/* SPDX-License-Identifier: EUPL-1.2 */
/* Sieves: conditions that are looked up for many incidents at once (PkSieveFn of stream.h). */
#pragma once

#include "piket/store/stream.h"

/* What an incident has one of. A bit for each value that passes. */
typedef struct {
    uint64_t status, severity, tlp;
} PkMarks;

/* What passes marks of base; leap gives all that does. Takes both streams. */
PkStream *pk_sieve_marks(PkDb *db, PkMarks marks, PkStream *base, PkStream *leap);
