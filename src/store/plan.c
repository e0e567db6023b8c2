/* SPDX-License-Identifier: EUPL-1.2 */
#include "plan.h"

#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/person_store.h"
#include "piket/store/search_store.h"
#include "piket_sql.h"
#include "sieve.h"

#include <string.h>

enum {
    NAMES_MAX = 100, /* organisations in one leaf that are merged; more are looked at row by row */
    LEADS_MAX = 500, /* who handle incidents; of more each row is looked at              */
    DUE_MAX = 5000,  /* clocks read at once for due:                                             */
    LONG_PORTION =
        4096, /* of word* in lines, which the index of a file gathers for every portion */
};

/* Imported history of one day is moved up within it (pk_incident_insert), so a key may lie a day
 * after the moment it stands for. */
#define KEY_SLACK_MS INT64_C(172800000)

#define OPEN_BITS    (~(UINT64_C(1) << PK_STATUS_CLOSED))

typedef struct {
    PkDb *db;
    const PkFilter *filter; /* NULL where nothing asks for persons */
    GError *failed;
} Planner;

static PkStream *node_stream(Planner *planner, const PkFilterNode *node, bool *ret_exact);

static GPtrArray *
streams_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)pk_stream_free);
}

/* Nothing can match: a union of nothing is a stream without keys. */
static PkStream *
merge(GPtrArray *streams)
{
    if (streams->len > 0)
        return pk_stream_new_union(streams);
    g_ptr_array_unref(streams);
    return pk_stream_new_keys(g_array_new(FALSE, FALSE, sizeof(int64_t)));
}

static PkStream *
words_stream(Planner *planner, const PkSql *sql, const PkWords *words, uint64_t bits)
{
    GPtrArray *streams = streams_new();

    for (size_t i = 0; i < words->n_words; i++) {
        if (bits >> words->words[i].value & 1u)
            g_ptr_array_add(streams,
                            pk_stream_new(planner->db, sql, pk_text(words->words[i].key), 0, 0));
    }
    return merge(streams);
}

static PkStream *
severity_stream(Planner *planner, uint64_t bits)
{
    GPtrArray *streams = streams_new();

    for (int value = PK_SEVERITY_NONE; value <= PK_SEVERITY_CRITICAL; value++) {
        if (bits >> value & 1u)
            g_ptr_array_add(
                streams, pk_stream_new(planner->db, &pk_sql_stream_severity, pk_int(value), 0, 0));
    }
    return merge(streams);
}

static PkStream *
tlp_stream(Planner *planner, uint64_t bits)
{
    GPtrArray *streams = streams_new();

    for (int value = PK_TLP_CLEAR; value < PK_TLP_N; value++) {
        if (bits >> value & 1u)
            g_ptr_array_add(streams, pk_stream_new(planner->db, &pk_sql_stream_tlp,
                                                   pk_text(pk_tlp_label((PkTlp)value)), 0, 0));
    }
    return merge(streams);
}

static PkStream *
names_stream(Planner *planner, const PkSql *sql, const PkFilterNode *leaf)
{
    if (leaf->none || leaf->ids->len > NAMES_MAX)
        return NULL;
    GPtrArray *streams = streams_new();
    for (guint i = 0; i < leaf->ids->len; i++)
        g_ptr_array_add(streams, pk_stream_new(planner->db, sql,
                                               pk_int(g_array_index(leaf->ids, int64_t, i)), 0, 0));
    return merge(streams);
}

static PkStream *
time_stream(Planner *planner, const PkFilterNode *leaf)
{
    GPtrArray *streams = streams_new();

    for (guint i = 0; i < leaf->values->len; i++) {
        const PkFilterValue *value = leaf->values->pdata[i];
        /* The year 2178 in both directions: further than any key, without overflow. */
        int64_t edge = INT64_C(6500000000000000);
        int64_t low = pk_incident_key_at(CLAMP(value->from, -edge, edge));
        int64_t high = pk_incident_key_at(CLAMP(value->to, -edge, edge));
        PkStream *stream = pk_stream_new_between(planner->db, low, high + KEY_SLACK_MS);
        pk_stream_set_sure_between(stream, low + KEY_SLACK_MS, high - 1);
        g_ptr_array_add(streams, stream);
    }
    return merge(streams);
}

static bool
take_incident(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    int64_t key = pk_row_int(row, 0);

    g_array_append_val((GArray *)data, key);
    return true;
}

