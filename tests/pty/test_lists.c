/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists on a terminal: the cursor, the filter, what arrives meanwhile, panels that ask, copying.
 * Numbers are those of the acceptance list. */
#include "pty_console.h"

#include <string.h>

/* 48: the terminal's cursor is where the eye is: on the > of the chosen row, in the field. */
static void
expect_on_marker(PkPty *pty)
{
    int64_t until_us = g_get_monotonic_time() + 50 * G_USEC_PER_SEC;

    for (;;) {
        int row, col;
        pk_pty_cursor(pty, &row, &col);
        g_autofree char *line = pk_pty_row(pty, row);
        if (col == 0 && line[0] == '>')
            return;
        if (g_get_monotonic_time() > until_us)
            g_error("the cursor is at %d,%d, not on the chosen row: %s", row, col, line);
        pk_pty_listen(pty, 10);
    }
}

static void
test_cursor(void)
{
    static const struct {
        const char *place, *sign;
    } rows[] = { { "1", "OPEN INCIDENTS" },
                 { "2", "7 of 7" },
                 { "7", "16 organisations" },
                 { "9", "entries" } };
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        pk_pty_type(pty, rows[i].place);
        pk_pty_expect(pty, rows[i].sign);
        expect_on_marker(pty);
        for (int k = 0; k < 3; k++) {
            pk_pty_press(pty, "down");
            pk_pty_expect_frame(pty);
            expect_on_marker(pty);
        }
    }
    pk_console_leave(pty);
}

static void
filter(PkPty *pty, const char *text)
{
    pk_pty_type(pty, "/");
    pk_pty_expect(pty, "Enter:accept");
    pk_pty_press(pty, "C-u");
    pk_pty_type(pty, text);
    pk_pty_press(pty, "enter");
}

/* 55, 56: a filter that cannot be is said and changes nothing; one that can be stays and is seen.
 */
static void
test_filter(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "7 of 7");
    filter(pty, "gmente:x");
    pk_pty_expect(pty, "gmente");
    pk_pty_expect(pty, "I26-0007");
    pk_pty_press(pty, "esc");
    pk_pty_expect(pty, "filter: status:open");
    filter(pty, "\"open");
    pk_pty_expect(pty, "I26-0007");
    pk_pty_press(pty, "esc");
    pk_pty_expect(pty, "7 of 7");
    filter(pty, "tlp:green kind:ransomware");
    pk_pty_expect(pty, "0 of ");
    pk_pty_expect(pty, "ithout ");
    pk_pty_type(pty, "/");
    pk_pty_expect(pty, "Enter:accept");
    pk_pty_press(pty, "C-u");
    pk_pty_type(pty, "sev:>=3");
    pk_pty_expect(pty, "3 of 7");
    pk_pty_press(pty, "enter");
    pk_pty_expect_gone(pty, "Enter:accept");
    pk_pty_press(pty, "enter");
    pk_pty_expect(pty, "handled by");
    pk_pty_type(pty, "7");
    pk_pty_expect(pty, "16 organisations"); /* the filter of one place is not another's */
    pk_pty_type(pty, "2");
    pk_pty_press(pty, "esc");
    pk_pty_expect(pty, "filter: sev:>=3");
    pk_pty_expect(pty, "I26-0006");
    pk_console_leave(pty);
}

/* 58: somebody else's incident comes in above; the row and the key stay with the same one. */
static void
test_arrival(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "7 of 7");
    pk_pty_type(pty, "j");
    pk_pty_expect(pty, ">  I26-0006");
    g_autofree char *said = pk_console_run(path, 0, "log", "-s", "4", "Van een ander", NULL);
    pk_pty_expect(pty, "8 of 8");
    pk_pty_expect(pty, ">  I26-0006");
    pk_pty_expect(pty, "I26-0008");
    expect_on_marker(pty);
    pk_pty_type(pty, "t");
    pk_pty_expect(pty, "Line for I26-0006");
    pk_pty_press(pty, "esc");
    pk_pty_expect_gone(pty, "Line for");
    pk_console_leave(pty);
}

static void
to_permission(PkPty *pty)
{
    pk_pty_type(pty, "T");
    pk_pty_expect(pty, "Label of I26-0007");
    pk_pty_type(pty, "g");
    pk_pty_expect(pty, "allowed it");
}

/* 28, 29: what was typed ahead, Enter and a key that is held never confirm; g afterwards does. */
static void
test_confirm(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "7 of 7");
    to_permission(pty);
    pk_pty_type(pty, "CISO, mondeling\r\r\r\r\r\r\r\r\r\r\r"); /* Enter x 10 ahead */
    pk_pty_expect(pty, "LOWER THE LABEL");
    for (int i = 0; i < 20; i++) { /* j is held, past the time in which the panel is deaf */
        pk_pty_type(pty, "j");
        pk_pty_listen(pty, 25);
    }
    pk_pty_expect(pty, "Not done; nothing changed");
    pk_pty_type(pty, "1");
    pk_pty_type(pty, "2");
    pk_pty_press(pty, "home");
    pk_pty_expect(pty, ">  I26-0007  CRITICAL  TLP:AMBER");
    to_permission(pty);
    pk_pty_type(pty, "CISO, mondeling\rggg");
    pk_pty_expect(pty, "LOWER THE LABEL");
    pk_pty_expect(pty, "Permission of the source: CISO, mondeling");
    pk_pty_listen(pty, 400);
    pk_pty_expect(pty, "LOWER THE LABEL");
    pk_pty_type(pty, "g");
    pk_pty_expect(pty, "needs the role lead"); /* it went on; this person may not */
    pk_console_leave(pty);
}

/* 46: OSC 52 with c and the very text; the screen to copy from by hand has no borders. */
static void
test_copy(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "7 of 7");
    pk_pty_type(pty, "y");
    pk_pty_expect(pty, "Copy from I26-0007");
    pk_pty_mark(pty);
    pk_pty_type(pty, "i");
    pk_pty_expect_bytes(pty, "\033]52;c;STI2LTAwMDc=\007");
    pk_pty_expect(pty, "Copied by OSC 52");
    pk_pty_type(pty, "y");
    pk_pty_expect(pty, "Copy from I26-0007");
    pk_pty_type(pty, "s");
    pk_pty_expect(pty, "Copy screen");
    pk_pty_expect(pty, "S. de Boer 06 0000 0001");
    pk_pty_expect(pty, "I26-0007 CRITICAL TLP:AMBER Voorbeeldstad - Ransomware file server");
    pk_pty_press(pty, "esc");
    pk_pty_expect_gone(pty, "Copy screen");
    pk_console_leave(pty);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_console_init();
    g_test_add_func("/lists/cursor", test_cursor);
    g_test_add_func("/lists/filter", test_filter);
    g_test_add_func("/lists/arrival", test_arrival);
    g_test_add_func("/lists/confirm", test_confirm);
    g_test_add_func("/lists/copy", test_copy);
    return g_test_run();
}
