/* SPDX-License-Identifier: EUPL-1.2 */
#include "sender.h"
#include "piket/app/notice.h"
#include "piket/app/worker.h"
#include "piket/base/clock.h"
#include "piket/link/link.h"
#include "piket/model/zone.h"

#include <unistd.h>

enum {
    BATCH = 8,           /* of each channel at a time                                    */
    DEADLINE_MS = 20000, /* of one sending                                               */
    DESKTOP_MS = 5000    /* likewise, on the own machine                                 */
};
/* What one claim may take at the worst, one after the other, and a little more. */
#define LEASE_US ((BATCH * (int64_t)DEADLINE_MS / 1000 + 30) * PK_SECOND_US)
#define LOOK_US  (60 * PK_SECOND_US) /* the longest without a look */

struct PkSender {
    const PkRun *run;
    PkWorker *worker; /* claims and records                                              */
    PkLinkConfig *link;
    GThreadPool *pools[PK_CHANNEL_N]; /* one thread for each channel                     */
    unsigned in_flight[PK_CHANNEL_N];
    unsigned channels;
    unsigned free; /* of those: nothing is on its way; set before a look                */
    char *who;
    char *login; /* of the desktop, or NULL                                              */
    bool looking;
    bool again;
    bool stopping;
    guint timer;
};

/* One message on its way. */
typedef struct {
    PkSender *sender;
    PkNotice *notice;
    PkLinkResult result;
    int deadline_ms;
} Errand;

static void
errand_free(void *data)
{
    Errand *errand = data;

    pk_notice_free(errand->notice);
    pk_link_result_clear(&errand->result);
    g_free(errand);
}

/* ---- recording, in the worker's thread ---------------------------------------------------------
 */

static void *
record_job(PkApp *app, void *data, GError **error)
{
    Errand *errand = data;
    bool ok =
        pk_notice_record(app, errand->notice->uuid, errand->sender->who, errand->result.result,
                         errand->result.sentence, pk_clock_now_us(), error);

    return ok ? g_strdup("") : NULL;
}

static void
recorded(void *result, const GError *error, G_GNUC_UNUSED void *user)
{
    if (error) /* what was sent is claimed again when the lease ends, under the same uuid */
        pk_log(PK_LOG_WARNING, "%s", error->message);
    g_free(result);
}

/* In the main loop: the thread of the channel is done with it. */
static gboolean
sent(void *data)
{
    Errand *errand = data;
    PkSender *sender = errand->sender;

    sender->in_flight[errand->notice->channel]--;
    pk_log(errand->result.result == PK_SEND_OK ? PK_LOG_INFO : PK_LOG_WARNING,
           "notice %s by %s: %s", errand->notice->uuid,
           pk_word_key(&pk_words_channel, (int)errand->notice->channel),
           errand->result.result == PK_SEND_OK ? "sent"
           : errand->result.sentence           ? errand->result.sentence
                                               : "not sent");
    pk_worker_call(sender->worker, 0, record_job, errand, errand_free, recorded, NULL);
    pk_sender_wake(sender);
    return G_SOURCE_REMOVE;
}

static void
send_one(void *data, void *user)
{
    Errand *errand = data;
    PkSender *sender = user;
    PkMessage message = pk_message_of(errand->notice);

    pk_link_send(sender->link, &message, errand->deadline_ms, &errand->result);
    g_idle_add(sent, errand);
}

/* ---- claiming ----------------------------------------------------------------------------------
 */

typedef struct {
    GPtrArray *notices;
    int64_t next_us;
} Claimed;

static void *
claim_job(PkApp *app, void *data, GError **error)
{
    PkSender *sender = data;
    int64_t now_us = pk_clock_now_us();

    PkNoticeClaim claim = { .who = sender->who,
                            .channels = sender->free,
                            .login = sender->login ? pk_app_login(app) : NULL,
                            .n = BATCH,
                            .lease_us = LEASE_US };
    Claimed *claimed = g_new0(Claimed, 1);
    claimed->next_us = now_us + LOOK_US;
    if (!sender->free)
        return claimed;
    if (!pk_notice_claim(app, &claim, now_us, &claimed->notices, error)) {
        g_free(claimed);
        return NULL;
    }
    /* What was claimed is sent, also when what comes after it cannot be asked. */
    g_autoptr(GError) later = NULL;
    pk_notice_next(app, sender->free, claim.login, &claimed->next_us, &later);
    return claimed;
}

static gboolean
on_timer(void *data)
{
    PkSender *sender = data;

    sender->timer = 0;
    pk_sender_wake(sender);
    return G_SOURCE_REMOVE;
}

