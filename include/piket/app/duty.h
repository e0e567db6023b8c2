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
