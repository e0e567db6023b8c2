/* SPDX-License-Identifier: EUPL-1.2 */
/* piket verify: a broken chain is exit 12. */
#include "piket/app/verify.h"

#include "cli.h"

static void
put_json(PkCli *cli, const PkVerify *verify, bool ok)
{
    json_t *document = pk_json_document(cli, "piket.verify/1");

    json_object_set_new(document, "ok", json_boolean(ok));
    json_object_set_new(document, "incidents", json_integer(verify->n_incidents));
    json_object_set_new(document, "lines", json_integer(verify->n_lines));
    json_object_set_new(document, "erased", json_integer(verify->n_erased));
    json_object_set_new(document, "broken", json_integer(verify->n_broken));
    json_object_set_new(document, "findings", pk_json_strings(verify->findings));
    pk_json_text(document, "head", verify->head);
    pk_json_text(document, "head_said", verify->head_said);
    pk_cli_put_json(cli, document);
}

static bool
rebuild(PkCli *cli, GError **error)
{
    int64_t n = 0;

    if (!pk_verify_rebuild(cli->app, &n, error))
        return false;
    pk_cli_say(cli,
               P_("The full text was built anew from %lld line.",
                  "The full text was built anew from %lld lines.", n),
               (long long)n);
    return true;
}

bool
pk_verb_verify(PkCli *cli, GError **error)
{
    int64_t key = 0;
    const char *head = cli->option[PK_OPT_HEAD];

    if (pk_cli_has(cli, PK_OPT_REBUILD) && !rebuild(cli, error))
        return false;
    if (pk_cli_arg(cli, 0) && !pk_cli_incident(cli, 0, &key, error))
        return false;
    if (head && key == 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("--head belongs to one incident: piket verify ID --head HASH."));
        return false;
    }
    g_autoptr(PkVerify) verify = pk_verify_run(cli->app, key, head, error);
    if (!verify)
        return false;
    bool ok = verify->n_broken == 0 && verify->findings->len == 0 && (!head || verify->head_ok);
    cli->exit_code = ok ? 0 : 12;
    if (pk_cli_json(cli)) {
        put_json(cli, verify, ok);
        return true;
    }
    if (!pk_cli_has(cli, PK_OPT_QUIET)) {
        pk_cli_putf(cli, "%s %" G_GINT64_FORMAT "\n", _("incidents"), verify->n_incidents);
        pk_cli_putf(cli, "%s %" G_GINT64_FORMAT "\n", _("lines"), verify->n_lines);
        if (verify->n_erased)
            pk_cli_putf(cli, "%s %" G_GINT64_FORMAT "\n", _("erased"), verify->n_erased);
        pk_cli_putf(cli, "%s %" G_GINT64_FORMAT "\n", _("broken chains"), verify->n_broken);
        if (verify->head)
            pk_cli_putf(cli, "%s %s\n", _("head"), verify->head);
        if (verify->head_said)
            pk_cli_putf(cli, "%s\n", verify->head_said);
    }
    pk_cli_notices(cli, verify->findings);
    if (ok)
        pk_cli_say(cli, "%s", _("Everything agrees."));
    return true;
}
