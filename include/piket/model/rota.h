/* SPDX-License-Identifier: EUPL-1.2 */
/* Rota: who is on duty, made from patterns that repeat in local time and from what was set above
 * them. Pure: rows in, shifts out.
 *
 *     every week from Friday 13 Mar 17:00, for a week, turns of a week: J. de Vries, M. Bakker
 *     every day from 08:00 for 12 h, turns of seven days: A, B, C       (and 20:00 for 12 h: D, E)
 *
 * A pattern counts on the wall: a shift from 20:00 to 08:00 has 11 hours in the last night of
 * March and 13 in that of October. A hand-over at a reading that does not exist, or exists twice,
 * becomes an overlap and never a gap: who comes begins at the first instant that may be meant, who
 * goes stays until the last. A holiday is a whole local day; a pattern that skips it, or holds on
 * it only, leaves off and takes up at midnight.
 *
 * What stands above what: shifts that were set, taken, swapped or given for a holiday win over
 * patterns and calendars, and of two of them the one made last wins. Patterns and shifts from a
 * calendar do not cut each other: where two persons have one rung, that is found (pk_rota_find). */
#pragma once

#include "piket/model/words.h"
#include "piket/model/zone.h"

typedef struct {
    int64_t key;
    char *uuid;
    PkDuty duty;
    char *name;
    char *zone_name;   /* IANA                                                              */
    PkZone *zone;      /* owned; made by pk_rota_pattern_check                              */
    int64_t first_day; /* local day of the first turn, from 1970-01-01 (pk_civil_days)      */
    int from_min;      /* begins so many minutes after midnight, as the wall shows          */
    int span_min;      /* ends so many minutes of the wall later; 1440: a day               */
    int step_days;     /* from the beginning of one shift to the next                       */
    int turn_days;     /* one person's turn; at least a step                                */
    unsigned weekdays; /* days on which a shift may begin: 1 Monday, 2 Tuesday .. 64 Sunday */
    PkHolidays holidays;
    int64_t until_us; /* holds up to here; INT64_MAX: goes on                              */
    char **logins;    /* who takes turns, in order; NULL-terminated; may be empty          */
    int64_t made_us;
    char *by_who;
    int64_t version;
} PkRotaPattern;

PkRotaPattern *pk_rota_pattern_new(void);
void pk_rota_pattern_free(PkRotaPattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkRotaPattern, pk_rota_pattern_free)

/* Opens the zone, and checks ranges and that shifts of one pattern do not overlap by more than a
 * hand-over (PK_ROTA_HANDOVER_US). Errors: INVALID. */
bool pk_rota_pattern_check(PkRotaPattern *pattern, GError **error);

/* Reads when a pattern's shifts begin and end, in English or Dutch, and sets first_day, from_min,
 * span_min, step_days, turn_days and weekdays; start_day is the first day that may be meant.
 *
 *     week fri 17:00        2 weeks fri 17:00      (nl week vr 17:00)   from hand-over to hand-over
 *     day 08:00-20:00       day 20:00-08:00        day 08:00
 *     mon-fri 09:00-17:00   mon,wed 09:00-17:00    (nl ma-vr 09:00-17:00)
 *
 * A turn becomes a week for days, and one shift for weeks. Errors: INVALID, with an example. */
bool pk_rota_every_read(const char *text, int64_t start_day, PkRotaPattern *pattern,
                        GError **error);

/* "every week from Fri 17:00, turns of a week: jdv, mba"; "each day 20:00-08:00, turns of 7 days".
 * In the program's language, without the persons. Owned. */
char *pk_rota_pattern_say(const PkRotaPattern *pattern);

/* A stretch of duty: a row that was set or read, or what a pattern makes. */
typedef struct {
    int64_t key; /* of the row; 0: a pattern made it                                        */
    char *uuid;  /* permanent: of the row, or "<uuid of the pattern>-20260313". A piece that
                    was cut off behind the first has "-2", "-3" behind it                   */
    PkDuty duty;
    char *login;
    int64_t from_us;
    int64_t until_us;
    PkShiftSource source;
    int64_t pattern_key; /* 0: a row                                                        */
    char *replaces;      /* login of who gave a swapped shift away, or ""                   */
    char *note;
    char *uid;           /* of the calendar it was read from, or ""                         */
    int64_t instance_us; /* which one of a repeating event there, or 0                      */
    int64_t made_us;
    char *by_who;
} PkShift;

