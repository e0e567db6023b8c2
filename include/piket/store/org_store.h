/* SPDX-License-Identifier: EUPL-1.2 */
/* Organisations and their other names. The register is small (some 2,000 rows): completion reads
 * all of it, with two queries, into memory. */
#pragma once

#include "piket/model/org.h"
#include "piket/store/db.h"

/* Another name: what people say, or what it was called before a merger. */
typedef struct {
    int64_t org_key;
    char *alias;
    bool is_old;
    char *old_code;   /* "GM0448", or NULL                     */
    int64_t since_us; /* of an old name: when it ended; 0 not known */
} PkOrgAlias;

void pk_org_alias_free(PkOrgAlias *alias);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkOrgAlias, pk_org_alias_free)

/* Inserts an organisation that somebody typed or imported; org->uuid must be set; sets org->key and
 * version 1. Errors: CONFLICT (uuid), INVALID. */
bool pk_org_insert(PkDb *db, PkOrg *org, GError **error);

/* Inserts or brings up to date a row of the reference data, by its key there; sets org->key. A row
 * that a person edited (version 2 and up) stays as it is, and joined stays in any row; nothing is
 * written when nothing changed. */
bool pk_org_upsert(PkDb *db, PkOrg *org, const char *reference, GError **error);

/* Keys in the reference data (owned strings) -> PkOrg keys (int64_t *) of all rows from it. */
GHashTable *pk_org_references(PkDb *db, GError **error);

/* Ends a row that the reference data no longer has on that day (days since 1970-01-01);
 * *ret_done is false when it had ended, or a person edited it. */
bool pk_org_expire(PkDb *db, int64_t key, int64_t day, bool *ret_done, GError **error);

/* Errors: CONFLICT when org->version is not the one in the database, MISSING. */
bool pk_org_update(PkDb *db, const PkOrg *org, GError **error);

/* Errors: MISSING. */
PkOrg *pk_org_get(PkDb *db, int64_t key, GError **error);

/* By code ("GM0344", case as stored), the one that still exists first; or by reference key.
 * *ret_org becomes NULL when there is none. */
bool pk_org_by_code(PkDb *db, const char *code, PkOrg **ret_org, GError **error);
bool pk_org_by_reference(PkDb *db, const char *reference, PkOrg **ret_org, GError **error);

/* Arrays of PkOrg: all by name; those of a safety region; those whose folded name begins with
 * pk_text_fold(prefix). */
GPtrArray *pk_org_list(PkDb *db, GError **error);
GPtrArray *pk_org_list_of_region(PkDb *db, int64_t region, GError **error);
GPtrArray *pk_org_search(PkDb *db, const char *prefix, unsigned limit, GError **error);

/* Arrays of PkOrgAlias: of one organisation; of all, by organisation. */
GPtrArray *pk_org_alias_list(PkDb *db, int64_t org, GError **error);
GPtrArray *pk_org_alias_list_all(PkDb *db, GError **error);

/* A second time overwrites what is known of the alias. Errors: MISSING without the organisation. */
bool pk_org_alias_put(PkDb *db, const PkOrgAlias *alias, GError **error);
