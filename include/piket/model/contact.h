/* SPDX-License-Identifier: EUPL-1.2 */
/* Contact: a person or desk of an organisation that can be called, and telephone numbers.
 *
 * The call-back check compares the caller's number with the card and then calls a number of the
 * card, never the caller's (ux.md 3.13). */
#pragma once

#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { PK_CONTACT_STALE_MONTHS = 12 };

typedef struct {
    int64_t key;
    int64_t org_key;
    PkContactRole role;
    char *name;
    char *phone_day;   /* as typed; compare with pk_phone_same                       */
    char *phone_night; /* outside office hours, or NULL                              */
    char *mail;
    bool is_24x7;       /* may be called at 03:00                                     */
    char *fingerprint;  /* of the key, or NULL                                        */
    int64_t signed_us;  /* the VCIB form was signed; 0: not                           */
    int64_t checked_us; /* the card was last checked; 0: never                       */
    char *source;       /* "VCIB form", "mail of the municipality"                    */
    char *channel;      /* how else: "portal", "Signal"; or NULL                      */
    char *hours;        /* when the desk is open, as given; or NULL                   */
    int64_t version;    /* counts changes; an edit of an older one is refused         */
} PkContact;

PkContact *pk_contact_new(void); /* role desk */
void pk_contact_free(PkContact *contact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkContact, pk_contact_free)

/* Name 1..PK_NAME_MAX clean characters, at least one of day number, night number and mail, numbers
 * that are numbers, a mail address with one '@' and no spaces.
 * Errors: PK_ERROR_INVALID. */
bool pk_contact_check(const PkContact *contact, GError **error);

/* Never checked, or longer than PK_CONTACT_STALE_MONTHS calendar months ago: shown as VEROUDERD. */
bool pk_contact_stale(const PkContact *contact, int64_t now_us);

/* Whole calendar months since the check; -1 when never checked. */
int pk_contact_age_months(const PkContact *contact, int64_t now_us);

/* VCIB and signed: the only contact that may receive above TLP:GREEN (piket/model/tlp.h). */
bool pk_contact_trusted(const PkContact *contact);

/* The number to dial: by day phone_day; at night phone_night, or phone_day when is_24x7; else
 * NULL: this desk is closed. */
const char *pk_contact_phone_at(const PkContact *contact, bool night);

/* The contact of the array that has this number, or NULL: "not on the card". */
const PkContact *pk_contact_with_phone(const GPtrArray *contacts, const char *number);

/* "06-1234 5678 (S. de Boer)" -> "+31612345678": digits of the first number in text in
 * international form, "0031" and "(0)" understood, a Dutch number when it starts with one 0. Short
 * numbers ("112", "0900 1234") stay as they are. NULL when there is no number of at least three
 * digits, or it has more than fifteen (E.164). Owned. */
char *pk_phone_normalise(const char *text);

/* Both are numbers, and the same one. */
bool pk_phone_same(const char *a, const char *b);

/* For reading aloud: "06 00 00 00 77", "070 000 00 11", "0162 00 00 00", "+32 2 ..." in pairs. What
 * is no number comes back as it is. Owned. */
char *pk_phone_group(const char *text);
