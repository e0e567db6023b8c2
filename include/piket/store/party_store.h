/* SPDX-License-Identifier: EUPL-1.2 */
/* Parties in the database: which organisation stands how in which incident. After adding some, call
 * pk_incident_index (incident_store.h) once, so that the incident is found by their names. */
#pragma once

#include "piket/model/party.h"
#include "piket/store/db.h"

enum { PK_PARTY_STATUS_N = 6 };

/* Inserts and sets party->key and version 1; *ret_new (may be NULL) is false, and nothing changed,
 * when the organisation was a party already. uuid: of the new row.
 * Errors: MISSING without the incident. */
bool pk_party_insert(PkDb *db, PkParty *party, const char *uuid, int64_t now_us, bool *ret_new,
                     GError **error);

/* Errors: CONFLICT when party->version is not the one in the database, MISSING. */
bool pk_party_update(PkDb *db, const PkParty *party, int64_t now_us, GError **error);

/* Errors: MISSING. */
PkParty *pk_party_get(PkDb *db, int64_t key, GError **error);

/* *ret_party becomes NULL when the organisation is no party to the incident. */
bool pk_party_get_by_org(PkDb *db, int64_t incident, int64_t org, PkParty **ret_party,
                         GError **error);

/* Parties of an incident: affected, possible, contained, recovering, closed, not affected; within
 * that by name. Array of PkParty with its nearest running clock. */
GPtrArray *pk_party_list(PkDb *db, int64_t incident, GError **error);

/* Incidents an organisation is party to, newest first, before an incident key (0: all). */
GPtrArray *pk_party_list_of_org(PkDb *db, int64_t org, int64_t before_incident, unsigned limit,
                                GError **error);

/* How many parties stand in each PkPartyStatus. */
bool pk_party_count(PkDb *db, int64_t incident, int64_t ret_counts[PK_PARTY_STATUS_N],
                    GError **error);
