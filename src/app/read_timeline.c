/* SPDX-License-Identifier: EUPL-1.2 */
/* The timeline: what happened, what did we know when, and is the journal unbroken? */
#include "journal.h"
#include "piket/model/seal.h"
#include "piket/store/line_store.h"
#include "piket/store/outbox_store.h"
#include "piket/store/party_store.h"
#include "read_chain.h"
#include "read_private.h"

#include <string.h>

enum { LINES_MAX = 5000 };

static void
row_free(void *data)
{
    PkTimelineRow *row = data;

    pk_line_free(row->line);
    g_free(row->ident);
    g_free(row->initials);
    g_free(row);
}

void
pk_timeline_free(PkTimeline *timeline)
{
    if (!timeline)
        return;
    pk_incident_free(timeline->incident);
    g_free(timeline->place);
    g_clear_pointer(&timeline->rows, g_ptr_array_unref);
    g_clear_pointer(&timeline->hidden, g_ptr_array_unref);
    g_clear_pointer(&timeline->notices, g_ptr_array_unref);
    g_free(timeline->chain_said);
    g_free(timeline);
}

const char *
pk_line_unread(const PkLine *line)
{
    return line->tlp == PK_TLP_RED && line->incident_key != 0
               ? _("(TLP:RED: you are not named on this incident)")
               : _("(not for you)");
}

/* What lines are about, read once for each incident. */
typedef struct {
    int64_t key;
    PkIncident *incident; /* NULL for none                              */
    GArray *org_ids;      /* parties; only when the filter asks for them */
} About;

static void
about_free(void *data)
{
    About *about = data;

    pk_incident_free(about->incident);
    g_clear_pointer(&about->org_ids, g_array_unref);
    g_free(about);
}

/* What one load needs. */
typedef struct {
    PkApp *app;
    const PkTimelineAsk *ask;
    const PkFilter *filter;
    PkFaces *faces;
    GHashTable *abouts; /* incident key -> About */
    PkTimeline *timeline;
    bool knows_sent; /* of the incident below: how far it was delivered */
    int64_t sent_incident, sent_no;
} Load;

