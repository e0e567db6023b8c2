/* SPDX-License-Identifier: EUPL-1.2 */
/* From text to what was said. A text is cut into words at spaces; each word is a date, a clock
 * time (with or without its zone), a name, or a figure that belongs to a name beside it. */
#include "when_read.h"

#include "piket/base/error.h"

#include <string.h>

typedef struct {
    PkSaid *said;
    char **words;
    int at;          /* index of the word being read                         */
    bool named_date; /* the word before belongs to "9 mrt" or "mar 9": a year may follow */
    bool want_hour;  /* the word before was "om" or "at": a bare figure is an hour       */
} Reader;

char *
pk_said_quote(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *quote = g_string_new(NULL);
    int n = 0;

    for (const char *at = valid; *at && n < 40; at = g_utf8_next_char(at), n++) {
        gunichar c = g_utf8_get_char(at);
        g_string_append_unichar(quote, g_unichar_isprint(c) ? c : '?');
    }
    return g_string_free(quote, FALSE);
}

static bool
refuse(const char *message, const char *text, GError **error)
{
    g_autofree char *quote = pk_said_quote(text);
    const char *at = strstr(message, "%s");

    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, "%.*s%s%s", (int)(at - message), message, quote,
                at + 2);
    return false;
}

static bool
refuse_unknown(const char *text, GError **error)
{
    return refuse(_("'%s' is not a time that Piket understands. Write for example 03:10, -15m, "
                    "yesterday 23:50 or 9-3 04:02."),
                  text, error);
}

/* Reads a run of min to max figures; -1 when there are fewer or more. */
static int
figures(const char **at, int min, int max)
{
    int value = 0, n = 0;

    for (; g_ascii_isdigit((*at)[n]); n++) {
        if (n == max)
            return -1;
        value = value * 10 + ((*at)[n] - '0');
    }
    if (n < min)
        return -1;
    *at += n;
    return value;
}

static int
run_length(const char *at)
{
    return (int)strspn(at, "0123456789");
}

/* --- clock times --- */

static void
read_fraction(const char **at, PkSaid *said)
{
    if (**at != '.' || !g_ascii_isdigit((*at)[1]))
        return;
    int unit = 100000;
    for (++*at; g_ascii_isdigit(**at); (*at)++, unit /= 10)
        said->us += (**at - '0') * unit;
}

/* 03:10  3.10  3u10  0310  031020  3u: the figures; false when at is no clock time. */
static bool
read_figures(const char **at, PkSaid *said)
{
    int run = run_length(*at);

    if (run == 4 || run == 6) {
        int value = figures(at, run, run);
        said->has_seconds = run == 6;
        said->second = run == 6 ? value % 100 : 0;
        value /= run == 6 ? 100 : 1;
        said->hour = value / 100;
        said->minute = value % 100;
        return true;
    }
    said->hour = figures(at, 1, 2);
    if (said->hour < 0 || !**at || !strchr(":.uh", **at))
        return false;
    char mark = *(*at)++;
    if ((mark == 'u' || mark == 'h') && !g_ascii_isdigit(**at))
        return true;
    said->minute = figures(at, 2, 2);
    if (said->minute < 0)
        return false;
    if ((**at == ':' || **at == '.') && run_length(*at + 1) == 2) {
        ++*at;
        said->second = figures(at, 2, 2);
        said->has_seconds = true;
        read_fraction(at, said);
    }
    return true;
}

/* Errors are set only when word is a clock time with something wrong; else it is no clock. */
static bool
read_clock(Reader *reader, const char *word, GError **error)
{
    PkSaid clock = { 0 };
    const char *at = word;

    if (!read_figures(&at, &clock))
        return false;
    if (*at && !pk_said_read_zone(at, &clock))
        return false;
    if (clock.hour > 23 || clock.minute > 59 || clock.second > 59)
        return refuse(_("%s is not a time of day: hours run to 23, minutes and seconds to 59. "
                        "Write for example 03:10."),
                      word, error);
    PkSaid *said = reader->said;
    if (said->has_clock || ((said->has_offset || *said->zone_word) && *at))
        return refuse(_("%s is a second time in the same field. Write one, for example 03:10."),
                      word, error);
    said->has_clock = true;
    said->has_seconds = clock.has_seconds;
    said->hour = clock.hour;
    said->minute = clock.minute;
    said->second = clock.second;
    said->us = clock.us;
    if (*at) {
        said->has_offset = clock.has_offset;
        said->offset_s = clock.offset_s;
        g_strlcpy(said->zone_word, clock.zone_word, sizeof said->zone_word);
    }
    return true;
}

/* --- dates --- */

