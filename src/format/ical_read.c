/* SPDX-License-Identifier: EUPL-1.2 */
/* A whole file: its components, one inside the other, and what of them is asked for. */
#include "ical_private.h"
#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <libical/ical.h>
#include <string.h>

enum { DEPTH_MAX = 8 };

typedef struct {
    PkIcal *ical;
    IcalLines lines;
    IcalZones *zones;
    GPtrArray *events;
    GPtrArray *open; /* names of components, upper case      */
    unsigned opened[DEPTH_MAX];
    IcalEvent *event;  /* being read                       */
    guint first_event; /* of the calendar being read       */
    bool withdraws;    /* METHOD:CANCEL                    */
    bool seen;         /* anything at all                  */
} Reader;

void
pk_ical_free(PkIcal *ical)
{
    if (!ical)
        return;
    g_array_unref(ical->shifts);
    g_ptr_array_unref(ical->notices);
    g_string_chunk_free(ical->text);
    g_free(ical);
}

static const char *
inside(const Reader *r)
{
    return r->open->len ? r->open->pdata[r->open->len - 1] : "";
}

static bool
is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* --- BEGIN and END --- */

static bool
begin_event(Reader *r, GError **error)
{
    if (r->event) {
        ical_refuse(error, r->lines.line, _("an event begins within an event."));
        return false;
    }
    if (r->events->len >= PK_ICAL_EVENTS_MAX) {
        ical_refuse(error, r->lines.line, _("the file holds more than %d events."),
                    PK_ICAL_EVENTS_MAX);
        return false;
    }
    r->event = ical_event_new(r->lines.line, r->events->len);
    g_ptr_array_add(r->events, r->event);
    return true;
}

static bool
in_zone(const Reader *r)
{
    return (r->open->len == 2 || r->open->len == 3) && is(r->open->pdata[0], "VCALENDAR") &&
           is(r->open->pdata[1], "VTIMEZONE") &&
           (r->open->len == 2 || is(inside(r), "STANDARD") || is(inside(r), "DAYLIGHT"));
}

static bool
begin(Reader *r, GError **error)
{
    g_autofree char *name = g_ascii_strup(r->lines.value, -1);
    g_strstrip(name);
    bool top = r->open->len == 0;

    if (top && !is(name, "VCALENDAR") && !is(name, "VEVENT")) {
        ical_refuse(error, r->lines.line,
                    _("a calendar begins with BEGIN:VCALENDAR, so this is no iCalendar file."));
        return false;
    }
    if (r->open->len >= DEPTH_MAX) {
        ical_refuse(error, r->lines.line, _("more than %d components stand inside each other."),
                    DEPTH_MAX);
        return false;
    }
    bool ok = true;
    if (top) {
        r->first_event = r->events->len;
        r->withdraws = false;
    }
    if (is(name, "VEVENT") && (top || is(inside(r), "VCALENDAR") || r->event))
        ok = begin_event(r, error);
    else if ((is(name, "VTIMEZONE") && r->open->len == 1 && is(inside(r), "VCALENDAR")) ||
             ((is(name, "STANDARD") || is(name, "DAYLIGHT")) && r->open->len == 2 && in_zone(r)))
        ok = ical_zones_begin(r->zones, name, r->lines.line, error);
    r->opened[r->open->len] = r->lines.line;
    g_ptr_array_add(r->open, g_steal_pointer(&name));
    r->seen = true;
    return ok;
}

static void
end_calendar(Reader *r)
{
    for (guint i = r->first_event; r->withdraws && i < r->events->len; i++)
        ((IcalEvent *)r->events->pdata[i])->cancelled = true;
}

static bool
in_event(const Reader *r)
{
    return r->event && is(inside(r), "VEVENT");
}

static bool
end(Reader *r, GError **error)
{
    g_autofree char *name = g_ascii_strup(r->lines.value, -1);
    g_strstrip(name);
    bool ok = true;

    if (!is(inside(r), name) || r->open->len == 0) {
        g_autofree char *shown = pk_text_fit(name, 30, "...");
        ical_refuse(error, r->lines.line, _("END:%s closes nothing that was open."), shown);
        return false;
    }
    if (in_zone(r)) {
        ok = ical_zones_end(r->zones, name, r->lines.line, error);
    } else if (in_event(r)) {
        ok = ical_event_end(r->event, r->ical, error);
        r->event = NULL;
    }
    if (r->open->len == 1)
        end_calendar(r);
    g_ptr_array_remove_index(r->open, r->open->len - 1);
    return ok;
}

