/* SPDX-License-Identifier: EUPL-1.2 */
/* The guard of the store: what the person it reads for may not see is not handed out. */
#pragma once

#include "piket/model/incident.h"
#include "piket/store/db.h"

/* False with DENIED when the incident may not be seen: says who can help, and nothing of what the
 * incident is about. */
bool pk_incident_refuse(PkDb *db, const PkIncident *incident, GError **error);
