/* SPDX-License-Identifier: EUPL-1.2 */
/* Secrets: read from a file when they are needed, wiped when they are not.
 *
 * A secret stands in the file that a setting names, or else is a systemd credential of a fixed name
 * ($CREDENTIALS_DIRECTORY/NAME). A file that others can read, or that belongs to somebody else, is
 * refused: whoever may have read it must be thought of. Secrets never stand in argv, in the
 * environment, in a message or in the journal. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *text; /* NUL-terminated, without the line feed at the end */
    size_t n;
} PkSecret;

/* path "": the credential. Errors: MISSING (neither is there), DENIED (rights, owner, no plain
 * file), INVALID (empty, longer than 4096 bytes, a NUL inside). */
bool pk_secret_read(const char *path, const char *credential, PkSecret *ret_secret, GError **error);

/* Overwrites and frees. */
void pk_secret_clear(PkSecret *secret);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkSecret, pk_secret_clear)
