/* SPDX-License-Identifier: EUPL-1.2 */
/* Calls back in the database: written once, never changed. */
#pragma once

#include "piket/model/callback.h"
#include "piket/store/db.h"

/* Inserts and sets key; call->uuid must be set. Errors: MISSING. */
bool pk_call_insert(PkDb *db, PkCallBack *call, GError **error);

/* All about an incident, newest first. Array of PkCallBack. */
GPtrArray *pk_call_list(PkDb *db, int64_t incident, GError **error);

/* The newest that says what the caller is; *ret_call becomes NULL when there is none. */
bool pk_call_decisive(PkDb *db, int64_t incident, PkCallBack **ret_call, GError **error);
