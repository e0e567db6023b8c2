/* SPDX-License-Identifier: EUPL-1.2 */
#include "clocks.h"

#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/store/clock_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"
#include "piket/store/reference_store.h"

#include <string.h>

const char pk_na_no_personal_data[] = N_("no personal data involved");
const char pk_na_not_affected[] = N_("the party turned out not to be affected");

/* Kinds in which personal data may well be lost while nobody knows it yet. */
static const guint likely_kinds = 1u << PK_KIND_RANSOMWARE | 1u << PK_KIND_BREACH |
                                  1u << PK_KIND_PHISHING | 1u << PK_KIND_INTRUSION |
                                  1u << PK_KIND_SUPPLIER;

bool
pk_clock_duty_unsure(const PkRule *rule, PkTristate personal_data)
{
    return rule->start == PK_RULE_START_BREACH && personal_data != PK_TRISTATE_YES;
}

bool
pk_clock_tally_init(PkApp *app, PkClockTally *ret_tally, GError **error)
{
    GPtrArray *rules = pk_rule_list(app->db, error);

    if (!rules)
        return false;
    *ret_tally = (PkClockTally){ rules, g_string_new(NULL), g_string_new(NULL) };
    return true;
}

void
pk_clock_tally_clear(PkClockTally *tally)
{
    if (!tally->rules)
        return;
    g_ptr_array_unref(tally->rules);
    g_string_free(tally->running, TRUE);
    g_string_free(tally->unsure, TRUE);
    *tally = (PkClockTally){ 0 };
}

/* ---- one rule for one party ----------------------------------------------------------------- */

static bool
is_hit(const PkParty *party)
{
    return party->role == PK_PARTY_ROLE_AFFECTED && party->status != PK_PARTY_NOT_AFFECTED &&
           party->status != PK_PARTY_POSSIBLE;
}

/* Why the rule does not concern the party now; NULL when it does, "" leaves things as
 * they are. */
static const char *
why_not(const PkRule *rule, const PkIncident *incident, const PkParty *party)
{
    bool breach = rule->start == PK_RULE_START_BREACH;
    bool asked = incident->personal_data == PK_TRISTATE_YES;

    if (rule->unit == PK_RULE_UNIT_NONE || (!breach && rule->start != PK_RULE_START_SIGNIFICANT))
        return "";
    if (!is_hit(party))
        return pk_na_not_affected;
    if (breach && incident->personal_data == PK_TRISTATE_NO)
        return pk_na_no_personal_data;
    if (breach && !asked && incident->kinds != 0 && !(incident->kinds & likely_kinds))
        return ""; /* nobody said so: what runs already goes on */
    return NULL;
}

static PkClockRecord *
find_clock(const GPtrArray *clocks, int64_t party_key, const char *rule)
{
    for (guint i = 0; i < clocks->len; i++) {
        PkClockRecord *clock = clocks->pdata[i];
        if (clock->party_key == party_key && g_strcmp0(clock->rule, rule) == 0)
            return clock;
    }
    return NULL;
}

static bool
set_aside_by_us(const PkClockRecord *clock)
{
    return g_strcmp0(clock->na_reason, pk_na_no_personal_data) == 0 ||
           g_strcmp0(clock->na_reason, pk_na_not_affected) == 0;
}

static void
count(PkClockTally *tally, const PkRule *rule, const PkIncident *incident)
{
    bool unsure = pk_clock_duty_unsure(rule, incident->personal_data);
    GString *list = unsure ? tally->unsure : tally->running;
    const char *name = pk_rule_name(rule, pk_i18n_lang());

    if (!strstr(list->str, name))
        g_string_append_printf(list, "%s%s", list->len ? ", " : "", name);
}

static bool
start_clock(PkApp *app, const PkIncident *incident, const PkParty *party, const PkRule *rule,
            int64_t start_us, GError **error)
{
    g_autoptr(PkClockRecord) clock = g_new0(PkClockRecord, 1);

    clock->uuid = pk_uuid_new(pk_clock_now_us());
    clock->incident_key = incident->key;
    clock->party_key = party->key;
    clock->rule = g_strdup(rule->key);
    clock->start_us = start_us;
    clock->due_us = pk_deadline_due(rule, start_us, app->zone);
    return pk_clock_insert(app->db, clock, error);
}

