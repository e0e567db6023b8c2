/* SPDX-License-Identifier: EUPL-1.2 */
/* Deadlines in the database: which rule runs for whom, from when, until when, met or not. What they
 * mean now is counted by piket/model/deadline.h. */
#pragma once

#include "piket/model/tlp.h"
#include "piket/model/words.h"
#include "piket/store/db.h"

/* Times are microseconds, 0 is not known; texts are NULL when there is none. */
typedef struct {
    int64_t key;
    char *uuid;
    int64_t incident_key;
    char *ident; /* of the incident, for the ribbon            */
    char *incident_title;
    PkTlp tlp;         /* of the incident                            */
    int64_t party_key; /* 0: the incident's own                      */
    char *org_name;    /* of the party, or NULL                      */
    char *rule;        /* key of a legal rule, or "agreed"           */
    char *title;       /* what was agreed                            */
    int64_t start_us;
    int64_t due_us; /* 0: not sure                                */
    int64_t met_us;
    char *evidence;  /* number of the report                       */
    char *na_reason; /* not NULL: not applicable                   */
    int64_t version;
    PkTristate personal_data; /* of the incident: whether there is a duty at all */
    bool unsure;              /* somebody said that it is not sure whether this holds */
    bool by_hand;             /* somebody set the start: it follows no awareness     */
    int64_t org_key;          /* of the party, or 0                                  */
    int64_t no;               /* in its incident, from 1, as added: shown as T3      */
} PkClockRecord;

/* The rule of what people agreed among themselves. */
#define PK_CLOCK_AGREED "agreed"

void pk_clock_record_free(PkClockRecord *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkClockRecord, pk_clock_record_free)

/* Inserts and sets key and version 1; clock->uuid must be set. Errors: MISSING. */
bool pk_clock_insert(PkDb *db, PkClockRecord *clock, GError **error);

/* Errors: CONFLICT when clock->version is not the one in the database, MISSING. */
bool pk_clock_update(PkDb *db, const PkClockRecord *clock, GError **error);

/* Errors: MISSING. */
PkClockRecord *pk_clock_get(PkDb *db, int64_t key, GError **error);

/* All of an incident, as they were added. Array of PkClockRecord. */
GPtrArray *pk_clock_list(PkDb *db, int64_t incident, GError **error);

/* Running (also overdue) over all incidents, nearest first; after the clock with due_us and key
 * (0, 0: from the nearest). */
GPtrArray *pk_clock_list_due(PkDb *db, int64_t due_us, int64_t key, unsigned limit, GError **error);

/* Running without a known end, over all incidents; after the clock with that key (0: the first). */
GPtrArray *pk_clock_list_undated(PkDb *db, int64_t key, unsigned limit, GError **error);

/* Met or not applicable, newest first; after the clock with that key (0: from the newest). */
GPtrArray *pk_clock_list_ended(PkDb *db, int64_t key, unsigned limit, GError **error);

/* How many running clocks end before a moment, counted up to max. */
bool pk_clock_count_due(PkDb *db, int64_t before_us, unsigned max, int64_t *ret_n, GError **error);
