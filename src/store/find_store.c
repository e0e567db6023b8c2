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
    AHEAD_MIN = 4, /* candidates whose rows are read at once, then twice as many */
    AHEAD_MAX = 64,
};

typedef struct {
    int64_t key; /* 0: there is no more */
    bool sure;   /* matches without being read */
} Candidate;

/* A walk over what matches, newest first. */
typedef struct {
    PkStream *stream;
    PkStream *hidden; /* labels not seen without a name; NULL: everything is seen */
    PkFactsReader *facts;
    GArray *ahead; /* Candidate: found and not looked at yet, from ahead_at on */
    guint ahead_at;
    unsigned n_ahead; /* how many next time */
    bool exact;
    int64_t at_most; /* where to look next; 0: at the end */
    PkDb *db;
    unsigned n_examined;
    unsigned examined_max;
    bool counts;         /* and may cost no more than counting may: */
    unsigned since;      /* statements run before it */
    unsigned count_work; /* and how many more */
    bool stopped;
} Walk;

static void
walk_clear(Walk *walk)
{
    g_clear_pointer(&walk->stream, pk_stream_free);
    g_clear_pointer(&walk->hidden, pk_stream_free);
    g_clear_pointer(&walk->facts, pk_facts_reader_free);
    g_clear_pointer(&walk->ahead, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

static bool
asks_text(const PkFilter *filter)
{
    return pk_filter_uses(filter, PK_FILTER_WORD) || pk_filter_uses(filter, PK_FILTER_TEXT);
}

static bool
walk_init(Walk *walk, PkDb *db, const PkFilter *filter, int64_t before_key, unsigned examined_max,
          GError **error)
{
    walk->db = db;
    walk->at_most = before_key > 0 ? before_key - 1 : INT64_MAX;
    walk->examined_max = examined_max > 0 ? examined_max : PK_FIND_EXAMINED;
    walk->facts = pk_facts_reader_new(db, filter);
    walk->ahead = g_array_new(FALSE, FALSE, sizeof(Candidate));
    walk->n_ahead = AHEAD_MIN;
    walk->count_work = !pk_db_is_server(pk_db_where(db)) ? PK_FIND_COUNT_STATEMENTS
                       : asks_text(filter)               ? PK_FIND_COUNT_TEXT
                                                         : PK_FIND_COUNT_SERVER;
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

/* The next candidates: one that is sure, or several of which some must be read, which is done at
 * once, for a server would be waited for each time. */
static bool
look_ahead(Walk *walk, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t at_most = walk->at_most;
    Candidate one;

    g_array_set_size(walk->ahead, 0);
    walk->ahead_at = 0;
    do {
        if (!pk_stream_next(walk->stream, at_most, &one.key, error))
            return false;
        one.sure = walk->exact && !pk_stream_unsure(walk->stream);
        g_array_append_val(walk->ahead, one);
        if (one.key != 0 && !one.sure)
            g_array_append_val(keys, one.key);
        at_most = one.key - 1;
    } while (at_most > 0 && walk->ahead->len < (keys->len > 0 ? walk->n_ahead : 1));
    if (keys->len > 0)
        walk->n_ahead = MIN(2 * walk->n_ahead, AHEAD_MAX);
    return pk_facts_read(walk->facts, (const int64_t *)(const void *)keys->data, keys->len, error);
}

static bool
is_spent(const Walk *walk)
{
    return walk->n_examined >= walk->examined_max ||
           (walk->counts && pk_db_n_statements(walk->db) - walk->since >= walk->count_work);
}

/* *ret_key becomes 0 at the end and when the walk stopped. */
static bool
walk_next(Walk *walk, int64_t *ret_key, GError **error)
{
    for (*ret_key = 0; walk->at_most > 0;) {
        bool matches = true, hidden = false;
        if (is_spent(walk)) {
            walk->stopped = true;
            return true;
        }
        if (walk->ahead_at >= walk->ahead->len && !look_ahead(walk, error))
            return false;
        Candidate one = g_array_index(walk->ahead, Candidate, walk->ahead_at++);
        walk->at_most = one.key - 1;
        if (one.key == 0)
            return true;
        walk->n_examined++;
        if (!is_hidden(walk, one.key, &hidden, error))
            return false;
        if (hidden)
            continue;
        if (!one.sure && !pk_facts_match(walk->facts, one.key, &matches, error))
            return false;
        if (matches) {
            *ret_key = one.key;
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

/* Notes the key for the page. When the page is full: notes that there is more, and *ret_full. */
static void
put(PkFindPage *page, GArray *keys, unsigned limit, int64_t key, bool *ret_full)
{
    *ret_full = keys->len >= limit;
    if (*ret_full)
        page->more_key = keys->len ? g_array_index(keys, int64_t, keys->len - 1) : key + 1;
    else
        g_array_append_val(keys, key);
}

/* The rows of all keys at once: one by one a server would be waited for as often. */
static bool
fill(PkFindPage *page, PkDb *db, const GArray *keys, GError **error)
{
    GPtrArray *rows =
        pk_incident_found_many(db, (const int64_t *)(const void *)keys->data, keys->len, error);

    if (rows) {
        g_ptr_array_unref(page->rows);
        page->rows = rows;
    }
    return rows != NULL;
}

/* Goes on from n. *ret_more: it ended early. */
static bool
count_on(Walk *walk, unsigned max, unsigned *n, bool *ret_more, GError **error)
{
    walk->counts = true;
    walk->since = pk_db_n_statements(walk->db);
    while (*n < max) {
        int64_t key = 0;
        if (!walk_next(walk, &key, error))
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
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_auto(Walk) walk = { 0 };

    if (!walk_init(&walk, db, find->filter, find->before_key, find->examined_max, error))
        return NULL;
    for (bool full = false; !full;) {
        int64_t key = 0;
        if (!walk_next(&walk, &key, error))
            return NULL;
        if (key == 0)
            break;
        put(page, keys, find->limit, key, &full);
    }
    if (!fill(page, db, keys, error))
        return NULL;
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
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_auto(Walk) walk = { 0 };

    *ret_few = false;
    if (!walk_init(&walk, db, filter, 0, GATHER_EXAMINED, error))
        return false;
    for (;;) {
        int64_t key = 0;
        if (!walk_next(&walk, &key, error))
            return false;
        if (key == 0 || keys->len >= GATHER_MAX)
            break;
        g_array_append_val(keys, key);
    }
    *ret_few = !walk.stopped && keys->len < GATHER_MAX;
    if (!*ret_few)
        return true;
    g_autoptr(GArray) severities =
        pk_incident_severities(db, (const int64_t *)(const void *)keys->data, keys->len, error);
    if (!severities)
        return false;
    for (guint i = 0; i < keys->len; i++) {
        Ranked one = { .severity = g_array_index(severities, int64_t, i),
                       .key = g_array_index(keys, int64_t, i) };
        g_array_append_val(ranked, one);
    }
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
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    bool full = false;

    for (guint i = 0; i < ranked->len && !full; i++) {
        const Ranked *one = &g_array_index(ranked, Ranked, i);
        if (worst_first(one, after) > 0)
            put(page, keys, find->limit, one->key, &full);
    }
    if (!fill(page, db, keys, error))
        return NULL;
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

static bool
read_ranked(PkFactsReader *facts, const GArray *ranked, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    for (guint i = 0; i < ranked->len; i++)
        g_array_append_val(keys, g_array_index(ranked, Ranked, i).key);
    return pk_facts_read(facts, (const int64_t *)(const void *)keys->data, keys->len, error);
}

/* Walks the index of open incidents. */
static PkFindPage *
page_of_open(PkDb *db, const PkFind *find, const Ranked *after, GError **error)
{
    g_autoptr(PkFindPage) page = page_new(true);
    g_autoptr(PkFactsReader) facts = pk_facts_reader_new(db, find->filter);
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    unsigned examined_max = find->examined_max > 0 ? find->examined_max : PK_FIND_EXAMINED;
    bool all = shows_all_open(find->filter);
    Ranked place = *after;

    for (bool full = false; !full && !page->stopped;) {
        g_autoptr(GArray) portion = g_array_new(FALSE, FALSE, sizeof(Ranked));
        if (!pk_db_each(db, &pk_sql_stream_open_next,
                        PK_ARGS(pk_int(place.severity), pk_int(place.key), pk_int(OPEN_PORTION)),
                        take_ranked, portion, NULL, error))
            return NULL;
        if (!all && !read_ranked(facts, portion, error))
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
            if (!all && !pk_facts_match(facts, place.key, &matches, error))
                return NULL;
            if (matches)
                put(page, keys, find->limit, place.key, &full);
        }
        if (portion->len < OPEN_PORTION)
            break;
    }
    return !fill(page, db, keys, error) ? NULL : g_steal_pointer(&page);
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
