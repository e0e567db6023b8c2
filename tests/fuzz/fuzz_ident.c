/* SPDX-License-Identifier: EUPL-1.2 */
/* What reads as an id is written and reads back the same; anything else is refused with a message.
 */
#include "piket/model/ident.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GError) error = NULL;
    PkIdent ident, again;

    if (!pk_ident_parse(text, 2026, &ident, &error)) {
        g_assert_true(error && *error->message);
        return 0;
    }
    g_assert_true(pk_ident_valid(&ident));
    g_autofree char *shown = pk_ident_format(&ident);
    g_assert_true(pk_ident_parse(shown, 2031, &again, NULL));
    g_assert_cmpint(pk_ident_compare(&ident, &again), ==, 0);
    return 0;
}
