/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/ladder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE PK_MINUTE_US

enum { START = 1000 }; /* minutes since 1970; the runs below count from it */

/* "1:officer 0m; 2:backup 5m x1/3 all; 3:manager 10m why", then waits, rounds and pauses. */
typedef struct {
    const char *rungs;
    int wait, rounds, pause, silence;
} Shape;

static PkRung *
add_rung(PkLadder *ladder, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    PkRung *rung = pk_rung_new();
    g_autofree char *target = g_strdup_printf("duty:%s", words[0]);

    rung->no = (int)ladder->rungs->len + 1;
    g_array_unref(rung->targets);
    rung->targets = pk_targets_parse(target, NULL);
    g_assert_nonnull(rung->targets);
    for (char **word = words + 1; *word; word++) {
        if (strcmp(*word, "all") == 0)
            rung->all = true;
        else if (strcmp(*word, "why") == 0)
            rung->need_reason = true;
        else if (**word == 'x')
            sscanf(*word, "x%d/%d", &rung->repeats, &rung->every_min);
        else
            rung->delay_min = atoi(*word);
    }
    g_ptr_array_add(ladder->rungs, rung);
    return rung;
}

static PkLadder *
ladder_of(const Shape *shape)
{
    PkLadder *ladder = pk_ladder_new();
    g_auto(GStrv) rungs = g_strsplit(shape->rungs, "; ", -1);

    ladder->key = g_strdup("proef");
    ladder->name_en = g_strdup("Trial");
    ladder->name_nl = g_strdup("Proef");
    ladder->wait_min = shape->wait;
    ladder->rounds = shape->rounds;
    ladder->pause_min = shape->pause;
    ladder->silence_min = shape->silence;
    for (char **rung = rungs; *rung; rung++)
        add_rung(ladder, *rung);
    return ladder;
}

/* ---- a simulated page ----------------------------------------------------------------------- */

typedef struct {
    PkLadder *ladder;
    GArray *acts; /* PkActDone */
    GArray *acks; /* PkPageAck */
    int64_t closed_us, line_us;
    char *line_by;
    GString *said;
    GPtrArray *names;
} Run;

static const char *const who_of[][3] = { { "a", NULL }, { "b", NULL }, { "c", NULL } };
static const char *const both[] = { "a", "b", NULL };

static PkPageHistory
history_of(Run *run)
{
    PkPageHistory history = { .started_us = START * MINUTE,
                              .closed_us = run->closed_us,
                              .acts = (const PkActDone *)(const void *)run->acts->data,
                              .n_acts = run->acts->len,
                              .acks = (const PkPageAck *)(const void *)run->acks->data,
                              .n_acks = run->acks->len };
    const PkPageAck *owner = pk_page_owner(&history);
    if (owner && run->line_by && strcmp(owner->who, run->line_by) == 0)
        history.owner_line_us = run->line_us;
    return history;
}

static void
record(Run *run, PkAct act, int64_t at_us, bool by_hand)
{
    const PkRung *rung = pk_ladder_rung(run->ladder, act.rung);
    PkActDone done = { act, at_us, by_hand,
                       act.what != PK_ACT_FIRE ? NULL
                       : rung->all             ? both
                                               : who_of[(act.rung - 1) % 3] };

    g_assert_cmpint(at_us, >=, act.due_us);
    for (guint i = 0; i < run->acts->len; i++) {
        const PkAct *other = &g_array_index(run->acts, PkActDone, i).act;
        g_assert_false(other->what == act.what && other->round == act.round &&
                       other->rung == act.rung && other->nth == act.nth);
    }
    g_array_append_val(run->acts, done);
    g_string_append_printf(run->said, "%s%c", run->said->len ? " " : "", "?FPNEX"[act.what]);
    if (act.rung)
        g_string_append_printf(run->said, "%d.%d", act.round, act.rung);
    if (act.what == PK_ACT_FIRE && act.nth)
        g_string_append_printf(run->said, "+%d", act.nth);
    g_string_append_printf(run->said, "@%d", (int)(act.due_us / MINUTE - START));
}