static void
load_clear(Load *load)
{
    g_clear_pointer(&load->faces, pk_faces_free);
    g_clear_pointer(&load->abouts, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Load, load_clear)

static bool
read_orgs(Load *load, About *about, GError **error)
{
    about->org_ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    if (about->key == 0 || !pk_filter_uses(load->filter, PK_FILTER_ORG))
        return true;
    g_autoptr(GPtrArray) parties = pk_party_list(load->app->db, about->key, error);
    for (guint i = 0; parties && i < parties->len; i++)
        g_array_append_val(about->org_ids, ((PkParty *)parties->pdata[i])->org_key);
    return parties != NULL;
}

/* What the lines are about, in one go. Lines of incidents that may not be seen were left out. */
static bool
read_abouts(Load *load, const GPtrArray *lines, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    for (guint i = 0; i < lines->len; i++) {
        int64_t key = ((const PkLine *)lines->pdata[i])->incident_key;
        if (g_hash_table_contains(load->abouts, &key))
            continue;
        About *about = g_new0(About, 1);
        about->key = key;
        g_hash_table_insert(load->abouts, &about->key, about);
        if (key)
            g_array_append_val(keys, key);
    }
    g_autoptr(GPtrArray) incidents = pk_incident_get_many(
        load->app->db, (const int64_t *)(const void *)keys->data, keys->len, error);
    for (guint i = 0; incidents && i < incidents->len; i++) {
        PkIncident *incident = g_steal_pointer(&g_ptr_array_index(incidents, i));
        About *about = g_hash_table_lookup(load->abouts, &incident->key);
        about->incident = incident;
        if (!pk_sight_may(pk_db_sight(load->app->db), incident->key, incident->tlp))
            g_clear_pointer(&about->incident, pk_incident_free);
    }
    return incidents != NULL;
}

static const About *
about_of(Load *load, int64_t key, GError **error)
{
    About *about = g_hash_table_lookup(load->abouts, &key);

    return about->org_ids || read_orgs(load, about, error) ? about : NULL;
}

/* ---- order ---------------------------------------------------------------------------------- */

static int
compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int
by_event(gconstpointer a, gconstpointer b)
{
    const PkLine *x = *(PkLine *const *)a, *y = *(PkLine *const *)b;
    int order = compare(x->event_us, y->event_us);

    return order ? order : compare(x->key, y->key);
}

/* Within one incident the key runs with the receipt, whatever the clock did. */
static int
by_key(gconstpointer a, gconstpointer b)
{
    const PkLine *x = *(PkLine *const *)a, *y = *(PkLine *const *)b;

    return compare(x->key, y->key);
}

static int64_t
time_of(const Load *load, const PkLine *line)
{
    return load->ask->order == PK_BY_RECEIVED ? line->received_us : line->event_us;
}

/* ---- the filter ----------------------------------------------------------------------------- */

static bool
text_has(const PkFilterTextAsk *ask, void *data)
{
    const PkLine *line = data;

    if (ask->notes && (line->category == PK_CAT_STATUS || line->category == PK_CAT_SYSTEM))
        return false;
    return line->text && pk_filter_text_in(line->text, ask->word, ask->more);
}

static bool
line_fits(const Load *load, const About *about, PkLine *line)
{
    const PkIncident *incident = about->incident;
    PkFilterFacts facts = {
        .id = incident ? incident->ident : NULL,
        .tlp = line->tlp,
        .category = (int)line->category,
        .time_us = line->event_us,
        .org_ids = (const int64_t *)(const void *)about->org_ids->data,
        .n_org_ids = about->org_ids->len,
        .by = pk_faces_fact(load->faces, line->author),
        .flags = (line->pinned ? 1u << PK_FILTER_IS_PIN : 0) |
                 (pk_line_late(line) ? 1u << PK_FILTER_IS_LATE : 0) |
                 (line->corrected ? 1u << PK_FILTER_IS_CORRECTED : 0) |
                 (incident && incident->import_source ? 1u << PK_FILTER_IS_IMPORTED : 0),
        .text_has = text_has,
        .data = line,
    };

    return pk_filter_matches(load->filter, &facts);
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* How long nothing was recorded before a line, while the incident was open. */
static int64_t
silence(const Load *load, const PkLine *before, const PkLine *line)
{
    const PkIncident *incident = load->timeline->incident;

    if (!incident || !before)
        return 0;
    if (load->ask->order == PK_BY_EVENT &&
        (before->precision != PK_PRECISION_SECOND || line->precision != PK_PRECISION_SECOND))
        return 0;
    int64_t from = MAX(time_of(load, before), incident->received_us);
    int64_t to = time_of(load, line);
    if (incident->closed_us)
        to = MIN(to, incident->closed_us);
    return MAX(to - from, 0);
}

/* In an outbox: was it written here, and not delivered? */
static bool
is_unsent(Load *load, const PkLine *line)
{
    PkApp *app = load->app;

    if (app->mode != PK_MODE_COPY || line->origin != app->origin->key)
        return false;
    if (!load->knows_sent || load->sent_incident != line->incident_key) {
        load->sent_no = 0;
        load->sent_incident = line->incident_key;
        load->knows_sent = pk_outbox_sent_no(app->db, line->incident_key, &load->sent_no, NULL);
    }
    return line->no > load->sent_no;
}

static void
add_row(Load *load, const About *about, PkLine *line, const PkLine *before)
{
    PkTimeline *timeline = load->timeline;
    const PkTimelineRow *above =
        timeline->rows->len ? timeline->rows->pdata[timeline->rows->len - 1] : NULL;
    int64_t quiet_us = silence(load, before, line);
    PkTimelineRow *row = g_new0(PkTimelineRow, 1);

    row->line = line;
    line->unsent = is_unsent(load, line);
    row->ident = g_strdup(about->incident ? about->incident->ident : "");
    row->initials = g_strdup(pk_faces_initials(load->faces, line->author));
    row->number = pk_journal_number(line->key);
    row->gap = quiet_us > load->app->gap_minutes * PK_MINUTE_US;
    if (row->gap)
        row->gap_us = quiet_us;
    else if (above)
        row->gap_us = MAX(time_of(load, line) - time_of(load, above->line), 0);
    timeline->n_pins += line->pinned;
    timeline->n_gaps += row->gap;
    g_ptr_array_add(timeline->rows, row);
}

/* Takes the lines, in the order of the screen. */
static bool
make_rows(Load *load, GPtrArray *lines, GError **error)
{
    const PkLine *before = NULL;

    if (!read_abouts(load, lines, error))
        return false;
    for (guint i = 0; i < lines->len; i++) {
        PkLine *line = lines->pdata[i];
        const About *about = about_of(load, line->incident_key, error);
        if (!about)
            return false;
        g_ptr_array_index(lines, i) = NULL; /* taken; pk_line_free takes NULL */
        if (line_fits(load, about, line))
            add_row(load, about, line, before);
        else
            g_ptr_array_add(load->timeline->hidden, line);
        before = line;
    }
    return true;
}

/* ---- corrections ---------------------------------------------------------------------------- */

static char *
name_of(int64_t incident, int64_t origin, int64_t no)
{
    return g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, incident,
                           origin, no);
}

static void
note_line(GHashTable *by_name, PkLine *line)
{
    g_hash_table_insert(by_name, name_of(line->incident_key, line->origin, line->no), line);
}

/* A line that was left out by the limit is read by itself. */
static bool
find_corrected(Load *load, GHashTable *by_name, PkTimelineRow *row, GError **error)
{
    const PkLine *line = row->line;
    g_autofree char *name = name_of(line->incident_key, line->corrects_origin, line->corrects_no);

    row->corrected = g_hash_table_lookup(by_name, name);
    if (row->corrected)
        return true;
    if (!pk_line_by_no(load->app->db, line->incident_key, line->corrects_origin, line->corrects_no,
                       &row->corrected, error))
        return false;
    if (row->corrected) {
        g_ptr_array_add(load->timeline->hidden, row->corrected);
        note_line(by_name, row->corrected);
    }
    return true;
}

static bool
link_corrections(Load *load, GError **error)
{
    PkTimeline *timeline = load->timeline;
    g_autoptr(GHashTable) by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < timeline->rows->len; i++)
        note_line(by_name, ((PkTimelineRow *)timeline->rows->pdata[i])->line);
    for (guint i = 0; i < timeline->hidden->len; i++)
        note_line(by_name, timeline->hidden->pdata[i]);
    for (guint i = 0; i < timeline->rows->len; i++) {
        PkTimelineRow *row = timeline->rows->pdata[i];
        if (row->line->corrects_no && !find_corrected(load, by_name, row, error))
            return false;
    }
    return true;
}

