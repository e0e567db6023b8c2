/* SPDX-License-Identifier: EUPL-1.2 */
/* Events become shifts. What has one UID is a series: the event without RECURRENCE-ID says when,
 * the others say what is different about one repetition, or about all from one on. */
#include "ical_private.h"
#include "piket/base/i18n.h"

#include <stdlib.h>

enum { DAY_S = 86400, DELTA_MAX_S = 400 * DAY_S };

typedef struct {
    IcalWork *work;
    const IcalEvent *master; /* NULL: only changes of something that is not in the file */
    GPtrArray *changes;      /* of IcalEvent with has_id, one for each repetition       */
    GPtrArray *onward;       /* of those: THISANDFUTURE, by id_us                       */
    GHashTable *by_key;      /* key of a repetition -> its change                       */
    GHashTable *met;         /* changes whose repetition was found                      */
    GHashTable *out_days, *out_us;
} Series;

/* --- one shift --- */

static bool
emit(Series *series, const IcalEvent *event, int64_t start_us, int64_t end_us, bool is_repeat,
     int64_t repeat_us, GError **error)
{
    IcalWork *work = series->work;
    PkIcalShift shift = { .uid = event->uid,
                          .has_recurrence = is_repeat,
                          .recurrence_us = is_repeat ? repeat_us : 0,
                          .start_us = start_us,
                          .end_us = end_us,
                          .all_day = event->start.is_date,
                          .summary = event->summary,
                          .person = event->person,
                          .mail = event->mail,
                          .categories = event->categories,
                          .sequence = event->sequence,
                          .line = event->line };

    if (event->cancelled || event->without_length || start_us >= end_us ||
        end_us <= work->from_us || start_us >= work->to_us)
        return true;
    if (work->ical->shifts->len >= PK_ICAL_SHIFTS_MAX) {
        ical_refuse(error, event->line,
                    _("with this event there are more than %d shifts in the time that is read."),
                    PK_ICAL_SHIFTS_MAX);
        return false;
    }
    g_array_append_val(work->ical->shifts, shift);
    return true;
}

/* --- which repetition is meant --- */

static int64_t
day_of(int64_t civil_s)
{
    return civil_s / DAY_S - (civil_s % DAY_S < 0);
}

/* The day that a moment names in a series of whole days, or as a plain date in any. */
static int64_t
named_day(const IcalMoment *at, const IcalZone *zone, const IcalZone *home)
{
    if (!at->is_utc || zone == home)
        return day_of(at->civil_s);
    return day_of(ical_zone_civil_s(home, at->civil_s * PK_SECOND_US));
}

/* Days and instants never look alike: an instant is a whole second, so its last bit is free. */
static int64_t
key_of_day(int64_t day)
{
    return day * 2 + 1;
}

static int64_t
key_of_us(int64_t us)
{
    return us / PK_SECOND_US * 2;
}

static int64_t
key_of(const Series *series, const IcalEvent *change)
{
    const IcalEvent *master = series->master;

    if ((master && master->start.is_date) || change->id.is_date)
        return key_of_day(
            named_day(&change->id, change->id_zone, master ? master->zone : change->zone));
    return key_of_us(change->id_us);
}

static bool
beats(const IcalEvent *a, const IcalEvent *b)
{
    if (a->sequence != b->sequence)
        return a->sequence > b->sequence;
    return a->stamp_s != b->stamp_s ? a->stamp_s > b->stamp_s : a->order > b->order;
}

static int64_t *
boxed(int64_t value)
{
    int64_t *box = g_new(int64_t, 1);

    *box = value;
    return box;
}

static void
remember(Series *series, IcalEvent *change)
{
    int64_t key = key_of(series, change);
    IcalEvent *other = g_hash_table_lookup(series->by_key, &key);

    if (!other || beats(change, other))
        g_hash_table_replace(series->by_key, boxed(key), change);
}

static int
by_id(gconstpointer a, gconstpointer b)
{
    const IcalEvent *x = *(IcalEvent *const *)a, *y = *(IcalEvent *const *)b;

    return x->id_us < y->id_us ? -1 : x->id_us > y->id_us ? 1 : (int)x->order - (int)y->order;
}

