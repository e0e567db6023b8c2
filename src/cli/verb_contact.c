/* SPDX-License-Identifier: EUPL-1.2 */
/* piket contact: organisations of the register and who to call there. Cards name people, so they
 * leave as TLP:AMBER. */
#include "cli.h"
#include "piket/base/text.h"

#include <string.h>

static json_t *
card_json(const PkCard *card)
{
    json_t *object = json_object();
    json_t *contacts = json_array();

    pk_json_text(object, "code", card->org->code);
    pk_json_text(object, "name", card->org->name);
    pk_json_text(object, "kind", pk_word_key(&pk_words_org_kind, (int)card->org->kind));
    pk_json_text(object, "region", card->org->region_name);
    pk_json_text(object, "province", card->org->province);
    json_object_set_new(object, "joined", json_boolean(card->org->joined));
    pk_json_text(object, "became", card->org->became);
    json_object_set_new(object, "aliases", pk_json_strings(card->aliases));
    for (guint i = 0; card->contacts && i < card->contacts->len; i++)
        json_array_append_new(contacts, pk_json_contact(card->contacts->pdata[i]));
    json_object_set_new(object, "contacts", contacts);
    return object;
}

static void
put_json(PkCli *cli, const GPtrArray *cards)
{
    json_t *document = pk_json_document(cli, "piket.contact/1");
    json_t *items = json_array();

    for (guint i = 0; i < cards->len; i++) {
        if (pk_cli_may(cli, PK_TLP_AMBER))
            json_array_append_new(items, card_json(cards->pdata[i]));
    }
    pk_json_gate(cli, document);
    json_object_set_new(document, "items", items);
    pk_cli_put_json(cli, document);
}

static void
put_list(PkCli *cli, const GPtrArray *cards)
{
    const char *const heads[] = { _("CODE"), _("KIND"), _("CONTACTS"), _("REGION"), _("NAME") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

    for (guint i = 0; i < cards->len; i++) {
        const PkCard *card = cards->pdata[i];
        if (!pk_cli_may(cli, PK_TLP_AMBER))
            continue;
        char **cells = g_new0(char *, 6);
        cells[0] = g_strdup(card->org->code ? card->org->code : "");
        cells[1] = g_strdup(pk_word(&pk_words_org_kind, (int)card->org->kind));
        cells[2] = g_strdup_printf("%u", card->n_contacts);
        cells[3] = g_strdup(card->org->region_name ? card->org->region_name : "");
        cells[4] = g_strdup(card->org->name);
        g_ptr_array_add(rows, cells);
    }
    PkFormat format = pk_cli_has(cli, PK_OPT_PLAIN) ? PK_FORMAT_PLAIN
                      : cli->tty                    ? PK_FORMAT_TEXT
                                                    : PK_FORMAT_TXT;
    pk_cli_table(cli, format, heads, 5, rows);
    if (cards->len == 0)
        pk_cli_say(cli, "%s", _("No organisation fits."));
}

static bool
find(PkCli *cli, const char *text, GError **error)
{
    unsigned limit = 0;

    if (!pk_cli_number(cli, PK_OPT_LIMIT, 1000, 1000, &limit, error))
        return false;
    g_autoptr(GPtrArray) cards = pk_register_load(cli->app, text, limit, &cli->error_at, error);
    if (!cards) {
        cli->has_error_at = true;
        return false;
    }
    if (pk_cli_json(cli))
        put_json(cli, cards);
    else
        put_list(cli, cards);
    return true;
}

bool
pk_cli_org(PkCli *cli, const char *text, int64_t *ret_key, GError **error)
{
    g_autoptr(PkPlaces) places = pk_places_load(cli->app, error);
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autofree char *notice = NULL;

    if (!places)
        return false;
    if (!pk_match_find(places->match, text, (unsigned)PK_MATCH_ANY_KIND, keys, &notice, error)) {
        if (error && g_error_matches(*error, PK_ERROR, PK_ERROR_INVALID))
            (*error)->code = PK_ERROR_MISSING;
        return false;
    }
    if (notice)
        pk_cli_warn(cli, "%s", notice);
    if (keys->len > 1) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    P_("'%s' means %u organisation.",
                       "'%s' means %u organisations. Write the name in full, or its code; 'piket "
                       "contact find' lists them.",
                       keys->len),
                    text, keys->len);
        return false;
    }
    *ret_key = g_array_index(keys, int64_t, 0);
    return true;
}

static void
put_contact(PkCli *cli, const PkContact *contact)
{
    g_autofree char *day = contact->phone_day ? pk_phone_group(contact->phone_day) : NULL;
    g_autofree char *night = contact->phone_night ? pk_phone_group(contact->phone_night) : NULL;

    pk_cli_putf(cli, "\n%s  %s%s%s\n", pk_word(&pk_words_contact_role, (int)contact->role),
                contact->name, pk_contact_trusted(contact) ? _("  (trusted)") : "",
                contact->is_24x7 ? "  24/7" : "");
    if (day)
        pk_cli_putf(cli, "    %s %s\n", _("day"), day);
    if (night)
        pk_cli_putf(cli, "    %s %s\n", _("night"), night);
    if (contact->mail)
        pk_cli_putf(cli, "    %s\n", contact->mail);
    if (contact->hours)
        pk_cli_putf(cli, "    %s\n", contact->hours);
    if (pk_contact_stale(contact, cli->now_us))
        pk_cli_putf(cli, "    %s\n", _("not checked for a year or more"));
}

static bool
show(PkCli *cli, const char *text, GError **error)
{
    int64_t key = 0;

    if (!pk_cli_org(cli, text, &key, error))
        return false;
    g_autoptr(PkCard) card = pk_card_load(cli->app, key, error);
    if (!card)
        return false;
    if (pk_cli_json(cli)) {
        g_autoptr(GPtrArray) one = g_ptr_array_new();
        g_ptr_array_add(one, card);
        put_json(cli, one);
        return true;
    }
    if (!pk_cli_may(cli, PK_TLP_AMBER))
        return true;
    pk_cli_putf(cli, "%s%s%s  %s\n", card->org->name, card->org->code ? "  " : "",
                card->org->code ? card->org->code : "",
                pk_word(&pk_words_org_kind, (int)card->org->kind));
    if (card->org->region_name)
        pk_cli_putf(cli, "%s\n", card->org->region_name);
    if (card->org->became)
        pk_cli_putf(cli, _("became %s\n"), card->org->became);
    for (guint i = 0; i < card->contacts->len; i++)
        put_contact(cli, card->contacts->pdata[i]);
    if (card->contacts->len == 0)
        pk_cli_say(cli, "%s", _("No contacts on this card yet."));
    return true;
}

bool
pk_verb_contact(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 0);
    g_autofree char *text = pk_cli_filter_from(cli, 1);

    if (g_str_equal(what, "find"))
        return find(cli, text, error);
    if (g_str_equal(what, "show"))
        return show(cli, text, error);
    if (g_str_equal(what, "verify") && cli->args->len <= 3)
        return pk_contact_verify(cli, error);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'piket contact' knows find TEXT, show NAME and verify ID [OUTCOME]."));
    return false;
}
