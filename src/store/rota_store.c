/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/rota_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

/* clang-format off */
static const PkColumn pattern_columns[] = {
    { "id",        PK_AS_INT,   PK_AT(PkRotaPattern, key),       NULL },
    { "uuid",      PK_AS_TEXT,  PK_AT(PkRotaPattern, uuid),      NULL },
    { "role",      PK_AS_WORD,  PK_AT(PkRotaPattern, duty),      &pk_words_duty },
    { "name",      PK_AS_TEXT,  PK_AT(PkRotaPattern, name),      NULL },
    { "zone",      PK_AS_TEXT,  PK_AT(PkRotaPattern, zone_name), NULL },
    { "first_day", PK_AS_INT,   PK_AT(PkRotaPattern, first_day), NULL },
    { "from_min",  PK_AS_INT32, PK_AT(PkRotaPattern, from_min),  NULL },
    { "span_min",  PK_AS_INT32, PK_AT(PkRotaPattern, span_min),  NULL },
    { "step_days", PK_AS_INT32, PK_AT(PkRotaPattern, step_days), NULL },
    { "turn_days", PK_AS_INT32, PK_AT(PkRotaPattern, turn_days), NULL },
    { "weekdays",  PK_AS_INT32, PK_AT(PkRotaPattern, weekdays),  NULL },
    { "holidays",  PK_AS_WORD,  PK_AT(PkRotaPattern, holidays),  &pk_words_holidays },
    { "until_us",  PK_AS_INT,   PK_AT(PkRotaPattern, until_us),  NULL },
    { "made_us",   PK_AS_INT,   PK_AT(PkRotaPattern, made_us),   NULL },
    { "by_who",    PK_AS_TEXT,  PK_AT(PkRotaPattern, by_who),    NULL },
    { "version",   PK_AS_INT,   PK_AT(PkRotaPattern, version),   NULL },
};

static const PkColumn shift_columns[] = {
    { "id",          PK_AS_INT,  PK_AT(PkShift, key),         NULL },
    { "uuid",        PK_AS_TEXT, PK_AT(PkShift, uuid),        NULL },
    { "role",        PK_AS_WORD, PK_AT(PkShift, duty),        &pk_words_duty },
    { "login",       PK_AS_TEXT, PK_AT(PkShift, login),       NULL },
    { "from_us",     PK_AS_INT,  PK_AT(PkShift, from_us),     NULL },
    { "until_us",    PK_AS_INT,  PK_AT(PkShift, until_us),    NULL },
    { "source",      PK_AS_WORD, PK_AT(PkShift, source),      &pk_words_shift_source },
    { "replaces",    PK_AS_TEXT, PK_AT(PkShift, replaces),    NULL },
    { "note",        PK_AS_TEXT, PK_AT(PkShift, note),        NULL },
    { "uid",         PK_AS_TEXT, PK_AT(PkShift, uid),         NULL },
    { "instance_us", PK_AS_INT,  PK_AT(PkShift, instance_us), NULL },
    { "made_us",     PK_AS_INT,  PK_AT(PkShift, made_us),     NULL },
    { "by_who",      PK_AS_TEXT, PK_AT(PkShift, by_who),      NULL },
};

static const PkColumn holiday_columns[] = {
    { "day",  PK_AS_INT,  PK_AT(PkHoliday, day),  NULL },
    { "name", PK_AS_TEXT, PK_AT(PkHoliday, name), NULL },
};
/* clang-format on */

static const PkRowMap pattern_map = { sizeof(PkRotaPattern), pattern_columns,
                                      G_N_ELEMENTS(pattern_columns),
                                      (GDestroyNotify)pk_rota_pattern_free };
static const PkRowMap shift_map = { sizeof(PkShift), shift_columns, G_N_ELEMENTS(shift_columns),
                                    (GDestroyNotify)pk_shift_free };
static const PkRowMap holiday_map = { sizeof(PkHoliday), holiday_columns,
                                      G_N_ELEMENTS(holiday_columns),
                                      (GDestroyNotify)pk_holiday_free };

/* ---- patterns -------------------------------------------------------------------------------- */

