/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract of calls back, of deadlines in all their states, and of rule sets. */
#include "fixture.h"
#include "piket/store/call_store.h"

static int64_t
add_call(PkDb *db, PkIncident *incident, int64_t org, PkCallOutcome outcome, int64_t at_us)
{
    g_autoptr(PkCallBack) call = g_new0(PkCallBack, 1);
    call->uuid = g_uuid_string_random();
    call->incident_key = incident->key;
    call->org_key = org;
    call->number = g_strdup("070 000 00 70");
    call->name = g_strdup("desk");
    call->outcome = outcome;
    call->by_who = g_strdup("jdv");
    call->at_us = at_us;
    told(db, incident, pk_call_insert(db, call, error));
    return call->key;
}

static void
test_calls(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    int64_t org = add_org(db, PK_ORG_MUNICIPALITY, "Oefendam", 0);
    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) incident = add_incident(db, 1, "one", T0);
    tell(db, incident);
    ok(pk_db_commit(db, error));
    g_autoptr(PkCallBack) none = NULL;
    ok(pk_call_decisive(db, incident->key, &none, error));
    g_assert_null(none);
    add_call(db, incident, org, PK_CALL_UNKNOWN, T0);
    int64_t newest = add_call(db, incident, org, PK_CALL_VERIFIED, T0 + HOUR_US);
    add_call(db, incident, org, PK_CALL_NO_ANSWER, T0 + 2 * HOUR_US);
    add_call(db, incident, org, PK_CALL_OTHER, T0 + 3 * HOUR_US);
    g_autoptr(PkCallBack) decisive = NULL;
    ok(pk_call_decisive(db, incident->key, &decisive, error));
    g_assert_cmpint(decisive->key, ==, newest);
    g_assert_cmpint(decisive->contact_key, ==, 0);
    g_assert_cmpstr(decisive->number, ==, "070 000 00 70");
    g_autoptr(GPtrArray) all = pk_call_list(db, incident->key, NULL);
    g_assert_cmpint(all->len, ==, 4);
    g_assert_cmpint(((PkCallBack *)all->pdata[0])->outcome, ==, PK_CALL_OTHER);
}

static int64_t
add_clock(PkDb *db, PkIncident *incident, int64_t due_us, int64_t met_us, bool unsure)
{
    g_autoptr(PkClockRecord) clock = g_new0(PkClockRecord, 1);
    clock->uuid = g_uuid_string_random();
    clock->incident_key = incident->key;
    clock->rule = g_strdup(PK_CLOCK_AGREED);
    clock->title = g_strdup("reply");
    clock->start_us = T0;
    clock->due_us = due_us;
    clock->met_us = met_us;
    clock->unsure = unsure;
    told(db, incident, pk_clock_insert(db, clock, error));
    return clock->key;
}

static void
test_clocks(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    ok(pk_db_begin(db, error));
    g_autoptr(PkIncident) one = add_incident(db, 1, "one", T0);
    g_autoptr(PkIncident) two = add_incident(db, 2, "two", T0 + 1);
    tell(db, one);
    tell(db, two);
    ok(pk_db_commit(db, error));
    add_clock(db, one, T0 + 3 * HOUR_US, 0, false);
    int64_t unsure = add_clock(db, two, T0 + HOUR_US, 0, true);
    int64_t undated = add_clock(db, one, 0, 0, false);
    int64_t met = add_clock(db, one, T0, T0, false);

    g_autoptr(GPtrArray) due = pk_clock_list_due(db, 0, 0, 10, NULL);
    g_assert_cmpint(due->len, ==, 2);
    const PkClockRecord *first = due->pdata[0];
    g_assert_cmpint(first->key, ==, unsure);
    g_assert_true(first->unsure);
    g_assert_cmpint(first->no, ==, 1);
    g_autoptr(GPtrArray) without = pk_clock_list_undated(db, 0, 10, NULL);
    g_assert_cmpint(without->len, ==, 1);
    g_assert_cmpint(((PkClockRecord *)without->pdata[0])->key, ==, undated);
    g_assert_cmpint(((PkClockRecord *)without->pdata[0])->no, ==, 2);
    g_autoptr(GPtrArray) ended = pk_clock_list_ended(db, 0, 10, NULL);
    g_assert_cmpint(ended->len, ==, 1);
    g_assert_cmpint(((PkClockRecord *)ended->pdata[0])->no, ==, 3);
    g_autoptr(GPtrArray) before = pk_clock_list_ended(db, met, 10, NULL);
    g_assert_cmpint(before->len, ==, 0);

    g_autoptr(PkClockRecord) clock = pk_clock_get(db, unsure, NULL);
    clock->unsure = false;
    clock->by_hand = true;
    told(db, two, pk_clock_update(db, clock, error));
    g_autoptr(PkClockRecord) after = pk_clock_get(db, unsure, NULL);
    g_assert_true(after->by_hand && !after->unsure);
    g_autoptr(GError) stale = NULL;
    g_assert_false(pk_clock_update(db, clock, &stale));
    g_assert_error(stale, PK_ERROR, PK_ERROR_CONFLICT);
}

static void
test_rule_sets(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(PkRuleSet) none = NULL;
    ok(pk_rule_set_newest(db, &none, error));
    g_assert_null(none);
    PkRuleSet set = { (char *)"NL-2026-1", (char *)"jdv", T0, 5 };
    ok(pk_rule_set_insert(db, &set, error));
    set.name = (char *)"NL-2027-1";
    ok(pk_rule_set_insert(db, &set, error));
    g_autoptr(PkRuleSet) newest = NULL;
    ok(pk_rule_set_newest(db, &newest, error));
    g_assert_cmpstr(newest->name, ==, "NL-2027-1");
    g_assert_cmpint(newest->at_us, ==, T0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("call/calls", test_calls);
    add("call/clocks", test_clocks);
    add("call/rule-sets", test_rule_sets);
    return g_test_run();
}
