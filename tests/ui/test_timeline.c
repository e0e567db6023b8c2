/* SPDX-License-Identifier: EUPL-1.2 */
#include "golden.h"
#include "piket/model/timefmt.h"
#include "screens/timeline.h"

#include <string.h>

/* ---- a world made by hand -------------------------------------------------------------------- */

typedef struct {
    PkZone *zone;
    PkTimelineState state;
    PkShown shown;
    PkView view;
} World;

static int64_t
at(const char *rfc3339)
{
    int64_t us = 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(pk_time_parse_rfc3339(rfc3339, &us, &error));
    return us;
}

typedef struct {
    const char *event, *recorded, *author;
    PkCategory category;
    const char *text;
    bool pinned, corrected;
    int corrects; /* number of the line it corrects */
} Given;

/* clang-format off */
static const Given night[] = {
    { "2026-03-09T03:02:10Z", "2026-03-09T03:03:00Z", "jdv", PK_CAT_REPORT,
      "Call from duty number: \"strange logins in case system\"", false, false, 0 },
    { "2026-03-09T03:09:30Z", "2026-03-09T03:10:00Z", "jdv", PK_CAT_CONTACT,
      "Called back via card: S. Vos (VCIB), verified", true, false, 0 },
    { "2026-03-09T03:26:00Z", "2026-03-09T03:27:00Z", "jdv", PK_CAT_AWARE,
      "Oefendam confirms personal data involved; clocks started", true, false, 0 },
    { "2026-03-09T05:57:00Z", "2026-03-09T06:40:00Z", "mba", PK_CAT_CONTACT,
      "Supplier X reached, ticket 0000-1", false, false, 0 },
    { "2026-03-09T06:15:00Z", "2026-03-09T06:16:00Z", "mba", PK_CAT_DECISION,
      "D1 Switch off case system until forensic image is made", true, true, 0 },
    { "2026-03-09T06:31:00Z", "2026-03-09T06:33:12Z", "mba", PK_CAT_DECISION,
      "D2 Municipality reports to AP; IBD advises on wording\nAVG art. 33", false, false, 0 },
    { "2026-03-09T07:05:00Z", "2026-03-09T07:05:30Z", "jdv", PK_CAT_COMMS,
      "Handover to day shift, 3 open actions", false, false, 0 },
    { "2026-03-09T23:40:00Z", "2026-03-09T23:41:00Z", "mba", PK_CAT_DECISION,
      "D1 corrected: image ready, case system on again", false, false, 5 },
};
/* clang-format on */

