/* SPDX-License-Identifier: EUPL-1.2 */
/* Calling back: is the one who reported who they say they are?
 *
 * The check is a small fixed script (ux.md 3.13): choose a number of the card, never the caller's
 * own, call it, and say what came of it. Pure: cards and the hour come in. */
#pragma once

#include "piket/model/contact.h"
#include "piket/model/words.h"
#include "piket/model/zone.h"

/* What came of a call, in the order of its digits: 1 to 4. */
typedef enum {
    PK_CALL_VERIFIED,  /* the person is real and reported it             */
    PK_CALL_UNKNOWN,   /* the person is real and knows nothing: abuse?   */
    PK_CALL_NO_ANSWER, /* or voicemail: again in PK_CALL_AGAIN_MINUTES   */
    PK_CALL_OTHER,     /* another number or another person: next line    */
} PkCallOutcome;

enum { PK_CALL_OUTCOMES = 4, PK_CALL_AGAIN_MINUTES = 10 };

/* verified, unknown, no_answer, other; nl and aliases read too. */
extern const PkWords pk_words_call_outcome;

/* What is known of a caller. */
typedef enum {
    PK_CALLER_UNVERIFIED,
    PK_CALLER_VERIFIED,
    PK_CALLER_ABUSE, /* the person of the card knows nothing of the report */
} PkCallerState;

extern const PkWords pk_words_caller_state; /* unverified, verified, abuse */

typedef struct {
    int64_t key;
    char *uuid;
    int64_t incident_key;
    int64_t org_key;     /* whose card the number stands on            */
    int64_t contact_key; /* 0: a switchboard, typed by hand            */
    char *number;
    char *name; /* of the card line, as it was then           */
    PkCallOutcome outcome;
    char *note; /* or NULL                                    */
    char *by_who;
    int64_t at_us;
} PkCallBack;

void pk_call_back_free(PkCallBack *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkCallBack, pk_call_back_free)

/* Why a line of a card is not to be called. */
typedef enum {
    PK_CALL_FIT,        /* may be called                                     */
    PK_CALL_IS_CALLERS, /* it is the number that the caller gave             */
    PK_CALL_IS_CLOSED,  /* an office number outside office hours             */
    PK_CALL_HAS_NO_NUMBER,
} PkCallFit;

/* Is it outside office hours (08:00 to 18:00 on Monday to Friday, local time)? */
bool pk_call_is_night(const PkZone *zone, int64_t at_us);

/* The number of a card line to call: not the caller's own in whatever spelling, open at this hour.
 * *ret_number (may be NULL) is borrowed from contact: also the one that is closed, NULL when there
 * is none or it is the caller's. */
PkCallFit pk_call_fit(const PkContact *contact, bool night, const char *caller_number,
                      const char **ret_number);

/* What the newest decisive call says. call NULL: none was made; verified is then what the incident
 * says. */
PkCallerState pk_caller_state(const PkCallBack *decisive, bool verified);
