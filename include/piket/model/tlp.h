/* SPDX-License-Identifier: EUPL-1.2 */
/* Traffic Light Protocol 2.0 (FIRST, first.org/tlp): labels, their order, and the gate that every
 * outgoing act asks. Labels are stored and shown exactly as FIRST writes them, in every language;
 * Dutch and TLP 1.0 words are accepted as input. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* In order of strictness, so "at most GREEN" is a comparison. */
typedef enum {
    PK_TLP_CLEAR,
    PK_TLP_GREEN,
    PK_TLP_AMBER,
    PK_TLP_AMBER_STRICT,
    PK_TLP_RED,
} PkTlp;

enum { PK_TLP_N = 5 };

/* "TLP:AMBER+STRICT". Static. */
const char *pk_tlp_label(PkTlp tlp);

/* The label without "TLP:", for a picker where the row says TLP already. Static. */
const char *pk_tlp_short(PkTlp tlp);

/* Reads a label with or without "TLP:", any case, and rood, oranje, groen, wit, white, strict.
 * ret_notice (may be NULL) becomes a translated sentence when the word is an old or translated
 * one ("WIT is called CLEAR since TLP 2.0."), else NULL; owned.
 * Errors: PK_ERROR_INVALID naming the five labels. */
bool pk_tlp_parse(const char *text, PkTlp *ret_tlp, char **ret_notice, GError **error);

/* The stricter of two: a whole takes the strictest label of what is in it. */
PkTlp pk_tlp_strictest(PkTlp a, PkTlp b);

/* The one-line rule of a label in the program's language. Static. */
const char *pk_tlp_rule(PkTlp tlp);

/* Relation of a receiver to the content. */
typedef enum {
    PK_TO_PERSON,    /* a person named on the incident                              */
    PK_TO_OWN,       /* somebody of our own organisation                            */
    PK_TO_CLIENT,    /* a joined organisation that is party to the incident         */
    PK_TO_COMMUNITY, /* joined organisations, CSIRTs, partners                      */
    PK_TO_PUBLIC,    /* anybody                                                     */
} PkReceiver;

/* What is known of the receiver beside the relation. Zero it, then set what holds. */
typedef struct {
    PkReceiver relation;
    bool is_source;      /* the content came from this receiver: always may            */
    bool need_to_know;   /* stated; asked where the table says "need to know"          */
    bool source_permits; /* the source's permission for this receiver is recorded      */
    bool has_ceiling;    /* a partner's ceiling only lowers, permission does not lift it */
    PkTlp ceiling;
    bool is_contact;      /* goes to a contact of the register...                       */
    bool contact_trusted; /* ...who is VCIB and signed: without, GREEN at most          */
    bool unverified;      /* the organisation of a caller who was not called back yet   */
    bool reason_given;    /* asked where the caller is not verified; to be recorded     */
} PkGateAsk;

typedef enum {
    PK_GATE_YES,
    PK_GATE_NEED_TO_KNOW, /* yes once the need to know is stated */
    PK_GATE_CEILING,      /* above the receiver's ceiling        */
    PK_GATE_UNTRUSTED,    /* above GREEN to an unsigned contact  */
    PK_GATE_UNVERIFIED,   /* yes once a reason is given: nobody called the caller back yet */
    PK_GATE_NO,
} PkGateAnswer;

/* The gate: may content with this label go to this receiver?
 *
 * In this order, the first that decides wins:
 *   0. above GREEN to the organisation of a caller who is not verified: UNVERIFIED without a
 *      reason, also when it says that the content came from it;
 *   1. the source itself always may;
 *   2. above the receiver's ceiling: CEILING, whatever the table or the source says;
 *   3. the table of the domain page (rows RED, AMBER+STRICT, AMBER, GREEN, CLEAR; columns person,
 *      own, client, community, public), where the source's recorded permission turns a "no" or
 *      "need to know" into a yes;
 *   4. what the table lets through above GREEN stops at an unsigned contact: UNTRUSTED;
 *   5. "need to know" is a yes once it is stated. */
PkGateAnswer pk_tlp_gate(PkTlp label, const PkGateAsk *ask);

/* Why, in one translated sentence. Static. */
const char *pk_gate_reason(PkGateAnswer answer);
