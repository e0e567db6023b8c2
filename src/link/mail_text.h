/* SPDX-License-Identifier: EUPL-1.2 */
/* A mail as bytes: RFC 5322 headers, RFC 2047 subject, MIME parts. Lines end in CR LF, everything
 * is ASCII and no line is longer than 76 characters (headers: 998 at most). Pure. */
#pragma once

#include "piket/link/link.h"

/* The MIME part that is read: content type, encoding, and label, text and time in base64. Owned. */
char *pk_mail_part(const PkMessage *message, const char *text, PkTlp label);

/* The headers up to and without the content type. from is an address. Owned. */
char *pk_mail_headers(const PkMessage *message, const char *from, PkTlp label, int64_t now_us);

/* Around the part: encrypted (armour), or signed (armour, "pgp-sha256"). boundary comes from uuid.
 * Owned. */
char *pk_mail_encrypted(const PkMessage *message, const char *armour);
char *pk_mail_signed(const PkMessage *message, const char *part, const char *armour,
                     const char *micalg);

/* A header's value as RFC 2047 words where it is not plain ASCII; folded, without line end. Owned.
 */
char *pk_mail_words(const char *text);
