/* SPDX-License-Identifier: EUPL-1.2 */
/* Actions in the database: the standing ones of every incident, promised calls, people's own. */
#pragma once

#include "piket/model/action.h"
#include "piket/store/db.h"

/* Inserts and sets key, no (the next of its incident) and version 1. uuid: of the new row.
 * Errors: MISSING without the incident. */
bool pk_action_insert(PkDb *db, PkStandingAction *action, const char *uuid, GError **error);

/* Errors: CONFLICT when action->version is not the one in the database, MISSING. */
bool pk_action_update(PkDb *db, const PkStandingAction *action, GError **error);

/* By number in its incident. Errors: MISSING. */
PkStandingAction *pk_action_get(PkDb *db, int64_t incident, int64_t no, GError **error);

/* All of an incident, by number. Array of PkStandingAction. */
GPtrArray *pk_action_list(PkDb *db, int64_t incident, GError **error);

/* Open ones with a deadline over all incidents, nearest first: of one owner, or (NULL) of all. */
GPtrArray *pk_action_list_due(PkDb *db, const char *owner, unsigned limit, GError **error);

/* How many of an incident are open. */
bool pk_action_count_open(PkDb *db, int64_t incident, int64_t *ret_n, GError **error);
