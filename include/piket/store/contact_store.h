/* SPDX-License-Identifier: EUPL-1.2 */
/* Contacts of the register: whom to call, by day and by night. */
#pragma once

#include "piket/model/contact.h"
#include "piket/store/db.h"

/* Inserts and sets contact->key and version 1. uuid: of the new row. Errors: MISSING without the
 * organisation. */
bool pk_contact_insert(PkDb *db, PkContact *contact, const char *uuid, GError **error);

/* Inserts or brings up to date a row of an import, by its key there; sets contact->key. uuid is
 * used for a new row. Nothing is written when nothing changed, nor in a row that a person edited.
 */
bool pk_contact_upsert(PkDb *db, PkContact *contact, const char *uuid, const char *reference,
                       GError **error);

/* Errors: CONFLICT when contact->version is not the one in the database, MISSING. */
bool pk_contact_update(PkDb *db, const PkContact *contact, GError **error);

/* Errors: MISSING. */
PkContact *pk_contact_get(PkDb *db, int64_t key, GError **error);

/* Arrays of PkContact: of one organisation; all, by organisation. */
GPtrArray *pk_contact_list(PkDb *db, int64_t org, GError **error);
GPtrArray *pk_contact_list_all(PkDb *db, GError **error);
