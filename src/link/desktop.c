/* SPDX-License-Identifier: EUPL-1.2 */
/* Notices on a desktop. libnotify asks D-Bus and waits up to 25 s for a daemon that hangs, so it
 * lives in a thread of its own; whoever sends waits no longer than the deadline. */
#include "link_private.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"

#include <libnotify/notify.h>
#include <string.h>

/* One message on its way through the thread; the last of the two that hold it frees it. */
typedef struct {
    gint refs;
    char *uuid;
    char *summary;
    char *body; /* "" for none */
    bool buttons;
    bool abandoned;
    bool done;
    PkLinkResult result;
} Job;

static struct {
    GMutex lock; /* of all below and of every job */
    GCond ended;
    GThread *thread;
    GMainContext *context;
    GMainLoop *loop;
    bool busy;         /* in libnotify now */
    GHashTable *shown; /* uuid -> NotifyNotification; of the thread alone */
    PkDesktopActionFn on_action;
    void *data;
} desk;

static void
job_unref(void *data)
{
    Job *job = data;

    if (!g_atomic_int_dec_and_test(&job->refs))
        return;
    g_free(job->uuid);
    g_free(job->summary);
    g_free(job->body);
    pk_link_result_clear(&job->result);
    g_free(job);
}

/* ---- in the thread -------------------------------------------------------------------------- */

static void
on_button(NotifyNotification *notice, char *action, G_GNUC_UNUSED void *data)
{
    const char *uuid = g_object_get_data(G_OBJECT(notice), "piket-uuid");

    if (desk.on_action && uuid)
        desk.on_action(uuid, action, desk.data);
}

static void
on_closed(NotifyNotification *notice, G_GNUC_UNUSED void *data)
{
    const char *uuid = g_object_get_data(G_OBJECT(notice), "piket-uuid");

    if (uuid)
        g_hash_table_remove(desk.shown, uuid);
}

/* A second attempt, also of another process, replaces the first on the screen. */
static int
replace_id(const char *uuid)
{
    return (int)(g_str_hash(uuid) & 0x7fffffff) | 1;
}

static NotifyNotification *
notice_of(const Job *job)
{
    NotifyNotification *notice = g_hash_table_lookup(desk.shown, job->uuid);

    if (notice) {
        notify_notification_update(notice, job->summary, *job->body ? job->body : NULL, NULL);
        return notice;
    }
    notice = notify_notification_new(job->summary, *job->body ? job->body : NULL, NULL);
    g_object_set(notice, "id", replace_id(job->uuid), NULL);
    g_object_set_data_full(G_OBJECT(notice), "piket-uuid", g_strdup(job->uuid), g_free);
    notify_notification_set_urgency(notice, NOTIFY_URGENCY_CRITICAL);
    notify_notification_set_timeout(notice, NOTIFY_EXPIRES_NEVER);
    notify_notification_set_category(notice, "im.received");
    if (job->buttons) {
        notify_notification_add_action(notice, "acknowledge", _("Acknowledge"), on_button, NULL,
                                       NULL);
        notify_notification_add_action(notice, "open", _("Open"), on_button, NULL, NULL);
    }
    g_signal_connect(notice, "closed", G_CALLBACK(on_closed), NULL);
    g_hash_table_insert(desk.shown, g_strdup(job->uuid), notice);
    return notice;
}

static gboolean
show(void *data)
{
    Job *job = data;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&desk.lock);
    bool late = job->abandoned;
    desk.busy = !late;
    g_mutex_unlock(&desk.lock);
    if (late)
        return G_SOURCE_REMOVE;
    bool ok = notify_notification_show(notice_of(job), &error);
    if (!ok)
        g_hash_table_remove(desk.shown, job->uuid);
    g_mutex_lock(&desk.lock);
    desk.busy = false;
    job->done = true;
    pk_link_say(
        &job->result, ok ? PK_SEND_OK : PK_SEND_TEMPORARY,
        ok ? NULL
           : g_strdup_printf(_("The desktop did not show it (%s)."), error ? error->message : "?"));
    g_cond_broadcast(&desk.ended);
    g_mutex_unlock(&desk.lock);
    return G_SOURCE_REMOVE;
}

static void *
run(G_GNUC_UNUSED void *data)
{
    g_main_context_push_thread_default(desk.context);
    desk.shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
    notify_init("Piket");
    g_main_loop_run(desk.loop);
    g_hash_table_unref(desk.shown);
    notify_uninit();
    g_main_context_pop_thread_default(desk.context);
    return NULL;
}

/* ---- outside it ----------------------------------------------------------------------------- */

void
pk_link_desktop_start(PkDesktopActionFn on_action, void *data)
{
    g_assert(!desk.thread);
    desk.on_action = on_action;
    desk.data = data;
    desk.context = g_main_context_new();
    desk.loop = g_main_loop_new(desk.context, FALSE);
    desk.thread = g_thread_new("piket-desktop", run, NULL);
}

static gboolean
quit(void *data)
{
    g_main_loop_quit(data);
    return G_SOURCE_REMOVE;
}

void
pk_link_desktop_stop(void)
{
    if (!desk.thread)
        return;
    g_mutex_lock(&desk.lock);
    bool hangs = desk.busy;
    g_mutex_unlock(&desk.lock);
    if (hangs) /* the end of the process is its end too */
        return;
    /* Through the context: a loop that does not run yet would miss a bare quit. */
    g_main_context_invoke_full(desk.context, G_PRIORITY_LOW, quit, desk.loop, NULL);
    g_thread_join(g_steal_pointer(&desk.thread));
    g_main_loop_unref(g_steal_pointer(&desk.loop));
    g_main_context_unref(g_steal_pointer(&desk.context));
}

static Job *
job_new(const PkMessage *message)
{
    Job *job = g_new0(Job, 1);
    bool more = strcmp(message->text, message->bare) != 0;
    g_autofree char *words =
        more ? g_strdup_printf("%s: %s", pk_tlp_label(message->tlp), message->text) : g_strdup("");

    job->refs = 2;
    job->uuid = g_strdup(message->uuid);
    job->summary = g_strdup(message->bare);
    job->body = g_markup_escape_text(words, -1); /* a daemon may read markup in it */
    job->buttons = message->kind == PK_NOTICE_PAGE;
    return job;
}

void
pk_link_desktop(G_GNUC_UNUSED const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
                PkLinkResult *result)
{
    int64_t until_us = g_get_monotonic_time() + (int64_t)deadline_ms * 1000;

    g_mutex_lock(&desk.lock);
    bool hangs = desk.busy;
    g_mutex_unlock(&desk.lock);
    if (!desk.thread || hangs) {
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup(hangs ? _("The desktop still does not answer.")
                                   : _("Only piket-watch --desktop shows notices on a desktop.")));
        return;
    }
    Job *job = job_new(message);
    g_main_context_invoke_full(desk.context, G_PRIORITY_DEFAULT, show, job, job_unref);
    g_mutex_lock(&desk.lock);
    while (!job->done && g_cond_wait_until(&desk.ended, &desk.lock, until_us))
        ;
    job->abandoned = !job->done;
    if (job->done) {
        *result = job->result;
        job->result = (PkLinkResult){ 0 };
    } else {
        pk_link_say(result, PK_SEND_UNSURE,
                    g_strdup(_("The desktop did not answer within the time.")));
    }
    g_mutex_unlock(&desk.lock);
    job_unref(job);
}
