/* SPDX-License-Identifier: EUPL-1.2 */
/* Without the server: what is written on a laptop, and how it gets to the server. */
#include "meeting.h"

#include "piket/app/read.h"
#include "piket/app/verify.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/person_store.h"

#include <string.h>

/* ---- the outbox -------------------------------------------------------------------------------
 */

static void
test_first_meeting(void)
{
    Meet meet;
    meet_start(&meet);
    PkOutboxState state = { 0 };
    g_autoptr(GError) error = NULL;

    g_autoptr(PkSyncReport) one = meet_sync(&meet, 0);
    g_autoptr(PkSyncReport) two = meet_sync(&meet, 1);
    g_assert_true(one->first);
    g_assert_cmpstr(one->tag, ==, "K");
    g_assert_cmpstr(two->tag, ==, "L");
    g_assert_cmpint(one->n_incidents, ==, 2);
    g_assert_cmpint(one->n_sent, ==, 0);
    g_assert_true(pk_outbox_look(meet.path[0], &state, &error));
    g_assert_no_error(error);
    g_assert_true(state.made);
    g_assert_cmpstr(state.tag, ==, "K");
    g_assert_cmpint(state.copied_us, ==, KIT_NOW_US);
    g_assert_cmpint(state.n_unsent, ==, 0);
    g_autoptr(PkSyncReport) again = meet_sync(&meet, 0);
    g_assert_false(again->first);
    g_assert_cmpstr(again->tag, ==, "K");
    meet_stop(&meet);
}

