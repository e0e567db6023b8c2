/* SPDX-License-Identifier: EUPL-1.2 */
/* Streams of incident keys, newest first, that can be sought in: what a filter is answered with.
 *
 * A leaf walks one index in small portions; a union merges; an intersection leaps (each stream is
 * asked for its greatest key not above the smallest one found so far). So "rare and frequent" costs
 * what the rare one costs, and nothing is ever sorted or counted.
 *
 * A stream may give too much (unsure), never too little: the filter's predicate has the last word.
 */
#pragma once

#include "piket/store/db.h"

typedef struct PkStream PkStream;

/* One index. sql takes $1 the greatest key wanted, $2 how many and, unless value is NULL-valued,
 * $3 value; its first column is the key shifted left by shift bits. first: size of the first
 * portion, 0 for the usual one. The text of value is copied. */
PkStream *pk_stream_new(PkDb *db, const PkSql *sql, PkValue value, unsigned shift, unsigned first);

/* Incidents with a line that has the words of a phrase of the full text, and whose text may be read
 * by the person the store reads for. The phrase is copied. */
PkStream *pk_stream_new_lines(PkDb *db, const char *phrase, unsigned first);

/* A leaf that may give keys that should not be in it: each is unsure. */
void pk_stream_set_unsure(PkStream *stream);

/* The same, but for the keys from low to high. */
void pk_stream_set_sure_between(PkStream *stream, int64_t low, int64_t high);

/* Incidents with low <= key <= high. */
PkStream *pk_stream_new_between(PkDb *db, int64_t low, int64_t high);

/* Given keys, in any order; takes the array of int64_t. */
PkStream *pk_stream_new_keys(GArray *keys);

/* Both take the array and its streams, at least one. */
PkStream *pk_stream_new_union(GPtrArray *streams);
PkStream *pk_stream_new_intersection(GPtrArray *streams);

/* What a sieve says of a key. */
typedef enum {
    PK_SIEVE_OUT,
    PK_SIEVE_IN,
    PK_SIEVE_UNSURE, /* in, but check it */
} PkSieve;

/* Judges n keys, which fall, at once: ret[i] of keys[i]. */
typedef bool (*PkSieveFn)(void *data, const int64_t *keys, unsigned n, PkSieve *ret,
                          GError **error);

/* What passes fn of base. For conditions that are cheap to look up for many keys at once and dear
 * to leap by: an intersection of "of this town" and "closed" leaps once for nearly every key. Where
 * nothing passes it leaps by leap, which gives all that can. Takes base, leap and data. */
PkStream *pk_stream_new_sieve(PkStream *base, PkStream *leap, PkSieveFn fn, void *data,
                              GDestroyNotify data_free);

void pk_stream_free(PkStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkStream, pk_stream_free)

/* The greatest key not above at_most; 0 at the end. at_most should fall from call to call: rising
 * is allowed and costs a query. */
bool pk_stream_next(PkStream *stream, int64_t at_most, int64_t *ret_key, GError **error);

/* After pk_stream_next: the key exists, but check it. It came from a leaf that gives too much, or
 * an intersection that had searched long did not look at it in all its parts. */
bool pk_stream_unsure(const PkStream *stream);

/* Is this key in the stream? Cheap when keys fall from call to call. Only for leaves and
 * unions of them. */
bool pk_stream_has(PkStream *stream, int64_t key, bool *ret_has, GError **error);
