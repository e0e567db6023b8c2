/* SPDX-License-Identifier: EUPL-1.2 */
/* From what was said to an instant. */
#include "piket/model/when.h"

#include "piket/base/error.h"
#include "when_read.h"

#include <stdlib.h>

/* A clock time at most this far ahead, in a past field, is today's: a fast watch. */
#define AHEAD_US PK_HOUR_US

/* Beyond any year that may be typed; a guard against overflow before the calendar is asked. */
enum { SHIFT_DAYS_MAX = 200000, SHIFT_MONTHS_MAX = 6000 };

void
pk_when_clear(PkWhen *when)
{
    g_free(when->warning);
    *when = (PkWhen){ 0 };
}

static bool
refuse_year(GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("The year must lie between %d and %d. Write for example 9-3-2026."), PK_YEAR_MIN,
                PK_YEAR_MAX);
    return false;
}

static bool
check_year(const PkWhenAsk *ask, const PkWhen *when, GError **error)
{
    int year = pk_zone_local(ask->zone, when->us).year;

    return (year >= PK_YEAR_MIN && year <= PK_YEAR_MAX) || refuse_year(error);
}

/* --- durations --- */

static bool
resolve_shift(const PkWhenAsk *ask, const PkSaid *said, PkWhen *when, GError **error)
{
    int sign = said->sign ? said->sign : ask->direction == PK_WHEN_PAST ? -1 : 1;

    if (said->shift_days > SHIFT_DAYS_MAX || said->shift_months > SHIFT_MONTHS_MAX ||
        said->shift_us > SHIFT_DAYS_MAX * PK_DAY_US)
        return refuse_year(error);
    int64_t us = ask->now_us;
    if (said->shift_months)
        us = pk_zone_add_months(ask->zone, us, sign * said->shift_months);
    if (said->shift_days)
        us = pk_zone_add_days(ask->zone, us, sign * said->shift_days);
    when->us = us + sign * said->shift_us;
    when->until_us = when->us + 1;
    return check_year(ask, when, error);
}

/* --- one day with what was said of the clock --- */

typedef struct {
    PkFit fit;
    int64_t us[2];
    bool zone_fits; /* a typed abbreviation is in force at us[0] */
} Placed;

/* The instants of the said clock time on a day; without a clock time, the day's first instant. */
static Placed
place(const PkWhenAsk *ask, const PkSaid *said, int64_t days)
{
    PkLocal local = { 0 };
    Placed placed = { .zone_fits = true };

    pk_civil_from_days(days, &local);
    if (!said->has_clock) {
        placed.us[0] = pk_zone_day_start(ask->zone, local.year, local.month, local.day);
        placed.us[1] = placed.us[0];
        return placed;
    }
    local.hour = said->hour;
    local.minute = said->minute;
    local.second = said->second;
    local.us = said->us;
    placed.fit = pk_zone_resolve(said->has_offset ? NULL : ask->zone, &local, placed.us);
    for (int i = 0; i < 2 && said->has_offset; i++)
        placed.us[i] -= said->offset_s * PK_SECOND_US;
    if (!*said->zone_word || placed.fit == PK_FIT_GAP)
        return placed;
    for (int i = 0; i < 2; i++) {
        PkLocal at = pk_zone_local(ask->zone, placed.us[i]);
        if (g_ascii_strcasecmp(at.abbr, said->zone_word) == 0) {
            placed.us[0] = placed.us[1] = placed.us[i];
            placed.fit = PK_FIT_OK;
            return placed;
        }
    }
    placed.zone_fits = false;
    return placed;
}

/* Today in the zone that was typed, else in ours. */
static PkLocal
today(const PkWhenAsk *ask, const PkSaid *said)
{
    if (said->has_offset)
        return pk_zone_local(NULL, ask->now_us + said->offset_s * PK_SECOND_US);
    return pk_zone_local(ask->zone, ask->now_us);
}

/* Is this day's instant on the right side of now? */
static bool
in_direction(const PkWhenAsk *ask, const PkSaid *said, const Placed *placed, bool is_today)
{
    if (ask->direction == PK_WHEN_PAST)
        return placed->us[0] <= ask->now_us + (is_today && said->has_clock ? AHEAD_US : 0);
    if (!said->has_clock && is_today)
        return said->month != 0; /* "10-3" is today all day, "di" on a Tuesday is next week's */
    return placed->us[1] >= ask->now_us;
}

