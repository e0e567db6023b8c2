/* SPDX-License-Identifier: EUPL-1.2 */
/* What the filter bar asks at every key, without a database: can this be read, what could follow?
 */
#include "piket/app/read.h"
#include "piket/model/filter.h"
#include "piket/model/when.h"

#include <string.h>

enum { COMPLETIONS_MAX = 6 };

/* Any zone will do to see whether a time can be read; made once, for every thread. */
static const PkZone *
some_zone(void)
{
    static gsize made;

    if (g_once_init_enter(&made)) {
        PkZone *zone = pk_zone_new(NULL, NULL);
        g_once_init_leave(&made, zone ? (gsize)zone : 1);
    }
    return made > 1 ? (const PkZone *)made : NULL;
}

static bool
time_range(const char *text, PkFilterFieldId use, int64_t *ret_from_us, int64_t *ret_to_us,
           GError **error, void *data)
{
    PkRangeKind kind = use == PK_FILTER_SINCE   ? PK_RANGE_SINCE
                       : use == PK_FILTER_UNTIL ? PK_RANGE_UNTIL
                                                : PK_RANGE_ON;
    PkWhenAsk ask = { .text = text, .now_us = *(const int64_t *)data, .zone = some_zone() };
    PkRange range;

    if (!pk_when_range(kind, &ask, &range, NULL, error))
        return false;
    *ret_from_us = range.from_us;
    *ret_to_us = range.until_us;
    return true;
}

/* Whether somebody is called that is for the register to say. */
static bool
any_name(G_GNUC_UNUSED PkFilterFieldId field, G_GNUC_UNUSED const char *text, GArray *ret_ids,
         G_GNUC_UNUSED char **ret_notice, G_GNUC_UNUSED GError **error, G_GNUC_UNUSED void *data)
{
    int64_t somebody = 1;

    g_array_append_val(ret_ids, somebody);
    return true;
}

char *
pk_list_check_filter(const char *text, int64_t now_us, bool *ret_ok)
{
    g_autoptr(GError) error = NULL;
    PkFilterContext context = {
        .now_us = now_us,
        .me = "me",
        .list = PK_FILTER_INCIDENTS,
        .time_range = time_range,
        .find_org = any_name,
        .data = &now_us,
    };
    g_autoptr(PkFilter) filter = pk_filter_parse(text ? text : "", &context, NULL, &error);

    *ret_ok = filter != NULL;
    return filter ? NULL : g_strdup(error->message);
}

GPtrArray *
pk_list_complete_filter(const char *text)
{
    size_t from = 0;
    g_autoptr(GPtrArray) found = pk_filter_complete(text, strlen(text), PK_FILTER_INCIDENTS, &from);

    if (found->len == 0)
        return NULL;
    GPtrArray *whole = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < MIN(found->len, COMPLETIONS_MAX); i++)
        g_ptr_array_add(whole,
                        g_strdup_printf("%.*s%s", (int)from, text, (const char *)found->pdata[i]));
    return whole;
}
