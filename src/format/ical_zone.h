/* SPDX-License-Identifier: EUPL-1.2 */
/* Inside the zones of a calendar file: the system's, or made from a VTIMEZONE. */
#pragma once

#include "ical_private.h"

typedef struct {
    int64_t at_s; /* UTC */
    int before, after;
} IcalChange;

struct IcalZone {
    const PkZone *pk; /* NULL without changes: UTC */
    PkZone *owned;
    GArray *changes; /* of IcalChange, by time; NULL: pk */
    int before;      /* the offset before the first      */
};

/* One STANDARD or DAYLIGHT. */
typedef struct {
    unsigned line;
    bool has_start, has_from, has_to;
    IcalMoment start;
    int from, to;
    GPtrArray *rules; /* of IcalRule   */
    GArray *dates;    /* of IcalMoment */
} IcalTurn;

/* One VTIMEZONE. */
typedef struct {
    unsigned line;
    char *tzid;
    GPtrArray *turns;
} IcalDraft;

struct IcalZones {
    IcalZone utc, home;
    GHashTable *known;  /* TZID -> IcalZone  */
    GHashTable *drafts; /* TZID -> IcalDraft */
    char *fallback;     /* X-WR-TIMEZONE     */
    unsigned fallback_line;
    IcalDraft *draft; /* being read; NULL otherwise     */
    IcalTurn *turn;   /* being read, belongs to draft   */
};

void ical_zone_free(gpointer zone);

/* ical_vtimezone.c */
void ical_draft_free(gpointer draft);
IcalZone *ical_draft_zone(const IcalDraft *draft, int64_t *effort, GError **error);
