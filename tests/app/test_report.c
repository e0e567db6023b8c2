/* SPDX-License-Identifier: EUPL-1.2 */
/* The first write and the quick report. */
#include "appkit.h"

#include "piket/base/uuid.h"
#include "piket/store/action_store.h"
#include "piket/store/clock_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define HOUR_US (INT64_C(3600) * 1000000)

static void
test_reading_makes_no_file(void)
{
    if (kit_skips("there is no file to make on a server"))
        return;
    Kit kit;
    bool changed = true;

    kit_start(&kit);
    g_assert_false(pk_app_on_file(kit.app));
    g_assert_true(pk_app_refresh(kit.app, &changed, NULL));
    g_assert_false(changed);
    g_autofree char *dir = g_path_get_dirname(kit.file);
    g_assert_false(g_file_test(dir, G_FILE_TEST_EXISTS));
    kit_stop(&kit);
}

static void
test_first_write_makes_the_file(void)
{
    if (kit_skips("there is no file to make on a server"))
        return;
    Kit kit;
    struct stat st;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    PkAppConfig config = { .where = kit.file, .login = "mbakker", .name = "M. Bakker" };
    g_autoptr(PkApp) reader = pk_app_open(&config, &error);
    g_assert_no_error(error);
    g_autofree char *ident = pk_report_number(kit.app, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(ident, ==, "I26-0001");
    g_assert_true(pk_app_on_file(kit.app));
    g_assert_cmpint(g_stat(kit.file, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0600);
    g_autofree char *dir = g_path_get_dirname(kit.file);
    g_assert_cmpint(g_stat(dir, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0700);
    bool changed = false;
    g_assert_true(pk_app_refresh(reader, &changed, &error));
    g_assert_true(changed && pk_app_on_file(reader));
    g_autofree char *second = pk_report_number(kit.app, &error);
    g_assert_cmpstr(second, ==, "I26-0002");
    kit_stop(&kit);
}

static void
check_clocks(Kit *kit, int64_t incident)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) clocks = pk_clock_list(kit->db, incident, &error);
    unsigned seen = 0;

    g_assert_no_error(error);
    g_assert_cmpuint(clocks->len, ==, 3);
    for (guint i = 0; i < clocks->len; i++) {
        const PkClockRecord *clock = clocks->pdata[i];
        bool day = g_strcmp0(clock->rule, "nis2-24h") == 0;
        g_assert_cmpint(clock->start_us, ==, KIT_NOW_US);
        g_assert_cmpint(clock->due_us, ==, KIT_NOW_US + (day ? 24 : 72) * HOUR_US);
        seen |= day ? 1u : g_strcmp0(clock->rule, "nis2-72h") == 0 ? 2u : 4u;
    }
    g_assert_cmpuint(seen, ==, 7);
}

static void
test_flagship(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) missing = NULL;
    g_auto(PkDone) done = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    PkReport report = { .org_key = kit.voorbeeldstad,
                        .reporter = (char *)"S. de Boer",
                        .reporter_role = (char *)"CISO",
                        .reporter_phone = (char *)"06 0000 0001",
                        .note = (char *)"Since 02:45 files are encrypted. Ransom note found.",
                        .kinds = 1u << PK_KIND_RANSOMWARE,
                        .severity = PK_SEVERITY_CRITICAL,
                        .occurred_us = KIT_NOW_US - HOUR_US / 2,
                        .aware_us = KIT_NOW_US,
                        .needs = 1u << PK_NEED_ADVICE | 1u << PK_NEED_AID,
                        .callback_us = KIT_NOW_US + HOUR_US / 2 };
    report.ident = pk_report_number(kit.app, &error);
    pk_report_save(kit.app, &report, &done, &missing, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(done.said, ==, "I26-0001 saved. Still empty: personal data.");
    g_assert_cmpuint(missing->len, ==, 1);
    g_autoptr(PkIncident) row = (PkIncident *)pk_incident_found(kit.db, done.incident_key, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(row->title, ==, "Since 02:45 files are encrypted");
    g_assert_cmpstr(row->org_name, ==, "Voorbeeldstad");
    g_assert_cmpstr(row->tlp_by, ==, "default");
    g_assert_cmpint(row->tlp, ==, PK_TLP_AMBER);
    g_assert_cmpint(row->status, ==, PK_STATUS_REPORT);
    g_assert_cmpint(row->n_lines, ==, 2);
    check_clocks(&kit, done.incident_key);
    g_autoptr(GPtrArray) actions = pk_action_list(kit.db, done.incident_key, &error);
    g_assert_cmpuint(actions->len, ==, 4);
    const PkStandingAction *call = actions->pdata[3];
    g_assert_cmpint(call->due_us, ==, KIT_NOW_US + HOUR_US / 2);
    g_assert_cmpstr(call->owner, ==, "jdevries");
    g_autofree char *last = kit_last(&kit, done.incident_key);
    g_assert_cmpstr(last, ==,
                    "Voorbeeldstad aware since Tue 10 Mar 03:14 CET. Clocks running: 24h early "
                    "warning, 72h incident report. Not sure: 72h breach to AP.");
    g_autoptr(GPtrArray) parties = pk_party_list(kit.db, done.incident_key, &error);
    const PkParty *party = parties->pdata[0];
    g_assert_cmpstr(party->need_agreed_by, ==, "S. de Boer (Voorbeeldstad), J. de Vries");
    g_assert_cmpint(kit_verify(&kit), >=, 2);
    g_free(report.ident);
    kit_stop(&kit);
}

static void
test_saving_twice_is_once(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) first = { 0 };
    g_auto(PkDone) second = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    PkReport report = { .draft_uuid = pk_uuid_new(KIT_NOW_US), .note = (char *)"Once." };
    g_assert_true(pk_report_save(kit.app, &report, &first, NULL, &error));
    g_assert_true(pk_report_save(kit.app, &report, &second, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpint(first.incident_key, ==, second.incident_key);
    g_assert_cmpstr(second.ident, ==, "I26-0001");
    g_assert_nonnull(strstr(second.said, "saved before"));
    g_autofree char *next = pk_report_number(kit.app, NULL);
    g_assert_cmpstr(next, ==, "I26-0002");
    g_free(report.draft_uuid);
    kit_stop(&kit);
}

/* A dead battery or a typing error: the clock is wrong, but what was reported is kept. */
static void
test_wrong_clock(void)
{
    static const struct {
        const char *now, *ident;
    } clocks[] = { { "1970-01-01T00:00:05Z", "I00-0001" },
                   { "2150-01-01T00:00:00Z", "I99-0001" },
                   { "2199-12-31T00:00:00Z", "I99-0002" } };
    Kit kit;
    g_autoptr(GError) error = NULL;

    kit_start(&kit);
    kit_register(&kit);
    for (size_t i = 0; i < G_N_ELEMENTS(clocks); i++) {
        g_auto(PkDone) done = { 0 };
        PkReport report = { .note = (char *)"The clock is wrong." };
        g_setenv("PIKET_TEST_NOW", clocks[i].now, TRUE);
        g_assert_true(pk_report_save(kit.app, &report, &done, NULL, &error));
        g_assert_no_error(error);
        g_assert_cmpstr(done.ident, ==, clocks[i].ident);
    }
    g_assert_cmpint(kit_verify(&kit), ==, 4);
    kit_stop(&kit);
}

/* A draft of another file brings its number: whoever counts on comes to it and goes past. */
static void
test_number_is_taken(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) second = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    PkReport brought = { .ident = (char *)"i26-2", .note = (char *)"From elsewhere." };
    PkReport odd = { .ident = (char *)"B26-0001", .note = (char *)"No incident's number." };
    PkReport plain = { .note = (char *)"Here." };
    g_auto(PkDone) one = { 0 };
    g_auto(PkDone) other = { 0 };
    g_assert_true(pk_report_save(kit.app, &brought, &one, NULL, &error));
    g_assert_cmpstr(one.ident, ==, "I26-0002");
    g_assert_true(pk_report_save(kit.app, &odd, &second, NULL, &error));
    g_assert_cmpstr(second.ident, ==, "I26-0001");
    g_assert_true(pk_report_save(kit.app, &plain, &other, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(other.ident, ==, "I26-0003");
    kit_stop(&kit);
}

/* Whatever is typed is kept: nothing is refused, nothing lost. */
static void
test_saving_never_refuses(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) empty = { 0 };
    g_auto(PkDone) full = { 0 };
    g_autofree char *name = g_strnfill(300, 'n');
    g_autofree char *note = g_strnfill(150000, 'x');

    kit_start(&kit);
    kit_register(&kit);
    PkReport nothing = { 0 };
    pk_report_save(kit.app, &nothing, &empty, NULL, &error);
    g_assert_no_error(error);
    PkReport odd = { .reporter = name,
                     .org_free = (char *)"Fictiehaven\x1b[2J",
                     .note = note,
                     .aware_us = KIT_NOW_US + 1000 * HOUR_US,
                     .ident = (char *)"I26-0001" };
    pk_report_save(kit.app, &odd, &full, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(full.ident, ==, "I26-0002");
    g_assert_nonnull(strstr(full.said, "kept as 3 lines"));
    g_assert_nonnull(strstr(full.said, "in the timeline"));
    g_autofree char *last = kit_last(&kit, full.incident_key);
    g_assert_nonnull(strstr(last, name));
    g_autoptr(PkIncident) row = (PkIncident *)pk_incident_found(kit.db, full.incident_key, NULL);
    g_assert_cmpstr(row->org_name, ==, "Fictiehaven[2J");
    g_assert_cmpint(row->aware_us, ==, 0);
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_dutch(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    g_assert_cmpint(pk_i18n_start("nl"), ==, PK_LANG_NL);
    PkReport report = { .org_key = kit.voorbeeldstad,
                        .kinds = 1u << PK_KIND_DDOS,
                        .source = PK_SOURCE_OWN,
                        .severity = PK_SEVERITY_LOW,
                        .aware_us = KIT_NOW_US };
    pk_report_save(kit.app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(done.said, ==, "I26-0001 opgeslagen. Nog leeg: persoonsgegevens.");
    g_autofree char *last = kit_last(&kit, done.incident_key);
    g_assert_cmpstr(last, ==,
                    "Voorbeeldstad heeft kennis sinds di 10 mrt 03:14 CET. Lopende termijnen: 24u "
                    "vroegtijdige waarschuwing, 72u incidentmelding.");
    pk_i18n_start("en");
    kit_stop(&kit);
}

static void
test_no_clock_without_duty(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    PkReport report = { .org_key = kit.oefendam,
                        .kinds = 1u << PK_KIND_DDOS,
                        .personal_data = PK_TRISTATE_NO,
                        .aware_us = KIT_NOW_US };
    pk_report_save(kit.app, &report, &done, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) clocks = pk_clock_list(kit.db, done.incident_key, &error);
    g_assert_cmpuint(clocks->len, ==, 2);
    report.source = PK_SOURCE_IMPORT;
    g_auto(PkDone) imported = { 0 };
    pk_report_save(kit.app, &report, &imported, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) none = pk_clock_list(kit.db, imported.incident_key, &error);
    g_assert_cmpuint(none->len, ==, 0);
    kit_stop(&kit);
}

static void
test_notes(void)
{
    Kit kit;
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) a = { 0 };
    g_auto(PkDone) b = { 0 };
    g_auto(PkDone) duty = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    PkNote note = { .text = "Supplier reached.", .category = PK_CAT_CONTACT, .pin = true };
    pk_note_add(kit.app, key, &note, &a, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(a.said, ==, "I26-0001: line 3 added. Pinned.");
    PkNote better = { .text = "Supplier not reached.",
                      .category = PK_CAT_CONTACT,
                      .corrects_key = a.line_key };
    pk_note_add(kit.app, key, &better, &b, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(b.said, ==, "I26-0001: line 4 corrects line 3.");
    g_autoptr(PkLine) old = pk_line_get(kit.db, a.line_key, &error);
    g_assert_true(old->corrected && old->pinned);
    PkNote log = { .text = "Shift begins." };
    pk_note_add(kit.app, 0, &log, &duty, &error);
    g_assert_no_error(error);
    PkNote blank = { .text = " \n " };
    g_assert_false(pk_note_add(kit.app, key, &blank, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_read_only_and_roles(void)
{
    Kit kit;
    g_autoptr(GError) denied = NULL;
    g_autoptr(GError) role = NULL;
    PkNote note = { .text = "x" };

    kit_start(&kit);
    kit_register(&kit);
    int64_t key = kit_report(&kit);
    int64_t rows = kit_rows(&kit);
    PkAppConfig config = { .where = kit.file, .login = "jdevries", .read_only = true };
    g_autoptr(PkApp) reader = pk_app_open(&config, &denied);
    g_assert_no_error(denied);
    g_assert_false(pk_note_add(reader, key, &note, NULL, &denied));
    g_assert_error(denied, PK_ERROR, PK_ERROR_DENIED);
    g_autoptr(PkApp) other = kit_other(&kit, "rlezer", "R. Lezer", "reader");
    g_assert_false(pk_note_add(other, key, &note, NULL, &role));
    g_assert_error(role, PK_ERROR, PK_ERROR_DENIED);
    g_assert_nonnull(strstr(role->message, "officer, coordinator, lead"));
    g_assert_cmpint(kit_rows(&kit), ==, rows + 1); /* the reader's own person row */
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/app/file/reading-makes-none", test_reading_makes_no_file);
    g_test_add_func("/app/file/first-write", test_first_write_makes_the_file);
    g_test_add_func("/app/report/flagship", test_flagship);
    g_test_add_func("/app/report/twice", test_saving_twice_is_once);
    g_test_add_func("/app/report/wrong-clock", test_wrong_clock);
    g_test_add_func("/app/report/number-is-taken", test_number_is_taken);
    g_test_add_func("/app/report/never-refuses", test_saving_never_refuses);
    g_test_add_func("/app/report/dutch", test_dutch);
    g_test_add_func("/app/report/no-duty", test_no_clock_without_duty);
    g_test_add_func("/app/note", test_notes);
    g_test_add_func("/app/rights", test_read_only_and_roles);
    return g_test_run();
}
