/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/timefmt.h"

static PkZone *zone;

static int64_t
at(const char *rfc3339)
{
    int64_t us = 0;

    g_assert_true(pk_time_parse_rfc3339(rfc3339, &us, NULL));
    return us;
}

/* clang-format off */
static const struct {
    const char *when;
    unsigned parts;
    const char *nl, *en;
} texts[] = {
    { "2026-03-10T02:14:07Z", PK_TIME_HEADER,
      "di 10 mrt 03:14 CET 02:14Z", "Tue 10 Mar 03:14 CET 02:14Z" },
    { "2026-03-10T02:24:07Z", PK_TIME_HEADER_WIDE,
      "di 10 mrt 2026 03:24 CET 02:24Z", "Tue 10 Mar 2026 03:24 CET 02:24Z" },
    { "2026-03-10T02:24:07Z", PK_TIME_MOMENT | PK_TIME_YEAR,
      "di 10 mrt 2026 03:24 CET", "Tue 10 Mar 2026 03:24 CET" },
    { "2026-03-10T02:24:07Z", PK_TIME_SHORT_DATE, "10 mrt 2026", "10 Mar 2026" },
    { "2026-02-02T12:00:00Z", PK_TIME_SHORT_DATE | PK_TIME_PAD, "02 feb 2026", "02 Feb 2026" },
    { "2026-03-09T02:24:07Z", PK_TIME_DAY_HEADING, "ma 9 mrt 2026", "Mon 9 Mar 2026" },
    { "2026-03-09T03:02:10Z", PK_TIME_CLOCK, "04:02", "04:02" },
    { "2026-03-09T03:02:10Z", PK_TIME_CLOCK | PK_TIME_SECONDS, "04:02:10", "04:02:10" },
    { "2026-03-09T03:02:10Z", PK_TIME_UTC, "03:02Z", "03:02Z" },
    { "2026-03-09T06:33:12Z", PK_TIME_CLOCK | PK_TIME_SECONDS | PK_TIME_ZONE | PK_TIME_UTC |
      PK_TIME_BRACKETS, "07:33:12 CET (06:33:12Z)", "07:33:12 CET (06:33:12Z)" },
    { "2026-03-29T01:10:00Z", PK_TIME_FULL,
      "zo 29 mrt 2026 03:10 CEST (01:10Z)", "Sun 29 Mar 2026 03:10 CEST (01:10Z)" },
    { "2026-10-25T00:30:00Z", PK_TIME_FULL,
      "zo 25 okt 2026 02:30 CEST (00:30Z)", "Sun 25 Oct 2026 02:30 CEST (00:30Z)" },
    { "2026-10-25T01:30:00Z", PK_TIME_FULL,
      "zo 25 okt 2026 02:30 CET (01:30Z)", "Sun 25 Oct 2026 02:30 CET (01:30Z)" },
    { "2026-04-08T09:05:00Z", PK_TIME_COLUMN, "wo 08 apr 11:05 CEST", "Wed 08 Apr 11:05 CEST" },
    { "2026-03-10T01:00:00Z", PK_TIME_WEEKDAY | PK_TIME_CLOCK, "di 02:00", "Tue 02:00" },
    { "2026-05-01T10:00:00Z", PK_TIME_MOMENT, "vr 1 mei 12:00 CEST", "Fri 1 May 12:00 CEST" },
};
/* clang-format on */

static void
test_text(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        int64_t us = at(texts[i].when);
        PkTimeText nl = pk_time_text(zone, us, PK_LANG_NL, texts[i].parts);
        PkTimeText en = pk_time_text(zone, us, PK_LANG_EN, texts[i].parts);
        g_assert_cmpstr(nl.s, ==, texts[i].nl);
        g_assert_cmpstr(en.s, ==, texts[i].en);
    }
    PkTimeText utc = pk_time_text(NULL, at("2026-03-10T02:14:07Z"), PK_LANG_EN, PK_TIME_MOMENT);
    g_assert_cmpstr(utc.s, ==, "Tue 10 Mar 02:14 UTC");
    g_assert_cmpint(strlen(pk_time_text(zone, INT64_MAX, PK_LANG_EN, 0x1ff).s), <, 79);
}

/* Nothing is shown that was never known. */
static void
test_known(void)
{
    static const struct {
        PkPrecision precision;
        const char *nl, *en;
    } cases[] = {
        { PK_PRECISION_YEAR, "2013", "2013" },
        { PK_PRECISION_MONTH, "mrt 2013", "Mar 2013" },
        { PK_PRECISION_DAY, "9 mrt 2013", "9 Mar 2013" },
        { PK_PRECISION_SECOND, "9 mrt 2013 04:02 CET", "9 Mar 2013 04:02 CET" },
    };
    int64_t us = at("2013-03-09T04:02:00+01:00");

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpstr(pk_time_known(zone, us, cases[i].precision, PK_LANG_NL).s, ==, cases[i].nl);
        g_assert_cmpstr(pk_time_known(zone, us, cases[i].precision, PK_LANG_EN).s, ==, cases[i].en);
    }
}

