/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/zone.h"

#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <string.h>

struct PkZone {
    GTimeZone *tz;
    char *name;
};

/* GLib expands summer-time rules up to and including this year. */
enum { LAST_RULED_YEAR = 2037 };

#define FIRST_UNRULED_S INT64_C(2145916800)   /* 2038-01-01T00:00:00Z  */
#define EARLIEST_S      INT64_C(-62135510400) /* 0001-01-02, so that no zone shows year 0    */
#define LATEST_S        INT64_C(253402214400) /* 9999-12-31, so that no zone shows year 10000 */

/* --- the calendar --- */

/* Counts from 1 March of a 400-year cycle, so that the leap day comes last. */
int64_t
pk_civil_days(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year +
           day - 1 - 719468;
}

void
pk_civil_from_days(int64_t days, PkLocal *ret_local)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097; /* day of era, 0..146096 */
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153; /* 0 = March */

    ret_local->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    ret_local->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    ret_local->year = (int)(yoe + era * 400 + (ret_local->month <= 2));
    ret_local->weekday = (int)(((days + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday */
}

int
pk_civil_month_length(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : lengths[month - 1];
}

/* --- the zone --- */

/* GLib also takes "+02:00" and POSIX rules; the setting is a name, and the name is shown. */
static bool
looks_like_name(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789/_+-";

    return g_ascii_isalpha(name[0]) && strspn(name, allowed) == strlen(name) &&
           (strchr(name, '/') || strcspn(name, "0123456789+-") == strlen(name));
}

PkZone *
pk_zone_new(const char *name, GError **error)
{
    if (!name || !*name)
        name = PK_ZONE_DEFAULT;
    GTimeZone *tz = looks_like_name(name) ? g_time_zone_new_identifier(name) : NULL;
    if (!tz) {
        g_autofree char *shown = g_utf8_make_valid(name, -1);
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("This computer knows no time zone '%s'. Set zone to an IANA name, for "
                      "example Europe/Amsterdam."),
                    shown);
        return NULL;
    }
    PkZone *zone = g_new0(PkZone, 1);
    zone->tz = tz;
    zone->name = g_strdup(name);
    return zone;
}

void
pk_zone_free(PkZone *zone)
{
    if (!zone)
        return;
    g_time_zone_unref(zone->tz);
    g_free(zone->name);
    g_free(zone);
}

const char *
pk_zone_name(const PkZone *zone)
{
    return zone ? zone->name : "UTC";
}

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Rules name weekdays of months, so a year with the same calendar has the same changes. The
 * latest such year, because it follows the newest rule. */
static int64_t
same_calendar_year(int64_t seconds)
{
    PkLocal at;
    pk_civil_from_days(floor_div(seconds, 86400), &at);
    int64_t first = pk_civil_days(at.year, 1, 1);
    int64_t length = pk_civil_days(at.year + 1, 1, 1) - first;

    for (int year = LAST_RULED_YEAR; year > LAST_RULED_YEAR - 28; year--) {
        int64_t other = pk_civil_days(year, 1, 1);
        if ((first - other) % 7 == 0 && pk_civil_days(year + 1, 1, 1) - other == length)
            return seconds - (first - other) * 86400;
    }
    return seconds;
}

static int
interval_at(const PkZone *zone, int64_t seconds)
{
    if (seconds >= FIRST_UNRULED_S)
        seconds = same_calendar_year(seconds);
    return g_time_zone_find_interval(zone->tz, G_TIME_TYPE_UNIVERSAL, seconds);
}

static int
offset_at(const PkZone *zone, int64_t seconds)
{
    return zone ? (int)g_time_zone_get_offset(zone->tz, interval_at(zone, seconds)) : 0;
}

int
pk_zone_offset(const PkZone *zone, int64_t us)
{
    return offset_at(zone, floor_div(us, PK_SECOND_US));
}

PkLocal
pk_zone_local(const PkZone *zone, int64_t us)
{
    int64_t seconds = floor_div(us, PK_SECOND_US);
    int64_t clamped = CLAMP(seconds, EARLIEST_S, LATEST_S);
    PkLocal local = { .abbr = "UTC" };

    if (zone) {
        int interval = interval_at(zone, clamped);
        local.offset_s = (int)g_time_zone_get_offset(zone->tz, interval);
        local.abbr = g_time_zone_get_abbreviation(zone->tz, interval);
    }
    int64_t wall = clamped + local.offset_s;
    int64_t days = floor_div(wall, 86400);
    int of_day = (int)(wall - days * 86400);

    pk_civil_from_days(days, &local);
    local.hour = of_day / 3600;
    local.minute = of_day / 60 % 60;
    local.second = of_day % 60;
    if (clamped == seconds)
        local.us = (int)(us - seconds * PK_SECOND_US);
    return local;
}

PkFit
pk_zone_resolve(const PkZone *zone, const PkLocal *local, int64_t ret_us[2])
{
    int64_t wall = pk_civil_days(local->year, local->month, local->day) * 86400 +
                   local->hour * 3600 + local->minute * 60 + local->second;
    /* A day and a half on either side: beyond any offset, nearer than any two changes. */
    int before = offset_at(zone, wall - 36 * 3600);
    int after = offset_at(zone, wall + 36 * 3600);
    int64_t early = wall - before; /* the reading counted with the clock as it was */
    int64_t late = wall - after;
    bool early_fits = offset_at(zone, early) == before;
    bool late_fits = offset_at(zone, late) == after;
    PkFit fit = PK_FIT_OK;

    if (early_fits && late_fits && early != late) {
        fit = PK_FIT_TWICE;
    } else if (early_fits) {
        late = early;
    } else if (late_fits) {
        early = late;
    } else {
        /* Counted with the clock as it became, the reading lies before the jump. */
        int64_t swap = early;
        early = late;
        late = swap;
        fit = PK_FIT_GAP;
    }
    ret_us[0] = early * PK_SECOND_US + local->us;
    ret_us[1] = late * PK_SECOND_US + local->us;
    return fit;
}

int64_t
pk_zone_change(const PkZone *zone, int64_t before_us, int64_t after_us)
{
    int64_t low = floor_div(before_us, PK_SECOND_US);
    int64_t high = floor_div(after_us, PK_SECOND_US);
    int becomes = offset_at(zone, high);

    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (offset_at(zone, middle) == becomes)
            high = middle;
        else
            low = middle;
    }
    return high * PK_SECOND_US;
}

