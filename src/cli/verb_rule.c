/* SPDX-License-Identifier: EUPL-1.2 */
/* piket rule: the legal rules that deadlines are counted with. */
#include "cli.h"
#include "piket/app/rule.h"
#include "piket/format/rule_csv.h"

#include <string.h>

static char *
day_of(const PkCli *cli, int64_t us)
{
    PkTimeText text = pk_time_text(cli->zone, us, cli->lang, PK_TIME_SHORT_DATE);

    return g_strdup(us ? text.s : "-");
}

static json_t *
rule_json(const PkRule *rule)
{
    json_t *object = json_object();

    pk_json_text(object, "key", rule->key);
    pk_json_text(object, "name_en", rule->name_en);
    pk_json_text(object, "name_nl", rule->name_nl);
    pk_json_text(object, "law", rule->law);
    pk_json_text(object, "start", pk_word_key(&pk_words_rule_start, (int)rule->start));
    pk_json_text(object, "unit", pk_word_key(&pk_words_rule_unit, (int)rule->unit));
    json_object_set_new(object, "length", json_integer(rule->length));
    pk_json_text(object, "whom", rule->whom);
    pk_json_time(object, "valid_from", rule->valid_from_us);
    pk_json_time(object, "valid_until", rule->valid_until_us);
    pk_json_time(object, "checked", rule->checked_us);
    return object;
}

static bool
list(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("KEY"),   _("LENGTH"),  _("VALID FROM"),
                                  _("UNTIL"), _("CHECKED"), _("NAME") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    PkRuleSetView set = { 0 };
    g_autoptr(GPtrArray) rules = pk_rules_load(cli->app, &set, error);

    if (!rules)
        return false;
    json_t *items = json_array();
    for (guint i = 0; i < rules->len; i++) {
        const PkRule *rule = rules->pdata[i];
        char **cells = g_new0(char *, 7);
        cells[0] = g_strdup(rule->key);
        cells[1] = rule->length ? g_strdup_printf("%d %s", rule->length,
                                                  pk_word(&pk_words_rule_unit, (int)rule->unit))
                                : g_strdup("-");
        cells[2] =
            rule->valid_from_us ? day_of(cli, rule->valid_from_us) : g_strdup(_("not confirmed"));
        cells[3] = day_of(cli, rule->valid_until_us);
        cells[4] = rule->checked_us ? day_of(cli, rule->checked_us) : g_strdup(_("never"));
        cells[5] = g_strdup(pk_rule_name(rule, cli->lang));
        g_ptr_array_add(rows, cells);
        json_array_append_new(items, rule_json(rule));
    }
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.rule/1");
        pk_json_text(document, "set", set.name);
        pk_json_time(document, "checked", set.checked_us);
        json_object_set_new(document, "items", items);
        pk_cli_put_json(cli, document);
    } else {
        g_autofree char *checked = set.checked_us ? day_of(cli, set.checked_us)
                                                  : g_strdup(_("not every rule was checked"));
        json_decref(items);
        pk_cli_say(cli, _("Rule set %s (checked: %s)."), set.name, checked);
        pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 6, rows);
    }
    pk_rule_set_view_clear(&set);
    return true;
}

static void
field(PkCli *cli, const char *label, const char *text)
{
    if (text && *text)
        pk_cli_putf(cli, "%-11s %s\n", label, text);
}

static void
put_rule(PkCli *cli, const PkRule *rule)
{
    bool nl = cli->lang == PK_LANG_NL;
    g_autofree char *from = day_of(cli, rule->valid_from_us),
                    *until = day_of(cli, rule->valid_until_us),
                    *checked = day_of(cli, rule->checked_us);
    g_autofree char *length =
        g_strdup_printf("%d %s", rule->length, pk_word(&pk_words_rule_unit, (int)rule->unit));

    pk_cli_putf(cli, "%s  %s\n", rule->key, pk_rule_name(rule, cli->lang));
    field(cli, _("law"), rule->law);
    field(cli, _("starts"), pk_word(&pk_words_rule_start, (int)rule->start));
    field(cli, _("length"), rule->length ? length : "-");
    field(cli, _("who"), nl ? rule->who_nl : rule->who_en);
    field(cli, _("to whom"), rule->whom);
    field(cli, _("valid from"), rule->valid_from_us ? from : _("not confirmed"));
    field(cli, _("until"), until);
    field(cli, _("checked"), rule->checked_us ? checked : _("never"));
    field(cli, _("note"), nl ? rule->note_nl : rule->note_en);
    pk_cli_put(cli, "\n");
}

