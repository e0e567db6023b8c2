/* SPDX-License-Identifier: EUPL-1.2 */
/* Two change the same: what the second one is told and shown after CONFLICT.
 *
 * Nothing was written then. The person sees who was first, and when, and what it was, is and would
 * become, and either leaves it or writes over it (pk_incident_set_over, pk_status_set_over, or
 * PkPartyChange.over), with the version or the parties of here: a third change in between is a
 * conflict again. */
#pragma once

#include "piket/app/change.h"
#include "piket/model/party.h"

typedef struct {
    char *who;          /* full name; NULL: the journal does not tell                     */
    char *when;         /* "03:12", or with its day; NULL with who                        */
    char *what;         /* "severity", "status of Oefendam"                               */
    char *old;          /* as the person saw it; NULL: the journal does not tell          */
    char *theirs;       /* as it is now                                                  */
    char *mine;         /* as the person wants it                                        */
    int64_t version;    /* of the incident now                                    */
    PkTlp tlp;          /* the label it has now                                   */
    bool aware;         /* its awareness is known now: changing it asks why       */
    GPtrArray *parties; /* PkParty as they are now; NULL: it is about a field     */
} PkConflict;
void pk_conflict_free(PkConflict *conflict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkConflict, pk_conflict_free)

/* After CONFLICT on one field ("status" too, its value a word or key of pk_words_status) of an
 * incident that was seen at version. Errors: MISSING, INVALID (the value). */
PkConflict *pk_conflict_load(PkApp *app, int64_t incident_key, int64_t version,
                             const PkSetting *wanted, GError **error);

/* After CONFLICT of pk_party_set: the same arguments. */
PkConflict *pk_conflict_load_party(PkApp *app, int64_t incident_key, const int64_t *party_keys,
                                   size_t n_keys, const PkPartyChange *change, GError **error);

/* Copies of these parties, as PkPartyChange.seen wants them: array of PkParty, owned. */
GPtrArray *pk_parties_seen(const GPtrArray *parties, const int64_t *keys, size_t n_keys);
GPtrArray *pk_parties_copy(const GPtrArray *parties);
