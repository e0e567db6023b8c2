/* SPDX-License-Identifier: EUPL-1.2 */
/* The loop: woken by news and by the moment that comes next. Deciding runs in a thread of its own,
 * so a slow database never holds up the loop that tells the machine how we are. */
#include "daemon.h"
#include "piket/app/news.h"
#include "piket/app/worker.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/model/zone.h"
#include "sender.h"

#include <glib-unix.h>
#include <signal.h>
#include <time.h>

#define CALM_US (200 * 1000)        /* between two steps, whatever news there is     */
#define SLOW_US (30 * PK_SECOND_US) /* a step that takes longer is not healthy       */
#define JUMP_US (30 * PK_SECOND_US) /* the wall clock and the other differ by this   */
#define AWAY_US (60 * PK_SECOND_US) /* the longest pause while the database is away  */

typedef struct {
    const PkRun *run;
    GMainLoop *loop;
    PkWorker *worker;
    PkNews *news;
    PkSender *sender; /* NULL while another decides                                      */
    PkWatch *watch;   /* used by the worker's thread                                  */
    guint timer;      /* the next step, or 0                                          */
    int64_t began_us; /* of the step that runs, monotonic; 0: none runs              */
    int64_t ended_us; /* of the last                                                 */
    bool news_came;   /* while a step ran                                             */
    bool ready;       /* systemd was told                                             */
    bool stopping;
    bool active;
    bool broken;              /* the last step failed by what waiting does not mend           */
    unsigned n_away;          /* tries in vain                                                */
    int64_t wall_us, boot_us; /* at the last step                                    */
    int code;
    GError *error;
} Loop;

static void plan(Loop *loop, int64_t wait_us);

static int64_t
boot_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * PK_SECOND_US + now.tv_nsec / 1000;
}

/* ---- in the worker's thread ------------------------------------------------------------------ */

typedef struct {
    Loop *loop;
    int64_t jumped_us;
} Request;

static void *
step_job(PkApp *app, void *data, GError **error)
{
    Request *request = data;
    Loop *loop = request->loop;
    g_auto(PkWatchStep) step = { 0 };
    int64_t now_us = pk_clock_now_us();

    if (!loop->watch && !(loop->watch = pk_watch_new(app, NULL, error)))
        return NULL;
    if (request->jumped_us && !pk_watch_jumped(loop->watch, request->jumped_us, now_us, error))
        return NULL;
    if (!pk_watch_step(loop->watch, now_us, pk_clock_mono_us(), &step, error))
        return NULL;
    PkWatchStep *result = g_memdup2(&step, sizeof step);
    step = (PkWatchStep){ 0 };
    return result;
}

static void *
stop_job(G_GNUC_UNUSED PkApp *app, void *data, GError **error)
{
    Loop *loop = data;
    bool ok = !loop->watch || pk_watch_stop(loop->watch, pk_clock_now_us(), error);

    g_clear_pointer(&loop->watch, pk_watch_free);
    return ok ? g_strdup("") : NULL;
}

/* ---- what came of it ------------------------------------------------------------------------- */

static bool
mends_by_waiting(const GError *error)
{
    return g_error_matches(error, PK_ERROR, PK_ERROR_OFFLINE) ||
           g_error_matches(error, PK_ERROR, PK_ERROR_BUSY) ||
           g_error_matches(error, PK_ERROR, PK_ERROR_UNSURE);
}

static void
failed(Loop *loop, const GError *error)
{
    if (!mends_by_waiting(error)) {
        if (!loop->ready) { /* wrong from the start: somebody must look */
            loop->error = g_error_copy(error);
            g_main_loop_quit(loop->loop);
            return;
        }
        loop->broken = true;
    }
    if (loop->n_away == 0) {
        pk_log(PK_LOG_WARNING, "%s", error->message);
        pk_notify_status(error->message);
    }
    loop->n_away = MIN(loop->n_away + 1, 16);
    plan(loop, MIN(AWAY_US, PK_SECOND_US << MIN(loop->n_away - 1, 6)));
}

static void
tell_state(Loop *loop, const PkWatchStep *step)
{
    if (loop->n_away || !loop->ready || loop->active != step->active) {
        const char *text = step->active ? _("watching") : _("another watch decides; standing by");
        pk_log(PK_LOG_NOTICE, "%s", text);
        pk_notify_status(text);
    }
    loop->n_away = 0;
    loop->broken = false;
    loop->active = step->active;
    if (step->active && !loop->sender)
        loop->sender = pk_sender_new(loop->run, false);
    if (!step->active)
        g_clear_pointer(&loop->sender, pk_sender_free);
    if (loop->sender)
        pk_sender_wake(loop->sender);
    for (guint i = 0; i < step->said->len; i++)
        pk_log(PK_LOG_INFO, "%s", (const char *)step->said->pdata[i]);
    if (step->trouble)
        pk_log(PK_LOG_ERR, "%s", step->trouble);
}

static void
step_done(void *data, const GError *error, void *user)
{
    PkWatchStep *step = data;
    Loop *loop = user;

    loop->began_us = 0;
    loop->ended_us = pk_clock_mono_us();
    if (loop->stopping) {
        /* the job that ends it all is behind this one */
    } else if (error) {
        failed(loop, error);
    } else if (step) {
        tell_state(loop, step);
        plan(loop, loop->news_came ? 0 : step->next_us - pk_clock_now_us());
    }
    if (!loop->ready && !loop->error) {
        loop->ready = true;
        pk_notify_ready();
    }
    if (step)
        pk_watch_step_clear(step);
    g_free(step);
}

