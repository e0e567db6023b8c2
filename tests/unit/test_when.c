/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/when.h"

#include <string.h>

#define NIGHT  "2026-03-10T02:14:07Z" /* Tue 10 Mar 2026 03:14:07 CET, as in ux.md 3.10 */
#define MARCH  "2026-03-29T08:00:00Z" /* Sun 29 Mar 2026 10:00 CEST, after the gap      */
#define AUTUMN "2026-10-25T08:00:00Z" /* Sun 25 Oct 2026 09:00 CET, after the night     */

static PkZone *zone;

static int64_t
at(const char *rfc3339)
{
    int64_t us = 0;

    g_assert_true(pk_time_parse_rfc3339(rfc3339, &us, NULL));
    return us;
}

static PkWhenAsk
ask(const char *now, const char *text, PkWhenDirection direction)
{
    return (PkWhenAsk){ .text = text, .now_us = at(now), .zone = zone, .direction = direction };
}

typedef struct {
    const char *text;
    PkWhenDirection direction;
    const char *want; /* UTC */
} Case;

/* clang-format off */
static const Case cases[] = {
    /* the rows of ux.md 3.10 */
    { "nu",                     PK_WHEN_PAST,   "2026-03-10T02:14:07Z" },
    { "now",                    PK_WHEN_PAST,   "2026-03-10T02:14:07Z" },
    { "-15m",                   PK_WHEN_PAST,   "2026-03-10T01:59:07Z" },
    { "-2h",                    PK_WHEN_PAST,   "2026-03-10T00:14:07Z" },
    { "-2u",                    PK_WHEN_PAST,   "2026-03-10T00:14:07Z" },
    { "-1u30",                  PK_WHEN_PAST,   "2026-03-10T00:44:07Z" },
    { "-2d",                    PK_WHEN_PAST,   "2026-03-08T02:14:07Z" },
    { "15m",                    PK_WHEN_PAST,   "2026-03-10T01:59:07Z" },
    { "15m",                    PK_WHEN_FUTURE, "2026-03-10T02:29:07Z" },
    { "+30m",                   PK_WHEN_FUTURE, "2026-03-10T02:44:07Z" },
    { "+30m",                   PK_WHEN_PAST,   "2026-03-10T02:44:07Z" },
    { "03:10",                  PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "0310",                   PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "3.10",                   PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "3u10",                   PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "23:50",                  PK_WHEN_PAST,   "2026-03-09T22:50:00Z" },
    { "gisteren 23:50",         PK_WHEN_PAST,   "2026-03-09T22:50:00Z" },
    { "ma 09:00",               PK_WHEN_PAST,   "2026-03-09T08:00:00Z" },
    { "ma 09:00",               PK_WHEN_FUTURE, "2026-03-16T08:00:00Z" },
    { "do",                     PK_WHEN_PAST,   "2026-03-04T23:00:00Z" },
    { "do",                     PK_WHEN_FUTURE, "2026-03-11T23:00:00Z" },
    { "9-3 04:02",              PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "9 mrt 04:02",            PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "2026-03-09T04:02",       PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "02:10Z",                 PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "02:10 UTC",              PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "04:10 CEST",             PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "04:10 +02:00",           PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "04:10+0200",             PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    /* around them: durations */
    { "  -1U30M ",              PK_WHEN_PAST,   "2026-03-10T00:44:07Z" },
    { "- 15 min",               PK_WHEN_PAST,   "2026-03-10T01:59:07Z" },
    { "12 min geleden",         PK_WHEN_FUTURE, "2026-03-10T02:02:07Z" },
    { "9u02 geleden",           PK_WHEN_PAST,   "2026-03-09T17:12:07Z" },
    { "2 hours ago",            PK_WHEN_PAST,   "2026-03-10T00:14:07Z" },
    { "over 29m",               PK_WHEN_PAST,   "2026-03-10T02:43:07Z" },
    { "in 29 min",              PK_WHEN_FUTURE, "2026-03-10T02:43:07Z" },
    { "2 uur",                  PK_WHEN_PAST,   "2026-03-10T00:14:07Z" },
    { "24h",                    PK_WHEN_PAST,   "2026-03-09T02:14:07Z" },
    { "2d04",                   PK_WHEN_PAST,   "2026-03-07T22:14:07Z" },
    { "-1w",                    PK_WHEN_PAST,   "2026-03-03T02:14:07Z" },
    { "over 3 weken",           PK_WHEN_FUTURE, "2026-03-31T01:14:07Z" },
    { "-1 maand",               PK_WHEN_PAST,   "2026-02-10T02:14:07Z" },
    { "1 jaar geleden",         PK_WHEN_PAST,   "2025-03-10T02:14:07Z" },
    { "45s",                    PK_WHEN_PAST,   "2026-03-10T02:13:22Z" },
    /* clock times */
    { "03:14",                  PK_WHEN_PAST,   "2026-03-10T02:14:00Z" },
    { "3:10",                   PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "3h10",                   PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "03:10:20",               PK_WHEN_PAST,   "2026-03-10T02:10:20Z" },
    { "031020",                 PK_WHEN_PAST,   "2026-03-10T02:10:20Z" },
    { "3.10.20",                PK_WHEN_PAST,   "2026-03-10T02:10:20Z" },
    { "03:10 uur",              PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "om 3 uur",               PK_WHEN_PAST,   "2026-03-10T02:00:00Z" },
    { "at 3",                   PK_WHEN_PAST,   "2026-03-10T02:00:00Z" },
    { "gisteren 9u",            PK_WHEN_PAST,   "2026-03-09T08:00:00Z" },
    { "00:00",                  PK_WHEN_PAST,   "2026-03-09T23:00:00Z" },
    { "03:10",                  PK_WHEN_FUTURE, "2026-03-11T02:10:00Z" },
    { "09:00",                  PK_WHEN_FUTURE, "2026-03-10T08:00:00Z" },
    { "04:10",                  PK_WHEN_PAST,   "2026-03-10T03:10:00Z" }, /* a fast watch */
    { "04:30",                  PK_WHEN_PAST,   "2026-03-09T03:30:00Z" },
    /* days */
    { "yesterday 23:50",        PK_WHEN_PAST,   "2026-03-09T22:50:00Z" },
    { "23:50 gisteren",         PK_WHEN_PAST,   "2026-03-09T22:50:00Z" },
    { "gisteren om 23.50 uur",  PK_WHEN_PAST,   "2026-03-09T22:50:00Z" },
    { "eergisteren",            PK_WHEN_PAST,   "2026-03-07T23:00:00Z" },
    { "vandaag",                PK_WHEN_PAST,   "2026-03-09T23:00:00Z" },
    { "today 01:00",            PK_WHEN_PAST,   "2026-03-10T00:00:00Z" },
    { "morgen 09:00",           PK_WHEN_FUTURE, "2026-03-11T08:00:00Z" },
    { "tomorrow",               PK_WHEN_FUTURE, "2026-03-10T23:00:00Z" },
    { "overmorgen 9:00",        PK_WHEN_FUTURE, "2026-03-12T08:00:00Z" },
    { "dinsdag",                PK_WHEN_PAST,   "2026-03-09T23:00:00Z" },
    { "Tue",                    PK_WHEN_FUTURE, "2026-03-16T23:00:00Z" },
    { "di 02:00",               PK_WHEN_PAST,   "2026-03-10T01:00:00Z" },
    { "di 09:00",               PK_WHEN_PAST,   "2026-03-03T08:00:00Z" },
    { "di 09:00",               PK_WHEN_FUTURE, "2026-03-10T08:00:00Z" },
    { "wednesday 12:00",        PK_WHEN_FUTURE, "2026-03-11T11:00:00Z" },
    { "op zondag",              PK_WHEN_PAST,   "2026-03-07T23:00:00Z" },
    /* dates */
    { "9/3",                    PK_WHEN_PAST,   "2026-03-08T23:00:00Z" },
    { "9/3 0402",               PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "4-12",                   PK_WHEN_PAST,   "2025-12-03T23:00:00Z" },
    { "4-12",                   PK_WHEN_FUTURE, "2026-12-03T23:00:00Z" },
    { "10-3",                   PK_WHEN_FUTURE, "2026-03-09T23:00:00Z" },
    { "29-2",                   PK_WHEN_PAST,   "2024-02-28T23:00:00Z" },
    { "9-3-2026",               PK_WHEN_PAST,   "2026-03-08T23:00:00Z" },
    { "9-3-26 04:02",           PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "9.3.2026 04:02",         PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "31/12/1999",             PK_WHEN_PAST,   "1999-12-30T23:00:00Z" },
    { "9 maart 2013",           PK_WHEN_PAST,   "2013-03-08T23:00:00Z" },
    { "9 mrt 0402",             PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "9 mrt 2025 2030",        PK_WHEN_PAST,   "2025-03-09T19:30:00Z" },
    { "Mar 9 04:02",            PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "March 9, 2026 04:02",    PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "Mon, 9 Mar 2026 04:02:10 +0100", PK_WHEN_PAST, "2026-03-09T03:02:10Z" },
    { "mrt 2013",               PK_WHEN_PAST,   "2013-02-28T23:00:00Z" },
    { "december",               PK_WHEN_PAST,   "2025-11-30T23:00:00Z" },
    { "2026-03-09",             PK_WHEN_PAST,   "2026-03-08T23:00:00Z" },
    { "2026-03",                PK_WHEN_PAST,   "2026-02-28T23:00:00Z" },
    { "2026-03-09 04:02",       PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "2026-03-09T03:02:05.5Z", PK_WHEN_PAST,   "2026-03-09T03:02:05Z" },
    { "2026-03-09T04:02+01:00", PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    { "20260309T0402",          PK_WHEN_PAST,   "2026-03-09T03:02:00Z" },
    /* zones */
    { "03:10 cet",              PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "23:50Z",                 PK_WHEN_PAST,   "2026-03-09T23:50:00Z" },
    { "02:10 GMT",              PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "21:10 -05:00",           PK_WHEN_PAST,   "2026-03-10T02:10:00Z" },
    { "9-3 02:10Z",             PK_WHEN_PAST,   "2026-03-09T02:10:00Z" },
    /* what Piket wrote itself */
    { "= di 10 mrt 02:44 CET (01:44Z)", PK_WHEN_PAST, "2026-03-10T01:44:00Z" },
    { "= zo 29 mrt 2026 03:10 CEST (01:10Z), over 19d12", PK_WHEN_PAST, "2026-03-29T01:10:00Z" },
    { "= do 5 mrt 2026, 5 dagen geleden", PK_WHEN_PAST, "2026-03-04T23:00:00Z" },
};
/* clang-format on */

static void
test_cases(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        PkWhenAsk in = ask(NIGHT, cases[i].text, cases[i].direction);
        g_auto(PkWhen) when = { 0 };
        g_autoptr(GError) error = NULL;
        if (!pk_when_parse(&in, &when, &error))
            g_error("'%s': %s", cases[i].text, error->message);
        if (strcmp(pk_time_rfc3339(when.us).s, cases[i].want) != 0)
            g_error("'%s': %s, not %s", cases[i].text, pk_time_rfc3339(when.us).s, cases[i].want);
        g_assert_cmpint(when.until_us, >, when.us);
        g_assert_false(when.asks);
    }
}

/* clang-format off */
static const struct {
    const char *text, *want; /* want: a part of the message */
} refused[] = {
    { "",                  "No time was typed" },
    { "  ",                "No time was typed" },
    { "=",                 "No time was typed" },
    { "straks",            "'straks' is not a time" },
    { "3",                 "03:00 or -3m" },
    { "24:00",             "not a time of day" },
    { "12:60",             "not a time of day" },
    { "2575",              "not a time of day" },
    { "03:1",              "'03:1' is not a time" },
    { "3-13",              "no month 13" },
    { "31-2-2026",         "31 Feb 2026 does not exist: that month ends on 28 Feb" },
    { "29-2-2026",         "29 Feb 2026 does not exist" },
    { "0-3",               "not a date" },
    { "40-3",              "not a date" },
    { "9-3-1066",          "between 1900 and 2200" },
    { "99999d",            "between 1900 and 2200" },
    { "999999w",           "between 1900 and 2200" },
    { "-9999 jaar",        "between 1900 and 2200" },
    { "1234567m",          "is not a time" },
    { "9-3 10-3",          "second date" },
    { "03:10 04:10",       "second time" },
    { "di 9-3-2026",       "not that weekday but Mon" },
    { "gisteren ma",       "'ma' is not a time" },
    { "03:10 XYZ",         "'xyz' is not a time zone" },
    { "+02:00",            "is not a time" },
    { "mrt 04:02",         "needs a day" },
    { "15m straks",        "is not a time" },
    { "-",                 "is not a time" },
    { "op",                "is not a time" },
    { "\xff\xfe",          "is not a time" },
    { "\x1b[31m",          "'?[31m' is not a time" },
};
/* clang-format on */

static void
test_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        PkWhenAsk in = ask(NIGHT, refused[i].text, PK_WHEN_PAST);
        g_auto(PkWhen) when = { 0 };
        g_autoptr(GError) error = NULL;
        if (pk_when_parse(&in, &when, &error))
            g_error("'%s' gave %s", refused[i].text, pk_time_rfc3339(when.us).s);
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        if (!strstr(error->message, refused[i].want))
            g_error("'%s': %s", refused[i].text, error->message);
        g_assert_true(g_str_has_suffix(error->message, ".") ||
                      g_str_has_suffix(error->message, "?"));
    }
}

