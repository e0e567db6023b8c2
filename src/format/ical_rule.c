/* SPDX-License-Identifier: EUPL-1.2 */
/* Recurrence. libical reads the text of a rule; the days are found here, period by period: of each
 * year, month, week, day or hour every day is tried against all parts of the rule. That is slower
 * than leaping from match to match, but it ends: what a rule costs is known from its length. */
#include "ical_private.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

struct IcalRule {
    struct icalrecurrencetype rule;
    unsigned line;
    int until_kind; /* as ical_rule_until */
    int64_t until_s;
    int64_t price; /* of one day: how many values it is compared with */
    unsigned n_times;
};

enum { DAY_S = 86400, TIMES_MAX = 1440, LIST_END = ICAL_RECURRENCE_ARRAY_MAX };

static unsigned
length(const short *list, unsigned max)
{
    unsigned n = 0;

    while (n < max && list[n] != LIST_END)
        n++;
    return n;
}

#define LENGTH(list) length(list, G_N_ELEMENTS(list))

static bool
has(const short *list, unsigned n, int a, int b)
{
    for (unsigned i = 0; i < n; i++)
        if (list[i] == a || list[i] == b)
            return true;
    return false;
}

/* --- reading --- */

/* libical counts with shorts and atoi: no number may be longer than they hold. UNTIL is ours. */
static bool
is_tame(const char *text)
{
    if (strlen(text) > 4000 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                            "0123456789=;,+-") != strlen(text))
        return false;
    for (const char *p = text; *p;) {
        size_t n = strspn(p, "0123456789");
        if (n > 4)
            return false;
        p += n ? n : 1;
    }
    return true;
}

/* Takes "UNTIL=..." out of the text. */
static bool
cut_until(GString *text, IcalRule *rule, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text->str, ";", 0);

    g_string_truncate(text, 0);
    for (char **part = parts; *part; part++) {
        IcalMoment at;
        if (g_ascii_strncasecmp(*part, "UNTIL=", 6) != 0) {
            if (**part)
                g_string_append_printf(text, "%s%s", text->len ? ";" : "", *part);
            continue;
        }
        if (!ical_moment_parse(*part + 6, NULL, rule->line, &at, error))
            return false;
        rule->until_kind = at.is_utc ? 1 : 2;
        rule->until_s = at.civil_s + (at.is_date ? DAY_S - 1 : 0);
    }
    return true;
}

static bool
has_positions(const struct icalrecurrencetype *rule)
{
    unsigned n = LENGTH(rule->by_day);

    for (unsigned i = 0; i < n; i++)
        if (icalrecurrencetype_day_position(rule->by_day[i]) != 0)
            return true;
    return false;
}

static bool
judge(IcalRule *self, const char *text, GError **error)
{
    const struct icalrecurrencetype *rule = &self->rule;
    g_autofree char *shown = pk_text_fit(text, 60, "...");

    if (rule->freq == ICAL_NO_RECURRENCE) {
        ical_refuse(error, self->line, _("\"%s\" is no rule of repetition."), shown);
        return false;
    }
    if (rule->freq == ICAL_SECONDLY_RECURRENCE || rule->freq == ICAL_MINUTELY_RECURRENCE) {
        ical_refuse(error, self->line,
                    _("its rule repeats more often than every hour, which no rota does."));
        return false;
    }
    bool hourly = rule->freq == ICAL_HOURLY_RECURRENCE;
    if ((rule->rscale && g_ascii_strcasecmp(rule->rscale, "GREGORIAN") != 0) ||
        rule->skip != ICAL_SKIP_OMIT || self->n_times > TIMES_MAX ||
        (rule->count && self->until_kind) ||
        (hourly &&
         (LENGTH(rule->by_minute) || LENGTH(rule->by_second) || LENGTH(rule->by_set_pos))) ||
        (rule->freq != ICAL_YEARLY_RECURRENCE && rule->freq != ICAL_MONTHLY_RECURRENCE &&
         has_positions(rule))) {
        ical_refuse(error, self->line,
                    _("\"%s\" asks for a repetition that has no meaning or that Piket does not "
                      "know."),
                    shown);
        return false;
    }
    return true;
}

