/* SPDX-License-Identifier: EUPL-1.2 */
/* The timeline: both orders, gaps, late lines, corrections, filters, and both nights of the clock.
 */
#include "appkit.h"

#include "piket/app/read.h"
#include "piket/model/timefmt.h"

#include <string.h>

#define MINUTE_US (INT64_C(60) * 1000000)
#define HOUR_US   (60 * MINUTE_US)

static int64_t
note(Kit *kit, int64_t incident, const char *text, int64_t event_us, PkCategory category)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    PkNote note = { .text = text, .event_us = event_us, .category = category };

    pk_note_add(kit->app, incident, &note, &done, &error);
    g_assert_no_error(error);
    return done.line_key;
}

static PkTimeline *
load(Kit *kit, int64_t incident, const char *filter, PkLineOrder order)
{
    g_autoptr(GError) error = NULL;
    PkTimelineAsk ask = { .incident_key = incident, .filter = filter, .order = order };
    PkTimeline *timeline = pk_timeline_load(kit->app, &ask, NULL, &error);

    g_assert_no_error(error);
    return timeline;
}

/* The first word of every line. */
static char *
words(const PkTimeline *timeline)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < timeline->rows->len; i++) {
        const PkTimelineRow *row = timeline->rows->pdata[i];
        const char *text = row->line->text ? row->line->text : "-";
        g_string_append_printf(out, "%s%.*s", i ? " " : "", (int)strcspn(text, " .:"), text);
    }
    return g_string_free(out, FALSE);
}

/* A night: reported 03:14, then quiet, then a line that was written down late. */
static int64_t
night(Kit *kit)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    PkReport report = { .org_key = kit->oefendam, .note = (char *)"Report of the night" };

    pk_report_save(kit->app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    kit_later(600);
    note(kit, done.incident_key, "Contact by telephone", 0, PK_CAT_CONTACT);
    kit_later(9000); /* 2h30 */
    int64_t wrong = note(kit, done.incident_key, "Decision D1 switch off", 0, PK_CAT_DECISION);
    kit_later(300);
    note(kit, done.incident_key, "Early things, remembered late", KIT_NOW_US + 20 * MINUTE_US,
         PK_CAT_TECH);
    PkNote again = { .text = "Instead D1: leave on",
                     .category = PK_CAT_DECISION,
                     .corrects_key = wrong };
    pk_note_add(kit->app, done.incident_key, &again, NULL, &error);
    g_assert_no_error(error);
    pk_pin_set(kit->app, wrong, true, NULL, &error);
    g_assert_no_error(error);
    return done.incident_key;
}

static void
test_orders(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = night(&kit);
    g_autoptr(PkTimeline) event = load(&kit, key, NULL, PK_BY_EVENT);
    g_autofree char *one = words(event);
    g_assert_true(g_str_has_prefix(one, "Report Contact Early Decision Instead"));
    g_autoptr(PkTimeline) received = load(&kit, key, "", PK_BY_RECEIVED);
    g_autofree char *two = words(received);
    g_assert_true(g_str_has_prefix(two, "Report Contact Decision Early Instead"));
    g_assert_cmpuint(event->n_lines, ==, event->rows->len);
    g_assert_cmpuint(event->n_pins, ==, 1);
    g_assert_false(event->more);
    for (guint i = 0; i < received->rows->len; i++) {
        const PkTimelineRow *row = received->rows->pdata[i];
        g_assert_cmpint(row->number, ==, i + 1);
        g_assert_cmpstr(row->initials, ==, "jdv");
        g_assert_cmpstr(row->ident, ==, "I26-0001");
    }
    const PkTimelineRow *early = event->rows->pdata[2];
    g_assert_cmpint(early->number, ==, 4); /* the number is of the line, not of the place */
    g_assert_true(pk_line_late(early->line));
    g_assert_true(event->chain_ok);
    g_autofree char *start = g_strdup_printf("chain OK: %u lines, last ", event->n_lines);
    g_assert_true(g_str_has_prefix(event->chain_said, start));
    g_assert_cmpuint(strlen(event->chain_said), ==, strlen(start) + 9);
    kit_stop(&kit);
}

