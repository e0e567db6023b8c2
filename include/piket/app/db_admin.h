/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking after the database as a whole: what is it, make it, bring it up to date, back it up,
 * restore it. The same five calls for every engine; db_admin.c has the table of who answers.
 *
 * A backup holds everything, TLP:RED included, whatever the person who makes it may see. */
#pragma once

#include "piket/app/app.h"

enum { PK_BACKUP_AGE_DAYS = 2 }; /* an older last backup is a trouble */

/* ---- status --------------------------------------------------------------------------------- */

typedef struct {
    char *engine; /* "sqlite"                                             */
    char *place;  /* the path                                             */
    bool exists;
    int64_t schema; /* version found; 0: nothing in it yet                  */
    int64_t needed; /* version this program works with                      */
    int64_t n_bytes;
    int64_t n_log_bytes; /* write-ahead log beside it                            */
    unsigned mode;       /* permission bits, 0600                                */
    char *owner, *group; /* names, or numbers where they have none               */
    bool writable;
    char *origin;        /* UUID the database writes as; NULL: nobody wrote yet  */
    char *tag;           /* "" for a main database                               */
    int64_t n_incidents; /* counted up to count_max                              */
    int64_t n_lines;     /* the same                                             */
    int64_t count_max;   /*                                                      */
    int64_t newest_us;   /* newest line came in; 0: none                         */
    int64_t backup_us;   /* the last backup that piket made and recorded; 0      */
    char *backup_file;   /* or NULL                                              */
    char *head;          /* the head of heads, when it was asked for; else NULL         */
    GPtrArray *troubles; /* sentences: what is wrong and what to do              */
} PkDbStatus;
void pk_db_status_free(PkDbStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDbStatus, pk_db_status_free)

/* Looks only. A file that is not there is a result. heads: also reads every head, which takes
 * seconds in a large database. Errors: BROKEN (no database, damaged), OFFLINE. */
PkDbStatus *pk_db_status(const char *where, bool heads, GError **error);

/* ---- making, and bringing up to date -------------------------------------------------------- */

/* Makes schema, reference data and origin; of a file also the first person, of a server the roles,
 * for which whoever does it has to be its superuser. *ret_made (may be NULL) false: it was
 * there already and nothing was changed. */
bool pk_db_init(const PkAppConfig *config, bool *ret_made, GError **error);

typedef struct {
    int64_t from, to;
    char *copy; /* of what it was before; NULL when there was nothing to do */
} PkDbMigrated;
void pk_db_migrated_clear(PkDbMigrated *migrated);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkDbMigrated, pk_db_migrated_clear)

/* Errors: MISSING (no file), TOO_NEW, BUSY, OFFLINE. */
bool pk_db_migrate(const PkAppConfig *config, PkDbMigrated *ret_migrated, GError **error);

/* ---- backup and restore --------------------------------------------------------------------- */

/* What a copy holds, as it was checked after it was written. */
typedef struct {
    char *file;
    int64_t n_bytes; /* of the file as it stands there, encrypted or not                      */
    char *sha256;    /* of the same, 64 hex digits                                            */
    char *key;       /* fingerprint it was encrypted to, or NULL                              */
    int64_t schema;  /*                                                                       */
    int64_t n_incidents, n_lines; /* up to count_max                                            */
    int64_t count_max;  /*                                                                       */
    int64_t newest_us;  /*                                                                       */
    int64_t n_heads;    /* journals                                                              */
    int64_t n_wrong;    /* of which the head is not that of the last line: 'piket verify' tells  */
    char *head;         /* the head of heads, 64 hex digits: the same in every faithful copy     */
    char *not_recorded; /* why the journal does not tell of this backup; NULL: it does          */
} PkDbCopy;
void pk_db_copy_clear(PkDbCopy *copy);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkDbCopy, pk_db_copy_clear)

typedef struct {
    const char *file; /* NULL: beside the database, with the date in its name              */
    const char *key;  /* fingerprint or mail address of an OpenPGP key; NULL: not encrypted */
} PkDbBackup;

/* Writes under another name and renames only a copy that was checked, so a file with the wanted
 * name is whole. An existing file is never overwritten. With a key ".gpg" is added to the name.
 * The duty log of the database then tells of it.
 * Errors: MISSING (no database, no such key), INVALID (name taken, key unfit), BROKEN (the copy is
 * not sound, because the database is not), OFFLINE (disk, no gpg), BUSY. */
bool pk_db_backup_make(const PkAppConfig *config, const PkDbBackup *backup, PkDbCopy *ret_copy,
                       GError **error);

typedef struct {
    const char *file; /* made by pk_db_backup_make, encrypted or not               */
    const char *head; /* the head of heads that was kept, whole or its beginning; NULL */
    bool replace;     /* move what is there aside                                  */
    bool ask_nobody;  /* no passphrase may be asked for                            */
} PkDbRestore;

typedef struct {
    PkDbCopy copy;    /* what was in the copy; file is where it came from      */
    char *aside;      /* where the database that was there went, or NULL       */
    char *origin;     /* the new one                                           */
    int64_t migrated; /* schema the copy had, when it was older; else 0        */
} PkDbRestored;
void pk_db_restored_clear(PkDbRestored *restored);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkDbRestored, pk_db_restored_clear)

/* On a server pg_restore has put the copy there, and `file` only tells which it was.
 *
 * Puts a checked copy at config->where, with a new origin and a line in the duty log that tells of
 * it. Nothing is changed until the copy has passed every check.
 * Errors: MISSING (no such file), INVALID (something is there already; not a head), BROKEN (not a
 * whole backup; another head), TOO_NEW, DENIED (no key for it, wrong passphrase), CONFIRM (the
 * question for the passphrase was broken off), OFFLINE, BUSY. */
bool pk_db_restore(const PkAppConfig *config, const PkDbRestore *restore,
                   PkDbRestored *ret_restored, GError **error);

/* ---- gpg ------------------------------------------------------------------------------------ */

/* The version of gpg that would encrypt; NULL when there is none. Owned. Runs gpg. */
char *pk_gpg_version(void);
