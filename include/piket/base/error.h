/* SPDX-License-Identifier: EUPL-1.2 */
/* Errors: one domain. A code exists only because some caller acts on it.
 *
 * The message is a translated sentence for the person at the console: what happened, what it
 * means, what to do. It ends with a full stop and holds no code and no "Error:". */
#pragma once

#include <glib.h>

#define PK_ERROR pk_error_quark()
GQuark pk_error_quark(void);

typedef enum {
    PK_ERROR_INVALID,  /* input breaks a rule: shown in the status line, exit 2         */
    PK_ERROR_MISSING,  /* the thing named does not exist, exit 3                        */
    PK_ERROR_CONFLICT, /* changed by somebody else meanwhile: reload and ask, exit 4    */
    PK_ERROR_DENIED,   /* role or TLP forbids it, exit 5                                */
    PK_ERROR_BUSY,     /* locked by another process: retried, then "try again", exit 7  */
    PK_ERROR_OFFLINE,  /* store not reachable or disk full: keep the draft, exit 7      */
    PK_ERROR_UNSURE, /* the answer to a commit was lost: looked up before anybody retries, exit 7 */
    PK_ERROR_TOO_NEW,  /* a database from a newer Piket, exit 7                         */
    PK_ERROR_CONFIRM,  /* a confirmation is needed and was not given, exit 8            */
    PK_ERROR_BROKEN,   /* integrity check failed: chain or file, exit 12                */
    PK_ERROR_INTERNAL, /* a bug or a broken machine, exit 1                             */
} PkErrorCode;

/* The exit code of ux.md 5.3 for an error of this domain (1 for any other domain). */
int pk_error_exit_code(const GError *error);

/* The stable name of a code in JSON ("invalid", "missing", ...). */
const char *pk_error_name(const GError *error);