IcalRule *
ical_rule_new(const char *text, unsigned line, GError **error)
{
    IcalRule *self = g_new0(IcalRule, 1);
    GString *rest = g_string_new(text);

    self->line = line;
    icalrecurrencetype_clear(&self->rule);
    bool ok = cut_until(rest, self, error);
    if (ok) {
        icalerror_clear_errno();
        if (is_tame(rest->str))
            self->rule = icalrecurrencetype_from_string(rest->str);
        const struct icalrecurrencetype *rule = &self->rule;
        unsigned hours = LENGTH(rule->by_hour), minutes = LENGTH(rule->by_minute);
        unsigned seconds = LENGTH(rule->by_second);
        self->n_times = MAX(hours, 1) * MAX(minutes, 1) * MAX(seconds, 1);
        self->price = 1 + (LENGTH(rule->by_day) + LENGTH(rule->by_year_day) +
                           LENGTH(rule->by_month_day) + LENGTH(rule->by_week_no)) /
                              8;
        ok = judge(self, text, error);
    }
    g_string_free(rest, TRUE);
    if (ok)
        return self;
    ical_rule_free(self);
    return NULL;
}

void
ical_rule_free(IcalRule *rule)
{
    if (!rule)
        return;
    free(rule->rule.rscale);
    g_free(rule);
}

bool
ical_rule_is_yearly(const IcalRule *rule)
{
    return rule->rule.freq == ICAL_YEARLY_RECURRENCE;
}

unsigned
ical_rule_line(const IcalRule *rule)
{
    return rule->line;
}

int
ical_rule_until(const IcalRule *rule, int64_t *ret_s)
{
    *ret_s = rule->until_s;
    return rule->until_kind;
}

/* --- which days --- */

typedef struct {
    const IcalRule *self;
    const struct icalrecurrencetype *rule;
    const IcalSpread *spread;
    PkLocal start;
    int64_t start_day;
    int hour, minute, second;
    unsigned n_day, n_month, n_month_day, n_year_day, n_week;
    unsigned n_hour, n_minute, n_second, n_pos;
    GArray *set; /* of one period */
} Walk;

static int
day_of_year(const PkLocal *day, int64_t number)
{
    return (int)(number - pk_civil_days(day->year, 1, 1)) + 1;
}

/* The first day of week 1 of a year: the first week with at least four days in it. */
static int64_t
week_one(int year, int first_weekday)
{
    PkLocal local = { 0 };
    int64_t fourth = pk_civil_days(year, 1, 4);

    pk_civil_from_days(fourth, &local);
    return fourth - (local.weekday - first_weekday + 7) % 7;
}

/* libical counts Sunday 1 .. Saturday 7; we Monday 1 .. Sunday 7. */
static int
weekday(int libical_day)
{
    return libical_day == 1 ? 7 : libical_day - 1;
}

static bool
in_week(const Walk *w, const PkLocal *day, int64_t number)
{
    int first = weekday((int)w->rule->week_start);
    int year = day->year;

    if (number >= week_one(year + 1, first))
        year++;
    else if (number < week_one(year, first))
        year--;
    int week = (int)((number - week_one(year, first)) / 7) + 1;
    int n_weeks = (int)((week_one(year + 1, first) - week_one(year, first)) / 7);
    return has(w->rule->by_week_no, w->n_week, week, week - n_weeks - 1);
}

/* "2MO" counts within the month, in a yearly rule without BYMONTH within the year. */
static bool
on_weekday(const Walk *w, const PkLocal *day, int64_t number)
{
    bool of_year = w->rule->freq == ICAL_YEARLY_RECURRENCE && w->n_month == 0;
    int before = of_year ? day_of_year(day, number) - 1 : day->day - 1;
    int n = of_year ? (int)(pk_civil_days(day->year + 1, 1, 1) - pk_civil_days(day->year, 1, 1))
                    : pk_civil_month_length(day->year, day->month);
    int nth = before / 7 + 1, nth_last = -((n - before - 1) / 7 + 1);

    for (unsigned i = 0; i < w->n_day; i++) {
        short coded = w->rule->by_day[i];
        int position = icalrecurrencetype_day_position(coded);
        if (weekday((int)icalrecurrencetype_day_day_of_week(coded)) == day->weekday &&
            (position == 0 || position == nth || position == nth_last))
            return true;
    }
    return false;
}

/* What a rule leaves open it takes from the beginning of the event. */
static bool
fits_default(const Walk *w, const PkLocal *day)
{
    bool open = w->n_day + w->n_month_day + w->n_year_day == 0;

    switch ((int)w->rule->freq) {
    case ICAL_YEARLY_RECURRENCE:
        if (!open)
            return true;
        if (w->n_week)
            return day->weekday == w->start.weekday;
        return day->day == w->start.day && (w->n_month || day->month == w->start.month);
    case ICAL_MONTHLY_RECURRENCE: return !open || w->n_week || day->day == w->start.day;
    case ICAL_WEEKLY_RECURRENCE: return w->n_day || day->weekday == w->start.weekday;
    default: return true;
    }
}

