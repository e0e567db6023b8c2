/* SPDX-License-Identifier: EUPL-1.2 */
/* From text to what was said. A text is cut into words at spaces; each word is a date, a clock
 * time (with or without its zone), a name, or a figure that belongs to a name beside it. */
#include "when_read.h"

#include "piket/base/error.h"

#include <string.h>

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
read_name(PkSaidReader *reader, const char *word, GError **error)
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
        return pk_said_set_date(reader, word, date, error);
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
read_figure(PkSaidReader *reader, const char *word)
{
    PkSaid *said = reader->said;
    const char *next = reader->words[reader->at + 1];
    int run = pk_said_run(word);

    if (run == 0 || word[run] || run == 3 || run > 4)
        return false;
    int value = pk_said_figures(&word, run, run);
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
read_word(PkSaidReader *reader, const char *word, GError **error)
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
        return reader->words[reader->at + 1] || pk_said_refuse_unknown(word, error);
    if (pk_said_read_date(reader, word, &inner) ||
        (!inner && pk_said_read_clock(reader, word, &inner)) ||
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
    return pk_said_refuse_unknown(word, error);
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
        pk_said_refuse_unknown(text, error);
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
    return pk_said_refuse_unknown(text, error);
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
        if (!words[1] && pk_said_run(lower) < 3 && !lower[pk_said_run(lower)])
            return pk_said_refuse(
                _("%s alone could be an hour or a number of minutes. Write for example "
                  "03:00 or -3m."),
                text, error);
        PkSaidReader reader = { .said = &said, .words = words };
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
