/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/format/ical.h"
#include "piket/model/timefmt.h"

#include <libical/ical.h>
#include <string.h>

/* 2020 up to 2031. */
#define FROM_US   INT64_C(1577836800000000)
#define TO_US     INT64_C(1924992000000000)

#define HEAD      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Voorbeeldstad//Rooster//NL\r\n"
#define TAIL      "END:VCALENDAR\r\n"
#define EV(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"
#define AMS       ";TZID=Europe/Amsterdam:"

/* A VTIMEZONE of a place that no system knows, with the rules of Amsterdam. */
#define OEFENDAM                                                                                   \
    "BEGIN:VTIMEZONE\r\nTZID:Oefendam\\, haven\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n"   \
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"         \
    "END:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"                                \
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"        \
    "END:STANDARD\r\nEND:VTIMEZONE\r\n"

static void
put(GString *out, int64_t us)
{
    PkLocal at = pk_zone_local(NULL, us);

    g_string_append_printf(out, "%04d%02d%02d %02d:%02d", at.year, at.month, at.day, at.hour,
                           at.minute);
}

/* "20260302 08:00 - 20260302 16:00" in UTC, several with a comma and a space; of more than six the
 * first two, the number, and the last. */
static char *
flat(const PkIcal *ical)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < ical->shifts->len; i++) {
        const PkIcalShift *shift = &g_array_index(ical->shifts, PkIcalShift, i);
        if (ical->shifts->len > 6 && i == 2)
            g_string_append_printf(out, ", .. %u", ical->shifts->len);
        if (ical->shifts->len > 6 && i >= 2 && i + 1 < ical->shifts->len)
            continue;
        g_string_append(out, out->len ? ", " : "");
        put(out, shift->start_us);
        g_string_append(out, " - ");
        put(out, shift->end_us);
    }
    return g_string_free(out, FALSE);
}

static PkIcal *
read_text(const char *text, GError **error)
{
    g_autoptr(PkZone) zone = pk_zone_new("Europe/Amsterdam", NULL);

    return pk_ical_read(text, strlen(text), zone, FROM_US, TO_US, error);
}

typedef struct {
    const char *what;
    const char *text;
    const char *want;
} Case;

