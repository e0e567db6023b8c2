/* SPDX-License-Identifier: EUPL-1.2 */
/* What happened: chance decides who, when, how bad and with how many. */
#include "generate.h"
#include "piket/store/incident_store.h"

#include <stdlib.h>
#include <time.h>

/* Two thirds of the open ones are among the newest, the others linger among the newest tenth. */
static bool
stays_open(Gen *gen, int64_t i)
{
    int64_t from_end = gen->n - 1 - i;

    if (from_end < gen->n_open)
        return rng_below(&gen->rng, 3) < 2;
    return from_end < gen->n / 10 &&
           rng_below(&gen->rng, (unsigned)(gen->n / 10)) < (unsigned)(gen->n_open / 3);
}

const char *
gen_author(Gen *gen)
{
    static const char *const logins[N_AUTHORS] = {
        "piket01", "piket02", "piket03", "piket04", "piket05", "piket06",
        "piket07", "piket08", "piket09", "piket10", "piket11", "piket12",
    };

    return logins[rng_below(&gen->rng, N_AUTHORS)];
}

static const Town *
any_town(Gen *gen)
{
    unsigned left = rng_below(&gen->rng, gen->town_total), at = 0;

    while (left >= gen->town_weights[at])
        left -= gen->town_weights[at++];
    return &g_array_index(gen->towns, Town, at);
}

static int
by_key(const void *a, const void *b)
{
    const Town *x = *(const Town *const *)a, *y = *(const Town *const *)b;

    return x->key < y->key ? -1 : x->key > y->key;
}

static void
choose_towns(Gen *gen, Story *story)
{
    static const unsigned weights[] = { 85, 13, 2 };
    unsigned size = rng_pick(&gen->rng, weights, 3);
    unsigned wanted = size == 0   ? 1
                      : size == 1 ? 2 + rng_below(&gen->rng, 4)
                                  : 10 + rng_below(&gen->rng, 30);

    for (story->n_parties = 0; story->n_parties < wanted;) {
        const Town *town = any_town(gen);
        bool there = false;
        for (unsigned k = 0; k < story->n_parties; k++)
            there = there || story->towns[k] == town;
        if (!there)
            story->towns[story->n_parties++] = town;
        else if (rng_once_in(&gen->rng, 4))
            break;
    }
    qsort(story->towns, story->n_parties, sizeof story->towns[0], by_key);
}

static void
choose_ident(Gen *gen, Story *story)
{
    time_t seconds = (time_t)(story->at_us / 1000000);
    struct tm utc;

    gmtime_r(&seconds, &utc);
    if (utc.tm_year != gen->year)
        gen->number = 0;
    gen->year = utc.tm_year;
    g_snprintf(story->ident, sizeof story->ident, "I%02d-%04d", utc.tm_year % 100,
               (int)++gen->number);
}

void
gen_choose(Gen *gen, Story *story, int64_t i)
{
    static const unsigned tlps[] = { 5, 25, 60, 9, 1 }; /* CLEAR .. RED */
    static const unsigned kinds[] = { 15, 18, 8, 30, 12, 6, 8, 6, 2 };
    static const unsigned severities[] = { 5, 30, 40, 20, 5 };
    static const unsigned states[] = { 40, 45, 12, 3 };
    int64_t slot = (GENERATE_END - GENERATE_START) / gen->n;

    story->at_us =
        GENERATE_START + slot * i + (int64_t)rng_below(&gen->rng, (unsigned)(slot / 4000)) * 2000;
    story->key = pk_incident_key_at(story->at_us);
    rng_uuid(&gen->rng, story->at_us, story->uuid);
    choose_ident(gen, story);
    story->status =
        stays_open(gen, i) ? (PkStatus)rng_pick(&gen->rng, states, 4) : PK_STATUS_CLOSED;
    story->end_us = story->at_us + HOUR_US + (int64_t)rng_below(&gen->rng, 72 * 60) * MINUTE_US;
    story->tlp = (PkTlp)rng_pick(&gen->rng, tlps, 5);
    story->kinds = 1u << rng_pick(&gen->rng, kinds, 9);
    if (rng_once_in(&gen->rng, 5))
        story->kinds |= 1u << rng_pick(&gen->rng, kinds, 9);
    story->severity = (int)rng_pick(&gen->rng, severities, 5);
    story->author = gen_author(gen);
    choose_towns(gen, story);
}
