/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendars into the rota and out of it. */
#include "appkit.h"
#include "piket/app/duty_calendar.h"
#include "piket/base/error.h"
#include "piket/format/ical.h"
#include "piket/store/person_store.h"

#include <string.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Voorbeeldstad//Rooster//NL\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define WEEK(uid, day, until, who)                                                                 \
    "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART;TZID=Europe/Amsterdam:202603" day                      \
    "T090000\r\nDTEND;TZID=Europe/Amsterdam:202603" until "T090000\r\nSUMMARY:" who                \
    "\r\nEND:VEVENT\r\n"

static PkDutyImport *
import(Kit *kit, const char *text, bool dry_run, PkDone *done, GError **error)
{
    static const char *const people[] = { "Bakker, M.=jdevries", NULL };
    PkDutyImportWish wish = { .duty = PK_DUTY_OFFICER,
                              .from_us = KIT_NOW_US,
                              .until_us = KIT_NOW_US + PK_DUTY_IMPORT_DAYS * PK_DAY_US,
                              .people = people,
                              .dry_run = dry_run };

    return pk_duty_import(kit->app, &wish, text, strlen(text), KIT_NOW_US, done, error);
}

static void
expect(Kit *kit, const char *text, bool dry_run, unsigned same, unsigned added, unsigned changed,
       unsigned gone)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    g_autoptr(PkDutyImport) got = import(kit, text, dry_run, &done, &error);

    g_assert_no_error(error);
    g_assert_nonnull(done.said);
    g_assert_cmpuint(got->n_same, ==, same);
    g_assert_cmpuint(got->n_added, ==, added);
    g_assert_cmpuint(got->n_changed, ==, changed);
    g_assert_cmpuint(got->n_gone, ==, gone);
    g_assert_cmpuint(got->changes->len, ==, added + changed + gone);
    g_assert_true((done.line_key != 0) == (!dry_run && added + changed + gone > 0));
}

static guint
n_on_duty(Kit *kit)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows =
        pk_duty_list(kit->app, KIT_NOW_US, KIT_NOW_US + 60 * PK_DAY_US, &error);

    g_assert_no_error(error);
    return rows->len;
}

static void
test_import(void)
{
    Kit kit = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    static const char two[] =
        HEAD WEEK("a", "16", "23", "@jdevries") WEEK("b", "23", "30", "Bakker\\, M.") TAIL;
    static const char moved[] = HEAD WEEK("a", "16", "24", "@jdevries") TAIL;
    expect(&kit, two, true, 0, 2, 0, 0);
    g_assert_cmpuint(n_on_duty(&kit), ==, 0);
    expect(&kit, two, false, 0, 2, 0, 0);
    g_assert_cmpuint(n_on_duty(&kit), ==, 2);
    int64_t rows = kit_rows(&kit);
    expect(&kit, two, false, 2, 0, 0, 0);
    g_assert_cmpint(kit_rows(&kit), ==, rows);
    expect(&kit, moved, true, 0, 0, 1, 1);
    expect(&kit, moved, false, 0, 0, 1, 1);
    g_assert_cmpuint(n_on_duty(&kit), ==, 1);
    expect(&kit, two, false, 0, 1, 1, 0);
    kit_verify(&kit);
    kit_stop(&kit);
}

typedef struct {
    const char *text;
    const char *said;
} Bad;

static void
test_refused(void)
{
    static const Bad bad[] = {
        { HEAD WEEK("a", "16", "23", "@jdevries") WEEK("b", "23", "30", "Niemand") TAIL,
          "line 10" },
        { HEAD WEEK("a", "16", "23", "@jdevries") "BEGIN:VEVENT\r\n", "Line 10 " },
        { "\x01\x02 onzin", "Line 1 " },
        { "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Nergenshuizen:20260316T090000\r\n"
          "DURATION:P1D\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
          "Nergenshuizen" },
    };
    Kit kit = { 0 };

    kit_start(&kit);
    kit_register(&kit);
    int64_t rows = kit_rows(&kit);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(PkDutyImport) got = import(&kit, bad[i].text, false, NULL, &error);
        g_assert_null(got);
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_nonnull(strstr(error->message, bad[i].said));
    }
    g_assert_cmpint(kit_rows(&kit), ==, rows);
    kit_stop(&kit);
}

static void
test_rights(void)
{
    Kit kit = { 0 };
    g_autoptr(GError) error = NULL;
    PkDutyImportWish wish = { .until_us = KIT_NOW_US };

    kit_start(&kit);
    kit_register(&kit);
    PkApp *other = kit_other(&kit, "lezer", "Een Lezer", "reader");
    g_autoptr(PkDutyImport) got =
        pk_duty_import(other, &wish, HEAD TAIL, strlen(HEAD TAIL), KIT_NOW_US, NULL, &error);
    g_assert_null(got);
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    pk_app_close(other);
    kit_stop(&kit);
}