static bool
set_date(Reader *reader, const char *word, const int date[3], GError **error)
{
    PkSaid *said = reader->said;

    if (said->month || said->has_day_word)
        return refuse(_("%s is a second date in the same field. Write one, for example 9-3-2026."),
                      word, error);
    if (date[1] < 1 || date[1] > 12) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("There is no month %d: the day comes first, then the month. Write for "
                      "example 9-3 or 9 Mar for the ninth of March."),
                    date[1]);
        return false;
    }
    if (date[2] == 0 || date[2] > 31)
        return refuse(_("%s is not a date: a day lies between 1 and 31. Write for example "
                        "9-3-2026."),
                      word, error);
    said->year = date[0] < 0 ? 0 : date[0];
    said->month = date[1];
    said->day = date[2] < 0 ? 0 : date[2];
    return true;
}

/* 2026-03-09  2026/3/9  2026-03  20260309; date[2] is -1 for a month. */
static bool
read_iso(const char **at, int date[3])
{
    if (run_length(*at) == 8) {
        int value = figures(at, 8, 8);
        date[0] = value / 10000;
        date[1] = value / 100 % 100;
        date[2] = value % 100;
        return true;
    }
    date[0] = figures(at, 4, 4);
    char mark = **at;
    if (date[0] < 0 || (mark != '-' && mark != '/'))
        return false;
    ++*at;
    date[1] = figures(at, 1, 2);
    date[2] = -1;
    if (date[1] >= 0 && **at == mark) {
        ++*at;
        date[2] = figures(at, 1, 2);
        return date[2] >= 0;
    }
    return date[1] >= 0;
}

/* 9-3  9/3  9-3-26  9-3-2026  9.3.2026: date[0] is -1 without a year. */
static bool
read_day_month(const char **at, int date[3])
{
    date[0] = -1;
    date[2] = figures(at, 1, 2);
    char mark = **at;
    if (date[2] < 0 || !mark || !strchr("-/.", mark))
        return false;
    ++*at;
    date[1] = figures(at, 1, 2);
    if (date[1] < 0 || **at != mark)
        return date[1] >= 0 && mark != '.';
    ++*at;
    int run = run_length(*at);
    /* 3.10.20 is a clock time with seconds */
    if (run != 4 && (run != 2 || mark == '.'))
        return false;
    date[0] = figures(at, run, run);
    if (run == 2)
        date[0] += date[0] < 70 ? 2000 : 1900;
    return true;
}

/* Errors are set only when word is a date with something wrong; else it is no date. */
static bool
read_date(Reader *reader, const char *word, GError **error)
{
    int date[3];
    const char *at = word;
    bool iso = read_iso(&at, date);

    if (!iso) {
        at = word;
        if (!read_day_month(&at, date))
            return false;
    }
    if (*at && !(iso && *at == 't' && at[1]))
        return false;
    if (!set_date(reader, word, date, error))
        return false;
    if (!*at)
        return true;
    GError *inner = NULL;
    if (read_clock(reader, at + 1, &inner))
        return true;
    if (!inner)
        return refuse_unknown(word, error);
    g_propagate_error(error, inner);
    return false;
}

/* --- names, and figures beside them --- */

/* clang-format off */
static const struct {
    const char *word;
    int days;
} day_words[] = {
    { "eergisteren", -2 }, { "gisteren", -1 }, { "yesterday", -1 }, { "vandaag", 0 },
    { "today", 0 }, { "morgen", 1 }, { "tomorrow", 1 }, { "overmorgen", 2 },
};
/* clang-format on */

static bool
is_one_of(const char *word, const char *const *list)
{
    return word && g_strv_contains(list, word);
}

static const char *const hour_words[] = { "uur", "u", "h", NULL };
static const char *const before_hour[] = { "om", "at", NULL };
static const char *const before_day[] = { "op", "on", NULL };

/* Errors are set only when word is a name in the wrong place; else it is no name. */
static bool
read_name(Reader *reader, const char *word, GError **error)
{
    PkSaid *said = reader->said;
    int weekday = pk_said_weekday(word);
    int month = pk_said_month(word);

    if (weekday && !said->weekday && !said->has_day_word) {
        said->weekday = weekday;
        return true;
    }
    if (month) {
        int date[3] = { -1, month, said->day ? said->day : -1 };
        reader->named_date = true;
        return set_date(reader, word, date, error);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(day_words); i++) {
        if (strcmp(word, day_words[i].word) != 0)
            continue;
        if (said->has_day_word || said->month || said->weekday)
            break;
        said->has_day_word = true;
        said->day_word = day_words[i].days;
        return true;
    }
    return false;
}

