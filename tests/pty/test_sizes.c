/* SPDX-License-Identifier: EUPL-1.2 */
/* Windows of every size, pastes of every kind, and how few bytes it all takes. Numbers are those
 * of the acceptance list. */
#include "pty_console.h"

#include <string.h>

static void
open_form(PkPty *pty)
{
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "What is going on?");
    pk_pty_press(pty, "F6");
}

/* Until nothing comes any more: a place is drawn when it opens and again when its list is read. */
static void
settle(PkPty *pty)
{
    while (pk_pty_listen(pty, 100) > 0)
        continue;
}

static void
save_form(PkPty *pty)
{
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "saved. Still empty");
}

/* The note as it was saved: the report's own line. */
static void
assert_noted(const char *path, const char *text)
{
    g_autoptr(PkDetail) detail = pk_console_newest(path);
    g_autofree char *lines = pk_console_lines(path, detail->incident->key);

    if (!strstr(lines, text)) {
        g_test_message("lines:\n%s", lines);
        g_error("the text was not saved as it was typed");
    }
}

/* 11: sizes change while somebody types; no letter is lost and the cursor is where it was. */
static void
test_resize_storm(void)
{
    g_autofree char *path = pk_console_week();
    g_autoptr(GString) typed = g_string_new("x");
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);
    const int row = 7, col = 4; /* behind the first letter of the note */

    open_form(pty);
    pk_pty_type(pty, "x");
    pk_pty_expect(pty, "|x");
    pk_pty_expect_cursor(pty, row, col);
    for (int i = 0; i < 200; i++) {
        char letter[] = { (char)('a' + i % 26), '\0' };
        pk_pty_resize(pty, g_test_rand_int_range(1, 201), g_test_rand_int_range(1, 401));
        if (i % 4 == 0) {
            pk_pty_type(pty, letter);
            g_string_append(typed, letter);
        }
    }
    pk_pty_resize(pty, 24, 80);
    pk_pty_expect(pty, typed->str);
    pk_pty_expect_cursor(pty, row, col + (int)typed->len - 1);
    save_form(pty);
    pk_console_leave(pty);
    assert_noted(path, typed->str);
}

static const struct {
    int rows, cols;
} sizes[] = { { 40, 120 }, { 24, 40 }, { 6, 20 }, { 24, 80 } };

/* 12: selection, filter, panel and what is being typed come through every size. */
static void
test_resize_keeps(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "7 of 7");
    pk_pty_type(pty, "/");
    pk_pty_expect(pty, "Enter:accept");
    pk_pty_press(pty, "C-u");
    pk_pty_type(pty, "tlp:<=green");
    pk_pty_press(pty, "enter");
    pk_pty_expect(pty, "filter: tlp:<=green");
    pk_pty_expect_gone(pty, "I26-0007");
    settle(pty);
    pk_pty_type(pty, "j");
    pk_pty_expect(pty, ">  I26-0003");
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        pk_pty_resize(pty, sizes[i].rows, sizes[i].cols);
        if (sizes[i].cols < 40) {
            pk_pty_expect(pty, "Window 20x6");
            continue;
        }
        pk_pty_expect(pty, sizes[i].cols == 40 ? "> I26-0003" : ">  I26-0003");
        pk_pty_expect(pty, "filter: tlp:<=green");
        pk_pty_expect_gone(pty, "I26-0007  ");
    }
    pk_pty_type(pty, "T");
    pk_pty_expect(pty, "Label of I26-0003");
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        pk_pty_resize(pty, sizes[i].rows, sizes[i].cols);
        pk_pty_expect(pty, sizes[i].cols < 40 ? "Window 20x6" : "Label of I26-0003");
    }
    pk_pty_press(pty, "esc");
    pk_pty_expect_gone(pty, "Label of");
    pk_console_leave(pty);
}