static bool
fits(const Walk *w, int64_t number)
{
    PkLocal day = { 0 };

    pk_civil_from_days(number, &day);
    if (w->n_month_day && !has(w->rule->by_month_day, w->n_month_day, day.day,
                               day.day - pk_civil_month_length(day.year, day.month) - 1))
        return false;
    if (w->n_year_day) {
        int n = (int)(pk_civil_days(day.year + 1, 1, 1) - pk_civil_days(day.year, 1, 1));
        int nth = day_of_year(&day, number);
        if (!has(w->rule->by_year_day, w->n_year_day, nth, nth - n - 1))
            return false;
    }
    return fits_default(w, &day) && (!w->n_week || in_week(w, &day, number)) &&
           (!w->n_day || on_weekday(w, &day, number));
}

/* --- periods --- */

/* The days [first, last) of period k; false when it lies behind every year we know. */
static void
period(const Walk *w, int64_t k, int64_t *ret_first, int64_t *ret_last)
{
    int64_t step = k * w->rule->interval;
    int64_t month = (int64_t)w->start.year * 12 + w->start.month - 1 + step;

    switch ((int)w->rule->freq) {
    case ICAL_YEARLY_RECURRENCE:
        *ret_first = pk_civil_days((int)(w->start.year + step), 1, 1);
        *ret_last = pk_civil_days((int)(w->start.year + step) + 1, 1, 1);
        break;
    case ICAL_MONTHLY_RECURRENCE:
        *ret_first = pk_civil_days((int)(month / 12), (int)(month % 12) + 1, 1);
        *ret_last = *ret_first + pk_civil_month_length((int)(month / 12), (int)(month % 12) + 1);
        break;
    case ICAL_WEEKLY_RECURRENCE:
        *ret_first = w->start_day - (w->start.weekday - weekday((int)w->rule->week_start) + 7) % 7 +
                     7 * step;
        *ret_last = *ret_first + 7;
        break;
    case ICAL_HOURLY_RECURRENCE:
        *ret_first = w->start_day + (w->hour + step) / 24;
        *ret_last = *ret_first + 1;
        break;
    default:
        *ret_first = w->start_day + step;
        *ret_last = *ret_first + 1;
        break;
    }
}

/* Without COUNT nothing before the window needs to be counted: a period not after from_s. */
static int64_t
first_period(const Walk *w)
{
    static const int shortest[] = { [ICAL_HOURLY_RECURRENCE] = 0,
                                    [ICAL_DAILY_RECURRENCE] = 1,
                                    [ICAL_WEEKLY_RECURRENCE] = 7,
                                    [ICAL_MONTHLY_RECURRENCE] = 31,
                                    [ICAL_YEARLY_RECURRENCE] = 366 };
    int64_t days = (w->spread->from_s - w->spread->start_s) / DAY_S - 2;
    int64_t per_step = w->rule->interval * (int64_t)shortest[w->rule->freq];

    if (w->rule->count || days <= 0)
        return 0;
    int64_t k = per_step ? days / per_step : days * 24 / w->rule->interval;
    return MAX(k - 1, 0);
}

static void
add_day(const Walk *w, int64_t day, int64_t k)
{
    if (w->rule->freq == ICAL_HOURLY_RECURRENCE) {
        int hour = (int)((w->hour + k * w->rule->interval) % 24);
        int64_t at = day * DAY_S + hour * 3600 + w->minute * 60 + w->second;
        if (!w->n_hour || has(w->rule->by_hour, w->n_hour, hour, hour))
            g_array_append_val(w->set, at);
        return;
    }
    for (unsigned h = 0; h < MAX(w->n_hour, 1); h++) {
        for (unsigned m = 0; m < MAX(w->n_minute, 1); m++) {
            for (unsigned s = 0; s < MAX(w->n_second, 1); s++) {
                int64_t at = day * DAY_S + (w->n_hour ? w->rule->by_hour[h] : w->hour) * 3600 +
                             (w->n_minute ? w->rule->by_minute[m] : w->minute) * 60 +
                             (w->n_second ? w->rule->by_second[s] : w->second);
                g_array_append_val(w->set, at);
            }
        }
    }
}

