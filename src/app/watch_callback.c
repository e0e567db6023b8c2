/* SPDX-License-Identifier: EUPL-1.2 */
/* Promised calls: who promised is told when it is time, and the ladder when it was not done. */
#include "piket/model/action.h"
#include "piket/store/action_store.h"
#include "piket/store/incident_store.h"
#include "watch_private.h"

/* Steps: 1 the moment that was promised, 2 so long after it (the query in schema/queries/watch.sql
 * has it too). */
enum { STEP_TIME = 1, STEP_MISSED = 2 };
#define MISSED_US (15 * PK_MINUTE_US)

static bool
find(PkWatch *watch, PkDueList *list, GError **error)
{
    g_autoptr(GPtrArray) calls = pk_watch_callbacks(watch->app->db, list->first_us, error);

    for (guint i = 0; calls && i < calls->len; i++) {
        const PkPending *call = calls->pdata[i];
        PkDue due = { .source = &pk_watch_callback_source,
                      .key = call->no,
                      .incident_key = call->incident_key };
        g_strlcpy(due.subject, call->uuid, sizeof due.subject);
        for (due.step = STEP_TIME; due.step <= STEP_MISSED; due.step++) {
            due.moment_us = call->due_us + (due.step == STEP_MISSED ? MISSED_US : 0);
            if (pk_pending_wants(call, due.step, due.moment_us, list->first_us))
                pk_due_at(list, &due);
        }
    }
    return calls != NULL;
}

static bool
act(PkWatch *watch, PkActing *acting, GError **error)
{
    const PkDue *due = acting->due;
    g_autoptr(PkStandingAction) call =
        pk_action_get(watch->app->db, due->incident_key, due->key, error);
    g_autoptr(PkIncident) incident =
        call ? pk_incident_get(watch->app->db, due->incident_key, error) : NULL;
    bool missed = due->step == STEP_MISSED;
    g_autofree char *login = NULL;

    if (!incident)
        return false;
    acting->undo = !pk_standing_action_is_open(call) || incident->status == PK_STATUS_CLOSED ||
                   call->due_us + (missed ? MISSED_US : 0) != due->moment_us;
    if (acting->undo)
        return true;
    PkTimeText promised = pk_app_clock(watch->app, call->due_us, acting->now_us);
    g_autofree char *text =
        missed ? g_strdup_printf(_("The call promised for %s was not made (A%d)."), promised.s,
                                 (int)call->no)
               : g_strdup_printf(_("A call was promised for %s (A%d)."), promised.s, (int)call->no);
    if (!pk_watch_receiver(watch, call->owner ? call->owner : incident->lead, acting->now_us,
                           &login, error) ||
        !pk_watch_tell(watch, acting, incident, text, login, error))
        return false;
    if (missed && !pk_watch_raise(watch, acting, incident, PK_PAGE_CALLBACK, error))
        return false;
    acting->said =
        g_strdup_printf("%s: call A%d, step %d", incident->ident, (int)call->no, (int)due->step);
    return true;
}

const PkWatchSource pk_watch_callback_source = { "callback", PK_NOTICE_CALLBACK, false, false, find,
                                                 act };
