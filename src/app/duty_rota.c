/* SPDX-License-Identifier: EUPL-1.2 */
/* Keeping the rota: patterns, holidays, and the numbers of persons on duty. */
#include "duty_private.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/person_store.h"
#include "piket/store/rota_store.h"

#include <string.h>

enum { PHONE_MIN = 3, PHONE_MAX = 40 };

/* ---- patterns -------------------------------------------------------------------------------- */

/* "a, b, c" -> logins. Owned; NULL with INVALID. */
static char **
read_persons(PkApp *app, const char *text, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text ? text : "", ",", -1);
    g_autoptr(GStrvBuilder) logins = g_strv_builder_new();
    unsigned n = 0;

    for (char **part = parts; *part; part++) {
        if (!*g_strstrip(*part))
            continue;
        g_autofree char *login = pk_duty_person(app, *part, error);
        if (!login)
            return NULL;
        g_strv_builder_add(logins, login);
        n++;
    }
    if (n > 0)
        return g_strv_builder_end(logins);
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("A pattern needs the persons who take turns, such as "
                          "--persons \"jdevries, mbakker\"."));
    return NULL;
}

static PkRotaPattern *
pattern_of(PkApp *app, const PkPatternWish *wish, GError **error)
{
    g_autoptr(PkRotaPattern) pattern = pk_rota_pattern_new();

    if (!pk_rota_every_read(wish->every, wish->start_day, pattern, error))
        return NULL;
    pattern->duty = wish->duty;
    pattern->holidays = wish->holidays;
    pattern->until_us = wish->until_us;
    if (wish->turn_days)
        pattern->turn_days = wish->turn_days;
    pattern->made_us = pk_clock_now_us();
    pattern->uuid = pk_uuid_new(pattern->made_us);
    pattern->by_who = g_strdup(app->login);
    pattern->zone_name = g_strdup(wish->zone ? wish->zone : pk_zone_name(app->zone));
    pattern->name = pk_text_clean(
        wish->name ? wish->name : pk_word(&pk_words_duty, (int)wish->duty), -1, PK_TEXT_LINE, NULL);
    g_strfreev(pattern->logins);
    pattern->logins = read_persons(app, wish->persons, error);
    if (!pattern->logins || !pk_rota_pattern_check(pattern, error))
        return NULL;
    return g_steal_pointer(&pattern);
}

static bool
add_pattern(PkApp *app, const PkPatternWish *wish, PkDone *done, GError **error)
{
    g_autoptr(PkRotaPattern) pattern = pattern_of(app, wish, error);

    if (!pattern || !pk_rota_pattern_insert(app->db, pattern, error))
        return false;
    g_autofree char *when = pk_rota_pattern_say(pattern);
    g_autofree char *who = g_strjoinv(", ", pattern->logins);
    json_t *details = json_pack(
        "{s:s, s:s, s:s, s:I}", "change", "rota_pattern_add", "uuid", pattern->uuid, "duty",
        pk_word_key(&pk_words_duty, (int)pattern->duty), "pattern", (json_int_t)pattern->key);
    const char *duty = pk_word(&pk_words_duty, (int)pattern->duty);
    bool plain = strcmp(pattern->name, duty) == 0;
    g_autofree char *called =
        plain ? g_strdup(duty) : g_strdup_printf("%s (%s)", pattern->name, duty);
    return pk_duty_tell(
        app,
        g_strdup_printf(_("Pattern %d added: %s, %s: %s."), (int)pattern->key, called, when, who),
        details, done, error);
}

bool
pk_duty_pattern_add(PkApp *app, const PkPatternWish *wish, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_duty_begin(app, PK_MAY_ROTA, error))
        return false;
    return pk_app_end(app, add_pattern(app, wish, &done, error), &done, ret_done, error);
}

static bool
end_pattern(PkApp *app, int64_t key, int64_t until_us, PkDone *done, GError **error)
{
    g_autoptr(GPtrArray) patterns = pk_rota_pattern_list(app->db, pk_clock_now_us(), error);

    for (guint i = 0; patterns && i < patterns->len; i++) {
        const PkRotaPattern *pattern = patterns->pdata[i];
        if (pattern->key != key)
            continue;
        PkTimeText at = pk_time_text(app->zone, until_us, pk_i18n_lang(), PK_TIME_MOMENT);
        return pk_rota_pattern_end(app->db, pattern, until_us, error) &&
               pk_duty_tell(
                   app,
                   g_strdup_printf(_("Pattern %d (%s) ends on %s."), (int)key, pattern->name, at.s),
                   json_pack("{s:s, s:s}", "change", "rota_pattern_end", "uuid", pattern->uuid),
                   done, error);
    }
    if (patterns)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no pattern %d that still holds. 'piket duty pattern list' shows "
                      "them."),
                    (int)key);
    return false;
}

bool
pk_duty_pattern_end(PkApp *app, int64_t pattern_key, int64_t until_us, PkDone *ret_done,
                    GError **error)
{
    PkDone done = { 0 };

    if (!pk_duty_begin(app, PK_MAY_ROTA, error))
        return false;
    return pk_app_end(app, end_pattern(app, pattern_key, until_us, &done, error), &done, ret_done,
                      error);
}

