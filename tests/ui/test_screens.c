/* SPDX-License-Identifier: EUPL-1.2 */
/* The whole console without a terminal, on the practice week with the clock held: every place in
 * both languages and sizes as a picture; and a thousand random keys at random sizes. */
#include "golden.h"
#include "piket/app/demo.h"
#include "piket/app/sync.h"
#include "piket/base/i18n.h"
#include "ui.h"

#include <string.h>

#define NOW "2026-03-10T02:14:00Z"

typedef struct {
    const char *name;
    const char *keys; /* names, separated by spaces; 'abc' types abc */
    const char *also; /* who else looks, or NULL */
} Shot;

/* clang-format off */
static const Shot shots[] = {
    { "overview",    "", NULL },
    { "incidents",   "2", NULL },
    { "detail",      "2 enter", NULL },
    { "also",        "2 enter",        "mb, rk" },
    { "also-many",   "2 enter",        "mb, rk, sdb +12" },
    { "also-lines",  "2 j j 5",        "mb, rk" },
    { "parties",     "2 j j j j enter G", NULL },
    { "filter",      "2 / 'tlp:'", NULL },
    { "timeline",    "2 j j 5", NULL },
    { "contacts",    "7", NULL },
    { "log",         "9", NULL },
    { "report",      "m 'voorb'", NULL },
    { "help",        "2 ?", NULL },
    { "go",          "2 g", NULL },
    { "palette",     ": 'no'", NULL },
    { "status",      "2 s", NULL },
    { "tlp",         "2 T", NULL },
    { "deadlines",   "d", NULL },
};

static const struct { int rows, cols; } sizes[] = { { 24, 80 }, { 40, 120 }, { 24, 40 } };
/* clang-format on */

typedef struct {
    char *dir;
    PkApp *app;
    PkUi *ui;
} World;

/* The practice week is made once a language and copied. */
static const char *
master(PkLang lang)
{
    static char *paths[2];
    g_autoptr(GError) error = NULL;
    if (paths[lang])
        return paths[lang];
    g_autofree char *dir = g_dir_make_tmp("piket-master-XXXXXX", NULL);
    paths[lang] = g_build_filename(dir, "piket.db", NULL);
    PkAppConfig config = { .where = paths[lang], .login = "jdv", .name = "J. de Vries" };
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    pk_demo_fill(app, &error);
    g_assert_no_error(error);
    return paths[lang];
}

static void
copy_file(const char *from, const char *to)
{
    g_autofree char *bytes = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(from, &bytes, &n, NULL));
    g_assert_true(g_file_set_contents(to, bytes, (gssize)n, NULL));
}

static void
world_open(World *world, PkLang lang, int rows, int cols)
{
    g_autoptr(GError) error = NULL;
    world->dir = g_dir_make_tmp("piket-screens-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(world->dir, "piket.db", NULL);
    g_autofree char *drafts = g_build_filename(world->dir, "drafts", NULL);
    PkAppConfig config = { .where = path, .login = "jdv", .name = "J. de Vries" };
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    copy_file(master(lang), path);
    world->app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    world->ui = pk_ui_new_headless(world->app, drafts, lang, rows, cols);
}

static void
world_close(World *world)
{
    pk_ui_free(world->ui);
    pk_app_close(world->app);
    g_free(world->dir);
}

static void
press(PkUi *ui, const char *keys)
{
    for (const char *p = keys; *p;) {
        if (*p == ' ') {
            p++;
        } else if (*p == '\'') {
            const char *end = strchr(p + 1, '\'');
            g_autofree char *text = g_strndup(p + 1, (gsize)(end - p - 1));
            pk_ui_feed_text(ui, text);
            p = end + 1;
        } else {
            g_autofree char *name = g_strndup(p, strcspn(p, " "));
            pk_ui_feed_name(ui, name);
            p += strlen(name);
        }
    }
}

/* Salts are random, so a head is too: its digits are zeroed. */
static void
mask_heads(PkCanvas *canvas)
{
    for (int row = 0; row < canvas->rows; row++) {
        for (int col = 0; col + 9 <= canvas->cols; col++) {
            PkCell *at = &canvas->cells[row * canvas->cols + col];
            bool head = at[4].text[0] == '-';
            for (int i = 0; head && i < 9; i++)
                head = i == 4 || g_ascii_isxdigit(at[i].text[0]);
            for (int i = 0; head && i < 9; i++)
                at[i].text[0] = i == 4 ? '-' : '0';
        }
    }
}

static void
take(const Shot *shot, PkLang lang, int rows, int cols)
{
    World world = { 0 };
    world_open(&world, lang, rows, cols);
    press(world.ui, shot->keys);
    pk_ui_set_also(world.ui, shot->also);
    g_autoptr(PkCanvas) canvas = pk_ui_canvas(world.ui);
    g_autofree char *name = g_strdup_printf("console-%s-%dx%d-%s", shot->name, cols, rows,
                                            lang == PK_LANG_NL ? "nl" : "en");
    mask_heads(canvas);
    pk_assert_golden(name, canvas);
    world_close(&world);
}

static void
test_pictures(gconstpointer data)
{
    const Shot *shot = data;
    for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
        take(shot, PK_LANG_NL, sizes[s].rows, sizes[s].cols);
        take(shot, PK_LANG_EN, sizes[s].rows, sizes[s].cols);
    }
}

