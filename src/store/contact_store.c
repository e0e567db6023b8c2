/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/contact_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

/* clang-format off */
static const PkColumn columns[] = {
    { "id",          PK_AS_INT,  PK_AT(PkContact, key),         NULL },
    { "org",         PK_AS_INT,  PK_AT(PkContact, org_key),     NULL },
    { "role",        PK_AS_WORD, PK_AT(PkContact, role),        &pk_words_contact_role },
    { "name",        PK_AS_TEXT, PK_AT(PkContact, name),        NULL },
    { "phone_day",   PK_AS_TEXT, PK_AT(PkContact, phone_day),   NULL },
    { "phone_night", PK_AS_TEXT, PK_AT(PkContact, phone_night), NULL },
    { "mail",        PK_AS_TEXT, PK_AT(PkContact, mail),        NULL },
    { "is_24x7",     PK_AS_BOOL, PK_AT(PkContact, is_24x7),     NULL },
    { "fingerprint", PK_AS_TEXT, PK_AT(PkContact, fingerprint), NULL },
    { "signed_us",   PK_AS_INT,  PK_AT(PkContact, signed_us),   NULL },
    { "checked_us",  PK_AS_INT,  PK_AT(PkContact, checked_us),  NULL },
    { "source",      PK_AS_TEXT, PK_AT(PkContact, source),      NULL },
    { "channel",     PK_AS_TEXT, PK_AT(PkContact, channel),     NULL },
    { "hours",       PK_AS_TEXT, PK_AT(PkContact, hours),       NULL },
    { "version",     PK_AS_INT,  PK_AT(PkContact, version),     NULL },
};
/* clang-format on */

static const PkRowMap contact_map = { sizeof(PkContact), columns, G_N_ELEMENTS(columns),
                                      (GDestroyNotify)pk_contact_free };

static bool
take_key(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    *(int64_t *)data = pk_row_int(row, 0);
    return true;
}

static bool
write_contact(PkDb *db, const PkSql *sql, PkContact *contact, const char *uuid,
              const char *reference, GError **error)
{
    return pk_db_each(
        db, sql,
        PK_ARGS(pk_text(uuid), pk_int(contact->org_key),
                pk_text(pk_word_key(&pk_words_contact_role, (int)contact->role)),
                pk_text_or_empty(contact->name), pk_text_or_empty(contact->phone_day),
                pk_text_or_empty(contact->phone_night), pk_text_or_empty(contact->mail),
                pk_text_or_empty(contact->channel), pk_text_or_empty(contact->hours),
                pk_int(contact->is_24x7), pk_text_or_empty(contact->fingerprint),
                pk_int_or_null(contact->signed_us, 0), pk_int_or_null(contact->checked_us, 0),
                pk_text_or_empty(contact->source), pk_text(reference)),
        take_key, &contact->key, NULL, error);
}

bool
pk_contact_insert(PkDb *db, PkContact *contact, const char *uuid, GError **error)
{
    if (!write_contact(db, &pk_sql_contact_insert, contact, uuid, NULL, error))
        return false;
    contact->version = 1;
    return true;
}

bool
pk_contact_upsert(PkDb *db, PkContact *contact, const char *uuid, const char *reference,
                  GError **error)
{
    return write_contact(db, &pk_sql_contact_upsert, contact, uuid, reference, error) &&
           pk_db_number(db, &pk_sql_contact_id_by_reference, PK_ARGS(pk_text(reference)),
                        &contact->key, NULL, error);
}

bool
pk_contact_update(PkDb *db, const PkContact *contact, GError **error)
{
    return pk_db_run_guarded(
        db, &pk_sql_contact_update,
        PK_ARGS(pk_int(contact->key), pk_int(contact->version),
                pk_text(pk_word_key(&pk_words_contact_role, (int)contact->role)),
                pk_text_or_empty(contact->name), pk_text_or_empty(contact->phone_day),
                pk_text_or_empty(contact->phone_night), pk_text_or_empty(contact->mail),
                pk_text_or_empty(contact->channel), pk_text_or_empty(contact->hours),
                pk_int(contact->is_24x7), pk_text_or_empty(contact->fingerprint),
                pk_int_or_null(contact->signed_us, 0), pk_int_or_null(contact->checked_us, 0),
                pk_text_or_empty(contact->source)),
        &pk_sql_contact_exists, contact->key, error);
}

PkContact *
pk_contact_get(PkDb *db, int64_t key, GError **error)
{
    void *contact = NULL;

    pk_db_get(db, &pk_sql_contact_get, PK_ARGS(pk_int(key)), &contact_map,
              _("That contact does not exist in this database."), &contact, error);
    return contact;
}

GPtrArray *
pk_contact_list(PkDb *db, int64_t org, GError **error)
{
    return pk_db_all(db, &pk_sql_contact_list, PK_ARGS(pk_int(org)), &contact_map, error);
}

GPtrArray *
pk_contact_list_all(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_contact_list_all, PK_NO_ARGS, &contact_map, error);
}
