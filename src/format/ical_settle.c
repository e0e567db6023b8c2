/* SPDX-License-Identifier: EUPL-1.2 */
/* When an event is: its readings on the clocks of the file become instants. */
#include "ical_private.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

enum { DAY_S = 86400 };

int64_t
ical_event_end_us(const IcalEvent *event, int64_t civil_s, int64_t start_us)
{
    const IcalZone *zone = event->zone;

    if (event->has_end && event->zone != event->end_zone)
        return start_us + (event->end_us - event->start_us);
    if (event->has_end)
        return ical_zone_us(zone, civil_s + (event->end.civil_s - event->start.civil_s), true);
    if (!event->has_span)
        return event->start.is_date ? ical_zone_us(zone, civil_s + DAY_S, true) : start_us;

    int64_t day_s = civil_s + (int64_t)event->span.days * DAY_S;
    int64_t on_wall = ical_zone_us(zone, day_s + event->span.seconds, true);
    int64_t elapsed = (event->span.days ? ical_zone_us(zone, day_s, true) : start_us) +
                      event->span.seconds * PK_SECOND_US;
    return MAX(on_wall, elapsed);
}

static bool
judge_length(IcalWork *work, IcalEvent *event, GError **error)
{
    if (event->end_us < event->start_us) {
        ical_refuse(error, event->line, _("this event ends before it begins."));
        return false;
    }
    if (event->end_us - event->start_us > (PK_ICAL_DAYS_MAX + 1) * PK_DAY_US) {
        ical_refuse(error, event->line, _("this event lasts longer than %d days."),
                    PK_ICAL_DAYS_MAX);
        return false;
    }
    event->without_length = event->end_us == event->start_us;
    if (event->without_length && !event->cancelled) {
        g_autofree char *title = pk_text_fit(event->summary, 40, "...");
        g_ptr_array_add(work->ical->notices,
                        g_strdup_printf(_("Line %u: \"%s\" has no length and was left out."),
                                        event->line, title));
    }
    return true;
}

bool
ical_event_settle(IcalWork *work, IcalEvent *event, GError **error)
{
    event->zone = ical_zones_get(work->zones, &event->start, &work->effort, error);
    if (!event->zone)
        return false;
    event->start_us = ical_zone_us(event->zone, event->start.civil_s, false);
    if (event->has_end) {
        event->end_zone = ical_zones_get(work->zones, &event->end, &work->effort, error);
        if (!event->end_zone)
            return false;
        event->end_us = ical_zone_us(event->end_zone, event->end.civil_s, true);
    } else {
        event->end_us = ical_event_end_us(event, event->start.civil_s, event->start_us);
    }
    if (event->has_id) {
        event->id_zone = ical_zones_get(work->zones, &event->id, &work->effort, error);
        if (!event->id_zone)
            return false;
        event->id_us = ical_zone_us(event->id_zone, event->id.civil_s, false);
    }
    return judge_length(work, event, error);
}
