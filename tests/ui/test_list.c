/* SPDX-License-Identifier: EUPL-1.2 */
/* The selection belongs to the object, not to the row. */
#include "list.h"

#include <glib.h>

static PkListRows
rows(int64_t *keys, int n)
{
    return (PkListRows){ keys, n };
}

static void
test_new_rows_above_keep_the_object_and_its_screen_row(void)
{
    int64_t before[] = { 10, 20, 30 }, after[] = { 1, 2, 10, 20, 30 };
    PkListSel list = { .at = -1 };
    pk_listsel_rows(&list, rows(before, 3));
    pk_listsel_move(&list, rows(before, 3), 1);
    g_assert_cmpint(list.selected, ==, 20);
    int screen_row = list.at - list.top;
    pk_listsel_rows(&list, rows(after, 5));
    g_assert_cmpint(list.selected, ==, 20);
    g_assert_cmpint(list.at - list.top, ==, screen_row);
    g_assert_false(list.lost);
}

static void
test_a_vanished_object_is_said_and_its_neighbour_taken(void)
{
    int64_t before[] = { 10, 20, 30 }, after[] = { 10, 30 };
    PkListSel list = { .at = -1 };
    pk_listsel_rows(&list, rows(before, 3));
    pk_listsel_move(&list, rows(before, 3), 1);
    pk_listsel_rows(&list, rows(after, 2));
    g_assert_cmpint(list.selected, ==, 30);
    g_assert_true(list.lost);
    pk_listsel_rows(&list, rows(NULL, 0));
    g_assert_cmpint(list.selected, ==, 0);
    g_assert_cmpint(list.at, ==, -1);
}

static void
test_moves_are_clamped(void)
{
    int64_t keys[] = { 1, 2, 3 };
    PkListSel list = { .at = -1 };
    pk_listsel_rows(&list, rows(keys, 3));
    pk_listsel_move(&list, rows(keys, 3), 1000000);
    g_assert_cmpint(list.selected, ==, 3);
    pk_listsel_move(&list, rows(keys, 3), -1000000);
    g_assert_cmpint(list.selected, ==, 1);
    pk_listsel_move(&list, rows(NULL, 0), 1);
    g_assert_cmpint(list.at, ==, -1);
}

static void
test_the_selection_stays_on_the_screen(void)
{
    int64_t keys[100];
    PkListSel list = { .at = -1 };
    for (int i = 0; i < 100; i++)
        keys[i] = i + 1;
    pk_listsel_rows(&list, rows(keys, 100));
    for (int by = -7; by <= 13; by++) {
        pk_listsel_move(&list, rows(keys, 100), by);
        pk_listsel_scroll(&list, rows(keys, 100), 10);
        g_assert_cmpint(list.at, >=, list.top);
        g_assert_cmpint(list.at, <, list.top + 10);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/list/identity", test_new_rows_above_keep_the_object_and_its_screen_row);
    g_test_add_func("/list/vanished", test_a_vanished_object_is_said_and_its_neighbour_taken);
    g_test_add_func("/list/clamped", test_moves_are_clamped);
    g_test_add_func("/list/on-screen", test_the_selection_stays_on_the_screen);
    return g_test_run();
}