static void
test_details(void)
{
    static const struct {
        const char *text;
        PkPrecision precision;
        bool has_clock, has_seconds, has_zone;
        int64_t span_us;
    } rows[] = {
        { "nu", PK_PRECISION_SECOND, false, false, false, 1 },
        { "-15m", PK_PRECISION_SECOND, false, false, false, 1 },
        { "03:10", PK_PRECISION_SECOND, true, false, false, PK_MINUTE_US },
        { "03:10:20", PK_PRECISION_SECOND, true, true, false, PK_SECOND_US },
        { "02:10Z", PK_PRECISION_SECOND, true, false, true, PK_MINUTE_US },
        { "03:10 CET", PK_PRECISION_SECOND, true, false, true, PK_MINUTE_US },
        { "do", PK_PRECISION_DAY, false, false, false, PK_DAY_US },
        { "30-3-2025", PK_PRECISION_DAY, false, false, false, 23 * PK_HOUR_US },
        { "mrt 2025", PK_PRECISION_MONTH, false, false, false, 31 * PK_DAY_US - PK_HOUR_US },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        PkWhenAsk in = ask(NIGHT, rows[i].text, PK_WHEN_PAST);
        g_auto(PkWhen) when = { 0 };
        g_assert_true(pk_when_parse(&in, &when, NULL));
        g_assert_cmpint(when.precision, ==, rows[i].precision);
        g_assert_true(when.has_clock == rows[i].has_clock);
        g_assert_true(when.has_seconds == rows[i].has_seconds);
        g_assert_true(when.has_zone == rows[i].has_zone);
        g_assert_cmpint(when.until_us - when.us, ==, rows[i].span_us);
    }
}

