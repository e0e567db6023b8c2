/* SPDX-License-Identifier: EUPL-1.2 */
/* Does a row belong to the list? */
#include "filter_internal.h"

#include "piket/base/text.h"

#include <string.h>

static bool
has_id(const GArray *ids, int64_t id)
{
    unsigned low = 0, high = ids->len;

    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        int64_t at = g_array_index(ids, int64_t, middle);
        if (at == id)
            return true;
        if (at < id)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool
names_match(const PkFilterNode *leaf, const int64_t *ids, size_t n_ids)
{
    if (n_ids == 0)
        return leaf->none;
    for (size_t i = 0; i < n_ids; i++) {
        if (has_id(leaf->ids, ids[i]))
            return true;
    }
    return false;
}

static bool
starts_a_word(const char *haystack, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = haystack; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, word, n) == 0)
            return true;
    }
    return false;
}

/* Name and login stand on lines of their own; each is compared by itself. */
static bool
person_is(const char *fact, const char *folded, PkFilterOp op)
{
    g_auto(GStrv) lines = g_strsplit(fact, "\n", -1);

    for (char **line = lines; *line; line++) {
        g_autofree char *name = pk_text_tokens(*line);
        bool fits = op == PK_FILTER_EQ     ? strcmp(name, folded) == 0
                    : op == PK_FILTER_LIKE ? strstr(name, folded) != NULL
                                           : starts_a_word(name, folded);
        if (*name && fits)
            return true;
    }
    return false;
}

static bool
is_me(const char *me, const char *fact)
{
    if (!me || !fact || !*fact)
        return false;
    g_autofree char *folded = pk_text_tokens(me);
    return *folded && person_is(fact, folded, PK_FILTER_EQ);
}

static bool
person_matches(const PkFilter *filter, const PkFilterNode *leaf, const char *fact)
{
    if (!fact || !*fact)
        return leaf->none;
    for (unsigned i = 0; i < leaf->values->len; i++) {
        const PkFilterValue *value = leaf->values->pdata[i];
        if (value->me ? is_me(filter->me, fact)
                      : value->folded && person_is(fact, value->folded, leaf->op))
            return true;
    }
    return false;
}

bool
pk_filter_person_fits(const PkFilter *filter, const PkFilterNode *leaf, const char *fact)
{
    return person_matches(filter, leaf, fact);
}

static bool
time_matches(const PkFilterNode *leaf, int64_t at_us)
{
    for (unsigned i = 0; i < leaf->values->len; i++) {
        const PkFilterValue *value = leaf->values->pdata[i];
        if (value->from <= at_us && at_us < value->to)
            return true;
    }
    return false;
}

static bool
before(int year_a, int64_t number_a, int year_b, int64_t number_b)
{
    return year_a != year_b ? year_a < year_b : number_a < number_b;
}

static bool
id_matches(const PkFilterNode *leaf, const char *id)
{
    g_autofree char *series = NULL;
    int year;
    int64_t number;

    if (!id || !pk_filter_id_split(id, &series, &year, &number))
        return false;
    for (unsigned i = 0; i < leaf->values->len; i++) {
        const PkFilterValue *value = leaf->values->pdata[i];
        if (!value->series && value->from <= number && number <= value->to)
            return true;
        if (value->series && g_strcmp0(value->series, series) == 0 &&
            !before(year, number, value->year_from, value->from) &&
            !before(value->year_to, value->to, year, number))
            return true;
    }
    return false;
}

static bool
text_matches(const PkFilterNode *leaf, const PkFilterFacts *facts)
{
    for (unsigned i = 0; facts->text_has && i < leaf->values->len; i++) {
        const PkFilterValue *value = leaf->values->pdata[i];
        PkFilterTextAsk ask = {
            .word = value->folded,
            .exact = value->quoted,
            .more = value->more,
            .notes = leaf->field_id == PK_FILTER_TEXT,
        };
        if (facts->text_has(&ask, facts->data))
            return true;
    }
    return false;
}

