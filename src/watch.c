/* SPDX-License-Identifier: EUPL-1.2 */
/* piket-watch: wiring only. */
#include "piket/base/i18n.h"
#include "watch/daemon.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static int
start(PkRun *run, GError **error)
{
    switch (run->mode) {
    case PK_RUN_HELP: fputs(pk_run_help(), stdout); return 0;
    case PK_RUN_VERSION: printf("piket-watch %s\n", PIKET_VERSION); return 0;
    case PK_RUN_ONCE: return pk_run_once(run, error);
    case PK_RUN_STATUS: return pk_run_status(run, error);
    case PK_RUN_DESKTOP:
    case PK_RUN_WATCH: break;
    }
    return pk_run_loop(run, error);
}

int
main(int argc, char **argv)
{
    g_autoptr(GPtrArray) warnings = NULL;
    g_autoptr(GError) error = NULL;
    PkRun run = { .settings = pk_settings_load(NULL, &warnings) };
    const char *lang = pk_settings_get(run.settings, "lang");

    signal(SIGPIPE, SIG_IGN);
    pk_i18n_start(*lang ? lang : NULL);
    for (guint i = 0; i < warnings->len; i++)
        pk_log(PK_LOG_WARNING, "%s", (const char *)warnings->pdata[i]);
    int code = pk_run_read(&run, argc, argv, &error) ? start(&run, &error) : -1;
    if (error) {
        pk_log(PK_LOG_ERR, "%s", error->message);
        code = pk_error_exit_code(error);
    }
    pk_run_clear(&run);
    return code;
}
