/* SPDX-License-Identifier: EUPL-1.2 */
/* Asking by many keys: as many at a time as a statement takes. */
#include "engine.h"

enum { NO_KEY = -1 }; /* fills the arguments that are left over: no row has it */

static bool
among(const PkValue *values, unsigned n, int64_t key)
{
    for (unsigned i = 0; i < n; i++) {
        if (values[i].i == key)
            return true;
    }
    return false;
}

/* The arguments of all statements. */
typedef struct {
    PkValue *values;
    PkArgs *args;
    unsigned n;
} Asks;

static void
asks_clear(Asks *asks)
{
    g_free(asks->values);
    g_free(asks->args);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asks, asks_clear)

/* A key that repeats goes into a later statement: one gives its row once. */
static void
asks_init(Asks *asks, unsigned width, const int64_t *keys, unsigned n)
{
    *asks = (Asks){ g_new(PkValue, (gsize)n * width + 1), g_new(PkArgs, n + 1), 0 };
    for (unsigned at = 0; at < n; asks->n++) {
        PkValue *ask = asks->values + (gsize)asks->n * width;
        unsigned used = 0;
        while (at < n && used < width && !among(ask, used, keys[at]))
            ask[used++] = pk_int(keys[at++]);
        while (used < width)
            ask[used++] = pk_int(NO_KEY);
        asks->args[asks->n] = (PkArgs){ ask, width };
    }
}

static int64_t
key_of(const char *thing, const PkRowMap *map)
{
    return *(const int64_t *)(const void *)(thing + map->columns[0].offset);
}

GPtrArray *
pk_db_all_of(PkDb *db, const PkSql *sql, const int64_t *keys, unsigned n, const PkRowMap *map,
             GError **error)
{
    unsigned work = pk_db_n_statements(db) + n;
    g_auto(Asks) asks = { 0 };
    g_autoptr(GPtrArray) ordered = g_ptr_array_new_with_free_func(map->free);
    g_autoptr(GHashTable) places =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL,
                              (GDestroyNotify)g_array_unref); /* key -> guint in found */

    g_assert(map->columns[0].as == PK_AS_INT);
    asks_init(&asks, sql->n_params, keys, n);
    g_autoptr(GPtrArray) found = pk_db_all_many(db, sql, asks.args, asks.n, map, error);
    pk_db_count_work(db, work);
    if (!found)
        return NULL;
    for (guint i = found->len; i-- > 0;) {
        const char *thing = found->pdata[i];
        int64_t key = key_of(thing, map);
        GArray *of_key = g_hash_table_lookup(places, &key);
        if (!of_key) {
            of_key = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(places, (char *)thing + map->columns[0].offset, of_key);
        }
        g_array_append_val(of_key, i);
    }
    for (unsigned i = 0; i < n; i++) {
        GArray *of_key = g_hash_table_lookup(places, &keys[i]);
        if (!of_key || of_key->len == 0)
            continue;
        guint at = g_array_index(of_key, guint, of_key->len - 1);
        g_array_set_size(of_key, of_key->len - 1);
        g_ptr_array_add(ordered, found->pdata[at]);
    }
    /* All are taken, each once: rows are of the keys, and as many of each. */
    g_assert(ordered->len == found->len);
    g_ptr_array_set_free_func(found, NULL);
    return g_steal_pointer(&ordered);
}

static bool
take_number_of(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    int64_t pair[] = { pk_row_int(row, 0), pk_row_int(row, 1) };
    int64_t *held = g_memdup2(pair, sizeof pair);

    g_hash_table_replace(data, held, held + 1);
    return true;
}

GArray *
pk_db_number_of(PkDb *db, const PkSql *sql, const int64_t *keys, unsigned n, int64_t when_missing,
                GError **error)
{
    unsigned work = pk_db_n_statements(db) + n;
    g_auto(Asks) asks = { 0 };
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GArray) numbers = g_array_sized_new(FALSE, FALSE, sizeof(int64_t), n);

    asks_init(&asks, sql->n_params, keys, n);
    bool ok = pk_db_each_many(db, sql, asks.args, asks.n, take_number_of, found, error);
    pk_db_count_work(db, work);
    if (!ok)
        return NULL;
    for (unsigned i = 0; i < n; i++) {
        const int64_t *number = g_hash_table_lookup(found, &keys[i]);
        g_array_append_val(numbers, *(number ? number : &when_missing));
    }
    return g_steal_pointer(&numbers);
}
