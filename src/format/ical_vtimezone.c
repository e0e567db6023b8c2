/* SPDX-License-Identifier: EUPL-1.2 */
/* VTIMEZONE: what a file says about a zone of its own. */
#include "ical_zone.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

/* More than any real zone had since 1880, few enough to be cheap. */
enum { TURNS_MAX = 200, DATES_MAX = 1000, ZONES_MAX = 500, CHANGES_MAX = 20000 };

/* Rules of zones are followed from a little before to a little behind all that is read. */
#define FIRST_S (pk_civil_days(PK_YEAR_MIN - 2, 1, 1) * INT64_C(86400))
#define LAST_S  (pk_civil_days(PK_YEAR_MAX + 2, 1, 1) * INT64_C(86400))

static void
free_turn(gpointer data)
{
    IcalTurn *turn = data;

    g_ptr_array_unref(turn->rules);
    g_array_unref(turn->dates);
    g_free(turn);
}

void
ical_draft_free(gpointer data)
{
    IcalDraft *draft = data;

    if (!draft)
        return;
    g_ptr_array_unref(draft->turns);
    g_free(draft->tzid);
    g_free(draft);
}

/* --- reading --- */

bool
ical_zones_begin(IcalZones *zones, const char *component, unsigned line, GError **error)
{
    if (g_ascii_strcasecmp(component, "VTIMEZONE") == 0) {
        ical_draft_free(zones->draft);
        zones->draft = g_new0(IcalDraft, 1);
        zones->draft->line = line;
        zones->draft->turns = g_ptr_array_new_with_free_func(free_turn);
        zones->turn = NULL;
        return true;
    }
    if (zones->draft->turns->len >= TURNS_MAX) {
        ical_refuse(error, line, _("its time zone changes in more than %d ways."), TURNS_MAX);
        return false;
    }
    zones->turn = g_new0(IcalTurn, 1);
    zones->turn->line = line;
    zones->turn->rules = g_ptr_array_new_with_free_func((GDestroyNotify)ical_rule_free);
    zones->turn->dates = g_array_new(FALSE, FALSE, sizeof(IcalMoment));
    g_ptr_array_add(zones->draft->turns, zones->turn);
    return true;
}

bool
ical_zones_end(IcalZones *zones, const char *component, unsigned line, GError **error)
{
    IcalTurn *turn = zones->turn;

    if (g_ascii_strcasecmp(component, "VTIMEZONE") != 0) {
        zones->turn = NULL;
        if (turn->has_start && turn->has_from && turn->has_to)
            return true;
        ical_refuse(error, turn->line,
                    _("this part of a time zone lacks DTSTART, TZOFFSETFROM or TZOFFSETTO."));
        return false;
    }
    if (g_hash_table_size(zones->drafts) >= ZONES_MAX) {
        ical_refuse(error, line, _("the file describes more than %d time zones."), ZONES_MAX);
        return false;
    }
    IcalDraft *draft = g_steal_pointer(&zones->draft);
    if (draft->tzid && draft->turns->len)
        g_hash_table_replace(zones->drafts, draft->tzid, draft);
    else
        ical_draft_free(draft);
    return true;
}

/* +HHMM or +HHMMSS */
static bool
parse_offset(const IcalLines *lines, int *ret_s, bool *ret_has, GError **error)
{
    const char *p = lines->value;
    size_t n = strspn(*p ? p + 1 : p, "0123456789");
    int v[3] = { 0 };

    if ((*p == '+' || *p == '-') && (n == 4 || n == 6) && !p[n + 1]) {
        for (size_t i = 0; i < n / 2; i++)
            v[i] = (p[1 + 2 * i] - '0') * 10 + p[2 + 2 * i] - '0';
        if (v[0] < 24 && v[1] < 60 && v[2] < 60) {
            *ret_s = (v[0] * 3600 + v[1] * 60 + v[2]) * (*p == '-' ? -1 : 1);
            *ret_has = true;
            return true;
        }
    }
    g_autofree char *shown = pk_text_fit(p, 20, "...");
    ical_refuse(error, lines->line, _("\"%s\" is no distance to UTC such as +0100."), shown);
    return false;
}

static bool
parse_dates(IcalTurn *turn, const IcalLines *lines, GError **error)
{
    g_auto(GStrv) values = g_strsplit(lines->value, ",", DATES_MAX + 1);

    for (char **value = values; *value; value++) {
        IcalMoment at;
        char *slash = strchr(*value, '/');
        if (slash)
            *slash = '\0';
        if (turn->dates->len >= DATES_MAX) {
            ical_refuse(error, lines->line, _("the list of dates is longer than %d."), DATES_MAX);
            return false;
        }
        if (!ical_moment_parse(*value, NULL, lines->line, &at, error))
            return false;
        g_array_append_val(turn->dates, at);
    }
    return true;
}