/* Everything that is due at a moment. */
static void
watch(Run *run, int64_t now_us)
{
    for (;;) {
        PkPageHistory history = history_of(run);
        PkPageNow now = pk_page_now(run->ladder, &history);
        if (now.next.what == PK_ACT_NONE || now.next.due_us > now_us)
            return;
        record(run, now.next, now_us, false);
    }
}

/* "a@7": a acknowledges; "la@9": a writes a line; "h2@12": rung 2 by hand; "c@15": closed. */
static void
happen(Run *run, const char *event, int64_t at_us)
{
    if (*event == 'l') {
        run->line_us = at_us;
        run->line_by = g_strndup(event + 1, 1);
        g_ptr_array_add(run->names, run->line_by);
    } else if (*event == 'h') {
        PkPageHistory history = history_of(run);
        PkAct act;
        g_assert_true(pk_page_by_hand(run->ladder, &history, event[1] - '0', at_us, &act, NULL));
        record(run, act, at_us, true);
    } else if (*event == 'C') {
        run->closed_us = at_us;
    } else {
        char *who = g_strndup(event, 1);
        PkPageAck ack = { who, at_us, 1, 1 };
        g_ptr_array_add(run->names, who);
        g_array_append_val(run->acks, ack);
    }
}

/* Runs until a minute, looking every step; returns what was done and how it ends. Owned. */
static char *
run_of(const Shape *shape, const char *events, int until, int64_t step_us)
{
    Run run = { .ladder = ladder_of(shape),
                .acts = g_array_new(FALSE, TRUE, sizeof(PkActDone)),
                .acks = g_array_new(FALSE, TRUE, sizeof(PkPageAck)),
                .said = g_string_new(NULL),
                .names = g_ptr_array_new_with_free_func(g_free) };
    g_auto(GStrv) each = g_strsplit(events, " ", -1);
    char **event = each;
    int64_t end_us = (START + until) * MINUTE;

    for (int64_t now_us = START * MINUTE; now_us <= end_us + step_us; now_us += step_us) {
        for (; *event && **event; event++) {
            int64_t at_us = (START + atoi(strchr(*event, '@') + 1)) * MINUTE;
            if (at_us > MIN(now_us, end_us))
                break;
            watch(&run, at_us);
            happen(&run, *event, at_us);
        }
        watch(&run, MIN(now_us, end_us));
    }
    PkPageHistory history = history_of(&run);
    g_string_append_printf(
        run.said, " %s",
        pk_word_key(&pk_words_page_state, (int)pk_page_now(run.ladder, &history).state));
    pk_ladder_free(run.ladder);
    g_array_unref(run.acts);
    g_array_unref(run.acks);
    g_ptr_array_unref(run.names);
    return g_string_free(run.said, FALSE);
}