static void
test_age(void)
{
    static const struct {
        int64_t us;
        const char *nl, *en;
    } cases[] = {
        { -5, "0m", "0m" },
        { 59 * PK_SECOND_US, "0m", "0m" },
        { 10 * PK_MINUTE_US, "10m", "10m" },
        { 60 * PK_MINUTE_US, "1u00", "1h00" },
        { 9 * PK_HOUR_US + 2 * PK_MINUTE_US, "9u02", "9h02" },
        { 23 * PK_HOUR_US + 10 * PK_MINUTE_US, "23u10", "23h10" },
        { 24 * PK_HOUR_US, "1d00", "1d00" },
        { 2 * PK_DAY_US + 4 * PK_HOUR_US, "2d04", "2d04" },
        { 100 * PK_DAY_US - 1, "99d23", "99d23" },
        { 100 * PK_DAY_US, "100d", "100d" },
        { 312 * PK_DAY_US, "312d", "312d" },
        { 730 * PK_DAY_US, "2j", "2y" },
        { 7 * 366 * PK_DAY_US, "7j", "7y" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpstr(pk_time_age(cases[i].us, PK_LANG_NL).s, ==, cases[i].nl);
        g_assert_cmpstr(pk_time_age(cases[i].us, PK_LANG_EN).s, ==, cases[i].en);
    }
}

static void
test_left(void)
{
    static const struct {
        const char *due, *want;
    } cases[] = {
        { "2026-03-10T03:26:00Z", "01:02" },  { "2026-03-10T08:00:00Z", "05:36" },
        { "2026-03-12T03:26:00Z", "49:02" },  { "2026-03-14T06:23:59Z", "99:59" },
        { "2026-03-14T06:24:00Z", "4d" },     { "2026-04-08T09:05:00Z", "29d" },
        { "2026-03-10T02:24:07Z", "00:00" },  { "2026-03-10T02:24:00Z", "-00:00" },
        { "2026-03-10T02:12:00Z", "-00:12" }, { "2026-02-10T02:12:00Z", "-28d" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(pk_time_left(at(cases[i].due), at("2026-03-10T02:24:07Z")).s, ==,
                        cases[i].want);
}

static void
test_relative(void)
{
    static const struct {
        int64_t ago_us;
        const char *nl, *en;
    } cases[] = {
        { 12 * PK_MINUTE_US, "12 min geleden", "12 min ago" },
        { PK_SECOND_US, "nu", "now" },
        { 9 * PK_HOUR_US, "9u00 geleden", "9h00 ago" },
        { -29 * PK_MINUTE_US, "over 29m", "in 29m" },
        { -25 * PK_HOUR_US, "over 1d01", "in 1d01" },
    };
    int64_t now = at("2026-03-10T02:24:07Z");

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t us = now - cases[i].ago_us;
        g_assert_cmpstr(pk_time_relative(us, now, PK_LANG_NL).s, ==, cases[i].nl);
        g_assert_cmpstr(pk_time_relative(us, now, PK_LANG_EN).s, ==, cases[i].en);
    }
    static const struct {
        const char *when, *nl;
    } days[] = {
        { "2026-03-09T23:00:00Z", "vandaag" },      { "2026-03-09T22:59:59Z", "gisteren" },
        { "2026-03-10T23:00:00Z", "morgen" },       { "2026-03-05T10:00:00Z", "5 dagen geleden" },
        { "2026-03-13T10:00:00Z", "over 3 dagen" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++)
        g_assert_cmpstr(pk_time_relative_day(zone, at(days[i].when), now, PK_LANG_NL).s, ==,
                        days[i].nl);
    pk_time_relative(INT64_MIN, INT64_MAX, PK_LANG_NL); /* the sanitizer judges */
    pk_time_relative(INT64_MAX, INT64_MIN, PK_LANG_NL);
}

static void
test_rfc3339(void)
{
    static const char *const same[] = {
        "2026-03-10T02:24:07Z", "2026-03-10T03:24:07+01:00",      "2026-03-09T21:54:07-04:30",
        "2026-03-10t02:24:07z", "2026-03-10 02:24:07.000000999Z", "2026-03-10T02:23:67Z"
    };
    for (size_t i = 0; i + 1 < G_N_ELEMENTS(same); i++)
        g_assert_cmpstr(pk_time_rfc3339(at(same[i])).s, ==, same[0]);
    g_assert_cmpint(at("1970-01-01T00:00:01.25Z"), ==, 1250000);
    g_assert_cmpstr(pk_time_rfc3339(at("2016-12-31T23:59:60Z")).s, ==, "2017-01-01T00:00:00Z");
    g_assert_cmpstr(pk_time_rfc3339(at("1900-01-01T00:00:00Z")).s, ==, "1900-01-01T00:00:00Z");
    g_assert_cmpstr(pk_time_rfc3339(-1).s, ==, "1969-12-31T23:59:59Z");

    static const char *const bad[] = {
        "",
        "nu",
        "2026-03-10",
        "2026-03-10T02:24:07",
        "2026-02-30T02:24:07Z",
        "2026-13-10T02:24:07Z",
        "2026-03-10T24:00:00Z",
        "2026-03-10T02:60:00Z",
        "2026-03-10T02:24:61Z",
        "2026-03-10T02:24:07.Z",
        "2026-03-10T02:24:07+1:00",
        "2026-03-10T02:24:07+24:00",
        "2026-03-10T02:24:07Z ",
        "0000-01-01T00:00:00Z",
        "\xff",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        int64_t us = 42;
        g_assert_false(pk_time_parse_rfc3339(bad[i], &us, &error));
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_cmpint(us, ==, 42);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    zone = pk_zone_new(NULL, NULL);
    g_test_add_func("/timefmt/text", test_text);
    g_test_add_func("/timefmt/known", test_known);
    g_test_add_func("/timefmt/age", test_age);
    g_test_add_func("/timefmt/left", test_left);
    g_test_add_func("/timefmt/relative", test_relative);
    g_test_add_func("/timefmt/rfc3339", test_rfc3339);
    int status = g_test_run();
    pk_zone_free(zone);
    return status;
}
