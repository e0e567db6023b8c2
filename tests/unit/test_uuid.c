/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/uuid.h"

#include <glib.h>
#include <string.h>

static void
test_layout(void)
{
    g_autofree char *uuid = pk_uuid_new(INT64_C(1773108840123456));

    g_assert_true(pk_uuid_valid(uuid));
    g_assert_true(g_str_has_prefix(uuid, "019cd585-c6bb-7"));
    g_assert_cmpint(uuid[14], ==, '7');
    g_assert_nonnull(strchr("89ab", uuid[19]));
    g_autofree char *before_1970 = pk_uuid_new(-5);
    g_assert_true(pk_uuid_valid(before_1970));
}

static void
test_order(void)
{
    const int64_t now_us = INT64_C(1773108840000000);
    g_autofree char *last = pk_uuid_new(now_us);

    for (int i = 0; i < 20000;
         i++) { /* more than fit in one millisecond, and the clock falls back */
        char *next = pk_uuid_new(i % 3 ? now_us : now_us - 500000);
        g_assert_cmpstr(last, <, next);
        g_free(last);
        last = next;
    }
    g_autofree char *reset = pk_uuid_new(now_us - INT64_C(7200000000));
    g_assert_cmpstr(reset, <, last);
}

static void
test_valid(void)
{
    static const char *const bad[] = {
        "",
        "x",
        "019cd58e-1234-7000-8000-00000000000",
        "019cd58e-1234-7000-8000-0000000000000",
        "019CD58E-1234-7000-8000-000000000000",
        "019cd58e01234-7000-8000-000000000000",
        "g19cd58e-1234-7000-8000-000000000000",
        "{19cd58e-1234-7000-8000-00000000000}",
    };

    g_assert_true(pk_uuid_valid("019cd58e-1234-7000-8000-000000000000"));
    g_assert_false(pk_uuid_valid(NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(pk_uuid_valid(bad[i]));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/uuid/layout", test_layout);
    g_test_add_func("/uuid/order", test_order);
    g_test_add_func("/uuid/valid", test_valid);
    return g_test_run();
}
