/* SPDX-License-Identifier: EUPL-1.2 */
/* piket search: titles, notes and lines. */
#include "cli.h"
#include "piket/base/text.h"

#include <string.h>

/* The snippet is a line with a label of its own: above the ceiling it stays behind. */
static const char *
snippet(PkCli *cli, const PkHit *hit)
{
    if (!hit->snippet || !*hit->snippet)
        return NULL;
    return pk_cli_may(cli, hit->line_tlp) ? hit->snippet : NULL;
}

static json_t *
hit_json(PkCli *cli, const PkHit *hit)
{
    json_t *object = pk_json_row(hit->row);

    pk_json_text(object, "snippet", snippet(cli, hit));
    return object;
}

static void
put_json(PkCli *cli, const char *query, const GPtrArray *hits, bool more)
{
    json_t *items = json_array();

    for (guint i = 0; i < hits->len; i++) {
        json_t *item = hit_json(cli, hits->pdata[i]);
        if (pk_cli_has(cli, PK_OPT_NDJSON))
            pk_cli_put_ndjson(cli, item);
        else
            json_array_append_new(items, item);
    }
    if (pk_cli_has(cli, PK_OPT_NDJSON)) {
        json_decref(items);
        return;
    }
    json_t *document = pk_json_document(cli, "piket.search/1");
    json_object_set_new(document, "query", json_string(query));
    pk_json_gate(cli, document);
    json_object_set_new(document, "more", json_boolean(more));
    json_object_set_new(document, "items", items);
    pk_cli_put_json(cli, document);
}

static void
put_text(PkCli *cli, const GPtrArray *hits)
{
    for (guint i = 0; i < hits->len; i++) {
        const PkHit *hit = hits->pdata[i];
        const PkIncident *incident = hit->row->incident;
        const char *found = snippet(cli, hit);
        if (pk_cli_has(cli, PK_OPT_PLAIN)) {
            g_autofree char *flat = g_strdup(found ? found : "");
            g_strdelimit(flat, "\n\t", ' ');
            pk_cli_putf(cli, "%s\t%s\t%s\t%s\n", incident->ident,
                        pk_word_key(&pk_words_status, (int)incident->status),
                        incident->title ? incident->title : "", flat);
            continue;
        }
        g_autofree char *status = pk_word_caps(&pk_words_status, (int)incident->status);
        pk_cli_putf(cli, "%s  %s  %s  %s\n", incident->ident, status, pk_tlp_label(incident->tlp),
                    incident->title ? incident->title : "-");
        if (found) {
            g_autofree char *flat = g_strdup(found);
            g_strdelimit(flat, "\n\t", ' ');
            pk_cli_putf(cli, "    %s\n", flat);
        }
    }
}

bool
pk_verb_search(PkCli *cli, GError **error)
{
    g_autofree char *query = pk_cli_filter_from(cli, 0);
    unsigned limit = 0;
    bool more = false;

    if (!pk_cli_number(cli, PK_OPT_LIMIT, 1000, 200, &limit, error))
        return false;
    g_autoptr(GPtrArray) all = pk_search(cli->app, query, limit, &more, &cli->error_at, error);
    if (!all) {
        cli->has_error_at = true;
        return false;
    }
    g_autoptr(GPtrArray) hits = g_ptr_array_new();
    for (guint i = 0; i < all->len; i++) {
        PkHit *hit = all->pdata[i];
        if (pk_cli_may(cli, hit->row->incident->tlp))
            g_ptr_array_add(hits, hit);
    }
    if (pk_cli_json(cli))
        put_json(cli, query, hits, more);
    else
        put_text(cli, hits);
    if (!pk_cli_say_hidden(cli, error))
        return false;
    if (hits->len == 0 && pk_outgoing_omitted(&cli->gate) == 0)
        pk_cli_say(cli, "%s", _("Nothing found."));
    if (more)
        pk_cli_say(cli, _("There is more than %u; --limit shows up to 1000."), limit);
    return true;
}
