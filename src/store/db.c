/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/db.h"

#include "engine.h"
#include "piket/base/i18n.h"
#include "piket/model/tlp.h"
#include "piket/model/words.h"

#include <string.h>

struct PkDb {
    const PkEngine *engine;
    void *conn;
    char *where;
    bool open_tx;
    bool writing; /* the transaction that is open was begun to write */
    uint64_t n_saved;
    unsigned n_statements;
    unsigned n_waits;
    bool hurries;
    GError *poison; /* first error of the running transaction */
    const PkSight *sight;
    bool sees_all;
};

static struct {
    PkDbWaitFn fn;
    void *data;
} on_wait;

void
pk_db_on_wait(PkDbWaitFn fn, void *data)
{
    on_wait.fn = fn;
    on_wait.data = data;
}

void
pk_db_tell_wait(int seconds)
{
    if (on_wait.fn)
        on_wait.fn(seconds, on_wait.data);
}

PkValue
pk_null(void)
{
    return (PkValue){ .kind = PK_NULL };
}

PkValue
pk_int(int64_t value)
{
    return (PkValue){ .kind = PK_INT, .i = value };
}

PkValue
pk_int_or_null(int64_t value, int64_t when_null)
{
    return value == when_null ? pk_null() : pk_int(value);
}

PkValue
pk_text(const char *text)
{
    if (!text)
        return pk_null();
    return (PkValue){ .kind = PK_TEXT, .t = text, .n = strlen(text) };
}

PkValue
pk_blob(const void *bytes, size_t n)
{
    if (!bytes)
        return pk_null();
    return (PkValue){ .kind = PK_BLOB, .b = bytes, .n = n };
}

int64_t
pk_row_int_or(const PkRow *row, unsigned column, int64_t when_null)
{
    g_assert(column < row->n);
    return row->cells[column].kind == PK_INT ? row->cells[column].i : when_null;
}

int64_t
pk_row_int(const PkRow *row, unsigned column)
{
    return pk_row_int_or(row, column, 0);
}

const char *
pk_row_text(const PkRow *row, unsigned column)
{
    g_assert(column < row->n);
    return row->cells[column].kind == PK_TEXT ? row->cells[column].t : "";
}

bool
pk_db_is_server(const char *where)
{
    return g_str_has_prefix(where, "postgresql:") || g_str_has_prefix(where, "postgres:");
}

PkDb *
pk_db_open(const char *where, PkDbMode mode, GError **error)
{
    const PkEngine *engine = pk_db_is_server(where) ? &pk_engine_postgres : &pk_engine_sqlite;
    void *conn = engine->open(where, mode, error);
    if (!conn)
        return NULL;
    PkDb *db = g_new0(PkDb, 1);
    db->engine = engine;
    db->conn = conn;
    db->where = g_strdup(where);
    return db;
}

void
pk_db_close(PkDb *db)
{
    if (!db)
        return;
    pk_db_rollback(db);
    db->engine->close(db->conn);
    g_free(db->where);
    g_free(db);
}

const char *
pk_db_where(const PkDb *db)
{
    return db->where;
}

const char *
pk_db_engine(const PkDb *db)
{
    return db->engine->name;
}

const char *
pk_db_user(const PkDb *db)
{
    return db->engine->user ? db->engine->user(db->conn) : NULL;
}

PkDbLink
pk_db_link(const PkDb *db)
{
    return db->engine->link ? db->engine->link(db->conn) : PK_DB_THERE;
}

uint64_t
pk_db_n_saved(const PkDb *db)
{
    return db->n_saved;
}

void
pk_db_set_patience(PkDb *db, int seconds)
{
    if (db->engine->set_patience)
        db->engine->set_patience(db->conn, seconds);
}

bool
pk_db_settle_doubt(PkDb *db, GError **error)
{
    return !db->engine->settle_doubt || db->engine->settle_doubt(db->conn, error);
}

const PkEngine *
pk_db_engine_table(const PkDb *db)
{
    return db->engine;
}

void *
pk_db_connection(PkDb *db)
{
    return db->conn;
}

static bool
begin(PkDb *db, bool write, GError **error)
{
    g_assert(!db->open_tx);
    if (!db->engine->begin(db->conn, write, error))
        return false;
    db->open_tx = true;
    db->writing = write;
    return true;
}

bool
pk_db_begin(PkDb *db, GError **error)
{
    return begin(db, true, error);
}

bool
pk_db_begin_read(PkDb *db, GError **error)
{
    return begin(db, false, error);
}

