/* SPDX-License-Identifier: EUPL-1.2 */
/* The filter bar with a reader of its own: answers come when the test lets them in, so late ones
 * are late every time. */
#include "appkit.h"
#include "console.h"
#include "piket/app/read.h"
#include "piket/base/error.h"
#include "screens/contacts.h"
#include "screens/incidents.h"
#include "screens/log.h"
#include "screens/timeline.h"

#include <string.h>

typedef struct {
    Kit kit;
    PkUi *ui;
} World;

/* clang-format off */
static const struct {
    const char *key;
    const PkScreen *screen;
    const char *start; /* what holds there at first */
} places[] = {
    { "2", &pk_screen_incidents, "status:open" },
    { "5", &pk_screen_timeline,  "" },
    { "7", &pk_screen_contacts,  "" },
    { "9", &pk_screen_log,       "" },
};
/* clang-format on */

/* What the reader has done stands ready, and nobody was told. */
static void
ready(World *world)
{
    pk_worker_drain(world->ui->reader);
}

/* All answers are in, and those to what they asked for in their turn. */
static void
arrive(World *world)
{
    do
        pk_worker_drain(world->ui->reader);
    while (g_main_context_iteration(NULL, FALSE));
}

static void
start(World *world)
{
    *world = (World){ 0 };
    pk_i18n_start("en");
    kit_start(&world->kit);
    kit_register(&world->kit);
    kit_report(&world->kit);
    world->ui = pk_ui_new_headless(world->kit.app, world->kit.dir, PK_LANG_EN, 24, 80);
    PkAppConfig config = { .where = world->kit.file, .login = "jdevries", .name = "J. de Vries" };
    world->ui->reader = pk_worker_new(&config);
    world->ui->sync_app = NULL;
}

static void
stop(World *world)
{
    arrive(world);
    pk_ui_free(world->ui);
    kit_stop(&world->kit);
}

static void
press(World *world, const char *keys)
{
    g_auto(GStrv) names = g_strsplit(keys, " ", -1);
    for (guint i = 0; names[i]; i++)
        pk_ui_feed_name(world->ui, names[i]);
}

static const PkFilterBar *
bar_of(World *world, size_t place)
{
    void *state = pk_ui_state(world->ui, places[place].screen);
    switch (place) {
    case 0: return &((PkIncidents *)state)->bar;
    case 1: return &((PkTimelineState *)state)->filter;
    case 2: return &((PkContactsState *)state)->filter;
    default: return &((PkLogState *)state)->filter;
    }
}

/* How many rows the list on the screen has. */
static unsigned
rows_of(World *world, size_t place)
{
    void *state = pk_ui_state(world->ui, places[place].screen);
    switch (place) {
    case 0: return ((PkIncidents *)state)->list->rows->len;
    case 1: return (unsigned)((PkTimelineState *)state)->n;
    case 2: return (unsigned)((PkContactsState *)state)->n;
    default: return ((PkLogState *)state)->snapshot->rows->len;
    }
}

static bool
said(World *world, const char *text)
{
    for (guint i = 0; i < world->ui->said->len; i++) {
        const PkSaid *one = world->ui->said->pdata[i];
        if (strstr(one->text, text))
            return true;
    }
    return false;
}

static unsigned
go(World *world, size_t place)
{
    press(world, places[place].key);
    arrive(world);
    const PkFilterBar *bar = bar_of(world, place);
    g_assert_cmpstr(bar->good, ==, places[place].start);
    unsigned n = rows_of(world, place);
    g_assert_cmpuint(n, >, 0);
    press(world, "/ C-u");
    arrive(world);
    return n;
}

/* An answer about half a word comes after the word turned out to be none: nothing changes. */
static void
test_refused_at_once(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        World world;
        start(&world);
        unsigned n = go(&world, i);
        const PkFilterBar *bar = bar_of(&world, i);
        pk_ui_feed_text(world.ui, "gmente");
        ready(&world);
        pk_ui_feed_text(world.ui, ":x");
        g_assert_nonnull(bar->error); /* by the words alone, whatever the reader does */
        press(&world, "enter");
        g_assert_nonnull(bar->before); /* the prompt stays */
        g_assert_true(said(&world, "gmente"));
        arrive(&world);
        g_assert_nonnull(bar->error);
        g_assert_cmpstr(bar->good, ==, "");
        g_assert_cmpuint(rows_of(&world, i), ==, n);
        press(&world, "esc");
        arrive(&world);
        g_assert_null(bar->error);
        g_assert_cmpstr(bar->text, ==, places[i].start);
        g_assert_cmpstr(bar->good, ==, places[i].start);
        g_assert_cmpuint(rows_of(&world, i), ==, n);
        stop(&world);
    }
}