static void
claimed_done(void *data, const GError *error, void *user)
{
    Claimed *claimed = data;
    PkSender *sender = user;
    int64_t wait_us = LOOK_US;

    sender->looking = false;
    for (guint i = 0; claimed && claimed->notices && i < claimed->notices->len; i++) {
        Errand *errand = g_new0(Errand, 1);
        errand->sender = sender;
        errand->notice = claimed->notices->pdata[i];
        errand->deadline_ms = sender->login ? DESKTOP_MS : DEADLINE_MS;
        claimed->notices->pdata[i] = NULL;
        sender->in_flight[errand->notice->channel]++;
        g_thread_pool_push(sender->pools[errand->notice->channel], errand, NULL);
    }
    if (claimed)
        wait_us = CLAMP(claimed->next_us - pk_clock_now_us(), PK_SECOND_US, LOOK_US);
    else if (error && sender->timer == 0)
        wait_us = 10 * PK_SECOND_US; /* whoever decides says why */
    if (claimed && claimed->notices)
        g_ptr_array_unref(claimed->notices);
    g_free(claimed);
    if (sender->again && !sender->stopping) {
        pk_sender_wake(sender);
        return;
    }
    g_clear_handle_id(&sender->timer, g_source_remove);
    if (!sender->stopping)
        sender->timer = g_timeout_add((guint)(wait_us / 1000), on_timer, sender);
}

void
pk_sender_wake(PkSender *sender)
{
    if (sender->stopping)
        return;
    sender->again = sender->looking;
    if (sender->looking)
        return;
    sender->looking = true;
    sender->free = 0;
    for (int i = 0; i < PK_CHANNEL_N; i++) {
        if (sender->channels & PK_CHANNEL_BIT(i) && sender->in_flight[i] == 0)
            sender->free |= PK_CHANNEL_BIT(i);
    }
    pk_worker_call(sender->worker, 0, claim_job, sender, NULL, claimed_done, sender);
}

/* ---- the whole ---------------------------------------------------------------------------------
 */

PkSender *
pk_sender_new(const PkRun *run, bool desktop)
{
    PkAppConfig config = pk_run_config(run);
    PkSender *sender = g_new0(PkSender, 1);

    sender->run = run;
    sender->worker = pk_worker_new(&config);
    sender->link = pk_link_config_new(run->settings);
    sender->channels = desktop ? PK_CHANNEL_BIT(PK_CHANNEL_DESKTOP) : PK_CHANNELS_WATCH;
    sender->who = g_strdup_printf("%s:%d", g_get_host_name(), (int)getpid());
    sender->login = desktop ? g_strdup("me") : NULL;
    pk_link_start();
    if (desktop)
        pk_desktop_start(sender);
    for (int i = 0; i < PK_CHANNEL_N; i++)
        sender->pools[i] = g_thread_pool_new_full(send_one, sender, errand_free, 1, TRUE, NULL);
    return sender;
}

PkWorker *
pk_sender_worker(PkSender *sender)
{
    return sender->worker;
}

const PkRun *
pk_sender_run(const PkSender *sender)
{
    return sender->run;
}

void
pk_sender_free(PkSender *sender)
{
    if (!sender)
        return;
    sender->stopping = true;
    g_clear_handle_id(&sender->timer, g_source_remove);
    /* What waits is dropped here and claimed again by the next watch; what is on its way ends
     * within its deadline. */
    for (int i = 0; i < PK_CHANNEL_N; i++)
        g_thread_pool_free(sender->pools[i], TRUE, TRUE);
    if (sender->login)
        pk_desktop_stop();
    while (g_main_context_iteration(NULL, FALSE))
        ;
    pk_worker_drain(sender->worker);
    pk_worker_free(sender->worker);
    pk_link_config_free(sender->link);
    g_free(sender->who);
    g_free(sender->login);
    g_free(sender);
}

bool
pk_sender_once(const PkRun *run, PkApp *app, unsigned *ret_n, GError **error)
{
    g_autoptr(PkLinkConfig) link = pk_link_config_new(run->settings);
    g_autofree char *who = g_strdup_printf("%s:%d", g_get_host_name(), (int)getpid());
    PkNoticeClaim claim = {
        .who = who, .channels = PK_CHANNELS_WATCH, .n = BATCH, .lease_us = LEASE_US
    };

    pk_link_start();
    for (bool more = true; more;) {
        g_autoptr(GPtrArray) notices = NULL;
        if (!pk_notice_claim(app, &claim, pk_clock_now_us(), &notices, error))
            return false;
        more = notices->len > 0;
        for (guint i = 0; i < notices->len; i++) {
            PkMessage message = pk_message_of(notices->pdata[i]);
            g_auto(PkLinkResult) result = { 0 };
            pk_link_send(link, &message, DEADLINE_MS, &result);
            *ret_n += result.result == PK_SEND_OK;
            if (!pk_notice_record(app, message.uuid, who, result.result, result.sentence,
                                  pk_clock_now_us(), error))
                return false;
        }
    }
    return true;
}
