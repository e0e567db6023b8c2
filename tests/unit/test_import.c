/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/base/text.h"
#include "piket/format/incident_import.h"

#include <string.h>

/* Everything a row says on one line, so that a case is a string. */
static bool
print(const PkImportRow *row, void *data)
{
    GString *out = data;

    if (row->error) {
        g_string_append_printf(out, "%s\n", row->error);
        return true;
    }
    g_string_append_printf(out, "%u %s:%s [%s] %d@%" G_GINT64_FORMAT " k%x s%d", row->number,
                           row->source, row->source_id, row->title, (int)row->precision,
                           row->occurred_us / G_USEC_PER_SEC, row->kinds, (int)row->severity);
    if (row->has_tlp)
        g_string_append_printf(out, " %s", pk_tlp_label(row->tlp));
    if (row->has_status)
        g_string_append_printf(out, " %s", pk_word_key(&pk_words_status, (int)row->status));
    g_string_append_printf(out, " <%s|%s> %s\n", row->victim, row->country, row->details);
    return true;
}

static char *
import(const char *bytes, size_t len, PkImportTotals *totals, GError **error)
{
    GString *out = g_string_new(NULL);

    pk_incident_import_read(bytes, len, print, out, totals, error);
    return g_string_free(out, FALSE);
}

typedef struct {
    const char *in;
    const char *want; /* the beginning of what is printed */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "{\"id\":\"a1\",\"date\":\"2026-03-10\",\"text\":\"Servers plat. Meer.\",\"kind\":\"ransomware\","
      "\"severity\":\"critical\",\"tlp\":\"amber\",\"status\":\"contained\",\"org\":\"Voorbeeldstad\",\"x\":1}",
      "1 json:a1 [Servers plat] 1@1773100800 k1 s4 TLP:AMBER contained <Voorbeeldstad|> {\"x\":1}\n" },
    { "{\"occurred\":\"2026-03-10T03:14:00.5+01:00\",\"title\":\"t\"}", "1 json: [t] 0@1773108840 " },
    { "{\"opened\":\"2026-03\",\"title\":\"t\"}",             "1 json: [t] 2@1772323200 " },
    { "{\"date\":\"2026\",\"title\":\"t\"}",                  "1 json: [t] 3@1767225600 " },
    { "{\"date\":\"2024-02-29\",\"title\":\"t\",\"date_precision\":\"year\"}", "1 json: [t] 3@1709164800 " },
    { "{\"date\":\"1969-12-31\",\"title\":\"t\"}",            "1 json: [t] 1@-86400 " },
    { "{\"date\":\"2026\",\"title\":\"t\",\"kind\":[\"ddos\",\"zeppelin\"]}",
      "1 json: [t] 3@1767225600 k104 s0 <|> {\"kind\":" },
    { "{\"date\":\"2026\",\"org\":{\"name\":\"Oefendam\",\"code\":\"GM1\"}}",
      "1 json: [Oefendam (no text)] 3@1767225600 k100 s0 <Oefendam|> {\"org\":{\"code\":\"GM1\",\"name\":\"Oefendam\"}}" },
    { "{\"date\":2026,\"title\":\"t\"}",                      "1 json: [t] 3@" },
    { "{\"date\":\"2026\",\"title\":\"a\\u001b[2J\\u0000b\"}","1 json: [a[2Jb] 3@" },
    { "[{\"date\":\"2026\",\"title\":\"t\"},7]", "1 json: [t] 3@1767225600 k100 s0 <|> {}\nRow 2: this is JSON, but" },
    /* refusals */
    { "{\"date\":\"2013-13\",\"title\":\"t\"}",               "Row 1: date \"2013-13\" is not a date." },
    { "{\"date\":\"2023-02-29\",\"title\":\"t\"}",            "Row 1: date \"2023-02-29\" is not" },
    { "{\"date\":\"2026-03-10T02:14\",\"title\":\"t\"}",      "Row 1: date \"2026-03-10T02:14\" is not" },
    { "{\"date\":\"10-03-2026\",\"title\":\"t\"}",            "Row 1: date \"10-03-2026\" is not" },
    { "{\"date\":\"2026 \xff\",\"title\":\"t\"}",             "Row 1: this is not JSON" },
    { "{\"title\":\"t\"}",                                    "Row 1: there is no date." },
    { "{\"date\":\"2026\"}",                                  "Row 1: there is no title" },
    { "{\"date\":\"2026\",\"title\":\"t\",\"tlp\":\"purple\"}",   "Row 1: \"purple\" is not known:" },
    { "{\"date\":\"2026\",\"title\":\"t\",\"severity\":\"9\"}",   "Row 1: \"9\" is not known:" },
    { "{\"date\":\"2026\",\"title\":\"t\",\"date_precision\":\"eon\"}", "Row 1: \"eon\" is not how exact" },
    { "{\"date\":\"2026\",\"date\":\"2025\"}",                "Row 1: this is not JSON" },
    { "{\"date\":1e999}",                                     "Row 1: this is not JSON" },
    { "{\"id\":1,\"date\":\"2026\",\"title\":\"a\"}\n\n{\"id\":1,\"date\":\"2026\",\"title\":\"b\"}\n{\"id\":1,\"date\":\"2026\",\"title\":\"a\"}",
      "1 json:1 [a] 3@1767225600 k100 s0 <|> {}\nRow 3: row 1 already has the id \"1\", with other content."
      " Give one of them an id of its own.\nRow 4: a copy of row 1, with the same id \"1\".\n" },
    /* CSV */
    { "Nr;Datum;Omschrijving;Gemeente;Ernst;TLP;Dossier\r\n17;2026-03-10;\"Mail, plat. Meer\";'s-Gravenhage;hoog;rood;D-1\r\n",
      "2 csv:17 [Mail, plat] 1@1773100800 k100 s3 TLP:RED <'s-Gravenhage|> {\"Dossier\":\"D-1\"}\n" },
    { "date,title,kind,bron\n2026,'=1+1,\"phishing,breach\",SOC\n2026,,,\n",
      "2 SOC: [=1+1] 3@1767225600 ka s0 <|> {}\nRow 3: there is no title" },
    { "date,title\n2026,t,extra\n",                           "2 csv: [t] 3@1767225600 k100 s0 <|> {\"column\":\"extra\"}\n" },
};
/* clang-format on */

