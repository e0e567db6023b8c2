/* SPDX-License-Identifier: EUPL-1.2 */
/* How times, dates, ages and remaining time are written, in both languages. 24 hours everywhere,
 * day before month, the zone's name beside a time that could be misread (ux.md 3.10).
 *
 * Every function returns its text by value, so a list may call it for every row without touching
 * the heap:
 *
 *     PkTimeText at = pk_time_text(zone, line->event_us, lang, PK_TIME_CLOCK);
 *     pk_canvas_text(canvas, row, 3, 5, role, at.s);
 *
 * Keep the struct in a variable while .s is in use. Texts are ASCII, one column per byte. */
#pragma once

#include "piket/base/i18n.h"
#include "piket/model/words.h"
#include "piket/model/zone.h"

typedef struct {
    char s[80];
} PkTimeText;

/* Parts of a written time, always in this order. Or them together, or take a set below. */
/* clang-format off */
typedef enum {
    PK_TIME_WEEKDAY  = 1 << 0, /* "di", "Tue"                                          */
    PK_TIME_DATE     = 1 << 1, /* "9 mrt", "9 Mar"                                     */
    PK_TIME_PAD      = 1 << 2, /* the day in two digits, for columns: "09 mrt"         */
    PK_TIME_YEAR     = 1 << 3, /* "2026"                                               */
    PK_TIME_CLOCK    = 1 << 4, /* "04:02"                                              */
    PK_TIME_SECONDS  = 1 << 5, /* the clocks in "04:02:10" and "03:02:10Z"             */
    PK_TIME_ZONE     = 1 << 6, /* "CET"                                                */
    PK_TIME_UTC      = 1 << 7, /* "03:02Z"                                             */
    PK_TIME_BRACKETS = 1 << 8, /* the UTC clock as "(03:02Z)"                          */

    /* "di 10 mrt 03:14 CET 02:14Z": the header line */
    PK_TIME_HEADER = PK_TIME_WEEKDAY | PK_TIME_DATE | PK_TIME_CLOCK | PK_TIME_ZONE | PK_TIME_UTC,
    /* "di 10 mrt 2026 03:24 CET 02:24Z": the header line from 100 columns */
    PK_TIME_HEADER_WIDE = PK_TIME_HEADER | PK_TIME_YEAR,
    /* "10 mrt 2026" */
    PK_TIME_SHORT_DATE = PK_TIME_DATE | PK_TIME_YEAR,
    /* "ma 9 mrt 2026": the heading of a day */
    PK_TIME_DAY_HEADING = PK_TIME_WEEKDAY | PK_TIME_SHORT_DATE,
    /* "ma 9 mrt 04:26 CET" */
    PK_TIME_MOMENT = PK_TIME_WEEKDAY | PK_TIME_DATE | PK_TIME_CLOCK | PK_TIME_ZONE,
    /* "wo 08 apr 11:05 CEST": a column of them */
    PK_TIME_COLUMN = PK_TIME_MOMENT | PK_TIME_PAD,
    /* "zo 29 mrt 2026 03:10 CEST (01:10Z)" */
    PK_TIME_FULL = PK_TIME_MOMENT | PK_TIME_YEAR | PK_TIME_UTC | PK_TIME_BRACKETS,
} PkTimeParts;
/* clang-format on */

/* The parts of us that are asked for, an or of PkTimeParts. zone NULL means UTC. */
PkTimeText pk_time_text(const PkZone *zone, int64_t us, PkLang lang, unsigned parts);

/* A date no more exact than it is known: "2013", "mrt 2013", "9 mrt 2013", and with the clock and
 * the zone ("9 mrt 2013 04:02 CET") only at PK_PRECISION_SECOND. */
PkTimeText pk_time_known(const PkZone *zone, int64_t us, PkPrecision precision, PkLang lang);

/* How long ago, or how long a gap: "10m", "9u02" (en "9h02"), "2d04", from 100 days "312d", from
 * two years "7j" (en "7y"). At most 5 columns until a thousand years. Negative counts as 0. */
PkTimeText pk_time_age(int64_t elapsed_us, PkLang lang);

/* What is left until due_us: "01:14", "49:14" (hours and minutes), from 100 hours "29d"; "-00:12"
 * when it has passed. Counted between the minutes that the screen shows, so that now plus left
 * is due to whoever checks it with the clock in the header. */
PkTimeText pk_time_left(int64_t due_us, int64_t now_us);

/* The minute of UTC that us falls in, counted from 1970. */
int64_t pk_time_minute(int64_t us);

/* "12 min geleden", "9u02 geleden", "over 29m", "nu" (en "12 min ago", "in 29m", "now"). */
PkTimeText pk_time_relative(int64_t us, int64_t now_us, PkLang lang);

/* The same for a whole day: "vandaag", "gisteren", "morgen", "5 dagen geleden", "over 3 dagen". */
PkTimeText pk_time_relative_day(const PkZone *zone, int64_t us, int64_t now_us, PkLang lang);

/* "ma", "Mon" for 1 Monday .. 7 Sunday; "mrt", "Mar" for 1..12. Static. */
const char *pk_time_weekday(int weekday, PkLang lang);
const char *pk_time_month(int month, PkLang lang);

/* "2026-03-10T02:24:07Z": RFC 3339 in UTC, whole seconds, as JSON has it. */
PkTimeText pk_time_rfc3339(int64_t us);

/* Reads RFC 3339: any offset, a fraction to the microsecond, a leap second as the second after.
 * Errors: PK_ERROR_INVALID, with an example that works. */
bool pk_time_parse_rfc3339(const char *text, int64_t *ret_us, GError **error);
