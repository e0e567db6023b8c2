/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is on duty, told by the copy on a laptop as the server told it. */
#include "meeting.h"

#include "piket/app/duty.h"
#include "piket/app/people.h"

#include <string.h>

static int64_t
in_hours(int hours)
{
    return KIT_NOW_US + hours * PK_HOUR_US;
}

static void
add_pattern(Meet *meet, PkDuty duty, const char *every, const char *persons, PkHolidays holidays)
{
    g_autoptr(GError) error = NULL;
    PkPatternWish wish = { .duty = duty,
                           .every = every,
                           .persons = persons,
                           .start_day = pk_civil_days(2026, 2, 27),
                           .holidays = holidays,
                           .until_us = INT64_MAX };

    pk_duty_pattern_add(meet->kit.app, &wish, NULL, &error);
    g_assert_no_error(error);
}

/* Two rungs of patterns, a holiday, a swap, a set and a taken shift, and two numbers. */
static PkApp *
with_rota(Meet *meet)
{
    g_autoptr(GError) error = NULL;
    PkApp *mine = meet->kit.app, *other = kit_other(&meet->kit, "mbakker", "M. Bakker", "officer");
    PkDutyWish set = { PK_DUTY_MANAGER, "mbakker", in_hours(-200), in_hours(40), "Noot K7" };

    add_pattern(meet, PK_DUTY_OFFICER, "week fri 17:00", "jdevries, mbakker", PK_HOLIDAYS_SAME);
    add_pattern(meet, PK_DUTY_BACKUP, "day 20:00-08:00", "mbakker, jdevries", PK_HOLIDAYS_SKIP);
    g_assert_true(pk_duty_holiday_add(mine, pk_civil_days(2026, 3, 12), "Feest", PK_DUTY_MANAGER,
                                      "jdevries", NULL, &error));
    g_assert_true(pk_duty_swap(mine, PK_DUTY_OFFICER, in_hours(1), in_hours(7 * 24), NULL, &error));
    g_assert_true(pk_duty_set(mine, &set, NULL, &error));
    g_assert_true(pk_duty_take(other, PK_DUTY_OFFICER, in_hours(3), in_hours(0), NULL, &error));
    g_assert_true(pk_duty_phone(other, "me", "06 0000 0012", NULL, &error));
    g_assert_true(pk_duty_phone(mine, "me", "06 0000 0013", NULL, &error));
    g_assert_no_error(error);
    return other;
}

/* Everything place 8 shows, as text. */
static char *
board_of(PkApp *app, int64_t now_us)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PkDutyBoard) board = pk_duty_board(app, now_us, &error);
    GString *out = g_string_new(NULL);

    g_assert_no_error(error);
    for (guint i = 0; i < board->rows->len; i++) {
        const PkDutyRow *row = board->rows->pdata[i];
        const PkShift *s = row->shift;
        g_string_append_printf(out, "%d %s %s %s %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, s->duty,
                               s->login, row->name, row->phone, s->from_us, s->until_us);
        g_string_append_printf(out, " %s %d %s %s %s\n", s->uuid, s->source, s->replaces, s->note,
                               s->by_who);
    }
    for (guint i = 0; i < board->troubles->len; i++)
        g_string_append_printf(out, "%s\n", ((PkDutyTrouble *)board->troubles->pdata[i])->said);
    for (guint i = 0; i < board->shares->len; i++) {
        const PkDutyShare *share = board->shares->pdata[i];
        g_string_append_printf(out, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", share->name,
                               share->share->hours_us, share->share->holiday_us);
    }
    for (guint i = 0; i < board->patterns->len; i++) {
        g_autofree char *said = pk_rota_pattern_say(board->patterns->pdata[i]);
        g_string_append_printf(out, "%s\n", said);
    }
    return g_string_free(out, FALSE);
}

static char *
at_of(PkApp *app, int64_t at_us)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkDutyNow) now = { 0 };
    GString *out = g_string_new(NULL);

    g_assert_true(pk_duty_now(app, at_us, &now, &error));
    g_assert_no_error(error);
    for (int duty = 0; duty < PK_N_DUTIES; duty++) {
        const PkDutyRow *row = now.rows[duty];
        g_string_append_printf(out, "%s %s %s %" G_GINT64_FORMAT "; ",
                               row ? row->shift->login : "nobody", row ? row->name : "",
                               row ? row->phone : "", row ? row->shift->until_us : 0);
    }
    return g_string_free(out, FALSE);
}

