/* SPDX-License-Identifier: EUPL-1.2 */
/* piket contact verify: the call-back check, and what came of a call. */
#include "cli.h"
#include "piket/app/callback.h"

#include <string.h>

static const char *
fit_words(PkCallFit fit)
{
    switch (fit) {
    case PK_CALL_FIT: return "";
    case PK_CALL_IS_CALLERS: return _("the caller's own: not this one");
    case PK_CALL_IS_CLOSED: return _("closed at this hour");
    case PK_CALL_HAS_NO_NUMBER: return _("no number");
    }
    return "";
}

static void
put_lines(PkCli *cli, const PkCallCheck *check)
{
    const char *const heads[] = { "N", _("ROLE"), _("NAME"), _("NUMBER"), _("REMARK") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

    for (guint i = 0; i < check->lines->len; i++) {
        const PkCallLine *line = &g_array_index(check->lines, PkCallLine, i);
        g_autofree char *number = line->number ? pk_phone_group(line->number) : g_strdup("-");
        char **cells = g_new0(char *, 6);
        cells[0] = g_strdup_printf("%u%s", i + 1, (int)i == check->suggested ? " <" : "");
        cells[1] = g_strdup(pk_word(&pk_words_contact_role, (int)line->contact->role));
        cells[2] = g_strdup(line->contact->name);
        cells[3] = g_strdup(number);
        cells[4] = g_strdup_printf(
            "%s%s%s%s", fit_words(line->fit), line->stale ? (line->fit ? ", " : "") : "",
            line->stale ? _("STALE") : "", line->region ? _("  (card of the region)") : "");
        g_ptr_array_add(rows, cells);
    }
    pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 5, rows);
}

static void
put_json(PkCli *cli, const PkCallCheck *check)
{
    json_t *document = pk_json_document(cli, "piket.callback/1");
    json_t *items = json_array();

    pk_json_text(document, "id", check->ident);
    pk_json_text(document, "state", pk_word_key(&pk_words_caller_state, (int)check->state));
    pk_json_time(document, "state_at", check->state_us);
    pk_json_text(document, "org", check->org->name);
    pk_json_text(document, "caller", check->caller);
    pk_json_text(document, "number_given", check->caller_phone);
    json_object_set_new(document, "on_card", json_boolean(check->on_card));
    pk_json_gate(cli, document);
    for (guint i = 0; i < check->lines->len; i++) {
        const PkCallLine *line = &g_array_index(check->lines, PkCallLine, i);
        json_t *item = json_object();
        json_object_set_new(item, "n", json_integer(i + 1));
        pk_json_text(item, "name", line->contact->name);
        pk_json_text(item, "number", line->number);
        json_object_set_new(item, "may_call", json_boolean(line->fit == PK_CALL_FIT));
        json_object_set_new(item, "stale", json_boolean(line->stale));
        json_object_set_new(item, "suggested", json_boolean((int)i == check->suggested));
        json_array_append_new(items, item);
    }
    json_object_set_new(document, "lines", items);
    pk_cli_put_json(cli, document);
}

static bool
show(PkCli *cli, const PkCallCheck *check)
{
    if (!pk_cli_may(cli, pk_tlp_strictest(check->tlp, PK_TLP_AMBER)))
        return true;
    if (pk_cli_json(cli)) {
        put_json(cli, check);
        return true;
    }
    g_autofree char *state = pk_caller_said(check->state, check->state_us, cli->zone, cli->now_us);
    g_autofree char *given = pk_phone_group(check->caller_phone);
    pk_cli_putf(cli, "%s  %s  %s\n", check->ident, check->org->name, state);
    if (*check->caller)
        pk_cli_putf(cli, _("caller says to be: %s\n"), check->caller);
    if (*check->caller_phone)
        pk_cli_putf(cli, _("number of the caller: %s  %s\n"), given,
                    check->on_card ? _("on the card") : _("NOT on the card"));
    put_lines(cli, check);
    if (check->suggested < 0)
        pk_cli_say(cli, "%s",
                   _("No number of the card or of the region may be called now. Look the public "
                     "switchboard up and record it with --number."));
    pk_cli_say(cli, "%s", _("Never call back on the number that the caller gave."));
    return true;
}

/* --contact N, --number, else the line that is suggested. */
static bool
choose(PkCli *cli, const PkCallCheck *check, PkCallWish *wish, GError **error)
{
    unsigned n = (unsigned)check->suggested + 1;

    wish->number = cli->option[PK_OPT_NUMBER];
    wish->note = cli->option[PK_OPT_REASON];
    if (wish->number && !pk_cli_has(cli, PK_OPT_CONTACT))
        return true;
    if (check->lines->len > 0 &&
        !pk_cli_number(cli, PK_OPT_CONTACT, check->lines->len, n, &n, error))
        return false;
    if (n == 0 || n > check->lines->len) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("No number of a card may be called now. Say which number was called: "
                      "--number, from another source than the caller."));
        return false;
    }
    wish->contact_key = g_array_index(check->lines, PkCallLine, n - 1).contact->key;
    return true;
}

bool
pk_contact_verify(PkCli *cli, GError **error)
{
    const char *typed = pk_cli_arg(cli, 2);
    g_auto(PkDone) done = { 0 };
    PkCallWish wish = { 0 };
    int64_t key = 0;
    int outcome = 0;

    if (!pk_cli_incident(cli, 1, &key, error))
        return false;
    cli->share_key = key;
    g_autoptr(PkCallCheck) check = pk_call_check_load(cli->app, key, error);
    if (!check)
        return false;
    if (!typed)
        return show(cli, check);
    if (!pk_word_parse(&pk_words_call_outcome, typed, &outcome, error) ||
        !choose(cli, check, &wish, error))
        return false;
    wish.outcome = (PkCallOutcome)outcome;
    if (!pk_call_record(cli->app, key, &wish, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    if (pk_call_proposes(wish.outcome))
        pk_cli_warn(cli, _("POSSIBLE ABUSE: escalate %s now: piket escalate %s --reason '%s'"),
                    check->ident, check->ident, _("called back, knows nothing of it"));
    return true;
}
