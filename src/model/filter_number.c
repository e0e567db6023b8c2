/* SPDX-License-Identifier: EUPL-1.2 */
/* Values that are numbers: times, time left to a deadline, incident numbers. */
#include "filter_internal.h"

#include "piket/base/error.h"

#include <string.h>

#define SECOND_US INT64_C(1000000)

/* --- since, until, on --- */

static bool
time_range(PkFilterParser *p, const PkFilterRaw *raw, const char *text, PkFilterFieldId use,
           int64_t *ret_from, int64_t *ret_to)
{
    const PkFilterContext *context = p->context;
    GError *failure = NULL;

    if (context->time_range &&
        context->time_range(text, use, ret_from, ret_to, &failure, context->data))
        return true;
    return pk_filter_callback_failed(p, raw, failure);
}

static bool
read_times(PkFilterParser *p, const PkFilterRaw *raw, const PkFilterHalves *range,
           PkFilterValue *value)
{
    int64_t unused;

    if (!*range->from && !*range->to)
        return pk_filter_empty_range(p, raw);
    if (*range->from && !time_range(p, raw, range->from, PK_FILTER_SINCE, &value->from, &unused))
        return false;
    /* The end of "on:2026-03-01..2026-03-09" is the end of that day. */
    return !*range->to || time_range(p, raw, range->to, PK_FILTER_UNTIL, &unused, &value->to);
}

bool
pk_filter_add_time(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw,
                   PkFilterValue *value)
{
    PkFilterHalves range;
    int64_t from, to;

    value->text = g_strdup(raw->text);
    value->from = INT64_MIN;
    value->to = INT64_MAX;
    if (pk_filter_split_range(leaf, raw, &range)) {
        bool ok = read_times(p, raw, &range, value);
        pk_filter_halves_clear(&range);
        return ok;
    }
    if (!time_range(p, raw, raw->text, leaf->field_id, &from, &to))
        return false;
    if (leaf->field_id != PK_FILTER_UNTIL)
        value->from = from;
    if (leaf->field_id != PK_FILTER_SINCE)
        value->to = to;
    return true;
}

/* --- due --- */

/* clang-format off */
static const struct {
    const char *words; /* separated by one space */
    int64_t seconds;
} units[] = {
    { "m min",      60 },
    { "h u uur",    3600 },
    { "d dag",      86400 },
    { "w week",     604800 },
};
/* clang-format on */

static int64_t
unit_seconds(const char *text, size_t n)
{
    g_autofree char *unit = g_strndup(text, n);

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (pk_filter_word_in(units[i].words, unit))
            return units[i].seconds;
    }
    return 0;
}

/* "4h", "1u30", "1h30m", "2d", "-2h" (two hours over). */
static bool
read_duration(const char *text, int64_t *ret_us)
{
    bool negative = *text == '-';
    int64_t total = 0, last = 0;
    const char *at = text + negative;

    if (!*at)
        return false;
    while (*at) {
        size_t digits = strspn(at, "0123456789");
        if (digits == 0 || digits > 6)
            return false;
        int64_t number = g_ascii_strtoll(at, NULL, 10);
        at += digits;
        size_t letters = strcspn(at, "0123456789");
        /* 1u30: what follows the hours without a unit is minutes. */
        int64_t unit = letters == 0 && last == 3600 ? 60 : unit_seconds(at, letters);
        if (unit == 0 || (last && unit >= last))
            return false;
        total += number * unit;
        last = unit;
        at += letters;
    }
    *ret_us = (negative ? -total : total) * SECOND_US;
    return true;
}

static bool
due_error(PkFilterParser *p, const PkFilterRaw *raw)
{
    g_autofree char *typed = pk_filter_shown(raw->text);

    return pk_filter_fail(p, raw->at,
                          _("'%s' is no time left. Type due:<4h, due:over or due:none. The list "
                            "is unchanged."),
                          typed);
}

static bool
due_word(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw, PkFilterValue *value,
         bool *ret_done)
{
    bool none = pk_filter_is_none(raw->text);
    bool over = pk_filter_word_in("over verlopen overdue", raw->text);

    *ret_done = none || over;
    if (!none && !over)
        return true;
    if (leaf->op != PK_FILTER_HAS)
        return due_error(p, raw);
    value->text = g_strdup(none ? "none" : "over");
    leaf->none |= none;
    value->from = INT64_MIN;
    /* An empty range for none: leaf->none answers. */
    value->to = none ? INT64_MIN : p->context->now_us + 1;
    return true;
}

