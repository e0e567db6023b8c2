/* SPDX-License-Identifier: EUPL-1.2 */
/* What a worker works on, so that a test can give it something else than a PkApp on a file. */
#pragma once

#include "piket/app/worker.h"

typedef struct {
    void *(*open)(void *what, GError **error); /* in the thread, at the first job; NULL: fails */
    void (*close)(void *app);                  /* in the thread, at the end                    */
    void (*interrupt)(void *app);              /* from the main thread, while a job runs       */
    void (*free_what)(void *what);
    /* Runs a job; NULL: only once, whatever comes of it. In the thread. */
    void *(*run)(void *app, PkJobFn run, void *request, GError **error);
} PkWorkerOpener;

/* Takes what, and gives it to opener->open. */
PkWorker *pk_worker_new_with(const PkWorkerOpener *opener, void *what);
