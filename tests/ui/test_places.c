/* SPDX-License-Identifier: EUPL-1.2 */
/* Timeline, contacts and log through the console: keys in, screen out, on a real data file. */
#include "appkit.h"
#include "canvas.h"
#include "piket/base/i18n.h"
#include "screens/timeline.h"
#include "ui.h"

#include <string.h>

typedef struct {
    Kit kit;
    PkUi *ui;
    int64_t incident;
} World;

static void
start(World *world, int rows, int cols)
{
    pk_i18n_start("en");
    kit_start(&world->kit);
    kit_register(&world->kit);
    world->incident = kit_report(&world->kit);
    kit_later(3600);
    PkNote note = { .text = "Forensics has the image\nsecond row", .category = PK_CAT_TECH };
    g_auto(PkDone) done = { 0 };
    g_autoptr(GError) error = NULL;
    pk_note_add(world->kit.app, world->incident, &note, &done, &error);
    g_assert_no_error(error);
    world->ui = pk_ui_new_headless(world->kit.app, world->kit.dir, PK_LANG_EN, rows, cols);
}

static void
stop(World *world)
{
    pk_ui_free(world->ui);
    kit_stop(&world->kit);
}

static char *
screen(World *world)
{
    g_autoptr(PkCanvas) canvas = pk_ui_canvas(world->ui);
    GString *out = g_string_new(NULL);
    for (int row = 0; row < canvas->rows; row++) {
        g_autofree char *words = pk_canvas_row(canvas, row);
        g_string_append_printf(out, "%s\n", words);
    }
    return g_string_free(out, FALSE);
}

static void
expect(World *world, const char *text, bool there)
{
    g_autofree char *now = screen(world);
    if ((strstr(now, text) != NULL) != there)
        g_error("'%s' is %s on this screen:\n%s", text, there ? "not" : "still", now);
}

static void
press(World *world, const char *keys)
{
    g_auto(GStrv) names = g_strsplit(keys, " ", -1);
    for (guint i = 0; names[i]; i++)
        pk_ui_feed_name(world->ui, names[i]);
}

static const PkTimelineState *
timeline(World *world)
{
    return pk_ui_state(world->ui, &pk_screen_timeline);
}

static void
test_timeline_reads_one_incident(void)
{
    World world = { 0 };
    start(&world, 24, 80);
    pk_ui_show_timeline(world.ui, world.incident);
    expect(&world, "I26-", true);
    expect(&world, "chain OK", true);
    expect(&world, "without lines", true);
    expect(&world, "Forensics has the image ...", true);
    /* It opens at the newest line. */
    const PkTimelineState *state = timeline(&world);
    g_assert_cmpint(state->sel.at, ==, state->n - 1);
    press(&world, "home");
    g_assert_cmpint(state->sel.at, ==, 0);
    press(&world, "}");
    g_assert_true(((PkTimelineRow *)state->snapshot->rows->pdata[state->sel.at])->gap);
    press(&world, "{ ]");
    g_assert_cmpint(state->sel.at, ==, 1);
    press(&world, "G enter");
    expect(&world, "second row", true);
    press(&world, "esc");
    stop(&world);
}

static void
test_timeline_pins(void)
{
    World world = { 0 };
    start(&world, 24, 80);
    pk_ui_show_timeline(world.ui, world.incident);
    unsigned before = timeline(&world)->snapshot->n_pins;
    int at = timeline(&world)->sel.at;
    press(&world, "p");
    g_assert_cmpuint(timeline(&world)->snapshot->n_pins, ==, before + 1);
    g_assert_cmpint(timeline(&world)->sel.at, ==, at); /* whatever line the pin wrote */
    press(&world, "p");
    g_assert_cmpuint(timeline(&world)->snapshot->n_pins, ==, before);
    stop(&world);
}

static void
test_timeline_filters(void)
{
    World world = { 0 };
    start(&world, 24, 80);
    pk_ui_show_timeline(world.ui, world.incident);
    int all = timeline(&world)->n;
    press(&world, "/");
    pk_ui_feed_text(world.ui, "cat:tech");
    g_assert_cmpint(timeline(&world)->n, ==, 1); /* while typing */
    pk_ui_feed_text(world.ui, " \"");
    g_assert_cmpint(timeline(&world)->n, ==, 1); /* not understood: the list stays */
    g_assert_nonnull(timeline(&world)->filter.error);
    expect(&world, timeline(&world)->filter.error, true);
    press(&world, "enter");
    expect(&world, "The list is unchanged.", true);
    press(&world, "esc");
    g_assert_cmpint(timeline(&world)->n, ==, all);
    expect(&world, "filter: none", true);
    press(&world, "/");
    pk_ui_feed_text(world.ui, "forensics");
    press(&world, "enter");
    g_assert_cmpint(timeline(&world)->n, ==, 1);
    expect(&world, "filter: forensics", true);
    press(&world, "esc");
    g_assert_cmpint(timeline(&world)->n, ==, all);
    stop(&world);
}