static PkTimelineRow *
make_row(const Given *given, int64_t number)
{
    PkTimelineRow *row = g_new0(PkTimelineRow, 1);
    PkLine *line = pk_line_new();
    line->key = 1000 + number;
    line->incident_key = 9;
    line->no = number;
    line->event_us = at(given->event);
    line->recorded_us = line->received_us = at(given->recorded);
    line->author = g_strdup(given->author);
    line->category = given->category;
    line->text = g_strdup(given->text);
    line->pinned = given->pinned;
    line->corrected = given->corrected;
    row->line = line;
    row->ident = g_strdup("I26-0409");
    row->initials = g_strdup(given->author);
    row->number = number;
    return row;
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
fill(World *world, const Given *given, size_t n)
{
    PkTimeline *timeline = world->state.snapshot;
    world->state.keys = g_new0(int64_t, MAX(1, n));
    world->state.n = (int)n;
    for (size_t i = 0; i < n; i++) {
        PkTimelineRow *row = make_row(&given[i], (int64_t)i + 1);
        if (i > 0) {
            const PkTimelineRow *last = timeline->rows->pdata[i - 1];
            row->gap_us = row->line->event_us - last->line->event_us;
            row->gap = row->gap_us > 30 * PK_MINUTE_US;
            timeline->n_gaps += row->gap;
        }
        if (given[i].corrects)
            row->corrected = ((PkTimelineRow *)timeline->rows->pdata[given[i].corrects - 1])->line;
        timeline->n_pins += given[i].pinned;
        world->state.keys[i] = row->line->key;
        g_ptr_array_add(timeline->rows, row);
    }
    timeline->n_lines = (unsigned)n;
}

static World *
new_world(const Given *given, size_t n, PkLang lang, int rows, int cols)
{
    World *world = g_new0(World, 1);
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    world->zone = pk_zone_new(NULL, NULL);
    world->view = (PkView){ .now_us = at("2026-03-10T02:24:00Z"),
                            .zone = world->zone,
                            .lang = lang,
                            .focused = true,
                            .rows = rows,
                            .cols = cols,
                            .gap_minutes = 30 };
    PkTimeline *timeline = world->state.snapshot = g_new0(PkTimeline, 1);
    timeline->rows = g_ptr_array_new_with_free_func(row_free);
    timeline->incident = pk_incident_new();
    timeline->incident->key = world->state.incident_key = 9;
    timeline->incident->ident = g_strdup("I26-0409");
    timeline->incident->title = g_strdup("Data breach case system");
    timeline->incident->severity = PK_SEVERITY_HIGH;
    timeline->place = g_strdup("Oefendam");
    timeline->chain_ok = true;
    timeline->chain_said = g_strdup("chain OK: 8 lines, last 9f3c-21ab");
    world->state.shown = &world->shown;
    fill(world, given, n);
    pk_listsel_set(&world->state.sel, (PkListRows){ world->state.keys, (int)n }, 5);
    return world;
}

static void
free_world(World *world)
{
    PkTimeline *timeline = world->state.snapshot;
    if (timeline) {
        g_ptr_array_unref(timeline->rows);
        pk_incident_free(timeline->incident);
        g_free(timeline->place);
        g_free(timeline->chain_said);
        g_free(timeline);
    }
    pk_filterbar_clear(&world->state.filter);
    g_free(world->state.keys);
    pk_zone_free(world->zone);
    g_free(world);
    pk_i18n_start("en");
}

static PkCanvas *
drawn(World *world)
{
    PkCanvas *canvas = pk_canvas_new(world->view.rows, world->view.cols);
    int top = world->view.cols >= 100 && world->view.rows >= 30 ? 4 : 3;
    pk_timeline_draw(&world->state, &world->view, canvas,
                     (PkRect){ top, 0, world->view.rows - top - 2, world->view.cols });
    return canvas;
}

static bool
has(const PkCanvas *canvas, const char *text)
{
    for (int row = 0; row < canvas->rows; row++) {
        g_autofree char *words = pk_canvas_row(canvas, row);
        if (strstr(words, text))
            return true;
    }
    return false;
}

/* ---- what it looks like ------------------------------------------------------------------------
 */

static void
test_golden(void)
{
    static const struct {
        PkLang lang;
        int rows, cols;
        const char *name;
    } cases[] = {
        { PK_LANG_EN, 24, 80, "timeline-80x24-en" },
        { PK_LANG_NL, 24, 80, "timeline-80x24-nl" },
        { PK_LANG_EN, 40, 120, "timeline-120x40-en" },
        { PK_LANG_NL, 40, 120, "timeline-120x40-nl" },
        { PK_LANG_EN, 24, 40, "timeline-40x24-en" },
        { PK_LANG_NL, 24, 40, "timeline-40x24-nl" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        World *world =
            new_world(night, G_N_ELEMENTS(night), cases[i].lang, cases[i].rows, cases[i].cols);
        pk_filterbar_set(&world->state.filter, "cat:decision");
        g_autoptr(PkCanvas) canvas = drawn(world);
        pk_assert_golden(cases[i].name, canvas);
        free_world(world);
    }
}

static void
test_order_of_receipt(void)
{
    World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_EN, 24, 80);
    world->state.order = PK_BY_RECEIVED;
    g_autoptr(PkCanvas) canvas = drawn(world);
    g_assert_true(has(canvas, "(HAPPENED 06:57)"));
    g_assert_true(has(canvas, "order: received"));
    g_assert_false(has(canvas, "LATE"));
    free_world(world);
}

static void
test_utc(void)
{
    World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_EN, 24, 80);
    world->view.utc = true;
    g_autoptr(PkCanvas) canvas = drawn(world);
    g_assert_true(has(canvas, ">  06:31Z  DECISION"));
    g_assert_true(has(canvas, "(LATE 06:40Z)"));
    free_world(world);
}

/* 25 October 2026: 02:30 comes twice, so every line of that day names its zone. */
static void
test_doubled_night(void)
{
    static const Given doubled[] = {
        { "2026-10-24T20:00:00Z", "2026-10-24T20:00:00Z", "jdv", PK_CAT_TECH, "before", 0, 0, 0 },
        { "2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z", "jdv", PK_CAT_TECH, "first", 0, 0, 0 },
        { "2026-10-25T01:30:00Z", "2026-10-25T01:30:00Z", "jdv", PK_CAT_TECH, "second", 0, 0, 0 },
    };
    static const int widths[] = { 40, 80, 120 };
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        World *world = new_world(doubled, G_N_ELEMENTS(doubled), PK_LANG_EN, 30, widths[i]);
        g_autoptr(PkCanvas) canvas = drawn(world);
        const char *first = widths[i] == 120 ? "02:30:00 CEST" : "02:30 CEST";
        const char *second = widths[i] == 120 ? "02:30:00 CET" : "02:30 CET";
        g_assert_true(has(canvas, first));
        g_assert_true(has(canvas, second));
        g_assert_true(has(canvas, "Sat 24 Oct 2026 CEST"));
        free_world(world);
    }
}

