/* SPDX-License-Identifier: EUPL-1.2 */
/* Fields, status, labels, actions: guards, conflicts, clocks that follow. */
#include "appkit.h"
#include "piket/app/people.h"

#include "piket/model/when.h"
#include "piket/store/action_store.h"
#include "piket/store/clock_store.h"
#include "piket/store/incident_store.h"

#include <string.h>

#define HOUR_US (INT64_C(3600) * 1000000)

static bool
set_one(PkApp *app, int64_t incident, int64_t version, const char *key, const char *value,
        PkDone *done, GError **error)
{
    PkSetting setting = { key, value };

    return pk_incident_set(app, incident, version, &setting, 1, NULL, NULL, done, error);
}

static void
must_set(PkApp *app, int64_t incident, const char *key, const char *value)
{
    g_autoptr(GError) error = NULL;

    set_one(app, incident, -1, key, value, NULL, &error);
    g_assert_no_error(error);
}

/* clang-format off */
static const struct {
    const char *key, *value, *said; /* NULL: refused */
} cases[] = {
    { "severity", "hoog",            "I26-0001: severity CRITICAL -> HIGH." },
    { "ernst", "3",                  "I26-0001: nothing changed." },
    { "title", "  New title ",       "I26-0001: title Files on the file server are encrypted -> New title." },
    { "title", "",                   NULL },
    { "kind", "ransomware, datalek", "I26-0001: kind ransomware -> ransomware, breach." },
    { "tlp", "rood",                 "I26-0001: label TLP:AMBER -> TLP:RED. ROOD is written TLP:RED: labels are never translated." },
    { "rsit", "availability/outage", "I26-0001: RSIT class - -> availability/outage." },
    { "rsit", "nonsense",            NULL },
    { "lead", "nobody",              NULL },
    { "lead", "-",                   "I26-0001: lead J. de Vries -> -." },
    { "lead", "me",                  "I26-0001: lead - -> J. de Vries." },
    { "verified", "ja",              "I26-0001: verified no -> yes." },
    { "verified", "perhaps",         NULL },
    { "personal-data", "?",          "I26-0001: personal data EMPTY -> UNKNOWN." },
    { "hulp", "advies, bijstand",    "I26-0001: help - -> advice, mutual aid." },
    { "occurred", "-30m",            "I26-0001: observed - -> Tue 10 Mar 02:44 CET." },
    { "source", "voicemail",         "I26-0001: source TELEPHONE -> VOICEMAIL." },
    { "colour", "blue",              NULL },
};
/* clang-format on */

static void
test_table(void)
{
    Kit kit;

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(PkDone) done = { 0 };
        bool ok = set_one(kit.app, key, -1, cases[i].key, cases[i].value, &done, &error);
        if (ok || cases[i].said)
            g_assert_cmpstr(ok ? done.said : error->message, ==, cases[i].said);
        else
            g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    }
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_conflict_names_who_and_what(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) second = NULL;
    g_auto(PkDone) done = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    g_autoptr(PkApp) other = kit_other(&kit, "cbakker", "M. Bakker", NULL);
    must_set(other, key, "severity", "low");
    g_assert_false(set_one(kit.app, key, 1, "severity", "high", NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_assert_cmpstr(error->message, ==,
                    "M. Bakker changed severity of I26-0001 at 03:14. Your change was not saved; "
                    "look at it and try again.");
    set_one(kit.app, key, 2, "severity", "high", &done, &second);
    g_assert_no_error(second);
    g_assert_cmpint(done.version, ==, 3);
    g_autofree char *last = kit_last(&kit, key);
    g_assert_cmpstr(last, ==, "Changed: severity LOW -> HIGH.");
    kit_stop(&kit);
}

/* Nobody knew whether it was saved, so it is saved again: once is enough. Other words are not. */
static void
test_note_twice(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) first = { 0 }, again = { 0 }, other = { 0 };
    PkNote note = { .text = "Called back", .uuid = "01a2004d-08bf-7d60-a2f6-dd6d1cabe63d" };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    pk_note_add(kit.app, key, &note, &first, &error);
    g_assert_no_error(error);
    pk_note_add(kit.app, key, &note, &again, &error);
    g_assert_no_error(error);
    g_assert_cmpint(again.line_key, ==, first.line_key);
    g_assert_nonnull(strstr(again.said, "saved already"));
    note.text = "Called back, nobody there";
    pk_note_add(kit.app, key, &note, &other, &error);
    g_assert_no_error(error);
    g_assert_cmpint(other.line_key, ==, first.line_key + 1);
    g_autofree char *last = kit_last(&kit, key);
    g_assert_cmpstr(last, ==, "Called back, nobody there");
    g_assert_cmpint(kit_verify(&kit), >, 2);
    kit_stop(&kit);
}

