/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of days, months, units and zones, and durations made of them. */
#include "when_read.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *names; /* separated by one space */
    int number;
} weekdays[] = {
    { "ma maandag mon monday",              1 },
    { "di dinsdag tue tues tuesday",        2 },
    { "wo woensdag wed wednesday",          3 },
    { "do donderdag thu thur thurs thursday", 4 },
    { "vr vrijdag fri friday",              5 },
    { "za zaterdag sat saturday",           6 },
    { "zo zondag sun sunday",               7 },
}, months[] = {
    { "jan januari january",    1 },
    { "feb februari february",  2 },
    { "mrt maart mar march",    3 },
    { "apr april",              4 },
    { "mei may",                5 },
    { "jun juni june",          6 },
    { "jul juli july",          7 },
    { "aug augustus august",    8 },
    { "sep sept september",     9 },
    { "okt oktober oct october", 10 },
    { "nov november",           11 },
    { "dec december",           12 },
};

static const struct {
    const char *names;
    int64_t us;
    int days;
    int months;
} units[] = {
    { "s sec secs seconde seconden second seconds", PK_SECOND_US, 0, 0 },
    { "m min mins minuut minuten minute minutes",   PK_MINUTE_US, 0, 0 },
    { "u uur uren h hr hrs hour hours",             PK_HOUR_US,   0, 0 },
    { "d dag dagen day days",                       0, 1, 0 },
    { "w wk week weken weeks",                      0, 7, 0 },
    { "mnd maand maanden month months",             0, 0, 1 },
    { "j jr jaar jaren y yr year years",            0, 0, 12 },
};

static const struct {
    const char *names;
    int offset_s;
} zones[] = {
    { "z utc gmt", 0 },
    { "cet met",   3600 },
    { "cest mest", 7200 },
};
/* clang-format on */

static bool
among(const char *names, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = names; length && (at = strstr(at, word)); at += length) {
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return true;
    }
    return false;
}

int
pk_said_weekday(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(weekdays); i++) {
        if (among(weekdays[i].names, word))
            return weekdays[i].number;
    }
    return 0;
}

int
pk_said_month(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(months); i++) {
        if (among(months[i].names, word))
            return months[i].number;
    }
    return 0;
}

/* "+02:00", "+0200" or "+02". */
static bool
read_offset(const char *word, int *ret_offset_s)
{
    char figures[5] = "0000";
    size_t n = 0;

    for (const char *at = word + 1; *at; at++) {
        if (*at == ':' && n == 2 && at[1])
            continue;
        if (!g_ascii_isdigit(*at) || n == 4)
            return false;
        figures[n++] = *at;
    }
    int hours = (figures[0] - '0') * 10 + figures[1] - '0';
    int minutes = (figures[2] - '0') * 10 + figures[3] - '0';
    if ((n != 2 && n != 4) || hours > 14 || minutes > 59)
        return false;
    *ret_offset_s = (*word == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

bool
pk_said_read_zone(const char *word, PkSaid *said)
{
    if (*word == '+' || *word == '-')
        return said->has_offset = read_offset(word, &said->offset_s);
    for (size_t i = 0; i < G_N_ELEMENTS(zones); i++) {
        if (among(zones[i].names, word)) {
            said->offset_s = zones[i].offset_s;
            return said->has_offset = true;
        }
    }
    size_t length = strlen(word);
    if (length < 2 || length >= sizeof said->zone_word ||
        strspn(word, "abcdefghijklmnopqrstuvwxyz") != length)
        return false;
    g_strlcpy(said->zone_word, word, sizeof said->zone_word);
    return true;
}

/* --- durations --- */

static const char *
skip_spaces(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

/* Reads up to six figures, so that no sum of them can overflow. */
static bool
read_number(const char **at, int *ret_number, int *ret_length)
{
    int length = 0;

    *ret_number = 0;
    for (; g_ascii_isdigit(**at); (*at)++, length++) {
        if (length < 6)
            *ret_number = *ret_number * 10 + (**at - '0');
    }
    *ret_length = length;
    return length > 0 && length <= 6;
}

/* Reads the letters at *at as a unit; its index, or -1. */
static int
read_unit(const char **at)
{
    char word[12];
    size_t length = 0;

    while (g_ascii_isalpha((*at)[length]))
        length++;
    if (length == 0 || length >= sizeof word)
        return -1;
    memcpy(word, *at, length);
    word[length] = '\0';
    *at += length;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (among(units[i].names, word))
            return (int)i;
    }
    return -1;
}

enum { UNIT_MINUTE = 1, UNIT_HOUR = 2, UNIT_DAY = 3 };

static void
add_units(PkSaid *said, int unit, int number)
{
    said->shift_us += units[unit].us * number;
    said->shift_days += units[unit].days * number;
    said->shift_months += units[unit].months * number;
}

/* "1u30" and "2d04": two figures right behind an hour or a day are the next smaller unit. */
static bool
read_terms(const char **at, PkSaid *said, bool *ret_like_clock)
{
    int n_terms = 0, number, length;

    *ret_like_clock = false;
    while (g_ascii_isdigit(**at)) {
        if (!read_number(at, &number, &length))
            return false;
        *at = skip_spaces(*at);
        int unit = read_unit(at);
        if (unit < 0)
            return false;
        add_units(said, unit, number);
        n_terms++;
        const char *next = *at;
        if ((unit == UNIT_HOUR || unit == UNIT_DAY) && g_ascii_isdigit(*next) &&
            read_number(&next, &number, &length) && !g_ascii_isalpha(*next)) {
            if (length != 2 || number > (unit == UNIT_HOUR ? 59 : 23))
                return false;
            add_units(said, unit - 1, number);
            *at = next;
            *ret_like_clock = unit == UNIT_HOUR && n_terms == 1;
        }
        *at = skip_spaces(*at);
    }
    return n_terms > 0;
}

bool
pk_said_read_shift(const char *at, PkSaid *said)
{
    PkSaid shift = { .kind = PK_SAID_SHIFT };
    bool like_clock;

    if (*at == '-' || *at == '+') {
        shift.sign = *at++ == '-' ? -1 : 1;
    } else if (g_str_has_prefix(at, "over ") || g_str_has_prefix(at, "in ")) {
        shift.sign = 1;
        at = strchr(at, ' ');
    }
    at = skip_spaces(at);
    if (!read_terms(&at, &shift, &like_clock))
        return false;
    if (strcmp(at, "geleden") == 0 || strcmp(at, "ago") == 0)
        shift.sign = -1;
    else if (*at || (like_clock && shift.sign == 0)) /* a bare 3u10 is ten past three */
        return false;
    *said = shift;
    return true;
}
