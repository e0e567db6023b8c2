/* SPDX-License-Identifier: EUPL-1.2 */
/* piket page, ack, escalate and attempt: calls for attention and who answers them. */
#include "cli.h"
#include "piket/app/page.h"

#include <string.h>

enum { PAGES_MAX = 1000 };

/* ---- lists ---------------------------------------------------------------------------------- */

static json_t *
row_json(const PkPageRow *row)
{
    json_t *item = json_pack("{s:I, s:s, s:s, s:s, s:i, s:i, s:s}", "page", (json_int_t)row->no,
                             "state", pk_word_key(&pk_words_page_state, (int)row->state), "source",
                             pk_word_key(&pk_words_page_source, (int)row->source), "tlp",
                             pk_tlp_label(row->tlp), "round", row->round, "rung", row->rung, "text",
                             row->text);

    pk_json_text(item, "id", row->ident);
    pk_json_text(item, "owner", row->owner);
    pk_json_time(item, "started", row->started_us);
    pk_json_time(item, "closed", row->closed_us);
    pk_json_text(item, "next",
                 row->next.what == PK_ACT_NONE ? NULL
                                               : pk_word_key(&pk_words_act, (int)row->next.what));
    pk_json_time(item, "next_at", row->next.what == PK_ACT_NONE ? 0 : row->next.due_us);
    return item;
}

static char **
row_cells(const PkCli *cli, const PkPageRow *row)
{
    char **cells = g_new0(char *, 8);

    cells[0] = g_strdup_printf("%d", (int)row->no);
    cells[1] = pk_word_caps(&pk_words_page_state, (int)row->state);
    cells[2] = g_strdup(*row->ident ? row->ident : "-");
    cells[3] = g_strdup(pk_cli_moment(cli, row->started_us).s);
    cells[4] = g_strdup_printf("%d/%d", row->rung, row->n_rungs);
    cells[5] = g_strdup(*row->owner_name ? row->owner_name : "-");
    cells[6] = g_strdup(row->text);
    return cells;
}

bool
pk_cli_pages(PkCli *cli, GError **error)
{
    const char *const heads[] = { _("PAGE"), _("STATE"), _("INCIDENT"), _("SINCE"),
                                  _("RUNG"), _("OWNER"), _("TEXT") };
    bool all = pk_cli_has(cli, PK_OPT_ALL);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autoptr(GPtrArray) rows = pk_page_list(cli->app, !all, PAGES_MAX, error);
    json_t *items = json_array();
    unsigned loud = 0;

    for (guint i = 0; rows && i < rows->len; i++) {
        const PkPageRow *row = rows->pdata[i];
        loud += pk_page_state_loud(row->state);
        if (!pk_cli_may(cli, row->tlp))
            continue;
        g_ptr_array_add(cells, row_cells(cli, row));
        json_array_append_new(items, row_json(row));
    }
    if (rows && pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.pages/1");
        json_object_set_new(document, "unacknowledged", json_integer(loud));
        json_object_set_new(document, "items", items);
        pk_json_gate(cli, document);
        pk_cli_put_json(cli, document);
    } else {
        json_decref(items);
        if (cells->len)
            pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 7, cells);
        else if (rows)
            pk_cli_say(cli, "%s", _("No page is open."));
    }
    if (loud && pk_cli_has(cli, PK_OPT_CHECK))
        cli->exit_code = 11;
    return rows != NULL;
}

/* ---- one page ------------------------------------------------------------------------------- */

/* "CALLED 2x", "waits, proposal 03:26" */
static char *
rung_state(const PkCli *cli, const PkRungView *rung)
{
    g_autofree char *word = pk_word_caps(&pk_words_rung_state, (int)rung->state);

    switch (rung->state) {
    case PK_RUNG_CALLED: return g_strdup_printf("%s %dx", word, rung->calls);
    case PK_RUNG_ACKNOWLEDGED:
        return g_strdup_printf("%s %s", word, pk_cli_moment(cli, rung->acked_us).s);
    case PK_RUNG_WAITS:
    case PK_RUNG_PROPOSAL:
    case PK_RUNG_PROPOSED:
        return g_strdup_printf("%s %s", pk_word(&pk_words_rung_state, (int)rung->state),
                               pk_cli_moment(cli, rung->due_us).s);
    case PK_RUNG_NOT_STARTED: break;
    }
    return g_strdup(pk_word(&pk_words_rung_state, (int)rung->state));
}

static char *
joined(const GPtrArray *names)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(all, "%s%s", i ? ", " : "", (const char *)names->pdata[i]);
    return g_strdup(all->str);
}

