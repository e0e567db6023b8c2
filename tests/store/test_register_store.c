/* SPDX-License-Identifier: EUPL-1.2 */
/* The contracts of organisations, contacts, parties, clocks, actions, persons and reference data.
 */
#include "fixture.h"

static void
test_organisations(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t region = add_org(db, PK_ORG_REGION, "Proefregio", 0);
    g_autoptr(PkOrg) org = pk_org_new();
    org->uuid = g_uuid_string_random();
    org->kind = PK_ORG_MUNICIPALITY;
    org->name = g_strdup("S\xc3\xba"
                         "d-Oefendam");
    org->code = g_strdup("GM9002");
    org->region_key = region;
    org->valid_from = 20454;

    ok(pk_org_upsert(db, org, "gm/9002", error));
    int64_t key = org->key;
    g_free(org->uuid);
    org->uuid = g_uuid_string_random();
    ok(pk_org_upsert(db, org, "gm/9002", error));
    g_assert_cmpint(org->key, ==, key);
    g_autoptr(PkOrg) same = pk_org_get(db, key, NULL);
    g_assert_cmpint(same->version, ==, 1); /* nothing changed: nothing written */
    g_assert_cmpstr(same->region_name, ==, "Proefregio");
    g_assert_cmpint(same->valid_from, ==, 20454);
    g_assert_cmpint(same->valid_until, ==, PK_DAY_UNKNOWN);

    org->valid_until = 20819;
    ok(pk_org_upsert(db, org, "gm/9002", error));
    g_autoptr(PkOrg) newer = NULL;
    ok(pk_org_by_code(db, "GM9002", &newer, error));
    g_assert_cmpint(newer->version, ==, 1); /* the reference data is nobody's edit */
    g_assert_cmpint(newer->valid_until, ==, 20819);
    newer->joined = true;
    ok(pk_org_update(db, newer, error));
    org->valid_until = 20820;
    ok(pk_org_upsert(db, org, "gm/9002", error));
    g_autoptr(PkOrg) edited = pk_org_get(db, key, NULL);
    g_assert_cmpint(edited->valid_until, ==, 20819); /* and leaves those alone */
    g_autoptr(GError) stale = NULL;
    g_assert_false(pk_org_update(db, newer, &stale));
    g_assert_error(stale, PK_ERROR, PK_ERROR_CONFLICT);

    g_autoptr(GPtrArray) found = pk_org_search(db, "SUD-o", 10, NULL);
    g_assert_cmpint(found->len, ==, 1);
    g_autoptr(GPtrArray) all = pk_org_list(db, NULL);
    g_assert_cmpint(all->len, ==, 2);
    g_autoptr(GPtrArray) members = pk_org_list_of_region(db, region, NULL);
    g_assert_cmpint(members->len, ==, 1);
    PkOrgAlias alias = { key, (char *)"Uitoefendam", true, (char *)"GM9001", T0 };
    ok(pk_org_alias_put(db, &alias, error));
    ok(pk_org_alias_put(db, &alias, error));
    g_autoptr(GPtrArray) aliases = pk_org_alias_list_all(db, NULL);
    g_assert_cmpint(aliases->len, ==, 1);
}

static void
test_contacts(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t org = add_org(db, PK_ORG_MUNICIPALITY, "Oefendam", 0);
    g_autoptr(PkContact) contact = pk_contact_new();
    contact->org_key = org;
    contact->role = PK_CONTACT_VCIB;
    contact->name = g_strdup("S. de Boer");
    contact->phone_day = g_strdup("06 00 00 00 77");

    ok(pk_contact_upsert(db, contact, "00000000-0000-7000-8000-000000000001", "c/1", error));
    ok(pk_contact_upsert(db, contact, "00000000-0000-7000-8000-000000000002", "c/1", error));
    g_autoptr(PkContact) got = pk_contact_get(db, contact->key, NULL);
    g_assert_cmpint(got->version, ==, 1);
    g_assert_cmpstr(got->phone_day, ==, contact->phone_day);
    g_assert_null(got->phone_night);
    got->is_24x7 = true;
    ok(pk_contact_update(db, got, error));
    g_autoptr(GError) stale = NULL;
    g_assert_false(pk_contact_update(db, got, &stale));
    g_assert_error(stale, PK_ERROR, PK_ERROR_CONFLICT);
    g_autoptr(GPtrArray) all = pk_contact_list(db, org, NULL);
    g_assert_cmpint(all->len, ==, 1);
    g_assert_true(((PkContact *)all->pdata[0])->is_24x7);

    g_autoptr(GError) nowhere = NULL;
    contact->org_key = 99;
    g_assert_false(
        pk_contact_insert(db, contact, "00000000-0000-7000-8000-000000000003", &nowhere));
    g_assert_error(nowhere, PK_ERROR, PK_ERROR_MISSING);
}

