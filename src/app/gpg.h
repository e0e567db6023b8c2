/* SPDX-License-Identifier: EUPL-1.2 */
/* OpenPGP through GPGME. gpg is started at the first call and not before. */
#pragma once

#include "piket/app/db_admin.h"

/* Finds the one key that can be encrypted to. wanted is a fingerprint (40 hex digits, which is
 * proof enough of whose it is) or a mail address, of which gpg must hold that it belongs to the
 * key. Owned fingerprint. Errors: MISSING (no such key), INVALID (revoked, expired, not trusted,
 * several, not for encrypting), OFFLINE (no gpg). */
char *pk_gpg_find(const char *wanted, GError **error);

/* Encrypts the open file `from` into the new file `to` (mode 0600); `name` is what a failure calls
 * it. */
bool pk_gpg_encrypt(int from, const char *to, const char *name, const char *fingerprint,
                    GError **error);

/* Decrypts the file into the new file `to` (mode 0600), which is removed when that fails.
 * Errors: DENIED (no secret key, wrong passphrase), CONFIRM (broken off), BROKEN (cut off or
 * damaged, or not encrypted at all), OFFLINE. */
bool pk_gpg_decrypt(const char *from, const char *to, bool ask_nobody, GError **error);