/* 15: too small says so, and the draft takes every letter. */
static void
test_too_small(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    open_form(pty);
    pk_pty_type(pty, "Voor het krimpen,");
    pk_pty_expect(pty, "Voor het krimpen,");
    pk_pty_resize(pty, 5, 19);
    pk_pty_expect(pty, "Too small");
    pk_pty_type(pty, " tijdens");
    pk_pty_resize(pty, 1, 1);
    pk_pty_expect_frame(pty);
    pk_pty_type(pty, " en erna");
    pk_pty_resize(pty, 24, 80);
    pk_pty_expect(pty, "Voor het krimpen, tijdens en erna");
    save_form(pty);
    pk_console_leave(pty);
    assert_noted(path, "Voor het krimpen, tijdens en erna");
}

/* 14: at 40 columns one can report, note, read the timeline and find a card. */
static void
test_forty_columns(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 40, NULL);

    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "Municipality");
    pk_pty_type(pty, "voorb");
    pk_pty_expect(pty, "GM9001");
    pk_pty_press(pty, "enter");
    pk_pty_press(pty, "F6");
    pk_pty_type(pty, "Smal scherm");
    pk_pty_expect(pty, "Smal scherm");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "I26-0008 saved");
    pk_pty_expect_gone(pty, "DRAFT");
    pk_pty_type(pty, "t");
    pk_pty_expect(pty, "Line for I26-0008");
    pk_pty_type(pty, "Ook dit past");
    pk_pty_press(pty, "enter");
    pk_pty_expect_gone(pty, "Line for I26-0008");
    pk_pty_type(pty, "s");
    pk_pty_expect(pty, "Esc cancel");
    pk_pty_press(pty, "esc");
    pk_pty_type(pty, "5");
    pk_pty_expect(pty, "Ook dit past");
    pk_pty_type(pty, "7");
    pk_pty_expect(pty, "Denkbeeldingen");
    pk_pty_press(pty, "end");
    pk_pty_expect(pty, "> Zogenaamdorp");
    pk_console_leave(pty);
    assert_noted(path, "Ook dit past");
}

static char *
dutch(size_t n)
{
    GString *text = g_string_new(NULL);

    while (text->len < n)
        g_string_append(text, "Losgeldbrief gevonden in Súdwest; q Q j k d d\nback-up volgt.\n");
    g_string_append(text, "Slot.");
    return g_string_free(text, FALSE);
}

/* 16: 10 kB into the note: byte for byte, within a second, and hardly anything painted. */
static void
test_paste_note(void)
{
    const char *sanitized = g_getenv("PIKET_SANITIZED");
    g_autofree char *path = pk_console_week();
    g_autofree char *text = dutch(10000);
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    open_form(pty);
    pk_pty_expect(pty, "F6:notes");
    pk_pty_mark(pty);
    int64_t before_us = g_get_monotonic_time();
    pk_pty_paste(pty, text);
    pk_pty_expect(pty, "|Slot.");
    int ms = (int)((g_get_monotonic_time() - before_us) / 1000);
    g_test_message("10 kB: %d ms, %zu bytes painted", ms, pk_pty_n_bytes(pty));
    g_assert_cmpuint(pk_pty_n_bytes(pty), <=, 2000);
    g_assert_cmpint(ms, <=, sanitized && *sanitized ? 5000 : 1000);
    save_form(pty);
    pk_console_leave(pty);
    assert_noted(path, text);
}

/* 18: without brackets, 300 letters at once in a list: nothing is run, and it is offered. */
static void
test_burst_guard(void)
{
    g_autofree char *path = pk_console_week();
    g_autofree char *before = pk_console_sum(path);
    g_autoptr(GString) text = g_string_new(NULL);
    PkPty *pty = pk_console_start(path, "en", 24, 80, (const char *[]){ "TERM=vt100", NULL });

    while (text->len < 300)
        g_string_append(text, "jq jk mq c ");
    pk_pty_type(pty, text->str);
    pk_pty_expect(pty, "Nothing was run");
    pk_pty_press(pty, "esc");
    pk_pty_expect_gone(pty, "Nothing was run");
    pk_console_leave(pty);
    g_autofree char *after = pk_console_sum(path);
    g_assert_cmpstr(before, ==, after);
}

