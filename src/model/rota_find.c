/* SPDX-License-Identifier: EUPL-1.2 */
/* What is wrong with a rota, and what everybody has of it. */
#include "piket/model/rota.h"

#include <string.h>

/* ---- gaps and double shifts ------------------------------------------------------------------ */

void
pk_rota_finding_free(PkRotaFinding *finding)
{
    if (!finding)
        return;
    g_free(finding->login);
    g_free(finding->other);
    g_free(finding);
}

static void
add_finding(GPtrArray *findings, PkRotaFinding finding)
{
    finding.login = g_strdup(finding.login);
    finding.other = g_strdup(finding.other);
    g_ptr_array_add(findings, g_memdup2(&finding, sizeof finding));
}

static void
find_gaps(const GPtrArray *shifts, PkDuty duty, int64_t from_us, int64_t until_us,
          GPtrArray *findings)
{
    int64_t covered = from_us;

    for (guint i = 0; i < shifts->len; i++) {
        const PkShift *shift = shifts->pdata[i];
        if (shift->duty != duty || shift->from_us >= until_us)
            continue;
        if (shift->from_us > covered)
            add_finding(findings, (PkRotaFinding){ .trouble = PK_ROTA_GAP,
                                                   .duty = duty,
                                                   .from_us = covered,
                                                   .until_us = shift->from_us });
        covered = MAX(covered, shift->until_us);
    }
    if (covered < until_us)
        add_finding(findings, (PkRotaFinding){ .trouble = PK_ROTA_GAP,
                                               .duty = duty,
                                               .from_us = covered,
                                               .until_us = until_us });
}

/* Two shifts that both hold in [from, until), as far as that is wrong. */
static void
judge_pair(const PkShift *one, const PkShift *other, int64_t from_us, int64_t until_us,
           GPtrArray *findings)
{
    bool same_person = strcmp(one->login, other->login) == 0;
    bool same_rung = one->duty == other->duty;
    int64_t from = MAX(one->from_us, other->from_us), until = MIN(one->until_us, other->until_us);

    if (same_person == same_rung || (same_rung && until - from <= PK_ROTA_HANDOVER_US))
        return;
    if (one->duty > other->duty) {
        const PkShift *swap = one;
        one = other;
        other = swap;
    }
    add_finding(findings, (PkRotaFinding){ .trouble = same_rung ? PK_ROTA_DOUBLE : PK_ROTA_TWICE,
                                           .duty = one->duty,
                                           .other_duty = other->duty,
                                           .login = one->login,
                                           .other = same_rung ? other->login : NULL,
                                           .from_us = MAX(from, from_us),
                                           .until_us = MIN(until, until_us) });
}

static gint
by_beginning(gconstpointer a, gconstpointer b)
{
    const PkShift *x = *(const PkShift *const *)a, *y = *(const PkShift *const *)b;

    if (x->from_us != y->from_us)
        return x->from_us < y->from_us ? -1 : 1;
    return strcmp(x->uuid, y->uuid);
}

static void
find_pairs(const GPtrArray *shifts, int64_t from_us, int64_t until_us, GPtrArray *findings)
{
    g_autoptr(GPtrArray) ordered = g_ptr_array_new();

    for (guint i = 0; i < shifts->len; i++)
        g_ptr_array_add(ordered, shifts->pdata[i]);
    g_ptr_array_sort(ordered, by_beginning);
    for (guint i = 0; i < ordered->len; i++) {
        const PkShift *one = ordered->pdata[i];
        for (guint j = i + 1; j < ordered->len; j++) {
            const PkShift *other = ordered->pdata[j];
            if (other->from_us >= MIN(one->until_us, until_us))
                break;
            if (MIN(one->until_us, other->until_us) > from_us)
                judge_pair(one, other, from_us, until_us, findings);
        }
    }
}

static gint
by_time(gconstpointer a, gconstpointer b)
{
    const PkRotaFinding *x = *(const PkRotaFinding *const *)a;
    const PkRotaFinding *y = *(const PkRotaFinding *const *)b;

    if (x->from_us != y->from_us)
        return x->from_us < y->from_us ? -1 : 1;
    if (x->duty != y->duty)
        return x->duty < y->duty ? -1 : 1;
    return x->trouble < y->trouble ? -1 : x->trouble > y->trouble;
}

