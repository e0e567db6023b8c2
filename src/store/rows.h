/* SPDX-License-Identifier: EUPL-1.2 */
/* What the store modules share: writing "not known" and refusing a stale change. */
#pragma once

#include "piket/store/db.h"

/* Text columns are NOT NULL: a thing not known is the empty text. */
PkValue pk_text_or_empty(const char *text);

/* A day (days since 1970-01-01, -1 not known) as microseconds. */
PkValue pk_day_us(int64_t day);

/* Runs an update that is guarded by a version. Nothing changed means: MISSING when `exists` finds
 * no row with that key, else CONFLICT. */
bool pk_db_run_guarded(PkDb *db, const PkSql *update, PkArgs args, const PkSql *exists, int64_t key,
                       GError **error);

/* The first row, which must exist. *ret_thing stays untouched on failure.
 * Errors: MISSING with `missing` (translated). */
bool pk_db_get(PkDb *db, const PkSql *sql, PkArgs args, const PkRowMap *map, const char *missing,
               void **ret_thing, GError **error);

#define PK_AT(type, field) G_STRUCT_OFFSET(type, field)