/* clang-format off */
static const struct {
    const char *text;
    PkWhenDirection direction;
    const char *want; /* NULL: no warning */
} warnings[] = {
    { "nu",             PK_WHEN_PAST,   NULL },
    { "03:10",          PK_WHEN_PAST,   NULL },
    { "23:50",          PK_WHEN_PAST,   NULL },
    { "gisteren",       PK_WHEN_PAST,   NULL },
    { "04:10",          PK_WHEN_PAST,
      "04:10 lies 56 min in the future. Did you mean yesterday 04:10? Enter keeps 04:10." },
    { "vandaag 14:00",  PK_WHEN_PAST,
      "14:00 lies 10h46 in the future. Did you mean yesterday 14:00? Enter keeps 14:00." },
    { "+30m",           PK_WHEN_PAST,
      "Tue 10 Mar 2026 03:44 CET lies 30 min in the future. Enter keeps it." },
    { "morgen",         PK_WHEN_PAST,   "11 Mar 2026 lies in the future. Enter keeps it." },
    { "14:00",          PK_WHEN_PAST,
      "Mon 9 Mar 2026 14:00 CET is more than 12 hours ago (13h14). Enter keeps it." },
    { "-2d",            PK_WHEN_PAST,
      "Sun 8 Mar 2026 03:14 CET is more than 12 hours ago (2d00). Enter keeps it." },
    { "9-3-2013",       PK_WHEN_PAST,
      "9 Mar 2013 is more than 12 hours ago (13y). Enter keeps it." },
    { "+30m",           PK_WHEN_FUTURE, NULL },
    { "vandaag",        PK_WHEN_FUTURE, NULL },
    { "vandaag 03:00",  PK_WHEN_FUTURE,
      "Tue 10 Mar 2026 03:00 CET has passed already (14 min ago). Enter keeps it." },
    { "-15m",           PK_WHEN_FUTURE,
      "Tue 10 Mar 2026 02:59 CET has passed already (15 min ago). Enter keeps it." },
};
/* clang-format on */

