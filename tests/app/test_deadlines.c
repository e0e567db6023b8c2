/* SPDX-License-Identifier: EUPL-1.2 */
/* Deadlines as people work on them, and the rules behind them. */
#include "appkit.h"
#include "piket/app/deadline.h"
#include "piket/app/rule.h"
#include "piket/format/rule_csv.h"

#include <string.h>

#define HOUR INT64_C(3600000000)
#define ok(call)                                                                                   \
    do {                                                                                           \
        g_autoptr(GError) error = NULL;                                                            \
        bool ok_ = (call);                                                                         \
        g_assert_no_error(error);                                                                  \
        g_assert_true(ok_);                                                                        \
    } while (0)

static PkDeadlines *
load(Kit *kit, int64_t incident, const char *filter)
{
    g_autoptr(GError) error = NULL;
    PkDeadlines *all = pk_deadlines_load(kit->app, incident, filter, 50, NULL, &error);
    g_assert_no_error(error);
    return all;
}

static const PkClockView *
named(const PkDeadlines *all, const char *rule)
{
    for (guint i = 0; i < all->clocks->len; i++) {
        const PkClockView *clock = all->clocks->pdata[i];
        if (strcmp(clock->rule, rule) == 0)
            return clock;
    }
    g_error("no %s", rule);
}

static void
test_list(void)
{
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    g_autoptr(PkDeadlines) all = load(&kit, 0, NULL);
    g_assert_cmpuint(all->clocks->len, ==, 3);
    g_assert_cmpuint(all->n_running, ==, 3);
    const PkClockView *first = all->clocks->pdata[0];
    g_assert_cmpstr(first->rule, ==, "nis2-24h");
    g_assert_cmpint(first->due_us, ==, KIT_NOW_US + 24 * HOUR);
    g_assert_cmpint(named(all, "avg-33")->state, ==, PK_CLOCK_NOT_SURE);
    g_assert_true(g_str_has_prefix(all->rules.name, "Piket-"));
    g_assert_cmpint(all->rules.checked_us, ==, 0);

    PkClockFate met = { .met_us = KIT_NOW_US, .evidence = "4711" };
    ok(pk_clock_set(kit.app, first->key, &met, NULL, &error));
    g_autoptr(PkDeadlines) after = load(&kit, 0, NULL);
    const PkClockView *last = after->clocks->pdata[after->clocks->len - 1];
    g_assert_cmpstr(last->rule, ==, "nis2-24h"); /* ended ones come last */
    g_assert_cmpstr(last->evidence, ==, "4711");
    g_assert_cmpuint(after->n_running, ==, 2);

    /* clang-format off */
    static const struct { const char *filter; unsigned n; } filters[] = {
        { "state:met", 1 }, { "state:running", 1 }, { "state:not_sure", 1 }, { "due:<30h", 0 },
        { "due:<80h", 2 }, { "gm:Voorbeeldstad", 3 }, { "gm:Oefendam", 0 }, { "4711", 1 },
        { "breach", 1 }, { "NIS2 state:running", 1 }, { "tlp:red", 0 }, { "-state:met", 2 },
    };
    /* clang-format on */
    for (size_t i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(PkDeadlines) some = load(&kit, 0, filters[i].filter);
        if (some->clocks->len != filters[i].n)
            g_error("%s: %u", filters[i].filter, some->clocks->len);
    }
    g_autoptr(GError) unreadable = NULL;
    g_assert_null(pk_deadlines_load(kit.app, 0, "status:open", 50, NULL, &unreadable));
    g_assert_error(unreadable, PK_ERROR, PK_ERROR_INVALID);
    g_autoptr(PkDeadlines) page = pk_deadlines_load(kit.app, 0, NULL, 2, NULL, NULL);
    g_assert_true(page->more && page->clocks->len == 2);
    g_autoptr(PkDeadlines) one = load(&kit, incident, NULL);
    g_assert_cmpuint(one->clocks->len, ==, 3);
    g_autofree char *text = NULL;
    int64_t number = 0;
    ok(pk_deadline_origin(kit.app, named(one, "avg-33"), &text, &number, &error));
    g_assert_nonnull(strstr(text, "aware"));
    g_assert_cmpint(number, ==, 2);
    kit_stop(&kit);
}

