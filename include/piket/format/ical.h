/* SPDX-License-Identifier: EUPL-1.2 */
/* iCalendar (RFC 5545): a rota file becomes shifts with a beginning and an end, and back.
 *
 * Reading is all or nothing: every shift of the file that touches the window, or one sentence that
 * names the line and the reason. Honoured: TZID (IANA, IANA behind a vendor's prefix, Windows
 * names), VTIMEZONE, floating times (X-WR-TIMEZONE, else the zone handed in), all-day events,
 * DURATION, RRULE, EXRULE, RDATE, EXDATE, RECURRENCE-ID (moved, cancelled, RANGE=THISANDFUTURE),
 * STATUS:CANCELLED, METHOD:CANCEL, and SEQUENCE when one event comes twice: the highest counts.
 * Other components (VTODO, VALARM ..) are only checked for their shape.
 *
 * The nights on which the clock changes give an overlap, never a gap. A beginning on a reading that
 * comes twice is the first of the two, an end the second; of a reading that was jumped over the
 * beginning is the earlier reading and the end the later. A repeated shift ends at the hour on the
 * wall that the first one ends at; where a DURATION in hours says later than the wall, the later.
 *
 * Hostile files cost little: size, number of events, number of shifts and the days that rules go
 * through have ceilings, each with a sentence. Lines, nesting and recurrence are this module's own
 * work; libical reads single values and writes. Its iterator of recurrences is not used: in 3.0.16
 * one rule that never matches ("FREQ=MONTHLY;BYSETPOS=40;BYDAY=MO") takes 3.6 s whatever UNTIL
 * says, BYSETPOS is wrong with DAILY and WEEKLY, and it needs ICU, which costs every start of the
 * program 2 ms. Nor are its time zones, which ask the machine's clock how far to expand.
 *
 * Pure: no clock, no I/O but the system's zones. libical keeps its error number and scratch memory
 * per thread; values are handed to it only after their shape was checked. */
#pragma once

#include "piket/model/zone.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PK_ICAL_BYTES_MAX = 10 * 1024 * 1024,
    PK_ICAL_EVENTS_MAX = 20000,
    PK_ICAL_SHIFTS_MAX = 20000,    /* within the window                          */
    PK_ICAL_DAYS_MAX = 366,        /* of one shift                               */
    PK_ICAL_EFFORT_MAX = 20000000, /* days looked at by all rules: 1.6 s         */
    PK_ICAL_TEXT_MAX = 1000,       /* characters of a summary, a name, a UID     */
};

/* One shift. Strings are clean LINEs (pk_text_clean), never NULL, "" where the file says nothing;
 * they belong to the file it came from. */
typedef struct {
    const char *uid; /* the event's own; one made from its contents when it has none */
    bool has_recurrence;
    int64_t
        recurrence_us; /* which repetition this is: when it would begin if nobody had moved it */
    int64_t start_us;  /* UTC, start_us < end_us                                               */
    int64_t end_us;
    bool all_day;
    const char *summary;
    const char *person;     /* name of the first ATTENDEE that is no room, else of the ORGANIZER */
    const char *mail;       /* the same one's address, without "mailto:"                         */
    const char *categories; /* "PIKET,EERSTE-LIJN"                                               */
    unsigned sequence;
    unsigned line; /* 1-based: where its event begins in the file                      */
} PkIcalShift;

typedef struct {
    GArray *shifts;     /* of PkIcalShift, by start, end, uid                               */
    GPtrArray *notices; /* sentences: events without length that were left out ..           */
    unsigned n_events;  /* VEVENTs in the file                                              */
    size_t n_removed;   /* characters that cleaning took out                                */
    GStringChunk *text; /* holds the strings                                                */
} PkIcal;

void pk_ical_free(PkIcal *ical);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkIcal, pk_ical_free)

/* Reads a whole file in memory; the shifts that touch [from_us, to_us). zone: for floating times
 * and all-day events in a file without X-WR-TIMEZONE; NULL is UTC. Years 1900 to 2200.
 *
 * Errors: PK_ERROR_INVALID with line and reason: no iCalendar, a line without colon, BEGIN and END
 * that do not match, a date, duration or rule that can not be read, an unknown zone, an end before
 * the beginning, any ceiling above. Nothing is returned then. */
PkIcal *pk_ical_read(const char *bytes, size_t len, const PkZone *zone, int64_t from_us,
                     int64_t to_us, GError **error);

/* The IANA name for a Windows name ("W. Europe Standard Time"), or NULL. Facts of CLDR 44,
 * windowsZones, territory 001. Of what Windows shows to people only Europe's, in English and Dutch:
 * "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna". */
const char *pk_ical_windows_zone(const char *name);

/* Writes shifts as one VCALENDAR: UTC, CRLF, lines of at most 75 octets, CLASS:PRIVATE, and an
 * alarm a day and an hour before each; without METHOD, which would forbid ATTENDEE. uid is written
 * as it is: the same shift keeps it for ever. now_us is DTSTAMP; name is shown as the calendar's
 * name, NULL for none. recurrence, all_day, line and notices are not written: what comes back is
 * the same start, end, uid, summary, person, mail, categories and sequence. Fractions of a second
 * are cut off.
 *
 * Returns owned text; its own pk_ical_read always takes it. */
char *pk_ical_write(const PkIcalShift *shifts, size_t n, const char *name, int64_t now_us);
