/* SPDX-License-Identifier: EUPL-1.2 */
/* A worker on a real database. Apart, so that a worker can be tested without one. */
#include "piket/app/retry.h"
#include "worker_private.h"

static void
config_free(void *what)
{
    PkAppConfig *config = what;

    g_free((char *)config->where);
    g_free((char *)config->login);
    g_free((char *)config->name);
    g_free((char *)config->zone);
    g_free((char *)config->own_region);
    g_free((char *)config->outbox);
    g_free(config);
}

static void *
app_open(void *what, GError **error)
{
    return pk_app_open(what, error);
}

static void
app_close(void *app)
{
    pk_app_close(app);
}

static void
app_interrupt(void *app)
{
    pk_app_interrupt(app);
}

/* A server that went away while this ran may be another one by now. */
static void *
app_run(void *app, PkJobFn run, void *request, GError **error)
{
    PkRetry retry = pk_retry_start(app);
    GError *why = NULL;
    void *result;

    while (!(result = run(app, request, &why)) && why && pk_retry_again(&retry, app, why))
        g_clear_error(&why);
    if (why)
        g_propagate_error(error, why);
    return result;
}

PkWorker *
pk_worker_new(const PkAppConfig *config)
{
    static const PkWorkerOpener opener = { app_open, app_close, app_interrupt, config_free,
                                           app_run };
    PkAppConfig *copy = g_new(PkAppConfig, 1);

    *copy = *config;
    copy->where = g_strdup(config->where);
    copy->login = g_strdup(config->login);
    copy->name = g_strdup(config->name);
    copy->zone = g_strdup(config->zone);
    copy->own_region = g_strdup(config->own_region);
    copy->outbox = g_strdup(config->outbox);
    return pk_worker_new_with(&opener, copy);
}
