/* SPDX-License-Identifier: EUPL-1.2 */
/* The top line tells of the watch: loud when there is none any more, since when where that fits,
 * in both languages; with room also that there is one; nothing when there never was one. */
#include "canvas.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/model/zone.h"
#include "ui.h"
#include "ward.h"

#include <string.h>

/* The console's top line, at 03:14. Owned. */
static char *
top(Ward *ward, PkLang lang, int cols)
{
    pk_i18n_start(lang == PK_LANG_NL ? "nl" : "en");
    pk_clock_pretend(KIT_NOW_US);
    PkUi *ui = pk_ui_new_headless(ward->kit.app, ward->kit.dir, lang, cols < 100 ? 24 : 40, cols);
    g_autoptr(PkCanvas) canvas = pk_ui_canvas(ui);
    char *words = pk_canvas_row(canvas, 0);

    pk_ui_free(ui);
    g_assert_cmpint(g_utf8_strlen(words, -1), <=, cols);
    return words;
}

static void
test_none(void)
{
    Ward ward;

    ward_start(&ward);
    kit_report(&ward.kit);
    g_autofree char *words = top(&ward, PK_LANG_EN, 120);
    g_assert_null(strcasestr(words, "watch"));
    ward_stop(&ward);
}

static void
test_gone(void)
{
    static const struct {
        PkLang lang;
        int cols;
        const char *words;
    } tops[] = {
        { PK_LANG_EN, 80, "  NO WATCH  " },
        { PK_LANG_EN, 120, "  NO WATCH since 02:10  " },
        { PK_LANG_NL, 80, "  GEEN WACHT  " },
        { PK_LANG_NL, 120, "  GEEN WACHT sinds 02:10  " },
        { PK_LANG_EN, 40, "" }, /* what fits; the line still ends where the screen does */
    };
    Ward ward;
    int64_t at_us = KIT_NOW_US - 64 * PK_MINUTE_US;

    ward_start(&ward);
    kit_report(&ward.kit);
    g_assert_true(ward_active(&ward, ward.watch, at_us - PK_HOUR_US, 0));
    g_assert_true(pk_watch_stop(ward.watch, at_us, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(tops); i++) {
        g_autofree char *words = top(&ward, tops[i].lang, tops[i].cols);
        if (!strstr(words, tops[i].words))
            g_error("'%s' is not in '%s'", tops[i].words, words);
    }
    pk_i18n_start("en");
    ward_stop(&ward);
}

static void
test_alive(void)
{
    Ward ward;

    ward_start(&ward);
    kit_report(&ward.kit);
    g_assert_true(ward_active(&ward, ward.watch, KIT_NOW_US, 0));
    g_autofree char *wide = top(&ward, PK_LANG_EN, 120);
    g_autofree char *narrow = top(&ward, PK_LANG_EN, 80);
    g_assert_nonnull(strstr(wide, "watch since 03:14"));
    g_assert_null(strcasestr(narrow, "watch"));
    ward_stop(&ward);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/watch-top/none", test_none);
    g_test_add_func("/watch-top/gone", test_gone);
    g_test_add_func("/watch-top/alive", test_alive);
    return g_test_run();
}
