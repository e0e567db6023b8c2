/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/error.h"
#include "piket/model/notice.h"

#include <string.h>

#define SECOND INT64_C(1000000)

static void
test_backoff(void)
{
    const char *uuid = "01900000-0000-7000-8000-000000000001";
    const char *other = "01900000-0000-7000-8000-000000000002";
    bool differs = false;

    for (int64_t tries = 1; tries < 60; tries++) {
        int64_t wait = pk_notice_backoff_us(uuid, tries);
        int64_t base = tries > 6 ? 1800 : MIN(INT64_C(30) << (tries - 1), 1800);
        g_assert_cmpint(wait, >=, 30 * SECOND);
        g_assert_cmpint(wait, <=, 1800 * SECOND);
        g_assert_cmpint(wait, >=, base * SECOND * 4 / 5);
        g_assert_cmpint(wait, <=, base * SECOND * 6 / 5);
        g_assert_cmpint(wait, ==, pk_notice_backoff_us(uuid, tries)); /* the same every time */
        differs |= wait != pk_notice_backoff_us(other, tries);
    }
    g_assert_true(differs);
    g_assert_cmpint(pk_notice_backoff_us(uuid, 3), >, pk_notice_backoff_us(uuid, 1));
    g_assert_cmpint(pk_notice_backoff_us(uuid, INT64_MAX), >, 0);
}

/* clang-format off */
static const struct {
    PkChannel channel;
    const char *address;
    bool good;
} addresses[] = {
    { PK_CHANNEL_MAIL,    "j.devries@voorbeeldstad.example",  true },
    { PK_CHANNEL_MAIL,    "j+piket@a-b.example",              true },
    { PK_CHANNEL_MAIL,    "",                                 false },
    { PK_CHANNEL_MAIL,    "j.devries",                        false },
    { PK_CHANNEL_MAIL,    "@voorbeeldstad.example",           false },
    { PK_CHANNEL_MAIL,    "j@",                               false },
    { PK_CHANNEL_MAIL,    "j@a.example\r\nRCPT TO:<x@y>",     false },
    { PK_CHANNEL_MAIL,    "J. de Vries <j@a.example>",        false },
    { PK_CHANNEL_MAIL,    "j@a@b.example",                    false },
    { PK_CHANNEL_MAIL,    "j@a.example> SIZE=1",              false },
    { PK_CHANNEL_MAIL,    "-j@-a.example",                    false },
    { PK_CHANNEL_MAIL,    "j..k@a.example",                   false },
    { PK_CHANNEL_WEBHOOK, "+31 6 00000001",                   true },
    { PK_CHANNEL_WEBHOOK, "@jdevries:voorbeeldstad.example",  true },
    { PK_CHANNEL_WEBHOOK, "",                                 false },
    { PK_CHANNEL_HOOK,    "a\nb",                             false },
    { PK_CHANNEL_HOOK,    "\x1b[2J",                          false },
    { PK_CHANNEL_DESKTOP, "",                                 true },
    { PK_CHANNEL_DESKTOP, ":0",                               false },
    { PK_CHANNEL_BELL,    NULL,                               true },
};
/* clang-format on */

static void
test_addresses(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autoptr(GError) error = NULL;
        bool good = pk_channel_check(addresses[i].channel, addresses[i].address, &error);
        if (good != addresses[i].good)
            g_error("'%s': %s", addresses[i].address, good ? "taken" : error->message);
        g_assert_true(good == !error);
    }
    g_autofree char *long_one = g_strnfill(201, '1');
    g_assert_false(pk_channel_check(PK_CHANNEL_HOOK, long_one, NULL));
    g_assert_true(pk_channel_check_key("", NULL));
    g_assert_true(pk_channel_check_key("0123456789abcdef0123456789ABCDEF01234567", NULL));
    g_assert_false(pk_channel_check_key("01234567", NULL));
    g_assert_false(pk_channel_check_key("x123456789abcdef0123456789ABCDEF01234567", NULL));
}