static void
test_nothing_before_it(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = meet.away, .outbox = meet.path[0], .login = "jdevries" };

    g_assert_null(pk_app_open(&config, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    config.patient = true;
    g_autoptr(PkApp) app = pk_app_open(&config, &error);
    g_assert_no_error(error);
    g_assert_cmpint(pk_app_mode(app), ==, PK_MODE_NONE);
    PkNote note = { .text = "Nobody hears this" };
    g_assert_false(pk_note_add(app, 0, &note, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    g_assert_null(pk_report_number(app, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    meet_stop(&meet);
}

static void
test_the_copy_is_what_is_there(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) report = meet_sync(&meet, 0);
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    g_autoptr(PkVerify) verify = pk_verify_run(app, 0, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpint(pk_app_mode(app), ==, PK_MODE_COPY);
    meet_assert_whole(verify);
    g_assert_cmpint(verify->n_incidents, ==, 2);
    PkListAsk ask = { .filter = "voorbeeldstad", .limit = 10 };
    g_autoptr(PkList) list = pk_list_load(app, &ask, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->rows->len, ==, 2);
    PkTimelineAsk lines = { .incident_key = meet.incident, .filter = "second" };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(app, &lines, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(timeline->rows->len, ==, 1);
    g_autofree char *here = meet_dump(meet.path[0], NULL, false);
    g_autofree char *there = meet_dump(meet.kit.file, NULL, false);
    meet_assert_same(here, strstr(there, "I26-0001")); /* but for the duty log */
    meet_stop(&meet);
}

/* ---- writing without the server ---------------------------------------------------------------
 */

static void
test_only_reports_and_lines(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) report = meet_sync(&meet, 0);
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    g_auto(PkDone) done = { 0 };
    PkSetting setting = { "severity", "low" };
    PkNote note = { .text = "Called back", .pin = true };

    g_assert_false(pk_incident_set(app, meet.incident, -1, &setting, 1, NULL, NULL, &done, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    g_assert_false(pk_action_set(app, meet.incident, 1, true, NULL, &done, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    g_assert_true(pk_note_add(app, meet.incident, &note, &done, &error));
    g_assert_no_error(error);
    g_assert_nonnull(strstr(done.said, "Not yet sent."));
    g_assert_null(done.undo);
    g_assert_false(pk_pin_set(app, done.line_key, true, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    PkOutboxState state = { 0 };
    g_assert_true(pk_app_outbox(app, &state, NULL));
    g_assert_cmpint(state.n_unsent, ==, 1);
    PkTimelineAsk ask = { .incident_key = meet.incident };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(app, &ask, NULL, NULL);
    for (guint i = 0; i < timeline->rows->len; i++) {
        const PkTimelineRow *row = timeline->rows->pdata[i];
        g_assert_cmpint(row->line->unsent, ==, g_str_equal(row->line->text, "Called back"));
    }
    meet_stop(&meet);
}

/* An incident of after the copy is there all the same, and nobody is told otherwise. */
static void
test_newer_than_the_copy(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) report = meet_sync(&meet, 0);
    int64_t newer = kit_report(&meet.kit);
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    PkNote note = { .text = "Called back" };

    g_assert_false(pk_note_add(app, newer, &note, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_assert_nonnull(strstr(error->message, "after the copy"));
    meet_stop(&meet);
}

static void
test_delivery(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) first = meet_sync(&meet, 0);
    g_autofree char *ident = meet_write(&meet, 0);
    g_assert_cmpstr(ident, ==, "I26-K001");
    int64_t before = kit_verify(&meet.kit);
    g_autofree char *written = meet_dump(meet.path[0], "K", false);

    kit_later(3600);
    g_autoptr(PkSyncReport) report = meet_sync(&meet, 0);
    g_assert_cmpuint(report->items->len, ==, 3);
    g_assert_cmpint(report->n_refused, ==, 0);
    g_assert_cmpint(report->n_incidents, ==, 3);
    g_assert_cmpint(kit_verify(&meet.kit), ==, before + report->n_sent + 3);
    g_autofree char *delivered = meet_dump(meet.kit.file, "K", false);
    meet_assert_same(delivered, written);
    g_autoptr(PkIncident) incident = NULL;
    g_assert_true(pk_incident_by_ident(meet.kit.db, ident, &incident, &error));
    g_assert_nonnull(incident);
    g_autofree char *last = kit_last(&meet.kit, incident->key);
    g_assert_cmpstr(last, ==, "Delivered: 4 lines from outbox K.");
    g_autoptr(PkVerify) verify = pk_verify_run(meet.kit.app, 0, NULL, &error);
    g_assert_no_error(error);
    meet_assert_whole(verify);

    g_autoptr(PkSyncReport) again = meet_sync(&meet, 0);
    g_assert_cmpuint(again->items->len, ==, 0);
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    g_autoptr(PkVerify) copy = pk_verify_run(app, 0, NULL, &error);
    g_assert_no_error(error);
    meet_assert_whole(copy);
    g_autofree char *next = meet_write(&meet, 0);
    g_assert_cmpstr(next, ==, "I26-K002");
    meet_stop(&meet);
}

/* Somebody took the received time from the server's clock, and nothing else. */
static void
test_received_when_delivered(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) first = meet_sync(&meet, 0);
    g_autofree char *ident = meet_write(&meet, 0);
    kit_later(7200);
    g_autoptr(PkSyncReport) report = meet_sync(&meet, 0);
    g_autoptr(PkIncident) incident = NULL;
    g_assert_true(pk_incident_by_ident(meet.kit.db, ident, &incident, &error));
    g_autoptr(GPtrArray) lines = pk_line_list_after(meet.kit.db, incident->key, 0, 10, &error);
    const PkLine *line = lines->pdata[0];
    g_assert_cmpint(line->recorded_us, ==, KIT_NOW_US);
    g_assert_cmpint(line->received_us, ==, KIT_NOW_US + INT64_C(7200) * G_USEC_PER_SEC);
    meet_stop(&meet);
}

/* A console that was open all the time. */
static void
test_there_and_back(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) one = meet_sync(&meet, 0);
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    g_autofree char *words = NULL;
    PkOutboxState state = { 0 };

    g_assert_false(pk_app_reconnect(app, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    g_assert_null(pk_sync_try(app, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    g_assert_cmpint(pk_app_mode(app), ==, PK_MODE_COPY);
    PkNote note = { .text = "Between the two" };
    g_assert_true(pk_note_add(app, meet.incident, &note, NULL, &error));
    kit_later(840);
    g_assert_true(pk_app_outbox(app, &state, NULL));
    words = pk_outbox_words(pk_app_mode(app), &state, KIT_NOW_US + INT64_C(840) * G_USEC_PER_SEC);
    g_assert_cmpstr(words, ==, "1 not yet sent, copy 14m old - server does not answer, trying");

    meet_answer(&meet);
    g_autoptr(PkSyncReport) report = pk_sync_try(app, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_sent, ==, 1);
    g_assert_cmpint(pk_app_mode(app), ==, PK_MODE_SERVER);
    g_autofree char *last = kit_last(&meet.kit, meet.incident);
    g_assert_cmpstr(last, ==, "Delivered: 1 line from outbox K.");
    g_assert_true(pk_note_add(app, meet.incident, &note, NULL, &error));
    g_assert_true(pk_outbox_look(meet.path[0], &state, NULL));
    g_assert_cmpint(state.n_unsent, ==, 0);
    meet_stop(&meet);
}

/* ---- two laptops ------------------------------------------------------------------------------
 */

static void
deliver_in_order(Meet *meet, int first, char **ret_things, char **ret_lines)
{
    g_autoptr(GError) error = NULL;

    for (int i = 0; i < 2; i++) {
        g_autoptr(PkSyncReport) report = meet_sync(meet, first ^ i);
        g_assert_cmpint(report->n_refused, ==, 0);
        g_assert_cmpuint(report->items->len, ==, 3);
    }
    g_autoptr(PkVerify) verify = pk_verify_run(meet->kit.app, 0, NULL, &error);
    g_assert_no_error(error);
    meet_assert_whole(verify);
    for (int i = 0; i < 2; i++) { /* and the copies, brought up to date */
        g_autoptr(PkSyncReport) report = meet_sync(meet, i);
        g_autoptr(PkApp) app = meet_laptop(meet, i);
        g_autoptr(PkVerify) copy = pk_verify_run(app, 0, NULL, &error);
        g_assert_no_error(error);
        meet_assert_whole(copy);
    }
    *ret_things = meet_things(meet->kit.file);
    *ret_lines = meet_dump(meet->kit.file, NULL, true);
}

static void
test_either_order(void)
{
    Meet meet, other;
    meet_start(&meet);
    g_autoptr(PkSyncReport) one = meet_sync(&meet, 0);
    g_autoptr(PkSyncReport) two = meet_sync(&meet, 1);
    g_autofree char *k = meet_write(&meet, 0);
    g_autofree char *l = meet_write(&meet, 1);
    g_assert_cmpstr(k, ==, "I26-K001");
    g_assert_cmpstr(l, ==, "I26-L001");
    kit_later(600);
    meet_copy(&meet, &other);

    g_autofree char *things = NULL, *lines = NULL, *other_things = NULL, *other_lines = NULL;
    deliver_in_order(&meet, 0, &things, &lines);
    deliver_in_order(&other, 1, &other_things, &other_lines);
    g_assert_nonnull(strstr(things, "I26-L001"));
    g_assert_nonnull(strstr(lines, "Written on laptop 1"));
    meet_assert_same(things, other_things);
    meet_assert_same(lines, other_lines);
    meet_stop(&other);
    meet_stop(&meet);
}

/* ---- twice, and half --------------------------------------------------------------------------
 */

/* The laptop never heard that it was delivered, and starts again from what it had. */
static void
test_again_from_before(void)
{
    Meet meet, before;
    meet_start(&meet);
    g_autoptr(PkSyncReport) one = meet_sync(&meet, 0);
    g_autofree char *k = meet_write(&meet, 0);
    meet_copy(&meet, &before);
    g_autoptr(PkSyncReport) two = meet_sync(&meet, 0);
    g_autofree char *lines = meet_dump(meet.kit.file, NULL, false);

    meet_put_back(&meet, 0, &before);
    g_autoptr(PkSyncReport) again = meet_sync(&meet, 0);
    g_assert_cmpint(again->n_refused, ==, 0);
    g_autofree char *now = meet_dump(meet.kit.file, NULL, false);
    meet_assert_same(now, lines);
    g_autofree char *next = meet_write(&meet, 0);
    g_autoptr(PkSyncReport) last = meet_sync(&meet, 0);
    g_assert_cmpint(last->n_refused, ==, 0);
    meet_stop(&before);
    meet_stop(&meet);
}

/* Two copies of one outbox were both written in: the server does not take the second for the first.
 */
static void
test_other_line_with_the_number(void)
{
    Meet meet, twin;
    meet_start(&meet);
    g_autoptr(PkSyncReport) one = meet_sync(&meet, 0);
    meet_copy(&meet, &twin);
    meet_note(&meet, 0, meet.incident, "On the one");
    meet_note(&twin, 0, meet.incident, "On the other");
    g_autoptr(PkSyncReport) two = meet_sync(&meet, 0);
    g_autofree char *lines = meet_dump(meet.kit.file, NULL, false);

    meet_put_back(&meet, 0, &twin);
    g_autoptr(PkSyncReport) refused = meet_sync(&meet, 0);
    g_assert_cmpint(refused->n_refused, ==, 1);
    const PkSyncItem *item = refused->items->pdata[0];
    g_assert_cmpint(item->code, ==, PK_ERROR_BROKEN);
    g_assert_nonnull(strstr(item->reason, "BROKEN"));
    g_autofree char *now = meet_dump(meet.kit.file, NULL, false);
    meet_assert_same(now, lines);
    PkOutboxState state = { 0 };
    g_assert_true(pk_outbox_look(meet.path[0], &state, NULL));
    g_assert_cmpint(state.n_unsent, ==, 1);
    g_assert_cmpint(state.n_refused, ==, 1);
    meet_stop(&twin);
    meet_stop(&meet);
}

/* ---- refused ----------------------------------------------------------------------------------
 */

static void
give_roles(Meet *meet, const char *roles)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkPerson) person = NULL;

    g_assert_true(pk_person_get(meet->kit.db, "jdevries", &person, &error));
    g_free(person->roles);
    person->roles = g_strdup(roles);
    pk_person_update(meet->kit.db, person, &error);
    g_assert_no_error(error);
    g_assert_true(pk_app_refresh(meet->kit.app, NULL, &error));
}

static void
test_refused_stays(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(PkSyncReport) one = meet_sync(&meet, 0);
    g_autofree char *ident = meet_write(&meet, 0);
    g_autofree char *written = meet_dump(meet.path[0], "K", false);
    int64_t lines = kit_verify(&meet.kit);

    give_roles(&meet, "reader");
    g_autoptr(PkSyncReport) refused = meet_sync(&meet, 0);
    g_assert_cmpint(refused->n_sent, ==, 0);
    g_assert_cmpuint(refused->items->len, ==, 3);
    const PkSyncItem *item = refused->items->pdata[0];
    g_assert_cmpint(item->code, ==, PK_ERROR_DENIED);
    g_assert_nonnull(strstr(item->reason, "officer"));
    g_assert_cmpint(kit_verify(&meet.kit), ==, lines);
    g_autofree char *still = meet_dump(meet.path[0], "K", false);
    meet_assert_same(still, written);
    g_autoptr(GPtrArray) waiting = pk_sync_waiting(meet.path[0], NULL);
    g_assert_cmpuint(waiting->len, ==, 3);
    g_assert_nonnull(((PkSyncItem *)waiting->pdata[0])->reason);

    give_roles(&meet, "officer");
    g_autoptr(PkSyncReport) taken = meet_sync(&meet, 0);
    g_assert_cmpint(taken->n_refused, ==, 0);
    g_autofree char *delivered = meet_dump(meet.kit.file, "K", false);
    meet_assert_same(delivered, written);
    meet_stop(&meet);
}

/* Who reports red without the server is named on it, there and then. */
static void
test_red_report(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) one = meet_sync(&meet, 0);
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    g_auto(PkDone) done = { 0 };
    PkReport report = { .note = (char *)"For few eyes", .has_tlp = true, .tlp = PK_TLP_RED };

    g_assert_true(pk_report_save(app, &report, &done, NULL, &error));
    g_assert_no_error(error);
    g_autoptr(PkSyncReport) two = meet_sync(&meet, 0);
    g_assert_cmpint(two->n_refused, ==, 0);
    g_assert_cmpint(two->n_incidents, ==, 3);
    g_autoptr(GPtrArray) names = pk_named_on_incident(meet.kit.db, done.incident_key, &error);
    g_assert_cmpuint(names->len, ==, 1);
    g_autoptr(PkApp) other = kit_other(&meet.kit, "other", "O. Ther", "officer");
    g_autoptr(PkSyncReport) theirs = pk_sync_run(other, meet.path[1], &error);
    g_assert_no_error(error);
    g_assert_cmpint(theirs->n_incidents, ==, 2);
    g_assert_false(meet_file_has(meet.path[1], "For few eyes"));
    meet_stop(&meet);
}

/* One is refused, the others go on. */
static void
test_refused_one_by_one(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) one = meet_sync(&meet, 0);
    g_autofree char *ident = meet_write(&meet, 0);
    PkSetting red = { "tlp", "red" };
    g_autoptr(PkApp) lead = kit_other(&meet.kit, "lead", "L. Lead", "lead");

    g_assert_true(pk_incident_set(lead, meet.incident, -1, &red, 1, NULL, NULL, NULL, &error));
    g_assert_no_error(error);
    g_autoptr(PkSyncReport) report = meet_sync(&meet, 0);
    g_assert_cmpuint(report->items->len, ==, 3);
    g_assert_cmpint(report->n_refused, ==, 1);
    g_assert_cmpint(report->n_sent, ==, 5);
    for (int i = 0; i < 2; i++) { /* and what it said is not here any more, anywhere in the file */
        g_assert_false(meet_file_has(meet.path[0], "Second thing that was done"));
        g_autoptr(PkSyncReport) again = meet_sync(&meet, 0);
        g_assert_cmpint(again->n_refused, ==, 1);
    }
    g_assert_true(meet_file_has(meet.path[0], "Written on laptop 0"));
    meet_stop(&meet);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sync/first-meeting", test_first_meeting);
    g_test_add_func("/sync/nothing-before-it", test_nothing_before_it);
    g_test_add_func("/sync/the-copy-is-what-is-there", test_the_copy_is_what_is_there);
    g_test_add_func("/sync/only-reports-and-lines", test_only_reports_and_lines);
    g_test_add_func("/sync/delivery", test_delivery);
    g_test_add_func("/sync/received-when-delivered", test_received_when_delivered);
    g_test_add_func("/sync/there-and-back", test_there_and_back);
    g_test_add_func("/sync/either-order", test_either_order);
    g_test_add_func("/sync/again-from-before", test_again_from_before);
    g_test_add_func("/sync/other-line-with-the-number", test_other_line_with_the_number);
    g_test_add_func("/sync/refused-stays", test_refused_stays);
    g_test_add_func("/sync/red-report", test_red_report);
    g_test_add_func("/sync/refused-one-by-one", test_refused_one_by_one);
    g_test_add_func("/sync/newer-than-the-copy", test_newer_than_the_copy);
    return g_test_run();
}
