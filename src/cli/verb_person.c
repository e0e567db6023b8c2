/* SPDX-License-Identifier: EUPL-1.2 */
/* piket person: who works here and what they may. piket name: who may see TLP:RED on an incident.
 */
#include "cli.h"
#include "piket/app/people.h"

#include <string.h>

/* ---- person --------------------------------------------------------------------------------- */

static bool
list(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("LOGIN"), _("NAME"), _("ROLES"), _("READS UP TO"), _("WORKS") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autoptr(GPtrArray) people = pk_people_list(cli->app, error);

    if (!people)
        return false;
    json_t *items = json_array();
    for (guint i = 0; i < people->len; i++) {
        const PkPersonView *person = people->pdata[i];
        char **cells = g_new0(char *, 6);
        cells[0] = g_strdup(person->login);
        cells[1] = g_strdup(person->name);
        cells[2] = g_strdup(*person->roles ? person->roles : "-");
        cells[3] = g_strdup(pk_tlp_label(person->ceiling));
        cells[4] = g_strdup(person->active ? _("yes") : _("no"));
        g_ptr_array_add(rows, cells);
        g_auto(GStrv) roles = g_strsplit(person->roles, " ", -1);
        json_t *list_of = json_array();
        for (char **role = roles; *role; role++)
            json_array_append_new(list_of, json_string(*role));
        json_array_append_new(
            items, json_pack("{s:s, s:s, s:s, s:o, s:s, s:b}", "login", person->login, "name",
                             person->name, "initials", person->initials, "roles", list_of,
                             "ceiling", pk_tlp_label(person->ceiling), "active", person->active));
    }
    if (!pk_cli_json(cli)) {
        json_decref(items);
        pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 5, rows);
        return true;
    }
    json_t *document = pk_json_document(cli, "piket.person/1");
    json_object_set_new(document, "items", items);
    pk_cli_put_json(cli, document);
    return true;
}

static bool
ceiling(PkCli *cli, bool *ret_given, PkTlp *ret_tlp, GError **error)
{
    g_autofree char *notice = NULL;
    const char *typed = cli->option[PK_OPT_CEILING];

    *ret_given = typed != NULL;
    if (typed && !pk_tlp_parse(typed, ret_tlp, &notice, error))
        return false;
    if (notice)
        pk_cli_say(cli, "%s", notice);
    return true;
}

static bool
add(PkCli *cli, const char *login, GError **error)
{
    PkPersonWish wish = { .login = login,
                          .name = cli->option[PK_OPT_NAME],
                          .roles = cli->option[PK_OPT_ROLE] };
    g_auto(PkDone) done = { 0 };

    if (!ceiling(cli, &wish.has_ceiling, &wish.ceiling, error) ||
        !pk_people_add(cli->app, &wish, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

static bool
role(PkCli *cli, const char *login, GError **error)
{
    g_autoptr(GPtrArray) changes = g_ptr_array_new();
    g_auto(PkDone) done = { 0 };
    PkTlp tlp = PK_TLP_GREEN;
    bool given = false;

    for (guint i = 2; i < cli->args->len; i++)
        g_ptr_array_add(changes, cli->args->pdata[i]);
    g_ptr_array_add(changes, NULL);
    if (!ceiling(cli, &given, &tlp, error))
        return false;
    if (changes->len == 1 && !given) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("Say which role is given or taken, for example +lead or -officer, or "
                              "give --ceiling."));
        return false;
    }
    if (!pk_people_roles(cli->app, login, (const char *const *)changes->pdata, given ? &tlp : NULL,
                         &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

bool
pk_verb_person(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 0);
    const char *login = pk_cli_arg(cli, 1);
    guint n = cli->args->len;
    g_auto(PkDone) done = { 0 };

    if (g_str_equal(what, "list") && n == 1)
        return list(cli, error);
    if (g_str_equal(what, "add") && n == 2)
        return add(cli, login, error);
    if (g_str_equal(what, "role") && n >= 2)
        return role(cli, login, error);
    if ((g_str_equal(what, "off") || g_str_equal(what, "on")) && n == 2) {
        if (!pk_people_active(cli->app, login, g_str_equal(what, "on"), &done, error))
            return false;
        pk_cli_done(cli, &done, false);
        return true;
    }
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("'piket person' knows list, add LOGIN, role LOGIN +ROLE -ROLE, off LOGIN "
                          "and on LOGIN."));
    return false;
}

/* ---- name ----------------------------------------------------------------------------------- */

static bool
list_named(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("LOGIN"), _("NAME"), _("NAMED BY"), _("WHEN"), _("WORKS") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    int64_t key = 0;

    if (!pk_cli_incident(cli, 0, &key, error))
        return false;
    g_autoptr(GPtrArray) named = pk_name_list(cli->app, key, error);
    if (!named)
        return false;
    json_t *items = json_array();
    for (guint i = 0; i < named->len; i++) {
        const PkNamedView *one = named->pdata[i];
        char **cells = g_new0(char *, 6);
        cells[0] = g_strdup(one->login);
        cells[1] = g_strdup(one->name);
        cells[2] = g_strdup(one->by_who);
        cells[3] = g_strdup(pk_cli_moment(cli, one->at_us).s);
        cells[4] = g_strdup(one->active ? _("yes") : _("no"));
        g_ptr_array_add(rows, cells);
        json_t *item = json_pack("{s:s, s:s, s:s, s:b}", "login", one->login, "name", one->name,
                                 "named_by", one->by_who, "active", one->active);
        pk_json_time(item, "at", one->at_us);
        json_array_append_new(items, item);
    }
    if (!pk_cli_json(cli)) {
        json_decref(items);
        pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 5, rows);
        return true;
    }
    json_t *document = pk_json_document(cli, "piket.named/1");
    json_object_set_new(document, "named", items);
    pk_cli_put_json(cli, document);
    return true;
}

bool
pk_verb_name(PkCli *cli, GError **error)
{
    const char *ident = pk_cli_arg(cli, 0), *person = pk_cli_arg(cli, 1);
    g_auto(PkDone) done = { 0 };

    if (!person && !pk_cli_has(cli, PK_OPT_OFF))
        return list_named(cli, error);
    if (!person || pk_cli_has(cli, PK_OPT_LIST)) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("'piket name' knows ID --list, ID PERSON and ID PERSON --off."));
        return false;
    }
    if (!(pk_cli_has(cli, PK_OPT_OFF) ? pk_name_take(cli->app, ident, person, &done, error)
                                      : pk_name_add(cli->app, ident, person, &done, error)))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}
