/* SPDX-License-Identifier: EUPL-1.2 */
/* Legal rules: read, written out, and read in as a dated set.
 *
 * A rule with another length or start is a new version: it gets a valid_from of its own, the
 * version before it ends there and stays. What does not change the counting (names, notes, when it
 * was checked) may be corrected in its place. Clocks that run keep their times whatever is read in:
 * a deadline moves only when somebody moves it (pk_clock_edit), or a new start becomes known. */
#pragma once

#include "piket/app/change.h"
#include "piket/app/deadline.h"
#include "piket/model/deadline.h"

/* All versions, by key and date (PkRule), and what they are called together. */
GPtrArray *pk_rules_load(PkApp *app, PkRuleSetView *ret_set, GError **error);

typedef struct {
    GPtrArray *rules;   /* PkRule: to be written                                       */
    GPtrArray *lines;   /* strings, translated: "+ nis2-24h from 1 Jan 2027: ..."      */
    unsigned n_new;     /* versions that were not there                                */
    unsigned n_changed; /* corrected in their place, or ended by a new one             */
    unsigned n_same;    /* as they are                                                 */
    int64_t n_running;  /* clocks that run now and keep their times (up to 1000)       */
} PkRuleDiff;
void pk_rule_diff_clear(PkRuleDiff *diff);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkRuleDiff, pk_rule_diff_clear)

/* What reading in this table would change. Errors: INVALID with row and reason. */
bool pk_rules_compare(PkApp *app, const char *bytes, size_t n_bytes, PkRuleDiff *ret_diff,
                      GError **error);

/* Reads it in, whole or not at all; name is what the set is called from now on ("NL-2027-1"). The
 * duty log tells the difference. Fill in `checked` for what you compared with the law: a version
 * that nobody checked is replaced when a newer Piket brings another text of it. Needs the role
 * admin. Errors: DENIED, INVALID. */
bool pk_rules_import(PkApp *app, const char *bytes, size_t n_bytes, const char *name,
                     PkDone *ret_done, GError **error);
