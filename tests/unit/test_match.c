/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/match.h"

#include "piket/base/error.h"

#include <string.h>

/* clang-format off */
static const PkPlaceAlias hague[]    = { { "Den Haag", 0 } };
static const PkPlaceAlias bosch[]    = { { "Den Bosch", 0 } };
static const PkPlaceAlias fryske[]   = { { "De Friese Meren", 0 } };
static const PkPlaceAlias maashorst[] = { { "Uden", 2022 }, { "Landerd", 2022 } };
static const PkPlaceAlias amsterdam[] = { { "Weesp", 2022 } };
static const PkPlaceAlias purmerend[] = { { "Beemster", 2022 } };
#define ALIASES(a) .aliases = a, .n_aliases = G_N_ELEMENTS(a)

static PkPlace places[] = {
    { .org_id = 1,  .name = "'s-Gravenhage",    .code = "GM0518", .region = "Haaglanden", ALIASES(hague) },
    { .org_id = 2,  .name = "'s-Hertogenbosch", .code = "GM0796", .region = "Brabant-Noord", ALIASES(bosch) },
    { .org_id = 3,  .name = "Súdwest-Fryslân",  .code = "GM1900", .region = "Fryslân" },
    { .org_id = 4,  .name = "De Fryske Marren", .code = "GM1940", .region = "Fryslân", ALIASES(fryske) },
    { .org_id = 5,  .name = "Bergen (NH.)",     .code = "GM0373", .region = "Noord-Holland Noord" },
    { .org_id = 6,  .name = "Bergen (L.)",      .code = "GM0893", .region = "Limburg-Noord" },
    { .org_id = 7,  .name = "Bergen op Zoom",   .code = "GM0748", .region = "Midden- en West-Brabant" },
    { .org_id = 8,  .name = "Utrecht",          .code = "GM0344", .region = "Utrecht" },
    { .org_id = 9,  .name = "Utrecht",          .code = "VR09",   .kind = PK_ORG_REGION },
    { .org_id = 10, .name = "Provincie Utrecht", .code = "PV26",  .kind = PK_ORG_PROVINCE },
    { .org_id = 11, .name = "Maashorst",        .code = "GM1991", .region = "Brabant-Noord", ALIASES(maashorst) },
    { .org_id = 12, .name = "Amsterdam",        .code = "GM0363", ALIASES(amsterdam) },
    { .org_id = 13, .name = "Purmerend",        .code = "GM0439", ALIASES(purmerend) },
    { .org_id = 14, .name = "IJsselstein",      .code = "GM0353", .region = "Utrecht" },
    { .org_id = 15, .name = "Utrechtse Heuvelrug", .code = "GM1581", .region = "Utrecht" },
    { .org_id = 16, .name = "Den Helder",       .code = "GM0400" },
    { .org_id = 17, .name = "De Bilt",          .code = "GM0310", .region = "Utrecht" },
    { .org_id = 18, .name = "Baarn",            .code = "GM0308", .region = "Utrecht" },
    { .org_id = 19, .name = "Nuenen, Gerwen en Nederwetten", .code = "GM0820" },
    { .org_id = 20, .name = "Krimpen aan den IJssel", .code = "GM0542" },
    { .org_id = 21, .name = "Wijdemeren",       .code = "GM1696", .valid_until_us = 1000 },
    { .org_id = 22, .name = "Rijswijk (ZH.)",   .code = "GM0603" },
    { .org_id = 23, .name = "Voorbeeld Software", .kind = PK_ORG_SUPPLIER },
};

typedef struct {
    const char *typed;
    const char *want; /* candidates as shown, separated by '|': the first ones */
    bool premark;
    bool all;         /* nothing may follow */
} Case;