GPtrArray *
pk_rota_find(const GPtrArray *shifts, unsigned duties, int64_t from_us, int64_t until_us)
{
    GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)pk_rota_finding_free);

    for (int duty = 0; duty < PK_N_DUTIES; duty++) {
        if (duties & 1u << duty)
            find_gaps(shifts, (PkDuty)duty, from_us, until_us, findings);
    }
    find_pairs(shifts, from_us, until_us, findings);
    g_ptr_array_sort(findings, by_time);
    return findings;
}

/* ---- fairness -------------------------------------------------------------------------------- */

void
pk_rota_share_free(PkRotaShare *share)
{
    if (!share)
        return;
    g_free(share->login);
    g_free(share);
}

typedef struct {
    const GPtrArray *holidays;
    const PkZone *zone;
} Calendar;

static bool
is_holiday(const GPtrArray *holidays, int64_t day)
{
    for (guint i = 0; i < holidays->len; i++) {
        if (((const PkHoliday *)holidays->pdata[i])->day == day)
            return true;
    }
    return false;
}

/* Adds [from, until) of one person, day by day. */
static void
count(const Calendar *calendar, PkRotaShare *share, int64_t from_us, int64_t until_us)
{
    PkLocal local = pk_zone_local(calendar->zone, from_us);
    int64_t day = pk_civil_days(local.year, local.month, local.day);

    share->hours_us += until_us - from_us;
    for (;; day++) {
        PkLocal at = { 0 };
        int64_t night[2];
        pk_civil_from_days(day, &at);
        int64_t begins = pk_zone_day_start(calendar->zone, at.year, at.month, at.day);
        int64_t ends = pk_zone_day_start(calendar->zone, at.year, at.month, at.day + 1);
        if (begins >= until_us)
            return;
        int64_t part = MIN(ends, until_us) - MAX(begins, from_us);
        at.hour = 3;
        pk_zone_resolve(calendar->zone, &at, night);
        share->n_nights += from_us <= night[0] && night[0] < until_us;
        share->weekend_us += at.weekday >= 6 ? part : 0;
        share->holiday_us += is_holiday(calendar->holidays, day) ? part : 0;
    }
}

static gint
by_person(gconstpointer a, gconstpointer b)
{
    const PkShift *x = *(const PkShift *const *)a, *y = *(const PkShift *const *)b;
    int order = strcmp(x->login, y->login);

    if (order != 0)
        return order;
    return x->from_us < y->from_us ? -1 : x->from_us > y->from_us;
}

static gint
by_hours(gconstpointer a, gconstpointer b)
{
    const PkRotaShare *x = *(const PkRotaShare *const *)a, *y = *(const PkRotaShare *const *)b;

    if (x->hours_us != y->hours_us)
        return x->hours_us > y->hours_us ? -1 : 1;
    return strcmp(x->login, y->login);
}

static PkRotaShare *
share_for(GPtrArray *shares, const char *login)
{
    PkRotaShare *last = shares->len > 0 ? shares->pdata[shares->len - 1] : NULL;

    if (!last || strcmp(last->login, login) != 0) {
        last = g_new0(PkRotaShare, 1);
        last->login = g_strdup(login);
        g_ptr_array_add(shares, last);
    }
    return last;
}

GPtrArray *
pk_rota_fairness(const GPtrArray *shifts, const GPtrArray *holidays, const PkZone *zone,
                 int64_t from_us, int64_t until_us)
{
    GPtrArray *shares = g_ptr_array_new_with_free_func((GDestroyNotify)pk_rota_share_free);
    g_autoptr(GPtrArray) ordered = g_ptr_array_new();
    const Calendar calendar = { holidays, zone };

    for (guint i = 0; i < shifts->len; i++)
        g_ptr_array_add(ordered, shifts->pdata[i]);
    g_ptr_array_sort(ordered, by_person);
    for (guint i = 0; i < ordered->len;) {
        const PkShift *shift = ordered->pdata[i];
        int64_t from = MAX(shift->from_us, from_us), until = shift->until_us;
        /* Two rungs at once are hours of one person all the same. */
        for (i++; i < ordered->len; i++) {
            const PkShift *next = ordered->pdata[i];
            if (strcmp(next->login, shift->login) != 0 || next->from_us > until)
                break;
            until = MAX(until, next->until_us);
        }
        until = MIN(until, until_us);
        if (from < until)
            count(&calendar, share_for(shares, shift->login), from, until);
    }
    g_ptr_array_sort(shares, by_hours);
    return shares;
}