/* clang-format off */
static const Case times[] = {
    { "UTC", HEAD EV("UID:a\r\nDTSTART:20260302T080000Z\r\nDTEND:20260302T160000Z\r\n") TAIL,
      "20260302 08:00 - 20260302 16:00" },
    { "IANA zone", HEAD EV("DTSTART" AMS "20260302T090000\r\nDTEND" AMS "20260702T090000\r\n") TAIL,
      "20260302 08:00 - 20260702 07:00" },
    { "floating", HEAD EV("DTSTART:20260702T090000\r\nDTEND:20260702T170000\r\n") TAIL,
      "20260702 07:00 - 20260702 15:00" },
    { "X-WR-TIMEZONE", HEAD "X-WR-TIMEZONE:America/New_York\r\n"
      EV("DTSTART:20260702T090000\r\nDTEND:20260702T170000\r\n") TAIL,
      "20260702 13:00 - 20260702 21:00" },
    { "Windows zone", HEAD EV("DTSTART;TZID=\"W. Europe Standard Time\":20260702T090000\r\n"
                              "DURATION:PT8H\r\n") TAIL,
      "20260702 07:00 - 20260702 15:00" },
    { "behind a prefix", HEAD EV("DTSTART;TZID=/vendor.example/20260101_1/America/Argentina/"
                                 "Buenos_Aires:20260702T090000\r\nDURATION:PT1H\r\n") TAIL,
      "20260702 12:00 - 20260702 13:00" },
    { "a zone of the file", HEAD
      EV("DTSTART;TZID=\"Oefendam, haven\":20260702T090000\r\nDURATION:P1D\r\n") OEFENDAM TAIL,
      "20260702 07:00 - 20260703 07:00" },
    { "blank TZID", HEAD EV("DTSTART;TZID=:20260702T090000\r\nDTEND;TZID=:20260702T100000\r\n") TAIL,
      "20260702 07:00 - 20260702 08:00" },
    { "two zones", HEAD EV("DTSTART" AMS "20260702T090000\r\n"
                           "DTEND;TZID=Europe/London:20260702T090000\r\n") TAIL,
      "20260702 07:00 - 20260702 08:00" },
    { "a whole day", HEAD EV("DTSTART;VALUE=DATE:20261025\r\n") TAIL,
      "20261024 22:00 - 20261025 23:00" },
    { "two whole days", HEAD EV("DTSTART;VALUE=DATE:20260328\r\nDTEND;VALUE=DATE:20260330\r\n") TAIL,
      "20260327 23:00 - 20260329 22:00" },
    { "folded, LF only, BOM", "\xef\xbb\xbf" "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART\n ;TZID=Europe/A\n"
      " msterdam\n :20260302T09\n\t0000\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n",
      "20260302 08:00 - 20260302 09:00" },
    { "a bare event", EV("DTSTART:20260302T080000Z\r\nDURATION:PT1H\r\n"),
      "20260302 08:00 - 20260302 09:00" },
    /* Spring: 02:30 is not there. It begins as early and ends as late as may be meant. */
    { "begins in the gap", HEAD EV("DTSTART" AMS "20260329T023000\r\nDTEND" AMS "20260329T080000\r\n") TAIL,
      "20260329 00:30 - 20260329 06:00" },
    { "ends in the gap", HEAD EV("DTSTART" AMS "20260328T200000\r\nDTEND" AMS "20260329T023000\r\n") TAIL,
      "20260328 19:00 - 20260329 01:30" },
    /* Autumn: 02:30 is there twice. */
    { "begins in the hour that comes twice", HEAD
      EV("DTSTART" AMS "20261025T023000\r\nDTEND" AMS "20261025T080000\r\n") TAIL,
      "20261025 00:30 - 20261025 07:00" },
    { "ends in the hour that comes twice", HEAD
      EV("DTSTART" AMS "20261024T200000\r\nDTEND" AMS "20261025T023000\r\n") TAIL,
      "20261024 18:00 - 20261025 01:30" },
    { "the same in a zone of the file", HEAD OEFENDAM
      EV("DTSTART;TZID=\"Oefendam, haven\":20261024T200000\r\n"
         "DTEND;TZID=\"Oefendam, haven\":20261025T023000\r\n")
      EV("DTSTART;TZID=\"Oefendam, haven\":20261025T023000\r\n"
         "DTEND;TZID=\"Oefendam, haven\":20261025T080000\r\n") TAIL,
      "20261024 18:00 - 20261025 01:30, 20261025 00:30 - 20261025 07:00" },
    { "nights of 12 hours on the wall, autumn", HEAD
      EV("DTSTART" AMS "20261023T200000\r\nDTEND" AMS "20261024T080000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n") TAIL,
      "20261023 18:00 - 20261024 06:00, 20261024 18:00 - 20261025 07:00, 20261025 19:00 - 20261026 07:00" },
    { "DURATION:PT12H leaves no gap in autumn", HEAD
      EV("DTSTART" AMS "20261024T200000\r\nDURATION:PT12H\r\n") TAIL,
      "20261024 18:00 - 20261025 07:00" },
    { "nor in spring", HEAD EV("DTSTART" AMS "20260328T200000\r\nDURATION:PT12H\r\n") TAIL,
      "20260328 19:00 - 20260329 07:00" },
};

