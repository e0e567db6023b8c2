/* SPDX-License-Identifier: EUPL-1.2 */
/* Whatever is typed as a list of parties, each part is found, kept as typed, or asked back; nothing
 * crashes and nothing is written. */
#include "piket/app/app.h"
#include "piket/app/change.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static PkApp *app; /* the register is read once */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, MIN(size, 2000));
    g_autoptr(GError) error = NULL;
    g_auto(PkPartyWish) wish = { 0 };
    PkAppConfig config = { .where = "/nonexistent/piket.db", .login = "x", .name = "x" };

    if (!app)
        app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    pk_party_read(app, text, &wish, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < wish.free->len; i++)
        g_assert_true(*(const char *)wish.free->pdata[i]);
    g_assert_false(pk_app_on_file(app));
    return 0;
}
