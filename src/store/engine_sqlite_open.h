/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening, backing up, and explaining the failures of a SQLite file. */
#pragma once

#include "piket/store/db.h"

#include <sqlite3.h>

enum { PK_SQLITE_APPLICATION_ID = 0x50494b54 }; /* "PIKT" */

/* Long enough to outlast another process's import batch, short enough for a person to wait. */
enum { PK_SQLITE_BUSY_MS = 5000 };

/* An open connection with every setting Piket relies on, or NULL (see pk_db_open). */
sqlite3 *pk_sqlite_open(const char *where, PkDbMode mode, GError **error);

/* Copies the whole database into a new file (mode 0600). Errors: OFFLINE. */
bool pk_sqlite_backup(sqlite3 *db, const char *to, GError **error);

/* Turns the connection's last error into ours. */
void pk_sqlite_error(sqlite3 *db, GError **error);