/* ---- loading -------------------------------------------------------------------------------- */

static void
reverse(GPtrArray *array)
{
    for (guint i = 0, k = array->len; i + 1 < k; i++) {
        k--;
        void *kept = array->pdata[i];
        array->pdata[i] = array->pdata[k];
        array->pdata[k] = kept;
    }
}

/* The newest lines, oldest first as received; notes whether older ones were left out. */
static GPtrArray *
read_lines(Load *load, GError **error)
{
    const PkTimelineAsk *ask = load->ask;
    unsigned limit = ask->limit ? MIN(ask->limit, (unsigned)G_MAXINT) : LINES_MAX;
    GPtrArray *lines =
        ask->all ? pk_line_list_received(load->app->db, 0, 0, limit + 1,
                                         &load->timeline->n_left_out, error)
                 : pk_line_list_before(load->app->db, ask->incident_key, 0, limit + 1, error);

    if (!lines)
        return NULL;
    load->timeline->more = lines->len > limit;
    if (load->timeline->more)
        g_ptr_array_set_size(lines, (int)limit);
    if (load->timeline->incident)
        load->timeline->n_lines = (unsigned)load->timeline->incident->n_lines;
    else if (ask->all || lines->len == 0)
        load->timeline->n_lines = lines->len;
    else
        load->timeline->n_lines =
            (unsigned)pk_journal_number(((const PkLine *)lines->pdata[0])->key);
    reverse(lines);
    return lines;
}

