/* SPDX-License-Identifier: EUPL-1.2 */
/* What the use cases share: the handle from the inside, and the frame of every one that writes.
 *
 *     if (!pk_app_begin(app, PK_MAY_LOG, error))
 *         return false;
 *     bool ok = change(app, ..., &done, error);
 *     return pk_app_end(app, ok, &done, ret_done, error); */
#pragma once

#include "piket/app/app.h"
#include "piket/app/change.h"
#include "piket/app/read.h"
#include "piket/model/sight.h"
#include "piket/model/timefmt.h"
#include "piket/store/db.h"
#include "piket/store/origin_store.h"

struct PkApp {
    PkDb *db;
    GMutex guard;      /* of db, for pk_app_interrupt; only the owner's thread replaces it */
    bool on_file;      /* db is the data file, not the empty stand-in                      */
    bool settled;      /* origin, person and reference data were looked after              */
    bool glance;       /* one look: nothing is left beside a file */
    bool read_only;    /*                                                                  */
    char *where;       /*                                                                  */
    char *login;       /*                                                                  */
    char *name;        /*                                                                  */
    char *roles;       /* keys of the role table, separated by one space                   */
    bool switched_off; /* is known here and may no longer do anything                      */
    GArray *named;     /* incidents this person is named on                                */
    PkSight sight;     /* what the person may see, by roles and named                      */
    bool sees_all;     /* between pk_app_see_all on and off                                */
    char *own_region;  /* or NULL                                                          */
    char *backup;      /* made before a migration, or NULL                                 */
    char *outbox;      /* file to fall back upon, or NULL                                  */
    PkMode mode;       /*                                                                  */
    int handover_minutes;
    int gap_minutes;     /*                                                                  */
    PkZone *zone;        /*                                                                  */
    PkOrigin *origin;    /* this database writes as; NULL before the first write             */
    int64_t seen_commit; /* data version at the last refresh                                 */
    PkPlaces *places;    /* the register for matching; NULL: to be read                      */
    int64_t places_at;   /* data version they were read at                                   */
    bool keeper;         /* looks after the server and is no person of Piket                 */
    uint64_t n_saved;    /* transactions on the databases before db                          */
    bool undone;         /* the answer to a commit was lost, and nothing had been saved      */
    int64_t last_line;   /* appended last in the transaction that is open; 0: none           */
    char last_uuid[37];  /* of that line                                                     */
};

/* Reads again who works here: roles, ceiling, and what they are named on, and sets the store's eyes
 * to that. Every snapshot and every transaction begins with it. On an engine where the server knows
 * the roles, person_get gives those. */
bool pk_app_look(PkApp *app, GError **error);

/* Reads and checks that say nothing of what is in an incident (is a number taken, is a journal
 * whole) look at everything: between on and off the store guards nothing. */
void pk_app_see_all(PkApp *app, bool on);

/* DENIED: who works is switched off. */
void pk_app_refuse_switched_off(const PkApp *app, GError **error);

/* Do the roles of who works give a right? Also where the database was opened to read only. */
bool pk_app_role_may(const PkApp *app, PkRight right);

/* Checks the right, makes the file where there is none, begins the transaction. */
bool pk_app_begin(PkApp *app, PkRight right, GError **error);

/* Ends it: commits and moves done to ret_done (may be NULL) when ok, else rolls back, clears done
 * and keeps the error that is set. Returns whether everything was committed. */
bool pk_app_end(PkApp *app, bool ok, PkDone *done, PkDone *ret_done, GError **error);

/* Takes db; the connection before it is closed. */
bool pk_app_take_db(PkApp *app, PkDb *db, bool on_file, GError **error);

/* Opens what config->where names, whatever is open now. */
bool pk_app_open_where(PkApp *app, GError **error);

/* After a use case that may be done without the server failed: true (and why cleared) when it was
 * for want of the server, nothing was saved, and the outbox is open now: do it again. */
bool pk_app_again(PkApp *app, GError **why);

/* What was done, with "Not yet sent." behind it in an outbox. Takes said. Owned. */
char *pk_app_unsent_said(const PkApp *app, char *said);

/* False with a sentence without the server: for what is not a report or a line. */
bool pk_app_needs_server(const PkApp *app, GError **error);

/* The register and an index over it, read again when somebody changed the database. Borrowed. */
const PkPlaces *pk_app_places(PkApp *app, GError **error);

/* Says that this connection changed the register. */
void pk_app_forget_places(PkApp *app);

/* The full name of a login, the login itself when it is not known. Owned. */
char *pk_app_person_name(PkApp *app, const char *login);

/* "j.devries" -> "J. de Vries" is somebody's login or name: the login, owned; NULL with INVALID. */
char *pk_app_person_find(PkApp *app, const char *text, GError **error);

/* "jdv" for J. de Vries. Owned. */
char *pk_app_initials(const char *name);

/* Every role, for whoever makes the file; what somebody new in an existing file gets. */
extern const char pk_roles_maker[];
extern const char pk_roles_newcomer[];
extern const char pk_roles_keeper[]; /* of a server's administrator, who is no person here */

bool pk_role_known(const char *key);

/* The known roles among keys, each once, in the order of the table. Owned. */
char *pk_roles_in_order(const char *keys);

/* "03:12" today, "Mon 9 Mar 03:12 CET" before: when something was, in a sentence. */
PkTimeText pk_app_clock(const PkApp *app, int64_t us, int64_t now_us);
