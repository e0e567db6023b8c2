/* SPDX-License-Identifier: EUPL-1.2 */
/* piket import: closed history from files. */
#include "piket/app/import.h"

#include "cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
progress(int64_t n, G_GNUC_UNUSED void *data)
{
    fprintf(stderr, "\r%" G_GINT64_FORMAT, n);
    fflush(stderr);
}

static void
put_json(PkCli *cli, const PkImport *import, bool dry)
{
    json_t *document = pk_json_document(cli, "piket.import/1");
    const struct {
        const char *key;
        int64_t n;
    } counts[] = { { "rows", import->n_rows },        { "imported", import->n_in },
                   { "known", import->n_known },      { "refused", import->n_refused },
                   { "cleaned", import->n_cleaned },  { "without_text", import->n_no_text },
                   { "new_orgs", import->n_new_orgs } };

    json_object_set_new(document, "dry_run", json_boolean(dry));
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
        json_object_set_new(document, counts[i].key, json_integer(counts[i].n));
    json_object_set_new(document, "refusals", pk_json_strings(import->refused));
    json_object_set_new(document, "notices", pk_json_strings(import->notices));
    pk_cli_put_json(cli, document);
}

static void
row(PkCli *cli, const char *label, int64_t n)
{
    pk_cli_putf(cli, "%9" G_GINT64_FORMAT "  %s\n", n, label);
}

static void
put_text(PkCli *cli, const PkImport *import, bool dry)
{
    row(cli, _("rows in the file"), import->n_rows);
    row(cli, dry ? _("would be imported") : _("imported"), import->n_in);
    row(cli, _("already there: left alone"), import->n_known);
    row(cli, _("refused"), import->n_refused);
    if (import->n_no_text)
        row(cli, _("came without a text"), import->n_no_text);
    if (import->n_cleaned)
        row(cli, _("control characters taken out"), import->n_cleaned);
    if (import->n_new_orgs)
        row(cli, _("organisations that were not in the register"), import->n_new_orgs);
    pk_cli_notices(cli, import->notices);
    pk_cli_notices(cli, import->refused);
    if (dry)
        pk_cli_say(cli, "%s", _("Nothing was saved (--dry-run)."));
}

bool
pk_verb_import(PkCli *cli, GError **error)
{
    const char *path = pk_cli_arg(cli, 1);
    bool dry = pk_cli_has(cli, PK_OPT_DRY_RUN);
    bool live = isatty(STDERR_FILENO) && !pk_cli_has(cli, PK_OPT_QUIET) && !pk_cli_json(cli);

    if (strcmp(pk_cli_arg(cli, 0), "incidents") != 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'piket import' knows incidents: piket import incidents FILE."));
        return false;
    }
    const char *name = cli->option[PK_OPT_SOURCE];
    g_autofree char *base = g_path_get_basename(path);
    g_autoptr(PkImport) import = pk_import_incidents(cli->app, path, name ? name : base, dry,
                                                     live ? progress : NULL, NULL, error);
    if (live)
        fputc('\n', stderr);
    if (!import)
        return false;
    if (import->n_refused > 0 && pk_cli_has(cli, PK_OPT_STRICT))
        cli->exit_code = 6;
    if (pk_cli_json(cli))
        put_json(cli, import, dry);
    else
        put_text(cli, import, dry);
    /* A search over thousands of unmerged pieces would be slow until a console is idle. */
    while (!dry && pk_app_idle(cli->app))
        continue;
    return true;
}
