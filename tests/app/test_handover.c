/* SPDX-License-Identifier: EUPL-1.2 */
/* A handover holds everything that is open and nothing that is red, and counts when another person
 * has accepted it: once, and not by who gave it. */
#include "appkit.h"
#include "piket/app/handover.h"
#include "piket/app/page.h"
#include "piket/app/read.h"
#include "piket/app/verify.h"

#include <string.h>

typedef struct {
    Kit kit;
    PkApp *other; /* M. Bakker      */
    PkApp *third; /* S. el Amrani   */
    int64_t key;
} Shift;

/* One database for all tests, each of which leaves nothing open: to make one, with three persons on
 * a server, takes longer than a test. */
static Shift shared;

static Shift *
start(void)
{
    if (shared.key)
        return &shared;
    kit_start(&shared.kit);
    kit_register(&shared.kit);
    shared.key = kit_report(&shared.kit);
    shared.other = kit_other(&shared.kit, "mbakker", "M. Bakker", "officer");
    shared.third = kit_other(&shared.kit, "selamrani", "S. el Amrani", "officer");
    return &shared;
}

static void
stop(void)
{
    if (!shared.key)
        return;
    pk_app_close(shared.other);
    pk_app_close(shared.third);
    kit_verify(&shared.kit);
    kit_stop(&shared.kit);
}

static void
give(PkApp *app, const char *to, const char *words)
{
    const PkHandoverWish wish = { .to = to, .words = words };
    g_autoptr(GError) error = NULL;

    pk_handover_give(app, &wish, NULL, &error);
    g_assert_no_error(error);
}

static PkHandoverView *
newest(PkApp *app)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) views = pk_handover_views(app, false, 1, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(views->len, ==, 1);
    return g_ptr_array_steal_index(views, 0);
}

static unsigned
n_open(PkApp *app)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) views = pk_handover_views(app, true, 100, &error);

    g_assert_no_error(error);
    return views->len;
}

/* ---- what stands in it ---------------------------------------------------------------------- */