static PkStream *
due_stream(Planner *planner, const PkFilterNode *leaf)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t to = INT64_MIN;

    for (guint i = 0; i < leaf->values->len; i++)
        to = MAX(to, ((const PkFilterValue *)leaf->values->pdata[i])->to);
    if (leaf->none)
        return NULL;
    if (!pk_db_each(planner->db, &pk_sql_stream_due, PK_ARGS(pk_int(to), pk_int(DUE_MAX)),
                    take_incident, keys, NULL, &planner->failed))
        return NULL;
    return keys->len < DUE_MAX ? pk_stream_new_keys(g_steal_pointer(&keys)) : NULL;
}

static bool
take_lead(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    g_ptr_array_add(data, g_strdup(pk_row_text(row, 0)));
    return true;
}

/* Whoever handles incidents and fits. */
static PkStream *
owner_stream(Planner *planner, const PkFilterNode *leaf)
{
    g_autoptr(GPtrArray) leads = g_ptr_array_new_with_free_func(g_free);

    if (leaf->none)
        return NULL;
    g_autoptr(GPtrArray) persons = pk_person_list(planner->db, &planner->failed);
    if (!persons ||
        !pk_db_each(planner->db, &pk_sql_stream_leads, PK_ARGS(pk_text(""), pk_int(LEADS_MAX)),
                    take_lead, leads, NULL, &planner->failed) ||
        leads->len >= LEADS_MAX)
        return NULL;
    GPtrArray *streams = streams_new();
    for (guint i = 0; i < leads->len; i++) {
        const char *login = leads->pdata[i];
        const char *name = login;
        for (guint k = 0; k < persons->len; k++) {
            const PkPerson *person = persons->pdata[k];
            if (strcmp(person->login, login) == 0)
                name = person->name;
        }
        g_autofree char *fact = g_strdup_printf("%s\n%s", name, login);
        if (pk_filter_person_fits(planner->filter, leaf, fact))
            g_ptr_array_add(streams,
                            pk_stream_new(planner->db, &pk_sql_stream_lead, pk_text(login), 0, 0));
    }
    return merge(streams);
}

static PkStream *
id_stream(Planner *planner, const PkFilterNode *leaf)
{
    GPtrArray *streams = streams_new();

    for (guint i = 0; i < leaf->values->len; i++) {
        const PkFilterValue *value = leaf->values->pdata[i];
        if (value->from != value->to) {
            g_ptr_array_unref(streams);
            return NULL;
        }
        g_autofree char *token =
            g_strdup_printf("\"" PK_SEARCH_NUMBER "%" G_GINT64_FORMAT "\"", value->from);
        g_ptr_array_add(streams,
                        pk_stream_new(planner->db, &pk_sql_stream_head_fts, pk_text(token), 0, 0));
    }
    return merge(streams);
}

/* What is asked for a text, or NULL for one that the index does not know. The index of a server
 * knows all beginnings of words. */
static PkSieveAsk *
text_ask(Planner *planner, const PkFilterNode *leaf, const PkFilterValue *value)
{
    bool sure = true;

    if (!value->folded || !*value->folded)
        return NULL;
    g_autofree char *head = pk_db_is_server(pk_db_where(planner->db))
                                ? pk_search_phrase(value->folded, !value->quoted)
                                : pk_search_head_phrase(value->folded, !value->quoted, &sure);
    g_autofree char *lines = pk_search_phrase(value->folded, value->more);
    /* text: does not look at names */
    return pk_sieve_ask_new(head, lines, sure && leaf->field_id != PK_FILTER_TEXT);
}

/* All values of a leaf, or NULL. */
static GPtrArray *
text_asks(Planner *planner, const PkFilterNode *leaf)
{
    GPtrArray *asks = g_ptr_array_new_with_free_func((GDestroyNotify)pk_sieve_ask_free);

    for (guint i = 0; i < leaf->values->len; i++) {
        PkSieveAsk *ask = text_ask(planner, leaf, leaf->values->pdata[i]);
        if (!ask) {
            g_ptr_array_unref(asks);
            return NULL;
        }
        g_ptr_array_add(asks, ask);
    }
    return asks;
}

static bool
gathers(Planner *planner, const PkFilterValue *value)
{
    return value->more && !pk_db_is_server(pk_db_where(planner->db));
}

