/* SPDX-License-Identifier: EUPL-1.2 */
/* Finding by index must say the same as looking at every row: random incidents, random filters. */
#include "fixture.h"
#include "piket/base/text.h"
#include "piket/store/find_store.h"
#include "piket/store/search_store.h"
#include "piket_sql.h"

enum { N_ORGS = 12, N_REGIONS = 3, PARTIES_MAX = 3, LINES_MAX = 3 };

/* What the test knows of an incident, beside the database. */
typedef struct {
    PkIncident *incident;
    int64_t orgs[PARTIES_MAX], regions[PARTIES_MAX], suppliers[PARTIES_MAX];
    unsigned n_orgs, n_regions, n_suppliers;
    GPtrArray *heads; /* " tokens " of ident, title, names */
    GPtrArray *lines; /* " tokens " */
    int64_t due_us;
} Known;

typedef struct {
    PkDb *db;
    GPtrArray *known; /* newest first */
    int64_t orgs[N_ORGS];
    int64_t regions[N_REGIONS];
} World;

static const char *const vocabulary[] = {
    "ransomware", "ransom",  "ddos",        "storing",  "mail", "phishing", "phisher", "server",
    "zaak",       "systeem", "leverancier", "levering", "r2",   "aandam",   "ernstig"
};

static const char *
word(GRand *rand)
{
    return vocabulary[g_rand_int_range(rand, 0, G_N_ELEMENTS(vocabulary))];
}

static void
known_free(void *data)
{
    Known *known = data;

    pk_incident_free(known->incident);
    g_ptr_array_unref(known->heads);
    g_ptr_array_unref(known->lines);
    g_free(known);
}

static char *
some_words(GRand *rand)
{
    GString *text = g_string_new(word(rand));

    for (int i = g_rand_int_range(rand, 0, 4); i > 0; i--)
        g_string_append_printf(text, " %s", word(rand));
    return g_string_free(text, FALSE);
}

static void
add_words(GPtrArray *texts, const char *text)
{
    g_autofree char *tokens = pk_text_tokens(text);

    g_ptr_array_add(texts, g_strdup_printf(" %s ", tokens));
}

static void
add_known_party(World *world, Known *known, GRand *rand)
{
    unsigned at = (unsigned)g_rand_int_range(rand, 0, N_ORGS);
    bool supplier = g_rand_int_range(rand, 0, 4) == 0;
    int64_t org = world->orgs[at];

    for (unsigned i = 0; i < known->n_orgs; i++) {
        if (known->orgs[i] == org)
            return;
    }
    add_party(world->db, known->incident->key, org,
              supplier ? PK_PARTY_ROLE_SUPPLIER : PK_PARTY_ROLE_AFFECTED, PK_PARTY_AFFECTED);
    known->orgs[known->n_orgs++] = org;
    known->regions[known->n_regions++] = world->regions[at % N_REGIONS];
    if (supplier)
        known->suppliers[known->n_suppliers++] = org;
    g_autofree char *name = g_strdup_printf("Oefenstad %c", 'a' + (char)at);
    add_words(known->heads, name);
}