/* Nothing that is an id, a TLP label or a time may be cut at 80 columns. */
static void
test_first_screen(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *dir = g_dir_make_tmp("piket-first-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "piket.db", NULL);
    PkAppConfig config = { .where = path, .login = "jdv", .name = "J. de Vries" };
    for (int lang = 0; lang < 2; lang++) {
        pk_i18n_start(lang ? "nl" : "en");
        g_autoptr(PkApp) app = pk_app_open(&config, &error);
        g_assert_no_error(error);
        g_autoptr(PkUi) ui = pk_ui_new_headless(app, NULL, lang ? PK_LANG_NL : PK_LANG_EN, 24, 80);
        g_autoptr(PkCanvas) canvas = pk_ui_canvas(ui);
        pk_assert_golden(lang ? "console-first-80x24-nl" : "console-first-80x24-en", canvas);
    }
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS)); /* looking writes nothing */
}

static void
assert_picture(PkApp *app, PkLang lang, int rows, int cols, const char *name, const char *keys)
{
    g_autoptr(PkUi) ui = pk_ui_new_headless(app, NULL, lang, rows, cols);
    press(ui, keys);
    g_autoptr(PkCanvas) canvas = pk_ui_canvas(ui);
    g_autofree char *file =
        g_strdup_printf("console-%s-%dx%d-%s", name, cols, rows, lang == PK_LANG_NL ? "nl" : "en");
    pk_assert_golden(file, canvas);
}

/* When somebody else has the duty, both are said; and so does the copy, with its age. */
static void
test_not_on_duty(void)
{
    for (int lang = 0; lang < 2; lang++) {
        g_autoptr(GError) error = NULL;
        World world = { 0 };
        world_open(&world, (PkLang)lang, 24, 80);
        g_autofree char *outbox = g_build_filename(world.dir, "outbox.db", NULL);
        PkAppConfig config = { .where = pk_app_where(world.app), .login = "mbakker" };
        g_autoptr(PkApp) app = pk_app_open(&config, &error);
        g_assert_no_error(error);
        assert_picture(app, (PkLang)lang, 24, 80, "not-on-duty", "");
        assert_picture(app, (PkLang)lang, 40, 120, "not-on-duty", "");
        g_autoptr(PkSyncReport) report = pk_sync_run(app, outbox, &error);
        g_assert_no_error(error);
        config.where = world.dir; /* a folder is no database */
        config.outbox = outbox;
        g_autoptr(PkApp) copy = pk_app_open(&config, &error);
        g_assert_no_error(error);
        g_assert_cmpint(pk_app_mode(copy), ==, PK_MODE_COPY);
        g_setenv("PIKET_TEST_NOW", "2026-03-10T02:28:00Z", TRUE);
        assert_picture(copy, (PkLang)lang, 24, 80, "duty-copy", "8 8");
        assert_picture(copy, (PkLang)lang, 40, 120, "duty-copy", "8 8");
        g_setenv("PIKET_TEST_NOW", NOW, TRUE);
        world_close(&world);
    }
}