static const Case series[] = {
    { "UNTIL in UTC is compared on the wall", HEAD
      EV("DTSTART" AMS "20260323T090000\r\nDTEND" AMS "20260330T090000\r\n"
         "RRULE:FREQ=WEEKLY;UNTIL=20260406T070000Z\r\n") TAIL,
      "20260323 08:00 - 20260330 07:00, 20260330 07:00 - 20260406 07:00, 20260406 07:00 - 20260413 07:00" },
    { "UNTIL before DTSTART", HEAD
      EV("DTSTART:20260323T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;UNTIL=20260301T000000Z\r\n") TAIL, "" },
    { "every other week, MO and TH", HEAD
      EV("DTSTART:20260302T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4\r\n") TAIL,
      "20260302 08:00 - 20260302 09:00, 20260305 08:00 - 20260305 09:00, 20260316 08:00 - 20260316 09:00, "
      "20260319 08:00 - 20260319 09:00" },
    { "the last working day", HEAD
      EV("DTSTART:20260130T080000Z\r\nDURATION:PT1H\r\n"
         "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3\r\n") TAIL,
      "20260130 08:00 - 20260130 09:00, 20260227 08:00 - 20260227 09:00, 20260331 08:00 - 20260331 09:00" },
    { "29 February", HEAD
      EV("DTSTART:20240229T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=YEARLY\r\n") TAIL,
      "20240229 08:00 - 20240229 09:00, 20280229 08:00 - 20280229 09:00" },
    { "week 53", HEAD
      EV("DTSTART:20201228T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO\r\n") TAIL,
      "20201228 08:00 - 20201228 09:00, 20261228 08:00 - 20261228 09:00" },
    { "every 36 hours", HEAD
      EV("DTSTART:20260101T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=HOURLY;INTERVAL=36;COUNT=3\r\n") TAIL,
      "20260101 08:00 - 20260101 09:00, 20260102 20:00 - 20260102 21:00, 20260104 08:00 - 20260104 09:00" },
    { "endless, in the window only", HEAD
      EV("DTSTART:19750106T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n") TAIL,
      "20200106 08:00 - 20200106 09:00, 20200113 08:00 - 20200113 09:00, .. 574, "
      "20301230 08:00 - 20301230 09:00" },
    { "EXDATE on the wall, in UTC, and as a day", HEAD
      EV("DTSTART" AMS "20260101T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=5\r\n"
         "EXDATE" AMS "20260102T090000,20260109T090000\r\nEXDATE:20260103T080000Z\r\nEXDATE;VALUE=DATE:20260104\r\n") TAIL,
      "20260101 08:00 - 20260101 09:00, 20260105 08:00 - 20260105 09:00" },
    { "RDATE and a PERIOD", HEAD
      EV("DTSTART:20260101T080000Z\r\nDURATION:PT1H\r\nRDATE:20260103T080000Z\r\n"
         "RDATE;VALUE=PERIOD:20260105T080000Z/PT4H,20260107T080000Z/20260107T100000Z\r\n") TAIL,
      "20260101 08:00 - 20260101 09:00, 20260103 08:00 - 20260103 09:00, 20260105 08:00 - 20260105 12:00, "
      "20260107 08:00 - 20260107 10:00" },
    { "EXRULE", HEAD
      EV("DTSTART:20260105T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
         "EXRULE:FREQ=WEEKLY;BYDAY=TU\r\n") TAIL,
      "20260105 08:00 - 20260105 09:00, 20260107 08:00 - 20260107 09:00" },
    { "moved and cancelled", HEAD
      EV("UID:a\r\nDTSTART" AMS "20260101T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n")
      EV("UID:a\r\nRECURRENCE-ID" AMS "20260102T090000\r\nDTSTART" AMS "20260102T140000\r\nDURATION:PT2H\r\n")
      EV("UID:a\r\nRECURRENCE-ID" AMS "20260103T090000\r\nDTSTART" AMS "20260103T090000\r\nSTATUS:CANCELLED\r\n") TAIL,
      "20260101 08:00 - 20260101 09:00, 20260102 13:00 - 20260102 15:00" },
    { "from one on an hour later and two hours long", HEAD
      EV("UID:a\r\nDTSTART" AMS "20260327T090000\r\nDTEND" AMS "20260327T100000\r\nRRULE:FREQ=DAILY;COUNT=4\r\n")
      EV("UID:a\r\nRECURRENCE-ID;RANGE=THISANDFUTURE" AMS "20260328T090000\r\n"
         "DTSTART" AMS "20260328T100000\r\nDTEND" AMS "20260328T120000\r\n") TAIL,
      "20260327 08:00 - 20260327 09:00, 20260328 09:00 - 20260328 11:00, 20260329 08:00 - 20260329 10:00, "
      "20260330 08:00 - 20260330 10:00" },
    { "cancelled from one on", HEAD
      EV("UID:a\r\nDTSTART:20260101T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\n")
      EV("UID:a\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260102T090000Z\r\nDTSTART:20260102T090000Z\r\n"
         "STATUS:CANCELLED\r\n") TAIL,
      "20260101 09:00 - 20260101 10:00" },
    { "a day moved by a time on that day", HEAD
      EV("UID:a\r\nDTSTART;VALUE=DATE:20260226\r\nRRULE:FREQ=DAILY;COUNT=2\r\n")
      EV("UID:a\r\nRECURRENCE-ID;TZID=W. Europe Standard Time:20260227T000000\r\n"
         "DTSTART;VALUE=DATE:20260301\r\n") TAIL,
      "20260225 23:00 - 20260226 23:00, 20260228 23:00 - 20260301 23:00" },
    { "the highest SEQUENCE, wherever it stands", HEAD
      EV("UID:a\r\nSEQUENCE:2\r\nDTSTART:20260101T100000Z\r\nDURATION:PT1H\r\n")
      EV("UID:a\r\nSEQUENCE:1\r\nDTSTART:20260101T090000Z\r\nDURATION:PT1H\r\n") TAIL,
      "20260101 10:00 - 20260101 11:00" },
    { "a series that was cancelled", HEAD
      EV("UID:a\r\nSTATUS:CANCELLED\r\nDTSTART:20260101T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\n") TAIL, "" },
    { "METHOD:CANCEL", HEAD "METHOD:CANCEL\r\n" EV("DTSTART:20260101T100000Z\r\nDURATION:PT1H\r\n") TAIL, "" },
    { "no length: left out", HEAD EV("DTSTART:20260101T100000Z\r\n") TAIL, "" },
    { "touches the window", HEAD EV("DTSTART:20191231T220000Z\r\nDURATION:PT4H\r\n")
      EV("DTSTART:20191231T220000Z\r\nDURATION:PT2H\r\n") TAIL,
      "20191231 22:00 - 20200101 02:00" },
    { "two calendars in a file", HEAD EV("UID:a\r\nDTSTART:20260101T100000Z\r\nDURATION:PT1H\r\n") TAIL
      HEAD EV("UID:b\r\nDTSTART:20260102T100000Z\r\nDURATION:PT1H\r\n") TAIL,
      "20260101 10:00 - 20260101 11:00, 20260102 10:00 - 20260102 11:00" },
};