static void
add_known(World *world, int64_t origin, int number, GRand *rand)
{
    Known *known = g_new0(Known, 1);
    g_autofree char *title = some_words(rand);
    int64_t at = T0 + (int64_t)g_rand_int_range(rand, 0, 2000) * HOUR_US;

    known->heads = g_ptr_array_new_with_free_func(g_free);
    known->lines = g_ptr_array_new_with_free_func(g_free);
    known->incident = add_incident(world->db, number, title, at);
    PkIncident *incident = known->incident;
    incident->status = (PkStatus)g_rand_int_range(rand, 0, 5);
    incident->severity = g_rand_int_range(rand, 0, 5);
    incident->tlp = (PkTlp)g_rand_int_range(rand, 0, 5);
    incident->kinds =
        (guint)g_rand_int_range(rand, 0, 1 << 9) & (guint)g_rand_int_range(rand, 0, 1 << 9);
    incident->caller_verified = g_rand_boolean(rand);
    /* Who sets it must be named first; who made the incident, may. */
    if (incident->tlp == PK_TLP_RED)
        ok(pk_named_insert(world->db, incident->key, "jdv", "jdv", at, error));
    ok(pk_incident_update(world->db, incident, error));
    add_words(known->heads, incident->ident);
    add_words(known->heads, title);
    for (int i = g_rand_int_range(rand, 0, PARTIES_MAX + 1); i > 0; i--)
        add_known_party(world, known, rand);
    ok(pk_incident_index(world->db, incident->key, error));
    for (int i = g_rand_int_range(rand, 1, LINES_MAX + 1); i > 0; i--) {
        g_autofree char *text = some_words(rand);
        pk_line_free(add_line(world->db, incident, origin, text));
        add_words(known->lines, text);
    }
    if (g_rand_int_range(rand, 0, 4) == 0) {
        g_autofree char *uuid = g_uuid_string_random();
        known->due_us = T0 + (int64_t)g_rand_int_range(rand, 0, 100) * HOUR_US;
        PkClockRecord clock = { .uuid = uuid,
                                .incident_key = incident->key,
                                .rule = (char *)"agreed",
                                .due_us = known->due_us };
        ok(pk_clock_insert(world->db, &clock, error));
    }
    g_ptr_array_add(world->known, known);
}

static int
newest_first(gconstpointer a, gconstpointer b)
{
    const Known *x = *(Known *const *)a, *y = *(Known *const *)b;

    return x->incident->key < y->incident->key ? 1 : -1;
}

static World *
world_new(const void *engine, int n, GRand *rand)
{
    World *world = g_new0(World, 1);

    world->db = open_empty(engine);
    world->known = g_ptr_array_new_with_free_func(known_free);
    ok(pk_db_begin(world->db, error));
    int64_t origin = add_origin(world->db, true);
    for (int i = 0; i < N_REGIONS; i++) {
        g_autofree char *name = g_strdup_printf("Regio %d", i);
        world->regions[i] = add_org(world->db, PK_ORG_REGION, name, 0);
    }
    for (int i = 0; i < N_ORGS; i++) {
        g_autofree char *name = g_strdup_printf("Oefenstad %c", 'a' + i);
        world->orgs[i] =
            add_org(world->db, PK_ORG_MUNICIPALITY, name, world->regions[i % N_REGIONS]);
    }
    for (int i = 0; i < n; i++)
        add_known(world, origin, i + 1, rand);
    ok(pk_db_commit(world->db, error));
    g_ptr_array_sort(world->known, newest_first);
    return world;
}

static void
world_free(World *world)
{
    pk_db_close(world->db);
    g_ptr_array_unref(world->known);
    g_free(world);
}

/* ---- filters -------------------------------------------------------------------------------- */

static bool
find_org(PkFilterFieldId field, const char *text, GArray *ret_ids, G_GNUC_UNUSED char **ret_notice,
         G_GNUC_UNUSED GError **error, void *data)
{
    const World *world = data;
    int64_t id = field == PK_FILTER_REGION ? world->regions[atoi(text + 1) % N_REGIONS]
                                           : world->orgs[atoi(text + 1) % N_ORGS];

    g_array_append_val(ret_ids, id);
    return true;
}

static bool
time_range(const char *text, PkFilterFieldId use, int64_t *ret_from_us, int64_t *ret_to_us,
           G_GNUC_UNUSED GError **error, G_GNUC_UNUSED void *data)
{
    int64_t at = T0 + atoi(text) * HOUR_US;

    *ret_from_us = use == PK_FILTER_UNTIL ? INT64_MIN : at;
    *ret_to_us = use == PK_FILTER_SINCE ? INT64_MAX : at + 24 * HOUR_US;
    return true;
}

