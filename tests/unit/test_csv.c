/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/format/csv.h"

#include <string.h>

/* All rows as "a|b;c|d" and, on an error, "!". */
static char *
flat(const char *bytes, size_t len, GPtrArray *ret_notices, GError **error)
{
    g_autoptr(GError) local = NULL;
    g_autoptr(PkCsv) csv = pk_csv_open(bytes, len, &local);
    GString *out = g_string_new(NULL);
    PkCsvRow row;

    while (csv && pk_csv_next(csv, &row, &local)) {
        if (row.number > 1)
            g_string_append_c(out, '/');
        for (unsigned i = 0; i < row.n_cells; i++)
            g_string_append_printf(out, "%s%s", i ? "|" : "", row.cells[i]);
    }
    if (local)
        g_string_append_c(out, '!');
    for (guint i = 0; csv && ret_notices && i < pk_csv_notices(csv)->len; i++)
        g_ptr_array_add(ret_notices, g_strdup(pk_csv_notices(csv)->pdata[i]));
    if (local)
        g_propagate_error(error, g_steal_pointer(&local));
    return g_string_free(out, FALSE);
}

typedef struct {
    const char *bytes;
    size_t len;
    const char *want;
    guint n_notices;
} Case;

#define B(text) text, sizeof(text) - 1

/* clang-format off */
static const Case cases[] = {
    { B(""),                               "",                 0 },
    { B("\n\r\n\r"),                       "",                 0 },
    { B("a,b\r\n1,2\r\n"),                 "a|b/1|2",          0 },
    { B("a,b\n1,2"),                       "a|b/1|2",          0 },
    { B("a,b\r1,2\r3,4\r"),                "a|b/1|2/3|4",      0 },
    { B("\xef\xbb\xbf\"a\",\"b\"\n1,2"),   "a|b/1|2",          0 },
    { B("sep=;\r\na;b\r\n1,5;2\r\n"),      "a|b/1,5|2",        0 },
    { B("a\tb\n1\t2"),                     "a|b/1|2",          0 },
    { B("\"a,b\";c\n1;2"),                 "a,b|c/1|2",        0 },
    { B("a,b\n\"x\ny\",\"zei \"\"ja\"\"\""), "a|b/x\ny|zei \"ja\"", 0 },
    { B("a,b,c\n1,2\n1,2,3,4\n\n1,2,3\n"), "a|b|c/1|2/1|2|3|4/1|2|3", 2 },
    { B("a,b\n1,\0" "2\n"),                "a|b/1|2",          1 },
    { B("a,b\n\"x\"y,2\n"),                "a|b/xy|2",         1 },
    { B("a;b\nS\xfa" "dwest;\x80 5\n"),    "a|b/S\u00fadwest|\u20ac 5", 1 },
    { B("\xff\xfe" "a\0,\0b\0\n\0" "1\0,\0\xe9\0"), "a|b/1|\u00e9", 1 },
    { B("a\0,\0b\0\n\0" "1\0,\0" "2\0"),   "a|b/1|2",          1 },
    { B("\xff\xfe" "a\0,"),                "!",                0 },
    { B("a,b\n\"open,2\n3,4\n"),           "a|b!",             0 },
    { B(",\n,\n"),                         "|/|",              0 },
    { B("\"\"\n"),                         "",                 0 },
};
/* clang-format on */

static void
test_read(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) notices = g_ptr_array_new_with_free_func(g_free);
        g_autoptr(GError) error = NULL;
        g_autofree char *got = flat(cases[i].bytes, cases[i].len, notices, &error);
        g_assert_cmpstr(got, ==, cases[i].want);
        g_assert_cmpuint(notices->len, ==, cases[i].n_notices);
        if (error)
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    }
}

static void
test_places_are_named(void)
{
    g_autoptr(GPtrArray) notices = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    g_autofree char *got = flat(B("a,b\n\n\"x\r\ny\",2\n1\n\"open\n"), notices, &error);

    g_assert_cmpstr(got, ==, "a|b/x\r\ny|2/1!");
    g_assert_cmpstr(notices->pdata[0], ==, "Row 3 (line 5) has 1 cells where the first row has 2.");
    g_assert_nonnull(strstr(error->message, "Row 4 (line 6) opens a quote"));
}

