/* SPDX-License-Identifier: EUPL-1.2 */
/* From patterns and rows to who is on duty when. */
#include "piket/model/rota.h"

#include <string.h>

enum { DAY_MIN = 1440 };

static GPtrArray *
shift_array(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)pk_shift_free);
}

/* ---- instants -------------------------------------------------------------------------------- */

/* When the wall shows so many minutes after midnight of a local day: the first instant that may be
 * meant, for who comes, or the last, for who goes. */
static int64_t
reading(const PkZone *zone, int64_t day, int64_t minutes, bool last)
{
    PkLocal local = { 0 };
    int64_t us[2];

    pk_civil_from_days(day + minutes / DAY_MIN, &local);
    local.hour = (int)(minutes % DAY_MIN / 60);
    local.minute = (int)(minutes % 60);
    pk_zone_resolve(zone, &local, us);
    return last ? MAX(us[0], us[1]) : MIN(us[0], us[1]);
}

static int64_t
local_day(const PkZone *zone, int64_t us)
{
    PkLocal local = pk_zone_local(zone, us);

    return pk_civil_days(local.year, local.month, local.day);
}

/* ---- cutting --------------------------------------------------------------------------------- */

/* Takes [from, until) out of the pieces. What is left before it ends at stays_us, what comes after
 * begins at comes_us: the edges, or a little over them at a hand-over. */
static void
take_out(GPtrArray *pieces, int64_t from_us, int64_t until_us, int64_t stays_us, int64_t comes_us)
{
    for (guint i = 0; i < pieces->len; i++) {
        PkShift *piece = pieces->pdata[i];
        int64_t ends = piece->until_us;
        bool before = piece->from_us<from_us, after = ends> until_us;
        if (ends <= from_us || piece->from_us >= until_us)
            continue;
        if (before && after) {
            PkShift *rest = pk_shift_copy(piece);
            piece->until_us = MIN(ends, stays_us);
            rest->from_us = MAX(piece->from_us, comes_us);
            g_ptr_array_insert(pieces, (gint)++i, rest);
        } else if (before) {
            piece->until_us = MIN(ends, stays_us);
        } else if (after) {
            piece->from_us = MAX(piece->from_us, comes_us);
        } else {
            g_ptr_array_remove_index(pieces, i--);
        }
    }
}

/* "-2", "-3" behind the second and later pieces of one shift. */
static void
number_pieces(GPtrArray *pieces)
{
    for (guint i = 1; i < pieces->len; i++) {
        PkShift *piece = pieces->pdata[i];
        g_autofree char *whole = g_steal_pointer(&piece->uuid);
        piece->uuid = g_strdup_printf("%s-%u", whole, i + 1);
    }
}

/* ---- holidays -------------------------------------------------------------------------------- */

/* The run of holidays that begins at i: its days, [first, *ret_next). Next index to look at. */
static guint
run_of(const GPtrArray *holidays, guint i, int64_t *ret_next)
{
    int64_t next = ((const PkHoliday *)holidays->pdata[i])->day + 1;

    for (i++; i < holidays->len && ((const PkHoliday *)holidays->pdata[i])->day == next; i++)
        next++;
    *ret_next = next;
    return i;
}

static void
skip_holidays(const PkRotaPattern *pattern, const GPtrArray *holidays, GPtrArray *pieces)
{
    for (guint i = 0; i < holidays->len;) {
        int64_t day = ((const PkHoliday *)holidays->pdata[i])->day, next = 0;
        i = run_of(holidays, i, &next);
        int64_t from = reading(pattern->zone, day, 0, false);
        int64_t until = reading(pattern->zone, next, 0, true);
        take_out(pieces, from, until, reading(pattern->zone, day, 0, true),
                 reading(pattern->zone, next, 0, false));
    }
}