static const Case cases[] = {
    { "den haag", "'s-Gravenhage (Den Haag)",             true,  true },
    { "den b",    "'s-Hertogenbosch (Den Bosch)",         true,  true },
    { "sudw",     "Súdwest-Fryslân",                      true,  true },
    { "dfm",      "De Fryske Marren",                     true,  true },
    { "bergen",   "Bergen (L.)|Bergen (NH.)|Bergen op Zoom", false, true },
    { "utrecht",  "Utrecht|Utrecht|Utrechtse Heuvelrug",  true,  true },
    { "uden",     "Maashorst (was Uden, 2022)",           true,  true },
    { "weesp",    "Amsterdam (was Weesp, 2022)",          true,  true },
    { "beemster", "Purmerend (was Beemster, 2022)",       true,  true },
    { "ysselst",  "IJsselstein",                          true,  true },
    { "utrehct",  "Utrecht",                              false, false },
    { "xyzzy",    "",                                     false, true },
    /* beyond the table */
    { "GM0344",   "Utrecht",                              true,  true },
    { "0344",     "Utrecht",                              true,  true },
    { "vr utrecht", "Utrecht",                            true,  true },
    { "prov",     "Provincie Utrecht",                    true,  true },
    { "bergen nh", "Bergen (NH.)",                        true,  true },
    { "Bergen (L.)", "Bergen (L.)",                       true,  true },
    { "'s-g",     "'s-Gravenhage",                        true,  false },
    { "gravenhage", "'s-Gravenhage",                      true,  true },
    { "De B",     "De Bilt|Baarn",                        true,  false },
    { "bilt",     "De Bilt",                              true,  true },
    { "gemeente utrecht", "Utrecht",                      true,  false },
    { "nuenen gerwen", "Nuenen, Gerwen en Nederwetten",   true,  true },
    { "zoom",     "Bergen op Zoom",                       true,  true },
    { "krimpen aan den i", "Krimpen aan den IJssel",      true,  true },
    { "rijswijk", "Rijswijk (ZH.)",                       true,  true },
    { "ryswyk",   "Rijswijk (ZH.)",                       true,  true },
    { "prmrnd",   "Purmerend",                            false, true },
    { "sudwestfryslan", "Súdwest-Fryslân",                true,  true },
    { "",         "",                                     false, true },
    { "  ( ",     "",                                     false, true },
};
/* clang-format on */

static void
test_table(void)
{
    g_autoptr(PkMatch) match = pk_match_new(places, G_N_ELEMENTS(places));

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *c = &cases[i];
        g_autoptr(GArray) hits = pk_match_query(match, c->typed, 5000, PK_MATCH_SHOWN);
        g_auto(GStrv) want = g_strsplit(c->want, "|", -1);
        unsigned n = *c->want ? g_strv_length(want) : 0;

        g_test_message("typed '%s'", c->typed);
        g_assert_cmpuint(hits->len, >=, n);
        g_assert_true(!c->all || hits->len == n);
        for (unsigned k = 0; k < n; k++) {
            const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, k);
            g_autofree char *shown = pk_match_text(&places[hit->place], hit);
            g_assert_cmpstr(shown, ==, want[k]);
            g_assert_true(hit->premark == (k == 0 && c->premark));
        }
    }
}

static void
test_utrecht_town_before_region(void)
{
    g_autoptr(PkMatch) match = pk_match_new(places, G_N_ELEMENTS(places));
    g_autoptr(GArray) hits = pk_match_query(match, "utrecht", 0, 2);

    g_assert_cmpint(places[g_array_index(hits, PkMatchHit, 0).place].kind, ==, PK_ORG_MUNICIPALITY);
    g_assert_cmpint(places[g_array_index(hits, PkMatchHit, 1).place].kind, ==, PK_ORG_REGION);
}