static bool
parse_rule(IcalTurn *turn, const IcalLines *lines, GError **error)
{
    IcalRule *rule = ical_rule_new(lines->value, lines->line, error);

    if (!rule)
        return false;
    g_ptr_array_add(turn->rules, rule);
    if (ical_rule_is_yearly(rule) && turn->rules->len <= 4)
        return true;
    ical_refuse(error, lines->line, _("a time zone changes by rules that repeat yearly only."));
    return false;
}

/* Commas and semicolons are escaped in a value but not in the parameter that points to it. */
static char *
plain(const char *value)
{
    GString *out = g_string_new(NULL);

    for (; *value; value++)
        if (*value != '\\' || !value[1])
            g_string_append_c(out, *value);
    return g_string_free(out, FALSE);
}

bool
ical_zones_line(IcalZones *zones, IcalLines *lines, GError **error)
{
    IcalTurn *turn = zones->turn;

    if (!turn) {
        if (strcmp(lines->name, "TZID") == 0 && !zones->draft->tzid)
            zones->draft->tzid = g_strstrip(plain(lines->value));
        return true;
    }
    if (strcmp(lines->name, "TZOFFSETFROM") == 0)
        return parse_offset(lines, &turn->from, &turn->has_from, error);
    if (strcmp(lines->name, "TZOFFSETTO") == 0)
        return parse_offset(lines, &turn->to, &turn->has_to, error);
    if (strcmp(lines->name, "DTSTART") == 0) {
        turn->has_start = true;
        return ical_moment_parse(lines->value, NULL, lines->line, &turn->start, error);
    }
    if (strcmp(lines->name, "RDATE") == 0)
        return parse_dates(turn, lines, error);
    return strcmp(lines->name, "RRULE") != 0 || parse_rule(turn, lines, error);
}

/* --- changes --- */

static void
add_change(IcalZone *zone, const IcalTurn *turn, int64_t civil_s, bool is_utc)
{
    IcalChange change = { .at_s = is_utc ? civil_s : civil_s - turn->from,
                          .before = turn->from,
                          .after = turn->to };

    g_array_append_val(zone->changes, change);
}

static bool
add_rule(IcalZone *zone, const IcalTurn *turn, const IcalRule *rule, int64_t *effort)
{
    int64_t until_s = 0;
    int kind = ical_rule_until(rule, &until_s);
    IcalSpread spread = { .start_s = turn->start.civil_s,
                          .from_s = FIRST_S,
                          .to_s = LAST_S,
                          .until_s = kind == 0   ? INT64_MAX
                                     : kind == 1 ? until_s + turn->from
                                                 : until_s,
                          .with_start = true };
    g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(int64_t));

    if (!ical_rule_expand(rule, &spread, CHANGES_MAX, at, effort))
        return false;
    for (guint i = 0; i < at->len; i++)
        add_change(zone, turn, g_array_index(at, int64_t, i), false);
    return true;
}

static int
by_time(gconstpointer a, gconstpointer b)
{
    const IcalChange *x = a, *y = b;

    return x->at_s < y->at_s ? -1 : x->at_s > y->at_s;
}

IcalZone *
ical_draft_zone(const IcalDraft *draft, int64_t *effort, GError **error)
{
    IcalZone *zone = g_new0(IcalZone, 1);
    bool ok = true;

    zone->changes = g_array_new(FALSE, FALSE, sizeof(IcalChange));
    for (guint i = 0; ok && i < draft->turns->len; i++) {
        const IcalTurn *turn = draft->turns->pdata[i];
        if (turn->rules->len == 0)
            add_change(zone, turn, turn->start.civil_s, false);
        for (guint j = 0; j < turn->dates->len; j++) {
            const IcalMoment *at = &g_array_index(turn->dates, IcalMoment, j);
            add_change(zone, turn, at->civil_s, at->is_utc);
        }
        for (guint j = 0; ok && j < turn->rules->len; j++)
            ok = zone->changes->len < CHANGES_MAX &&
                 add_rule(zone, turn, turn->rules->pdata[j], effort);
    }
    if (!ok) {
        ical_refuse(error, draft->line,
                    _("the rules of this time zone go through too many days to follow."));
        ical_zone_free(zone);
        return NULL;
    }
    if (zone->changes->len == 0) {
        ical_refuse(error, draft->line,
                    _("this time zone has no beginning: its rules give no moment at all."));
        ical_zone_free(zone);
        return NULL;
    }
    g_array_sort(zone->changes, by_time);
    zone->before = g_array_index(zone->changes, IcalChange, 0).before;
    return zone;
}
