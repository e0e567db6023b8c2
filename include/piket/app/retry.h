/* SPDX-License-Identifier: EUPL-1.2 */
/* Doing something again that failed for want of a server: while a standby takes over, or a server
 * is started again, nobody need be bothered.
 *
 *     PkRetry retry = pk_retry_start(app);
 *     while (!(ok = do_it(app, &why)) && pk_retry_again(&retry, app, why))
 *         g_clear_error(&why);
 *
 * It is done again only when nothing of it was saved, so what takes several steps never takes one
 * twice. Waiting for the server is done by whoever connects (pk_app_on_wait tells of it); this has
 * a bound of its own for a server that is there and gone again. */
#pragma once

#include "piket/app/app.h"

typedef struct {
    int64_t since_us;  /* monotonic                                    */
    uint64_t n_saved;  /* transactions of the app at the start         */
    unsigned n_failed; /* times                                        */
} PkRetry;

/* app NULL: it is still to be opened. */
PkRetry pk_retry_start(const PkApp *app);

/* May it be done again? Waits a moment first. False for a file, for what is no matter of a
 * connection, when something was saved, and when it took too long. */
bool pk_retry_again(PkRetry *retry, const PkApp *app, const GError *why);

/* Whom to tell that a server has not answered for so many seconds and is tried on: in the thread
 * that waits, about once a second. Set before anything is opened. */
typedef void (*PkWaitFn)(int seconds, void *data);
void pk_app_on_wait(PkWaitFn fn, void *data);
