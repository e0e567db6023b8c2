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
const char pk_na_not_notified[] = N_("the notification was taken back");

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
           g_strcmp0(clock->na_reason, pk_na_not_affected) == 0 ||
           g_strcmp0(clock->na_reason, pk_na_not_notified) == 0;
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
start_clock(PkApp *app, const PkIncident *incident, int64_t party_key, const PkRule *rule,
            int64_t start_us, GError **error)
{
    g_autoptr(PkClockRecord) clock = g_new0(PkClockRecord, 1);

    clock->uuid = pk_uuid_new(pk_clock_now_us());
    clock->incident_key = incident->key;
    clock->party_key = party_key;
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
    if (clock->by_hand || clock->start_us == start_us) { /* a rule that changed since moves none */
        start_us = clock->start_us;
        due_us = clock->due_us;
    }
    if (clock->start_us == start_us && g_strcmp0(clock->na_reason, reason) == 0)
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
            !start_clock(app, incident, party->key, rule, start_us, error))
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

/* ---- met, and the report that follows -------------------------------------------------------- */

PkClockRecord *
pk_clock_copied(const PkClockRecord *clock)
{
    PkClockRecord *copy = g_memdup2(clock, sizeof *clock);

    copy->uuid = g_strdup(clock->uuid);
    copy->ident = g_strdup(clock->ident);
    copy->incident_title = g_strdup(clock->incident_title);
    copy->org_name = g_strdup(clock->org_name);
    copy->rule = g_strdup(clock->rule);
    copy->title = g_strdup(clock->title);
    copy->evidence = g_strdup(clock->evidence);
    copy->na_reason = g_strdup(clock->na_reason);
    return copy;
}

/* The version of a rule that counted for a clock. */
const PkRule *
pk_clock_rule(const PkClockTally *tally, const PkClockRecord *clock)
{
    const PkRule *found = NULL;

    for (guint i = 0; i < tally->rules->len; i++) {
        const PkRule *rule = tally->rules->pdata[i];
        if (strcmp(rule->key, clock->rule) == 0 &&
            (!found || pk_rule_force(rule, clock->start_us) == PK_FORCE_YES))
            found = rule;
    }
    return found;
}

char *
pk_clock_called(const PkClockTally *tally, const PkClockRecord *clock)
{
    const PkRule *rule = pk_clock_rule(tally, clock);
    const char *name = clock->title ? clock->title
                       : rule       ? pk_rule_name(rule, pk_i18n_lang())
                                    : clock->rule;

    return clock->org_name ? g_strdup_printf("%s (%s)", name, clock->org_name) : g_strdup(name);
}

/* Rules of one law share what stands before the dash of their keys: "nis2-24h", "nis2-final". */
static bool
same_law(const PkRule *a, const PkRule *b)
{
    size_t n = strcspn(a->key, "-");

    return n == strcspn(b->key, "-") && strncmp(a->key, b->key, n) == 0;
}

/* Of the reports that a significant incident asks for, the last one due is the notification: what
 * comes before it is a warning. */
static bool
is_notification(const GPtrArray *rules, const PkRule *rule)
{
    if (rule->start != PK_RULE_START_SIGNIFICANT || rule->unit != PK_RULE_UNIT_HOURS)
        return false;
    for (guint i = 0; i < rules->len; i++) {
        const PkRule *other = rules->pdata[i];
        if (same_law(rule, other) && other->start == PK_RULE_START_SIGNIFICANT &&
            other->length > rule->length)
            return false;
    }
    return true;
}

bool
pk_clocks_final(PkApp *app, const PkIncident *incident, const PkClockRecord *clock,
                PkClockTally *tally, GError **error)
{
    const PkRule *rule = pk_clock_rule(tally, clock);
    const char *reason = clock->met_us ? NULL : pk_na_not_notified;

    if (!rule || !is_notification(tally->rules, rule))
        return true;
    g_autoptr(GPtrArray) rules =
        pk_rules_in_force(tally->rules, clock->met_us ? clock->met_us : clock->start_us);
    g_autoptr(GPtrArray) clocks = pk_clock_list(app->db, incident->key, error);
    if (!clocks)
        return false;
    for (guint i = 0; i < rules->len; i++) {
        const PkRule *final = rules->pdata[i];
        if (final->start != PK_RULE_START_NOTIFICATION || !same_law(rule, final))
            continue;
        PkClockRecord *there = find_clock(clocks, clock->party_key, final->key);
        if (there && !adjust_clock(app, there, final, clock->met_us, reason, error))
            return false;
        if (!there && !reason &&
            !start_clock(app, incident, clock->party_key, final, clock->met_us, error))
            return false;
        if (!reason)
            count(tally, final, incident);
    }
    return true;
}
