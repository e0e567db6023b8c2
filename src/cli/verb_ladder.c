/* SPDX-License-Identifier: EUPL-1.2 */
/* piket ladder: look at who is called, and change it through a file. */
#include "cli.h"
#include "piket/app/ladders.h"

#include <string.h>

static bool
list(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("LADDER"), _("NAME"), _("RUNGS"), _("ROUNDS"), _("MADE BY") };
    g_autoptr(GPtrArray) all = pk_ladders_list(cli->app, error);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    json_t *items = json_array();

    for (guint i = 0; all && i < all->len; i++) {
        const PkLadder *ladder = all->pdata[i];
        char **row = g_new0(char *, 6);
        row[0] = g_strdup(ladder->key);
        row[1] = g_strdup(pk_ladder_name(ladder, cli->lang));
        row[2] = g_strdup_printf("%u", ladder->rungs->len);
        row[3] = g_strdup_printf("%d", ladder->rounds);
        row[4] = g_strdup(ladder->made_by);
        g_ptr_array_add(cells, row);
        json_array_append_new(items,
                              json_pack("{s:s, s:s, s:s, s:i, s:i, s:s}", "ladder", ladder->key,
                                        "name_en", ladder->name_en, "name_nl", ladder->name_nl,
                                        "rungs", (int)ladder->rungs->len, "rounds", ladder->rounds,
                                        "made_by", ladder->made_by));
    }
    if (all && pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.ladders/1");
        json_object_set_new(document, "items", items);
        pk_cli_put_json(cli, document);
        return true;
    }
    json_decref(items);
    if (all)
        pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 5, cells);
    return all != NULL;
}

/* All of them, or one. */
static bool
put_file(PkCli *cli, const char *key, GError **error)
{
    g_autofree char *text = pk_ladders_export(cli->app, key, error);

    if (text)
        pk_cli_put(cli, text);
    return text != NULL;
}

static bool
import(PkCli *cli, const char *file, GError **error)
{
    g_autofree char *bytes = NULL;
    g_autoptr(GError) why = NULL;
    g_auto(PkDone) done = { 0 };
    size_t n = 0;

    if (!g_file_get_contents(file, &bytes, &n, &why)) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("%s cannot be read (%s)."), file,
                    why->message);
        return false;
    }
    if (!pk_ladders_import(cli->app, bytes, n, pk_cli_has(cli, PK_OPT_DRY_RUN), &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

static bool
check(PkCli *cli, GError **error)
{
    g_autoptr(GPtrArray) said = pk_ladders_check(cli->app, error);

    for (guint i = 0; said && i < said->len; i++)
        pk_cli_warn(cli, "%s", (const char *)said->pdata[i]);
    if (said && said->len)
        cli->exit_code = 1;
    else if (said)
        pk_cli_say(cli, "%s", _("The ladders are in order."));
    return said != NULL;
}

bool
pk_verb_ladder(PkCli *cli, GError **error)
{
    const char *what = cli->args->len ? pk_cli_arg(cli, 0) : "list";
    const char *arg = pk_cli_arg(cli, 1);
    g_auto(PkDone) done = { 0 };

    if (g_str_equal(what, "list") && !arg)
        return list(cli, error);
    if (g_str_equal(what, "show") && arg)
        return put_file(cli, arg, error);
    if (g_str_equal(what, "import") && arg)
        return import(cli, arg, error);
    if (g_str_equal(what, "check") && !arg)
        return check(cli, error);
    if (g_str_equal(what, "export") && !arg)
        return put_file(cli, NULL, error);
    if (g_str_equal(what, "off") && arg) {
        if (!pk_ladders_retire(cli->app, arg, &done, error))
            return false;
        pk_cli_done(cli, &done, false);
        return true;
    }
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("'piket ladder' knows list, show KEY, export, import FILE, check and off "
                          "KEY."));
    return false;
}
