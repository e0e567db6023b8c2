/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/model/ident.h"

typedef struct {
    const char *text;
    const char *want; /* NULL: refused */
} Case;

static void
test_parse(void)
{
    /* clang-format off */
    static const Case cases[] = {
        { "I26-0412",    "I26-0412" },
        { "i26-0412",    "I26-0412" },
        { "I26-412",     "I26-0412" },
        { "I26 412",     "I26-0412" },
        { "I260412",     "I26-0412" },
        { "26-412",      "I26-0412" },
        { " 412 ",       "I26-0412" },
        { "0412",        "I26-0412" },
        { "I412",        "I26-0412" },
        { "I25-7",       "I25-0007" },
        { "I26-12345",   "I26-12345" },
        { "I26-K007",    "I26-K007" },
        { "i26k7",       "I26-K007" },
        { "K7",          "I26-K007" },
        { "k007",        "I26-K007" },
        { "I26-KL1234",  "I26-KL1234" },
        { "X26-0003",    "X26-0003" },
        { "x3",          "X26-0003" },
        { "B26-0031",    "B26-0031" },
        { "b31",         "B26-0031" },
        { "B26-K002",    "B26-K002" },
        { "A7",          "A7" },
        { "d3",          "D3" },
        { "S2",          "S2" },
        { "9999999",     "I26-9999999" },
        { "10000000",    NULL },
        { "0",           NULL },
        { "I26-0000",    NULL },
        { "I26-",        NULL },
        { "I26",         "I26-0026" },
        { "I",           NULL },
        { "",            NULL },
        { "A",           NULL },
        { "A0",          NULL },
        { "AK7",         NULL },
        { "I26--412",    NULL },
        { "I26-412x",    NULL },
        { "I26-O12",     NULL },
        { "I26-KLMN1",   NULL },
        { "Q26-0412",    NULL },
        { "I26-99999999999999999999", NULL },
        { "vier",        NULL },
        { "-412",        NULL },
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *shown = NULL;
        PkIdent ident;

        if (pk_ident_parse(cases[i].text, 2026, &ident, &error))
            shown = pk_ident_format(&ident);
        else
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(shown, ==, cases[i].want);
    }
    PkIdent ident;
    g_assert_false(pk_ident_parse(NULL, 2026, &ident, NULL));
}

static void
test_order(void)
{
    static const char *const sorted[] = { "I25-0900", "I26-0007", "I26-0412", "I26-10000",
                                          "I26-K001", "I26-L001", "X26-0001", "B26-0001",
                                          "A7",       "A10",      "D1",       "S1" };

    for (size_t a = 0; a < G_N_ELEMENTS(sorted); a++) {
        for (size_t b = 0; b < G_N_ELEMENTS(sorted); b++) {
            PkIdent left, right;
            g_assert_true(pk_ident_parse(sorted[a], 2026, &left, NULL));
            g_assert_true(pk_ident_parse(sorted[b], 2026, &right, NULL));
            int order = pk_ident_compare(&left, &right);
            g_assert_cmpint((order > 0) - (order < 0), ==, (a > b) - (a < b));
        }
    }
}

static void
test_tags_are_unique_and_read_back(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    unsigned n = 0;

    for (char *tag; (tag = pk_ident_tag(n)); n++) {
        PkIdent ident;
        g_autofree char *text = g_strconcat(tag, "7", NULL);

        g_assert_true(pk_ident_parse(text, 2026, &ident, NULL));
        g_assert_cmpstr(ident.tag, ==, tag);
        g_assert_cmpint(ident.kind, ==, PK_IDENT_INCIDENT);
        g_assert_true(g_hash_table_add(seen, tag));
    }
    g_assert_cmpuint(n, ==, 19 + 19 * 19 + 19 * 19 * 19);
    g_autofree char *first = pk_ident_tag(0);
    g_assert_cmpstr(first, ==, "K");
}

static void
test_new(void)
{
    g_autofree char *incident = pk_ident_new(PK_IDENT_INCIDENT, 2026, NULL, 412);
    g_autofree char *request = pk_ident_new(PK_IDENT_REQUEST, 2026, "K", 2);

    g_assert_cmpstr(incident, ==, "I26-0412");
    g_assert_cmpstr(request, ==, "B26-K002");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/ident/parse", test_parse);
    g_test_add_func("/ident/order", test_order);
    g_test_add_func("/ident/tags", test_tags_are_unique_and_read_back);
    g_test_add_func("/ident/new", test_new);
    return g_test_run();
}
