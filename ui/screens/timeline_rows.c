/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/timeline.h"

#include <string.h>

static bool
same_day(const PkLocal *a, const PkLocal *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* The clock is put forward or back on this day: two zone names occur. */
static bool
two_names(const PkView *view, const PkLocal *day)
{
    if (view->utc)
        return false;
    int64_t start = pk_zone_day_start(view->zone, day->year, day->month, day->day);
    int64_t end = pk_zone_day_start(view->zone, day->year, day->month, day->day + 1) - 1;
    return pk_zone_offset(view->zone, start) != pk_zone_offset(view->zone, end);
}

static void
add(GArray *items, PkTimelineItemKind kind, guint row, bool zoned)
{
    PkTimelineItem item = { kind, (int)row, zoned };
    g_array_append_val(items, item);
}

GArray *
pk_timeline_items(const PkTimelineState *state, const PkView *view)
{
    GArray *items = g_array_new(FALSE, FALSE, sizeof(PkTimelineItem));
    const GPtrArray *rows = state->snapshot ? state->snapshot->rows : NULL;
    PkSize size = pk_view_size(view);
    PkLocal before = { 0 };
    PkPrecision precision = PK_PRECISION_SECOND;
    bool zoned = false;

    for (guint i = 0; rows && i < rows->len; i++) {
        const PkTimelineRow *row = rows->pdata[i];
        const PkLine *line = row->line;
        PkLocal day = pk_zone_local(view->utc ? NULL : view->zone, pk_timeline_us(state, line));
        PkPrecision known = state->order == PK_BY_EVENT ? line->precision : PK_PRECISION_SECOND;
        if (i == 0 || !same_day(&before, &day) || known != precision) {
            zoned = known == PK_PRECISION_SECOND && two_names(view, &day);
            add(items, PK_TIMELINE_DAY, i, zoned);
        }
        if (row->gap)
            add(items, PK_TIMELINE_GAP, i, zoned);
        add(items, PK_TIMELINE_LINE, i, zoned);
        if (size < PK_SIZE_NORMAL)
            add(items, PK_TIMELINE_TEXT, i, zoned);
        if (row->corrected && size == PK_SIZE_WIDE)
            add(items, PK_TIMELINE_WAS, i, zoned);
        before = day;
        precision = known;
    }
    return items;
}

int
pk_timeline_item_at(const GArray *items, int row)
{
    int low = 0, high = (int)items->len - 1;
    while (low <= high) {
        int middle = (low + high) / 2;
        const PkTimelineItem *item = &g_array_index(items, PkTimelineItem, middle);
        if (item->row == row && item->kind == PK_TIMELINE_LINE)
            return middle;
        if (item->row < row || (item->row == row && item->kind < PK_TIMELINE_LINE))
            low = middle + 1;
        else
            high = middle - 1;
    }
    return -1;
}
