/* SPDX-License-Identifier: EUPL-1.2 */
/* Finding incidents by a filter: quick at a million of them.
 *
 * Indexes give candidates newest first (stream.h), the filter's own predicate decides on the row
 * that was read. A search that finds little stops after examined_max candidates and says where to
 * go on, so that no key press waits for it. */
#pragma once

#include "piket/model/filter.h"
#include "piket/store/db.h"
#include "piket/store/incident_store.h"

enum {
    PK_FIND_EXAMINED = 5000,
    PK_FIND_COUNT_STATEMENTS = 100, /* what counting may cost                               */
    PK_FIND_COUNT_SERVER = 24,      /* on a server, where 16 rows count as one too          */
    PK_FIND_COUNT_TEXT = 1,         /* of text there, which it looks for line by line       */
};

typedef struct {
    const PkFilter *filter; /* of PK_FILTER_INCIDENTS                                     */
    bool by_severity;       /* worst first; only used when the filter shows open ones only */
    int64_t before_key;     /* 0: from the top; else what comes after this incident        */
    unsigned limit;         /* rows wanted                                                 */
    unsigned examined_max;  /* candidates looked at; 0: PK_FIND_EXAMINED                   */
    unsigned count_max;     /* goes on counting up to so many when the page is full        */
} PkFind;

typedef struct {
    GPtrArray *rows;  /* PkIncidentFound                                                  */
    int64_t more_key; /* go on with before_key = this; 0: that was all                    */
    bool by_severity; /* the order that was used                                          */
    bool stopped;     /* rows may be fewer than limit: examined_max was reached           */
    unsigned n_examined;
    unsigned n_matching; /* rows, and what was counted after them                        */
    bool more_matching;  /* counting ended early: there are more, or there may be        */
} PkFindPage;

void pk_find_page_free(PkFindPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkFindPage, pk_find_page_free)

/* Errors: BUSY when interrupted, OFFLINE. */
PkFindPage *pk_incident_find(PkDb *db, const PkFind *find, GError **error);

/* How many match, counted up to max. *ret_stopped (may be NULL): counting ended at examined_max
 * candidates (0: PK_FIND_EXAMINED) or after PK_FIND_COUNT_STATEMENTS, there may be more. */
bool pk_incident_count(PkDb *db, const PkFilter *filter, unsigned max, unsigned examined_max,
                       int64_t *ret_n, bool *ret_stopped, GError **error);
