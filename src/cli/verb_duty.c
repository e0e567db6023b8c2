/* SPDX-License-Identifier: EUPL-1.2 */
/* piket duty: who is called, who takes it, and what is missing in the weeks to come. */
#include "verb_duty.h"

#include <string.h>

enum { EXIT_GAP_AHEAD = 9, EXIT_NOBODY_NOW = 10, FAIR_DAYS = 91 };

/* ---- what several of them do ----------------------------------------------------------------- */

bool
pk_duty_time(PkCli *cli, const char *what, const char *text, PkWhenDirection direction,
             int64_t *ret_us, int64_t *ret_until_us, GError **error)
{
    g_auto(PkWhen) when = { 0 };
    PkWhenAsk ask = {
        .text = text, .now_us = cli->now_us, .zone = cli->zone, .direction = direction
    };

    if (!text) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("Say when: %s TIME."), what);
        return false;
    }
    if (!pk_when_parse(&ask, &when, error)) {
        g_prefix_error(error, "%s: ", what);
        return false;
    }
    if (when.warning && when.has_clock) /* a day that is past is often meant */
        pk_cli_warn(cli, "%s", when.warning);
    *ret_us = when.us;
    if (ret_until_us)
        *ret_until_us = when.has_clock ? when.us : when.until_us;
    return true;
}

bool
pk_duty_window(PkCli *cli, int64_t *from_us, int64_t *until_us, int days, GError **error)
{
    int64_t day_end = 0, begins = 0;

    if (cli->option[PK_OPT_FROM] && !pk_duty_time(cli, "--from", cli->option[PK_OPT_FROM],
                                                  PK_WHEN_FUTURE, from_us, NULL, error))
        return false;
    *until_us = *from_us + days * PK_DAY_US;
    if (!cli->option[PK_OPT_TO])
        return true;
    if (!pk_duty_time(cli, "--to", cli->option[PK_OPT_TO], PK_WHEN_FUTURE, &begins, &day_end,
                      error))
        return false;
    *until_us = day_end;
    return true;
}

bool
pk_duty_rung(PkCli *cli, unsigned i, PkDuty *ret_duty, GError **error)
{
    int value = PK_DUTY_OFFICER;

    if (pk_cli_arg(cli, i) && !pk_word_parse(&pk_words_duty, pk_cli_arg(cli, i), &value, error))
        return false;
    *ret_duty = (PkDuty)value;
    return true;
}

void
pk_duty_print(PkCli *cli, const char *const *heads, size_t n, GPtrArray *rows, const char *schema,
              json_t *items)
{
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, schema);
        json_object_set_new(document, "items", items);
        pk_cli_put_json(cli, document);
    } else {
        json_decref(items);
        pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, n, rows);
    }
    g_ptr_array_unref(rows);
}

static GPtrArray *
table(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
}

/* ---- show and list --------------------------------------------------------------------------- */

static json_t *
json_of(const PkDutyRow *row)
{
    const PkShift *shift = row->shift;
    json_t *item = json_pack(
        "{s:s, s:s, s:s, s:s, s:s}", "duty", pk_word_key(&pk_words_duty, (int)shift->duty), "login",
        shift->login, "name", row->name, "source",
        pk_word_key(&pk_words_shift_source, (int)shift->source), "uid", shift->uuid);

    pk_json_text(item, "phone", row->phone);
    pk_json_time(item, "from", shift->from_us);
    pk_json_time(item, "until", shift->until_us);
    pk_json_text(item, "note", shift->note);
    json_object_set_new(item, "shift", shift->key ? json_integer(shift->key) : json_null());
    return item;
}