static void
test_edit(void)
{
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    g_autoptr(PkDeadlines) all = load(&kit, incident, NULL);
    const PkClockView *early = named(all, "nis2-24h");
    g_autoptr(GError) asked = NULL, future = NULL;
    g_assert_false(pk_clock_edit(kit.app, early->key, KIT_NOW_US - HOUR, " ", NULL, &asked));
    g_assert_error(asked, PK_ERROR, PK_ERROR_CONFIRM);
    g_assert_false(pk_clock_edit(kit.app, early->key, KIT_NOW_US + HOUR, "x", NULL, &future));
    g_assert_error(future, PK_ERROR, PK_ERROR_INVALID);

    ok(pk_clock_edit(kit.app, early->key, KIT_NOW_US - HOUR, "CISO knew", NULL, &error));
    g_autoptr(PkDeadlines) moved = load(&kit, incident, NULL);
    g_assert_cmpint(named(moved, "nis2-24h")->due_us, ==, KIT_NOW_US + 23 * HOUR);
    g_assert_cmpint(named(moved, "nis2-72h")->due_us, ==, KIT_NOW_US + 71 * HOUR);
    g_assert_cmpint(named(moved, "avg-33")->due_us, ==, KIT_NOW_US + 72 * HOUR); /* another event */
    g_autofree char *last = kit_last(&kit, incident);
    g_assert_nonnull(strstr(last, "CISO knew"));
    g_assert_nonnull(strstr(last, "03:14"));

    /* a later change of awareness leaves what was set by hand */
    kit_later(60);
    PkSetting aware = { "aware", "-2h" };
    ok(pk_incident_set(kit.app, incident, -1, &aware, 1, "heard", NULL, NULL, &error));
    g_autoptr(PkDeadlines) kept = load(&kit, incident, NULL);
    g_assert_cmpint(named(kept, "nis2-24h")->due_us, ==, KIT_NOW_US + 23 * HOUR);
    g_assert_cmpint(named(kept, "avg-33")->due_us, <, KIT_NOW_US + 72 * HOUR);
    kit_verify(&kit);
    kit_stop(&kit);
}

/* One calendar month from the first filing; a second one restarts nothing. */
static void
test_final(void)
{
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    g_autoptr(PkDeadlines) all = load(&kit, incident, NULL);
    int64_t key = named(all, "nis2-72h")->key;
    PkClockFate met = { .met_us = KIT_NOW_US, .evidence = "1" };
    ok(pk_clock_set(kit.app, key, &met, NULL, &error));
    g_autoptr(PkDeadlines) first = load(&kit, incident, NULL);
    const PkClockView *final = named(first, "nis2-final");
    /* 10 March 03:14 CET + 1 month is 10 April 03:14 CEST: an hour less in UTC */
    g_assert_cmpint(final->due_us, ==, KIT_NOW_US + (31 * 24 - 1) * HOUR);
    g_autoptr(GError) refused = NULL;
    g_assert_false(pk_clock_edit(kit.app, final->key, KIT_NOW_US, "x", NULL, &refused));
    g_assert_error(refused, PK_ERROR, PK_ERROR_INVALID);
    kit_later(7200);
    PkClockFate again = { .met_us = KIT_NOW_US + HOUR, .evidence = "2" };
    ok(pk_clock_set(kit.app, key, &again, NULL, &error));
    g_autoptr(PkDeadlines) second = load(&kit, incident, NULL);
    g_assert_cmpint(named(second, "nis2-final")->due_us, ==, KIT_NOW_US + (31 * 24 - 1) * HOUR);
    g_assert_cmpstr(named(second, "nis2-72h")->evidence, ==, "1, 2");
    kit_stop(&kit);
}

