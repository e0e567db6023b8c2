/* SPDX-License-Identifier: EUPL-1.2 */
/* Which zone a TZID means. A name that the system knows wins over a VTIMEZONE of that name: what
 * calendars write there is often the rule of one year. */
#include "ical_zone.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

IcalZones *
ical_zones_new(const PkZone *home)
{
    IcalZones *zones = g_new0(IcalZones, 1);

    zones->home.pk = home;
    zones->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, ical_zone_free);
    zones->drafts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, ical_draft_free);
    return zones;
}

void
ical_zones_free(IcalZones *zones)
{
    if (!zones)
        return;
    g_hash_table_unref(zones->known);
    g_hash_table_unref(zones->drafts);
    ical_draft_free(zones->draft);
    g_free(zones->fallback);
    g_free(zones);
}

void
ical_zone_free(gpointer data)
{
    IcalZone *zone = data;

    if (!zone)
        return;
    pk_zone_free(zone->owned);
    if (zone->changes)
        g_array_unref(zone->changes);
    g_free(zone);
}

void
ical_zones_set_default(IcalZones *zones, const char *name, unsigned line)
{
    if (zones->fallback || !*name)
        return;
    zones->fallback = g_strdup(name);
    zones->fallback_line = line;
}

/* --- names --- */

static IcalZone *
from_system(const char *name)
{
    PkZone *pk = *name && !strstr(name, "..") && *name != '/' ? pk_zone_new(name, NULL) : NULL;

    if (!pk)
        return NULL;
    IcalZone *zone = g_new0(IcalZone, 1);
    zone->owned = pk;
    zone->pk = pk;
    return zone;
}

/* "/citadel.org/20260108_1/Europe/Amsterdam": a vendor's prefix before a name with a slash. */
static IcalZone *
behind_prefix(const char *tzid)
{
    for (const char *p = *tzid == '/' ? tzid : NULL; p; p = strchr(p + 1, '/')) {
        IcalZone *zone = strchr(p + 1, '/') ? from_system(p + 1) : NULL;
        if (zone)
            return zone;
    }
    return NULL;
}

static IcalZone *
by_name(const char *tzid)
{
    IcalZone *zone = from_system(tzid);

    return zone ? zone : behind_prefix(tzid);
}

static IcalZone *
find(IcalZones *zones, const char *tzid, int64_t *effort, GError **error)
{
    IcalZone *zone = by_name(tzid);
    IcalDraft *draft = g_hash_table_lookup(zones->drafts, tzid);
    const char *windows = pk_ical_windows_zone(tzid);

    if (!zone && draft)
        return ical_draft_zone(draft, effort, error);
    if (!zone && windows)
        zone = from_system(windows);
    return zone;
}

static const IcalZone *
look_up(IcalZones *zones, const char *tzid, unsigned line, int64_t *effort, GError **error)
{
    g_autoptr(GError) problem = NULL;
    IcalZone *zone = g_hash_table_lookup(zones->known, tzid);

    if (zone)
        return zone;
    zone = find(zones, tzid, effort, &problem);
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return NULL;
    }
    if (!zone) {
        g_autofree char *shown = pk_text_fit(tzid, 60, "...");
        ical_refuse(error, line,
                    _("the time zone \"%s\" is unknown here and the file does not describe it "
                      "(VTIMEZONE), so nobody can say when this is."),
                    shown);
        return NULL;
    }
    g_hash_table_insert(zones->known, g_strdup(tzid), zone);
    return zone;
}

const IcalZone *
ical_zones_get(IcalZones *zones, const IcalMoment *moment, int64_t *effort, GError **error)
{
    const char *tzid = moment->is_utc ? "UTC" : moment->tzid;

    if (moment->is_utc)
        return &zones->utc;
    if (tzid && (*tzid || g_hash_table_contains(zones->drafts, tzid)))
        return look_up(zones, tzid, moment->line, effort, error);
    if (zones->fallback)
        return look_up(zones, zones->fallback, zones->fallback_line, effort, error);
    return &zones->home;
}

/* --- readings --- */

enum { DAY_S = 86400 };

static int
offset_at(const IcalZone *zone, int64_t utc_s)
{
    guint low = 0, high = zone->changes->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(zone->changes, IcalChange, middle).at_s <= utc_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? g_array_index(zone->changes, IcalChange, low - 1).after : zone->before;
}

/* As pk_zone_resolve: the offset a day before and the one a day after are the only ones there. */
static int64_t
resolve_changes(const IcalZone *zone, int64_t civil_s, bool late)
{
    int64_t first = civil_s - offset_at(zone, civil_s - DAY_S);
    int64_t second = civil_s - offset_at(zone, civil_s + DAY_S);
    bool first_fits = first + offset_at(zone, first) == civil_s;
    bool second_fits = second + offset_at(zone, second) == civil_s;

    if (first_fits != second_fits)
        return first_fits ? first : second;
    return late ? MAX(first, second) : MIN(first, second);
}

int64_t
ical_zone_us(const IcalZone *zone, int64_t civil_s, bool late)
{
    int64_t second = (civil_s % DAY_S + DAY_S) % DAY_S;
    int64_t both[2];
    PkLocal local = { .hour = (int)(second / 3600),
                      .minute = (int)(second / 60 % 60),
                      .second = (int)(second % 60) };

    if (zone->changes)
        return resolve_changes(zone, civil_s, late) * PK_SECOND_US;
    if (!zone->pk)
        return civil_s * PK_SECOND_US;
    pk_civil_from_days((civil_s - second) / DAY_S, &local);
    pk_zone_resolve(zone->pk, &local, both);
    return both[late];
}

int64_t
ical_zone_civil_s(const IcalZone *zone, int64_t us)
{
    int64_t at_s = us / PK_SECOND_US;

    if (zone->changes)
        return at_s + offset_at(zone, at_s);
    return at_s + (zone->pk ? pk_zone_offset(zone->pk, us) : 0);
}