static const Case refused[] = {
    { "empty", "", "empty" },
    { "no calendar", "naam;datum\r\n", "Line 1 " },
    { "another format", "Naam: iemand\r\n", "Line 1 " },
    { "a line without a colon", HEAD "DIT IS NIETS\r\n" TAIL, "Line 4 " },
    { "cut off", HEAD "BEGIN:VEVENT\r\nDTSTART:20260101T000000Z\r\n", "Line 4 " },
    { "crossed", HEAD "BEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "Line 5 " },
    { "an event in an event", HEAD "BEGIN:VEVENT\r\nBEGIN:VEVENT\r\n", "Line 5 " },
    { "no beginning", HEAD EV("UID:a\r\n") TAIL, "Line 4 " },
    { "a day that is not there", HEAD EV("DTSTART:20260230T000000Z\r\n") TAIL, "Line 5 " },
    { "an hour that is not there", HEAD EV("DTSTART:20260201T250000Z\r\n") TAIL, "Line 5 " },
    { "a year far away", HEAD EV("DTSTART:99990201T000000Z\r\n") TAIL, "Line 5 " },
    { "unknown zone", HEAD EV("UID:a\r\nDTSTART;TZID=Nergenshuizen:20260201T000000\r\n") TAIL, "Nergenshuizen" },
    { "a zone as a path", HEAD EV("DTSTART;TZID=../../etc/passwd:20260201T000000\r\n") TAIL, "Line 5 " },
    { "end before beginning", HEAD EV("DTSTART:20260201T100000Z\r\nDTEND:20260201T090000Z\r\n") TAIL, "Line 4 " },
    { "end and duration", HEAD EV("DTSTART:20260201T100000Z\r\nDTEND:20260201T110000Z\r\nDURATION:PT1H\r\n") TAIL, "Line 4 " },
    { "DTSTART twice", HEAD EV("DTSTART:20260201T100000Z\r\nDTSTART:20260201T100000Z\r\n") TAIL, "Line 6 " },
    { "too long", HEAD EV("DTSTART:20260201T100000Z\r\nDURATION:P999999W\r\n") TAIL, "Line 6 " },
    { "backwards", HEAD EV("DTSTART:20260201T100000Z\r\nDURATION:-PT1H\r\n") TAIL, "Line 6 " },
    { "no rule", HEAD EV("DTSTART:20260201T100000Z\r\nRRULE:RRULE:FREQ=DAILY\r\n") TAIL, "Line 6 " },
    { "every second", HEAD EV("DTSTART:20260201T100000Z\r\nRRULE:FREQ=SECONDLY\r\n") TAIL, "hour" },
    { "2MO of a week", HEAD EV("DTSTART:20260201T100000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=2MO\r\n") TAIL, "Line 6 " },
    { "another calendar", HEAD EV("DTSTART:20260201T100000Z\r\nRRULE:RSCALE=HEBREW;FREQ=YEARLY\r\n") TAIL, "Line 6 " },
    { "an empty EXDATE", HEAD EV("DTSTART:20260201T100000Z\r\nEXDATE:\r\n") TAIL, "Line 6 " },
    { "too many shifts", HEAD EV("DTSTART:20200101T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=HOURLY\r\n") TAIL, "20000" },
    { "a zone with rules by the day", HEAD "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\n"
      "DTSTART:20260101T000000\r\nRRULE:FREQ=DAILY\r\n", "Line 8 " },
    { "a zone that never begins", HEAD "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\n"
      "DTSTART:20260101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n"
      "RRULE:FREQ=YEARLY;UNTIL=20200101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
      EV("DTSTART;TZID=x:20260201T100000\r\nDURATION:PT1H\r\n") TAIL, "no beginning" },
};
/* clang-format on */

static void
check_cases(const Case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(PkIcal) ical = read_text(cases[i].text, &error);
        g_test_message("%s", cases[i].what);
        g_assert_no_error(error);
        g_autofree char *got = flat(ical);
        g_assert_cmpstr(got, ==, cases[i].want);
    }
}

