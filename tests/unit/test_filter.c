/* SPDX-License-Identifier: EUPL-1.2 */
#include "filter_world.h"

/* --- Canonical text --- */

typedef struct {
    const char *typed;
    const char *want; /* canonical */
} Pair;

/* clang-format off */
static const Pair canonical[] = {
    { "",                                    "" },
    { "   ",                                 "" },
    { "status:open tlp:amber gm:Utrecht since:24h \"free text\"",
      "status:open tlp:amber gm:Utrecht since:24h \"free text\"" },
    { "gm:utrecht,oefendam sev:>=3",         "gm:utrecht,oefendam severity:>=high" },
    { "(kind:ddos OF kind:uitval) -supplier:X", "(kind:ddos OR kind:outage) -supplier:X" },
    { "storing of ddos",                     "storing of ddos" },
    { "tlp:<=green status:gesloten on:day",  "tlp:<=green status:closed on:day" },
    { "due:<4h",                             "due:<4h" },
    { "due:over",                            "due:over" },
    { "due:geen",                            "due:none" },
    { "gm:uden",                             "gm:uden" },
    { "tlp:wit",                             "tlp:clear" },
    { "since:-24h",                          "since:-24h" },
    { "sev>=3",                              "severity:>=high" },
    { "ernst=hoog",                          "severity:high" },
    { "sev:laag..hoog",                      "severity:low..high" },
    { "sev:3..",                             "severity:high..critical" },
    { "status!=closed",                      "-status:closed" },
    { "-status!=closed",                     "status:closed" },
    { "STATUS:Open",                         "status:open" },
    { "a OR b c",                            "a OR b c" },
    { "(a OR b) c",                          "(a OR b) c" },
    { "a | b|c",                             "a OR b OR c" },
    { "(a b) c (d)",                         "a b c d" },
    { "a EN b AND c",                        "a b c" },
    { "NIET a",                              "-a" },
    { "!a",                                  "-a" },
    { "NOT -a",                              "a" },
    { "-(a b)",                              "-(a b)" },
    { "-(a OF b) c",                         "-(a OR b) c" },
    { "--a",                                 "a" },
    { "niet en of or and not",               "niet en of or and not" },
    { "\"OR\"",                              "\"OR\"" },
    { "\"say \\\"hi\\\" c:\\\\x\"",          "\"say \\\"hi\\\" c:\\\\x\"" },
    { "'s-Gravenhage",                       "'s-Gravenhage" },
    { "word*",                               "word*" },
    { "03:10",                               "03:10" },
    { "id:412",                              "id:412" },
    { "id:i26-412",                          "id:I26-0412" },
    { "id:I26-0400..I26-0412",               "id:I26-0400..I26-0412" },
    { "id:I26-0400..412",                    "id:I26-0400..I26-0412" },
    { "id:I26-k7",                           "id:I26-K007" },
    { "owner:none,ik",                       "owner:none,me" },
    { "by=\"M. Bakker\"",                    "by=\"M. Bakker\"" },
    { "by~bak",                              "by~bak" },
    { "is:onvolledig,mijn has:notitie",      "is:incomplete,mine has:note" },
    { "bron:voicemail",                      "source:voicemail" },
    { "tekst:\"geen toegang\"",              "text:\"geen toegang\"" },
    { "gm:\"Bergen (L.)\"",                  "gm:\"Bergen (L.)\"" },
};
/* clang-format on */

static bool
same_tree(const PkFilterNode *a, const PkFilterNode *b)
{
    if (a->type != b->type || a->field_id != b->field_id || a->op != b->op || a->bits != b->bits ||
        a->none != b->none)
        return false;
    unsigned n = a->children ? a->children->len : a->values->len;
    if (n != (b->children ? b->children->len : b->values->len))
        return false;
    for (unsigned i = 0; i < n; i++) {
        if (a->children) {
            if (!same_tree(a->children->pdata[i], b->children->pdata[i]))
                return false;
            continue;
        }
        const PkFilterValue *x = a->values->pdata[i], *y = b->values->pdata[i];
        if (strcmp(x->text, y->text) != 0 || x->from != y->from || x->to != y->to ||
            x->more != y->more || x->me != y->me || g_strcmp0(x->series, y->series) != 0 ||
            g_strcmp0(x->folded, y->folded) != 0 || x->year_from != y->year_from ||
            x->year_to != y->year_to)
            return false;
    }
    return true;
}