static void
test_gaps(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = night(&kit);
    g_autoptr(PkTimeline) event = load(&kit, key, NULL, PK_BY_EVENT);
    g_assert_cmpuint(event->n_gaps, ==, 1);
    const PkTimelineRow *report = event->rows->pdata[0], *contact = event->rows->pdata[1];
    const PkTimelineRow *decision = event->rows->pdata[3];
    g_assert_cmpint(report->gap_us, ==, 0);
    g_assert_false(contact->gap);
    g_assert_cmpint(contact->gap_us, ==, 10 * MINUTE_US);
    g_assert_true(decision->gap); /* 03:34 - 05:54 */
    g_assert_cmpint(decision->gap_us, ==, 140 * MINUTE_US);
    /* A filter makes no silence: only what nobody wrote is a gap. */
    g_autoptr(PkTimeline) some = load(&kit, key, "cat:report,decision", PK_BY_EVENT);
    g_assert_cmpuint(some->rows->len, ==, 3);
    const PkTimelineRow *second = some->rows->pdata[1];
    g_assert_true(second->gap);
    g_assert_cmpint(second->gap_us, ==, 140 * MINUTE_US);
    g_autoptr(PkTimeline) two = load(&kit, key, "cat:report,tech", PK_BY_EVENT);
    const PkTimelineRow *tech = two->rows->pdata[1];
    g_assert_false(tech->gap);
    g_assert_cmpint(tech->gap_us, ==, 20 * MINUTE_US);
    g_assert_cmpuint(two->n_lines, ==, event->n_lines);
    kit_stop(&kit);
}

