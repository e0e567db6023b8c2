/* SPDX-License-Identifier: EUPL-1.2 */
/* Persons who may log in: login, the name shown, initials for the timeline, roles; and who of them
 * is named on an incident, which is what TLP:RED asks. */
#pragma once

#include "piket/model/tlp.h"
#include "piket/store/db.h"

typedef struct {
    char *login;
    char *name;
    char *initials;
    char *roles;   /* keys of the role table, separated by one space             */
    PkTlp ceiling; /* who is a reader and nothing more sees up to here            */
    bool active;   /* false: may no longer do anything, but still has a name here */
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

/* 1 when who is connected looks after the server itself, and so may add the first persons. */
bool pk_person_keeps_server(PkDb *db, const char *login, int64_t *ret_keeps, GError **error);

/* ---- named on an incident -------------------------------------------------------------------- */

typedef struct {
    char *login;
    char *name;     /* the login itself for somebody who is not in the table of persons */
    char *initials; /* likewise                                                         */
    char *by_who;   /* login                                                            */
    int64_t at_us;
    bool active; /* the person still works here */
} PkNamed;

void pk_named_free(PkNamed *named);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkNamed, pk_named_free)

/* Array of int64_t: the incidents somebody is named on, sorted. */
GArray *pk_named_of_login(PkDb *db, const char *login, GError **error);

/* Array of PkNamed, by login. */
GPtrArray *pk_named_on_incident(PkDb *db, int64_t incident, GError **error);

/* On a server: names who is connected, a lead, on an incident that is kept back and on which nobody
 * named works here any more. Errors: DENIED. */
bool pk_named_rescue(PkDb *db, int64_t incident, GError **error);

/* Errors: CONFLICT when that login is named already, MISSING when there is no such incident. */
bool pk_named_insert(PkDb *db, int64_t incident, const char *login, const char *by_who,
                     int64_t at_us, GError **error);

/* Errors: MISSING when that login is not named. */
bool pk_named_delete(PkDb *db, int64_t incident, const char *login, GError **error);