static bool
show(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("RUNG"), _("WHO"), _("PHONE"), _("UNTIL"), _("BY") };
    g_auto(PkDutyNow) now = { 0 };
    int64_t at_us = cli->now_us;

    if (cli->option[PK_OPT_AT] &&
        !pk_duty_time(cli, "--at", cli->option[PK_OPT_AT], PK_WHEN_FUTURE, &at_us, NULL, error))
        return false;
    if (!pk_duty_now(cli->app, at_us, &now, error))
        return false;
    GPtrArray *rows = table();
    json_t *items = json_array();
    for (int duty = 0; duty < PK_N_DUTIES; duty++) {
        const PkDutyRow *row = now.rows[duty];
        char **cells = g_new0(char *, 6);
        cells[0] = g_strdup(pk_word(&pk_words_duty, duty));
        cells[1] = g_strdup(row ? row->name : _("nobody"));
        cells[2] = g_strdup(row && *row->phone ? row->phone : "-");
        cells[3] = g_strdup(pk_cli_moment(cli, row ? row->shift->until_us : 0).s);
        cells[4] = g_strdup(row ? pk_word(&pk_words_shift_source, (int)row->shift->source) : "-");
        g_ptr_array_add(rows, cells);
        if (row)
            json_array_append_new(items, json_of(row));
    }
    pk_duty_print(cli, heads, 5, rows, "piket.duty/1", items);
    return true;
}

static bool
list(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("FROM"), _("UNTIL"), _("RUNG"), _("WHO"), _("BY"), _("SHIFT") };
    int64_t from = cli->now_us, until = 0;

    if (!pk_duty_window(cli, &from, &until, PK_DUTY_AHEAD_DAYS, error))
        return false;
    g_autoptr(GPtrArray) found = pk_duty_list(cli->app, from, until, error);
    if (!found)
        return false;
    GPtrArray *rows = table();
    json_t *items = json_array();
    for (guint i = 0; i < found->len; i++) {
        const PkDutyRow *row = found->pdata[i];
        char **cells = g_new0(char *, 7);
        cells[0] = g_strdup(pk_cli_moment(cli, row->shift->from_us).s);
        cells[1] = g_strdup(pk_cli_moment(cli, row->shift->until_us).s);
        cells[2] = g_strdup(pk_word(&pk_words_duty, (int)row->shift->duty));
        cells[3] = g_strdup(row->name);
        cells[4] = g_strdup(pk_word(&pk_words_shift_source, (int)row->shift->source));
        cells[5] =
            row->shift->key ? g_strdup_printf("%" G_GINT64_FORMAT, row->shift->key) : g_strdup("-");
        g_ptr_array_add(rows, cells);
        json_array_append_new(items, json_of(row));
    }
    pk_duty_print(cli, heads, 6, rows, "piket.duty-list/1", items);
    return true;
}

/* ---- gaps and fairness ----------------------------------------------------------------------- */

static json_t *
json_of_trouble(const PkDutyTrouble *trouble)
{
    static const char *const kinds[] = { "gap", "double", "twice" };
    const PkRotaFinding *finding = trouble->finding;
    json_t *item =
        json_pack("{s:s, s:s, s:s}", "kind", kinds[finding->trouble], "duty",
                  pk_word_key(&pk_words_duty, (int)finding->duty), "text", trouble->said);

    pk_json_time(item, "from", finding->from_us);
    pk_json_time(item, "until", finding->until_us);
    pk_json_text(item, "login", finding->login);
    pk_json_text(item, "other", finding->other);
    return item;
}

