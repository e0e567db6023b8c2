/* SPDX-License-Identifier: EUPL-1.2 */
/* From patterns, rows and holidays to who is on duty: each case is a small rota and the shifts, the
 * troubles or the shares it gives, as text. Local times are of Amsterdam. */
#include "piket/base/error.h"
#include "piket/model/rota.h"
#include "piket/model/timefmt.h"

#include <stdio.h>
#include <string.h>

static PkZone *zone;

/* "2026-03-29 02:30": the first instant of it, "b" behind it the second. */
static int64_t
at(const char *text)
{
    PkLocal local = { 0 };
    int64_t us[2];
    char pass = 'a';

    int n = sscanf(text, "%4d-%2d-%2d %2d:%2d%c", &local.year, &local.month, &local.day,
                   &local.hour, &local.minute, &pass);
    g_assert_cmpint(n, >=, 5);
    pk_zone_resolve(zone, &local, us);
    return us[pass == 'b' ? 1 : 0];
}

static int64_t
day(const char *text)
{
    int y = 0, m = 0, d = 0;

    g_assert_cmpint(sscanf(text, "%4d-%2d-%2d", &y, &m, &d), ==, 3);
    return pk_civil_days(y, m, d);
}

/* "officer 2026-03-13 17:00 span 10080 step 7 turn 7 days 127 same: a b c" */
static PkRotaPattern *
pattern(const char *text)
{
    static int64_t key;
    PkRotaPattern *made = pk_rota_pattern_new();
    char duty[16], date[16], holidays[8], who[64] = "";
    int hour = 0, minute = 0, value = 0;
    g_autoptr(GError) error = NULL;

    int n = sscanf(text, "%15s %15s %d:%d span %d step %d turn %d days %u %7[a-z]: %63[^\n]", duty,
                   date, &hour, &minute, &made->span_min, &made->step_days, &made->turn_days,
                   &made->weekdays, holidays, who);
    g_assert_cmpint(n, >=, 9);
    g_assert_true(pk_word_parse(&pk_words_duty, duty, &value, NULL));
    made->duty = (PkDuty)value;
    g_assert_true(pk_word_parse(&pk_words_holidays, holidays, &value, NULL));
    made->holidays = (PkHolidays)value;
    made->first_day = day(date);
    made->from_min = hour * 60 + minute;
    made->key = ++key;
    made->uuid = g_strdup("p");
    made->name = g_strdup("pattern");
    made->zone_name = g_strdup("Europe/Amsterdam");
    g_strfreev(made->logins);
    made->logins = *who ? g_strsplit(who, " ", -1) : g_new0(char *, 1);
    g_assert_true(pk_rota_pattern_check(made, &error));
    g_assert_no_error(error);
    return made;
}

/* "officer a set 2026-03-14 08:00 2026-03-14 20:00", made one after the other. */
static PkShift *
shift(const char *text)
{
    static int64_t key;
    PkShift *made = pk_shift_new();
    char duty[16], who[16], source[16], from[24], until[24];
    int value = 0;

    int n = sscanf(text, "%15s %15s %15s %16c %16c", duty, who, source, from, until);
    g_assert_cmpint(n, ==, 5);
    from[16] = until[16] = '\0';
    g_assert_true(pk_word_parse(&pk_words_duty, duty, &value, NULL));
    made->duty = (PkDuty)value;
    g_assert_true(pk_word_parse(&pk_words_shift_source, source, &value, NULL));
    made->source = (PkShiftSource)value;
    g_free(made->login);
    made->login = g_strdup(who);
    made->key = ++key;
    g_free(made->uuid);
    made->uuid = g_strdup_printf("s%" G_GINT64_FORMAT, key);
    made->made_us = key;
    made->from_us = at(from);
    made->until_us = at(until);
    g_assert_true(pk_shift_check(made, NULL));
    return made;
}

/* Lines of "p pattern", "s shift" and "h 2026-12-25". */
static PkRota *
rota(const char *text)
{
    PkRota *made = pk_rota_new();
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line; line++) {
        const char *rest = *line + 2;
        if (**line == 'p')
            g_ptr_array_add(made->patterns, pattern(rest));
        else if (**line == 's')
            g_ptr_array_add(made->shifts, shift(rest));
        else if (**line == 'h')
            g_ptr_array_add(made->holidays, pk_holiday_new(day(rest), "day"));
    }
    return made;
}

