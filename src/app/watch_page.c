/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages: rungs, proposals, owners who are reminded, acknowledgements that expire, nobody left. What
 * comes when is the ladder's (piket/model/ladder.h); each act has a unique row of its own. */
#include "pages.h"
#include "watch_private.h"

enum { FOUND_MAX = 64 }; /* at a time, oldest first; a step does fewer */

static bool
find(PkWatch *watch, PkDueList *list, GError **error)
{
    int64_t next_us = INT64_MAX;
    g_autoptr(GArray) found = pk_page_due(watch->app, list->now_us, FOUND_MAX, &next_us, error);

    for (guint i = 0; found && i < found->len; i++) {
        const PkPageDue *page = &g_array_index(found, PkPageDue, i);
        PkDue due = { .source = &pk_watch_page_source,
                      .step = page->act.what,
                      .moment_us = page->act.due_us,
                      .key = page->page_key,
                      .incident_key = page->incident_key };
        g_snprintf(due.subject, sizeof due.subject, "%" G_GINT64_FORMAT, page->page_key);
        pk_due_at(list, &due);
    }
    list->next_us = MIN(list->next_us, MAX(next_us, list->now_us));
    return found != NULL;
}

static bool
act(PkWatch *watch, PkActing *acting, GError **error)
{
    g_auto(PkDone) done = { 0 };
    PkAct what = { 0 };

    if (!pk_page_step_here(watch->app, acting->due->key, acting->now_us, &what, &done, error))
        return false;
    acting->undo = what.what == PK_ACT_NONE;
    if (!acting->undo)
        acting->said = g_strdup_printf("page %s %s: %s, rung %d", acting->due->subject,
                                       done.ident ? done.ident : "",
                                       pk_word_key(&pk_words_act, (int)what.what), what.rung);
    return true;
}

const PkWatchSource pk_watch_page_source = { "page", PK_NOTICE_PAGE, true, false, find, act };

bool
pk_watch_raise(PkWatch *watch, const PkActing *acting, const PkIncident *incident,
               PkPageSource source, GError **error)
{
    PkPageRaise raise = { .incident_key = incident ? incident->key : 0, .source = source };
    g_auto(PkDone) done = { 0 };
    int64_t there = 0;

    /* An incident has one page at a time; who owns it is told anyway. */
    if (incident && !pk_page_open_of(watch->app, incident->key, &there, error))
        return false;
    return there || pk_page_raise_here(watch->app, &raise, acting->now_us, &done, NULL, error);
}
