/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract of incidents: keys in order of time, versions, lists, counters. */
#include "fixture.h"
#include "piket/store/search_store.h"

static void
test_counter_counts_a_year(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t n = 0;

    ok(pk_counter_next(db, "I", 2026, &n, error));
    g_assert_cmpint(n, ==, 1);
    ok(pk_counter_next(db, "I", 2026, &n, error));
    g_assert_cmpint(n, ==, 2);
    ok(pk_counter_next(db, "I", 2027, &n, error));
    g_assert_cmpint(n, ==, 1);
}

static void
test_keys_run_with_time(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) late = add_incident(db, 1, "Late", T0 + HOUR_US);
    g_autoptr(PkIncident) early = add_incident(db, 2, "Early", T0);
    g_autoptr(PkIncident) same = add_incident(db, 3, "Same", T0);
    g_autoptr(PkIncident) old = add_incident(db, 4, "Before 1900", INT64_MIN / 2);
    tell(db, late);
    tell(db, early);
    tell(db, same);
    tell(db, old);
    ok(pk_db_commit(db, error));
    g_assert_cmpint(early->key, ==, pk_incident_key_at(T0));
    g_assert_cmpint(same->key, ==, early->key + 1);
    g_assert_cmpint(late->key, >, same->key);
    g_assert_cmpint(old->key, ==, 1);
}

static void
test_history_of_one_day_is_quick(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t midnight = T0 - T0 % (24 * HOUR_US);
    int64_t last = 0;

    ok(pk_db_begin(db, error));
    for (int i = 0; i < 500; i++) {
        g_autoptr(PkIncident) incident = pk_incident_new();
        incident->uuid = g_uuid_string_random();
        incident->ident = g_strdup_printf("I26-%04d", i + 1);
        g_free(incident->title);
        incident->title = g_strdup("History");
        incident->received_us = midnight;
        incident->occurred_precision = PK_PRECISION_DAY;
        incident->opened_us = incident->changed_us = T0;
        incident->import_source = g_strdup("csv");
        incident->import_id = g_strdup_printf("%d", i);
        ok(pk_incident_insert(db, incident, error));
        tell(db, incident);
        g_assert_cmpint(incident->key, >, last);
        last = incident->key;
    }
    ok(pk_db_commit(db, error));
    g_assert_cmpint(last, ==, pk_incident_key_at(midnight) + 499);
    g_autoptr(PkIncident) again = NULL;
    ok(pk_incident_by_import(db, "csv", "77", &again, error));
    g_assert_cmpstr(again->ident, ==, "I26-0078");
}

static void
test_reads_back_whole(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) in = add_incident(db, 412, "Ransomware", T0);
    tell(db, in);
    ok(pk_db_commit(db, error));
    g_autoptr(PkIncident) got = NULL;
    ok(pk_incident_by_ident(db, "I26-0412", &got, error));
    g_assert_cmpstr(got->uuid, ==, in->uuid);
    g_assert_cmpint(got->key, ==, in->key);
    g_assert_cmpint(got->tlp, ==, PK_TLP_AMBER);
    g_assert_cmpstr(got->tlp_by, ==, "default");
    g_assert_null(got->reporter);
    g_assert_null(got->lead);
    g_assert_cmpint(got->version, ==, 1);
    g_assert_cmpint(got->received_us, ==, T0);
    g_autoptr(PkIncident) by_uuid = NULL;
    ok(pk_incident_by_uuid(db, in->uuid, &by_uuid, error));
    g_assert_nonnull(by_uuid);
    g_autoptr(PkIncident) nobody = NULL;
    ok(pk_incident_by_ident(db, "I26-9999", &nobody, error));
    g_assert_null(nobody);
}

