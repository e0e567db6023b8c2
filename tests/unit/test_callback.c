/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom one may call back: never the caller's own number, whatever its spelling, nor a closed desk.
 */
#include "piket/model/callback.h"
#include "piket/model/timefmt.h"

/* clang-format off */
static const struct {
    const char *why, *day, *night_number;
    bool is_24x7, night;
    const char *caller;
    PkCallFit want;
    const char *number;
} fits[] = {
    { "by day",               "070 000 00 70", NULL,            false, false, "06 0000 0001",    PK_CALL_FIT,           "070 000 00 70" },
    { "an office at night",   "070 000 00 70", NULL,            false, true,  "06 0000 0001",    PK_CALL_IS_CLOSED,     "070 000 00 70" },
    { "24 hours",             "070 000 00 70", NULL,            true,  true,  "06 0000 0001",    PK_CALL_FIT,           "070 000 00 70" },
    { "a number for the night", "070 000 00 70", "06 00 00 00 77", false, true, "06 0000 0001",  PK_CALL_FIT,           "06 00 00 00 77" },
    { "the caller's",         "06 00 00 00 01", NULL,           true,  true,  "06 0000 0001",    PK_CALL_IS_CALLERS,    NULL },
    { "abroad",               "06 00 00 00 01", NULL,           true,  false, "+31600000001",    PK_CALL_IS_CALLERS,    NULL },
    { "with words",           "0031 6 00000001", NULL,          true,  false, "06-00000001 (Jan)", PK_CALL_IS_CALLERS,  NULL },
    { "closed and the caller's", "06 00 00 00 01", NULL,        false, true,  "+31 (0)6 0000 0001", PK_CALL_IS_CALLERS, NULL },
    { "nothing known of the caller", "06 00 00 00 01", NULL,    true,  true,  "",                PK_CALL_FIT,           "06 00 00 00 01" },
    { "only a mail address",  NULL,            NULL,            true,  false, "06 0000 0001",    PK_CALL_HAS_NO_NUMBER, NULL },
    { "only by night, by day", NULL,           "06 00 00 00 77", false, false, "06 0000 0001",   PK_CALL_IS_CLOSED,     "06 00 00 00 77" },
};

static const struct {
    const char *at;
    bool night;
} hours[] = {
    { "2026-03-10T02:14:00Z", true },  { "2026-03-10T06:59:59Z", true },  { "2026-03-10T07:00:00Z", false },
    { "2026-03-10T16:59:00Z", false }, { "2026-03-10T17:00:00Z", true },  { "2026-03-14T10:00:00Z", true },
    { "2026-03-15T10:00:00Z", true },  { "2026-03-13T10:00:00Z", false }, { "2026-03-16T07:00:00Z", false },
    /* the day after the clock went forward: 08:00 CEST is 06:00Z */
    { "2026-03-30T06:00:00Z", false }, { "2026-03-30T05:59:00Z", true },  { "1969-12-31T10:00:00Z", false },
};
/* clang-format on */

static void
test_fit(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fits); i++) {
        g_autoptr(PkContact) contact = pk_contact_new();
        const char *number = "unset";
        contact->phone_day = g_strdup(fits[i].day);
        contact->phone_night = g_strdup(fits[i].night_number);
        contact->is_24x7 = fits[i].is_24x7;
        PkCallFit fit = pk_call_fit(contact, fits[i].night, fits[i].caller, &number);
        if (fit != fits[i].want)
            g_error("%s: %d", fits[i].why, (int)fit);
        g_assert_cmpstr(number, ==, fits[i].number);
    }
}

static void
test_night(void)
{
    g_autoptr(PkZone) zone = pk_zone_new("Europe/Amsterdam", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(hours); i++) {
        int64_t us = 0;
        g_assert_true(pk_time_parse_rfc3339(hours[i].at, &us, NULL));
        if (pk_call_is_night(zone, us) != hours[i].night)
            g_error("%s", hours[i].at);
    }
}

static void
test_state(void)
{
    PkCallBack call = { .outcome = PK_CALL_UNKNOWN };
    g_assert_cmpint(pk_caller_state(NULL, false), ==, PK_CALLER_UNVERIFIED);
    g_assert_cmpint(pk_caller_state(NULL, true), ==, PK_CALLER_VERIFIED);
    g_assert_cmpint(pk_caller_state(&call, false), ==, PK_CALLER_ABUSE);
    g_assert_cmpint(pk_caller_state(&call, true), ==, PK_CALLER_VERIFIED); /* set by hand since */
    call.outcome = PK_CALL_VERIFIED;
    g_assert_cmpint(pk_caller_state(&call, false), ==, PK_CALLER_UNVERIFIED);
}

static void
test_words(void)
{
    static const char *const typed[] = { "1", "2", "3", "4" };
    for (int i = 0; i < PK_CALL_OUTCOMES; i++) {
        int value = -1;
        g_assert_true(pk_word_parse(&pk_words_call_outcome, typed[i], &value, NULL));
        g_assert_cmpint(value, ==, i);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/callback/fit", test_fit);
    g_test_add_func("/callback/night", test_night);
    g_test_add_func("/callback/state", test_state);
    g_test_add_func("/callback/words", test_words);
    return g_test_run();
}
