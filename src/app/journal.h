/* SPDX-License-Identifier: EUPL-1.2 */
/* The one way in which use cases write the journal. Needs an open transaction.
 *
 * details is a JSON object. Lines that tell a change of fields hold
 *     {"change": "set", "version": 7, "fields": {"severity": {"old": "medium", "new": "high"}}}
 * where version is the incident's after the change; others name their change ("report", "note",
 * "party_add", "party_set", "action_add", "action_set", "pin", "undo") and what it is about. */
#pragma once

#include "app_private.h"

#include <jansson.h>

typedef struct {
    const PkIncident *incident; /* NULL: a line about no incident                  */
    PkCategory category;
    PkTlp tlp;
    const char *text; /* longer than a line holds: several lines         */
    json_t *details;  /* taken; NULL: none. Stands with the first line   */
    int64_t event_us; /* 0: now                                          */
    PkPrecision precision;
    const PkLine *corrects; /* or NULL                                         */
    const char *uuid;       /* of the first line, or NULL: a new one           */
    int64_t now_us;
} PkEntry;

/* Appends. ret_key (may be NULL) gets the key of the first line, ret_n how many were written.
 * Errors: INVALID (text), those of the store. */
bool pk_journal_add(PkApp *app, PkEntry entry, int64_t *ret_key, unsigned *ret_n, GError **error);

/* Names the person who works on the incident before anything on it becomes TLP:RED; does nothing
 * for another label, without an incident, or when they are named. The incident's row must stand.
 * Belongs to the same transaction; pk_journal_add does it for a red line. */
bool pk_name_first(PkApp *app, const PkIncident *incident, PkTlp label, int64_t now_us,
                   GError **error);

/* Array of PkNamedView (piket/app/people.h). Owned. */
GPtrArray *pk_name_views(PkApp *app, int64_t incident_key, GError **error);

/* "line 7" of its incident, as the timeline counts. */
int64_t pk_journal_number(int64_t line_key);

/* What others, or everybody, changed in the fields of an incident after a version. */
typedef struct {
    char *who;     /* full name of the last one; NULL: nobody                 */
    char *fields;  /* "severity, status", translated                          */
    int64_t at_us; /* when, last                                              */
} PkSince;
void pk_since_clear(PkSince *since);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkSince, pk_since_clear)

bool pk_journal_since(PkApp *app, int64_t incident_key, int64_t version, bool others_only,
                      PkSince *ret_since, GError **error);
