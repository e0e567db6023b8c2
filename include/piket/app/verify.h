/* SPDX-License-Identifier: EUPL-1.2 */
/* Verifying: does the journal still say what it said, and is the file sound? */
#pragma once

#include "piket/app/app.h"

typedef struct {
    int64_t n_incidents; /* chains walked                                        */
    int64_t n_lines;
    int64_t n_erased;    /* lines whose text was erased for the AVG              */
    int64_t n_broken;    /* incidents whose chain is broken                      */
    GPtrArray *findings; /* sentences, at most 100                               */
    char *head;          /* one incident: its head, 64 hex digits; else NULL     */
    char *head_said;     /* about the kept head: "matches now", "matched after line 40; 23 added
                            since"; NULL when none was given                     */
    bool head_ok;
} PkVerify;
void pk_verify_free(PkVerify *verify);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkVerify, pk_verify_free)

/* incident_key 0: every incident, the duty log, the file's own structures (slow), and that the full
 * text holds every line. kept_head (may be NULL): a printed head, with one incident.
 * A broken chain is a result, not an error. Errors: INVALID (a head that cannot be one), BUSY. */
PkVerify *pk_verify_run(PkApp *app, int64_t incident_key, const char *kept_head, GError **error);

/* Builds the full text of all lines anew (its words are made from the lines, so nothing can be
 * lost). *ret_n (may be NULL): lines put in. Errors: DENIED, BUSY, OFFLINE. */
bool pk_verify_rebuild(PkApp *app, int64_t *ret_n, GError **error);
