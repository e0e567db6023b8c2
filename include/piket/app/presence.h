/* SPDX-License-Identifier: EUPL-1.2 */
/* Presence: who else has the same incident open.
 *
 * On a server it goes over the connection that listens for news. Beside a file every console that
 * has an incident open keeps one small file in the folder <db>-who, locked as long as it runs, with
 * login, name and the UUID of the incident; one that can be locked by another was left by a console
 * that crashed, and is removed. A console that is read-only looks at the folder and writes nothing.
 *
 * It is a courtesy, no right: nobody is kept out by it, and what it says is a moment old. */
#pragma once

#include "piket/app/news.h"
#include "piket/model/looker.h"

typedef struct PkPresence PkPresence;

typedef struct {
    const char *where; /* the data file, or the address of a server */
    const char *login;
    const char *name;
    bool read_only;
    PkNews *news; /* of the same place; must live longer */
} PkPresenceConfig;

/* changed runs in the main context when others came to the incident that is shown, or left it.
 * Nothing is written before the first incident is shown. Never waits for the disk or a server. */
PkPresence *pk_presence_new(const PkPresenceConfig *config, void (*changed)(void *data),
                            void *data);
void pk_presence_free(PkPresence *presence);

/* This console has that incident open, by its UUID; NULL: none. */
void pk_presence_show(PkPresence *presence, const char *uuid);

/* Who else has: owned array of PkLooker, each person once, by login; maybe empty. */
GPtrArray *pk_presence_list(PkPresence *presence);
