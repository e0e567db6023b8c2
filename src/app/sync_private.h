/* SPDX-License-Identifier: EUPL-1.2 */
/* A meeting of outbox and server from the inside: who takes part, and its two halves. */
#pragma once

#include "app_private.h"
#include "piket/app/sync.h"
#include "piket/store/outbox_store.h"

typedef struct {
    PkApp *server;
    PkDb *local;         /* the outbox                                   */
    const PkOrigin *own; /* of the outbox, as the outbox knows it        */
    int64_t own_there;   /* key of the same origin on the server         */
    int64_t now_us;
    PkSyncReport *report;
} PkMeeting;

/* Delivers what is not sent: each journal in a transaction of its own. What the server refuses is
 * marked with the reason. Errors: those that say that going on makes no sense now. */
bool pk_deliver(PkMeeting *meeting, GError **error);

/* Makes the copy anew. */
bool pk_copy_refresh(PkMeeting *meeting, GError **error);

/* Opens the outbox to write, or (make false) to look. NULL with MISSING when it is not there. */
PkDb *pk_outbox_open(const char *path, bool make, GError **error);
