/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows of each embedded set, one function a set. */
#pragma once

#include "piket/app/reference.h"
#include "piket/format/csv.h"
#include "piket/model/zone.h"
#include "piket/store/db.h"

/* One embedded file while it is read. */
typedef struct {
    const char *set;
    GHashTable *columns; /* name -> index + 1 */
    PkCsvRow row;
} PkTable;

typedef struct {
    PkDb *db;
    PkZone *zone; /* where a day of the files begins                    */
    int64_t now_us;
    GHashTable *known; /* reference -> key (int64_t *) of organisations    */
    GHashTable *seen;  /* references of the set being loaded               */
    PkReferenceCounts *counts;
} PkLoading;

typedef bool (*PkLoadRowFn)(PkLoading *loading, const PkTable *table, GError **error);

bool pk_load_province(PkLoading *loading, const PkTable *table, GError **error);
bool pk_load_region(PkLoading *loading, const PkTable *table, GError **error);
bool pk_load_municipality(PkLoading *loading, const PkTable *table, GError **error);
bool pk_load_name(PkLoading *loading, const PkTable *table, GError **error);
bool pk_load_partner(PkLoading *loading, const PkTable *table, GError **error);
bool pk_load_rsit(PkLoading *loading, const PkTable *table, GError **error);
bool pk_load_rule(PkLoading *loading, const PkTable *table, GError **error);

/* All ladders of a file at once. Who edited or retired one keeps it; *ret_n gets the rungs. */
bool pk_load_ladders(PkLoading *loading, const char *text, size_t n_bytes, int64_t *ret_n,
                     GError **error);