static unsigned
count_clocks(PkUi *ui, const char *rule)
{
    const GPtrArray *clocks = pk_ui_overview(ui)->clocks;
    unsigned n = 0;
    for (guint i = 0; i < clocks->len; i++) {
        const PkClockView *clock = clocks->pdata[i];
        n += strcmp(clock->rule, rule) == 0 && strcmp(clock->ident, "I26-0004") == 0;
    }
    return n;
}

/* A deadline is met with the number of its report, leaves the ribbon, and comes back with u. */
static void
test_deadline_met_and_undone(void)
{
    World world = { 0 };
    world_open(&world, PK_LANG_EN, 24, 80);
    g_assert_cmpuint(count_clocks(world.ui, "nis2-24h"), ==, 1);
    press(world.ui, "2 j j enter");
    g_autoptr(PkCanvas) drawn = pk_ui_canvas(world.ui); /* moving goes by what is on the screen */
    press(world.ui, "j enter");
    press(world.ui, "m enter 'M-2026-0012' enter");
    g_assert_cmpuint(count_clocks(world.ui, "nis2-24h"), ==, 0);
    press(world.ui, "u");
    g_assert_cmpuint(count_clocks(world.ui, "nis2-24h"), ==, 1);
    press(world.ui, "enter n enter");
    g_assert_cmpuint(count_clocks(world.ui, "nis2-24h"), ==, 1); /* a reason is asked for */
    press(world.ui, "'oefening' enter");
    g_assert_cmpuint(count_clocks(world.ui, "nis2-24h"), ==, 0);
    world_close(&world);
}

static const char *const alphabet[] = {
    "j",    "k",   "up",        "down", "left", "right", "enter", "esc", "tab", "S-tab", "space",
    "1",    "2",   "5",         "7",    "9",    "g",     "G",     "/",   "f",   "o",     "z",
    ":",    "?",   "d",         "c",    "w",    "[",     "]",     "{",   "}",   "m",     "t",
    "a",    "e",   "s",         "p",    "r",    "u",     "y",     "x",   "T",   "n",     "N",
    "v",    "i",   "q",         "C-s",  "C-c",  "C-r",   "C-u",   "C-d", "F6",  "pgdn",  "pgup",
    "home", "end", "backspace", "del",  "C-w",  "C-n",   "C-p",   "C-l", "D",   "X",     "0",
    "4",    "l",   "h",         "-",    "b",    ".",
};

/* Keys in any order at any size never crash, and the cursor stays on the canvas. */
static void
test_monkey(void)
{
    World world = { 0 };
    int steps = g_test_slow() ? 20000 : 1500;
    world_open(&world, PK_LANG_NL, 24, 80);
    for (int i = 0; i < steps; i++) {
        guint at = (guint)g_test_rand_int_range(0, G_N_ELEMENTS(alphabet));
        if (g_test_rand_int_range(0, 20) == 0)
            pk_ui_set_size(world.ui, g_test_rand_int_range(1, 60), g_test_rand_int_range(1, 160));
        pk_ui_feed_name(world.ui, alphabet[at]);
        if (i % 5)
            continue;
        g_autoptr(PkCanvas) canvas = pk_ui_canvas(world.ui);
        g_assert_cmpint(canvas->cursor_row, <, canvas->rows);
        g_assert_cmpint(canvas->cursor_col, <, canvas->cols);
    }
    world_close(&world);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_setenv("PIKET_TEST_NOW", NOW, TRUE);
    for (size_t i = 0; i < G_N_ELEMENTS(shots); i++) {
        g_autofree char *path = g_strdup_printf("/console/%s", shots[i].name);
        g_test_add_data_func(path, &shots[i], test_pictures);
    }
    g_test_add_func("/console/first", test_first_screen);
    g_test_add_func("/console/not-on-duty", test_not_on_duty);
    g_test_add_func("/console/deadline", test_deadline_met_and_undone);
    g_test_add_func("/console/monkey", test_monkey);
    return g_test_run();
}
