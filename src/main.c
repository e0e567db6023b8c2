/* SPDX-License-Identifier: EUPL-1.2 */
/* piket: wiring only. */
#include "piket/cli/cli.h"

static int
console(G_GNUC_UNUSED const PkCliStart *start, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                "This build has no console yet. Use a verb: 'piket help' names them.");
    return -1;
}

static char *
keys(void)
{
    return g_strdup("");
}

int
main(int argc, char **argv)
{
    static const PkCliConsole the_console = { console, keys };

    return pk_cli_main(argc, argv, &the_console);
}