static void
test_a_stale_change_is_refused(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GError) stale = NULL;
    g_autoptr(GError) gone = NULL;

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "A", T0);
    incident->severity = PK_SEVERITY_HIGH;
    incident->kinds = 1u << PK_KIND_DDOS | 1u << PK_KIND_BREACH;
    ok(pk_incident_update(db, incident, error));
    g_assert_false(pk_incident_update(db, incident, &stale));
    g_assert_error(stale, PK_ERROR, PK_ERROR_CONFLICT);
    g_assert_nonnull(strstr(stale->message, "jdv"));
    g_autoptr(PkIncident) got = pk_incident_get(db, incident->key, NULL);
    g_assert_cmpint(got->version, ==, 2);
    g_assert_cmpint(got->severity, ==, PK_SEVERITY_HIGH);
    g_assert_cmpint(got->kinds, ==, incident->kinds);
    incident->key++;
    g_assert_false(pk_incident_update(db, incident, &gone));
    g_assert_error(gone, PK_ERROR, PK_ERROR_MISSING);
    pk_db_rollback(db);
}

static void
test_taken_names_conflict(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GError) taken = NULL;

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "A", T0);
    g_free(incident->uuid);
    incident->uuid = g_uuid_string_random();
    g_assert_false(pk_incident_insert(db, incident, &taken));
    g_assert_error(taken, PK_ERROR, PK_ERROR_CONFLICT);
    pk_db_rollback(db);
}

static void
test_a_row_of_a_list(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t n = 0;

    ok(pk_db_begin(db, error));
    int64_t region = add_org(db, PK_ORG_REGION, "Proefregio", 0);
    int64_t town = add_org(db, PK_ORG_MUNICIPALITY, "Oefendam", region);
    int64_t other = add_org(db, PK_ORG_MUNICIPALITY, "Voorbeeldstad", region);
    int64_t supplier = add_org(db, PK_ORG_SUPPLIER, "Leverancier X", 0);
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Storing", T0);
    add_party(db, incident->key, supplier, PK_PARTY_ROLE_SUPPLIER, PK_PARTY_AFFECTED);
    add_party(db, incident->key, other, PK_PARTY_ROLE_POSSIBLE, PK_PARTY_POSSIBLE);
    add_party(db, incident->key, town, PK_PARTY_ROLE_AFFECTED, PK_PARTY_AFFECTED);
    PkClockRecord clock = { .uuid = g_uuid_string_random(),
                            .incident_key = incident->key,
                            .rule = (char *)"agreed",
                            .due_us = T0 + HOUR_US };
    ok(pk_clock_insert(db, &clock, error));
    tell(db, incident);
    ok(pk_db_commit(db, error));
    g_free(clock.uuid);

    PkIncidentFound *found = pk_incident_found(db, incident->key, NULL);
    g_assert_cmpstr(found->incident.org_name, ==, "Oefendam");
    g_assert_cmpint(found->incident.n_parties, ==, 2);
    g_assert_cmpint(found->next_due_us, ==, T0 + HOUR_US);
    pk_incident_free(&found->incident);
    ok(pk_incident_count_all(db, 1000, &n, error));
    g_assert_cmpint(n, ==, 1);
    ok(pk_incident_count_open(db, 1000, &n, error));
    g_assert_cmpint(n, ==, 1);
}

static void
test_tokens_have(void)
{
    g_assert_true(pk_search_tokens_have("i26 0412 \xc2\xb6 ransomware file", "ransom", true));
    g_assert_false(pk_search_tokens_have("i26 0412 \xc2\xb6 ransomware file", "ransom", false));
    g_assert_true(pk_search_tokens_have("a ransomware file", "ransomware fi", true));
    g_assert_false(pk_search_tokens_have("a b \xc2\xb6 c d", "b c", true));
    g_assert_false(pk_search_tokens_have("xa b", "a b", false));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/search/tokens-have", test_tokens_have);
    add("incident/counter", test_counter_counts_a_year);
    add("incident/keys-run-with-time", test_keys_run_with_time);
    add("incident/history-of-one-day", test_history_of_one_day_is_quick);
    add("incident/reads-back-whole", test_reads_back_whole);
    add("incident/stale-change", test_a_stale_change_is_refused);
    add("incident/taken-names", test_taken_names_conflict);
    add("incident/row-of-a-list", test_a_row_of_a_list);
    return g_test_run();
}