/* Turns come by pattern, as the patterns do. */
static bool
take_turn(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    GHashTable *turns = data;
    int64_t key = pk_row_int(row, 0);
    GPtrArray *logins = g_hash_table_lookup(turns, &key);

    if (!logins) {
        logins = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(turns, g_memdup2(&key, sizeof key), logins);
    }
    g_ptr_array_add(logins, g_strdup(pk_row_text(row, 1)));
    return true;
}

static char **
logins_of(GHashTable *turns, int64_t key)
{
    const GPtrArray *logins = g_hash_table_lookup(turns, &key);
    guint n = logins ? logins->len : 0;
    char **out = g_new0(char *, n + 1);

    for (guint i = 0; i < n; i++)
        out[i] = g_strdup(logins->pdata[i]);
    return out;
}

GPtrArray *
pk_rota_pattern_list(PkDb *db, int64_t from_us, GError **error)
{
    g_autoptr(GPtrArray) patterns =
        pk_db_all(db, &pk_sql_rota_pattern_list, PK_ARGS(pk_int(from_us)), &pattern_map, error);
    g_autoptr(GHashTable) turns = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
                                                        (GDestroyNotify)g_ptr_array_unref);

    if (!patterns || !pk_db_each(db, &pk_sql_rota_turn_list, PK_ARGS(pk_int(from_us)), take_turn,
                                 turns, NULL, error))
        return NULL;
    for (guint i = 0; i < patterns->len; i++) {
        PkRotaPattern *pattern = patterns->pdata[i];
        pattern->logins = logins_of(turns, pattern->key);
        if (!pk_rota_pattern_check(pattern, error))
            return NULL;
    }
    return g_steal_pointer(&patterns);
}

bool
pk_rota_pattern_insert(PkDb *db, PkRotaPattern *pattern, GError **error)
{
    if (!pk_db_number(db, &pk_sql_rota_pattern_insert,
                      PK_ARGS(pk_text(pattern->uuid),
                              pk_text(pk_word_key(&pk_words_duty, (int)pattern->duty)),
                              pk_text(pattern->name), pk_text(pk_zone_name(pattern->zone)),
                              pk_int(pattern->first_day), pk_int(pattern->from_min),
                              pk_int(pattern->span_min), pk_int(pattern->step_days),
                              pk_int(pattern->turn_days), pk_int(pattern->weekdays),
                              pk_text(pk_word_key(&pk_words_holidays, (int)pattern->holidays)),
                              pk_int_or_null(pattern->until_us, INT64_MAX),
                              pk_int(pattern->made_us), pk_text(pattern->by_who)),
                      &pattern->key, NULL, error))
        return false;
    for (int64_t i = 0; pattern->logins[i]; i++) {
        if (!pk_db_run(db, &pk_sql_rota_turn_insert,
                       PK_ARGS(pk_int(pattern->key), pk_int(i), pk_text(pattern->logins[i])), NULL,
                       error))
            return false;
    }
    pattern->version = 1;
    return true;
}

bool
pk_rota_pattern_end(PkDb *db, const PkRotaPattern *pattern, int64_t until_us, GError **error)
{
    return pk_db_run_guarded(
        db, &pk_sql_rota_pattern_end,
        PK_ARGS(pk_int(pattern->key), pk_int(pattern->version), pk_int(until_us)),
        &pk_sql_rota_pattern_exists, pattern->key, error);
}

/* ---- shifts ---------------------------------------------------------------------------------- */

GPtrArray *
pk_shift_list(PkDb *db, int64_t from_us, int64_t until_us, GError **error)
{
    return pk_db_all(db, &pk_sql_shift_list, PK_ARGS(pk_int(from_us), pk_int(until_us)), &shift_map,
                     error);
}

PkShift *
pk_shift_get(PkDb *db, int64_t key, GError **error)
{
    void *shift = NULL;

    if (!pk_db_get(db, &pk_sql_shift_get, PK_ARGS(pk_int(key)), &shift_map,
                   _("That shift is not there, or was taken back."), &shift, error))
        return NULL;
    return shift;
}