static void
test_warnings(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(warnings); i++) {
        PkWhenAsk in = ask(NIGHT, warnings[i].text, warnings[i].direction);
        g_auto(PkWhen) when = { 0 };
        g_assert_true(pk_when_parse(&in, &when, NULL));
        g_assert_cmpstr(when.warning, ==, warnings[i].want);
    }
}

/* clang-format off */
static const struct {
    const char *now, *text;
    PkEcho style;
    const char *nl, *en;
} echoes[] = {
    { NIGHT, "-30m", PK_ECHO_SHORT,
      "= di 10 mrt 02:44 CET (01:44Z)", "= Tue 10 Mar 02:44 CET (01:44Z)" },
    { NIGHT, "nu", PK_ECHO_MOMENT, "= di 10 mrt 03:14 CET", "= Tue 10 Mar 03:14 CET" },
    { NIGHT, "+30m", PK_ECHO_CLOCK, "= 03:44 CET", "= 03:44 CET" },
    { NIGHT, "+23u", PK_ECHO_CLOCK, "= wo 11 mrt 02:14 CET", "= Wed 11 Mar 02:14 CET" },
    { NIGHT, "31-12-2025 23:00", PK_ECHO_SHORT,
      "= wo 31 dec 2025 23:00 CET (22:00Z)", "= Wed 31 Dec 2025 23:00 CET (22:00Z)" },
    { NIGHT, "03:10:20", PK_ECHO_SHORT,
      "= di 10 mrt 03:10:20 CET (02:10:20Z)", "= Tue 10 Mar 03:10:20 CET (02:10:20Z)" },
    { "2026-03-29T01:22:00Z", "03:10", PK_ECHO_LONG,
      "= zo 29 mrt 2026 03:10 CEST (01:10Z), 12 min geleden",
      "= Sun 29 Mar 2026 03:10 CEST (01:10Z), 12 min ago" },
    { NIGHT, "do", PK_ECHO_SHORT, "= do 5 mrt 2026", "= Thu 5 Mar 2026" },
    { NIGHT, "do", PK_ECHO_LONG,
      "= do 5 mrt 2026, 5 dagen geleden", "= Thu 5 Mar 2026, 5 days ago" },
    { NIGHT, "mrt 2013", PK_ECHO_LONG, "= mrt 2013", "= Mar 2013" },
};
/* clang-format on */