static void
only_holidays(const PkRotaPattern *pattern, const GPtrArray *holidays, GPtrArray *pieces)
{
    g_autoptr(PkShift) whole = g_ptr_array_steal_index(pieces, 0);

    for (guint i = 0; i < holidays->len;) {
        int64_t day = ((const PkHoliday *)holidays->pdata[i])->day, next = 0;
        i = run_of(holidays, i, &next);
        int64_t from = MAX(whole->from_us, reading(pattern->zone, day, 0, false));
        int64_t until = MIN(whole->until_us, reading(pattern->zone, next, 0, true));
        if (from >= until)
            continue;
        PkShift *piece = pk_shift_copy(whole);
        piece->from_us = from;
        piece->until_us = until;
        g_ptr_array_add(pieces, piece);
    }
}

/* ---- patterns -------------------------------------------------------------------------------- */

static PkShift *
shift_of(const PkRotaPattern *pattern, int64_t day, guint n_logins)
{
    PkShift *shift = pk_shift_new();
    int64_t turn = (day - pattern->first_day) / pattern->turn_days;
    PkLocal local = { 0 };

    pk_civil_from_days(day, &local);
    g_free(shift->uuid);
    shift->uuid = g_strdup_printf("%s-%04d%02d%02d", pattern->uuid ? pattern->uuid : "", local.year,
                                  local.month, local.day);
    g_free(shift->login);
    shift->login = g_strdup(pattern->logins[turn % n_logins]);
    shift->duty = pattern->duty;
    shift->source = PK_SHIFT_PATTERN;
    shift->pattern_key = pattern->key;
    shift->from_us = reading(pattern->zone, day, pattern->from_min, false);
    shift->until_us = MIN(pattern->until_us,
                          reading(pattern->zone, day, pattern->from_min + pattern->span_min, true));
    return shift;
}

/* The pieces of one shift, by what the pattern does on holidays. */
static GPtrArray *
pieces_of(const PkRotaPattern *pattern, PkShift *shift, const GPtrArray *holidays)
{
    GPtrArray *pieces = shift_array();

    g_ptr_array_add(pieces, shift);
    if (pattern->holidays == PK_HOLIDAYS_SKIP)
        skip_holidays(pattern, holidays, pieces);
    else if (pattern->holidays == PK_HOLIDAYS_ONLY)
        only_holidays(pattern, holidays, pieces);
    return pieces;
}

