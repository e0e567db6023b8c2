/* SPDX-License-Identifier: EUPL-1.2 */
/* piket deadline: legal and agreed deadlines; check is for cron and monitoring. */
#include "cli.h"
#include "piket/app/deadline.h"

#include <string.h>

enum {
    LIST_MAX = 1000,
    WARN_US_HOURS = 4,
    CRIT_US_HOURS = 1,
    EXIT_WARN = 9,
    EXIT_CRIT = 10,
};

#define HOUR_US (INT64_C(3600) * G_USEC_PER_SEC)

/* ---- showing -------------------------------------------------------------------------------- */

static char *
status_words(const PkCli *cli, const PkClockView *clock)
{
    g_autofree char *word = pk_word_caps(&pk_words_clock_state, (int)clock->state);

    if (clock->met_us)
        return g_strdup_printf("%s %s", word, pk_cli_moment(cli, clock->met_us).s);
    if (*clock->na_reason)
        return g_strdup_printf("%s (%s)", word, clock->na_reason);
    return g_steal_pointer(&word);
}

static bool
runs(const PkClockView *clock)
{
    return clock->state == PK_CLOCK_RUNNING || clock->state == PK_CLOCK_OVERDUE ||
           clock->state == PK_CLOCK_NOT_SURE;
}

static json_t *
clock_json(const PkCli *cli, const PkClockView *clock)
{
    json_t *object = pk_json_clock(clock);
    g_autofree char *no = g_strdup_printf("T%" G_GINT64_FORMAT, clock->no);

    pk_json_text(object, "no", no);
    pk_json_text(object, "law", clock->law);
    pk_json_text(object, "evidence", clock->evidence);
    pk_json_text(object, "reason", clock->na_reason);
    json_object_set_new(object, "seconds_left",
                        runs(clock) && clock->due_us
                            ? json_integer((clock->due_us - cli->now_us) / G_USEC_PER_SEC)
                            : json_null());
    return object;
}

static void
put_rows(PkCli *cli, const GPtrArray *clocks)
{
    const char *const heads[] = { _("LEFT"),   _("DUE"), _("INCIDENT"), "T",
                                  _("STATUS"), _("FOR"), _("WHAT") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

    for (guint i = 0; i < clocks->len; i++) {
        const PkClockView *clock = clocks->pdata[i];
        PkTimeText left = pk_time_left(clock->due_us, cli->now_us);
        char **cells = g_new0(char *, 8);
        cells[0] = g_strdup(runs(clock) && clock->due_us ? left.s : "-");
        cells[1] = g_strdup(pk_cli_moment(cli, clock->due_us).s);
        cells[2] = g_strdup(clock->ident);
        cells[3] = g_strdup_printf("T%" G_GINT64_FORMAT, clock->no);
        cells[4] = status_words(cli, clock);
        cells[5] = g_strdup(*clock->org_name ? clock->org_name : "-");
        cells[6] = g_strdup(clock->name);
        g_ptr_array_add(rows, cells);
    }
    PkFormat format = pk_cli_has(cli, PK_OPT_PLAIN) ? PK_FORMAT_PLAIN
                      : cli->tty                    ? PK_FORMAT_TEXT
                                                    : PK_FORMAT_TXT;
    pk_cli_table(cli, format, heads, G_N_ELEMENTS(heads), rows);
}

static json_t *
document_of(PkCli *cli, const char *schema, const PkDeadlines *all, const GPtrArray *clocks)
{
    json_t *document = pk_json_document(cli, schema);
    json_t *items = json_array();

    for (guint i = 0; i < clocks->len; i++)
        json_array_append_new(items, clock_json(cli, clocks->pdata[i]));
    json_object_set_new(document, "rules",
                        json_pack("{s:s}", "set", all->rules.name ? all->rules.name : ""));
    pk_json_time(json_object_get(document, "rules"), "checked", all->rules.checked_us);
    pk_json_gate(cli, document);
    json_object_set_new(document, "items", items);
    return document;
}

static PkDeadlines *
load(PkCli *cli, unsigned from, unsigned limit, GError **error)
{
    g_autofree char *filter = pk_cli_filter_from(cli, from);
    PkDeadlines *all = pk_deadlines_load(cli->app, 0, filter, limit, &cli->error_at, error);

    if (!all)
        cli->has_error_at = true;
    else
        pk_cli_notices(cli, all->notices);
    return all;
}

static bool
list(PkCli *cli, GError **error)
{
    unsigned limit = 0;

    if (!pk_cli_number(cli, PK_OPT_LIMIT, LIST_MAX, LIST_MAX, &limit, error))
        return false;
    g_autoptr(PkDeadlines) all = load(cli, 1, limit, error);
    if (!all)
        return false;
    g_autoptr(GPtrArray) shown = g_ptr_array_new();
    for (guint i = 0; i < all->clocks->len; i++) {
        const PkClockView *clock = all->clocks->pdata[i];
        if (pk_cli_may(cli, clock->tlp))
            g_ptr_array_add(shown, all->clocks->pdata[i]);
    }
    if (pk_cli_json(cli)) {
        pk_cli_put_json(cli, document_of(cli, "piket.deadline/1", all, shown));
    } else {
        put_rows(cli, shown);
        if (all->clocks->len == 0)
            pk_cli_say(cli, "%s", _("No deadline fits."));
    }
    if (all->more)
        pk_cli_say(cli, "%s", _("There are more; --limit or a filter shows others."));
    return true;
}

/* ---- which one ------------------------------------------------------------------------------ */

static bool
is_meant(const PkCli *cli, const PkClockView *clock, const char *text, guint64 no)
{
    const char *org = cli->option[PK_OPT_ORG];

    if (no)
        return clock->no == (int64_t)no;
    return strcmp(clock->rule, text) == 0 &&
           (!org || g_ascii_strcasecmp(clock->org_name, org) == 0);
}

/* "T3", "3", or the key of a rule when one deadline of the incident has it (--org chooses). The
 * array of the incident is handed out, for it owns the clock. */
static const PkClockView *
find(PkCli *cli, PkDeadlines **ret_all, GError **error)
{
    const char *text = pk_cli_arg(cli, 2);
    const PkClockView *found = NULL;
    guint64 no = 0;
    int64_t key = 0;

    if (!pk_cli_incident(cli, 1, &key, error))
        return NULL;
    cli->share_key = key;
    *ret_all = pk_deadlines_load(cli->app, key, NULL, LIST_MAX, NULL, error);
    if (!*ret_all)
        return NULL;
    if (!g_ascii_string_to_unsigned(text + (*text == 'T' || *text == 't'), 10, 1, G_MAXINT32, &no,
                                    NULL))
        no = 0;
    for (guint i = 0; i < (*ret_all)->clocks->len; i++) {
        const PkClockView *clock = (*ret_all)->clocks->pdata[i];
        if (!is_meant(cli, clock, text, no))
            continue;
        if (found) {
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("'%s' means more than one deadline of %s. Write its number, such as "
                          "T%d; 'piket deadline list id:%s' shows them."),
                        text, clock->ident, (int)clock->no, clock->ident);
            return NULL;
        }
        found = clock;
    }
    if (!found)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("This incident has no deadline '%s'. Write its number, such as T1, or the "
                      "key of its rule."),
                    text);
    return found;
}