static void
test_echoes(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(echoes); i++) {
        PkWhenAsk in = ask(echoes[i].now, echoes[i].text, PK_WHEN_PAST);
        g_auto(PkWhen) when = { 0 };
        g_assert_true(pk_when_parse(&in, &when, NULL));
        g_assert_cmpstr(pk_when_echo(&when, zone, in.now_us, PK_LANG_NL, echoes[i].style).s, ==,
                        echoes[i].nl);
        g_assert_cmpstr(pk_when_echo(&when, zone, in.now_us, PK_LANG_EN, echoes[i].style).s, ==,
                        echoes[i].en);
    }
}

static void
test_gap(void)
{
    static const char *const typed[] = { "02:30", "29-3-2026 02:30", "zo 0230", "vandaag 2u30" };

    for (size_t i = 0; i < G_N_ELEMENTS(typed); i++) {
        PkWhenAsk in = ask(MARCH, typed[i], PK_WHEN_PAST);
        g_auto(PkWhen) when = { 0 };
        g_autoptr(GError) error = NULL;
        g_assert_false(pk_when_parse(&in, &when, &error));
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_cmpstr(error->message, ==,
                        "02:30 does not exist (the clock went to 03:00). Did you mean 01:30 or "
                        "03:30?");
    }
    /* A zone makes it an instant after all. */
    PkWhenAsk in = ask(MARCH, "02:30 CET", PK_WHEN_PAST);
    g_auto(PkWhen) when = { 0 };
    g_assert_true(pk_when_parse(&in, &when, NULL));
    g_assert_cmpstr(pk_time_rfc3339(when.us).s, ==, "2026-03-29T01:30:00Z");
}

