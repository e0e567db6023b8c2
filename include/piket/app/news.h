/* SPDX-License-Identifier: EUPL-1.2 */
/* News: somebody committed to this database. Other processes touch a file beside it after every
 * commit; this watches that file with inotify, so a change is known within a millisecond or so. A
 * writer that does not touch it (a foreign program) is noticed by pk_app_refresh once a second. */
#pragma once

#include <stdbool.h>

typedef struct PkNews PkNews;

/* where: the data file. changed runs in the main context, once for any number of touches. The file
 * need not exist yet: pk_news_look tries again. NULL where inotify cannot be had. */
PkNews *pk_news_new(const char *where, void (*changed)(void *data), void *data);
void pk_news_free(PkNews *news);

/* Begins to watch when that was not possible before. Cheap; true while watching. */
bool pk_news_look(PkNews *news);