static PkStream *
text_stream(Planner *planner, const PkFilterNode *leaf)
{
    g_autoptr(GPtrArray) asks = text_asks(planner, leaf);

    if (!asks)
        return NULL;
    GPtrArray *streams = streams_new();
    for (guint i = 0; i < asks->len; i++) {
        const PkSieveAsk *ask = asks->pdata[i];
        unsigned first = gathers(planner, leaf->values->pdata[i]) ? LONG_PORTION : 0;
        g_ptr_array_add(streams, pk_stream_new_lines(planner->db, ask->lines, first));
        PkStream *heads =
            pk_stream_new(planner->db, &pk_sql_stream_head_fts, pk_text(ask->head), 0, 0);
        if (!ask->head_sure)
            pk_stream_set_unsure(heads);
        g_ptr_array_add(streams, heads);
    }
    return merge(streams);
}

/* What incidents of others are asked for many at once; NULL: word* in lines of a file, which is as
 * dear for one as for all. */
static GPtrArray *
text_sieve(Planner *planner, const PkFilterNode *node)
{
    if (node->type != PK_FILTER_LEAF ||
        (node->field_id != PK_FILTER_WORD && node->field_id != PK_FILTER_TEXT))
        return NULL;
    for (guint i = 0; i < node->values->len; i++) {
        if (gathers(planner, node->values->pdata[i]))
            return NULL;
    }
    return text_asks(planner, node);
}

static PkStream *
leaf_stream(Planner *planner, const PkFilterNode *leaf, bool *ret_exact)
{
    *ret_exact = true;
    switch (leaf->field_id) {
    case PK_FILTER_STATUS:
        return words_stream(planner, &pk_sql_stream_status, &pk_words_status, leaf->bits);
    case PK_FILTER_KIND:
        return words_stream(planner, &pk_sql_stream_kind, &pk_words_kind, leaf->bits);
    case PK_FILTER_SEVERITY: return severity_stream(planner, leaf->bits);
    case PK_FILTER_TLP: return tlp_stream(planner, leaf->bits);
    case PK_FILTER_ORG: return names_stream(planner, &pk_sql_stream_org, leaf);
    case PK_FILTER_REGION: return names_stream(planner, &pk_sql_stream_region, leaf);
    case PK_FILTER_IS:
        if (leaf->bits == 1u << PK_FILTER_IS_OPEN)
            return words_stream(planner, &pk_sql_stream_status, &pk_words_status, OPEN_BITS);
        break;
    case PK_FILTER_SUPPLIER:
        *ret_exact = false;
        return names_stream(planner, &pk_sql_stream_org, leaf);
    case PK_FILTER_SINCE:
    case PK_FILTER_UNTIL:
    case PK_FILTER_ON: return time_stream(planner, leaf);
    case PK_FILTER_DUE: *ret_exact = false; return due_stream(planner, leaf);
    case PK_FILTER_ID: *ret_exact = false; return id_stream(planner, leaf);
    case PK_FILTER_OWNER: return owner_stream(planner, leaf);
    case PK_FILTER_WORD:
    case PK_FILTER_TEXT: return text_stream(planner, leaf);
    case PK_FILTER_CATEGORY:
    case PK_FILTER_BY:
    case PK_FILTER_CALLER:
    case PK_FILTER_HAS_A:
    case PK_FILTER_SOURCE:
    case PK_FILTER_STATE: break;
    }
    *ret_exact = false;
    return NULL;
}

/* Full text costs more a question than any other index. */
static bool
asks_text(const PkFilterNode *node)
{
    if (node->type == PK_FILTER_LEAF)
        return node->field_id == PK_FILTER_WORD || node->field_id == PK_FILTER_TEXT;
    for (guint i = 0; i < node->children->len; i++) {
        if (asks_text(node->children->pdata[i]))
            return true;
    }
    return false;
}

/* Does the child ask for one of the marks alone? Then narrows marks down to what passes. */
static bool
asks_mark(const PkFilterNode *node, PkMarks *marks)
{
    bool is_not = node->type == PK_FILTER_NOT;
    const PkFilterNode *leaf = is_not ? node->children->pdata[0] : node;

    if (leaf->type != PK_FILTER_LEAF)
        return false;
    uint64_t bits = is_not ? ~leaf->bits : leaf->bits;
    if (leaf->field_id == PK_FILTER_STATUS)
        marks->status &= bits;
    else if (leaf->field_id == PK_FILTER_SEVERITY)
        marks->severity &= bits;
    else if (leaf->field_id == PK_FILTER_TLP)
        marks->tlp &= bits;
    else
        return false;
    return true;
}

