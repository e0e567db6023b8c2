/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of the iCalendar reader share: lines, moments, zones, rules and events. */
#pragma once

#include "piket/format/ical.h"

/* --- ical_lines.c: bytes to content lines --- */

typedef struct {
    const char *at, *end;
    unsigned next_line;
    unsigned line; /* 1-based, of the first physical line of this one */
    GString *raw;  /* unfolded                                        */
    char *name;    /* upper case; points into raw, as the next two    */
    char *params;  /* behind the name's semicolon, "" for none        */
    char *value;
    bool begins; /* BEGIN:... */
    GString *scratch;
} IcalLines;

void ical_lines_init(IcalLines *lines, const char *bytes, size_t len);
void ical_lines_clear(IcalLines *lines);

/* Reads the next line that is not blank. false at the end and on an error (INVALID, with line). */
bool ical_lines_next(IcalLines *lines, GError **error);

/* The value of a parameter without its quotes, or NULL; dies with the next call. */
const char *ical_lines_param(IcalLines *lines, const char *name);

/* The sentence for a line that makes the whole file bad; reason is a translated sentence. */
void ical_refuse(GError **error, unsigned line, const char *reason, ...) G_GNUC_PRINTF(3, 4);

/* --- moments: readings of a clock, with the name of the clock --- */

typedef struct {
    int64_t civil_s;  /* seconds since 1970-01-01 as if the reading were UTC          */
    bool is_date;     /* a whole day                                                  */
    bool is_utc;      /* with a Z                                                     */
    const char *tzid; /* NULL: floating; "": the file says TZID= with nothing behind  */
    unsigned line;
} IcalMoment;

typedef struct {
    int days; /* nominal  */
    int64_t seconds;
} IcalSpan;

/* One value; is_date says that VALUE=DATE was given or that the value has the shape of one. */
bool ical_moment_parse(const char *text, const char *tzid, unsigned line, IcalMoment *ret_moment,
                       GError **error);
bool ical_span_parse(const char *text, unsigned line, IcalSpan *ret_span, GError **error);

/* --- ical_rule.c: recurrence --- */

typedef struct IcalRule IcalRule;

/* Errors: INVALID when the rule is no rule, repeats more often than hourly, or asks for what no
 * rota needs (RSCALE). */
IcalRule *ical_rule_new(const char *text, unsigned line, GError **error);
void ical_rule_free(IcalRule *rule);
bool ical_rule_is_yearly(const IcalRule *rule);
unsigned ical_rule_line(const IcalRule *rule);

/* The end of the rule: 0 none, 1 a moment in UTC, 2 a reading. A date counts to its last second. */
int ical_rule_until(const IcalRule *rule, int64_t *ret_s);

typedef struct {
    int64_t start_s; /* the reading at which the event begins                       */
    int64_t from_s;  /* readings before this are counted but not handed out         */
    int64_t to_s;    /* no reading after this                                       */
    int64_t until_s; /* UNTIL as a reading, INT64_MAX for none                      */
    bool with_start; /* the beginning itself always counts, as RFC 5545 has it      */
} IcalSpread;

/* Appends int64_t readings, ascending. Takes from *effort; false when that or max is used up. */
bool ical_rule_expand(const IcalRule *rule, const IcalSpread *spread, unsigned max, GArray *out,
                      int64_t *effort);

/* --- ical_zone.c --- */

typedef struct IcalZones IcalZones;
typedef struct IcalZone IcalZone;

IcalZones *ical_zones_new(const PkZone *home);
void ical_zones_free(IcalZones *zones);

/* Names a calendar-wide zone for floating times (X-WR-TIMEZONE). */
void ical_zones_set_default(IcalZones *zones, const char *name, unsigned line);

/* Collects a VTIMEZONE: begin, its lines, end. */
bool ical_zones_begin(IcalZones *zones, const char *component, unsigned line, GError **error);
bool ical_zones_line(IcalZones *zones, IcalLines *lines, GError **error);
bool ical_zones_end(IcalZones *zones, const char *component, unsigned line, GError **error);

/* The zone of a moment. NULL with INVALID and the moment's line when nobody knows it. */
const IcalZone *ical_zones_get(IcalZones *zones, const IcalMoment *moment, int64_t *effort,
                               GError **error);

/* The instant of a reading; late picks the later one where two fit or none does. */
int64_t ical_zone_us(const IcalZone *zone, int64_t civil_s, bool late);
int64_t ical_zone_civil_s(const IcalZone *zone, int64_t us);

/* --- events --- */

typedef struct {
    IcalMoment at;
    bool has_end, has_span;
    IcalMoment end;
    IcalSpan span;
} IcalExtra; /* an RDATE, with the end of a PERIOD */

enum { ICAL_LIST_MAX = 5000 }; /* RDATE, EXDATE and rules of one event */

typedef struct {
    unsigned line, order;
    const char *uid, *summary, *person, *mail, *categories; /* in PkIcal.text; uid may be NULL */
    bool has_start, has_end, has_span, has_id, and_future, cancelled, person_attends;
    IcalMoment start, end, id;
    IcalSpan span;
    unsigned sequence;
    int64_t stamp_s;
    GPtrArray *rules, *ex_rules; /* of IcalRule              */
    GArray *extras;              /* of IcalExtra             */
    GArray *ex_dates;            /* of IcalMoment            */
    /* Filled in when all zones of the file are known: */
    const IcalZone *zone, *end_zone, *id_zone;
    int64_t start_us, end_us, id_us;
    bool without_length;
} IcalEvent;

IcalEvent *ical_event_new(unsigned line, unsigned order);
void ical_event_free(IcalEvent *event);

/* ical_event.c: one line of a VEVENT. */
bool ical_event_line(IcalEvent *event, PkIcal *ical, IcalLines *lines, GError **error);

/* What must hold when its END comes; gives an event without UID one. */
bool ical_event_end(IcalEvent *event, PkIcal *ical, GError **error);

/* ical_settle.c: turns readings into instants, once all zones of the file are known. */
typedef struct {
    PkIcal *ical;
    IcalZones *zones;
    int64_t from_us, to_us;
    int64_t effort;
} IcalWork;

bool ical_event_settle(IcalWork *work, IcalEvent *event, GError **error);

/* The end of a repetition that begins at reading civil_s of the event's zone, at start_us. */
int64_t ical_event_end_us(const IcalEvent *event, int64_t civil_s, int64_t start_us);

/* ical_expand.c: all events of a file, settled, become shifts. */
bool ical_expand(IcalWork *work, GPtrArray *events, GError **error);
