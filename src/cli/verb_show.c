/* SPDX-License-Identifier: EUPL-1.2 */
/* piket show: one incident, with parties, clocks, actions and its latest lines. */
#include "cli.h"
#include "piket/base/text.h"

#include <string.h>

static void
field(PkCli *cli, const char *label, const char *value)
{
    if (value && *value) {
        g_autofree char *padded = pk_text_pad(label, 14);
        pk_cli_putf(cli, "%s %s\n", padded, value);
    }
}

static void
head(PkCli *cli, const PkDetail *detail)
{
    const PkIncident *incident = detail->incident;
    g_autofree char *status = pk_word_caps(&pk_words_status, (int)incident->status);
    g_autofree char *kinds = pk_bits_words(&pk_words_kind, incident->kinds);
    g_autofree char *needs = pk_bits_words(&pk_words_need, incident->needs);

    pk_cli_putf(cli, "%s  %s  %s\n%s\n\n", incident->ident, status, pk_tlp_label(incident->tlp),
                incident->title ? incident->title : "-");
    field(cli, _("place"), detail->place);
    field(cli, _("kind"), kinds);
    field(cli, _("severity"),
          incident->severity ? pk_word(&pk_words_severity, incident->severity) : "-");
    field(cli, "RSIT", detail->rsit_name);
    field(cli, _("received"), pk_cli_moment(cli, incident->received_us).s);
    if (incident->occurred_us) {
        PkTimeText known = pk_time_known(cli->zone, incident->occurred_us,
                                         incident->occurred_precision, cli->lang);
        field(cli, _("seen"), known.s);
    }
    if (incident->aware_us)
        field(cli, _("aware"), pk_cli_moment(cli, incident->aware_us).s);
    field(cli, _("caller"), incident->reporter);
    field(cli, _("role"), incident->reporter_role);
    if (incident->reporter_phone) {
        g_autofree char *phone =
            g_strdup_printf("%s (%s)", incident->reporter_phone,
                            pk_word(&pk_words_caller_state, (int)detail->caller_state));
        field(cli, _("number"), phone);
    }
    field(cli, _("needs"), needs);
    field(cli, _("lead"), detail->lead_name);
    for (guint i = 0; i < detail->missing->len; i++)
        field(cli, i ? "" : _("still empty"), detail->missing->pdata[i]);
}

static void
add_row(GPtrArray *rows, const char *a, const char *b, const char *c, const char *d)
{
    const char *cells[] = { a ? a : "", b ? b : "", c ? c : "", d ? d : "", NULL };

    g_ptr_array_add(rows, g_strdupv((char **)cells));
}

static GPtrArray *
new_rows(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
}

static PkFormat
columns_of(const PkCli *cli)
{
    return cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT;
}

static void
parties(PkCli *cli, const PkDetail *detail)
{
    const char *const heads[] = { _("PARTY"), _("ROLE"), _("STATUS"), _("REGION") };
    g_autoptr(GPtrArray) rows = new_rows();

    for (guint i = 0; i < detail->parties->len; i++) {
        const PkParty *party = detail->parties->pdata[i];
        add_row(rows, party->org_name, pk_word(&pk_words_party_role, (int)party->role),
                pk_word(&pk_words_party_status, (int)party->status), party->region);
    }
    if (rows->len > 0) {
        pk_cli_put(cli, "\n");
        pk_cli_table(cli, columns_of(cli), heads, 4, rows);
    }
}

static void
clocks(PkCli *cli, const PkDetail *detail)
{
    const char *const heads[] = { _("DUE"), _("STATE"), _("FOR"), _("DEADLINE") };
    g_autoptr(GPtrArray) rows = new_rows();

    for (guint i = 0; i < detail->clocks->len; i++) {
        const PkClockView *clock = detail->clocks->pdata[i];
        add_row(rows, pk_cli_moment(cli, clock->due_us).s,
                pk_word(&pk_words_clock_state, (int)clock->state), clock->org_name, clock->name);
    }
    if (rows->len > 0) {
        pk_cli_put(cli, "\n");
        pk_cli_table(cli, columns_of(cli), heads, 4, rows);
    }
}

static void
actions(PkCli *cli, const PkDetail *detail)
{
    const char *const heads[] = { _("ACTION"), _("DONE"), _("DUE"), _("WHAT") };
    g_autoptr(GPtrArray) rows = new_rows();

    for (guint i = 0; i < detail->actions->len; i++) {
        const PkStandingAction *action = detail->actions->pdata[i];
        g_autofree char *no = g_strdup_printf("A%" G_GINT64_FORMAT, action->no);
        add_row(rows, no, action->done_us ? pk_cli_moment(cli, action->done_us).s : action->reason,
                pk_cli_moment(cli, action->due_us).s, pk_standing_action_title(action));
    }
    if (rows->len > 0) {
        pk_cli_put(cli, "\n");
        pk_cli_table(cli, columns_of(cli), heads, 4, rows);
    }
}

