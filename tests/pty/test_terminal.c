/* SPDX-License-Identifier: EUPL-1.2 */
/* The console on terminals of every kind, and the keys that must never surprise: types, locales,
 * key styles, Ctrl-C, Ctrl-Z, Esc, the ends. Numbers are those of the acceptance list. */
#include "pty_console.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
sanitized(void)
{
    const char *set = g_getenv("PIKET_SANITIZED");

    return set && *set;
}

/* The picture of the headless console below the header, of which the terminal must show every
 * letter. */
static char *
golden(const char *name)
{
    g_autofree char *file = g_strdup_printf("console-%s-80x24-en.txt", name);
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "ui", "golden", file, NULL);
    g_autofree char *text = NULL;
    GString *all = g_string_new(NULL);

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        if ((*line)[0] != '|')
            continue;
        (*line)[strlen(*line) - 1] = '\0';
        g_string_append_printf(all, "%s\n", g_strchomp(*line + 1));
    }
    return g_string_free(all, FALSE);
}

static void
expect_picture(PkPty *pty, const char *name)
{
    g_autofree char *want = golden(name);
    int64_t until_us = g_get_monotonic_time() + (sanitized() ? 150 : 30) * G_USEC_PER_SEC;

    for (;;) {
        g_autofree char *screen = pk_pty_screen(pty);
        g_autoptr(GString) plain = g_string_new(screen);
        g_string_replace(plain, "─", "-", 0);
        if (strcmp(strchr(plain->str, '\n'), strchr(want, '\n')) == 0)
            return;
        if (g_get_monotonic_time() > until_us) {
            g_test_message("shown:\n%s\nwanted:\n%s", plain->str, want);
            g_error("the screen is not %s", name);
        }
        pk_pty_listen(pty, 10);
    }
}

/* 6: not a letter too many or too few, whatever the terminal is called. */
static void
test_terminal_types(void)
{
    static const char *const types[] = {
        "xterm-256color",  "vt100",         "vt220", "linux",        "screen",
        "screen-256color", "tmux-256color", "xterm", "xterm-direct", "rxvt"
    };
    g_autofree char *path = pk_console_week();

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autofree char *term = g_strconcat("TERM=", types[i], NULL);
        g_test_message("%s", term);
        PkPty *pty = pk_console_start(path, "en", 24, 80, (const char *[]){ term, NULL });
        pk_pty_type(pty, "2");
        expect_picture(pty, "incidents");
        pk_pty_press(pty, "down");
        pk_pty_expect_cursor(pty, 6, 0);
        pk_pty_press(pty, "up");
        pk_pty_type(pty, "s");
        expect_picture(pty, "status");
        pk_pty_press(pty, "esc");
        pk_pty_type(pty, "7");
        expect_picture(pty, "contacts");
        pk_pty_type(pty, "2g");
        expect_picture(pty, "go");
        pk_pty_press(pty, "esc");
        pk_console_leave(pty);
    }
}

/* 7: what is typed comes back as it was typed, whatever the locale is called. */
static void
test_locales(void)
{
    static const char *const settings[][3] = {
        { "LANG" },
        { "LANG=C" },
        { "LANG=POSIX" },
        { "LANG=C.UTF-8" },
        { "LANG=nl_NL.UTF-8" },
        { "LANG=en_GB.UTF-8" },
        { "LANG", "LC_CTYPE=C.UTF-8" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
        g_autofree char *path = pk_console_week();
        PkPty *pty = pk_console_start(path, "en", 24, 80, settings[i]);
        pk_pty_type(pty, "m");
        pk_pty_expect(pty, "What is going on?");
        pk_pty_press(pty, "F6");
        pk_pty_type(pty, "Súdwest é");
        pk_pty_expect(pty, "Súdwest é");
        pk_pty_press(pty, "C-s");
        pk_pty_expect(pty, "saved. Still empty");
        pk_console_leave(pty);
        g_autoptr(PkDetail) detail = pk_console_newest(path);
        g_assert_cmpstr(detail->incident->title, ==, "Súdwest é");
    }
}

/* 8: both styles of the same key, the key pad, and both Backspaces. */
static void
test_key_styles(void)
{
    static const struct {
        const char *bytes;
        int row;
    } rows[] = {
        { "\033[B", 6 },   { "\033OB", 7 },  { "\033[A", 6 }, { "\033OA", 5 },  { "\033[4~", 11 },
        { "\033[1~", 5 },  { "\033[F", 11 }, { "\033[H", 5 }, { "\033OF", 11 }, { "\033OH", 5 },
        { "\033[8~", 11 }, { "\033[7~", 5 }, { "j", 6 },      { "G", 11 },      { "k", 10 },
    };
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "7 of 7");
    pk_pty_expect_cursor(pty, 5, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        pk_pty_type(pty, rows[i].bytes);
        pk_pty_expect_cursor(pty, rows[i].row, 0);
    }
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "What is going on?");
    pk_pty_press(pty, "F6");
    pk_pty_type(pty, "abcd");
    pk_pty_expect(pty, "abcd");
    pk_pty_send(pty, "\177\010", 2);
    pk_pty_expect_gone(pty, "abc");
    pk_pty_press(pty, "esc");
    pk_pty_type(pty, "w");
    pk_pty_expect(pty, "Thrown away");
    pk_console_leave(pty);
}

