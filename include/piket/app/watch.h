/* SPDX-License-Identifier: EUPL-1.2 */
/* The watch: what must happen at its moment, with no console open.
 *
 *     PkWatch *watch = pk_watch_new(app, NULL, error);
 *     for (;;) {
 *         pk_watch_step(watch, pk_clock_now_us(), pk_clock_mono_us(), &step, error);
 *         sleep until step.next_us, or until there is news (piket/app/news.h)
 *     }
 *
 * A step does what is due, in the order of the moments: rungs of pages, expiries and reminders of
 * their owners (piket/app/page.h), reminders of clocks and the end of one, promised calls, what
 * changes in the rota, a handover that nobody accepted. Each act is one transaction, with its line
 * and its notices, and with a row that can stand there once: whoever is killed, whoever tries
 * again, and however many watches run, it is done once. What is done over a minute after its moment
 * is late, and its line says so. Nothing is remembered but what stands in the database.
 *
 * Several may run on one database; one decides. It is the one that has the job by a row with a
 * count that goes up every PK_WATCH_BEAT_US. Another takes over when it saw the count stand still
 * for PK_WATCH_LEASE_US of its own monotonic time, or at once when the process is gone from this
 * very machine or gave the job up. No wall clock has a part in that. Whether the job is still held
 * is asked in the transaction of each act.
 *
 * Never for closed incidents, exercises, imported history, or in an outbox. What was due before a
 * watch first worked on a database is history: nobody is called about it. */
#pragma once

#include "piket/app/app.h"

#define PK_WATCH_BEAT_US  (INT64_C(10) * 1000000)
#define PK_WATCH_LEASE_US (INT64_C(35) * 1000000)
/* Done more than this after its moment is late. */
#define PK_WATCH_LATE_US (INT64_C(60) * 1000000)

typedef struct PkWatch PkWatch;

/* Who watches; for tests, which pretend to be several machines. NULL or 0: this process. */
typedef struct {
    const char *host;
    const char *boot;
    int64_t pid;
    /* Called before ("begun", "done") and after ("committed") the commit of each act, and may never
     * come back. */
    void (*at)(const char *where, void *data);
    void *data;
} PkWatchConfig;

/* app stays the caller's and must live longer; nobody else may use it meanwhile.
 * Errors: DENIED (role, read-only; on a server: any role but watch), INVALID (an outbox). */
PkWatch *pk_watch_new(PkApp *app, const PkWatchConfig *config, GError **error);

/* Does not give the job up: pk_watch_stop does. */
void pk_watch_free(PkWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkWatch, pk_watch_free)

typedef struct {
    bool active;       /* this one decides; else another does, or may                    */
    unsigned n_done;   /* acts                                                           */
    unsigned n_late;   /* of them                                                        */
    unsigned n_failed; /* could not be done; tried again after a minute                */
    int64_t due_us;    /* when something is due next, twelve hours ahead at most             */
    int64_t next_us;   /* when to look again at the latest, by the clock of now_us: for the
                          lease that is soon                                                  */
    char *trouble;     /* why the first of them could not be done, or NULL               */
    GPtrArray *said;   /* what was done: sentences, without content                      */
} PkWatchStep;
void pk_watch_step_clear(PkWatchStep *step);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkWatchStep, pk_watch_step_clear)

/* now_us: the wall clock. mono_us: a clock that only goes forward, for the lease. At most a slice
 * of what is due; when there is more, next_us is now_us. Errors: BUSY, OFFLINE and what else the
 * database says; what was done until then is done. */
bool pk_watch_step(PkWatch *watch, int64_t now_us, int64_t mono_us, PkWatchStep *ret_step,
                   GError **error);

/* Tells the duty log that the wall clock jumped by that much (forward positive), as noticed by a
 * clock that counts sleep too. Does nothing for who does not decide. */
bool pk_watch_jumped(PkWatch *watch, int64_t by_us, int64_t now_us, GError **error);

/* Gives the job up, so that another need not wait. */
bool pk_watch_stop(PkWatch *watch, int64_t now_us, GError **error);

/* ---- is there a watch? ------------------------------------------------------------------------
 */

typedef struct {
    bool alive;       /* gave a sign of life within the lease                                */
    bool ever;        /* there has been one on this database                                 */
    int64_t since_us; /* alive: since when; else when it was last seen, or stopped; 0: never */
    char *host;       /* where; NULL: never                                                  */
    char *login;
} PkWatchState;
void pk_watch_state_clear(PkWatchState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkWatchState, pk_watch_state_clear)

/* For everybody who may read. */
bool pk_watch_state(PkApp *app, int64_t now_us, PkWatchState *ret_state, GError **error);

/* The same for who has nothing open, looking only; and what there is to say of it (owned). NULL
 * when it cannot be looked at: no database there, or an older one. */
char *pk_watch_look(const PkAppConfig *config, int64_t now_us, PkWatchState *ret_state);

/* "watch since Tue 10 Mar 02:10", "no watch since 02:10: pages do not go on by themselves", "no
 * watch: pages do not go on by themselves". Owned. */
char *pk_watch_state_say(PkApp *app, const PkWatchState *state, int64_t now_us);