static void
text_line(PkCli *cli, const PkLine *line)
{
    g_autofree char *category = pk_word_caps(&pk_words_category, (int)line->category);
    const char *text = line->erased ? _("(erased)")
                       : line->text ? line->text
                                    : pk_line_unread(line);
    g_autofree char *flat = g_strdup(text);

    g_strdelimit(flat, "\n", ' ');
    pk_cli_putf(cli, "%s  %s%s%s  %s\n", pk_cli_moment(cli, line->event_us).s,
                line->pinned ? "*" : "", line->corrected ? "~" : "", category, flat);
}

/* The newest n lines that may go, oldest first: PkLine, borrowed from timeline. */
static GPtrArray *
latest(PkCli *cli, const PkTimeline *timeline, unsigned n)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new();
    guint from = timeline->rows->len > n ? timeline->rows->len - n : 0;

    for (guint i = from; i < timeline->rows->len; i++) {
        const PkTimelineRow *row = timeline->rows->pdata[i];
        if (pk_cli_may(cli, row->line->tlp))
            g_ptr_array_add(lines, row->line);
    }
    return g_steal_pointer(&lines);
}

static void
put_json(PkCli *cli, const PkDetail *detail, const GPtrArray *lines)
{
    json_t *document = pk_json_document(cli, "piket.show/1");
    json_t *incident = pk_json_incident(detail->incident);
    json_t *parties_array = json_array();
    json_t *clock_array = json_array();
    json_t *action_array = json_array();
    json_t *line_array = json_array();

    json_object_del(incident, "incomplete");
    json_object_update(document, incident);
    json_decref(incident);
    pk_json_text(document, "rsit_name", detail->rsit_name);
    json_object_set_new(document, "incomplete", pk_json_strings(detail->missing));
    for (guint i = 0; i < detail->parties->len; i++)
        json_array_append_new(parties_array, pk_json_party(detail->parties->pdata[i]));
    for (guint i = 0; i < detail->clocks->len; i++)
        json_array_append_new(clock_array, pk_json_clock(detail->clocks->pdata[i]));
    for (guint i = 0; i < detail->actions->len; i++)
        json_array_append_new(action_array, pk_json_action(detail->actions->pdata[i]));
    for (guint i = 0; i < lines->len; i++)
        json_array_append_new(line_array, pk_json_line(lines->pdata[i]));
    json_object_set_new(document, "parties", parties_array);
    json_object_set_new(document, "deadlines", clock_array);
    json_object_set_new(document, "actions", action_array);
    json_object_set_new(document, "lines", line_array);
    pk_json_gate(cli, document);
    pk_cli_put_json(cli, document);
}

/* Refuses an incident that may not leave at all. */
static bool
may_show(PkCli *cli, const PkIncident *incident, GError **error)
{
    cli->share_key = incident->key;
    if (pk_cli_may(cli, incident->tlp))
        return true;
    cli->gate.omitted[incident->tlp] = 0; /* said by the error, not counted beside it */
    g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                _("%s is %s and stays inside: output that is no terminal stops at %s. Use "
                  "--tlp-max with a --reason if the source allows it."),
                incident->ident, pk_tlp_label(incident->tlp), pk_tlp_label(cli->gate.ceiling));
    return false;
}

bool
pk_verb_show(PkCli *cli, GError **error)
{
    int64_t key = 0;
    unsigned n = 10;

    if (!pk_cli_number(cli, PK_OPT_LINES, 5000, 10, &n, error) ||
        !pk_cli_incident(cli, 0, &key, error) || !pk_cli_to(cli, key, "show", error))
        return false;
    g_autoptr(PkDetail) detail = pk_detail_load(cli->app, key, error);
    if (!detail || !may_show(cli, detail->incident, error))
        return false;
    PkTimelineAsk ask = { .incident_key = key, .limit = n };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(cli->app, &ask, NULL, error);
    if (!timeline)
        return false;
    g_autoptr(GPtrArray) lines = latest(cli, timeline, n);
    if (pk_cli_json(cli)) {
        put_json(cli, detail, lines);
        return true;
    }
    head(cli, detail);
    parties(cli, detail);
    clocks(cli, detail);
    actions(cli, detail);
    pk_cli_put(cli, "\n");
    for (guint i = 0; i < lines->len; i++)
        text_line(cli, lines->pdata[i]);
    return true;
}
