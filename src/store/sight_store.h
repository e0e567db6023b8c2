/* SPDX-License-Identifier: EUPL-1.2 */
/* The guard of the store: what the person it reads for may not see is not handed out. */
#pragma once

#include "piket/model/incident.h"
#include "piket/store/db.h"

/* False with DENIED when the incident may not be seen: says who can help, and nothing of what the
 * incident is about. */
bool pk_incident_refuse(PkDb *db, const PkIncident *incident, GError **error);

/* Asks a server about an incident that was not found, by key (else 0) or by number or uuid (else
 * NULL). False with DENIED as above when it is there and kept back; while pk_db_see_all is on,
 * *ret_incident gets its key, number, label and version instead. Owned; NULL: there is none. */
bool pk_incident_kept_back(PkDb *db, int64_t key, const char *asked, PkIncident **ret_incident,
                           GError **error);
