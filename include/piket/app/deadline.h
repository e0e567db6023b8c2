/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading deadlines: all of them by the time that is left, and one with where it began. Changing
 * them is pk_clock_set, pk_clock_edit and pk_clock_add (piket/app/change.h). */
#pragma once

#include "piket/app/read.h"

/* What counts, and since when somebody looked whether it still does. */
typedef struct {
    char *name;         /* "NL-2026-1": the set read in last, or which one Piket brought */
    int64_t checked_us; /* the rule that was checked longest ago; 0: one never was       */
    int64_t since_us;   /* when it was read in; 0: it came with Piket                    */
} PkRuleSetView;
void pk_rule_set_view_clear(PkRuleSetView *set);

typedef struct {
    GPtrArray *clocks;  /* PkClockView: running by time left, then without a time, then ended */
    unsigned n_running; /* of those read: not ended                                           */
    bool more;          /* there is more than was asked for                                   */
    bool stopped;       /* a rare thing was sought long enough                                */
    GPtrArray *notices; /* strings, of the filter                                             */
    PkRuleSetView rules;
} PkDeadlines;
void pk_deadlines_free(PkDeadlines *deadlines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkDeadlines, pk_deadlines_free)

/* filter: of PK_FILTER_CLOCKS, or NULL. incident_key 0: over all incidents. Errors: INVALID with
 * *ret_at (may be NULL). */
PkDeadlines *pk_deadlines_load(PkApp *app, int64_t incident_key, const char *filter, unsigned limit,
                               size_t *ret_at, GError **error);

/* Where a clock began: the line of its incident that says so. "Oefendam confirms significant
 * impact" with its number; *ret_text NULL when no line has that time, or it may not be read. */
bool pk_deadline_origin(PkApp *app, const PkClockView *clock, char **ret_text, int64_t *ret_number,
                        GError **error);
