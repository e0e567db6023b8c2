/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract of the rota: patterns with their turns, shifts that hold, holidays and numbers. */
#include "fixture.h"
#include "piket/store/rota_store.h"

static PkRotaPattern *
add_pattern(PkDb *db, PkDuty duty, const char *logins)
{
    PkRotaPattern *pattern = pk_rota_pattern_new();

    g_free(pattern->uuid);
    pattern->uuid = g_uuid_string_random();
    g_free(pattern->name);
    pattern->name = g_strdup("Week");
    g_free(pattern->zone_name);
    pattern->zone_name = g_strdup("Europe/Amsterdam");
    pattern->duty = duty;
    pattern->first_day = pk_civil_days(2026, 3, 6);
    pattern->from_min = 17 * 60;
    pattern->span_min = 7 * 1440;
    pattern->step_days = pattern->turn_days = 7;
    pattern->weekdays = 127;
    pattern->holidays = PK_HOLIDAYS_SKIP;
    pattern->until_us = INT64_MAX;
    pattern->made_us = T0;
    g_strfreev(pattern->logins);
    pattern->logins = g_strsplit(logins, " ", -1);
    g_free(pattern->by_who);
    pattern->by_who = g_strdup("jdv");
    ok(pk_rota_pattern_check(pattern, error));
    told(db, NULL, pk_rota_pattern_insert(db, pattern, error));
    return pattern;
}

static PkShift *
shift_of(int from_hour, int until_hour, const char *uid)
{
    PkShift *shift = pk_shift_new();

    g_free(shift->uuid);
    shift->uuid = g_uuid_string_random();
    shift->duty = PK_DUTY_BACKUP;
    g_free(shift->login);
    shift->login = g_strdup("jdv");
    shift->from_us = T0 + from_hour * HOUR_US;
    shift->until_us = T0 + until_hour * HOUR_US;
    shift->source = *uid ? PK_SHIFT_IMPORT : PK_SHIFT_SET;
    g_free(shift->uid);
    shift->uid = g_strdup(uid);
    g_free(shift->note);
    shift->note = g_strdup("Noot");
    shift->made_us = T0;
    g_free(shift->by_who);
    shift->by_who = g_strdup("jdv");
    return shift;
}

