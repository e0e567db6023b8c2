/* SPDX-License-Identifier: EUPL-1.2 */
/* Queue and news of the writers of one SQLite file, in two small files beside it.
 *
 * <db>-queue is locked around every writing transaction: SQLite's own busy handler lets waiters
 * sleep and starves some of them (measured: up to 4 s among twenty writers), a queue does not. It
 * is an aid, never a gate: after PK_QUEUE_MS the busy timeout decides.
 * <db>-notify is touched after every commit: whoever watches it knows at once. */
#pragma once

#include <stdbool.h>

enum { PK_QUEUE_MS = 2000 };

typedef struct PkSqliteQueue PkSqliteQueue;

/* For the database at this path; NULL for one in memory or where the files cannot be made. */
PkSqliteQueue *pk_sqlite_queue_new(const char *where);
void pk_sqlite_queue_free(PkSqliteQueue *queue);

/* NULL is fine in all three. */
void pk_sqlite_queue_enter(PkSqliteQueue *queue);
void pk_sqlite_queue_leave(PkSqliteQueue *queue);
void pk_sqlite_queue_tell(PkSqliteQueue *queue);
