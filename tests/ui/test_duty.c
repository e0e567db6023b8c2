/* SPDX-License-Identifier: EUPL-1.2 */
#include "golden.h"
#include "piket/base/i18n.h"
#include "piket/model/timefmt.h"
#include "screens/duty.h"

#include <string.h>

typedef struct {
    PkZone *zone;
    PkDutyState state;
    PkShown shown;
    PkView view;
} World;

static int64_t
at(const char *rfc3339)
{
    int64_t us = 0;
    g_assert_true(pk_time_parse_rfc3339(rfc3339, &us, NULL));
    return us;
}

static PkDutyRow *
row(PkDuty duty, const char *name, const char *from, const char *until, PkShiftSource source)
{
    PkDutyRow *made = g_new0(PkDutyRow, 1);
    made->shift = pk_shift_new();
    made->shift->duty = duty;
    made->shift->source = source;
    made->shift->key = source == PK_SHIFT_PATTERN ? 0 : 7;
    made->shift->from_us = at(from);
    made->shift->until_us = at(until);
    g_free(made->shift->uuid);
    made->shift->uuid = g_strdup_printf("%s-%d", from, (int)duty);
    made->name = g_strdup(name);
    made->phone = g_strdup("06 0000 0011");
    return made;
}

static PkDutyBoard *
board(bool filled)
{
    PkDutyBoard *made = g_new0(PkDutyBoard, 1);
    made->rows = g_ptr_array_new_with_free_func((GDestroyNotify)pk_duty_row_free);
    made->troubles = g_ptr_array_new_with_free_func((GDestroyNotify)pk_duty_trouble_free);
    made->shares = g_ptr_array_new_with_free_func((GDestroyNotify)pk_duty_share_free);
    made->patterns = g_ptr_array_new();
    made->duties = 1u << PK_DUTY_OFFICER | 1u << PK_DUTY_BACKUP;
    if (!filled)
        return made;
    made->now.rows[PK_DUTY_OFFICER] = row(PK_DUTY_OFFICER, "J. de Vries", "2026-03-06T16:00:00Z",
                                          "2026-03-13T16:00:00Z", PK_SHIFT_PATTERN);
    for (int week = 0; week < 8; week++) {
        g_autofree char *from = g_strdup_printf("2026-03-%02dT16:00:00Z", 6 + week);
        g_autofree char *until = g_strdup_printf("2026-03-%02dT16:00:00Z", 7 + week);
        g_ptr_array_add(made->rows, row(week % 3 ? PK_DUTY_OFFICER : PK_DUTY_BACKUP,
                                        week % 2 ? "S. el Amrani" : "J. de Vries", from, until,
                                        week == 2 ? PK_SHIFT_TAKE : PK_SHIFT_PATTERN));
    }
    PkDutyTrouble *trouble = g_new0(PkDutyTrouble, 1);
    trouble->finding = g_new0(PkRotaFinding, 1);
    trouble->said = g_strdup("Nobody is backup from Tue 10 Mar 03:14 to Tue 24 Mar 03:14 (14d00), "
                             "and that is a sentence for two rows.");
    g_ptr_array_add(made->troubles, trouble);
    PkDutyShare *share = g_new0(PkDutyShare, 1);
    share->share = g_new0(PkRotaShare, 1);
    *share->share = (PkRotaShare){ NULL, 167 * PK_HOUR_US, 7, 47 * PK_HOUR_US, 24 * PK_HOUR_US };
    share->name = g_strdup("J. de Vries");
    g_ptr_array_add(made->shares, share);
    return made;
}

static World *
new_world(PkLang lang, int rows, int cols, bool filled)
{
    World *world = g_new0(World, 1);
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    world->zone = pk_zone_new(NULL, NULL);
    world->view = (PkView){ .now_us = at("2026-03-10T02:14:00Z"),
                            .zone = world->zone,
                            .lang = lang,
                            .focused = true,
                            .rows = rows,
                            .cols = cols };
    world->state.keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    world->state.shown = &world->shown;
    pk_duty_take_board(&world->state, board(filled));
    return world;
}

static void
free_world(World *world)
{
    pk_duty_board_free(world->state.board);
    g_array_unref(world->state.keys);
    pk_zone_free(world->zone);
    g_free(world);
    pk_i18n_start("en");
}

static PkCanvas *
drawn(World *world)
{
    PkCanvas *canvas = pk_canvas_new(world->view.rows, world->view.cols);
    pk_duty_draw(&world->state, &world->view, canvas,
                 (PkRect){ 3, 0, world->view.rows - 5, world->view.cols });
    return canvas;
}

static void
test_golden(void)
{
    static const struct {
        PkLang lang;
        int rows, cols;
        bool filled;
        const char *name;
    } cases[] = {
        { PK_LANG_EN, 24, 80, true, "duty-80x24-en" },
        { PK_LANG_NL, 24, 80, true, "duty-80x24-nl" },
        { PK_LANG_EN, 40, 120, true, "duty-120x40-en" },
        { PK_LANG_NL, 40, 120, true, "duty-120x40-nl" },
        { PK_LANG_EN, 24, 40, true, "duty-40x24-en" },
        { PK_LANG_NL, 24, 40, true, "duty-40x24-nl" },
        { PK_LANG_EN, 24, 80, false, "duty-empty-80x24-en" },
        { PK_LANG_NL, 24, 80, false, "duty-empty-80x24-nl" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        World *world = new_world(cases[i].lang, cases[i].rows, cases[i].cols, cases[i].filled);
        g_autoptr(PkCanvas) canvas = drawn(world);
        pk_assert_golden(cases[i].name, canvas);
        free_world(world);
    }
}

/* The selection stays on its shift when the rota is read again. */
static void
test_selection(void)
{
    World *world = new_world(PK_LANG_EN, 24, 80, true);
    PkListRows rows = { (int64_t *)(void *)world->state.keys->data, (int)world->state.keys->len };
    pk_listsel_set(&world->state.sel, rows, 2);
    PkDutyBoard *next = board(true);
    g_ptr_array_remove_index(next->rows, 0);
    pk_duty_take_board(&world->state, next);
    g_assert_cmpint(world->state.sel.at, ==, 1);
    g_assert_cmpint(pk_duty_selected(&world->state)->shift->source, ==, PK_SHIFT_TAKE);
    free_world(world);
}

static void
test_any_size(void)
{
    World *world = new_world(PK_LANG_NL, 1, 1, true);
    for (int rows = 1; rows < 46; rows += rows < 12 ? 1 : 5) {
        for (int cols = 1; cols < 210; cols += cols < 50 ? 1 : 9) {
            world->view.rows = rows;
            world->view.cols = cols;
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
    g_test_add_func("/duty/golden", test_golden);
    g_test_add_func("/duty/selection", test_selection);
    g_test_add_func("/duty/any-size", test_any_size);
    return g_test_run();
}
