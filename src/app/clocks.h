/* SPDX-License-Identifier: EUPL-1.2 */
/* Which legal clocks run for a party, kept in step with what is known of it and of the incident.
 *
 * The rules say what starts a clock and how long it is; this says whom it concerns: a municipality
 * (or an organisation typed by name, which may be one) that is affected, from the moment it became
 * aware. A rule whose entry into force was never filled in counts as running: better a reminder too
 * many, and its note says so. Imported history starts no clock. */
#pragma once

#include "app_private.h"
#include "piket/model/deadline.h"
#include "piket/store/clock_store.h"

/* Why a clock was set aside by Piket itself: stored in English, shown through _(). */
extern const char pk_na_no_personal_data[];
extern const char pk_na_not_affected[];
extern const char pk_na_not_notified[];

/* Whether there is a duty at all is not known: a clock for personal data, and nobody said yes. */
bool pk_clock_duty_unsure(const PkRule *rule, PkTristate personal_data);

/* Names of clocks, translated, for the line that tells it; borrowed from rules. */
typedef struct {
    GPtrArray *rules; /* PkRule, all                  */
    GString *running; /* "24h early warning, ..."     */
    GString *unsure;
} PkClockTally;

bool pk_clock_tally_init(PkApp *app, PkClockTally *ret_tally, GError **error);
void pk_clock_tally_clear(PkClockTally *tally);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkClockTally, pk_clock_tally_clear)

/* Starts, moves and sets aside the clocks of one party. What was met stays. The tally names what
 * runs from now on. Needs an open transaction. */
bool pk_clocks_sync(PkApp *app, const PkIncident *incident, const PkParty *party,
                    PkClockTally *tally, GError **error);

/* All parties, after a change of the incident. When its awareness moved from before_us: the
 * parties that shared it move along; had nobody one, the first affected party gets it. */
bool pk_clocks_follow(PkApp *app, const PkIncident *incident, int64_t before_us,
                      PkClockTally *tally, GError **error);

PkClockRecord *pk_clock_copied(const PkClockRecord *clock);

/* The name of its rule, or what was agreed, with whose it is: "24h early warning (Oefendam)".
 * Owned. */
char *pk_clock_called(const PkClockTally *tally, const PkClockRecord *clock);

/* The version of its rule in force at its start, else the one there is; borrowed, NULL for what was
 * agreed. */
const PkRule *pk_clock_rule(const PkClockTally *tally, const PkClockRecord *clock);

/* The final report runs from the first notification: starts, moves or sets aside that clock after
 * the one of a notification was met, or was not after all. Other clocks change nothing. */
bool pk_clocks_final(PkApp *app, const PkIncident *incident, const PkClockRecord *clock,
                     PkClockTally *tally, GError **error);
