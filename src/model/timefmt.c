/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/timefmt.h"

#include "piket/base/error.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* clang-format off */
static const char *const weekdays[][7] = {
    [PK_LANG_EN] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
    [PK_LANG_NL] = { "ma", "di", "wo", "do", "vr", "za", "zo" },
};
static const char *const months[][12] = {
    [PK_LANG_EN] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
    [PK_LANG_NL] = { "jan", "feb", "mrt", "apr", "mei", "jun",
                     "jul", "aug", "sep", "okt", "nov", "dec" },
};
/* clang-format on */

/* The language comes as an argument (an export may differ from the screen), so these few words
 * cannot go through gettext. */
static const char *
say(PkLang lang, const char *en, const char *nl)
{
    return lang == PK_LANG_NL ? nl : en;
}

static void add(PkTimeText *text, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
add(PkTimeText *text, const char *format, ...)
{
    size_t used = strlen(text->s);
    va_list args;

    va_start(args, format);
    g_vsnprintf(text->s + used, sizeof text->s - used, format, args);
    va_end(args);
}

static void
add_space(PkTimeText *text)
{
    if (*text->s)
        add(text, " ");
}

const char *
pk_time_weekday(int weekday, PkLang lang)
{
    return weekdays[lang][weekday - 1];
}

const char *
pk_time_month(int month, PkLang lang)
{
    return months[lang][month - 1];
}

static void
add_clock(PkTimeText *text, const PkLocal *at, unsigned parts)
{
    add(text, "%02d:%02d", at->hour, at->minute);
    if (parts & PK_TIME_SECONDS)
        add(text, ":%02d", at->second);
}

PkTimeText
pk_time_text(const PkZone *zone, int64_t us, PkLang lang, unsigned parts)
{
    PkLocal at = pk_zone_local(zone, us);
    PkTimeText text = { "" };

    if (parts & PK_TIME_WEEKDAY)
        add(&text, "%s", pk_time_weekday(at.weekday, lang));
    if (parts & PK_TIME_DATE) {
        add_space(&text);
        add(&text, parts & PK_TIME_PAD ? "%02d %s" : "%d %s", at.day,
            pk_time_month(at.month, lang));
    }
    if (parts & PK_TIME_YEAR) {
        add_space(&text);
        add(&text, "%d", at.year);
    }
    if (parts & PK_TIME_CLOCK) {
        add_space(&text);
        add_clock(&text, &at, parts);
    }
    if (parts & PK_TIME_ZONE) {
        add_space(&text);
        add(&text, "%.16s", at.abbr);
    }
    if (parts & PK_TIME_UTC) {
        PkLocal utc = pk_zone_local(NULL, us);
        add_space(&text);
        add(&text, "%s", parts & PK_TIME_BRACKETS ? "(" : "");
        add_clock(&text, &utc, parts);
        add(&text, "Z%s", parts & PK_TIME_BRACKETS ? ")" : "");
    }
    return text;
}

PkTimeText
pk_time_known(const PkZone *zone, int64_t us, PkPrecision precision, PkLang lang)
{
    PkLocal at = pk_zone_local(zone, us);
    PkTimeText text = { "" };

    switch (precision) {
    case PK_PRECISION_YEAR: add(&text, "%d", at.year); break;
    case PK_PRECISION_MONTH: add(&text, "%s %d", pk_time_month(at.month, lang), at.year); break;
    case PK_PRECISION_DAY: return pk_time_text(zone, us, lang, PK_TIME_SHORT_DATE);
    case PK_PRECISION_SECOND:
        return pk_time_text(zone, us, lang, PK_TIME_SHORT_DATE | PK_TIME_CLOCK | PK_TIME_ZONE);
    }
    return text;
}

PkTimeText
pk_time_age(int64_t elapsed_us, PkLang lang)
{
    int64_t minutes = MAX(elapsed_us, 0) / PK_MINUTE_US;
    int64_t hours = minutes / 60;
    int64_t days = hours / 24;
    PkTimeText text = { "" };

    if (hours < 1)
        add(&text, "%" PRId64 "m", minutes);
    else if (days < 1)
        add(&text, "%" PRId64 "%s%02" PRId64, hours, say(lang, "h", "u"), minutes % 60);
    else if (days < 100)
        add(&text, "%" PRId64 "d%02" PRId64, days, hours % 24);
    else if (days < 2 * 365)
        add(&text, "%" PRId64 "d", days);
    else
        add(&text, "%" PRId64 "%s", days / 365, say(lang, "y", "j"));
    return text;
}

int64_t
pk_time_minute(int64_t us)
{
    return us / PK_MINUTE_US - (us % PK_MINUTE_US < 0);
}

PkTimeText
pk_time_left(int64_t due_us, int64_t now_us)
{
    int64_t minutes = pk_time_minute(due_us) - pk_time_minute(now_us);
    const char *sign = due_us < now_us ? "-" : "";
    int64_t size = minutes < 0 ? -minutes : minutes;
    PkTimeText text = { "" };

    if (size < 100 * 60)
        add(&text, "%s%02" PRId64 ":%02" PRId64, sign, size / 60, size % 60);
    else
        add(&text, "%s%" PRId64 "d", sign, size / (24 * 60));
    return text;
}

/* Far-off times come from imports and fuzzers; their difference must not overflow. */
static int64_t
difference(int64_t later_us, int64_t earlier_us)
{
    int64_t result;

    if (__builtin_sub_overflow(later_us, earlier_us, &result))
        return later_us > earlier_us ? INT64_MAX : INT64_MIN + 1;
    return result;
}

PkTimeText
pk_time_relative(int64_t us, int64_t now_us, PkLang lang)
{
    int64_t ago = difference(now_us, us);
    PkTimeText text = { "" };

    if (ago >= PK_HOUR_US)
        add(&text, "%s %s", pk_time_age(ago, lang).s, say(lang, "ago", "geleden"));
    else if (ago >= PK_MINUTE_US)
        add(&text, "%d min %s", (int)(ago / PK_MINUTE_US), say(lang, "ago", "geleden"));
    else if (ago > -PK_MINUTE_US)
        add(&text, "%s", say(lang, "now", "nu"));
    else
        add(&text, "%s %s", say(lang, "in", "over"), pk_time_age(-ago, lang).s);
    return text;
}

PkTimeText
pk_time_relative_day(const PkZone *zone, int64_t us, int64_t now_us, PkLang lang)
{
    PkLocal at = pk_zone_local(zone, us);
    PkLocal now = pk_zone_local(zone, now_us);
    int64_t ago =
        pk_civil_days(now.year, now.month, now.day) - pk_civil_days(at.year, at.month, at.day);
    PkTimeText text = { "" };

    if (ago == 0)
        add(&text, "%s", say(lang, "today", "vandaag"));
    else if (ago == 1)
        add(&text, "%s", say(lang, "yesterday", "gisteren"));
    else if (ago == -1)
        add(&text, "%s", say(lang, "tomorrow", "morgen"));
    else if (ago > 0)
        add(&text, "%" PRId64 " %s", ago, say(lang, "days ago", "dagen geleden"));
    else
        add(&text, "%s %" PRId64 " %s", say(lang, "in", "over"), -ago, say(lang, "days", "dagen"));
    return text;
}

PkTimeText
pk_time_rfc3339(int64_t us)
{
    PkLocal at = pk_zone_local(NULL, us);
    PkTimeText text = { "" };

    add(&text, "%04d-%02d-%02dT%02d:%02d:%02dZ", at.year, at.month, at.day, at.hour, at.minute,
        at.second);
    return text;
}

/* Reads exactly n digits; -1 when they are not there. */
static int
digits(const char **at, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++, (*at)++) {
        if (!g_ascii_isdigit(**at))
            return -1;
        value = value * 10 + (**at - '0');
    }
    return value;
}

