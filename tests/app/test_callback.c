/* SPDX-License-Identifier: EUPL-1.2 */
/* Calling back: whom, what comes of it, and what may leave before. */
#include "appkit.h"
#include "piket/app/callback.h"
#include "piket/app/gate.h"
#include "piket/store/contact_store.h"
#include "piket/store/line_store.h"

#include <string.h>

#define ok(call)                                                                                   \
    do {                                                                                           \
        g_autoptr(GError) error = NULL;                                                            \
        bool ok_ = (call);                                                                         \
        g_assert_no_error(error);                                                                  \
        g_assert_true(ok_);                                                                        \
    } while (0)

static int64_t
add_contact(Kit *kit, int64_t org, PkContactRole role, const char *name, const char *day,
            const char *night, int64_t checked_us)
{
    g_autoptr(PkContact) contact = pk_contact_new();
    g_autofree char *uuid = g_uuid_string_random();
    contact->org_key = org;
    contact->role = role;
    contact->name = g_strdup(name);
    contact->phone_day = g_strdup(day);
    contact->phone_night = g_strdup(night);
    contact->checked_us = checked_us;
    contact->signed_us = checked_us;
    ok(pk_contact_insert(kit->db, contact, uuid, &error));
    return contact->key;
}

static PkCallCheck *
check(Kit *kit, int64_t incident)
{
    g_autoptr(GError) error = NULL;
    PkCallCheck *got = pk_call_check_load(kit->app, incident, &error);
    g_assert_no_error(error);
    return got;
}

static const char *
suggested(const PkCallCheck *got)
{
    return got->suggested < 0 ? "-"
                              : g_array_index(got->lines, PkCallLine, got->suggested).contact->name;
}

static void
record(Kit *kit, int64_t incident, PkCallOutcome outcome, int64_t contact)
{
    PkCallWish wish = { outcome, contact, NULL, NULL };
    ok(pk_call_record(kit->app, incident, &wish, NULL, &error));
}

