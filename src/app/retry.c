/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/retry.h"

#include "app_private.h"

enum {
    TIMES = 8,
    PAUSE_US = 100000,
    BOUND_US = 20 * G_USEC_PER_SEC,
};

/* What the app committed so far, on whatever it worked. */
static uint64_t
n_saved(const PkApp *app)
{
    return app->n_saved + pk_db_n_saved(app->db);
}

PkRetry
pk_retry_start(const PkApp *app)
{
    return (PkRetry){ .since_us = g_get_monotonic_time(), .n_saved = app ? n_saved(app) : 0 };
}

bool
pk_retry_again(PkRetry *retry, const PkApp *app, const GError *why)
{
    int64_t late_us = g_get_monotonic_time() - retry->since_us;

    if (!app || !app->on_file || !pk_db_is_server(pk_db_where(app->db)) ||
        n_saved(app) != retry->n_saved || !g_error_matches(why, PK_ERROR, PK_ERROR_OFFLINE) ||
        late_us > BOUND_US || ++retry->n_failed > TIMES)
        return false;
    if (pk_db_link(app->db) == PK_DB_UNREACHABLE) /* it was waited for already */
        return false;
    g_usleep(PAUSE_US);
    return true;
}

void
pk_app_on_wait(PkWaitFn fn, void *data)
{
    pk_db_on_wait(fn, data);
}