/* clang-format off */
static const struct {
    const char *what;
    Shape shape;
    const char *events;
    int until;
    const char *acts;
} runs[] = {
    { "nobody answers", { "officer; backup 5; manager 10", 10, 1, 10, 30 }, "", 600,
      "F1.1@0 F1.2@5 F1.3@15 X@25 exhausted" },
    { "a first rung that waits", { "officer 2; backup 5", 3, 1, 10, 30 }, "", 60,
      "F1.1@2 F1.2@7 X@10 exhausted" },
    { "nobody yet", { "officer; backup 5; manager 10", 10, 1, 10, 30 }, "", 7,
      "F1.1@0 F1.2@5 waiting" },
    { "from the top again", { "officer; backup 5", 5, 3, 20, 30 }, "", 600,
      "F1.1@0 F1.2@5 X@10 F2.1@30 F2.2@35 X@40 F3.1@60 F3.2@65 X@70 exhausted" },
    { "loud between two rounds", { "officer; backup 5", 5, 3, 20, 30 }, "", 20,
      "F1.1@0 F1.2@5 X@10 exhausted" },
    { "called again", { "officer x2/2; backup 10 x1/4", 5, 1, 10, 30 }, "", 600,
      "F1.1@0 F1.1+1@2 F1.1+2@4 F1.2@10 F1.2+1@14 X@19 exhausted" },
    { "acknowledging stops repeats and proposes", { "officer x2/2; backup 10", 5, 1, 10, 60 }, "a@3", 30,
      "F1.1@0 F1.1+1@2 P1.2@10 proposing" },
    { "acknowledged", { "officer; backup 10", 5, 1, 10, 60 }, "a@3", 9, "F1.1@0 acknowledged" },
    { "mock-up 04: rung two by hand, its clock runs on", { "officer; backup 5 x1/7; manager 10; manager 10 why", 10, 1, 10, 30 },
      "a@0 h2@1 la@1", 12, "F1.1@0 F1.2@1 F1.2+1@8 P1.3@11 proposing" },
    { "a reminder, then it climbs on", { "officer; backup 40", 5, 1, 10, 30 }, "a@2", 90,
      "F1.1@0 N@32 P1.2@40 E@62 F1.2@62 X@67 F2.1@77 waiting" },
    { "a line puts it off", { "officer; backup 200", 5, 1, 10, 30 }, "a@2 la@20 la@55", 130,
      "F1.1@0 N@50 N@85 E@115 expired" },
    { "the line of another does not", { "officer; backup 200", 5, 1, 10, 30 }, "a@2 lb@20", 70,
      "F1.1@0 N@32 E@62 expired" },
    { "expired on the last rung: from the top, all rounds", { "officer; backup 5", 5, 1, 10, 30 }, "b@6", 200,
      "F1.1@0 F1.2@5 N@36 E@66 F2.1@66 F2.2@71 X@76 exhausted" },
    { "expired and acknowledged again", { "officer; backup 5", 5, 1, 10, 30 }, "b@6 a@67", 100,
      "F1.1@0 F1.2@5 N@36 E@66 F2.1@66 P2.2@71 N@97 proposing" },
    { "everybody must", { "officer all x3/5; backup 30", 5, 1, 10, 300 }, "a@2 b@12", 29,
      "F1.1@0 F1.1+1@5 F1.1+2@10 acknowledged" },
    { "not everybody did", { "officer all; backup 30", 5, 1, 10, 300 }, "a@2", 40,
      "F1.1@0 F1.2@30 X@35 exhausted" },
    { "somebody answers the rung above", { "officer all; backup 30", 5, 1, 10, 300 }, "a@2 c@33", 60,
      "F1.1@0 F1.2@30 acknowledged" },
    { "a rung with a reason never fires by itself", { "officer; manager 5 why; backup 10", 5, 1, 10, 30 }, "", 100,
      "F1.1@0 F1.3@10 X@15 exhausted" },
    { "but is proposed", { "officer; manager 5 why; backup 10", 5, 1, 10, 60 }, "a@1", 30,
      "F1.1@0 P1.2@5 proposing" },
    { "by hand when nobody is left", { "officer; backup 5", 5, 1, 10, 30 }, "h0@20", 60,
      "F1.1@0 F1.2@5 X@10 F2.1@20 F2.2@25 X@30 exhausted" },
    { "by hand a rung further on", { "officer; backup 5; manager 10", 10, 1, 10, 30 }, "h3@2", 60,
      "F1.1@0 F1.3@2 X@12 exhausted" },
    { "acknowledged when nobody was left", { "officer; backup 5", 5, 2, 100, 30 }, "a@20 la@40", 60,
      "F1.1@0 F1.2@5 X@10 acknowledged" },
    { "seen before anybody was called", { "officer 10; backup 5", 5, 1, 10, 60 }, "a@4", 30,
      "P1.1@10 proposing" },
    { "closed", { "officer; backup 5", 5, 1, 10, 30 }, "C@3", 60, "F1.1@0 closed" },
};
/* clang-format on */

static void
test_runs(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(runs); i++) {
        g_autofree char *acts = run_of(&runs[i].shape, runs[i].events, runs[i].until, MINUTE);
        g_autofree char *wanted = g_strdup_printf("%s: %s", runs[i].what, runs[i].acts);
        g_autofree char *got = g_strdup_printf("%s: %s", runs[i].what, acts);
        g_assert_cmpstr(got, ==, wanted);
    }
}

