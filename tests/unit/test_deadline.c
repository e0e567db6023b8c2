/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/deadline.h"

static PkZone *zone;

static int64_t
at(const char *rfc3339)
{
    int64_t us = 0;

    if (rfc3339)
        g_assert_true(pk_time_parse_rfc3339(rfc3339, &us, NULL));
    return us;
}

static PkRule
rule(PkRuleUnit unit, int length)
{
    return (PkRule){ .key = (char *)"proef",
                     .name_en = (char *)"trial",
                     .name_nl = (char *)"proef",
                     .unit = unit,
                     .length = length };
}

/* clang-format off */
static const struct {
    PkRuleUnit unit;
    int length;
    const char *start, *due, *sum_en, *sum_nl;
} dues[] = {
    { PK_RULE_UNIT_HOURS, 24, "2026-03-09T04:26:00+01:00", "2026-03-10T04:26:00+01:00",
      "04:26 CET + 24 h = Tue 10 Mar 04:26 CET", "04:26 CET + 24 u = di 10 mrt 04:26 CET" },
    /* acceptance 51: elapsed hours over the change of March */
    { PK_RULE_UNIT_HOURS, 72, "2026-03-28T10:00:00+01:00", "2026-03-31T11:00:00+02:00",
      "10:00 CET + 72 h = Tue 31 Mar 11:00 CEST", "10:00 CET + 72 u = di 31 mrt 11:00 CEST" },
    { PK_RULE_UNIT_HOURS, 72, "2026-10-24T10:00:00+02:00", "2026-10-27T09:00:00+01:00",
      "10:00 CEST + 72 h = Tue 27 Oct 09:00 CET", "10:00 CEST + 72 u = di 27 okt 09:00 CET" },
    { PK_RULE_UNIT_HOURS, 24, "2026-12-31T10:00:00+01:00", "2027-01-01T10:00:00+01:00",
      "10:00 CET + 24 h = Fri 1 Jan 2027 10:00 CET", "10:00 CET + 24 u = vr 1 jan 2027 10:00 CET" },
    /* acceptance 53: the final report */
    { PK_RULE_UNIT_MONTHS, 1, "2026-01-31T10:00:00+01:00", "2026-02-28T10:00:00+01:00",
      "Sat 31 Jan 10:00 CET + 1 month = Sat 28 Feb 10:00 CET",
      "za 31 jan 10:00 CET + 1 maand = za 28 feb 10:00 CET" },
    { PK_RULE_UNIT_MONTHS, 1, "2028-01-31T10:00:00+01:00", "2028-02-29T10:00:00+01:00",
      "Mon 31 Jan 10:00 CET + 1 month = Tue 29 Feb 10:00 CET",
      "ma 31 jan 10:00 CET + 1 maand = di 29 feb 10:00 CET" },
    { PK_RULE_UNIT_MONTHS, 1, "2026-03-08T11:05:00+01:00", "2026-04-08T11:05:00+02:00",
      "Sun 8 Mar 11:05 CET + 1 month = Wed 8 Apr 11:05 CEST",
      "zo 8 mrt 11:05 CET + 1 maand = wo 8 apr 11:05 CEST" },
    { PK_RULE_UNIT_MONTHS, 1, "2026-02-28T23:30:00Z", "2026-03-31T22:30:00Z",
      "Sun 1 Mar 00:30 CET + 1 month = Wed 1 Apr 00:30 CEST",
      "zo 1 mrt 00:30 CET + 1 maand = wo 1 apr 00:30 CEST" },
    { PK_RULE_UNIT_MONTHS, 1, "2026-03-01T02:30:00+01:00", "2026-04-01T02:30:00+02:00",
      "Sun 1 Mar 02:30 CET + 1 month = Wed 1 Apr 02:30 CEST",
      "zo 1 mrt 02:30 CET + 1 maand = wo 1 apr 02:30 CEST" },
    /* a month that ends in the hour that does not exist moves with the clock */
    { PK_RULE_UNIT_MONTHS, 2, "2026-01-29T02:30:00+01:00", "2026-03-29T03:30:00+02:00",
      "Thu 29 Jan 02:30 CET + 2 months = Sun 29 Mar 03:30 CEST",
      "do 29 jan 02:30 CET + 2 maanden = zo 29 mrt 03:30 CEST" },
    { PK_RULE_UNIT_MONTHS, 1, "2026-09-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00",
      "Fri 25 Sep 02:30 CEST + 1 month = Sun 25 Oct 02:30 CEST",
      "vr 25 sep 02:30 CEST + 1 maand = zo 25 okt 02:30 CEST" },
};
/* clang-format on */

