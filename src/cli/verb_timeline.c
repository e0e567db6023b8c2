/* SPDX-License-Identifier: EUPL-1.2 */
/* piket timeline: the review of one incident, on the screen or as a document. */
#include "cli.h"
#include "piket/base/text.h"

#include <string.h>

static char *
marks(const PkCli *cli, const PkTimelineRow *row)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const PkLine *line = row->line;

    if (line->pinned)
        g_string_append(out, "* ");
    if (line->corrected)
        g_string_append(out, "~ ");
    if (line->unsent)
        g_string_append_printf(out, "%s ", _("NOT SENT"));
    if (pk_line_late(line)) {
        PkTimeText at = pk_time_text(cli->zone, line->recorded_us, cli->lang, PK_TIME_CLOCK);
        g_string_append_printf(out, _("LATE %s"), at.s);
    }
    return g_strchomp(g_string_free(g_steal_pointer(&out), FALSE));
}

static const char *
text_of(const PkLine *line)
{
    return line->erased ? _("(erased)") : line->text ? line->text : pk_line_unread(line);
}

/* Cells for people: no, time with zone, who, what kind, label, marks, text. */
static char **
human_row(const PkCli *cli, const PkTimelineRow *row)
{
    const PkLine *line = row->line;
    char **cells = g_new0(char *, 8);
    PkTimeText at =
        line->precision == PK_PRECISION_SECOND
            ? pk_time_text(cli->zone, line->event_us, cli->lang, PK_TIME_COLUMN | PK_TIME_YEAR)
            : pk_time_known(cli->zone, line->event_us, line->precision, cli->lang);

    cells[0] = g_strdup_printf("%" G_GINT64_FORMAT, row->number);
    cells[1] = g_strdup(at.s);
    cells[2] = g_strdup(row->initials ? row->initials : line->author);
    cells[3] = pk_word_caps(&pk_words_category, (int)line->category);
    cells[4] = g_strdup(pk_tlp_label(line->tlp));
    cells[5] = marks(cli, row);
    cells[6] = g_strdup(text_of(line));
    return cells;
}

static char **
machine_row(const PkTimelineRow *row)
{
    const PkLine *line = row->line;
    char **cells = g_new0(char *, 10);

    cells[0] = g_strdup_printf("%" G_GINT64_FORMAT, row->number);
    cells[1] = g_strdup(pk_time_rfc3339(line->event_us).s);
    cells[2] = g_strdup(pk_time_rfc3339(line->recorded_us).s);
    cells[3] = g_strdup(line->author);
    cells[4] = g_strdup(pk_word_key(&pk_words_category, (int)line->category));
    cells[5] = g_strdup(pk_tlp_label(line->tlp));
    cells[6] = g_strdup(pk_line_late(line) ? "late" : "");
    cells[7] = g_strdup(line->pinned ? "pin" : line->corrected ? "corrected" : "");
    cells[8] = g_strdup(line->erased || !line->text ? "" : line->text);
    return cells;
}

static json_t *
json_row(const PkTimelineRow *row)
{
    json_t *object = json_object();
    json_t *line = pk_json_line(row->line);

    json_object_set_new(object, "n", json_integer(row->number));
    pk_json_text(object, "id", row->ident);
    json_object_update(object, line);
    json_decref(line);
    json_object_set_new(object, "gap_minutes",
                        row->gap ? json_integer(row->gap_us / PK_MINUTE_US) : json_null());
    pk_json_text(object, "corrects", row->corrected ? row->corrected->uuid : NULL);
    return object;
}

typedef struct {
    const PkTimeline *timeline;
    GPtrArray *rows; /* PkTimelineRow that may go                           */
    bool named;      /* the incident's own title may go too                 */
    PkTlp label;     /* the strictest of what goes                          */
} Document;

static void
put_json(PkCli *cli, const char *filter, const Document *d)
{
    json_t *lines = json_array();

    for (guint i = 0; i < d->rows->len; i++) {
        if (pk_cli_has(cli, PK_OPT_NDJSON))
            pk_cli_put_ndjson(cli, json_row(d->rows->pdata[i]));
        else
            json_array_append_new(lines, json_row(d->rows->pdata[i]));
    }
    if (pk_cli_has(cli, PK_OPT_NDJSON)) {
        json_decref(lines);
        return;
    }
    json_t *document = pk_json_document(cli, "piket.timeline/1");
    json_object_set_new(document, "exercise", json_false());
    json_object_set_new(document, "filter", json_string(filter));
    json_object_set_new(document, "incident",
                        d->timeline->incident && d->named ? pk_json_incident(d->timeline->incident)
                                                          : json_null());
    pk_json_text(document, "tlp", pk_tlp_label(d->label));
    pk_json_gate(cli, document);
    json_object_set_new(document, "n_lines", json_integer(d->timeline->n_lines));
    json_object_set_new(document, "chain_ok", json_boolean(d->timeline->chain_ok));
    pk_json_text(document, "chain", d->timeline->chain_said);
    json_object_set_new(document, "more", json_boolean(d->timeline->more));
    json_object_set_new(document, "lines", lines);
    pk_cli_put_json(cli, document);
}