static void
test_text(void)
{
    Shift *shift = start();
    g_autoptr(GError) error = NULL;
    const PkReport red = { .note = (char *)"Zwaluwstaart in het geheim",
                           .has_tlp = true,
                           .tlp = PK_TLP_RED,
                           .callback_us = KIT_NOW_US + 1 };
    g_auto(PkDone) done = { 0 };

    g_assert_true(pk_report_save(shift->kit.app, &red, &done, NULL, &error));
    g_assert_true(pk_action_add(shift->kit.app, shift->key, "Back-ups laten nakijken",
                                KIT_NOW_US + 3600 * INT64_C(1000000), NULL, &error));
    const PkPageRaise raise = { .source = PK_PAGE_VOICEMAIL, .text = "Voicemail over Oefendam" };
    g_assert_true(pk_page_raise(shift->kit.app, &raise, NULL, NULL, &error));
    kit_later(60);
    g_autoptr(PkHandoverDraft) draft =
        pk_handover_draft(shift->kit.app, "Bel om 9 uur\033[2J", &error);
    g_assert_no_error(error);
    g_autoptr(PkVerify) verify = pk_verify_run(shift->kit.app, shift->key, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *head = g_strndup(verify->head, 4);

    g_assert_cmpint(draft->tlp, ==, PK_TLP_AMBER);
    g_assert_cmpuint(draft->n_incidents, ==, 2);
    g_assert_cmpuint(draft->n_red, ==, 1);
    g_assert_cmpuint(draft->n_loud, ==, 1);
    g_assert_nonnull(strstr(draft->text, "Voicemail over Oefendam"));
    g_assert_cmpuint(draft->n_late, ==, 1); /* the call promised on the red one */
    g_assert_nonnull(strstr(draft->text, "Bel om 9 uur"));
    g_assert_null(strchr(draft->text, '\033'));
    g_assert_nonnull(strstr(draft->text, "Voorbeeldstad"));
    g_assert_nonnull(strstr(draft->text, "Back-ups laten nakijken"));
    g_assert_nonnull(strstr(draft->text, done.ident));
    g_assert_nonnull(strstr(draft->text, head));
    g_assert_null(strstr(draft->text, "Zwaluwstaart"));
    g_assert_true(g_str_has_prefix(draft->text, "TLP:AMBER  "));
    g_assert_cmpuint(n_open(shift->kit.app), ==, 0); /* a draft writes nothing */
}

/* ---- giving and accepting ------------------------------------------------------------------- */

static void
test_accepted(void)
{
    Shift *shift = start();
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    give(shift->kit.app, "M. Bakker", "Rustige nacht");
    g_autoptr(PkHandoverView) waits = newest(shift->other);
    g_assert_cmpint(waits->state, ==, PK_HANDOVER_WAITS);
    g_assert_cmpint(waits->accept_by_us - waits->made_us, ==, 15 * 60 * INT64_C(1000000));
    g_assert_true(waits->for_me);
    g_assert_false(waits->mine);
    g_autoptr(PkHandoverView) seen = newest(shift->kit.app);
    g_assert_true(seen->mine && !seen->for_me);

    /* Not by who gave it. */
    g_assert_false(pk_handover_accept(shift->kit.app, 0, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);

    kit_later(16 * 60);
    g_autoptr(PkHandoverView) late = newest(shift->other);
    g_assert_cmpint(late->state, ==, PK_HANDOVER_LATE);
    const PkPageRaise raise = { .source = PK_PAGE_HANDOVER, .text = "Not accepted" };
    g_assert_true(pk_page_raise(shift->kit.app, &raise, NULL, NULL, &error));
    g_assert_true(pk_handover_accept(shift->other, 0, &done, &error));
    g_assert_no_error(error);
    g_assert_nonnull(strstr(done.said, "M. Bakker"));
    /* Nobody is called about it any more. */
    g_autoptr(GPtrArray) pages = pk_page_list(shift->third, true, 10, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < pages->len; i++)
        g_assert_cmpint(((PkPageRow *)pages->pdata[i])->source, !=, PK_PAGE_HANDOVER);
    g_autoptr(PkHandoverView) over = newest(shift->third);
    g_assert_cmpint(over->state, ==, PK_HANDOVER_ACCEPTED);
    g_assert_cmpstr(over->accepted_name, ==, "M. Bakker");
    g_assert_cmpuint(n_open(shift->third), ==, 0);

    /* Once: the second is told by whom. */
    g_assert_false(pk_handover_accept(shift->third, over->key, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "M. Bakker"));

    g_autoptr(GError) none = NULL;
    g_autoptr(PkHandoverView) kept = pk_handover_load(shift->third, over->key, &none);
    g_assert_no_error(none);
    g_assert_nonnull(strstr(kept->text, "Rustige nacht"));
}

static void
test_in_place_of(void)
{
    Shift *shift = start();
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    give(shift->kit.app, "mbakker", NULL);
    g_assert_true(pk_handover_accept(shift->third, 0, &done, &error));
    g_assert_no_error(error);
    g_assert_nonnull(strstr(done.said, "in the place of M. Bakker"));
}

static void
test_replaced_and_withdrawn(void)
{
    Shift *shift = start();
    g_autoptr(GError) error = NULL;

    give(shift->kit.app, NULL, "een");
    give(shift->kit.app, NULL, "twee");
    give(shift->third, NULL, "van een ander");
    g_assert_cmpuint(n_open(shift->other), ==, 2);
    g_autoptr(PkHandoverView) theirs = newest(shift->other);
    g_assert_true(theirs->for_me); /* meant for whoever comes */
    g_assert_false(pk_handover_withdraw(shift->other, theirs->key, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_true(pk_handover_withdraw(shift->third, theirs->key, NULL, &error));
    g_assert_no_error(error);
    g_assert_false(pk_handover_accept(shift->other, theirs->key, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_cmpuint(n_open(shift->other), ==, 1);
    g_assert_true(pk_handover_withdraw(shift->kit.app, 0, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(n_open(shift->other), ==, 0);
}

static void
test_refused(void)
{
    Shift *shift = start();
    static const struct {
        PkHandoverWish wish;
        PkErrorCode code;
    } cases[] = {
        { { .to = "jdevries" }, PK_ERROR_INVALID }, /* oneself */
        { { .to = "niemand.hier" }, PK_ERROR_INVALID },
        { { .minutes = 1441 }, PK_ERROR_INVALID },
        { { .minutes = -1 }, PK_ERROR_INVALID },
    };

    int64_t rows = kit_rows(&shift->kit);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(pk_handover_give(shift->kit.app, &cases[i].wish, NULL, &error));
        g_assert_error(error, PK_ERROR, (int)cases[i].code);
    }
    g_autoptr(GError) error = NULL;
    g_assert_false(pk_handover_accept(shift->other, 0, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_MISSING);
    g_assert_cmpint(kit_rows(&shift->kit), ==, rows);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/handover/text", test_text);
    /* While none was ever given. */
    g_test_add_func("/handover/refused", test_refused);
    g_test_add_func("/handover/accepted", test_accepted);
    g_test_add_func("/handover/in-place-of", test_in_place_of);
    g_test_add_func("/handover/replaced-and-withdrawn", test_replaced_and_withdrawn);
    int failed = g_test_run();
    stop();
    return failed;
}