PkShift *pk_shift_new(void);
PkShift *pk_shift_copy(const PkShift *shift);
void pk_shift_free(PkShift *shift);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkShift, pk_shift_free)

/* Ends after it begins, lasts at most PK_SHIFT_MAX_DAYS, has a person, a clean note. Errors:
 * INVALID. */
bool pk_shift_check(const PkShift *shift, GError **error);

typedef struct {
    int64_t day; /* pk_civil_days */
    char *name;
} PkHoliday;

PkHoliday *pk_holiday_new(int64_t day, const char *name);
void pk_holiday_free(PkHoliday *holiday);

/* Everything shifts are made from. */
typedef struct {
    GPtrArray *patterns; /* PkRotaPattern, checked                  */
    GPtrArray *shifts;   /* PkShift: rows that hold                 */
    GPtrArray *holidays; /* PkHoliday, by day                       */
} PkRota;

PkRota *pk_rota_new(void);
void pk_rota_free(PkRota *rota);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkRota, pk_rota_free)

enum {
    PK_SHIFT_MAX_DAYS = 366,
    PK_ROTA_WINDOW_MAX_DAYS = 3660, /* a window is no longer than ten years            */
    PK_ROTA_PERSONS_MAX = 200,      /* in one pattern                                   */
};

/* Two persons on one rung for no longer than this are handing over. */
#define PK_ROTA_HANDOVER_US PK_HOUR_US

/* The longest a shift of these patterns can last: rows that far outside a window still matter. */
int64_t pk_rota_reach_us(const PkRota *rota);

/* Who is on duty in [from_us, until_us): PkShift, by rung, then beginning, then what stands
 * highest. Shifts that reach over an edge keep their whole length, cut only by what stands above
 * them. */
GPtrArray *pk_rota_shifts(const PkRota *rota, int64_t from_us, int64_t until_us);

/* Of those, who has a rung at a moment: where two overlap, who began last. NULL: nobody. */
const PkShift *pk_rota_at(const GPtrArray *shifts, PkDuty duty, int64_t at_us);

typedef enum {
    PK_ROTA_GAP,    /* nobody has the rung                           */
    PK_ROTA_DOUBLE, /* two persons have the same rung                */
    PK_ROTA_TWICE,  /* one person has two rungs                      */
} PkRotaTrouble;

typedef struct {
    PkRotaTrouble trouble;
    PkDuty duty;
    PkDuty other_duty; /* with TWICE                             */
    char *login;       /* NULL with GAP                          */
    char *other;       /* login, with DOUBLE                     */
    int64_t from_us;
    int64_t until_us;
} PkRotaFinding;

void pk_rota_finding_free(PkRotaFinding *finding);

/* What is wrong in a window, by time: PkRotaFinding, clipped to it. shifts are those of
 * pk_rota_shifts over that window. duties has a bit 1 << PkDuty for each rung that somebody must
 * have always. An overlap of at most PK_ROTA_HANDOVER_US is a hand-over. */
GPtrArray *pk_rota_find(const GPtrArray *shifts, unsigned duties, int64_t from_us,
                        int64_t until_us);

/* The rungs that this rota fills: officer, and each with a pattern or a shift that reaches beyond
 * from_us. */
unsigned pk_rota_duties(const PkRota *rota, int64_t from_us);

typedef struct {
    char *login;
    int64_t hours_us;   /* on duty, on any rung; clipped to the window               */
    int64_t n_nights;   /* local 03:00s that fell in a shift                         */
    int64_t weekend_us; /* of it on Saturdays and Sundays                            */
    int64_t holiday_us; /* of it on holidays                                         */
} PkRotaShare;

void pk_rota_share_free(PkRotaShare *share);

/* What everybody has in a window, most hours first: PkRotaShare. zone tells days and nights. */
GPtrArray *pk_rota_fairness(const GPtrArray *shifts, const GPtrArray *holidays, const PkZone *zone,
                            int64_t from_us, int64_t until_us);
