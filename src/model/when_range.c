/* SPDX-License-Identifier: EUPL-1.2 */
/* Stretches of time behind since: until: and on:. */
#include "piket/base/error.h"
#include "when_read.h"

#include <stdlib.h>
#include <string.h>

static bool
is_year(const char *text, int *ret_year)
{
    if (strlen(text) != 4 || strspn(text, "0123456789") != 4)
        return false;
    *ret_year = atoi(text);
    return *ret_year >= PK_YEAR_MIN && *ret_year <= PK_YEAR_MAX;
}

/* The whole of what one text names: a year, a month, a day, a minute, an instant. */
static bool
read_span(const PkWhenAsk *ask, const char *text, PkWhen *ret_when, GError **error)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    PkWhenAsk past = *ask;
    int year;

    past.text = trimmed;
    past.direction = PK_WHEN_PAST;
    if (is_year(trimmed, &year)) {
        *ret_when = (PkWhen){ .precision = PK_PRECISION_YEAR };
        ret_when->us = pk_zone_day_start(ask->zone, year, 1, 1);
        ret_when->until_us = pk_zone_day_start(ask->zone, year + 1, 1, 1);
        return true;
    }
    if (!pk_when_parse(&past, ret_when, error))
        return false;
    g_clear_pointer(&ret_when->warning, g_free); /* a filter changes nothing: no warning */
    return true;
}

/* A duration or "nu" behind on: means the day it falls on. */
static void
widen_to_day(const PkZone *zone, PkWhen *when)
{
    if (when->precision != PK_PRECISION_SECOND || when->has_clock)
        return;
    PkLocal at = pk_zone_local(zone, when->us);
    PkLocal next;
    pk_civil_from_days(pk_civil_days(at.year, at.month, at.day) + 1, &next);
    when->us = pk_zone_day_start(zone, at.year, at.month, at.day);
    when->until_us = pk_zone_day_start(zone, next.year, next.month, next.day);
}

static bool
read_pair(const PkWhenAsk *ask, const char *dots, PkRange *range, PkWhen *when, GError **error)
{
    g_autofree char *left = g_strstrip(g_strndup(ask->text, (size_t)(dots - ask->text)));
    const char *right = dots + 2;

    if (*left) {
        if (!read_span(ask, left, when, error))
            return false;
        range->from_us = when->us;
    }
    if (*right) {
        if (!read_span(ask, right, when, error))
            return false;
        range->until_us = when->until_us;
    }
    if ((*left || *right) && range->from_us < range->until_us)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("A range runs from an earlier to a later time. Write for example "
                  "2026-03-01..2026-03-09."));
    return false;
}

bool
pk_when_range(PkRangeKind kind, const PkWhenAsk *ask, PkRange *ret_range, PkWhen *ret_when,
              GError **error)
{
    PkRange range = { INT64_MIN, INT64_MAX };
    PkWhen own = { 0 };
    PkWhen *when = ret_when ? ret_when : &own;
    const char *dots = ask->text ? strstr(ask->text, "..") : NULL;

    *when = own;
    if (dots) {
        if (!read_pair(ask, dots, &range, when, error))
            return false;
        *ret_range = range;
        return true;
    }
    if (!read_span(ask, ask->text ? ask->text : "", when, error))
        return false;
    switch (kind) {
    case PK_RANGE_SINCE: range.from_us = when->us; break;
    case PK_RANGE_UNTIL:
        range.until_us = when->precision == PK_PRECISION_SECOND ? when->us : when->until_us;
        break;
    case PK_RANGE_ON:
        widen_to_day(ask->zone, when);
        range = (PkRange){ when->us, when->until_us };
        break;
    }
    *ret_range = range;
    return true;
}
