/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/person_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

void
pk_person_free(PkPerson *person)
{
    if (!person)
        return;
    g_free(person->login);
    g_free(person->name);
    g_free(person->initials);
    g_free(person->roles);
    g_free(person);
}

/* clang-format off */
static const PkColumn columns[] = {
    { "login",    PK_AS_TEXT, PK_AT(PkPerson, login),    NULL },
    { "name",     PK_AS_TEXT, PK_AT(PkPerson, name),     NULL },
    { "initials", PK_AS_TEXT, PK_AT(PkPerson, initials), NULL },
    { "roles",    PK_AS_TEXT, PK_AT(PkPerson, roles),    NULL },
    { "ceiling",  PK_AS_TLP,  PK_AT(PkPerson, ceiling),  NULL },
    { "active",   PK_AS_BOOL, PK_AT(PkPerson, active),   NULL },
};
/* clang-format on */

static const PkRowMap person_map = { sizeof(PkPerson), columns, G_N_ELEMENTS(columns),
                                     (GDestroyNotify)pk_person_free };

bool
pk_person_get(PkDb *db, const char *login, PkPerson **ret_person, GError **error)
{
    void *person = NULL;

    if (!pk_db_one(db, &pk_sql_person_get, PK_ARGS(pk_text(login)), &person_map, &person, error))
        return false;
    *ret_person = person;
    return true;
}

GPtrArray *
pk_person_list(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_person_list, PK_NO_ARGS, &person_map, error);
}

bool
pk_person_insert(PkDb *db, const PkPerson *person, GError **error)
{
    return pk_db_run(db, &pk_sql_person_insert,
                     PK_ARGS(pk_text(person->login), pk_text_or_empty(person->name),
                             pk_text_or_empty(person->initials), pk_text_or_empty(person->roles),
                             pk_text(pk_tlp_label(person->ceiling)), pk_int(person->active)),
                     NULL, error);
}

bool
pk_person_update(PkDb *db, const PkPerson *person, GError **error)
{
    int64_t changed = 0;

    if (!pk_db_run(db, &pk_sql_person_update,
                   PK_ARGS(pk_text(person->login), pk_text_or_empty(person->name),
                           pk_text_or_empty(person->initials), pk_text_or_empty(person->roles),
                           pk_text(pk_tlp_label(person->ceiling)), pk_int(person->active)),
                   &changed, error))
        return false;
    if (changed == 0)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("Nobody here has the login %s."),
                    person->login);
    return changed > 0;
}

bool
pk_person_keeps_server(PkDb *db, const char *login, int64_t *ret_keeps, GError **error)
{
    return pk_db_number(db, &pk_sql_person_keeps_server, PK_ARGS(pk_text(login)), ret_keeps, NULL,
                        error);
}

/* ---- named on an incident -------------------------------------------------------------------- */

void
pk_named_free(PkNamed *named)
{
    if (!named)
        return;
    g_free(named->login);
    g_free(named->name);
    g_free(named->initials);
    g_free(named->by_who);
    g_free(named);
}

/* clang-format off */
static const PkColumn named_columns[] = {
    { "login",    PK_AS_TEXT, PK_AT(PkNamed, login),    NULL },
    { "name",     PK_AS_TEXT, PK_AT(PkNamed, name),     NULL },
    { "initials", PK_AS_TEXT, PK_AT(PkNamed, initials), NULL },
    { "by_who",   PK_AS_TEXT, PK_AT(PkNamed, by_who),   NULL },
    { "at_us",    PK_AS_INT,  PK_AT(PkNamed, at_us),    NULL },
    { "active",   PK_AS_BOOL, PK_AT(PkNamed, active),   NULL },
};
/* clang-format on */

static const PkRowMap named_map = { sizeof(PkNamed), named_columns, G_N_ELEMENTS(named_columns),
                                    (GDestroyNotify)pk_named_free };

static bool
take_key(const PkRow *row, void *data, GError **error)
{
    int64_t key = pk_row_int(row, 0);

    (void)error;
    g_array_append_val(data, key);
    return true;
}

GArray *
pk_named_of_login(PkDb *db, const char *login, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    if (!pk_db_each(db, &pk_sql_named_of_login, PK_ARGS(pk_text(login)), take_key, keys, NULL,
                    error))
        return NULL;
    return g_steal_pointer(&keys);
}

GPtrArray *
pk_named_on_incident(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_all(db, &pk_sql_named_on_incident, PK_ARGS(pk_int(incident)), &named_map, error);
}

bool
pk_named_rescue(PkDb *db, int64_t incident, GError **error)
{
    int64_t done = 0;

    return pk_db_number(db, &pk_sql_named_rescue, PK_ARGS(pk_int(incident)), &done, NULL, error);
}

bool
pk_named_insert(PkDb *db, int64_t incident, const char *login, const char *by_who, int64_t at_us,
                GError **error)
{
    return pk_db_run(db, &pk_sql_named_insert,
                     PK_ARGS(pk_int(incident), pk_text(login), pk_text(by_who), pk_int(at_us)),
                     NULL, error);
}

bool
pk_named_delete(PkDb *db, int64_t incident, const char *login, GError **error)
{
    int64_t changed = 0;

    if (!pk_db_run(db, &pk_sql_named_delete, PK_ARGS(pk_int(incident), pk_text(login)), &changed,
                   error))
        return false;
    if (changed == 0)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("%s is not named on that incident."),
                    login);
    return changed > 0;
}