static void
test_ties(void)
{
    PkPlace town[] = {
        { .org_id = 1, .name = "Oefendam Noord" },
        { .org_id = 2, .name = "Oefendam Zuid", .own_region = true },
        { .org_id = 3, .name = "Oefendam West", .recent = true },
        { .org_id = 4, .name = "Oefendam Oost" },
    };
    static const int64_t want[] = { 3, 2, 1, 4 };
    g_autoptr(PkMatch) match = pk_match_new(town, G_N_ELEMENTS(town));
    g_autoptr(GArray) hits = pk_match_query(match, "oefen", 0, 0);

    g_assert_cmpuint(hits->len, ==, G_N_ELEMENTS(want));
    for (unsigned i = 0; i < hits->len; i++)
        g_assert_cmpint(town[g_array_index(hits, PkMatchHit, i).place].org_id, ==, want[i]);
}

static void
test_validity(void)
{
    g_autoptr(PkMatch) match = pk_match_new(places, G_N_ELEMENTS(places));
    g_autoptr(GArray) then = pk_match_query(match, "wijdemeren", 999, 0);
    g_autoptr(GArray) now = pk_match_query(match, "wijdemeren", 1000, 0);

    g_assert_cmpuint(then->len, ==, 1);
    g_assert_cmpuint(now->len, ==, 0);
}

static void
test_find(void)
{
    /* clang-format off */
    static const struct {
        const char *text;
        unsigned kinds;
        unsigned n;
        int64_t first;
        const char *notice;
    } finds[] = {
        { "utrecht",   (unsigned)PK_MATCH_ANY_KIND,   1, 8,  NULL },
        { "utrecht",   1u << PK_ORG_REGION,           1, 9,  NULL },
        { "bergen",    (unsigned)PK_MATCH_ANY_KIND,   2, 6,  NULL },
        { "uden",      (unsigned)PK_MATCH_ANY_KIND,   1, 11, "Uden is now Maashorst (2022)." },
        { "utrehct",   (unsigned)PK_MATCH_ANY_KIND,   1, 8,  "Nothing is called 'utrehct'; shown is Utrecht." },
        { "voorbeeld", 1u << PK_ORG_SUPPLIER,         1, 23, NULL },
        { "utrecht",   1u << PK_ORG_SUPPLIER,         0, 0,  NULL },
        { "xyzzy",     (unsigned)PK_MATCH_ANY_KIND,   0, 0,  NULL },
    };
    /* clang-format on */
    g_autoptr(PkMatch) match = pk_match_new(places, G_N_ELEMENTS(places));

    for (size_t i = 0; i < G_N_ELEMENTS(finds); i++) {
        g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
        g_autoptr(GError) error = NULL;
        g_autofree char *notice = NULL;
        bool ok = pk_match_find(match, finds[i].text, finds[i].kinds, ids, &notice, &error);

        g_test_message("find '%s'", finds[i].text);
        g_assert_true(ok == (finds[i].n > 0));
        g_assert_cmpuint(ids->len, ==, finds[i].n);
        g_assert_cmpstr(notice, ==, finds[i].notice);
        if (ok)
            g_assert_cmpint(g_array_index(ids, int64_t, 0), ==, finds[i].first);
        else
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    }
}

static void
test_fold(void)
{
    /* clang-format off */
    static const char *const folds[][2] = {
        { "Súdwest-Fryslân",      "sudwest fryslan" },
        { "'s-Gravenhage",        "s gravenhage" },
        { "IJsselstein",          "ysselstein" },
        { "\xC4\xB2sselstein",    "ysselstein" },
        { "Foto's  van Løkke",    "fotos van lokke" },
        { "Bergen (NH.)",         "bergen nh" },
        { "\xff\xfe bad",         "bad" },
        { "",                     "" },
    };
    /* clang-format on */
    for (size_t i = 0; i < G_N_ELEMENTS(folds); i++) {
        g_autofree char *name = pk_match_fold(folds[i][0]);
        g_assert_cmpstr(name, ==, folds[i][1]);
    }
    g_assert_cmpstr(pk_match_bare("gemeente de bilt"), ==, "bilt");
    g_assert_cmpstr(pk_match_bare("de"), ==, "de");
}

