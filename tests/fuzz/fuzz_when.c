/* SPDX-License-Identifier: EUPL-1.2 */
/* Any text typed as a time is either understood or refused with a message. What a past field
 * understood can be typed back from its echo and means the same. */
#include "piket/base/error.h"
#include "piket/model/when.h"

#include <stddef.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Tue 10 Mar 2026 03:14:07 CET */
#define NOW_US INT64_C(1773108847000000)

static void
check_echo(const PkWhen *when, PkWhenAsk ask)
{
    for (PkLang lang = PK_LANG_EN; lang <= PK_LANG_NL; lang++) {
        PkTimeText echo = pk_when_echo(when, ask.zone, ask.now_us, lang, PK_ECHO_LONG);
        g_auto(PkWhen) again = { 0 };
        ask.text = echo.s;
        g_assert_true(pk_when_parse(&ask, &again, NULL));
        g_assert_true(again.us <= when->us && when->us - again.us < PK_MINUTE_US);
        g_assert_true(again.precision == when->precision);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static PkZone *zone;
    g_autofree char *text = g_strndup((const char *)data, size);

    if (!zone)
        zone = pk_zone_new(NULL, NULL);
    for (PkWhenDirection direction = PK_WHEN_PAST; direction <= PK_WHEN_FUTURE; direction++) {
        PkWhenAsk ask = { .text = text, .now_us = NOW_US, .zone = zone, .direction = direction };
        g_auto(PkWhen) when = { 0 };
        g_autoptr(GError) error = NULL;
        bool ok = pk_when_parse(&ask, &when, &error);
        g_assert_true(ok ? !error && when.until_us > when.us : error && *error->message);
        g_assert_true(ok || g_utf8_validate(error->message, -1, NULL));
        if (ok && direction == PK_WHEN_PAST)
            check_echo(&when, ask);
    }
    PkWhenAsk ask = { .text = text, .now_us = NOW_US, .zone = zone };
    PkRange range;
    g_autoptr(GError) error = NULL;
    bool ok = pk_when_range(PK_RANGE_ON, &ask, &range, NULL, &error);
    g_assert_true(ok ? range.from_us < range.until_us : error && *error->message);
    int64_t us;
    (void)pk_time_parse_rfc3339(text, &us, NULL);
    return 0;
}
