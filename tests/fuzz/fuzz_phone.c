/* SPDX-License-Identifier: EUPL-1.2 */
/* A number normalises to itself, and grouping it for reading aloud never changes the number. */
#include "piket/model/contact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autofree char *number = pk_phone_normalise(text);
    g_autofree char *shown = pk_phone_group(text);

    if (!number) {
        g_assert_cmpstr(shown, ==, text);
        return 0;
    }
    g_autofree char *again = pk_phone_normalise(number);
    g_assert_cmpstr(again, ==, number);
    g_autofree char *read = pk_phone_normalise(shown);
    g_assert_cmpstr(read, ==, number);
    g_assert_true(pk_phone_same(text, shown));
    return 0;
}
