/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/clock.h"

#include <glib.h>
#include <string.h>

/* Reads PIKET_TEST_NOW anew at each call, so that a test can move the clock. */
static bool
test_now(int64_t *ret_us)
{
    const char *set = g_getenv("PIKET_TEST_NOW");

    if (!set || !*set)
        return false;
    size_t n = strlen(set);
    bool runs = set[n - 1] == '+';
    g_autofree char *instant = g_strndup(set, runs ? n - 1 : n);
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(instant, NULL);
    if (!when)
        return false;
    *ret_us = g_date_time_to_unix(when) * G_USEC_PER_SEC + g_date_time_get_microsecond(when);
    if (runs) {
        static gsize started;
        static int64_t start_us;
        if (g_once_init_enter(&started)) {
            start_us = g_get_monotonic_time();
            g_once_init_leave(&started, 1);
        }
        *ret_us += g_get_monotonic_time() - start_us;
    }
    return true;
}

static int64_t pretended;

void
pk_clock_pretend(int64_t us)
{
    pretended = us;
}

int64_t
pk_clock_now_us(void)
{
    int64_t us = 0;

    if (pretended)
        return pretended;
    return test_now(&us) ? us : g_get_real_time();
}

int64_t
pk_clock_mono_us(void)
{
    return g_get_monotonic_time();
}

bool
pk_clock_is_test(void)
{
    int64_t us = 0;

    return test_now(&us);
}