/* 27: on every list, whatever a slip of the hand may send changes nothing. */
static void
test_slips_change_nothing(void)
{
    static const char *const places[] = { "1", "2", "5", "7", "9" };
    static const char *const slips[] = { "D", "X", "del", "backspace", "ins", "C-k", "C-x", "Z" };
    g_autofree char *path = pk_console_week();
    g_autofree char *before = pk_console_sum(path);
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *header = g_strconcat("PIKET ", places[i], NULL);
        pk_pty_type(pty, places[i]);
        pk_pty_expect_row(pty, 0, header);
        for (size_t k = 0; k < G_N_ELEMENTS(slips); k++) {
            pk_pty_press(pty, slips[k]);
            pk_pty_expect_frame(pty);
        }
        pk_pty_type(pty, "d");
        pk_pty_type(pty, "d");
        pk_pty_press(pty, "esc");
    }
    pk_console_leave(pty);
    g_autofree char *after = pk_console_sum(path);
    g_assert_cmpstr(before, ==, after);
}

/* 30, 31: Ctrl-C never quits and never loses text; Ctrl-S and Ctrl-Q never freeze. */
static void
test_ctrl_c(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);

    pk_pty_press(pty, "C-c");
    pk_pty_expect(pty, "Ctrl-C does not stop Piket");
    pk_pty_type(pty, "g");
    pk_pty_expect(pty, "Esc cancel");
    pk_pty_listen(pty, 1100); /* else it is the second one within a second */
    pk_pty_press(pty, "C-c");
    pk_pty_expect_gone(pty, "Esc cancel");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "C-s does nothing here");
    pk_pty_press(pty, "C-q");
    pk_pty_expect(pty, "C-q does nothing here");
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "What is going on?");
    pk_pty_press(pty, "F6");
    pk_pty_type(pty, "Telefoon gaa");
    pk_pty_expect(pty, "Telefoon gaa");
    pk_pty_listen(pty, 1100);
    pk_pty_press(pty, "C-c");
    pk_pty_expect(pty, "w:throw away");
    pk_pty_press(pty, "C-c");
    pk_pty_expect(pty, "Ctrl-C does not stop Piket");
    pk_pty_press(pty, "esc");
    pk_pty_expect_gone(pty, "w:throw away");
    pk_pty_press(pty, "C-q");
    pk_pty_type(pty, "t over");
    pk_pty_expect(pty, "Telefoon gaat over");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "saved. Still empty");
    pk_console_leave(pty);
}

/* 33: Esc is quick, and an arrow key that a slow link tore in two is no Esc. */
static void
test_esc(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = pk_console_start(path, "en", 24, 80, NULL);
    int64_t best_us = G_MAXINT64;

    pk_pty_type(pty, "2");
    pk_pty_expect(pty, "7 of 7");
    pk_pty_expect_cursor(pty, 5, 0);
    for (int i = 0; i < 5; i++) {
        pk_pty_type(pty, "g");
        pk_pty_expect(pty, "Esc cancel");
        int64_t before_us = g_get_monotonic_time();
        pk_pty_press(pty, "esc");
        pk_pty_expect_gone(pty, "Esc cancel");
        best_us = MIN(best_us, g_get_monotonic_time() - before_us);
    }
    g_test_message("Esc acts within %d ms", (int)(best_us / 1000));
    g_assert_cmpint(best_us, <=, (sanitized() ? 5 : 1) * 150000);
    pk_pty_send(pty, "\033", 1);
    pk_pty_listen(pty, 40); /* longer than a key is waited for */
    pk_pty_send(pty, "[B", 2);
    pk_pty_expect_cursor(pty, 6, 0);
    pk_console_leave(pty);
}