static void
test_times(void)
{
    check_cases(times, G_N_ELEMENTS(times));
}

static void
test_series(void)
{
    check_cases(series, G_N_ELEMENTS(series));
}

static void
test_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(PkIcal) ical = read_text(refused[i].text, &error);
        g_test_message("%s: %s", refused[i].what, error ? error->message : "-");
        g_assert_null(ical);
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_true(!refused[i].want || strstr(error->message, refused[i].want));
        g_assert_true(g_str_has_suffix(error->message, "."));
    }
}

/* Who, what, and which repetition. */
static void
test_words(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkIcal) ical = read_text(
        HEAD EV("UID:a@voorbeeldstad.example\r\nSEQUENCE:3\r\nDTSTART:20260101T080000Z\r\n"
                "DURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=2\r\nSUMMARY:Piket\\, eerste\\nlijn "
                "\x1b[2J\r\n"
                "ORGANIZER;CN=Baas:MAILTO:baas@voorbeeldstad.example\r\n"
                "ATTENDEE;CUTYPE=ROOM;CN=Zaal 1:mailto:zaal@voorbeeldstad.example\r\n"
                "ATTENDEE;CN=\"Vries, A. de\":mailto:avr@voorbeeldstad.example\r\n"
                "CATEGORIES:PIKET,EERSTE-LIJN\r\nCATEGORIES:ACHTER\r\n")
            EV("DTSTART;VALUE=DATE:20260105\r\nORGANIZER;CN=Baas:MAILTO:baas@voorbeeldstad."
               "example\r\n") TAIL,
        &error);

    g_assert_no_error(error);
    g_assert_cmpuint(ical->shifts->len, ==, 3);
    g_assert_cmpuint(ical->n_events, ==, 2);
    g_assert_cmpuint(ical->n_removed, ==, 1);
    const PkIcalShift *shift = &g_array_index(ical->shifts, PkIcalShift, 1);
    g_assert_cmpstr(shift->uid, ==, "a@voorbeeldstad.example");
    g_assert_true(shift->has_recurrence && shift->recurrence_us == shift->start_us);
    g_assert_cmpstr(shift->summary, ==, "Piket, eerste lijn [2J");
    g_assert_cmpstr(shift->person, ==, "Vries, A. de");
    g_assert_cmpstr(shift->mail, ==, "avr@voorbeeldstad.example");
    g_assert_cmpstr(shift->categories, ==, "PIKET,EERSTE-LIJN,ACHTER");
    g_assert_cmpuint(shift->sequence, ==, 3);
    g_assert_cmpuint(shift->line, ==, 4);
    shift = &g_array_index(ical->shifts, PkIcalShift, 2);
    g_assert_true(shift->all_day && !shift->has_recurrence);
    g_assert_cmpstr(shift->person, ==, "Baas");
    g_assert_cmpuint(strlen(shift->uid), ==, 32);
    g_assert_cmpuint(shift->line, ==, 17);
}