static void
test_all_incidents(void)
{
    World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_EN, 24, 80);
    pk_incident_free(world->state.snapshot->incident);
    world->state.snapshot->incident = NULL;
    world->state.incident_key = 0;
    g_autoptr(PkCanvas) canvas = drawn(world);
    g_assert_true(has(canvas, "All incidents"));
    g_assert_true(has(canvas, ">  07:31  I26-0409  DECISION"));
    world->view.cols = 40;
    g_autoptr(PkCanvas) narrow = drawn(world);
    g_assert_true(has(narrow, "  I26-0409 D2 Municipality"));
    free_world(world);
}

/* The widest words of the language leave the time, the label and the mark whole. */
static void
test_nothing_cut_that_counts(void)
{
    static const int widths[] = { 40, 60, 80, 100, 120 };
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_NL, 40, widths[i]);
        PkLine *line = ((PkTimelineRow *)world->state.snapshot->rows->pdata[5])->line;
        line->category = PK_CAT_COMMS;
        line->tlp = PK_TLP_AMBER_STRICT;
        line->recorded_us += 30 * PK_MINUTE_US;
        line->pinned = true;
        g_autoptr(PkCanvas) canvas = drawn(world);
        g_assert_true(has(canvas, "TLP:AMBER+STRICT"));
        g_assert_true(has(canvas, "WOORDVOERING"));
        /* Where both do not fit, the label stays and the pane says when. */
        g_assert_true(has(canvas, widths[i] == 60 ? "08:03 CET" : "NAGEKOMEN 08:03"));
        if (widths[i] >= 60)
            g_assert_true(has(canvas, "WOORDVOERING  ma 9 mrt 2026 07:31 CET"));
        free_world(world);
    }
}

static void
test_broken_chain_and_bad_filter(void)
{
    World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_EN, 24, 80);
    world->state.snapshot->chain_ok = false;
    g_free(world->state.snapshot->chain_said);
    world->state.snapshot->chain_said = g_strdup("line 5 does not fit line 4");
    world->state.filter.error = g_strdup("There is no field 'gmente'.");
    g_autoptr(PkCanvas) canvas = drawn(world);
    g_assert_true(has(canvas, "CHAIN BROKEN"));
    g_assert_true(has(canvas, "line 5 does not fit line 4"));
    g_assert_true(has(canvas, "There is no field 'gmente'."));
    g_assert_true(has(canvas, "07:31  DECISION"));
    free_world(world);
}

static void
test_erased_hidden_and_hostile(void)
{
    World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_EN, 24, 80);
    GPtrArray *rows = world->state.snapshot->rows;
    PkLine *erased = ((PkTimelineRow *)rows->pdata[4])->line;
    PkLine *hostile = ((PkTimelineRow *)rows->pdata[5])->line;
    erased->erased = true;
    g_clear_pointer(&erased->text, g_free);
    hostile->tlp = PK_TLP_RED;
    g_free(hostile->text);
    hostile->text = g_strdup("\033]0;x\007 \xe2\x80\xae evil");
    hostile->details = g_strdup("{\"fields\":{\"severity\":{\"old\":\"medium\",\"new\":\"high\"}},"
                                "\"basis\":\"AVG\\u001b[2J\",\"version\":3}");
    g_autoptr(PkCanvas) canvas = drawn(world);
    g_assert_true(has(canvas, "(erased)"));
    g_assert_true(has(canvas, "TLP:RED <1B>]0;x<07>"));
    g_assert_true(has(canvas, "severity  medium -> high"));
    g_assert_false(has(canvas, "version"));
    free_world(world);
}

/* A note as long as one may be costs no more than a screen. */
static void
test_longest_line(void)
{
    World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_EN, 24, 80);
    PkLine *line = ((PkTimelineRow *)world->state.snapshot->rows->pdata[5])->line;
    g_free(line->text);
    GString *text = g_string_new(NULL);
    while (text->len < PK_LINE_TEXT_MAX - 4)
        g_string_append(text, "\xc3\xa9\xc3\xa9");
    line->text = g_string_free(text, FALSE);
    g_autoptr(PkCanvas) canvas = drawn(world);
    g_assert_true(has(canvas, "... mba"));
    g_assert_true(has(canvas, "recorded by mba"));
    g_autofree char *first = pk_timeline_first(line->text);
    g_assert_true(g_utf8_validate(first, -1, NULL));
    g_assert_true(g_str_has_suffix(first, " ..."));
    free_world(world);
}

