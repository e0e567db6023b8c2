/* SPDX-License-Identifier: EUPL-1.2 */
/* Running a verb on a server that may go away meanwhile. */
#include "cli.h"

static void
waiting(int seconds, void *data)
{
    /* Not each second, and not for what a pipe reads. */
    if (seconds >= 2 && (seconds == 2 || seconds % 5 == 0) && !pk_cli_json(data))
        pk_cli_say(data, _("The server does not answer yet; Piket goes on trying (%d s)."),
                   seconds);
}

bool
pk_cli_again(PkCli *cli, const GError *error)
{
    if (!cli->again)
        cli->again = !cli->asked && pk_retry_again(&cli->retry, cli->app, error);
    return cli->again;
}

static bool
run_once(PkCli *cli, GError **error)
{
    if (cli->command->needs & PK_NEEDS_APP && !pk_cli_open(cli, error))
        return false;
    return cli->command->run(cli, error) && pk_cli_finish(cli, error);
}

bool
pk_cli_run(PkCli *cli, GError **error)
{
    const PkOutgoing gate = cli->gate;
    GError *why = NULL;

    pk_app_on_wait(waiting, cli);
    cli->retry = pk_retry_start(cli->app);
    while (!run_once(cli, &why) && pk_cli_again(cli, why)) {
        g_clear_error(&why);
        g_string_truncate(cli->out, 0);
        cli->gate = gate;
        cli->shares = cli->again = false;
        cli->exit_code = 0;
    }
    pk_app_on_wait(NULL, NULL);
    if (!why)
        return true;
    g_propagate_error(error, why);
    return false;
}
