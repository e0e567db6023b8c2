/* SPDX-License-Identifier: EUPL-1.2 */
/* piket action: what still has to be done in an incident; closing asks for all of it. */
#include "cli.h"

#include <string.h>

static bool
list(PkCli *cli, int64_t key, GError **error)
{
    const char *const heads[] = { _("ACTION"), _("DONE"), _("DUE"), _("WHAT") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autoptr(PkDetail) detail = pk_detail_load(cli->app, key, error);

    if (!detail)
        return false;
    bool may = pk_cli_may(cli, detail->incident->tlp);
    json_t *items = json_array();
    for (guint i = 0; may && i < detail->actions->len; i++) {
        const PkStandingAction *action = detail->actions->pdata[i];
        char **cells = g_new0(char *, 5);
        cells[0] = g_strdup_printf("A%" G_GINT64_FORMAT, action->no);
        cells[1] = g_strdup(action->done_us  ? pk_cli_moment(cli, action->done_us).s
                            : action->reason ? action->reason
                                             : "-");
        cells[2] = g_strdup(pk_cli_moment(cli, action->due_us).s);
        cells[3] = g_strdup(pk_standing_action_title(action));
        g_ptr_array_add(rows, cells);
        json_array_append_new(items, pk_json_action(action));
    }
    if (!pk_cli_json(cli)) {
        json_decref(items);
        pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 4, rows);
        return true;
    }
    json_t *document = pk_json_document(cli, "piket.action/1");
    pk_json_text(document, "id", detail->incident->ident);
    pk_json_gate(cli, document);
    json_object_set_new(document, "actions", items);
    pk_cli_put_json(cli, document);
    return true;
}

/* "A7" or "7". */
static bool
read_number(const char *text, int64_t *ret_no, GError **error)
{
    guint64 no = 0;
    const char *digits = text + (*text == 'A' || *text == 'a');

    if (!g_ascii_string_to_unsigned(digits, 10, 1, G_MAXINT32, &no, NULL)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is no action. Write its number, for example A2."), text);
        return false;
    }
    *ret_no = (int64_t)no;
    return true;
}

static bool
change(PkCli *cli, int64_t key, const char *what, GError **error)
{
    const char *reason = cli->option[PK_OPT_REASON];
    bool skip = g_str_equal(what, "skip");
    g_auto(PkDone) done = { 0 };
    int64_t no = 0;

    if (g_str_equal(what, "add")) {
        g_autofree char *title = pk_cli_text_from(cli, 2, error);
        if (!title || !pk_action_add(cli->app, key, title, 0, &done, error))
            return false;
        pk_cli_done(cli, &done, false);
        return true;
    }
    if (skip && !(reason && *reason)) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                    _("Leaving an action out asks for a reason, which is recorded. Add --reason "
                      "TEXT."));
        return false;
    }
    if (!read_number(pk_cli_arg(cli, 2), &no, error) ||
        !pk_action_set(cli->app, key, no, g_str_equal(what, "done"), skip ? reason : NULL, &done,
                       error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

bool
pk_verb_action(PkCli *cli, GError **error)
{
    static const char *const changes[] = { "done", "skip", "open", "add", NULL };
    const char *what = pk_cli_arg(cli, 0);
    int64_t key = 0;

    if (!g_str_equal(what, "list") && !(g_strv_contains(changes, what) && cli->args->len > 2 &&
                                        (cli->args->len == 3 || g_str_equal(what, "add")))) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'piket action' knows list ID, done ID ACTION, skip ID ACTION, open ID "
                      "ACTION and add ID TEXT."));
        return false;
    }
    if (!pk_cli_incident(cli, 1, &key, error))
        return false;
    cli->share_key = key;
    return g_str_equal(what, "list") ? list(cli, key, error) : change(cli, key, what, error);
}