static void
add_time(GString *out, int64_t us)
{
    PkTimeText text =
        pk_time_text(zone, us, PK_LANG_EN, PK_TIME_DATE | PK_TIME_CLOCK | PK_TIME_ZONE);
    g_string_append_printf(out, " %s", text.s);
}

#define WEEKLY "p officer 2026-03-13 17:00 span 10080 step 7 turn 7 days 127 same: a b\n"
#define DAYS   "p officer 2026-03-23 08:00 span 720 step 1 turn 7 days 127 same: a b\n"
#define NIGHTS "p officer 2026-03-23 20:00 span 720 step 1 turn 7 days 127 same: c d\n"

/* clang-format off */
static const struct {
    const char *what, *rota, *from, *until, *want;
} cases[] = {
    { "weekly, two persons", WEEKLY, "2026-03-14 00:00", "2026-03-28 00:00",
      "a 13 Mar 17:00 CET 20 Mar 17:00 CET\n"
      "b 20 Mar 17:00 CET 27 Mar 17:00 CET\n"
      "a 27 Mar 17:00 CET 3 Apr 17:00 CEST\n" },
    { "before it begins", WEEKLY, "2026-03-01 00:00", "2026-03-13 17:00", "" },
    { "one person", "p officer 2026-03-13 17:00 span 10080 step 7 turn 7 days 127 same: a\n",
      "2026-03-20 16:59", "2026-03-20 17:01",
      "a 13 Mar 17:00 CET 20 Mar 17:00 CET\na 20 Mar 17:00 CET 27 Mar 17:00 CET\n" },
    { "nobody takes turns", "p officer 2026-03-13 17:00 span 10080 step 7 turn 7 days 127 same:\n",
      "2026-03-13 17:00", "2026-04-20 17:00", "" },
    { "the night of March has an hour less", DAYS NIGHTS, "2026-03-28 12:00", "2026-03-29 12:00",
      "a 28 Mar 08:00 CET 28 Mar 20:00 CET\n"
      "c 28 Mar 20:00 CET 29 Mar 08:00 CEST\n"
      "a 29 Mar 08:00 CEST 29 Mar 20:00 CEST\n" },
    { "the night of October has an hour more", DAYS NIGHTS, "2026-10-24 12:00", "2026-10-25 12:00",
      "a 24 Oct 08:00 CEST 24 Oct 20:00 CEST\n"
      "c 24 Oct 20:00 CEST 25 Oct 08:00 CET\n"
      "a 25 Oct 08:00 CET 25 Oct 20:00 CET\n" },
    { "a hand-over at a time that does not exist is an overlap",
      "p officer 2026-03-27 02:30 span 1440 step 1 turn 1 days 127 same: a b c\n",
      "2026-03-28 12:00", "2026-03-29 12:00",
      "b 28 Mar 02:30 CET 29 Mar 03:30 CEST\n"
      "c 29 Mar 01:30 CET 30 Mar 02:30 CEST\n" },
    { "a hand-over at a time that comes twice is an overlap",
      "p officer 2026-10-23 02:30 span 1440 step 1 turn 1 days 127 same: a b c\n",
      "2026-10-24 12:00", "2026-10-25 12:00",
      "b 24 Oct 02:30 CEST 25 Oct 02:30 CET\n"
      "c 25 Oct 02:30 CEST 26 Oct 02:30 CET\n" },
    { "over the end of a year", "p backup 2026-12-25 09:00 span 10080 step 7 turn 7 days 127 same: a b\n",
      "2026-12-31 23:00", "2027-01-01 10:00",
      "a 25 Dec 09:00 CET 1 Jan 09:00 CET\nb 1 Jan 09:00 CET 8 Jan 09:00 CET\n" },
    { "only on some days of the week",
      "p manager 2026-03-09 09:00 span 480 step 1 turn 7 days 20 same: a b\n", /* Wed, Fri */
      "2026-03-09 00:00", "2026-03-19 00:00",
      "a 11 Mar 09:00 CET 11 Mar 17:00 CET\n"
      "a 13 Mar 09:00 CET 13 Mar 17:00 CET\n"
      "b 18 Mar 09:00 CET 18 Mar 17:00 CET\n" },
    { "what is set wins, and cuts in two", WEEKLY "s officer c set 2026-03-15 08:00 2026-03-15 20:00\n",
      "2026-03-14 00:00", "2026-03-19 00:00",
      "a 13 Mar 17:00 CET 15 Mar 08:00 CET\n"
      "c 15 Mar 08:00 CET 15 Mar 20:00 CET\n"
      "a 15 Mar 20:00 CET 20 Mar 17:00 CET\n" },
    { "of two that are set the later wins", WEEKLY "s officer c set 2026-03-15 08:00 2026-03-15 20:00\n"
      "s officer d take 2026-03-15 12:00 2026-03-16 00:00\n", "2026-03-15 07:00", "2026-03-16 01:00",
      "a 13 Mar 17:00 CET 15 Mar 08:00 CET\n"
      "c 15 Mar 08:00 CET 15 Mar 12:00 CET\n"
      "d 15 Mar 12:00 CET 16 Mar 00:00 CET\n"
      "a 16 Mar 00:00 CET 20 Mar 17:00 CET\n" },
    { "one that is wholly covered is gone", "s officer c set 2026-03-15 08:00 2026-03-15 20:00\n"
      "s officer d set 2026-03-15 08:00 2026-03-15 20:00\n", "2026-03-15 00:00", "2026-03-16 00:00",
      "d 15 Mar 08:00 CET 15 Mar 20:00 CET\n" },
    { "another rung is left alone", WEEKLY "s backup c set 2026-03-15 08:00 2026-03-15 20:00\n",
      "2026-03-15 00:00", "2026-03-16 00:00",
      "a 13 Mar 17:00 CET 20 Mar 17:00 CET\nc 15 Mar 08:00 CET 15 Mar 20:00 CET\n" },
    { "a swap", WEEKLY "s officer b swap 2026-03-13 17:00 2026-03-20 17:00\n"
      "s officer a swap 2026-03-20 17:00 2026-03-27 17:00\n", "2026-03-14 00:00", "2026-03-27 00:00",
      "b 13 Mar 17:00 CET 20 Mar 17:00 CET\na 20 Mar 17:00 CET 27 Mar 17:00 CET\n" },
    { "a calendar does not cut a pattern", WEEKLY "s officer c import 2026-03-15 08:00 2026-03-15 20:00\n",
      "2026-03-15 00:00", "2026-03-16 00:00",
      "a 13 Mar 17:00 CET 20 Mar 17:00 CET\nc 15 Mar 08:00 CET 15 Mar 20:00 CET\n" },
    { "a pattern that skips holidays, and one for them",
      "p officer 2026-12-18 17:00 span 10080 step 7 turn 7 days 127 skip: a b\n"
      "p officer 2026-12-21 00:00 span 10080 step 7 turn 7 days 127 only: x y\n"
      "h 2026-12-25\nh 2026-12-26\n", "2026-12-24 00:00", "2026-12-28 00:00",
      "a 18 Dec 17:00 CET 25 Dec 00:00 CET\n"
      "x 25 Dec 00:00 CET 27 Dec 00:00 CET\n"
      "b 27 Dec 00:00 CET 1 Jan 17:00 CET\n" },
    { "a holiday in the middle of a shift cuts it in two",
      "p officer 2026-12-21 00:00 span 10080 step 7 turn 7 days 127 skip: a\nh 2026-12-25\n",
      "2026-12-22 00:00", "2026-12-27 00:00",
      "a 21 Dec 00:00 CET 25 Dec 00:00 CET\na 26 Dec 00:00 CET 28 Dec 00:00 CET\n" },
};
/* clang-format on */

