/* SPDX-License-Identifier: EUPL-1.2 */
/* Deadlines: legal and agreed clocks, counted from dated rules.
 *
 * Rules are data (schema/reference/rules.csv, then the database, where an administrator edits
 * them); nothing legal is compiled in. This module only counts. Hours are elapsed hours, across
 * summer time too; months are calendar months in local time, clamped to the month's last day.
 * Nothing extends a clock: no weekend, no night. Sources: domain.md 3 'Clocks', ux.md 3.12. */
#pragma once

#include "piket/model/timefmt.h"
#include "piket/model/words.h"
#include "piket/model/zone.h"

/* What starts a clock. */
typedef enum {
    PK_RULE_START_BREACH,       /* awareness of a personal data breach, by the municipality  */
    PK_RULE_START_SIGNIFICANT,  /* awareness of a significant incident                       */
    PK_RULE_START_NOTIFICATION, /* the first submission of the incident notification         */
    PK_RULE_START_AGREED,       /* whatever people agreed                                    */
} PkRuleStart;

typedef enum {
    PK_RULE_UNIT_NONE, /* no length: a duty or custom without a legal clock */
    PK_RULE_UNIT_HOURS,
    PK_RULE_UNIT_MONTHS,
} PkRuleUnit;

enum { PK_RULE_HOURS_MAX = 87600, PK_RULE_MONTHS_MAX = 120 };

/* Words as they stand in rules.csv and the database (pk_word_parse reads them). */
extern const PkWords pk_words_rule_start; /* awareness_breach, awareness_significant, ...  */
extern const PkWords pk_words_rule_unit;  /* none, hours, months                           */

typedef struct {
    char *key; /* "avg-33": stable, unique together with valid_from_us */
    char *name_en;
    char *name_nl;
    char *law; /* "GDPR/AVG art. 33(1)" */
    PkRuleStart start;
    PkRuleUnit unit;
    int length;   /* in units; 0 for PK_RULE_UNIT_NONE                          */
    char *who_en; /* who must report                                            */
    char *who_nl;
    char *whom;             /* to whom                                                    */
    int64_t valid_from_us;  /* start of its first day; 0 = entry into force not confirmed */
    int64_t valid_until_us; /* first instant after its last day; 0 = open                 */
    int64_t checked_us;     /* when somebody last checked it with the law; 0 = never      */
    char *note_en;
    char *note_nl;
} PkRule;

/* Frees the rule and its strings; NULL is fine. */
void pk_rule_free(PkRule *rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkRule, pk_rule_free)

/* Is the rule fit to count with: a key, both names, a length that goes with its unit (hours 1 to
 * PK_RULE_HOURS_MAX, months 1 to PK_RULE_MONTHS_MAX, none 0), valid_from before valid_until?
 * Errors: PK_ERROR_INVALID, naming the rule and what to correct. */
bool pk_rule_check(const PkRule *rule, GError **error);

/* The name in lang; belongs to the rule. */
const char *pk_rule_name(const PkRule *rule, PkLang lang);

typedef enum {
    PK_FORCE_NO,
    PK_FORCE_NOT_SURE, /* shipped, but its entry into force is not confirmed */
    PK_FORCE_YES,
} PkForce;

/* Was the rule in force at at_us? */
PkForce pk_rule_force(const PkRule *rule, int64_t at_us);

/* The rules (of PkRule *) that are or may be in force at an incident's date, in the order of
 * rules. Of several versions of a key, one in force surpasses those not sure.
 * Returns an owned array of borrowed rules. */
GPtrArray *pk_rules_in_force(const GPtrArray *rules, int64_t at_us);

/* The start that counts among the times at which something was filed or became known: the first.
 * A second filing never restarts a clock. Zeroes are skipped; 0 when there is none. */
int64_t pk_deadline_first(const int64_t *times_us, size_t n_times);

/* Known start events of a party or incident; 0 = unknown. */
typedef struct {
    int64_t breach_us;
    int64_t significant_us;
    int64_t notification_us; /* the first: pk_deadline_first of all submissions */
    int64_t agreed_us;
} PkClockStarts;

/* The event that starts this rule's clock; 0 when it is not known. */
int64_t pk_deadline_start(const PkRule *rule, const PkClockStarts *starts);

/* When the clock ends; 0 when start_us is 0 or the rule has no length.
 * Sat 28 Mar 2026 10:00 CET + 72 h = Tue 31 Mar 11:00 CEST; 31 Jan 10:00 + 1 month = 28 Feb. */
int64_t pk_deadline_due(const PkRule *rule, int64_t start_us, const PkZone *zone);

/* What is recorded about one clock. */
typedef struct {
    int64_t start_us; /* 0 = unknown                                     */
    int64_t due_us;   /* 0 = none: start unknown or no length            */
    int64_t met_us;   /* when it was met; 0 = not yet                    */
    bool not_applicable;
    bool duty_unsure; /* whether there is a duty at all is not known yet */
} PkClock;

/* NOT_APPLICABLE, MET (at due_us is in time), MET_LATE, NOT_SURE, OVERDUE or RUNNING: the first
 * that holds, in this order. */
PkClockState pk_deadline_state(const PkClock *clock, int64_t now_us);

/* "!!" when overdue or under 25 % of the time is left, "!" under 50 %, "" otherwise and for
 * clocks that no longer run. A clock whose duty is not sure has signs too. Static. */
const char *pk_deadline_sign(const PkClock *clock, int64_t now_us);

enum { PK_DEADLINE_REMINDERS = 4 };

/* When to remind: at 50 % and 25 % left, 1 h and 15 min before due; ascending, without doubles
 * and without what lies at or before the start. Returns how many were filled. */
size_t pk_deadline_reminders(const PkClock *clock, int64_t ret_us[PK_DEADLINE_REMINDERS]);

/* The sum in words: "04:26 CET + 24 h = Tue 10 Mar 04:26 CET", and for months with both dates:
 * "za 31 jan 10:00 CET + 1 maand = za 28 feb 10:00 CET". Empty when there is no due time. */
PkTimeText pk_deadline_sum(const PkRule *rule, int64_t start_us, const PkZone *zone, PkLang lang);
