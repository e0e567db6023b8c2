/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages through the use cases: raised, climbed once, acknowledged, escalated, closed. */
#include "appkit.h"

#include "piket/app/duty.h"
#include "piket/app/gate.h"
#include "piket/app/ladders.h"
#include "piket/app/page.h"
#include "piket/app/reference.h"
#include "piket/base/clock.h"
#include "piket/base/error.h"

#include <string.h>

#define MINUTE (INT64_C(60) * 1000000)

static const char ladders_csv[] =
    "ladder,name_en,name_nl,about,severity,wait,rounds,pause,silence,rung,call,delay,reason\n"
    "proef,Trial,Proef,incident,high,10,2,10,30,1,person:jdevries,0,0\n"
    "proef,,,,,,,,,2,person:mbakker,5,0\n"
    "proef,,,,,,,,,3,desk:crisis team,10,1\n"
    "bericht,Message,Bericht,page,,10,1,10,30,1,desk:NCSC,0,0\n";

static void
start(Kit *kit, PkApp **ret_other)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    kit_start(kit);
    kit_register(kit);
    *ret_other = kit_other(kit, "mbakker", "M. Bakker", "officer");
    g_autoptr(GPtrArray) shipped = pk_ladders_list(kit->app, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < shipped->len; i++) {
        g_auto(PkDone) gone = { 0 };
        pk_ladders_retire(kit->app, ((const PkLadder *)shipped->pdata[i])->key, &gone, &error);
        g_assert_no_error(error);
    }
    pk_ladders_import(kit->app, ladders_csv, strlen(ladders_csv), false, &done, &error);
    g_assert_no_error(error);
}

static void
says(const char *text, const char *part)
{
    if (!text || !strstr(text, part))
        g_error("'%s' does not say '%s'", text, part);
}

static int64_t
raise_for(PkApp *app, int64_t incident, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    PkPageRaise raise = { .incident_key = incident,
                          .source = incident ? PK_PAGE_HAND : PK_PAGE_VOICEMAIL,
                          .text = text };
    int64_t key = 0;

    pk_page_raise(app, &raise, &done, &key, &error);
    g_assert_no_error(error);
    return key;
}

/* Everything that is due, as a watch does it: what, rung and the minute since the beginning. */
static char *
watch(PkApp *app, int64_t now_us)
{
    g_autoptr(GString) said = g_string_new(NULL);

    for (;;) {
        g_autoptr(GError) error = NULL;
        int64_t next_us = 0;
        g_autoptr(GArray) due = pk_page_due(app, now_us, 10, &next_us, &error);
        g_assert_no_error(error);
        if (due->len == 0)
            return g_strdup(said->str);
        for (guint i = 0; i < due->len; i++) {
            const PkPageDue *one = &g_array_index(due, PkPageDue, i);
            g_auto(PkDone) done = { 0 };
            PkAct act = { 0 };
            pk_page_step(app, one->page_key, now_us, &act, &done, &error);
            g_assert_no_error(error);
            g_string_append_printf(said, "%s%s%d@%d", said->len ? " " : "",
                                   pk_word_key(&pk_words_act, (int)act.what), act.rung,
                                   (int)((act.due_us - KIT_NOW_US) / MINUTE));
        }
    }
}

static void
test_climb(void)
{
    Kit kit;
    PkApp *other = NULL;

    start(&kit, &other);
    int64_t incident = kit_report(&kit);
    int64_t page = raise_for(kit.app, incident, NULL);
    g_autofree char *last = kit_last(&kit, incident);
    says(last, "Page 1: rung 1 called, jdevries");
    int64_t next_us = 0;
    g_autoptr(GArray) due = pk_page_due(other, KIT_NOW_US, 10, &next_us, NULL);
    g_assert_cmpint(due->len, ==, 0);
    g_assert_cmpint(next_us, ==, KIT_NOW_US + 5 * MINUTE);

    /* Asleep over everything: each act once, at its own moment, and late. */
    kit_later(3600);
    g_autofree char *acts = watch(other, KIT_NOW_US + 60 * MINUTE);
    g_assert_cmpstr(acts, ==, "fire2@5 exhaust0@15 fire1@25 fire2@30 exhaust0@40");
    g_autofree char *end = kit_last(&kit, incident);
    says(end, "nobody is left to call");
    says(end, "late");
    unsigned loud = 0, open = 0;
    g_assert_true(pk_page_count(kit.app, &loud, &open, NULL));
    g_assert_cmpuint(loud, ==, 1);
    g_autoptr(GPtrArray) rows = pk_page_list(kit.app, true, 10, NULL);
    const PkPageRow *row = rows->pdata[0];
    g_assert_cmpint(row->state, ==, PK_PAGE_EXHAUSTED);
    g_assert_cmpint(row->round, ==, 2);
    PkAct act;
    g_auto(PkDone) nothing = { 0 };
    g_assert_true(pk_page_step(kit.app, page, KIT_NOW_US + 600 * MINUTE, &act, &nothing, NULL));
    g_assert_cmpint(act.what, ==, PK_ACT_NONE);
    kit_verify(&kit);
    pk_app_close(other);
    kit_stop(&kit);
}

