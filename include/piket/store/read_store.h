/* SPDX-License-Identifier: EUPL-1.2 */
/* Questions that cross aggregates and that only lists and verifying ask. */
#pragma once

#include "piket/store/db.h"

/* How many municipalities (int64_t) are party to each incident: affected or possible, and not
 * cleared. Owned. */
GArray *pk_read_count_towns(PkDb *db, const int64_t *incidents, unsigned n, GError **error);

/* A journal that lost lines as a whole. */
typedef struct {
    int64_t incident; /* 0: the lines about no incident      */
    char *ident;      /* "" when the incident is gone too    */
    int64_t n_lines;  /* as many as there were               */
} PkLostJournal;

void pk_lost_journal_free(PkLostJournal *lost);

/* Chains without any line, and incidents with lines but without a chain. Array of PkLostJournal, at
 * most limit. */
GPtrArray *pk_read_lost_journals(PkDb *db, unsigned limit, GError **error);

/* Keys (int64_t, ascending) of organisations that are party to an incident from this key on. */
GArray *pk_read_recent_orgs(PkDb *db, int64_t from_incident, GError **error);