/* clang-format off */
static const struct {
    PkTlp label;
    const char *roles;
    bool named;
    PkChannel channel;
    bool encrypted;
    PkTlp ceiling;
    bool may;
} gate[] = {
    { PK_TLP_GREEN,        "officer", false, PK_CHANNEL_MAIL,    false, PK_TLP_GREEN, true },
    { PK_TLP_AMBER,        "officer", false, PK_CHANNEL_MAIL,    false, PK_TLP_GREEN, false }, /* above the administrator's ceiling */
    { PK_TLP_AMBER,        "officer", false, PK_CHANNEL_MAIL,    false, PK_TLP_AMBER, false }, /* anybody on the way reads it */
    { PK_TLP_AMBER,        "officer", false, PK_CHANNEL_MAIL,    true,  PK_TLP_AMBER, true },
    { PK_TLP_AMBER,        "officer", false, PK_CHANNEL_WEBHOOK, true,  PK_TLP_AMBER, false },
    { PK_TLP_AMBER,        "officer", false, PK_CHANNEL_DESKTOP, false, PK_TLP_AMBER, true },
    { PK_TLP_AMBER,        "admin",   false, PK_CHANNEL_DESKTOP, false, PK_TLP_AMBER, false }, /* does not see it in Piket either */
    { PK_TLP_AMBER,        "reader",  false, PK_CHANNEL_DESKTOP, false, PK_TLP_RED,   false }, /* above what a reader sees */
    { PK_TLP_AMBER_STRICT, "officer", false, PK_CHANNEL_MAIL,    true,  PK_TLP_RED,   true },
    { PK_TLP_RED,          "officer", false, PK_CHANNEL_MAIL,    true,  PK_TLP_RED,   false },
    { PK_TLP_RED,          "officer", true,  PK_CHANNEL_MAIL,    true,  PK_TLP_RED,   true },
    { PK_TLP_RED,          "officer", true,  PK_CHANNEL_MAIL,    false, PK_TLP_RED,   false },
    { PK_TLP_RED,          "officer", true,  PK_CHANNEL_MAIL,    true,  PK_TLP_AMBER, false },
    { PK_TLP_CLEAR,        "",        false, PK_CHANNEL_HOOK,    false, PK_TLP_CLEAR, false },
};
/* clang-format on */

static void
test_gate(void)
{
    int64_t incident = 7;
    g_autoptr(GArray) named = g_array_new(FALSE, FALSE, sizeof(int64_t));

    g_array_append_val(named, incident);
    for (size_t i = 0; i < G_N_ELEMENTS(gate); i++) {
        PkSight sight =
            pk_sight_new("jdevries", gate[i].roles, PK_TLP_GREEN, gate[i].named ? named : NULL);
        bool may = pk_notice_may(gate[i].label, &sight, incident, gate[i].channel,
                                 gate[i].encrypted, gate[i].ceiling);
        if (may != gate[i].may)
            g_error("row %zu: %d", i, may);
    }
}

static void
test_texts(void)
{
    g_autofree char *one = pk_notice_bare(PK_NOTICE_PAGE, 0);
    g_autofree char *three = pk_notice_bare(PK_NOTICE_PAGE, 3);
    g_autofree char *none = pk_notice_text(one, PK_CONTENT_NONE, "I26-0412", "Fire");
    g_autofree char *number = pk_notice_text(one, PK_CONTENT_NUMBER, "I26-0412", "Fire");
    g_autofree char *title = pk_notice_text(one, PK_CONTENT_TITLE, "I26-0412", "Fire");
    g_autofree char *about_none = pk_notice_text(one, PK_CONTENT_TITLE, "", "");

    g_assert_cmpstr(one, ==, "Piket: 1 page waiting");
    g_assert_cmpstr(three, ==, "Piket: 3 pages waiting");
    g_assert_cmpstr(none, ==, one);
    g_assert_cmpstr(number, ==, "Piket: 1 page waiting: I26-0412");
    g_assert_cmpstr(title, ==, "Piket: 1 page waiting: I26-0412 Fire");
    g_assert_cmpstr(about_none, ==, one);
    for (int kind = PK_NOTICE_PAGE; kind <= PK_NOTICE_TEST; kind++) {
        g_autofree char *text = pk_notice_bare((PkNoticeKind)kind, 2);
        g_assert_true(g_str_has_prefix(text, "Piket: "));
        g_assert_cmpstr(pk_word_key(&pk_words_notice_kind, kind), !=, "unknown");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notice/backoff", test_backoff);
    g_test_add_func("/notice/addresses", test_addresses);
    g_test_add_func("/notice/gate", test_gate);
    g_test_add_func("/notice/texts", test_texts);
    return g_test_run();
}