/* ---- holidays -------------------------------------------------------------------------------- */

static char *
day_said(int64_t day)
{
    PkTimeText text = pk_time_text(NULL, day * PK_DAY_US, pk_i18n_lang(), PK_TIME_DAY_HEADING);

    return g_strdup(text.s);
}

/* Who holds the rung on that day has all of it, midnight to midnight. */
static PkShift *
hold_day(PkApp *app, int64_t day, PkDuty duty, const char *login, const char *name, GError **error)
{
    g_autoptr(PkShift) wish = pk_shift_new();
    PkLocal local = { 0 };

    pk_civil_from_days(day, &local);
    wish->duty = duty;
    wish->source = PK_SHIFT_HOLIDAY;
    wish->from_us = pk_zone_day_start(app->zone, local.year, local.month, local.day);
    wish->until_us = pk_zone_day_start(app->zone, local.year, local.month, local.day + 1);
    g_free(wish->login);
    wish->login = g_strdup(login);
    g_free(wish->note);
    wish->note = g_strdup(name);
    return pk_duty_add(app, wish, error);
}

static bool
add_holiday(PkApp *app, int64_t day, const char *typed, PkDuty duty, const char *person,
            PkDone *done, GError **error)
{
    g_autofree char *name = pk_text_clean(typed ? typed : "", -1, PK_TEXT_LINE, NULL);
    g_autofree char *when = day_said(day);
    g_autofree char *login = person ? pk_duty_person(app, person, error) : NULL;
    g_autoptr(GError) taken = NULL;
    PkHoliday holiday = { day, name };

    if (person && !login)
        return false;
    if (!*name || g_utf8_strlen(name, -1) > 60) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("A holiday has a name of at most 60 characters."));
        return false;
    }
    if (!pk_holiday_insert(app->db, &holiday, &taken)) {
        if (g_error_matches(taken, PK_ERROR, PK_ERROR_CONFLICT))
            g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                        _("%s has a name already. Take it away first: piket duty holiday remove."),
                        when);
        else
            g_propagate_error(error, g_steal_pointer(&taken));
        return false;
    }
    g_autoptr(PkShift) shift = login ? hold_day(app, day, duty, login, name, error) : NULL;
    if (login && !shift)
        return false;
    g_autofree char *holder = login ? pk_app_person_name(app, login) : NULL;
    char *said = login ? g_strdup_printf(_("Holiday: %s, %s; %s is %s."), when, name, holder,
                                         pk_word(&pk_words_duty, (int)duty))
                       : g_strdup_printf(_("Holiday: %s, %s."), when, name);
    return pk_duty_tell(
        app, said,
        json_pack("{s:s, s:I, s:s}", "change", "holiday_add", "day", (json_int_t)day, "name", name),
        done, error);
}

bool
pk_duty_holiday_add(PkApp *app, int64_t day, const char *name, PkDuty duty, const char *person,
                    PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_duty_begin(app, PK_MAY_ROTA, error))
        return false;
    return pk_app_end(app, add_holiday(app, day, name, duty, person, &done, error), &done, ret_done,
                      error);
}

bool
pk_duty_holiday_drop(PkApp *app, int64_t day, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };
    g_autofree char *when = day_said(day);

    if (!pk_duty_begin(app, PK_MAY_ROTA, error))
        return false;
    bool ok =
        pk_holiday_delete(app->db, day, error) &&
        pk_duty_tell(app, g_strdup_printf(_("No longer a holiday: %s."), when),
                     json_pack("{s:s, s:I}", "change", "holiday_remove", "day", (json_int_t)day),
                     &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static bool
set_phone(PkApp *app, const char *person, const char *typed, PkDone *done, GError **error)
{
    g_autofree char *login = pk_duty_person(app, person, error);
    g_autofree char *phone = pk_text_clean(typed ? typed : "", -1, PK_TEXT_LINE, NULL);
    size_t n = strlen(g_strstrip(phone));

    if (!login || !pk_duty_own(app, login, error))
        return false;
    if (n > 0 && (n < PHONE_MIN || n > PHONE_MAX || strspn(phone, "0123456789+-() ") != n)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is no telephone number. Write figures, as in \"06 0000 0012\"."),
                    phone);
        return false;
    }
    g_autofree char *name = pk_app_person_name(app, login);
    if (!pk_person_duty_set(app->db, login, phone, error))
        return false;
    char *said = n > 0 ? g_strdup_printf(_("The duty number of %s was set."), name)
                       : g_strdup_printf(_("%s no longer has a duty number."), name);
    return pk_duty_tell(app, said, json_pack("{s:s, s:s}", "change", "duty_phone", "login", login),
                        done, error);
}

bool
pk_duty_phone(PkApp *app, const char *person, const char *phone, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_duty_begin(app, PK_MAY_DUTY, error))
        return false;
    return pk_app_end(app, set_phone(app, person, phone, &done, error), &done, ret_done, error);
}