/* Brings an existing clock in step; writes only what changes. */
static bool
adjust_clock(PkApp *app, PkClockRecord *clock, const PkRule *rule, int64_t start_us,
             const char *reason, GError **error)
{
    int64_t due_us = pk_deadline_due(rule, start_us, app->zone);
    bool by_person = clock->na_reason && !set_aside_by_us(clock);

    if (clock->met_us || by_person)
        return true;
    if (clock->start_us == start_us && clock->due_us == due_us &&
        g_strcmp0(clock->na_reason, reason) == 0)
        return true;
    clock->start_us = start_us;
    clock->due_us = due_us;
    g_free(clock->na_reason);
    clock->na_reason = g_strdup(reason);
    return pk_clock_update(app->db, clock, error);
}

bool
pk_clocks_sync(PkApp *app, const PkIncident *incident, const PkParty *party, PkClockTally *tally,
               GError **error)
{
    int64_t at_us = party->aware_us ? party->aware_us : incident->received_us;
    PkClockStarts starts = { .breach_us = party->aware_us, .significant_us = party->sig_aware_us };
    g_autoptr(GPtrArray) rules = pk_rules_in_force(tally->rules, at_us);
    g_autoptr(GPtrArray) clocks = NULL;

    if (incident->import_source || incident->source == PK_SOURCE_IMPORT)
        return true;
    g_autoptr(PkOrg) org = pk_org_get(app->db, party->org_key, error);
    if (!org)
        return false;
    if (org->kind != PK_ORG_MUNICIPALITY && org->kind != PK_ORG_OTHER)
        return true;
    clocks = pk_clock_list(app->db, incident->key, error);
    if (!clocks)
        return false;
    for (guint i = 0; i < rules->len; i++) {
        const PkRule *rule = rules->pdata[i];
        const char *reason = why_not(rule, incident, party);
        int64_t start_us = pk_deadline_start(rule, &starts);
        PkClockRecord *clock = find_clock(clocks, party->key, rule->key);

        if (reason && !*reason)
            continue;
        if (clock && !adjust_clock(app, clock, rule, start_us, reason, error))
            return false;
        if (!clock && !reason && start_us &&
            !start_clock(app, incident, party, rule, start_us, error))
            return false;
        if (!reason && start_us)
            count(tally, rule, incident);
    }
    return true;
}

/* ---- all parties ---------------------------------------------------------------------------- */

/* Whether a party's awareness is the incident's: it moves along. */
static bool
shares(const PkParty *party, int64_t before_us, const PkParty *first)
{
    if (before_us)
        return party->aware_us == before_us || party->sig_aware_us == before_us;
    return party == first && !party->aware_us && !party->sig_aware_us;
}

static const PkParty *
first_affected(const GPtrArray *parties)
{
    const PkParty *first = NULL;

    for (guint i = 0; i < parties->len; i++) {
        const PkParty *party = parties->pdata[i];
        if (is_hit(party) && (!first || party->key < first->key))
            first = party;
    }
    return first;
}

static bool
move_awareness(PkApp *app, PkParty *party, int64_t before_us, int64_t after_us, GError **error)
{
    if (party->aware_us == before_us)
        party->aware_us = after_us;
    if (party->sig_aware_us == before_us)
        party->sig_aware_us = after_us;
    if (!pk_party_update(app->db, party, pk_clock_now_us(), error))
        return false;
    party->version++;
    return true;
}

bool
pk_clocks_follow(PkApp *app, const PkIncident *incident, int64_t before_us, PkClockTally *tally,
                 GError **error)
{
    g_autoptr(GPtrArray) parties = pk_party_list(app->db, incident->key, error);

    if (!parties)
        return false;
    const PkParty *first = first_affected(parties);
    for (guint i = 0; i < parties->len; i++) {
        PkParty *party = parties->pdata[i];
        if (incident->aware_us != before_us && shares(party, before_us, first) &&
            !move_awareness(app, party, before_us, incident->aware_us, error))
            return false;
        if (is_hit(party) && !pk_clocks_sync(app, incident, party, tally, error))
            return false;
    }
    return true;
}