static char *
leaf(GRand *rand)
{
    static const char *const fixed[] = {
        "status:open", "status:report,closed",
        "sev:>=3",     "sev:1",
        "tlp:<=green", "tlp:red",
        "kind:ddos",   "kind:breach,outage",
        "is:open",     "is:verified",
        "due:<400h",   "due:over",
        "due:none",    "has:note",
        "id:1..40",
    };

    switch (g_rand_int_range(rand, 0, 9)) {
    case 0: return g_strdup_printf("gm:o%d", g_rand_int_range(rand, 0, N_ORGS));
    case 1: return g_strdup_printf("vr:r%d", g_rand_int_range(rand, 0, N_REGIONS));
    case 2: return g_strdup_printf("supplier:o%d", g_rand_int_range(rand, 0, N_ORGS));
    case 3: return g_strdup_printf("%.*s", g_rand_int_range(rand, 1, 12), word(rand));
    case 4: return g_strdup_printf("\"%s %s\"", word(rand), word(rand));
    case 5: return g_strdup_printf("%.3s*", word(rand));
    case 6:
        return g_strdup_printf("%s:%d", g_rand_boolean(rand) ? "since" : "until",
                               g_rand_int_range(rand, 0, 2000));
    case 7: return g_strdup_printf("id:%d", g_rand_int_range(rand, 1, 900));
    default: return g_strdup(fixed[g_rand_int_range(rand, 0, G_N_ELEMENTS(fixed))]);
    }
}

static char *
random_filter(GRand *rand, int depth)
{
    int choice = depth > 2 ? 0 : g_rand_int_range(rand, 0, 6);

    if (choice < 3)
        return leaf(rand);
    g_autofree char *a = random_filter(rand, depth + 1);
    if (choice == 3)
        return g_strdup_printf("-(%s)", a);
    g_autofree char *b = random_filter(rand, depth + 1);
    return g_strdup_printf(choice == 4 ? "(%s) (%s)" : "((%s) OR (%s))", a, b);
}

static PkFilter *
parse(World *world, const char *text)
{
    PkFilterContext context = { T0 + HOUR_US, "jdv",    PK_FILTER_INCIDENTS,
                                time_range,   find_org, world };
    g_autoptr(GError) problem = NULL;
    PkFilter *filter = pk_filter_parse(text, &context, NULL, &problem);

    if (problem)
        g_error("%s: %s", text, problem->message);
    return filter;
}

/* ---- brute force ---------------------------------------------------------------------------- */

static bool
has(const GPtrArray *texts, const char *words, bool prefix)
{
    g_autofree char *needle = g_strdup_printf(prefix ? " %s" : " %s ", words);

    for (guint i = 0; i < texts->len; i++) {
        if (strstr(texts->pdata[i], needle))
            return true;
    }
    return false;
}

static bool
text_has(const PkFilterTextAsk *ask, void *data)
{
    const Known *known = data;

    g_assert_false(ask->notes);
    return has(known->heads, ask->word, !ask->exact) || has(known->lines, ask->word, ask->more);
}

static bool
matches(const PkFilter *filter, Known *known)
{
    const PkIncident *incident = known->incident;
    PkFilterFacts facts = {
        .id = incident->ident,
        .status = (int)incident->status,
        .severity = incident->severity,
        .tlp = incident->tlp,
        .kinds = incident->kinds,
        .source = (int)incident->source,
        .time_us = incident->received_us,
        .due_us = known->due_us,
        .org_ids = known->orgs,
        .n_org_ids = known->n_orgs,
        .region_ids = known->regions,
        .n_region_ids = known->n_regions,
        .supplier_ids = known->suppliers,
        .n_supplier_ids = known->n_suppliers,
        .n_notes = known->lines->len,
        .flags = incident->caller_verified ? 1u << PK_FILTER_IS_VERIFIED : 0,
        .text_has = text_has,
        .data = known,
    };

    return pk_filter_matches(filter, &facts);
}