/* One of what there are thousands, so that few incidents have it. */
static bool
is_narrow(const PkFilterNode *node)
{
    return node->type == PK_FILTER_LEAF &&
           (node->field_id == PK_FILTER_ORG || node->field_id == PK_FILTER_REGION ||
            node->field_id == PK_FILTER_SUPPLIER);
}

/* The streams of an AND, text last, where an intersection asks it least. What few incidents have is
 * sifted by the marks that are asked for with it, and what is left by text. */
typedef struct {
    GPtrArray *narrow, *marked, *rest;
    PkMarks marks;
    GPtrArray *texts; /* streams, and what each asks in asks: arrays of PkSieveAsk */
    GPtrArray *asks;
} Conjunction;

/* In a file texts alone leap from one to the other, which is cheaper there than to judge. */
static PkStream *
sift_texts(Planner *planner, Conjunction *all, PkStream *base)
{
    if (!base && all->texts->len > 1 && !pk_db_is_server(pk_db_where(planner->db))) {
        g_ptr_array_set_free_func(all->texts, (GDestroyNotify)pk_stream_free);
        g_ptr_array_set_free_func(all->asks, (GDestroyNotify)g_ptr_array_unref);
        g_ptr_array_unref(all->asks);
        return pk_stream_new_intersection(all->texts);
    }
    for (guint i = 0; i < all->texts->len; i++) {
        PkStream *leap = g_steal_pointer(&all->texts->pdata[i]);
        GPtrArray *asks = g_steal_pointer(&all->asks->pdata[i]);
        if (base) {
            base = pk_sieve_text(planner->db, asks, base, leap);
        } else {
            base = leap;
            g_ptr_array_unref(asks);
        }
    }
    g_ptr_array_unref(all->texts);
    g_ptr_array_unref(all->asks);
    return base;
}

static PkStream *
conjunction_stream(Planner *planner, Conjunction *all)
{
    if (all->narrow->len > 0 && all->marked->len > 0) {
        PkStream *narrow = pk_stream_new_intersection(all->narrow);
        PkStream *marked = pk_stream_new_intersection(all->marked);
        g_ptr_array_insert(all->rest, 0, pk_sieve_marks(planner->db, all->marks, narrow, marked));
    } else {
        g_ptr_array_extend_and_steal(all->marked, all->rest);
        all->rest = all->marked;
        g_ptr_array_extend_and_steal(all->narrow, all->rest);
        all->rest = all->narrow;
    }
    if (all->rest->len > 0)
        return sift_texts(planner, all, pk_stream_new_intersection(all->rest));
    g_ptr_array_unref(all->rest);
    return sift_texts(planner, all, NULL);
}

static void
add_child(Planner *planner, Conjunction *all, const PkFilterNode *child, PkStream *stream)
{
    GPtrArray *asks = text_sieve(planner, child);

    if (asks) {
        g_ptr_array_add(all->texts, stream);
        g_ptr_array_add(all->asks, asks);
        return;
    }
    g_ptr_array_add(asks_mark(child, &all->marks) ? all->marked
                    : is_narrow(child)            ? all->narrow
                                                  : all->rest,
                    stream);
}

/* One child without an index is done without. */
static PkStream *
and_stream(Planner *planner, const PkFilterNode *node, bool *ret_exact)
{
    Conjunction all = { .narrow = streams_new(),
                        .marked = streams_new(),
                        .rest = streams_new(),
                        .marks = { UINT64_MAX, UINT64_MAX, UINT64_MAX },
                        .texts = g_ptr_array_new(),
                        .asks = g_ptr_array_new() };

    *ret_exact = true;
    for (guint i = 0; i < 2 * node->children->len; i++) {
        const PkFilterNode *child = node->children->pdata[i % node->children->len];
        bool exact = true;
        if (asks_text(child) != (i >= node->children->len))
            continue;
        PkStream *stream = node_stream(planner, child, &exact);
        *ret_exact = *ret_exact && exact && stream;
        if (stream)
            add_child(planner, &all, child, stream);
    }
    return conjunction_stream(planner, &all);
}