static void
test_distance(void)
{
    g_assert_cmpuint(pk_match_distance("utrecht", "utrehct"), ==, 1);
    g_assert_cmpuint(pk_match_distance("gemeente", "gmeente"), ==, 1);
    g_assert_cmpuint(pk_match_distance("", "abc"), ==, 3);
    g_assert_cmpuint(pk_match_distance("kitten", "sitting"), ==, 3);
}

/* --- All municipalities, when the real list is at hand -----------------------------------------
 */

static char *
next_cell(const char **at)
{
    const char *start = *at;
    size_t n;

    if (*start == '"') {
        n = strcspn(++start, "\"");
        *at = start + n + 1;
    } else {
        n = strcspn(start, ",");
        *at = start + n;
    }
    if (**at == ',')
        ++*at;
    return g_strndup(start, n);
}

static unsigned
n_with_prefix(const GPtrArray *all, const char *prefix)
{
    unsigned n = 0;

    for (unsigned i = 0; i < all->len; i++)
        n += g_str_has_prefix(all->pdata[i], prefix) ||
             g_str_has_prefix(pk_match_bare(all->pdata[i]), prefix);
    return n;
}

/* Every prefix of the name that only this name has must find it first. */
static void
check_prefixes(const PkMatch *match, const GPtrArray *all, const char *name, size_t want)
{
    for (const char *end = name; *end;) {
        end = g_utf8_next_char(end);
        g_autofree char *prefix = g_strndup(name, (size_t)(end - name));
        g_autofree char *folded = pk_match_fold(prefix);
        unsigned n = n_with_prefix(all, folded);
        if (g_str_has_suffix(folded, "i")) { /* may become ij, which is folded to y */
            folded[strlen(folded) - 1] = 'y';
            n += n_with_prefix(all, folded);
        }
        if (*end && (strchr(" -'(.,", end[-1]) || n != 1))
            continue;
        g_autoptr(GArray) hits = pk_match_query(match, prefix, 0, PK_MATCH_SHOWN);
        g_test_message("typed '%s' of %s", prefix, name);
        g_assert_cmpuint(hits->len, >, 0);
        g_assert_cmpuint(g_array_index(hits, PkMatchHit, 0).place, ==, want);
    }
}

static void
test_all_municipalities(void)
{
    const char *data = g_getenv("PIKET_TEST_DATA");
    g_autofree char *text = NULL;
    g_autoptr(GArray) towns = g_array_new(FALSE, TRUE, sizeof(PkPlace));
    g_autoptr(GPtrArray) keep = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func(g_free);

    if (!data) {
        g_test_skip("PIKET_TEST_DATA is not set");
        return;
    }
    g_autofree char *path = g_build_filename(data, "gemeenten", "gemeenten.csv", NULL);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines + 1; *line && **line; line++) {
        const char *at = *line;
        PkPlace place = { .org_id = line - lines };
        place.code = next_cell(&at);
        place.name = next_cell(&at);
        g_ptr_array_add(keep, (char *)place.code);
        g_ptr_array_add(keep, (char *)place.name);
        g_ptr_array_add(folded, pk_match_fold(place.name));
        g_array_append_val(towns, place);
    }
    g_assert_cmpuint(towns->len, ==, 342);
    g_autoptr(PkMatch) match = pk_match_new((const PkPlace *)towns->data, towns->len);
    for (unsigned i = 0; i < towns->len; i++)
        check_prefixes(match, folded, g_array_index(towns, PkPlace, i).name, i);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/match/table", test_table);
    g_test_add_func("/match/town-before-region", test_utrecht_town_before_region);
    g_test_add_func("/match/ties", test_ties);
    g_test_add_func("/match/validity", test_validity);
    g_test_add_func("/match/find", test_find);
    g_test_add_func("/match/fold", test_fold);
    g_test_add_func("/match/distance", test_distance);
    g_test_add_func("/match/all-municipalities", test_all_municipalities);
    return g_test_run();
}
