/* SPDX-License-Identifier: EUPL-1.2 */
/* What goes wrong at night: a handover that nobody accepts. */
#include "piket/app/handover.h"
#include "piket/app/ladders.h"
#include "piket/app/notice.h"
#include "piket/app/page.h"
#include "piket/base/clock.h"
#include "piket/model/zone.h"
#include "ward.h"

#include <string.h>

#define MINUTES(n) ((n)*PK_MINUTE_US)

/* Rungs at 0, 5, 10 and 15 minutes; nobody is left at 25, and that is the end. */
static void
night_start(Ward *ward)
{
    static const char csv[] =
        "ladder,name_en,name_nl,about,severity,wait,rounds,pause,silence,rung,call,delay,reason\n"
        "nacht,Night,Nacht,page,,10,1,10,30,1,person:jdevries,0,0\n"
        "nacht,,,,,,,,,2,person:bram,5,0\n"
        "nacht,,,,,,,,,3,person:jdevries,10,0\n"
        "nacht,,,,,,,,,4,person:bram,15,0\n";
    g_autoptr(GError) error = NULL;

    ward_start(ward);
    pk_app_close(kit_other(&ward->kit, "bram", "B. Bram", "officer coordinator"));
    pk_ladders_import(ward->kit.app, csv, strlen(csv), false, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(ward_step(ward, ward->watch, KIT_NOW_US, NULL, NULL), ==, 0);
}

static int64_t
number(Ward *ward, const char *text)
{
    const PkSql sql = { "number", text, 0, NULL };
    g_autoptr(GError) error = NULL;
    int64_t n = 0;

    pk_db_number(ward->kit.db, &sql, PK_NO_ARGS, &n, NULL, &error);
    g_assert_no_error(error);
    return n;
}

/* ---- a handover ------------------------------------------------------------------------------ */

static void
give(Ward *ward, int64_t now_us)
{
    const PkHandoverWish wish = { .words = "Zwaluwstaart" };
    g_autoptr(GError) error = NULL;

    pk_clock_pretend(now_us);
    pk_handover_give(ward->kit.app, &wish, NULL, &error);
    g_assert_no_error(error);
}

static unsigned
n_notices(Ward *ward, const char *login, PkNoticeKind kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) all = pk_notice_list(ward->app, NULL, -1, 100, &error);
    unsigned n = 0;

    g_assert_no_error(error);
    for (guint i = 0; i < all->len; i++) {
        const PkNotice *notice = all->pdata[i];
        n += notice->kind == kind && notice->channel == PK_CHANNEL_MAIL &&
             strcmp(notice->login, login) == 0;
    }
    return n;
}

static void
test_handover(void)
{
    Ward ward;
    int64_t next = 0;
    unsigned late = 0;
    g_autoptr(GError) error = NULL;

    night_start(&ward);
    pk_channel_set(ward.kit.app, "me", PK_CHANNEL_MAIL, "j@example.org", NULL, true, NULL, &error);
    g_assert_no_error(error);
    give(&ward, KIT_NOW_US);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(15) - 1, &next, NULL), ==, 0);
    g_assert_cmpint(next, ==, KIT_NOW_US + MINUTES(15));
    g_assert_cmpint(n_notices(&ward, "jdevries", PK_NOTICE_HANDOVER), ==, 0);
    g_assert_cmpint(ward_step(&ward, ward.watch, next, &next, &late), ==, 1);
    g_assert_cmpint(late, ==, 0);
    /* Once, and the ladder goes on by itself. */
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(16), &next, NULL), ==, 0);
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(20), &next, NULL), ==, 1);
    g_autoptr(GPtrArray) pages = pk_page_list(ward.kit.app, true, 10, &error);
    g_assert_no_error(error);
    g_assert_cmpint(pages->len, ==, 1);
    const PkPageRow *page = pages->pdata[0];
    g_assert_cmpint(page->source, ==, PK_PAGE_HANDOVER);
    g_assert_cmpint(page->started_us, ==, KIT_NOW_US + MINUTES(15));
    g_assert_null(strstr(page->text, "Zwaluwstaart"));
    g_assert_cmpint(page->rung, ==, 2);
    /* Who gave it is told: the page calls them too here, but that is another notice. */
    g_assert_cmpint(n_notices(&ward, "jdevries", PK_NOTICE_HANDOVER), ==, 1);
    g_autoptr(GPtrArray) lines = ward_lines(&ward, 0);
    g_assert_cmpint(lines->len, ==, 1);
    g_assert_cmpstr(lines->pdata[0], ==,
                    "The handover of J. de Vries was not accepted before 03:29. J. de Vries is "
                    "told.");
    kit_verify(&ward.kit);
    ward_stop(&ward);
}

/* Accepted or taken back in time: nothing. Noticed by a watch that slept: late. */
static void
test_handover_answered(void)
{
    Ward ward;
    unsigned late = 0;
    g_autoptr(GError) error = NULL;

    night_start(&ward);
    PkApp *other = kit_other(&ward.kit, "mbakker", "M. Bakker", "officer");
    give(&ward, KIT_NOW_US);
    pk_clock_pretend(KIT_NOW_US + MINUTES(14));
    g_assert_true(pk_handover_accept(other, 0, NULL, &error));
    give(&ward, KIT_NOW_US + MINUTES(14));
    g_assert_true(pk_handover_withdraw(ward.kit.app, 0, NULL, &error));
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(60), NULL, NULL), ==, 0);
    give(&ward, KIT_NOW_US + MINUTES(60));
    g_assert_cmpint(ward_step(&ward, ward.watch, KIT_NOW_US + MINUTES(90), NULL, &late), ==, 1);
    g_assert_cmpint(late, ==, 1);
    /* Accepted after all: it counts, and nothing is escalated a second time. */
    g_assert_true(pk_handover_accept(other, 0, NULL, &error));
    g_assert_cmpint(number(&ward, "SELECT count(*) FROM page WHERE source = 'handover'"), ==, 1);
    g_assert_cmpint(number(&ward, "SELECT count(*) FROM fired WHERE kind = 'handover'"), ==, 1);
    g_autoptr(GPtrArray) lines = ward_lines(&ward, 0);
    g_assert_cmpint(lines->len, ==, 1);
    g_assert_nonnull(strstr(lines->pdata[0], " Late: due 04:29."));
    pk_app_close(other);
    ward_stop(&ward);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_i18n_start("en");
    g_test_add_func("/night/handover", test_handover);
    g_test_add_func("/night/handover-answered", test_handover_answered);
    return g_test_run();
}
