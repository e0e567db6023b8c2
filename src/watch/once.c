/* SPDX-License-Identifier: EUPL-1.2 */
/* What is done and ends: one round, and the question whether there is a watch. */
#include "daemon.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "sender.h"

#include <stdio.h>

static PkApp *
open_there(const PkRun *run, GError **error)
{
    PkAppConfig config = pk_run_config(run);

    if (!pk_app_is_there(run->where)) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no data file %s yet: the first report makes it. Name another with "
                      "--db."),
                    run->where);
        return NULL;
    }
    return pk_app_open(&config, error);
}

static void
say(const PkWatchStep *step)
{
    for (guint i = 0; i < step->said->len; i++)
        printf("%s\n", (const char *)step->said->pdata[i]);
    if (step->trouble)
        pk_log(PK_LOG_WARNING, "%s", step->trouble);
}

int
pk_run_once(const PkRun *run, GError **error)
{
    g_autoptr(PkApp) app = open_there(run, error);
    g_autoptr(PkWatch) watch = app ? pk_watch_new(app, NULL, error) : NULL;
    unsigned n_done = 0, n_failed = 0;
    bool active = false;

    if (!watch)
        return -1;
    for (bool more = true; more;) {
        g_auto(PkWatchStep) step = { 0 };
        int64_t now_us = pk_clock_now_us();
        if (!pk_watch_step(watch, now_us, pk_clock_mono_us(), &step, error))
            return -1;
        say(&step);
        active = step.active;
        n_done += step.n_done;
        n_failed += step.n_failed;
        more = step.active && step.next_us <= now_us;
    }
    unsigned n_sent = 0;
    if (active && !pk_sender_once(run, app, &n_sent, error))
        return -1;
    if (!active)
        printf("%s\n", _("Another watch decides here; nothing was done."));
    else
        printf(P_("%u act done.\n", "%u acts done.\n", n_done), n_done);
    if (n_sent)
        printf(P_("%u notice sent.\n", "%u notices sent.\n", n_sent), n_sent);
    if (!pk_watch_stop(watch, pk_clock_now_us(), error))
        return -1;
    return n_failed ? 1 : 0;
}

int
pk_run_status(const PkRun *run, GError **error)
{
    g_autoptr(PkApp) app = open_there(run, error);
    g_auto(PkWatchState) state = { 0 };

    if (!app || !pk_watch_state(app, pk_clock_now_us(), &state, error))
        return -1;
    g_autofree char *said = pk_watch_state_say(app, &state, pk_clock_now_us());
    printf("%s\n", said);
    return state.alive ? 0 : 1;
}