static void
test_pattern(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(PkRotaPattern) one = add_pattern(db, PK_DUTY_OFFICER, "jdv mba jdv");
    g_autoptr(PkRotaPattern) two = add_pattern(db, PK_DUTY_MANAGER, "mba");
    g_autoptr(GError) problem = NULL;
    g_autoptr(GPtrArray) patterns = pk_rota_pattern_list(db, T0, &problem);

    g_assert_no_error(problem);
    g_assert_cmpuint(patterns->len, ==, 2);
    const PkRotaPattern *read = patterns->pdata[0];
    g_assert_cmpint(read->key, ==, one->key);
    g_assert_cmpstr(read->uuid, ==, one->uuid);
    g_assert_cmpint(read->duty, ==, PK_DUTY_OFFICER);
    g_assert_cmpint(read->holidays, ==, PK_HOLIDAYS_SKIP);
    g_assert_cmpint(read->first_day, ==, one->first_day);
    g_assert_cmpint(read->span_min, ==, 7 * 1440);
    g_assert_true(read->until_us == INT64_MAX);
    g_assert_nonnull(read->zone);
    g_assert_cmpuint(g_strv_length(read->logins), ==, 3); /* twice in one round is allowed */
    g_assert_cmpstr(read->logins[1], ==, "mba");
    g_assert_cmpstr(read->logins[2], ==, "jdv");
    /* It ends once; who read it before that does not end it again. */
    told(db, NULL, pk_rota_pattern_end(db, read, T0 + HOUR_US, error));
    g_assert_false(pk_rota_pattern_end(db, read, T0 + 2 * HOUR_US, &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&problem);
    PkRotaPattern none = *read;
    none.key = 999;
    g_assert_false(pk_rota_pattern_end(db, &none, T0, &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_MISSING);
    g_clear_error(&problem);
    g_autoptr(GPtrArray) held = pk_rota_pattern_list(db, T0, &problem);
    g_assert_cmpuint(held->len, ==, 2);
    g_autoptr(GPtrArray) later = pk_rota_pattern_list(db, T0 + HOUR_US, &problem);
    g_assert_cmpuint(later->len, ==, 1);
    g_assert_cmpint(((PkRotaPattern *)later->pdata[0])->key, ==, two->key);
}

static void
test_shifts(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(PkShift) later = shift_of(10, 20, "");
    g_autoptr(PkShift) first = shift_of(0, 5, "event@x");
    g_autoptr(PkShift) again = shift_of(6, 7, "event@x");
    g_autoptr(GError) problem = NULL;

    told(db, NULL, pk_shift_insert(db, later, error));
    told(db, NULL, pk_shift_insert(db, first, error));
    /* One event of one calendar is one shift on a rung. */
    g_assert_false(pk_shift_insert(db, again, &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&problem);
    g_autoptr(GPtrArray) both = pk_shift_list(db, T0, T0 + 11 * HOUR_US, &problem);
    g_assert_cmpuint(both->len, ==, 2);
    const PkShift *read = both->pdata[0]; /* by beginning */
    g_assert_cmpint(read->key, ==, first->key);
    g_assert_cmpstr(read->uuid, ==, first->uuid);
    g_assert_cmpint(read->source, ==, PK_SHIFT_IMPORT);
    g_assert_cmpstr(read->note, ==, "Noot");
    /* A window holds its beginning and not its end. */
    g_autoptr(GPtrArray) between = pk_shift_list(db, T0 + 5 * HOUR_US, T0 + 10 * HOUR_US, &problem);
    g_assert_cmpuint(between->len, ==, 0);
    /* Taken back once; then the event may come again. */
    told(db, NULL, pk_shift_drop(db, first->key, T0, "jdv", error));
    g_assert_false(pk_shift_drop(db, first->key, T0, "jdv", &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_MISSING);
    g_clear_error(&problem);
    g_assert_null(pk_shift_get(db, first->key, &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_MISSING);
    g_clear_error(&problem);
    told(db, NULL, pk_shift_insert(db, again, error));
    g_autoptr(PkShift) got = pk_shift_get(db, again->key, &problem);
    g_assert_no_error(problem);
    g_assert_cmpint(got->from_us, ==, again->from_us);
}

static void
test_holidays_and_numbers(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(GError) problem = NULL;
    PkHoliday day = { pk_civil_days(2026, 4, 27), (char *)"Koningsdag" };

    told(db, NULL, pk_holiday_insert(db, &day, error));
    g_assert_false(pk_holiday_insert(db, &day, &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_CONFLICT);
    g_clear_error(&problem);
    g_autoptr(GPtrArray) days = pk_holiday_list(db, day.day, day.day, &problem);
    g_assert_cmpuint(days->len, ==, 1);
    g_assert_cmpstr(((PkHoliday *)days->pdata[0])->name, ==, "Koningsdag");
    g_autoptr(GPtrArray) before = pk_holiday_list(db, day.day - 9, day.day - 1, &problem);
    g_assert_cmpuint(before->len, ==, 0);
    told(db, NULL, pk_holiday_delete(db, day.day, error));
    g_assert_false(pk_holiday_delete(db, day.day, &problem));
    g_assert_error(problem, PK_ERROR, PK_ERROR_MISSING);

    told(db, NULL, pk_person_duty_set(db, "jdv", "06 0000 0012", error));
    told(db, NULL, pk_person_duty_set(db, "jdv", "06 0000 0013", error));
    g_autoptr(GHashTable) phones = pk_person_duty_list(db, NULL);
    g_assert_cmpuint(g_hash_table_size(phones), ==, 1);
    g_assert_cmpstr(g_hash_table_lookup(phones, "jdv"), ==, "06 0000 0013");
    told(db, NULL, pk_person_duty_set(db, "jdv", "", error));
    g_autoptr(GHashTable) none = pk_person_duty_list(db, NULL);
    g_assert_cmpuint(g_hash_table_size(none), ==, 0);
}

/* A row that begins long before the window still cuts the shift that is asked for. */
static void
test_load(const void *engine)
{
    g_autoptr(PkDb) db = open_empty(engine);
    g_autoptr(PkRotaPattern) pattern = add_pattern(db, PK_DUTY_BACKUP, "mba");
    g_autoptr(PkShift) before = shift_of(-60, -50, "");
    g_autoptr(GError) problem = NULL;

    told(db, NULL, pk_shift_insert(db, before, error));
    g_autoptr(PkRota) rota = pk_rota_load(db, T0, T0 + HOUR_US, &problem);
    g_assert_no_error(problem);
    g_assert_cmpuint(rota->patterns->len, ==, 1);
    g_assert_cmpuint(rota->shifts->len, ==, 1);
    g_autoptr(GPtrArray) shifts = pk_rota_shifts(rota, T0, T0 + HOUR_US);
    const PkShift *now = pk_rota_at(shifts, PK_DUTY_BACKUP, T0);
    g_assert_nonnull(now);
    g_assert_cmpstr(now->login, ==, "mba");
    g_assert_cmpint(now->from_us, ==, before->until_us);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("rota/pattern", test_pattern);
    add("rota/shifts", test_shifts);
    add("rota/holidays-and-numbers", test_holidays_and_numbers);
    add("rota/load", test_load);
    return g_test_run();
}
