/* SPDX-License-Identifier: EUPL-1.2 */
/* The outbox of notices: order, claims that end, retries that give up, and what may be said. */
#include "../../src/app/app_private.h"
#include "appkit.h"
#include "pg.h"
#include "piket/app/notice.h"
#include "piket/app/people.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/store/line_store.h"
#include "piket/store/notice_store.h"

#include <string.h>

#define MINUTE (INT64_C(60) * 1000000)
#define MAIL   "j.devries@voorbeeldstad.example"

/* One database for all tests: to make one takes longer than most of them. */
static Kit shared;

static const PkSql empty[] = {
    { "empty_notice", "DELETE FROM notice", 0, NULL },
    { "empty_setting", "DELETE FROM notice_setting", 0, NULL },
    { "empty_channel", "DELETE FROM person_channel", 0, NULL },
};

static void
run(Kit *kit, const PkSql *sql)
{
    g_autoptr(GError) error = NULL;

    if (kit_on_server()) {
        g_autofree char *as_admin = pk_test_pg_as(kit->file, "postgres");
        g_autofree char *in_piket = g_strconcat("SET search_path = piket; ", sql->text, NULL);
        g_free(pk_test_pg_ask(as_admin, in_piket));
        return;
    }
    pk_db_run(kit->db, sql, PK_NO_ARGS, NULL, &error);
    g_assert_no_error(error);
}

/* Nothing waits, nobody has a channel but jdevries mail, nothing was set. Time goes on: a journal
 * has no yesterday. */
static Kit *
start(void)
{
    g_autoptr(GError) error = NULL;

    if (!shared.app) {
        kit_start(&shared);
        kit_register(&shared);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(empty); i++)
        run(&shared, &empty[i]);
    pk_channel_set(shared.app, "me", PK_CHANNEL_MAIL, MAIL, NULL, true, NULL, &error);
    g_assert_no_error(error);
    return &shared;
}

/* Queues as the ladder does, inside a transaction. Returns the channels beside the bell. */
static unsigned
queue(Kit *kit, PkNoticeKind kind, int64_t page, int64_t incident)
{
    g_autoptr(GError) error = NULL;
    PkNoticeWish wish = {
        .kind = kind, .page_key = page, .incident_key = incident, .login = "jdevries"
    };
    unsigned n = 0;

    pk_app_begin(kit->app, PK_MAY_LOG, &error);
    g_assert_no_error(error);
    bool ok = pk_notice_queue(kit->app, &wish, pk_clock_now_us(), &n, &error);
    g_assert_no_error(error);
    pk_app_end(kit->app, ok, &(PkDone){ 0 }, NULL, &error);
    g_assert_no_error(error);
    return n;
}

static GPtrArray *
claim_by(PkApp *app, const char *who, unsigned channels, unsigned n)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *notices = NULL;
    PkNoticeClaim claim = { .who = who, .channels = channels, .n = n, .lease_us = 2 * MINUTE };

    pk_notice_claim(app, &claim, pk_clock_now_us(), &notices, &error);
    g_assert_no_error(error);
    return notices;
}

static GPtrArray *
claim(Kit *kit)
{
    return claim_by(kit->app, "watch-1", PK_CHANNELS_WATCH, 10);
}

static void
record(Kit *kit, const PkNotice *notice, const char *who, PkSendClass result, const char *sentence)
{
    g_autoptr(GError) error = NULL;

    pk_notice_record(kit->app, notice->uuid, who, result, sentence, pk_clock_now_us(), &error);
    g_assert_no_error(error);
}

static PkNotice *
again(Kit *kit, const PkNotice *notice)
{
    g_autoptr(GError) error = NULL;
    PkNotice *now = pk_notice_get(kit->app, notice->uuid, &error);

    g_assert_no_error(error);
    return now;
}

static void
last_line_has(Kit *kit, int64_t incident, const char *words)
{
    g_autofree char *text = kit_last(kit, incident);

    if (!strstr(text, words))
        g_error("'%s' does not say '%s'", text, words);
}