/* 19: what could act on a terminal is taken out, counted, shown, and never sent to it. */
static void
test_paste_hostile(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    open_form(pty);
    pk_pty_mark(pty);
    pk_pty_paste(pty, "x\033]52;c;aGk=\007y\342\200\256z");
    pk_pty_expect(pty, "x]52;c;aGk=yz");
    pk_pty_expect(pty, "3 control characters removed");
    g_assert_null(strstr(pk_pty_output(pty)->str, "\033]52"));
    g_assert_null(strchr(pk_pty_output(pty)->str, '\007'));
    save_form(pty);
    pk_console_leave(pty);
    assert_noted(path, "x]52;c;aGk=yz");
}

static size_t
cost(PkPty *pty, const char *key, const char *sign)
{
    settle(pty);
    pk_pty_mark(pty);
    pk_pty_press(pty, key);
    pk_pty_expect(pty, sign);
    settle(pty);
    return pk_pty_n_bytes(pty);
}

/* 42, 43 and the table of budgets (ux.md 3.19). */
static void
test_budgets(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    g_test_message("start %zu bytes", pk_pty_n_bytes(pty));
    g_assert_cmpuint(pk_pty_n_bytes(pty), <=, 3000);
    size_t n = cost(pty, "2", "7 of 7");
    g_test_message("another place %zu bytes", n);
    g_assert_cmpuint(n, <=, 3500);
    n = cost(pty, "down", ">  I26-0006");
    g_test_message("cursor key %zu bytes", n);
    g_assert_cmpuint(n, <=, 260);
    open_form(pty);
    pk_pty_type(pty, "a");
    pk_pty_expect(pty, "(automatic)"); /* the draft row speaks once */
    n = cost(pty, "b", "|ab");
    g_test_message("typed character %zu bytes", n);
    g_assert_cmpuint(n, <=, 16);
    pk_pty_listen(pty, 1100);
    pk_pty_mark(pty);
    n = pk_pty_listen(pty, 2000);
    g_assert_cmpuint(n, ==, 0); /* a form that waits is as quiet */
    pk_pty_press(pty, "esc");
    pk_pty_type(pty, "w");
    pk_pty_expect(pty, "Thrown away");
    pk_console_leave(pty);

    pty = pk_console_start(path, "en", 24, 80, (const char *[]){ "PIKET_SLOW=1", NULL });
    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "7 of 7");
    n = cost(pty, "down", ">  I26-0006");
    g_test_message("cursor key, slow, %zu bytes", n);
    g_assert_cmpuint(n, <=, 24);
    pk_console_leave(pty);
}

/* 43: what the turn of a minute costs. The header alone is 34 bytes; ages and time left of seven
 * incidents come on top. */
static void
test_minute(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80,
                                  (const char *[]){ "PIKET_TEST_NOW=2026-03-10T02:14:58Z+", NULL });

    pk_pty_expect(pty, "I26-0001");
    settle(pty);
    pk_pty_mark(pty);
    for (bool turned = false; !turned;) {
        g_autofree char *header = pk_pty_row(pty, 0);
        turned = strstr(header, "03:15 CET");
        pk_pty_press(pty, "esc"); /* a redraw, as the tick is */
        pk_pty_expect_frame(pty);
        pk_pty_listen(pty, 100);
    }
    g_test_message("a minute %zu bytes", pk_pty_n_bytes(pty));
    g_assert_cmpuint(pk_pty_n_bytes(pty), <=, 150);
    pk_console_leave(pty);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_console_init();
    g_test_add_func("/sizes/storm", test_resize_storm);
    g_test_add_func("/sizes/kept", test_resize_keeps);
    g_test_add_func("/sizes/too-small", test_too_small);
    g_test_add_func("/sizes/forty-columns", test_forty_columns);
    g_test_add_func("/sizes/paste-note", test_paste_note);
    g_test_add_func("/sizes/burst", test_burst_guard);
    g_test_add_func("/sizes/paste-hostile", test_paste_hostile);
    g_test_add_func("/sizes/budgets", test_budgets);
    g_test_add_func("/sizes/minute", test_minute);
    return g_test_run();
}