static void
test_due(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dues); i++) {
        PkRule r = rule(dues[i].unit, dues[i].length);
        int64_t start = at(dues[i].start);
        g_assert_cmpint(pk_deadline_due(&r, start, zone), ==, at(dues[i].due));
        g_assert_cmpstr(pk_deadline_sum(&r, start, zone, PK_LANG_EN).s, ==, dues[i].sum_en);
        g_assert_cmpstr(pk_deadline_sum(&r, start, zone, PK_LANG_NL).s, ==, dues[i].sum_nl);
    }
    PkRule open = rule(PK_RULE_UNIT_NONE, 0);
    g_assert_cmpint(pk_deadline_due(&open, at(dues[0].start), zone), ==, 0);
    g_assert_cmpstr(pk_deadline_sum(&open, at(dues[0].start), zone, PK_LANG_EN).s, ==, "");
    PkRule day = rule(PK_RULE_UNIT_HOURS, 24);
    g_assert_cmpint(pk_deadline_due(&day, 0, zone), ==, 0);
}

#define START "2026-03-09T00:00:00Z"
#define DUE   "2026-03-10T00:00:00Z"

/* clang-format off */
static const struct {
    const char *start, *due, *met;
    bool not_applicable, duty_unsure;
    const char *now;
    PkClockState want;
    const char *sign;
} states[] = {
    { START, DUE,  NULL, false, false, "2026-03-09T00:00:00Z", PK_CLOCK_RUNNING, "" },
    { START, DUE,  NULL, false, false, "2026-03-09T12:00:00Z", PK_CLOCK_RUNNING, "" },
    { START, DUE,  NULL, false, false, "2026-03-09T12:00:01Z", PK_CLOCK_RUNNING, "!" },
    { START, DUE,  NULL, false, false, "2026-03-09T18:00:00Z", PK_CLOCK_RUNNING, "!" },
    { START, DUE,  NULL, false, false, "2026-03-09T18:00:01Z", PK_CLOCK_RUNNING, "!!" },
    { START, DUE,  NULL, false, false, DUE,                    PK_CLOCK_RUNNING, "!!" },
    { START, DUE,  NULL, false, false, "2026-03-10T00:00:01Z", PK_CLOCK_OVERDUE, "!!" },
    { START, DUE,  NULL, false, true,  "2026-03-09T12:00:01Z", PK_CLOCK_NOT_SURE, "!" },
    { NULL,  NULL, NULL, false, false, DUE,                    PK_CLOCK_NOT_SURE, "" },
    { START, DUE,  DUE,  false, false, "2026-03-12T00:00:00Z", PK_CLOCK_MET, "" },
    { START, DUE,  "2026-03-10T00:00:01Z", false, false, "2026-03-12T00:00:00Z",
      PK_CLOCK_MET_LATE, "" },
    { NULL,  NULL, DUE,  false, false, "2026-03-12T00:00:00Z", PK_CLOCK_MET, "" },
    { START, DUE,  NULL, true,  false, "2026-03-12T00:00:00Z", PK_CLOCK_NOT_APPLICABLE, "" },
    { START, NULL, NULL, false, false, "2030-03-12T00:00:00Z", PK_CLOCK_RUNNING, "" },
    /* a clock that jumped back before the start still shows all of the time */
    { START, DUE,  NULL, false, false, "2026-03-08T22:00:00Z", PK_CLOCK_RUNNING, "" },
};
/* clang-format on */

static void
test_state(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
        PkClock clock = { at(states[i].start), at(states[i].due), at(states[i].met),
                          states[i].not_applicable, states[i].duty_unsure };
        g_assert_cmpint(pk_deadline_state(&clock, at(states[i].now)), ==, states[i].want);
        g_assert_cmpstr(pk_deadline_sign(&clock, at(states[i].now)), ==, states[i].sign);
    }
}

static void
test_reminders(void)
{
    static const struct {
        int64_t minutes;
        size_t n;
        int64_t want[PK_DEADLINE_REMINDERS]; /* minutes before due */
    } rows[] = {
        { 24 * 60, 4, { 720, 360, 60, 15 } },
        { 120, 3, { 60, 30, 15 } },
        { 60, 2, { 30, 15 } },
        { 40, 3, { 20, 15, 10 } },
        { 0, 0, { 0 } },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        PkClock clock = { .start_us = at(START),
                          .due_us = at(START) + rows[i].minutes * PK_MINUTE_US };
        int64_t us[PK_DEADLINE_REMINDERS];
        size_t n = pk_deadline_reminders(&clock, us);
        g_assert_cmpint(n, ==, rows[i].n);
        for (size_t k = 0; k < n; k++)
            g_assert_cmpint(clock.due_us - us[k], ==, rows[i].want[k] * PK_MINUTE_US);
    }
}

static void
test_starts(void)
{
    int64_t filed[] = { 0, at("2026-02-03T10:00:00Z"), at("2026-01-31T09:00:00Z"), 0,
                        at("2026-02-20T10:00:00Z") };
    PkClockStarts starts = { 1, 2, pk_deadline_first(filed, G_N_ELEMENTS(filed)), 4 };
    PkRule r = rule(PK_RULE_UNIT_MONTHS, 1);

    g_assert_cmpint(starts.notification_us, ==, filed[2]);
    g_assert_cmpint(pk_deadline_first(filed, 1), ==, 0);
    g_assert_cmpint(pk_deadline_first(NULL, 0), ==, 0);
    r.start = PK_RULE_START_BREACH;
    g_assert_cmpint(pk_deadline_start(&r, &starts), ==, 1);
    r.start = PK_RULE_START_SIGNIFICANT;
    g_assert_cmpint(pk_deadline_start(&r, &starts), ==, 2);
    r.start = PK_RULE_START_NOTIFICATION;
    g_assert_cmpint(pk_deadline_start(&r, &starts), ==, filed[2]);
    r.start = PK_RULE_START_AGREED;
    g_assert_cmpint(pk_deadline_start(&r, &starts), ==, 4);
}