/* One child without an index: then the whole can not be answered. Text goes last here too. */
static PkStream *
or_stream(Planner *planner, const PkFilterNode *node, bool *ret_exact)
{
    GPtrArray *streams = streams_new();

    *ret_exact = true;
    for (guint i = 0; i < 2 * node->children->len; i++) {
        const PkFilterNode *child = node->children->pdata[i % node->children->len];
        bool exact = true;
        if (asks_text(child) != (i >= node->children->len))
            continue;
        PkStream *stream = node_stream(planner, child, &exact);
        *ret_exact = *ret_exact && exact && stream;
        if (!stream)
            break;
        g_ptr_array_add(streams, stream);
    }
    if (streams->len > 0 && streams->len == node->children->len)
        return pk_stream_new_union(streams);
    g_ptr_array_unref(streams);
    return NULL;
}

/* What has exactly one value of a few: not these is one of the others. */
static PkStream *
not_stream(Planner *planner, const PkFilterNode *child, bool *ret_exact)
{
    bool is_leaf = child->type == PK_FILTER_LEAF;

    *ret_exact = true;
    if (is_leaf && child->field_id == PK_FILTER_STATUS)
        return words_stream(planner, &pk_sql_stream_status, &pk_words_status, ~child->bits);
    if (is_leaf && child->field_id == PK_FILTER_TLP)
        return tlp_stream(planner, ~child->bits);
    if (is_leaf && child->field_id == PK_FILTER_SEVERITY)
        return severity_stream(planner, ~child->bits);
    *ret_exact = false;
    return NULL;
}

static PkStream *
node_stream(Planner *planner, const PkFilterNode *node, bool *ret_exact)
{
    switch (node->type) {
    case PK_FILTER_LEAF: return leaf_stream(planner, node, ret_exact);
    case PK_FILTER_AND: return and_stream(planner, node, ret_exact);
    case PK_FILTER_OR: return or_stream(planner, node, ret_exact);
    case PK_FILTER_NOT: return not_stream(planner, node->children->pdata[0], ret_exact);
    }
    g_assert_not_reached();
}

PkStream *
pk_plan(PkDb *db, const PkFilter *filter, bool *ret_exact, GError **error)
{
    Planner planner = { db, filter, NULL };
    const PkFilterNode *root = pk_filter_root(filter);
    bool all = root->type == PK_FILTER_AND && root->children->len == 0;
    PkStream *stream = node_stream(&planner, root, ret_exact);

    if (planner.failed) {
        pk_stream_free(stream);
        g_propagate_error(error, planner.failed);
        return NULL;
    }
    *ret_exact = all || (stream && *ret_exact);
    return stream ? stream : pk_stream_new(db, &pk_sql_stream_all, pk_null(), 0, 0);
}

PkStream *
pk_plan_hidden(PkDb *db, const PkSight *sight)
{
    Planner planner = { db, NULL, NULL };
    uint64_t bits = 0;

    for (int label = PK_TLP_CLEAR; label < PK_TLP_N; label++)
        bits |= sight->reads && (PkTlp)label <= sight->up_to ? 0 : UINT64_C(1) << label;
    return tlp_stream(&planner, bits);
}

PkStream *
pk_plan_seen(PkDb *db, const PkSight *sight, PkStream *planned)
{
    Planner planner = { db, NULL, NULL };
    uint64_t bits = 0;

    if (sight->reads && sight->up_to >= PK_TLP_AMBER_STRICT)
        return planned;
    for (int label = PK_TLP_CLEAR; label < PK_TLP_N; label++)
        bits |= sight->reads && (PkTlp)label <= sight->up_to ? UINT64_C(1) << label : 0;
    GPtrArray *seen = streams_new();
    g_ptr_array_add(seen, tlp_stream(&planner, bits));
    if (sight->named)
        g_ptr_array_add(seen, pk_stream_new_keys(g_array_copy((GArray *)sight->named)));
    GPtrArray *both = streams_new();
    g_ptr_array_add(both, pk_stream_new_union(seen));
    g_ptr_array_add(both, planned);
    return pk_stream_new_intersection(both);
}

static bool
only_open(const PkFilterNode *node)
{
    if (node->type == PK_FILTER_LEAF)
        return (node->field_id == PK_FILTER_STATUS && !(node->bits & ~OPEN_BITS)) ||
               (node->field_id == PK_FILTER_IS && node->bits == 1u << PK_FILTER_IS_OPEN);
    if (node->type == PK_FILTER_NOT)
        return false;
    bool any = node->type == PK_FILTER_AND;
    for (guint i = 0; i < node->children->len; i++) {
        if (only_open(node->children->pdata[i]) == any)
            return any;
    }
    return !any;
}

bool
pk_plan_only_open(const PkFilter *filter)
{
    return only_open(pk_filter_root(filter));
}