static void
test_corrections(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = night(&kit);
    g_autoptr(PkTimeline) all = load(&kit, key, NULL, PK_BY_EVENT);
    const PkTimelineRow *wrong = all->rows->pdata[3], *right = all->rows->pdata[4];
    g_assert_true(wrong->line->corrected);
    g_assert_null(wrong->corrected);
    g_assert_true(right->corrected == wrong->line);
    /* Also when the old line has no row of its own. */
    g_autoptr(PkTimeline) some = load(&kit, key, "instead", PK_BY_EVENT);
    g_assert_cmpuint(some->rows->len, ==, 1);
    const PkTimelineRow *alone = some->rows->pdata[0];
    g_assert_nonnull(alone->corrected);
    g_assert_cmpstr(alone->corrected->text, ==, "Decision D1 switch off");
    /* And when a limit left it out. */
    g_autoptr(GError) error = NULL;
    PkTimelineAsk last = { .incident_key = key, .limit = all->n_lines - 3 };
    g_autoptr(PkTimeline) tail = pk_timeline_load(kit.app, &last, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(tail->more);
    g_assert_true(tail->chain_ok);
    g_assert_cmpuint(tail->n_lines, ==, all->n_lines);
    bool found = false;
    for (guint i = 0; i < tail->rows->len; i++) {
        const PkTimelineRow *row = tail->rows->pdata[i];
        found |= row->corrected && strcmp(row->corrected->text, "Decision D1 switch off") == 0;
    }
    g_assert_true(found);
    kit_stop(&kit);
}

/* clang-format off */
static const struct {
    const char *filter;
    const char *words;
} filters[] = {
    { "is:late cat:decision",         "" },
    { "is:late",                      "Early" },
    { "is:corrected",                 "Decision" },
    { "is:pin",                       "Decision" },
    { "cat:decision",                 "Decision Instead" },
    { "cat:contact,tech",             "Contact Early" },
    { "by:me cat:tech",               "Early" },
    { "by:bakker",                    "" },
    { "tele",                         "" },
    { "tele*",                        "Contact" },
    { "\"switch off\"",               "Decision" },
    { "tlp:red",                      "" },
    { "gm:oefendam remembered",       "Early" },
    { "gm:testerwoude",               "" },
    { "until:03:30 cat:contact,tech", "Contact" },
};
/* clang-format on */

static void
test_filters(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = night(&kit);
    for (size_t i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(PkTimeline) timeline = load(&kit, key, filters[i].filter, PK_BY_EVENT);
        g_autofree char *got = words(timeline);
        g_test_message("%s", filters[i].filter);
        g_assert_cmpstr(got, ==, filters[i].words);
    }
    g_autoptr(GError) error = NULL;
    size_t at = 9;
    PkTimelineAsk wrong = { .incident_key = key, .filter = "cat:nonsense" };
    g_assert_null(pk_timeline_load(kit.app, &wrong, &at, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_cmpuint(at, ==, 4);
    kit_stop(&kit);
}

static void
test_late_decision(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = night(&kit);
    note(&kit, key, "Belated decision", KIT_NOW_US + 15 * MINUTE_US, PK_CAT_DECISION);
    g_autoptr(PkTimeline) timeline = load(&kit, key, "is:late cat:decision", PK_BY_EVENT);
    g_autofree char *got = words(timeline);
    g_assert_cmpstr(got, ==, "Belated");
    kit_stop(&kit);
}

/* In both nights the order and the gaps are of elapsed time, whatever the clock on the wall shows.
 */
static void
summer_time(const char *now, const char *const *shown)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    PkReport report = { .note = (char *)"Start" };

    kit_start(&kit);
    g_setenv("PIKET_TEST_NOW", now, TRUE);
    pk_report_save(kit.app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    for (int i = 0; i < 4; i++) {
        kit_later(20 * 60);
        note(&kit, done.incident_key, "Next", 0, PK_CAT_TECH);
    }
    g_autoptr(PkTimeline) timeline = load(&kit, done.incident_key, "cat:report,tech", PK_BY_EVENT);
    g_assert_cmpuint(timeline->rows->len, ==, 5);
    g_assert_cmpuint(timeline->n_gaps, ==, 0);
    for (guint i = 0; i < 5; i++) {
        const PkTimelineRow *row = timeline->rows->pdata[i];
        PkTimeText at = pk_time_text(pk_app_zone(kit.app), row->line->event_us, PK_LANG_EN,
                                     PK_TIME_CLOCK | PK_TIME_ZONE);
        g_assert_cmpstr(at.s, ==, shown[i]);
        g_assert_cmpint(row->gap_us, ==, i ? 20 * MINUTE_US : 0);
    }
    kit_stop(&kit);
}

static void
test_summer_time(void)
{
    static const char *const spring[] = { "01:30 CET", "01:50 CET", "03:10 CEST", "03:30 CEST",
                                          "03:50 CEST" };
    static const char *const autumn[] = { "02:30 CEST", "02:50 CEST", "02:10 CET", "02:30 CET",
                                          "02:50 CET" };

    summer_time("2026-03-29T00:30:00Z", spring);
    summer_time("2026-10-25T00:30:00Z", autumn);
}

static void
test_duty_log_and_all(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    PkTimelineAsk all = { .all = true, .order = PK_BY_RECEIVED };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = night(&kit);
    kit_later(60);
    note(&kit, 0, "Shift begins", 0, PK_CAT_CONTACT);
    g_autoptr(PkTimeline) duty = load(&kit, 0, "cat:contact", PK_BY_EVENT);
    g_autofree char *got = words(duty);
    g_assert_cmpstr(got, ==, "Shift");
    g_assert_null(duty->incident);
    g_assert_true(duty->chain_ok);
    g_assert_true(g_str_has_prefix(duty->chain_said, "chain OK: "));
    g_autoptr(PkTimeline) every = pk_timeline_load(kit.app, &all, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(PkTimeline) one = load(&kit, key, NULL, PK_BY_EVENT);
    g_assert_cmpuint(every->rows->len, ==, one->n_lines + duty->n_lines);
    const PkTimelineRow *last = every->rows->pdata[every->rows->len - 1];
    g_assert_cmpstr(last->line->text, ==, "Shift begins");
    g_assert_cmpstr(last->ident, ==, "");
    g_assert_cmpstr(every->chain_said, ==, "");
    all.filter = "id:1 cat:tech";
    g_autoptr(PkTimeline) tech = pk_timeline_load(kit.app, &all, NULL, &error);
    g_assert_cmpuint(tech->rows->len, ==, 1);
    PkTimelineAsk missing = { .incident_key = 4242 };
    g_assert_null(pk_timeline_load(kit.app, &missing, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    pk_timeline_free(NULL);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/timeline/orders", test_orders);
    g_test_add_func("/app/timeline/gaps", test_gaps);
    g_test_add_func("/app/timeline/corrections", test_corrections);
    g_test_add_func("/app/timeline/filters", test_filters);
    g_test_add_func("/app/timeline/late", test_late_decision);
    g_test_add_func("/app/timeline/summer-time", test_summer_time);
    g_test_add_func("/app/timeline/duty-log", test_duty_log_and_all);
    return g_test_run();
}