/* ---- when ------------------------------------------------------------------------------------ */

/* How far the wall clock went its own way since the last step. */
static int64_t
jumped(Loop *loop)
{
    int64_t wall_us = pk_clock_now_us(), since_boot_us = boot_us();
    int64_t by_us = wall_us - loop->wall_us - (since_boot_us - loop->boot_us);
    bool first = loop->wall_us == 0;

    loop->wall_us = wall_us;
    loop->boot_us = since_boot_us;
    return first || pk_clock_is_test() || ABS(by_us) < JUMP_US ? 0 : by_us;
}

/* On a desktop nothing is decided: notices are shown. */
static gboolean
begin_desktop(Loop *loop)
{
    loop->timer = 0;
    if (loop->news)
        pk_news_look(loop->news);
    pk_sender_wake(loop->sender);
    if (!loop->ready)
        pk_notify_ready();
    loop->ready = true;
    plan(loop, AWAY_US);
    return G_SOURCE_REMOVE;
}

static gboolean
begin(void *data)
{
    Loop *loop = data;

    if (loop->run->mode == PK_RUN_DESKTOP)
        return begin_desktop(loop);
    Request *request = g_new0(Request, 1);

    loop->timer = 0;
    loop->news_came = false;
    loop->began_us = pk_clock_mono_us();
    if (loop->news)
        pk_news_look(loop->news);
    request->loop = loop;
    request->jumped_us = jumped(loop);
    if (request->jumped_us)
        pk_log(PK_LOG_WARNING, _("the clock of this computer jumped by %lld seconds"),
               (long long)(request->jumped_us / PK_SECOND_US));
    pk_worker_call(loop->worker, 0, step_job, request, g_free, step_done, loop);
    return G_SOURCE_REMOVE;
}

static void
plan(Loop *loop, int64_t wait_us)
{
    int64_t calm_us = loop->ended_us + CALM_US - pk_clock_mono_us();

    if (loop->stopping)
        return;
    g_clear_handle_id(&loop->timer, g_source_remove);
    wait_us = MAX(MAX(wait_us, loop->n_away ? 0 : calm_us), 0);
    loop->timer = g_timeout_add((guint)((wait_us + 999) / 1000), begin, loop);
}

static void
on_news(void *data)
{
    Loop *loop = data;

    loop->news_came = true;
    if (!loop->began_us && !loop->n_away)
        plan(loop, 0);
}

/* ---- alive ----------------------------------------------------------------------------------- */

static gboolean
on_alive(void *data)
{
    const Loop *loop = data;
    bool stuck = loop->began_us && pk_clock_mono_us() - loop->began_us > SLOW_US && !loop->n_away;

    if (!loop->broken && !stuck)
        pk_notify_alive();
    return G_SOURCE_CONTINUE;
}

/* ---- the end --------------------------------------------------------------------------------- */

static void
stopped(void *result, G_GNUC_UNUSED const GError *error, void *user)
{
    Loop *loop = user;

    g_free(result);
    g_main_loop_quit(loop->loop);
}

static void
on_signal(Loop *loop, int number)
{
    loop->code = 128 + number;
    if (loop->stopping) { /* twice: at once */
        g_main_loop_quit(loop->loop);
        return;
    }
    loop->stopping = true;
    pk_notify_stopping();
    g_clear_handle_id(&loop->timer, g_source_remove);
    pk_worker_call(loop->worker, 0, stop_job, loop, NULL, stopped, loop);
}

static gboolean
on_term(void *data)
{
    on_signal(data, SIGTERM);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_int(void *data)
{
    on_signal(data, SIGINT);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_hup(void *data)
{
    on_signal(data, SIGHUP);
    return G_SOURCE_CONTINUE;
}

int
pk_run_loop(const PkRun *run, GError **error)
{
    PkAppConfig config = pk_run_config(run);
    Loop loop = { .run = run, .loop = g_main_loop_new(NULL, FALSE) };
    uint64_t alive_us = pk_notify_interval();
    guint signals[] = { g_unix_signal_add(SIGTERM, on_term, &loop),
                        g_unix_signal_add(SIGINT, on_int, &loop),
                        g_unix_signal_add(SIGHUP, on_hup, &loop) };
    guint alive = alive_us ? g_timeout_add((guint)MAX(alive_us / 2000, 1), on_alive, &loop) : 0;

    loop.worker = pk_worker_new(&config);
    loop.news = pk_news_new(run->where, on_news, &loop);
    if (run->mode == PK_RUN_DESKTOP)
        loop.sender = pk_sender_new(run, true);
    plan(&loop, 0);
    g_main_loop_run(loop.loop);
    loop.stopping = true;
    g_clear_handle_id(&loop.timer, g_source_remove);
    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
        g_source_remove(signals[i]);
    g_clear_handle_id(&alive, g_source_remove);
    pk_news_free(loop.news);
    pk_sender_free(loop.sender);
    if (loop.watch) /* before its app goes */
        pk_worker_call(loop.worker, 0, stop_job, &loop, NULL, NULL, NULL);
    pk_worker_drain(loop.worker);
    pk_worker_free(loop.worker);
    g_main_loop_unref(loop.loop);
    if (loop.error)
        g_propagate_error(error, loop.error);
    return loop.error ? -1 : loop.code;
}
