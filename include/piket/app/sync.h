/* SPDX-License-Identifier: EUPL-1.2 */
/* Without the server: the outbox on this computer, and its meeting with the server.
 *
 * An outbox is a SQLite file of the same schema, one for each server address (mode 0600, in the
 * state folder beside the drafts). It holds a read copy of what is needed at night: the open
 * incidents the person may see, the register with its numbers, who works there; and what was
 * written while the server did not answer, by an origin of its own. It is made by the first `piket
 * sync`, when the server gives it a tag ("K") that no other outbox ever gets; what is reported in
 * it is called I26-K001, K002 ... for ever.
 *
 * A meeting delivers first, journal by journal, one transaction each on the server: an incident
 * that was reported here with its parties, deadlines and actions, then its lines unchanged, checked
 * against the chain that the server has of this origin, then one line of the server's own that says
 * so. What the server has already is skipped, so a meeting may break off anywhere and be held
 * again. What the server refuses stays here with the reason. Then the copy is made anew, in one
 * transaction, without touching what was not delivered.
 *
 * Without the server a person can report and write lines; everything else is refused with a
 * sentence. Source: domain page, section 2, "Seal" and "Ids". */
#pragma once

#include "piket/app/app.h"

/* Where the outbox of a server's address is: NULL when the address is a file. Owned.
 * Errors: OFFLINE without a home folder. */
char *pk_outbox_path(const char *address, GError **error);

/* What an outbox holds; all 0 and made false when there is none. */
typedef struct {
    bool made;
    char tag[4];       /* "K"                                                    */
    int64_t copied_us; /* when the copy was made, by this computer's clock       */
    int64_t n_unsent;  /* lines the server does not have                         */
    int64_t n_refused; /* of those: what the server refused                      */
} PkOutboxState;

/* Looks at the file without changing anything. Errors: those of pk_db_open. */
bool pk_outbox_look(const char *path, PkOutboxState *ret_state, GError **error);

/* The same of the outbox that the app works on (PK_MODE_COPY), else empty. */
bool pk_app_outbox(PkApp *app, PkOutboxState *ret_state, GError **error);

/* "copy 14 min old - server does not answer, trying" for the header; NULL when the server answers.
 * Owned. */
char *pk_outbox_words(PkMode mode, const PkOutboxState *state, int64_t now_us);

/* The same in a narrow window: "copy 14m, 2 unsent". */
char *pk_outbox_short(PkMode mode, const PkOutboxState *state, int64_t now_us);

/* Goes over to the outbox after the server did not answer, with what is read and written next.
 * False without error set when there is none; then the mode is NONE. */
bool pk_app_fall_back(PkApp *app, GError **error);

/* Tries the server again; true when the app works on it now. Waits no longer than connecting does.
 * Errors: OFFLINE and whatever the server says. */
bool pk_app_reconnect(PkApp *app, GError **error);

/* ---- a meeting ------------------------------------------------------------------------------ */

/* A journal that was, or was not, delivered. */
typedef struct {
    char *ident;     /* "I26-K007"; "" for the duty log                        */
    int64_t n_lines; /* delivered now, or not delivered                        */
    char *reason;    /* why the server refused it, NULL when it did not        */
    PkErrorCode code;
} PkSyncItem;

typedef struct {
    GPtrArray *items;    /* PkSyncItem, in the order of delivery                   */
    int64_t n_sent;      /* lines delivered                                        */
    int64_t n_refused;   /* lines refused                                          */
    int64_t n_incidents; /* in the copy                                            */
    int64_t n_orgs;
    int64_t copied_us;
    char tag[4];
    bool first; /* the outbox was made now                                */
} PkSyncReport;

void pk_sync_report_free(PkSyncReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkSyncReport, pk_sync_report_free)

/* Holds a meeting between the server that the app works on and the outbox in path. Owned report.
 * Errors: BUSY (another Piket is doing it now), OFFLINE (the server went away: what was delivered
 * stays delivered), DENIED (the outbox is somebody else's), CONFLICT (its tag was given to another
 * computer), BROKEN. */
PkSyncReport *pk_sync_run(PkApp *server, const char *path, GError **error);

/* What a console does now and then, in a thread of its own: tries the server when it was away, and
 * holds a meeting when there is an outbox (else the report says nothing). When this gives an error
 * other than OFFLINE, the server was found. */
PkSyncReport *pk_sync_try(PkApp *app, GError **error);

/* What is not delivered yet. Array of PkSyncItem (reason NULL: not tried, or not refused). */
GPtrArray *pk_sync_waiting(const char *path, GError **error);
