/* SPDX-License-Identifier: EUPL-1.2 */
/* Database handle: one connection, one engine behind a small table of functions.
 *
 * A PkDb belongs to one thread at a time. Statements are named constants packed from
 * schema/queries (piket_sql.h); no text is ever composed, so nothing typed can become SQL.
 *
 * Transactions are poisoned: after a failed statement commit refuses and rolls back, on every
 * engine (SQLite would commit the rest, PostgreSQL would report success for a rollback). */
#pragma once

#include "piket/base/error.h"
#include "piket/model/sight.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A packed statement; $1..$n are bound by the number in the name. */
typedef struct {
    const char *name;
    const char *text;
    unsigned n_params;
    const char *postgres; /* what PostgreSQL runs instead; NULL: the same text */
} PkSql;

typedef enum {
    PK_NULL,
    PK_INT,
    PK_TEXT,
    PK_BLOB,
} PkValueKind;

/* An argument or a cell. Text is UTF-8, NUL-terminated; n is the size of text or blob in bytes. */
typedef struct {
    PkValueKind kind;
    int64_t i;
    const char *t;
    const void *b;
    size_t n;
} PkValue;

PkValue pk_null(void);
PkValue pk_int(int64_t value);
PkValue pk_int_or_null(int64_t value, int64_t when_null); /* NULL when value == when_null */
PkValue pk_text(const char *text);                        /* NULL pointer gives SQL NULL  */
PkValue pk_blob(const void *bytes, size_t n);

typedef struct {
    const PkValue *values;
    unsigned n;
} PkArgs;

#define PK_ARGS(...)                                                                               \
    ((PkArgs){ (const PkValue[]){ __VA_ARGS__ },                                                   \
               sizeof((const PkValue[]){ __VA_ARGS__ }) / sizeof(PkValue) })
#define PK_NO_ARGS ((PkArgs){ NULL, 0 })

/* One row; cells die when the callback returns. */
typedef struct {
    const PkValue *cells;
    unsigned n;
} PkRow;

/* Cell readers: NULL reads as 0, "" or when_null. The text is owned by the row. */
int64_t pk_row_int(const PkRow *row, unsigned column);
int64_t pk_row_int_or(const PkRow *row, unsigned column, int64_t when_null);
const char *pk_row_text(const PkRow *row, unsigned column);

/* Return false with error set to stop. */
typedef bool (*PkRowFn)(const PkRow *row, void *data, GError **error);

typedef struct PkDb PkDb;

typedef enum {
    PK_DB_LOOK,   /* as READ, of a file nobody has open: nothing is made beside it  */
    PK_DB_READ,   /* must exist; nothing is written, no migration          */
    PK_DB_WRITE,  /* must exist; a current schema is expected              */
    PK_DB_CREATE, /* made when missing (mode 0600); migrated by pk_migrate */
} PkDbMode;

/* where is a path of a SQLite file, ":memory:", or the address of a PostgreSQL database
 * (postgresql://host1,host2/name, as libpq reads it, without a password in it).
 * Errors: MISSING (no such file or database), OFFLINE (not readable, disk full, network file
 * system, server out of reach), BROKEN (not a database), BUSY, DENIED (the server refuses this
 * person), INVALID (an address that cannot be read, or holds a password). */
PkDb *pk_db_open(const char *where, PkDbMode mode, GError **error);
void pk_db_close(PkDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDb, pk_db_close)

/* Whose eyes the store reads with, borrowed; NULL (as at first): everything is seen. What the
 * person may not see is left out of lists, refused with DENIED when it is asked for by itself, and
 * the text of a line is not handed out (PkLine.hidden). This is where the program guards; a server
 * guards by itself whatever stands here. */
void pk_db_set_sight(PkDb *db, const PkSight *sight);
const PkSight *pk_db_sight(const PkDb *db);