static PkPty *
start_under(const char *script, const char *path)
{
    const char *env[] = { "PIKET_TEST_NOW=" PK_CONSOLE_NOW, NULL };

    return pk_pty_start_env(24, 80,
                            (const char *[]){ "bash", "--norc", "--noprofile", "-c", script,
                                              g_getenv("PIKET_BIN"), "--db", path, "--lang", "en",
                                              NULL },
                            env);
}

/* 20, 35: Ctrl-Z and fg, twice, with a form open; the modes both ways; a paste is still one. */
static void
test_suspend(void)
{
    g_autofree char *path = pk_console_week();
    PkPty *pty = start_under("set -m; \"$0\" \"$@\"; echo HELD; stty -a | grep -o ' icanon'; "
                             "read -r x; fg >/dev/null; echo AGAIN; read -r x; fg >/dev/null; "
                             "exit $?",
                             path);

    pk_pty_expect(pty, "OPEN INCIDENTS");
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, "What is going on?");
    pk_pty_press(pty, "F6");
    pk_pty_type(pty, "Voor de stop");
    pk_pty_expect(pty, "Voor de stop");
    for (int i = 1; i <= 2; i++) {
        pk_pty_mark(pty);
        pk_pty_press(pty, "C-z");
        pk_pty_expect(pty, i == 1 ? "icanon" : "AGAIN");
        pk_pty_expect_bytes(pty, "\033[?2004l");
        pk_pty_expect_bytes(pty, "\033[?1049l");
        pk_pty_mark(pty);
        pk_pty_type(pty, "\n");
        pk_pty_expect_bytes(pty, "\033[?2004h");
        pk_pty_expect_bytes(pty, "\033[?1049h");
        pk_pty_expect(pty, "Voor de stop");
        pk_pty_expect_row(pty, 0, "03:14 CET");
    }
    pk_pty_paste(pty, "\nq\nq");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "saved. Still empty");
    pk_console_leave(pty);
    g_autoptr(PkDetail) detail = pk_console_newest(path);
    g_autofree char *lines = pk_console_lines(path, detail->incident->key);
    g_assert_nonnull(strstr(lines, "Voor de stop\nq\nq"));
}

/* 32, 36, 37: however the end comes, every letter is in the draft and the code says what it was. */
static void
test_ends(void)
{
    enum { HANGUP = -1, QUIT_KEY = -2 };
    static const struct {
        int how;
        bool nohup;
        int code;
    } rows[] = {
        { HANGUP, true, 129 },   { SIGHUP, false, 129 },   { SIGTERM, false, 143 },
        { SIGQUIT, false, 131 }, { QUIT_KEY, false, 131 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = pk_console_week();
        PkPty *pty = rows[i].nohup ? start_under("trap '' HUP; exec \"$0\" \"$@\"", path)
                                   : pk_console_start(path, "en", 24, 80, NULL);
        pk_pty_expect(pty, "OPEN INCIDENTS");
        pk_pty_type(pty, "m");
        pk_pty_expect(pty, "What is going on?");
        pk_pty_press(pty, "F6");
        pk_pty_type(pty, "Alles staat er nog");
        pk_pty_expect(pty, "Alles staat er nog");
        pk_pty_mark(pty);
        if (rows[i].how == HANGUP)
            pk_pty_hangup(pty);
        else if (rows[i].how == QUIT_KEY)
            pk_pty_press(pty, "C-\\");
        else
            pk_pty_signal(pty, rows[i].how);
        if (rows[i].how != HANGUP)
            pk_pty_expect_bytes(pty, "\033[?1049l");
        g_assert_cmpint(pk_pty_finish_within(pty, 1000), ==, rows[i].code);
        pty = pk_console_start(path, "en", 24, 80, NULL);
        pk_pty_expect(pty, "DRAFTS");
        pk_pty_expect(pty, "Alles staat er nog");
        pk_console_leave(pty);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_console_init();
    g_test_add_func("/terminal/types", test_terminal_types);
    g_test_add_func("/terminal/locales", test_locales);
    g_test_add_func("/terminal/key-styles", test_key_styles);
    g_test_add_func("/terminal/slips", test_slips_change_nothing);
    g_test_add_func("/terminal/ctrl-c", test_ctrl_c);
    g_test_add_func("/terminal/esc", test_esc);
    g_test_add_func("/terminal/suspend", test_suspend);
    g_test_add_func("/terminal/ends", test_ends);
    return g_test_run();
}
