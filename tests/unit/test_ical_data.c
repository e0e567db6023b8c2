/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendars that other programs really wrote, and some that break on purpose: what becomes of each.
 * 1990 up to 2030, read by somebody in Amsterdam. Seven files were checked by hand and with
 * python-dateutil; of the others stands here what this reader gave when the list was made, so they
 * find what changes, not what was wrong from the start. 2029 is where endless ones leave the
 * window. */
#include "piket/base/error.h"
#include "piket/format/ical.h"

#include <string.h>

#define FROM_US INT64_C(631152000000000)
#define TO_US   INT64_C(1893456000000000)

/* n shifts, the first from .. to, the last from .. to in UTC; or refused, with what must be said.
 */
typedef struct {
    const char *file;
    int n;
    const char *first;
    const char *last;
} Want;

enum { REFUSED = -1 };

/* clang-format off */
static const Want wants[] = {
    { "malformed/ical4j_0.ics", REFUSED, "Line 2 ", "DTSTART" },
    { "malformed/ical4j_groupwise.ics", 1, "20081217T0730 20081217T0900", NULL },
    { "malformed/ical4j_korganizer-lowercase.ics", 25, "20050115T2300 20050116T2300", "20290115T2300 20290116T2300" },
    { "malformed/ical4j_overlaps.ics", 5, "20001104T1400 20001104T1500", "20001104T1600 20001104T1700" },
    { "malformed/ical4j_twinkle.ics", 1384, "20041202T2300 20041203T2300", "20291228T2300 20291229T2300" },
    { "malformed/icalendar_big_bad_calendar.ics", REFUSED, "Line 2 ", "DTSTART" },
    { "malformed/icalendar_bom_calendar.ics", 0, NULL, NULL },
    { "malformed/icalendar_broken_dtstart.ics", REFUSED, "Line 6 ", "INVALID-DATE" },
    { "malformed/icalendar_broken_ical.ics", REFUSED, "Line 4 ", "no line" },
    { "malformed/icalendar_fuzz_testcase_0_char_in_component_name.ics", REFUSED, "Line 1 ", "NUL" },
    { "malformed/icalendar_fuzz_testcase_invalid_month.ics", REFUSED, "Line 1 ", "VCALENDAR" },
    { "malformed/icalendar_fuzz_testcase_vtimezone_lone_cr.ics", REFUSED, "Line 1 ", "VCALENDAR" },
    { "malformed/icalendar_invalid_duration.ics", REFUSED, "Line 8 ", "duration" },
    { "malformed/icalendar_issue_1081_invalid_rrule_freq.ics", REFUSED, "Line 7 ", "rule" },
    { "malformed/icalendar_issue_351_whitespace_in_property_and_params.ics", REFUSED, "Line 4 ", "no line" },
    { "malformed/icalendar_parsing_error.ics", REFUSED, "Line 19 ", "date" },
    { "malformed/libical_fuzz56171", REFUSED, "Line 1 ", "VCALENDAR" },
    { "malformed/libical_fuzz69341", REFUSED, "Line 1 ", "VCALENDAR" },
    { "malformed/libical_issue250.ics", REFUSED, "Line 1 ", "no line" },
    { "malformed/libical_poc-05", REFUSED, "Line 5 ", "END:VEVENT" },
    { "malformed/libical_recur-errors.ics", REFUSED, "Line 5 ", "US-Eastern" },
    { "malformed/nodeical_badRRULE.ics", REFUSED, "Line 50 ", "rule" },
    { "malformed/nodeical_bad_custom_ms_tz.ics", REFUSED, "Line 40 ", "duration" },
    { "malformed/nodeical_bad_ms_tz.ics", 34, "20200825T1435 20200825T1550", "20201217T1535 20201217T1650" },
    { "malformed/nodeical_vtimezone-year-0001-dtstart.ics", 1, "20240601T0800 20240601T0900", NULL },
    { "malformed/rie_end_before_start_event.ics", REFUSED, "Line 25 ", "ends before" },
    { "malformed/rie_issue_117_until_before_dtstart.ics", 0, NULL, NULL },
    { "recurrence/icalendar_event_with_recurrence_exdates_on_different_lines.ics", 10, "20120327T0800 20120327T1600", "20120703T0800 20120703T1600" },
    { "recurrence/icalendar_issue_112_missing_tzinfo_on_exdate.ics", 11, "20130907T1600 20130907T2100", "20131019T1600 20131019T2100" },
    { "recurrence/nodeical_biweekly-exdate-until.ics", 668, "20170216T1500 20170217T0100", "20291231T1400 20300101T0000" },
    { "recurrence/nodeical_daily-count-exdate-recurrence-id.ics", REFUSED, "Line 11 ", "ends before" },
    { "recurrence/nodeical_duplicate-uid-sequence.ics", 2, "20240115T1000 20240115T1100", "20240120T1400 20240120T1500" },
    { "recurrence/nodeical_exchange_whole_day_moved_recurrence.ics", 52, "20260218T2300 20260219T2300", "20260817T2200 20260818T2200" },
    { "recurrence/nodeical_google-recurrence-order.ics", 3, "20260210T1700 20260210T1730", "20260212T1700 20260212T1730" },
    { "recurrence/nodeical_non-utc-until.ics", 53, "20240101T0900 20240101T1000", "20241230T0900 20241230T1000" },
    { "recurrence/nodeical_recurrence-sequence.ics", 7, "20240101T1000 20240101T1100", "20240105T1000 20240105T1100" },
    { "recurrence/rie_each_week_but_two_deleted.ics", 6, "20190303T2330 20190304T0000", "20190421T2230 20190421T2300" },
    { "recurrence/rie_issue_18_cancel_status.ics", 2, "20200128T2100 20200128T2200", "20200130T2100 20200130T2200" },
    { "recurrence/rie_issue_20_exdate_ignored.ics", 7, "20191029T1515 20191029T1645", "20200128T1515 20200128T1645" },
    { "recurrence/rie_issue_62_moved_event.ics", 0, NULL, NULL },
    { "recurrence/rie_issue_75_range_parameter.ics", 194, "20240901T1200 20240901T1400", "20250921T1422 20250921T1613" },
    { "recurrence/rie_multiple_rrule.ics", 21, "20230112T1000 20230112T1200", "20230525T0900 20230525T1100" },
    { "recurrence/rie_rdate.ics", 1189, "20130803T1900 20130803T2100", "20240803T1900 20240803T2100" },
    { "recurrence/rie_three_events_one_edited.ics", 3, "20190318T0300 20190318T0400", "20190320T0300 20190320T0400" },
    { "rota-like/grafana_calendar_with_all_day_event.ics", 3266, "20210124T0800 20210124T1700", "20291231T0800 20291231T1700" },
    { "rota-like/grafana_calendar_with_edited_recurring_events.ics", 3264, "20210124T0800 20210124T1700", "20291231T0800 20291231T1700" },
    { "rota-like/grafana_calendar_with_recurring_event.ics", 3264, "20210124T0800 20210124T1700", "20291231T0800 20291231T1700" },
    { "rota-like/grafana_modified_recurring_event.ics", 2, "20230716T2200 20230724T2200", "20230717T0800 20230724T0800" },
    { "rota-like/grafana_override_email_case_sensitivity.ics", 1, "20230206T1100 20230206T1200", NULL },
    { "synthetic/outlook-shape-windows-tz.ics", 7, "20261102T0800 20261109T0800", "20270208T0800 20270215T0800" },
    { "synthetic/pagerduty-shape-utc.ics", 26, "20261005T0700 20261012T0700", "20270329T0700 20270405T0700" },
    { "synthetic/piket-rooster-europe-amsterdam.ics", 117, "20261005T0700 20261012T0700", "20270705T0700 20270712T0700" },
    { "timezones/ical4j_Amsterdam.ics", 0, NULL, NULL },
    { "timezones/ical4j_blankTzid.ics", 1, "20150826T0900 20150826T1000", NULL },
    { "timezones/ical4j_multiple_calendars.ics", 2, "19970701T1800 19970701T1900", "19970701T1900 19970701T1930" },
    { "timezones/icalendar_issue_237_fail_to_parse_timezone_with_non_ascii_tzid.ics", 1, "20170511T1630 20170511T1700", NULL },
    { "timezones/icalendar_issue_313_globally_unique_tzid.ics", 3, "20200426T1200 20200426T1300", "20200426T1800 20200426T1900" },
    { "timezones/icalendar_issue_722_missing_timezones.ics", REFUSED, "Line 9 ", "DTSTART" },
    { "timezones/icalendar_timezone_same_start.ics", 1, "20170224T2000 20170224T2030", NULL },
    { "timezones/libical_Amsterdam.ics", 0, NULL, NULL },
    { "timezones/nodeical_Office-2012-owa.ics", REFUSED, "Line 8 ", "Canberra" },
    { "timezones/nodeical_dst-transition-rules.ics", 1, "20221009T0800 20221009T0900", NULL },
    { "timezones/nodeical_exchange-custom-tz.ics", 1, "20190430T0200 20190430T0500", NULL },
    { "timezones/nodeical_floating-dtstart-custom-vtimezone.ics", 1, "20250610T1200 20250610T1300", NULL },
    { "timezones/nodeical_ms_timezones.ics", REFUSED, "Line 152 ", "no line" },
    { "timezones/nodeical_test_with_forward_TZ.ics", 481, "20201016T2100 20201017T2100", "20291228T2200 20291229T2200" },
    { "timezones/nodeical_whole_day_moved_over_dst_change_berlin.ics", 3, "20241026T2200 20241027T2300", "20241029T2300 20241030T2300" },
    { "timezones/nodeical_windows-quoted-tz-rrule.ics", REFUSED, "Line 5 ", "Eastern Time" },
};
/* clang-format on */

