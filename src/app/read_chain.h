/* SPDX-License-Identifier: EUPL-1.2 */
/* Is the journal of one incident what it was? Its lines are checked with each other (seal.h) and
 * with what the database says there must be, so that a cut-off tail is found too. */
#pragma once

#include "app_private.h"
#include "piket/model/seal.h"
#include "piket/store/line_store.h"

typedef struct {
    PkSealReport *report;
    int64_t n_expected; /* lines that the chains say there are                       */
    bool whole;         /* no fault and no tail lacking; says nothing of a kept head */
    char *fault_said;   /* NULL when whole, else what is wrong                       */
} PkChainVerdict;

void pk_chain_verdict_clear(PkChainVerdict *verdict);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkChainVerdict, pk_chain_verdict_clear)

/* lines: all lines of the incident as received (PkLine), or NULL: they are read in portions.
 * uuid: of the incident, NULL for lines about no incident. kept may be NULL. fn (may be NULL) is
 * called for every line. */
bool pk_chain_verify(PkApp *app, int64_t incident_key, const char *uuid, const PkKeptHead *kept,
                     const GPtrArray *lines, PkLineFn fn, void *data, PkChainVerdict *ret_verdict,
                     GError **error);
