/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/deadline.h"

#include "piket/base/error.h"

#include <string.h>

/* clang-format off */
static const PkWord starts[] = {
    { PK_RULE_START_BREACH,       "awareness_breach",
      "awareness of a personal data breach", "kennisname van een datalek", "breach datalek" },
    { PK_RULE_START_SIGNIFICANT,  "awareness_significant",
      "awareness of a significant incident", "kennisname van een significant incident",
      "significant" },
    { PK_RULE_START_NOTIFICATION, "first_notification",
      "first submission of the notification", "eerste indiening van de melding", "notification" },
    { PK_RULE_START_AGREED,       "agreed", "agreed", "afgesproken", "" },
};
static const PkWord units[] = {
    { PK_RULE_UNIT_NONE,   "none",   "none",   "geen",    "" },
    { PK_RULE_UNIT_HOURS,  "hours",  "hours",  "uren",    "hour uur" },
    { PK_RULE_UNIT_MONTHS, "months", "months", "maanden", "month maand" },
};
/* clang-format on */

const PkWords pk_words_rule_start = { N_("start of a clock"), starts, G_N_ELEMENTS(starts) };
const PkWords pk_words_rule_unit = { N_("unit of a clock"), units, G_N_ELEMENTS(units) };

/* --- rules --- */

void
pk_rule_free(PkRule *rule)
{
    if (!rule)
        return;
    g_free(rule->key);
    g_free(rule->name_en);
    g_free(rule->name_nl);
    g_free(rule->law);
    g_free(rule->who_en);
    g_free(rule->who_nl);
    g_free(rule->whom);
    g_free(rule->note_en);
    g_free(rule->note_nl);
    g_free(rule);
}

static bool
length_fits(const PkRule *rule)
{
    switch (rule->unit) {
    case PK_RULE_UNIT_NONE: return rule->length == 0;
    case PK_RULE_UNIT_HOURS: return rule->length >= 1 && rule->length <= PK_RULE_HOURS_MAX;
    case PK_RULE_UNIT_MONTHS: return rule->length >= 1 && rule->length <= PK_RULE_MONTHS_MAX;
    }
    return false;
}

static bool
is_empty(const char *text)
{
    return !text || !*text;
}

bool
pk_rule_check(const PkRule *rule, GError **error)
{
    const char *message = NULL;

    if (is_empty(rule->key))
        message = _("Rule '%s' has no key. Give it a short one that stays, for example avg-33.");
    else if (is_empty(rule->name_en) || is_empty(rule->name_nl))
        message = _("Rule '%s' needs a name in English and in Dutch.");
    else if (!length_fits(rule))
        message = _("Rule '%s' has a length that does not go with its unit. Write hours from 1 to "
                    "87600, months from 1 to 120, or none without a length.");
    else if (rule->valid_from_us && rule->valid_until_us &&
             rule->valid_from_us >= rule->valid_until_us)
        message = _("Rule '%s' ends before it begins. Correct valid_from or valid_until.");
    if (!message)
        return true;
    const char *shown = is_empty(rule->key) ? rule->name_en : rule->key;
    const char *at = strstr(message, "%s");
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, "%.*s%s%s", (int)(at - message), message,
                shown ? shown : "", at + 2);
    return false;
}

const char *
pk_rule_name(const PkRule *rule, PkLang lang)
{
    return lang == PK_LANG_NL ? rule->name_nl : rule->name_en;
}

PkForce
pk_rule_force(const PkRule *rule, int64_t at_us)
{
    if (rule->valid_until_us && at_us >= rule->valid_until_us)
        return PK_FORCE_NO;
    if (!rule->valid_from_us)
        return PK_FORCE_NOT_SURE;
    return at_us >= rule->valid_from_us ? PK_FORCE_YES : PK_FORCE_NO;
}

/* Another version of the same key that is certainly in force. */
static bool
is_surpassed(const GPtrArray *rules, const PkRule *rule, int64_t at_us)
{
    for (guint i = 0; i < rules->len; i++) {
        const PkRule *other = rules->pdata[i];
        if (other != rule && strcmp(other->key, rule->key) == 0 &&
            pk_rule_force(other, at_us) == PK_FORCE_YES)
            return true;
    }
    return false;
}

GPtrArray *
pk_rules_in_force(const GPtrArray *rules, int64_t at_us)
{
    GPtrArray *found = g_ptr_array_new();

    for (guint i = 0; i < rules->len; i++) {
        PkRule *rule = rules->pdata[i];
        PkForce force = pk_rule_force(rule, at_us);
        if (force == PK_FORCE_YES ||
            (force == PK_FORCE_NOT_SURE && !is_surpassed(rules, rule, at_us)))
            g_ptr_array_add(found, rule);
    }
    return found;
}

