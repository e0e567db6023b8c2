/* SPDX-License-Identifier: EUPL-1.2 */
/* The call-back check (ux.md 3.13): whom to call about a report, and what came of it.
 *
 * A number is offered from the card of the organisation, else from that of its region; never the
 * one that the caller gave, in whatever spelling. When neither card has one, the check says so and
 * takes a number that somebody looked up elsewhere: it is never skipped silently. */
#pragma once

#include "piket/app/change.h"
#include "piket/app/read.h"

/* A line that could be called. */
typedef struct {
    const PkContact *contact; /* borrowed from the check                                 */
    const char *number;       /* borrowed; NULL when there is none that may be called    */
    PkCallFit fit;
    bool stale;
    bool region; /* of the region's card                                    */
    int n_tried; /* calls to this line about this incident                   */
} PkCallLine;

typedef struct {
    int64_t incident_key;
    char *ident;
    PkTlp tlp;
    PkOrg *org;        /* of the one who reported                                         */
    PkOrg *region_org; /* or NULL                                                         */
    char *caller;      /* as they said, "" when nobody did                                */
    char *caller_role;
    char *caller_phone;       /* as given, ""                                             */
    const PkContact *on_card; /* who has that number on a card, or NULL                   */
    GPtrArray *contacts;      /* PkContact: of the organisation                           */
    GPtrArray *region;        /* PkContact: of its region                                 */
    GArray *lines;            /* PkCallLine: those of the organisation, then of the region
                                 when the first have none that may be called              */
    int suggested;            /* in lines; -1: none may be called                         */
    bool night;
    int card_days; /* days since the newest check of the card; -1: never         */
    PkCallerState state;
    int64_t state_us;
    char *state_by;   /* full name                                                        */
    GPtrArray *calls; /* PkCallBack, newest first                                         */
} PkCallCheck;
void pk_call_check_free(PkCallCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkCallCheck, pk_call_check_free)

/* Errors: MISSING (no incident), INVALID when no organisation of the register is a party. */
PkCallCheck *pk_call_check_load(PkApp *app, int64_t incident_key, GError **error);

typedef struct {
    PkCallOutcome outcome;
    int64_t contact_key; /* the line that was called; 0: a number found elsewhere      */
    const char *number;  /* of the second kind: required; else NULL                    */
    const char *note;    /* who answered, where the number was found; or NULL          */
} PkCallWish;

/* Records a call with its journal line.
 *   verified   the incident says so from now on
 *   unknown    POSSIBLE ABUSE: the incident is not verified, the line is pinned, and the caller of
 *              this function should propose to escalate (pk_call_proposes)
 *   no answer  becomes a promised call in PK_CALL_AGAIN_MINUTES
 *   other      the next line is suggested from now on
 * Errors: INVALID for the number that the caller gave, for a contact of another card, or for no
 * number at all. */
bool pk_call_record(PkApp *app, int64_t incident_key, const PkCallWish *wish, PkDone *ret_done,
                    GError **error);

/* Does this outcome ask for somebody higher up? */
bool pk_call_proposes(PkCallOutcome outcome);

/* "NOT VERIFIED", "VERIFIED 04:09", "POSSIBLE ABUSE 04:09": as headers show it. Owned. */
char *pk_caller_said(PkCallerState state, int64_t at_us, const PkZone *zone, int64_t now_us);