static void
test_sent(void)
{
    Kit *kit = start();
    int64_t incident = kit_report(kit);

    g_assert_cmpuint(queue(kit, PK_NOTICE_PAGE, 17, incident), ==, 1);
    g_autoptr(GPtrArray) first = claim(kit);
    g_autoptr(GPtrArray) nothing = claim(kit);
    g_assert_cmpuint(first->len, ==, 1);
    g_assert_cmpuint(nothing->len, ==, 0);
    const PkNotice *notice = first->pdata[0];
    g_assert_cmpstr(notice->address, ==, MAIL);
    g_assert_cmpstr(notice->text, ==, "Piket: 1 page waiting");
    g_assert_cmpint(notice->tlp, ==, PK_TLP_CLEAR);
    g_assert_cmpint(notice->tries, ==, 1);
    g_assert_true(pk_uuid_valid(notice->uuid));
    record(kit, notice, "watch-1", PK_SEND_OK, NULL);
    g_autoptr(PkNotice) sent = again(kit, notice);
    g_assert_cmpint(sent->state, ==, PK_NOTICE_SENT);
    g_assert_cmpint(sent->sent_us, ==, pk_clock_now_us());
    last_line_has(kit, incident, "Notice to J. de Vries by mail: sent.");
    record(kit, notice, "watch-1", PK_SEND_OK, NULL); /* told twice, written once */
    int64_t n = kit_verify(kit);
    record(kit, notice, "watch-1", PK_SEND_TEMPORARY, "late");
    g_assert_cmpint(kit_verify(kit), ==, n);
}

static void
test_retries_until_given_up(void)
{
    Kit *kit = start();
    queue(kit, PK_NOTICE_TEST, 0, 0);
    int64_t began_us = pk_clock_now_us();
    unsigned attempts = 0;
    g_autofree char *uuid = NULL;

    for (;;) {
        g_autoptr(GError) error = NULL;
        int64_t next_us = 0;
        pk_notice_next(kit->app, PK_CHANNELS_WATCH, NULL, &next_us, &error);
        g_assert_no_error(error);
        if (next_us == INT64_MAX)
            break;
        kit_later((int)((next_us - pk_clock_now_us()) / 1000000) + 1);
        g_autoptr(GPtrArray) due = claim(kit);
        g_assert_cmpuint(due->len, ==, 1);
        const PkNotice *notice = due->pdata[0];
        g_free(uuid);
        uuid = g_strdup(notice->uuid);
        g_assert_cmpint(notice->tries, ==, ++attempts);
        record(kit, notice, "watch-1", PK_SEND_TEMPORARY, "The mail server says 451.");
    }
    g_assert_cmpint(pk_clock_now_us() - began_us, <=, PK_NOTICE_LIFE_US);
    g_assert_cmpint(pk_clock_now_us() - began_us, >, 23 * 60 * MINUTE);
    g_assert_cmpuint(attempts, >, 40);
    g_assert_cmpuint(attempts, <, 80);
    g_autoptr(PkNotice) over = pk_notice_get(kit->app, uuid, NULL);
    g_assert_cmpint(over->state, ==, PK_NOTICE_FAILED);
    g_assert_cmpstr(over->last_error, ==, "The mail server says 451.");
    last_line_has(kit, 0, "failed for good");
}

static void
test_permanent_ends_at_once(void)
{
    Kit *kit = start();
    queue(kit, PK_NOTICE_TEST, 0, 0);
    g_autoptr(GPtrArray) due = claim(kit);
    record(kit, due->pdata[0], "watch-1", PK_SEND_PERMANENT,
           "The server\x1b[31m knows no such mailbox.\r\n");
    g_autoptr(PkNotice) over = again(kit, due->pdata[0]);
    g_assert_cmpint(over->state, ==, PK_NOTICE_FAILED);
    g_assert_null(strchr(over->last_error, '\x1b'));
}

