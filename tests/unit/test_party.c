/* SPDX-License-Identifier: EUPL-1.2 */
/* Parties, organisations and standing actions. */
#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/model/action.h"
#include "piket/model/org.h"
#include "piket/model/party.h"

#include <string.h>

static void
test_party_open(void)
{
    for (int role = 0; role <= PK_PARTY_ROLE_ASSISTING; role++) {
        for (int status = 0; status <= PK_PARTY_NOT_AFFECTED; status++) {
            PkParty party = { .role = (PkPartyRole)role, .status = (PkPartyStatus)status };
            bool victim = role == PK_PARTY_ROLE_AFFECTED || role == PK_PARTY_ROLE_POSSIBLE;
            bool over = status == PK_PARTY_CLOSED || status == PK_PARTY_NOT_AFFECTED;

            g_assert_true(pk_party_is_open(&party) == (victim && !over));
        }
    }
    g_assert_cmpint(pk_party_first_status(PK_PARTY_ROLE_POSSIBLE), ==, PK_PARTY_POSSIBLE);
    g_assert_cmpint(pk_party_first_status(PK_PARTY_ROLE_SUPPLIER), ==, PK_PARTY_NOT_AFFECTED);
}

static void
test_party_check(void)
{
    g_autoptr(PkParty) party = pk_party_new();
    g_autoptr(GError) error = NULL;

    g_assert_false(pk_party_check(party, NULL));
    party->org_name = g_strdup("Nuenen, Gerwen en Nederwetten");
    g_assert_true(pk_party_check(party, NULL));
    party->needs = 1u << PK_NEED_AID;
    g_assert_false(pk_party_check(party, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_nonnull(strstr(error->message, "agreed"));
    party->need_agreed_by = g_strdup("S. Vos, J. de Vries");
    g_assert_true(pk_party_check(party, NULL));
    party->needs = 1u << 10;
    g_assert_false(pk_party_check(party, NULL));
    party->needs = 0;
    party->impact = g_strnfill(PK_IMPACT_MAX + 1, 'x');
    g_assert_false(pk_party_check(party, NULL));
}

static void
test_org(void)
{
    g_autoptr(PkOrg) org = pk_org_new();

    g_assert_false(pk_org_check(org, NULL));
    org->name = g_strdup("'s-Voorbeeldstad (NH.)");
    g_assert_true(pk_org_check(org, NULL));
    g_assert_true(pk_org_exists(org, 0));
    org->valid_from = 100;
    org->valid_until = 200;
    g_assert_true(pk_org_check(org, NULL));
    g_assert_false(pk_org_exists(org, 99));
    g_assert_true(pk_org_exists(org, 100));
    g_assert_true(pk_org_exists(org, 199));
    g_assert_false(pk_org_exists(org, 200));
    org->valid_until = 100;
    g_assert_false(pk_org_check(org, NULL));
    org->valid_until = PK_DAY_UNKNOWN;
    org->code = g_strdup("gm9001");
    g_assert_false(pk_org_check(org, NULL));
    memcpy(org->code, "GM", 2);
    g_assert_true(pk_org_check(org, NULL));
}

static void
test_standing_actions(void)
{
    g_autoptr(GPtrArray) none = pk_standing_actions(0);
    g_autoptr(GPtrArray) all = pk_standing_actions(5000);
    static const char *const names[] = { "police", "insurer", "technical", "callback" };

    g_assert_cmpuint(none->len, ==, 3);
    g_assert_cmpuint(all->len, ==, 4);
    for (unsigned i = 0; i < all->len; i++) {
        PkStandingAction *action = all->pdata[i];

        g_assert_cmpstr(action->name, ==, names[i]);
        g_assert_cmpint(action->no, ==, i + 1);
        g_assert_true(pk_standing_action_check(action, NULL));
        g_assert_true(pk_standing_action_is_open(action));
        g_assert_true(pk_standing_action_is_late(action, 5001) == (i == 3));
        g_assert_false(pk_standing_action_is_late(action, 5000));
    }
    PkStandingAction *police = all->pdata[0];
    police->reason = g_strdup("Municipality reports itself");
    g_assert_false(pk_standing_action_is_open(police));
    PkStandingAction *callback = all->pdata[3];
    callback->done_us = 6000;
    g_assert_false(pk_standing_action_is_open(callback));
    g_assert_false(pk_standing_action_is_late(callback, 9000));
    g_assert_false(pk_standing_action_check(callback, NULL)); /* nobody did it */
    callback->done_by = g_strdup("jdv");
    g_assert_true(pk_standing_action_check(callback, NULL));
}

static void
test_action_titles(void)
{
    g_autoptr(GPtrArray) all = pk_standing_actions(1);
    g_autoptr(PkStandingAction) own = pk_standing_action_new();
    own->title = g_strdup("Call back");

    pk_i18n_start("nl");
    g_assert_cmpstr(pk_standing_action_title(all->pdata[0]), ==, "Aangifte doen bij de politie");
    g_assert_cmpstr(pk_standing_action_title(own), ==, "Call back");
    pk_i18n_start("en");
    g_assert_cmpstr(pk_standing_action_title(all->pdata[3]), ==, "Call back");

    for (int kind = 0; kind <= PK_ACTION_OWN; kind++) {
        PkActionKind read = PK_ACTION_OWN;
        g_assert_true(pk_action_kind_parse(pk_action_kind_key((PkActionKind)kind), &read));
        g_assert_cmpint(read, ==, kind);
    }
    PkActionKind read;
    g_assert_false(pk_action_kind_parse(NULL, &read));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/party/open", test_party_open);
    g_test_add_func("/party/check", test_party_check);
    g_test_add_func("/org/check", test_org);
    g_test_add_func("/action/standing", test_standing_actions);
    g_test_add_func("/action/titles", test_action_titles);
    return g_test_run();
}
