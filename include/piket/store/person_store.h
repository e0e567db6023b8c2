/* SPDX-License-Identifier: EUPL-1.2 */
/* Persons who may log in: login, the name shown, initials for the timeline, roles. */
#pragma once

#include "piket/store/db.h"

typedef struct {
    char *login;
    char *name;
    char *initials;
    char *roles; /* keys of the role table, separated by one space */
} PkPerson;

void pk_person_free(PkPerson *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkPerson, pk_person_free)

/* *ret_person becomes NULL when nobody has that login. */
bool pk_person_get(PkDb *db, const char *login, PkPerson **ret_person, GError **error);

/* Array of PkPerson, by login. */
GPtrArray *pk_person_list(PkDb *db, GError **error);

/* Errors: CONFLICT when the login is taken. */
bool pk_person_insert(PkDb *db, const PkPerson *person, GError **error);

/* Errors: MISSING when nobody has that login. */
bool pk_person_update(PkDb *db, const PkPerson *person, GError **error);
