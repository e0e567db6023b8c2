/* SPDX-License-Identifier: EUPL-1.2 */
/* Use cases of the rota: who is on duty, and changing that (include/piket/model/rota.h).
 *
 * Everybody who works here may see who is on duty; numbers are for whoever has PK_MAY_DUTY, and
 * one's own. Each change is one transaction with its line in the duty log (incident 0), so every
 * console hears of it. Times are instants; now_us is handed in. Names are those of the table of
 * persons, the login where it has none. Common errors: those of change.h; OFFLINE in an outbox,
 * where the rota is a copy that can only be read. */
#pragma once

#include "piket/app/change.h"
#include "piket/model/rota.h"

enum { PK_DUTY_AHEAD_DAYS = 14 }; /* how far lists and checks look ahead unless asked otherwise */

/* ---- reading --------------------------------------------------------------------------------- */

/* A stretch of duty and whose it is. */
typedef struct {
    PkShift *shift;
    char *name;
    char *phone; /* "" without one, and for who may not see it             */
} PkDutyRow;
void pk_duty_row_free(PkDutyRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDutyRow, pk_duty_row_free)

/* Who has a rung at a moment: the shift says until when. *ret_row becomes NULL when nobody has.
 * Also inside a transaction of the caller. */
bool pk_duty_at(PkApp *app, PkDuty duty, int64_t at_us, PkDutyRow **ret_row, GError **error);

/* The same for every rung at once: rows[PK_N_DUTIES], NULL where nobody has it. */
typedef struct {
    PkDutyRow *rows[PK_N_DUTIES];
    int64_t change_us; /* when it may be otherwise: ask again then                        */
} PkDutyNow;
void pk_duty_now_clear(PkDutyNow *now);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkDutyNow, pk_duty_now_clear)
bool pk_duty_now(PkApp *app, int64_t at_us, PkDutyNow *ret_now, GError **error);

/* Shifts that touch [from_us, until_us), by rung and beginning: PkDutyRow. Errors: INVALID for a
 * window of more than ten years. */
GPtrArray *pk_duty_list(PkApp *app, int64_t from_us, int64_t until_us, GError **error);

typedef struct {
    PkRotaFinding *finding;
    char *said; /* "Nobody is duty officer from Fri 13 Mar 17:00 to 20:00 (3h00)." */
} PkDutyTrouble;
void pk_duty_trouble_free(PkDutyTrouble *trouble);

/* Gaps and double shifts in [from_us, until_us), by time: PkDutyTrouble. */
GPtrArray *pk_duty_gaps(PkApp *app, int64_t from_us, int64_t until_us, GError **error);

typedef struct {
    PkRotaShare *share;
    char *name;
} PkDutyShare;
void pk_duty_share_free(PkDutyShare *share);

/* Hours, nights, weekends and holidays of everybody, most hours first: PkDutyShare. */
GPtrArray *pk_duty_fairness(PkApp *app, int64_t from_us, int64_t until_us, GError **error);

/* Everything of the place Duty in one snapshot: now, and 14 days ahead. */
typedef struct {
    PkDutyNow now;
    GPtrArray *rows;     /* PkDutyRow, by beginning, then rung                        */
    GPtrArray *troubles; /* PkDutyTrouble                                             */
    GPtrArray *shares;   /* PkDutyShare: 4 weeks back and 8 ahead                     */
    GPtrArray *patterns; /* PkRotaPattern                                             */
    unsigned duties;     /* rungs this rota fills, 1 << PkDuty                        */
    int64_t at_us;
} PkDutyBoard;
void pk_duty_board_free(PkDutyBoard *board);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDutyBoard, pk_duty_board_free)
PkDutyBoard *pk_duty_board(PkApp *app, int64_t now_us, GError **error);

/* Patterns that hold now or later (PkRotaPattern), and holidays (PkHoliday). */
GPtrArray *pk_duty_patterns(PkApp *app, int64_t now_us, GError **error);
GPtrArray *pk_duty_holidays(PkApp *app, int64_t from_day, int64_t to_day, GError **error);

/* ---- changing -------------------------------------------------------------------------------- */

/* "I take it": who works has the rung from now until until_us; 0: until the running shift ends, or
 * where nobody has it, until somebody does, twelve hours at most. Can be taken back. Errors:
 * INVALID (who works has it already, until lies in the past). */
bool pk_duty_take(PkApp *app, PkDuty duty, int64_t until_us, int64_t now_us, PkDone *ret_done,
                  GError **error);

typedef struct {
    PkDuty duty;
    const char *person; /* login, name, initials or "me"                                  */
    int64_t from_us;
    int64_t until_us;
    const char *note; /* or NULL                                                          */
} PkDutyWish;

/* Puts somebody on duty, above any pattern. Oneself: PK_MAY_DUTY, others: PK_MAY_ROTA. */
bool pk_duty_set(PkApp *app, const PkDutyWish *wish, PkDone *ret_done, GError **error);

/* Whoever has the rung at one moment and whoever has it at the other change places for these two
 * shifts. Of one's own and another's: PK_MAY_DUTY. Errors: INVALID (nobody has it then, the same
 * person has both). */
bool pk_duty_swap(PkApp *app, PkDuty duty, int64_t one_us, int64_t other_us, PkDone *ret_done,
                  GError **error);

/* Takes back a shift that was set, taken or swapped (its key): what is under it shows again. Set by
 * somebody else: PK_MAY_ROTA. Errors: MISSING. */
bool pk_duty_drop(PkApp *app, int64_t shift_key, PkDone *ret_done, GError **error);

typedef struct {
    PkDuty duty;
    const char *name;    /* NULL: made of the rung                                           */
    const char *zone;    /* NULL: that of app                                                */
    const char *every;   /* "week fri 17:00", "day 08:00-20:00" (pk_rota_every_read)         */
    const char *persons; /* in turn: logins, names or initials, with commas between          */
    int64_t start_day;   /* pk_civil_days; of a weekly pattern the first such day from there */
    int turn_days;       /* 0: a week, or as long as a shift                                 */
    PkHolidays holidays;
    int64_t until_us; /* INT64_MAX: goes on                                               */
} PkPatternWish;

/* PK_MAY_ROTA. Errors: INVALID (a time, zone or person that is not known). */
bool pk_duty_pattern_add(PkApp *app, const PkPatternWish *wish, PkDone *ret_done, GError **error);

/* It holds up to until_us and no longer. Errors: MISSING. */
bool pk_duty_pattern_end(PkApp *app, int64_t pattern_key, int64_t until_us, PkDone *ret_done,
                         GError **error);

/* A day with a name; person, who holds the rung on it, may be NULL. PK_MAY_ROTA. Errors: CONFLICT
 * when the day has a name. */
bool pk_duty_holiday_add(PkApp *app, int64_t day, const char *name, PkDuty duty, const char *person,
                         PkDone *ret_done, GError **error);
bool pk_duty_holiday_drop(PkApp *app, int64_t day, PkDone *ret_done, GError **error);

/* Somebody's own number for when they are on duty; phone "" takes it away. Oneself: PK_MAY_DUTY,
 * others: PK_MAY_ROTA. The duty log tells that it changed, not what it is. */
bool pk_duty_phone(PkApp *app, const char *person, const char *phone, PkDone *ret_done,
                   GError **error);