static void
test_acknowledge(void)
{
    Kit kit;
    PkApp *other = NULL;
    g_autoptr(GError) error = NULL;

    start(&kit, &other);
    int64_t incident = kit_report(&kit);
    int64_t page = raise_for(kit.app, incident, NULL);
    kit_later(120);
    g_auto(PkDone) done = { 0 };
    pk_page_acknowledge(other, page, NULL, NULL, &done, &error);
    g_assert_no_error(error);
    says(done.said, "acknowledged by M. Bakker");
    says(done.said, "M. Bakker owns the page");
    says(done.said, "Rung 2 is proposed at 03:19");
    g_auto(PkDone) again = { 0 };
    g_assert_true(pk_page_acknowledge(other, page, NULL, NULL, &again, NULL));
    says(again.said, "already");

    /* For somebody else: a reason, and it is shown. */
    g_auto(PkDone) none = { 0 };
    g_assert_false(pk_page_acknowledge(other, page, "jdevries", NULL, &none, &error));
    g_assert_true(g_error_matches(error, PK_ERROR, PK_ERROR_CONFIRM));
    g_auto(PkDone) forhim = { 0 };
    g_assert_true(pk_page_acknowledge(other, page, "jdevries", "by telephone", &forhim, NULL));
    says(forhim.said, "written down by M. Bakker. Reason: by telephone");
    says(forhim.said, "M. Bakker owns the page");

    /* 30 minutes without a line: reminded; again 30: it climbs on. The proposal came before. */
    g_autofree char *acts = watch(kit.app, KIT_NOW_US + 61 * MINUTE);
    g_assert_cmpstr(acts, ==, "propose2@5 nudge0@32");
    kit_later(3600);
    PkNote note = { .text = "Still calling.", .category = PK_CAT_CONTACT };
    g_auto(PkDone) line = { 0 };
    g_assert_true(pk_note_add(other, incident, &note, &line, NULL));
    g_autofree char *quiet = watch(kit.app, KIT_NOW_US + 70 * MINUTE);
    g_assert_cmpstr(quiet, ==, "");
    g_autofree char *later = watch(kit.app, KIT_NOW_US + 123 * MINUTE);
    g_assert_cmpstr(later, ==, "nudge0@92 expire0@122 fire2@122");

    g_autoptr(PkPageView) view = pk_page_load(kit.app, page, KIT_NOW_US + 123 * MINUTE, NULL);
    g_assert_cmpuint(view->rungs->len, ==, 3);
    g_assert_cmpuint(view->acks->len, ==, 2);
    g_assert_true(((const PkPageAckView *)view->acks->pdata[0])->expired);
    g_assert_cmpint(view->row->state, ==, PK_PAGE_WAITING);
    kit_verify(&kit);
    pk_app_close(other);
    kit_stop(&kit);
}

