/* SPDX-License-Identifier: EUPL-1.2 */
/* What only a throw-away practice file may do. */
#pragma once

#include "piket/store/db.h"

/* Whether any incident is there: such a file is nobody's practice file. */
bool pk_practice_is_used(PkDb *db, bool *ret_used, GError **error);

/* Forgets every organisation, other name and contact. Errors: MISSING when an incident uses one. */
bool pk_practice_forget_register(PkDb *db, GError **error);
