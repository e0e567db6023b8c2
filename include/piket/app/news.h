/* SPDX-License-Identifier: EUPL-1.2 */
/* News: somebody committed to this database, and who else looks at the same incident.
 *
 * Beside a file other processes touch a small one after every commit; this watches that with
 * inotify. A server is listened to on a connection of its own (piket/store/listen.h). Either way a
 * change is known within a millisecond or so; a writer that tells nobody (a foreign program) is
 * noticed by pk_app_refresh once a second. */
#pragma once

#include <stdbool.h>

typedef struct PkNews PkNews;

/* where: the data file, or the address of a server. changed runs in the main context, once for any
 * number of commits. The file need not exist yet: pk_news_look tries again. NULL where inotify
 * cannot be had. */
PkNews *pk_news_new(const char *where, void (*changed)(void *data), void *data);
void pk_news_free(PkNews *news);

/* Begins to watch when that was not possible before. Cheap; true while watching. */
bool pk_news_look(PkNews *news);
