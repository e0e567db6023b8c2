/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/deadline.h"

#include "journal.h"
#include "piket/base/clock.h"
#include "piket/store/line_store.h"
#include "piket/store/reference_store.h"
#include "read_private.h"

#include <string.h>

enum {
    PAGE = 200,
    SOUGHT_MAX = 5000, /* clocks looked at for one answer */
    LINES_MAX = 400,   /* of an incident, for where a clock began */
    VERSION_SHOWN = 8,
};

void
pk_rule_set_view_clear(PkRuleSetView *set)
{
    g_free(set->name);
    *set = (PkRuleSetView){ 0 };
}

void
pk_deadlines_free(PkDeadlines *deadlines)
{
    if (!deadlines)
        return;
    g_clear_pointer(&deadlines->clocks, g_ptr_array_unref);
    g_clear_pointer(&deadlines->notices, g_ptr_array_unref);
    pk_rule_set_view_clear(&deadlines->rules);
    g_free(deadlines);
}

/* ---- the rules behind them ------------------------------------------------------------------ */

/* The longest ago that any rule that counts today was checked; 0 as soon as one never was. */
static int64_t
oldest_check(const GPtrArray *rules, int64_t now_us)
{
    g_autoptr(GPtrArray) counting = pk_rules_in_force(rules, now_us);
    int64_t oldest_us = INT64_MAX;

    for (guint i = 0; i < counting->len; i++)
        oldest_us = MIN(oldest_us, ((const PkRule *)counting->pdata[i])->checked_us);
    return oldest_us == INT64_MAX ? 0 : oldest_us;
}

bool
pk_read_rule_set(PkApp *app, PkRuleSetView *ret_set, GError **error)
{
    g_autoptr(PkRuleSet) newest = NULL;
    g_autoptr(PkReferenceSet) shipped = NULL;
    g_autoptr(GPtrArray) rules = pk_rule_list(app->db, error);

    if (!rules || !pk_rule_set_newest(app->db, &newest, error) ||
        !pk_reference_get(app->db, "rules", &shipped, error))
        return false;
    ret_set->checked_us = oldest_check(rules, pk_clock_now_us());
    if (newest) {
        ret_set->name = g_strdup(newest->name);
        ret_set->since_us = newest->at_us;
    } else {
        ret_set->name =
            g_strdup_printf("Piket-%.*s", VERSION_SHOWN, shipped ? shipped->version : "-");
    }
    return true;
}

/* ---- the list ------------------------------------------------------------------------------- */

typedef struct {
    PkApp *app;
    const PkFilter *filter;
    GPtrArray *rules;
    PkDeadlines *out;
    unsigned limit;
    unsigned sought;
    int64_t now_us;
} Seek;

static bool
in_text(const char *text, const PkFilterTextAsk *ask)
{
    return text && pk_filter_text_in(text, ask->word, !ask->exact);
}

typedef struct {
    const PkClockRecord *record;
    const PkClockView *view;
} Haystack;

static bool
text_has(const PkFilterTextAsk *ask, void *data)
{
    const Haystack *in = data;

    return in_text(in->view->name, ask) || in_text(in->view->org_name, ask) ||
           in_text(in->view->ident, ask) || in_text(in->view->law, ask) ||
           in_text(in->record->incident_title, ask) || in_text(in->view->evidence, ask);
}

static bool
fits(const Seek *seek, const PkClockRecord *record, const PkClockView *view)
{
    Haystack in = { record, view };
    bool runs = !record->met_us && !record->na_reason;
    PkFilterFacts facts = {
        .id = view->ident,
        .tlp = record->tlp,
        .clock_state = (int)view->state,
        .org_ids = &record->org_key,
        .n_org_ids = record->org_key != 0,
        .due_us = runs ? record->due_us : 0,
        .time_us = record->start_us,
        .text_has = text_has,
        .data = &in,
    };

    return pk_filter_matches(seek->filter, &facts);
}

/* Takes what fits; false when there is enough. */
static bool
take(Seek *seek, const GPtrArray *records, bool runs)
{
    for (guint i = 0; i < records->len; i++) {
        const PkClockRecord *record = records->pdata[i];
        PkClockView *view = pk_read_clock_view(seek->app, record, seek->rules, seek->now_us);
        seek->sought++;
        if (!fits(seek, record, view)) {
            pk_clock_view_free(view);
        } else if (seek->out->clocks->len >= seek->limit) {
            pk_clock_view_free(view);
            seek->out->more = true;
            return false;
        } else {
            g_ptr_array_add(seek->out->clocks, view);
            seek->out->n_running += runs;
        }
    }
    if (seek->sought < SOUGHT_MAX)
        return true;
    seek->out->more = seek->out->stopped = true;
    return false;
}