/* --- lines --- */

static void
calendar_line(Reader *r)
{
    if (is(r->lines.name, "X-WR-TIMEZONE")) {
        g_autofree char *name = g_strstrip(g_strdup(r->lines.value));
        ical_zones_set_default(r->zones, name, r->lines.line);
    } else if (is(r->lines.name, "METHOD")) {
        r->withdraws = g_ascii_strcasecmp(r->lines.value, "CANCEL") == 0;
    }
}

static bool
take_line(Reader *r, GError **error)
{
    if (r->lines.begins)
        return begin(r, error);
    if (is(r->lines.name, "END"))
        return end(r, error);
    if (r->open->len == 0) {
        ical_refuse(error, r->lines.line,
                    _("a calendar begins with BEGIN:VCALENDAR, so this is no iCalendar file."));
        return false;
    }
    if (in_event(r))
        return ical_event_line(r->event, r->ical, &r->lines, error);
    if (in_zone(r))
        return ical_zones_line(r->zones, &r->lines, error);
    if (r->open->len == 1)
        calendar_line(r);
    return true;
}

static bool
read_lines(Reader *r, GError **error)
{
    g_autoptr(GError) problem = NULL;

    while (ical_lines_next(&r->lines, &problem))
        if (!take_line(r, error))
            return false;
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    if (r->open->len) {
        g_autofree char *shown = pk_text_fit(inside(r), 30, "...");
        ical_refuse(error, r->opened[r->open->len - 1],
                    _("BEGIN:%s is never closed, so the file was cut off."), shown);
        return false;
    }
    if (!r->seen)
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The file is empty. A rota file is iCalendar: it begins with "
                      "BEGIN:VCALENDAR."));
    r->ical->n_events = r->events->len;
    return r->seen;
}

static bool
read_all(Reader *r, const PkZone *zone, int64_t from_us, int64_t to_us, GError **error)
{
    r->zones = ical_zones_new(zone);
    r->events = g_ptr_array_new_with_free_func((GDestroyNotify)ical_event_free);
    r->open = g_ptr_array_new_with_free_func(g_free);
    IcalWork work = { .ical = r->ical,
                      .zones = r->zones,
                      .from_us = from_us,
                      .to_us = to_us,
                      .effort = PK_ICAL_EFFORT_MAX };
    bool ok = read_lines(r, error) && ical_expand(&work, r->events, error);
    g_ptr_array_unref(r->open);
    g_ptr_array_unref(r->events);
    ical_zones_free(r->zones);
    return ok;
}

PkIcal *
pk_ical_read(const char *bytes, size_t len, const PkZone *zone, int64_t from_us, int64_t to_us,
             GError **error)
{
    g_autoptr(PkIcal) ical = g_new0(PkIcal, 1);
    Reader reader = { .ical = ical };
    int64_t first_us = pk_civil_days(PK_YEAR_MIN, 1, 1) * PK_DAY_US;
    int64_t last_us = pk_civil_days(PK_YEAR_MAX + 1, 1, 1) * PK_DAY_US;

    ical->shifts = g_array_new(FALSE, TRUE, sizeof(PkIcalShift));
    ical->notices = g_ptr_array_new_with_free_func(g_free);
    ical->text = g_string_chunk_new(4096);
    if (len > PK_ICAL_BYTES_MAX) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("The calendar is larger than %d MB and was not read. Export only the rota, "
                      "or a shorter time."),
                    PK_ICAL_BYTES_MAX / (1024 * 1024));
        return NULL;
    }
    /* The default of 2.x was to abort; whoever builds libical can still ask for that. */
    icalerror_set_errors_are_fatal(0);
    ical_lines_init(&reader.lines, bytes, len);
    bool ok = read_all(&reader, zone, CLAMP(from_us, first_us, last_us),
                       CLAMP(to_us, first_us, last_us), error);
    ical_lines_clear(&reader.lines);
    return ok ? g_steal_pointer(&ical) : NULL;
}
