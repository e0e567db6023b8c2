/* SPDX-License-Identifier: EUPL-1.2 */
/* Who works here and what they may, and who is named on an incident, which is what TLP:RED asks.
 *
 * Each change is one transaction with a journal line: persons in the duty log, names in the journal
 * of the incident. On SQLite a person is the operating-system user, and the rules guard against
 * mistakes: whoever can read the file can read all of it. Common errors: those of change.h. */
#pragma once

#include "piket/app/change.h"

typedef struct {
    char *login;
    char *name;
    char *initials;
    char *roles;   /* keys separated by one space, in the order of the table            */
    PkTlp ceiling; /* up to where who is a reader and nothing more sees                  */
    bool active;   /* false: may no longer do anything                                   */
} PkPersonView;
void pk_person_view_free(PkPersonView *view);

/* Array of PkPersonView, by login. For everybody who may read, and for who manages persons. */
GPtrArray *pk_people_list(PkApp *app, GError **error);

typedef struct {
    const char *login;
    const char *name;  /* NULL: the login                                               */
    const char *roles; /* "officer, lead" or "officer lead"; NULL: officer              */
    bool has_ceiling;
    PkTlp ceiling; /* without has_ceiling: TLP:GREEN                                    */
} PkPersonWish;

/* Adds somebody. Errors: CONFLICT (login known), INVALID (login, role), DENIED. */
bool pk_people_add(PkApp *app, const PkPersonWish *wish, PkDone *ret_done, GError **error);

/* Gives and takes roles: changes holds "+lead", "-officer"; a bare "lead" gives. ceiling NULL
 * stays. Errors: MISSING, INVALID (role; the last active admin stays one). */
bool pk_people_roles(PkApp *app, const char *login, const char *const *changes,
                     const PkTlp *ceiling, PkDone *ret_done, GError **error);

/* Switches somebody off, or on again. What they did and their name stay.
 * Errors: MISSING, INVALID (the last active admin stays). */
bool pk_people_active(PkApp *app, const char *login, bool active, PkDone *ret_done, GError **error);

/* ---- named on an incident -------------------------------------------------------------------- */

/* Who sets TLP:RED, reports with it or writes a red line is named first, in the same transaction.
 * After that: who is named names others; where nobody named works here any more, a lead does. */

typedef struct {
    char *login;
    char *name;
    char *initials;
    char *by_who; /* login */
    int64_t at_us;
    bool active;
} PkNamedView;
void pk_named_view_free(PkNamedView *view);

/* Array of PkNamedView. Errors: DENIED for who may not see the incident. */
GPtrArray *pk_name_list(PkApp *app, int64_t incident_key, GError **error);

/* ident: of the incident as typed; person: login, name or initials. Naming twice changes nothing.
 * The answer says nothing of what the incident is about. Errors: DENIED, MISSING, INVALID. */
bool pk_name_add(PkApp *app, const char *ident, const char *person, PkDone *ret_done,
                 GError **error);

/* Takes a name away; the last one who still works here stays. */
bool pk_name_take(PkApp *app, const char *ident, const char *person, PkDone *ret_done,
                  GError **error);
