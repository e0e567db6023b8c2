/* SPDX-License-Identifier: EUPL-1.2 */
/* One person working on one database: the handle every use case takes.
 *
 * A use case is one thing a person does. It checks the right, opens one transaction, changes the
 * tables, appends the journal lines that tell it, commits. Nothing else changes data, so console,
 * command line and import can never disagree about what an action means.
 *
 * A PkApp belongs to one thread at a time (the console has one for its writer and one for its
 * reader). Where the data file does not exist yet, reading works on an empty in-memory database
 * with the register in it; the first write makes the file (mode 0600, in a 0700 folder). */
#pragma once

#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/model/tlp.h"
#include "piket/model/zone.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *where;      /* path of the data file, or postgresql://host1,host2/name      */
    const char *login;      /* who works; NULL: the operating-system user                   */
    const char *name;       /* full name for lists; NULL: from the user database, or login  */
    const char *zone;       /* IANA name; NULL: Europe/Amsterdam                            */
    const char *own_region; /* code or name of the own safety region for completion, or NULL */
    bool read_only;         /* every use case that writes is refused with DENIED            */
    int gap_minutes;        /* silence in a timeline that is shown as a gap; 0: 30          */
    int handover_minutes;   /* to accept a handover in before it is escalated; 0: 15        */
    const char *outbox;     /* what to fall back upon without the server (piket/app/sync.h), or
                               NULL: where is a file of this computer                         */
    bool without_server;    /* go straight to the outbox: somebody just tried                */
    bool glance;            /* read once and close: nothing is left beside a file           */
    bool patient;           /* without server and outbox: open on nothing, to try again later */
} PkAppConfig;

typedef struct PkApp PkApp;

/* Opens the file when it exists (migrating it after a backup beside it, unless read_only), else
 * prepares for the first write. Errors: those of pk_db_open and pk_migrate, INVALID (unknown zone).
 */
PkApp *pk_app_open(const PkAppConfig *config, GError **error);
void pk_app_close(PkApp *app);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkApp, pk_app_close)

/* Is this the address of a server (postgresql://...)? There the person is the database role, and
 * the server guards what a person may. */
bool pk_app_is_server(const char *where);

/* Is there something to open: a server, or a file that exists? */
bool pk_app_is_there(const char *where);

/* What one works on now. */
typedef enum {
    PK_MODE_HERE,   /* a file of this computer: there is nothing to fall back upon   */
    PK_MODE_SERVER, /* the server                                                    */
    PK_MODE_COPY,   /* the server does not answer: the outbox                        */
    PK_MODE_NONE,   /* the server does not answer and there is no outbox yet         */
} PkMode;

PkMode pk_app_mode(const PkApp *app);

/* False until the data file exists. A reader calls pk_app_refresh to see that it now does. */
bool pk_app_on_file(const PkApp *app);

/* Notices that another connection made the file or committed. Cheap; call before reading again.
 * *ret_changed (may be NULL): something was committed since the last call. */
bool pk_app_refresh(PkApp *app, bool *ret_changed, GError **error);

/* Makes the file, its schema and its reference data now. Every writing use case does this. */
bool pk_app_make_file(PkApp *app, GError **error);

const char *pk_app_where(const PkApp *app);
const char *pk_app_login(const PkApp *app);
const char *pk_app_name(const PkApp *app);
bool pk_app_read_only(const PkApp *app);
const PkZone *pk_app_zone(const PkApp *app);

/* What a backup before a migration was called, or NULL: said once at the start. */
const char *pk_app_backup_made(const PkApp *app);

/* Makes the read that runs now in another thread end early (it fails with BUSY). */
void pk_app_interrupt(PkApp *app);

/* Housekeeping after writing, in small steps; true when there is more to do. */
bool pk_app_idle(PkApp *app);

/* Who works, by the operating system: fills what is NULL (owned strings). */
void pk_app_identify(char **login, char **name);

/* A sentence when this computer's clock is more than two minutes behind the newest line of the
 * database, so new lines would stand before it; NULL when it is not. Owned. Never an error: it is a
 * warning beside whatever else happens. */
char *pk_app_clock_warning(PkApp *app);

/* Rights (domain: roles). On SQLite whoever makes the file has every role. */
typedef enum {
    PK_MAY_LOG,       /* report, note, pin, actions          */
    PK_MAY_EDIT,      /* fields, status                      */
    PK_MAY_PARTY,     /* the parties of an incident          */
    PK_MAY_CLOSE,     /* close an incident                   */
    PK_MAY_LOWER_TLP, /* lower a label                       */
    PK_MAY_REGISTER,  /* edit the register, import           */
    PK_MAY_READ,
    PK_MAY_VERIFY,
    PK_MAY_PEOPLE, /* persons and their roles                            */
    PK_MAY_RULES,  /* the legal rules                                                */
    PK_MAY_NAME,   /* name somebody on an incident where nobody named is left */
    PK_MAY_WATCH,  /* do what is due at its moment (piket/app/watch.h)    */
    PK_MAY_DUTY,   /* be on duty: take a shift, swap one's own; see whom to call   */
    PK_MAY_ROTA,   /* keep the rota: patterns, holidays, who else is on duty       */
    PK_MAY_PAGE,   /* page, acknowledge, escalate (piket/app/page.h)      */
} PkRight;

/* Errors: DENIED naming the right and who has it, or that this is read-only. */
bool pk_app_may(const PkApp *app, PkRight right, GError **error);
