/* SPDX-License-Identifier: EUPL-1.2 */
/* term.c and loop.c on a real pseudo-terminal, through the little program probe.c. */
#include "pty.h"

#include <signal.h>
#include <string.h>

static const char *
probe_path(void)
{
    static char *path;

    if (!path)
        path = g_build_filename(g_getenv("G_TEST_BUILDDIR"), "bin", "pty-probe", NULL);
    return path;
}

static PkPty *
start(const char *option, const char *const *env)
{
    PkPty *pty = pk_pty_start_env(24, 80, (const char *[]){ probe_path(), option, NULL }, env);

    pk_pty_expect(pty, "PROBE");
    pk_pty_expect_frame(pty);
    return pty;
}

static void
quit(PkPty *pty)
{
    pk_pty_type(pty, "q");
    g_assert_cmpint(pk_pty_finish(pty), ==, 0);
}

static char *
home_file(const char *name)
{
    g_autofree char *path = g_build_filename(pk_pty_home(), "home", name, NULL);
    char *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

/* 4: without a usable TERM three lines and exit 2, and not one escape byte. */
static void
test_refuses_terminals_it_cannot_draw_on(void)
{
    static const char *const settings[] = { "TERM", "TERM=", "TERM=bogus-42", "TERM=dumb" };

    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
        const char *env[] = { settings[i], NULL };
        PkPty *pty = pk_pty_start_env(24, 120, (const char *[]){ probe_path(), NULL }, env);
        pk_pty_expect(pty, "export TERM=xterm-256color");
        pk_pty_expect_row(pty, 0, "TERM");
        pk_pty_expect_row(pty, 1, "piket list");
        g_assert_null(strchr(pk_pty_output(pty)->str, '\033'));
        g_assert_cmpint(pk_pty_finish(pty), ==, 2);
    }
}

/* 5 */
static void
test_refuses_pipes(void)
{
    static const char *const commands[] = { "\"$0\" </dev/null",
                                            "\"$0\" | cat; exit ${PIPESTATUS[0]}" };

    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        PkPty *pty = pk_pty_start(
            24, 120, (const char *[]){ "bash", "-c", commands[i], probe_path(), NULL });
        pk_pty_expect(pty, "piket list");
        g_assert_cmpint(pk_pty_finish(pty), ==, 2);
    }
}

/* 6: the keys work and no stray letter shows, whatever the terminal is called. */
static void
test_terminal_types(void)
{
    static const char *const types[] = { "vt100",  "vt220",           "linux",
                                         "screen", "screen-256color", "tmux-256color",
                                         "xterm",  "xterm-256color",  "xterm-direct",
                                         "rxvt" };

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autofree char *term = g_strconcat("TERM=", types[i], NULL);
        PkPty *pty = start(NULL, (const char *[]){ term, NULL });
        g_autofree char *first = pk_pty_row(pty, 0);
        g_assert_cmpstr(first, ==, " PROBE Súdwest");
        pk_pty_press(pty, "down");
        pk_pty_expect_row(pty, 4, "> I26-0401");
        pk_pty_press(pty, "down");
        pk_pty_press(pty, "up");
        pk_pty_expect_cursor(pty, 4, 0);
        g_autofree char *note = pk_pty_row(pty, 16);
        g_assert_cmpstr(note, ==, "Note");
        quit(pty);
    }
}

/* 8: both styles of the same key, and both Backspaces. */
static void
test_key_styles(void)
{
    PkPty *pty = start(NULL, NULL);

    pk_pty_send(pty, "\033[B", 3);
    pk_pty_expect_cursor(pty, 4, 0);
    pk_pty_send(pty, "\033OB", 3);
    pk_pty_expect_cursor(pty, 5, 0);
    pk_pty_send(pty, "\033[1~", 4);
    pk_pty_expect(pty, "[home]");
    pk_pty_send(pty, "\033OF", 3);
    pk_pty_expect(pty, "[end]");
    pk_pty_type(pty, "m");
    pk_pty_expect_cursor(pty, 16, 8);
    pk_pty_type(pty, "abcd");
    pk_pty_expect_cursor(pty, 16, 12);
    pk_pty_send(pty, "\177\010", 2);
    pk_pty_expect_cursor(pty, 16, 10);
    pk_pty_press(pty, "esc");
    pk_pty_expect_cursor(pty, 5, 0);
    quit(pty);
}

/* 7 */
static void
test_locales(void)
{
    static const char *const settings[] = { "LANG", "LANG=C", "LANG=POSIX", "LANG=C.UTF-8" };

    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
        PkPty *pty = start(NULL, (const char *[]){ settings[i], NULL });
        pk_pty_expect_row(pty, 0, "Súdwest");
        quit(pty);
    }
}

