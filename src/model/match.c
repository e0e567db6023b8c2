/* SPDX-License-Identifier: EUPL-1.2 */
#include "match_internal.h"

#include <string.h>

/* How well one key answers; compared in this order. */
typedef struct {
    PkMatchClass match;
    unsigned penalty; /* within a class: article ignored, gaps skipped */
    bool exact;
} Rank;

/* What was typed, in the shapes worth trying. */
typedef struct {
    const char *text;
    size_t n;
    unsigned penalty; /* of having ignored an article */
} Form;

typedef struct {
    Form forms[4];
    size_t n_forms;
    const char *raw;
    bool provinces;
} Typed;

enum {
    WITHOUT_ARTICLE = 1,
    WITHOUT_SPACES = 2,
    EDIT_MIN = 5,        /* letters from which one typing error is forgiven */
    SUBSEQUENCE_MIN = 3, /* fewer letters occur everywhere                  */
};

static void
add_form(Typed *typed, const char *text, unsigned penalty)
{
    typed->forms[typed->n_forms++] = (Form){ text, strlen(text), penalty };
}

/* "krimpen aan den i" must already find ...IJssel, whose folded key says "yssel". */
static char *
half_typed_ij(const char *folded)
{
    if (!g_str_has_suffix(folded, "i"))
        return NULL;
    char *other = g_strdup(folded);
    other[strlen(other) - 1] = 'y';
    return other;
}

static bool
rank_better(const Rank *a, const Rank *b)
{
    if (a->match != b->match)
        return a->match < b->match;
    if (a->penalty != b->penalty)
        return a->penalty < b->penalty;
    return a->exact && !b->exact;
}

static bool
starts_a_later_word(const char *text, const Form *form)
{
    for (const char *p = strchr(text, ' '); p; p = strchr(p + 1, ' ')) {
        if (strncmp(p + 1, form->text, form->n) == 0)
            return true;
    }
    return false;
}

/* The classes before "old name", for one shape of what was typed. */
static bool
rank_plain(const PkMatchKey *key, const Form *form, Rank *rank)
{
    bool is_text = strncmp(key->text, form->text, form->n) == 0;
    bool is_bare = strncmp(key->bare, form->text, form->n) == 0;

    rank->penalty = form->penalty;
    rank->exact = (is_text && !key->text[form->n]) || (is_bare && !key->bare[form->n]);
    if (rank->exact)
        rank->match = PK_MATCH_EXACT;
    else if (is_text || is_bare)
        rank->match = PK_MATCH_PREFIX;
    else if (starts_a_later_word(key->text, form))
        rank->match = PK_MATCH_WORD;
    else if (form->n >= 2 && strncmp(key->initials, form->text, form->n) == 0)
        rank->match = PK_MATCH_INITIALS;
    else if (form->n >= SUBSEQUENCE_MIN && strncmp(key->joined, form->text, form->n) == 0) {
        rank->match = PK_MATCH_PREFIX;
        rank->penalty += WITHOUT_SPACES;
    } else {
        return false;
    }
    return true;
}

/* Letters skipped when all of `letters` occur in order in text, from the start of a word; or -1. */
static int
gaps(const char *text, const char *letters)
{
    int best = -1;

    for (const char *start = text; *start; start++) {
        if (*start != letters[0] || (start > text && start[-1] != ' '))
            continue;
        const char *want = letters;
        int skipped = 0;
        for (const char *p = start; *p && *want; p++) {
            if (*p == *want)
                want++;
            else if (*p != ' ')
                skipped++;
        }
        if (!*want && (best < 0 || skipped < best))
            best = skipped;
    }
    return best;
}

static bool
one_error(const char *text, const Form *form)
{
    size_t n = strlen(text);

    return n + 1 >= form->n && n <= form->n + 1 && pk_match_distance(text, form->text) <= 1;
}

/* Fuzzy classes: only tried where nothing better was found. */
static bool
rank_fuzzy(const PkMatchKey *key, const Form *form, const char *letters, Rank *rank)
{
    size_t n = strlen(letters);
    int skipped = n >= SUBSEQUENCE_MIN ? gaps(key->text, letters) : -1;

    rank->exact = false;
    /* Beyond three skipped letters for each typed one it is chance, not meaning. */
    if (skipped >= 0 && (size_t)skipped <= 3 * n) {
        *rank = (Rank){ PK_MATCH_SUBSEQUENCE, (unsigned)skipped, false };
        return true;
    }
    if (form->n < EDIT_MIN)
        return false;
    if (one_error(key->text, form) || (key->bare != key->text && one_error(key->bare, form))) {
        *rank = (Rank){ PK_MATCH_EDIT, form->penalty, false };
        return true;
    }
    return false;
}

static bool
code_is(const char *code, const char *raw)
{
    if (!code)
        return false;
    if (g_ascii_strcasecmp(code, raw) == 0)
        return true;
    /* The number alone, with or without its zeros: three digits or more, so "15" stays a number. */
    size_t digits = strspn(raw, "0123456789");
    size_t letters = strcspn(code, "0123456789");
    if (digits < 3 || raw[digits] || digits > 9 || strlen(code + letters) > 9)
        return false;
    return g_ascii_strncasecmp(code, "gm", 2) == 0 &&
           g_ascii_strtoull(code + letters, NULL, 10) == g_ascii_strtoull(raw, NULL, 10);
}