static void
test_shifts(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(PkRota) made = rota(cases[i].rota);
        g_autoptr(GPtrArray) shifts = pk_rota_shifts(made, at(cases[i].from), at(cases[i].until));
        g_autoptr(GString) got = g_string_new(NULL);
        for (guint j = 0; j < shifts->len; j++) {
            const PkShift *one = shifts->pdata[j];
            g_string_append(got, one->login);
            add_time(got, one->from_us);
            add_time(got, one->until_us);
            g_string_append_c(got, '\n');
        }
        g_test_message("%s", cases[i].what);
        g_assert_cmpstr(got->str, ==, cases[i].want);
    }
}

/* Over two years with both changes of the clock: from one hand-over to the next nobody is missing,
 * whatever the time of the hand-over. */
static void
test_never_a_gap(void)
{
    for (int minute = 0; minute < 1440; minute += 30) {
        g_autofree char *text = g_strdup_printf(
            "p officer 2026-01-01 %02d:%02d span 1440 step 1 turn 1 days 127 same: a b c\n",
            minute / 60, minute % 60);
        g_autoptr(PkRota) made = rota(text);
        int64_t from = at("2026-01-02 00:00"), until = at("2027-12-31 00:00");
        g_autoptr(GPtrArray) shifts = pk_rota_shifts(made, from, until);
        g_autoptr(GPtrArray) found = pk_rota_find(shifts, 1u << PK_DUTY_OFFICER, from, until);
        g_assert_cmpuint(found->len, ==, 0);
    }
}

