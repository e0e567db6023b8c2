/* SPDX-License-Identifier: EUPL-1.2 */
/* The watch in the database: who has which job, what was done at its moment, and what is still to
 * come. A job changes hands only from who was seen with it in the state that was seen, so of two
 * that try one gets it. */
#pragma once

#include "piket/store/db.h"

/* Who has a job. Texts are "" when nobody ever had it. */
typedef struct {
    char *holder; /* uuid of the running process; "": it was given up              */
    char *login;
    char *host;
    char *boot; /* of that machine since it was started                            */
    int64_t pid;
    int64_t first_us; /* when the job was first done here; 0: never                */
    int64_t since_us; /* when this one began; given up: when that was              */
    int64_t beat_us;  /* last sign of life                                         */
    int64_t beats;    /* signs of life so far                                      */
    int64_t age_us;   /* of the last one, by the database's clock where it has one */
} PkWatchRow;

void pk_watch_row_free(PkWatchRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkWatchRow, pk_watch_row_free)

/* job: "decide" or "send". *ret_row becomes NULL when nobody ever had it. */
bool pk_watch_get(PkDb *db, const char *job, int64_t now_us, PkWatchRow **ret_row, GError **error);

/* Takes the job for who (holder, login, host, boot, pid). seen NULL: nobody ever had it.
 * *ret_got is false when somebody was faster, or gave a sign of life since. */
bool pk_watch_take(PkDb *db, const char *job, const PkWatchRow *who, const PkWatchRow *seen,
                   int64_t now_us, bool *ret_got, GError **error);

/* *ret_holds becomes false when another has the job: then nothing was written. */
bool pk_watch_beat(PkDb *db, const char *job, const char *holder, int64_t now_us, bool *ret_holds,
                   GError **error);
bool pk_watch_drop(PkDb *db, const char *job, const char *holder, int64_t now_us, GError **error);
bool pk_watch_holds(PkDb *db, const char *job, const char *holder, bool *ret_holds, GError **error);

/* Marks an act as done. *ret_new is false when it was done before. Needs an open transaction. */
bool pk_fired_insert(PkDb *db, const char *kind, const char *subject, int64_t step,
                     int64_t moment_us, int64_t now_us, bool late, bool *ret_new, GError **error);
bool pk_fired_has(PkDb *db, const char *kind, const char *subject, int64_t step, int64_t moment_us,
                  bool *ret_has, GError **error);

/* Something to be reminded of, and what was done for it so far. */
typedef struct {
    int64_t step, moment_us, at_us;
} PkFired;

typedef struct {
    int64_t key;
    char *uuid;
    int64_t incident_key;
    int64_t no;       /* of an action in its incident; 0 for a clock */
    int64_t start_us; /* of a clock; 0: not known                    */
    int64_t due_us;
    GArray *fired; /* PkFired */
} PkPending;

void pk_pending_free(PkPending *pending);

/* Clocks, and promised calls, of open incidents that are no exercise and due after after_us; not
 * those for which all was done. Arrays of PkPending, nearest first. */
GPtrArray *pk_watch_clocks(PkDb *db, int64_t after_us, GError **error);
GPtrArray *pk_watch_callbacks(PkDb *db, int64_t after_us, GError **error);

/* Handovers that nobody accepted or took back, to be accepted by a moment after after_us, and that
 * were not escalated yet; likewise. */
GPtrArray *pk_watch_handovers(PkDb *db, int64_t after_us, GError **error);
