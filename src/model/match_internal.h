/* SPDX-License-Identifier: EUPL-1.2 */
/* The index of names that completion searches. */
#pragma once

#include "piket/model/match.h"

/* One name under which a place can be found, in every shape it is compared in. */
typedef struct {
    uint32_t place;
    const PkPlaceAlias *alias; /* NULL for the official name                        */
    const char *text;          /* folded: "s gravenhage"                            */
    const char *bare;          /* inside text, after the article: "gravenhage"      */
    const char *joined;        /* bare without spaces: "nuenengerwenennederwetten"  */
    const char *initials;      /* of text; "" for one word                          */
} PkMatchKey;

struct PkMatch {
    const PkPlace *places;
    size_t n_places;
    GArray *keys;         /* PkMatchKey, in order of place                                 */
    const char **sort_by; /* per place: folded official name                        */
    GStringChunk *chunk;
};
