/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking after a database, from the inside: one table of functions for each engine. */
#pragma once

#include "app_private.h"
#include "piket/app/db_admin.h"
#include "piket/model/seal.h"

typedef struct {
    bool (*is_for)(const char *where);
    bool (*status)(const char *where, bool heads, PkDbStatus *status, GError **error);
    bool (*init)(const PkAppConfig *config, bool *ret_made, GError **error);
    bool (*migrate)(const PkAppConfig *config, PkDbMigrated *ret_migrated, GError **error);
    bool (*backup)(const PkAppConfig *config, const PkDbBackup *backup, PkDbCopy *copy,
                   GError **error);
    bool (*restore)(const PkAppConfig *config, const PkDbRestore *restore, PkDbRestored *restored,
                    GError **error);
} PkDbAdmin;

/* An address of PostgreSQL. */
extern const PkDbAdmin pk_db_admin_server;

/* A file. The last of the table: it takes every place that is nobody else's. */
extern const PkDbAdmin pk_db_admin_file;

/* What every engine's status holds: schema, origin, counts, newest line, last backup. A database of
 * schema 0 keeps zeros. */
bool pk_db_status_fill(PkDb *db, bool heads, PkDbStatus *status, GError **error);

/* The same for a copy, with its heads. */
bool pk_db_copy_fill(PkDb *db, PkDbCopy *copy, GError **error);

/* A line in the duty log of the running transaction; details is taken. */
bool pk_db_tell(PkApp *app, const char *text, void *details, GError **error);

/* The line that tells of a restored copy; app writes as the new origin already. */
bool pk_db_tell_restored(PkApp *app, const PkDbCopy *copy, const char *file,
                         const char *origin_before, GError **error);

/* Is it the head of heads that was kept? Errors: BROKEN. */
bool pk_db_compare_head(const PkDbCopy *copy, const PkKeptHead *kept, GError **error);

/* db_file_backup.c, db_file_restore.c */
bool pk_db_file_backup(const PkAppConfig *config, const PkDbBackup *backup, PkDbCopy *copy,
                       GError **error);
bool pk_db_file_restore(const PkAppConfig *config, const PkDbRestore *restore,
                        PkDbRestored *restored, GError **error);

/* Opens a file for looking, whether somebody has it open (its newest is in the -wal beside it then)
 * or nobody (nothing is made beside it). Errors: those of pk_db_open. */
PkDb *pk_db_file_look(const char *path, GError **error);

/* Is what stands in the file a whole, sound database of Piket? Fills copy. Errors: BROKEN, TOO_NEW.
 */
bool pk_db_file_check(const char *path, PkDbCopy *copy, GError **error);

/* "20260310T021400": for names of copies. Owned. */
char *pk_db_stamp(void);