bool
pk_rota_uuid_known(PkDb *db, const char *uuid, bool *ret_known, GError **error)
{
    int64_t n = 0;

    if (!pk_db_number(db, &pk_sql_rota_uuid_count, PK_ARGS(pk_text(uuid)), &n, NULL, error))
        return false;
    *ret_known = n > 0;
    return true;
}

bool
pk_shift_insert(PkDb *db, PkShift *shift, GError **error)
{
    return pk_db_number(
        db, &pk_sql_shift_insert,
        PK_ARGS(pk_text(shift->uuid), pk_text(pk_word_key(&pk_words_duty, (int)shift->duty)),
                pk_text(shift->login), pk_int(shift->from_us), pk_int(shift->until_us),
                pk_text(pk_word_key(&pk_words_shift_source, (int)shift->source)),
                pk_text_or_empty(shift->replaces), pk_text_or_empty(shift->note),
                pk_text_or_empty(shift->uid), pk_int(shift->instance_us), pk_int(shift->made_us),
                pk_text(shift->by_who)),
        &shift->key, NULL, error);
}

bool
pk_shift_drop(PkDb *db, int64_t key, int64_t now_us, const char *login, GError **error)
{
    int64_t changed = 0;

    if (!pk_db_run(db, &pk_sql_shift_drop, PK_ARGS(pk_int(key), pk_int(now_us), pk_text(login)),
                   &changed, error))
        return false;
    if (changed == 0)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("That shift is not there, or was taken back."));
    return changed > 0;
}

/* ---- holidays and numbers -------------------------------------------------------------------- */

GPtrArray *
pk_holiday_list(PkDb *db, int64_t from_day, int64_t to_day, GError **error)
{
    return pk_db_all(db, &pk_sql_holiday_list, PK_ARGS(pk_int(from_day), pk_int(to_day)),
                     &holiday_map, error);
}

bool
pk_holiday_insert(PkDb *db, const PkHoliday *holiday, GError **error)
{
    return pk_db_run(db, &pk_sql_holiday_insert,
                     PK_ARGS(pk_int(holiday->day), pk_text(holiday->name)), NULL, error);
}

bool
pk_holiday_delete(PkDb *db, int64_t day, GError **error)
{
    int64_t changed = 0;

    if (!pk_db_run(db, &pk_sql_holiday_delete, PK_ARGS(pk_int(day)), &changed, error))
        return false;
    if (changed == 0)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING, _("That day is no holiday here."));
    return changed > 0;
}

static bool
take_phone(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    g_hash_table_insert(data, g_strdup(pk_row_text(row, 0)), g_strdup(pk_row_text(row, 1)));
    return true;
}

GHashTable *
pk_person_duty_list(PkDb *db, GError **error)
{
    g_autoptr(GHashTable) phones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    if (!pk_db_each(db, &pk_sql_person_duty_list, PK_NO_ARGS, take_phone, phones, NULL, error))
        return NULL;
    return g_steal_pointer(&phones);
}

bool
pk_person_duty_set(PkDb *db, const char *login, const char *phone, GError **error)
{
    if (!phone || !*phone)
        return pk_db_run(db, &pk_sql_person_duty_delete, PK_ARGS(pk_text(login)), NULL, error);
    return pk_db_run(db, &pk_sql_person_duty_set, PK_ARGS(pk_text(login), pk_text(phone)), NULL,
                     error);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static int64_t
day_of(int64_t us)
{
    return us / PK_DAY_US;
}

PkRota *
pk_rota_load(PkDb *db, int64_t from_us, int64_t until_us, GError **error)
{
    g_autoptr(PkRota) rota = pk_rota_new();

    g_ptr_array_unref(rota->patterns);
    rota->patterns = pk_rota_pattern_list(db, from_us, error);
    if (!rota->patterns)
        return NULL;
    int64_t reach = pk_rota_reach_us(rota);
    g_ptr_array_unref(rota->shifts);
    rota->shifts = pk_shift_list(db, from_us - reach, until_us + reach, error);
    if (!rota->shifts)
        return NULL;
    g_ptr_array_unref(rota->holidays);
    rota->holidays =
        pk_holiday_list(db, day_of(from_us - reach) - 1, day_of(until_us + reach) + 1, error);
    return rota->holidays ? g_steal_pointer(&rota) : NULL;
}