static GArray *
brute_force(World *world, const PkFilter *filter, bool by_severity)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

    for (int severity = by_severity ? 4 : 0; severity >= 0; severity--) {
        for (guint i = 0; i < world->known->len; i++) {
            Known *known = world->known->pdata[i];
            if ((!by_severity || known->incident->severity == severity) && matches(filter, known))
                g_array_append_val(keys, known->incident->key);
        }
    }
    return keys;
}

enum { COUNT_MAX = 100 };

/* What was counted is there; all of it, unless it says that there may be more. */
static void
check_count(unsigned n, bool more, const GArray *want)
{
    g_assert_cmpuint(n, <=, want->len);
    g_assert_true(more || n == want->len);
}

/* Reads all pages; checks that the row is the incident and that pages end. */
static void
check(World *world, const char *text, bool by_severity, unsigned limit, unsigned examined_max)
{
    g_autoptr(PkFilter) filter = parse(world, text);
    PkFind find = { filter, by_severity, 0, limit, examined_max, COUNT_MAX };
    g_autoptr(GArray) want = NULL;
    guint at = 0;

    do {
        g_autoptr(GError) problem = NULL;
        g_autoptr(PkFindPage) page = pk_incident_find(world->db, &find, &problem);
        g_assert_no_error(problem);
        if (!want)
            want = brute_force(world, filter, page->by_severity);
        g_assert_cmpint(page->rows->len, <=, limit);
        for (guint i = 0; i < page->rows->len; i++, at++) {
            const PkIncidentFound *found = page->rows->pdata[i];
            int64_t expected = at < want->len ? g_array_index(want, int64_t, at) : 0;
            if (found->incident.key != expected)
                g_error("%s: at %u %s, not key %" G_GINT64_FORMAT, text, at, found->incident.ident,
                        expected);
        }
        g_assert_true(page->more_key == 0 || page->stopped || page->rows->len == limit);
        if (find.before_key == 0 && page->n_matching > 0)
            check_count(page->n_matching, page->more_matching, want);
        find.before_key = page->more_key;
    } while (find.before_key);
    if (at != want->len)
        g_error("%s: %u found, %u match", text, at, want->len);

    int64_t n = 0;
    bool stopped = false;
    ok(pk_incident_count(world->db, filter, 50, 100000, &n, &stopped, error));
    check_count((unsigned)n, stopped || n == 50, want);
}

static void
test_finds_what_looking_at_all_finds(const void *engine)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)g_test_rand_int());
    bool slow = g_test_slow();
    /* A server answers each of the many small questions over a connection. */
    bool server = ((const Engine *)engine)->open_empty == open_empty_postgres;
    World *world = world_new(engine, slow ? 3000 : server ? 100 : 150, rand);

    for (int i = 0; i < (slow ? 3000 : server ? 60 : 120); i++) {
        g_autofree char *text = random_filter(rand, 0);
        /* A page of one row for each of all that match says no more than one of seven, below. */
        unsigned limit = (unsigned)g_rand_int_range(rand, slow ? 1 : 10, 100);
        unsigned examined = g_rand_boolean(rand) ? 0 : (unsigned)g_rand_int_range(rand, 20, 300);
        check(world, text, g_rand_boolean(rand), limit, examined);
    }
    check(world, "", false, 100, 0);
    check(world, "status:open", true, 7, 0);
    check(world, "-status:closed -tlp:red -sev:>=3", false, 7, 0);
    check(world, "status:open sev:>=2 gm:o1", true, 3, 0);
    check(world, "gm:o1 status:closed", false, 5, 0);
    check(world, "gm:o1 -tlp:amber -status:closed", false, 5, 0);
    check(world, "gm:o1 gm:o2 tlp:green", false, 5, 0);
    check(world, "gm:o1 tlp:red", false, 5, 20);
    world_free(world);
}

/* ---- among: text judged for many incidents at once --------------------------------------------
 */

