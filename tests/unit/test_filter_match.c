/* SPDX-License-Identifier: EUPL-1.2 */
/* Which rows a filter keeps: truth tables over one invented incident. */
#include "filter_world.h"

typedef struct {
    const char *title;
    const char *lines;
} Texts;

static bool
text_has(const PkFilterTextAsk *ask, void *data)
{
    const Texts *texts = data;

    if (pk_filter_text_in(texts->title, ask->word, !ask->exact))
        return true;
    return !ask->notes && pk_filter_text_in(texts->lines, ask->word, ask->more);
}

static const int64_t orgs[] = { UTRECHT };
static const int64_t suppliers[] = { SUPPLIER_X };
static Texts texts = { "Storing bij Súdwest: geen toegang", "DDoS op het loket, free text erbij" };

static PkFilterFacts
an_incident(void)
{
    return (PkFilterFacts){
        .id = "I26-0412",
        .status = PK_STATUS_INVESTIGATION,
        .severity = PK_SEVERITY_HIGH,
        .tlp = PK_TLP_AMBER,
        .kinds = 1u << PK_KIND_DDOS,
        .source = PK_SOURCE_VOICEMAIL,
        .time_us = NOW - 10 * HOUR,
        .due_us = NOW + 3 * HOUR,
        .org_ids = orgs,
        .n_org_ids = G_N_ELEMENTS(orgs),
        .supplier_ids = suppliers,
        .n_supplier_ids = G_N_ELEMENTS(suppliers),
        .by = "M. Bakker\nmbakker",
        .caller = "P. Jansen",
        .n_notes = 1,
        .flags = 1u << PK_FILTER_IS_INCOMPLETE,
        .text_has = text_has,
        .data = &texts,
    };
}

/* --- The predicate --- */

/* clang-format off */
static const Truth truths[] = {
    { "",                       true },
    { "status:open",            true },  { "status:gesloten",       false },
    { "status:onderzoek",       true },  { "status!=onderzoek",     false },
    { "status:melding,onderzoek", true },
    { "sev:3",                  true },  { "sev:>=3",               true },
    { "sev:>3",                 false }, { "sev:<3",                false },
    { "sev:..3",                true },  { "sev:4..1",              true },
    { "tlp:amber",              true },  { "tlp:<=green",           false },
    { "tlp:>=amber",            true },  { "tlp:green..red",        true },
    { "tlp:rood,oranje",        true },  { "tlp:>amber",            false },
    { "gm:Utrecht",             true },  { "gm:oefendam",           false },
    { "gm:utrecht,oefendam",    true },  { "gm:bergen",             false },
    { "gm:GM0344",              true },  { "gm:none",               false },
    { "-gm:utrecht",            false }, { "vr:utrecht",            false },
    { "vr:none",                true },
    { "kind:ddos",              true },  { "kind:uitval",           false },
    { "kind:ddos,uitval",       true },  { "(kind:ddos OF kind:uitval) -supplier:X", false },
    { "supplier:X",             true },
    { "by:bakker",              true },  { "by:akker",              false },
    { "by~akker",               true },  { "by=mbakker",            true },
    { "by=bakker",              false }, { "by:me",                 true },
    { "owner:me",               false }, { "owner:none",            true },
    { "owner:none,me",          true },  { "caller:jansen",         true },
    { "since:24h",              true },  { "since:9h",              false },
    { "until:9h",               true },  { "until:24h",             false },
    { "on:day",                 false }, { "since:24h until:5h",    true },
    { "on:day..9h",             true },
    { "due:<4h",                true },  { "due:<3h",               false },
    { "due:<=3h",               true },  { "due:4h",                true },
    { "due:>1u30",              true },  { "due:over",              false },
    { "due:none",               false }, { "due:<2d,none",          false },
    { "is:open",                true },  { "is:incomplete",         true },
    { "is:imported",            false }, { "is:unverified",         true },
    { "is:verified",            false }, { "is:mine",               false },
    { "has:note",               true },  { "has:actie",             false },
    { "id:412",                 true },  { "id:I26-0412",           true },
    { "id:I25-0412",            false }, { "id:I26-0400..I26-0412", true },
    { "id:I25-9000..I26-0001",  false }, { "id:I25-9000..I26-9000", true },
    { "id:<412",                false }, { "id:>=412",              true },
    { "id:<I26-0413",           true },  { "id:>I26-0412",          false },
    { "id:X26-0412",            false }, { "id:I26-K412",           false },
    { "source:voicemail",       true },  { "source:telefoon",       false },
    { "storing",                true },  { "stor",                  true },
    { "sudwest",                true },  { "\"stor\"",              false },
    { "ddos",                   true },  { "ddo",                   false },
    { "ddo*",                   true },  { "text:ddos",             false },
    { "text:storing",           true },  { "\"free text\"",         true },
    { "\"text free\"",          false }, { "storing of ddos",       false },
    { "storing ddos",           true },  { "-storing",              false },
    { "ontbreekt OR storing",   true },  { "ontbreekt OR weg storing", false },
    { "(ontbreekt OR storing) ddos", true },
    { "NOT (storing ontbreekt)", true }, { "-(storing ddos)",       false },
    { "status:open tlp:amber gm:Utrecht since:24h \"free text\"", true },
    { "gm:utrecht,oefendam sev:>=3", true },
};
/* clang-format on */

