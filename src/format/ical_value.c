/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates and durations. libical takes "2026-99-99" and "P1T" as they are, so the shape is checked
 * here first and its answer is looked at afterwards. */
#include "ical_private.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <libical/ical.h>
#include <string.h>

enum { FIRST_YEAR = 1, DAY_S = 86400 };

static bool
has_shape(const char *text, const char *shape)
{
    for (; *text && *shape; text++, shape++)
        if (*shape == '9' ? !g_ascii_isdigit(*text) : *text != *shape)
            return false;
    return !*text && !*shape;
}

static bool
read_moment(const char *text, IcalMoment *moment)
{
    if (has_shape(text, "99999999"))
        moment->is_date = true;
    else if (has_shape(text, "99999999T999999Z"))
        moment->is_utc = true;
    else if (!has_shape(text, "99999999T999999"))
        return false;

    struct icaltimetype at = icaltime_from_string(text);
    /* A leap second is the second after it: no clock of ours can show it. */
    if (at.year < FIRST_YEAR || at.month < 1 || at.month > 12 || at.day < 1 ||
        at.day > pk_civil_month_length(at.year, at.month) || at.hour > 23 || at.minute > 59 ||
        at.second > 60)
        return false;
    moment->civil_s = pk_civil_days(at.year, at.month, at.day) * DAY_S;
    if (!moment->is_date)
        moment->civil_s += at.hour * 3600 + at.minute * 60 + at.second;
    return true;
}

bool
ical_moment_parse(const char *text, const char *tzid, unsigned line, IcalMoment *ret_moment,
                  GError **error)
{
    *ret_moment = (IcalMoment){ .tzid = tzid, .line = line };
    if (read_moment(text, ret_moment))
        return true;
    g_autofree char *shown = pk_text_fit(text, 40, "...");
    ical_refuse(error, line, _("\"%s\" is no date or time that exists."), shown);
    return false;
}

/* P, then weeks or days and a time, each with digits before its letter, few enough to count. */
static bool
is_span(const char *p)
{
    bool any = false;

    if (*p == '+' || *p == '-')
        p++;
    if (*p++ != 'P')
        return false;
    while (*p) {
        if (*p == 'T')
            p++;
        size_t n = strspn(p, "0123456789");
        if (n == 0 || n > 7 || !p[n] || !strchr("WDHMS", p[n]))
            return false;
        p += n + 1;
        any = true;
    }
    return any;
}

bool
ical_span_parse(const char *text, unsigned line, IcalSpan *ret_span, GError **error)
{
    if (is_span(text)) {
        struct icaldurationtype span = icaldurationtype_from_string(text);
        int64_t days = (int64_t)span.weeks * 7 + span.days;
        int64_t seconds = (int64_t)span.hours * 3600 + (int64_t)span.minutes * 60 + span.seconds;
        if (!icaldurationtype_is_bad_duration(span) && !span.is_neg &&
            days + seconds / DAY_S <= PK_ICAL_DAYS_MAX) {
            *ret_span = (IcalSpan){ .days = (int)days, .seconds = seconds };
            return true;
        }
    }
    g_autofree char *shown = pk_text_fit(text, 40, "...");
    ical_refuse(error, line, _("\"%s\" is no duration of at most %d days."), shown,
                PK_ICAL_DAYS_MAX);
    return false;
}