/* Every 29 hours of the coming fourteen days, and the board. */
static void
assert_alike(PkApp *here, PkApp *there)
{
    for (int hour = 0; hour <= 14 * 24; hour += 29) {
        g_autofree char *a = at_of(here, in_hours(hour)), *b = at_of(there, in_hours(hour));
        g_assert_cmpstr(a, ==, b);
    }
    g_autofree char *a = board_of(here, KIT_NOW_US), *b = board_of(there, KIT_NOW_US);
    g_assert_cmpstr(a, ==, b);
}

static void
test_as_the_server(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(PkApp) other = with_rota(&meet);
    g_autoptr(PkSyncReport) report = meet_sync(&meet, 0);
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    g_autofree char *now = at_of(app, KIT_NOW_US);

    g_assert_cmpint(pk_app_mode(app), ==, PK_MODE_COPY);
    g_assert_nonnull(strstr(now, "mbakker M. Bakker 06 0000 0012"));
    assert_alike(app, meet.kit.app);
    meet_stop(&meet);
}

/* What changed or went on the server is gone from the file, and twice is once. */
static void
test_anew(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(PkApp) other = with_rota(&meet);
    g_autoptr(PkSyncReport) first = meet_sync(&meet, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) patterns = pk_duty_patterns(meet.kit.app, KIT_NOW_US, &error);
    g_autoptr(PkDutyRow) set = NULL;

    g_assert_true(meet_file_has(meet.path[0], "Noot K7"));
    g_assert_true(pk_duty_pattern_end(meet.kit.app, ((PkRotaPattern *)patterns->pdata[0])->key,
                                      in_hours(24), NULL, &error));
    g_assert_true(pk_duty_at(meet.kit.app, PK_DUTY_MANAGER, KIT_NOW_US, &set, &error));
    g_assert_true(pk_duty_drop(meet.kit.app, set->shift->key, NULL, &error));
    g_assert_true(pk_duty_holiday_drop(meet.kit.app, pk_civil_days(2026, 3, 12), NULL, &error));
    g_assert_true(pk_duty_phone(other, "me", "", NULL, &error));
    g_assert_no_error(error);
    for (int i = 0; i < 2; i++) {
        g_autoptr(PkSyncReport) again = meet_sync(&meet, 0);
        g_assert_false(meet_file_has(meet.path[0], "Noot K7"));
        g_assert_false(meet_file_has(meet.path[0], "06 0000 0012"));
    }
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    assert_alike(app, meet.kit.app);
    meet_stop(&meet);
}

/* Numbers that a person may not see do not leave the server. */
static void
test_numbers(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(PkApp) officer = with_rota(&meet);
    g_autoptr(PkApp) reader = kit_other(&meet.kit, "lezer", "L. Lezer", "reader");
    g_autoptr(GError) error = NULL;
    g_autoptr(PkSyncReport) theirs = pk_sync_run(reader, meet.path[0], &error);

    g_assert_no_error(error);
    g_assert_false(meet_file_has(meet.path[0], "06 0000 001"));
    g_autoptr(PkSyncReport) other = pk_sync_run(officer, meet.path[1], &error);
    g_assert_no_error(error);
    g_assert_true(meet_file_has(meet.path[1], "06 0000 0013"));
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    g_assert_cmpstr(pk_app_login(app), ==, "lezer");
    assert_alike(app, reader);
    meet_stop(&meet);
}

static void
test_only_to_read(void)
{
    Meet meet;
    meet_start(&meet);
    g_autoptr(PkApp) other = with_rota(&meet);
    g_autoptr(PkSyncReport) report = meet_sync(&meet, 0);
    g_autoptr(PkApp) app = meet_laptop(&meet, 0);
    g_autoptr(GError) error = NULL;
    PkDutyWish set = { PK_DUTY_OFFICER, "me", in_hours(1), in_hours(2), NULL };

    g_assert_false(pk_duty_take(app, PK_DUTY_OFFICER, 0, KIT_NOW_US, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_assert_nonnull(strstr(error->message, "server"));
    g_clear_error(&error);
    g_assert_false(pk_duty_set(app, &set, NULL, &error));
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_clear_error(&error);
    /* Before the copy begins it says nothing. */
    g_autoptr(GPtrArray) before = pk_duty_list(app, in_hours(-57 * 24), in_hours(0), &error);
    g_assert_error(error, PK_ERROR, PK_ERROR_OFFLINE);
    g_assert_nonnull(strstr(error->message, "13 Jan"));
    meet_stop(&meet);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sync-rota/as-the-server", test_as_the_server);
    g_test_add_func("/sync-rota/anew", test_anew);
    g_test_add_func("/sync-rota/numbers", test_numbers);
    g_test_add_func("/sync-rota/only-to-read", test_only_to_read);
    return g_test_run();
}
