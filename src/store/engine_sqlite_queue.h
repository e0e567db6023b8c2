/* SPDX-License-Identifier: EUPL-1.2 */
/* Queue and news of the writers of one SQLite file, in two small files beside it.
 *
 * <db>-queue: who writes waits in the order of coming, and is woken when it is their turn. SQLite's
 * own busy handler lets waiters sleep and starves some of them (measured: up to 4 s among twenty
 * writers), and a lock that everybody tries again and again is won by who is awake. It is an aid,
 * never a gate: after PK_QUEUE_MS the busy timeout decides.
 * <db>-notify is touched after every commit: whoever watches it knows at once. */
#pragma once

#include <stdbool.h>

enum { PK_QUEUE_MS = 2000 };

typedef struct PkSqliteQueue PkSqliteQueue;

/* For the database at this path; NULL for one in memory or where the files cannot be made. */
PkSqliteQueue *pk_sqlite_queue_new(const char *where);
void pk_sqlite_queue_free(PkSqliteQueue *queue);

/* NULL is fine in all of these. */
void pk_sqlite_queue_enter(PkSqliteQueue *queue);
/* Only when nobody is in it; false: somebody is. */
bool pk_sqlite_queue_enter_empty(PkSqliteQueue *queue);
void pk_sqlite_queue_leave(PkSqliteQueue *queue);
void pk_sqlite_queue_tell(PkSqliteQueue *queue);
