/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading "week fri 17:00" and "mon-fri 09:00-17:00". */
#include "piket/base/error.h"
#include "piket/base/text.h"
#include "piket/model/rota.h"

#include <string.h>

enum { DAY_MIN = 1440, ALL_DAYS = 127 };

/* clang-format off */
static const struct {
    const char *en, *nl;
} days[] = {
    { "mon", "ma" }, { "tue", "di" }, { "wed", "wo" }, { "thu", "do" }, { "fri", "vr" },
    { "sat", "za" }, { "sun", "zo" },
};

static const struct {
    const char *word;
    int days;
} units[] = {
    { "day", 1 },  { "days", 1 },  { "dag", 1 },  { "dagen", 1 },
    { "week", 7 }, { "weeks", 7 }, { "weken", 7 },
};
/* clang-format on */

/* 1 Monday .. 7 Sunday: "fri", "friday", "vr", "vrijdag" by its first letters; 0: none. */
static int
day_of(const char *word)
{
    size_t n = strlen(word);

    for (int i = 0; i < 7; i++) {
        if (strcmp(word, days[i].nl) == 0 ||
            (n >= 3 && strncmp(word, days[i].en, 3) == 0 && n <= 9) ||
            (n > 4 && g_str_has_suffix(word, "dag") && strncmp(word, days[i].nl, 2) == 0))
            return i + 1;
    }
    return 0;
}

/* "fri", "mon-fri", "mon,wed,fri": a bit for each day; 0: no such thing. */
static unsigned
days_of(const char *word)
{
    g_auto(GStrv) parts = g_strsplit(word, ",", 8);
    unsigned mask = 0;

    for (char **part = parts; *part; part++) {
        char *dash = strchr(*part, '-');
        if (dash)
            *dash = '\0';
        int from = day_of(*part), to = dash ? day_of(dash + 1) : from;
        if (!from || !to)
            return 0;
        for (int day = from;; day = day % 7 + 1) {
            mask |= 1u << (day - 1);
            if (day == to)
                break;
        }
    }
    return mask;
}

/* "08:00", "8.00", "0800", "24:00" only where an end is read; -1: no time. */
static int
minutes_of(const char *text, bool end)
{
    g_autofree char *figures = g_strdup(text);
    size_t n = strlen(text), colon = strcspn(text, ":.");

    if (n - colon == 3 && (colon == 1 || colon == 2)) {
        memmove(figures + colon, figures + colon + 1, 3);
        n--;
    }
    if (n < 3 || n > 4 || strspn(figures, "0123456789") != n)
        return -1;
    int value = (int)g_ascii_strtoll(figures, NULL, 10), hour = value / 100, minute = value % 100;
    if (minute > 59 || hour > 24 || (hour == 24 && (minute > 0 || !end)))
        return -1;
    return hour * 60 + minute;
}

/* "08:00-20:00" or "17:00": false when it is neither. without an end span_min stays. */
static bool
times_of(const char *word, PkRotaPattern *pattern)
{
    g_auto(GStrv) ends = g_strsplit(word, "-", 3);
    guint n = g_strv_length(ends);

    if (n < 1 || n > 2)
        return false;
    pattern->from_min = minutes_of(ends[0], false);
    if (pattern->from_min < 0)
        return false;
    if (n == 2) {
        int until = minutes_of(ends[1], true);
        if (until < 0)
            return false;
        pattern->span_min = until - pattern->from_min;
        if (pattern->span_min <= 0)
            pattern->span_min += DAY_MIN;
    }
    return true;
}

static int
unit_of(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strcmp(word, units[i].word) == 0)
            return units[i].days;
    }
    return 0;
}

/* Words, without "every" and "elke" before them. */
static bool
read_words(char **word, int64_t start_day, PkRotaPattern *pattern)
{
    int count = 1;

    if (*word && (strcmp(*word, "every") == 0 || strcmp(*word, "elke") == 0))
        word++;
    if (*word && strlen(*word) <= 2 && strspn(*word, "0123456789") == strlen(*word))
        count = (int)g_ascii_strtoll(*word++, NULL, 10);
    int unit = *word ? unit_of(*word) : 0;
    pattern->weekdays = ALL_DAYS;
    pattern->step_days = unit ? unit * count : 1;
    pattern->first_day = start_day;
    if (unit)
        word++;
    unsigned mask = *word && unit != 1 ? days_of(*word) : 0;
    if (unit != 1 && !mask)
        return false;
    if (unit == 7) {
        PkLocal local = { 0 };
        while (pk_civil_from_days(pattern->first_day, &local), !(mask & 1u << (local.weekday - 1)))
            pattern->first_day++;
    } else if (!unit) {
        pattern->weekdays = mask;
    }
    word += mask != 0;
    pattern->span_min = pattern->step_days * DAY_MIN;
    pattern->turn_days = MAX(pattern->step_days, 7);
    return count > 0 && *word && times_of(*word, pattern) && !word[1] &&
           (unit != 7 || (mask & (mask - 1)) == 0);
}

bool
pk_rota_every_read(const char *text, int64_t start_day, PkRotaPattern *pattern, GError **error)
{
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    g_autofree char *folded = pk_text_fold(clean);
    g_auto(GStrv) split = g_strsplit(g_strstrip(folded), " ", -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();

    for (char **one = split; *one; one++) {
        if (**one)
            g_ptr_array_add(words, *one);
    }
    g_ptr_array_add(words, NULL);
    if (read_words((char **)words->pdata, start_day, pattern))
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'%s' is no pattern. Examples: \"week fri 17:00\", \"day 08:00-20:00\", "
                  "\"mon-fri 09:00-17:00\"."),
                clean);
    return false;
}