static char *
span(const PkIcalShift *shift)
{
    PkLocal a = pk_zone_local(NULL, shift->start_us), b = pk_zone_local(NULL, shift->end_us);

    return g_strdup_printf("%04d%02d%02dT%02d%02d %04d%02d%02dT%02d%02d", a.year, a.month, a.day,
                           a.hour, a.minute, b.year, b.month, b.day, b.hour, b.minute);
}

static void
check(const Want *want, const char *bytes, size_t n)
{
    g_autoptr(PkZone) zone = pk_zone_new("Europe/Amsterdam", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkIcal) ical = pk_ical_read(bytes, n, zone, FROM_US, TO_US, &error);

    g_test_message("%s: %s", want->file, error ? error->message : "read");
    if (want->n == REFUSED) {
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_true(g_str_has_prefix(error->message, want->first));
        g_assert_nonnull(strstr(error->message, want->last));
        return;
    }
    g_assert_no_error(error);
    g_assert_cmpint((int)ical->shifts->len, ==, want->n);
    if (want->n == 0)
        return;
    g_autofree char *first = span(&g_array_index(ical->shifts, PkIcalShift, 0));
    g_autofree char *last = span(&g_array_index(ical->shifts, PkIcalShift, want->n - 1));
    g_assert_cmpstr(first, ==, want->first);
    if (want->last)
        g_assert_cmpstr(last, ==, want->last);
}

static void
test_files(void)
{
    const char *data = g_getenv("PIKET_TEST_DATA");

    if (!data) {
        g_test_skip("PIKET_TEST_DATA is not set");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(wants); i++) {
        g_autofree char *path = g_build_filename(data, "ical", wants[i].file, NULL);
        g_autofree char *bytes = NULL;
        size_t n = 0;
        g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
        check(&wants[i], bytes, n);
    }
}

/* A file that is there and stands in no row above would be tested by nobody. */
static void
test_all_are_named(void)
{
    static const char *folders[] = { "malformed", "recurrence", "rota-like", "synthetic",
                                     "timezones" };
    const char *data = g_getenv("PIKET_TEST_DATA");
    unsigned n = 0;

    if (!data) {
        g_test_skip("PIKET_TEST_DATA is not set");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(data, "ical", folders[i], NULL);
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
        while (folder && g_dir_read_name(folder))
            n++;
    }
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(wants));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ical-data/files", test_files);
    g_test_add_func("/ical-data/all-are-named", test_all_are_named);
    return g_test_run();
}
