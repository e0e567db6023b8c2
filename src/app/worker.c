/* SPDX-License-Identifier: EUPL-1.2 */
/* One thread, one queue in, one queue out. The lock guards both, and running, app and source; a job
 * runs without it. One idle source of the main context empties the queue out. */
#include "piket/app/worker.h"

#include "worker_private.h"

typedef struct {
    int slot;
    PkJobFn run;
    void *request;
    GDestroyNotify free_request;
    PkJobDone done;
    void *data;
    void *result;
    GError *error;
    bool overtaken;
} Job;

struct PkWorker {
    const PkWorkerOpener *opener;
    void *what;
    GThread *thread;
    GMutex lock;
    GCond changed;   /* waiting, running, stop */
    GQueue waiting;  /* of Job, in order       */
    GQueue finished; /* of Job, for the main thread */
    Job *running;
    void *app;    /* used by the thread; others only interrupt it, under the lock */
    guint source; /* that will deliver what finished, 0 when none is set          */
    bool stop;
};

static void
job_free(void *data)
{
    Job *job = data;

    if (job->free_request)
        job->free_request(job->request);
    g_clear_error(&job->error);
    g_free(job);
}

/* In the main thread, without the lock: a done may queue the next job. */
static void
hand_over(PkWorker *worker)
{
    for (;;) {
        g_mutex_lock(&worker->lock);
        Job *job = g_queue_pop_head(&worker->finished);
        g_mutex_unlock(&worker->lock);
        if (!job)
            return;
        if (job->overtaken && !job->result)
            g_clear_error(&job->error); /* "interrupted": nobody need be told */
        if (job->done)
            job->done(job->result, job->error, job->data);
        job_free(job);
    }
}

static gboolean
deliver(void *data)
{
    PkWorker *worker = data;

    g_mutex_lock(&worker->lock);
    worker->source = 0;
    g_mutex_unlock(&worker->lock);
    hand_over(worker);
    return G_SOURCE_REMOVE;
}

/* Under the lock. */
static void
finish(PkWorker *worker, Job *job)
{
    g_queue_push_tail(&worker->finished, job);
    if (worker->source == 0)
        worker->source = g_idle_add_full(G_PRIORITY_DEFAULT, deliver, worker, NULL);
}

static void
perform(PkWorker *worker, Job *job)
{
    bool skip = false;

    if (!worker->app) {
        void *app = worker->opener->open(worker->what, &job->error);
        g_mutex_lock(&worker->lock);
        worker->app = app;
        skip = job->overtaken;
        g_mutex_unlock(&worker->lock);
    }
    if (worker->app && !skip)
        job->result = worker->opener->run
                          ? worker->opener->run(worker->app, job->run, job->request, &job->error)
                          : job->run(worker->app, job->request, &job->error);
    if (job->free_request)
        job->free_request(job->request); /* here, for it may be large and the screen waits */
    job->free_request = NULL;
}

static void *
work(void *data)
{
    PkWorker *worker = data;

    g_mutex_lock(&worker->lock);
    while (!worker->stop) {
        Job *job = g_queue_pop_head(&worker->waiting);
        if (!job) {
            g_cond_wait(&worker->changed, &worker->lock);
            continue;
        }
        worker->running = job;
        g_mutex_unlock(&worker->lock);
        perform(worker, job);
        g_mutex_lock(&worker->lock);
        worker->running = NULL;
        finish(worker, job);
        g_cond_broadcast(&worker->changed);
    }
    void *app = worker->app;
    worker->app = NULL;
    g_mutex_unlock(&worker->lock);
    if (app)
        worker->opener->close(app);
    return NULL;
}

PkWorker *
pk_worker_new_with(const PkWorkerOpener *opener, void *what)
{
    PkWorker *worker = g_new0(PkWorker, 1);

    worker->opener = opener;
    worker->what = what;
    g_mutex_init(&worker->lock);
    g_cond_init(&worker->changed);
    g_queue_init(&worker->waiting);
    g_queue_init(&worker->finished);
    worker->thread = g_thread_new("piket-worker", work, worker);
    return worker;
}

void
pk_worker_free(PkWorker *worker)
{
    if (!worker)
        return;
    g_mutex_lock(&worker->lock);
    worker->stop = true;
    g_cond_broadcast(&worker->changed);
    g_mutex_unlock(&worker->lock);
    g_thread_join(worker->thread);
    /* A save that is done must be known as done; what has not run is let go of, and so is what
     * those ask for in their turn (a list asks for the detail). */
    for (int round = 0; round < 8; round++) {
        for (Job *job; (job = g_queue_pop_head(&worker->waiting));) {
            job->overtaken = true;
            g_queue_push_tail(&worker->finished, job);
        }
        hand_over(worker);
    }
    g_queue_clear_full(&worker->waiting, job_free);
    g_clear_handle_id(&worker->source, g_source_remove);
    if (worker->opener->free_what)
        worker->opener->free_what(worker->what);
    g_mutex_clear(&worker->lock);
    g_cond_clear(&worker->changed);
    g_free(worker);
}

/* Newer work of the slot makes older useless: what waits is told so, what runs is interrupted. */
static void
overtake(PkWorker *worker, int slot)
{
    for (GList *at = worker->waiting.head; at;) {
        GList *next = at->next;
        Job *job = at->data;
        if (job->slot == slot) {
            g_queue_delete_link(&worker->waiting, at);
            job->overtaken = true;
            finish(worker, job);
        }
        at = next;
    }
    if (worker->running && worker->running->slot == slot && !worker->running->overtaken) {
        worker->running->overtaken = true;
        if (worker->app)
            worker->opener->interrupt(worker->app);
    }
}

void
pk_worker_call(PkWorker *worker, int slot, PkJobFn run, void *request, GDestroyNotify free_request,
               PkJobDone done, void *data)
{
    Job *job = g_new0(Job, 1);

    *job = (Job){ .slot = slot,
                  .run = run,
                  .request = request,
                  .free_request = free_request,
                  .done = done,
                  .data = data };
    g_mutex_lock(&worker->lock);
    if (slot > 0)
        overtake(worker, slot);
    g_queue_push_tail(&worker->waiting, job);
    g_cond_broadcast(&worker->changed);
    g_mutex_unlock(&worker->lock);
}

void
pk_worker_drain(PkWorker *worker)
{
    g_mutex_lock(&worker->lock);
    while (worker->running || !g_queue_is_empty(&worker->waiting))
        g_cond_wait(&worker->changed, &worker->lock);
    g_mutex_unlock(&worker->lock);
}

bool
pk_worker_busy(const PkWorker *worker)
{
    PkWorker *w = (PkWorker *)worker;

    g_mutex_lock(&w->lock);
    bool busy = w->running || !g_queue_is_empty(&w->waiting);
    g_mutex_unlock(&w->lock);
    return busy;
}