static void
field(PkCli *cli, const char *label, const char *text)
{
    if (text && *text)
        pk_cli_putf(cli, "%-10s %s\n", label, text);
}

static bool
show(PkCli *cli, GError **error)
{
    g_autoptr(PkDeadlines) all = NULL;
    const PkClockView *clock = find(cli, &all, error);
    g_autofree char *origin = NULL;
    int64_t number = 0;

    if (!clock || !pk_deadline_origin(cli->app, clock, &origin, &number, error))
        return false;
    if (!pk_cli_may(cli, clock->tlp))
        return true;
    if (pk_cli_json(cli)) {
        g_autoptr(GPtrArray) one = g_ptr_array_new();
        g_ptr_array_add(one, (void *)clock);
        pk_cli_put_json(cli, document_of(cli, "piket.deadline/1", all, one));
        return true;
    }
    g_autofree char *status = status_words(cli, clock);
    g_autofree char *line =
        origin ? g_strdup_printf(_("\"%s\" (line %d)"), origin, (int)number) : NULL;
    pk_cli_putf(cli, "%s T%d  %s  %s\n", clock->ident, (int)clock->no, clock->name,
                clock->org_name);
    field(cli, _("status"), status);
    field(cli, _("rule"), clock->law);
    field(cli, _("start"), pk_cli_moment(cli, clock->start_us).s);
    field(cli, "", line);
    field(cli, _("due"), pk_cli_moment(cli, clock->due_us).s);
    field(cli, _("sum"), clock->sum);
    field(cli, _("who"), clock->who);
    field(cli, _("to whom"), clock->whom);
    field(cli, _("number"), clock->evidence);
    field(cli, _("note"), clock->note);
    return true;
}

/* ---- changing ------------------------------------------------------------------------------- */

