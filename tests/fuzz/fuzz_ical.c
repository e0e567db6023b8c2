/* SPDX-License-Identifier: EUPL-1.2 */
/* Any file gives shifts or one sentence, soon; what is written from them is read back the same. */
#include "piket/base/error.h"
#include "piket/base/text.h"
#include "piket/format/ical.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* 2026 to 2029 in Amsterdam: four years of changing clocks. */
#define FROM_US (INT64_C(1767225600) * PK_SECOND_US)
#define TO_US   (INT64_C(1861920000) * PK_SECOND_US)

static void
check_shift(const PkIcalShift *shift)
{
    g_assert_cmpint(shift->start_us, <, shift->end_us);
    g_assert_cmpint(shift->end_us, >, FROM_US);
    g_assert_cmpint(shift->start_us, <, TO_US);
    g_assert_cmpint(shift->end_us - shift->start_us, <=, (PK_ICAL_DAYS_MAX + 2) * PK_DAY_US);
    g_assert_true(pk_text_check(shift->uid, PK_TEXT_LINE) && *shift->uid);
    g_assert_true(pk_text_check(shift->summary, PK_TEXT_LINE));
    g_assert_true(pk_text_check(shift->person, PK_TEXT_LINE));
    g_assert_true(pk_text_check(shift->mail, PK_TEXT_LINE));
    g_assert_true(pk_text_check(shift->categories, PK_TEXT_LINE));
    g_assert_cmpuint(shift->line, >, 0);
}

static void
check_lines(const char *text)
{
    g_assert_true(g_utf8_validate(text, -1, NULL));
    for (const char *line = text; *line;) {
        const char *stop = strstr(line, "\r\n");
        g_assert_nonnull(stop);
        g_assert_cmpint(stop - line, <=, 75);
        g_assert_true(g_utf8_validate(line, stop - line, NULL));
        line = stop + 2;
    }
}

/* UIDs of a series become one for each shift, as whoever exports must make them. */
static void
check_round_trip(const PkIcal *ical)
{
    guint n = MIN(ical->shifts->len, 2);
    g_autoptr(GArray) out = g_array_new(FALSE, TRUE, sizeof(PkIcalShift));
    g_autoptr(GPtrArray) uids = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < n; i++) {
        PkIcalShift shift = g_array_index(ical->shifts, PkIcalShift, i);
        g_ptr_array_add(uids, g_strdup_printf("%06u@piket.example", i));
        shift.uid = uids->pdata[i];
        g_array_append_val(out, shift);
    }
    g_autofree char *text = pk_ical_write((PkIcalShift *)out->data, n, "Rota", FROM_US);
    check_lines(text);
    g_autoptr(GError) error = NULL;
    g_autoptr(PkIcal) again = pk_ical_read(text, strlen(text), NULL, FROM_US, TO_US, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(again->shifts->len, ==, n);
    for (guint i = 0; i < n; i++) {
        const PkIcalShift *a = &g_array_index(out, PkIcalShift, i);
        const PkIcalShift *b = &g_array_index(again->shifts, PkIcalShift, i);
        g_assert_cmpint(a->start_us, ==, b->start_us);
        g_assert_cmpint(a->end_us, ==, b->end_us);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static PkZone *zone;
    g_autoptr(GError) error = NULL;

    if (!zone)
        zone = pk_zone_new("Europe/Amsterdam", NULL);
    g_autoptr(PkIcal) ical = pk_ical_read((const char *)data, size, zone, FROM_US, TO_US, &error);
    g_assert_true((ical != NULL) == (error == NULL));
    if (error) {
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    for (guint i = 0; i < ical->shifts->len; i++)
        check_shift(&g_array_index(ical->shifts, PkIcalShift, i));
    check_round_trip(ical);
    return 0;
}