/* At night: the one that is open, up to date, trusted and not the caller's. */
static void
test_whom(void)
{
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    g_autoptr(PkCallCheck) empty = check(&kit, incident);
    g_assert_cmpint(empty->suggested, ==, -1);
    g_assert_cmpint(empty->lines->len, ==, 0);
    g_assert_cmpstr(empty->org->name, ==, "Voorbeeldstad");

    add_contact(&kit, kit.region, PK_CONTACT_ONCALL, "region", NULL, "088 000 00 01", KIT_NOW_US);
    g_autoptr(PkCallCheck) regional = check(&kit, incident);
    g_assert_cmpstr(suggested(regional), ==, "region");
    g_assert_true(g_array_index(regional->lines, PkCallLine, 0).region);

    add_contact(&kit, kit.voorbeeldstad, PK_CONTACT_CISO, "caller", NULL, "+31 6 00000001",
                KIT_NOW_US);
    add_contact(&kit, kit.voorbeeldstad, PK_CONTACT_DESK, "office", "070 000 00 70", NULL,
                KIT_NOW_US);
    int64_t old =
        add_contact(&kit, kit.voorbeeldstad, PK_CONTACT_ONCALL, "old", NULL, "070 000 00 71", 1);
    g_autoptr(PkCallCheck) stale = check(&kit, incident);
    g_assert_cmpstr(suggested(stale), ==, "old");
    g_assert_nonnull(stale->on_card);
    g_assert_true(g_array_index(stale->lines, PkCallLine, stale->suggested).stale);
    add_contact(&kit, kit.voorbeeldstad, PK_CONTACT_VCIB, "vcib", NULL, "06 00 00 00 77",
                KIT_NOW_US);
    g_autoptr(PkCallCheck) full = check(&kit, incident);
    g_assert_cmpstr(suggested(full), ==, "vcib");
    g_assert_cmpint(full->lines->len, ==, 4); /* the region is not needed */

    /* somebody else answered: the next line */
    record(&kit, incident, PK_CALL_OTHER,
           g_array_index(full->lines, PkCallLine, full->suggested).contact->key);
    g_autoptr(PkCallCheck) next = check(&kit, incident);
    g_assert_cmpstr(suggested(next), ==, "old");
    record(&kit, incident, PK_CALL_VERIFIED, old);
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_outcomes(void)
{
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    int64_t vcib = add_contact(&kit, kit.voorbeeldstad, PK_CONTACT_VCIB, "S. de Boer", NULL,
                               "06 00 00 00 77", KIT_NOW_US);
    g_autoptr(PkDetail) before = pk_detail_load(kit.app, incident, NULL);
    g_assert_cmpint(before->caller_state, ==, PK_CALLER_UNVERIFIED);

    record(&kit, incident, PK_CALL_NO_ANSWER, vcib);
    g_autoptr(PkDetail) again = pk_detail_load(kit.app, incident, NULL);
    const PkStandingAction *action = again->actions->pdata[again->actions->len - 1];
    g_assert_cmpint(action->kind, ==, PK_ACTION_CALLBACK);
    g_assert_cmpint(action->due_us, ==, KIT_NOW_US + INT64_C(600000000));
    g_assert_cmpint(again->caller_state, ==, PK_CALLER_UNVERIFIED);

    kit_later(60);
    record(&kit, incident, PK_CALL_UNKNOWN, vcib);
    g_autoptr(PkDetail) abuse = pk_detail_load(kit.app, incident, NULL);
    g_assert_cmpint(abuse->caller_state, ==, PK_CALLER_ABUSE);
    g_assert_cmpint(abuse->caller_us, ==, KIT_NOW_US + 60000000);
    g_autoptr(GPtrArray) pinned = pk_line_list_pinned(kit.db, incident, 10, NULL);
    g_assert_cmpint(pinned->len, ==, 1);
    g_autofree char *last = kit_last(&kit, incident);
    g_assert_nonnull(strstr(last, "POSSIBLE ABUSE"));

    kit_later(60);
    record(&kit, incident, PK_CALL_VERIFIED, vcib);
    g_autoptr(PkDetail) good = pk_detail_load(kit.app, incident, NULL);
    g_assert_cmpint(good->caller_state, ==, PK_CALLER_VERIFIED);
    g_assert_true(good->incident->caller_verified);
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
refuse(Kit *kit, int64_t incident, int64_t contact, const char *number)
{
    g_autoptr(GError) error = NULL;
    PkCallWish wish = { PK_CALL_VERIFIED, contact, number, NULL };
    int64_t rows = kit_rows(kit);
    g_assert_false(pk_call_record(kit->app, incident, &wish, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_cmpint(kit_rows(kit), ==, rows);
}

static void
test_refused(void)
{
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    int64_t own = add_contact(&kit, kit.voorbeeldstad, PK_CONTACT_VCIB, "own", NULL,
                              "0031600000001", KIT_NOW_US);
    int64_t other = add_contact(&kit, kit.oefendam, PK_CONTACT_VCIB, "other", NULL,
                                "06 00 00 00 99", KIT_NOW_US);
    int64_t mail = add_contact(&kit, kit.voorbeeldstad, PK_CONTACT_VCIB, "mail", NULL, NULL, 0);
    refuse(&kit, incident, own, NULL);
    refuse(&kit, incident, other, NULL);
    refuse(&kit, incident, mail, NULL);
    refuse(&kit, incident, 0, NULL);
    refuse(&kit, incident, 0, "none");
    refuse(&kit, incident, 0, "+31 (0)6-00 00 00 01");
    PkCallWish wish = { PK_CALL_VERIFIED, 0, "14 070", "public switchboard" };
    ok(pk_call_record(kit.app, incident, &wish, NULL, &error));
    g_autoptr(PkApp) reader = kit_other(&kit, "guest", "Guest", "reader");
    g_autoptr(GError) denied = NULL;
    g_assert_false(pk_call_record(reader, incident, &wish, NULL, &denied));
    g_assert_error(denied, PK_ERROR, PK_ERROR_DENIED);
    kit_stop(&kit);
}

/* Until verified, what is above GREEN asks a reason for the caller's organisation alone. */
static void
test_gate(void)
{
    Kit kit;
    kit_start(&kit);
    kit_register(&kit);
    int64_t incident = kit_report(&kit);
    int64_t vcib = add_contact(&kit, kit.voorbeeldstad, PK_CONTACT_VCIB, "S. de Boer", NULL,
                               "06 00 00 00 77", KIT_NOW_US);
    PkOutgoingTo to = { incident, kit.voorbeeldstad, NULL, "mail", NULL };
    g_autoptr(GError) asked = NULL;
    g_assert_false(pk_outgoing_act(kit.app, &to, PK_TLP_AMBER, &asked));
    g_assert_error(asked, PK_ERROR, PK_ERROR_CONFIRM);
    g_assert_nonnull(strstr(asked->message, "called the caller back"));
    ok(pk_outgoing_act(kit.app, &to, PK_TLP_CLEAR, &error));
    to.reason = "known voice";
    g_autoptr(GError) label = NULL;
    bool may = pk_outgoing_act(kit.app, &to, PK_TLP_AMBER, &label);
    if (!may) /* not joined in this register: the table refuses, and no reason lifts that */
        g_assert_error(label, PK_ERROR, PK_ERROR_DENIED);
    ok(pk_outgoing_log(kit.app, &to, PK_TLP_AMBER, &error));
    g_autofree char *last = kit_last(&kit, incident);
    g_assert_nonnull(strstr(last, "known voice"));
    int64_t rows = kit_rows(&kit);
    ok(pk_outgoing_log(kit.app, &to, PK_TLP_CLEAR, &error));
    g_assert_cmpint(kit_rows(&kit), ==, rows); /* nothing asked, nothing written */

    record(&kit, incident, PK_CALL_VERIFIED, vcib);
    to.reason = NULL;
    g_autoptr(GError) after = NULL;
    if (!pk_outgoing_act(kit.app, &to, PK_TLP_AMBER, &after))
        g_assert_null(strstr(after->message, "called the caller back"));
    PkOutgoingTo stranger = { incident, kit.oefendam, NULL, "mail", NULL };
    g_autoptr(GError) table = NULL;
    g_assert_false(pk_outgoing_act(kit.app, &stranger, PK_TLP_AMBER, &table));
    g_assert_error(table, PK_ERROR, PK_ERROR_DENIED);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/callback/whom", test_whom);
    g_test_add_func("/callback/outcomes", test_outcomes);
    g_test_add_func("/callback/refused", test_refused);
    g_test_add_func("/callback/gate", test_gate);
    return g_test_run();
}
