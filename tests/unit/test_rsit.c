/* SPDX-License-Identifier: EUPL-1.2 */
/* The shipped table is read here cell by cell: it holds no doubled quotes. */
#include "piket/base/error.h"
#include "piket/model/rsit.h"
#include "piket/model/words.h"

#include <string.h>

static GPtrArray *
shipped(void)
{
    g_autofree char *path =
        g_test_build_filename(G_TEST_DIST, "..", "schema", "reference", "rsit.csv", NULL);
    g_autofree char *text = NULL;
    GPtrArray *table = g_ptr_array_new_with_free_func((GDestroyNotify)pk_rsit_free);

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_assert_cmpstr(lines[0], ==, "class,type,class_name,type_name,class_nl,type_nl");
    for (char **line = lines + 1; *line && **line; line++) {
        PkRsit *row = g_new0(PkRsit, 1);
        char *fields[6] = { NULL };
        char *at = *line;

        for (int i = 0; i < 6; i++) {
            bool quoted = *at == '"';
            char *end = quoted ? strchr(at + 1, '"') : at + strcspn(at, ",");
            fields[i] = g_strndup(at + quoted, (gsize)(end - at) - quoted);
            at = end + quoted + (end[quoted] == ',');
        }
        g_assert_cmpint(*at, ==, '\0');
        *row = (PkRsit){ fields[0], fields[1], fields[2], fields[3], fields[4], fields[5] };
        g_ptr_array_add(table, row);
    }
    return table;
}

static void
test_table(void)
{
    g_autoptr(GPtrArray) table = shipped();
    g_autoptr(GHashTable) classes = g_hash_table_new(g_str_hash, g_str_equal);

    g_assert_cmpuint(table->len, ==, 39);
    for (unsigned i = 0; i < table->len; i++) {
        const PkRsit *row = table->pdata[i];
        g_autofree char *key = g_strconcat(row->class_key, "/", row->type_key, NULL);
        g_autofree char *read = pk_rsit_parse(table, key, NULL);
        g_autofree char *class = pk_rsit_parse(table, row->class_nl, NULL);

        g_assert_cmpstr(read, ==, key);
        g_assert_cmpstr(class, ==, row->class_key);
        g_assert_true(*row->class_name && *row->type_name && *row->type_nl);
        g_hash_table_add(classes, row->class_key);
    }
    g_assert_cmpuint(g_hash_table_size(classes), ==, 11);
}

static void
test_parse(void)
{
    /* clang-format off */
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "availability",          "availability" },
        { "Beschikbaarheid",       "availability" },
        { "availability/outage",   "availability/outage" },
        { "AVAILABILITY / Uitval", "availability/outage" },
        { "outage",                "availability/outage" },
        { "phishing",              "fraud/phishing" },
        { "test",                  "test" },
        { "test/test",             "test/test" },
        { "fraud/outage",          NULL },
        { "fraud/",                NULL },
        { "/",                     NULL },
        { "",                      NULL },
        { NULL,                    NULL },
        { "ransomware",            NULL },
    };
    /* clang-format on */
    g_autoptr(GPtrArray) table = shipped();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *key = pk_rsit_parse(table, cases[i].text, &error);

        g_assert_cmpstr(key, ==, cases[i].want);
        if (!key)
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    }
    g_autoptr(GError) error = NULL;
    g_assert_null(pk_rsit_parse(table, "intrusion-attempts/outage", &error));
    g_assert_cmpstr(
        error->message, ==,
        "RSIT class intrusion-attempts knows the types ids-alert, brute-force, exploit.");
}

static void
test_names(void)
{
    g_autoptr(GPtrArray) table = shipped();
    g_autofree char *nl = pk_rsit_name(table, "availability/outage", PK_LANG_NL);
    g_autofree char *en = pk_rsit_name(table, "availability", PK_LANG_EN);
    g_autofree char *old = pk_rsit_name(table, "gone/away", PK_LANG_EN);

    g_assert_cmpstr(nl, ==, "Beschikbaarheid: Uitval");
    g_assert_cmpstr(en, ==, "Availability");
    g_assert_cmpstr(old, ==, "gone/away");
}

static void
test_every_proposal_is_in_the_table(void)
{
    g_autoptr(GPtrArray) table = shipped();

    for (int kind = 0; kind <= PK_KIND_OTHER; kind++) {
        const char *proposal = pk_rsit_propose(1u << kind, false);
        g_autofree char *read = proposal ? pk_rsit_parse(table, proposal, NULL) : NULL;

        g_assert_cmpstr(read, ==, proposal);
        g_assert_true((proposal == NULL) == (kind >= PK_KIND_SUPPLIER));
    }
    g_assert_cmpstr(pk_rsit_propose(1u << PK_KIND_DDOS | 1u << PK_KIND_RANSOMWARE, false), ==,
                    "information-content-security/unauthorised-information-modification");
    g_assert_cmpstr(pk_rsit_propose(1, true), ==, "test/test");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/rsit/table", test_table);
    g_test_add_func("/rsit/parse", test_parse);
    g_test_add_func("/rsit/names", test_names);
    g_test_add_func("/rsit/proposals", test_every_proposal_is_in_the_table);
    return g_test_run();
}
