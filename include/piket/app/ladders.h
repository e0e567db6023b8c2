/* SPDX-License-Identifier: EUPL-1.2 */
/* The ladders of this database: looked at by everybody, changed through a file by who may change
 * the register. An edit wins over the ladders that come with Piket, also over later ones. */
#pragma once

#include "piket/app/change.h"
#include "piket/model/ladder.h"

/* Those in use, by key. Owned array of PkLadder. */
GPtrArray *pk_ladders_list(PkApp *app, GError **error);

/* One of them. Errors: MISSING, naming those there are. */
PkLadder *pk_ladders_get(PkApp *app, const char *key, GError **error);

/* As a file (piket/format/ladder_csv.h): one, or with key NULL all. Owned text. Errors: MISSING. */
char *pk_ladders_export(PkApp *app, const char *key, GError **error);

/* Takes the ladders of a file in: new ones are added, those with the same key replaced, others
 * stay. All or nothing. dry_run: only says what it would do. Logins that nobody has here are
 * refused. Pages that are under way keep the ladder they began with.
 * Errors: INVALID with row and reason, DENIED. */
bool pk_ladders_import(PkApp *app, const char *bytes, size_t len, bool dry_run, PkDone *ret_done,
                       GError **error);

/* Takes one out of use; it comes back by importing it. Errors: MISSING. */
bool pk_ladders_retire(PkApp *app, const char *key, PkDone *ret_done, GError **error);

/* What is wrong or doubtful with the ladders in use: severities without one, persons that work here
 * no more. Owned array of sentences, empty when nothing is. */
GPtrArray *pk_ladders_check(PkApp *app, GError **error);
