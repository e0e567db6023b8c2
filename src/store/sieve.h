/* SPDX-License-Identifier: EUPL-1.2 */
/* Sieves: conditions that are looked up for many incidents at once (PkSieveFn of stream.h). */
#pragma once

#include "piket/store/stream.h"

/* What an incident has one of. A bit for each value that passes. */
typedef struct {
    uint64_t status, severity, tlp;
} PkMarks;

/* A text: any of several questions. */
typedef struct {
    char *head, *lines;
    bool head_sure; /* the head has no more than was asked for */
} PkSieveAsk;

/* What passes marks of base; leap gives all that does. Takes both streams. */
PkStream *pk_sieve_marks(PkDb *db, PkMarks marks, PkStream *base, PkStream *leap);

/* What has one of the texts (array of PkSieveAsk) of base; leap gives all that does. Takes all. */
PkStream *pk_sieve_text(PkDb *db, GPtrArray *asks, PkStream *base, PkStream *leap);

PkSieveAsk *pk_sieve_ask_new(const char *head, const char *lines, bool head_sure);
void pk_sieve_ask_free(PkSieveAsk *ask);