static void
test_windows_names(void)
{
    static const char *names[] = { "W. Europe Standard Time", "aus central standard time",
                                   "Yukon Standard Time",     "UTC",
                                   "FLE Standard Time",       "Eastern Standard Time (Mexico)" };
    static const char *shown[] = {
        "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
        "Europe/Berlin",
        "(GMT+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen",
        "Europe/Berlin",
        "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris",
        "Europe/Paris",
        "(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London",
        "Europe/London",
        "(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius",
        "Europe/Kyiv",
        "(UTC) Coordinated Universal Time",
        "Etc/UTC",
        "(UTC+09:00) Nergenshuizen, Testerwoude",
        NULL,
        "(UTC+01:00)",
        NULL,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_nonnull(pk_ical_windows_zone(names[i]));
        g_autoptr(PkZone) zone = pk_zone_new(pk_ical_windows_zone(names[i]), &error);
        g_assert_true(zone || strchr(pk_ical_windows_zone(names[i]), '+'));
    }
    g_assert_null(pk_ical_windows_zone("Nergenshuizen Standard Time"));
    for (size_t i = 0; i < G_N_ELEMENTS(shown); i += 2)
        g_assert_cmpstr(pk_ical_windows_zone(shown[i]), ==, shown[i + 1]);
}

/* --- writing --- */

static const PkIcalShift rota[] = {
    { .uid = "4c7d8a1e-0001@piket",
      .start_us = INT64_C(1774735200000000),
      .end_us = INT64_C(1774767600000000),
      .summary = "Piketfunctionaris: \u00e9\u00e9n, twee; drie \\ vier",
      .person = "A. \"Ans\" de Vries",
      .mail = "avr@voorbeeldstad.example",
      .categories = "officer,piket",
      .sequence = 2 },
    { .uid = "4c7d8a1e-0002@piket",
      .start_us = INT64_C(1792872000000000),
      .end_us = INT64_C(1792915200000000),
      .summary =
          "Achterwacht \U0001f692 met een omschrijving die zo lang is dat de regel moet worden "
          "gevouwen, en d\u00e1n nog eens, zonder \u00e9\u00e9n teken door te snijden \u2013 "
          "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9",
      .person = "",
      .mail = "",
      .categories = "" },
};

static void
check_folding(const char *text)
{
    for (const char *line = text; *line;) {
        const char *stop = strstr(line, "\r\n");
        g_assert_nonnull(stop);
        g_assert_cmpint(stop - line, <=, 75);
        g_assert_true(g_utf8_validate(line, stop - line, NULL));
        line = stop + 2;
    }
}