static void
test_truth(void)
{
    PkFilterFacts facts = an_incident();

    for (size_t i = 0; i < G_N_ELEMENTS(truths); i++) {
        g_autoptr(GError) error = NULL;
        bool ordered_list = strstr(truths[i].typed, "2d,none") != NULL;

        g_test_message("%s", truths[i].typed);
        g_autoptr(PkFilter) filter = pk_filter_parse(truths[i].typed, &context, NULL, &error);
        if (ordered_list) {
            g_assert_null(filter);
            continue;
        }
        g_assert_no_error(error);
        g_assert_true(pk_filter_matches(filter, &facts) == truths[i].want);
    }
}

static bool
matches_in(PkFilterList list, const char *text, const PkFilterFacts *facts)
{
    PkFilterContext here = in_list(list);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkFilter) filter = pk_filter_parse(text, &here, NULL, &error);

    g_assert_no_error(error);
    return pk_filter_matches(filter, facts);
}

static void
test_lines(void)
{
    PkFilterFacts facts = {
        .id = "I26-0412",
        .category = PK_CAT_DECISION,
        .tlp = PK_TLP_GREEN,
        .by = "M. Bakker",
        .flags = 1u << PK_FILTER_IS_LATE | 1u << PK_FILTER_IS_MINE,
    };

    g_assert_true(matches_in(PK_FILTER_LINES, "is:late cat:decision", &facts));
    g_assert_true(matches_in(PK_FILTER_LINES, "is:mijn is:nagekomen", &facts));
    g_assert_false(matches_in(PK_FILTER_LINES, "is:pin", &facts));
    g_assert_false(matches_in(PK_FILTER_LINES, "cat:report,aware", &facts));
    g_assert_true(matches_in(PK_FILTER_LINES, "id:412 tlp:<=green", &facts));
    facts.by = "P. Jansen";
    g_assert_false(matches_in(PK_FILTER_LINES, "is:mine", &facts));
}

static void
test_due(void)
{
    PkFilterFacts facts = an_incident();

    facts.due_us = NOW - HOUR;
    g_assert_true(matches_in(PK_FILTER_INCIDENTS, "due:over", &facts));
    g_assert_true(matches_in(PK_FILTER_INCIDENTS, "due:<4h", &facts));
    g_assert_false(matches_in(PK_FILTER_INCIDENTS, "due:<-2h", &facts));
    facts.due_us = 0;
    g_assert_true(matches_in(PK_FILTER_INCIDENTS, "due:none", &facts));
    g_assert_false(matches_in(PK_FILTER_INCIDENTS, "due:<4h", &facts));
    g_assert_true(matches_in(PK_FILTER_INCIDENTS, "due:over,none", &facts));
    facts.severity = 0;
    g_assert_false(matches_in(PK_FILTER_INCIDENTS, "sev:<=4", &facts));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/filter-match/truth", test_truth);
    g_test_add_func("/filter-match/lines", test_lines);
    g_test_add_func("/filter-match/due", test_due);
    return g_test_run();
}