/* The clock of who acknowledges is behind that of the watch: it counts all the same. */
static void
test_clock_behind(void)
{
    Kit kit;
    PkApp *other = NULL;
    g_autoptr(GError) error = NULL;

    start(&kit, &other);
    int64_t incident = kit_report(&kit);
    int64_t page = raise_for(kit.app, incident, NULL);
    g_autofree char *fired = watch(kit.app, KIT_NOW_US + 6 * MINUTE);
    g_assert_cmpstr(fired, ==, "fire2@5");
    pk_page_acknowledge(other, page, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(PkPageView) view = pk_page_load(kit.app, page, KIT_NOW_US + 7 * MINUTE, &error);
    g_assert_no_error(error);
    g_assert_cmpint(view->row->state, ==, PK_PAGE_ACKNOWLEDGED);
    g_assert_cmpstr(view->row->owner, ==, "mbakker");
    g_autofree char *after = watch(kit.app, KIT_NOW_US + 16 * MINUTE);
    g_assert_null(strstr(after, "fire"));
    g_assert_null(strstr(after, "exhaust"));
    kit_verify(&kit);
    pk_app_close(other);
    kit_stop(&kit);
}

/* A report made of a page is no less strict than the page was. */
static void
test_label_of_page(void)
{
    Kit kit;
    PkApp *other = NULL;
    g_autoptr(GError) error = NULL;
    const PkPageRaise raise = {
        .source = PK_PAGE_SOC, .text = "Beaconing", .has_tlp = true, .tlp = PK_TLP_AMBER_STRICT
    };
    PkReport report = { .note = (char *)"Gebeld", .has_tlp = true, .tlp = PK_TLP_GREEN };
    g_auto(PkDone) done = { 0 };
    PkTlp label = PK_TLP_CLEAR;

    start(&kit, &other);
    pk_page_raise(kit.app, &raise, NULL, &report.page_key, &error);
    g_assert_no_error(error);
    pk_report_save(kit.app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(pk_incident_label(kit.app, done.ident, &label, &error));
    g_assert_cmpint(label, ==, PK_TLP_AMBER_STRICT);
    pk_app_close(other);
    kit_stop(&kit);
}

static void
test_escalate(void)
{
    Kit kit;
    PkApp *other = NULL;
    g_autoptr(GError) error = NULL;

    start(&kit, &other);
    int64_t incident = kit_report(&kit), page = 0;
    g_autoptr(PkEscalation) look = pk_escalation_look(kit.app, incident, 0, &error);
    g_assert_no_error(error);
    g_assert_cmpint(look->rung, ==, 1);
    g_auto(PkDone) done = { 0 };
    g_assert_true(pk_incident_escalate(kit.app, incident, 0, NULL, &done, &page, &error));
    says(done.said, "Page 1 raised");
    g_auto(PkDone) next = { 0 };
    g_assert_true(pk_incident_escalate(kit.app, incident, 0, NULL, &next, &page, &error));
    says(next.said, "rung 2 called by hand, mbakker (M. Bakker)");
    g_auto(PkDone) none = { 0 };
    g_assert_false(pk_incident_escalate(kit.app, incident, 3, "", &none, &page, &error));
    g_assert_true(g_error_matches(error, PK_ERROR, PK_ERROR_CONFIRM));
    g_clear_error(&error);
    g_auto(PkDone) crisis = { 0 };
    g_assert_true(
        pk_incident_escalate(kit.app, incident, 3, "two municipalities", &crisis, &page, &error));
    says(crisis.said, "Reason: two municipalities");

    g_auto(PkDone) tried = { 0 };
    g_assert_true(pk_page_attempt(kit.app, page, 2, PK_ATTEMPT_VOICEMAIL, &tried, &error));
    says(tried.said, "voicemail");
    g_autoptr(PkPageView) view = pk_page_load(kit.app, page, KIT_NOW_US + MINUTE, &error);
    g_assert_no_error(error);
    const PkRungView *rung = view->rungs->pdata[1];
    g_assert_cmpint(rung->state, ==, PK_RUNG_CALLED);
    says(rung->attempt, "voicemail");
    g_assert_cmpstr(rung->persons->pdata[0], ==, "M. Bakker");

    /* One open page an incident. */
    PkPageRaise raise = { .incident_key = incident, .source = PK_PAGE_HAND };
    g_assert_false(pk_page_raise(kit.app, &raise, NULL, NULL, &error));
    g_assert_true(g_error_matches(error, PK_ERROR, PK_ERROR_CONFLICT));
    g_clear_error(&error);
    g_assert_false(pk_page_close(kit.app, page, NULL, NULL, &error));
    g_assert_true(g_error_matches(error, PK_ERROR, PK_ERROR_CONFIRM));
    g_clear_error(&error);
    g_assert_true(pk_page_close(kit.app, page, "false alarm", NULL, &error));
    g_assert_false(pk_page_acknowledge(kit.app, page, NULL, NULL, NULL, &error));
    g_assert_true(g_error_matches(error, PK_ERROR, PK_ERROR_INVALID));
    kit_verify(&kit);
    pk_app_close(other);
    kit_stop(&kit);
}

static void
test_report_of_page(void)
{
    Kit kit;
    PkApp *other = NULL;
    g_autoptr(GError) error = NULL;

    start(&kit, &other);
    int64_t page = raise_for(kit.app, 0, "SOC: beaconing from 10.0.0.7");
    g_autofree char *duty = kit_last(&kit, 0);
    says(duty, "Page 1: rung 1 called, NCSC");
    g_auto(PkReport) report = { 0 };
    report.note = g_strdup("Beaconing at Voorbeeldstad");
    report.source = PK_SOURCE_SOC;
    report.org_key = kit.voorbeeldstad;
    report.page_key = page;
    g_auto(PkDone) done = { 0 };
    pk_report_save(kit.app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *last = kit_last(&kit, done.incident_key);
    says(last, "From page 1 (voicemail). The original text: SOC: beaconing from 10.0.0.7");
    g_autoptr(PkPageView) view = pk_page_load(kit.app, page, KIT_NOW_US, &error);
    g_assert_no_error(error);
    g_assert_cmpint(view->row->incident_key, ==, done.incident_key);
    g_auto(PkDone) twice = { 0 };
    g_assert_false(pk_report_save(kit.app, &report, &twice, NULL, &error));
    g_assert_true(g_error_matches(error, PK_ERROR, PK_ERROR_CONFLICT));
    g_clear_error(&error);

    /* Who only reads sees it and changes nothing. */
    PkApp *reader = kit_other(&kit, "pvries", "P. de Vries", "reader");
    int64_t rows = kit_rows(&kit);
    g_assert_false(pk_page_acknowledge(reader, page, NULL, NULL, NULL, &error));
    g_assert_true(g_error_matches(error, PK_ERROR, PK_ERROR_DENIED));
    g_assert_cmpint(kit_rows(&kit), ==, rows);
    pk_app_close(reader);
    kit_verify(&kit);
    pk_app_close(other);
    kit_stop(&kit);
}

static void
test_ladders(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    g_autoptr(GPtrArray) shipped = pk_ladders_list(kit.app, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(shipped->len, ==, 5);
    g_autoptr(GPtrArray) wrong = pk_ladders_check(kit.app, &error);
    g_assert_cmpuint(wrong->len, ==, 0);
    g_autofree char *before = pk_ladders_export(kit.app, NULL, &error);
    static const struct {
        const char *csv, *why;
    } bad[] = {
        { "ladder,name_en,name_nl,rounds,call\nlus,L,L,0,duty:officer\n", "no end" },
        { "ladder,name_en,name_nl,pause,call\nlus,L,L,0,duty:officer\n", "no pause" },
        { "ladder,name_en,name_nl,call\nlus,L,L,duty:nobody\n", "Row 2, column call" },
        { "ladder,name_en,name_nl,call\nlus,L,L,person:nobody\n", "does not work here" },
        { "ladder,name_en,name_nl,call,delay\na,A,A,duty:officer,0\na,,,duty:backup,x\n",
          "Row 3, column delay" },
        { "hello\n", "no column" },
        { "", "no ladder" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_auto(PkDone) done = { 0 };
        g_assert_false(
            pk_ladders_import(kit.app, bad[i].csv, strlen(bad[i].csv), false, &done, &error));
        says(error->message, bad[i].why);
        g_clear_error(&error);
    }
    g_autofree char *after = pk_ladders_export(kit.app, NULL, &error);
    g_assert_cmpstr(before, ==, after);

    /* Somebody's edit stays when the set that comes with Piket is loaded anew. */
    static const char mine[] = "ladder,name_en,name_nl,call\nhigh,Mine,Mijn,desk:NCSC\n";
    g_auto(PkDone) done = { 0 };
    g_assert_true(pk_ladders_import(kit.app, mine, strlen(mine), false, &done, &error));
    g_autoptr(PkLadder) high = pk_ladders_get(kit.app, "high", &error);
    g_assert_cmpstr(high->name_en, ==, "Mine");
    g_assert_cmpstr(high->made_by, ==, "jdevries");
    kit_stop(&kit);
}

/* ---- what a rung shows ---------------------------------------------------------------------- */

/* The number of a rung as somebody sees it. Owned. */
static char *
phone_seen(PkApp *app, int64_t page, guint at)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkPageView) view = pk_page_load(app, page, KIT_NOW_US, &error);

    g_assert_no_error(error);
    return g_strdup(((const PkRungView *)view->rungs->pdata[at])->phone);
}

static void
test_phone(void)
{
    static const char csv[] = "ladder,name_en,name_nl,about,rung,call,phone,delay\n"
                              "bericht,Message,Bericht,page,1,duty:officer,,0\n"
                              "bericht,,,,2,duty:backup,,5\n"
                              "bericht,,,,3,person:mbakker,06 0000 0099,10\n"
                              "bericht,,,,4,person:mbakker + desk:NCSC,,10\n";
    Kit kit;
    PkApp *other = NULL;
    g_autoptr(GError) error = NULL;

    start(&kit, &other);
    g_auto(PkDone) done = { 0 };
    g_assert_true(pk_ladders_import(kit.app, csv, strlen(csv), false, &done, &error));
    PkDutyWish wish = { PK_DUTY_OFFICER, "mbakker", KIT_NOW_US, KIT_NOW_US + 60 * MINUTE, NULL };
    g_assert_true(pk_duty_set(kit.app, &wish, NULL, &error));
    g_assert_no_error(error);
    g_assert_true(pk_duty_phone(kit.app, "mbakker", "06 0000 0012", NULL, &error));
    PkPageRaise raise = { .source = PK_PAGE_VOICEMAIL,
                          .text = "Voicemail of a municipality",
                          .has_tlp = true,
                          .tlp = PK_TLP_CLEAR };
    int64_t page = 0;
    g_assert_true(pk_page_raise(kit.app, &raise, NULL, &page, &error));
    static const char *const shown[] = { "06 0000 0012", "", "06 0000 0099", "06 0000 0012, -" };
    for (guint i = 0; i < G_N_ELEMENTS(shown); i++) {
        g_autofree char *phone = phone_seen(kit.app, page, i);
        g_assert_cmpstr(phone, ==, shown[i]);
    }
    g_autoptr(PkEscalation) look = pk_page_escalation_look(kit.app, page, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(look->phone, ==, "06 0000 0012");

    /* Who only reads is told who, not on which number; of a rung itself it is for everybody. */
    PkApp *reader = kit_other(&kit, "pvries", "P. de Vries", "reader");
    g_autofree char *hidden = phone_seen(reader, page, 0);
    g_assert_cmpstr(hidden, ==, "");
    g_autofree char *fixed = phone_seen(reader, page, 2);
    g_assert_cmpstr(fixed, ==, "06 0000 0099");
    pk_app_close(reader);
    pk_app_close(other);
    kit_stop(&kit);
}

/* ---- ladders that start at saving ----------------------------------------------------------- */

static const char saving_csv[] =
    "ladder,name_en,name_nl,about,kinds,severity,moment,at_saving,hours,call\n"
    "nacht,Night,Nacht,incident,,critical,outside,1,mon-fri 08:00-18:00,person:mbakker\n"
    "dag,Day,Dag,incident,,critical,office,0,mon-fri 08:00-18:00,person:mbakker\n"
    "soort,Kind,Soort,incident,ddos,low,always,1,,person:mbakker\n";

static void
set_one(PkApp *app, int64_t incident, const char *key, const char *value, PkDone *done)
{
    PkSetting setting = { key, value };
    g_autoptr(GError) error = NULL;

    pk_incident_set(app, incident, -1, &setting, 1, NULL, NULL, done, &error);
    g_assert_no_error(error);
}

static int64_t
low_report(Kit *kit)
{
    g_auto(PkReport) report = { 0 };
    g_auto(PkDone) done = { 0 };
    g_autoptr(GError) error = NULL;

    report.note = g_strdup("Something is odd");
    report.severity = PK_SEVERITY_LOW;
    report.org_key = kit->voorbeeldstad;
    pk_report_save(kit->app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    return done.incident_key;
}

static int64_t
page_of(PkApp *app, int64_t incident)
{
    g_autoptr(GError) error = NULL;
    int64_t key = 0;

    g_assert_true(pk_page_open_of(app, incident, &key, &error));
    return key;
}

static void
close_page(PkApp *app, int64_t page)
{
    g_autoptr(GError) error = NULL;

    pk_page_close(app, page, "known", NULL, &error);
    g_assert_no_error(error);
}

static void
test_at_saving(void)
{
    Kit kit;
    PkApp *other = NULL;
    g_autoptr(GError) error = NULL;

    start(&kit, &other);
    int64_t before = kit_report(&kit);
    g_assert_cmpint(page_of(kit.app, before), ==, 0); /* no such ladder: nothing */
    g_auto(PkDone) done = { 0 };
    pk_ladders_import(kit.app, saving_csv, strlen(saving_csv), false, &done, &error);
    g_assert_no_error(error);

    /* At night a critical one pages in the transaction that saves it. */
    int64_t night = kit_report(&kit);
    int64_t page = page_of(kit.app, night);
    g_assert_cmpint(page, !=, 0);
    g_autoptr(PkPageView) view = pk_page_load(kit.app, page, KIT_NOW_US, &error);
    g_assert_cmpint(view->row->source, ==, PK_PAGE_RULE);
    g_assert_cmpint(view->row->rung, ==, 1);
    g_assert_cmpstr(view->ladder_key, ==, "nacht");

    /* Raised later; a page that is open or was closed is not raised again by anything less. */
    int64_t later = low_report(&kit);
    g_assert_cmpint(page_of(kit.app, later), ==, 0);
    g_auto(PkDone) raised = { 0 };
    set_one(kit.app, later, "severity", "critical", &raised);
    says(raised.said, "raised (");
    says(raised.said, "rung 1 called");
    g_assert_nonnull(raised.undo);
    page = page_of(kit.app, later);
    g_auto(PkDone) title = { 0 };
    set_one(kit.app, later, "title", "Servers are down", &title);
    g_assert_null(strstr(title.said, "rung"));
    close_page(kit.app, page);
    g_auto(PkDone) again = { 0 };
    set_one(kit.app, later, "title", "Servers are still down", &again);
    g_assert_cmpint(page_of(kit.app, later), ==, 0);

    /* By a kind. */
    int64_t kind = low_report(&kit);
    g_auto(PkDone) ddos = { 0 };
    set_one(kit.app, kind, "kind", "ddos", &ddos);
    g_assert_cmpint(page_of(kit.app, kind), !=, 0);

    /* In office hours the ladder of the day is for it, and does not start by itself. */
    kit_later(8 * 3600);
    int64_t day = kit_report(&kit);
    g_assert_cmpint(page_of(kit.app, day), ==, 0);
    kit_verify(&kit);
    pk_app_close(other);
    kit_stop(&kit);
}

/* What was made of a page is about that page: no second one. */
static void
test_at_saving_of_page(void)
{
    Kit kit;
    PkApp *other = NULL;
    g_autoptr(GError) error = NULL;

    start(&kit, &other);
    g_auto(PkDone) done = { 0 };
    pk_ladders_import(kit.app, saving_csv, strlen(saving_csv), false, &done, &error);
    g_assert_no_error(error);
    int64_t page = raise_for(kit.app, 0, "Voicemail: everything is encrypted");
    g_auto(PkReport) report = { 0 };
    report.note = g_strdup("Everything is encrypted");
    report.severity = PK_SEVERITY_CRITICAL;
    report.org_key = kit.voorbeeldstad;
    report.page_key = page;
    g_auto(PkDone) saved = { 0 };
    pk_report_save(kit.app, &report, &saved, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(page_of(kit.app, saved.incident_key), ==, page);
    unsigned loud = 0, open = 0;
    g_assert_true(pk_page_count(kit.app, &loud, &open, &error));
    g_assert_cmpuint(open, ==, 1);
    kit_verify(&kit);
    pk_app_close(other);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/page/climb", test_climb);
    g_test_add_func("/page/acknowledge", test_acknowledge);
    g_test_add_func("/page/clock-behind", test_clock_behind);
    g_test_add_func("/page/label", test_label_of_page);
    g_test_add_func("/page/escalate", test_escalate);
    g_test_add_func("/page/report", test_report_of_page);
    g_test_add_func("/page/ladders", test_ladders);
    g_test_add_func("/page/phone", test_phone);
    g_test_add_func("/page/at-saving", test_at_saving);
    g_test_add_func("/page/at-saving/of-page", test_at_saving_of_page);
    return g_test_run();
}