static bool
gaps(PkCli *cli, GError **error)
{
    int64_t from = cli->now_us, until = 0;

    if (!pk_duty_window(cli, &from, &until, PK_DUTY_AHEAD_DAYS, error))
        return false;
    g_autoptr(GPtrArray) found = pk_duty_gaps(cli->app, from, until, error);
    if (!found)
        return false;
    json_t *items = json_array();
    for (guint i = 0; i < found->len; i++) {
        const PkDutyTrouble *trouble = found->pdata[i];
        const PkRotaFinding *finding = trouble->finding;
        bool now = finding->trouble == PK_ROTA_GAP && finding->from_us <= cli->now_us &&
                   cli->now_us < finding->until_us;
        json_array_append_new(items, json_of_trouble(trouble));
        if (!pk_cli_json(cli))
            pk_cli_putf(cli, "%s\n", trouble->said);
        if (pk_cli_has(cli, PK_OPT_CHECK))
            cli->exit_code = MAX(cli->exit_code, now ? EXIT_NOBODY_NOW : EXIT_GAP_AHEAD);
    }
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.duty-gaps/1");
        json_object_set_new(document, "items", items);
        pk_cli_put_json(cli, document);
        return true;
    }
    json_decref(items);
    if (found->len == 0)
        pk_cli_say(cli, "%s", _("No gaps and no double shifts."));
    return true;
}

static char *
hours(int64_t us)
{
    return g_strdup_printf("%" G_GINT64_FORMAT, (us + PK_HOUR_US / 2) / PK_HOUR_US);
}

static bool
fairness(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("WHO"), _("HOURS"), _("NIGHTS"), _("WEEKEND HOURS"),
                                  _("HOLIDAY HOURS") };
    int64_t from = cli->now_us - FAIR_DAYS * PK_DAY_US, until = 0;

    if (!pk_duty_window(cli, &from, &until, 2 * FAIR_DAYS, error))
        return false;
    g_autoptr(GPtrArray) found = pk_duty_fairness(cli->app, from, until, error);
    if (!found)
        return false;
    GPtrArray *rows = table();
    json_t *items = json_array();
    for (guint i = 0; i < found->len; i++) {
        const PkDutyShare *one = found->pdata[i];
        char **cells = g_new0(char *, 6);
        cells[0] = g_strdup(one->name);
        cells[1] = hours(one->share->hours_us);
        cells[2] = g_strdup_printf("%d", (int)one->share->n_nights);
        cells[3] = hours(one->share->weekend_us);
        cells[4] = hours(one->share->holiday_us);
        g_ptr_array_add(rows, cells);
        json_array_append_new(
            items, json_pack("{s:s, s:s, s:f, s:I, s:f, s:f}", "login", one->share->login, "name",
                             one->name, "hours", (double)one->share->hours_us / PK_HOUR_US,
                             "nights", (json_int_t)one->share->n_nights, "weekend_hours",
                             (double)one->share->weekend_us / PK_HOUR_US, "holiday_hours",
                             (double)one->share->holiday_us / PK_HOUR_US));
    }
    pk_duty_print(cli, heads, 5, rows, "piket.duty-fairness/1", items);
    return true;
}

/* ---- take, set, swap, drop ------------------------------------------------------------------- */

static bool
take(PkCli *cli, PkDone *done, GError **error)
{
    PkDuty duty = PK_DUTY_OFFICER;
    int64_t until = 0;

    if (!pk_duty_rung(cli, 1, &duty, error) ||
        (cli->option[PK_OPT_UNTIL] && !pk_duty_time(cli, "--until", cli->option[PK_OPT_UNTIL],
                                                    PK_WHEN_FUTURE, &until, NULL, error)))
        return false;
    return pk_duty_take(cli->app, duty, until, cli->now_us, done, error);
}

static bool
set(PkCli *cli, PkDone *done, GError **error)
{
    PkDutyWish wish = { .person = pk_cli_arg(cli, 2),
                        .from_us = cli->now_us,
                        .note = cli->option[PK_OPT_REASON] };

    if (!pk_duty_rung(cli, 1, &wish.duty, error) ||
        (cli->option[PK_OPT_FROM] && !pk_duty_time(cli, "--from", cli->option[PK_OPT_FROM],
                                                   PK_WHEN_FUTURE, &wish.from_us, NULL, error)))
        return false;
    /* The end is the first such time after the beginning. */
    int64_t now = cli->now_us;
    cli->now_us = MAX(now, wish.from_us);
    bool ok = pk_duty_time(cli, "--until", cli->option[PK_OPT_UNTIL], PK_WHEN_FUTURE,
                           &wish.until_us, NULL, error);
    cli->now_us = now;
    return ok && pk_duty_set(cli->app, &wish, done, error);
}

