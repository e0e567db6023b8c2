/* SPDX-License-Identifier: EUPL-1.2 */
/* piket duty pattern, holiday and phone. */
#include "verb_duty.h"

#include <string.h>

/* A day as typed, counted from 1970 in the zone of the command line. */
static bool
read_day(PkCli *cli, const char *what, const char *text, int64_t *ret_day, GError **error)
{
    int64_t us = cli->now_us;

    if (text && !pk_duty_time(cli, what, text, PK_WHEN_FUTURE, &us, NULL, error))
        return false;
    PkLocal local = pk_zone_local(cli->zone, us);
    *ret_day = pk_civil_days(local.year, local.month, local.day);
    return true;
}

/* ---- patterns -------------------------------------------------------------------------------- */

static bool
list_patterns(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("PATTERN"), _("RUNG"), _("NAME"), _("WHEN"),
                                  _("WHO"),     _("ENDS"), _("ZONE") };
    g_autoptr(GPtrArray) found = pk_duty_patterns(cli->app, cli->now_us, error);

    if (!found)
        return false;
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    json_t *items = json_array();
    for (guint i = 0; i < found->len; i++) {
        const PkRotaPattern *one = found->pdata[i];
        bool ends = one->until_us != INT64_MAX;
        char **cells = g_new0(char *, 8);
        cells[0] = g_strdup_printf("%" G_GINT64_FORMAT, one->key);
        cells[1] = g_strdup(pk_word(&pk_words_duty, (int)one->duty));
        cells[2] = g_strdup(one->name);
        cells[3] = pk_rota_pattern_say(one);
        cells[4] = g_strjoinv(", ", one->logins);
        cells[5] = g_strdup(pk_cli_moment(cli, ends ? one->until_us : 0).s);
        cells[6] = g_strdup(one->zone_name);
        g_ptr_array_add(rows, cells);
        json_t *who = json_array();
        for (char **login = one->logins; *login; login++)
            json_array_append_new(who, json_string(*login));
        json_t *item = json_pack(
            "{s:I, s:s, s:s, s:s, s:s, s:o, s:i, s:i, s:i, s:s}", "pattern", (json_int_t)one->key,
            "duty", pk_word_key(&pk_words_duty, (int)one->duty), "name", one->name, "text",
            cells[3], "zone", one->zone_name, "logins", who, "step_days", one->step_days,
            "turn_days", one->turn_days, "span_minutes", one->span_min, "holidays",
            pk_word_key(&pk_words_holidays, (int)one->holidays));
        pk_json_time(item, "until", ends ? one->until_us : 0);
        json_array_append_new(items, item);
    }
    pk_duty_print(cli, heads, 7, rows, "piket.duty-pattern/1", items);
    return true;
}

static bool
add_pattern(PkCli *cli, PkDone *done, GError **error)
{
    g_autofree char *every = pk_cli_text_from(cli, 3, error);
    PkPatternWish wish = { .name = cli->option[PK_OPT_NAME],
                           .zone = cli->option[PK_OPT_ZONE],
                           .every = every,
                           .persons = cli->option[PK_OPT_PERSONS],
                           .until_us = INT64_MAX };
    int holidays = PK_HOLIDAYS_SAME;
    unsigned turn = 0;

    if (!every || !pk_duty_rung(cli, 2, &wish.duty, error) ||
        !read_day(cli, "--from", cli->option[PK_OPT_FROM], &wish.start_day, error) ||
        !pk_cli_word(cli, PK_OPT_HOLIDAYS, &pk_words_holidays, &holidays, error) ||
        !pk_cli_number(cli, PK_OPT_TURN, PK_SHIFT_MAX_DAYS, 0, &turn, error) ||
        (cli->option[PK_OPT_UNTIL] && !pk_duty_time(cli, "--until", cli->option[PK_OPT_UNTIL],
                                                    PK_WHEN_FUTURE, &wish.until_us, NULL, error)))
        return false;
    wish.holidays = (PkHolidays)holidays;
    wish.turn_days = (int)turn;
    return pk_duty_pattern_add(cli->app, &wish, done, error);
}

