/* SPDX-License-Identifier: EUPL-1.2 */
/* Ladders in the database. An edit retires a version and adds the next one: a page that is under
 * way keeps the ladder it began with. */
#pragma once

#include "piket/model/ladder.h"
#include "piket/store/db.h"

/* Adds a version, in the place of the one of that key in use; sets id. by: login, or "piket" for
 * what comes with the program. Needs an open transaction. Errors: INVALID. */
bool pk_ladder_put(PkDb *db, PkLadder *ladder, const char *by, int64_t now_us, GError **error);

/* Takes the version in use out of use; *ret_done false when there is none. */
bool pk_ladder_retire(PkDb *db, const char *key, const char *by, int64_t now_us, bool *ret_done,
                      GError **error);

/* Any version, by id. Errors: MISSING. */
PkLadder *pk_ladder_get(PkDb *db, int64_t id, GError **error);

/* Those in use, by key. Owned array of PkLadder. */
GPtrArray *pk_ladder_list(PkDb *db, GError **error);

/* Who wrote or retired the last version of a key; *ret_login NULL: there never was one. Owned. */
bool pk_ladder_last_hand(PkDb *db, const char *key, char **ret_login, GError **error);
