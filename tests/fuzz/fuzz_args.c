/* SPDX-License-Identifier: EUPL-1.2 */
/* Any words on the command line are understood or refused with a sentence; what is kept of them is
 * clean. Each line of the input is one word. */
#include "../../src/cli/cli.h"
#include "piket/base/text.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const PkCli *cli, bool ok, const GError *error)
{
    g_assert_true(ok ? !error : error && *error->message);
    for (guint i = 0; i < cli->args->len; i++)
        g_assert_true(pk_text_check(cli->args->pdata[i], PK_TEXT_MULTILINE));
    for (int i = 0; i < PK_OPT_N; i++) {
        if (cli->option[i])
            g_assert_true(pk_text_check(cli->option[i], PK_TEXT_MULTILINE));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autofree char *line = g_strconcat("piket\n", text, NULL);
    g_auto(GStrv) words = g_strsplit(line, "\n", -1);
    g_autoptr(GPtrArray) args = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    PkCli cli = { .args = args, .kept = kept };

    bool ok = pk_cli_parse(&cli, (int)g_strv_length(words), words, &error);
    check(&cli, ok, error);
    g_free(cli.hint);
    return 0;
}