/* --- starts and ends --- */

int64_t
pk_deadline_first(const int64_t *times_us, size_t n_times)
{
    int64_t first = 0;

    for (size_t i = 0; i < n_times; i++) {
        if (times_us[i] && (!first || times_us[i] < first))
            first = times_us[i];
    }
    return first;
}

int64_t
pk_deadline_start(const PkRule *rule, const PkClockStarts *known)
{
    switch (rule->start) {
    case PK_RULE_START_BREACH: return known->breach_us;
    case PK_RULE_START_SIGNIFICANT: return known->significant_us;
    case PK_RULE_START_NOTIFICATION: return known->notification_us;
    case PK_RULE_START_AGREED: return known->agreed_us;
    }
    return 0;
}

int64_t
pk_deadline_due(const PkRule *rule, int64_t start_us, const PkZone *zone)
{
    if (!start_us || !length_fits(rule))
        return 0;
    switch (rule->unit) {
    case PK_RULE_UNIT_NONE: return 0;
    case PK_RULE_UNIT_HOURS: return start_us + rule->length * PK_HOUR_US;
    case PK_RULE_UNIT_MONTHS: return pk_zone_add_months(zone, start_us, rule->length);
    }
    return 0;
}

/* --- states --- */

PkClockState
pk_deadline_state(const PkClock *clock, int64_t now_us)
{
    if (clock->not_applicable)
        return PK_CLOCK_NOT_APPLICABLE;
    if (clock->met_us)
        return clock->due_us && clock->met_us > clock->due_us ? PK_CLOCK_MET_LATE : PK_CLOCK_MET;
    if (!clock->start_us || clock->duty_unsure)
        return PK_CLOCK_NOT_SURE;
    if (clock->due_us && now_us > clock->due_us)
        return PK_CLOCK_OVERDUE;
    return PK_CLOCK_RUNNING;
}

const char *
pk_deadline_sign(const PkClock *clock, int64_t now_us)
{
    if (clock->not_applicable || clock->met_us || !clock->start_us || !clock->due_us)
        return "";
    int64_t whole = clock->due_us - clock->start_us;
    int64_t left = clock->due_us - now_us;

    if (left < 0 || left < whole / 4)
        return "!!";
    return left < whole / 2 ? "!" : "";
}

size_t
pk_deadline_reminders(const PkClock *clock, int64_t ret_us[PK_DEADLINE_REMINDERS])
{
    int64_t whole = clock->due_us - clock->start_us;
    int64_t before[PK_DEADLINE_REMINDERS] = { whole / 2, whole / 4, PK_HOUR_US, 15 * PK_MINUTE_US };
    size_t n = 0;

    if (!clock->start_us || !clock->due_us || whole <= 0)
        return 0;
    for (size_t i = 0; i < PK_DEADLINE_REMINDERS; i++) {
        int64_t at = clock->due_us - before[i];
        if (at <= clock->start_us)
            continue;
        size_t place = n;
        while (place > 0 && ret_us[place - 1] > at)
            place--;
        if (place > 0 && ret_us[place - 1] == at)
            continue;
        memmove(&ret_us[place + 1], &ret_us[place], (n - place) * sizeof *ret_us);
        ret_us[place] = at;
        n++;
    }
    return n;
}

/* --- the sum --- */

static const char *
unit_word(const PkRule *rule, PkLang lang)
{
    if (rule->unit == PK_RULE_UNIT_HOURS)
        return lang == PK_LANG_NL ? "u" : "h";
    if (rule->length == 1)
        return lang == PK_LANG_NL ? "maand" : "month";
    return lang == PK_LANG_NL ? "maanden" : "months";
}

PkTimeText
pk_deadline_sum(const PkRule *rule, int64_t start_us, const PkZone *zone, PkLang lang)
{
    int64_t due = pk_deadline_due(rule, start_us, zone);
    PkTimeText sum = { "" };

    if (!due)
        return sum;
    bool years = pk_zone_local(zone, start_us).year != pk_zone_local(zone, due).year;
    unsigned end = PK_TIME_MOMENT | (years ? (unsigned)PK_TIME_YEAR : 0);
    unsigned begin = rule->unit == PK_RULE_UNIT_MONTHS ? end : PK_TIME_CLOCK | PK_TIME_ZONE;
    PkTimeText from = pk_time_text(zone, start_us, lang, begin);
    PkTimeText to = pk_time_text(zone, due, lang, end);
    g_snprintf(sum.s, sizeof sum.s, "%.30s + %d %s = %.30s", from.s, rule->length,
               unit_word(rule, lang), to.s);
    return sum;
}