bool
pk_filter_add_due(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw,
                  PkFilterValue *value)
{
    int64_t left_us;
    bool done;

    value->quoted = false;
    if (!due_word(p, leaf, raw, value, &done) || done)
        return done && value->text;
    if (!read_duration(raw->text, &left_us))
        return due_error(p, raw);
    int64_t at_us = p->context->now_us + left_us;
    value->text = g_ascii_strdown(raw->text, -1);
    value->from = INT64_MIN;
    value->to = INT64_MAX;
    if (leaf->op == PK_FILTER_GT)
        value->from = at_us + 1;
    else if (leaf->op == PK_FILTER_GE)
        value->from = at_us;
    else /* due:4h is at most 4 hours */
        value->to = leaf->op == PK_FILTER_LT ? at_us : at_us + 1;
    return true;
}

/* --- id ----------------------------------------------------------------------------------------
 */

bool
pk_filter_id_split(const char *text, char **ret_series, int *ret_year, int64_t *ret_number)
{
    const char *at = text;
    g_autoptr(GString) series = g_string_new(NULL);
    int year = 0;

    if (g_ascii_isalpha(*at)) {
        g_string_append_c(series, g_ascii_toupper(*at++));
        if (!g_ascii_isdigit(at[0]) || !g_ascii_isdigit(at[1]) || at[2] != '-')
            return false;
        year = (at[0] - '0') * 10 + (at[1] - '0');
        at += 3;
        for (; g_ascii_isalpha(*at) && series->len < 5; at++)
            g_string_append_c(series, g_ascii_toupper(*at));
    }
    size_t digits = strspn(at, "0123456789");
    if (digits == 0 || digits > 12 || at[digits])
        return false;
    *ret_number = g_ascii_strtoll(at, NULL, 10);
    *ret_year = year;
    *ret_series = series->len > 0 ? g_string_free(g_steal_pointer(&series), FALSE) : NULL;
    return true;
}

static char *
id_text(const char *series, int year, int64_t number)
{
    if (!series)
        return g_strdup_printf("%" G_GINT64_FORMAT, number);
    return g_strdup_printf("%c%02d-%s%0*" G_GINT64_FORMAT, series[0], year, series + 1,
                           series[1] ? 3 : 4, number);
}

static bool
id_error(PkFilterParser *p, const PkFilterRaw *raw)
{
    g_autofree char *typed = pk_filter_shown(raw->text);

    return pk_filter_fail(p, raw->at,
                          _("'%s' is no incident number. Type I26-0412, or 412, or two of one "
                            "kind with .. between. The list is unchanged."),
                          typed);
}

enum { YEAR_MAX = 99 };

static bool
add_id_range(PkFilterParser *p, const PkFilterRaw *raw, const PkFilterHalves *range,
             PkFilterValue *value)
{
    g_autofree char *from_series = NULL;
    g_autofree char *to_series = NULL;
    g_autofree char *from_text = g_strdup("");
    g_autofree char *to_text = g_strdup("");
    bool has_from = *range->from, has_to = *range->to;

    value->to = INT64_MAX;
    value->year_to = YEAR_MAX;
    if (!has_from && !has_to)
        return pk_filter_empty_range(p, raw);
    if ((has_from &&
         !pk_filter_id_split(range->from, &from_series, &value->year_from, &value->from)) ||
        (has_to && !pk_filter_id_split(range->to, &to_series, &value->year_to, &value->to)))
        return id_error(p, raw);
    if (has_from && has_to && from_series && !to_series) { /* I26-0400..0412 */
        to_series = g_strdup(from_series);
        value->year_to = value->year_from;
    }
    if (has_from && has_to && g_strcmp0(from_series, to_series) != 0)
        return id_error(p, raw);
    if (has_from) {
        g_free(from_text);
        from_text = id_text(from_series, value->year_from, value->from);
    }
    if (has_to) {
        g_free(to_text);
        to_text = id_text(to_series, value->year_to, value->to);
    }
    value->series = has_from ? g_steal_pointer(&from_series) : g_steal_pointer(&to_series);
    value->text = g_strdup_printf("%s..%s", from_text, to_text);
    return true;
}

bool
pk_filter_add_id(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw,
                 PkFilterValue *value)
{
    PkFilterHalves range;
    int year;
    int64_t number;

    value->quoted = false;
    if (pk_filter_split_range(leaf, raw, &range)) {
        bool ok = add_id_range(p, raw, &range, value);
        pk_filter_halves_clear(&range);
        return ok;
    }
    if (!pk_filter_id_split(raw->text, &value->series, &year, &number))
        return id_error(p, raw);
    value->text = id_text(value->series, year, number);
    bool below = leaf->op == PK_FILTER_LT || leaf->op == PK_FILTER_LE;
    bool above = leaf->op == PK_FILTER_GT || leaf->op == PK_FILTER_GE;
    value->year_from = below ? 0 : year;
    value->from = below ? 0 : number + (leaf->op == PK_FILTER_GT);
    value->year_to = above ? YEAR_MAX : year;
    value->to = above ? INT64_MAX : number - (leaf->op == PK_FILTER_LT);
    return true;
}
