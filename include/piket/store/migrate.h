/* SPDX-License-Identifier: EUPL-1.2 */
/* Bringing a database to this program's schema. Migrations are numbered and append-only. */
#pragma once

#include "piket/store/db.h"

/* The version this program brings and needs. */
int pk_schema_version(void);

/* Version of the open database; 0 when it is empty. */
bool pk_schema_read(PkDb *db, int64_t *ret_version, GError **error);

/* Applies what is missing in one transaction. A database that already holds something is first
 * copied to backup_path (NULL: no backup, only for an empty or in-memory database).
 * ret_from (may be NULL) gets the version found.
 * Errors: TOO_NEW (made by a newer Piket: nothing is touched), BUSY, OFFLINE. */
bool pk_migrate(PkDb *db, const char *backup_path, int64_t *ret_from, GError **error);

/* What an administrator does once on a server before the first migration: roles and the schema.
 * Nothing on a file. May be done again. Errors: DENIED, OFFLINE. */
bool pk_schema_setup(PkDb *db, GError **error);

/* Refuses a database this program may not write: TOO_NEW, or INVALID when it must be migrated. */
bool pk_schema_require_current(PkDb *db, GError **error);
