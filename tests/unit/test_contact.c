/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/contact.h"

#include <string.h>

static void
test_phone(void)
{
    /* clang-format off */
    static const struct {
        const char *typed;
        const char *number; /* NULL: none */
        const char *group;
    } cases[] = {
        { "0600000077",              "+31600000077",  "06 00 00 00 77" },
        { "06-0000 0001",            "+31600000001",  "06 00 00 00 01" },
        { "+31 (0)6 00 00 00 77",    "+31600000077",  "06 00 00 00 77" },
        { "0031600000077",           "+31600000077",  "06 00 00 00 77" },
        { "+310600000077",           "+31600000077",  "06 00 00 00 77" },
        { "(070) 000 00 11",         "+31700000011",  "070 000 00 11" },
        { "070 000 00 70 servicedesk 2", "+31700000070", "070 000 00 70" },
        { "bel 0162-000000",         "+31162000000",  "0162 00 00 00" },
        { "088 0000000",             "+31880000000",  "088 000 00 00" },
        { "+32 2 555 00 00",         "+3225550000",   "+32 25 55 00 00" },
        { "112",                     "112",           "112" },
        { "0900 1234",               "09001234",      "0900 12 34" },
        { "14 020",                  "14020",         "14020" },
        { "12",                      NULL,            "12" },
        { "zie kaart",               NULL,            "zie kaart" },
        { "",                        NULL,            "" },
        { NULL,                      NULL,            "" },
        { "123456789012345678",      NULL,            "123456789012345678" },
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *number = pk_phone_normalise(cases[i].typed);
        g_autofree char *group = pk_phone_group(cases[i].typed);

        g_assert_cmpstr(number, ==, cases[i].number);
        g_assert_cmpstr(group, ==, cases[i].group);
    }
}

static void
test_same_number(void)
{
    g_assert_true(pk_phone_same("06 0000 0077", "+31600000077"));
    g_assert_true(pk_phone_same("+31 (0)70 000 00 11", "070-0000011"));
    g_assert_false(pk_phone_same("06 0000 0077", "06 0000 0078"));
    g_assert_false(pk_phone_same("", ""));
    g_assert_false(pk_phone_same(NULL, NULL));
}

static int64_t
day(int year, int month, int of_month)
{
    g_autoptr(GDateTime) then = g_date_time_new_utc(year, month, of_month, 12, 0, 0);

    return g_date_time_to_unix(then) * 1000000;
}

static void
test_stale(void)
{
    /* clang-format off */
    static const struct {
        int from[3], now[3];
        int months;
        bool stale;
    } cases[] = {
        { { 2026, 1, 28 },  { 2026, 3, 10 },  1,  false },
        { { 2025, 3, 10 },  { 2026, 3, 10 },  12, false }, /* exactly a year is not older */
        { { 2025, 3, 9 },   { 2026, 3, 10 },  12, true },
        { { 2025, 1, 5 },   { 2026, 3, 10 },  14, true },
        { { 2024, 2, 29 },  { 2025, 2, 28 },  12, false },
        { { 2024, 2, 29 },  { 2025, 3, 1 },   12, true },
        { { 2026, 3, 11 },  { 2026, 3, 10 },  0,  false }, /* a clock that was ahead */
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const int *f = cases[i].from, *n = cases[i].now;
        PkContact contact = { .checked_us = day(f[0], f[1], f[2]) };

        g_assert_cmpint(pk_contact_age_months(&contact, day(n[0], n[1], n[2])), ==,
                        cases[i].months);
        g_assert_true(pk_contact_stale(&contact, day(n[0], n[1], n[2])) == cases[i].stale);
    }
    PkContact never = { 0 };
    g_assert_true(pk_contact_stale(&never, day(2026, 3, 10)));
    g_assert_cmpint(pk_contact_age_months(&never, day(2026, 3, 10)), ==, -1);
}

static void
test_trusted(void)
{
    PkContact contact = { .role = PK_CONTACT_VCIB };

    g_assert_false(pk_contact_trusted(&contact));
    contact.signed_us = 1;
    g_assert_true(pk_contact_trusted(&contact));
    contact.role = PK_CONTACT_ACIB;
    g_assert_false(pk_contact_trusted(&contact));
}

static void
test_number_at_night(void)
{
    char day_number[] = "070 000 00 70", night[] = "06 00 00 00 77";
    PkContact contact = { .phone_day = day_number };

    g_assert_cmpstr(pk_contact_phone_at(&contact, false), ==, day_number);
    g_assert_null(pk_contact_phone_at(&contact, true)); /* never an office number at 03:00 */
    contact.is_24x7 = true;
    g_assert_cmpstr(pk_contact_phone_at(&contact, true), ==, day_number);
    contact.phone_night = night;
    g_assert_cmpstr(pk_contact_phone_at(&contact, true), ==, night);
}

static void
test_on_the_card(void)
{
    char one[] = "070 000 00 70", two[] = "+31600000077";
    PkContact desk = { .phone_day = one }, vcib = { .phone_night = two };
    g_autoptr(GPtrArray) card = g_ptr_array_new();
    g_ptr_array_add(card, &desk);
    g_ptr_array_add(card, &vcib);

    g_assert_true(pk_contact_with_phone(card, "06-00000077") == &vcib);
    g_assert_true(pk_contact_with_phone(card, "0031 70 0000070") == &desk);
    g_assert_null(pk_contact_with_phone(card, "06 0000 0001"));
    g_assert_null(pk_contact_with_phone(card, NULL));
}

static void
check(const char *name, const char *phone, const char *mail, const char *fault)
{
    g_autoptr(PkContact) contact = pk_contact_new();
    g_autoptr(GError) error = NULL;

    contact->name = g_strdup(name);
    contact->phone_day = g_strdup(phone);
    contact->mail = g_strdup(mail);
    g_assert_true(pk_contact_check(contact, &error) == !fault);
    if (fault) {
        g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
        g_assert_nonnull(strstr(error->message, fault));
    }
}

static void
test_check(void)
{
    check("S. de Boer", "06 00 00 00 77", NULL, NULL);
    check("servicedesk", NULL, "ciso@oefendam.example", NULL);
    check("", "112", NULL, "name");
    check("a\nb", "112", NULL, "name");
    check("x", NULL, NULL, "number or a mail");
    check("x", "zie kaart", NULL, "digits");
    check("x", "0600000077\x1b", NULL, "digits");
    check("x", NULL, "a@b@c", "mail address");
    check("x", NULL, "@b", "mail address");
    check("x", NULL, "a@", "mail address");
    check("x", NULL, "a b@c", "mail address");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/contact/phone", test_phone);
    g_test_add_func("/contact/same-number", test_same_number);
    g_test_add_func("/contact/stale", test_stale);
    g_test_add_func("/contact/trusted", test_trusted);
    g_test_add_func("/contact/number-at-night", test_number_at_night);
    g_test_add_func("/contact/on-the-card", test_on_the_card);
    g_test_add_func("/contact/check", test_check);
    return g_test_run();
}
