/* SPDX-License-Identifier: EUPL-1.2 */
/* What others changed since a person looked, by the journal. */
#pragma once

#include "fields.h"
#include "piket/app/conflict.h"

/* An incident as it was at a version, and who made it what it is. */
typedef struct {
    PkIncident *then;          /* as it was, in the fields below; else as it is            */
    PkIncident *theirs;        /* the newest value others gave to the fields below         */
    guint fields;              /* told by lines after that version                         */
    char *login[PK_FIELD_N];   /* who changed it last                                      */
    int64_t at_us[PK_FIELD_N]; /* and when                                                 */
    bool whole;                /* every change since is told; else some line cannot be read */
} PkThen;
void pk_then_clear(PkThen *then);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkThen, pk_then_clear)

/* others: changes of this person do not count. */
bool pk_then_load(PkApp *app, const PkIncident *now, int64_t version, bool others, PkThen *ret_then,
                  GError **error);

/* "CHANGED 03:12 by M. Bakker: severity MEDIUM to HIGH", or "" when others changed nothing after
 * that version. Owned; NULL on failure. */
char *pk_then_said(PkApp *app, const PkIncident *now, int64_t version, int64_t now_us,
                   GError **error);

/* ---- parties -------------------------------------------------------------------------------- */

/* Gives party what is wanted. */
void pk_party_apply(PkParty *party, const PkPartyChange *wanted);

/* May before become after for somebody who saw change->seen? CONFLICT says who was first. */
bool pk_party_guard(PkApp *app, const PkIncident *incident, const PkParty *before,
                    const PkParty *after, const PkPartyChange *wanted, GError **error);

/* Who wrote about that party last, and when; *ret_login NULL when no line that can be read tells.
 */
bool pk_party_writer(PkApp *app, const PkParty *party, char **ret_login, int64_t *ret_at_us,
                     GError **error);
