/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of incidents by a filter. */
#include "piket/base/text.h"
#include "read_private.h"

enum {
    LIMIT_MAX = 1000,
    COUNT_MAX = 1000,
    HELP_CONJUNCTS = 8,   /* of a longer filter only so many are tried without       */
    EXAMINED_MAX = 20000, /* candidates looked at before a search stops with what it has */
};

void
pk_list_free(PkList *list)
{
    if (!list)
        return;
    g_clear_pointer(&list->rows, g_ptr_array_unref);
    g_clear_pointer(&list->notices, g_ptr_array_unref);
    g_free(list->zero_help);
    g_free(list);
}

static const char *
count_text(unsigned n, char *buffer, size_t size)
{
    g_snprintf(buffer, size, n >= COUNT_MAX ? "%u+" : "%u", n);
    return buffer;
}

/* ", without gm:Utrecht 3": appended for a condition that takes something away. */
static bool
try_without(PkApp *app, const PkFilter *filter, size_t i, GString *help, GError **error)
{
    g_autoptr(PkFilter) rest = pk_filter_without(filter, i);
    int64_t n = 0;
    char shown[16];

    if (!pk_incident_count(app->db, rest, COUNT_MAX, 0, &n, NULL, error))
        return false;
    if (n == 0)
        return true;
    g_autofree char *typed = pk_filter_conjunct_text(filter, i);
    g_autofree char *text = pk_text_fit(typed, 40, "...");
    g_string_append_printf(help, help->len == 0 ? _("Without %s %s") : _(", without %s %s"), text,
                           count_text((unsigned)n, shown, sizeof shown));
    return true;
}

/* "0 of 412. Without tlp:red 7, without gm:Utrecht 3." */
static bool
explain_zero(PkApp *app, const PkFilter *filter, PkList *list, GError **error)
{
    g_autoptr(GString) without = g_string_new(NULL);
    size_t n = pk_filter_n_conjuncts(filter);
    char total[16];

    if (list->stopped) {
        list->zero_help = g_strdup_printf(
            _("Nothing among the newest %d that were looked at. Say more, or go on with older "
              "ones."),
            EXAMINED_MAX);
        return true;
    }
    for (size_t i = 0; n > 0 && i < MIN(n, HELP_CONJUNCTS); i++) {
        if (!try_without(app, filter, i, without, error))
            return false;
    }
    g_autofree char *zero =
        g_strdup_printf(_("0 of %s."), count_text(list->n_total, total, sizeof total));
    list->zero_help =
        without->len > 0 ? g_strdup_printf("%s %s.", zero, without->str) : g_steal_pointer(&zero);
    return true;
}

static bool
count_total(PkApp *app, bool open_only, PkList *list, GError **error)
{
    int64_t n = 0, hidden = 0;

    if (!pk_read_count(app, open_only, COUNT_MAX, &n, &hidden, error))
        return false;
    list->n_total = (unsigned)n;
    list->n_hidden = (unsigned)hidden;
    list->n_count_max = COUNT_MAX;
    return true;
}

/* What finding did not count already, because it was asked for a later page or for the worst. */
static bool
count_matching(PkApp *app, const PkFilter *filter, const PkListAsk *ask, const PkFindPage *page,
               PkList *list, GError **error)
{
    int64_t n = 0;
    bool stopped = false;

    if (ask->before_key == 0 && list->more_key == 0) {
        list->n_matching = MIN(list->rows->len, COUNT_MAX);
        return true;
    }
    if (ask->before_key == 0 && page->n_matching > 0) {
        list->n_matching = MIN(page->n_matching, COUNT_MAX);
        list->more_matching = page->more_matching;
        return true;
    }
    if (!pk_incident_count(app->db, filter, COUNT_MAX, 0, &n, &stopped, error))
        return false;
    list->n_matching = MAX((unsigned)n, MIN(list->rows->len, COUNT_MAX));
    list->more_matching = stopped || n >= COUNT_MAX;
    return true;
}

static bool
load(PkApp *app, const PkFilter *filter, const PkListAsk *ask, PkList *list, GError **error)
{
    PkFind find = {
        .filter = filter,
        .by_severity = ask->order == PK_ORDER_SEVERITY,
        .before_key = ask->before_key,
        .limit = CLAMP(ask->limit, 1, LIMIT_MAX),
        .examined_max = EXAMINED_MAX,
        .count_max = ask->before_key == 0 ? COUNT_MAX : 0,
    };
    g_autoptr(PkFindPage) page = pk_incident_find(app->db, &find, error);

    if (!page)
        return false;
    list->order = page->by_severity ? PK_ORDER_SEVERITY : PK_ORDER_NEWEST;
    list->more_key = page->more_key;
    list->stopped = page->stopped;
    list->notices = pk_read_notices(filter);
    list->rows = pk_read_rows_of(app, page->rows, error);
    if (!list->rows || !count_matching(app, filter, ask, page, list, error) ||
        !count_total(app, pk_read_is_open_only(filter), list, error))
        return false;
    return list->n_matching > 0 || explain_zero(app, filter, list, error);
}

PkList *
pk_list_load(PkApp *app, const PkListAsk *ask, size_t *ret_at, GError **error)
{
    g_autoptr(PkList) list = g_new0(PkList, 1);
    bool own = false;

    if (!pk_app_may(app, PK_MAY_READ, error))
        return NULL;
    g_autoptr(PkFilter) filter =
        pk_read_filter(app, ask->filter, PK_FILTER_INCIDENTS, ret_at, error);
    if (!filter || !pk_read_begin(app, &own, error))
        return NULL;
    bool ok = load(app, filter, ask, list, error);
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&list) : NULL;
}
