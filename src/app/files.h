/* SPDX-License-Identifier: EUPL-1.2 */
/* Files that must be whole or not there at all: written in a private folder beside their place,
 * flushed to the disk, and then given their name. */
#pragma once

#include "piket/base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* A private folder (mode 0700) beside `path`, on the same disk. Owned; remove it with
 * pk_files_remove_room. Errors: OFFLINE. */
char *pk_files_room(const char *path, GError **error);

/* Removes the folder and the files in it; NULL is fine. */
void pk_files_remove_room(char *room);

/* Flushes a file and gives it its name, which nobody may have.
 * Errors: INVALID (the name is taken), OFFLINE. */
bool pk_files_settle(const char *from, const char *to, GError **error);

/* Size and SHA-256 (hex, owned) of a file. Errors: OFFLINE. */
bool pk_files_sum(const char *path, int64_t *ret_n_bytes, char **ret_sha256, GError **error);

/* A sentence for a file that is already there: INVALID. */
void pk_files_taken(const char *path, GError **error);
