/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/line.h"

#include <string.h>

static void
test_text(void)
{
    static const struct {
        const char *text;
        bool ok;
    } cases[] = {
        { "x", true },
        { "Backups not checked yet.\n\tCase system off", true },
        { "Súdwest-Fryslân 停", true },
        { "", false },
        { NULL, false },
        { " \n\t", false },
        { "a\x1b[2J", false },
        { "a\rb", false },
        { "a\x7f", false },
        { "a\xc2\x9b", false },     /* C1 control         */
        { "a\xe2\x80\xae", false }, /* direction override */
        { "a\xe2\x81\xa6", false }, /* direction isolate  */
        { "a\xff", false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_true(pk_line_check_text(cases[i].text, &error) == cases[i].ok);
        if (!cases[i].ok)
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    }
    g_autofree char *most = g_strnfill(PK_LINE_TEXT_MAX, 'a');
    g_autofree char *more = g_strnfill(PK_LINE_TEXT_MAX + 1, 'a');
    g_assert_true(pk_line_check_text(most, NULL));
    g_assert_false(pk_line_check_text(more, NULL));
}

static PkLine *
good(void)
{
    PkLine *line = pk_line_new();

    line->text = g_strdup("x");
    line->author = g_strdup("jdv");
    line->event_us = line->recorded_us = 1;
    return line;
}

static void
test_line(void)
{
    g_autoptr(PkLine) line = good();

    g_assert_true(pk_line_check(line, NULL));
    g_assert_cmpint(line->tlp, ==, PK_TLP_AMBER);
    line->corrects_no = 2;
    g_assert_false(pk_line_check(line, NULL));
    line->corrects_origin_uuid = g_strdup("u");
    g_assert_true(pk_line_check(line, NULL));
    line->details = g_strdup("");
    g_assert_false(pk_line_check(line, NULL));
    g_clear_pointer(&line->details, g_free);
    line->recorded_us = 0;
    g_assert_false(pk_line_check(line, NULL));
    line->recorded_us = 1;
    g_clear_pointer(&line->author, g_free);
    g_assert_false(pk_line_check(line, NULL));
}

static void
test_late(void)
{
    static const int64_t minute = 60000000;
    static const struct {
        PkPrecision precision;
        int64_t after_minutes;
        bool late;
    } cases[] = {
        { PK_PRECISION_SECOND, 15, false },    { PK_PRECISION_SECOND, 16, true },
        { PK_PRECISION_SECOND, -60, false },   { PK_PRECISION_DAY, 1440 + 15, false },
        { PK_PRECISION_DAY, 1440 + 16, true }, { PK_PRECISION_YEAR, 300 * 1440, false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        PkLine line = { .precision = cases[i].precision, .event_us = 1000 * minute };

        line.recorded_us = line.event_us + cases[i].after_minutes * minute;
        g_assert_true(pk_line_late(&line) == cases[i].late);
    }
}

static void
check_split(const char *text, unsigned n, char last_of_first)
{
    g_autoptr(GPtrArray) pieces = pk_line_split(text);
    g_autoptr(GString) all = g_string_new(NULL);

    g_assert_cmpuint(pieces->len, ==, n);
    for (unsigned i = 0; i < n; i++) {
        g_assert_cmpuint(strlen(pieces->pdata[i]), <=, PK_LINE_TEXT_MAX);
        g_assert_true(g_utf8_validate(pieces->pdata[i], -1, NULL));
        g_string_append(all, pieces->pdata[i]);
    }
    g_assert_cmpstr(all->str, ==, text);
    const char *first = pieces->pdata[0];
    if (last_of_first)
        g_assert_cmpint(first[strlen(first) - 1], ==, last_of_first);
}

static void
test_split(void)
{
    g_autofree char *text = g_strnfill(150000, 'a');

    check_split("short", 1, 't');
    check_split(text, 3, 'a');
    text[60000] = ' ';
    check_split(text, 3, ' ');
    text[55000] = '\n';
    check_split(text, 3, '\n');
    text[PK_LINE_TEXT_MAX] = '\0';
    check_split(text, 1, 0);

    /* Three-byte characters: 65,535 is a multiple of three, so shift by one. */
    g_autoptr(GString) wide = g_string_new("a");
    for (int i = 0; i < 30000; i++)
        g_string_append(wide, "\xe2\x82\xac");
    check_split(wide->str, 2, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/line/text", test_text);
    g_test_add_func("/line/line", test_line);
    g_test_add_func("/line/late", test_late);
    g_test_add_func("/line/split", test_split);
    return g_test_run();
}
