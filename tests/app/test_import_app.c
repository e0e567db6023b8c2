/* SPDX-License-Identifier: EUPL-1.2 */
#include "../../src/app/app_private.h"
#include "piket/app/change.h"
#include "piket/app/import.h"
#include "piket/store/clock_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
    char *dir;
    char *where;
    PkApp *app;
} Place;

static PkApp *
open_app(const char *where, bool read_only)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = {
        .where = where, .login = "jdv", .name = "J. de Vries", .read_only = read_only
    };
    PkApp *app = pk_app_open(&config, &error);

    g_assert_no_error(error);
    return app;
}

static void
place_init(Place *place)
{
    place->dir = g_dir_make_tmp("piket-import-XXXXXX", NULL);
    place->where = g_build_filename(place->dir, "piket.db", NULL);
    place->app = open_app(place->where, false);
}

static void
place_clear(Place *place)
{
    g_autoptr(GDir) dir = g_dir_open(place->dir, 0, NULL);

    g_clear_pointer(&place->app, pk_app_close);
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(place->dir, name, NULL);
        g_unlink(path);
    }
    g_rmdir(place->dir);
    g_free(place->dir);
    g_free(place->where);
}

static char *
file_with(const Place *place, const char *name, const char *text)
{
    char *path = g_build_filename(place->dir, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static PkImport *
import(Place *place, const char *path, const char *source, bool dry_run)
{
    g_autoptr(GError) error = NULL;
    PkImport *result = pk_import_incidents(place->app, path, source, dry_run, NULL, NULL, &error);

    g_assert_no_error(error);
    return result;
}

static PkIncident *
imported(Place *place, const char *source, const char *id)
{
    PkIncident *incident = NULL;

    g_assert_true(pk_incident_by_import(place->app->db, source, id, &incident, NULL));
    return incident;
}

static const char rows[] = "id,date,title,text,org,country,severity,extra\n"
                           "a1,2019-05-03,Diefstal,Een laptop is weg.,Utrecht,NL,2,geheim\n"
                           "a2,2020-02,Storing,,Nergenshuizen,NL,,\n"
                           "a3,2021,,Alles stond stil.,\"Nergenshuizen; Utrecht\",US,,\n"
                           "a4,geen datum,Fout,Deze kan niet.,,,,\n"
                           "a1,2019-05-03,Diefstal,Nog eens dezelfde.,,,,\n";

static void
test_rows_land_as_history(void)
{
    Place place;
    place_init(&place);
    g_autofree char *path = file_with(&place, "oud.csv", rows);
    g_autoptr(PkImport) done = import(&place, path, NULL, false);

    g_assert_cmpint(done->n_rows, ==, 5);
    g_assert_cmpint(done->n_in, ==, 3);
    g_assert_cmpint(done->n_refused, ==, 2);
    g_assert_cmpuint(done->refused->len, ==, 2);
    g_assert_nonnull(strstr(done->refused->pdata[1], "a1"));
    g_assert_cmpint(done->n_no_text, ==, 1);
    g_assert_cmpint(done->n_new_orgs, ==, 2); /* Nergenshuizen, and a Utrecht in the US */

    g_autoptr(PkIncident) first = imported(&place, "oud.csv", "a1");
    g_assert_cmpint(first->status, ==, PK_STATUS_CLOSED);
    g_assert_cmpint(first->occurred_us, ==, INT64_C(1556841600000000));
    g_assert_cmpint(first->received_us, ==, first->occurred_us);
    g_assert_cmpint(first->occurred_precision, ==, PK_PRECISION_DAY);
    g_assert_cmpint(first->severity, ==, 2);
    g_assert_cmpint(first->source, ==, PK_SOURCE_IMPORT);
    g_assert_cmpstr(first->tlp_by, ==, "default");
    g_assert_true(g_str_has_prefix(first->ident, "I"));
    g_assert_cmpint(first->opened_us, >, first->occurred_us);

    PkIncidentFound *row = pk_incident_found(place.app->db, first->key, NULL);
    g_assert_cmpstr(row->incident.org_code, ==, "GM0344");
    g_assert_cmpint(row->next_due_us, ==, 0); /* history starts no clock */
    g_assert_cmpint(row->incident.callback_us, ==, 0);
    pk_incident_free(&row->incident);

    g_autoptr(GPtrArray) lines = pk_line_list_after(place.app->db, first->key, 0, 10, NULL);
    g_assert_cmpuint(lines->len, ==, 1);
    const PkLine *line = lines->pdata[0];
    g_assert_cmpint(line->category, ==, PK_CAT_REPORT);
    g_assert_cmpstr(line->text, ==, "Een laptop is weg.");
    g_assert_cmpint(line->event_us, ==, first->occurred_us);
    g_assert_cmpint(line->precision, ==, PK_PRECISION_DAY);
    g_assert_cmpint(line->recorded_us, ==, first->opened_us);
    g_assert_nonnull(strstr(line->details, "\"geheim\""));
    g_assert_nonnull(strstr(line->details, "\"a1\""));
    place_clear(&place);
}

static void
test_victims_outside_the_register(void)
{
    Place place;
    place_init(&place);
    g_autofree char *path = file_with(&place, "oud.csv", rows);
    g_autoptr(PkImport) done = import(&place, path, "archief", false);
    g_autoptr(PkIncident) third = imported(&place, "archief", "a3");
    g_autoptr(PkIncident) second = imported(&place, "archief", "a2");
    PkIncidentFound *two = pk_incident_found(place.app->db, third->key, NULL);
    PkIncidentFound *one = pk_incident_found(place.app->db, second->key, NULL);

    g_assert_cmpint(two->incident.n_parties, ==, 2);
    g_assert_cmpstr(two->incident.org_name, ==, "Nergenshuizen"); /* once, for both rows */
    g_assert_cmpstr(one->incident.org_name, ==, "Nergenshuizen");
    pk_incident_free(&one->incident);
    pk_incident_free(&two->incident);
    g_autoptr(GPtrArray) orgs = pk_org_list(place.app->db, NULL);
    unsigned n_made = 0;
    for (guint i = 0; i < orgs->len; i++) {
        const PkOrg *org = orgs->pdata[i];
        if (!org->source || strcmp(org->source, "import:archief") != 0)
            continue;
        g_assert_cmpint(org->kind, ==, PK_ORG_OTHER);
        g_assert_nonnull(org->note);
        g_assert_null(org->code);
        n_made++;
    }
    g_assert_cmpuint(n_made, ==, 2);
    place_clear(&place);
}

static void
test_second_time_changes_nothing(void)
{
    Place place;
    int64_t n = 0;
    place_init(&place);
    g_autofree char *path = file_with(&place, "oud.csv", rows);
    g_autoptr(PkImport) first = import(&place, path, NULL, false);
    g_autoptr(PkImport) again = import(&place, path, NULL, false);

    g_assert_cmpint(again->n_in, ==, 0);
    g_assert_cmpint(again->n_known, ==, 3);
    g_assert_cmpint(again->n_refused, ==, 2);
    g_assert_cmpint(again->n_new_orgs, ==, 0);
    g_assert_true(pk_incident_count_all(place.app->db, 100, &n, NULL));
    g_assert_cmpint(n, ==, 3);
    place_clear(&place);
}

/* Numbers that came with drafts of another file do not stand in the way of a whole file. */
static void
test_numbers_are_taken(void)
{
    Place place;
    g_autoptr(GError) error = NULL;
    PkReport report = { .ident = (char *)"I26-0003", .note = (char *)"From elsewhere." };

    g_setenv("PIKET_TEST_NOW", "2026-03-10T02:14:00Z", TRUE);
    place_init(&place);
    g_assert_true(pk_report_save(place.app, &report, NULL, NULL, &error));
    g_assert_no_error(error);
    g_autofree char *path = file_with(&place, "oud.csv", rows);
    g_autoptr(PkImport) done = import(&place, path, NULL, false);
    g_assert_cmpint(done->n_in, ==, 3);
    g_unsetenv("PIKET_TEST_NOW");
    place_clear(&place);
}

/* A date before 1970 is refused by itself: the other rows come in. */
static void
test_before_1970(void)
{
    Place place;
    place_init(&place);
    g_autofree char *path = file_with(&place, "vroeg.jsonl",
                                      "{\"id\":\"1\",\"title\":\"A\",\"date\":\"1965-01-01\"}\n"
                                      "{\"id\":\"2\",\"title\":\"B\",\"date\":\"2020-01-01\"}\n");
    g_autoptr(PkImport) done = import(&place, path, NULL, false);

    g_assert_cmpint(done->n_in, ==, 1);
    g_assert_cmpint(done->n_refused, ==, 1);
    g_assert_nonnull(strstr(done->refused->pdata[0], "1970"));
    place_clear(&place);
}

/* Without an id a row is known by what it says. */
static void
test_rows_without_id(void)
{
    Place place;
    place_init(&place);
    g_autofree char *path = file_with(&place, "zonder.csv",
                                      "datum,titel\n2020-01-01,Een\n2020-01-01,Twee\n"
                                      "2020-01-01,Een\n");
    g_autoptr(PkImport) first = import(&place, path, NULL, false);
    g_autoptr(PkImport) again = import(&place, path, NULL, false);

    g_assert_cmpint(first->n_in, ==, 2);
    g_assert_cmpint(first->n_refused, ==, 1);
    g_assert_cmpint(again->n_in, ==, 0);
    g_assert_cmpint(again->n_known, ==, 2);
    place_clear(&place);
}

static void
test_dry_run_writes_nothing(void)
{
    Place place;
    place_init(&place);
    g_autofree char *path = file_with(&place, "oud.csv", rows);
    g_autoptr(PkImport) dry = import(&place, path, NULL, true);

    g_assert_cmpint(dry->n_in, ==, 3);
    g_assert_false(pk_app_on_file(place.app));
    g_assert_false(g_file_test(place.where, G_FILE_TEST_EXISTS));
    place_clear(&place);
}

static void
test_refusals(void)
{
    Place place;
    g_autoptr(GError) error = NULL;
    place_init(&place);
    g_autofree char *none = g_build_filename(place.dir, "niets.csv", NULL);
    g_autofree char *text = file_with(&place, "brief.txt", "Geachte heer,\n\nHierbij.\n");
    g_autofree char *path = file_with(&place, "oud.csv", rows);

    g_assert_null(pk_import_incidents(place.app, none, NULL, false, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    g_clear_error(&error);
    g_assert_null(pk_import_incidents(place.app, place.dir, NULL, false, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    g_assert_null(pk_import_incidents(place.app, text, NULL, false, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(pk_app_on_file(place.app));

    g_autoptr(PkImport) first = import(&place, path, NULL, false);
    g_autoptr(PkApp) reader = open_app(place.where, true);
    g_assert_null(pk_import_incidents(reader, path, "ander", false, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    place_clear(&place);
}

static void
count_progress(int64_t n, void *data)
{
    int64_t *last = data;

    g_assert_cmpint(n, >, *last);
    *last = n;
}

static void
test_vcdb(void)
{
    const char *data = g_getenv("PIKET_TEST_DATA");
    Place place;
    g_autoptr(GError) error = NULL;
    int64_t last = 0;
    unsigned n[4] = { 0 };

    if (!data) {
        g_test_skip("PIKET_TEST_DATA is not set");
        return;
    }
    const char *sanitized = g_getenv("PIKET_SANITIZED");
    if (sanitized && *sanitized) {
        g_test_skip("all of it is imported by the build without sanitizers");
        return;
    }
    place_init(&place);
    g_autofree char *path = g_build_filename(data, "incidents", "vcdb.jsonl", NULL);
    int64_t start_us = g_get_monotonic_time();
    g_autoptr(PkImport) done =
        pk_import_incidents(place.app, path, NULL, false, count_progress, &last, &error);
    g_assert_no_error(error);
    g_test_message("%d incidents in %d ms", (int)done->n_in,
                   (int)((g_get_monotonic_time() - start_us) / 1000));
    g_assert_cmpint(done->n_rows, ==, 7553);
    g_assert_cmpint(done->n_refused, ==, 6); /* four ids doubled, one of them twice; one bad day */
    g_assert_cmpint(done->n_in, ==, 7547);
    g_assert_cmpint(done->n_no_text, ==, 451);
    g_assert_cmpint(last, >, 7000);
    for (guint i = 0; i < done->refused->len; i++)
        g_assert_true(g_str_has_prefix(done->refused->pdata[i], "Row "));

    g_autoptr(PkImport) again = import(&place, path, NULL, false);
    g_assert_cmpint(again->n_in, ==, 0);
    g_assert_cmpint(again->n_known, ==, 7547);

    for (int number = 1; number <= 7547; number++) {
        g_autofree char *ident = g_strdup_printf(
            "I%02d-%04d", pk_zone_local(NULL, g_get_real_time()).year % 100, number);
        PkIncident *got = NULL;
        g_assert_true(pk_incident_by_ident(place.app->db, ident, &got, NULL));
        g_autoptr(PkIncident) incident = got;
        g_assert_nonnull(incident);
        n[incident->occurred_precision]++;
        g_assert_cmpint(incident->n_lines, ==, 1);
    }
    g_assert_cmpuint(n[PK_PRECISION_DAY], ==, 3562 - 5);
    g_assert_cmpuint(n[PK_PRECISION_MONTH], ==, 1578);
    g_assert_cmpuint(n[PK_PRECISION_YEAR], ==, 2413 - 1);
    place_clear(&place);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import/rows-land-as-history", test_rows_land_as_history);
    g_test_add_func("/import/victims-outside-the-register", test_victims_outside_the_register);
    g_test_add_func("/import/second-time", test_second_time_changes_nothing);
    g_test_add_func("/import/numbers-are-taken", test_numbers_are_taken);
    g_test_add_func("/import/before-1970", test_before_1970);
    g_test_add_func("/import/rows-without-id", test_rows_without_id);
    g_test_add_func("/import/dry-run", test_dry_run_writes_nothing);
    g_test_add_func("/import/refusals", test_refusals);
    g_test_add_func("/import/vcdb", test_vcdb);
    return g_test_run();
}