static void
test_limits(void)
{
    g_autoptr(GError) wide = NULL;
    g_autoptr(GError) big = NULL;
    GString *text = g_string_new(NULL);

    for (int i = 0; i < PK_CSV_COLUMNS_MAX; i++)
        g_string_append_c(text, ',');
    g_autofree char *refused = flat(text->str, text->len, NULL, &wide);
    g_assert_cmpstr(refused, ==, "!");
    g_autofree char *fits = flat(text->str, text->len - 1, NULL, NULL);
    g_assert_cmpuint(strlen(fits), ==, PK_CSV_COLUMNS_MAX - 1);
    g_string_assign(text, "\"");
    for (int i = 0; i <= PK_CSV_CELL_MAX; i++)
        g_string_append_c(text, 'x');
    g_string_append_c(text, '"');
    g_autofree char *huge = flat(text->str, text->len, NULL, &big);
    g_assert_cmpstr(huge, ==, "!");
    g_string_free(text, TRUE);
    g_assert_nonnull(strstr(wide->message, "1000 columns"));
    g_assert_nonnull(strstr(big->message, "column 1"));
}

static void
test_many_ragged_rows(void)
{
    g_autoptr(GPtrArray) notices = g_ptr_array_new_with_free_func(g_free);
    GString *text = g_string_new("a,b\n");

    for (int i = 0; i < 25; i++)
        g_string_append(text, "1\n");
    g_autofree char *got = flat(text->str, text->len, notices, NULL);
    g_assert_cmpuint(notices->len, ==, 21);
    g_assert_cmpstr(notices->pdata[20], ==, "5 more rows have another number of cells.");
    g_string_free(text, TRUE);
}

typedef struct {
    const char *cell;
    const char *want;
} WriteCase;

/* clang-format off */
static const WriteCase writes[] = {
    { "Voorbeeldstad",          "x,Voorbeeldstad" },
    { "",                       "x," },
    { "a,b",                    "x,\"a,b\"" },
    { "zei \"ja\"",             "x,\"zei \"\"ja\"\"\"" },
    { "a\nb",                   "x,\"a\nb\"" },
    { " a",                     "x,\" a\"" },
    { "=1+1",                   "x,'=1+1" },
    { " =1+1",                  "x,\"' =1+1\"" },
    { "\n=1+1",                 "x,\"'\n=1+1\"" },
    { "\t=1+1",                 "x,'\t=1+1" },
    { "\r=1+1",                 "x,\"'\r=1+1\"" },
    { "@SUM(1)",                "x,'@SUM(1)" },
    { "@gebruiker",             "x,'@gebruiker" },
    { "-- notitie",             "x,'-- notitie" },
    { "-2+3+cmd|' /C calc'!A0", "x,'-2+3+cmd|' /C calc'!A0" },
    { "-1",                     "x,-1" },
    { "+2.5",                   "x,+2.5" },
    { "+31 70 204 55 11",       "x,+31 70 204 55 11" },
    { "+31612345678",           "x,+31612345678" },
    { "+31-6",                  "x,'+31-6" },
    { "+1+1",                   "x,'+1+1" },
    { "=",                      "x,'=" },
    { "'=1+1",                  "x,''=1+1" },
    { "''=1", "x,'''=1" },
    { "'s-Gravenhage",          "x,'s-Gravenhage" },
};
/* clang-format on */

static void
test_write(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(writes); i++) {
        GString *out = g_string_new(NULL);
        pk_csv_append(out, "x", ',');
        pk_csv_append(out, writes[i].cell, ',');
        g_assert_cmpstr(out->str, ==, writes[i].want);
        pk_csv_end(out);
        g_autoptr(PkCsv) csv = pk_csv_open(out->str, out->len, NULL);
        PkCsvRow row;
        g_assert_true(pk_csv_next(csv, &row, NULL) && row.n_cells == 2);
        g_assert_cmpstr(pk_csv_rearm(row.cells[1]), ==, writes[i].cell);
        g_string_free(out, TRUE);
    }
    GString *empty = g_string_new(NULL);
    pk_csv_append(empty, NULL, ';');
    pk_csv_append(empty, "b", ';');
    g_assert_cmpstr(empty->str, ==, "\"\";b");
    g_string_free(empty, TRUE);
}

static void
test_hostile_files(void)
{
    const char *data = g_getenv("PIKET_TEST_DATA");

    if (!data) {
        g_test_skip("PIKET_TEST_DATA is not set");
        return;
    }
    g_autofree char *folder = g_build_filename(data, "hostile/csv", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *bytes = NULL;
        size_t n = 0;
        g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
        g_autoptr(GError) error = NULL;
        g_autofree char *got = flat(bytes, n, NULL, &error);
        bool bad = strstr(name, "unterminated") || strstr(name, "hundred-thousand");
        g_assert_true(bad == (error != NULL));
        g_assert_true(g_utf8_validate(got, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/csv/read", test_read);
    g_test_add_func("/csv/places", test_places_are_named);
    g_test_add_func("/csv/limits", test_limits);
    g_test_add_func("/csv/ragged", test_many_ragged_rows);
    g_test_add_func("/csv/write", test_write);
    g_test_add_func("/csv/hostile", test_hostile_files);
    return g_test_run();
}