static bool
set_fate(PkCli *cli, const char *what, GError **error)
{
    g_autoptr(PkDeadlines) all = NULL;
    g_auto(PkDone) done = { 0 };
    PkClockFate fate = { 0 };
    const PkClockView *clock = NULL;

    if (g_str_equal(what, "met")) {
        fate.met_us = cli->now_us;
        fate.evidence = cli->option[PK_OPT_NUMBER];
        if (!pk_cli_time(cli, PK_OPT_AT, &fate.met_us, NULL, error))
            return false;
    } else if (g_str_equal(what, "na")) {
        fate.na_reason = cli->option[PK_OPT_REASON];
        if (!fate.na_reason || !*fate.na_reason) {
            g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                        _("That a deadline does not apply asks for a reason, which is recorded. "
                          "Add --reason TEXT."));
            return false;
        }
    }
    fate.unsure = g_str_equal(what, "unsure");
    clock = find(cli, &all, error);
    if (!clock || !pk_clock_set(cli->app, clock->key, &fate, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

static bool
move(PkCli *cli, GError **error)
{
    g_autoptr(PkDeadlines) all = NULL;
    g_auto(PkDone) done = { 0 };
    int64_t at_us = 0;

    if (!pk_cli_time(cli, PK_OPT_AT, &at_us, NULL, error))
        return false;
    if (!at_us) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("Say from when it runs (for an agreed deadline: until when): --at TIME."));
        return false;
    }
    const PkClockView *clock = find(cli, &all, error);
    if (!clock ||
        !pk_clock_edit(cli->app, clock->key, at_us, cli->option[PK_OPT_REASON], &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

static bool
add(PkCli *cli, GError **error)
{
    g_autofree char *title = pk_cli_text_from(cli, 2, error);
    g_auto(PkDone) done = { 0 };
    int64_t key = 0, due_us = 0;

    if (!title || !pk_cli_time(cli, PK_OPT_AT, &due_us, NULL, error) ||
        !pk_cli_incident(cli, 1, &key, error) ||
        !pk_clock_add(cli->app, key, title, due_us, &done, error))
        return false;
    cli->share_key = key;
    pk_cli_done(cli, &done, false);
    return true;
}

/* ---- check ---------------------------------------------------------------------------------- */

/* "4h", "90m", "1u30", "2d". */
static bool
read_length(PkCli *cli, PkOptId opt, int64_t preset_us, int64_t *ret_us, GError **error)
{
    const char *text = cli->option[opt];
    char *end = NULL;
    guint64 n = 0, minutes = 0;

    *ret_us = preset_us;
    if (!text)
        return true;
    n = g_ascii_strtoull(text, &end, 10);
    if (end != text && n < 100000) {
        if (strcmp(end, "d") == 0)
            minutes = n * 24 * 60;
        else if (strcmp(end, "m") == 0)
            minutes = n;
        else if ((*end == 'h' || *end == 'u') && strlen(end) <= 3 &&
                 strspn(end + 1, "0123456789") == strlen(end + 1))
            minutes = n * 60 + g_ascii_strtoull(end + 1, NULL, 10);
        else
            end = NULL;
    } else {
        end = NULL;
    }
    *ret_us = (int64_t)minutes * 60 * G_USEC_PER_SEC;
    if (end)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'%s' is no length of time. Write it as 90m, 4h or 2d."), text);
    return false;
}

static bool
check(PkCli *cli, GError **error)
{
    int64_t warn_us = 0, crit_us = 0;
    unsigned n_warn = 0, n_crit = 0;

    if (!read_length(cli, PK_OPT_WARN, WARN_US_HOURS * HOUR_US, &warn_us, error) ||
        !read_length(cli, PK_OPT_CRIT, CRIT_US_HOURS * HOUR_US, &crit_us, error))
        return false;
    g_autoptr(PkDeadlines) all = load(cli, 1, LIST_MAX, error);
    if (!all)
        return false;
    g_autoptr(GPtrArray) near = g_ptr_array_new();
    for (guint i = 0; i < all->clocks->len; i++) {
        const PkClockView *clock = all->clocks->pdata[i];
        int64_t left_us = clock->due_us - cli->now_us;
        if (!runs(clock) || !clock->due_us || left_us > MAX(warn_us, crit_us))
            continue;
        n_crit += left_us <= crit_us;
        n_warn += left_us > crit_us;
        if (pk_cli_may(cli, clock->tlp))
            g_ptr_array_add(near, all->clocks->pdata[i]);
    }
    cli->exit_code = n_crit ? EXIT_CRIT : n_warn ? EXIT_WARN : 0;
    if (pk_cli_json(cli)) {
        json_t *document = document_of(cli, "piket.deadline.check/1", all, near);
        json_object_set_new(document, "critical", json_integer(n_crit));
        json_object_set_new(document, "warning", json_integer(n_warn));
        json_object_set_new(document, "running", json_integer(all->n_running));
        pk_cli_put_json(cli, document);
        return true;
    }
    if (near->len)
        put_rows(cli, near);
    pk_cli_say(cli, _("Running: %u; critical: %u; soon: %u."), all->n_running, n_crit, n_warn);
    return true;
}

bool
pk_verb_deadline(PkCli *cli, GError **error)
{
    static const char *const fates[] = { "met", "na", "unsure", "open", NULL };
    const char *what = pk_cli_arg(cli, 0);
    guint n = cli->args->len;

    if (g_str_equal(what, "list"))
        return list(cli, error);
    if (g_str_equal(what, "check"))
        return check(cli, error);
    if (g_str_equal(what, "show") && n == 3)
        return show(cli, error);
    if (g_str_equal(what, "start") && n == 3)
        return move(cli, error);
    if (g_str_equal(what, "add") && n >= 3)
        return add(cli, error);
    if (g_strv_contains(fates, what) && n == 3)
        return set_fate(cli, what, error);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'piket deadline' knows list, show ID T, met ID T, start ID T, na ID T, unsure "
                  "ID T, open ID T, add ID TEXT and check; T is the number of a deadline, such as "
                  "T1."));
    return false;
}
