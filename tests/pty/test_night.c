/* SPDX-License-Identifier: EUPL-1.2 */
/* The journey of 03:00, on a server with a watch, in the real programs: a voicemail comes in as a
 * page, rung one sleeps, rung two takes it and makes the report of it, the caller is called back on
 * a number of the card, and in the morning the duty is handed over and accepted. */
#include "pg.h"
#include "piket/app/duty.h"
#include "piket/app/handover.h"
#include "piket/app/page.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/store/contact_store.h"
#include "piket/store/org_store.h"
#include "piketdb.h"
#include "pty_console.h"

#include <string.h>

#define MINUTE_US (INT64_C(60) * G_USEC_PER_SEC)
#define VOICEMAIL "Voorbeeldstad, S. de Boer: servers locked since a quarter to three"

/* What each language says. */
typedef struct {
    const char *lang, *page, *confirm, *taken, *report, *saved, *verified, *make, *to, *words;
    const char *over, *waits, *accepted;
} Said;

/* clang-format off */
static const Said english = {
    "en", "not acknowledged", "ACKNOWLEDGE", "owner M. Bakker", "Quick report", " saved.",
    "VERIFIED 03", "Make and hand on", "Hand over to", "In your own words", "HAND DUTY OVER",
    "HANDOVER - waits", "accepted by S. el Amrani",
};
static const Said dutch = {
    "nl", "niet aangenomen", "AANNEMEN", "M. Bakker", "Snelmelding", " opgeslagen.",
    "GEVERIFIEERD 03", "Maken en doorgeven", "Overdragen aan", "In je eigen woorden",
    "DIENST OVERDRAGEN", "OVERDRACHT - wacht", "S. el Amrani",
};
/* clang-format on */

typedef struct {
    char *line, *one, *two, *next, *watch; /* addresses: of the telephone line, the rungs, ... */
} Night;

static void
set_clock(const char *now)
{
    g_setenv("PIKET_TEST_NOW", now, TRUE);
}

/* ---- what is there before -----------------------------------------------------------------------
 */

static PkApp *
open_as(const char *where)
{
    g_autoptr(GError) error = NULL;
    PkAppConfig config = { .where = where };
    PkApp *app = pk_app_open(&config, &error);

    g_assert_no_error(error);
    return app;
}

/* A municipality with one person on its card, who can be called at night. */
static void
add_card(const Night *night)
{
    g_autofree char *root = pk_test_pg_as(night->line, "postgres");
    g_autoptr(GError) error = NULL;
    g_autoptr(PkDb) db = pk_db_open(root, PK_DB_WRITE, &error);
    g_autoptr(PkOrg) org = pk_org_new();
    g_autoptr(PkContact) contact = pk_contact_new();
    g_autofree char *uuid = pk_uuid_new(pk_clock_now_us());

    g_assert_no_error(error);
    org->uuid = pk_uuid_new(pk_clock_now_us());
    org->name = g_strdup("Voorbeeldstad");
    org->code = g_strdup("GM9001");
    org->kind = PK_ORG_MUNICIPALITY;
    org->joined = true;
    pk_org_insert(db, org, &error);
    g_assert_no_error(error);
    contact->org_key = org->key;
    contact->role = PK_CONTACT_VCIB;
    contact->name = g_strdup("S. de Boer");
    contact->phone_day = g_strdup("06 0000 0077");
    contact->is_24x7 = true;
    contact->source = g_strdup("VCIB form");
    contact->checked_us = contact->signed_us = pk_clock_now_us() - 30 * PK_DAY_US;
    pk_contact_insert(db, contact, uuid, &error);
    g_assert_no_error(error);
}

static void
put_on_duty(PkApp *app, PkDuty duty, const char *login)
{
    g_autoptr(GError) error = NULL;
    int64_t now_us = pk_clock_now_us();
    PkDutyWish wish = { duty, login, now_us - 60 * MINUTE_US, now_us + 600 * MINUTE_US, NULL };

    pk_duty_set(app, &wish, NULL, &error);
    g_assert_no_error(error);
}

static bool
fall(Night *night)
{
    set_clock(PK_CONSOLE_NOW);
    *night = (Night){ .line = pk_test_pg_ready_for("night_line", "The line") };
    if (!night->line)
        return false;
    night->one = pk_test_pg_person_called(night->line, "night_one", "J. de Vries", "officer");
    night->two = pk_test_pg_person_called(night->line, "night_two", "M. Bakker", "officer");
    night->next = pk_test_pg_person_called(night->line, "night_next", "S. el Amrani", "officer");
    night->watch = pk_test_pg_person_called(night->line, "night_watch", "The watch", "watch");
    pk_pty_new_home();
    add_card(night);
    g_autoptr(PkApp) app = open_as(night->line);
    put_on_duty(app, PK_DUTY_OFFICER, "night_one");
    put_on_duty(app, PK_DUTY_BACKUP, "night_two");
    return true;
}

