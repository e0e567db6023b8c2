/* SPDX-License-Identifier: EUPL-1.2 */
/* Zone: the one time zone in which people read and type times (setting `zone`).
 *
 * Everything stored is UTC in microseconds (`_us`); a zone only turns that into what a clock on
 * the wall shows, and back. The machine's own TZ is never used, so two laptops that share a
 * database show the same. Rules come from the system's IANA data through GLib, which knows
 * summer time until 2037; later years follow the last known rule.
 *
 * A zone is read-only after pk_zone_new and may be used by several threads. No function here but
 * pk_zone_new touches the heap, so a list may call them for every row. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define PK_ZONE_DEFAULT "Europe/Amsterdam"

#define PK_SECOND_US    INT64_C(1000000)
#define PK_MINUTE_US    (60 * PK_SECOND_US)
#define PK_HOUR_US      (60 * PK_MINUTE_US)
#define PK_DAY_US       (24 * PK_HOUR_US)

/* The calendar that people may type and that every function here handles. */
enum { PK_YEAR_MIN = 1900, PK_YEAR_MAX = 2200 };

typedef struct PkZone PkZone;

/* What the calendar and the clock on the wall show. */
typedef struct {
    int year;         /* 1..9999                                                    */
    int month;        /* 1..12                                                      */
    int day;          /* 1..31                                                      */
    int hour;         /* 0..23                                                      */
    int minute;       /* 0..59                                                      */
    int second;       /* 0..59                                                      */
    int us;           /* 0..999999                                                  */
    int weekday;      /* 1 Monday .. 7 Sunday; not read by pk_zone_resolve          */
    int offset_s;     /* seconds east of UTC; not read by pk_zone_resolve           */
    const char *abbr; /* "CET", "CEST"; belongs to the zone; not read by ..resolve  */
} PkLocal;

/* Opens a zone by its IANA name; NULL or "" means PK_ZONE_DEFAULT.
 *
 * Errors: PK_ERROR_INVALID when the system knows no zone of that name.
 * Returns an owned zone, or NULL. */
PkZone *pk_zone_new(const char *name, GError **error);

/* Frees it; NULL is fine. */
void pk_zone_free(PkZone *zone);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkZone, pk_zone_free)

/* "Europe/Amsterdam"; "UTC" for NULL. Belongs to the zone. */
const char *pk_zone_name(const PkZone *zone);

/* What the wall shows at us. Instants outside the years 1..9999 are shown as the nearest one
 * inside. zone NULL means UTC, with abbr "UTC". */
PkLocal pk_zone_local(const PkZone *zone, int64_t us);

/* Seconds east of UTC at us. */
int pk_zone_offset(const PkZone *zone, int64_t us);

typedef enum {
    PK_FIT_OK,    /* one instant shows this                                            */
    PK_FIT_GAP,   /* no instant does: the clock jumped over it (spring)                */
    PK_FIT_TWICE, /* two instants do: the clock was put back (autumn)                  */
} PkFit;

/* The instants at which the wall shows local (year .. us; the rest is not read).
 *
 * ret_us[0] and ret_us[1] are equal for OK; the first and the second pass for TWICE; for GAP the
 * two a person may have meant: the reading as far before the jump (01:30 for 02:30), and after it
 * (03:30). zone NULL means UTC. */
PkFit pk_zone_resolve(const PkZone *zone, const PkLocal *local, int64_t ret_us[2]);

/* The instant in (before_us, after_us] at which the offset changes to that of after_us. */
int64_t pk_zone_change(const PkZone *zone, int64_t before_us, int64_t after_us);

/* The first instant of the local day y-m-d; day may lie outside the month (0 is the last day of
 * the month before, 32 January is 1 February), month may not. */
int64_t pk_zone_day_start(const PkZone *zone, int year, int month, int day);

/* The same clock reading days or months later (or earlier, when negative). A day that the month
 * has not becomes its last: 31 January + 1 month = 28 February. A reading that was jumped over
 * moves forward with the clock; of a reading that comes twice, the first. */
int64_t pk_zone_add_days(const PkZone *zone, int64_t us, int days);
int64_t pk_zone_add_months(const PkZone *zone, int64_t us, int months);

/* Days of the Gregorian calendar, counted from 1970-01-01 = 0; day may lie outside the month. */
int64_t pk_civil_days(int year, int month, int day);

/* The other way round: fills year, month, day and weekday. */
void pk_civil_from_days(int64_t days, PkLocal *ret_local);

/* 28..31, for a month 1..12. */
int pk_civil_month_length(int year, int month);