static void
test_budgets(void)
{
    PkPty *pty = start(NULL, NULL);

    g_test_message("start %zu bytes", pk_pty_n_bytes(pty));
    g_assert_cmpuint(pk_pty_n_bytes(pty), <=, 3000);
    pk_pty_mark(pty);
    pk_pty_press(pty, "down");
    pk_pty_expect_frame(pty);
    g_test_message("cursor key %zu bytes", pk_pty_n_bytes(pty));
    g_assert_cmpuint(pk_pty_n_bytes(pty), <=, 260);
    g_assert_true(pk_pty_reversed(pty, 4, 70));
    pk_pty_mark(pty);
    pk_pty_type(pty, "p"); /* a draw that changes nothing */
    pk_pty_expect_frame(pty);
    g_assert_cmpuint(pk_pty_n_bytes(pty), ==, 0);
    g_assert_cmpuint(pk_pty_listen(pty, 300), ==, 0);
    quit(pty);

    pty = start("--slow", NULL);
    pk_pty_mark(pty);
    pk_pty_press(pty, "down");
    pk_pty_expect_frame(pty);
    g_test_message("cursor key, slow, %zu bytes", pk_pty_n_bytes(pty));
    g_assert_cmpuint(pk_pty_n_bytes(pty), <=, 24);
    g_assert_false(pk_pty_reversed(pty, 4, 0));
    quit(pty);
}

/* 11: sizes change while somebody types; no letter is lost. */
static void
test_resize_storm(void)
{
    PkPty *pty = start(NULL, NULL);
    GString *typed = g_string_new(NULL);

    pk_pty_type(pty, "m");
    pk_pty_expect_cursor(pty, 16, 8);
    for (int i = 0; i < 200; i++) {
        char letter[] = { (char)('a' + i % 26), '\0' };
        pk_pty_resize(pty, g_test_rand_int_range(1, 201), g_test_rand_int_range(1, 401));
        pk_pty_type(pty, letter);
        g_string_append(typed, letter);
    }
    pk_pty_resize(pty, 24, 80);
    pk_pty_expect(pty, "24x80");
    pk_pty_expect_cursor(pty, 16, 28);
    pk_pty_press(pty, "C-s"); /* 31: and the terminal does not freeze */
    pk_pty_expect(pty, "[C-s]");
    g_autofree char *saved = home_file("saved");
    g_assert_cmpstr(saved, ==, typed->str);
    pk_pty_resize(pty, 1, 1);
    pk_pty_expect_frame(pty);
    pk_pty_resize(pty, 24, 80);
    pk_pty_expect(pty, "PROBE");
    pk_pty_press(pty, "esc");
    pk_pty_expect_cursor(pty, 3, 0);
    quit(pty);
    g_string_free(typed, TRUE);
}

/* 16, 17, 19 */
static void
test_paste(void)
{
    PkPty *pty = start(NULL, NULL);
    g_autoptr(GString) text = g_string_new(NULL);

    while (text->len < 10000)
        g_string_append(text, "Losgeldbrief gevonden in Súdwest; q Q j k d d\n\tback-up volgt.\n");
    pk_pty_paste(pty, "q Q j k d d\nq\n");
    pk_pty_expect(pty, "[paste 14]"); /* in the list: nothing ran */
    pk_pty_expect_cursor(pty, 3, 0);
    pk_pty_type(pty, "m");
    pk_pty_expect_cursor(pty, 16, 8);
    pk_pty_mark(pty);
    int64_t before_us = g_get_monotonic_time();
    pk_pty_paste(pty, text->str);
    g_autofree char *want = g_strdup_printf("[paste %zu]", text->len);
    pk_pty_expect(pty, want);
    g_test_message("paste of 10 kB: %d ms, %zu bytes painted",
                   (int)((g_get_monotonic_time() - before_us) / 1000), pk_pty_n_bytes(pty));
    g_assert_cmpuint(pk_pty_n_bytes(pty), <=, 2000);
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, "[C-s]");
    g_autofree char *saved = home_file("saved");
    g_assert_cmpstr(saved, ==, text->str);
    pk_pty_mark(pty);
    pk_pty_paste(pty, "x\033]52;c;aGk=\007y\342\200\256z");
    pk_pty_expect_row(pty, 16, "x]52;c;aGk=y<202E>z");
    g_assert_null(strstr(pk_pty_output(pty)->str, "\033]52"));
    pk_pty_press(pty, "esc");
    pk_pty_expect_cursor(pty, 3, 0);
    quit(pty);
}

