/* SPDX-License-Identifier: EUPL-1.2 */
/* piket version */
#include "cli.h"
#include "piket/app/about.h"

bool
pk_verb_version(PkCli *cli, G_GNUC_UNUSED GError **error)
{
    g_autofree char *tzdata = pk_about_tzdata();
    g_autofree char *unicode = pk_about_unicode();

    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.version/1");
        pk_json_text(document, "version", PIKET_VERSION);
        json_object_set_new(document, "schema_version", json_integer(pk_about_schema()));
        pk_json_text(document, "tzdata", tzdata);
        pk_json_text(document, "unicode", unicode);
        pk_cli_put_json(cli, document);
        return true;
    }
    pk_cli_putf(cli, "piket %s\n", PIKET_VERSION);
    pk_cli_putf(cli, _("data schema %d\n"), pk_about_schema());
    pk_cli_putf(cli, _("time zones %s\n"), *tzdata ? tzdata : "?");
    pk_cli_putf(cli, _("characters %s\n"), unicode);
    pk_cli_putf(cli, _("licence EUPL-1.2\n"));
    return true;
}