static void
sort_changes(Series *series)
{
    GHashTableIter iter;
    gpointer change;

    g_hash_table_iter_init(&iter, series->by_key);
    while (g_hash_table_iter_next(&iter, NULL, &change)) {
        g_ptr_array_add(series->changes, change);
        if (((IcalEvent *)change)->and_future)
            g_ptr_array_add(series->onward, change);
    }
    g_ptr_array_sort(series->changes, by_id);
    g_ptr_array_sort(series->onward, by_id);
}

/* --- repetitions --- */

static int
compare(gconstpointer a, gconstpointer b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static int64_t
until_s(const IcalRule *rule, const IcalEvent *master)
{
    int64_t at = 0;
    int kind = ical_rule_until(rule, &at);

    if (kind == 0)
        return INT64_MAX;
    if (kind == 1)
        at = ical_zone_civil_s(master->zone, at * PK_SECOND_US);
    return master->start.is_date ? day_of(at) * DAY_S : at;
}

static bool
expand_rules(Series *series, const GPtrArray *rules, IcalSpread spread, GArray *out, GError **error)
{
    IcalWork *work = series->work;

    for (guint i = 0; i < rules->len; i++) {
        const IcalRule *rule = rules->pdata[i];
        spread.until_s = until_s(rule, series->master);
        if (!ical_rule_expand(rule, &spread, PK_ICAL_SHIFTS_MAX, out, &work->effort)) {
            ical_refuse(error, ical_rule_line(rule),
                        _("its repetition gives more than %d shifts, or goes through more days "
                          "than can be followed."),
                        PK_ICAL_SHIFTS_MAX);
            return false;
        }
    }
    return true;
}

/* How far outside the window a repetition may begin and still matter. */
static int64_t
margin_s(const Series *series)
{
    int64_t margin = (series->master->end_us - series->master->start_us) / PK_SECOND_US;
    int64_t delta = 0;

    for (guint i = 0; i < series->onward->len; i++) {
        const IcalEvent *change = series->onward->pdata[i];
        int64_t moved = ABS(change->start_us - change->id_us) / PK_SECOND_US;
        delta = MAX(delta, moved + (change->end_us - change->start_us) / PK_SECOND_US);
    }
    return margin + MIN(delta, DELTA_MAX_S) + 2 * DAY_S;
}

static bool
moment_civil_s(Series *series, const IcalMoment *at, int64_t *ret_s, GError **error)
{
    IcalWork *work = series->work;
    const IcalEvent *master = series->master;
    IcalMoment own = *at;

    /* Without a zone, in an event with one, its own clock is meant. */
    if (!own.is_utc && !own.tzid)
        own.tzid = master->start.tzid;
    const IcalZone *zone = ical_zones_get(work->zones, &own, &work->effort, error);
    if (!zone)
        return false;
    *ret_s = zone == master->zone || own.is_date
                 ? own.civil_s
                 : ical_zone_civil_s(master->zone, ical_zone_us(zone, own.civil_s, false));
    if (master->start.is_date)
        *ret_s = day_of(*ret_s) * DAY_S;
    else if (own.is_date)
        *ret_s += master->start.civil_s - day_of(master->start.civil_s) * DAY_S;
    return true;
}

static bool
collect(Series *series, const IcalSpread *spread, GArray *out, GError **error)
{
    const IcalEvent *master = series->master;

    if (master->rules->len == 0)
        g_array_append_val(out, master->start.civil_s);
    if (!expand_rules(series, master->rules, *spread, out, error))
        return false;
    for (guint i = 0; i < master->extras->len; i++) {
        const IcalExtra *extra = &g_array_index(master->extras, IcalExtra, i);
        int64_t at = 0;
        if (!moment_civil_s(series, &extra->at, &at, error))
            return false;
        g_array_append_val(out, at);
    }
    g_array_sort(out, compare);
    return true;
}

static bool
leave_out(Series *series, const IcalSpread *spread, GError **error)
{
    const IcalEvent *master = series->master;
    g_autoptr(GArray) ruled = g_array_new(FALSE, FALSE, sizeof(int64_t));
    IcalSpread own = *spread;

    own.with_start = false;
    if (!expand_rules(series, master->ex_rules, own, ruled, error))
        return false;
    for (guint i = 0; i < ruled->len; i++)
        g_hash_table_add(series->out_us, boxed(g_array_index(ruled, int64_t, i)));
    for (guint i = 0; i < master->ex_dates->len; i++) {
        const IcalMoment *at = &g_array_index(master->ex_dates, IcalMoment, i);
        int64_t civil_s = 0;
        if (!moment_civil_s(series, at, &civil_s, error))
            return false;
        if (at->is_date || master->start.is_date)
            g_hash_table_add(series->out_days, boxed(day_of(civil_s)));
        else
            g_hash_table_add(series->out_us, boxed(civil_s));
    }
    return true;
}

static bool
is_out(const Series *series, int64_t civil_s)
{
    int64_t day = day_of(civil_s);

    return g_hash_table_contains(series->out_us, &civil_s) ||
           g_hash_table_contains(series->out_days, &day);
}

/* --- what becomes of a repetition --- */

static const IcalEvent *
change_of(const Series *series, int64_t civil_s, int64_t start_us)
{
    int64_t of_day = key_of_day(day_of(civil_s)), of_us = key_of_us(start_us);
    const IcalEvent *change = g_hash_table_lookup(series->by_key, &of_us);

    return change ? change : g_hash_table_lookup(series->by_key, &of_day);
}

static const IcalEvent *
onward_of(const Series *series, int64_t start_us)
{
    const IcalEvent *found = NULL;

    for (guint i = 0; i < series->onward->len; i++) {
        const IcalEvent *change = series->onward->pdata[i];
        if (change->id_us > start_us)
            break;
        found = change;
    }
    return found;
}

/* All from change on: as far from their own time as the change is from its, and as long. */
static bool
emit_onward(Series *series, const IcalEvent *change, int64_t civil_s, int64_t repeat_us,
            GError **error)
{
    const IcalZone *zone = change->zone;
    int64_t moved_s = change->start.civil_s - ical_zone_civil_s(zone, change->id_us);
    int64_t from_s = ical_zone_civil_s(zone, repeat_us) + moved_s;

    if (change->start.is_date)
        from_s = civil_s + change->start.civil_s - day_of(change->id.civil_s) * DAY_S;
    int64_t start_us = ical_zone_us(zone, from_s, false);
    return emit(series, change, start_us, ical_event_end_us(change, from_s, start_us), true,
                repeat_us, error);
}

/* RDATE as a PERIOD says its own end. */
static bool
period_end(Series *series, int64_t civil_s, int64_t start_us, int64_t *ret_end_us, GError **error)
{
    IcalWork *work = series->work;
    const GArray *extras = series->master->extras;

    for (guint i = 0; i < extras->len; i++) {
        const IcalExtra *extra = &g_array_index(extras, IcalExtra, i);
        int64_t at = 0;
        if (!extra->has_end && !extra->has_span)
            continue;
        if (!moment_civil_s(series, &extra->at, &at, error))
            return false;
        if (at != civil_s)
            continue;
        const IcalZone *zone = ical_zones_get(work->zones, &extra->end, &work->effort, error);
        if (!zone)
            return false;
        *ret_end_us = extra->has_end ? ical_zone_us(zone, extra->end.civil_s, true)
                                     : start_us + extra->span.days * PK_DAY_US +
                                           extra->span.seconds * PK_SECOND_US;
        if (*ret_end_us > start_us && *ret_end_us - start_us <= PK_ICAL_DAYS_MAX * PK_DAY_US)
            continue;
        ical_refuse(error, extra->at.line, _("a period ends before it begins, or lasts too long."));
        return false;
    }
    return true;
}

static bool
emit_repeat(Series *series, int64_t civil_s, bool is_series, GError **error)
{
    const IcalEvent *master = series->master;
    int64_t start_us = ical_zone_us(master->zone, civil_s, false);
    const IcalEvent *change = change_of(series, civil_s, start_us);

    if (change) {
        if (!g_hash_table_add(series->met, (gpointer)change))
            return true;
        return emit(series, change, change->start_us, change->end_us, true, start_us, error);
    }
    change = onward_of(series, start_us);
    if (change)
        return emit_onward(series, change, civil_s, start_us, error);
    int64_t end_us = ical_event_end_us(master, civil_s, start_us);
    return period_end(series, civil_s, start_us, &end_us, error) &&
           emit(series, master, start_us, end_us, is_series, start_us, error);
}

static bool
expand_master(Series *series, GError **error)
{
    const IcalEvent *master = series->master;
    IcalWork *work = series->work;
    int64_t margin = margin_s(series);
    IcalSpread spread = { .start_s = master->start.civil_s,
                          .from_s = ical_zone_civil_s(master->zone, work->from_us) - margin,
                          .to_s = ical_zone_civil_s(master->zone, work->to_us) + margin,
                          .with_start = true };
    g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(int64_t));
    bool is_series = master->rules->len || master->extras->len || series->changes->len;

    if (!collect(series, &spread, at, error) || !leave_out(series, &spread, error))
        return false;
    for (guint i = 0; i < at->len; i++) {
        int64_t civil_s = g_array_index(at, int64_t, i);
        if (i > 0 && civil_s == g_array_index(at, int64_t, i - 1))
            continue;
        if (civil_s < spread.from_s || civil_s > spread.to_s || is_out(series, civil_s))
            continue;
        if (!emit_repeat(series, civil_s, is_series, error))
            return false;
    }
    return true;
}