static void
test_label(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) denied = NULL;
    PkSetting green = { "tlp", "green" };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    g_assert_false(pk_incident_set(kit.app, key, -1, &green, 1, NULL, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFIRM);
    g_autoptr(PkApp) other = kit_other(&kit, "cbakker", "M. Bakker", NULL);
    g_assert_false(pk_incident_set(other, key, -1, &green, 1, NULL, "S. de Boer", NULL, &denied));
    g_assert_error(denied, PK_ERROR, PK_ERROR_DENIED);
    must_set(other, key, "tlp", "red"); /* raising needs nothing */
    g_clear_error(&error);
    g_assert_false(
        pk_incident_set(kit.app, key, -1, &green, 1, NULL, "S. de Boer by phone", NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED); /* not named, whatever the roles */
    g_clear_error(&error);
    pk_name_add(other, "1", "jdevries", NULL, &error);
    g_assert_no_error(error);
    pk_incident_set(kit.app, key, -1, &green, 1, NULL, "S. de Boer by phone", NULL, &error);
    g_assert_no_error(error);
    g_autofree char *last = kit_last(&kit, key);
    g_assert_cmpstr(last, ==,
                    "Changed: label TLP:RED -> TLP:GREEN. Permission of the source: S. de Boer by "
                    "phone");
    kit_verify(&kit);
    kit_stop(&kit);
}

static const PkClockRecord *
clock_of(const GPtrArray *clocks, const char *rule)
{
    for (guint i = 0; i < clocks->len; i++) {
        const PkClockRecord *clock = clocks->pdata[i];
        if (strcmp(clock->rule, rule) == 0)
            return clock;
    }
    g_error("no clock %s", rule);
}

static void
test_awareness_moves_clocks(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    PkSetting aware = { "aware", "02:14" };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    g_assert_false(pk_incident_set(kit.app, key, -1, &aware, 1, NULL, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFIRM);
    g_clear_error(&error);
    g_auto(PkDone) done = { 0 };
    pk_incident_set(kit.app, key, -1, &aware, 1, "caller misspoke", NULL, &done, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) clocks = pk_clock_list(kit.db, key, &error);
    g_assert_cmpint(clock_of(clocks, "nis2-24h")->due_us, ==, KIT_NOW_US + 23 * HOUR_US);
    pk_undo_run(kit.app, done.undo, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) back = pk_clock_list(kit.db, key, &error);
    g_assert_cmpint(clock_of(back, "nis2-24h")->due_us, ==, KIT_NOW_US + 24 * HOUR_US);
    must_set(kit.app, key, "personal_data", "no");
    g_autoptr(GPtrArray) none = pk_clock_list(kit.db, key, &error);
    g_assert_cmpstr(clock_of(none, "avg-33")->na_reason, ==, "no personal data involved");
    must_set(kit.app, key, "personal_data", "yes");
    g_autoptr(GPtrArray) again = pk_clock_list(kit.db, key, &error);
    g_assert_null(clock_of(again, "avg-33")->na_reason);
    g_assert_cmpuint(again->len, ==, 3);
    kit_stop(&kit);
}

static void
test_closing(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    g_assert_false(pk_status_set(kit.app, key, -1, PK_STATUS_CLOSED, NULL, "0001", NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_nonnull(strstr(error->message, "RSIT class, 1 open party, 3 open actions"));
    g_clear_error(&error);
    must_set(kit.app, key, "rsit", "availability");
    must_set(kit.app, key, "personal_data", "no");
    pk_action_set(kit.app, key, 1, true, NULL, NULL, &error);
    pk_action_set(kit.app, key, 2, true, "not insured", NULL, &error);
    pk_action_set(kit.app, key, 3, true, NULL, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) actions = pk_action_list(kit.db, key, &error);
    g_assert_cmpstr(((PkStandingAction *)actions->pdata[1])->reason, ==, "not insured");
    g_autoptr(GArray) next = pk_status_next(PK_STATUS_REPORT);
    g_assert_cmpuint(next->len, ==, 4);
    g_assert_cmpint(g_array_index(next, PkStatus, 0), ==, PK_STATUS_INVESTIGATION);
    g_assert_false(pk_status_set(kit.app, key, -1, PK_STATUS_CLOSED, NULL, "0001", NULL, &error));
    g_assert_nonnull(strstr(error->message, "1 open party"));
    g_clear_error(&error);
    g_auto(PkPartyWish) wish = { 0 };
    pk_party_read(kit.app, "Voorbeeldstad", &wish, &error);
    g_assert_no_error(error);
    static const PkSql party = { "party", "SELECT min(id) FROM party", 0, NULL };
    int64_t party_key = 0;
    pk_db_number(kit.db, &party, PK_NO_ARGS, &party_key, NULL, NULL);
    PkPartyChange closed = { .has_status = true, .status = PK_PARTY_CLOSED };
    pk_party_set(kit.app, key, &party_key, 1, &closed, NULL, &error);
    g_assert_no_error(error);
    g_assert_false(pk_status_set(kit.app, key, -1, PK_STATUS_CLOSED, NULL, "0002", NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFIRM);
    g_clear_error(&error);
    pk_status_set(kit.app, key, -1, PK_STATUS_CLOSED, NULL, "0001", &done, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(done.said, ==, "I26-0001: status REPORT -> CLOSED.");
    g_autoptr(PkIncident) row = pk_incident_get(kit.db, key, &error);
    g_assert_cmpint(row->closed_us, ==, KIT_NOW_US);
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_notification_starts_final_report(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    g_auto(PkDone) again = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    kit_later(7200);
    g_autoptr(GPtrArray) clocks = pk_clock_list(kit.db, key, &error);
    int64_t notification = clock_of(clocks, "nis2-72h")->key;
    PkClockFate early = { .met_us = KIT_NOW_US - 1 };
    g_assert_false(pk_clock_set(kit.app, notification, &early, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    PkClockFate met = { .met_us = KIT_NOW_US + HOUR_US, .evidence = "4711" };
    pk_clock_set(kit.app, notification, &met, &done, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(done.said, ==,
                    "I26-0001: 72h incident report (Voorbeeldstad): met at 04:14, number 4711. "
                    "Clocks running: 1 month final report.");
    PkClockFate second = { .met_us = KIT_NOW_US + 2 * HOUR_US, .evidence = "4712" };
    pk_clock_set(kit.app, notification, &second, &again, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) after = pk_clock_list(kit.db, key, &error);
    g_assert_cmpint(clock_of(after, "nis2-final")->start_us, ==, KIT_NOW_US + HOUR_US);
    g_assert_cmpstr(clock_of(after, "nis2-72h")->evidence, ==, "4711, 4712");
    pk_undo_run(kit.app, again.undo, NULL, &error);
    pk_undo_run(kit.app, done.undo, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) back = pk_clock_list(kit.db, key, &error);
    g_assert_cmpint(clock_of(back, "nis2-72h")->met_us, ==, 0);
    g_assert_nonnull(clock_of(back, "nis2-final")->na_reason);
    PkClockFate none = { .na_reason = "not significant" };
    pk_clock_set(kit.app, notification, &none, NULL, &error);
    g_assert_no_error(error);
    kit_verify(&kit);
    kit_stop(&kit);
}

/* A role that is taken while somebody works is missed at the next change, in a sentence. */
static void
test_role_taken(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    const char *const reader[] = { "-officer", "+reader", NULL };
    PkNote note = { .text = "Called back." };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    PkApp *other = kit_other(&kit, "cbakker", "M. Bakker", "officer");
    pk_note_add(other, key, &note, NULL, &error);
    g_assert_no_error(error);
    pk_people_roles(kit.app, "cbakker", reader, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_false(pk_note_add(other, key, &note, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_assert_nonnull(strstr(error->message, "needs the role officer"));
    g_clear_error(&error);
    const char *const officer[] = { "+officer", NULL };
    pk_people_roles(kit.app, "cbakker", officer, NULL, NULL, &error);
    g_assert_no_error(error);
    pk_app_refresh(other, NULL, &error);
    g_assert_no_error(error);
    pk_people_active(kit.app, "cbakker", false, NULL, &error);
    g_assert_no_error(error);
    g_assert_false(pk_note_add(other, key, &note, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_assert_nonnull(strstr(error->message, "may no longer work here"));
    pk_app_close(other);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/set/table", test_table);
    g_test_add_func("/app/set/conflict", test_conflict_names_who_and_what);
    g_test_add_func("/app/note/twice", test_note_twice);
    g_test_add_func("/app/set/label", test_label);
    g_test_add_func("/app/set/awareness", test_awareness_moves_clocks);
    g_test_add_func("/app/clock/final", test_notification_starts_final_report);
    g_test_add_func("/app/status/closing", test_closing);
    g_test_add_func("/change/role-taken", test_role_taken);
    return g_test_run();
}
