/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of an incident as one table: read, show, set, compare and take back each of them. */
#pragma once

#include "app_private.h"

#include <jansson.h>

/* In the order of pk_settables; the status is set by its own use case. */
typedef enum {
    PK_FIELD_TITLE,
    PK_FIELD_SEVERITY,
    PK_FIELD_KIND,
    PK_FIELD_TLP,
    PK_FIELD_RSIT,
    PK_FIELD_LEAD,
    PK_FIELD_REPORTER,
    PK_FIELD_ROLE,
    PK_FIELD_PHONE,
    PK_FIELD_VERIFIED,
    PK_FIELD_OCCURRED,
    PK_FIELD_AWARE,
    PK_FIELD_PERSONAL_DATA,
    PK_FIELD_NEED,
    PK_FIELD_SOURCE,
    PK_FIELD_STATUS,
    PK_FIELD_N,
} PkField;

/* The translated name of a field by its key; the key itself when it is none. Static. */
const char *pk_field_label(const char *key);

/* "severity"; "status" for the status. Static. */
const char *pk_field_key(PkField field);

/* Finds a settable field by key or alias. Errors: INVALID naming them all. */
bool pk_field_find(const char *name, PkField *ret_field, GError **error);

/* What the database and JSON say ("high"), and what a person reads ("HIGH", "-"). Owned. */
char *pk_field_key_text(const PkIncident *incident, PkField field);
char *pk_field_shown(PkApp *app, const PkIncident *incident, PkField field);

/* The other way: what pk_field_key_text gave, into an incident; times to the second. */
bool pk_field_set_key_text(PkIncident *incident, PkField field, const char *text);

bool pk_field_same(const PkIncident *a, const PkIncident *b, PkField field);

/* Gives to the value that from has, with what belongs to it (tlp_by, precision, closed_us). */
void pk_field_copy(PkIncident *to, const PkIncident *from, PkField field);

/* Sets a field from what was typed. ret_notice (owned, or NULL) is worth telling.
 * Errors: INVALID, CONFIRM (a time that comes twice). */
bool pk_field_read(PkApp *app, PkIncident *incident, PkField field, const char *value,
                   int64_t now_us, char **ret_notice, GError **error);

/* Bits of the fields in which two states of an incident differ. */
guint pk_fields_changed(const PkIncident *a, const PkIncident *b);

/* "severity MEDIUM -> HIGH, TLP TLP:AMBER -> TLP:GREEN". Owned. */
char *pk_fields_said(PkApp *app, const PkIncident *before, const PkIncident *after, guint fields);

/* A change of fields, and everything that goes with it, inside an open transaction. */
typedef struct {
    const PkIncident *before;
    PkIncident *after;      /* key and version as before; gets the new version       */
    guint fields;           /* which                                                 */
    bool undo;              /* it takes an earlier change back                       */
    const char *reason;     /* or NULL                                               */
    const char *permission; /* of the source, or NULL                                */
    int64_t over;           /* the version that was seen before a newer change of the same
                               field was knowingly written over; -1: none            */
    int64_t now_us;
} PkFieldChange;

/* Writes the row and the line, moves the clocks. ret_line (may be NULL): the line's key. */
bool pk_fields_write(PkApp *app, PkFieldChange *change, int64_t *ret_line, GError **error);

/* May before, which has the newest version, become after for somebody who saw it at version?
 * Others may have changed other fields; CONFLICT says who changed the same one and when. version
 * -1: whatever it is. */
bool pk_fields_guard(PkApp *app, const PkIncident *before, const PkIncident *after, int64_t version,
                     GError **error);

/* May the incident be closed now: the right, and nothing that is still open? Errors: DENIED, and
 * INVALID with what stands in the way. */
bool pk_close_ready(PkApp *app, const PkIncident *incident, GError **error);