static bool
rank_key(const PkMatchKey *key, const Typed *typed, bool fuzzy, const char *letters, Rank *ret_rank)
{
    bool found = false;

    for (size_t f = 0; f < typed->n_forms; f++) {
        Rank rank;
        bool fits = fuzzy ? rank_fuzzy(key, &typed->forms[f], letters, &rank)
                          : rank_plain(key, &typed->forms[f], &rank);
        if (!fits)
            continue;
        if (key->alias && key->alias->year && !fuzzy) {
            /* Initials of a town that is no more help nobody. */
            if (rank.match == PK_MATCH_INITIALS)
                continue;
            rank.penalty += 4 * (unsigned)rank.match;
            rank.match = PK_MATCH_OLD;
        }
        if (!found || rank_better(&rank, ret_rank))
            *ret_rank = rank;
        found = true;
    }
    return found;
}

static bool
is_offered(const PkPlace *place, const Typed *typed, int64_t at_us)
{
    if (place->kind == PK_ORG_PROVINCE && !typed->provinces)
        return false;
    return at_us == 0 || ((place->valid_from_us == 0 || place->valid_from_us <= at_us) &&
                          (place->valid_until_us == 0 || at_us < place->valid_until_us));
}

typedef struct {
    PkMatchHit hit;
    Rank rank;
    const PkPlace *place;
    const char *sort_by;
} Candidate;

static int
compare(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;

    if (x->rank.match != y->rank.match)
        return x->rank.match < y->rank.match ? -1 : 1;
    if (x->rank.penalty != y->rank.penalty)
        return x->rank.penalty < y->rank.penalty ? -1 : 1;
    if (x->place->recent != y->place->recent)
        return x->place->recent ? -1 : 1;
    if (x->place->own_region != y->place->own_region)
        return x->place->own_region ? -1 : 1;
    int by_name = strcmp(x->sort_by, y->sort_by);
    if (by_name != 0)
        return by_name;
    if (x->place->kind != y->place->kind)
        return x->place->kind < y->place->kind ? -1 : 1;
    return x->hit.place < y->hit.place ? -1 : x->hit.place > y->hit.place;
}

/* Walks all keys once; best[] keeps the best rank of each place and which key gave it. */
static void
rank_all(const PkMatch *match, const Typed *typed, int64_t at_us, bool fuzzy, GArray *found)
{
    g_autofree char *letters = g_strdup(typed->forms[0].text);
    char *to = letters;
    Candidate best;
    bool have = false;

    for (const char *p = letters; *p; p++) {
        if (*p != ' ')
            *to++ = *p;
    }
    *to = '\0';
    for (unsigned k = 0; k <= match->keys->len; k++) {
        const PkMatchKey *key =
            k < match->keys->len ? &g_array_index(match->keys, PkMatchKey, k) : NULL;
        Rank rank;

        if (have && (!key || key->place != best.hit.place)) {
            g_array_append_val(found, best);
            have = false;
        }
        if (!key || !is_offered(&match->places[key->place], typed, at_us))
            continue;
        const PkPlace *place = &match->places[key->place];
        if (!fuzzy && code_is(place->code, typed->raw))
            rank = (Rank){ PK_MATCH_CODE, 0, true };
        else if (!rank_key(key, typed, fuzzy, letters, &rank))
            continue;
        if (have && !rank_better(&rank, &best.rank))
            continue;
        const PkPlaceAlias *alias = rank.match == PK_MATCH_CODE ? NULL : key->alias;
        best = (Candidate){
            .hit = { .place = key->place,
                     .match = rank.match,
                     .alias = alias ? alias->name : NULL,
                     .year = alias ? alias->year : 0,
                     .exact = rank.exact },
            .rank = rank,
            .place = place,
            .sort_by = match->sort_by[key->place],
        };
        have = true;
    }
}

/* Two that bear exactly the typed name, of one kind: the person must choose. */
static bool
may_premark(const GArray *found)
{
    if (found->len == 0)
        return false;
    const Candidate *first = &g_array_index(found, Candidate, 0);
    if (first->hit.match >= PK_MATCH_SUBSEQUENCE)
        return false;
    for (unsigned i = 1; i < found->len; i++) {
        const Candidate *other = &g_array_index(found, Candidate, i);
        if (other->hit.match != first->hit.match)
            break;
        if (first->hit.exact && other->hit.exact && first->place->kind == other->place->kind)
            return false;
    }
    return true;
}

GArray *
pk_match_query(const PkMatch *match, const char *typed_text, int64_t at_us, unsigned limit)
{
    g_autofree char *raw = g_strstrip(g_strdup(typed_text));
    g_autofree char *folded = pk_match_fold(raw);
    const char *bare = pk_match_bare(folded);
    g_autofree char *folded_ij = half_typed_ij(folded);
    g_autofree char *bare_ij = bare == folded ? NULL : half_typed_ij(bare);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Candidate));
    GArray *hits = g_array_new(FALSE, FALSE, sizeof(PkMatchHit));
    Typed typed = { .raw = raw, .provinces = g_str_has_prefix(folded, "prov") };

    if (!*folded)
        return hits;
    add_form(&typed, folded, 0);
    if (folded_ij)
        add_form(&typed, folded_ij, 0);
    if (bare != folded)
        add_form(&typed, bare, WITHOUT_ARTICLE);
    if (bare_ij)
        add_form(&typed, bare_ij, WITHOUT_ARTICLE);
    rank_all(match, &typed, at_us, false, found);
    if (found->len == 0)
        rank_all(match, &typed, at_us, true, found);
    g_array_sort(found, compare);
    for (unsigned i = 0; i < found->len && (limit == 0 || i < limit); i++)
        g_array_append_val(hits, g_array_index(found, Candidate, i).hit);
    if (hits->len > 0)
        g_array_index(hits, PkMatchHit, 0).premark = may_premark(found);
    return hits;
}
