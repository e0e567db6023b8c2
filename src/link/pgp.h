/* SPDX-License-Identifier: EUPL-1.2 */
/* OpenPGP through GnuPG, within a deadline and without ever asking anybody anything. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What is made of a text: armour with CR LF; micalg only of a signature. Owned. */
typedef struct {
    char *armour;
    char *micalg;
} PkPgp;

void pk_pgp_clear(PkPgp *pgp);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkPgp, pk_pgp_clear)

/* Encrypts to the key of a fingerprint (to NULL or "": only signs) and signs with another (by NULL
 * or "": only encrypts). until_us: of the monotonic clock.
 * Errors: MISSING (no such key), INVALID (expired, revoked, not for this), BUSY (time), INTERNAL.
 */
bool pk_pgp_make(const char *text, const char *to, const char *by, int64_t until_us, PkPgp *ret_pgp,
                 GError **error);