static bool
check_chain(Load *load, const GPtrArray *lines, GError **error)
{
    PkTimeline *timeline = load->timeline;
    const char *uuid = timeline->incident ? timeline->incident->uuid : NULL;
    g_auto(PkChainVerdict) verdict = { 0 };

    timeline->chain_ok = true;
    if (load->ask->all) {
        timeline->chain_said = g_strdup("");
        return true;
    }
    for (guint i = 0; i < lines->len; i++)
        timeline->n_unread += ((const PkLine *)lines->pdata[i])->hidden;
    /* Verifying is for everybody who sees the incident: texts they may not read are read anew, only
     * to be compared with what was sealed. */
    pk_app_see_all(load->app, true);
    bool ok = pk_chain_verify(load->app, load->ask->incident_key, uuid, NULL,
                              timeline->more || timeline->n_unread ? NULL : lines, NULL, NULL,
                              &verdict, error);
    pk_app_see_all(load->app, false);
    if (!ok)
        return false;
    timeline->chain_ok = verdict.whole;
    if (!verdict.whole) {
        timeline->chain_said = g_steal_pointer(&verdict.fault_said);
        return true;
    }
    g_autofree char *head = pk_seal_short(verdict.report->head);
    int64_t n = verdict.report->n_lines;
    timeline->chain_said = g_strdup_printf(
        P_("chain OK: %lld line, last %s", "chain OK: %lld lines, last %s", n), (long long)n, head);
    return true;
}

static bool
load_incident(Load *load, GError **error)
{
    if (load->ask->all || load->ask->incident_key == 0)
        return true;
    g_autoptr(PkIncidentRow) row = pk_read_row(load->app, load->ask->incident_key, error);
    if (!row)
        return false;
    load->timeline->incident = g_steal_pointer(&row->incident);
    load->timeline->place = g_steal_pointer(&row->place);
    return true;
}

static bool
load_all(Load *load, GError **error)
{
    if (!load_incident(load, error))
        return false;
    g_autoptr(GPtrArray) lines = read_lines(load, error);
    if (!lines || !check_chain(load, lines, error))
        return false;
    if (load->ask->order == PK_BY_EVENT)
        g_ptr_array_sort(lines, by_event);
    else if (!load->ask->all)
        g_ptr_array_sort(lines, by_key);
    return make_rows(load, lines, error) && link_corrections(load, error);
}

PkTimeline *
pk_timeline_load(PkApp *app, const PkTimelineAsk *ask, size_t *ret_at, GError **error)
{
    bool own = false;

    if (!pk_app_may(app, PK_MAY_READ, error))
        return NULL;
    g_autoptr(PkFilter) filter = pk_read_filter(app, ask->filter, PK_FILTER_LINES, ret_at, error);
    if (!filter || !pk_read_begin(app, &own, error))
        return NULL;
    g_autoptr(PkTimeline) timeline = g_new0(PkTimeline, 1);
    g_auto(Load) load = { .app = app, .ask = ask, .filter = filter, .timeline = timeline };
    load.faces = pk_faces_new(app);
    load.abouts = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, about_free);
    timeline->rows = g_ptr_array_new_with_free_func(row_free);
    timeline->hidden = g_ptr_array_new_with_free_func((GDestroyNotify)pk_line_free);
    timeline->notices = pk_read_notices(filter);
    bool ok = load_all(&load, error);
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&timeline) : NULL;
}
