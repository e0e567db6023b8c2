/* SPDX-License-Identifier: EUPL-1.2 */
#include "reference_rows.h"

#include "piket/base/i18n.h"
#include "piket/base/uuid.h"
#include "piket/store/contact_store.h"
#include "piket/store/org_store.h"
#include "piket/store/reference_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- cells ---- */

static const char *
cell(const PkTable *table, const char *column)
{
    unsigned at = GPOINTER_TO_UINT(g_hash_table_lookup(table->columns, column));

    return at > 0 && at <= table->row.n_cells ? table->row.cells[at - 1] : "";
}

static char *
filled(const PkTable *table, const char *column)
{
    const char *text = cell(table, column);

    return *text ? g_strdup(text) : NULL;
}

static bool
broken(const PkTable *table, const char *column, GError **error)
{
    g_set_error(error, PK_ERROR, PK_ERROR_INTERNAL,
                _("The reference data in this Piket is not right: %s, row %u, %s. Nothing was "
                  "changed; install Piket again."),
                table->set, table->row.number, column);
    return false;
}

/* A day as year, month and day; *ret_known false when the cell is empty. */
static bool
read_date(const PkTable *table, const char *column, PkLocal *ret_day, bool *ret_known,
          GError **error)
{
    const char *text = cell(table, column);
    char rest = 0;

    *ret_known = *text != 0;
    if (*text && (strlen(text) != 10 ||
                  sscanf(text, "%4d-%2d-%2d%c", &ret_day->year, &ret_day->month, &ret_day->day,
                         &rest) != 3 ||
                  ret_day->month < 1 || ret_day->month > 12 || ret_day->day < 1 ||
                  ret_day->day > pk_civil_month_length(ret_day->year, ret_day->month)))
        return broken(table, column, error);
    return true;
}

static bool
read_day(const PkTable *table, const char *column, int64_t *ret_day, GError **error)
{
    PkLocal day = { 0 };
    bool known = false;

    if (!read_date(table, column, &day, &known, error))
        return false;
    *ret_day = known ? pk_civil_days(day.year, day.month, day.day) : PK_DAY_UNKNOWN;
    return true;
}

/* The instant at which that day begins on the wall; 0 not known. */
static bool
read_midnight(const PkLoading *loading, const PkTable *table, const char *column, int64_t *ret_us,
              GError **error)
{
    PkLocal day = { 0 };
    bool known = false;

    if (!read_date(table, column, &day, &known, error))
        return false;
    *ret_us = known ? pk_zone_day_start(loading->zone, day.year, day.month, day.day) : 0;
    return true;
}

static bool
read_word(const PkTable *table, const char *column, const PkWords *words, int *ret_value,
          GError **error)
{
    return pk_word_parse(words, cell(table, column), ret_value, NULL) ||
           broken(table, column, error);
}

/* ---- organisations ---- */

static PkOrg *
org_of(const PkTable *table, PkOrgKind kind, GError **error)
{
    g_autoptr(PkOrg) org = pk_org_new();

    org->kind = kind;
    org->name = filled(table, "name");
    org->code = filled(table, "code");
    if (!org->name) {
        broken(table, "name", error);
        return NULL;
    }
    if (!read_day(table, "valid_from", &org->valid_from, error) ||
        !read_day(table, "valid_until", &org->valid_until, error))
        return NULL;
    return g_steal_pointer(&org);
}

static bool
put_org(PkLoading *loading, PkOrg *org, const char *prefix, const char *code, GError **error)
{
    g_autofree char *reference = g_strconcat(prefix, code, NULL);

    org->uuid = pk_uuid_new(loading->now_us);
    if (!pk_org_upsert(loading->db, org, reference, error))
        return false;
    if (!g_hash_table_contains(loading->known, reference)) {
        int64_t *key = g_new(int64_t, 1);
        *key = org->key;
        g_hash_table_insert(loading->known, g_strdup(reference), key);
        loading->counts->n_new++;
    }
    g_hash_table_add(loading->seen, g_steal_pointer(&reference));
    return true;
}

static int64_t
key_of(const PkLoading *loading, const char *prefix, const char *code)
{
    g_autofree char *reference = g_strconcat(prefix, code, NULL);
    const int64_t *key = g_hash_table_lookup(loading->known, reference);

    return key ? *key : 0;
}

bool
pk_load_province(PkLoading *loading, const PkTable *table, GError **error)
{
    g_autoptr(PkOrg) org = org_of(table, PK_ORG_PROVINCE, error);

    if (!org)
        return false;
    org->source = g_strdup("CBS");
    return put_org(loading, org, "province/", cell(table, "code"), error);
}

bool
pk_load_region(PkLoading *loading, const PkTable *table, GError **error)
{
    g_autoptr(PkOrg) org = org_of(table, PK_ORG_REGION, error);

    if (!org)
        return false;
    org->source = g_strdup("CBS");
    return put_org(loading, org, "region/", cell(table, "code"), error);
}

bool
pk_load_municipality(PkLoading *loading, const PkTable *table, GError **error)
{
    g_autoptr(PkOrg) org = org_of(table, PK_ORG_MUNICIPALITY, error);

    if (!org)
        return false;
    org->source = g_strdup("CBS");
    org->province = filled(table, "province");
    org->joined = strcmp(cell(table, "joined"), "1") == 0;
    org->region_key = key_of(loading, "region/", cell(table, "region_code"));
    if (org->region_key == 0)
        return broken(table, "region_code", error);
    return put_org(loading, org, "municipality/", cell(table, "code"), error);
}

