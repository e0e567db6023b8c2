/* SPDX-License-Identifier: EUPL-1.2 */
/* What a rota is made of: patterns, shifts and holidays, and whether they can be. */
#include "piket/model/rota.h"

#include "check.h"
#include "piket/base/error.h"
#include "piket/model/timefmt.h"

#include <string.h>

enum {
    DAY_MIN = 1440,
    NAME_MAX_CHARS = 60,
    NOTE_MAX_CHARS = 200,
    ALL_DAYS = 127,
};

/* ---- patterns -------------------------------------------------------------------------------- */

PkRotaPattern *
pk_rota_pattern_new(void)
{
    PkRotaPattern *pattern = g_new0(PkRotaPattern, 1);

    pattern->span_min = 7 * DAY_MIN;
    pattern->step_days = pattern->turn_days = 7;
    pattern->weekdays = ALL_DAYS;
    pattern->until_us = INT64_MAX;
    pattern->logins = g_new0(char *, 1);
    return pattern;
}

void
pk_rota_pattern_free(PkRotaPattern *pattern)
{
    if (!pattern)
        return;
    g_free(pattern->uuid);
    g_free(pattern->name);
    g_free(pattern->zone_name);
    pk_zone_free(pattern->zone);
    g_strfreev(pattern->logins);
    g_free(pattern->by_who);
    g_free(pattern);
}

static const char *
fault_of(const PkRotaPattern *pattern)
{
    int64_t earliest = pk_civil_days(PK_YEAR_MIN, 1, 1),
            latest = pk_civil_days(PK_YEAR_MAX, 12, 31);

    if (!pk_check_line(pattern->name, NAME_MAX_CHARS))
        return _("A pattern has a name of at most 60 characters, such as \"weekly officer\".");
    if (pattern->first_day < earliest || pattern->first_day > latest)
        return _("A pattern begins on a day between 1900 and 2200.");
    if (pattern->from_min < 0 || pattern->from_min >= DAY_MIN)
        return _("A shift begins between 00:00 and 23:59.");
    if (pattern->step_days < 1 || pattern->step_days > PK_SHIFT_MAX_DAYS ||
        pattern->turn_days < 1 || pattern->turn_days > PK_SHIFT_MAX_DAYS)
        return _("A turn lasts from 1 to 366 days.");
    if (pattern->span_min < 1 || pattern->span_min > pattern->step_days * DAY_MIN + 60)
        return _("A shift of a pattern ends at most one hour after the next one begins.");
    if (pattern->turn_days < pattern->step_days)
        return _("A turn is at least as long as one shift.");
    if (pattern->weekdays < 1 || pattern->weekdays > ALL_DAYS)
        return _("Choose at least one day of the week.");
    if (g_strv_length(pattern->logins) > PK_ROTA_PERSONS_MAX)
        return _("At most 200 persons take turns in one pattern.");
    return NULL;
}

bool
pk_rota_pattern_check(PkRotaPattern *pattern, GError **error)
{
    if (!pk_check_verdict(fault_of(pattern), error))
        return false;
    pk_zone_free(pattern->zone);
    pattern->zone = pk_zone_new(pattern->zone_name, error);
    return pattern->zone != NULL;
}

/* "Mon Tue Fri" */
static char *
days_said(unsigned weekdays)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (int day = 1; day <= 7; day++) {
        if (weekdays & 1u << (day - 1))
            g_string_append_printf(out, "%s%s", out->len ? " " : "",
                                   pk_time_weekday(day, pk_i18n_lang()));
    }
    return g_strdup(out->str);
}

char *
pk_rota_pattern_say(const PkRotaPattern *pattern)
{
    g_autoptr(GString) out = g_string_new(NULL);
    PkLocal first = { 0 };
    int end = (pattern->from_min + pattern->span_min) % DAY_MIN;
    g_autofree char *from =
        g_strdup_printf("%02d:%02d", pattern->from_min / 60, pattern->from_min % 60);
    g_autofree char *until = g_strdup_printf("%02d:%02d", end / 60, end % 60);
    g_autofree char *days = days_said(pattern->weekdays);

    pk_civil_from_days(pattern->first_day, &first);
    const char *weekday = pk_time_weekday(first.weekday, pk_i18n_lang());
    if (pattern->step_days == 1)
        g_string_append_printf(out, "%s %s-%s",
                               pattern->weekdays == ALL_DAYS ? _("every day") : days, from, until);
    else if (pattern->step_days == 7 && pattern->span_min == 7 * DAY_MIN)
        g_string_append_printf(out, _("every week from %s %s"), weekday, from);
    else if (pattern->step_days == 7)
        g_string_append_printf(out, _("every week %s %s-%s"), weekday, from, until);
    else
        g_string_append_printf(out, _("every %d days %s-%s"), pattern->step_days, from, until);
    if (pattern->turn_days != pattern->step_days)
        g_string_append_printf(out, _(", turns of %d days"), pattern->turn_days);
    if (pattern->holidays != PK_HOLIDAYS_SAME)
        g_string_append_printf(out, ", %s", pk_word(&pk_words_holidays, (int)pattern->holidays));
    return g_strdup(out->str);
}