/* A change of a repetition that the series does not have is a shift of its own: calendars keep it
 * so, and to leave a duty out unasked would be worse. */
static bool
emit_loose(Series *series, GError **error)
{
    for (guint i = 0; i < series->changes->len; i++) {
        const IcalEvent *change = series->changes->pdata[i];
        if (!g_hash_table_contains(series->met, change) &&
            !emit(series, change, change->start_us, change->end_us, true, change->id_us, error))
            return false;
    }
    return true;
}

/* --- series --- */

static bool
expand_series(IcalWork *work, GPtrArray *events, GError **error)
{
    Series series = { .work = work };

    for (guint i = 0; i < events->len; i++) {
        const IcalEvent *event = events->pdata[i];
        if (!event->has_id && (!series.master || beats(event, series.master)))
            series.master = event;
    }
    if (series.master && series.master->cancelled)
        return true;
    series.changes = g_ptr_array_new();
    series.onward = g_ptr_array_new();
    series.by_key = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    series.met = g_hash_table_new(NULL, NULL);
    series.out_days = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    series.out_us = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint i = 0; i < events->len; i++)
        if (((IcalEvent *)events->pdata[i])->has_id)
            remember(&series, events->pdata[i]);
    sort_changes(&series);
    bool ok = (!series.master || expand_master(&series, error)) && emit_loose(&series, error);
    g_ptr_array_unref(series.changes);
    g_ptr_array_unref(series.onward);
    g_hash_table_unref(series.by_key);
    g_hash_table_unref(series.met);
    g_hash_table_unref(series.out_days);
    g_hash_table_unref(series.out_us);
    return ok;
}

static int
by_start(gconstpointer a, gconstpointer b)
{
    const PkIcalShift *x = a, *y = b;

    if (x->start_us != y->start_us)
        return x->start_us < y->start_us ? -1 : 1;
    if (x->end_us != y->end_us)
        return x->end_us < y->end_us ? -1 : 1;
    return g_strcmp0(x->uid, y->uid);
}

bool
ical_expand(IcalWork *work, GPtrArray *events, GError **error)
{
    g_autoptr(GHashTable) by_uid = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    bool ok = true;

    for (guint i = 0; ok && i < events->len; i++) {
        IcalEvent *event = events->pdata[i];
        GPtrArray *same = g_hash_table_lookup(by_uid, event->uid);
        if (!same) {
            same = g_ptr_array_new();
            g_ptr_array_add(all, same);
            g_hash_table_insert(by_uid, (gpointer)event->uid, same);
        }
        g_ptr_array_add(same, event);
        ok = ical_event_settle(work, event, error);
    }
    for (guint i = 0; ok && i < all->len; i++)
        ok = expand_series(work, all->pdata[i], error);
    if (ok)
        g_array_sort(work->ical->shifts, by_start);
    return ok;
}
