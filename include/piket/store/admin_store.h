/* SPDX-License-Identifier: EUPL-1.2 */
/* What looking after a database asks. Reads only tables of the first schema, so that a database of
 * an older schema can be asked before it is brought up to date. */
#pragma once

#include "piket/store/db.h"

/* Counted no further than this: beyond it the exact number tells nobody anything. */
enum { PK_ADMIN_COUNT_MAX = 1000000 };

typedef struct {
    int64_t n_incidents; /* PK_ADMIN_COUNT_MAX: at least so many             */
    int64_t n_lines;     /* the same                                         */
    int64_t newest_us;   /* received time of the newest line; 0: no line yet */
} PkAdminCounts;

bool pk_admin_counts(PkDb *db, PkAdminCounts *ret_counts, GError **error);

/* Bytes that the database takes. */
bool pk_admin_size(PkDb *db, int64_t *ret_n_bytes, GError **error);

/* The heads of all journals together. */
typedef struct {
    int64_t n_heads; /* journals: one for each incident and origin, and the duty log        */
    int64_t n_wrong; /* of which the head is not the hash of the last line, or has no line  */
    char digits[65]; /* SHA-256 over all heads, 64 hex digits: the head of heads            */
} PkHeads;

/* The head of heads is SHA-256 over, for each journal in the order of its key, the line
 * "<uuid of the incident, or nothing> <uuid of the origin> <last number> <head, hex>\n". It is the
 * same in every faithful copy. */
bool pk_admin_heads(PkDb *db, PkHeads *ret_heads, GError **error);

/* The newest line that tells of a backup, sought in the last 10,000 of the duty log. Its details
 * are a JSON object, owned; *ret_us stays 0 and *ret_details NULL when there is none. */
bool pk_admin_last_backup(PkDb *db, int64_t *ret_us, char **ret_details, GError **error);