static void
test_at(void)
{
    g_autoptr(PkRota) made =
        rota("p officer 2026-03-27 02:30 span 1440 step 1 turn 1 days 127 same: a b c\n");
    g_autoptr(GPtrArray) shifts =
        pk_rota_shifts(made, at("2026-03-28 00:00"), at("2026-03-30 00:00"));

    /* Both are there between 01:30 CET and 03:30 CEST; who came has it. */
    g_assert_cmpstr(pk_rota_at(shifts, PK_DUTY_OFFICER, at("2026-03-29 01:29"))->login, ==, "b");
    g_assert_cmpstr(pk_rota_at(shifts, PK_DUTY_OFFICER, at("2026-03-29 01:30"))->login, ==, "c");
    g_assert_cmpstr(pk_rota_at(shifts, PK_DUTY_OFFICER, at("2026-03-29 03:29"))->login, ==, "c");
    g_assert_null(pk_rota_at(shifts, PK_DUTY_BACKUP, at("2026-03-29 03:29")));
}

/* clang-format off */
static const struct {
    const char *what, *rota, *from, *until;
    unsigned duties;
    const char *want;
} troubles[] = {
    { "nothing at all", "", "2026-03-09 00:00", "2026-03-10 00:00", 1,
      "gap 0 9 Mar 00:00 CET 10 Mar 00:00 CET\n" },
    { "all is well", WEEKLY, "2026-03-14 00:00", "2026-05-01 00:00", 1, "" },
    { "a rung that nobody asks for", WEEKLY, "2026-03-14 00:00", "2026-03-15 00:00", 1 << PK_DUTY_OFFICER, "" },
    { "before, between and after", "s officer a set 2026-03-15 08:00 2026-03-15 12:00\n"
      "s officer b set 2026-03-15 13:00 2026-03-15 20:00\n", "2026-03-15 00:00", "2026-03-16 00:00", 1,
      "gap 0 15 Mar 00:00 CET 15 Mar 08:00 CET\n"
      "gap 0 15 Mar 12:00 CET 15 Mar 13:00 CET\n"
      "gap 0 15 Mar 20:00 CET 16 Mar 00:00 CET\n" },
    { "two on one rung", WEEKLY "s officer c import 2026-03-15 08:00 2026-03-15 20:00\n",
      "2026-03-15 10:00", "2026-03-16 00:00", 1, "double 0 a c 15 Mar 10:00 CET 15 Mar 20:00 CET\n" },
    { "a hand-over of an hour is none", "s officer a import 2026-03-15 00:00 2026-03-15 09:00\n"
      "s officer b import 2026-03-15 08:00 2026-03-16 00:00\n", "2026-03-15 00:00", "2026-03-16 00:00", 1, "" },
    { "one person on two rungs", WEEKLY "s backup a set 2026-03-15 08:00 2026-03-15 20:00\n",
      "2026-03-15 00:00", "2026-03-16 00:00", 1, "twice 0 1 a 15 Mar 08:00 CET 15 Mar 20:00 CET\n" },
};
/* clang-format on */

