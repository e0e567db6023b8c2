/* SPDX-License-Identifier: EUPL-1.2 */
#include "list.h"

static int
find(PkListRows rows, int64_t key)
{
    for (int i = 0; i < rows.n; i++) {
        if (rows.keys[i] == key)
            return i;
    }
    return -1;
}

void
pk_listsel_set(PkListSel *list, PkListRows rows, int at)
{
    list->lost = false;
    if (rows.n == 0) {
        list->at = -1;
        list->selected = 0;
        list->top = 0;
        return;
    }
    list->at = CLAMP(at, 0, rows.n - 1);
    list->selected = rows.keys[list->at];
}

void
pk_listsel_rows(PkListSel *list, PkListRows rows)
{
    int old = list->at;
    int at = list->selected != 0 ? find(rows, list->selected) : 0;
    bool lost = list->selected != 0 && at < 0;

    if (at >= 0 && old >= 0)
        list->top = MAX(0, list->top + at - old);
    pk_listsel_set(list, rows, at >= 0 ? at : MAX(old, 0));
    list->lost = lost;
}

void
pk_listsel_move(PkListSel *list, PkListRows rows, int by)
{
    pk_listsel_set(list, rows, list->at + by);
}

void
pk_listsel_scroll(PkListSel *list, PkListRows rows, int height)
{
    if (height < 1)
        return;
    if (list->at >= 0 && list->at < list->top)
        list->top = list->at;
    if (list->at >= list->top + height)
        list->top = list->at - height + 1;
    list->top = CLAMP(list->top, 0, MAX(0, rows.n - height));
}
