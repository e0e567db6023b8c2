/* SPDX-License-Identifier: EUPL-1.2 */
/* Origins: which database a line was written in. Exactly one is current; it is renewed when the
 * database is restored from a copy, so that two copies never number the same chain. */
#pragma once

#include "piket/store/db.h"

typedef struct {
    int64_t key;
    char *uuid;
    char *tag; /* "" for a main database, "K" for an outbox */
    int64_t created_us;
    bool is_current;
} PkOrigin;

void pk_origin_free(PkOrigin *origin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkOrigin, pk_origin_free)

/* The origin this database writes as. Owned; NULL with MISSING in a database that has none yet. */
PkOrigin *pk_origin_current(PkDb *db, GError **error);

/* Array of PkOrigin, oldest first. */
GPtrArray *pk_origin_list(PkDb *db, GError **error);

/* Inserts an origin and sets its key; when is_current is set the others no longer are.
 * Errors: CONFLICT when the uuid is known already. */
bool pk_origin_insert(PkDb *db, PkOrigin *origin, GError **error);

/* *ret_origin becomes NULL when no origin has that uuid. */
bool pk_origin_by_uuid(PkDb *db, const char *uuid, PkOrigin **ret_origin, GError **error);
