/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/reference.h"
#include "piket/model/rsit.h"
#include "piket/store/contact_store.h"
#include "piket/store/line_store.h"
#include "piket/store/migrate.h"
#include "piket/store/org_store.h"
#include "piket/store/origin_store.h"
#include "piket/store/packed.h"
#include "piket/store/reference_store.h"

#include <string.h>

#define NOW INT64_C(1773108840000000) /* 2026-03-10 03:14 CET */

static PkDb *
empty_db(bool with_origin)
{
    g_autoptr(GError) error = NULL;
    PkDb *db = pk_db_open(":memory:", PK_DB_CREATE, &error);

    g_assert_no_error(error);
    g_assert_true(pk_migrate(db, NULL, NULL, &error));
    if (with_origin) {
        PkOrigin origin = { 0, (char *)"019cd4ab-0000-7000-8000-000000000001", (char *)"", NOW,
                            true };
        g_assert_true(pk_origin_insert(db, &origin, &error));
    }
    g_assert_no_error(error);
    return db;
}

static PkReferenceCounts
load(PkDb *db)
{
    g_autoptr(GError) error = NULL;
    PkReferenceCounts counts = { 0 };

    g_assert_true(pk_reference_load(db, NOW, &counts, &error));
    g_assert_no_error(error);
    return counts;
}

static PkOrg *
by_code(PkDb *db, const char *code)
{
    PkOrg *org = NULL;

    g_assert_true(pk_org_by_code(db, code, &org, NULL));
    g_assert_nonnull(org);
    return org;
}

/* What the files must hold, whoever edits them next. */
static void
test_counts(void)
{
    g_autoptr(PkDb) db = empty_db(false);
    PkReferenceCounts counts = load(db);
    g_autoptr(GPtrArray) orgs = pk_org_list(db, NULL);
    g_autoptr(GHashTable) codes = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) provinces = g_hash_table_new(g_str_hash, g_str_equal);
    unsigned n[PK_ORG_OTHER + 1] = { 0 };

    for (unsigned i = 0; i < orgs->len; i++) {
        const PkOrg *org = orgs->pdata[i];
        n[org->kind]++;
        g_assert_true(pk_org_check(org, NULL));
        if (org->code)
            g_assert_true(g_hash_table_add(codes, org->code)); /* no code twice */
        if (org->kind == PK_ORG_PROVINCE)
            g_hash_table_add(provinces, org->name);
    }
    g_assert_cmpuint(n[PK_ORG_MUNICIPALITY], ==, 342);
    g_assert_cmpuint(n[PK_ORG_REGION], ==, 25);
    g_assert_cmpuint(n[PK_ORG_PROVINCE], ==, 12);
    g_assert_cmpuint(n[PK_ORG_CSIRT] + n[PK_ORG_PARTNER], ==, 16);
    g_assert_cmpint(counts.n_new, ==, orgs->len);
    g_assert_cmpint(counts.n_sets, ==, 8);
    for (unsigned i = 0; i < orgs->len; i++) {
        const PkOrg *org = orgs->pdata[i];
        if (org->kind != PK_ORG_MUNICIPALITY)
            continue;
        g_assert_cmpuint(strlen(org->code), ==, 6);
        g_assert_true(g_str_has_prefix(org->code, "GM"));
        g_assert_true(g_hash_table_contains(provinces, org->province));
        g_assert_true(g_str_has_prefix(org->region_name, "VR "));
        g_assert_true(org->joined);
    }
    g_autoptr(GPtrArray) rsit = pk_rsit_list(db, NULL);
    g_assert_cmpuint(rsit->len, >=, 39);
    g_autoptr(GPtrArray) rules = pk_rule_list(db, NULL);
    g_assert_cmpuint(rules->len, >=, 4);
}

