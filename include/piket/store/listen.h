/* SPDX-License-Identifier: EUPL-1.2 */
/* Listening to a server: what others commit, and who looks at an incident, told at once.
 *
 * A connection of its own, in a thread of its own: finding the server, waiting for it and asking it
 * never hold up the main loop. A connection that is lost is made again, after a pause that grows to
 * half a minute; then everything counts as changed, for news in between went by.
 *
 * Commits are told on channel piket by a trigger (schema/postgres/0001_journal.sql). Who looks at
 * an incident holds a shared advisory lock of the session on a hash of its UUID, so it is gone with
 * the connection, whatever became of the console; channel piket_who says that somebody came or
 * went. Names are asked through the table of incidents: nobody is told about one they may not see.
 */
#pragma once

#include "piket/model/looker.h"

typedef struct PkListen PkListen;

/* changed and who run in the main loop, once for any number of events: something was committed;
 * others came to the incident that is shown, or left it. Never fails: while there is no server
 * there are no news. */
PkListen *pk_listen_new(const char *where, void (*changed)(void *data), void (*who)(void *data),
                        void *data);

/* At most a moment: a connection that does not answer ends behind the scenes. NULL is fine. */
void pk_listen_free(PkListen *listen);

/* This console shows that incident, by its UUID; NULL: none. */
void pk_listen_show(PkListen *listen, const char *uuid);

/* Who else has it open, by login, each once: owned array of PkLooker, maybe empty. */
GPtrArray *pk_listen_who(PkListen *listen);