static void
test_twice(void)
{
    static const struct {
        const char *text;
        char choice;
        const char *want; /* NULL: a question */
    } rows[] = {
        { "02:30", 0, NULL },
        { "02:30", '?', NULL },
        { "25-10-2026 02:30", 0, NULL },
        { "02:30", 'a', "2026-10-25T00:30:00Z" },
        { "02:30", 'b', "2026-10-25T01:30:00Z" },
        { "02:30 CEST", 0, "2026-10-25T00:30:00Z" },
        { "02:30 CET", 0, "2026-10-25T01:30:00Z" },
        { "02:30 CET", 'a', "2026-10-25T01:30:00Z" },
        { "00:30Z", 0, "2026-10-25T00:30:00Z" },
        { "01:59", 0, "2026-10-24T23:59:00Z" },
        { "03:00", 0, "2026-10-25T02:00:00Z" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        PkWhenAsk in = ask(AUTUMN, rows[i].text, PK_WHEN_PAST);
        in.choice = rows[i].choice;
        g_auto(PkWhen) when = { 0 };
        g_autoptr(GError) error = NULL;
        bool ok = pk_when_parse(&in, &when, &error);
        g_assert_true(ok == (rows[i].want != NULL));
        if (ok) {
            g_assert_cmpstr(pk_time_rfc3339(when.us).s, ==, rows[i].want);
            continue;
        }
        g_assert_error(error, PK_ERROR, PK_ERROR_CONFIRM);
        g_assert_true(when.asks);
        g_assert_cmpstr(pk_time_rfc3339(when.choice_us[0]).s, ==, "2026-10-25T00:30:00Z");
        g_assert_cmpstr(pk_time_rfc3339(when.choice_us[1]).s, ==, "2026-10-25T01:30:00Z");
        g_assert_cmpstr(error->message, ==,
                        "02:30 comes twice on 25 Oct 2026: a is 02:30 CEST (00:30Z), b is 02:30 "
                        "CET (01:30Z). Choose a or b, or type the zone behind it.");
    }
}

/* Every minute of both nights: its echo, typed back, is that minute again. */
static void
test_sweep(void)
{
    static const char *const nights[] = { "2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z" };

    for (size_t n = 0; n < G_N_ELEMENTS(nights); n++) {
        for (int minute = 0; minute < 12 * 60; minute++) {
            PkWhen when = { .us = at(nights[n]) + minute * PK_MINUTE_US };
            PkWhenAsk in = ask(n == 0 ? MARCH : AUTUMN, "", PK_WHEN_PAST);
            for (PkEcho style = PK_ECHO_MOMENT; style <= PK_ECHO_LONG; style++) {
                PkTimeText echo = pk_when_echo(&when, zone, in.now_us, PK_LANG_NL, style);
                g_auto(PkWhen) again = { 0 };
                in.text = echo.s;
                g_assert_true(pk_when_parse(&in, &again, NULL));
                g_assert_cmpint(again.us, ==, when.us);
            }
        }
    }
}

/* clang-format off */
static const struct {
    PkRangeKind kind;
    const char *text, *from, *until; /* NULL: open */
} ranges[] = {
    { PK_RANGE_SINCE, "24h",        "2026-03-09T02:14:07Z", NULL },
    { PK_RANGE_SINCE, "-24h",       "2026-03-09T02:14:07Z", NULL },
    { PK_RANGE_SINCE, "gisteren",   "2026-03-08T23:00:00Z", NULL },
    { PK_RANGE_SINCE, "2013",       "2012-12-31T23:00:00Z", NULL },
    { PK_RANGE_SINCE, "2026-03-01..", "2026-02-28T23:00:00Z", NULL },
    { PK_RANGE_UNTIL, "02:30",      NULL, "2026-03-10T01:30:00Z" },
    { PK_RANGE_UNTIL, "2026-03-09", NULL, "2026-03-09T23:00:00Z" },
    { PK_RANGE_UNTIL, "24h",        NULL, "2026-03-09T02:14:07Z" },
    { PK_RANGE_ON, "2026-03-09",    "2026-03-08T23:00:00Z", "2026-03-09T23:00:00Z" },
    { PK_RANGE_ON, "2026-03-29",    "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z" },
    { PK_RANGE_ON, "2026-10-25",    "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z" },
    { PK_RANGE_ON, "2026-03",       "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z" },
    { PK_RANGE_ON, "2026",          "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z" },
    { PK_RANGE_ON, "1976",          "1975-12-31T23:00:00Z", "1976-12-31T23:00:00Z" },
    { PK_RANGE_ON, "nu",            "2026-03-09T23:00:00Z", "2026-03-10T23:00:00Z" },
    { PK_RANGE_ON, "2d",            "2026-03-07T23:00:00Z", "2026-03-08T23:00:00Z" },
    { PK_RANGE_ON, "ma",            "2026-03-08T23:00:00Z", "2026-03-09T23:00:00Z" },
    { PK_RANGE_ON, "03:10",         "2026-03-10T02:10:00Z", "2026-03-10T02:11:00Z" },
    { PK_RANGE_ON, "2026-03-01..2026-03-09", "2026-02-28T23:00:00Z", "2026-03-09T23:00:00Z" },
    { PK_RANGE_ON, "2025..2026-02", "2024-12-31T23:00:00Z", "2026-02-28T23:00:00Z" },
    { PK_RANGE_ON, "..gisteren",    NULL, "2026-03-09T23:00:00Z" },
};
/* clang-format on */

static void
test_ranges(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++) {
        PkWhenAsk in = ask(NIGHT, ranges[i].text, PK_WHEN_FUTURE);
        PkRange range = { 0 };
        g_autoptr(GError) error = NULL;
        if (!pk_when_range(ranges[i].kind, &in, &range, NULL, &error))
            g_error("'%s': %s", ranges[i].text, error->message);
        int64_t from = ranges[i].from ? at(ranges[i].from) : INT64_MIN;
        int64_t until = ranges[i].until ? at(ranges[i].until) : INT64_MAX;
        g_assert_cmpint(range.from_us - range.from_us % PK_SECOND_US, ==,
                        from - from % PK_SECOND_US);
        g_assert_cmpint(range.until_us, ==, until);
    }
}