static void
test_empty(void)
{
    World *world = new_world(night, 0, PK_LANG_EN, 24, 80);
    g_autoptr(PkCanvas) canvas = drawn(world);
    g_assert_true(has(canvas, "No lines yet."));
    pk_filterbar_set(&world->state.filter, "is:pin");
    g_autoptr(PkCanvas) filtered = drawn(world);
    g_assert_true(has(filtered, "Esc clears it."));
    free_world(world);
}

static void
test_any_size(void)
{
    World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_EN, 1, 1);
    for (int rows = 1; rows < 46; rows += rows < 12 ? 1 : 5) {
        for (int cols = 1; cols < 210; cols += cols < 50 ? 1 : 9) {
            for (int sel = 0; sel < 8; sel += 7) {
                world->view.rows = rows;
                world->view.cols = cols;
                pk_listsel_set(&world->state.sel, (PkListRows){ world->state.keys, world->state.n },
                               sel);
                g_autoptr(PkCanvas) canvas = drawn(world);
                g_assert_cmpint(canvas->cursor_row, <, rows);
                g_assert_cmpint(canvas->cursor_col, <, cols);
            }
        }
    }
    free_world(world);
}

/* The chosen line is on the screen, with the cursor on its '>', wherever one goes. */
static void
test_selection_stays_in_sight(void)
{
    static const int widths[] = { 40, 80, 120 };
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        World *world = new_world(night, G_N_ELEMENTS(night), PK_LANG_EN, 15, widths[i]);
        PkListRows rows = { world->state.keys, world->state.n };
        for (int step = 0; step < 2 * rows.n; step++) {
            pk_listsel_set(&world->state.sel, rows, step < rows.n ? step : 2 * rows.n - 1 - step);
            g_autoptr(PkCanvas) canvas = drawn(world);
            const PkCell *cell = pk_canvas_cell(canvas, canvas->cursor_row, canvas->cursor_col);
            g_assert_cmpstr(cell->text, ==, ">");
            g_assert_cmpint(cell->role, ==, PK_ROLE_SELECTED);
        }
        free_world(world);
    }
}

/* ---- categories in the filter -------------------------------------------------------------------
 */

static void
test_categories(void)
{
    static const struct {
        const char *text;
        guint bits;
        const char *rest, *again;
    } cases[] = {
        { "", 0, "", "" },
        { "is:pin", 0, "is:pin", "is:pin" },
        { "cat:decision,contact", 1u << PK_CAT_DECISION | 1u << PK_CAT_CONTACT, "",
          "cat:contact,decision" },
        { "cat:besluit is:pin", 1u << PK_CAT_DECISION, "is:pin", "cat:decision is:pin" },
        { "cat:tech (is:pin OR by:mba)", 1u << PK_CAT_TECH, "is:pin OR by:mba",
          "cat:tech (is:pin OR by:mba)" },
        { "cat:tech OR is:pin", 0, "cat:tech OR is:pin", "cat:tech OR is:pin" },
        { "cat:tech (a) (b)", 1u << PK_CAT_TECH, "(a) (b)", "cat:tech (a) (b)" },
        { "cat:nonsense x", 0, "cat:nonsense x", "cat:nonsense x" },
    };
    pk_i18n_start("en");
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *rest = NULL;
        guint bits = pk_timeline_categories(cases[i].text, &rest);
        g_autofree char *again = pk_timeline_with_categories(bits, rest);
        g_assert_cmpuint(bits, ==, cases[i].bits);
        g_assert_cmpstr(rest, ==, cases[i].rest);
        g_assert_cmpstr(again, ==, cases[i].again);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/timeline/golden", test_golden);
    g_test_add_func("/timeline/order-of-receipt", test_order_of_receipt);
    g_test_add_func("/timeline/utc", test_utc);
    g_test_add_func("/timeline/doubled-night", test_doubled_night);
    g_test_add_func("/timeline/all-incidents", test_all_incidents);
    g_test_add_func("/timeline/nothing-cut-that-counts", test_nothing_cut_that_counts);
    g_test_add_func("/timeline/broken-chain-and-bad-filter", test_broken_chain_and_bad_filter);
    g_test_add_func("/timeline/erased-hidden-and-hostile", test_erased_hidden_and_hostile);
    g_test_add_func("/timeline/longest-line", test_longest_line);
    g_test_add_func("/timeline/empty", test_empty);
    g_test_add_func("/timeline/any-size", test_any_size);
    g_test_add_func("/timeline/selection-stays-in-sight", test_selection_stays_in_sight);
    g_test_add_func("/timeline/categories", test_categories);
    return g_test_run();
}
