/* SPDX-License-Identifier: EUPL-1.2 */
/* piket party: the organisations of one incident. */
#include "cli.h"
#include "piket/base/text.h"
#include "piket/model/match.h"
#include "piket/model/when.h"

#include <string.h>

/* ---- list
 * ----------------------------------------------------------------------------------------
 */

static bool
list_parties(PkCli *cli, const PkDetail *detail, GError **error)
{
    const char *const heads[] = { _("PARTY"), _("CODE"), _("ROLE"), _("STATUS"), _("REGION") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    json_t *array = json_array();

    cli->share_key = detail->incident->key;
    if (!pk_cli_may(cli, detail->incident->tlp)) {
        json_decref(array);
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("%s is %s and stays inside: output that is no terminal stops at %s. Use "
                      "--tlp-max with a --reason if the source allows it."),
                    detail->incident->ident, pk_tlp_label(detail->incident->tlp),
                    pk_tlp_label(cli->gate.ceiling));
        return false;
    }
    for (guint i = 0; i < detail->parties->len; i++) {
        const PkParty *party = detail->parties->pdata[i];
        const char *cells[] = { party->org_name ? party->org_name : "",
                                party->org_code ? party->org_code : "",
                                pk_word(&pk_words_party_role, (int)party->role),
                                pk_word(&pk_words_party_status, (int)party->status),
                                party->region ? party->region : "",
                                NULL };
        g_ptr_array_add(rows, g_strdupv((char **)cells));
        json_array_append_new(array, pk_json_party(party));
    }
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.party/1");
        pk_json_text(document, "id", detail->incident->ident);
        pk_json_gate(cli, document);
        json_object_set_new(document, "parties", array);
        pk_cli_put_json(cli, document);
        return true;
    }
    json_decref(array);
    pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 5, rows);
    return true;
}

/* ---- add
 * -----------------------------------------------------------------------------------------
 */

static bool
add_parties(PkCli *cli, int64_t key, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    g_auto(PkPartyWish) wish = { 0 };
    g_auto(PkDone) done = { 0 };
    int role = PK_PARTY_ROLE_AFFECTED, status = -1;

    for (guint i = 2; i < cli->args->len; i++)
        g_string_append_printf(names, "%s%s", i > 2 ? " " : "", pk_cli_arg(cli, i));
    if (!pk_cli_word(cli, PK_OPT_ROLE, &pk_words_party_role, &role, error))
        return false;
    status = (int)pk_party_first_status((PkPartyRole)role);
    if (!pk_cli_word(cli, PK_OPT_STATE, &pk_words_party_status, &status, error) ||
        !pk_party_read(cli->app, names->str, &wish, error))
        return false;
    pk_cli_notices(cli, wish.notices);
    if (wish.unsure && wish.unsure->len > 0) {
        pk_cli_notices(cli, wish.unsure);
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                    _("Not every name is sure, so nobody was added. Write the names in full, or "
                      "their codes."));
        return false;
    }
    if (pk_cli_has(cli, PK_OPT_DRY_RUN)) {
        if (pk_cli_json(cli)) {
            json_t *document = pk_json_document(cli, "piket.done/1");
            json_object_set_new(document, "found", json_integer(wish.org_keys->len));
            json_object_set_new(document, "unknown", pk_json_strings(wish.free));
            json_object_set_new(document, "changed", json_false());
            pk_cli_put_json(cli, document);
        }
        pk_cli_say(cli, _("Would add %u from the register and %u that it does not know."),
                   wish.org_keys->len, wish.free->len);
        return true;
    }
    if (!pk_party_add(cli->app, key, &wish, (PkPartyRole)role, (PkPartyStatus)status, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

/* ---- set
 * -----------------------------------------------------------------------------------------
 */

/* The parties that a name, its beginning or a code means: exactly one, unless "all". */
static GArray *
find_parties(const PkDetail *detail, const char *typed, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autofree char *wanted = pk_match_fold(typed);

    for (int exact = 1; exact >= 0 && keys->len == 0; exact--) {
        for (guint i = 0; i < detail->parties->len; i++) {
            const PkParty *party = detail->parties->pdata[i];
            g_autofree char *name = pk_match_fold(party->org_name ? party->org_name : "");
            const char *bare = pk_match_bare(name);
            bool fits = strcmp(typed, "all") == 0 ||
                        (party->org_code && g_ascii_strcasecmp(party->org_code, typed) == 0) ||
                        (exact ? !strcmp(name, wanted) || !strcmp(bare, pk_match_bare(wanted))
                               : g_str_has_prefix(bare, pk_match_bare(wanted)));
            if (fits)
                g_array_append_val(keys, party->key);
        }
    }
    if (keys->len == 1 || (keys->len > 1 && strcmp(typed, "all") == 0))
        return g_steal_pointer(&keys);
    if (keys->len > 1)
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is more than one party of %s. Write its name in full, its code, or "
                      "all."),
                    typed, detail->incident->ident);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("'%s' is no party of %s. 'piket party %s list' names them."), typed,
                    detail->incident->ident, detail->incident->ident);
    return NULL;
}

