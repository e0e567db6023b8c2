/* SPDX-License-Identifier: EUPL-1.2 */
/* When: what people type into a time field or behind since: until: on:, in Dutch and English
 * alike, whatever language the screen has (ux.md 3.10).
 *
 *     nu  now                         -15m  -2h  -1u30  -2d  +30m  15m  2d04
 *     03:10  0310  3.10  3u10  03:10:20     12 min geleden, over 29m, in 29 min
 *     gisteren 23:50  ma 09:00  do  mon     9-3 04:02  9/3  9 mrt 04:02  9-3-2026  Mar 9 2026
 *     2026-03-09  2026-03-09T04:02:05+01:00     02:10Z  02:10 UTC  04:10 CEST  04:10 +02:00
 *     and every echo below ("= zo 29 mrt 2026 03:10 CEST (01:10Z), 12 min geleden")
 *
 * Day before month, never month before day. What is left out is filled in by the nearest in the
 * direction of the field: at 03:14, 23:50 in a past field is yesterday's. One exception: in a
 * past field a clock time at most an hour ahead stays today's, with a warning, because a watch
 * that is fast is likelier than a report 23 hours old. Minutes and hours are elapsed time; days,
 * weeks, months and years keep the clock reading. Unsigned durations go with the direction. */
#pragma once

#include "piket/model/timefmt.h"
#include "piket/model/words.h"
#include "piket/model/zone.h"

typedef enum {
    PK_WHEN_PAST,   /* something that happened: observed, received, awareness, since: */
    PK_WHEN_FUTURE, /* something to come: call back, due, end of shift                */
} PkWhenDirection;

typedef struct {
    const char *text;
    int64_t now_us;
    const PkZone *zone;
    PkWhenDirection direction;
    char choice; /* 'a' or 'b': the answer to an earlier question; else 0 */
} PkWhenAsk;

typedef struct {
    int64_t us;            /* the instant; for a day or month its first instant                  */
    int64_t until_us;      /* first instant after what was typed: the next second, minute, day.. */
    PkPrecision precision; /* SECOND for anything with a clock, DAY for "do", MONTH "mrt 2013"   */
    bool has_clock;        /* a clock time was typed, not a duration, "nu" or only a date        */
    bool has_seconds;      /* that clock time had seconds                                        */
    bool has_zone;         /* a zone was typed                                                   */
    bool asks;             /* the reading comes twice and nothing chose: see choice_us           */
    int64_t choice_us[2];  /* 'a' the first (summer time), 'b' the second pass; set when asks    */
    char *warning;         /* owned translated sentence, or NULL: shown, never a block           */
} PkWhen;

/* Frees what when owns and zeroes it. */
void pk_when_clear(PkWhen *when);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkWhen, pk_when_clear)

/* Reads ask->text. ret_when is overwritten; clear it afterwards, also after a failure.
 *
 * Errors: PK_ERROR_INVALID, saying what is wrong with an example that works; also for a reading
 * that was jumped over ("02:30 does not exist ... Did you mean 01:30 or 03:30?").
 * PK_ERROR_CONFIRM when the reading comes twice that night: the message is the question, ret_when
 * has asks and choice_us, and the same call with choice 'a' or 'b' answers it. Typing the zone
 * ("02:30 CEST") never asks. */
bool pk_when_parse(const PkWhenAsk *ask, PkWhen *ret_when, GError **error);

typedef enum {
    PK_ECHO_CLOCK,  /* "= 03:44 CET", with the date when it is another day than now         */
    PK_ECHO_MOMENT, /* "= di 10 mrt 03:14 CET"                                              */
    PK_ECHO_SHORT,  /* "= di 10 mrt 02:44 CET (01:44Z)"                                     */
    PK_ECHO_LONG,   /* "= zo 29 mrt 2026 03:10 CEST (01:10Z), 12 min geleden"               */
} PkEcho;

/* What was understood, as shown beside the field. The year appears when it is not this year and
 * always in LONG; a date without a clock shows no clock ("= do 5 mrt 2026"). */
PkTimeText pk_when_echo(const PkWhen *when, const PkZone *zone, int64_t now_us, PkLang lang,
                        PkEcho style);

typedef enum {
    PK_RANGE_SINCE, /* from the first instant of what is typed; "24h" and "-24h" are the last 24 */
    PK_RANGE_UNTIL, /* through the whole day, month or year typed; up to a clock time            */
    PK_RANGE_ON,    /* all of the day, month, year or minute typed; a duration means that day    */
} PkRangeKind;

/* A stretch of time, [from_us, until_us). Open sides are INT64_MIN and INT64_MAX. */
typedef struct {
    int64_t from_us;
    int64_t until_us;
} PkRange;

/* Reads a value of since:, until: or on:. Besides all of pk_when_parse: a year (four digits 1900
 * to 2200 are a year here, never a clock), a month "2026-03", and "A..B" with both ends included,
 * either of which may be left out. ask->direction is not read: the past is meant.
 *
 * ret_when (may be NULL) gets choice_us for a reading that comes twice; it holds nothing to free.
 * Errors: as pk_when_parse. ret_range is untouched on failure. */
bool pk_when_range(PkRangeKind kind, const PkWhenAsk *ask, PkRange *ret_range, PkWhen *ret_when,
                   GError **error);