static void
test_find(void)
{
    static const char *const kinds[] = { "gap", "double", "twice" };

    for (size_t i = 0; i < G_N_ELEMENTS(troubles); i++) {
        g_autoptr(PkRota) made = rota(troubles[i].rota);
        int64_t from = at(troubles[i].from), until = at(troubles[i].until);
        g_autoptr(GPtrArray) shifts = pk_rota_shifts(made, from, until);
        g_autoptr(GPtrArray) found = pk_rota_find(shifts, troubles[i].duties, from, until);
        g_autoptr(GString) got = g_string_new(NULL);
        for (guint j = 0; j < found->len; j++) {
            const PkRotaFinding *one = found->pdata[j];
            g_string_append_printf(got, "%s %d", kinds[one->trouble], (int)one->duty);
            if (one->trouble == PK_ROTA_TWICE)
                g_string_append_printf(got, " %d", (int)one->other_duty);
            if (one->login)
                g_string_append_printf(got, " %s", one->login);
            if (one->other)
                g_string_append_printf(got, " %s", one->other);
            add_time(got, one->from_us);
            add_time(got, one->until_us);
            g_string_append_c(got, '\n');
        }
        g_test_message("%s", troubles[i].what);
        g_assert_cmpstr(got->str, ==, troubles[i].want);
    }
}

/* clang-format off */
static const struct {
    const char *what, *rota, *from, *until, *want; /* who, hours, nights, weekend, holidays */
} shares[] = {
    { "nobody", "", "2026-03-09 00:00", "2026-03-16 00:00", "" },
    { "a week", WEEKLY, "2026-03-13 17:00", "2026-03-27 17:00", "a 168 7 48 0\nb 168 7 48 0\n" },
    { "the week of March has 167 hours, a Sunday of 23", WEEKLY, "2026-03-27 17:00", "2026-04-03 17:00",
      "a 167 7 47 0\n" },
    { "the week of October has 169", "p officer 2026-10-23 17:00 span 10080 step 7 turn 7 days 127 same: a\n",
      "2026-10-23 17:00", "2026-10-30 17:00", "a 169 7 49 0\n" },
    { "days have no nights", DAYS, "2026-03-23 00:00", "2026-03-27 00:00", "a 48 0 0 0\n" },
    { "nights", NIGHTS, "2026-03-23 00:00", "2026-03-27 00:00", "c 40 3 0 0\n" },
    { "holidays", "p officer 2026-12-25 08:00 span 1440 step 1 turn 1 days 127 same: a b\nh 2026-12-25\n",
      "2026-12-25 08:00", "2026-12-27 08:00", "a 24 1 8 16\nb 24 1 24 0\n" },
    { "two rungs at once count once", WEEKLY "s backup a set 2026-03-16 08:00 2026-03-16 20:00\n",
      "2026-03-16 00:00", "2026-03-17 00:00", "a 24 1 0 0\n" },
};
/* clang-format on */

static void
test_fairness(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(shares); i++) {
        g_autoptr(PkRota) made = rota(shares[i].rota);
        int64_t from = at(shares[i].from), until = at(shares[i].until);
        g_autoptr(GPtrArray) shifts = pk_rota_shifts(made, from, until);
        g_autoptr(GPtrArray) found = pk_rota_fairness(shifts, made->holidays, zone, from, until);
        g_autoptr(GString) got = g_string_new(NULL);
        for (guint j = 0; j < found->len; j++) {
            const PkRotaShare *one = found->pdata[j];
            g_string_append_printf(got, "%s %d %d %d %d\n", one->login,
                                   (int)(one->hours_us / PK_HOUR_US), (int)one->n_nights,
                                   (int)(one->weekend_us / PK_HOUR_US),
                                   (int)(one->holiday_us / PK_HOUR_US));
        }
        g_test_message("%s", shares[i].what);
        g_assert_cmpstr(got->str, ==, shares[i].want);
    }
}

