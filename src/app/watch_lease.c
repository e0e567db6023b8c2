/* SPDX-License-Identifier: EUPL-1.2 */
/* Which of several watches decides. */
#include "watch_private.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static const char job[] = "decide";

/* The process is gone from the machine that we are on. */
static bool
is_dead(const PkWatch *watch, const PkWatchRow *row)
{
    return strcmp(row->host, watch->me.host) == 0 && strcmp(row->boot, watch->me.boot) == 0 &&
           *row->boot && kill((pid_t)row->pid, 0) != 0 && errno == ESRCH;
}

/* How long to wait for who has the job; 0: it is free. */
static int64_t
wait_for(PkWatch *watch, PkWatchRow *row, int64_t mono_us)
{
    PkWatchRow *seen = watch->seen;

    if (!*row->holder || is_dead(watch, row))
        return 0;
    if (seen && strcmp(seen->holder, row->holder) == 0 && seen->beats == row->beats)
        return MAX(0, watch->seen_us + PK_WATCH_LEASE_US - mono_us);
    watch->seen_us = mono_us;
    return PK_WATCH_LEASE_US;
}

/* A small transaction without a line. */
static bool
in_transaction(PkWatch *watch, bool ok, GError **error)
{
    PkDone none = { 0 };

    return pk_app_end(watch->app, ok, &none, NULL, error);
}

static bool
take(PkWatch *watch, const PkWatchRow *seen, int64_t now_us, int64_t mono_us, GError **error)
{
    bool got = false;

    if (!pk_app_begin(watch->app, PK_MAY_WATCH, error))
        return false;
    bool ok = pk_watch_take(watch->app->db, job, &watch->me, seen, now_us, &got, error);
    if (!in_transaction(watch, ok, error))
        return false;
    watch->holds = got;
    watch->beat_us = mono_us;
    watch->first_us = seen ? seen->first_us : now_us;
    return true;
}

static bool
beat(PkWatch *watch, int64_t now_us, int64_t mono_us, GError **error)
{
    if (!pk_app_begin(watch->app, PK_MAY_WATCH, error))
        return false;
    bool ok = pk_watch_beat(watch->app->db, job, watch->me.holder, now_us, &watch->holds, error);
    watch->beat_us = mono_us;
    return in_transaction(watch, ok, error);
}

static bool
keep(PkWatch *watch, int64_t now_us, int64_t mono_us, GError **error)
{
    if (mono_us - watch->beat_us >= PK_WATCH_BEAT_US)
        return beat(watch, now_us, mono_us, error);
    return pk_watch_holds(watch->app->db, job, watch->me.holder, &watch->holds, error);
}

bool
pk_watch_lease(PkWatch *watch, int64_t now_us, int64_t mono_us, int64_t *ret_wait_us,
               GError **error)
{
    g_autoptr(PkWatchRow) row = NULL;

    *ret_wait_us = PK_WATCH_BEAT_US;
    if (watch->holds && !keep(watch, now_us, mono_us, error))
        return false;
    if (watch->holds)
        return true;
    if (!pk_watch_get(watch->app->db, job, now_us, &row, error))
        return false;
    *ret_wait_us = row ? wait_for(watch, row, mono_us) : 0;
    if (*ret_wait_us == 0) {
        *ret_wait_us = PK_WATCH_BEAT_US;
        if (!take(watch, row, now_us, mono_us, error))
            return false;
    }
    pk_watch_row_free(watch->seen);
    watch->seen = g_steal_pointer(&row);
    return true;
}

bool
pk_watch_stop(PkWatch *watch, int64_t now_us, GError **error)
{
    if (!watch->holds)
        return true;
    if (!pk_app_begin(watch->app, PK_MAY_WATCH, error))
        return false;
    watch->holds = false;
    bool ok = pk_watch_drop(watch->app->db, job, watch->me.holder, now_us, error);
    return in_transaction(watch, ok, error);
}

/* ---- is there a watch? ------------------------------------------------------------------------
 */

void
pk_watch_state_clear(PkWatchState *state)
{
    g_free(state->host);
    g_free(state->login);
    *state = (PkWatchState){ 0 };
}

bool
pk_watch_state(PkApp *app, int64_t now_us, PkWatchState *ret_state, GError **error)
{
    g_autoptr(PkWatchRow) row = NULL;
    PkWatchState state = { 0 };

    if (app->origin && !pk_watch_get(app->db, job, now_us, &row, error))
        return false;
    if (row) {
        state.ever = true;
        /* The clock of this computer may have been set back since. */
        state.alive = *row->holder && ABS(row->age_us) < PK_WATCH_LEASE_US;
        state.since_us = state.alive || !*row->holder ? row->since_us : row->beat_us;
        state.host = g_strdup(row->host);
        state.login = g_strdup(row->login);
    }
    *ret_state = state;
    return true;
}

char *
pk_watch_look(const PkAppConfig *config, int64_t now_us, PkWatchState *ret_state)
{
    PkAppConfig looking = *config;

    looking.read_only = looking.glance = true;
    looking.outbox = NULL;
    if (!pk_app_is_there(config->where))
        return NULL;
    g_autoptr(PkApp) app = pk_app_open(&looking, NULL);
    if (!app || !pk_watch_state(app, now_us, ret_state, NULL))
        return NULL;
    return pk_watch_state_say(app, ret_state, now_us);
}

char *
pk_watch_state_say(PkApp *app, const PkWatchState *state, int64_t now_us)
{
    PkTimeText since = pk_app_clock(app, state->since_us, now_us);

    if (state->alive)
        return g_strdup_printf(_("watch since %s on %s"), since.s, state->host);
    if (state->ever)
        return g_strdup_printf(_("no watch since %s: pages do not go on by themselves"), since.s);
    return g_strdup(_("no watch: pages do not go on by themselves"));
}
