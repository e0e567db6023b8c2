/* SPDX-License-Identifier: EUPL-1.2 */
/* UUIDs that the client makes, so that a laptop can log without the server and merge later.
 *
 * Version 7 layout (RFC 9562): 48 bits of milliseconds, 12 bits that count within a millisecond, 62
 * random bits. Debian 12's libuuid has no call for it: the random bytes are its, the rest is set
 * here. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { PK_UUID_LENGTH = 36 }; /* characters, without NUL */

/* A new UUID, 36 lower-case characters, owned.
 *
 * now_us  the time that goes in. Within the process each UUID sorts after the one before, also when
 *         now_us stands still or falls back, up to an hour; after a larger fall the new time
 * counts. Safe from any thread. */
char *pk_uuid_new(int64_t now_us);

/* True for a UUID of any version in the form that is stored: 36 characters, lower case. */
bool pk_uuid_valid(const char *text);