static void
night_clear(Night *night)
{
    g_free(night->line);
    g_free(night->one);
    g_free(night->two);
    g_free(night->next);
    g_free(night->watch);
}

/* ---- who does what ------------------------------------------------------------------------------
 */

/* The watch looks once. */
static void
watch(const Night *night, const char *now)
{
    g_autofree char *piket = g_strdup(g_getenv("PIKET_BIN"));
    g_autofree char *dir = g_path_get_dirname(piket);
    g_autofree char *program = g_build_filename(dir, "piket-watch", NULL);

    set_clock(now);
    g_setenv("PIKET_BIN", program, TRUE);
    g_free(pk_console_run(night->watch, 0, "--once", NULL));
    g_setenv("PIKET_BIN", piket, TRUE);
}

static PkPty *
sit_down(const char *where, const Said *said, const char *now)
{
    const char *argv[] = { g_getenv("PIKET_BIN"), "--lang", said->lang, "--db", where, NULL };
    g_autofree char *clock = g_strconcat("PIKET_TEST_NOW=", now, NULL);

    set_clock(now);
    return pk_pty_start_env(30, 132, argv, (const char *[]){ clock, NULL });
}

static void
confirm(PkPty *pty, const char *title)
{
    pk_pty_expect(pty, title);
    pk_pty_listen(pty, 400); /* the panel is deaf at first */
    pk_pty_type(pty, "g");
}

/* A, g; m, who called and where, Ctrl-S; c, r, 1. */
static void
take(const Night *night, const Said *said)
{
    PkPty *pty = sit_down(night->two, said, "2026-03-10T02:21:00Z");

    pk_pty_expect(pty, said->page);
    pk_pty_type(pty, "A");
    confirm(pty, said->confirm);
    pk_pty_expect_gone(pty, said->page);
    pk_pty_expect(pty, said->taken);
    pk_pty_press(pty, "enter"); /* its ladder; on Overview m is always a new report */
    pk_pty_expect(pty, strcmp(said->lang, "nl") == 0 ? "Pogingen:" : "Attempts:");
    pk_pty_type(pty, "m");
    pk_pty_expect(pty, said->report);
    pk_pty_expect(pty, "servers locked");
    pk_pty_type(pty, "Voorbeelds");
    pk_pty_expect(pty, "GM9001");
    pk_pty_press(pty, "enter");
    pk_pty_type(pty, "S. de Boer");
    pk_pty_press(pty, "tab");
    pk_pty_type(pty, "06 0000 0001");
    pk_pty_press(pty, "tab");
    pk_pty_type(pty, " Backup is safe.");
    pk_pty_press(pty, "C-s");
    pk_pty_expect(pty, said->saved);
    pk_pty_type(pty, "1");
    pk_pty_expect(pty, "03:14  I26-0001"); /* the page is about it now */
    pk_pty_type(pty, "c");
    pk_pty_expect(pty, "06 00 00 00 77    (");
    pk_pty_type(pty, "r1");
    pk_pty_expect(pty, said->verified);
    pk_pty_press(pty, "esc");
    pk_console_leave(pty);
}

static void
hand_over(const Night *night, const Said *said)
{
    PkPty *pty = sit_down(night->two, said, "2026-03-10T06:45:00Z");

    pk_pty_expect(pty, "I26-0001");
    pk_pty_type(pty, "x");
    pk_pty_expect(pty, said->make);
    pk_pty_type(pty, "o");
    pk_pty_expect(pty, said->to);
    pk_pty_type(pty, "night_next");
    pk_pty_press(pty, "enter");
    pk_pty_expect(pty, said->words);
    pk_pty_type(pty, "Call Voorbeeldstad at eight.");
    pk_pty_press(pty, "enter");
    confirm(pty, said->over);
    pk_pty_expect(pty, said->waits);
    pk_console_leave(pty);

    pty = sit_down(night->next, said, "2026-03-10T06:50:00Z");
    pk_pty_expect(pty, said->waits);
    pk_pty_type(pty, "j"); /* below the page */
    pk_pty_type(pty, "A");
    pk_pty_expect(pty, said->accepted);
    pk_pty_expect_gone(pty, said->waits);
    pk_console_leave(pty);
}

