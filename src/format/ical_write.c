/* SPDX-License-Identifier: EUPL-1.2 */
/* Writing a calendar: libical escapes, folds and puts CRLF. */
#include "ical_private.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <libical/ical.h>
#include <string.h>

enum { DAY_S = 86400 };

static struct icaltimetype
utc(int64_t us)
{
    int64_t at_s = us / PK_SECOND_US - (us % PK_SECOND_US < 0);
    int64_t second = (at_s % DAY_S + DAY_S) % DAY_S;
    PkLocal local = { 0 };
    struct icaltimetype at = icaltime_null_time();

    pk_civil_from_days((at_s - second) / DAY_S, &local);
    at.year = local.year;
    at.month = local.month;
    at.day = local.day;
    at.hour = (int)(second / 3600);
    at.minute = (int)(second / 60 % 60);
    at.second = (int)(second % 60);
    at.zone = icaltimezone_get_utc_timezone();
    return at;
}

static void
add_alarm(icalcomponent *event, const char *summary, int minutes)
{
    icalcomponent *alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
    struct icaltriggertype trigger = { .duration = { .is_neg = 1 } };

    trigger.duration.days = (unsigned)minutes / (24 * 60);
    trigger.duration.hours = (unsigned)minutes / 60 % 24;
    icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    icalcomponent_add_property(alarm, icalproperty_new_trigger(trigger));
    icalcomponent_add_property(alarm, icalproperty_new_description(summary));
    icalcomponent_add_component(event, alarm);
}

/* A parameter can not hold a double quote, and an address no blank: RFC 5545 3.2, RFC 3986. */
static void
add_person(icalcomponent *event, const PkIcalShift *shift)
{
    if (!*shift->person && !*shift->mail)
        return;
    g_autofree char *name = pk_text_clean(shift->person, -1, PK_TEXT_LINE, NULL);
    g_autofree char *mail = pk_text_clean(shift->mail, -1, PK_TEXT_LINE, NULL);
    g_autofree char *address = g_strconcat("mailto:", mail, NULL);
    icalproperty *attendee = icalproperty_new_attendee(address);

    if (*name)
        icalproperty_add_parameter(attendee, icalparameter_new_cn(g_strdelimit(name, "\"", '\'')));
    icalcomponent_add_property(event, attendee);
}

static void
add_categories(icalcomponent *event, const char *categories)
{
    g_auto(GStrv) each = g_strsplit(categories, ",", -1);

    for (char **one = each; *one; one++)
        if (**one)
            icalcomponent_add_property(event, icalproperty_new_categories(*one));
}

static icalcomponent *
new_event(const PkIcalShift *shift, struct icaltimetype now)
{
    icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    g_autofree char *uid = pk_text_clean(shift->uid, -1, PK_TEXT_LINE, NULL);
    g_autofree char *summary = pk_text_clean(shift->summary, -1, PK_TEXT_LINE, NULL);

    icalcomponent_add_property(event, icalproperty_new_uid(uid));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(now));
    icalcomponent_add_property(event, icalproperty_new_dtstart(utc(shift->start_us)));
    icalcomponent_add_property(event, icalproperty_new_dtend(utc(shift->end_us)));
    icalcomponent_add_property(event, icalproperty_new_summary(summary));
    if (shift->sequence)
        icalcomponent_add_property(event, icalproperty_new_sequence((int)shift->sequence));
    icalcomponent_add_property(event, icalproperty_new_class(ICAL_CLASS_PRIVATE));
    icalcomponent_add_property(event, icalproperty_new_status(ICAL_STATUS_CONFIRMED));
    add_person(event, shift);
    add_categories(event, shift->categories);
    add_alarm(event, summary, 24 * 60);
    add_alarm(event, summary, 60);
    return event;
}

static void
add_x(icalcomponent *calendar, const char *name, const char *text)
{
    icalvalue *value = icalvalue_new_text(text);
    icalproperty *property = icalproperty_new(ICAL_X_PROPERTY);

    icalproperty_set_x_name(property, name);
    icalproperty_set_value(property, value);
    icalcomponent_add_property(calendar, property);
}

char *
pk_ical_write(const PkIcalShift *shifts, size_t n, const char *name, int64_t now_us)
{
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);

    icalerror_set_errors_are_fatal(0);
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar,
                               icalproperty_new_prodid("-//Piket//" PIKET_VERSION "//EN"));
    if (name) {
        g_autofree char *clean = pk_text_clean(name, -1, PK_TEXT_LINE, NULL);
        add_x(calendar, "X-WR-CALNAME", clean);
    }
    for (size_t i = 0; i < n; i++)
        icalcomponent_add_component(calendar, new_event(&shifts[i], utc(now_us)));
    char *raw = icalcomponent_as_ical_string_r(calendar);
    char *text = g_strdup(raw ? raw : "");
    icalmemory_free_buffer(raw);
    icalcomponent_free(calendar);
    return text;
}
