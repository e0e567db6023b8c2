/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/zone.h"

#include <inttypes.h>

static PkZone *
amsterdam(void)
{
    PkZone *zone = pk_zone_new(NULL, NULL);

    g_assert_nonnull(zone);
    return zone;
}

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
    PkLocal local = { .year = year, .month = month, .day = day, .hour = hour, .minute = minute };
    int64_t us[2];

    g_assert_cmpint(pk_zone_resolve(NULL, &local, us), ==, PK_FIT_OK);
    return us[0];
}

static void
test_names(void)
{
    static const char *const bad[] = { "Nergens/Nergenshuizen",
                                       "+02:00",
                                       "CET-1CEST",
                                       "../etc/passwd",
                                       "Europe/../../etc/passwd",
                                       "Europe",
                                       "\xff",
                                       "UTC+2",
                                       " " };
    g_autoptr(PkZone) zone = amsterdam();

    g_assert_cmpstr(pk_zone_name(zone), ==, "Europe/Amsterdam");
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(pk_zone_new(bad[i], &error));
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_nonnull(strstr(error->message, "Europe/Amsterdam"));
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
    }
    static const char *const good[] = { "UTC", "Europe/London", "Etc/GMT+2", "CET" };
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(PkZone) other = pk_zone_new(good[i], NULL);
        g_assert_nonnull(other);
    }
}

/* clang-format off */
static const struct {
    int year, month, day, hour, minute; /* UTC */
    const char *want;
} shown[] = {
    { 2026,  3, 10,  2, 14, "2026-03-10 2 03:14 CET +3600" },
    { 2026,  3, 29,  0, 59, "2026-03-29 7 01:59 CET +3600" },
    { 2026,  3, 29,  1,  0, "2026-03-29 7 03:00 CEST +7200" },
    { 2026, 10, 25,  0, 59, "2026-10-25 7 02:59 CEST +7200" },
    { 2026, 10, 25,  1,  0, "2026-10-25 7 02:00 CET +3600" },
    { 2026, 12, 31, 23, 30, "2027-01-01 5 00:30 CET +3600" },
    { 1976,  7,  1, 12,  0, "1976-07-01 4 13:00 CET +3600" }, /* no summer time yet */
    { 1978,  7,  1, 12,  0, "1978-07-01 6 14:00 CEST +7200" },
    { 2037,  7,  1, 12,  0, "2037-07-01 3 14:00 CEST +7200" },
    { 2038,  3, 28,  0, 59, "2038-03-28 7 01:59 CET +3600" },
    { 2038,  3, 28,  1,  0, "2038-03-28 7 03:00 CEST +7200" },
    { 2099, 10, 25,  0, 59, "2099-10-25 7 02:59 CEST +7200" },
    { 2099, 10, 25,  1,  0, "2099-10-25 7 02:00 CET +3600" },
    { 2200,  3, 30,  1,  0, "2200-03-30 7 03:00 CEST +7200" },
    { 2200, 12, 31, 12,  0, "2200-12-31 3 13:00 CET +3600" },
};
/* clang-format on */

static void
test_shown(void)
{
    g_autoptr(PkZone) zone = amsterdam();

    for (size_t i = 0; i < G_N_ELEMENTS(shown); i++) {
        int64_t us =
            utc(shown[i].year, shown[i].month, shown[i].day, shown[i].hour, shown[i].minute);
        PkLocal at = pk_zone_local(zone, us);
        g_autofree char *got =
            g_strdup_printf("%04d-%02d-%02d %d %02d:%02d %s %+d", at.year, at.month, at.day,
                            at.weekday, at.hour, at.minute, at.abbr, at.offset_s);
        g_assert_cmpstr(got, ==, shown[i].want);
    }
}

/* Every day of three centuries against GLib's own calendar. */
static void
test_calendar(void)
{
    g_autoptr(GDate) date = g_date_new_dmy(1, G_DATE_JANUARY, PK_YEAR_MIN);
    int64_t days = pk_civil_days(PK_YEAR_MIN, 1, 1);

    g_assert_cmpint(pk_civil_days(1970, 1, 1), ==, 0);
    for (; g_date_get_year(date) <= PK_YEAR_MAX; g_date_add_days(date, 1), days++) {
        PkLocal at;
        pk_civil_from_days(days, &at);
        g_assert_cmpint(at.year, ==, g_date_get_year(date));
        g_assert_cmpint(at.month, ==, (int)g_date_get_month(date));
        g_assert_cmpint(at.day, ==, g_date_get_day(date));
        g_assert_cmpint(at.weekday, ==, (int)g_date_get_weekday(date));
        g_assert_cmpint(pk_civil_days(at.year, at.month, at.day), ==, days);
        g_assert_cmpint(pk_civil_month_length(at.year, at.month), ==,
                        g_date_get_days_in_month(g_date_get_month(date), g_date_get_year(date)));
    }
    g_assert_cmpint(pk_civil_days(2026, 1, 32), ==, pk_civil_days(2026, 2, 1));
    g_assert_cmpint(pk_civil_days(2026, 3, 0), ==, pk_civil_days(2026, 2, 28));
}