static bool
is_matches(const PkFilter *filter, const PkFilterNode *leaf, const PkFilterFacts *facts)
{
    const uint64_t given = 1u << PK_FILTER_IS_PIN | 1u << PK_FILTER_IS_LATE |
                           1u << PK_FILTER_IS_CORRECTED | 1u << PK_FILTER_IS_IMPORTED |
                           1u << PK_FILTER_IS_VERIFIED | 1u << PK_FILTER_IS_INCOMPLETE;
    uint64_t holds = facts->flags & given;

    if (facts->status != PK_STATUS_CLOSED)
        holds |= 1u << PK_FILTER_IS_OPEN;
    if (!(holds & (1u << PK_FILTER_IS_VERIFIED)))
        holds |= 1u << PK_FILTER_IS_UNVERIFIED;
    if ((leaf->bits & (1u << PK_FILTER_IS_MINE)) &&
        is_me(filter->me, filter->list == PK_FILTER_LINES ? facts->by : facts->owner))
        holds |= 1u << PK_FILTER_IS_MINE;
    return holds & leaf->bits;
}

static bool
has_matches(const PkFilterNode *leaf, const PkFilterFacts *facts)
{
    return ((leaf->bits & (1u << PK_FILTER_HAS_NOTE)) && facts->n_notes > 0) ||
           ((leaf->bits & (1u << PK_FILTER_HAS_ACTION)) && facts->n_actions > 0);
}

static bool
has_bit(const PkFilterNode *leaf, int value)
{
    return value >= 0 && value < 64 && (leaf->bits >> value & 1u);
}

static bool
leaf_matches(const PkFilter *filter, const PkFilterNode *leaf, const PkFilterFacts *facts)
{
    switch (leaf->field_id) {
    case PK_FILTER_STATUS: return has_bit(leaf, facts->status);
    case PK_FILTER_SEVERITY: return has_bit(leaf, facts->severity);
    case PK_FILTER_TLP: return has_bit(leaf, (int)facts->tlp);
    case PK_FILTER_SOURCE: return has_bit(leaf, facts->source);
    case PK_FILTER_STATE: return has_bit(leaf, facts->clock_state);
    case PK_FILTER_CATEGORY: return has_bit(leaf, facts->category);
    case PK_FILTER_KIND: return leaf->bits & facts->kinds;
    case PK_FILTER_ORG: return names_match(leaf, facts->org_ids, facts->n_org_ids);
    case PK_FILTER_REGION: return names_match(leaf, facts->region_ids, facts->n_region_ids);
    case PK_FILTER_SUPPLIER: return names_match(leaf, facts->supplier_ids, facts->n_supplier_ids);
    case PK_FILTER_BY: return person_matches(filter, leaf, facts->by);
    case PK_FILTER_OWNER: return person_matches(filter, leaf, facts->owner);
    case PK_FILTER_CALLER: return person_matches(filter, leaf, facts->caller);
    case PK_FILTER_SINCE:
    case PK_FILTER_UNTIL:
    case PK_FILTER_ON: return time_matches(leaf, facts->time_us);
    case PK_FILTER_DUE: return facts->due_us ? time_matches(leaf, facts->due_us) : leaf->none;
    case PK_FILTER_IS: return is_matches(filter, leaf, facts);
    case PK_FILTER_HAS_A: return has_matches(leaf, facts);
    case PK_FILTER_ID: return id_matches(leaf, facts->id);
    case PK_FILTER_WORD:
    case PK_FILTER_TEXT: return text_matches(leaf, facts);
    }
    return false;
}

static bool
node_matches(const PkFilter *filter, const PkFilterNode *node, const PkFilterFacts *facts)
{
    if (node->type == PK_FILTER_LEAF)
        return leaf_matches(filter, node, facts);
    if (node->type == PK_FILTER_NOT)
        return !node_matches(filter, node->children->pdata[0], facts);
    bool any = node->type == PK_FILTER_OR;
    for (unsigned i = 0; i < node->children->len; i++) {
        if (node_matches(filter, node->children->pdata[i], facts) == any)
            return any;
    }
    return !any;
}

bool
pk_filter_matches(const PkFilter *filter, const PkFilterFacts *facts)
{
    return node_matches(filter, filter->root, facts);
}

bool
pk_filter_text_in(const char *haystack, const char *word, bool prefix)
{
    g_autofree char *folded = haystack ? pk_text_tokens(haystack) : NULL;
    size_t n = strlen(word);

    for (const char *at = folded; at && *at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, word, n) == 0 && (prefix || at[n] == ' ' || at[n] == '\0'))
            return true;
    }
    return false;
}