/* ---- what is there after ------------------------------------------------------------------------
 */

static void
check_page(PkApp *app, int64_t *ret_incident)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = pk_page_list(app, false, 10, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(rows->len, ==, 1);
    const PkPageRow *row = rows->pdata[0];
    g_autoptr(PkPageView) page = pk_page_load(app, row->key, pk_clock_now_us(), &error);
    g_assert_no_error(error);
    g_assert_cmpint(row->state, !=, PK_PAGE_WAITING);
    g_assert_cmpstr(row->owner, ==, "night_two");
    g_assert_cmpuint(page->acks->len, ==, 1);
    g_assert_cmpint(((const PkPageAckView *)page->acks->pdata[0])->rung, ==, 2);
    g_assert_cmpint(((const PkRungView *)page->rungs->pdata[0])->calls, >, 0);
    *ret_incident = row->incident_key;
}

/* In this order, each in a line. */
static void
check_lines(PkApp *app, bool in_english)
{
    static const char *const parts[] = { "(voicemail)",
                                         "rung 1 called, Duty officer (J. de Vries)",
                                         "rung 2 called, Backup (M. Bakker)",
                                         "Page 1 acknowledged by M. Bakker",
                                         VOICEMAIL,
                                         "VERIFIED: called back S. de Boer",
                                         "Call Voorbeeldstad at eight.",
                                         "accepted by S. el Amrani" };
    static const char *const names[] = {
        VOICEMAIL,     "(J. de Vries)", "(M. Bakker)", "S. de Boer", "Call Voorbeeldstad at eight.",
        "S. el Amrani"
    };
    const char *const *wanted = in_english ? parts : names;
    size_t n = in_english ? G_N_ELEMENTS(parts) : G_N_ELEMENTS(names);
    g_autoptr(GError) error = NULL;
    PkTimelineAsk ask = { .all = true, .order = PK_BY_RECEIVED };
    g_autoptr(PkTimeline) all = pk_timeline_load(app, &ask, NULL, &error);
    size_t at = 0;

    g_assert_no_error(error);
    for (guint i = 0; i < all->rows->len && at < n; i++) {
        const PkTimelineRow *row = all->rows->pdata[i];
        at += row->line->text && strstr(row->line->text, wanted[at]);
    }
    if (at < n)
        g_error("no line says '%s' where it should", wanted[at]);
}

static void
check(const Night *night, bool in_english)
{
    g_autoptr(PkApp) app = open_as(night->line);
    g_autoptr(GError) error = NULL;
    int64_t incident = 0;

    check_page(app, &incident);
    g_assert_cmpint(incident, !=, 0);
    g_autoptr(PkDetail) detail = pk_detail_load(app, incident, &error);
    g_assert_no_error(error);
    g_assert_true(detail->incident->caller_verified);
    g_assert_cmpint(detail->incident->source, ==, PK_SOURCE_VOICEMAIL);
    PkTimelineAsk ask = { .incident_key = incident };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(app, &ask, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(timeline->chain_ok);
    bool kept = false;
    for (guint i = 0; i < timeline->rows->len; i++) {
        const PkTimelineRow *row = timeline->rows->pdata[i];
        kept = kept || (strstr(row->line->text, VOICEMAIL) &&
                        !g_str_has_prefix(row->line->text, VOICEMAIL));
    }
    g_assert_true(kept); /* the original, beside what the report made of it */
    g_autoptr(PkHandoverView) handover = pk_handover_load(app, 0, &error);
    g_assert_no_error(error);
    g_assert_cmpint(handover->state, ==, PK_HANDOVER_ACCEPTED);
    g_assert_cmpstr(handover->accepted_name, ==, "S. el Amrani");
    check_lines(app, in_english);
    g_free(pk_console_run(night->line, 0, "verify", NULL));
}

static void
test_night(const void *data)
{
    const Said *said = data;
    Night night;

    if (!fall(&night))
        return;
    g_free(
        pk_console_run(night.line, 0, "page", "raise", "--source", "voicemail", VOICEMAIL, NULL));
    watch(&night, "2026-03-10T02:20:00Z");
    take(&night, said);
    hand_over(&night, said);
    check(&night, said == &english);
    night_clear(&night);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_console_init();
    g_test_add_data_func("/night/en", &english, test_night);
    g_test_add_data_func("/night/nl", &dutch, test_night);
    return g_test_run();
}
