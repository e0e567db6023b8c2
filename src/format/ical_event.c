/* SPDX-License-Identifier: EUPL-1.2 */
/* The lines of one VEVENT. Names that say nothing about a shift are passed over. */
#include "ical_private.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <libical/ical.h>
#include <string.h>

IcalEvent *
ical_event_new(unsigned line, unsigned order)
{
    IcalEvent *event = g_new0(IcalEvent, 1);

    event->line = line;
    event->order = order;
    event->summary = event->person = event->mail = event->categories = "";
    event->rules = g_ptr_array_new_with_free_func((GDestroyNotify)ical_rule_free);
    event->ex_rules = g_ptr_array_new_with_free_func((GDestroyNotify)ical_rule_free);
    event->extras = g_array_new(FALSE, FALSE, sizeof(IcalExtra));
    event->ex_dates = g_array_new(FALSE, FALSE, sizeof(IcalMoment));
    return event;
}

void
ical_event_free(IcalEvent *event)
{
    if (!event)
        return;
    g_ptr_array_unref(event->rules);
    g_ptr_array_unref(event->ex_rules);
    g_array_unref(event->extras);
    g_array_unref(event->ex_dates);
    g_free(event);
}

/* --- text --- */

/* Clean, at most PK_ICAL_TEXT_MAX characters, kept as long as the file. */
static const char *
keep(PkIcal *ical, const char *text)
{
    size_t removed = 0;
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, &removed);

    ical->n_removed += removed;
    if (g_utf8_strlen(clean, -1) > PK_ICAL_TEXT_MAX) {
        *g_utf8_offset_to_pointer(clean, PK_ICAL_TEXT_MAX) = '\0';
        g_strchomp(clean);
    }
    return g_string_chunk_insert_const(ical->text, clean);
}

/* A TEXT value: \n \, \; \\ become what they stand for. */
static const char *
keep_text(PkIcal *ical, const char *escaped)
{
    icalvalue *value = icalvalue_new_from_string(ICAL_TEXT_VALUE, escaped);
    const char *text =
        keep(ical, value && icalvalue_get_text(value) ? icalvalue_get_text(value) : "");

    if (value)
        icalvalue_free(value);
    return text;
}

static const char *
without_scheme(const char *address)
{
    while (*address == ' ')
        address++;
    return g_ascii_strncasecmp(address, "mailto:", 7) == 0 ? address + 7 : address;
}

/* The first who attends and is no room; who organises only while nobody attends. */
static void
take_person(IcalEvent *event, PkIcal *ical, IcalLines *lines, bool attends)
{
    const char *kind = ical_lines_param(lines, "CUTYPE");
    bool is_thing = kind && (g_ascii_strcasecmp(kind, "ROOM") == 0 ||
                             g_ascii_strcasecmp(kind, "RESOURCE") == 0);

    if (is_thing || event->person_attends || (!attends && (*event->person || *event->mail)))
        return;
    const char *name = ical_lines_param(lines, "CN");
    event->person = keep(ical, name ? name : "");
    event->mail = keep(ical, without_scheme(lines->value));
    event->person_attends = attends;
}

static void
take_categories(IcalEvent *event, PkIcal *ical, const IcalLines *lines)
{
    const char *more = keep_text(ical, lines->value);
    g_autofree char *all =
        g_strjoin(*event->categories && *more ? "," : "", event->categories, more, NULL);
    event->categories = keep(ical, all);
}

static void
take_uid(IcalEvent *event, PkIcal *ical, const IcalLines *lines)
{
    const char *uid = keep_text(ical, lines->value);

    if (g_utf8_strlen(uid, -1) >= PK_ICAL_TEXT_MAX) {
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, lines->value, -1);
        uid = g_string_chunk_insert_const(ical->text, sum);
    }
    event->uid = *uid ? uid : NULL;
}

/* --- moments --- */

static bool
in_years(const IcalMoment *at, GError **error)
{
    int64_t day = at->civil_s / 86400;

    if (day >= pk_civil_days(PK_YEAR_MIN, 1, 1) && day < pk_civil_days(PK_YEAR_MAX + 1, 1, 1))
        return true;
    ical_refuse(error, at->line, _("its year is not between %d and %d."), PK_YEAR_MIN, PK_YEAR_MAX);
    return false;
}

static const char *
tzid_of(PkIcal *ical, IcalLines *lines)
{
    const char *tzid = ical_lines_param(lines, "TZID");

    if (!tzid)
        return NULL;
    g_autofree char *trimmed = g_strstrip(g_strdup(tzid));
    return g_string_chunk_insert_const(ical->text, trimmed);
}

static bool
take_moment(IcalMoment *at, bool *has, PkIcal *ical, IcalLines *lines, GError **error)
{
    if (*has) {
        ical_refuse(error, lines->line, _("%s comes twice in one event."), lines->name);
        return false;
    }
    *has = true;
    return ical_moment_parse(lines->value, tzid_of(ical, lines), lines->line, at, error) &&
           in_years(at, error);
}

static bool
take_id(IcalEvent *event, PkIcal *ical, IcalLines *lines, GError **error)
{
    const char *range = ical_lines_param(lines, "RANGE");

    event->and_future = range && g_ascii_strcasecmp(range, "THISANDFUTURE") == 0;
    if (range && !event->and_future) {
        ical_refuse(error, lines->line, _("RANGE can only be THISANDFUTURE."));
        return false;
    }
    return take_moment(&event->id, &event->has_id, ical, lines, error);
}

