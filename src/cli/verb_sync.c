/* SPDX-License-Identifier: EUPL-1.2 */
/* piket sync: deliver what was written without the server, and bring the copy up to date. Refused
 * by the server: exit 6; a chain that does not fit: exit 12. */
#include "piket/app/sync.h"

#include "cli.h"

static const char *
called(const PkSyncItem *item)
{
    return *item->ident ? item->ident : _("duty log");
}

static json_t *
items_json(const GPtrArray *items)
{
    json_t *list = json_array();

    for (guint i = 0; i < items->len; i++) {
        const PkSyncItem *item = items->pdata[i];
        json_t *one = json_object();
        pk_json_text(one, "id", item->ident);
        json_object_set_new(one, "lines", json_integer(item->n_lines));
        pk_json_text(one, "refused", item->reason);
        json_array_append_new(list, one);
    }
    return list;
}

static void
put_item(PkCli *cli, const PkSyncItem *item, const char *done)
{
    g_autofree char *lines =
        g_strdup_printf(P_("%lld line", "%lld lines", item->n_lines), (long long)item->n_lines);

    if (item->reason)
        pk_cli_putf(cli, "%s  %s  %s %s\n", called(item), lines, _("refused:"), item->reason);
    else
        pk_cli_putf(cli, "%s  %s  %s\n", called(item), lines, done);
}

/* ---- status -------------------------------------------------------------------------------------
 */

static bool
status(PkCli *cli, const char *path, GError **error)
{
    PkOutboxState state = { 0 };
    g_autoptr(GPtrArray) items = NULL;

    if (!pk_outbox_look(path, &state, error) || !(items = pk_sync_waiting(path, error)))
        return false;
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.sync-status/1");
        json_object_set_new(document, "made", json_boolean(state.made));
        pk_json_text(document, "tag", state.tag);
        pk_json_time(document, "copied", state.copied_us);
        json_object_set_new(document, "unsent", json_integer(state.n_unsent));
        json_object_set_new(document, "refused", json_integer(state.n_refused));
        json_object_set_new(document, "items", items_json(items));
        pk_cli_put_json(cli, document);
        return true;
    }
    if (!state.made) {
        pk_cli_putf(cli, "%s\n", _("There is no outbox yet; 'piket sync' makes it."));
        return true;
    }
    PkTimeText at = pk_time_text(cli->zone, state.copied_us, cli->lang, PK_TIME_FULL);
    PkTimeText age = pk_time_age(MAX(0, cli->now_us - state.copied_us), cli->lang);
    if (*state.tag)
        pk_cli_putf(cli, _("outbox %s\n"), state.tag);
    if (state.copied_us)
        pk_cli_putf(cli, _("copy of %s, %s old\n"), at.s, age.s);
    pk_cli_putf(cli, _("not yet sent %lld\n"), (long long)state.n_unsent);
    for (guint i = 0; i < items->len; i++)
        put_item(cli, items->pdata[i], _("not yet sent"));
    return true;
}

/* ---- a meeting ----------------------------------------------------------------------------------
 */

static void
put_report(PkCli *cli, const PkSyncReport *report)
{
    if (report->first && !*report->tag)
        pk_cli_say(cli, "%s", _("This computer has a copy to read now; your role does not write."));
    else if (report->first)
        pk_cli_say(cli, _("This computer has an outbox now; its letter is %s."), report->tag);
    for (guint i = 0; i < report->items->len; i++)
        put_item(cli, report->items->pdata[i], _("delivered"));
    if (report->items->len == 0)
        pk_cli_putf(cli, "%s\n", _("Nothing was waiting."));
    g_autofree char *incidents =
        g_strdup_printf(P_("%lld open incident", "%lld open incidents", report->n_incidents),
                        (long long)report->n_incidents);
    PkTimeText at = pk_time_text(cli->zone, report->copied_us, cli->lang, PK_TIME_FULL);
    pk_cli_putf(cli, _("copy: %s, %lld organisations, %s\n"), incidents, (long long)report->n_orgs,
                at.s);
}

static void
put_json(PkCli *cli, const PkSyncReport *report)
{
    json_t *document = pk_json_document(cli, "piket.sync/1");

    pk_json_text(document, "tag", report->tag);
    json_object_set_new(document, "first", json_boolean(report->first));
    json_object_set_new(document, "sent", json_integer(report->n_sent));
    json_object_set_new(document, "refused", json_integer(report->n_refused));
    json_object_set_new(document, "items", items_json(report->items));
    json_object_set_new(document, "incidents", json_integer(report->n_incidents));
    json_object_set_new(document, "organisations", json_integer(report->n_orgs));
    pk_json_time(document, "copied", report->copied_us);
    pk_cli_put_json(cli, document);
}

static int
exit_code(const PkSyncReport *report)
{
    int code = 0;

    for (guint i = 0; i < report->items->len; i++) {
        const PkSyncItem *item = report->items->pdata[i];
        if (item->reason)
            code = item->code == PK_ERROR_BROKEN ? 12 : MAX(code, 6);
    }
    return code;
}

bool
pk_verb_sync(PkCli *cli, GError **error)
{
    g_autofree char *path = NULL;
    PkAppConfig config = pk_cli_config(cli);

    if (!pk_app_is_server(cli->where)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s is a file of this computer: there is no server to meet. 'piket sync' is "
                      "for an address like postgresql://server/piket."),
                    cli->where);
        return false;
    }
    path = pk_outbox_path(cli->where, error);
    if (!path)
        return false;
    if (pk_cli_has(cli, PK_OPT_STATUS))
        return status(cli, path, error);
    g_autoptr(PkApp) server = pk_app_open(&config, error);
    g_autoptr(PkSyncReport) report = server ? pk_sync_run(server, path, error) : NULL;
    if (!report)
        return false;
    cli->exit_code = exit_code(report);
    if (pk_cli_json(cli))
        put_json(cli, report);
    else
        put_report(cli, report);
    return true;
}