static void
test_ranges_refused(void)
{
    static const char *const bad[] = { "",          "..",   "2026-03-09..2026-03-01",
                                       "straks",    "1..2", "2026-03-01..straks",
                                       "hier..2026" };

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        PkWhenAsk in = ask(NIGHT, bad[i], PK_WHEN_PAST);
        PkRange range = { 1, 2 };
        g_autoptr(GError) error = NULL;
        g_assert_false(pk_when_range(PK_RANGE_ON, &in, &range, NULL, &error));
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_true(range.from_us == 1 && range.until_us == 2);
    }
    PkWhenAsk in = ask(AUTUMN, "02:30", PK_WHEN_PAST);
    PkRange range;
    PkWhen when;
    g_autoptr(GError) error = NULL;
    g_assert_false(pk_when_range(PK_RANGE_UNTIL, &in, &range, &when, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFIRM);
    g_assert_true(when.asks);
    in.choice = 'b';
    g_assert_true(pk_when_range(PK_RANGE_UNTIL, &in, &range, &when, NULL));
    g_assert_cmpint(range.until_us, ==, at("2026-10-25T01:30:00Z"));
}

/* Another zone than the default, and its own abbreviations. */
static void
test_other_zone(void)
{
    g_autoptr(PkZone) london = pk_zone_new("Europe/London", NULL);
    PkWhenAsk in = { .text = "1-7-2026 12:00 BST", .now_us = at(NIGHT), .zone = london };
    g_auto(PkWhen) when = { 0 };
    g_auto(PkWhen) winter = { 0 };

    g_assert_true(pk_when_parse(&in, &when, NULL));
    g_assert_cmpstr(pk_time_rfc3339(when.us).s, ==, "2026-07-01T11:00:00Z");
    in.text = "1-1-2026 12:00 BST";
    g_assert_false(pk_when_parse(&in, &winter, NULL));
}