typedef enum { DUE, UNDATED, ENDED, PHASES } Phase;

static GPtrArray *
page_of(PkApp *app, Phase phase, const PkClockRecord *last, GError **error)
{
    int64_t key = last ? last->key : 0;

    if (phase == DUE)
        return pk_clock_list_due(app->db, last ? last->due_us : 0, key, PAGE, error);
    return phase == UNDATED ? pk_clock_list_undated(app->db, key, PAGE, error)
                            : pk_clock_list_ended(app->db, key, PAGE, error);
}

static bool
seek_all(Seek *seek, GError **error)
{
    bool go_on = true;

    for (int phase = DUE; phase < PHASES && go_on; phase++) {
        g_autoptr(GPtrArray) page = NULL;
        do {
            const PkClockRecord *last = page && page->len ? page->pdata[page->len - 1] : NULL;
            GPtrArray *next = page_of(seek->app, (Phase)phase, last, error);
            if (!next)
                return false;
            if (page)
                g_ptr_array_unref(page);
            page = next;
            go_on = take(seek, page, phase != ENDED);
        } while (go_on && page->len == PAGE);
    }
    return true;
}

static int
by_left(const void *a, const void *b)
{
    const PkClockRecord *x = *(const PkClockRecord *const *)a;
    const PkClockRecord *y = *(const PkClockRecord *const *)b;
    bool x_ends = x->met_us || x->na_reason, y_ends = y->met_us || y->na_reason;

    if (x_ends != y_ends)
        return x_ends ? 1 : -1;
    if (!x->due_us != !y->due_us)
        return x->due_us ? -1 : 1;
    return x->due_us < y->due_us ? -1 : x->due_us > y->due_us ? 1 : x->key < y->key ? -1 : 1;
}

static bool
seek_one(Seek *seek, int64_t incident_key, GError **error)
{
    g_autoptr(GPtrArray) records = pk_clock_list(seek->app->db, incident_key, error);

    if (!records)
        return false;
    g_ptr_array_sort(records, by_left);
    take(seek, records, false);
    for (guint i = 0; i < seek->out->clocks->len; i++) {
        const PkClockView *view = seek->out->clocks->pdata[i];
        seek->out->n_running += view->state == PK_CLOCK_RUNNING ||
                                view->state == PK_CLOCK_OVERDUE || view->state == PK_CLOCK_NOT_SURE;
    }
    return true;
}

PkDeadlines *
pk_deadlines_load(PkApp *app, int64_t incident_key, const char *filter, unsigned limit,
                  size_t *ret_at, GError **error)
{
    g_autoptr(PkDeadlines) out = g_new0(PkDeadlines, 1);
    bool own = false;

    if (!pk_app_may(app, PK_MAY_READ, error))
        return NULL;
    g_autoptr(PkFilter) wanted =
        pk_read_filter(app, filter ? filter : "", PK_FILTER_CLOCKS, ret_at, error);
    if (!wanted || !pk_read_begin(app, &own, error))
        return NULL;
    out->clocks = g_ptr_array_new_with_free_func((GDestroyNotify)pk_clock_view_free);
    out->notices = pk_read_notices(wanted);
    g_autoptr(GPtrArray) rules = pk_rule_list(app->db, error);
    Seek seek = { app, wanted, rules, out, limit, 0, pk_clock_now_us() };
    bool ok = rules &&
              (incident_key ? seek_one(&seek, incident_key, error) : seek_all(&seek, error)) &&
              pk_read_rule_set(app, &out->rules, error);
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&out) : NULL;
}

/* ---- where a clock began -------------------------------------------------------------------- */

bool
pk_deadline_origin(PkApp *app, const PkClockView *clock, char **ret_text, int64_t *ret_number,
                   GError **error)
{
    const PkLine *found = NULL;
    bool own = false;

    *ret_text = NULL;
    *ret_number = 0;
    if (!clock->start_us || clock->agreed)
        return true;
    if (!pk_read_begin(app, &own, error))
        return false;
    g_autoptr(GPtrArray) lines =
        pk_line_list_after(app->db, clock->incident_key, 0, LINES_MAX, error);
    pk_read_end(app, own);
    for (guint i = 0; lines && i < lines->len; i++) {
        const PkLine *line = lines->pdata[i];
        if (line->event_us == clock->start_us && line->text && !line->hidden &&
            (!found || (found->category != PK_CAT_AWARE && line->category == PK_CAT_AWARE)))
            found = line;
    }
    if (found) {
        *ret_text = g_strdup(found->text);
        *ret_number = pk_journal_number(found->key);
    }
    return lines != NULL;
}
