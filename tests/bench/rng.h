/* SPDX-License-Identifier: EUPL-1.2 */
/* Chance that is the same on every machine, and words distributed as people use them. */
#pragma once

#include <glib.h>
#include <stdint.h>

typedef struct {
    uint64_t state;
} Rng;

/* splitmix64 (Vigna, public domain). */
static inline uint64_t
rng_next(Rng *rng)
{
    uint64_t z = (rng->state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 .. n - 1 */
static inline unsigned
rng_below(Rng *rng, unsigned n)
{
    return (unsigned)(((rng_next(rng) >> 32) * n) >> 32);
}

/* True once in so many times. */
static inline gboolean
rng_once_in(Rng *rng, unsigned n)
{
    return rng_below(rng, n) == 0;
}

/* An index that chance takes by weight; the weights add up to any total. */
unsigned rng_pick(Rng *rng, const unsigned *weights, unsigned n);

/* A UUID of version 7 layout at a moment. to holds 37 bytes. */
void rng_uuid(Rng *rng, int64_t at_us, char *to);

/* Words of a vocabulary of 20,000, the first of them Dutch and English words of the field, each as
 * frequent as its rank says (Zipf). The words in BENCH_... below are not in it: a line has them as
 * often as is said there. */
typedef struct Words Words;
Words *words_new(void);
void words_free(Words *words);
const char *words_any(const Words *words, Rng *rng);

#define BENCH_COMMON "ransomware"       /* in 14 % of the lines                     */
#define BENCH_SECOND "firewall"         /* in 5 %                                   */
#define BENCH_PHRASE "verdachte inlog"  /* in 2 %                                   */
#define BENCH_RARE   "vuurtorenwachter" /* in one line of 100,000, at least in one  */

/* Replaces line with the text of a journal line. */
void words_line(const Words *words, Rng *rng, GString *line);