/* Every minute from noon to noon around both changes, and a far future one. */
static void
test_sweep(void)
{
    static const int nights[][3] = { { 2026, 3, 28 }, { 2026, 10, 24 }, { 2198, 3, 24 } };
    g_autoptr(PkZone) zone = amsterdam();

    for (size_t n = 0; n < G_N_ELEMENTS(nights); n++) {
        int64_t start = utc(nights[n][0], nights[n][1], nights[n][2], 11, 0);
        int twice = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            int64_t us = start + minute * PK_MINUTE_US + 123456;
            PkLocal at = pk_zone_local(zone, us);
            int64_t back[2];
            PkFit fit = pk_zone_resolve(zone, &at, back);
            g_assert_true(fit == PK_FIT_OK || fit == PK_FIT_TWICE);
            g_assert_true((fit == PK_FIT_TWICE) == (back[0] != back[1]));
            g_assert_true(back[0] == us || back[1] == us);
            twice += fit == PK_FIT_TWICE;
        }
        g_assert_cmpint(twice, ==, n == 1 ? 120 : 0);
    }
}

static void
test_gap_and_twice(void)
{
    g_autoptr(PkZone) zone = amsterdam();
    int64_t us[2];

    for (int minute = 0; minute < 60; minute++) {
        PkLocal gap = { .year = 2026, .month = 3, .day = 29, .hour = 2, .minute = minute };
        g_assert_cmpint(pk_zone_resolve(zone, &gap, us), ==, PK_FIT_GAP);
        g_assert_cmpint(us[0], ==, utc(2026, 3, 29, 0, minute)); /* 01:mm CET  */
        g_assert_cmpint(us[1], ==, utc(2026, 3, 29, 1, minute)); /* 03:mm CEST */
        g_assert_cmpint(pk_zone_change(zone, us[0], us[1]), ==, utc(2026, 3, 29, 1, 0));
        PkLocal twice = { .year = 2026, .month = 10, .day = 25, .hour = 2, .minute = minute };
        g_assert_cmpint(pk_zone_resolve(zone, &twice, us), ==, PK_FIT_TWICE);
        g_assert_cmpint(us[0], ==, utc(2026, 10, 25, 0, minute));
        g_assert_cmpint(us[1], ==, utc(2026, 10, 25, 1, minute));
    }
}

static void
test_arithmetic(void)
{
    g_autoptr(PkZone) zone = amsterdam();
    g_autoptr(PkZone) cairo = pk_zone_new("Africa/Cairo", NULL);

    g_assert_cmpint(pk_zone_add_months(zone, utc(2026, 1, 31, 9, 0), 1), ==,
                    utc(2026, 2, 28, 9, 0));
    g_assert_cmpint(pk_zone_add_months(zone, utc(2028, 1, 31, 9, 0), 1), ==,
                    utc(2028, 2, 29, 9, 0));
    g_assert_cmpint(pk_zone_add_months(zone, utc(2026, 3, 9, 10, 5), 1), ==, utc(2026, 4, 9, 9, 5));
    g_assert_cmpint(pk_zone_add_months(zone, utc(2026, 1, 15, 9, 0), -1), ==,
                    utc(2025, 12, 15, 9, 0));
    g_assert_cmpint(pk_zone_add_days(zone, utc(2026, 3, 28, 9, 0), 3), ==, utc(2026, 3, 31, 8, 0));
    g_assert_cmpint(pk_zone_add_days(zone, utc(2026, 3, 28, 1, 30), 1), ==,
                    utc(2026, 3, 29, 1, 30));
    g_assert_cmpint(pk_zone_day_start(zone, 2026, 3, 29), ==, utc(2026, 3, 28, 23, 0));
    g_assert_cmpint(pk_zone_day_start(zone, 2026, 3, 30), ==, utc(2026, 3, 29, 22, 0));
    g_assert_cmpint(pk_zone_day_start(zone, 2026, 12, 32), ==, utc(2026, 12, 31, 23, 0));
    /* Egypt puts the clock forward at midnight: 24 April 2026 begins at 01:00. */
    PkLocal first = pk_zone_local(cairo, pk_zone_day_start(cairo, 2026, 4, 24));
    g_assert_cmpint(first.day, ==, 24);
    g_assert_true(first.hour <= 1 && first.minute == 0);
}

static void
test_extremes(void)
{
    g_autoptr(PkZone) zone = amsterdam();

    g_assert_cmpint(pk_zone_local(zone, INT64_MIN).year, ==, 1);
    g_assert_cmpint(pk_zone_local(zone, INT64_MAX).year, ==, 9999);
    g_assert_cmpint(pk_zone_local(zone, -1).us, ==, 999999);
    g_assert_cmpstr(pk_zone_local(NULL, 0).abbr, ==, "UTC");
    g_assert_cmpint(pk_zone_local(NULL, 0).weekday, ==, 4);
}

/* The machine's zone must not leak in. */
static void
test_machine_zone(void)
{
    g_setenv("TZ", "America/New_York", TRUE);
    g_autoptr(PkZone) zone = amsterdam();

    g_assert_cmpint(pk_zone_local(zone, utc(2026, 3, 10, 2, 14)).hour, ==, 3);
    g_unsetenv("TZ");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/zone/names", test_names);
    g_test_add_func("/zone/shown", test_shown);
    g_test_add_func("/zone/calendar", test_calendar);
    g_test_add_func("/zone/sweep", test_sweep);
    g_test_add_func("/zone/gap-and-twice", test_gap_and_twice);
    g_test_add_func("/zone/arithmetic", test_arithmetic);
    g_test_add_func("/zone/extremes", test_extremes);
    g_test_add_func("/zone/machine-zone", test_machine_zone);
    return g_test_run();
}
