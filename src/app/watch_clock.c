/* SPDX-License-Identifier: EUPL-1.2 */
/* Clocks remind at 50 % and 25 %, 1 h and 15 min before their end; at the end the ladder goes on.
 */
#include "clocks.h"
#include "piket/store/incident_store.h"
#include "watch_private.h"

#include <string.h>

/* Steps: 1 to 4 reminders, 5 the end. */
enum { STEP_END = 5 };

/* Which reminder is it? Counted from the end: a short clock has no 50 % before its last hour. */
static int
step_of(const PkClock *clock, int64_t moment_us)
{
    int64_t length = clock->due_us - clock->start_us, left = clock->due_us - moment_us;

    return left == 15 * PK_MINUTE_US ? 4 : left == PK_HOUR_US ? 3 : left > length / 4 ? 1 : 2;
}

static void
find_one(const PkPending *pending, PkDueList *list)
{
    PkClock clock = { .start_us = pending->start_us, .due_us = pending->due_us };
    int64_t moments[PK_DEADLINE_REMINDERS];
    size_t n = pending->start_us ? pk_deadline_reminders(&clock, moments) : 0;
    PkDue due = { .source = &pk_watch_clock_source,
                  .key = pending->key,
                  .incident_key = pending->incident_key };

    g_strlcpy(due.subject, pending->uuid, sizeof due.subject);
    for (size_t i = 0; i <= n; i++) {
        due.moment_us = i < n ? moments[i] : pending->due_us;
        due.step = i < n ? step_of(&clock, moments[i]) : STEP_END;
        if (pk_pending_wants(pending, due.step, due.moment_us, list->first_us))
            pk_due_at(list, &due);
    }
}

static bool
find(PkWatch *watch, PkDueList *list, GError **error)
{
    g_autoptr(GPtrArray) clocks = pk_watch_clocks(watch->app->db, list->first_us, error);

    for (guint i = 0; clocks && i < clocks->len; i++)
        find_one(clocks->pdata[i], list);
    return clocks != NULL;
}

/* Still to be said, now that nobody else writes? */
static bool
still(const PkDue *due, const PkClockRecord *clock, const PkIncident *incident)
{
    PkClock times = { .start_us = clock->start_us, .due_us = clock->due_us };
    int64_t moments[PK_DEADLINE_REMINDERS];
    size_t n = 0;

    if (clock->met_us || clock->na_reason || incident->status == PK_STATUS_CLOSED)
        return false;
    if (due->step == STEP_END)
        return clock->due_us == due->moment_us;
    n = clock->start_us && clock->due_us ? pk_deadline_reminders(&times, moments) : 0;
    for (size_t i = 0; i < n; i++) {
        if (moments[i] == due->moment_us)
            return true;
    }
    return false;
}

static char *
text_of(PkWatch *watch, const PkActing *acting, const PkClockRecord *clock, GError **error)
{
    g_auto(PkClockTally) tally = { 0 };
    PkTimeText end = pk_app_clock(watch->app, clock->due_us, acting->now_us);

    if (!pk_clock_tally_init(watch->app, &tally, error))
        return NULL;
    /* Of a red incident not whose deadline it is: the line itself is less strict. */
    PkClockRecord bare = *clock;
    if (clock->tlp == PK_TLP_RED)
        bare.org_name = bare.title = NULL;
    g_autofree char *called = pk_clock_called(&tally, &bare);
    if (acting->now_us >= clock->due_us)
        return g_strdup_printf(_("Deadline passed: %s, %s."), called, end.s);
    PkTimeText left = pk_time_left(clock->due_us, acting->now_us);
    return g_strdup_printf(_("Reminder: %s ends %s, %s left."), called, end.s, left.s);
}

static bool
act(PkWatch *watch, PkActing *acting, GError **error)
{
    g_autoptr(PkClockRecord) clock = pk_clock_get(watch->app->db, acting->due->key, error);
    g_autoptr(PkIncident) incident =
        clock ? pk_incident_get(watch->app->db, clock->incident_key, error) : NULL;
    g_autofree char *login = NULL;

    if (!incident)
        return false;
    acting->undo = !still(acting->due, clock, incident);
    if (acting->undo)
        return true;
    g_autofree char *text = text_of(watch, acting, clock, error);
    if (!text || !pk_watch_receiver(watch, incident->lead, acting->now_us, &login, error) ||
        !pk_watch_tell(watch, acting, incident, text, login, error))
        return false;
    if (acting->due->step == STEP_END &&
        !pk_watch_raise(watch, acting, incident, PK_PAGE_CLOCK, error))
        return false;
    acting->said = g_strdup_printf("%s: clock %s, step %d", incident->ident, clock->rule,
                                   (int)acting->due->step);
    return true;
}

const PkWatchSource pk_watch_clock_source = { "clock", PK_NOTICE_CLOCK, false, false, find, act };
