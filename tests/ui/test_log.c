/* SPDX-License-Identifier: EUPL-1.2 */
#include "golden.h"
#include "piket/model/timefmt.h"
#include "screens/log.h"

#include <string.h>

typedef struct {
    PkZone *zone;
    PkLogState state;
    PkShown shown;
    PkView view;
    GPtrArray *said;
} World;

static int64_t
at(const char *rfc3339)
{
    int64_t us = 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(pk_time_parse_rfc3339(rfc3339, &us, &error));
    return us;
}

static void
row_free(void *data)
{
    PkTimelineRow *row = data;
    pk_line_free(row->line);
    g_free(row->ident);
    g_free(row->initials);
    g_free(row);
}

static void
said_free(void *data)
{
    PkSaid *said = data;
    g_free(said->text);
    g_free(said);
}

static void
add_line(World *world, const char *received, const char *who, const char *ident, const char *text)
{
    PkTimelineRow *row = g_new0(PkTimelineRow, 1);
    row->line = pk_line_new();
    row->line->key = 100 + world->state.snapshot->rows->len;
    row->line->incident_key = *ident ? 9 : 0;
    row->line->event_us = row->line->recorded_us = row->line->received_us = at(received);
    row->line->author = g_strdup(who);
    row->line->text = g_strdup(text);
    row->ident = g_strdup(ident);
    row->initials = g_strdup(who);
    g_ptr_array_add(world->state.snapshot->rows, row);
}

static void
add_said(World *world, const char *when, PkSayLevel level, const char *text)
{
    PkSaid *said = g_new0(PkSaid, 1);
    *said = (PkSaid){ at(when), level, g_strdup(text) };
    g_ptr_array_add(world->said, said);
}

static World *
new_world(PkLang lang, int rows, int cols)
{
    World *world = g_new0(World, 1);
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    world->zone = pk_zone_new(NULL, NULL);
    world->view = (PkView){ .now_us = at("2026-03-10T02:24:00Z"),
                            .zone = world->zone,
                            .lang = lang,
                            .focused = true,
                            .rows = rows,
                            .cols = cols };
    world->said = g_ptr_array_new_with_free_func(said_free);
    world->state.snapshot = g_new0(PkTimeline, 1);
    world->state.snapshot->rows = g_ptr_array_new_with_free_func(row_free);
    world->state.said = world->said;
    world->state.shown = &world->shown;
    add_line(world, "2026-03-09T23:40:00Z", "mba", "I26-0409", "D1 corrected: image ready");
    add_line(world, "2026-03-10T02:00:00Z", "jdv", "", "Night shift taken over from M. Bakker");
    add_line(world, "2026-03-10T02:14:00Z", "jdv", "I26-0412",
             "Ransomware on the file server of Voorbeeldstad\nsecond line");
    add_said(world, "2026-03-10T01:59:00Z", PK_SAY_WARN, "This cannot be read.");
    add_said(world, "2026-03-10T02:14:00Z", PK_SAY_INFO, "I26-0412 saved.");
    world->state.undo = g_strdup("report I26-0412");
    world->state.n_undo = 2;
    return world;
}

static void
free_world(World *world)
{
    g_ptr_array_unref(world->state.snapshot->rows);
    g_free(world->state.snapshot);
    g_ptr_array_unref(world->said);
    g_free(world->state.undo);
    pk_filterbar_clear(&world->state.filter);
    pk_zone_free(world->zone);
    g_free(world);
    pk_i18n_start("en");
}

static PkCanvas *
drawn(World *world)
{
    PkCanvas *canvas = pk_canvas_new(world->view.rows, world->view.cols);
    pk_log_draw(&world->state, &world->view, canvas,
                (PkRect){ 3, 0, world->view.rows - 5, world->view.cols });
    return canvas;
}

static void
test_golden(void)
{
    static const struct {
        PkLang lang;
        int rows, cols;
        const char *name;
    } cases[] = {
        { PK_LANG_EN, 24, 80, "log-80x24-en" },   { PK_LANG_NL, 24, 80, "log-80x24-nl" },
        { PK_LANG_EN, 40, 120, "log-120x40-en" }, { PK_LANG_NL, 40, 120, "log-120x40-nl" },
        { PK_LANG_EN, 24, 40, "log-40x24-en" },   { PK_LANG_NL, 24, 40, "log-40x24-nl" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        World *world = new_world(cases[i].lang, cases[i].rows, cases[i].cols);
        world->state.sel.selected = 101;
        g_autoptr(PkCanvas) canvas = drawn(world);
        pk_assert_golden(cases[i].name, canvas);
        free_world(world);
    }
}

/* Newest first, each with a key of its own; a message of the same moment comes after its line. */
static void
test_merges(void)
{
    static const int64_t want[] = { -2, 102, 101, -1, 100 };
    World *world = new_world(PK_LANG_EN, 24, 80);
    g_autoptr(GArray) entries = pk_log_entries(&world->state);
    g_assert_cmpuint(entries->len, ==, G_N_ELEMENTS(want));
    for (guint i = 0; i < entries->len; i++)
        g_assert_cmpint(g_array_index(entries, PkLogEntry, i).key, ==, want[i]);
    free_world(world);
}

static void
test_filters_messages(void)
{
    World *world = new_world(PK_LANG_EN, 24, 80);
    pk_filterbar_set(&world->state.filter, "SAVED");
    g_assert_true(pk_filterbar_worked(NULL, &world->state.filter, "SAVED", NULL));
    g_autoptr(GArray) entries = pk_log_entries(&world->state);
    g_assert_cmpuint(entries->len, ==, 4); /* lines come filtered from the store */
    g_assert_cmpint(g_array_index(entries, PkLogEntry, 0).key, ==, -2);
    free_world(world);
}

static void
test_any_size(void)
{
    World *world = new_world(PK_LANG_EN, 1, 1);
    for (int rows = 1; rows < 46; rows += rows < 12 ? 1 : 5) {
        for (int cols = 1; cols < 210; cols += cols < 50 ? 1 : 9) {
            world->view.rows = rows;
            world->view.cols = cols;
            world->state.sel.selected = 100;
            g_autoptr(PkCanvas) canvas = drawn(world);
            g_assert_cmpint(canvas->cursor_row, <, rows);
            g_assert_cmpint(canvas->cursor_col, <, cols);
        }
    }
    free_world(world);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/log/golden", test_golden);
    g_test_add_func("/log/merges", test_merges);
    g_test_add_func("/log/filters-messages", test_filters_messages);
    g_test_add_func("/log/any-size", test_any_size);
    return g_test_run();
}
