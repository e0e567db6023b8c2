/* SPDX-License-Identifier: EUPL-1.2 */
/* Typing: keys in, text and cursor out. A '|' in a script is the cursor. */
#include "edit.h"

#include <string.h>

typedef struct {
    const char *from; /* text with the cursor as | */
    const char *keys; /* names, separated by spaces; 'abc' types abc */
    const char *want;
    bool multiline;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "|",            "'abc'",                    "abc|",         false },
    { "ab|cd",        "left left 'X'",            "X|abcd",       false },
    { "ab|cd",        "right right right 'X'",    "abcdX|",       false },
    { "een twee|",    "C-w",                      "een |",        false },
    { "een twee|",    "C-w C-y C-y",              "een tweetwee|", false },
    { "een |twee",    "C-k",                      "een |",        false },
    { "een |twee",    "C-u",                      "|twee",        false },
    { "een |twee",    "C-a 'x' C-e 'y'",          "xeen tweey|",  false },
    { "|een twee",    "C-right 'x'",              "een x|twee",   false },
    { "een twee|",    "C-left 'x'",               "een x|twee",   false },
    { "e\xcc\x81|x",  "backspace",                "|x",           false }, /* one cluster, one key */
    { "|e\xcc\x81x",  "del",                      "|x",           false },
    { "S\xc3\xba|d",  "backspace backspace",      "|d",           false },
    { "abc|",         "C-_",                      "abc|",         false },
    { "|",            "'abc' C-_",                "|",            false },
    { "|",            "'ab cd' C-_",              "ab|",          false }, /* a word at a time */
    { "a|b",          "enter 'x'",                "a\nx|b",       true },
    { "abc\nde|f",    "up 'x'",                   "abx|c\ndef",   true },
    { "ab|c\ndef",    "down 'x'",                 "abc\ndex|f",   true },
    { "abc|\nd",      "down 'x'",                 "abc\ndx|",     true },
    { "een\ntwee|",   "home 'x'",                 "een\nx|twee",  true },
};
/* clang-format on */

static PkEdit *
edit_from(const char *marked, bool multiline)
{
    PkEdit *edit = pk_edit_new(multiline, 0);
    const char *bar = strchr(marked, '|');
    g_autofree char *text = g_strdup_printf("%.*s%s", (int)(bar - marked), marked, bar + 1);
    pk_edit_set(edit, text, (size_t)(bar - marked));
    return edit;
}

static char *
marked_from(const PkEdit *edit)
{
    const char *text = pk_edit_text(edit);
    size_t at = pk_edit_cursor(edit);
    return g_strdup_printf("%.*s|%s", (int)at, text, text + at);
}

static void
type(PkEdit *edit, const char *text, size_t n)
{
    for (const char *p = text; p < text + n; p = g_utf8_next_char(p)) {
        PkKey key = { .kind = PK_KEY_CHAR, .code = (int)g_utf8_get_char(p) };
        memcpy(key.text, p, (size_t)(g_utf8_next_char(p) - p));
        g_assert_true(pk_edit_key(edit, &key, NULL));
    }
}

static void
run(PkEdit *edit, const char *keys)
{
    for (const char *p = keys; *p;) {
        if (*p == ' ') {
            p++;
        } else if (*p == '\'') {
            const char *end = strchr(p + 1, '\'');
            type(edit, p + 1, (size_t)(end - p - 1));
            p = end + 1;
        } else {
            size_t n = strcspn(p, " ");
            g_autofree char *name = g_strndup(p, n);
            PkKey key = { 0 };
            g_assert_true(pk_key_parse(name, &key));
            pk_edit_key(edit, &key, NULL);
            p += n;
        }
    }
}

static void
test_keys(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(PkEdit) edit = edit_from(cases[i].from, cases[i].multiline);
        run(edit, cases[i].keys);
        g_autofree char *got = marked_from(edit);
        g_assert_cmpstr(got, ==, cases[i].want);
    }
}

/* What the form must decide itself. */
static void
test_left_to_the_form(void)
{
    static const char *const names[] = { "tab", "S-tab", "enter", "up", "down", "C-s", "esc" };
    g_autoptr(PkEdit) edit = pk_edit_new(false, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        PkKey key = { 0 };
        g_assert_true(pk_key_parse(names[i], &key));
        g_assert_false(pk_edit_key(edit, &key, NULL));
    }
    g_assert_cmpstr(pk_edit_text(edit), ==, "");
}

static void
test_paste_is_cleaned_and_counted(void)
{
    g_autoptr(PkEdit) edit = pk_edit_new(true, 0);
    const char *hostile = "een\x1b[2Jtwee\x07\n\xe2\x80\xae"
                          "drie";
    PkKey key = { .kind = PK_KEY_PASTE, .paste = hostile, .paste_len = strlen(hostile) };
    size_t removed = 0;
    g_assert_true(pk_edit_key(edit, &key, &removed));
    g_assert_cmpuint(removed, ==, 3);
    g_assert_null(strchr(pk_edit_text(edit), '\x1b'));
    g_assert_nonnull(strstr(pk_edit_text(edit), "\ndrie"));
}

/* What does not fit is refused whole and counted, never cut in silence. */
static void
test_too_much_is_refused_whole(void)
{
    g_autoptr(PkEdit) edit = pk_edit_new(false, 10);
    type(edit, "12345678", 8);
    PkKey key = { .kind = PK_KEY_PASTE, .paste = "abc", .paste_len = 3 };
    pk_edit_key(edit, &key, NULL);
    g_assert_cmpuint(pk_edit_refused(edit), ==, 3);
    g_assert_cmpstr(pk_edit_text(edit), ==, "12345678");
    type(edit, "9", 1);
    g_assert_cmpuint(pk_edit_refused(edit), ==, 0);
}

static void
test_draws_in_any_room(void)
{
    g_autoptr(PkEdit) edit = pk_edit_new(true, 0);
    pk_edit_set(edit,
                "Sinds kwart voor drie\n\xe5\x81\x9c\xe6\xad\xa2 versleuteld e\xcc\x81"
                "en",
                30);
    for (int rows = 1; rows < 6; rows++) {
        for (int cols = 1; cols < 30; cols++) {
            g_autoptr(PkCanvas) canvas = pk_canvas_new(rows, cols);
            pk_edit_draw(edit, canvas, 0, 0, rows, cols, true, true);
            g_assert_cmpint(canvas->cursor_row, <, rows);
            g_assert_cmpint(canvas->cursor_col, <, cols);
        }
    }
}

/* A long line scrolls so that the cursor is always in the field. */
static void
test_long_line_scrolls(void)
{
    g_autoptr(PkEdit) edit = pk_edit_new(false, 0);
    type(edit, "abcdefghijklmnopqrstuvwxyz", 26);
    g_autoptr(PkCanvas) canvas = pk_canvas_new(1, 12);
    pk_edit_draw(edit, canvas, 0, 0, 1, 12, true, true);
    g_autofree char *row = pk_canvas_row(canvas, 0);
    g_assert_cmpstr(row, ==, "[rstuvwxyz ]");
    g_assert_cmpint(canvas->cursor_col, ==, 10);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/edit/keys", test_keys);
    g_test_add_func("/edit/left-to-the-form", test_left_to_the_form);
    g_test_add_func("/edit/paste", test_paste_is_cleaned_and_counted);
    g_test_add_func("/edit/too-much", test_too_much_is_refused_whole);
    g_test_add_func("/edit/any-room", test_draws_in_any_room);
    g_test_add_func("/edit/long-line", test_long_line_scrolls);
    return g_test_run();
}