static void
test_parties(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t counts[PK_PARTY_STATUS_N];
    bool is_new = true;

    ok(pk_db_begin(db, error));
    int64_t region = add_org(db, PK_ORG_REGION, "Proefregio", 0);
    int64_t z = add_org(db, PK_ORG_MUNICIPALITY, "Zuidtest", region);
    int64_t a = add_org(db, PK_ORG_MUNICIPALITY, "Aandam", region);
    int64_t c = add_org(db, PK_ORG_MUNICIPALITY, "Closed", 0);
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Storing", T0);
    add_party(db, incident->key, c, PK_PARTY_ROLE_AFFECTED, PK_PARTY_CLOSED);
    int64_t zp = add_party(db, incident->key, z, PK_PARTY_ROLE_AFFECTED, PK_PARTY_AFFECTED);
    add_party(db, incident->key, a, PK_PARTY_ROLE_AFFECTED, PK_PARTY_AFFECTED);
    PkClockRecord clock = { .uuid = (char *)"00000000-0000-7000-8000-00000000000a",
                            .incident_key = incident->key,
                            .party_key = zp,
                            .rule = (char *)"agreed",
                            .title = (char *)"Rapport",
                            .due_us = T0 + HOUR_US };
    ok(pk_clock_insert(db, &clock, error));
    tell(db, incident);
    ok(pk_db_commit(db, error));

    g_autoptr(GPtrArray) list = pk_party_list(db, incident->key, NULL);
    g_assert_cmpint(list->len, ==, 3);
    PkParty *second = list->pdata[1];
    g_assert_cmpstr(((PkParty *)list->pdata[0])->org_name, ==, "Aandam");
    g_assert_cmpstr(second->org_name, ==, "Zuidtest");
    g_assert_cmpstr(second->region, ==, "Proefregio");
    g_assert_cmpstr(second->clock_name, ==, "Rapport");
    g_assert_cmpint(second->clock_due_us, ==, T0 + HOUR_US);
    g_assert_cmpstr(((PkParty *)list->pdata[2])->org_name, ==, "Closed");

    second->key = 0;
    ok(pk_party_insert(db, second, "00000000-0000-7000-8000-00000000000b", T0, &is_new, error));
    g_assert_false(is_new);
    g_assert_cmpint(second->key, ==, 0);
    second->key = zp;
    second->status = PK_PARTY_CONTAINED;
    told(db, incident, pk_party_update(db, second, T0, error));
    g_autoptr(GError) stale = NULL;
    g_assert_false(pk_party_update(db, second, T0, &stale));
    g_assert_error(stale, PK_ERROR, PK_ERROR_CONFLICT);
    ok(pk_party_count(db, incident->key, counts, error));
    g_assert_cmpint(counts[PK_PARTY_AFFECTED], ==, 1);
    g_assert_cmpint(counts[PK_PARTY_CONTAINED], ==, 1);
    g_assert_cmpint(counts[PK_PARTY_POSSIBLE], ==, 0);
    g_autoptr(GPtrArray) of = pk_party_list_of_org(db, z, 0, 10, NULL);
    g_assert_cmpint(of->len, ==, 1);
    g_assert_cmpstr(((PkParty *)of->pdata[0])->incident_ident, ==, "I26-0001");
}

