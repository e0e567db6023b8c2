/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/find_store.h"

#include "facts.h"
#include "piket/store/stream.h"
#include "piket_sql.h"
#include "plan.h"

enum {
    GATHER_MAX = 200,      /* hits sorted by severity in memory instead of walking all open ones */
    GATHER_EXAMINED = 300, /* candidates looked at to find out                                   */
    OPEN_PORTION = 64,
};

/* A walk over what matches, newest first. */
typedef struct {
    PkStream *stream;
    PkStream *hidden; /* labels not seen without a name; NULL: everything is seen */
    PkFactsReader *facts;
    bool exact;
    int64_t at_most; /* where to look next; 0: at the end */
    PkDb *db;
    unsigned n_examined;
    unsigned examined_max;
    bool counts;    /* and may cost no more than counting may: */
    unsigned since; /* statements run before it */
    bool stopped;
} Walk;

static void
walk_clear(Walk *walk)
{
    g_clear_pointer(&walk->stream, pk_stream_free);
    g_clear_pointer(&walk->hidden, pk_stream_free);
    g_clear_pointer(&walk->facts, pk_facts_reader_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

static bool
walk_init(Walk *walk, PkDb *db, const PkFilter *filter, int64_t before_key, unsigned examined_max,
          GError **error)
{
    walk->db = db;
    walk->at_most = before_key > 0 ? before_key - 1 : INT64_MAX;
    walk->examined_max = examined_max > 0 ? examined_max : PK_FIND_EXAMINED;
    walk->facts = pk_facts_reader_new(db, filter);
    walk->stream = pk_plan(db, filter, &walk->exact, error);
    const PkSight *sight = pk_db_sight(db);
    if (walk->stream && sight) {
        walk->stream = pk_plan_seen(db, sight, walk->stream);
        walk->hidden = pk_plan_hidden(db, sight);
    }
    return walk->stream != NULL;
}

/* What is left out is no match, and is not looked at further: it tells nothing. */
static bool
is_hidden(Walk *walk, int64_t key, bool *ret_hidden, GError **error)
{
    const PkSight *sight = pk_db_sight(walk->db);
    bool labelled = false;

    if (walk->hidden && !pk_stream_has(walk->hidden, key, &labelled, error))
        return false;
    *ret_hidden = labelled && !(sight->reads && pk_sight_named(sight, key));
    return true;
}

static bool
severity_of(PkDb *db, int64_t key, int *ret_severity, GError **error)
{
    int64_t severity = 0;

    if (ret_severity &&
        !pk_db_number(db, &pk_sql_incident_severity, PK_ARGS(pk_int(key)), &severity, NULL, error))
        return false;
    if (ret_severity)
        *ret_severity = (int)severity;
    return true;
}

/* *ret_key becomes 0 at the end and when the walk stopped. ret_severity NULL: the key is enough. */
static bool
walk_next(Walk *walk, int64_t *ret_key, int *ret_severity, GError **error)
{
    for (*ret_key = 0; walk->at_most > 0;) {
        int64_t key = 0;
        bool matches = true, hidden = false;
        if (walk->n_examined >= walk->examined_max ||
            (walk->counts &&
             pk_db_n_statements(walk->db) - walk->since >= PK_FIND_COUNT_STATEMENTS)) {
            walk->stopped = true;
            return true;
        }
        if (!pk_stream_next(walk->stream, walk->at_most, &key, error))
            return false;
        walk->at_most = key - 1;
        if (key == 0)
            return true;
        walk->n_examined++;
        if (!is_hidden(walk, key, &hidden, error))
            return false;
        if (hidden)
            continue;
        bool sure = walk->exact && !pk_stream_unsure(walk->stream);
        if (!(sure ? severity_of(walk->db, key, ret_severity, error)
                   : pk_facts_match(walk->facts, key, &matches, ret_severity, error)))
            return false;
        if (matches) {
            *ret_key = key;
            return true;
        }
    }
    return true;
}

void
pk_find_page_free(PkFindPage *page)
{
    if (!page)
        return;
    g_ptr_array_unref(page->rows);
    g_free(page);
}

static PkFindPage *
page_new(bool by_severity)
{
    PkFindPage *page = g_new0(PkFindPage, 1);

    page->rows = g_ptr_array_new_with_free_func((GDestroyNotify)pk_incident_free);
    page->by_severity = by_severity;
    return page;
}

/* Puts the row on the page. When the page is full: notes that there is more, and *ret_full. */
static bool
put(PkFindPage *page, PkDb *db, unsigned limit, int64_t key, bool *ret_full, GError **error)
{
    *ret_full = page->rows->len >= limit;
    if (*ret_full) {
        const PkIncidentFound *last =
            page->rows->len ? page->rows->pdata[page->rows->len - 1] : NULL;
        page->more_key = last ? last->incident.key : key + 1;
        return true;
    }
    PkIncidentFound *found = pk_incident_found(db, key, error);
    if (found)
        g_ptr_array_add(page->rows, found);
    return found != NULL;
}

/* Goes on from n. *ret_more: it ended early. */
static bool
count_on(Walk *walk, unsigned max, unsigned *n, bool *ret_more, GError **error)
{
    walk->counts = true;
    walk->since = pk_db_n_statements(walk->db);
    while (*n < max) {
        int64_t key = 0;
        if (!walk_next(walk, &key, NULL, error))
            return false;
        if (key == 0)
            break;
        (*n)++;
    }
    *ret_more = walk->stopped || *n >= max;
    return true;
}

static PkFindPage *
find_newest(PkDb *db, const PkFind *find, GError **error)
{
    g_autoptr(PkFindPage) page = page_new(false);
    g_auto(Walk) walk = { 0 };

    if (!walk_init(&walk, db, find->filter, find->before_key, find->examined_max, error))
        return NULL;
    for (bool full = false; !full;) {
        int64_t key = 0;
        if (!walk_next(&walk, &key, NULL, error))
            return NULL;
        if (key == 0)
            break;
        if (!put(page, db, find->limit, key, &full, error))
            return NULL;
    }
    page->stopped = walk.stopped;
    if (walk.stopped)
        page->more_key = walk.at_most + 1;
    page->n_examined = walk.n_examined;
    page->n_matching = page->rows->len + (page->more_key && !walk.stopped ? 1 : 0);
    page->more_matching = walk.stopped;
    if (page->more_key && !walk.stopped && find->count_max > 0 &&
        !count_on(&walk, find->count_max, &page->n_matching, &page->more_matching, error))
        return NULL;
    return g_steal_pointer(&page);
}

/* ---- worst first ---------------------------------------------------------------------------- */

typedef struct {
    int64_t severity;
    int64_t key;
    PkTlp tlp; /* where it was read */
} Ranked;

static int
worst_first(gconstpointer a, gconstpointer b)
{
    const Ranked *x = a, *y = b;

    if (x->severity != y->severity)
        return x->severity < y->severity ? 1 : -1;
    return x->key < y->key ? 1 : x->key > y->key ? -1 : 0;
}

/* All that match, sorted, when they are few; *ret_few false when they are not. */
static bool
gather(PkDb *db, const PkFilter *filter, GArray *ranked, bool *ret_few, GError **error)
{
    g_auto(Walk) walk = { 0 };

    *ret_few = false;
    if (!walk_init(&walk, db, filter, 0, GATHER_EXAMINED, error))
        return false;
    for (;;) {
        int64_t key = 0;
        int severity = 0;
        if (!walk_next(&walk, &key, &severity, error))
            return false;
        if (key == 0 || ranked->len >= GATHER_MAX)
            break;
        Ranked one = { .severity = severity, .key = key };
        g_array_append_val(ranked, one);
    }
    *ret_few = !walk.stopped && ranked->len < GATHER_MAX;
    g_array_sort(ranked, worst_first);
    return true;
}

static bool
place_of(PkDb *db, int64_t before_key, Ranked *ret_place, GError **error)
{
    if (before_key == 0) {
        *ret_place = (Ranked){ .severity = INT64_MAX, .key = INT64_MAX };
        return true;
    }
    bool seen = false;
    g_autoptr(PkIncident) incident = pk_incident_get_if_seen(db, before_key, &seen, error);
    if (!incident)
        return false;
    *ret_place = (Ranked){ .severity = incident->severity, .key = before_key };
    return true;
}

static PkFindPage *
page_of_gathered(PkDb *db, const PkFind *find, const GArray *ranked, const Ranked *after,
                 GError **error)
{
    g_autoptr(PkFindPage) page = page_new(true);
    bool full = false;

    for (guint i = 0; i < ranked->len && !full; i++) {
        const Ranked *one = &g_array_index(ranked, Ranked, i);
        if (worst_first(one, after) > 0 && !put(page, db, find->limit, one->key, &full, error))
            return NULL;
    }
    page->n_examined = ranked->len;
    page->n_matching = ranked->len;
    return g_steal_pointer(&page);
}

static bool
take_ranked(const PkRow *row, void *data, GError **error)
{
    Ranked one = { .severity = pk_row_int(row, 1), .key = pk_row_int(row, 0) };

    if (!pk_tlp_parse(pk_row_text(row, 2), &one.tlp, NULL, error))
        return false;
    g_array_append_val((GArray *)data, one);
    return true;
}

/* Just status:open: the index holds nothing else. */
static bool
shows_all_open(const PkFilter *filter)
{
    const PkFilterNode *root = pk_filter_root(filter);

    return root->type == PK_FILTER_LEAF && root->field_id == PK_FILTER_STATUS &&
           root->bits == (UINT64_C(1) << PK_STATUS_CLOSED) - 1;
}

/* Walks the index of open incidents. */
static PkFindPage *
page_of_open(PkDb *db, const PkFind *find, const Ranked *after, GError **error)
{
    g_autoptr(PkFindPage) page = page_new(true);
    g_autoptr(PkFactsReader) facts = pk_facts_reader_new(db, find->filter);
    unsigned examined_max = find->examined_max > 0 ? find->examined_max : PK_FIND_EXAMINED;
    bool all = shows_all_open(find->filter);
    Ranked place = *after;

    for (bool full = false; !full && !page->stopped;) {
        g_autoptr(GArray) portion = g_array_new(FALSE, FALSE, sizeof(Ranked));
        if (!pk_db_each(db, &pk_sql_stream_open_next,
                        PK_ARGS(pk_int(place.severity), pk_int(place.key), pk_int(OPEN_PORTION)),
                        take_ranked, portion, NULL, error))
            return NULL;
        for (guint i = 0; i < portion->len && !full && !page->stopped; i++) {
            bool matches = true;
            if (page->n_examined++ >= examined_max) {
                page->stopped = true;
                page->more_key = place.key;
                break;
            }
            place = g_array_index(portion, Ranked, i);
            if (!pk_sight_may(pk_db_sight(db), place.key, place.tlp))
                continue;
            if (!all && !pk_facts_match(facts, place.key, &matches, NULL, error))
                return NULL;
            if (matches && !put(page, db, find->limit, place.key, &full, error))
                return NULL;
        }
        if (portion->len < OPEN_PORTION)
            break;
    }
    return g_steal_pointer(&page);
}

static PkFindPage *
find_worst(PkDb *db, const PkFind *find, GError **error)
{
    g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(Ranked));
    bool few = false;
    Ranked after;

    if (!place_of(db, find->before_key, &after, error))
        return NULL;
    if (pk_filter_n_conjuncts(find->filter) > 1 && !gather(db, find->filter, ranked, &few, error))
        return NULL;
    return few ? page_of_gathered(db, find, ranked, &after, error)
               : page_of_open(db, find, &after, error);
}

PkFindPage *
pk_incident_find(PkDb *db, const PkFind *find, GError **error)
{
    return find->by_severity && pk_plan_only_open(find->filter) ? find_worst(db, find, error)
                                                                : find_newest(db, find, error);
}

/* ---- counting ------------------------------------------------------------------------------- */

bool
pk_incident_count(PkDb *db, const PkFilter *filter, unsigned max, unsigned examined_max,
                  int64_t *ret_n, bool *ret_stopped, GError **error)
{
    g_auto(Walk) walk = { 0 };
    unsigned n = 0;
    bool more = false;

    if (!walk_init(&walk, db, filter, 0, examined_max, error) ||
        !count_on(&walk, max, &n, &more, error))
        return false;
    *ret_n = n;
    if (ret_stopped)
        *ret_stopped = walk.stopped;
    return true;
}