static bool
read_time(PkCli *cli, const char *text, int64_t *ret_us, GError **error)
{
    g_auto(PkWhen) when = { 0 };
    PkWhenAsk ask = {
        .text = text, .now_us = cli->now_us, .zone = cli->zone, .direction = PK_WHEN_PAST
    };

    if (!pk_when_parse(&ask, &when, error))
        return false;
    if (when.warning)
        pk_cli_warn(cli, "%s", when.warning);
    *ret_us = when.us;
    return true;
}

static bool
read_change(PkCli *cli, const char *key, const char *value, PkPartyChange *change, GError **error)
{
    int word = 0;

    if (g_str_equal(key, "status")) {
        change->has_status = true;
        if (!pk_word_parse(&pk_words_party_status, value, &word, error))
            return false;
        change->status = (PkPartyStatus)word;
    } else if (g_str_equal(key, "role") || g_str_equal(key, "rol")) {
        change->has_role = true;
        if (!pk_word_parse(&pk_words_party_role, value, &word, error))
            return false;
        change->role = (PkPartyRole)word;
    } else if (g_str_equal(key, "impact")) {
        change->impact = value;
    } else if (g_str_equal(key, "agreed") || g_str_equal(key, "akkoord")) {
        change->agreed_by = value;
    } else if (g_str_equal(key, "needs") || g_str_equal(key, "need") || g_str_equal(key, "hulp")) {
        change->has_needs = true;
        return pk_bits_parse(&pk_words_need, value, &change->needs, error);
    } else if (g_str_equal(key, "aware") || g_str_equal(key, "kennisname")) {
        change->has_aware = true;
        return read_time(cli, value, &change->aware_us, error);
    } else {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("A party has no field '%s'. It has status, role, impact, needs, agreed and "
                      "aware."),
                    key);
        return false;
    }
    return true;
}

static bool
set_party(PkCli *cli, const PkDetail *detail, GError **error)
{
    PkPartyChange change = { 0 };
    g_auto(PkDone) done = { 0 };
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 3; i < cli->args->len; i++) {
        const char *pair = pk_cli_arg(cli, i);
        const char *equals = strchr(pair, '=');
        if (!equals) {
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("'%s' is not KEY=VALUE. Write for example status=contained."), pair);
            return false;
        }
        char *key = g_strndup(pair, (gsize)(equals - pair));
        g_ptr_array_add(kept, key);
        if (!read_change(cli, key, equals + 1, &change, error))
            return false;
    }
    g_autoptr(GArray) keys = find_parties(detail, pk_cli_arg(cli, 2), error);
    if (!keys)
        return false;
    if (!pk_party_set(cli->app, detail->incident->key, (const int64_t *)(void *)keys->data,
                      keys->len, &change, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

bool
pk_verb_party(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 1);
    int64_t key = 0;

    if (!pk_cli_incident(cli, 0, &key, error))
        return false;
    if (what && g_str_equal(what, "add") && cli->args->len > 2)
        return add_parties(cli, key, error);
    g_autoptr(PkDetail) detail = pk_detail_load(cli->app, key, error);
    if (!detail)
        return false;
    if (!what || g_str_equal(what, "list"))
        return list_parties(cli, detail, error);
    if (g_str_equal(what, "set") && cli->args->len > 3)
        return set_party(cli, detail, error);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'piket party ID' knows list, add NAMES and set ORG KEY=VALUE."));
    return false;
}