int64_t
pk_zone_day_start(const PkZone *zone, int year, int month, int day)
{
    PkLocal local = { 0 };
    int64_t us[2];

    pk_civil_from_days(pk_civil_days(year, month, day), &local);
    if (pk_zone_resolve(zone, &local, us) == PK_FIT_GAP)
        return pk_zone_change(zone, us[0], us[1]); /* midnight itself was jumped over */
    return us[0];
}

static int64_t
instant(const PkZone *zone, const PkLocal *local)
{
    int64_t us[2];
    PkFit fit = pk_zone_resolve(zone, local, us);

    return us[fit == PK_FIT_GAP ? 1 : 0];
}

int64_t
pk_zone_add_days(const PkZone *zone, int64_t us, int days)
{
    PkLocal local = pk_zone_local(zone, us);

    pk_civil_from_days(pk_civil_days(local.year, local.month, local.day) + days, &local);
    return instant(zone, &local);
}

int64_t
pk_zone_add_months(const PkZone *zone, int64_t us, int months)
{
    PkLocal local = pk_zone_local(zone, us);
    int64_t count = (int64_t)local.year * 12 + local.month - 1 + months;

    local.year = (int)floor_div(count, 12);
    local.month = (int)(count - (int64_t)local.year * 12) + 1;
    local.day = MIN(local.day, pk_civil_month_length(local.year, local.month));
    return instant(zone, &local);
}