static void
test_rows(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *got = import(cases[i].in, strlen(cases[i].in), NULL, &error);
        g_assert_no_error(error);
        if (!g_str_has_prefix(got, cases[i].want))
            g_error("case %zu:\n%s\nis not\n%s", i, got, cases[i].want);
    }
}

static void
test_refused_files(void)
{
    static const char *const files[] = {
        "",
        "\n",
        "[]",
        "[1",
        "date,title\n",
        "a,b\n1,2\n",
        "date,datum,title\n2026,2026,t\n",
        "date;tekst\n2026;\"open",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *got = import(files[i], strlen(files[i]), NULL, &error);
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_cmpstr(got, ==, "");
    }
}

static void
test_deep_json_is_refused(void)
{
    GString *text = g_string_new("{\"date\":\"2026\",\"title\":\"t\",\"x\":");
    g_autoptr(GError) error = NULL;

    for (int i = 0; i < 100; i++)
        g_string_append_c(text, '[');
    for (int i = 0; i < 100; i++)
        g_string_append_c(text, ']');
    g_string_append_c(text, '}');
    g_autofree char *got = import(text->str, text->len, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(got, "Row 1: the JSON is nested more than 32"));
    g_string_truncate(text, 0);
    for (int i = 0; i < 100000; i++)
        g_string_append_c(text, '[');
    g_autofree char *bomb = import(text->str, text->len, NULL, &error);
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_cmpstr(bomb, ==, "");
    g_string_free(text, TRUE);
}

static void
test_totals_and_details(void)
{
    static const char text[] =
        "{\"id\":\"a\",\"date\":\"2026\",\"title\":\"t\\u202e\",\"x\":{\"y\":[\"\\u001b\"]}}\n"
        "{\"id\":\"a\",\"date\":\"2026\",\"title\":\"t\"}\n{";
    PkImportTotals totals = { 0 };
    g_autofree char *got = import(text, strlen(text), &totals, NULL);

    g_assert_nonnull(strstr(got, "{\"x\":{\"y\":[\"\"]}}"));
    g_assert_cmpuint(totals.n_rows, ==, 3);
    g_assert_cmpuint(totals.n_refused, ==, 2);
    g_assert_cmpuint(totals.n_duplicates, ==, 1);
    g_assert_cmpuint(totals.n_without_text, ==, 1);
    g_assert_cmpuint(totals.by_precision[PK_PRECISION_YEAR], ==, 1);
    g_assert_cmpuint(totals.n_removed, ==, 2);
    pk_import_totals_clear(&totals);
}

static bool
first_only(const PkImportRow *row, void *data)
{
    (*(int *)data)++;
    return row->number > 1;
}

static void
test_callback_stops(void)
{
    static const char csv[] = "date,title\n2026,a\n2026,b\n2026,c\n";
    static const char json[] = "{\"date\":\"2026\",\"title\":\"a\"}\n{}\n";
    int n = 0;

    g_assert_true(pk_incident_import_read(json, strlen(json), first_only, &n, NULL, NULL));
    g_assert_cmpint(n, ==, 1);
    n = 0;
    g_assert_true(pk_incident_import_read(csv, strlen(csv), first_only, &n, NULL, NULL));
    g_assert_cmpint(n, ==, 3);
}

