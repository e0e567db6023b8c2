/* SPDX-License-Identifier: EUPL-1.2 */
/* The rota as rows: patterns with their turns, shifts that were set or read, holidays, and the
 * numbers of persons for when they are on duty. include/piket/model/rota.h makes shifts of them. */
#pragma once

#include "piket/model/rota.h"
#include "piket/store/db.h"

/* All that shifts in [from_us, until_us) are made from: patterns that hold after from_us (zones
 * opened), rows that touch the window or reach as far outside it as a pattern's shift does, and the
 * holidays of that time. Errors: INVALID for a pattern in a zone that this system does not know. */
PkRota *pk_rota_load(PkDb *db, int64_t from_us, int64_t until_us, GError **error);

/* Array of PkRotaPattern that hold after from_us, by key. */
GPtrArray *pk_rota_pattern_list(PkDb *db, int64_t from_us, GError **error);

/* Inserts it with its turns; sets its key. */
bool pk_rota_pattern_insert(PkDb *db, PkRotaPattern *pattern, GError **error);

/* Errors: CONFLICT when it changed since pattern was read, MISSING. */
bool pk_rota_pattern_end(PkDb *db, const PkRotaPattern *pattern, int64_t until_us, GError **error);

/* Array of PkShift: rows that hold and touch the window, by beginning. */
GPtrArray *pk_shift_list(PkDb *db, int64_t from_us, int64_t until_us, GError **error);

/* Errors: MISSING also for a shift that was taken back. */
PkShift *pk_shift_get(PkDb *db, int64_t key, GError **error);

/* Is this the uuid of a shift or a pattern of this database, also of one that is gone? */
bool pk_rota_uuid_known(PkDb *db, const char *uuid, bool *ret_known, GError **error);

/* Sets its key. Errors: CONFLICT when that event of that calendar has a shift on the rung. */
bool pk_shift_insert(PkDb *db, PkShift *shift, GError **error);

/* It holds no longer. Errors: MISSING. */
bool pk_shift_drop(PkDb *db, int64_t key, int64_t now_us, const char *login, GError **error);

/* Array of PkHoliday from day to day, both included (pk_civil_days). */
GPtrArray *pk_holiday_list(PkDb *db, int64_t from_day, int64_t to_day, GError **error);

/* Errors: CONFLICT when that day has a name. */
bool pk_holiday_insert(PkDb *db, const PkHoliday *holiday, GError **error);

/* Errors: MISSING. */
bool pk_holiday_delete(PkDb *db, int64_t day, GError **error);

/* login -> number, of whom who asks may see (on a server). Both owned by the table. */
GHashTable *pk_person_duty_list(PkDb *db, GError **error);

/* phone NULL or "": none. */
bool pk_person_duty_set(PkDb *db, const char *login, const char *phone, GError **error);