/* A name is refused by the answer. When that comes after Enter, what held before typing is back,
 * with its list; never a list of half a word, and never a list under another filter's name. */
static void
test_refused_late(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        World world;
        start(&world);
        unsigned n = go(&world, i);
        const PkFilterBar *bar = bar_of(&world, i);
        pk_ui_feed_text(world.ui, "xyzzy");
        ready(&world);
        press(&world, "C-u");
        pk_ui_feed_text(world.ui, "gm:xyzzy");
        press(&world, "enter");
        g_assert_null(bar->before);
        arrive(&world);
        g_assert_true(said(&world, "xyzzy"));
        g_assert_cmpstr(bar->text, ==, places[i].start);
        g_assert_cmpstr(bar->good, ==, places[i].start);
        g_assert_cmpuint(rows_of(&world, i), ==, n);
        stop(&world);
    }
}

/* The same name, but the answer was there before Enter: the prompt stays. */
static void
test_refused_in_time(void)
{
    World world;
    start(&world);
    go(&world, 0);
    pk_ui_feed_text(world.ui, "gm:xyzzy");
    arrive(&world);
    press(&world, "enter");
    g_assert_nonnull(bar_of(&world, 0)->before);
    g_assert_true(said(&world, "xyzzy"));
    stop(&world);
}

/* Another panel over the prompt: what the list shows is what holds. */
static void
test_abandoned(void)
{
    World world;
    start(&world);
    go(&world, 0);
    pk_ui_feed_text(world.ui, "sev:low");
    arrive(&world);
    pk_ui_feed_text(world.ui, " gmente:");
    pk_ui_close_panel(world.ui);
    arrive(&world);
    g_assert_cmpstr(bar_of(&world, 0)->text, ==, "sev:low");
    g_assert_cmpstr(bar_of(&world, 0)->good, ==, "sev:low");
    g_assert_cmpuint(rows_of(&world, 0), ==, 0);
    stop(&world);
}

/* Answers in any order: only the one about what is asked for now counts. */
static void
test_only_what_is_asked(void)
{
    World world;
    start(&world);
    PkFilterBar bar = { 0 };
    g_autoptr(GError) no = g_error_new_literal(PK_ERROR, PK_ERROR_INVALID, "no such name");
    g_autoptr(GError) busy = g_error_new_literal(PK_ERROR, PK_ERROR_BUSY, "interrupted");

    pk_filterbar_set(&bar, "a");
    g_assert_true(pk_filterbar_worked(world.ui, &bar, "a", NULL));
    pk_filterbar_set(&bar, "b");
    g_assert_false(pk_filterbar_worked(world.ui, &bar, "a", NULL));
    g_assert_false(pk_filterbar_failed(world.ui, &bar, "a", no));
    g_assert_false(pk_filterbar_failed(world.ui, &bar, "b", busy));
    g_assert_cmpstr(bar.text, ==, "b");
    g_assert_cmpstr(bar.good, ==, "a");
    g_assert_false(said(&world, "no such name"));
    g_assert_false(pk_filterbar_failed(world.ui, &bar, "b", no)); /* the list is still that of a */
    g_assert_cmpstr(bar.text, ==, "a");
    g_assert_true(said(&world, "no such name"));
    pk_filterbar_clear(&bar);
    pk_filterbar_set(&bar, "b");
    g_assert_true(pk_filterbar_failed(world.ui, &bar, "b", no)); /* there is no list yet */
    g_assert_cmpstr(bar.text, ==, "");
    pk_filterbar_clear(&bar);
    stop(&world);
}

static void
test_readable(void)
{
    static const struct {
        const char *text;
        bool readable;
    } cases[] = { { "", true },          { "gm:xyzzy", true },   { "by:me", true },
                  { "since:24h", true }, { "since:zzz", false }, { "gmente:x", false },
                  { "\"open", false },   { "sev:>=3", true },    { "sev:9", false } };
    g_autoptr(PkZone) zone = pk_zone_new(NULL, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        bool readable =
            pk_filter_readable(cases[i].text, PK_FILTER_INCIDENTS, KIT_NOW_US, zone, &error);
        g_assert_cmpint(readable, ==, cases[i].readable);
        g_assert_cmpint(error == NULL, ==, readable);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/filterbar/refused-at-once", test_refused_at_once);
    g_test_add_func("/filterbar/refused-late", test_refused_late);
    g_test_add_func("/filterbar/refused-in-time", test_refused_in_time);
    g_test_add_func("/filterbar/abandoned", test_abandoned);
    g_test_add_func("/filterbar/only-what-is-asked", test_only_what_is_asked);
    g_test_add_func("/filterbar/readable", test_readable);
    return g_test_run();
}