static void
test_names(void)
{
    static const struct {
        const char *code;
        const char *name;
        const char *region;
    } exact[] = {
        { "GM0518", "'s-Gravenhage", "VR Haaglanden" },
        { "GM0796", "'s-Hertogenbosch", "VR Brabant-Noord" },
        { "GM0820", "Nuenen, Gerwen en Nederwetten", "VR Brabant-Zuidoost" },
        { "GM0893", "Bergen (L.)", "VR Limburg-Noord" },
        { "GM0373", "Bergen (NH.)", "VR Noord-Holland Noord" },
        { "GM1900",
          "S\xc3\xba"
          "dwest-Frysl\xc3\xa2n",
          "VR Frysl\xc3\xa2n" },
        { "GM0353", "IJsselstein", "VR Utrecht" },
    };
    static const struct {
        const char *code;
        const char *alias;
        const char *old_code;
    } other[] = {
        { "GM0518", "Den Haag", NULL },       { "GM0796", "Den Bosch", NULL },
        { "GM1891", "Dantumadeel", NULL },    { "GM1991", "Uden", "GM0856" },
        { "GM0363", "Weesp", "GM0457" },      { "GM0439", "Beemster", "GM0370" },
        { "GM1982", "Cuijk", "GM1684" },      { "GM1980", "Langedijk", "GM0416" },
        { "GM1992", "Brielle", "GM0501" },    { "GM1979", "Delfzijl", "GM0010" },
        { "GM0402", "Wijdemeren", "GM1696" },
    };
    g_autoptr(PkDb) db = empty_db(false);

    load(db);
    for (unsigned i = 0; i < G_N_ELEMENTS(exact); i++) {
        g_autoptr(PkOrg) org = by_code(db, exact[i].code);
        g_assert_cmpstr(org->name, ==, exact[i].name);
        g_assert_cmpstr(org->region_name, ==, exact[i].region);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(other); i++) {
        g_autoptr(PkOrg) org = by_code(db, other[i].code);
        g_autoptr(GPtrArray) aliases = pk_org_alias_list(db, org->key, NULL);
        bool found = false;
        for (unsigned k = 0; k < aliases->len; k++) {
            const PkOrgAlias *alias = aliases->pdata[k];
            if (strcmp(alias->alias, other[i].alias) != 0)
                continue;
            found = true;
            g_assert_cmpstr(alias->old_code, ==, other[i].old_code);
            g_assert_true(alias->is_old == (other[i].old_code != NULL));
            g_assert_true((alias->since_us != 0) == alias->is_old);
        }
        g_assert_true(found);
    }
}

/* Days: a municipality that will join another exists until then, at midnight in the Netherlands. */
static void
test_validity(void)
{
    g_autoptr(PkDb) db = empty_db(false);

    load(db);
    g_autoptr(PkOrg) leaving = by_code(db, "GM1696");
    g_assert_cmpint(leaving->valid_until, ==, 20819); /* 2027-01-01 */
    g_assert_true(pk_org_exists(leaving, 20818));
    g_assert_false(pk_org_exists(leaving, 20819));
    g_autoptr(PkOrg) merged = by_code(db, "GM1992");
    g_assert_cmpint(merged->valid_from, ==, 19358); /* 2023-01-01 */
    g_autoptr(PkOrg) amsterdam = by_code(db, "GM0363");
    g_autoptr(GPtrArray) names = pk_org_alias_list(db, amsterdam->key, NULL);
    const PkOrgAlias *weesp = names->pdata[0];
    g_assert_cmpint(weesp->since_us, ==, INT64_C(1648076400000000)); /* 2022-03-23T23:00Z */
}

static void
test_partners(void)
{
    g_autoptr(PkDb) db = empty_db(false);
    PkOrg *found = NULL;

    load(db);
    g_assert_true(pk_org_by_reference(db, "partner/ibd", &found, NULL));
    g_autoptr(PkOrg) ibd = found;
    g_assert_cmpint(ibd->kind, ==, PK_ORG_CSIRT);
    g_autoptr(GPtrArray) desks = pk_contact_list(db, ibd->key, NULL);
    g_assert_cmpuint(desks->len, ==, 1);
    const PkContact *desk = desks->pdata[0];
    g_assert_cmpstr(desk->phone_day, ==, "070 204 55 11");
    g_assert_true(desk->is_24x7);
    g_assert_true(pk_contact_check(desk, NULL));
    g_assert_nonnull(desk->source);

    /* No source, no number. */
    g_assert_true(pk_org_by_reference(db, "partner/ncsc", &found, NULL));
    g_autoptr(PkOrg) ncsc = found;
    g_autoptr(GPtrArray) more = pk_contact_list(db, ncsc->key, NULL);
    g_assert_null(((PkContact *)more->pdata[0])->phone_day);
}