static void
test_agreed(void)
{
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    g_autoptr(GError) untitled = NULL;
    g_assert_false(pk_clock_add(kit.app, incident, " ", KIT_NOW_US, NULL, &untitled));
    g_assert_error(untitled, PK_ERROR, PK_ERROR_INVALID);
    ok(pk_clock_add(kit.app, incident, "reply to the region", KIT_NOW_US + HOUR, NULL, &error));
    g_autoptr(PkDeadlines) all = load(&kit, incident, NULL);
    const PkClockView *clock = named(all, "agreed");
    g_assert_cmpstr(clock->name, ==, "reply to the region");
    g_assert_cmpint(clock->no, ==, 4);
    ok(pk_clock_edit(kit.app, clock->key, KIT_NOW_US + 2 * HOUR, "asked", NULL, &error));
    PkClockFate unsure = { .unsure = true };
    ok(pk_clock_set(kit.app, clock->key, &unsure, NULL, &error));
    g_autoptr(PkDeadlines) after = load(&kit, incident, NULL);
    g_assert_cmpint(named(after, "agreed")->due_us, ==, KIT_NOW_US + 2 * HOUR);
    g_assert_cmpint(named(after, "agreed")->state, ==, PK_CLOCK_NOT_SURE);
    kit_later(3 * 3600);
    PkClockFate runs = { 0 };
    ok(pk_clock_set(kit.app, clock->key, &runs, NULL, &error));
    g_autoptr(PkDeadlines) late = load(&kit, incident, NULL);
    g_assert_cmpint(named(late, "agreed")->state, ==, PK_CLOCK_OVERDUE);
    kit_verify(&kit);
    kit_stop(&kit);
}

#define HEAD "key,name_en,name_nl,law,start,unit,length,valid_from,checked\n"

static void
test_rules(void)
{
    static const char *const newer =
        HEAD "nis2-24h,early,vroeg,NIS2,awareness_significant,hours,12,2026-01-01,2026-03-01\n";
    static const char *const wrong =
        HEAD "nis2-24h,early,vroeg,NIS2,awareness_significant,hours,13,2026-01-01,2026-03-01\n";
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    g_auto(PkRuleDiff) diff = { 0 };
    ok(pk_rules_compare(kit.app, newer, strlen(newer), &diff, &error));
    g_assert_cmpuint(diff.n_new, ==, 1);
    g_assert_cmpint(diff.n_running, ==, 3);
    ok(pk_rules_import(kit.app, newer, strlen(newer), "NL-2026-2", NULL, &error));
    g_autoptr(PkDeadlines) same = load(&kit, incident, NULL);
    g_assert_cmpstr(same->rules.name, ==, "NL-2026-2");
    g_assert_cmpint(named(same, "nis2-24h")->due_us, ==, KIT_NOW_US + 24 * HOUR);
    g_autofree char *told = kit_last(&kit, 0);
    g_assert_nonnull(strstr(told, "NL-2026-2"));
    g_assert_nonnull(strstr(told, "12"));
    /* what is reported from now on counts with it */
    int64_t later = kit_report(&kit);
    g_autoptr(PkDeadlines) fresh = load(&kit, later, NULL);
    g_assert_cmpint(named(fresh, "nis2-24h")->due_us, ==, KIT_NOW_US + 12 * HOUR);

    g_autoptr(GError) counts = NULL, denied = NULL, unnamed = NULL;
    g_assert_false(pk_rules_import(kit.app, wrong, strlen(wrong), "x", NULL, &counts));
    g_assert_error(counts, PK_ERROR, PK_ERROR_INVALID);
    g_assert_nonnull(strstr(counts->message, "Row 2"));
    g_assert_false(pk_rules_import(kit.app, newer, strlen(newer), " ", NULL, &unnamed));
    g_assert_error(unnamed, PK_ERROR, PK_ERROR_INVALID);
    g_autoptr(PkApp) lead = kit_other(&kit, "mlead", "M. Lead", "lead officer coordinator");
    g_assert_false(pk_rules_import(lead, newer, strlen(newer), "x", NULL, &denied));
    g_assert_error(denied, PK_ERROR, PK_ERROR_DENIED);
    PkRuleSetView set = { 0 };
    g_autoptr(GPtrArray) rules = pk_rules_load(kit.app, &set, NULL);
    g_assert_cmpuint(rules->len, ==, 6); /* the version before is still there */
    pk_rule_set_view_clear(&set);
    /* written out and read in, nothing changes */
    g_autofree char *text = pk_rules_write(rules, pk_app_zone(kit.app));
    g_auto(PkRuleDiff) none = { 0 };
    ok(pk_rules_compare(kit.app, text, strlen(text), &none, &error));
    g_assert_cmpuint(none.n_same, ==, 6);
    kit_verify(&kit);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/deadlines/list", test_list);
    g_test_add_func("/deadlines/edit", test_edit);
    g_test_add_func("/deadlines/final", test_final);
    g_test_add_func("/deadlines/agreed", test_agreed);
    g_test_add_func("/deadlines/rules", test_rules);
    return g_test_run();
}