static void
test_timeline_categories(void)
{
    World world = { 0 };
    start(&world, 24, 80);
    pk_ui_show_timeline(world.ui, world.incident);
    int all = timeline(&world)->n;
    press(&world, "f 4"); /* tech */
    g_assert_cmpint(timeline(&world)->n, ==, 1);
    expect(&world, "[x] tech", true);
    press(&world, "1"); /* report: the menu stayed open */
    g_assert_cmpint(timeline(&world)->n, >, 1);
    expect(&world, "cat:report,tech", true);
    press(&world, "0 esc");
    g_assert_cmpint(timeline(&world)->n, ==, all);
    stop(&world);
}

static void
test_timeline_of_all_and_order(void)
{
    World world = { 0 };
    start(&world, 24, 80);
    pk_ui_show_timeline(world.ui, world.incident);
    press(&world, "home ]");
    int64_t line = timeline(&world)->sel.selected;
    press(&world, "h");
    g_assert_cmpint(timeline(&world)->sel.selected, ==, line);
    expect(&world, "All incidents", true);
    g_assert_cmpint(timeline(&world)->incident_key, ==, 0);
    press(&world, "l"); /* and back, still on the same line */
    g_assert_cmpint(timeline(&world)->incident_key, ==, world.incident);
    g_assert_cmpint(timeline(&world)->sel.selected, ==, line);
    press(&world, "o");
    expect(&world, "order: received", true);
    press(&world, "o z");
    expect(&world, "Z  ", true);
    press(&world, "z");
    stop(&world);
}

static void
test_timeline_finds(void)
{
    World world = { 0 };
    start(&world, 24, 80);
    pk_ui_show_timeline(world.ui, world.incident);
    press(&world, "home n");
    pk_ui_feed_text(world.ui, "FORENSICS");
    press(&world, "enter");
    g_assert_cmpint(timeline(&world)->sel.at, ==, timeline(&world)->n - 1);
    press(&world, "n");
    expect(&world, "Searched on from the top.", true);
    stop(&world);
}

static void
test_contacts(void)
{
    World world = { 0 };
    start(&world, 30, 120);
    press(&world, "7");
    expect(&world, "organisations", true);
    press(&world, "/");
    pk_ui_feed_text(world.ui, "voorbeelds");
    expect(&world, "1 organisation", true);
    expect(&world, "Nergenshuizen", false);
    press(&world, "enter enter");
    expect(&world, "1 LAST INCIDENT", true);
    press(&world, "end enter");
    g_assert_true(pk_ui_place(world.ui) == &pk_screen_incidents);
    pk_ui_show_card(world.ui, world.kit.oefendam);
    expect(&world, "Oefendam", true);
    press(&world, "esc esc");
    expect(&world, "filter: none", true);
    press(&world, "q");
    g_assert_true(pk_ui_place(world.ui) == &pk_screen_overview);
    stop(&world);
}

static void
test_log(void)
{
    World world = { 0 };
    start(&world, 24, 80);
    pk_ui_say(world.ui, PK_SAY_INFO, "%s", "Something was said");
    press(&world, "9");
    expect(&world, "Something was said", true);
    expect(&world, "Forensics has the image", true);
    expect(&world, "Nothing of this session to undo", true);
    press(&world, "/");
    pk_ui_feed_text(world.ui, "forensics");
    press(&world, "enter");
    expect(&world, "1 entry", true);
    press(&world, "enter");
    g_assert_true(pk_ui_place(world.ui) == &pk_screen_incidents);
    stop(&world);
}

/* No key of these places crashes, in whatever order and size, also where there is nothing. */
static void
test_any_key(void)
{
    static const char *const keys[] = { "j", "k", "pgdn", "pgup", "home", "end",   "G", "}",  "{",
                                        "[", "]", "o",    "p",    "z",    "enter", "h", "l",  "tab",
                                        "n", "N", "y",    "f",    "/",    "esc",   "q", "C-d" };
    static const char *const places[] = { "5", "7", "9" };
    World world = { 0 };
    pk_i18n_start("en");
    kit_start(&world.kit);
    world.ui = pk_ui_new_headless(world.kit.app, world.kit.dir, PK_LANG_EN, 24, 80);
    for (int round = 0; round < 300; round++) {
        if (round % 20 == 0) {
            press(&world, "esc esc");
            press(&world, places[g_test_rand_int_range(0, 3)]);
            pk_ui_set_size(world.ui, g_test_rand_int_range(1, 50), g_test_rand_int_range(1, 160));
        }
        press(&world, keys[g_test_rand_int_range(0, G_N_ELEMENTS(keys))]);
        g_autofree char *now = screen(&world);
        g_assert_nonnull(now);
    }
    stop(&world);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/places/timeline/one-incident", test_timeline_reads_one_incident);
    g_test_add_func("/places/timeline/pins", test_timeline_pins);
    g_test_add_func("/places/timeline/filters", test_timeline_filters);
    g_test_add_func("/places/timeline/categories", test_timeline_categories);
    g_test_add_func("/places/timeline/all-and-order", test_timeline_of_all_and_order);
    g_test_add_func("/places/timeline/finds", test_timeline_finds);
    g_test_add_func("/places/contacts", test_contacts);
    g_test_add_func("/places/log", test_log);
    g_test_add_func("/places/any-key", test_any_key);
    return g_test_run();
}
