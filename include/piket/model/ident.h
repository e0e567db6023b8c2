/* SPDX-License-Identifier: EUPL-1.2 */
/* Ids that people speak over the telephone: permanent, never renumbered, never reused.
 *
 *   I26-0412   incident 412 of 2026, registered in a main database
 *   I26-K007   incident 7 of the outbox with tag K: such ids are never renumbered either
 *   X26-0003   incident of an exercise
 *   B26-0031   request for assistance
 *   A7 D3 S2   action, decision and sitrep, numbered inside their incident
 *
 * At least four digits follow (three after a tag); more when the counter asks for them.
 * Source: domain page, section 2, "Ids". */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PK_IDENT_TAG_MAX = 3,          /* letters of an outbox tag                        */
    PK_IDENT_NUMBER_MAX = 9999999, /* what fits a column of a list                    */
};

typedef enum {
    PK_IDENT_INCIDENT,
    PK_IDENT_EXERCISE,
    PK_IDENT_REQUEST,
    PK_IDENT_ACTION,
    PK_IDENT_DECISION,
    PK_IDENT_SITREP,
} PkIdentKind;

typedef struct {
    PkIdentKind kind;
    int year;                       /* 2000..2099; 0 for A, D and S                   */
    char tag[PK_IDENT_TAG_MAX + 1]; /* "" or capitals; always "" for A, D and S       */
    int64_t number;                 /* 1..PK_IDENT_NUMBER_MAX                         */
} PkIdent;

/* True when every field is within the ranges above. */
bool pk_ident_valid(const PkIdent *ident);

/* The id as it is shown and stored ("I26-0412"). ident must be valid. Owned. */
char *pk_ident_format(const PkIdent *ident);

/* The two ids that a counter gives most: an incident or a request. tag may be NULL or "".
 * Years 2000..2099, number from 1. Owned. */
char *pk_ident_new(PkIdentKind kind, int year, const char *tag, int64_t number);

/* Reads an id in any case, with '-', space or nothing before the number, and the short forms that
 * an officer types, where `year` (full: 2026) is the current one:
 *   412, 0412        incident of this year        B31, X3, I412   the same with its letter
 *   I26-412, 26-412  leading zeros left out       K7, K007        of the outbox with tag K
 *   A7 D3 S2         inside an incident
 * Surrounding spaces do not matter.
 * Errors: PK_ERROR_INVALID with examples of ids. */
bool pk_ident_parse(const char *text, int year, PkIdent *ret_ident, GError **error);

/* Order for lists and ranges: kind, year, tag, number. Negative, 0, positive. */
int pk_ident_compare(const PkIdent *a, const PkIdent *b);

/* The tag of the nth outbox (from 0): K, L, M ... then KK, KL ... Letters that mean something at
 * the start of an id (A B D I S X) or look like a digit (O) are left out. NULL when all are used up
 * (after 7239). Owned. */
char *pk_ident_tag(unsigned nth);