static void
test_write(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = pk_ical_write(rota, G_N_ELEMENTS(rota), "Piket", FROM_US);
    g_autofree char *again = pk_ical_write(rota, G_N_ELEMENTS(rota), "Piket", FROM_US);

    g_assert_cmpstr(text, ==, again);
    check_folding(text);
    g_assert_nonnull(strstr(text, "DTSTAMP:20200101T000000Z\r\n"));
    g_assert_nonnull(strstr(text, "CLASS:PRIVATE\r\n"));
    g_assert_nonnull(strstr(text, "TRIGGER:-P1D\r\n"));
    g_assert_nonnull(strstr(text, "TRIGGER:-PT1H\r\n"));
    g_assert_nonnull(strstr(text, "\\, twee\\; drie \\\\ vier"));
    g_autoptr(PkIcal) ical = read_text(text, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(ical->shifts->len, ==, G_N_ELEMENTS(rota));
    for (guint i = 0; i < ical->shifts->len; i++) {
        const PkIcalShift *got = &g_array_index(ical->shifts, PkIcalShift, i);
        g_assert_cmpstr(got->uid, ==, rota[i].uid);
        g_assert_cmpint(got->start_us, ==, rota[i].start_us);
        g_assert_cmpint(got->end_us, ==, rota[i].end_us);
        g_assert_cmpstr(got->summary, ==, rota[i].summary);
        g_assert_cmpstr(got->mail, ==, rota[i].mail);
        g_assert_cmpstr(got->categories, ==, rota[i].categories);
        g_assert_cmpuint(got->sequence, ==, rota[i].sequence);
    }
    g_assert_cmpstr(g_array_index(ical->shifts, PkIcalShift, 0).person, ==, "A. 'Ans' de Vries");
}

/* libical's own table of what RFC 5546 allows has the last word on the shape. */
static void
test_restrictions(void)
{
    g_autofree char *text = pk_ical_write(rota, G_N_ELEMENTS(rota), "Piket", FROM_US);
    icalcomponent *calendar = icalparser_parse_string(text);

    g_assert_nonnull(calendar);
    g_assert_cmpint(icalcomponent_count_errors(calendar), ==, 0);
    g_assert_true(icalrestriction_check(calendar));
    g_assert_cmpint(icalcomponent_count_errors(calendar), ==, 0);
    g_assert_cmpint(icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT), ==,
                    (int)G_N_ELEMENTS(rota));
    icalcomponent_free(calendar);
}

static void
test_write_nothing(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = pk_ical_write(NULL, 0, NULL, FROM_US);
    g_autoptr(PkIcal) ical = read_text(text, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(ical->shifts->len, ==, 0);
}

/* --- limits --- */

static void
refuse_big(GString *text, const char *what)
{
    g_autoptr(GError) error = NULL;
    gint64 began = g_get_monotonic_time();
    g_autoptr(PkIcal) ical = pk_ical_read(text->str, text->len, NULL, FROM_US, TO_US, &error);

    g_assert_null(ical);
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_test_message("%s: %s", what, error->message);
    /* Bounded, also with sanitizers on a busy machine; without it is far under a second. */
    g_assert_cmpint(g_get_monotonic_time() - began, <, 60 * G_USEC_PER_SEC);
    g_string_free(text, TRUE);
}

static void
test_limits(void)
{
    GString *big = g_string_new(NULL);
    GString *events = g_string_new(HEAD);
    GString *rules = g_string_new(HEAD);
    GString *nonsense = g_string_new(NULL);

    while (big->len <= PK_ICAL_BYTES_MAX)
        g_string_append(big, HEAD TAIL);
    refuse_big(big, "size");
    for (int i = 0; i <= PK_ICAL_EVENTS_MAX; i++)
        g_string_append(events, EV("DTSTART:20100101T000000Z\r\n"));
    refuse_big(events, "events");
    /* Rules that never match, over two centuries each. */
    for (int i = 0; i < 2000; i++)
        g_string_append_printf(rules,
                               EV("UID:%d\r\nDTSTART:19000101T000000Z\r\nDURATION:PT1H\r\n"
                                  "RRULE:FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30\r\n"),
                               i);
    g_string_append(rules, TAIL);
    refuse_big(rules, "effort");
    for (unsigned i = 0, r = 1; i < 500000; i++, r = r * 1103515245 + 12345)
        g_string_append_c(nonsense, (char)(r >> 16));
    refuse_big(nonsense, "nonsense");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ical/times", test_times);
    g_test_add_func("/ical/series", test_series);
    g_test_add_func("/ical/refused", test_refused);
    g_test_add_func("/ical/words", test_words);
    g_test_add_func("/ical/windows-names", test_windows_names);
    g_test_add_func("/ical/write", test_write);
    g_test_add_func("/ical/restrictions", test_restrictions);
    g_test_add_func("/ical/write-nothing", test_write_nothing);
    g_test_add_func("/ical/limits", test_limits);
    return g_test_run();
}