/* While on: an incident that a server keeps back is answered by its key, number and label instead
 * of DENIED, for who must know that it is there. Nothing else of it comes from the server. */
void pk_db_see_all(PkDb *db, bool on);
bool pk_db_sees_all(const PkDb *db);

const char *pk_db_where(const PkDb *db);
const char *pk_db_engine(const PkDb *db); /* "sqlite" or "postgresql" */

/* Is this the address of a server, and not the name of a file? */
bool pk_db_is_server(const char *where);

/* The role that is logged in on a server; NULL on a file. Owned by db. */
const char *pk_db_user(const PkDb *db);

/* How long one statement may take from now on, in seconds (10 at first); 0: as at first. A server
 * that does not answer in that time counts as OFFLINE. Files do not hang. */
void pk_db_set_patience(PkDb *db, int seconds);

/* Whom to tell, for every connection of this process, that a server has not answered for so many
 * seconds and is still waited for or tried again: in the thread that waits, once a second. Set it
 * before the first connection. NULL: nobody. */
typedef void (*PkDbWaitFn)(int seconds, void *data);
void pk_db_on_wait(PkDbWaitFn fn, void *data);

/* How the connection is: a file is always there. */
typedef enum {
    PK_DB_THERE,
    PK_DB_LOST,        /* the next statement outside a transaction connects again */
    PK_DB_UNREACHABLE, /* so it did, in vain                                      */
} PkDbLink;

PkDbLink pk_db_link(const PkDb *db);

/* Transactions that wrote (pk_db_begin) and were committed so far. */
uint64_t pk_db_n_saved(const PkDb *db);

/* Begins a transaction that will write; there is one at a time (BEGIN IMMEDIATE, or an advisory
 * lock): waits for other writers up to the busy time. Errors: BUSY, OFFLINE. Nesting is a
 * programming error. */
bool pk_db_begin(PkDb *db, GError **error);

/* Begins a snapshot for several reads that must agree; end it with pk_db_commit. */
bool pk_db_begin_read(PkDb *db, GError **error);

/* Commits; on a poisoned transaction rolls back and fails with the first error of it.
 * Errors: UNSURE (the server's answer was lost: it may or may not have committed; see
 * pk_db_settle_doubt), BUSY, OFFLINE (nothing was committed). */
bool pk_db_commit(PkDb *db, GError **error);

/* After UNSURE: connects again and ends what is left of the session of before, so that looking for
 * what it wrote gives a lasting answer. Errors: OFFLINE, when the server is still out of reach. */
bool pk_db_settle_doubt(PkDb *db, GError **error);

/* Rolls back if a transaction is open; never fails. */
void pk_db_rollback(PkDb *db);

bool pk_db_in_transaction(const PkDb *db);

/* Runs one statement, hands each row to fn (may be NULL); ret_changed (may be NULL) gets the number
 * of rows changed. Errors: CONFLICT (unique), MISSING (foreign key), INVALID (check, append-only),
 * BUSY, DENIED (the server's rights), OFFLINE (I/O, full, server gone), BROKEN (corrupt). */
bool pk_db_each(PkDb *db, const PkSql *sql, PkArgs args, PkRowFn fn, void *data,
                int64_t *ret_changed, GError **error);

/* Runs one statement without rows. */
bool pk_db_run(PkDb *db, const PkSql *sql, PkArgs args, int64_t *ret_changed, GError **error);

/* First row's first cell as a number; *ret_found (may be NULL) false without a row (then 0). */
bool pk_db_number(PkDb *db, const PkSql *sql, PkArgs args, int64_t *ret_value, bool *ret_found,
                  GError **error);

/* Runs one statement once for each of n sets of arguments and hands on the rows of the first, then
 * of the second .... A server is asked all at once: that is one wait where pk_db_each in a loop is
 * n of them. fn runs after that, so it may run statements too. */
bool pk_db_each_many(PkDb *db, const PkSql *sql, const PkArgs *args, unsigned n, PkRowFn fn,
                     void *data, GError **error);

