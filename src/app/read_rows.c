/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows that several screens share: incidents and clocks. */
#include "clocks.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/read_store.h"
#include "piket/store/reference_store.h"
#include "read_private.h"

#include <string.h>

enum {
    AGREED_COLUMNS = 20, /* of what was agreed, in the ribbon */
    HIDDEN_MAX = 1000,
};

bool
pk_read_begin(PkApp *app, bool *ret_own, GError **error)
{
    if (!pk_app_may(app, PK_MAY_READ, error))
        return false;
    *ret_own = !pk_db_in_transaction(app->db);
    if (!*ret_own)
        return true;
    if (!pk_db_begin_read(app->db, error))
        return false;
    if (pk_app_look(app, error) && pk_app_may(app, PK_MAY_READ, error))
        return true;
    pk_db_rollback(app->db);
    return false;
}

/* Nothing was written, so there is nothing a commit could do that this does not. */
void
pk_read_end(PkApp *app, bool own)
{
    if (own)
        pk_db_rollback(app->db);
}

bool
pk_read_count(PkApp *app, bool open_only, unsigned max, int64_t *ret_n, int64_t *ret_hidden,
              GError **error)
{
    int64_t n = 0, hidden = 0;

    if (!pk_incident_count_hidden(app->db, open_only, max, &hidden, error))
        return false;
    /* A server does not count what it keeps back. */
    unsigned among = pk_db_user(app->db) ? 0 : (unsigned)hidden;
    bool ok = open_only ? pk_incident_count_open(app->db, max + among, &n, error)
                        : pk_incident_count_all(app->db, max + among, &n, error);
    *ret_n = MIN(n - MIN(n, (int64_t)among), (int64_t)max);
    *ret_hidden = hidden;
    return ok;
}

bool
pk_hidden_count(PkApp *app, bool open_only, unsigned *ret_n, GError **error)
{
    int64_t n = 0, hidden = 0;
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return false;
    bool ok = pk_read_count(app, open_only, HIDDEN_MAX, &n, &hidden, error);
    pk_read_end(app, own);
    *ret_n = (unsigned)hidden;
    return ok;
}

char *
pk_hidden_said(unsigned n)
{
    if (n == 0)
        return NULL;
    if (n >= HIDDEN_MAX)
        return g_strdup_printf(_("%u+ not shown: not for you."), n);
    return g_strdup_printf(_("%u not shown: not for you."), n);
}

/* ---- incidents ------------------------------------------------------------------------------ */

void
pk_incident_row_free(PkIncidentRow *row)
{
    if (!row)
        return;
    pk_incident_free(row->incident);
    g_free(row->place);
    g_free(row);
}

/* "12 municipalities", the name of the only party, or "". Owned. */
static char *
place_of(const PkIncident *incident, int64_t n_towns)
{
    if (n_towns > 1)
        return g_strdup_printf(P_("%d municipality", "%d municipalities", n_towns), (int)n_towns);
    return g_strdup(incident->org_name ? incident->org_name : "");
}

/* For a list asks once for all rows where they are, for a server would be waited for every time. */
GPtrArray *
pk_read_rows_of(PkApp *app, GPtrArray *found, GError **error)
{
    g_autoptr(GPtrArray) rows =
        g_ptr_array_new_with_free_func((GDestroyNotify)pk_incident_row_free);
    g_autoptr(GArray) several = g_array_new(FALSE, FALSE, sizeof(int64_t));

    for (guint i = 0; i < found->len; i++) {
        PkIncidentRow *row = g_new0(PkIncidentRow, 1);
        PkIncidentFound *one = g_steal_pointer(&g_ptr_array_index(found, i));
        row->next_due_us = one->next_due_us;
        row->incident = &one->incident; /* stands first: may be freed as one */
        g_ptr_array_add(rows, row);
        if (row->incident->n_parties > 1)
            g_array_append_val(several, row->incident->key);
    }
    g_autoptr(GArray) towns = pk_read_count_towns(
        app->db, (const int64_t *)(const void *)several->data, several->len, error);
    if (!towns)
        return NULL;
    for (guint i = 0, k = 0; i < rows->len; i++) {
        PkIncidentRow *row = rows->pdata[i];
        bool one = row->incident->n_parties <= 1;
        row->place = place_of(row->incident, one ? 0 : g_array_index(towns, int64_t, k++));
    }
    return g_steal_pointer(&rows);
}

GPtrArray *
pk_read_rows(PkApp *app, const int64_t *incidents, unsigned n, GError **error)
{
    g_autoptr(GPtrArray) found = pk_incident_found_many(app->db, incidents, n, error);

    return found ? pk_read_rows_of(app, found, error) : NULL;
}

PkIncidentRow *
pk_read_row(PkApp *app, int64_t incident_key, GError **error)
{
    g_autoptr(GPtrArray) rows = pk_read_rows(app, &incident_key, 1, error);

    return rows ? g_ptr_array_steal_index(rows, 0) : NULL;
}

/* ---- clocks --------------------------------------------------------------------------------- */

void
pk_clock_view_free(PkClockView *view)
{
    if (!view)
        return;
    g_free(view->ident);
    g_free(view->org_name);
    g_free(view->rule);
    g_free(view->short_name);
    g_free(view->name);
    g_free(view->sum);
    g_free(view->law);
    g_free(view->who);
    g_free(view->whom);
    g_free(view->note);
    g_free(view->evidence);
    g_free(view->na_reason);
    g_free(view);
}

