/* SPDX-License-Identifier: EUPL-1.2 */
/* Any setting is either a list of arguments that begins with an absolute path, or refused. */
#include "../../src/link/link_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) argv = pk_hook_parse(text, &error);

    g_assert_true(argv ? !error && g_path_is_absolute(argv[0]) : error && *error->message);
    (void)pk_channel_check(PK_CHANNEL_MAIL, text, NULL);
    return 0;
}
