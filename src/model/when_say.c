/* SPDX-License-Identifier: EUPL-1.2 */
/* What is said back about a typed time: the echo beside the field and the warning below it. */
#include "when_read.h"

/* Longer ago than this is unusual at night, and often the wrong day. */
#define LONG_AGO_US (12 * PK_HOUR_US)

PkTimeText
pk_when_echo(const PkWhen *when, const PkZone *zone, int64_t now_us, PkLang lang, PkEcho style)
{
    PkLocal at = pk_zone_local(zone, when->us);
    PkLocal now = pk_zone_local(zone, now_us);
    bool same_day = at.year == now.year && at.month == now.month && at.day == now.day;
    unsigned parts = PK_TIME_MOMENT;
    PkTimeText body, echo;

    if (style == PK_ECHO_LONG || style == PK_ECHO_SHORT)
        parts |= PK_TIME_UTC | PK_TIME_BRACKETS;
    if (style == PK_ECHO_CLOCK && same_day)
        parts = PK_TIME_CLOCK | PK_TIME_ZONE;
    else if (style == PK_ECHO_LONG || at.year != now.year)
        parts |= PK_TIME_YEAR;
    if (when->has_seconds)
        parts |= PK_TIME_SECONDS;

    if (when->precision == PK_PRECISION_SECOND)
        body = pk_time_text(zone, when->us, lang, parts);
    else if (when->precision == PK_PRECISION_DAY)
        body = pk_time_text(zone, when->us, lang, PK_TIME_DAY_HEADING);
    else
        body = pk_time_known(zone, when->us, when->precision, lang);
    if (style != PK_ECHO_LONG || when->precision > PK_PRECISION_DAY) {
        g_snprintf(echo.s, sizeof echo.s, "= %s", body.s);
        return echo;
    }
    PkTimeText relative = when->precision == PK_PRECISION_SECOND
                              ? pk_time_relative(when->us, now_us, lang)
                              : pk_time_relative_day(zone, when->us, now_us, lang);
    g_snprintf(echo.s, sizeof echo.s, "= %.50s, %.24s", body.s, relative.s);
    return echo;
}

/* "56 min", "9h02": the difference of the minutes that are on the screen, at least one. */
static PkTimeText
distance(int64_t later_us, int64_t earlier_us)
{
    int64_t minutes = pk_time_minute(later_us) - pk_time_minute(earlier_us);
    PkTimeText text = pk_time_age(minutes * PK_MINUTE_US, pk_i18n_lang());

    if (minutes < 60)
        g_snprintf(text.s, sizeof text.s, "%d min", MAX((int)minutes, 1));
    return text;
}

static char *
warn_ahead(const PkWhenAsk *ask, const PkSaid *said, const PkWhen *when)
{
    int64_t ahead = when->us - ask->now_us;
    bool said_day = said->kind != PK_SAID_POINT || said->month || said->weekday ||
                    (said->has_day_word && said->day_word != 0);
    PkTimeText clock =
        pk_time_text(ask->zone, when->us, pk_i18n_lang(),
                     PK_TIME_CLOCK | (when->has_seconds ? (unsigned)PK_TIME_SECONDS : 0));

    if (when->precision != PK_PRECISION_SECOND)
        return g_strdup_printf(
            _("%s lies in the future. Enter keeps it."),
            pk_time_known(ask->zone, when->us, when->precision, pk_i18n_lang()).s);
    if (said_day || ahead >= PK_DAY_US)
        return g_strdup_printf(
            _("%s lies %s in the future. Enter keeps it."),
            pk_time_text(ask->zone, when->us, pk_i18n_lang(), PK_TIME_MOMENT | PK_TIME_YEAR).s,
            distance(when->us, ask->now_us).s);
    return g_strdup_printf(
        _("%s lies %s in the future. Did you mean yesterday %s? Enter keeps %s."), clock.s,
        distance(when->us, ask->now_us).s, clock.s, clock.s);
}

char *
pk_when_warning(const PkWhenAsk *ask, const PkSaid *said, const PkWhen *when)
{
    PkTimeText text =
        when->precision == PK_PRECISION_SECOND
            ? pk_time_text(ask->zone, when->us, pk_i18n_lang(), PK_TIME_MOMENT | PK_TIME_YEAR)
            : pk_time_known(ask->zone, when->us, when->precision, pk_i18n_lang());

    if (said->kind == PK_SAID_NOW)
        return NULL;
    if (ask->direction == PK_WHEN_PAST && when->us > ask->now_us)
        return warn_ahead(ask, said, when);
    if (ask->direction == PK_WHEN_PAST && when->until_us <= ask->now_us - LONG_AGO_US)
        return g_strdup_printf(_("%s is more than 12 hours ago (%s). Enter keeps it."), text.s,
                               distance(ask->now_us, when->us).s);
    if (ask->direction == PK_WHEN_FUTURE && when->until_us <= ask->now_us)
        return g_strdup_printf(_("%s has passed already (%s ago). Enter keeps it."), text.s,
                               distance(ask->now_us, when->us).s);
    return NULL;
}