/* For a transaction of very many writes, like an import: with on, what gives nothing back
 * (pk_db_run without ret_changed) is not waited for on a server. That it failed is then told by a
 * later statement, at the latest by pk_db_commit, and nothing is kept; so only who does not act on
 * which statement failed may hurry. The end of the transaction ends it. */
void pk_db_hurry(PkDb *db, bool on);

/* How a column lands in a struct field. */
typedef enum {
    PK_AS_INT,   /* int64_t; NULL reads as 0                          */
    PK_AS_INT32, /* int, guint or enum from a number                  */
    PK_AS_BOOL,  /* bool                                              */
    PK_AS_TEXT,  /* char *, owned by the struct; NULL reads as NULL   */
    PK_AS_WORD,  /* enum from its English key, by the table in .words */
    PK_AS_TLP,   /* PkTlp from its label                              */
    PK_AS_HASH,  /* uint8_t[32]; zeros when NULL                      */
    PK_AS_SALT,  /* uint8_t[16]; zeros when NULL                      */
} PkAs;

typedef struct {
    const char *column; /* for the reader: the query's columns stand in this order */
    PkAs as;
    size_t offset;
    const void *words; /* const PkWords *, with PK_AS_WORD */
} PkColumn;

typedef struct {
    size_t size;
    const PkColumn *columns;
    unsigned n_columns;
    GDestroyNotify free;
} PkRowMap;

/* All rows as an array of owned structs (elements freed with map->free). */
GPtrArray *pk_db_all(PkDb *db, const PkSql *sql, PkArgs args, const PkRowMap *map, GError **error);

/* The rows of n keys (at least 1) by a query whose arguments are all keys: it is asked for as many
 * at a time as it has arguments, and a server for all of them with one wait. Its first column is
 * the key, a row has one key, and a key one row or none. In the order of keys, which may repeat; a
 * key without a row is passed over. */
GPtrArray *pk_db_all_of(PkDb *db, const PkSql *sql, const int64_t *keys, unsigned n,
                        const PkRowMap *map, GError **error);

/* The same of a query whose second column is a number: an int64_t for each of keys, when_missing
 * for one without a row. Owned. */
GArray *pk_db_number_of(PkDb *db, const PkSql *sql, const int64_t *keys, unsigned n,
                        int64_t when_missing, GError **error);

/* The first row as an owned struct. *ret_thing becomes NULL when there is none (no error). */
bool pk_db_one(PkDb *db, const PkSql *sql, PkArgs args, const PkRowMap *map, void **ret_thing,
               GError **error);

/* Runs several statements without parameters or results (migrations only). */
bool pk_db_script(PkDb *db, const char *text, GError **error);

/* A number that changes when another connection committed; cheap, for noticing foreign writers. */
bool pk_db_data_version(PkDb *db, int64_t *ret_version, GError **error);

/* Statements run so far, where each of several keys asked at once counts as one: a measure of work
 * that is the same on every machine. */
unsigned pk_db_n_statements(const PkDb *db);

/* How often there was a wait for those, so that many at once count as one. */
unsigned pk_db_n_waits(const PkDb *db);

/* Makes a running read end early with BUSY; may be called from another thread. */
void pk_db_interrupt(PkDb *db);

/* Housekeeping when idle: merges a little full text, truncates the write-ahead log. Returns true
 * when there is more to do. */
bool pk_db_idle(PkDb *db);

/* Asks the engine whether its own structures are sound (slow on a large file).
 * Errors: BROKEN with the first finding. */
bool pk_db_check(PkDb *db, GError **error);

/* Copies the whole database, as it stands at one moment, into the file `to` (mode 0600 when it is
 * made). Writers are not held up. Errors: OFFLINE, BUSY; INVALID where the engine has no such copy.
 */
bool pk_db_backup(PkDb *db, const char *to, GError **error);