/* ---- shifts ---------------------------------------------------------------------------------- */

PkShift *
pk_shift_new(void)
{
    PkShift *shift = g_new0(PkShift, 1);

    shift->uuid = g_strdup("");
    shift->login = g_strdup("");
    shift->replaces = g_strdup("");
    shift->note = g_strdup("");
    shift->uid = g_strdup("");
    shift->by_who = g_strdup("");
    return shift;
}

PkShift *
pk_shift_copy(const PkShift *shift)
{
    PkShift *copy = g_memdup2(shift, sizeof *shift);

    copy->uuid = g_strdup(shift->uuid);
    copy->login = g_strdup(shift->login);
    copy->replaces = g_strdup(shift->replaces);
    copy->note = g_strdup(shift->note);
    copy->uid = g_strdup(shift->uid);
    copy->by_who = g_strdup(shift->by_who);
    return copy;
}

void
pk_shift_free(PkShift *shift)
{
    if (!shift)
        return;
    g_free(shift->uuid);
    g_free(shift->login);
    g_free(shift->replaces);
    g_free(shift->note);
    g_free(shift->uid);
    g_free(shift->by_who);
    g_free(shift);
}

bool
pk_shift_check(const PkShift *shift, GError **error)
{
    const char *fault = NULL;
    int64_t earliest = pk_civil_days(PK_YEAR_MIN, 1, 1) * PK_DAY_US;
    int64_t latest = pk_civil_days(PK_YEAR_MAX, 12, 31) * PK_DAY_US;

    if (shift->from_us < earliest || shift->until_us > latest)
        fault = _("A shift lies between 1900 and 2200.");
    else if (shift->until_us <= shift->from_us)
        fault = _("A shift ends after it begins.");
    else if (shift->until_us - shift->from_us > PK_SHIFT_MAX_DAYS * PK_DAY_US)
        fault = _("A shift lasts at most 366 days. Make a pattern for what goes on.");
    else if (!shift->login || !*shift->login)
        fault = _("A shift has a person.");
    else if (shift->note && *shift->note && !pk_check_line(shift->note, NOTE_MAX_CHARS))
        fault = _("A note with a shift has at most 200 characters, on one line.");
    return pk_check_verdict(fault, error);
}

/* ---- holidays, and all of it ----------------------------------------------------------------- */

PkHoliday *
pk_holiday_new(int64_t day, const char *name)
{
    PkHoliday *holiday = g_new0(PkHoliday, 1);

    holiday->day = day;
    holiday->name = g_strdup(name);
    return holiday;
}

void
pk_holiday_free(PkHoliday *holiday)
{
    if (!holiday)
        return;
    g_free(holiday->name);
    g_free(holiday);
}

PkRota *
pk_rota_new(void)
{
    PkRota *rota = g_new0(PkRota, 1);

    rota->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)pk_rota_pattern_free);
    rota->shifts = g_ptr_array_new_with_free_func((GDestroyNotify)pk_shift_free);
    rota->holidays = g_ptr_array_new_with_free_func((GDestroyNotify)pk_holiday_free);
    return rota;
}

void
pk_rota_free(PkRota *rota)
{
    if (!rota)
        return;
    g_clear_pointer(&rota->patterns, g_ptr_array_unref);
    g_clear_pointer(&rota->shifts, g_ptr_array_unref);
    g_clear_pointer(&rota->holidays, g_ptr_array_unref);
    g_free(rota);
}

int64_t
pk_rota_reach_us(const PkRota *rota)
{
    int64_t reach = 0;

    for (guint i = 0; i < rota->patterns->len; i++) {
        const PkRotaPattern *pattern = rota->patterns->pdata[i];
        reach = MAX(reach, (int64_t)pattern->span_min * PK_MINUTE_US);
    }
    return reach + PK_DAY_US;
}

unsigned
pk_rota_duties(const PkRota *rota, int64_t from_us)
{
    unsigned duties = 1u << PK_DUTY_OFFICER;

    for (guint i = 0; i < rota->patterns->len; i++) {
        const PkRotaPattern *pattern = rota->patterns->pdata[i];
        duties |= pattern->until_us > from_us ? 1u << pattern->duty : 0;
    }
    for (guint i = 0; i < rota->shifts->len; i++) {
        const PkShift *shift = rota->shifts->pdata[i];
        duties |= shift->until_us > from_us ? 1u << shift->duty : 0;
    }
    return duties;
}