bool
pk_load_name(PkLoading *loading, const PkTable *table, GError **error)
{
    g_autofree char *name = filled(table, "name");
    g_autofree char *old_code = filled(table, "old_code");
    PkOrgAlias alias = { .org_key = key_of(loading, "municipality/", cell(table, "code")),
                         .alias = name,
                         .is_old = strcmp(cell(table, "kind"), "old") == 0,
                         .old_code = old_code };

    if (alias.org_key == 0 || !name)
        return broken(table, "code", error);
    return read_midnight(loading, table, "since", &alias.since_us, error) &&
           pk_org_alias_put(loading->db, &alias, error);
}

/* The desk of a partner, when one is known. */
static bool
put_desk(PkLoading *loading, const PkTable *table, int64_t org_key, GError **error)
{
    g_autoptr(PkContact) desk = pk_contact_new();
    g_autofree char *reference = g_strconcat("partner/", cell(table, "key"), NULL);
    g_autofree char *uuid = pk_uuid_new(loading->now_us);
    int role = 0;

    if (!*cell(table, "desk"))
        return true;
    if (!read_word(table, "role", &pk_words_contact_role, &role, error))
        return false;
    desk->org_key = org_key;
    desk->role = (PkContactRole)role;
    desk->name = filled(table, "desk");
    desk->phone_day = filled(table, "phone_day");
    desk->phone_night = filled(table, "phone_night");
    desk->mail = filled(table, "mail");
    desk->channel = filled(table, "channel");
    desk->hours = filled(table, "hours");
    desk->is_24x7 = strcmp(cell(table, "is_24x7"), "1") == 0;
    desk->source = filled(table, "source");
    return pk_contact_upsert(loading->db, desk, uuid, reference, error);
}

bool
pk_load_partner(PkLoading *loading, const PkTable *table, GError **error)
{
    int kind = 0;

    if (!read_word(table, "kind", &pk_words_org_kind, &kind, error))
        return false;
    g_autoptr(PkOrg) org = org_of(table, (PkOrgKind)kind, error);
    if (!org)
        return false;
    org->serves = filled(table, "serves");
    org->note = filled(table, "note");
    org->source = filled(table, "source");
    if (!put_org(loading, org, "partner/", cell(table, "key"), error))
        return false;
    g_autofree char *name = filled(table, "alias");
    PkOrgAlias alias = { .org_key = org->key, .alias = name };
    if (name && !pk_org_alias_put(loading->db, &alias, error))
        return false;
    return put_desk(loading, table, org->key, error);
}

/* ---- taxonomy and rules ---- */

bool
pk_load_rsit(PkLoading *loading, const PkTable *table, GError **error)
{
    g_autoptr(PkRsit) rsit = g_new0(PkRsit, 1);

    rsit->class_key = filled(table, "class");
    rsit->type_key = g_strdup(cell(table, "type"));
    rsit->class_name = g_strdup(cell(table, "class_name"));
    rsit->type_name = g_strdup(cell(table, "type_name"));
    rsit->class_nl = g_strdup(cell(table, "class_nl"));
    rsit->type_nl = g_strdup(cell(table, "type_nl"));
    return rsit->class_key ? pk_rsit_put(loading->db, rsit, error) : broken(table, "class", error);
}

/* Somebody checked this rule with the law later than the file did: theirs stays. */
static bool
checked_by_a_person(PkLoading *loading, const PkRule *rule, bool *ret_checked, GError **error)
{
    g_autoptr(GPtrArray) versions = pk_rule_versions(loading->db, rule->key, error);

    if (!versions)
        return false;
    for (unsigned i = 0; i < versions->len; i++) {
        const PkRule *there = versions->pdata[i];
        if (there->valid_from_us == rule->valid_from_us && there->checked_us > rule->checked_us)
            *ret_checked = true;
    }
    return true;
}

bool
pk_load_rule(PkLoading *loading, const PkTable *table, GError **error)
{
    g_autoptr(PkRule) rule = g_new0(PkRule, 1);
    int start = 0;
    int unit = 0;
    bool checked = false;

    rule->key = filled(table, "key");
    rule->name_en = filled(table, "name_en");
    rule->name_nl = filled(table, "name_nl");
    rule->law = filled(table, "law");
    rule->length = atoi(cell(table, "length"));
    rule->who_en = filled(table, "who_en");
    rule->who_nl = filled(table, "who_nl");
    rule->whom = filled(table, "whom");
    rule->note_en = filled(table, "note_en");
    rule->note_nl = filled(table, "note_nl");
    if (!read_word(table, "start", &pk_words_rule_start, &start, error) ||
        !read_word(table, "unit", &pk_words_rule_unit, &unit, error) ||
        !read_midnight(loading, table, "valid_from", &rule->valid_from_us, error) ||
        !read_midnight(loading, table, "valid_until", &rule->valid_until_us, error) ||
        !read_midnight(loading, table, "checked", &rule->checked_us, error))
        return false;
    rule->start = (PkRuleStart)start;
    rule->unit = (PkRuleUnit)unit;
    return pk_rule_check(rule, error) && checked_by_a_person(loading, rule, &checked, error) &&
           (checked || pk_rule_put(loading->db, rule, error));
}
