/* SPDX-License-Identifier: EUPL-1.2 */
/* A handover that nobody accepted in time is escalated, once: a page about no incident, and who
 * gave it is told, since until then duty is still theirs. */
#include "pages.h"
#include "piket/store/handover_store.h"
#include "watch_private.h"

enum { STEP_OVERDUE = 1 };

static bool
find(PkWatch *watch, PkDueList *list, GError **error)
{
    g_autoptr(GPtrArray) waiting = pk_watch_handovers(watch->app->db, list->first_us, error);

    for (guint i = 0; waiting && i < waiting->len; i++) {
        const PkPending *handover = waiting->pdata[i];
        PkDue due = { .source = &pk_watch_handover_source,
                      .step = STEP_OVERDUE,
                      .moment_us = handover->due_us,
                      .key = handover->key };
        g_strlcpy(due.subject, handover->uuid, sizeof due.subject);
        pk_due_at(list, &due);
    }
    return waiting != NULL;
}

/* "The handover of J. de Vries to M. Bakker was not accepted before 07:15." Owned. */
static char *
text_of(PkWatch *watch, const PkHandoverRecord *handover, int64_t now_us)
{
    PkTimeText by = pk_app_clock(watch->app, handover->accept_by_us, now_us);
    g_autofree char *from = pk_app_person_name(watch->app, handover->from_login);

    if (!handover->to_login || !*handover->to_login)
        return g_strdup_printf(_("The handover of %s was not accepted before %s."), from, by.s);
    g_autofree char *to = pk_app_person_name(watch->app, handover->to_login);
    return g_strdup_printf(_("The handover of %s to %s was not accepted before %s."), from, to,
                           by.s);
}

static bool
act(PkWatch *watch, PkActing *acting, GError **error)
{
    g_autoptr(PkHandoverRecord) handover = pk_handover_get(watch->app->db, acting->due->key, error);
    g_autofree char *login = NULL;
    g_auto(PkDone) done = { 0 };
    /* Who is called finds the handover on the console; nothing of what is in it stands here. */
    PkPageRaise raise = { .source = PK_PAGE_HANDOVER,
                          .text = _("A handover was not accepted in time. Accept it, or call who "
                                    "gave it.") };

    if (!handover)
        return false;
    acting->undo = handover->accepted_us || handover->withdrawn_us;
    if (acting->undo)
        return true;
    g_autofree char *text = text_of(watch, handover, acting->now_us);
    if (!pk_watch_receiver(watch, handover->from_login, acting->now_us, &login, error) ||
        !pk_watch_tell(watch, acting, NULL, text, login, error) ||
        !pk_page_raise_here(watch->app, &raise, acting->now_us, &done, NULL, error))
        return false;
    acting->said = g_strdup_printf("handover %d not accepted, page raised", (int)handover->key);
    return true;
}

const PkWatchSource pk_watch_handover_source = { "handover", PK_NOTICE_HANDOVER, false, false, find,
                                                 act };