static void
test_force(void)
{
    PkRule old = rule(PK_RULE_UNIT_NONE, 0), new = old, unsure = old, other = old;
    g_autoptr(GPtrArray) all = g_ptr_array_new();

    old.valid_from_us = at("2018-01-01T00:00:00Z");
    old.valid_until_us = new.valid_from_us = at("2025-01-01T00:00:00Z");
    other.key = (char *)"anders";
    g_assert_cmpint(pk_rule_force(&old, old.valid_from_us - 1), ==, PK_FORCE_NO);
    g_assert_cmpint(pk_rule_force(&old, old.valid_from_us), ==, PK_FORCE_YES);
    g_assert_cmpint(pk_rule_force(&old, old.valid_until_us - 1), ==, PK_FORCE_YES);
    g_assert_cmpint(pk_rule_force(&old, old.valid_until_us), ==, PK_FORCE_NO);
    g_assert_cmpint(pk_rule_force(&unsure, old.valid_until_us), ==, PK_FORCE_NOT_SURE);

    PkRule *rules[] = { &old, &new, &unsure, &other };
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
        g_ptr_array_add(all, rules[i]);
    g_autoptr(GPtrArray) then = pk_rules_in_force(all, at("2020-01-01T00:00:00Z"));
    g_autoptr(GPtrArray) now = pk_rules_in_force(all, at("2026-01-01T00:00:00Z"));
    g_autoptr(GPtrArray) before = pk_rules_in_force(all, at("2010-01-01T00:00:00Z"));
    g_assert_true(then->len == 2 && then->pdata[0] == &old && then->pdata[1] == &other);
    g_assert_true(now->len == 2 && now->pdata[0] == &new && now->pdata[1] == &other);
    g_assert_true(before->len == 2 && before->pdata[0] == &unsure && before->pdata[1] == &other);
}

static void
test_check(void)
{
    PkRule good = rule(PK_RULE_UNIT_HOURS, 72);
    PkRule bad[] = { good,
                     good,
                     rule(PK_RULE_UNIT_HOURS, 0),
                     rule(PK_RULE_UNIT_NONE, 1),
                     rule(PK_RULE_UNIT_MONTHS, 121),
                     rule(PK_RULE_UNIT_HOURS, -1),
                     good };

    g_assert_true(pk_rule_check(&good, NULL));
    bad[0].key = (char *)"";
    bad[1].name_nl = NULL;
    bad[6].valid_from_us = bad[6].valid_until_us = 5;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(pk_rule_check(&bad[i], &error));
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_nonnull(strstr(error->message, i == 0 ? "trial" : "proef"));
    }
    g_assert_cmpstr(pk_rule_name(&good, PK_LANG_EN), ==, "trial");
    g_autoptr(PkRule) owned = g_new0(PkRule, 1);
    owned->key = g_strdup("weg");
    pk_rule_free(NULL);
}

/* The shipped file speaks the words of the tables; its loader is tested with the store. */
static void
test_shipped(void)
{
    static const struct {
        const char *key, *start, *unit;
    } want[] = {
        { "avg-33", "awareness_breach", "hours,72" },
        { "nis2-24h", "awareness_significant", "hours,24" },
        { "nis2-72h", "awareness_significant", "hours,72" },
        { "nis2-final", "first_notification", "months,1" },
        { "wbni-16", "agreed", "none," },
    };
    g_autofree char *path =
        g_build_filename(g_getenv("PIKET_SOURCE_DIR") ? g_getenv("PIKET_SOURCE_DIR") : ".",
                         "schema", "reference", "rules.csv", NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_assert_true(g_str_has_prefix(lines[0], "key,name_en,name_nl,law,start,unit,length,"));
    for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
        g_autofree char *begin = g_strdup_printf("%s,", want[i].key);
        g_autofree char *middle = g_strdup_printf(",%s,%s,", want[i].start, want[i].unit);
        int start;
        g_assert_true(g_str_has_prefix(lines[i + 1], begin));
        g_assert_nonnull(strstr(lines[i + 1], middle));
        g_assert_true(pk_word_parse(&pk_words_rule_start, want[i].start, &start, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    zone = pk_zone_new(NULL, NULL);
    g_test_add_func("/deadline/due", test_due);
    g_test_add_func("/deadline/state", test_state);
    g_test_add_func("/deadline/reminders", test_reminders);
    g_test_add_func("/deadline/starts", test_starts);
    g_test_add_func("/deadline/force", test_force);
    g_test_add_func("/deadline/check", test_check);
    g_test_add_func("/deadline/shipped", test_shipped);
    int status = g_test_run();
    pk_zone_free(zone);
    return status;
}