/* The sentences of ux.md 3.10 and 3.17, word for word. Last, for the language stays. */
static void
test_dutch(void)
{
    PkWhenAsk gap = ask(MARCH, "02:30", PK_WHEN_PAST);
    PkWhenAsk ahead = ask(NIGHT, "04:10", PK_WHEN_PAST);
    g_auto(PkWhen) when = { 0 };
    g_autoptr(GError) error = NULL;

    pk_i18n_start("nl");
    if (strcmp(_("No time was typed. Write for example now, 03:10, -15m or yesterday 23:50."),
               "Er is geen tijd getypt. Schrijf bijvoorbeeld nu, 03:10, -15m of gisteren 23:50.") !=
        0) {
        g_test_skip("no Dutch catalogue beside this build");
        return;
    }
    g_assert_false(pk_when_parse(&gap, &when, &error));
    g_assert_cmpstr(error->message, ==,
                    "02:30 bestaat niet (klok ging naar 03:00). Bedoel je 01:30 of 03:30?");
    g_assert_true(pk_when_parse(&ahead, &when, NULL));
    g_assert_cmpstr(when.warning, ==,
                    "04:10 ligt 56 min in de toekomst. Bedoel je gisteren 04:10? Enter houdt "
                    "04:10.");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    zone = pk_zone_new(NULL, NULL);
    g_test_add_func("/when/cases", test_cases);
    g_test_add_func("/when/refused", test_refused);
    g_test_add_func("/when/details", test_details);
    g_test_add_func("/when/warnings", test_warnings);
    g_test_add_func("/when/echoes", test_echoes);
    g_test_add_func("/when/gap", test_gap);
    g_test_add_func("/when/twice", test_twice);
    g_test_add_func("/when/sweep", test_sweep);
    g_test_add_func("/when/ranges", test_ranges);
    g_test_add_func("/when/ranges-refused", test_ranges_refused);
    g_test_add_func("/when/other-zone", test_other_zone);
    g_test_add_func("/when/dutch", test_dutch);
    int status = g_test_run();
    pk_zone_free(zone);
    return status;
}