/* 18: no brackets, 300 letters at once in a list. */
static void
test_burst_guard(void)
{
    PkPty *pty = start(NULL, (const char *[]){ "TERM=vt100", NULL });
    g_autoptr(GString) text = g_string_new(NULL);

    while (text->len < 300)
        g_string_append(text, "jq jk mq c ");
    pk_pty_paste(pty, text->str);
    pk_pty_expect(pty, " burst]");
    pk_pty_expect_cursor(pty, 3, 0);
    quit(pty);
}

/* 20, 35: stop and go on under a real shell, with the key and with a signal, and the modes. */
static void
test_suspend(void)
{
    PkPty *pty = pk_pty_start(24, 80,
                              (const char *[]){ "bash", "--norc", "--noprofile", "-c",
                                                "set -m; \"$0\"; echo HELD; stty -a | grep -c "
                                                "-- ' icanon'; read -r x; fg >/dev/null; "
                                                "echo AGAIN; read -r x; fg >/dev/null; exit $?",
                                                probe_path(), NULL });

    for (int i = 1; i <= 2; i++) {
        g_autofree char *resumed = g_strdup_printf("[resumed %d]", i);
        pk_pty_expect(pty, "PROBE");
        pk_pty_expect_frame(pty);
        pk_pty_mark(pty);
        pk_pty_press(pty, "C-z");
        pk_pty_expect(pty, i == 1 ? "HELD" : "AGAIN");
        pk_pty_expect_bytes(pty, "\033[?2004l");
        pk_pty_expect_bytes(pty, "\033[?1049l");
        pk_pty_mark(pty);
        pk_pty_type(pty, "\n");
        pk_pty_expect(pty, resumed);
        pk_pty_expect_bytes(pty, "\033[?2004h");
        pk_pty_expect_bytes(pty, "\033[?1049h");
        pk_pty_expect(pty, "> I26-0400");
    }
    pk_pty_paste(pty, "q\nq\n");
    pk_pty_expect(pty, "[paste 4]");
    quit(pty);
}

/* A stopped Piket that is told to end does so, in the background, without touching the screen.
 * (bg: bash does not wait for a job that its books have as stopped.) */
static void
test_end_while_stopped(void)
{
    PkPty *pty = pk_pty_start(24, 80,
                              (const char *[]){ "bash", "--norc", "--noprofile", "-c",
                                                "set -m; \"$0\"; echo HELD; kill %1; bg %1; "
                                                "wait -f %1; echo CODE $?",
                                                probe_path(), NULL });

    pk_pty_expect(pty, "PROBE");
    pk_pty_expect_frame(pty);
    pk_pty_press(pty, "C-z");
    pk_pty_expect(pty, "CODE 143");
    g_assert_cmpint(pk_pty_finish(pty), ==, 0);
}

/* kill -TSTP where no shell can take us back: the stop is refused and Piket simply goes on. */
static void
test_stop_without_shell(void)
{
    PkPty *pty = start(NULL, NULL);

    pk_pty_signal(pty, SIGTSTP);
    pk_pty_expect(pty, "[resumed 1]");
    pk_pty_signal(pty, SIGSTOP);
    pk_pty_signal(pty, SIGCONT);
    pk_pty_expect(pty, "[resumed 2]");
    quit(pty);
}

/* 36, 37, 32 and the rest of the ends: the code, and the draft with every letter. */
static void
test_ends(void)
{
    enum { HANGUP = -1, QUIT_KEY = -2 };
    /* clang-format off */
    static const struct { int how; bool ignored; int code; } rows[] = {
        { HANGUP,   false, 129 }, { HANGUP,  true,  129 }, { SIGHUP,  false, 129 },
        { SIGTERM,  false, 143 }, { SIGQUIT, false, 131 }, { QUIT_KEY, false, 131 },
    };
    /* clang-format on */
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *const nohup[] = { "bash", "-c", "trap '' HUP; exec \"$0\"", probe_path(),
                                      NULL };
        const char *const plain[] = { probe_path(), NULL };
        pk_pty_new_home();
        PkPty *pty = pk_pty_start(24, 80, rows[i].ignored ? nohup : plain);
        pk_pty_expect(pty, "PROBE");
        pk_pty_type(pty, "m");
        pk_pty_expect_cursor(pty, 16, 8);
        pk_pty_type(pty, "alles staat er");
        pk_pty_expect_row(pty, 16, "alles staat er");
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
        g_autofree char *draft = home_file("draft");
        g_assert_cmpstr(draft, ==, "alles staat er");
    }
}