/* However often somebody looks: the same acts with the same moments. */
static void
test_steps(void)
{
    static const int64_t steps_us[] = { PK_SECOND_US, 7 * MINUTE, 41 * MINUTE, 3 * PK_HOUR_US };

    for (size_t i = 0; i < G_N_ELEMENTS(runs); i++) {
        g_autofree char *minutes = run_of(&runs[i].shape, runs[i].events, runs[i].until, MINUTE);
        for (size_t k = 0; k < G_N_ELEMENTS(steps_us); k++) {
            g_autofree char *acts =
                run_of(&runs[i].shape, runs[i].events, runs[i].until, steps_us[k]);
            g_assert_cmpstr(acts, ==, minutes);
        }
    }
}

/* Random ladders and answers: always an end, never an act twice (record looks), any step the same.
 */
static void
test_random(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(17);

    for (int i = 0; i < 100; i++) {
        g_autoptr(GString) rungs = g_string_new("officer");
        g_autoptr(GString) events = g_string_new(NULL);
        int at = 0;
        for (int n = g_rand_int_range(rand, 0, 4); n > 0; n--)
            g_string_append_printf(rungs, "; backup %d x%d/3%s%s", g_rand_int_range(rand, 10, 20),
                                   g_rand_int_range(rand, 0, 3), g_rand_boolean(rand) ? " all" : "",
                                   g_rand_int_range(rand, 0, 4) ? "" : " why");
        for (int n = g_rand_int_range(rand, 0, 6); n > 0; n--) {
            static const char *const kinds[] = { "a", "b", "c", "la", "lb", "h1" };
            at += g_rand_int_range(rand, 1, 60);
            g_string_append_printf(events, "%s%s@%d", events->len ? " " : "",
                                   kinds[g_rand_int_range(rand, 0, 6)], at);
        }
        Shape shape = { rungs->str, g_rand_int_range(rand, 1, 10), g_rand_int_range(rand, 1, 4),
                        g_rand_int_range(rand, 1, 30), g_rand_int_range(rand, 5, 40) };
        g_autoptr(PkLadder) ladder = ladder_of(&shape);
        g_assert_true(pk_ladder_check(ladder, NULL));
        g_autofree char *fine = run_of(&shape, events->str, 3000, 30 * PK_SECOND_US);
        g_autofree char *coarse = run_of(&shape, events->str, 3000, 173 * MINUTE);
        g_assert_cmpstr(fine, ==, coarse);
    }
}

/* ---- shape ---------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    Shape shape;
    bool ok;
    const char *why;
} checks[] = {
    { { "officer; backup 5", 5, 1, 5, 30 }, true, NULL },
    { { "officer", 5, 0, 5, 30 }, false, "no end" },
    { { "officer", 5, 100, 5, 30 }, false, "no end" },
    { { "officer", 5, 2, 0, 30 }, false, "no pause" },
    { { "officer", 0, 2, 5, 30 }, false, "does not wait" },
    { { "officer; backup 0", 5, 1, 5, 30 }, false, "rung 2" },
    { { "officer; backup -3", 5, 1, 5, 30 }, false, "delay" },
    { { "officer; backup 1441", 5, 1, 5, 30 }, false, "delay" },
    { { "officer x2/0; backup 9", 5, 1, 5, 30 }, false, "without a pause" },
    { { "officer x3/3; backup 9", 5, 1, 5, 30 }, false, "begins before" },
    { { "officer x2/4; backup 9", 5, 1, 5, 30 }, true, NULL },
    { { "officer x21/1", 5, 1, 5, 30 }, false, "0 to 20" },
    { { "officer why", 5, 1, 5, 30 }, false, "needs a reason" },
    { { "officer", 5, 1, 5, 0 }, false, "silence" },
};
/* clang-format on */

static void
test_check(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        g_autoptr(PkLadder) ladder = ladder_of(&checks[i].shape);
        g_autoptr(GError) error = NULL;
        bool ok = pk_ladder_check(ladder, &error);
        g_assert_true(ok == checks[i].ok);
        if (!ok)
            g_assert_nonnull(strstr(error->message, checks[i].why));
    }
    g_autoptr(PkLadder) empty = pk_ladder_new();
    g_autoptr(GError) error = NULL;
    empty->key = g_strdup("leeg");
    empty->name_en = g_strdup("Empty");
    empty->name_nl = g_strdup("Leeg");
    g_assert_false(pk_ladder_check(empty, &error));
    g_assert_nonnull(strstr(error->message, "no rungs"));
}