static PkSearchPlace
place_of(const Known *known, const char *words, bool prefix, bool head_first)
{
    bool in_head = has(known->heads, words, prefix), in_lines = has(known->lines, words, prefix);

    if (in_head && (head_first || !in_lines))
        return PK_SEARCH_HEAD;
    return in_lines ? PK_SEARCH_LINES : PK_SEARCH_NOWHERE;
}

static void
check_among(World *world, const char *words, bool prefix)
{
    g_autofree char *phrase = pk_search_phrase(words, prefix);
    int64_t keys[64];
    PkSearchPlace places[64];
    unsigned n_found = 0;

    for (unsigned from = 0, n = 0; from < world->known->len; from += n) {
        bool head_first = from % 2;
        PkSearchAsk ask = { phrase, phrase, head_first };
        for (n = 0; n < 61 && from + n < world->known->len; n++)
            keys[n] = ((Known *)world->known->pdata[from + n])->incident->key;
        ok(pk_search_among(world->db, &ask, keys, n, places, error));
        for (unsigned i = 0; i < n; i++) {
            g_assert_cmpint(places[i], ==,
                            place_of(world->known->pdata[from + i], words, prefix, head_first));
            n_found += places[i] != PK_SEARCH_NOWHERE;
        }
    }
    bool none = g_str_has_prefix(words, "xyzzy");
    g_assert_true(none ? n_found == 0 : n_found > 0);
}

/* Lines are not for somebody who reads up to CLEAR. */
static void
check_not_read(World *world)
{
    PkSight sight = pk_sight_new("somebody", "reader", PK_TLP_CLEAR, NULL);
    PkSearchAsk ask = { "", "\"ransom\"*", false };
    unsigned n_found = 0;

    for (guint round = 0; round < 2; round++) {
        pk_db_set_sight(world->db, round ? &sight : NULL);
        for (guint i = 0; i < world->known->len; i++) {
            const Known *known = world->known->pdata[i];
            PkSearchPlace place;
            ok(pk_search_among(world->db, &ask, &known->incident->key, 1, &place, error));
            n_found += place != PK_SEARCH_NOWHERE;
            g_assert_true(round == 0 || place == PK_SEARCH_NOWHERE);
        }
    }
    g_assert_cmpuint(n_found, >, 0);
    pk_db_set_sight(world->db, NULL);
}

static void
test_text_is_judged_for_many(const void *engine)
{
    static const struct {
        const char *words;
        bool prefix;
    } asks[] = { { "ransomware", false }, { "ransom", true },  { "r2", false },
                 { "oefenstad", false },  { "storing", true }, { "xyzzyplugh", true } };
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    World *world = world_new(engine, 40, rand);
    Known *first = world->known->pdata[0];
    g_autofree char *text =
        g_strstrip(g_strdup(first->lines->len ? first->lines->pdata[0] : first->heads->pdata[1]));
    g_auto(GStrv) two = g_strsplit(text, " ", -1);
    g_autofree char *phrase = g_strjoin(" ", two[0], two[1], NULL);
    PkSearchAsk nothing = { "", "\"ransomware\"", false };

    for (guint i = 0; i < G_N_ELEMENTS(asks); i++)
        check_among(world, asks[i].words, asks[i].prefix);
    check_among(world, phrase, false);
    ok(pk_search_among(world->db, &nothing, NULL, 0, NULL, error));
    check(world, "ransomware vr:r1", false, 5, 0);
    check(world, "ransom status:open", true, 5, 0);
    check(world, "ransomware -status:closed gm:o1", false, 3, 0);
    check(world, "ransomware storing", false, 3, 0);
    check(world, "xyzzyplugh gm:o1", false, 3, 0);
    check(world, "\"r2 zaak\" status:closed", false, 3, 0);
    if (!pk_db_user(world->db)) /* a server does not ask the program who looks */
        check_not_read(world);
    world_free(world);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("find/text-of-many", test_text_is_judged_for_many);
    add("find/same-as-looking-at-all", test_finds_what_looking_at_all_finds);
    return g_test_run();
}
