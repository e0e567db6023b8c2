/* SPDX-License-Identifier: EUPL-1.2 */
/* Reference data in the database: which version of each embedded set is loaded, the incident
 * taxonomy (RSIT) and the legal rules. All dated and editable; nothing legal is compiled in. */
#pragma once

#include "piket/model/deadline.h"
#include "piket/model/rsit.h"
#include "piket/store/db.h"

typedef struct {
    char *name;    /* "municipalities", "rules" ...     */
    char *version; /* SHA-256 of the file it came from  */
    int64_t n_rows;
    int64_t loaded_us;
} PkReferenceSet;

void pk_reference_set_free(PkReferenceSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkReferenceSet, pk_reference_set_free)

/* *ret_set becomes NULL when the set was never loaded. */
bool pk_reference_get(PkDb *db, const char *name, PkReferenceSet **ret_set, GError **error);
GPtrArray *pk_reference_list(PkDb *db, GError **error);
bool pk_reference_put(PkDb *db, const PkReferenceSet *set, GError **error);

/* RSIT: put one row (class and type are its key), read all by class and type (array of PkRsit; the
 * row of a class itself has the empty type). */
bool pk_rsit_put(PkDb *db, const PkRsit *rsit, GError **error);
GPtrArray *pk_rsit_list(PkDb *db, GError **error);

/* Legal rules: put one (key and valid_from_us are its key), read all versions of all, or of one key
 * (arrays of PkRule, oldest version first). */
bool pk_rule_put(PkDb *db, const PkRule *rule, GError **error);
GPtrArray *pk_rule_list(PkDb *db, GError **error);
GPtrArray *pk_rule_versions(PkDb *db, const char *key, GError **error);

/* A set of rules that was read in. */
typedef struct {
    char *name; /* "NL-2026-1" */
    char *by_who;
    int64_t at_us;
    int64_t n_rows;
} PkRuleSet;
void pk_rule_set_free(PkRuleSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkRuleSet, pk_rule_set_free)

bool pk_rule_set_insert(PkDb *db, const PkRuleSet *set, GError **error);

/* The one read in last; *ret_set becomes NULL when there is none. */
bool pk_rule_set_newest(PkDb *db, PkRuleSet **ret_set, GError **error);