/* clang-format off */
static const struct { const char *in, *out; } targets[] = {
    { "duty:officer", "duty:officer" },
    { "duty:piketfunctionaris+person:jdv", "duty:officer + person:jdv" },
    { " DESK:NCSC, day and night + Duty:backup ", "desk:NCSC, day and night + duty:backup" },
    { "", "" },
    { "officer", NULL }, { "duty:nobody", NULL }, { "person:", NULL }, { "duty:officer +", NULL },
}, hours[] = {
    { "mon-fri 08:00-18:00", "mon-fri 08:00-18:00" },
    { "ma,di,do 09:00-17:30", "mon,tue,thu 09:00-17:30" },
    { "fri-mon 00:00-24:00", "mon,fri-sun 00:00-24:00" },
    { "", "" },
    { "mon-fri", NULL }, { "mon-fri 18:00-08:00", NULL }, { "mon-fry 08:00-18:00", NULL },
    { "mon 08:00-25:00", NULL }, { "mon 8-18", NULL }, { "mon 08:00-18:00 x", NULL },
};
/* clang-format on */

static void
test_texts(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_autoptr(GArray) read = pk_targets_parse(targets[i].in, NULL);
        g_autofree char *text = read ? pk_targets_text(read) : NULL;
        g_assert_cmpstr(text, ==, targets[i].out);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(hours); i++) {
        g_autoptr(PkLadder) ladder = pk_ladder_new();
        bool ok = pk_ladder_hours_parse(hours[i].in, ladder, NULL);
        g_autofree char *text = ok ? pk_ladder_hours_text(ladder) : NULL;
        g_assert_cmpstr(text, ==, hours[i].out);
    }
}

/* ---- which ladder --------------------------------------------------------------------------- */

static int64_t
at(const char *rfc3339)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(rfc3339, NULL);

    return g_date_time_to_unix(when) * PK_SECOND_US;
}

static void
add_ladder(GPtrArray *all, const char *key, guint kinds, PkSeverity from, PkLadderWhen when)
{
    PkLadder *ladder = ladder_of(&(Shape){ "officer", 5, 1, 5, 30 });

    g_free(ladder->key);
    ladder->key = g_strdup(key);
    ladder->kinds = kinds;
    ladder->from = from;
    ladder->when = when;
    ladder->no_incident = strcmp(key, "page") == 0;
    g_assert_true(pk_ladder_hours_parse("mon-fri 08:00-18:00", ladder, NULL));
    g_ptr_array_add(all, ladder);
}

