/* SPDX-License-Identifier: EUPL-1.2 */
/* What an engine must offer. A second engine is a second table of these; nothing above db.c knows
 * which one is behind it. */
#pragma once

#include "piket/store/db.h"

/* How the engine spells what migrations write in {{braces}}. */
typedef struct {
    const char *macro;
    const char *text;
} PkSpelling;

typedef struct {
    const char *name;
    const PkSpelling *spellings; /* ends with NULL */
    size_t own;                  /* offset in PkMigration of what this engine alone runs */
    void *(*open)(const char *where, PkDbMode mode, GError **error);
    void (*close)(void *conn);
    /* Several statements, no parameters, no results. */
    bool (*script)(void *conn, const char *text, GError **error);
    bool (*begin)(void *conn, bool write, GError **error);
    bool (*commit)(void *conn, GError **error);
    void (*rollback)(void *conn);
    /* One statement; each row to fn (may be NULL). */
    bool (*each)(void *conn, const PkSql *sql, PkArgs args, PkRowFn fn, void *data,
                 int64_t *ret_changed, GError **error);
    /* The same once for each of n sets of arguments, with one wait for all; NULL where nothing is
     * waited for. */
    bool (*each_many)(void *conn, const PkSql *sql, const PkArgs *args, unsigned n, PkRowFn fn,
                      void *data, GError **error);
    /* Whether statements that give nothing back are waited for (see pk_db_hurry); false with the
     * first error of those that were not. NULL where nothing is waited for. */
    bool (*hurry)(void *conn, bool on, GError **error);
    /* Around a migration. Taken before BEGIN: inside a transaction a server would take its snapshot
     * before it got the lock. NULL where begin excludes others. */
    bool (*lock_schema)(void *conn, GError **error);
    void (*unlock_schema)(void *conn);
    /* What an administrator does once before the first migration; NULL where that is nothing. */
    bool (*setup)(void *conn, GError **error);
    /* Number of the newest migration applied, 0 for an empty database. */
    bool (*get_version)(void *conn, int64_t *ret_version, GError **error);
    bool (*set_version)(void *conn, int64_t version, GError **error);
    /* Copies the database beside itself before a migration; NULL where the operator does that. */
    bool (*backup)(void *conn, const char *to, GError **error);
    bool (*data_version)(void *conn, int64_t *ret_version, GError **error);
    void (*interrupt)(void *conn);
    bool (*idle)(void *conn);
    bool (*check)(void *conn, GError **error);
    /* The role that is logged in; NULL where there is none. */
    const char *(*user)(void *conn);
    /* After a commit whose answer was lost: connects again and sees to it that the session of
     * before has ended, so that what it did can be looked up. NULL where no answer can get lost. */
    bool (*settle_doubt)(void *conn, GError **error);
    /* NULL where the connection cannot be lost. */
    PkDbLink (*link)(const void *conn);
    /* How long one statement may take from now on; NULL where nothing can hang. */
    void (*set_patience)(void *conn, int seconds);
} PkEngine;

extern const PkEngine pk_engine_sqlite;
extern const PkEngine pk_engine_postgres;

/* An engine that waits for a server says so, at most once a second. */
void pk_db_tell_wait(int seconds);

/* Used by migrate.c. */
const PkEngine *pk_db_engine_table(const PkDb *db);
void *pk_db_connection(PkDb *db);

/* For db_keys.c: the rows of n sets of arguments, in their order; and what that counts as
 * (pk_db_n_statements). */
GPtrArray *pk_db_all_many(PkDb *db, const PkSql *sql, const PkArgs *args, unsigned n,
                          const PkRowMap *map, GError **error);
void pk_db_count_work(PkDb *db, unsigned n_statements);