static void
test_second_time_changes_nothing(void)
{
    g_autoptr(PkDb) db = empty_db(true);

    g_assert_cmpint(load(db).n_sets, ==, 8);
    g_assert_cmpint(load(db).n_sets, ==, 0);
    g_autoptr(GPtrArray) lines = pk_line_list_after(db, 0, 0, 10, NULL);
    g_assert_cmpuint(lines->len, ==, 1);
    const PkLine *line = lines->pdata[0];
    g_assert_cmpint(line->category, ==, PK_CAT_SYSTEM);
    g_assert_nonnull(strstr(line->text, "342"));
    g_assert_cmpint(line->no, ==, 1);
}

static void
forget_version(PkDb *db, const char *set)
{
    PkReferenceSet old = { (char *)set, (char *)"an earlier file", 1, NOW };

    g_assert_true(pk_reference_put(db, &old, NULL));
}

/* A newer file of a set: what a person edited stays, what is gone ends, the rest is as the file. */
static void
test_newer_file(void)
{
    g_autoptr(PkDb) db = empty_db(false);
    g_autoptr(GError) error = NULL;

    load(db);
    g_autoptr(PkOrg) edited = by_code(db, "GM0344");
    g_free(edited->name);
    edited->name = g_strdup("Utrecht, door ons");
    edited->joined = false;
    g_assert_true(pk_org_update(db, edited, &error));
    g_autoptr(PkOrg) gone = pk_org_new();
    gone->uuid = g_uuid_string_random();
    gone->kind = PK_ORG_MUNICIPALITY;
    gone->name = g_strdup("Nergenshuizen");
    gone->code = g_strdup("GM9999");
    g_assert_true(pk_org_upsert(db, gone, "municipality/GM9999", &error));
    g_autoptr(PkOrg) other = pk_org_new();
    other->uuid = g_uuid_string_random();
    other->name = g_strdup("Met de hand");
    g_assert_true(pk_org_insert(db, other, &error));

    forget_version(db, "municipalities");
    PkReferenceCounts counts = load(db);
    g_assert_cmpint(counts.n_sets, ==, 1);
    g_assert_cmpint(counts.n_new, ==, 0);
    g_assert_cmpint(counts.n_gone, ==, 1);
    g_autoptr(PkOrg) same = by_code(db, "GM0344");
    g_assert_cmpstr(same->name, ==, "Utrecht, door ons");
    g_assert_false(same->joined);
    g_autoptr(PkOrg) ended = pk_org_get(db, gone->key, NULL);
    g_assert_cmpint(ended->valid_until, ==, NOW / (INT64_C(86400) * 1000000));
    g_autoptr(PkOrg) by_hand = pk_org_get(db, other->key, NULL);
    g_assert_cmpint(by_hand->valid_until, ==, PK_DAY_UNKNOWN);
}

static void
test_rule_that_a_person_checked_stays(void)
{
    g_autoptr(PkDb) db = empty_db(false);

    load(db);
    g_autoptr(GPtrArray) rules = pk_rule_versions(db, "nis2-24h", NULL);
    g_assert_cmpuint(rules->len, ==, 1);
    PkRule *rule = rules->pdata[0];
    rule->checked_us = NOW;
    rule->length = 23;
    g_assert_true(pk_rule_put(db, rule, NULL));
    forget_version(db, "rules");
    load(db);
    g_autoptr(GPtrArray) again = pk_rule_versions(db, "nis2-24h", NULL);
    g_assert_cmpint(((PkRule *)again->pdata[0])->length, ==, 23);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reference/counts", test_counts);
    g_test_add_func("/reference/names", test_names);
    g_test_add_func("/reference/validity", test_validity);
    g_test_add_func("/reference/partners", test_partners);
    g_test_add_func("/reference/second-time", test_second_time_changes_nothing);
    g_test_add_func("/reference/newer-file", test_newer_file);
    g_test_add_func("/reference/checked-rule-stays", test_rule_that_a_person_checked_stays);
    return g_test_run();
}