static void
test_choose(void)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)pk_ladder_free);
    g_autoptr(PkZone) zone = pk_zone_new(NULL, NULL);
    g_autoptr(GArray) holidays = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t king = pk_civil_days(2026, 4, 27);
    g_array_append_val(holidays, king);
    add_ladder(all, "low", 0, PK_SEVERITY_NONE, PK_LADDER_ALWAYS);
    add_ladder(all, "high", 0, PK_SEVERITY_HIGH, PK_LADDER_ALWAYS);
    add_ladder(all, "critical-day", 0, PK_SEVERITY_CRITICAL, PK_LADDER_OFFICE);
    add_ladder(all, "critical-night", 0, PK_SEVERITY_CRITICAL, PK_LADDER_OUTSIDE);
    add_ladder(all, "ddos", 1u << PK_KIND_DDOS, PK_SEVERITY_HIGH, PK_LADDER_ALWAYS);
    add_ladder(all, "page", 0, PK_SEVERITY_NONE, PK_LADDER_ALWAYS);
    /* clang-format off */
    static const struct {
        bool none; guint kinds; PkSeverity severity; const char *when, *key;
    } asks[] = {
        { false, 0, PK_SEVERITY_LOW, "2026-03-10T03:00:00+01:00", "low" },
        { false, 1u << PK_KIND_BREACH, PK_SEVERITY_HIGH, "2026-03-10T03:00:00+01:00", "high" },
        { false, 0, PK_SEVERITY_CRITICAL, "2026-03-10T03:00:00+01:00", "critical-night" },
        { false, 0, PK_SEVERITY_CRITICAL, "2026-03-10T07:59:59+01:00", "critical-night" },
        { false, 0, PK_SEVERITY_CRITICAL, "2026-03-10T08:00:00+01:00", "critical-day" },
        { false, 0, PK_SEVERITY_CRITICAL, "2026-03-10T17:59:59+01:00", "critical-day" },
        { false, 0, PK_SEVERITY_CRITICAL, "2026-03-10T18:00:00+01:00", "critical-night" },
        { false, 0, PK_SEVERITY_CRITICAL, "2026-03-14T12:00:00+01:00", "critical-night" },
        { false, 0, PK_SEVERITY_CRITICAL, "2026-04-27T12:00:00+02:00", "critical-night" },
        { false, 0, PK_SEVERITY_CRITICAL, "2026-03-30T08:30:00+02:00", "critical-day" },
        { false, 1u << PK_KIND_DDOS, PK_SEVERITY_CRITICAL, "2026-03-10T12:00:00+01:00", "ddos" },
        { false, 1u << PK_KIND_DDOS, PK_SEVERITY_LOW, "2026-03-10T12:00:00+01:00", "low" },
        { true, 0, PK_SEVERITY_NONE, "2026-03-10T03:00:00+01:00", "page" },
    };
    /* clang-format on */
    for (size_t i = 0; i < G_N_ELEMENTS(asks); i++) {
        PkLadderAsk ask = { asks[i].none, asks[i].kinds, asks[i].severity, at(asks[i].when) };
        const PkLadder *ladder = pk_ladder_choose(all, &ask, zone, holidays);
        g_assert_cmpstr(ladder ? ladder->key : NULL, ==, asks[i].key);
    }
}

/* ---- the screen ----------------------------------------------------------------------------- */

static void
test_rungs(void)
{
    g_autoptr(PkLadder) ladder = ladder_of(
        &(Shape){ "officer; backup 5; manager 10; manager 10 why; manager 5", 10, 1, 10, 30 });
    const char *a[] = { "a", NULL };
    PkActDone acts[] = {
        { { PK_ACT_FIRE, 1, 1, 0, START * MINUTE }, START * MINUTE, false, a },
        { { PK_ACT_FIRE, 1, 2, 0, (START + 1) * MINUTE }, (START + 1) * MINUTE, true, NULL }
    };
    PkPageAck acks[] = { { "a", START * MINUTE, 1, 1 } };
    PkPageHistory history = {
        .started_us = START * MINUTE, .acts = acts, .n_acts = 2, .acks = acks, .n_acks = 1
    };
    static const PkRungState wanted[] = { PK_RUNG_ACKNOWLEDGED, PK_RUNG_CALLED, PK_RUNG_PROPOSAL,
                                          PK_RUNG_NOT_STARTED, PK_RUNG_NOT_STARTED };

    for (int no = 1; no <= 5; no++)
        g_assert_cmpint(pk_rung_now(ladder, &history, no).state, ==, wanted[no - 1]);
    g_assert_cmpint(pk_rung_now(ladder, &history, 3).due_us, ==, (START + 11) * MINUTE);
    g_assert_cmpint(pk_rung_now(ladder, &history, 2).calls, ==, 1);
    history.n_acks = 0;
    g_assert_cmpint(pk_rung_now(ladder, &history, 3).state, ==, PK_RUNG_WAITS);
    g_assert_cmpint(pk_page_now(NULL, &history).state, ==, PK_PAGE_EXHAUSTED);
    PkAct act;
    g_autoptr(GError) error = NULL;
    g_assert_false(pk_page_by_hand(ladder, &history, 9, START * MINUTE, &act, &error));
    g_assert_true(g_error_matches(error, PK_ERROR, PK_ERROR_MISSING));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ladder/runs", test_runs);
    g_test_add_func("/ladder/steps", test_steps);
    g_test_add_func("/ladder/random", test_random);
    g_test_add_func("/ladder/check", test_check);
    g_test_add_func("/ladder/texts", test_texts);
    g_test_add_func("/ladder/choose", test_choose);
    g_test_add_func("/ladder/rungs", test_rungs);
    return g_test_run();
}
