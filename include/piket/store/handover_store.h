/* SPDX-License-Identifier: EUPL-1.2 */
/* Handovers of duty in the database. What was handed over is a line of the duty log, whose rights
 * and seal hold for it; here stands who gave it, to whom, and whether it was accepted. */
#pragma once

#include "piket/model/tlp.h"
#include "piket/store/db.h"

/* Times are microseconds, 0: not yet. */
typedef struct {
    int64_t key;
    char *uuid;
    int64_t line_key; /* with the text                                       */
    char *from_login;
    char *to_login; /* "": whoever is on duty next                         */
    PkTlp tlp;      /* of the text                                         */
    int64_t n_incidents;
    int64_t made_us;
    int64_t accept_by_us; /* not accepted by then: it is escalated               */
    int64_t accepted_us;
    char *accepted_by; /* NULL until somebody accepts                         */
    int64_t withdrawn_us;
    int64_t version;
} PkHandoverRecord;

void pk_handover_record_free(PkHandoverRecord *handover);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkHandoverRecord, pk_handover_record_free)

/* Inserts and sets key and version 1; what happened to it later is not written. */
bool pk_handover_insert(PkDb *db, PkHandoverRecord *handover, GError **error);

/* Writes accepted_us, accepted_by and withdrawn_us.
 * Errors: CONFLICT when handover->version is not the one in the database, MISSING, DENIED (a server
 * lets nobody accept for somebody else). */
bool pk_handover_update(PkDb *db, const PkHandoverRecord *handover, GError **error);

/* Errors: MISSING. */
PkHandoverRecord *pk_handover_get(PkDb *db, int64_t key, GError **error);

/* Newest first; or those that wait for somebody, the one whose time is up first. Array of
 * PkHandoverRecord. */
GPtrArray *pk_handover_list(PkDb *db, bool open_only, unsigned limit, GError **error);