static void
test_clocks(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t n = 0;

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Storing", T0);
    for (int i = 0; i < 5; i++) {
        g_autofree char *uuid = g_uuid_string_random();
        PkClockRecord clock = { .uuid = uuid,
                                .incident_key = incident->key,
                                .rule = (char *)"avg-33",
                                .due_us = i == 0 ? 0 : T0 + (5 - i) * HOUR_US };
        ok(pk_clock_insert(db, &clock, error));
    }
    tell(db, incident);
    ok(pk_db_commit(db, error));
    g_autoptr(GPtrArray) due = pk_clock_list_due(db, 0, 0, 10, NULL);
    g_assert_cmpint(due->len, ==, 4); /* the one without a moment does not run */
    PkClockRecord *nearest = due->pdata[0];
    g_assert_cmpint(nearest->due_us, ==, T0 + HOUR_US);
    g_assert_cmpstr(nearest->ident, ==, "I26-0001");
    g_assert_cmpint(nearest->tlp, ==, PK_TLP_AMBER);
    g_autoptr(GPtrArray) more = pk_clock_list_due(db, nearest->due_us, nearest->key, 10, NULL);
    g_assert_cmpint(more->len, ==, 3);
    ok(pk_clock_count_due(db, T0 + 3 * HOUR_US, 10, &n, error));
    g_assert_cmpint(n, ==, 2);
    nearest->met_us = T0;
    nearest->evidence = g_strdup("AP-1");
    told(db, incident, pk_clock_update(db, nearest, error));
    g_autoptr(GPtrArray) left = pk_clock_list_due(db, 0, 0, 10, NULL);
    g_assert_cmpint(left->len, ==, 3);
    g_autoptr(GPtrArray) all = pk_clock_list(db, incident->key, NULL);
    g_assert_cmpint(all->len, ==, 5);
    g_autoptr(GError) stale = NULL;
    g_assert_false(pk_clock_update(db, nearest, &stale));
    g_assert_error(stale, PK_ERROR, PK_ERROR_CONFLICT);
}

static void
test_actions(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t n = 0;

    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "Storing", T0);
    g_autoptr(GPtrArray) standing = pk_standing_actions(T0 + HOUR_US);
    for (guint i = 0; i < standing->len; i++) {
        PkStandingAction *action = standing->pdata[i];
        g_autofree char *uuid = g_uuid_string_random();
        action->incident_key = incident->key;
        ok(pk_action_insert(db, action, uuid, error));
        g_assert_cmpint(action->no, ==, (int64_t)i + 1);
    }
    tell(db, incident);
    ok(pk_db_commit(db, error));
    ok(pk_action_count_open(db, incident->key, &n, error));
    g_assert_cmpint(n, ==, standing->len);
    g_autoptr(PkStandingAction) one = pk_action_get(db, incident->key, 1, NULL);
    one->reason = g_strdup("No crime");
    told(db, incident, pk_action_update(db, one, error));
    g_autoptr(GError) stale = NULL;
    g_assert_false(pk_action_update(db, one, &stale));
    g_assert_error(stale, PK_ERROR, PK_ERROR_CONFLICT);
    g_autoptr(GPtrArray) due = pk_action_list_due(db, NULL, 10, NULL);
    g_assert_cmpint(due->len, ==, 1);
    g_assert_cmpint(((PkStandingAction *)due->pdata[0])->kind, ==, PK_ACTION_CALLBACK);
    g_assert_cmpstr(((PkStandingAction *)due->pdata[0])->incident_ident, ==, "I26-0001");
    g_autoptr(GPtrArray) mine = pk_action_list_due(db, "nobody", 10, NULL);
    g_assert_cmpint(mine->len, ==, 0);
    PkIncidentFound *found = pk_incident_found(db, incident->key, NULL);
    g_assert_cmpint(found->incident.callback_us, ==, T0 + HOUR_US);
    pk_incident_free(&found->incident);
}

static void
test_persons_and_origins(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    PkPerson in = { (char *)"mba",     (char *)"M. Bakker", (char *)"MBa",
                    (char *)"officer", PK_TLP_GREEN,        true };
    g_autoptr(PkPerson) got = NULL;
    g_autoptr(GError) taken = NULL;

    int64_t first = add_origin(db, true);
    told(db, NULL, pk_person_insert(db, &in, error));
    g_assert_false(pk_person_insert(db, &in, &taken));
    g_assert_error(taken, PK_ERROR, PK_ERROR_CONFLICT);
    in.roles = (char *)"officer lead";
    in.ceiling = PK_TLP_AMBER;
    in.active = false;
    told(db, NULL, pk_person_update(db, &in, error));
    ok(pk_person_get(db, "mba", &got, error));
    g_assert_cmpstr(got->roles, ==, "officer lead");
    g_assert_cmpint(got->ceiling, ==, PK_TLP_AMBER);
    g_assert_false(got->active);

    int64_t second = add_origin(db, true);
    g_assert_cmpint(first, !=, second);
    g_autoptr(PkOrigin) current = pk_origin_current(db, NULL);
    g_assert_cmpint(current->key, ==, second);
    g_autoptr(GPtrArray) all = pk_origin_list(db, NULL);
    g_assert_cmpint(all->len, ==, 2);
}