static void
test_killed_between_sending_and_recording(void)
{
    Kit *kit = start();
    queue(kit, PK_NOTICE_TEST, 0, 0);
    g_autoptr(GPtrArray) first = claim(kit);
    kit_later(119);
    g_autoptr(GPtrArray) early = claim_by(kit->app, "watch-2", PK_CHANNELS_WATCH, 10);
    g_assert_cmpuint(early->len, ==, 0);
    kit_later(2);
    g_autoptr(GPtrArray) second = claim_by(kit->app, "watch-2", PK_CHANNELS_WATCH, 10);
    g_assert_cmpuint(second->len, ==, 1);
    const PkNotice *taken = second->pdata[0];
    g_assert_cmpstr(taken->uuid, ==, ((PkNotice *)first->pdata[0])->uuid);
    last_line_has(kit, 0, "may arrive twice");
    /* The first one was only slow: its failure no longer counts, its success does. */
    record(kit, taken, "watch-1", PK_SEND_TEMPORARY, "too late");
    g_autoptr(PkNotice) still = again(kit, taken);
    g_assert_cmpint(still->state, ==, PK_NOTICE_CLAIMED);
    g_assert_cmpstr(still->claimed_by, ==, "watch-2");
    record(kit, taken, "watch-1", PK_SEND_OK, NULL);
    g_autoptr(PkNotice) sent = again(kit, taken);
    g_assert_cmpint(sent->state, ==, PK_NOTICE_SENT);
    kit_verify(kit);
}