static int
compare(gconstpointer a, gconstpointer b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* The first day of the next month when this one is not in BYMONTH; else 0. */
static int64_t
other_month(const Walk *w, int64_t number)
{
    PkLocal day = { 0 };

    if (!w->n_month)
        return 0;
    pk_civil_from_days(number, &day);
    if (has(w->rule->by_month, w->n_month, day.month, day.month))
        return 0;
    return number - day.day + 1 + pk_civil_month_length(day.year, day.month);
}

static void
fill(const Walk *w, int64_t k, int64_t first, int64_t last)
{
    g_array_set_size(w->set, 0);
    for (int64_t day = first; day < last; day++) {
        int64_t other = other_month(w, day);
        if (other)
            day = other - 1;
        else if (fits(w, day))
            add_day(w, day, k);
    }
    if (w->self->n_times > 1)
        g_array_sort(w->set, compare);
}

static bool
chosen(const Walk *w, guint i)
{
    return !w->n_pos || has(w->rule->by_set_pos, w->n_pos, (int)i + 1, (int)i - (int)w->set->len);
}

static Walk
walk_new(const IcalRule *self, const IcalSpread *spread)
{
    const struct icalrecurrencetype *rule = &self->rule;
    Walk w = { .self = self, .rule = rule, .spread = spread };
    int64_t second = spread->start_s % DAY_S;

    second += second < 0 ? DAY_S : 0;
    w.start_day = (spread->start_s - second) / DAY_S;
    pk_civil_from_days(w.start_day, &w.start);
    w.hour = (int)(second / 3600);
    w.minute = (int)(second / 60 % 60);
    w.second = (int)(second % 60);
    w.n_day = LENGTH(rule->by_day);
    w.n_month = LENGTH(rule->by_month);
    w.n_month_day = LENGTH(rule->by_month_day);
    w.n_year_day = LENGTH(rule->by_year_day);
    w.n_week = LENGTH(rule->by_week_no);
    w.n_hour = LENGTH(rule->by_hour);
    w.n_minute = LENGTH(rule->by_minute);
    w.n_second = LENGTH(rule->by_second);
    w.n_pos = LENGTH(rule->by_set_pos);
    w.set = g_array_new(FALSE, FALSE, sizeof(int64_t));
    return w;
}

static void
hand_out(const IcalSpread *spread, int64_t at, GArray *out)
{
    if (at >= spread->from_s)
        g_array_append_val(out, at);
}

/* One period. *left counts down to COUNT; returns false when nothing comes after. */
static bool
walk_period(const Walk *w, int64_t k, int64_t stop_s, int64_t *left, GArray *out)
{
    int64_t first, last, before = INT64_MIN;

    period(w, k, &first, &last);
    if (first * DAY_S > stop_s)
        return false;
    fill(w, k, first, last);
    for (guint i = 0; i < w->set->len; i++) {
        int64_t at = g_array_index(w->set, int64_t, i);
        if (at < w->spread->start_s || at == before || !chosen(w, i))
            continue;
        if (at > stop_s)
            return false;
        before = at;
        if (w->spread->with_start && at == w->spread->start_s)
            continue;
        if (w->rule->count && (*left)-- <= 0)
            return false;
        hand_out(w->spread, at, out);
    }
    return true;
}

bool
ical_rule_expand(const IcalRule *rule, const IcalSpread *spread, unsigned max, GArray *out,
                 int64_t *effort)
{
    static const int days[] = { [ICAL_HOURLY_RECURRENCE] = 1,
                                [ICAL_DAILY_RECURRENCE] = 1,
                                [ICAL_WEEKLY_RECURRENCE] = 7,
                                [ICAL_MONTHLY_RECURRENCE] = 31,
                                [ICAL_YEARLY_RECURRENCE] = 366 };
    int64_t stop_s = MIN(spread->to_s, spread->until_s);
    int64_t left = rule->rule.count;
    int64_t price = days[rule->rule.freq] * rule->price;
    bool ok = true, more = spread->start_s <= stop_s;
    Walk w = walk_new(rule, spread);

    if (more && spread->with_start) {
        hand_out(spread, spread->start_s, out);
        left--;
    }
    for (int64_t k = first_period(&w); ok && more; k++) {
        *effort -= price;
        more = walk_period(&w, k, stop_s, &left, out);
        *effort -= (int64_t)w.set->len;
        ok = *effort > 0 && out->len <= max;
    }
    g_array_free(w.set, TRUE);
    return ok;
}