static bool
swap(PkCli *cli, PkDone *done, GError **error)
{
    PkDuty duty = PK_DUTY_OFFICER;
    int64_t one = 0, other = 0;

    return pk_duty_rung(cli, 1, &duty, error) &&
           pk_duty_time(cli, _("the first shift"), pk_cli_arg(cli, 2), PK_WHEN_FUTURE, &one, NULL,
                        error) &&
           pk_duty_time(cli, _("the second shift"), pk_cli_arg(cli, 3), PK_WHEN_FUTURE, &other,
                        NULL, error) &&
           pk_duty_swap(cli->app, duty, one, other, done, error);
}

static bool
drop(PkCli *cli, PkDone *done, GError **error)
{
    guint64 key = 0;
    const char *text = pk_cli_arg(cli, 1);

    if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &key, NULL)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is no shift. 'piket duty list' shows the numbers of shifts that can be "
                      "taken back."),
                    text);
        return false;
    }
    return pk_duty_drop(cli->app, (int64_t)key, done, error);
}

/* ---- the verb -------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    guint min, max; /* arguments, itself included */
    bool (*read)(PkCli *, GError **);
    bool (*write)(PkCli *, PkDone *, GError **);
} verbs[] = {
    { "show",     1, 1,   show,                 NULL },
    { "list",     1, 1,   list,                 NULL },
    { "take",     1, 2,   NULL,                 take },
    { "set",      3, 3,   NULL,                 set },
    { "swap",     4, 4,   NULL,                 swap },
    { "drop",     2, 2,   NULL,                 drop },
    { "gaps",     1, 1,   gaps,                 NULL },
    { "fairness", 1, 1,   fairness,             NULL },
    { "pattern",  2, 100, pk_duty_verb_pattern, NULL },
    { "holiday",  2, 100, pk_duty_verb_holiday, NULL },
    { "phone",    2, 100, pk_duty_verb_phone,   NULL },
    { "import",   2, 2,   pk_duty_verb_import,  NULL },
    { "export",   1, 1,   pk_duty_verb_export,  NULL },
};
/* clang-format on */

/* A ceiling that nothing listens to would be taken for one that held. */
static bool
knows_options(const PkCli *cli, const char *what, GError **error)
{
    bool calendar = g_str_equal(what, "import") || g_str_equal(what, "export");

    if (calendar || !(pk_cli_has(cli, PK_OPT_TLP_MAX) || pk_cli_has(cli, PK_OPT_PERSON) ||
                      pk_cli_has(cli, PK_OPT_DRY_RUN)))
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("--tlp-max, --person and --dry-run go with 'piket duty import' and 'piket duty "
                  "export', not with 'piket duty %s'. Nothing was changed."),
                what);
    return false;
}

bool
pk_verb_duty(PkCli *cli, GError **error)
{
    const char *what = cli->args->len ? pk_cli_arg(cli, 0) : "show";
    guint n = MAX(cli->args->len, 1);
    g_auto(PkDone) done = { 0 };

    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (!g_str_equal(what, verbs[i].name) || n < verbs[i].min || n > verbs[i].max)
            continue;
        if (!knows_options(cli, what, error))
            return false;
        if (verbs[i].read)
            return verbs[i].read(cli, error);
        if (!verbs[i].write(cli, &done, error))
            return false;
        pk_cli_done(cli, &done, false);
        return true;
    }
    g_set_error_literal(
        error, PK_ERROR, PK_ERROR_INVALID,
        _("'piket duty' knows show, list, take [RUNG], set RUNG PERSON, swap RUNG "
          "TIME TIME, drop SHIFT, gaps, fairness, pattern, holiday, phone, import FILE and "
          "export."));
    return false;
}
