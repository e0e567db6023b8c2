/* SPDX-License-Identifier: EUPL-1.2 */
/* Clock times and dates written in figures. */
#include "when_read.h"

#include "piket/base/error.h"

#include <string.h>

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

bool
pk_said_refuse(const char *message, const char *text, GError **error)
{
    g_autofree char *quote = pk_said_quote(text);
    const char *at = strstr(message, "%s");

    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, "%.*s%s%s", (int)(at - message), message, quote,
                at + 2);
    return false;
}

bool
pk_said_refuse_unknown(const char *text, GError **error)
{
    return pk_said_refuse(
        _("'%s' is not a time that Piket understands. Write for example 03:10, -15m, "
          "yesterday 23:50 or 9-3 04:02."),
        text, error);
}

/* Reads a run of min to max figures; -1 when there are fewer or more. */
int
pk_said_figures(const char **at, int min, int max)
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

int
pk_said_run(const char *at)
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
    int run = pk_said_run(*at);

    if (run == 4 || run == 6) {
        int value = pk_said_figures(at, run, run);
        said->has_seconds = run == 6;
        said->second = run == 6 ? value % 100 : 0;
        value /= run == 6 ? 100 : 1;
        said->hour = value / 100;
        said->minute = value % 100;
        return true;
    }
    said->hour = pk_said_figures(at, 1, 2);
    if (said->hour < 0 || !**at || !strchr(":.uh", **at))
        return false;
    char mark = *(*at)++;
    if ((mark == 'u' || mark == 'h') && !g_ascii_isdigit(**at))
        return true;
    said->minute = pk_said_figures(at, 2, 2);
    if (said->minute < 0)
        return false;
    if ((**at == ':' || **at == '.') && pk_said_run(*at + 1) == 2) {
        ++*at;
        said->second = pk_said_figures(at, 2, 2);
        said->has_seconds = true;
        read_fraction(at, said);
    }
    return true;
}

/* Errors are set only when word is a clock time with something wrong; else it is no clock. */
bool
pk_said_read_clock(PkSaidReader *reader, const char *word, GError **error)
{
    PkSaid clock = { 0 };
    const char *at = word;

    if (!read_figures(&at, &clock))
        return false;
    if (*at && !pk_said_read_zone(at, &clock))
        return false;
    if (clock.hour > 23 || clock.minute > 59 || clock.second > 59)
        return pk_said_refuse(
            _("%s is not a time of day: hours run to 23, minutes and seconds to 59. "
              "Write for example 03:10."),
            word, error);
    PkSaid *said = reader->said;
    if (said->has_clock || ((said->has_offset || *said->zone_word) && *at))
        return pk_said_refuse(
            _("%s is a second time in the same field. Write one, for example 03:10."), word, error);
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

bool
pk_said_set_date(PkSaidReader *reader, const char *word, const int date[3], GError **error)
{
    PkSaid *said = reader->said;

    if (said->month || said->has_day_word)
        return pk_said_refuse(
            _("%s is a second date in the same field. Write one, for example 9-3-2026."), word,
            error);
    if (date[1] < 1 || date[1] > 12) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("There is no month %d: the day comes first, then the month. Write for "
                      "example 9-3 or 9 Mar for the ninth of March."),
                    date[1]);
        return false;
    }
    if (date[2] == 0 || date[2] > 31)
        return pk_said_refuse(_("%s is not a date: a day lies between 1 and 31. Write for example "
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
    if (pk_said_run(*at) == 8) {
        int value = pk_said_figures(at, 8, 8);
        date[0] = value / 10000;
        date[1] = value / 100 % 100;
        date[2] = value % 100;
        return true;
    }
    date[0] = pk_said_figures(at, 4, 4);
    char mark = **at;
    if (date[0] < 0 || (mark != '-' && mark != '/'))
        return false;
    ++*at;
    date[1] = pk_said_figures(at, 1, 2);
    date[2] = -1;
    if (date[1] >= 0 && **at == mark) {
        ++*at;
        date[2] = pk_said_figures(at, 1, 2);
        return date[2] >= 0;
    }
    return date[1] >= 0;
}

/* 9-3  9/3  9-3-26  9-3-2026  9.3.2026: date[0] is -1 without a year. */
static bool
read_day_month(const char **at, int date[3])
{
    date[0] = -1;
    date[2] = pk_said_figures(at, 1, 2);
    char mark = **at;
    if (date[2] < 0 || !mark || !strchr("-/.", mark))
        return false;
    ++*at;
    date[1] = pk_said_figures(at, 1, 2);
    if (date[1] < 0 || **at != mark)
        return date[1] >= 0 && mark != '.';
    ++*at;
    int run = pk_said_run(*at);
    /* 3.10.20 is a clock time with seconds */
    if (run != 4 && (run != 2 || mark == '.'))
        return false;
    date[0] = pk_said_figures(at, run, run);
    if (run == 2)
        date[0] += date[0] < 70 ? 2000 : 1900;
    return true;
}

/* Errors are set only when word is a date with something wrong; else it is no date. */
bool
pk_said_read_date(PkSaidReader *reader, const char *word, GError **error)
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
    if (!pk_said_set_date(reader, word, date, error))
        return false;
    if (!*at)
        return true;
    GError *inner = NULL;
    if (pk_said_read_clock(reader, at + 1, &inner))
        return true;
    if (!inner)
        return pk_said_refuse_unknown(word, error);
    g_propagate_error(error, inner);
    return false;
}
