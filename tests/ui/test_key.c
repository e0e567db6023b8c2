/* SPDX-License-Identifier: EUPL-1.2 */
#include "key.h"
#include "term.h"

#include <string.h>

#define MS 1000

/* Feeds bytes in pieces ('|' is 1 ms, '/' is 500 ms between reads) and names what came out. */
static char *
decode(PkInput *input, const char *script)
{
    g_auto(GStrv) reads = g_strsplit_set(script, "|/", -1);
    GString *names = g_string_new(NULL);
    const char *at = script;
    int64_t now_us = 1000 * MS;
    PkKey key;

    for (size_t i = 0; reads[i]; i++) {
        pk_input_feed(input, reads[i], strlen(reads[i]), now_us);
        at += strlen(reads[i]);
        int64_t next_us = *at == '|' ? now_us + 1 * MS : now_us + (*at ? 500 : 5000) * MS;
        at++;
        for (;;) {
            while (pk_input_next(input, now_us, &key)) {
                g_autofree char *name = pk_key_name(&key);
                g_string_append_printf(names, "%s%s", names->len ? " " : "", name);
                if (key.kind == PK_KEY_PASTE)
                    g_string_append_printf(names, "(%s)%zu", key.paste, key.n_cleaned);
            }
            int64_t due_us = pk_input_due_us(input);
            if (due_us < 0 || due_us > next_us)
                break;
            now_us = MAX(due_us, now_us);
        }
        now_us = next_us;
    }
    return g_string_free(names, FALSE);
}

typedef struct {
    const char *name, *bytes, *want;
    bool guard;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "letters",           "j/G/?/ ",                     "j G ? space", true },
    { "utf-8",             "\303\272/\303|\272",          "ú ú", false },
    { "broken-utf-8",      "\377a/\303/j",                "\357\277\275 a \357\277\275 j", false },
    { "c1",                "\302\2335A",                  "\357\277\275 5 A", false },
    { "control",           "\001\023\032\034",            "C-a C-s C-z C-\\", true },
    { "backspace",         "\177\010",                    "backspace backspace", true },
    { "enter-tab",         "\r\n\t\033[Z",                "enter enter tab S-tab", false },
    { "arrows",            "\033[A\033OB\033[C\033OD",    "up down right left", true },
    { "home-end",          "\033[H\033OH\033[1~\033[7~\033[F\033OF\033[4~\033[8~",
                           "home home home home end end end end", true },
    { "edit",              "\033[2~\033[3~\033[5~\033[6~", "ins del pgup pgdn", true },
    { "function",          "\033OP\033[12~\033[[C\033[15~\033[24~", "F1 F2 F3 F5 F12", true },
    { "ctrl-arrows",       "\033[1;5A\033Od\033[1;5H",    "C-up C-left C-home", true },
    { "shift-arrow",       "\033[1;2B",                   "down", true },
    { "key-pad",           "\033Oq\033Ok\033OM",          "1 + enter", false },
    { "esc",               "\033/j",                      "esc j", true },
    { "esc-esc",           "\033\033",                    "esc esc", true },
    { "esc-s",             "\033s",                       "esc s", true },
    { "torn",              "\033|[|B",                    "down", true },
    { "torn-late",         "\033[/B",                     "down", true },
    { "torn-after-esc",    "\033/[B",                     "esc down", true },
    { "esc-then-bracket",  "\033/[/A",                    "esc [ A", true },
    { "unknown-csi",       "\033[99;99Xj\033[?1;2cj\033[<0;1;2Mj", "j j j", false },
    { "unknown-ss3",       "\033O\177",                   "backspace", false },
    { "unfinished",        "\033[12/////j",               "j", true },
    { "paste",             "\033[200~q Q\rj\r\nk\n\033[201~j", "paste(q Q\nj\nk\n)0 j", true },
    { "paste-torn",        "\033[20|0~ab|c\033[2|01~j",   "paste(abc)0 j", true },
    { "paste-hostile",     "\033[200~a\033]52;c;x\007\303\377\033[201~",
                           "paste(a]52;c;x\357\277\275\357\277\275)4", true },
    { "paste-empty",       "\033[200~\033[201~j",         "j", true },
    { "paste-no-end",      "\033[200~abc///def///\003/j",
                           "paste(abc)0 paste(def)0 C-c j", true },
    { "paste-stray-end",   "\033[201~j",                  "j", true },
    { "two-fast",          "gi",                          "g i", true },
    { "held-key",          "jjjjjjjjjjjjjjjjjjjjjjjj",
                           "j j j j j j j j j j j j j j j j j j j j j j j j", true },
    { "burst",             "dd q\rAll of it\rE g E g",     "paste(dd q\nAll of it\nE g E g)0", true },
    { "burst-in-pieces",   "abcd|efgh|ijkl|mnop|qrst/j",  "paste(abcdefghijklmnopqrst)0 j", true },
    { "burst-below",       "abcdefghijklmno",             "a b c d e f g h i j k l m n o", true },
    { "burst-then-esc",    "abcdefghijklmnopq\033[A",     "paste(abcdefghijklmnopq)0 up", true },
    { "text-is-text",      "abcdefghijklmnop",            "a b c d e f g h i j k l m n o p", false },
};
/* clang-format on */

static void
test_decode(const void *data)
{
    const Case *c = data;
    g_autoptr(PkInput) input = pk_input_new(25);

    pk_input_set_guard(input, c->guard);
    g_autofree char *have = decode(input, c->bytes);
    g_assert_cmpstr(have, ==, c->want);
}