static void
test_canonical(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(canonical); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%s", canonical[i].typed);
        g_autoptr(PkFilter) filter = pk_filter_parse(canonical[i].typed, &context, NULL, &error);
        g_assert_no_error(error);
        g_autofree char *text = pk_filter_to_text(filter);
        g_assert_cmpstr(text, ==, canonical[i].want);
        g_autoptr(PkFilter) again = pk_filter_parse(text, &context, NULL, &error);
        g_assert_no_error(error);
        g_assert_true(same_tree(pk_filter_root(filter), pk_filter_root(again)));
    }
}

/* --- Errors --- */

typedef struct {
    const char *typed;
    size_t at;
    const char *want; /* start of the message */
} Bad;

/* clang-format off */
static const Bad bad[] = {
    { "sev:hoger",          4,  "severity knows low, medium, high, critical." },
    { "\"open",             0,  "This quote is not closed." },
    { "a \"open",           2,  "This quote is not closed." },
    { "gmeente:x",          0,  "Unknown field 'gmeente'. Did you mean gemeente (gm)? The list is unchanged." },
    { "a stat:open",        2,  "Unknown field 'stat'. Did you mean status?" },
    { "https://x",          0,  "Unknown field 'https'. To search for it as text, put quotes" },
    { "aid:none",           0,  "Unknown field 'aid'." },
    { "cat:decision",       0,  "The field 'cat' means nothing in this list." },
    { "is:late",            3,  "is knows open, mine, imported, verified, unverified, incomplete. 'late'" },
    { "is:unacked",         3,  "is knows open" },
    { "status:weg",         7,  "status knows open, report, investigation, contained, recovery, closed." },
    { "tlp:paars",          4,  "tlp knows red, amber+strict, amber, green, clear." },
    { "status:>open",       7,  "status knows open" },
    { "status>open",        6,  "'>' does not work with status." },
    { "gm:",                3,  "No value follows gm." },
    { "gm: utrecht",        3,  "No value follows gm." },
    { "gm:utrecht,",        11, "A value of gm is missing after the comma." },
    { "gm:\"\"",            3,  "No value follows gm." },
    { "gm:xyzzy",           3,  "No organisation fits 'xyzzy'." },
    { "(a b",               0,  "This bracket is not closed." },
    { "a (b (c)",           2,  "This bracket is not closed." },
    { "a b)",               3,  "This bracket was never opened." },
    { ")",                  0,  "This bracket was never opened." },
    { "a ( )",              2,  "Nothing stands between these brackets." },
    { "a OR",               4,  "Something must stand before and after OR." },
    { "OF a",               0,  "Something must stand before and after OR." },
    { "a || b",             3,  "Something must stand before and after OR." },
    { "a -OR b",            3,  "Something must stand before and after OR." },
    { "a AND",              2,  "Something must stand before and after AND." },
    { "EN a",               0,  "Something must stand before and after AND." },
    { "a NOT",              5,  "Something must follow NOT." },
    { "a - b",              2,  "After '-' a word or field must follow at once." },
    { "a, b",               1,  "A comma stands between values of one field" },
    { "?.?",                0,  "'?.?' holds no letter or digit" },
    { "\"\"",               0,  "'' holds no letter or digit" },
    { "since:zomaar",       6,  "'zomaar' is no time." },
    { "since:gisteren until:02:30", 21, "Which 02:30 (CEST or CET)?" },
    { "on:..",              3,  "A range needs a begin or an end" },
    { "due:<soon",          5,  "'soon' is no time left." },
    { "due:<over",          5,  "'over' is no time left." },
    { "id:twelve",          3,  "'twelve' is no incident number." },
    { "id:I26-1..X26-2",    3,  "'I26-1..X26-2' is no incident number." },
    { "sev:>1,2",           7,  "Smaller and greater take one value" },
    { "a\x01" "b",          1,  "The filter holds a control character" },
    { "a\xff",              1,  "The filter holds bytes that are not UTF-8" },
};
/* clang-format on */