static bool
skip(const char **at, char wanted)
{
    if (g_ascii_toupper(**at) != wanted)
        return false;
    (*at)++;
    return true;
}

static bool
read_fraction(const char **at, int *ret_us)
{
    int unit = 100000;

    if (!skip(at, '.'))
        return true;
    if (!g_ascii_isdigit(**at))
        return false;
    for (; g_ascii_isdigit(**at); (*at)++, unit /= 10)
        *ret_us += (**at - '0') * unit;
    return true;
}

static bool
read_offset(const char **at, int *ret_seconds)
{
    if (skip(at, 'Z'))
        return true;
    int sign = **at == '-' ? -1 : 1;
    if (!skip(at, '+') && !skip(at, '-'))
        return false;
    int hours = digits(at, 2);
    int minutes = skip(at, ':') ? digits(at, 2) : -1;
    *ret_seconds = sign * (hours * 3600 + minutes * 60);
    return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
}

static bool
read_rfc3339(const char *at, PkLocal *local, int *ret_offset)
{
    bool shape = (local->year = digits(&at, 4)) > 0 && skip(&at, '-') &&
                 (local->month = digits(&at, 2)) > 0 && skip(&at, '-') &&
                 (local->day = digits(&at, 2)) > 0 && (skip(&at, 'T') || skip(&at, ' ')) &&
                 (local->hour = digits(&at, 2)) >= 0 && skip(&at, ':') &&
                 (local->minute = digits(&at, 2)) >= 0 && skip(&at, ':') &&
                 (local->second = digits(&at, 2)) >= 0 && read_fraction(&at, &local->us) &&
                 read_offset(&at, ret_offset) && !*at;

    return shape && local->month <= 12 &&
           local->day <= pk_civil_month_length(local->year, local->month) && local->hour < 24 &&
           local->minute < 60 && local->second <= 60;
}

bool
pk_time_parse_rfc3339(const char *text, int64_t *ret_us, GError **error)
{
    PkLocal local = { 0 };
    int64_t us[2];
    int offset = 0;

    if (!text || !read_rfc3339(text, &local, &offset)) {
        g_autofree char *shown = g_utf8_make_valid(text ? text : "", -1);
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is not a date and time with a zone. Write it like "
                      "2026-03-10T02:24:07Z."),
                    shown);
        return false;
    }
    pk_zone_resolve(NULL, &local, us);
    *ret_us = us[0] - offset * PK_SECOND_US;
    return true;
}
