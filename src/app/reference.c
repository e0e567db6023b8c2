/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/reference.h"

#include "piket/base/i18n.h"
#include "piket/base/uuid.h"
#include "piket/model/seal.h"
#include "piket/store/line_store.h"
#include "piket/store/org_store.h"
#include "piket/store/origin_store.h"
#include "piket/store/packed.h"
#include "piket/store/reference_store.h"
#include "reference_rows.h"

#include <string.h>
#include <sys/random.h>

/* In the order of loading: municipalities name their region, names their municipality. */
/* clang-format off */
static const struct {
    const char *name;
    const char *shown;
    const char *prefix; /* of its references, for sets of organisations; else NULL */
    PkLoadRowFn load;
} sets[] = {
    { "provinces",          N_("provinces"),      "province/",     pk_load_province },
    { "regions",            N_("safety regions"), "region/",       pk_load_region },
    { "municipalities",     N_("municipalities"), "municipality/", pk_load_municipality },
    { "municipality_names", N_("other names"),    NULL,            pk_load_name },
    { "partners",           N_("partners"),       "partner/",      pk_load_partner },
    { "rsit",               N_("RSIT types"),     NULL,            pk_load_rsit },
    { "rules",              N_("legal rules"),    NULL,            pk_load_rule },
    { "ladders",            N_("rungs of ladders"), NULL,          NULL }, /* whole: pk_load_ladders */
};
/* clang-format on */

/* Bits of the sets whose file is not the one that was loaded. */
static bool
find_stale(PkDb *db, guint *ret_stale, GError **error)
{
    g_autoptr(GPtrArray) loaded = pk_reference_list(db, error);

    if (!loaded)
        return false;
    *ret_stale = 0;
    for (guint i = 0; i < G_N_ELEMENTS(sets); i++) {
        const PkReference *file = pk_reference_find(sets[i].name);
        bool same = !file;
        for (guint k = 0; k < loaded->len && !same; k++) {
            const PkReferenceSet *set = loaded->pdata[k];
            same = strcmp(set->name, file->name) == 0 && strcmp(set->version, file->sha256) == 0;
        }
        if (!same)
            *ret_stale |= 1U << i;
    }
    return true;
}

static bool
load_rows(PkLoading *loading, guint set, const PkReference *file, int64_t *ret_n, GError **error)
{
    PkTable table = { .set = file->name };
    g_autoptr(GHashTable) columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(PkCsv) csv = pk_csv_open(file->text, file->n_bytes, error);
    g_autoptr(GError) problem = NULL;
    int64_t n = 0;

    if (!sets[set].load)
        return pk_load_ladders(loading, file->text, file->n_bytes, ret_n, error);
    if (!csv)
        return false;
    table.columns = columns;
    while (pk_csv_next(csv, &table.row, &problem)) {
        if (table.row.number == 1) {
            for (unsigned i = 0; i < table.row.n_cells; i++)
                g_hash_table_insert(columns, g_strdup(table.row.cells[i]), GUINT_TO_POINTER(i + 1));
            continue;
        }
        if (!sets[set].load(loading, &table, error))
            return false;
        n++;
    }
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    *ret_n = n;
    return true;
}

/* What was in an earlier file of the set and is not in this one ends today. */
static bool
expire_gone(PkLoading *loading, const char *prefix, GError **error)
{
    GHashTableIter all;
    void *reference = NULL;
    void *key = NULL;
    int64_t today = loading->now_us / PK_DAY_US;

    g_hash_table_iter_init(&all, loading->known);
    while (g_hash_table_iter_next(&all, &reference, &key)) {
        bool done = false;
        if (!g_str_has_prefix(reference, prefix) || g_hash_table_contains(loading->seen, reference))
            continue;
        if (!pk_org_expire(loading->db, *(int64_t *)key, today, &done, error))
            return false;
        loading->counts->n_gone += done;
    }
    return true;
}

static bool
load_set(PkLoading *loading, guint set, GString *said, GError **error)
{
    const PkReference *file = pk_reference_find(sets[set].name);
    PkReferenceSet entry = { .name = (char *)file->name,
                             .version = (char *)file->sha256,
                             .loaded_us = loading->now_us };

    g_hash_table_remove_all(loading->seen);
    if (!load_rows(loading, set, file, &entry.n_rows, error) ||
        (sets[set].prefix && !expire_gone(loading, sets[set].prefix, error)) ||
        !pk_reference_put(loading->db, &entry, error))
        return false;
    loading->counts->n_sets++;
    loading->counts->n_rows += entry.n_rows;
    g_string_append_printf(said, "%s%s %d", said->len ? ", " : "", _(sets[set].shown),
                           (int)entry.n_rows);
    return true;
}

/* In the duty log. A database without an origin (the empty stand-in) keeps no journal. */
static bool
tell(PkLoading *loading, const char *said, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(PkOrigin) origin = pk_origin_current(loading->db, &problem);
    g_autoptr(PkLine) line = pk_line_new();
    PkChain chain = { 0 };

    if (!origin && g_error_matches(problem, PK_ERROR, PK_ERROR_MISSING))
        return true;
    if (!origin) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    if (getrandom(line->salt, PK_SALT_SIZE, 0) != PK_SALT_SIZE) {
        g_set_error(error, PK_ERROR, PK_ERROR_INTERNAL,
                    _("The machine gives no random numbers. Nothing was changed."));
        return false;
    }
    line->origin = origin->key;
    line->origin_uuid = g_strdup(origin->uuid);
    line->uuid = pk_uuid_new(loading->now_us);
    line->event_us = line->recorded_us = line->received_us = loading->now_us;
    line->author = g_strdup("piket");
    line->category = PK_CAT_SYSTEM;
    line->tlp = PK_TLP_GREEN;
    line->text = g_strdup_printf(_("Reference data loaded: %s. Organisations: %d new, %d ended."),
                                 said, (int)loading->counts->n_new, (int)loading->counts->n_gone);
    if (!pk_line_check(line, error) || !pk_chain_lock(loading->db, 0, origin->key, &chain, error))
        return false;
    line->no = chain.last_no + 1;
    pk_seal_line(line, chain.last_no > 0 ? chain.head : NULL);
    return pk_line_append(loading->db, line, error);
}

static bool
load_stale(PkLoading *loading, GError **error)
{
    g_autoptr(GString) said = g_string_new("");
    guint stale = 0;

    /* Another process may have been faster: look again inside the transaction. */
    if (!find_stale(loading->db, &stale, error))
        return false;
    loading->known = pk_org_references(loading->db, error);
    if (!loading->known)
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(sets); i++) {
        if ((stale & 1U << i) && !load_set(loading, i, said, error))
            return false;
    }
    return stale == 0 || tell(loading, said->str, error);
}

bool
pk_reference_load(PkDb *db, int64_t now_us, PkReferenceCounts *ret_counts, GError **error)
{
    PkReferenceCounts counts = { 0 };
    guint stale = 0;

    if (!find_stale(db, &stale, error))
        return false;
    if (stale != 0) {
        g_autoptr(PkZone) zone = pk_zone_new(NULL, error);
        if (!zone || !pk_db_begin(db, error))
            return false;
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        PkLoading loading = {
            .db = db, .zone = zone, .now_us = now_us, .seen = seen, .counts = &counts
        };
        bool ok = load_stale(&loading, error);
        g_clear_pointer(&loading.known, g_hash_table_unref);
        if (!ok) {
            pk_db_rollback(db);
            return false;
        }
        if (!pk_db_commit(db, error))
            return false;
    }
    if (ret_counts)
        *ret_counts = counts;
    return true;
}