static const char vcdb_rows[] =
    "{\"id\":\"V1\",\"date\":\"2014-02\",\"date_precision\":\"month\",\"summary\":\"\",\"status\":"
    "\"Suspected\","
    "\"victim\":{\"name\":\"Fictiehaven\",\"country\":[\"NL\",\"BE\"]},\"actor\":[{\"type\":"
    "\"partner\"}],"
    "\"action\":[{\"category\":\"physical\",\"variety\":[\"Unknown\",\"Theft\"]}],\"assets\":[\"U "
    "- Laptop\"],"
    "\"impact\":{\"data_disclosure\":\"Potentially\",\"availability\":[\"Loss\"]}}\n"
    "{\"id\":\"V2\",\"date\":\"2014\",\"date_precision\":\"year\",\"summary\":\"Ransomware attack. "
    "Twee.\",\"status\":\"Confirmed\","
    "\"victim\":{\"name\":null,\"country\":[]},\"actor\":[],\"action\":[{\"category\":\"malware\","
    "\"variety\":[\"Ransomware\"]},"
    "{\"category\":\"hacking\",\"variety\":[\"DoS\"]}],\"assets\":[],\"impact\":{\"availability\":["
    "\"Interruption\"]}}\n";

static void
test_vcdb(void)
{
    g_autofree char *got = import(vcdb_rows, strlen(vcdb_rows), NULL, NULL);
    g_auto(GStrv) lines = g_strsplit(got, "\n", -1);

    g_assert_true(g_str_has_prefix(lines[0],
                                   "1 vcdb:V1 [Theft, Laptop, Fictiehaven (no text)] 2@1391212800 "
                                   "k82 s0 TLP:CLEAR closed <Fictiehaven|NL; BE> {"));
    g_assert_nonnull(strstr(lines[0], "\"status\":\"Suspected\""));
    g_assert_true(g_str_has_prefix(
        lines[1], "2 vcdb:V2 [Ransomware attack] 3@1388534400 k15 s0 TLP:CLEAR closed <|> {"));
}

static bool
check_row(const PkImportRow *row, void *data)
{
    const char *const lines[] = { row->source, row->source_id, row->title, row->victim,
                                  row->country };

    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        g_assert_true(pk_text_check(lines[i], PK_TEXT_LINE));
    g_assert_true(pk_text_check(row->text, PK_TEXT_MULTILINE) && g_str_is_ascii(row->details));
    g_assert_true(!row->error || pk_text_check(row->error, PK_TEXT_LINE));
    g_assert_true(row->error || (*row->title && row->kinds));
    return true;
}

static void
test_vcdb_counts(void)
{
    const char *data = g_getenv("PIKET_TEST_DATA");
    g_autofree char *bytes = NULL;
    size_t n = 0;
    PkImportTotals totals = { 0 };

    if (!data) {
        g_test_skip("PIKET_TEST_DATA is not set");
        return;
    }
    g_autofree char *path = g_build_filename(data, "incidents/vcdb.jsonl", NULL);
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    g_assert_true(pk_incident_import_read(bytes, n, check_row, NULL, &totals, NULL));
    g_assert_cmpuint(totals.n_rows, ==, 7553);
    g_assert_cmpuint(totals.n_duplicates, ==, 5); /* four ids, one of them three times */
    g_assert_cmpuint(totals.n_refused, ==, 6);    /* and one 29 February that never was */
    g_assert_cmpuint(totals.n_without_text, ==, 451);
    g_assert_cmpuint(totals.by_precision[PK_PRECISION_DAY], ==, 3562 - 5);
    g_assert_cmpuint(totals.by_precision[PK_PRECISION_MONTH], ==, 1578);
    g_assert_cmpuint(totals.by_precision[PK_PRECISION_YEAR], ==, 2413 - 1);
    pk_import_totals_clear(&totals);
}

static void
import_folder(const char *data, const char *below)
{
    g_autofree char *folder = g_build_filename(data, below, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *bytes = NULL;
        g_autoptr(GError) error = NULL;
        size_t n = 0;
        if (g_file_get_contents(path, &bytes, &n, NULL) &&
            !pk_incident_import_read(bytes, n, check_row, NULL, NULL, &error))
            g_assert_true(pk_text_check(error->message, PK_TEXT_LINE));
    }
}

static void
test_hostile_files(void)
{
    const char *data = g_getenv("PIKET_TEST_DATA");

    if (!data) {
        g_test_skip("PIKET_TEST_DATA is not set");
        return;
    }
    import_folder(data, "hostile/jsontestsuite/test_parsing");
    import_folder(data, "hostile/jsontestsuite/test_transform");
    import_folder(data, "hostile/csv");
    import_folder(data, "hostile/docs");
    import_folder(data, "hostile/bytes");
    import_folder(data, "hostile");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import/rows", test_rows);
    g_test_add_func("/import/refused", test_refused_files);
    g_test_add_func("/import/deep", test_deep_json_is_refused);
    g_test_add_func("/import/totals", test_totals_and_details);
    g_test_add_func("/import/stops", test_callback_stops);
    g_test_add_func("/import/vcdb", test_vcdb);
    g_test_add_func("/import/vcdb-counts", test_vcdb_counts);
    g_test_add_func("/import/hostile", test_hostile_files);
    return g_test_run();
}