static bool
show(PkCli *cli, GError **error)
{
    g_autoptr(GPtrArray) rules = pk_rules_load(cli->app, NULL, error);
    unsigned n = 0;

    if (!rules)
        return false;
    json_t *items = json_array();
    for (guint i = 0; i < rules->len; i++) {
        const PkRule *rule = rules->pdata[i];
        if (strcmp(rule->key, pk_cli_arg(cli, 1)) != 0)
            continue;
        n++;
        json_array_append_new(items, rule_json(rule));
        if (!pk_cli_json(cli))
            put_rule(cli, rule);
    }
    if (pk_cli_json(cli) && n) {
        json_t *document = pk_json_document(cli, "piket.rule/1");
        json_object_set(document, "items", items);
        pk_cli_put_json(cli, document);
    }
    json_decref(items);
    if (n == 0)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no rule '%s'. 'piket rule list' names them."), pk_cli_arg(cli, 1));
    return n > 0;
}

static bool export(PkCli *cli, GError **error)
{
    g_autoptr(GPtrArray) rules = pk_rules_load(cli->app, NULL, error);

    if (!rules)
        return false;
    g_autofree char *text = pk_rules_write(rules, pk_app_zone(cli->app));
    pk_cli_put(cli, text);
    return true;
}

static bool
confirmed(PkCli *cli, GError **error)
{
    g_autofree char *answer = NULL;

    if (pk_cli_has(cli, PK_OPT_YES) || cli->asked)
        return true;
    if (!pk_cli_ask(cli, _("Read these rules in? Type yes: "), &answer, error))
        return false;
    cli->asked =
        g_ascii_strcasecmp(answer, _("yes")) == 0 || g_ascii_strcasecmp(answer, "yes") == 0;
    if (!cli->asked)
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM, _("Nothing was read in."));
    return cli->asked;
}

static bool
import(PkCli *cli, GError **error)
{
    const char *path = pk_cli_arg(cli, 1);
    g_autofree char *bytes = NULL;
    g_autoptr(GError) why = NULL;
    g_auto(PkRuleDiff) diff = { 0 };
    g_auto(PkDone) done = { 0 };
    size_t n = 0;

    if (!g_file_get_contents(path, &bytes, &n, &why)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s can not be read. Check the name of the file."), path);
        return false;
    }
    if (!pk_rules_compare(cli->app, bytes, n, &diff, error))
        return false;
    for (guint i = 0; i < diff.lines->len; i++)
        pk_cli_putf(cli, "%s\n", (const char *)diff.lines->pdata[i]);
    pk_cli_say(cli, _("%u new, %u changed, %u as they are."), diff.n_new, diff.n_changed,
               diff.n_same);
    if (diff.n_running > 0)
        pk_cli_say(
            cli,
            _("Clocks that run and keep their times: %d. Where a new rule should count for one, "
              "move it: piket deadline start ID T --at TIME --reason TEXT."),
            (int)diff.n_running);
    if (pk_cli_has(cli, PK_OPT_DRY_RUN) || diff.rules->len == 0)
        return true;
    if (!confirmed(cli, error) ||
        !pk_rules_import(cli->app, bytes, n, cli->option[PK_OPT_NAME], &done, error))
        return false;
    pk_cli_say(cli, "%s", done.said);
    return true;
}

bool
pk_verb_rule(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 0);
    guint n = cli->args->len;

    if (g_str_equal(what, "list") && n == 1)
        return list(cli, error);
    if (g_str_equal(what, "show") && n == 2)
        return show(cli, error);
    if (g_str_equal(what, "export") && n == 1)
        return export(cli, error);
    if (g_str_equal(what, "import") && n == 2)
        return import(cli, error);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'piket rule' knows list, show KEY, export and import FILE."));
    return false;
}