/* A bare figure: the day or year of a named month, or the hour after "om". */
static bool
read_figure(Reader *reader, const char *word)
{
    PkSaid *said = reader->said;
    const char *next = reader->words[reader->at + 1];
    int run = run_length(word);

    if (run == 0 || word[run] || run == 3 || run > 4)
        return false;
    int value = figures(&word, run, run);
    if (run == 4) {
        if (!reader->named_date || said->year || value < PK_YEAR_MIN || value > PK_YEAR_MAX)
            return false;
        said->year = value;
        return true;
    }
    if (next && pk_said_month(next) && !said->day && !said->month && value) {
        said->day = value;
        return true;
    }
    if (!said->has_clock && value < 24 && (reader->want_hour || is_one_of(next, hour_words))) {
        said->has_clock = true;
        said->hour = value;
        return true;
    }
    if (reader->named_date && !said->day && !said->year && value >= 1 && value <= 31) {
        said->day = value;
        return true;
    }
    return false;
}

static bool
read_word(Reader *reader, const char *word, GError **error)
{
    PkSaid *said = reader->said;
    bool was_named = reader->named_date;
    GError *inner = NULL;

    if (read_figure(reader, word)) {
        reader->named_date = was_named && !said->year && !said->has_clock;
        reader->want_hour = false;
        return true;
    }
    reader->named_date = false;
    reader->want_hour = is_one_of(word, before_hour);
    if (reader->want_hour || is_one_of(word, before_day))
        return reader->words[reader->at + 1] || refuse_unknown(word, error);
    if (read_date(reader, word, &inner) || (!inner && read_clock(reader, word, &inner)) ||
        (!inner && read_name(reader, word, &inner)))
        return true;
    if (inner) {
        g_propagate_error(error, inner);
        return false;
    }
    if (said->has_clock && is_one_of(word, hour_words))
        return true;
    if (said->has_clock && !said->has_offset && !*said->zone_word && pk_said_read_zone(word, said))
        return true;
    return refuse_unknown(word, error);
}

/* --- the whole --- */

/* An echo may be pasted back: what follows the time only repeats it in other words. */
static void
strip_echo(char *text)
{
    char *repeat = strchr(text, '(');
    char *comma = strchr(text, ',');

    if (repeat)
        *repeat = '\0';
    if (comma)
        *comma = '\0';
    *text = ' ';
}

/* Lower case, without commas and with single kinds of space; NULL with error when unreadable. */
static char *
clean(const char *text, GError **error)
{
    if (strlen(text) > PK_WHEN_TEXT_MAX || !g_utf8_validate(text, -1, NULL)) {
        refuse_unknown(text, error);
        return NULL;
    }
    g_autofree char *lower = g_ascii_strdown(text, -1);
    g_strdelimit(lower, "\t\r\n", ' ');
    g_strstrip(lower);
    if (*lower == '=')
        strip_echo(lower);
    g_strdelimit(lower, ",", ' ');
    g_strstrip(lower);
    if (!*lower) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("No time was typed. Write for example now, 03:10, -15m or yesterday 23:50."));
        return NULL;
    }
    return g_steal_pointer(&lower);
}

static char **
split(const char *text)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_auto(GStrv) words = g_strsplit(text, " ", -1);

    for (char **word = words; *word; word++) {
        if (**word)
            g_strv_builder_add(builder, *word);
    }
    return g_strv_builder_end(builder);
}

static bool
check_whole(const PkSaid *said, const char *text, GError **error)
{
    if (said->has_clock || (!said->has_offset && !*said->zone_word))
        return true;
    return refuse_unknown(text, error);
}

bool
pk_said_read(const char *text, PkSaid *ret_said, GError **error)
{
    PkSaid said = { .kind = PK_SAID_POINT };
    g_autofree char *lower = clean(text ? text : "", error);
    if (!lower)
        return false;

    if (strcmp(lower, "nu") == 0 || strcmp(lower, "now") == 0) {
        said.kind = PK_SAID_NOW;
    } else if (!pk_said_read_shift(lower, &said)) {
        g_auto(GStrv) words = split(lower);
        if (!words[1] && run_length(lower) < 3 && !lower[run_length(lower)])
            return refuse(_("%s alone could be an hour or a number of minutes. Write for example "
                            "03:00 or -3m."),
                          text, error);
        Reader reader = { .said = &said, .words = words };
        for (; words[reader.at]; reader.at++) {
            if (!read_word(&reader, words[reader.at], error))
                return false;
        }
        if (!check_whole(&said, text, error))
            return false;
    }
    *ret_said = said;
    return true;
}