static void
test_export(void)
{
    static const char one[] = HEAD WEEK("a", "23", "30", "@jdevries") TAIL;
    Kit kit = { 0 };
    g_autoptr(GError) error = NULL;
    PkOutgoing green = { 0 }, amber = { 0 };
    PkDutyExportWish wish = { KIT_NOW_US, KIT_NOW_US + 60 * PK_DAY_US, NULL, ~0u };
    unsigned n = 0;

    kit_start(&kit);
    kit_register(&kit);
    expect(&kit, one, false, 0, 1, 0, 0);
    pk_outgoing_ceiling(&green, PK_TLP_GREEN);
    pk_outgoing_ceiling(&amber, PK_TLP_AMBER);
    g_autofree char *none = pk_duty_export(kit.app, &wish, &green, KIT_NOW_US, &n, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(n, ==, 0);
    g_assert_cmpuint(pk_outgoing_omitted(&green), ==, 1);
    g_assert_null(strstr(none, "VEVENT"));
    g_autofree char *text = pk_duty_export(kit.app, &wish, &amber, KIT_NOW_US, &n, &error);
    g_autofree char *again = pk_duty_export(kit.app, &wish, &amber, KIT_NOW_US, &n, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, again);
    g_assert_cmpuint(n, ==, 1);
    g_autoptr(PkIcal) ical =
        pk_ical_read(text, strlen(text), NULL, wish.from_us, wish.until_us, &error);
    g_assert_no_error(error);
    /* The week in which the clock goes forward: 167 hours. */
    const PkIcalShift *shift = &g_array_index(ical->shifts, PkIcalShift, 0);
    g_assert_cmpint(shift->end_us - shift->start_us, ==, 167 * PK_HOUR_US);
    g_assert_true(g_str_has_suffix(shift->uid, "@piket"));
    wish.person = "jdevries";
    g_autofree char *own = pk_duty_export(kit.app, &wish, &amber, KIT_NOW_US, &n, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(n, ==, 1);
    wish.person = "niemand";
    g_autofree char *nobody = pk_duty_export(kit.app, &wish, &amber, KIT_NOW_US, &n, &error);
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_assert_null(nobody);
    kit_stop(&kit);
}

static char *
exported(Kit *kit)
{
    g_autoptr(GError) error = NULL;
    PkOutgoing out = { 0 };
    PkDutyExportWish wish = { KIT_NOW_US, KIT_NOW_US + 60 * PK_DAY_US, NULL, ~0u };

    pk_outgoing_ceiling(&out, PK_TLP_AMBER);
    char *text = pk_duty_export(kit->app, &wish, &out, KIT_NOW_US, NULL, &error);
    g_assert_no_error(error);
    return text;
}

/* What Piket wrote comes back: no pattern becomes rows, no imported shift goes or comes twice. */
static void
test_round(void)
{
    static const char one[] = HEAD WEEK("a", "16", "23", "@jdevries") TAIL;
    static const char theirs[] =
        HEAD WEEK("019a0000-0000-7000-8000-000000000001@piket", "16", "23", "@jdevries") TAIL;
    Kit kit = { 0 };
    g_autoptr(GError) error = NULL;
    PkPatternWish pattern = { .duty = PK_DUTY_OFFICER,
                              .name = "nacht",
                              .every = "week fri 17:00",
                              .persons = "jdevries",
                              .start_day = pk_civil_days(2026, 3, 1),
                              .until_us = INT64_MAX };

    kit_start(&kit);
    kit_register(&kit);
    g_assert_true(pk_duty_pattern_add(kit.app, &pattern, NULL, &error));
    g_assert_no_error(error);
    g_autofree char *patterns = exported(&kit);
    expect(&kit, one, false, 0, 1, 0, 0);
    g_autofree char *both = exported(&kit);
    g_assert_nonnull(strstr(both, "@piket"));
    expect(&kit, both, false, 0, 0, 0, 0);
    expect(&kit, patterns, false, 0, 0, 0, 0);
    expect(&kit, one, false, 1, 0, 0, 0);
    /* Patterns that ended are still known. */
    g_assert_true(pk_duty_pattern_end(kit.app, 1, KIT_NOW_US, NULL, &error));
    g_assert_no_error(error);
    expect(&kit, patterns, false, 0, 0, 0, 0);
    /* Beside other events the imported shift is still in the file; without it, it is gone. */
    char *end = strstr(both, "END:VCALENDAR");
    g_autofree char *head = g_strndup(both, (gsize)(end - both));
    g_autofree char *more = g_strconcat(head, WEEK("c", "24", "25", "@jdevries") TAIL, NULL);
    expect(&kit, more, false, 0, 1, 0, 0);
    expect(&kit, theirs, false, 0, 1, 0, 2); /* of another database: read like any */
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/duty-calendar/import", test_import);
    g_test_add_func("/duty-calendar/refused", test_refused);
    g_test_add_func("/duty-calendar/rights", test_rights);
    g_test_add_func("/duty-calendar/export", test_export);
    g_test_add_func("/duty-calendar/round", test_round);
    return g_test_run();
}