static void
poison(PkDb *db, const GError *failed)
{
    if (db->open_tx && !db->poison)
        db->poison = g_error_copy(failed);
}

bool
pk_db_commit(PkDb *db, GError **error)
{
    g_assert(db->open_tx);
    if (db->hurries)
        pk_db_hurry(db, false);
    if (db->poison) {
        g_propagate_error(error, g_steal_pointer(&db->poison));
        pk_db_rollback(db);
        return false;
    }
    if (!db->engine->commit(db->conn, error)) {
        pk_db_rollback(db);
        return false;
    }
    db->open_tx = false;
    db->n_saved += db->writing;
    return true;
}

void
pk_db_rollback(PkDb *db)
{
    if (db->hurries)
        pk_db_hurry(db, false);
    g_clear_error(&db->poison);
    if (db->open_tx)
        db->engine->rollback(db->conn);
    db->open_tx = false;
}

bool
pk_db_in_transaction(const PkDb *db)
{
    return db->open_tx;
}

bool
pk_db_each(PkDb *db, const PkSql *sql, PkArgs args, PkRowFn fn, void *data, int64_t *ret_changed,
           GError **error)
{
    GError *failed = NULL;
    db->n_statements++;
    db->n_waits += !db->hurries || fn || ret_changed;
    if (args.n != sql->n_params)
        g_error("%s takes %u arguments, got %u", sql->name, sql->n_params, args.n);
    if (db->engine->each(db->conn, sql, args, fn, data, ret_changed, &failed))
        return true;
    poison(db, failed);
    g_propagate_error(error, failed);
    return false;
}

static bool
each_in_turn(PkDb *db, const PkSql *sql, const PkArgs *args, unsigned n, PkRowFn fn, void *data,
             GError **error)
{
    for (unsigned i = 0; i < n; i++) {
        if (!db->engine->each(db->conn, sql, args[i], fn, data, NULL, error))
            return false;
    }
    return true;
}

bool
pk_db_each_many(PkDb *db, const PkSql *sql, const PkArgs *args, unsigned n, PkRowFn fn, void *data,
                GError **error)
{
    GError *failed = NULL;

    for (unsigned i = 0; i < n; i++)
        g_assert(args[i].n == sql->n_params);
    db->n_statements += n;
    db->n_waits += n > 0;
    if (db->engine->each_many && n > 1
            ? db->engine->each_many(db->conn, sql, args, n, fn, data, &failed)
            : each_in_turn(db, sql, args, n, fn, data, &failed))
        return true;
    poison(db, failed);
    g_propagate_error(error, failed);
    return false;
}

void
pk_db_hurry(PkDb *db, bool on)
{
    GError *failed = NULL;

    db->hurries = on && db->open_tx;
    if (db->engine->hurry && !db->engine->hurry(db->conn, db->hurries, &failed)) {
        poison(db, failed);
        g_error_free(failed);
    }
}

bool
pk_db_run(PkDb *db, const PkSql *sql, PkArgs args, int64_t *ret_changed, GError **error)
{
    return pk_db_each(db, sql, args, NULL, NULL, ret_changed, error);
}

typedef struct {
    int64_t value;
    bool found;
} Number;

static bool
take_number(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    Number *number = data;
    if (!number->found)
        *number = (Number){ pk_row_int(row, 0), true };
    return true;
}

bool
pk_db_number(PkDb *db, const PkSql *sql, PkArgs args, int64_t *ret_value, bool *ret_found,
             GError **error)
{
    Number number = { 0, false };
    if (!pk_db_each(db, sql, args, take_number, &number, NULL, error))
        return false;
    *ret_value = number.value;
    if (ret_found)
        *ret_found = number.found;
    return true;
}

static bool
set_word(void *field, const PkColumn *column, const PkValue *cell, GError **error)
{
    int value = 0;
    if (cell->kind == PK_TEXT && !pk_word_parse(column->words, cell->t, &value, NULL)) {
        g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                    _("BROKEN: the file holds '%s', which is no word of Piket. Keep a copy of the "
                      "database and tell your administrator."),
                    cell->t);
        return false;
    }
    *(int *)field = value;
    return true;
}

static void
set_bytes(void *field, size_t n, const PkValue *cell)
{
    memset(field, 0, n);
    if (cell->kind == PK_BLOB)
        memcpy(field, cell->b, MIN(n, cell->n));
}