/* The version of the rule that is in force at the start, else one that may be, else the last. */
static const PkRule *
rule_of(const GPtrArray *rules, const PkClockRecord *record)
{
    const PkRule *best = NULL;
    PkForce best_force = PK_FORCE_NO;

    for (guint i = 0; i < rules->len; i++) {
        const PkRule *rule = rules->pdata[i];
        if (strcmp(rule->key, record->rule) != 0)
            continue;
        PkForce force = pk_rule_force(rule, record->start_us);
        if (!best || force >= best_force) {
            best = rule;
            best_force = force;
        }
    }
    return best;
}

/* "AP" of "Autoriteit Persoonsgegevens (AP)": a receiver with a short name of capitals. Owned. */
static char *
short_receiver(const char *whom)
{
    const char *open = whom ? strrchr(whom, '(') : NULL;
    size_t n = open ? strspn(open + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;

    if (n < 2 || n > 5 || strcmp(open + 1 + n, ")") != 0)
        return g_strdup("");
    return g_strdup_printf(" %.*s", (int)n, open + 1);
}

/* "24u", "72u AP", "1 mnd". Owned. */
static char *
short_name(const PkRule *rule, const PkClockRecord *record)
{
    if (!rule || rule->unit == PK_RULE_UNIT_NONE)
        return pk_text_fit(record->title ? record->title
                           : rule        ? pk_rule_name(rule, pk_i18n_lang())
                                         : record->rule,
                           AGREED_COLUMNS, "...");
    g_autofree char *receiver = short_receiver(rule->whom);
    if (rule->unit == PK_RULE_UNIT_HOURS)
        return g_strdup_printf(_("%dh%s"), rule->length, receiver);
    return g_strdup_printf(_("%d mo%s"), rule->length, receiver);
}

static PkClockState
state_of(const PkClockRecord *record, const PkRule *rule, int64_t now_us)
{
    PkClock clock = {
        .start_us = record->start_us,
        .due_us = record->due_us,
        .met_us = record->met_us,
        .not_applicable = record->na_reason != NULL,
        .duty_unsure =
            record->unsure || (rule && pk_clock_duty_unsure(rule, record->personal_data)),
    };

    return pk_deadline_state(&clock, now_us);
}

/* The sum is left out where it would not give the time that is recorded. */
static char *
sum_of(PkApp *app, const PkClockRecord *record, const PkRule *rule)
{
    if (!rule || pk_deadline_due(rule, record->start_us, app->zone) != record->due_us)
        return g_strdup("");
    return g_strdup(pk_deadline_sum(rule, record->start_us, app->zone, pk_i18n_lang()).s);
}

static char *
text_or_empty(const char *text)
{
    return g_strdup(text ? text : "");
}

/* What the detail of a deadline says beside its times. */
static void
add_rule(PkClockView *view, const PkClockRecord *record, const PkRule *rule)
{
    bool nl = pk_i18n_lang() == PK_LANG_NL;

    view->no = record->no;
    view->org_key = record->org_key;
    view->version = record->version;
    view->agreed = strcmp(record->rule, PK_CLOCK_AGREED) == 0;
    view->law = text_or_empty(rule ? rule->law : NULL);
    view->who = text_or_empty(!rule ? NULL : nl ? rule->who_nl : rule->who_en);
    view->whom = text_or_empty(rule ? rule->whom : NULL);
    view->note = text_or_empty(!rule ? NULL : nl ? rule->note_nl : rule->note_en);
    view->evidence = text_or_empty(record->evidence);
    view->na_reason =
        text_or_empty(record->na_reason && *record->na_reason ? _(record->na_reason) : NULL);
}

PkClockView *
pk_read_clock_view(PkApp *app, const PkClockRecord *record, const GPtrArray *rules, int64_t now_us)
{
    const PkRule *rule = rule_of(rules, record);
    const char *name = record->title ? record->title
                       : rule        ? pk_rule_name(rule, pk_i18n_lang())
                                     : record->rule;
    PkClockView *view = g_new0(PkClockView, 1);

    view->key = record->key;
    view->incident_key = record->incident_key;
    view->ident = g_strdup(record->ident ? record->ident : "");
    view->org_name = g_strdup(record->org_name ? record->org_name : "");
    view->rule = g_strdup(record->rule);
    view->short_name = short_name(rule, record);
    view->name = g_strdup(name);
    view->sum = sum_of(app, record, rule);
    view->start_us = record->start_us;
    view->due_us = record->due_us;
    view->met_us = record->met_us;
    view->state = state_of(record, rule, now_us);
    view->tlp = record->tlp;
    add_rule(view, record, rule);
    return view;
}

GPtrArray *
pk_read_clock_views(PkApp *app, const GPtrArray *records, GError **error)
{
    g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func((GDestroyNotify)pk_clock_view_free);
    g_autoptr(GPtrArray) rules = NULL;
    int64_t now_us = pk_clock_now_us();

    if (records->len == 0)
        return g_steal_pointer(&views);
    rules = pk_rule_list(app->db, error);
    if (!rules)
        return NULL;
    for (guint i = 0; i < records->len; i++)
        g_ptr_array_add(views, pk_read_clock_view(app, records->pdata[i], rules, now_us));
    return g_steal_pointer(&views);
}