static void
test_errors(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        size_t at = G_MAXSIZE;

        g_autoptr(PkFilter) filter = pk_filter_parse(bad[i].typed, &context, &at, &error);
        g_test_message("%s: %s", bad[i].typed, error ? error->message : "no error");
        g_assert_null(filter);
        g_assert_nonnull(error);
        g_assert_true(g_str_has_prefix(error->message, bad[i].want));
        g_assert_cmpuint(at, ==, bad[i].at);
    }
}

static void
test_limits(void)
{
    g_autofree char *deep = g_strnfill(PK_FILTER_DEPTH_MAX + 1, '(');
    g_autofree char *fits = g_strnfill(PK_FILTER_DEPTH_MAX, '(');
    g_autofree char *closed = g_strnfill(PK_FILTER_DEPTH_MAX, ')');
    g_autofree char *nested = g_strconcat(fits, "a", closed, NULL);
    g_autofree char *long_text = g_strnfill(PK_FILTER_BYTES_MAX + 1, 'a');
    g_autoptr(GString) many = g_string_new("id:1");
    g_autoptr(GError) error = NULL;
    size_t at;

    g_assert_null(pk_filter_parse(deep, &context, &at, &error));
    g_assert_cmpuint(at, ==, PK_FILTER_DEPTH_MAX);
    g_clear_error(&error);
    g_autoptr(PkFilter) filter = pk_filter_parse(nested, &context, NULL, &error);
    g_assert_no_error(error);
    g_assert_null(pk_filter_parse(long_text, &context, &at, &error));
    g_assert_cmpuint(at, ==, PK_FILTER_BYTES_MAX);
    g_clear_error(&error);
    for (int i = 0; i < PK_FILTER_VALUES_MAX; i++)
        g_string_append(many, ",2");
    g_assert_null(pk_filter_parse(many->str, &context, &at, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
}

/* 64 KiB of every shape that could tempt a parser to go over its text again and again. */
static void
test_long_filters_stay_quick(void)
{
    static const char *const shapes[] = {
        "a ", "-a ", "a|", "\"a\"", "(a)", "!(a b)", "NOT a ", "a OR b ", "é", "-", "a=", "(",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len + strlen(shapes[i]) < PK_FILTER_BYTES_MAX)
            g_string_append(text, shapes[i]);
        int64_t start = g_get_monotonic_time();
        g_autoptr(PkFilter) filter = pk_filter_parse(text->str, &context, NULL, NULL);
        g_autofree char *out = filter ? pk_filter_to_text(filter) : NULL;
        g_test_message("'%s' %d us", shapes[i], (int)(g_get_monotonic_time() - start));
        g_assert_true(!out || strlen(out) <= 2 * text->len);
    }
}

/* --- Notices, default, zero hits --- */

static void
test_notices(void)
{
    g_autoptr(PkFilter) filter =
        pk_filter_parse("tlp:wit (gm:uden OR gm:uden) -tlp:wit", &context, NULL, NULL);
    const GPtrArray *notices = pk_filter_notices(filter);

    g_assert_cmpuint(notices->len, ==, 2);
    g_assert_cmpstr(notices->pdata[0], ==, "WIT is called CLEAR since TLP 2.0.");
    g_assert_cmpstr(notices->pdata[1], ==, "Uden is now Maashorst (2022).");
}

static void
test_default(void)
{
    g_autofree char *joined = pk_filter_with_default("a OR b", "status:open");
    g_autofree char *blank = pk_filter_with_default("  ", "status:open");
    g_autofree char *alone = pk_filter_with_default("a", "");
    g_autoptr(PkFilter) filter = pk_filter_parse(joined, &context, NULL, NULL);
    g_autofree char *text = pk_filter_to_text(filter);
    static const Truth mentions[] = {
        { "a", false },      { "status:gesloten", true }, { "a OR -status:open", true },
        { "is:open", true }, { "is:incomplete", false },  { "text:status", false },
    };

    g_assert_cmpstr(text, ==, "(a OR b) status:open");
    g_assert_cmpstr(blank, ==, "status:open");
    g_assert_cmpstr(alone, ==, "a");
    for (size_t i = 0; i < G_N_ELEMENTS(mentions); i++) {
        g_autoptr(PkFilter) one = pk_filter_parse(mentions[i].typed, &context, NULL, NULL);
        g_assert_true(pk_filter_mentions_status(one) == mentions[i].want);
    }
}

static void
test_without(void)
{
    g_autoptr(PkFilter) filter =
        pk_filter_parse("tlp:red (a OR b) -gm:Utrecht", &context, NULL, NULL);
    static const char *const parts[] = { "tlp:red", "(a OR b)", "-gm:Utrecht" };
    static const char *const rests[] = { "(a OR b) -gm:Utrecht", "tlp:red -gm:Utrecht",
                                         "tlp:red (a OR b)" };

    g_assert_cmpuint(pk_filter_n_conjuncts(filter), ==, 3);
    for (size_t i = 0; i < 3; i++) {
        g_autofree char *part = pk_filter_conjunct_text(filter, i);
        g_autoptr(PkFilter) rest = pk_filter_without(filter, i);
        g_autofree char *text = pk_filter_to_text(rest);
        g_assert_cmpstr(part, ==, parts[i]);
        g_assert_cmpstr(text, ==, rests[i]);
    }
    g_autoptr(PkFilter) one = pk_filter_parse("a OR b", &context, NULL, NULL);
    g_assert_cmpuint(pk_filter_n_conjuncts(one), ==, 1);
    g_autoptr(PkFilter) nothing = pk_filter_without(one, 0);
    g_assert_cmpuint(pk_filter_n_conjuncts(nothing), ==, 0);
    g_autofree char *empty = pk_filter_to_text(nothing);
    g_assert_cmpstr(empty, ==, "");
}

static void
test_plan(void)
{
    g_autoptr(PkFilter) filter =
        pk_filter_parse("sev:>=3 gm:bergen,GM0344 since:24h id:I26-0412", &context, NULL, NULL);
    const PkFilterNode *root = pk_filter_root(filter);

    g_assert_cmpint(root->type, ==, PK_FILTER_AND);
    g_assert_cmpuint(root->children->len, ==, 4);
    const PkFilterNode *severity = root->children->pdata[0];
    g_assert_cmpuint(severity->bits, ==, 1u << 3 | 1u << 4);
    const PkFilterNode *org = root->children->pdata[1];
    g_assert_cmpuint(org->ids->len, ==, 3);
    g_assert_cmpint(g_array_index(org->ids, int64_t, 0), ==, BERGEN_NH);
    g_assert_cmpint(g_array_index(org->ids, int64_t, 2), ==, UTRECHT);
    const PkFilterNode *since = root->children->pdata[2];
    const PkFilterValue *span = since->values->pdata[0];
    g_assert_cmpint(span->from, ==, NOW - 24 * HOUR);
    g_assert_cmpint(span->to, ==, INT64_MAX);
    const PkFilterNode *id = root->children->pdata[3];
    const PkFilterValue *number = id->values->pdata[0];
    g_assert_cmpstr(number->series, ==, "I");
    g_assert_cmpint(number->from, ==, 412);
    g_assert_cmpint(number->year_from, ==, 26);
}

/* --- The table and completion --- */

static void
test_fields(void)
{
    size_t n;
    const PkFilterField *fields = pk_filter_fields(&n);

    for (size_t i = 0; i < n; i++) {
        g_auto(GStrv) names = g_strsplit(fields[i].aliases, " ", -1);

        g_assert_true(pk_filter_field(fields[i].key) == &fields[i]);
        g_assert_true(pk_filter_field(fields[i].nl) == &fields[i]);
        for (char **name = names; *name; name++)
            g_assert_true(!**name || pk_filter_field(*name) == &fields[i]);
        g_assert_true(*fields[i].help && g_str_has_suffix(fields[i].help, "."));
        g_assert_true((fields[i].words != NULL) == (fields[i].kind == PK_FILTER_VALUE_WORDS));
        /* The example works in every list that knows the field. */
        for (unsigned list = 1; list <= PK_FILTER_ORGS; list <<= 1) {
            PkFilterContext here = in_list((PkFilterList)list);
            g_autoptr(GError) error = NULL;
            bool own_words = fields[i].id == PK_FILTER_IS || fields[i].id == PK_FILTER_REGION ||
                             fields[i].id == PK_FILTER_UNTIL || fields[i].id == PK_FILTER_ORG;
            if (!(fields[i].lists & list) || own_words)
                continue;
            g_autoptr(PkFilter) filter = pk_filter_parse(fields[i].example, &here, NULL, &error);
            g_assert_no_error(error);
        }
    }
}

static void
test_complete(void)
{
    static const struct {
        const char *text;
        PkFilterList list;
        size_t from;
        const char *want;
    } cases[] = {
        { "stat", PK_FILTER_INCIDENTS, 0, "status:" },
        { "a -su", PK_FILTER_INCIDENTS, 3, "supplier:" },
        { "status:c", PK_FILTER_INCIDENTS, 0, "status:contained|status:closed" },
        { "kind:ddos,ph", PK_FILTER_INCIDENTS, 0, "kind:ddos,phishing" },
        { "tlp:<=a", PK_FILTER_INCIDENTS, 0, "tlp:<=amber+strict|tlp:<=amber" },
        { "is:", PK_FILTER_ORGS, 0, "is:verified|is:unverified|is:incomplete" },
        { "cat:d", PK_FILTER_INCIDENTS, 0, "" },
        { "zzz", PK_FILTER_INCIDENTS, 0, "" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t from = 99;
        g_autoptr(GPtrArray) found =
            pk_filter_complete(cases[i].text, strlen(cases[i].text), cases[i].list, &from);
        g_ptr_array_add(found, NULL);
        g_autofree char *joined = g_strjoinv("|", (char **)found->pdata);
        g_assert_cmpstr(joined, ==, cases[i].want);
        g_assert_cmpuint(from, ==, cases[i].from);
    }
}

/* The sentences of ux.md 3.17 in the language of the night shift. */
static void
test_dutch(void)
{
    static const Pair sentences[] = {
        { "gmeente:x",
          "Onbekend veld 'gmeente'. Bedoel je gemeente (gm)? De lijst is niet veranderd." },
        { "sev:hoger", "ernst kent laag, middel, hoog, kritiek. 'hoger' hoort daar niet bij. "
                       "De lijst is niet veranderd." },
        { "a OF", "Voor en na OF moet iets staan. In kleine letters is het een woord om te "
                  "zoeken. De lijst is niet veranderd." },
    };

    if (!g_getenv("PIKET_LOCALEDIR")) {
        g_test_skip("PIKET_LOCALEDIR is not set");
        return;
    }
    pk_i18n_start("nl");
    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(pk_filter_parse(sentences[i].typed, &context, NULL, &error));
        g_assert_cmpstr(error->message, ==, sentences[i].want);
    }
    g_autoptr(PkFilter) filter = pk_filter_parse("tlp:wit gm:uden", &context, NULL, NULL);
    const GPtrArray *notices = pk_filter_notices(filter);
    g_assert_cmpstr(notices->pdata[0], ==, "WIT heet CLEAR sinds TLP 2.0.");
    g_assert_cmpstr(notices->pdata[1], ==, "Uden is nu Maashorst (2022).");
    pk_i18n_start("en");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/filter/canonical", test_canonical);
    g_test_add_func("/filter/errors", test_errors);
    g_test_add_func("/filter/limits", test_limits);
    g_test_add_func("/filter/long-filters", test_long_filters_stay_quick);
    g_test_add_func("/filter/notices", test_notices);
    g_test_add_func("/filter/default", test_default);
    g_test_add_func("/filter/without", test_without);
    g_test_add_func("/filter/plan", test_plan);
    g_test_add_func("/filter/fields", test_fields);
    g_test_add_func("/filter/complete", test_complete);
    g_test_add_func("/filter/dutch", test_dutch);
    return g_test_run();
}
