/* SPDX-License-Identifier: EUPL-1.2 */
/* Worker: a thread that owns one PkApp, so a slow disk freezes a worker and never the screen.
 *
 * The console has two: one writes, one reads; a save never waits for a search. Jobs run in order.
 * A result comes back in the main context. */
#pragma once

#include "piket/app/app.h"

typedef struct PkWorker PkWorker;

/* Runs in the worker's thread: request in, result out (NULL with error set on failure). */
typedef void *(*PkJobFn)(PkApp *app, void *request, GError **error);

/* Runs in the main thread. Takes result; error is borrowed and NULL on success. Result and error
 * both NULL: a newer job of the same slot overtook this one (jobs with a slot answer something).
 * May queue jobs; may not free the worker. */
typedef void (*PkJobDone)(void *result, const GError *error, void *data);

/* Opens the PkApp in the thread at its first job, and again at the next when that failed (config is
 * copied). */
PkWorker *pk_worker_new(const PkAppConfig *config);

/* Waits for the running job, drops what is queued (their done is told that they were overtaken),
 * closes the app, calls the done of what has run; what those queue here is dropped in the same way.
 * In the main thread; NULL is fine. */
void pk_worker_free(PkWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkWorker, pk_worker_free)

/* Queues a job. A newer job with the same slot (> 0) replaces one that waits and interrupts one
 * that runs; slot 0 is never replaced (writes). free_request (may be NULL) is always called once.
 */
void pk_worker_call(PkWorker *worker, int slot, PkJobFn run, void *request,
                    GDestroyNotify free_request, PkJobDone done, void *data);

/* Blocks until everything queued has run (before a suspend, at the end). Their done comes later,
 * from the main loop. */
void pk_worker_drain(PkWorker *worker);

/* Something is running or waiting. */
bool pk_worker_busy(const PkWorker *worker);
