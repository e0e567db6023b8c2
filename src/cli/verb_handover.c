/* SPDX-License-Identifier: EUPL-1.2 */
/* piket handover: what is handed over, to whom, and whether it was accepted. */
#include "cli.h"
#include "piket/app/handover.h"

#include <string.h>

enum { LISTED_MAX = 50 };

/* In the order of PkHandoverState. */
static const char *const state_keys[] = { "waiting", "late", "accepted", "withdrawn" };

static const char *
state_shown(PkHandoverState state)
{
    const char *const shown[] = { _("waits"), _("WAITS TOO LONG"), _("accepted"), _("withdrawn") };

    return shown[state];
}

/* The number in the second argument; 0 without one: the one that waits. */
static bool
read_key(PkCli *cli, int64_t *ret_key, GError **error)
{
    const char *typed = pk_cli_arg(cli, 1);
    guint64 key = 0;

    if (typed && !g_ascii_string_to_unsigned(typed, 10, 1, G_MAXINT64, &key, NULL)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is no handover. 'piket handover list' shows their numbers."), typed);
        return false;
    }
    *ret_key = (int64_t)key;
    return true;
}

static json_t *
view_json(const PkHandoverView *view)
{
    json_t *one = json_object();

    json_object_set_new(one, "handover", json_integer(view->key));
    pk_json_text(one, "from", view->from_login);
    pk_json_text(one, "to", view->to_login);
    pk_json_text(one, "state", state_keys[view->state]);
    pk_json_text(one, "tlp", pk_tlp_label(view->tlp));
    json_object_set_new(one, "incidents", json_integer(view->n_incidents));
    pk_json_time(one, "made", view->made_us);
    pk_json_time(one, "accept_by", view->accept_by_us);
    pk_json_time(one, "accepted", view->accepted_us);
    pk_json_text(one, "accepted_by", view->accepted_name);
    json_object_set_new(one, "for_me", json_boolean(view->for_me));
    return one;
}

static char **
view_cells(const PkCli *cli, const PkHandoverView *view)
{
    char **cells = g_new0(char *, 7);

    cells[0] = g_strdup_printf("%" G_GINT64_FORMAT, view->key);
    cells[1] = g_strdup(pk_cli_moment(cli, view->made_us).s);
    cells[2] = g_strdup(view->from_name);
    cells[3] = g_strdup(*view->to_name ? view->to_name : _("whoever comes"));
    cells[4] = g_strdup_printf("%u", view->n_incidents);
    cells[5] = *view->accepted_name
                   ? g_strdup_printf("%s: %s", state_shown(view->state), view->accepted_name)
                   : g_strdup(state_shown(view->state));
    return cells;
}

static bool
list(PkCli *cli, GError **error)
{
    const char *const heads[] = {
        _("NUMBER"), _("GIVEN"), _("FROM"), _("TO"), _("OPEN"), _("STATE")
    };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autoptr(GPtrArray) views = pk_handover_views(cli->app, false, LISTED_MAX, error);

    if (!views)
        return false;
    json_t *items = json_array();
    for (guint i = 0; i < views->len; i++) {
        g_ptr_array_add(rows, view_cells(cli, views->pdata[i]));
        json_array_append_new(items, view_json(views->pdata[i]));
    }
    if (!pk_cli_json(cli)) {
        json_decref(items);
        pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 6, rows);
        return true;
    }
    json_t *document = pk_json_document(cli, "piket.handover/1");
    json_object_set_new(document, "items", items);
    pk_cli_put_json(cli, document);
    return true;
}

static bool
show(PkCli *cli, GError **error)
{
    int64_t key = 0;

    if (!read_key(cli, &key, error))
        return false;
    g_autoptr(PkHandoverView) view = pk_handover_load(cli->app, key, error);
    if (!view)
        return false;
    const char *text = view->text && pk_cli_may(cli, view->tlp) ? view->text : NULL;
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.handover/1");
        json_object_update_new(document, view_json(view));
        pk_json_text(document, "text", text);
        pk_json_gate(cli, document);
        pk_cli_put_json(cli, document);
        return true;
    }
    g_auto(GStrv) cells = view_cells(cli, view);
    pk_cli_putf(cli, "%s %s  %s -> %s  %s\n\n", _("handover"), cells[0], cells[2], cells[3],
                cells[5]);
    pk_cli_put(cli, text ? text : _("(not for you)"));
    pk_cli_put(cli, "\n");
    return true;
}

/* What would be handed over now; nothing is written. */
static bool
draft(PkCli *cli, const char *words, GError **error)
{
    g_autoptr(PkHandoverDraft) made = pk_handover_draft(cli->app, words, error);

    if (!made)
        return false;
    const char *text = pk_cli_may(cli, made->tlp) ? made->text : NULL;
    if (!pk_cli_json(cli)) {
        pk_cli_put(cli, text ? text : "");
        return true;
    }
    json_t *document = pk_json_document(cli, "piket.handover-draft/1");
    json_object_set_new(document, "incidents", json_integer(made->n_incidents));
    json_object_set_new(document, "red", json_integer(made->n_red));
    json_object_set_new(document, "late", json_integer(made->n_late));
    pk_json_text(document, "tlp", pk_tlp_label(made->tlp));
    pk_json_text(document, "text", text);
    pk_json_gate(cli, document);
    pk_cli_put_json(cli, document);
    return true;
}

static bool
give(PkCli *cli, GError **error)
{
    const char *to = pk_cli_arg(cli, 1);
    g_autofree char *words = cli->args->len > 2 ? pk_cli_text_from(cli, 2, error) : g_strdup("");
    g_auto(PkDone) done = { 0 };

    if (!words)
        return false;
    if (pk_cli_has(cli, PK_OPT_DRY_RUN))
        return draft(cli, words, error);
    PkHandoverWish wish = { .to = g_str_equal(to, "-") ? NULL : to, .words = words };
    if (!pk_handover_give(cli->app, &wish, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

bool
pk_verb_handover(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 0);
    guint n = cli->args->len;
    g_auto(PkDone) done = { 0 };
    int64_t key = 0;

    if (g_str_equal(what, "list") && n == 1)
        return list(cli, error);
    if (g_str_equal(what, "show") && n <= 2)
        return show(cli, error);
    if (g_str_equal(what, "draft"))
        return draft(cli, NULL, error);
    if (g_str_equal(what, "give") && n >= 2)
        return give(cli, error);
    bool accept = g_str_equal(what, "accept");
    if ((accept || g_str_equal(what, "withdraw")) && n <= 2) {
        if (!read_key(cli, &key, error) ||
            !(accept ? pk_handover_accept : pk_handover_withdraw)(cli->app, key, &done, error))
            return false;
        pk_cli_done(cli, &done, false);
        return true;
    }
    g_set_error_literal(
        error, PK_ERROR, PK_ERROR_INVALID,
        _("'piket handover' knows draft, give PERSON [WORDS] (- for whoever comes), "
          "accept [N], withdraw [N], list and show [N]."));
    return false;
}
