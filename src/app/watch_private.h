/* SPDX-License-Identifier: EUPL-1.2 */
/* The watch from the inside: sources say what is due, the frame does it once. */
#pragma once

#include "app_private.h"
#include "piket/app/notice.h"
#include "piket/app/watch.h"
#include "piket/model/incident.h"
#include "piket/model/ladder.h"
#include "piket/store/watch_store.h"

enum { PK_DUE_SUBJECT_MAX = 64 };

typedef struct PkWatchSource PkWatchSource;

/* One act that is due. */
typedef struct {
    const PkWatchSource *source;
    char subject[PK_DUE_SUBJECT_MAX]; /* uuid, of a shift with its day behind it         */
    int64_t step;                     /* which one of its subject                        */
    int64_t moment_us;                /* when it was due                                 */
    int64_t key;                      /* of the subject, where it is a row               */
    int64_t incident_key;             /* 0: about none                                   */
} PkDue;

/* What a source hands its findings to. */
typedef struct {
    int64_t now_us;
    int64_t first_us; /* what was due before is history                                  */
    int64_t next_us;  /* earliest moment after now_us, or INT64_MAX                      */
    GArray *due;      /* PkDue                                                           */
} PkDueList;

/* An act while it is done. */
typedef struct {
    const PkDue *due;
    int64_t now_us;
    bool late;
    bool undo;  /* it turned out that there is nothing to do: roll back                  */
    char *said; /* without content, for the log of the machine                           */
} PkActing;

struct PkWatchSource {
    const char *kind; /* in the table fired                                         */
    PkNoticeKind notice;
    bool own_row;    /* has a unique row of its own                                 */
    bool never_late; /* may have come up after its moment                           */
    bool (*find)(PkWatch *watch, PkDueList *list, GError **error);
    /* In the transaction of the act, which has looked that it is the first. */
    bool (*act)(PkWatch *watch, PkActing *acting, GError **error);
};

extern const PkWatchSource pk_watch_page_source;
extern const PkWatchSource pk_watch_clock_source;
extern const PkWatchSource pk_watch_callback_source;
extern const PkWatchSource pk_watch_shift_source;
extern const PkWatchSource pk_watch_gap_source;
extern const PkWatchSource pk_watch_handover_source;

struct PkWatch {
    PkApp *app;
    PkWatchRow me;
    PkWatchConfig config;
    bool holds;
    int64_t first_us;
    PkWatchRow *seen;      /* who had the job when it was looked at last, and ...             */
    int64_t seen_us;       /* ... since when it stands like that, monotonic                   */
    int64_t quiet_us;      /* nothing is due before this, as long as ... */
    int64_t quiet_version; /* ... nobody else wrote since */
    int64_t beat_us;       /* own last sign of life, monotonic                                */
    GHashTable *failed;    /* act -> monotonic moment at which it is tried again            */
};

/* Gets or keeps the job; sets holds. *ret_wait_us: monotonic time until it is worth another look.
 */
bool pk_watch_lease(PkWatch *watch, int64_t now_us, int64_t mono_us, int64_t *ret_wait_us,
                    GError **error);

/* Adds it when its moment came, else remembers the moment. */
void pk_due_at(PkDueList *list, const PkDue *due);

/* The earliest moment for which something made at that uuid's time can be meant. */
int64_t pk_watch_born(const char *uuid);

/* Does a reminder of pending have to be given at that moment still? */
bool pk_pending_wants(const PkPending *pending, int64_t step, int64_t moment_us, int64_t first_us);

/* Raises a page, unless the incident has one that is open. */
bool pk_watch_raise(PkWatch *watch, const PkActing *acting, const PkIncident *incident,
                    PkPageSource source, GError **error);

/* ---- telling -----------------------------------------------------------------------------------
 */

/* Whom to tell: wanted (a login, a name, or NULL) when that is somebody who works here, else the
 * officer on duty. NULL without error: nobody. Owned login. */
bool pk_watch_receiver(PkWatch *watch, const char *wanted, int64_t now_us, char **ret_login,
                       GError **error);

/* Writes the line of an act: text as it is, with what late there is. incident NULL: the duty log.
 */
bool pk_watch_tell(PkWatch *watch, const PkActing *acting, const PkIncident *incident,
                   const char *text, const char *login, GError **error);
