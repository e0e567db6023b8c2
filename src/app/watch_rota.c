/* SPDX-License-Identifier: EUPL-1.2 */
/* What changes in the rota: whose duty begins is told an hour before, and a rung that nobody will
 * have a day before. */
#include "piket/app/duty.h"
#include "watch_private.h"

#include <string.h>

#define BEFORE_US (PK_HOUR_US)
#define GAP_US    (24 * PK_HOUR_US)

/* Is the reminder of a subject still to be given? */
static bool
add_new(PkWatch *watch, PkDueList *list, const PkDue *due, GError **error)
{
    bool has = false;

    if (due->moment_us <= list->now_us &&
        !pk_fired_has(watch->app->db, due->source->kind, due->subject, due->step, due->moment_us,
                      &has, error))
        return false;
    if (!has)
        pk_due_at(list, due);
    return true;
}

/* ---- a duty begins --------------------------------------------------------------------------- */

/* Who has the rung already goes on, and need not be told. */
static bool
goes_on(const GPtrArray *rows, const PkShift *shift)
{
    for (guint i = 0; i < rows->len; i++) {
        const PkShift *other = ((const PkDutyRow *)rows->pdata[i])->shift;
        if (other != shift && other->duty == shift->duty &&
            strcmp(other->login, shift->login) == 0 && other->from_us < shift->from_us &&
            other->until_us >= shift->from_us)
            return true;
    }
    return false;
}

static bool
find_shifts(PkWatch *watch, PkDueList *list, GError **error)
{
    g_autoptr(GPtrArray) rows =
        pk_duty_list(watch->app, list->now_us - BEFORE_US, list->now_us + GAP_US, error);

    for (guint i = 0; rows && i < rows->len; i++) {
        const PkShift *shift = ((const PkDutyRow *)rows->pdata[i])->shift;
        PkDue due = { .source = &pk_watch_shift_source,
                      .step = 1,
                      .moment_us = shift->from_us - BEFORE_US };
        if (due.moment_us <= MAX(list->first_us, shift->made_us) ||
            shift->until_us <= list->now_us || goes_on(rows, shift))
            continue;
        g_strlcpy(due.subject, shift->uuid, sizeof due.subject);
        if (!add_new(watch, list, &due, error))
            return false;
    }
    return rows != NULL;
}

static bool
act_shift(PkWatch *watch, PkActing *acting, GError **error)
{
    int64_t from_us = acting->due->moment_us + BEFORE_US;

    acting->undo = true;
    for (int duty = 0; duty < PK_N_DUTIES && acting->undo; duty++) {
        PkDutyRow *row = NULL;
        if (!pk_duty_at(watch->app, (PkDuty)duty, from_us, &row, error))
            return false;
        g_autoptr(PkDutyRow) owned = row;
        if (!row || strcmp(row->shift->uuid, acting->due->subject) != 0)
            continue;
        PkTimeText from = pk_app_clock(watch->app, row->shift->from_us, acting->now_us);
        PkTimeText until = pk_app_clock(watch->app, row->shift->until_us, acting->now_us);
        const char *rung = pk_word_in(&pk_words_duty, duty, pk_i18n_lang());
        g_autofree char *text =
            g_strdup_printf(_("%s: %s has duty from %s to %s."), rung, row->name, from.s, until.s);
        if (!pk_watch_tell(watch, acting, NULL, text, row->shift->login, error))
            return false;
        acting->undo = false;
        acting->said = g_strdup_printf("shift of %s told", row->shift->login);
    }
    return true;
}

const PkWatchSource pk_watch_shift_source = { "shift", PK_NOTICE_ROSTER, false,
                                              false,   find_shifts,      act_shift };

/* ---- nobody ---------------------------------------------------------------------------------- */

static bool
find_gaps(PkWatch *watch, PkDueList *list, GError **error)
{
    int64_t from_us = list->now_us - GAP_US - PK_HOUR_US;
    g_autoptr(GPtrArray) troubles =
        pk_duty_gaps(watch->app, from_us, list->now_us + 2 * GAP_US, error);

    for (guint i = 0; troubles && i < troubles->len; i++) {
        const PkRotaFinding *gap = ((const PkDutyTrouble *)troubles->pdata[i])->finding;
        PkDue due = { .source = &pk_watch_gap_source,
                      .step = 1,
                      .moment_us = gap->from_us - GAP_US };
        /* One that began before the window is an old story, or there is no rota at all. */
        if (gap->trouble != PK_ROTA_GAP || gap->from_us <= from_us ||
            gap->from_us <= list->first_us || gap->until_us <= list->now_us)
            continue;
        g_strlcpy(due.subject, pk_word_key(&pk_words_duty, (int)gap->duty), sizeof due.subject);
        if (!add_new(watch, list, &due, error))
            return false;
    }
    return troubles != NULL;
}

static bool
act_gap(PkWatch *watch, PkActing *acting, GError **error)
{
    int64_t from_us = acting->due->moment_us + GAP_US;
    PkTimeText from = pk_app_clock(watch->app, from_us, acting->now_us);
    int duty = 0;
    PkDutyRow *row = NULL;
    g_autofree char *login = NULL;

    while (strcmp(pk_word_key(&pk_words_duty, duty), acting->due->subject) != 0)
        duty++;
    if (!pk_duty_at(watch->app, (PkDuty)duty, from_us, &row, error))
        return false;
    acting->undo = row != NULL;
    pk_duty_row_free(row);
    if (acting->undo)
        return true;
    g_autofree char *text =
        g_strdup_printf(_("Nobody has duty as %s from %s."),
                        pk_word_in(&pk_words_duty, duty, pk_i18n_lang()), from.s);
    if (!pk_watch_receiver(watch, NULL, acting->now_us, &login, error) ||
        !pk_watch_tell(watch, acting, NULL, text, login, error))
        return false;
    acting->said = g_strdup_printf("gap of %s told", acting->due->subject);
    return true;
}

const PkWatchSource pk_watch_gap_source = {
    "gap", PK_NOTICE_ROSTER, false, true, find_gaps, act_gap
};