static bool
set_field(void *field, const PkColumn *column, const PkValue *cell, GError **error)
{
    switch (column->as) {
    case PK_AS_INT: *(int64_t *)field = cell->kind == PK_INT ? cell->i : 0; return true;
    case PK_AS_INT32: *(int *)field = cell->kind == PK_INT ? (int)cell->i : 0; return true;
    case PK_AS_BOOL: *(bool *)field = cell->kind == PK_INT && cell->i != 0; return true;
    case PK_AS_TEXT:
        *(char **)field = cell->kind == PK_TEXT ? g_strdup(cell->t) : NULL;
        return true;
    case PK_AS_WORD: return set_word(field, column, cell, error);
    case PK_AS_TLP: return pk_tlp_parse(cell->kind == PK_TEXT ? cell->t : "", field, NULL, error);
    case PK_AS_HASH: set_bytes(field, 32, cell); return true;
    case PK_AS_SALT: set_bytes(field, 16, cell); return true;
    }
    g_assert_not_reached();
}

typedef struct {
    const PkRowMap *map;
    GPtrArray *things;
} Fill;

static bool
take_thing(const PkRow *row, void *data, GError **error)
{
    Fill *fill = data;
    char *thing = g_malloc0(fill->map->size);
    g_assert(row->n == fill->map->n_columns);
    g_ptr_array_add(fill->things, thing);
    for (unsigned i = 0; i < row->n; i++) {
        const PkColumn *column = &fill->map->columns[i];
        if (!set_field(thing + column->offset, column, &row->cells[i], error))
            return false;
    }
    return true;
}

GPtrArray *
pk_db_all(PkDb *db, const PkSql *sql, PkArgs args, const PkRowMap *map, GError **error)
{
    g_autoptr(GPtrArray) things = g_ptr_array_new_with_free_func(map->free);
    Fill fill = { map, things };
    if (!pk_db_each(db, sql, args, take_thing, &fill, NULL, error))
        return NULL;
    return g_steal_pointer(&things);
}

GPtrArray *
pk_db_all_many(PkDb *db, const PkSql *sql, const PkArgs *args, unsigned n, const PkRowMap *map,
               GError **error)
{
    g_autoptr(GPtrArray) things = g_ptr_array_new_with_free_func(map->free);
    Fill fill = { map, things };

    if (!pk_db_each_many(db, sql, args, n, take_thing, &fill, error))
        return NULL;
    return g_steal_pointer(&things);
}

void
pk_db_count_work(PkDb *db, unsigned n_statements)
{
    db->n_statements = n_statements;
}

bool
pk_db_one(PkDb *db, const PkSql *sql, PkArgs args, const PkRowMap *map, void **ret_thing,
          GError **error)
{
    g_autoptr(GPtrArray) things = pk_db_all(db, sql, args, map, error);
    if (!things)
        return false;
    *ret_thing = things->len ? g_ptr_array_steal_index(things, 0) : NULL;
    return true;
}

bool
pk_db_script(PkDb *db, const char *text, GError **error)
{
    GError *failed = NULL;
    if (db->engine->script(db->conn, text, &failed))
        return true;
    poison(db, failed);
    g_propagate_error(error, failed);
    return false;
}

bool
pk_db_data_version(PkDb *db, int64_t *ret_version, GError **error)
{
    return db->engine->data_version(db->conn, ret_version, error);
}

void
pk_db_set_sight(PkDb *db, const PkSight *sight)
{
    db->sight = sight;
}

const PkSight *
pk_db_sight(const PkDb *db)
{
    return db->sight;
}

void
pk_db_see_all(PkDb *db, bool on)
{
    db->sees_all = on;
}

bool
pk_db_sees_all(const PkDb *db)
{
    return db->sees_all;
}

unsigned
pk_db_n_statements(const PkDb *db)
{
    return db->n_statements;
}

unsigned
pk_db_n_waits(const PkDb *db)
{
    return db->n_waits;
}

void
pk_db_interrupt(PkDb *db)
{
    db->engine->interrupt(db->conn);
}

bool
pk_db_idle(PkDb *db)
{
    return !db->open_tx && db->engine->idle(db->conn);
}

bool
pk_db_check(PkDb *db, GError **error)
{
    return db->engine->check(db->conn, error);
}

bool
pk_db_backup(PkDb *db, const char *to, GError **error)
{
    if (db->engine->backup)
        return db->engine->backup(db->conn, to, error);
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("A server is not copied into one file. Make its backups with pg_dump or "
                          "pg_basebackup; the operations page tells how."));
    return false;
}