static void
title(PkCli *cli, PkFormat format, const Document *d)
{
    const PkIncident *incident = d->timeline->incident;
    const char *ident = incident ? incident->ident : _("Duty log");
    const char *name = !incident || !incident->title ? ""
                       : d->named                    ? incident->title
                                                     : _("(title left out)");

    if (format == PK_FORMAT_MD) {
        g_autofree char *safe = pk_cli_md(name);
        pk_cli_putf(cli, "**%s**\n\n# %s %s\n\n", pk_tlp_label(d->label), ident, safe);
    } else {
        pk_cli_putf(cli, "%s  %s  %s\n\n", pk_tlp_label(d->label), ident, name);
    }
}

static void
foot(PkCli *cli, PkFormat format, const Document *d)
{
    const char *said = d->timeline->chain_said ? d->timeline->chain_said : "";

    if (format == PK_FORMAT_MD) {
        g_autofree char *safe = pk_cli_md(said);
        pk_cli_putf(cli, "\n%s\n\n**%s**\n", safe, pk_tlp_label(d->label));
    } else {
        pk_cli_putf(cli, "\n%s\n%s\n", said, pk_tlp_label(d->label));
    }
}

static void
put_table(PkCli *cli, PkFormat format, const Document *d)
{
    static const char *const machine[] = { "n",   "event", "recorded", "author", "category",
                                           "tlp", "late",  "mark",     "text" };
    const char *const human[] = { _("N"),   _("WHEN"), _("WHO"), _("CATEGORY"),
                                  _("TLP"), _("MARK"), _("TEXT") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    bool for_machine = format == PK_FORMAT_CSV || format == PK_FORMAT_PLAIN;

    for (guint i = 0; i < d->rows->len; i++) {
        const PkTimelineRow *row = d->rows->pdata[i];
        g_ptr_array_add(rows, for_machine ? machine_row(row) : human_row(cli, row));
    }
    if (for_machine) {
        pk_cli_table(cli, format, machine, G_N_ELEMENTS(machine), rows);
        return;
    }
    title(cli, format, d);
    pk_cli_table(cli, format, human, G_N_ELEMENTS(human), rows);
    foot(cli, format, d);
}

/* What may go: each line by its own label, the title by that of the incident. */
static void
pass(PkCli *cli, Document *d)
{
    const PkIncident *incident = d->timeline->incident;

    d->label = PK_TLP_CLEAR;
    for (guint i = 0; i < d->timeline->rows->len; i++) {
        PkTimelineRow *row = d->timeline->rows->pdata[i];
        if (!pk_cli_may(cli, row->line->tlp))
            continue;
        g_ptr_array_add(d->rows, row);
        d->label = pk_tlp_strictest(d->label, row->line->tlp);
    }
    PkOutgoing ask = cli->gate;
    d->named = !incident || pk_outgoing_may(&ask, incident->tlp);
    if (incident && d->named)
        d->label = pk_tlp_strictest(d->label, incident->tlp);
}

bool
pk_verb_timeline(PkCli *cli, GError **error)
{
    g_autofree char *filter = pk_cli_filter_from(cli, 1);
    PkFormat format = PK_FORMAT_TEXT;
    PkTimelineAsk ask = { .filter = filter,
                          .order =
                              pk_cli_has(cli, PK_OPT_RECEIVED) ? PK_BY_RECEIVED : PK_BY_EVENT };

    if (!pk_cli_format(cli, &format, error) ||
        !pk_cli_number(cli, PK_OPT_LIMIT, 1000000, 1000000, &ask.limit, error))
        return false;
    if (strcmp(pk_cli_arg(cli, 0), "-") != 0 && !pk_cli_incident(cli, 0, &ask.incident_key, error))
        return false;
    if (ask.incident_key && !pk_cli_to(cli, ask.incident_key, "timeline", error))
        return false;
    g_autoptr(PkTimeline) timeline = pk_timeline_load(cli->app, &ask, &cli->error_at, error);
    if (!timeline) {
        cli->has_error_at = true;
        return false;
    }
    cli->share_key = ask.incident_key;
    pk_cli_notices(cli, timeline->notices);
    Document d = { .timeline = timeline, .rows = g_ptr_array_new() };
    pass(cli, &d);
    if (pk_cli_json(cli))
        put_json(cli, filter, &d);
    else
        put_table(cli, format, &d);
    if (timeline->more)
        pk_cli_say(cli, "%s", _("Older lines were left out by --limit."));
    if (!timeline->chain_ok)
        pk_cli_warn(cli, "%s", timeline->chain_said);
    g_ptr_array_unref(d.rows);
    return true;
}