static void
drop(Kit *kit, int64_t page, unsigned expected)
{
    g_autoptr(GError) error = NULL;
    unsigned n = 0;

    pk_app_begin(kit->app, PK_MAY_LOG, &error);
    g_assert_no_error(error);
    bool ok = pk_notice_drop_page(kit->app, page, NULL, "Acknowledged by J. de Vries.", &n, &error);
    pk_app_end(kit->app, ok, &(PkDone){ 0 }, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(n, ==, expected);
}

static void
test_dropped(void)
{
    Kit *kit = start();
    g_autoptr(GError) error = NULL;

    /* A newer one takes the place of one that nobody took. */
    queue(kit, PK_NOTICE_PAGE, 17, 0);
    queue(kit, PK_NOTICE_PAGE, 17, 0);
    queue(kit, PK_NOTICE_PAGE, 18, 0);
    g_autoptr(GPtrArray) due = claim(kit);
    g_assert_cmpuint(due->len, ==, 2);
    /* The acknowledgement came while it was on its way: both are true. */
    drop(kit, 17, 2); /* the mail and the bell */
    g_autoptr(PkNotice) dropped = again(kit, due->pdata[0]);
    g_assert_cmpint(dropped->state, ==, PK_NOTICE_DROPPED);
    record(kit, due->pdata[0], "watch-1", PK_SEND_TEMPORARY, "no");
    g_autoptr(PkNotice) still = again(kit, due->pdata[0]);
    g_assert_cmpint(still->state, ==, PK_NOTICE_DROPPED);
    record(kit, due->pdata[0], "watch-1", PK_SEND_OK, NULL);
    g_autoptr(PkNotice) sent = again(kit, due->pdata[0]);
    g_assert_cmpint(sent->state, ==, PK_NOTICE_SENT);

    /* The channel goes off while one waits. */
    queue(kit, PK_NOTICE_PAGE, 19, 0);
    pk_channel_set(kit->app, "me", PK_CHANNEL_MAIL, NULL, NULL, false, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) none = claim(kit);
    g_assert_cmpuint(none->len, ==, 0);
    last_line_has(kit, 0, "switched off");
    g_assert_cmpuint(queue(kit, PK_NOTICE_PAGE, 20, 0), ==, 0);
}

static void
test_address_of_now(void)
{
    Kit *kit = start();
    g_autoptr(GError) error = NULL;

    queue(kit, PK_NOTICE_TEST, 0, 0);
    pk_channel_set(kit->app, "me", PK_CHANNEL_MAIL, "other@oefendam.example", NULL, true, NULL,
                   &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) due = claim(kit);
    g_assert_cmpstr(((PkNotice *)due->pdata[0])->address, ==, "other@oefendam.example");
    g_autoptr(PkNotice) row = again(kit, due->pdata[0]);
    g_assert_cmpstr(row->address, ==, "other@oefendam.example");
}

static void
test_content(void)
{
    Kit *kit = start();
    g_autoptr(GError) error = NULL;
    PkTlp amber = PK_TLP_AMBER;
    int64_t incident = kit_report(kit); /* TLP:AMBER */

    pk_notice_content_set(kit->app, PK_CONTENT_TITLE, NULL, NULL, &error);
    g_assert_no_error(error);
    pk_channel_set(kit->app, "me", PK_CHANNEL_DESKTOP, NULL, NULL, true, NULL, &error);
    g_assert_no_error(error);
    queue(kit, PK_NOTICE_PAGE, 1, incident);
    g_autoptr(GPtrArray) low =
        claim_by(kit->app, "w", PK_CHANNELS_WATCH | PK_CHANNEL_BIT(PK_CHANNEL_DESKTOP), 9);
    g_assert_cmpuint(low->len, ==, 2);
    for (guint i = 0; i < 2; i++)
        g_assert_cmpstr(((PkNotice *)low->pdata[i])->text, ==, "Piket: 1 page waiting");

    pk_notice_content_set(kit->app, PK_CONTENT_TITLE, &amber, NULL, &error);
    g_assert_no_error(error);
    queue(kit, PK_NOTICE_PAGE, 2, incident);
    g_autoptr(GPtrArray) high =
        claim_by(kit->app, "w", PK_CHANNELS_WATCH | PK_CHANNEL_BIT(PK_CHANNEL_DESKTOP), 9);
    g_assert_cmpuint(high->len, ==, 2);
    for (guint i = 0; i < 2; i++) {
        const PkNotice *notice = high->pdata[i];
        bool on_desktop = notice->channel == PK_CHANNEL_DESKTOP;
        g_assert_true(on_desktop == (strstr(notice->text, "I26-") != NULL));
        g_assert_cmpint(notice->tlp, ==, on_desktop ? PK_TLP_AMBER : PK_TLP_CLEAR);
        g_assert_cmpstr(notice->bare, ==, "Piket: 1 page waiting");
    }
    g_autoptr(PkApp) other = kit_other(kit, "mbakker", "M. Bakker", "officer");
    g_assert_false(pk_notice_content_set(other, PK_CONTENT_TITLE, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_false(pk_channel_set(other, "jdevries", PK_CHANNEL_MAIL, "x@oefendam.example", NULL,
                                  true, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
}

/* The label went up between queueing and sending. */
static void
test_label_of_now(void)
{
    Kit *kit = start();
    g_autoptr(GError) error = NULL;
    PkTlp amber = PK_TLP_AMBER;
    int64_t incident = kit_report(kit);

    pk_notice_content_set(kit->app, PK_CONTENT_NUMBER, &amber, NULL, &error);
    pk_channel_set(kit->app, "me", PK_CHANNEL_DESKTOP, NULL, NULL, true, NULL, &error);
    g_assert_no_error(error);
    queue(kit, PK_NOTICE_PAGE, 1, incident);
    const PkSetting stricter = { "tlp", "amber+strict" };
    pk_incident_set(kit->app, incident, 0, &stricter, 1, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) due = claim_by(kit->app, "w", PK_CHANNEL_BIT(PK_CHANNEL_DESKTOP), 9);
    g_assert_cmpstr(((PkNotice *)due->pdata[0])->text, ==, "Piket: 1 page waiting");
}

static const PkSql ten_thousand = {
    "ten_thousand",
    "WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < "
    "9999) "
    "INSERT INTO notice (uuid, kind, page, incident, login, channel, address, text, bare, tlp, "
    "by_who, made_us, next_us, tries, state, claimed_by, claimed_until_us, sent_us, last_error) "
    "SELECT '00000000-0000-7000-8000-' || CAST(100000000000 + i AS TEXT), "
    "CASE WHEN i % 10 = 9 THEN 'clock' ELSE 'page' END, 0, 0, 'jdevries', "
    "CASE WHEN i % 10 = 9 THEN 'webhook' ELSE 'mail' END, 'x', 't', 't', 'TLP:CLEAR', 'jdevries', "
    "made_us, made_us, 0, 'queued', '', 0, NULL, '' "
    "FROM (SELECT i, CAST($1 AS BIGINT) - i * 7919 % 5000 AS made_us FROM n) AS m",
    1, NULL
};

/* Ten thousand wait, a mail server hangs: order within a channel, and the webhooks go on. */
static void
test_many_in_order(void)
{
    Kit *kit = start();
    g_autoptr(GError) error = NULL;
    int64_t now_us = pk_clock_now_us(), n = 0;

    pk_app_begin(kit->app, PK_MAY_LOG, &error);
    g_assert_no_error(error);
    pk_db_run(kit->app->db, &ten_thousand, PK_ARGS(pk_int(now_us)), &n, &error);
    g_assert_no_error(error);
    g_assert_cmpint(n, ==, 10000);
    pk_app_end(kit->app, true, &(PkDone){ 0 }, NULL, &error);
    g_assert_no_error(error);
    int64_t last_us[PK_CHANNEL_N] = { 0 };
    unsigned seen[PK_CHANNEL_N] = { 0 };
    unsigned before = pk_db_n_statements(kit->app->db);
    for (int round = 0; round < 20; round++) {
        g_autoptr(GPtrArray) due = claim_by(kit->app, "w", PK_CHANNELS_WATCH, 8);
        g_assert_cmpuint(due->len, ==, 16);
        for (guint i = 0; i < due->len; i++) {
            const PkNotice *notice = due->pdata[i];
            g_assert_cmpint(notice->made_us, >=, last_us[notice->channel]);
            last_us[notice->channel] = notice->made_us;
            seen[notice->channel]++;
        }
    }
    g_assert_cmpuint(seen[PK_CHANNEL_MAIL], ==, 160);
    g_assert_cmpuint(seen[PK_CHANNEL_WEBHOOK], ==, 160);
    g_assert_cmpuint(pk_db_n_statements(kit->app->db) - before, <, 20 * 60);
}

static void
test_bells(void)
{
    Kit *kit = start();
    g_autoptr(GError) error = NULL;
    int64_t before_us = pk_clock_now_us() - 1;

    queue(kit, PK_NOTICE_PAGE, 1, 0);
    queue(kit, PK_NOTICE_PAGE, 2, 0);
    g_autoptr(GPtrArray) bells = pk_notice_bells(kit->app, before_us, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(bells->len, ==, 2);
    g_assert_cmpint(((PkNotice *)bells->pdata[0])->page_key, ==, 1);
    drop(kit, 1, 2);
    g_autoptr(GPtrArray) left = pk_notice_bells(kit->app, before_us, &error);
    g_assert_cmpuint(left->len, ==, 1);
    g_autoptr(GPtrArray) newer = pk_notice_bells(kit->app, pk_clock_now_us(), &error);
    g_assert_cmpuint(newer->len, ==, 0);
    g_autoptr(PkApp) other = kit_other(kit, "selamrani", "S. el Amrani", "officer");
    g_autoptr(GPtrArray) others = pk_notice_bells(other, before_us, &error);
    g_assert_cmpuint(others->len, ==, 0);
}

static void
test_of_channels(void)
{
    Kit *kit = start();
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) uuids = NULL;

    g_assert_false(
        pk_channel_set(kit->app, "me", PK_CHANNEL_MAIL, "no address", NULL, true, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    pk_notice_test(kit->app, &uuids, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(uuids->len, ==, 2); /* bell, mail */
    g_autoptr(GPtrArray) channels = pk_channel_list(kit->app, "jdevries", &error);
    g_assert_cmpuint(channels->len, ==, 2);
    pk_channel_set(kit->app, "me", PK_CHANNEL_BELL, NULL, NULL, false, NULL, &error);
    pk_channel_set(kit->app, "me", PK_CHANNEL_MAIL, NULL, NULL, false, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) none = NULL;
    g_assert_false(pk_notice_test(kit->app, &none, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    kit_verify(kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notice/sent", test_sent);
    g_test_add_func("/notice/retries", test_retries_until_given_up);
    g_test_add_func("/notice/permanent", test_permanent_ends_at_once);
    g_test_add_func("/notice/killed", test_killed_between_sending_and_recording);
    g_test_add_func("/notice/dropped", test_dropped);
    g_test_add_func("/notice/address", test_address_of_now);
    g_test_add_func("/notice/content", test_content);
    g_test_add_func("/notice/label", test_label_of_now);
    g_test_add_func("/notice/many", test_many_in_order);
    g_test_add_func("/notice/bells", test_bells);
    g_test_add_func("/notice/test", test_of_channels);
    int failed = g_test_run();
    if (shared.app)
        kit_stop(&shared);
    return failed;
}