/* --- which day --- */

static bool
check_day(const PkSaid *said, GError **error)
{
    int length = pk_civil_month_length(said->year, said->month);

    if (said->year < PK_YEAR_MIN || said->year > PK_YEAR_MAX)
        return refuse_year(error);
    if (said->day > length) {
        const char *month = pk_time_month(said->month, pk_i18n_lang());
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%d %s %d does not exist: that month ends on %d %s. Correct the day, for "
                      "example %d-%d-%d."),
                    said->day, month, said->year, length, month, length, said->month, said->year);
        return false;
    }
    int64_t days = pk_civil_days(said->year, said->month, said->day);
    PkLocal at;
    pk_civil_from_days(days, &at);
    if (said->weekday && said->weekday != at.weekday) {
        PkLang lang = pk_i18n_lang();
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%d %s %d is not that weekday but %s. Leave the weekday out, or write "
                      "%s %d-%d-%d."),
                    said->day, pk_time_month(said->month, lang), said->year,
                    pk_time_weekday(at.weekday, lang), pk_time_weekday(at.weekday, lang), said->day,
                    said->month, said->year);
        return false;
    }
    return true;
}

/* "9-3", "mrt": the nearest year in the direction that has such a day. */
static int
nearest_year(const PkWhenAsk *ask, const PkSaid *said)
{
    PkLocal now = today(ask, said);
    int64_t now_days = pk_civil_days(now.year, now.month, now.day);
    int step = ask->direction == PK_WHEN_PAST ? -1 : 1;

    for (int k = 0; k <= 8; k++) {
        int year = now.year + k * step;
        if (said->day > pk_civil_month_length(year, said->month))
            continue;
        int64_t days = pk_civil_days(year, said->month, MAX(said->day, 1));
        Placed placed = place(ask, said, days);
        if (!said->day && k == 0 && now.month == said->month)
            return year;
        if (in_direction(ask, said, &placed, days == now_days))
            return year;
    }
    return now.year;
}

/* A weekday, or only a clock time: the nearest day in the direction. */
static int64_t
nearest_day(const PkWhenAsk *ask, const PkSaid *said)
{
    PkLocal now = today(ask, said);
    int64_t now_days = pk_civil_days(now.year, now.month, now.day);
    int step = ask->direction == PK_WHEN_PAST ? -1 : 1;

    for (int k = 0; k <= 8; k++) {
        int64_t days = now_days + k * step;
        PkLocal at;
        pk_civil_from_days(days, &at);
        if (said->weekday && said->weekday != at.weekday)
            continue;
        Placed placed = place(ask, said, days);
        if (in_direction(ask, said, &placed, k == 0))
            return days;
    }
    return now_days;
}

static bool
find_day(const PkWhenAsk *ask, const PkSaid *said, int64_t *ret_days, GError **error)
{
    PkSaid full = *said;

    if (said->has_day_word) {
        PkLocal now = today(ask, said);
        *ret_days = pk_civil_days(now.year, now.month, now.day) + said->day_word;
        return true;
    }
    if (!said->month) {
        *ret_days = nearest_day(ask, said);
        return true;
    }
    if (!full.year)
        full.year = nearest_year(ask, said);
    if (!check_day(&full, error))
        return false;
    *ret_days = pk_civil_days(full.year, full.month, full.day);
    return true;
}

/* --- the nights on which the clock changes --- */

static PkTimeText
clock_text(const PkZone *zone, int64_t us, const PkSaid *said, unsigned parts)
{
    return pk_time_text(zone, us, PK_LANG_EN,
                        parts | (said->has_seconds ? (unsigned)PK_TIME_SECONDS : 0));
}

static bool
refuse_gap(const PkWhenAsk *ask, const PkSaid *said, const Placed *placed, GError **error)
{
    int64_t change = pk_zone_change(ask->zone, placed->us[0], placed->us[1]);
    PkLocal local = { .year = 2000,
                      .month = 1,
                      .day = 1,
                      .hour = said->hour,
                      .minute = said->minute,
                      .second = said->second };
    int64_t typed[2];

    pk_zone_resolve(NULL, &local, typed);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("%s does not exist (the clock went to %s). Did you mean %s or %s?"),
                clock_text(NULL, typed[0], said, PK_TIME_CLOCK).s,
                pk_time_text(ask->zone, change, PK_LANG_EN, PK_TIME_CLOCK).s,
                clock_text(ask->zone, placed->us[0], said, PK_TIME_CLOCK).s,
                clock_text(ask->zone, placed->us[1], said, PK_TIME_CLOCK).s);
    return false;
}