/* One value of RDATE: a moment, or a PERIOD "begin/end" or "begin/duration". */
static bool
parse_extra(char *value, const char *tzid, unsigned line, IcalExtra *extra, GError **error)
{
    char *end = strchr(value, '/');

    *extra = (IcalExtra){ 0 };
    if (end)
        *end++ = '\0';
    if (!ical_moment_parse(value, tzid, line, &extra->at, error) || !in_years(&extra->at, error))
        return false;
    if (!end)
        return true;
    extra->has_span = *end == 'P' || *end == '+';
    extra->has_end = !extra->has_span;
    return extra->has_span ? ical_span_parse(end, line, &extra->span, error)
                           : ical_moment_parse(end, tzid, line, &extra->end, error) &&
                                 in_years(&extra->end, error);
}

static bool
too_long(guint n, unsigned line, GError **error)
{
    if (n < ICAL_LIST_MAX)
        return false;
    ical_refuse(error, line, _("one event has more than %d extra or left-out dates."),
                ICAL_LIST_MAX);
    return true;
}

static bool
take_list(IcalEvent *event, PkIcal *ical, IcalLines *lines, bool extra, GError **error)
{
    const char *tzid = tzid_of(ical, lines);
    g_auto(GStrv) values = g_strsplit(lines->value, ",", ICAL_LIST_MAX + 1);

    for (char **value = values; *value || value == values; value++) {
        IcalExtra item = { 0 };
        char *text = *value ? *value : lines->value;
        if (too_long(event->extras->len + event->ex_dates->len, lines->line, error))
            return false;
        if (!parse_extra(text, tzid, lines->line, &item, error))
            return false;
        if (extra)
            g_array_append_val(event->extras, item);
        else
            g_array_append_val(event->ex_dates, item.at);
    }
    return true;
}

static bool
take_rule(GPtrArray *rules, const IcalLines *lines, GError **error)
{
    IcalRule *rule = ical_rule_new(lines->value, lines->line, error);

    if (rule)
        g_ptr_array_add(rules, rule);
    return rule && !too_long(rules->len * 100, lines->line, error);
}

static bool
take_stamp(IcalEvent *event, const IcalLines *lines)
{
    IcalMoment at;

    /* Only breaks ties: a bad one is no reason to refuse a rota. */
    if (ical_moment_parse(lines->value, NULL, lines->line, &at, NULL))
        event->stamp_s = at.civil_s;
    return true;
}

/* --- lines --- */

static bool
take_words(IcalEvent *event, PkIcal *ical, IcalLines *lines)
{
    const char *name = lines->name;

    if (strcmp(name, "SUMMARY") == 0)
        event->summary = keep_text(ical, lines->value);
    else if (strcmp(name, "UID") == 0)
        take_uid(event, ical, lines);
    else if (strcmp(name, "ATTENDEE") == 0 || strcmp(name, "ORGANIZER") == 0)
        take_person(event, ical, lines, *name == 'A');
    else if (strcmp(name, "CATEGORIES") == 0)
        take_categories(event, ical, lines);
    else if (strcmp(name, "STATUS") == 0)
        event->cancelled = g_ascii_strcasecmp(lines->value, "CANCELLED") == 0;
    else if (strcmp(name, "SEQUENCE") == 0)
        event->sequence = (unsigned)MIN(g_ascii_strtoull(lines->value, NULL, 10), INT32_MAX);
    else if (strcmp(name, "DTSTAMP") == 0)
        take_stamp(event, lines);
    return true;
}

bool
ical_event_line(IcalEvent *event, PkIcal *ical, IcalLines *lines, GError **error)
{
    const char *name = lines->name;

    if (strcmp(name, "DTSTART") == 0)
        return take_moment(&event->start, &event->has_start, ical, lines, error);
    if (strcmp(name, "DTEND") == 0)
        return take_moment(&event->end, &event->has_end, ical, lines, error);
    if (strcmp(name, "DURATION") == 0) {
        event->has_span = true;
        return ical_span_parse(lines->value, lines->line, &event->span, error);
    }
    if (strcmp(name, "RECURRENCE-ID") == 0)
        return take_id(event, ical, lines, error);
    if (strcmp(name, "RRULE") == 0)
        return take_rule(event->rules, lines, error);
    if (strcmp(name, "EXRULE") == 0)
        return take_rule(event->ex_rules, lines, error);
    if (strcmp(name, "RDATE") == 0 || strcmp(name, "EXDATE") == 0)
        return take_list(event, ical, lines, *name == 'R', error);
    return take_words(event, ical, lines);
}

/* The same event in the same file read again must be the same shift. */
static const char *
made_uid(const IcalEvent *event, PkIcal *ical)
{
    g_autofree char *facts = g_strdup_printf(
        "%" G_GINT64_FORMAT "|%s|%" G_GINT64_FORMAT "|%d|%" G_GINT64_FORMAT "|%s|%s",
        event->start.civil_s, event->start.tzid ? event->start.tzid : "-", event->end.civil_s,
        event->span.days, event->span.seconds, event->summary, event->mail);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, facts, -1);
    sum[32] = '\0';
    return g_string_chunk_insert_const(ical->text, sum);
}

bool
ical_event_end(IcalEvent *event, PkIcal *ical, GError **error)
{
    if (!event->has_start) {
        ical_refuse(error, event->line, _("this event has no beginning (DTSTART)."));
        return false;
    }
    if (event->has_end && event->has_span) {
        ical_refuse(error, event->line, _("this event has both an end and a duration."));
        return false;
    }
    if ((event->has_end && event->end.is_date != event->start.is_date) ||
        (event->start.is_date && event->span.seconds)) {
        ical_refuse(
            error, event->line,
            _("this event begins with a day and ends with a time, or the other way round."));
        return false;
    }
    if (!event->uid)
        event->uid = made_uid(event, ical);
    return true;
}