static void
test_named_on_an_incident(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    PkPerson mba = { (char *)"mba",     (char *)"M. Bakker", (char *)"MBa",
                     (char *)"officer", PK_TLP_GREEN,        true };
    g_autoptr(GError) twice = NULL;
    g_autoptr(GError) nowhere = NULL;
    g_autoptr(GError) gone = NULL;

    told(db, NULL, pk_person_insert(db, &mba, error));
    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) one = add_incident(db, 1, "First", T0);
    g_autoptr(PkIncident) two = add_incident(db, 2, "Second", T0 + HOUR_US);
    ok(pk_named_insert(db, two->key, "mba", "jdv", T0, error));
    ok(pk_named_insert(db, one->key, "mba", "jdv", T0, error));
    ok(pk_named_insert(db, one->key, "gone", "jdv", T0 + 1, error));
    ok(pk_named_insert(db, one->key, "jdv", "jdv", T0 + 1,
                       error)); /* a server asks it of who names */
    tell(db, one);
    tell(db, two);
    ok(pk_db_commit(db, error));
    g_assert_false(pk_named_insert(db, one->key, "mba", "jdv", T0 + 2, &twice));
    g_assert_error(twice, PK_ERROR, PK_ERROR_CONFLICT);
    g_assert_false(pk_named_insert(db, 17, "mba", "jdv", T0, &nowhere));
    /* A server does not tell whether what one may not see is there. */
    g_assert_true(g_error_matches(nowhere, PK_ERROR, PK_ERROR_MISSING) ||
                  g_error_matches(nowhere, PK_ERROR, PK_ERROR_DENIED));

    g_autoptr(GArray) mine = pk_named_of_login(db, "mba", NULL);
    g_assert_cmpint(mine->len, ==, 2);
    g_assert_cmpint(g_array_index(mine, int64_t, 0), ==, one->key);
    g_assert_cmpint(g_array_index(mine, int64_t, 1), ==, two->key);
    g_autoptr(GPtrArray) on_one = pk_named_on_incident(db, one->key, NULL);
    g_assert_cmpint(on_one->len, ==, 3);
    const PkNamed *gone_one = on_one->pdata[0], *known = on_one->pdata[2];
    g_assert_cmpstr(known->name, ==, "M. Bakker");
    g_assert_cmpstr(known->initials, ==, "MBa");
    g_assert_cmpstr(gone_one->name, ==, "gone"); /* who is not known here goes by the login */

    told(db, one, pk_named_delete(db, one->key, "mba", error));
    g_assert_false(pk_named_delete(db, one->key, "mba", &gone));
    g_assert_error(gone, PK_ERROR, PK_ERROR_MISSING);
}

static void
test_reference(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    PkReferenceSet set = { (char *)"rules", (char *)"abc", 7, T0 };
    g_autoptr(PkReferenceSet) got = NULL;
    PkRule rule = { .key = (char *)"avg-33",
                    .name_en = (char *)"GDPR",
                    .name_nl = (char *)"AVG",
                    .unit = PK_RULE_UNIT_HOURS,
                    .length = 72 };
    PkRsit rsit = { .class_key = (char *)"availability", .class_name = (char *)"Availability" };

    ok(pk_reference_put(db, &set, error));
    set.n_rows = 8;
    ok(pk_reference_put(db, &set, error));
    ok(pk_reference_get(db, "rules", &got, error));
    g_assert_cmpint(got->n_rows, ==, 8);
    ok(pk_rule_put(db, &rule, error));
    rule.length = 48;
    rule.valid_from_us = T0;
    ok(pk_rule_put(db, &rule, error));
    ok(pk_rule_put(db, &rule, error));
    g_autoptr(GPtrArray) versions = pk_rule_versions(db, "avg-33", NULL);
    g_assert_cmpint(versions->len, ==, 2);
    g_assert_cmpint(((PkRule *)versions->pdata[0])->length, ==, 72);
    g_assert_cmpint(((PkRule *)versions->pdata[1])->length, ==, 48);
    ok(pk_rsit_put(db, &rsit, error));
    ok(pk_rsit_put(db, &rsit, error));
    g_autoptr(GPtrArray) table = pk_rsit_list(db, NULL);
    g_assert_cmpint(table->len, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("register/organisations", test_organisations);
    add("register/contacts", test_contacts);
    add("register/parties", test_parties);
    add("register/clocks", test_clocks);
    add("register/actions", test_actions);
    add("register/persons-and-origins", test_persons_and_origins);
    add("register/named-on-an-incident", test_named_on_an_incident);
    add("register/reference", test_reference);
    return g_test_run();
}