static json_t *
view_json(const PkCli *cli, const PkPageView *view)
{
    json_t *document = pk_json_document(cli, "piket.page/1");
    json_t *rungs = json_array(), *acks = json_array(), *attempts = json_array();

    for (guint i = 0; i < view->rungs->len; i++) {
        const PkRungView *rung = view->rungs->pdata[i];
        json_t *item = json_pack(
            "{s:i, s:s, s:s, s:i, s:b, s:o}", "rung", rung->no, "name", rung->name, "state",
            pk_word_key(&pk_words_rung_state, (int)rung->state), "calls", rung->calls,
            "needs_reason", rung->need_reason, "persons", pk_json_strings(rung->persons));
        pk_json_text(item, "phone", rung->phone);
        pk_json_time(item, "since", rung->since_us);
        pk_json_time(item, "due", rung->due_us);
        json_array_append_new(rungs, item);
    }
    for (guint i = 0; i < view->acks->len; i++) {
        const PkPageAckView *ack = view->acks->pdata[i];
        json_t *item = json_pack("{s:s, s:b, s:b}", "who", ack->who, "owns", ack->owns, "expired",
                                 ack->expired);
        pk_json_text(item, "written_by", ack->by_who);
        pk_json_text(item, "reason", ack->reason);
        pk_json_time(item, "at", ack->at_us);
        json_array_append_new(acks, item);
    }
    for (guint i = 0; i < view->attempts->len; i++) {
        const PkAttemptView *tried = view->attempts->pdata[i];
        json_t *item =
            json_pack("{s:i, s:s, s:s}", "rung", tried->rung, "result",
                      pk_word_key(&pk_words_attempt, (int)tried->result), "by", tried->by_who);
        pk_json_text(item, "who", tried->who);
        pk_json_time(item, "at", tried->at_us);
        json_array_append_new(attempts, item);
    }
    json_object_set_new(document, "page", row_json(view->row));
    pk_json_text(document, "ladder", view->ladder_key);
    json_object_set_new(document, "rungs", rungs);
    json_object_set_new(document, "acknowledgements", acks);
    json_object_set_new(document, "attempts", attempts);
    return document;
}

static void
put_view(PkCli *cli, const PkPageView *view)
{
    const char *const heads[] = { _("RUNG"), _("WHO"), _("NUMBER"), _("STATE"), _("ATTEMPT") };
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autofree char *state = pk_word_caps(&pk_words_page_state, (int)view->row->state);

    pk_cli_putf(cli, _("Page %d  %s  %s  %s"), (int)view->row->no, state,
                pk_tlp_label(view->row->tlp), view->row->ident);
    pk_cli_put(cli, "\n");
    pk_cli_putf(cli, "%s\n", view->row->text);
    pk_cli_putf(cli, _("Ladder: %s  started: %s  owner: %s"),
                *view->ladder_name ? view->ladder_name : "-",
                pk_cli_moment(cli, view->row->started_us).s,
                *view->row->owner_name ? view->row->owner_name : "-");
    pk_cli_put(cli, "\n");
    for (guint i = 0; i < view->rungs->len; i++) {
        const PkRungView *rung = view->rungs->pdata[i];
        g_autofree char *persons = joined(rung->persons);
        char **row = g_new0(char *, 6);
        row[0] = g_strdup_printf("%d", rung->no);
        row[1] = *persons && strcmp(persons, rung->name) != 0
                     ? g_strdup_printf("%s: %s", rung->name, persons)
                     : g_strdup(rung->name);
        row[2] = g_strdup(*rung->phone ? rung->phone : "-");
        row[3] = rung_state(cli, rung);
        row[4] = g_strdup(*rung->attempt ? rung->attempt : "-");
        g_ptr_array_add(cells, row);
    }
    pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 5, cells);
    if (*view->next_said)
        pk_cli_putf(cli, "%s\n", view->next_said);
}

static bool
page_arg(PkCli *cli, unsigned at, int64_t *ret_key, GError **error)
{
    const char *text = pk_cli_arg(cli, at);

    if (text)
        return pk_page_resolve(cli->app, text, ret_key, error);
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID, _("Name the page: its number."));
    return false;
}

static bool
show(PkCli *cli, GError **error)
{
    int64_t key = 0;

    if (!page_arg(cli, 1, &key, error))
        return false;
    g_autoptr(PkPageView) view = pk_page_load(cli->app, key, cli->now_us, error);
    if (!view)
        return false;
    if (!pk_cli_may(cli, view->row->tlp))
        return true;
    if (pk_cli_json(cli))
        pk_cli_put_json(cli, view_json(cli, view));
    else
        put_view(cli, view);
    return true;
}

/* ---- raising and closing -------------------------------------------------------------------- */

