/* SPDX-License-Identifier: EUPL-1.2 */
#include "golden.h"

#include <string.h>

static void
test_draws_and_clips(void)
{
    g_autoptr(PkCanvas) canvas = pk_canvas_new(5, 24);

    g_assert_cmpint(pk_canvas_text(canvas, 0, 0, 24, PK_ROLE_TITLE, "PIKET"), ==, 5);
    g_assert_cmpint(pk_canvas_text(canvas, 0, 20, 24, PK_ROLE_KEY, "longer"), ==, 4);
    g_assert_cmpint(pk_canvas_fit(canvas, 1, 2, 10, PK_ROLE_NORMAL, "Voorbeeldstad"), ==, 10);
    g_assert_cmpint(pk_canvas_fit_right(canvas, 1, 14, 10, PK_ROLE_NORMAL, "23u10"), ==, 5);
    pk_canvas_rule(canvas, 2, 0, 24);
    pk_canvas_text(canvas, 3, 2, 9, PK_ROLE_TLP_RED, "TLP:RED");
    pk_canvas_mark(canvas, 3, 0, 12, PK_ROLE_SELECTED);
    pk_canvas_text(canvas, 4, 0, 24, PK_ROLE_NORMAL, "停止 e\u0301 S\303\272dwest \033[2J");
    pk_canvas_cursor(canvas, 3, 0);
    pk_assert_golden("canvas", canvas);
}

static void
test_wide_clusters_are_never_half(void)
{
    g_autoptr(PkCanvas) canvas = pk_canvas_new(1, 5);
    g_autofree char *row = NULL;

    /* Cut by the width asked for, and by text written over either half. */
    g_assert_cmpint(pk_canvas_text(canvas, 0, 0, 3, PK_ROLE_NORMAL, "停止"), ==, 3);
    g_assert_cmpstr(pk_canvas_cell(canvas, 0, 2)->text, ==, " ");
    pk_canvas_text(canvas, 0, 1, 1, PK_ROLE_NORMAL, "x");
    pk_canvas_text(canvas, 0, 3, 2, PK_ROLE_NORMAL, "止");
    pk_canvas_text(canvas, 0, 3, 1, PK_ROLE_NORMAL, "y");
    row = pk_canvas_row(canvas, 0);
    g_assert_cmpstr(row, ==, " x y");
}

static void
test_nothing_hostile_stays_a_control(void)
{
    static const char *const hostile[] = { "\033]52;c;aGk=\007",
                                           "a\xc2\x9b"
                                           "2J",
                                           "\xe2\x80\xae"
                                           "abc",
                                           "\xff\xfe",
                                           "\r\n\t\b\x7f",
                                           "\xf0\x9f" };

    for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autoptr(PkCanvas) canvas = pk_canvas_new(1, 60);
        pk_canvas_text(canvas, 0, 0, 60, PK_ROLE_NORMAL, hostile[i]);
        g_autofree char *row = pk_canvas_row(canvas, 0);
        g_assert_true(g_utf8_validate(row, -1, NULL));
        for (const char *p = row; *p; p = g_utf8_next_char(p)) {
            gunichar c = g_utf8_get_char(p);
            g_assert_true(c >= 0x20 && !(c >= 0x7f && c < 0xa0) && c != 0x202e);
        }
    }
}

static void
test_any_size_and_place(void)
{
    for (int rows = -1; rows < 5; rows++) {
        for (int cols = -1; cols < 9; cols++) {
            g_autoptr(PkCanvas) canvas = pk_canvas_new(rows, cols);
            for (int at = -9; at < 12; at++) {
                pk_canvas_text(canvas, at, at, at, PK_ROLE_TITLE, "停止停止停止");
                pk_canvas_fit(canvas, 0, at, at + 3, PK_ROLE_TITLE, "停止停止停止");
                pk_canvas_fit_right(canvas, 0, at, at + 3, PK_ROLE_TITLE, "停止停止停止");
                pk_canvas_printf(canvas, at, 0, PK_ROLE_TITLE, "%d", at);
                pk_canvas_rule(canvas, at, at, G_MAXINT);
                pk_canvas_fill(canvas, at, at, 3, G_MAXINT, PK_ROLE_BANNER);
                pk_canvas_mark(canvas, at, at, 7, PK_ROLE_SELECTED);
                pk_canvas_cursor(canvas, at, at);
            }
            g_assert_cmpint(canvas->rows, >=, 1);
            g_assert_cmpint(canvas->cursor_row, <, canvas->rows);
            for (int i = 0; i < canvas->rows * canvas->cols; i++)
                g_assert_true(canvas->cells[i].width == 0 || canvas->cells[i].text[0]);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/canvas/draws-and-clips", test_draws_and_clips);
    g_test_add_func("/canvas/wide-clusters-are-never-half", test_wide_clusters_are_never_half);
    g_test_add_func("/canvas/nothing-hostile-stays-a-control",
                    test_nothing_hostile_stays_a_control);
    g_test_add_func("/canvas/any-size-and-place", test_any_size_and_place);
    return g_test_run();
}
