/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates of import files: RFC 3339 and its beginnings, nothing that needs guessing. */
#include "incident_import.h"

#include <string.h>

/* Exactly n digits at *at, which moves on. */
static bool
digits(const char **at, int n, int *ret_value)
{
    int value = 0;

    for (int i = 0; i < n; i++, (*at)++) {
        if (!g_ascii_isdigit(**at))
            return false;
        value = value * 10 + (**at - '0');
    }
    *ret_value = value;
    return true;
}

static bool
literal(const char **at, const char *any_of)
{
    if (!**at || !strchr(any_of, **at))
        return false;
    (*at)++;
    return true;
}

/* ".123456" behind the seconds; digits beyond microseconds are dropped. */
static bool
fraction(const char **at, int *ret_us)
{
    int unit = 100000;

    *ret_us = 0;
    if (**at != '.')
        return true;
    (*at)++;
    if (!g_ascii_isdigit(**at))
        return false;
    for (; g_ascii_isdigit(**at); (*at)++, unit /= 10)
        *ret_us += (**at - '0') * unit;
    return true;
}

/* Z or +01:00 at the end: minutes east of UTC. */
static bool
zone(const char *at, int *ret_minutes)
{
    int hours = 0;
    int minutes = 0;
    int sign = *at == '-' ? -1 : 1;

    *ret_minutes = 0;
    if (strcmp(at, "Z") == 0 || strcmp(at, "z") == 0)
        return true;
    if (!literal(&at, "+-") || !digits(&at, 2, &hours) || !literal(&at, ":") ||
        !digits(&at, 2, &minutes) || *at || hours > 23 || minutes > 59)
        return false;
    *ret_minutes = sign * (hours * 60 + minutes);
    return true;
}

static int64_t
day_us(int year, int month, int day)
{
    g_autoptr(GDateTime) when = g_date_time_new_utc(year, month, day, 0, 0, 0);

    return when ? g_date_time_to_unix(when) * G_USEC_PER_SEC : 0;
}

static bool
time_of_day(const char *at, int64_t *ret_us)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    int us = 0;
    int east = 0;

    if (!literal(&at, "Tt ") || !digits(&at, 2, &hour) || !literal(&at, ":") ||
        !digits(&at, 2, &minute))
        return false;
    if (*at == ':' && (!literal(&at, ":") || !digits(&at, 2, &second) || !fraction(&at, &us)))
        return false;
    if (!zone(at, &east) || hour > 23 || minute > 59 || second > 60)
        return false;
    int64_t seconds = (int64_t)hour * 3600 + minute * 60 + MIN(second, 59) - (int64_t)east * 60;
    *ret_us = seconds * G_USEC_PER_SEC + us;
    return true;
}

bool
import_date(const char *text, int64_t *ret_us, PkPrecision *ret_precision)
{
    const char *at = text;
    int year = 0;
    int month = 1;
    int day = 1;
    int64_t within_us = 0;
    PkPrecision precision = PK_PRECISION_YEAR;

    if (!digits(&at, 4, &year) || year < 1900 || year > 2199)
        return false;
    if (*at) {
        precision = PK_PRECISION_MONTH;
        if (!literal(&at, "-") || !digits(&at, 2, &month) || month < 1 || month > 12)
            return false;
    }
    if (*at) {
        precision = PK_PRECISION_DAY;
        if (!literal(&at, "-") || !digits(&at, 2, &day) || day < 1 ||
            day > g_date_get_days_in_month((GDateMonth)month, (GDateYear)year))
            return false;
    }
    if (*at) {
        precision = PK_PRECISION_SECOND;
        if (!time_of_day(at, &within_us))
            return false;
    }
    *ret_us = day_us(year, month, day) + within_us;
    *ret_precision = precision;
    return true;
}
