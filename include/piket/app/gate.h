/* SPDX-License-Identifier: EUPL-1.2 */
/* Leaving Piket: whatever goes out through a pipe, a file or a listing passes here.
 *
 * Built on pk_tlp_gate. What is above the ceiling is left out and counted, never silently. */
#pragma once

#include "piket/app/app.h"
#include "piket/app/change.h"
#include "piket/model/contact.h"
#include "piket/model/tlp.h"

typedef struct {
    bool to_person; /* shown to the person at the terminal, who asked for it     */
    bool has_ceiling;
    PkTlp ceiling;
    bool has_receiver; /* it goes to somebody else than who works here (pk_outgoing_to)    */
    PkGateAsk receiver;
    unsigned passed[PK_TLP_N]; /* counted by pk_outgoing_may                                */
    unsigned omitted[PK_TLP_N];
} PkOutgoing;

/* To the person at a terminal: everything. */
void pk_outgoing_person(PkOutgoing *out);

/* To a pipe or a file: up to ceiling. Above TLP:AMBER+STRICT it is taken as handed to a named
 * person, which asks for a reason (pk_share_log). */
void pk_outgoing_ceiling(PkOutgoing *out, PkTlp ceiling);

/* An organisation that something about an incident is meant for, and why. */
typedef struct {
    int64_t incident_key;
    int64_t org_key;
    const PkContact *contact; /* the person or desk it goes to, or NULL             */
    const char *what;         /* "timeline", "mail": stands in the line that is logged */
    const char *reason;       /* why; NULL or "": none was given                     */
} PkOutgoingTo;

/* The gate of one outgoing act: may content with this label go to that organisation? Every mail,
 * page, notice and export with a receiver asks this first, in the program and in the watch.
 * Until the caller of the incident is verified (piket/app/callback.h), what is above TLP:GREEN
 * needs a reason for the organisation of that caller, and so does a "need to know".
 * Errors: CONFIRM (give a reason and ask again), DENIED (the label does not allow it), those of
 * reading. */
bool pk_outgoing_act(PkApp *app, const PkOutgoingTo *to, PkTlp label, GError **error);

/* The journal line that tells the reason; nothing is written where none was needed. Before the
 * first byte leaves, and not inside a transaction. */
bool pk_outgoing_log(PkApp *app, const PkOutgoingTo *to, PkTlp label, GError **error);

/* The same for a listing: narrows out to that receiver, piece by piece. Errors: CONFIRM when the
 * incident itself may only go with a reason. */
bool pk_outgoing_to(PkApp *app, PkOutgoing *out, const PkOutgoingTo *to, GError **error);

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
