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
                             pk_text_or_empty(person->initials), pk_text_or_empty(person->roles)),
                     NULL, error);
}

bool
pk_person_update(PkDb *db, const PkPerson *person, GError **error)
{
    int64_t changed = 0;

    if (!pk_db_run(db, &pk_sql_person_update,
                   PK_ARGS(pk_text(person->login), pk_text_or_empty(person->name),
                           pk_text_or_empty(person->initials), pk_text_or_empty(person->roles)),
                   &changed, error))
        return false;
    if (changed == 0)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("Nobody here has the login %s."),
                    person->login);
    return changed > 0;
}