static void
test_answers_are_swallowed(void)
{
    g_autoptr(PkInput) input = pk_input_new(25);
    g_autofree char *have = decode(input, "\033]11;rgb:00\007j\033P1$r0m\033\\k");

    g_assert_cmpstr(have, ==, "j k");
}

static void
test_learned_sequences_win(void)
{
    g_autoptr(PkInput) input = pk_input_new(25);

    pk_input_learn(input, "\033[28~", PK_NAMED_HOME);
    pk_input_learn(input, "\033Ot", PK_NAMED_F1 + 4); /* vt100 */
    g_autofree char *have = decode(input, "\033[28~\033Ot");
    g_assert_cmpstr(have, ==, "home F5");
}

static void
test_esc_waits_no_longer_than_asked(void)
{
    g_autoptr(PkInput) input = pk_input_new(25);
    PkKey key;

    pk_input_feed(input, "\033", 1, 1000);
    g_assert_false(pk_input_next(input, 1000, &key));
    g_assert_cmpint(pk_input_due_us(input), ==, 1000 + 25 * MS);
    g_assert_false(pk_input_next(input, 1000 + 24 * MS, &key));
    g_assert_true(pk_input_next(input, 1000 + 25 * MS, &key));
    g_assert_true(pk_key_is(&key, PK_NAMED_ESC));
    g_assert_false(pk_input_next(input, 1000 + 25 * MS, &key));
    g_assert_cmpint(pk_input_due_us(input), ==, -1);
}

static void
test_a_huge_paste_is_cut_and_counted(void)
{
    g_autoptr(PkInput) input = pk_input_new(25);
    g_autofree char *text = g_strnfill(PK_PASTE_MAX + 7, 'x');
    PkKey key;

    pk_input_feed(input, "\033[200~", 6, 1);
    pk_input_feed(input, text, PK_PASTE_MAX + 7, 1);
    pk_input_feed(input, "\033[201~", 6, 1);
    g_assert_true(pk_input_next(input, 1, &key));
    g_assert_cmpuint(key.paste_len, ==, PK_PASTE_MAX);
    g_assert_cmpuint(key.n_cut, ==, 7);
    g_assert_false(pk_input_next(input, 1, &key));
}

static void
test_flush_forgets(void)
{
    g_autoptr(PkInput) input = pk_input_new(25);
    PkKey key;

    pk_input_feed(input, "ggg\033", 4, 1);
    g_assert_true(pk_input_next(input, 1, &key));
    pk_input_flush(input);
    g_assert_false(pk_input_next(input, 5000 * MS, &key));
    g_assert_cmpint(pk_input_due_us(input), ==, -1);
}

static void
test_names(void)
{
    static const char *const names[] = { "j",     "G",     "/",    ":",        "ú",
                                         "space", "C-s",   "C-\\", "down",     "F2",
                                         "F12",   "S-tab", "esc",  "[",        "C-left",
                                         "enter", "tab",   "pgdn", "backspace" };
    static const char *const wrong[] = { "", "jj", "C-", "C-S", "F0", "F13", "Down", "\033", " " };
    PkKey key;

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_true(pk_key_parse(names[i], &key));
        g_autofree char *back = pk_key_name(&key);
        g_assert_cmpstr(back, ==, names[i]);
        g_assert_true(pk_key_in(&key,
                                "x  F3 j G / : ú space C-s C-\\ down F2 F12 S-tab esc [ C-left "
                                "enter tab pgdn backspace"));
        g_assert_false(pk_key_in(&key, "x F3"));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_false(pk_key_parse(wrong[i], &key));
    g_assert_true(pk_key_parse("C-m", &key) && pk_key_is(&key, PK_NAMED_ENTER));
}

static void
test_color_mode(void)
{
    /* clang-format off */
    static const struct { const char *flag, *setting, *no_color; PkColorMode want; } rows[] = {
        { NULL,     NULL,     NULL, PK_COLOR_AUTO },
        { NULL,     NULL,     "",   PK_COLOR_AUTO },
        { NULL,     NULL,     "1",  PK_COLOR_NEVER },
        { NULL,     "always", "1",  PK_COLOR_ALWAYS },
        { NULL,     "never",  NULL, PK_COLOR_NEVER },
        { "always", "never",  "1",  PK_COLOR_ALWAYS },
        { "never",  "always", NULL, PK_COLOR_NEVER },
        { "auto",   "always", "1",  PK_COLOR_NEVER },
        { "bogus",  "always", NULL, PK_COLOR_ALWAYS },
    };
    /* clang-format on */
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(pk_term_color_mode(rows[i].flag, rows[i].setting, rows[i].no_color), ==,
                        rows[i].want);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/key/decode/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], test_decode);
    }
    g_test_add_func("/key/answers-are-swallowed", test_answers_are_swallowed);
    g_test_add_func("/key/learned-sequences-win", test_learned_sequences_win);
    g_test_add_func("/key/esc-waits-no-longer-than-asked", test_esc_waits_no_longer_than_asked);
    g_test_add_func("/key/huge-paste-is-cut-and-counted", test_a_huge_paste_is_cut_and_counted);
    g_test_add_func("/key/flush-forgets", test_flush_forgets);
    g_test_add_func("/key/names", test_names);
    g_test_add_func("/key/color-mode", test_color_mode);
    return g_test_run();
}