static void
test_uuids(void)
{
    g_autoptr(PkRota) made = rota(WEEKLY "s officer c set 2026-03-15 08:00 2026-03-15 20:00\n");
    g_autoptr(GPtrArray) shifts =
        pk_rota_shifts(made, at("2026-03-14 00:00"), at("2026-03-16 00:00"));

    g_assert_cmpuint(shifts->len, ==, 3);
    g_assert_cmpstr(((const PkShift *)shifts->pdata[0])->uuid, ==, "p-20260313");
    g_assert_cmpstr(((const PkShift *)shifts->pdata[2])->uuid, ==, "p-20260313-2");
}

/* clang-format off */
static const struct {
    int from, span, step, turn;
    unsigned days;
    const char *name, *zone, *fault; /* NULL: fine */
} patterns[] = {
    { 1020, 10080, 7, 7, 127, "weekly", "Europe/Amsterdam", NULL },
    { 1439, 720,   1, 1, 1,   "x",      "UTC",              NULL },
    { 1440, 10080, 7, 7, 127, "weekly", "Europe/Amsterdam", "23:59" },
    { -1,   10080, 7, 7, 127, "weekly", "Europe/Amsterdam", "23:59" },
    { 0,    0,     7, 7, 127, "weekly", "Europe/Amsterdam", "one hour after" },
    { 0,    10141, 7, 7, 127, "weekly", "Europe/Amsterdam", "one hour after" },
    { 0,    1440,  0, 7, 127, "weekly", "Europe/Amsterdam", "1 to 366" },
    { 0,    1440,  1, 367, 127, "weekly", "Europe/Amsterdam", "1 to 366" },
    { 0,    1440,  7, 1, 127, "weekly", "Europe/Amsterdam", "at least as long" },
    { 0,    1440,  7, 7, 0,   "weekly", "Europe/Amsterdam", "day of the week" },
    { 0,    1440,  7, 7, 128, "weekly", "Europe/Amsterdam", "day of the week" },
    { 0,    1440,  7, 7, 127, "",       "Europe/Amsterdam", "name" },
    { 0,    1440,  7, 7, 127, "weekly", "Nergens/Nergenshuizen", "Europe/Amsterdam" },
};
/* clang-format on */

static void
test_check(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(PkRotaPattern) made = pk_rota_pattern_new();
        g_autoptr(GError) error = NULL;
        made->from_min = patterns[i].from;
        made->span_min = patterns[i].span;
        made->step_days = patterns[i].step;
        made->turn_days = patterns[i].turn;
        made->weekdays = patterns[i].days;
        made->name = g_strdup(patterns[i].name);
        made->zone_name = g_strdup(patterns[i].zone);
        g_assert_true(pk_rota_pattern_check(made, &error) == !patterns[i].fault);
        if (patterns[i].fault) {
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
            g_assert_nonnull(strstr(error->message, patterns[i].fault));
        }
    }
}

static void
test_say(void)
{
    static const struct {
        const char *pattern, *want;
    } said[] = {
        { "officer 2026-03-13 17:00 span 10080 step 7 turn 7 days 127 same: a",
          "every week from Fri 17:00" },
        { "officer 2026-03-13 20:00 span 720 step 1 turn 7 days 127 skip: a",
          "every day 20:00-08:00, turns of 7 days, not on holidays" },
        { "officer 2026-03-13 09:00 span 480 step 1 turn 1 days 31 same: a",
          "Mon Tue Wed Thu Fri 09:00-17:00" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
        g_autoptr(PkRotaPattern) made = pattern(said[i].pattern);
        g_autofree char *got = pk_rota_pattern_say(made);
        g_assert_cmpstr(got, ==, said[i].want);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    zone = pk_zone_new("Europe/Amsterdam", NULL);
    g_assert_nonnull(zone);
    g_test_add_func("/rota/shifts", test_shifts);
    g_test_add_func("/rota/never-a-gap", test_never_a_gap);
    g_test_add_func("/rota/at", test_at);
    g_test_add_func("/rota/find", test_find);
    g_test_add_func("/rota/fairness", test_fairness);
    g_test_add_func("/rota/uuids", test_uuids);
    g_test_add_func("/rota/check", test_check);
    g_test_add_func("/rota/say", test_say);
    int ret = g_test_run();
    pk_zone_free(zone);
    return ret;
}
