/* SPDX-License-Identifier: EUPL-1.2 */
/* The words and figures of a typed time, before they meet a calendar: what was said, not when
 * that is. Private to when*.c. */
#pragma once

#include "piket/model/when.h"

enum { PK_WHEN_TEXT_MAX = 100 }; /* bytes */

typedef enum {
    PK_SAID_NOW,
    PK_SAID_SHIFT, /* so much before or after now */
    PK_SAID_POINT, /* a date, a clock time, or both */
} PkSaidKind;

typedef struct {
    PkSaidKind kind;

    int sign; /* of a shift: -1, +1, or 0 when the field's direction decides */
    int64_t shift_us;
    int shift_days;
    int shift_months;

    int year, month, day; /* 0 = not said */
    int weekday;          /* 1..7, 0 = not said */
    bool has_day_word;
    int day_word; /* days from today: gisteren is -1 */

    bool has_clock, has_seconds;
    int hour, minute, second, us;

    bool has_offset;
    int offset_s;
    char zone_word[8]; /* an abbreviation only the zone itself may know, or "" */
} PkSaid;

/* Errors: PK_ERROR_INVALID. */
bool pk_said_read(const char *text, PkSaid *ret_said, GError **error);

/* A copy fit for a message: valid UTF-8, no control characters, at most 40 characters. Owned. */
char *pk_said_quote(const char *text);

/* Reads at as a shift ("-1u30", "over 29 m", "2d04 geleden"); false when it is not one. at is
 * lower case. */
bool pk_said_read_shift(const char *at, PkSaid *said);

/* 1..7 for a weekday's name, 1..12 for a month's, in either language, short or long; else 0. */
int pk_said_weekday(const char *word);
int pk_said_month(const char *word);

/* Sets has_offset or zone_word from "z", "utc", "cest", "+02:00", or another short word. */
bool pk_said_read_zone(const char *word, PkSaid *said);

/* A warning for the outcome, or NULL. Owned. */
char *pk_when_warning(const PkWhenAsk *ask, const PkSaid *said, const PkWhen *when);

/* --- between when_read.c and when_figures.c --- */

typedef struct {
    PkSaid *said;
    char **words;
    int at;          /* index of the word being read                         */
    bool named_date; /* the word before belongs to "9 mrt" or "mar 9": a year may follow */
    bool want_hour;  /* the word before was "om" or "at": a bare figure is an hour       */
} PkSaidReader;

/* Sets PK_ERROR_INVALID: message with text, made fit to show, for its %s. Returns false. */
bool pk_said_refuse(const char *message, const char *text, GError **error);
bool pk_said_refuse_unknown(const char *text, GError **error);

/* Reads a run of min to max figures and moves *at; -1 when there are fewer or more. */
int pk_said_figures(const char **at, int min, int max);

/* How many figures at begins with. */
int pk_said_run(const char *at);

/* Read word as a clock time with or without its zone, or as a date in figures (ISO with or without
 * a clock time). Errors are set only when it is one with something wrong; false without an error
 * means it is none. */
bool pk_said_read_clock(PkSaidReader *reader, const char *word, GError **error);
bool pk_said_read_date(PkSaidReader *reader, const char *word, GError **error);

/* Takes {year, month, day} from word, -1 for what it does not say. Errors: PK_ERROR_INVALID. */
bool pk_said_set_date(PkSaidReader *reader, const char *word, const int date[3], GError **error);