static bool
raise_page(PkCli *cli, GError **error)
{
    int source = PK_PAGE_VOICEMAIL;
    PkPageRaise raise = { .has_tlp = pk_cli_has(cli, PK_OPT_TLP) };
    g_autofree char *text = pk_cli_text_from(cli, 1, error);
    g_autofree char *notice = NULL;
    g_auto(PkDone) done = { 0 };

    if (!text || !pk_cli_word(cli, PK_OPT_SOURCE, &pk_words_page_source, &source, error) ||
        (raise.has_tlp && !pk_tlp_parse(cli->option[PK_OPT_TLP], &raise.tlp, &notice, error)))
        return false;
    raise.text = text;
    raise.source = (PkPageSource)source;
    if (!pk_page_raise(cli->app, &raise, &done, NULL, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

static bool
close_page(PkCli *cli, GError **error)
{
    int64_t key = 0;
    g_auto(PkDone) done = { 0 };

    if (!page_arg(cli, 1, &key, error) ||
        !pk_page_close(cli->app, key, cli->option[PK_OPT_REASON], &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

bool
pk_verb_page(PkCli *cli, GError **error)
{
    const char *what = cli->args->len ? pk_cli_arg(cli, 0) : "list";

    if (g_str_equal(what, "list"))
        return pk_cli_pages(cli, error);
    if (g_str_equal(what, "raise"))
        return raise_page(cli, error);
    if (g_str_equal(what, "show"))
        return show(cli, error);
    if (g_str_equal(what, "close"))
        return close_page(cli, error);
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("'piket page' knows list, raise TEXT, show PAGE and close PAGE."));
    return false;
}

/* ---- ack, attempt --------------------------------------------------------------------------- */

bool
pk_verb_ack(PkCli *cli, GError **error)
{
    int64_t key = 0;
    g_auto(PkDone) done = { 0 };

    if (!page_arg(cli, 0, &key, error) ||
        !pk_page_acknowledge(cli->app, key, cli->option[PK_OPT_NAME], cli->option[PK_OPT_REASON],
                             &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

/* The open page of an incident. */
static bool
page_of(PkCli *cli, int64_t *ret_page, GError **error)
{
    int64_t incident = 0;

    if (!pk_cli_incident(cli, 0, &incident, error) ||
        !pk_page_open_of(cli->app, incident, ret_page, error))
        return false;
    if (*ret_page)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                _("%s has no open page. 'piket escalate' raises one."), pk_cli_arg(cli, 0));
    return false;
}

bool
pk_verb_attempt(PkCli *cli, GError **error)
{
    int result = 0;
    unsigned rung = 0;
    int64_t page = 0;
    g_auto(PkDone) done = { 0 };

    if (!pk_word_parse(&pk_words_attempt, pk_cli_arg(cli, 1), &result, error) ||
        !pk_cli_number(cli, PK_OPT_RUNG, PK_LADDER_RUNGS_MAX, 0, &rung, error) ||
        !page_of(cli, &page, error) ||
        !pk_page_attempt(cli->app, page, (int)rung, (PkAttemptResult)result, &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

/* ---- escalate ------------------------------------------------------------------------------- */

/* "Rung 3: Crisis coordinator (S. el Amrani), 06 0000 0013. ..." Owned. */
static char *
question_of(const PkEscalation *look)
{
    g_autofree char *persons = joined(look->persons);

    return g_strdup_printf(
        _("Call rung %d of %s for %s: %s%s%s%s%s. Message: \"%s\" (without content). It is seen by "
          "everybody, stands in the timeline and cannot be taken back."),
        look->rung, look->ladder_name, look->ident, look->rung_name, *persons ? ", " : "", persons,
        *look->phone ? ", " : "", look->phone, look->text);
}

static bool
confirm(PkCli *cli, const char *question, GError **error)
{
    g_autofree char *answer = NULL;
    g_autofree char *whole = g_strdup_printf("%s %s", question, _("Type g to go on:"));

    if (pk_cli_has(cli, PK_OPT_YES))
        return true;
    if (!pk_cli_ask(cli, whole, &answer, error))
        return false;
    if (strcmp(answer, "g") == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM, _("Not confirmed. Nothing was changed."));
    return false;
}

bool
pk_verb_escalate(PkCli *cli, GError **error)
{
    unsigned rung = 0;
    int64_t incident = 0;
    g_auto(PkDone) done = { 0 };

    if (!pk_cli_number(cli, PK_OPT_RUNG, PK_LADDER_RUNGS_MAX, 0, &rung, error) ||
        !pk_cli_incident(cli, 0, &incident, error))
        return false;
    g_autoptr(PkEscalation) look = pk_escalation_look(cli->app, incident, (int)rung, error);
    if (!look)
        return false;
    g_autofree char *question = question_of(look);
    if (pk_cli_has(cli, PK_OPT_DRY_RUN)) {
        pk_cli_putf(cli, "%s\n", question);
        pk_cli_say(cli, "%s", _("Nobody was called (--dry-run)."));
        return true;
    }
    if (!confirm(cli, question, error) ||
        !pk_incident_escalate(cli->app, incident, look->rung, cli->option[PK_OPT_REASON], &done,
                              NULL, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}
