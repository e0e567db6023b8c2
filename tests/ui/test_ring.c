/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/notice.h"
#include "ring.h"

#define SECOND INT64_C(1000000)

static void
test_once_and_apart(void)
{
    g_autoptr(PkRing) ring = pk_ring_new();
    g_autoptr(GPtrArray) bells = g_ptr_array_new();
    PkNotice first = { .uuid = (char *)"a", .page_key = 17 };
    PkNotice repeat = { .uuid = (char *)"b", .page_key = 17 };
    PkNotice other = { .uuid = (char *)"c", .page_key = 18 };
    PkNotice later = { .uuid = (char *)"d", .page_key = 17 };

    g_ptr_array_add(bells, &first);
    g_assert_cmpuint(pk_ring_hear(ring, bells, SECOND), ==, 1);
    g_assert_cmpuint(pk_ring_hear(ring, bells, 2 * SECOND), ==, 0); /* heard */
    g_ptr_array_add(bells, &repeat);
    g_assert_cmpuint(pk_ring_hear(ring, bells, 10 * SECOND), ==, 0); /* too soon after */
    g_ptr_array_add(bells, &other);
    g_assert_cmpuint(pk_ring_hear(ring, bells, 11 * SECOND), ==, 1);
    g_ptr_array_add(bells, &later);
    g_assert_cmpuint(pk_ring_hear(ring, bells, 40 * SECOND), ==, 1);
    g_assert_cmpuint(pk_ring_waiting(bells), ==, 2);
}

/* clang-format off */
static const struct {
    const char *how;
    bool tmux;
    const char *want;
} bytes[] = {
    { "bell",   false, "\007" },
    { "bell",   true,  "\007" },
    { "osc9",   false, "\007\033]9;Piket: 2 pages waiting\007" },
    { "osc777", false, "\007\033]777;notify;Piket;Piket: 2 pages waiting\007" },
    { "osc99",  false, "\007\033]99;;Piket: 2 pages waiting\033\\" },
    { "osc9",   true,  "\007\033Ptmux;\033\033]9;Piket: 2 pages waiting\007\033\\" },
    { "osc99",  true,  "\007\033Ptmux;\033\033]99;;Piket: 2 pages waiting\033\033\\\033\\" },
};
/* clang-format on */

static void
test_bytes(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++) {
        g_autofree char *got = pk_ring_bytes(bytes[i].how, 2, bytes[i].tmux);
        g_assert_cmpstr(got, ==, bytes[i].want);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ring/apart", test_once_and_apart);
    g_test_add_func("/ring/bytes", test_bytes);
    return g_test_run();
}
