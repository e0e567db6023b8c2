/* SPDX-License-Identifier: EUPL-1.2 */
/* Party: one organisation in one incident, with its own status, impact, need and clocks. One
 * incident has N victims: closing one of twelve leaves eleven. */
#pragma once

#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { PK_IMPACT_MAX = 2000 }; /* characters */

typedef struct {
    int64_t key;
    int64_t incident_key;
    char *incident_ident; /* "I26-0412", for lists over incidents; or NULL         */
    int64_t org_key;      /* 0: an organisation that is not in the register        */
    char *org_name;       /* the official name, or what was typed                  */
    char *org_code;       /* CBS code, or NULL                                     */
    char *region;         /* safety region, or NULL                                */
    PkPartyRole role;
    PkPartyStatus status;
    char *impact;         /* several lines, or NULL                                */
    guint needs;          /* bits 1 << PkNeed                                      */
    char *need_agreed_by; /* "S. de Boer (Oefendam), J. de Vries": both names      */
    int64_t aware_us;     /* its awareness of a personal data breach; 0 not known  */
    int64_t sig_aware_us; /* its awareness of a significant incident; 0 not known  */
    int64_t version;
    char *clock_name;     /* nearest running clock ("72h breach to AP"), or NULL   */
    int64_t clock_due_us; /* and when; 0: none                                     */
} PkParty;

PkParty *pk_party_new(void); /* role and status affected */
void pk_party_free(PkParty *party);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkParty, pk_party_free)

/* Name 1..PK_NAME_MAX characters, impact clean and at most PK_IMPACT_MAX, known values, and needs
 * only with the names of who agreed to them (municipality and IBD decide together).
 * Errors: PK_ERROR_INVALID. */
bool pk_party_check(const PkParty *party, GError **error);

/* Still to be looked after: a victim, or possible one, that is neither closed nor not affected.
 * Such an organisation is never proposed to help others with the same incident. */
bool pk_party_is_open(const PkParty *party);

/* The status a new party with this role starts with. */
PkPartyStatus pk_party_first_status(PkPartyRole role);
