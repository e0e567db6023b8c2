/* SPDX-License-Identifier: EUPL-1.2 */
/* The rota as use cases: who is on duty, and who may change that. */
#include "appkit.h"
#include "piket/app/duty.h"
#include "piket/app/people.h"

#include <string.h>

static int64_t
in_hours(int hours)
{
    return KIT_NOW_US + hours * PK_HOUR_US;
}

/* jdevries and dbakker by the week from Friday 27 Feb 17:00: now it is dbakker's. */
static PkApp *
with_pattern(Kit *kit)
{
    kit_register(kit);
    PkApp *other = kit_other(kit, "dbakker", "M. Bakker", "officer");
    PkPatternWish wish = { .duty = PK_DUTY_OFFICER,
                           .every = "week fri 17:00",
                           .persons = "jdevries, dbakker",
                           .start_day = pk_civil_days(2026, 2, 27),
                           .until_us = INT64_MAX };
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    g_assert_true(pk_duty_pattern_add(kit->app, &wish, &done, &error));
    g_assert_no_error(error);
    g_assert_nonnull(strstr(done.said, "jdevries, dbakker"));
    return other;
}

static void
assert_at(PkApp *app, PkDuty duty, int64_t at_us, const char *login)
{
    g_autoptr(PkDutyRow) row = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_true(pk_duty_at(app, duty, at_us, &row, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(row ? row->shift->login : "nobody", ==, login);
}

static void
test_take(void)
{
    Kit kit;
    kit_start(&kit);
    g_autoptr(PkApp) other = with_pattern(&kit);
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };

    assert_at(kit.app, PK_DUTY_OFFICER, KIT_NOW_US, "dbakker");
    assert_at(other, PK_DUTY_BACKUP, KIT_NOW_US, "nobody");
    g_assert_true(pk_duty_take(kit.app, PK_DUTY_OFFICER, in_hours(5), KIT_NOW_US, &done, &error));
    g_assert_nonnull(strstr(done.said, "M. Bakker"));
    assert_at(other, PK_DUTY_OFFICER, KIT_NOW_US, "jdevries");
    assert_at(other, PK_DUTY_OFFICER, in_hours(5), "dbakker");
    g_autofree char *line = kit_last(&kit, 0);
    g_assert_cmpstr(line, ==, done.said);
    /* Twice is once. */
    g_assert_false(pk_duty_take(kit.app, PK_DUTY_OFFICER, 0, KIT_NOW_US, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    /* And back, and forward again. */
    g_autoptr(PkUndo) redo = NULL;
    g_assert_true(pk_undo_run(kit.app, done.undo, &redo, &error));
    assert_at(other, PK_DUTY_OFFICER, KIT_NOW_US, "dbakker");
    g_assert_true(pk_undo_run(kit.app, redo, NULL, &error));
    assert_at(other, PK_DUTY_OFFICER, KIT_NOW_US, "jdevries");
    /* Where nobody has it: twelve hours. */
    g_assert_true(pk_duty_take(other, PK_DUTY_BACKUP, 0, KIT_NOW_US, NULL, &error));
    assert_at(other, PK_DUTY_BACKUP, in_hours(12) - 1, "dbakker");
    assert_at(other, PK_DUTY_BACKUP, in_hours(12), "nobody");
    kit_verify(&kit);
    kit_stop(&kit);
}

static void
test_rights(void)
{
    Kit kit;
    kit_start(&kit);
    g_autoptr(PkApp) officer = with_pattern(&kit);
    g_autoptr(PkApp) reader = kit_other(&kit, "lezer", "L. Lezer", "reader");
    PkDutyWish other = { PK_DUTY_OFFICER, "jdevries", in_hours(1), in_hours(2), NULL };
    PkDutyWish own = { PK_DUTY_OFFICER, "me", in_hours(1), in_hours(2), NULL };
    PkPatternWish pattern = { .every = "day 08:00", .persons = "me", .until_us = INT64_MAX };
    g_autoptr(GError) error = NULL;
    g_auto(PkDone) done = { 0 };
    int64_t before = kit_rows(&kit);

    assert_at(reader, PK_DUTY_OFFICER, KIT_NOW_US, "dbakker");
    g_assert_false(pk_duty_take(reader, PK_DUTY_OFFICER, 0, KIT_NOW_US, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_false(pk_duty_set(officer, &other, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_false(pk_duty_pattern_add(officer, &pattern, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_false(pk_duty_holiday_add(officer, 20600, "Dag", PK_DUTY_OFFICER, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_cmpint(kit_rows(&kit), ==, before);
    g_assert_true(pk_duty_set(officer, &own, &done, &error));
    g_assert_no_error(error);
    /* Their own shift against another's: they may; and so may the other. */
    g_assert_true(
        pk_duty_swap(officer, PK_DUTY_OFFICER, in_hours(3), in_hours(7 * 24), NULL, &error));
    g_assert_no_error(error);
    assert_at(reader, PK_DUTY_OFFICER, in_hours(3), "jdevries");
    assert_at(reader, PK_DUTY_OFFICER, in_hours(7 * 24), "dbakker");
    kit_stop(&kit);
}

static void
test_phone(void)
{
    Kit kit;
    kit_start(&kit);
    g_autoptr(PkApp) officer = with_pattern(&kit);
    g_autoptr(PkApp) reader = kit_other(&kit, "lezer", "L. Lezer", "reader");
    g_autoptr(GError) error = NULL;
    g_autoptr(PkDutyRow) seen = NULL, hidden = NULL, gone = NULL;

    g_assert_false(pk_duty_phone(officer, "me", "nergens", NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_true(pk_duty_phone(officer, "me", "06 0000 0012", NULL, &error));
    g_autofree char *line = kit_last(&kit, 0);
    g_assert_null(strstr(line, "0012"));
    g_assert_true(pk_duty_at(kit.app, PK_DUTY_OFFICER, KIT_NOW_US, &seen, &error));
    g_assert_cmpstr(seen->phone, ==, "06 0000 0012");
    g_assert_true(pk_duty_at(reader, PK_DUTY_OFFICER, KIT_NOW_US, &hidden, &error));
    g_assert_cmpstr(hidden->phone, ==, "");
    /* It goes with the person. */
    g_assert_true(pk_people_active(kit.app, "dbakker", false, NULL, &error));
    g_assert_true(pk_duty_at(kit.app, PK_DUTY_OFFICER, KIT_NOW_US, &gone, &error));
    g_assert_cmpstr(gone->phone, ==, "");
    kit_stop(&kit);
}

static void
test_ahead(void)
{
    Kit kit;
    kit_start(&kit);
    g_autoptr(PkApp) other = with_pattern(&kit);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) patterns = pk_duty_patterns(kit.app, KIT_NOW_US, &error);
    g_autoptr(GPtrArray) none = pk_duty_gaps(kit.app, KIT_NOW_US, in_hours(14 * 24), &error);

    g_assert_cmpuint(patterns->len, ==, 1);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_true(pk_duty_pattern_end(kit.app, ((PkRotaPattern *)patterns->pdata[0])->key,
                                      in_hours(24), NULL, &error));
    g_autoptr(GPtrArray) gaps = pk_duty_gaps(kit.app, KIT_NOW_US, in_hours(14 * 24), &error);
    g_assert_cmpuint(gaps->len, ==, 1);
    g_assert_cmpstr(((PkDutyTrouble *)gaps->pdata[0])->said, ==,
                    "Nobody is duty officer from Wed 11 Mar 03:14 to Tue 24 Mar 03:14 (13d00).");
    g_assert_true(pk_duty_holiday_add(kit.app, pk_civil_days(2026, 3, 12), "Feest", PK_DUTY_OFFICER,
                                      "dbakker", NULL, &error));
    g_assert_false(pk_duty_holiday_add(kit.app, pk_civil_days(2026, 3, 12), "Feest",
                                       PK_DUTY_OFFICER, NULL, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&error);
    g_autoptr(GPtrArray) shares = pk_duty_fairness(kit.app, in_hours(0), in_hours(14 * 24), &error);
    g_assert_cmpuint(shares->len, ==, 1);
    const PkRotaShare *share = ((PkDutyShare *)shares->pdata[0])->share;
    g_assert_cmpint(share->hours_us, ==, 48 * PK_HOUR_US);
    g_assert_cmpint(share->holiday_us, ==, 24 * PK_HOUR_US);
    g_autoptr(PkDutyBoard) board = pk_duty_board(other, KIT_NOW_US, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(board->rows->len, ==, 2);
    g_assert_cmpuint(board->troubles->len, ==, 2);
    g_assert_cmpint(board->now.change_us, ==, in_hours(24));
    g_assert_false(pk_duty_list(kit.app, in_hours(2), in_hours(1), &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_INVALID);
    kit_verify(&kit);
    kit_stop(&kit);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/duty/take", test_take);
    g_test_add_func("/duty/rights", test_rights);
    g_test_add_func("/duty/phone", test_phone);
    g_test_add_func("/duty/ahead", test_ahead);
    return g_test_run();
}