static bool
ask_which(const PkWhenAsk *ask, const PkSaid *said, const Placed *placed, PkWhen *when,
          GError **error)
{
    const unsigned parts = PK_TIME_CLOCK | PK_TIME_ZONE | PK_TIME_UTC | PK_TIME_BRACKETS;

    if (ask->choice == 'a' || ask->choice == 'b') {
        when->us = placed->us[ask->choice - 'a'];
        return true;
    }
    when->asks = true;
    when->choice_us[0] = placed->us[0];
    when->choice_us[1] = placed->us[1];
    g_set_error(
        error, PK_ERROR, PK_ERROR_CONFIRM,
        _("%s comes twice on %s: a is %s, b is %s. Choose a or b, or type the zone behind it."),
        clock_text(ask->zone, placed->us[0], said, PK_TIME_CLOCK).s,
        pk_time_text(ask->zone, placed->us[0], pk_i18n_lang(), PK_TIME_SHORT_DATE).s,
        clock_text(ask->zone, placed->us[0], said, parts).s,
        clock_text(ask->zone, placed->us[1], said, parts).s);
    return false;
}

/* --- the whole --- */

static bool
resolve_month(const PkWhenAsk *ask, const PkSaid *said, PkWhen *when, GError **error)
{
    int year = said->year ? said->year : nearest_year(ask, said);

    if (said->has_clock || said->weekday) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("A month with a clock time or weekday needs a day too. Write for example "
                      "9 Mar 04:02."));
        return false;
    }
    if (year < PK_YEAR_MIN || year > PK_YEAR_MAX)
        return refuse_year(error);
    when->precision = PK_PRECISION_MONTH;
    when->us = pk_zone_day_start(ask->zone, year, said->month, 1);
    when->until_us = pk_zone_add_months(ask->zone, when->us, 1);
    return true;
}

static bool
resolve_point(const PkWhenAsk *ask, const PkSaid *said, PkWhen *when, GError **error)
{
    int64_t days;

    if (said->month && !said->day)
        return resolve_month(ask, said, when, error);
    if (!find_day(ask, said, &days, error))
        return false;
    when->has_clock = said->has_clock;
    when->has_seconds = said->has_seconds;
    when->has_zone = said->has_offset || *said->zone_word;
    Placed placed = place(ask, said, days);
    if (!placed.zone_fits) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is not a time zone in force here at that time. Write for example "
                      "03:10 CET, 02:10Z or 03:10 +01:00."),
                    said->zone_word);
        return false;
    }
    if (placed.fit == PK_FIT_GAP)
        return refuse_gap(ask, said, &placed, error);
    when->us = placed.us[0];
    if (placed.fit == PK_FIT_TWICE && !ask_which(ask, said, &placed, when, error))
        return false;
    if (!check_year(ask, when, error))
        return false;
    if (said->has_clock) {
        when->until_us = when->us + (said->has_seconds ? PK_SECOND_US : PK_MINUTE_US);
        return true;
    }
    PkLocal next;
    pk_civil_from_days(days + 1, &next);
    when->precision = PK_PRECISION_DAY;
    when->until_us = pk_zone_day_start(ask->zone, next.year, next.month, next.day);
    return true;
}

bool
pk_when_parse(const PkWhenAsk *ask, PkWhen *ret_when, GError **error)
{
    PkSaid said;
    bool ok = false;

    *ret_when = (PkWhen){ .precision = PK_PRECISION_SECOND };
    if (!pk_said_read(ask->text, &said, error))
        return false;
    switch (said.kind) {
    case PK_SAID_NOW:
        ret_when->us = ask->now_us;
        ret_when->until_us = ask->now_us + 1;
        ok = true;
        break;
    case PK_SAID_SHIFT: ok = resolve_shift(ask, &said, ret_when, error); break;
    case PK_SAID_POINT: ok = resolve_point(ask, &said, ret_when, error); break;
    }
    if (ok)
        ret_when->warning = pk_when_warning(ask, &said, ret_when);
    return ok;
}
