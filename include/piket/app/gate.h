/* SPDX-License-Identifier: EUPL-1.2 */
/* Leaving Piket: whatever goes out through a pipe, a file or a listing passes here.
 *
 * Built on pk_tlp_gate. What is above the ceiling is left out and counted, never silently. */
#pragma once

#include "piket/app/app.h"
#include "piket/app/change.h"
#include "piket/model/tlp.h"

typedef struct {
    bool to_person; /* shown to the person at the terminal, who asked for it     */
    bool has_ceiling;
    PkTlp ceiling;
    unsigned passed[PK_TLP_N]; /* counted by pk_outgoing_may                                */
    unsigned omitted[PK_TLP_N];
} PkOutgoing;

/* To the person at a terminal: everything. */
void pk_outgoing_person(PkOutgoing *out);

/* To a pipe or a file: up to ceiling. Above TLP:AMBER+STRICT it is taken as handed to a named
 * person, which asks for a reason (pk_share_log). */
void pk_outgoing_ceiling(PkOutgoing *out, PkTlp ceiling);

/* May content with this label go? Counts either way. */
bool pk_outgoing_may(PkOutgoing *out, PkTlp label);

/* How many were left out, of all labels. */
unsigned pk_outgoing_omitted(const PkOutgoing *out);

/* The strictest label that passed: of the whole. False when nothing did. */
bool pk_outgoing_label(const PkOutgoing *out, PkTlp *ret_label);

/* "2 TLP:RED left out ..." in one sentence, NULL when nothing was. Owned. */
char *pk_outgoing_said(const PkOutgoing *out);

/* The label of what is said of a change: that of its line and of its incident, the strictest. */
bool pk_done_label(PkApp *app, const PkDone *done, PkTlp *ret_label, GError **error);

/* The label of an incident as typed ("I26-0412"); TLP:AMBER for the duty log (""). */
bool pk_incident_label(PkApp *app, const char *ident, PkTlp *ret_label, GError **error);

/* The journal line that tells that content above the usual ceiling left, and why.
 * incident_key 0: it was about several. Errors: INVALID without a reason, and those of writing. */
bool pk_share_log(PkApp *app, int64_t incident_key, PkTlp ceiling, const char *what,
                  const char *reason, GError **error);
