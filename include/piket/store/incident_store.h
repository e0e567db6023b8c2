/* SPDX-License-Identifier: EUPL-1.2 */
/* Incidents in the database.
 *
 * The key is time-ordered: milliseconds since 1900-01-01 UTC of the moment the report was received
 * (of imported history: when it happened), moved up to the next free number. Lists, pages and full
 * text run by it; people say the ident. Every change is guarded by the version that was read. */
#pragma once

#include "piket/model/incident.h"
#include "piket/store/db.h"

/* The key that an incident received at received_us gets when it is free. */
int64_t pk_incident_key_at(int64_t received_us);

/* Inserts, and sets key and version 1. uuid, ident, title, received_us, opened_us, changed_us and
 * changed_by must be set. Indexes the head and the kinds. Needs an open transaction.
 * Errors: CONFLICT when ident, uuid or import id is taken; INVALID. */
bool pk_incident_insert(PkDb *db, PkIncident *incident, GError **error);

/* The same without the head, which who adds parties at once indexes after that: pk_incident_index.
 */
bool pk_incident_insert_row(PkDb *db, PkIncident *incident, GError **error);

/* Writes every field that may change (all but key, uuid, ident, received_us, opened_us and where it
 * was imported from) and brings the indexes up to date. incident->version is what was read; the
 * row's becomes one more. Needs an open transaction.
 * Errors: CONFLICT naming who changed it meanwhile, MISSING. */
bool pk_incident_update(PkDb *db, const PkIncident *incident, GError **error);

/* Brings the words an incident is found by up to date: its ident and title, names and aliases of
 * its parties. Call once after adding parties. Needs an open transaction. */
bool pk_incident_index(PkDb *db, int64_t key, GError **error);

/* By key; without the fields for lists, but with n_lines. Errors: MISSING; DENIED when the person
 * whose eyes the store reads with may not see it (pk_db_set_sight), with who can help. */
PkIncident *pk_incident_get(PkDb *db, int64_t key, GError **error);

/* The same without DENIED, for who only leaves it out: *ret_seen says whether it may be seen. */
PkIncident *pk_incident_get_if_seen(PkDb *db, int64_t key, bool *ret_seen, GError **error);

/* Only whether it may be seen; false when there is no such incident. */
bool pk_incident_seen(PkDb *db, int64_t key, bool *ret_seen, GError **error);

/* How many incidents, all or only open ones, may not be seen, counted up to max. It depends on
 * nothing that was asked for, so it tells nothing of what they are about. */
bool pk_incident_count_hidden(PkDb *db, bool open_only, unsigned max, int64_t *ret_n,
                              GError **error);

/* Is the number given out, to whatever incident? */
bool pk_incident_has_ident(PkDb *db, const char *ident, bool *ret_has, GError **error);

/* Was this imported before, whoever may see what became of it? */
bool pk_incident_has_import(PkDb *db, const char *source, const char *id, bool *ret_has,
                            GError **error);

/* *ret_incident becomes NULL when there is none. Errors: DENIED as above. */
bool pk_incident_by_ident(PkDb *db, const char *ident, PkIncident **ret_incident, GError **error);
bool pk_incident_by_uuid(PkDb *db, const char *uuid, PkIncident **ret_incident, GError **error);
bool pk_incident_by_import(PkDb *db, const char *source, const char *id, PkIncident **ret_incident,
                           GError **error);

/* A row of a list. The incident stands first, so a PkIncidentFound may be freed as a PkIncident. */
typedef struct {
    PkIncident incident; /* with org_name and org_code of the first affected party, n_parties
                            (affected or possible, not cleared), n_lines, callback_us  */
    int64_t next_due_us; /* nearest running clock, also when over; 0: none             */
} PkIncidentFound;

/* Errors: MISSING; DENIED as above. */
PkIncidentFound *pk_incident_found(PkDb *db, int64_t key, GError **error);

/* The same for many, with one wait on a server: rows (PkIncidentFound) in the order of the keys.
 * Owned. */
GPtrArray *pk_incident_found_many(PkDb *db, const int64_t *keys, unsigned n, GError **error);

/* Many incidents in the order of the keys, with one wait, whoever may see them: the caller leaves
 * out what pk_sight_may says no to. Owned array of PkIncident. Errors: MISSING. */
GPtrArray *pk_incident_get_many(PkDb *db, const int64_t *keys, unsigned n, GError **error);

/* Their severities (int64_t), in the order of the keys, all of which exist. Owned. */
GArray *pk_incident_severities(PkDb *db, const int64_t *keys, unsigned n, GError **error);

/* All, or all open ones, counted up to max ("1000+"). */
bool pk_incident_count_all(PkDb *db, unsigned max, int64_t *ret_n, GError **error);
bool pk_incident_count_open(PkDb *db, unsigned max, int64_t *ret_n, GError **error);