/* Adds an array of pieces for each shift of the pattern that touches the window. */
static void
expand(const PkRotaPattern *pattern, const GPtrArray *holidays, int64_t from_us, int64_t until_us,
       GPtrArray *whole)
{
    guint n = g_strv_length(pattern->logins);
    int64_t reach = pattern->span_min / DAY_MIN + 2;
    int64_t back = local_day(pattern->zone, from_us) - reach - pattern->first_day;
    int64_t k = MAX(0, back / pattern->step_days);

    for (; n > 0; k++) {
        int64_t day = pattern->first_day + k * pattern->step_days;
        PkLocal local = { 0 };
        pk_civil_from_days(day, &local);
        if (reading(pattern->zone, day, pattern->from_min, false) >=
            MIN(until_us, pattern->until_us))
            return;
        if (!(pattern->weekdays & 1u << (local.weekday - 1)))
            continue;
        g_autoptr(PkShift) shift = shift_of(pattern, day, n);
        if (shift->until_us > from_us && shift->until_us > shift->from_us)
            g_ptr_array_add(whole, pieces_of(pattern, g_steal_pointer(&shift), holidays));
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

static bool
stands_above(const PkShift *shift)
{
    return shift->source != PK_SHIFT_PATTERN && shift->source != PK_SHIFT_IMPORT;
}

static gint
by_made(gconstpointer a, gconstpointer b)
{
    const PkShift *x = *(const PkShift *const *)a, *y = *(const PkShift *const *)b;

    if (x->made_us != y->made_us)
        return x->made_us < y->made_us ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* Rows that stand above, in the order in which they were made. Borrowed rows. */
static GPtrArray *
above_of(const PkRota *rota)
{
    GPtrArray *above = g_ptr_array_new();

    for (guint i = 0; i < rota->shifts->len; i++) {
        if (stands_above(rota->shifts->pdata[i]))
            g_ptr_array_add(above, rota->shifts->pdata[i]);
    }
    g_ptr_array_sort(above, by_made);
    return above;
}

/* Cuts what was made later out of the pieces of one shift, numbers them and moves those that touch
 * the window to ret. first: the index in above of what is made later. */
static void
settle(GPtrArray *pieces, PkDuty duty, const GPtrArray *above, guint first, int64_t from_us,
       int64_t until_us, GPtrArray *ret)
{
    for (guint i = first; i < above->len && pieces->len > 0; i++) {
        const PkShift *over = above->pdata[i];
        if (over->duty == duty)
            take_out(pieces, over->from_us, over->until_us, over->from_us, over->until_us);
    }
    number_pieces(pieces);
    for (guint i = 0; i < pieces->len; i++) {
        PkShift *piece = pieces->pdata[i];
        if (piece->until_us > from_us && piece->from_us < until_us &&
            piece->until_us > piece->from_us)
            g_ptr_array_add(ret, pk_shift_copy(piece));
    }
}

static gint
by_rung(gconstpointer a, gconstpointer b)
{
    const PkShift *x = *(const PkShift *const *)a, *y = *(const PkShift *const *)b;

    if (x->duty != y->duty)
        return x->duty < y->duty ? -1 : 1;
    if (x->from_us != y->from_us)
        return x->from_us < y->from_us ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1; /* a pattern before what is set */
    return strcmp(x->uuid, y->uuid);
}

GPtrArray *
pk_rota_shifts(const PkRota *rota, int64_t from_us, int64_t until_us)
{
    GPtrArray *shifts = shift_array();
    g_autoptr(GPtrArray) above = above_of(rota);
    int64_t longest = PK_ROTA_WINDOW_MAX_DAYS * PK_DAY_US;
    g_autoptr(GPtrArray) whole = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);

    if (until_us > from_us && (uint64_t)until_us - (uint64_t)from_us > (uint64_t)longest)
        until_us = from_us + longest;
    for (guint i = 0; i < rota->patterns->len; i++)
        expand(rota->patterns->pdata[i], rota->holidays, from_us, until_us, whole);
    for (guint i = 0; i < rota->shifts->len; i++) {
        if (stands_above(rota->shifts->pdata[i]))
            continue;
        GPtrArray *pieces = shift_array();
        g_ptr_array_add(pieces, pk_shift_copy(rota->shifts->pdata[i]));
        g_ptr_array_add(whole, pieces);
    }
    for (guint i = 0; i < whole->len; i++) {
        GPtrArray *pieces = whole->pdata[i];
        if (pieces->len > 0)
            settle(pieces, ((const PkShift *)pieces->pdata[0])->duty, above, 0, from_us, until_us,
                   shifts);
    }
    for (guint i = 0; i < above->len; i++) {
        g_autoptr(GPtrArray) pieces = shift_array();
        const PkShift *over = above->pdata[i];
        g_ptr_array_add(pieces, pk_shift_copy(over));
        settle(pieces, over->duty, above, i + 1, from_us, until_us, shifts);
    }
    g_ptr_array_sort(shifts, by_rung);
    return shifts;
}

const PkShift *
pk_rota_at(const GPtrArray *shifts, PkDuty duty, int64_t at_us)
{
    const PkShift *found = NULL;

    for (guint i = 0; i < shifts->len; i++) {
        const PkShift *shift = shifts->pdata[i];
        if (shift->duty == duty && shift->from_us <= at_us && at_us < shift->until_us)
            found = shift; /* they stand by their beginning */
    }
    return found;
}