static bool
end_pattern(PkCli *cli, PkDone *done, GError **error)
{
    guint64 key = 0;
    const char *text = pk_cli_arg(cli, 2);
    int64_t at_us = cli->now_us;

    if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT32, &key, NULL)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is no pattern number. 'piket duty pattern list' shows them."), text);
        return false;
    }
    if (cli->option[PK_OPT_AT] &&
        !pk_duty_time(cli, "--at", cli->option[PK_OPT_AT], PK_WHEN_FUTURE, &at_us, NULL, error))
        return false;
    return pk_duty_pattern_end(cli->app, (int64_t)key, at_us, done, error);
}

bool
pk_duty_verb_pattern(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 1);
    g_auto(PkDone) done = { 0 };

    if (g_str_equal(what, "list") && cli->args->len == 2)
        return list_patterns(cli, error);
    if (g_str_equal(what, "add") && cli->args->len >= 4) {
        if (!add_pattern(cli, &done, error))
            return false;
    } else if (g_str_equal(what, "end") && cli->args->len == 3) {
        if (!end_pattern(cli, &done, error))
            return false;
    } else {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("'piket duty pattern' knows list, add RUNG \"week fri 17:00\" "
                              "--persons LIST, and end PATTERN."));
        return false;
    }
    pk_cli_done(cli, &done, false);
    return true;
}

/* ---- holidays -------------------------------------------------------------------------------- */

static bool
list_holidays(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("DAY"), _("NAME") };
    int64_t from = 0;

    if (!read_day(cli, "--from", cli->option[PK_OPT_FROM], &from, error))
        return false;
    g_autoptr(GPtrArray) found = pk_duty_holidays(cli->app, from, from + 2 * 366, error);
    if (!found)
        return false;
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    json_t *items = json_array();
    for (guint i = 0; i < found->len; i++) {
        const PkHoliday *one = found->pdata[i];
        PkLocal local = { 0 };
        pk_civil_from_days(one->day, &local);
        char **cells = g_new0(char *, 3);
        cells[0] = g_strdup_printf("%04d-%02d-%02d", local.year, local.month, local.day);
        cells[1] = g_strdup(one->name);
        g_ptr_array_add(rows, cells);
        json_array_append_new(items, json_pack("{s:s, s:s}", "day", cells[0], "name", one->name));
    }
    pk_duty_print(cli, heads, 2, rows, "piket.duty-holiday/1", items);
    return true;
}

bool
pk_duty_verb_holiday(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 1);
    guint n = cli->args->len;
    g_auto(PkDone) done = { 0 };
    int64_t day = 0;

    if (g_str_equal(what, "list") && n == 2)
        return list_holidays(cli, error);
    bool adds = g_str_equal(what, "add") && n >= 4;
    if (!adds && !(g_str_equal(what, "remove") && n == 3)) {
        g_set_error_literal(
            error, PK_ERROR, PK_ERROR_INVALID,
            _("'piket duty holiday' knows list, add DAY NAME [--persons PERSON] and "
              "remove DAY."));
        return false;
    }
    if (!read_day(cli, _("the day"), pk_cli_arg(cli, 2), &day, error))
        return false;
    if (adds) {
        g_autofree char *name = pk_cli_text_from(cli, 3, error);
        int duty = PK_DUTY_OFFICER;
        if (!name || !pk_cli_word(cli, PK_OPT_ROLE, &pk_words_duty, &duty, error) ||
            !pk_duty_holiday_add(cli->app, day, name, (PkDuty)duty, cli->option[PK_OPT_PERSONS],
                                 &done, error))
            return false;
    } else if (!pk_duty_holiday_drop(cli->app, day, &done, error)) {
        return false;
    }
    pk_cli_done(cli, &done, false);
    return true;
}

/* ---- numbers --------------------------------------------------------------------------------- */

bool
pk_duty_verb_phone(PkCli *cli, GError **error)
{
    g_autofree char *phone = cli->args->len > 2 ? pk_cli_text_from(cli, 2, error) : g_strdup("");
    g_auto(PkDone) done = { 0 };

    if (!phone || !pk_duty_phone(cli->app, pk_cli_arg(cli, 1), phone, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}