static void
test_crash_gives_the_terminal_back(void)
{
    PkPty *pty = pk_pty_start(
        24, 80, (const char *[]){ "bash", "-c", "\"$0\"; stty -a; exit 7", probe_path(), NULL });

    pk_pty_expect(pty, "PROBE");
    pk_pty_mark(pty);
    pk_pty_type(pty, "c");
    pk_pty_expect_bytes(pty, "\033[?2004l");
    pk_pty_expect_bytes(pty, "\033[?1049l");
    pk_pty_expect(pty, "The draft is in HOME.");
    pk_pty_expect(pty, " icanon");
    g_assert_null(strstr(pk_pty_output(pty)->str, "-icanon"));
    g_assert_cmpint(pk_pty_finish(pty), ==, 7);
}

/* 33 */
static void
test_esc_is_quick(void)
{
    PkPty *pty = start(NULL, NULL);

    pk_pty_type(pty, "m");
    pk_pty_expect_cursor(pty, 16, 8);
    int64_t before_us = g_get_monotonic_time();
    pk_pty_press(pty, "esc");
    pk_pty_expect_cursor(pty, 3, 0);
    g_test_message("esc to frame: %d ms", (int)((g_get_monotonic_time() - before_us) / 1000));
    quit(pty);
}

/* 23 and the colour table */
static void
test_colors(void)
{
    /* clang-format off */
    static const struct { const char *term, *no_color, *option, *want, *never; } rows[] = {
        { "TERM=xterm-256color", "NO_COLOR",   NULL,             "38;5;196m\033[48;5;16m", NULL },
        { "TERM=xterm-256color", "NO_COLOR=1", NULL,             "7mTLP:RED",    "38;5" },
        { "TERM=xterm-256color", "NO_COLOR=1", "--color=always", "38;5;214m",    NULL },
        { "TERM=xterm-256color", "NO_COLOR",   "--color=never",  "7mTLP:RED",    "38;5" },
        { "TERM=xterm-direct",   "NO_COLOR",   NULL,             "38:2::255:43:43m", NULL },
        { "TERM=linux",          "NO_COLOR",   NULL,             "31m\033[40mTLP", "38;5" },
        { "TERM=vt220",          "NO_COLOR",   NULL,             "7m\033(BTLP",  "\033[31" },
    };
    /* clang-format on */
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        PkPty *pty =
            start(rows[i].option, (const char *[]){ rows[i].term, rows[i].no_color, NULL });
        const char *output = pk_pty_output(pty)->str;
        g_autofree char *shown = g_strescape(output, NULL);
        g_test_message("%s %s: %s", rows[i].term, rows[i].no_color, shown);
        g_assert_nonnull(strstr(output, rows[i].want));
        g_assert_true(!rows[i].never || !strstr(output, rows[i].never));
        g_assert_null(strstr(output, "\033]4;")); /* the palette is the user's */
        quit(pty);
    }
}

static void
test_title_only_when_asked(void)
{
    PkPty *pty = start(NULL, NULL);

    g_assert_null(strstr(pk_pty_output(pty)->str, "\033]0;"));
    quit(pty);
    pty = start("--title", NULL);
    g_assert_nonnull(strstr(pk_pty_output(pty)->str, "\033[22;0t\033]0;PROBE\007"));
    quit(pty);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/term/refuses-terminals-it-cannot-draw-on",
                    test_refuses_terminals_it_cannot_draw_on);
    g_test_add_func("/term/refuses-pipes", test_refuses_pipes);
    g_test_add_func("/term/terminal-types", test_terminal_types);
    g_test_add_func("/term/key-styles", test_key_styles);
    g_test_add_func("/term/locales", test_locales);
    g_test_add_func("/term/budgets", test_budgets);
    g_test_add_func("/term/resize-storm", test_resize_storm);
    g_test_add_func("/term/paste", test_paste);
    g_test_add_func("/term/burst-guard", test_burst_guard);
    g_test_add_func("/term/suspend", test_suspend);
    g_test_add_func("/term/end-while-stopped", test_end_while_stopped);
    g_test_add_func("/term/stop-without-shell", test_stop_without_shell);
    g_test_add_func("/term/ends", test_ends);
    g_test_add_func("/term/crash-gives-the-terminal-back", test_crash_gives_the_terminal_back);
    g_test_add_func("/term/esc-is-quick", test_esc_is_quick);
    g_test_add_func("/term/colors", test_colors);
    g_test_add_func("/term/title-only-when-asked", test_title_only_when_asked);
    return g_test_run();
}
