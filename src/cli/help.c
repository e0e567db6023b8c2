/* SPDX-License-Identifier: EUPL-1.2 */
/* Help, printed from the tables of verbs, options, filter fields and labels. */
#include "cli.h"
#include "piket/base/text.h"
#include "piket/model/filter.h"

#include <string.h>

enum { LEFT = 26, TEXT_COLUMNS = 80 };

/* "  left       text text text", wrapped under itself. */
static void
entry(GString *out, const char *left, int width, const char *text)
{
    g_autoptr(GPtrArray) lines = pk_text_wrap(text, TEXT_COLUMNS - width - 4);
    bool fits = pk_text_width(left) <= width;

    g_string_append_printf(out, "  %s", left);
    if (fits)
        g_string_append_printf(out, "%*s  ", width - pk_text_width(left), "");
    for (guint i = 0; i < lines->len; i++) {
        if (i > 0 || !fits)
            g_string_append_printf(out, "%s%*s", i > 0 || !fits ? "\n" : "", width + 4, "");
        if (i > 0 && !fits)
            fits = false;
        g_string_append(out, lines->pdata[i]);
    }
    g_string_append_c(out, '\n');
}

static void
paragraph(GString *out, const char *text)
{
    g_autoptr(GPtrArray) lines = pk_text_wrap(text, TEXT_COLUMNS);

    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(out, "%s\n", (const char *)lines->pdata[i]);
}

static void
options(GString *out, PkOptSet bits)
{
    for (int i = 0; i < PK_OPT_N; i++) {
        if (!(bits & PK_BIT(i)))
            continue;
        const PkOpt *opt = &pk_opts[i];
        g_autofree char *letter = opt->letter ? g_strdup_printf("-%c, ", opt->letter) : NULL;
        g_autofree char *left = g_strdup_printf("%s--%s%s%s", letter ? letter : "    ", opt->name,
                                                opt->arg ? " " : "", opt->arg ? opt->arg : "");
        entry(out, left, LEFT, _(opt->help));
    }
}

char *
pk_help_command(const PkCommand *command)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(GStrv) forms = g_strsplit(command->args, "\n", -1);
    g_auto(GStrv) examples = g_strsplit(command->examples, "\n", -1);

    g_string_append_printf(out, "%s.\n\n", _(command->help));
    g_string_append_printf(out, "%s\n", _("Usage:"));
    for (size_t i = 0; i == 0 || forms[i]; i++) {
        g_string_append_printf(out, "  piket %s%s%s\n", command->name,
                               forms[i] && *forms[i] ? " " : "", forms[i] ? forms[i] : "");
        if (!forms[i])
            break;
    }
    g_string_append_printf(out, "\n%s\n", _("Examples:"));
    for (size_t i = 0; examples[i]; i++)
        g_string_append_printf(out, "  %s\n", examples[i]);
    if (command->options) {
        g_string_append_printf(out, "\n%s\n", _("Options:"));
        options(out, command->options & ~pk_common_options);
    }
    if (strcmp(command->name, "set") == 0) {
        g_string_append_printf(out, "\n%s\n", _("Fields:"));
        for (size_t i = 0; i < pk_n_settables; i++) {
            g_autofree char *left =
                g_strdup_printf("%s%s%s", pk_settables[i].key, *pk_settables[i].aliases ? " " : "",
                                pk_settables[i].aliases);
            entry(out, left, LEFT, _(pk_settables[i].help));
        }
    }
    g_string_append_printf(out, "\n%s\n", _("With every verb:"));
    options(out, pk_common_options);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
pk_help_usage(void)
{
    g_autoptr(GString) out = g_string_new(NULL);

    paragraph(out, _("Piket: reports, incidents and their timeline for on-call officers and the "
                     "CSIRT of municipalities. Without a verb it opens the console."));
    g_string_append_printf(out, "\n%s\n  piket\n  piket %s\n\n%s\n", _("Usage:"),
                           _("VERB [OPTIONS] [ARGUMENTS]"), _("Verbs:"));
    for (size_t i = 0; i < pk_n_commands; i++)
        entry(out, pk_commands[i].name, 10, _(pk_commands[i].help));
    g_string_append_printf(out, "\n%s\n", _("Console:"));
    options(out, pk_console_options & ~pk_common_options);
    g_string_append_printf(out, "\n%s\n", _("With every verb:"));
    options(out, pk_common_options);
    g_string_append_c(out, '\n');
    paragraph(out, _("'piket help VERB' shows the options of a verb; 'piket help filter', time, "
                     "keys or tlp explains how to write filters and times, the keys of the console "
                     "and the labels. Exit codes are in piket(1)."));
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* ---- topics -------------------------------------------------------------------------------------
 */

static char *
words_of(const PkWords *words)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < words->n_words; i++) {
        const PkWord *word = &words->words[i];
        const char *shown = pk_i18n_lang() == PK_LANG_NL ? word->nl : word->en;
        g_string_append_printf(out, "%s%s", i ? ", " : "", shown);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
help_filter(G_GNUC_UNUSED const PkCli *cli)
{
    g_autoptr(GString) out = g_string_new(NULL);
    size_t n = 0;
    const PkFilterField *fields = pk_filter_fields(&n);

    g_string_append(out, "piket list status:open 'sev:>=3'\n"
                         "piket timeline 412 is:late cat:decision\n\n");
    paragraph(out, _("A filter is words and conditions; a space means and. A condition is a field, "
                     "a colon and one or more values with commas between: one of them must fit. "
                     "Join with OR (or OF), turn round with - in front, group with brackets, keep "
                     "words together with quotes. Case and accents do not matter. Operators count "
                     "only in capitals. What can not be understood is refused, never ignored."));
    g_string_append_c(out, '\n');
    for (size_t i = 0; i < n; i++) {
        g_autoptr(GString) names = g_string_new(fields[i].key);
        if (strcmp(fields[i].nl, fields[i].key) != 0)
            g_string_append_printf(names, " %s", fields[i].nl);
        if (*fields[i].aliases)
            g_string_append_printf(names, " %s", fields[i].aliases);
        g_autoptr(GString) text = g_string_new(_(fields[i].help));
        if (fields[i].words) {
            g_autofree char *words = words_of(fields[i].words);
            g_string_append_printf(text, " %s: %s.", _("Values"), words);
        }
        g_string_append_printf(text, " %s: %s", _("Example"), fields[i].example);
        entry(out, names->str, 20, text->str);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
help_time(G_GNUC_UNUSED const PkCli *cli)
{
    static const char *const rows[][2] = {
        { "nu, now", N_("this moment") },
        { "-15m, -2h, -1u30, -2d", N_("so long ago; u and h are hours") },
        { "+30m", N_("so long from now") },
        { "03:10, 0310, 3.10, 3u10", N_("that time of day, the nearest in the past") },
        { "gisteren 23:50, ma 09:00, do", N_("a day by name, in Dutch or English") },
        { "9-3 04:02, 9 mrt 04:02", N_("day, then month; never month before day") },
        { "2026-03-09T04:02", N_("year, month, day") },
        { "02:10Z, 04:10 CEST, +02:00", N_("with a zone of its own") },
    };
    g_autoptr(GString) out = g_string_new(NULL);

    g_string_append(out, "piket note 412 --at -10m 'CISO called back'\n"
                         "piket list since:gisteren until:02:30\n\n");
    paragraph(out, _("Times are read and shown in one zone (setting zone, option --tz), never in "
                     "that of the machine. The night the clock goes back a time may come twice: "
                     "then Piket asks; add CET or CEST."));
    g_string_append_c(out, '\n');
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        entry(out, rows[i][0], 30, _(rows[i][1]));
    g_string_append_c(out, '\n');
    paragraph(out, _("In a filter since: begins at a time, until: ends at it, on: is that day, "
                     "month or year; 24h behind since: is the last 24 hours; a..b is a stretch."));
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
help_tlp(G_GNUC_UNUSED const PkCli *cli)
{
    g_autoptr(GString) out = g_string_new(NULL);

    g_string_append(out, "piket set 412 tlp=amber+strict\n"
                         "piket timeline 412 --tlp-max green --format md\n\n");
    for (int i = PK_TLP_N - 1; i >= 0; i--)
        entry(out, pk_tlp_label((PkTlp)i), 18, pk_tlp_rule((PkTlp)i));
    g_string_append_c(out, '\n');
    paragraph(out, _("Output that goes to a pipe or a file stops at TLP:AMBER; --tlp-max sets "
                     "another ceiling. What is left out is counted. --tlp-max red asks for "
                     "--reason, which is recorded in the journal."));
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
help_keys(const PkCli *cli)
{
    return cli->console->keys();
}

static const struct {
    const char *name;
    char *(*text)(const PkCli *cli);
} topics[] = {
    { "filter", help_filter },
    { "time", help_time },
    { "keys", help_keys },
    { "tlp", help_tlp },
};

/* The text about a topic or a verb; NULL when there is none. Owned. */
static char *
text_about(const PkCli *cli, const char *topic)
{
    const PkCommand *command = topic ? pk_command_find(topic) : NULL;

    if (!topic)
        return pk_help_usage();
    for (size_t i = 0; i < G_N_ELEMENTS(topics); i++) {
        if (strcmp(topics[i].name, topic) == 0)
            return topics[i].text(cli);
    }
    return command ? pk_help_command(command) : NULL;
}

bool
pk_verb_help(PkCli *cli, GError **error)
{
    const char *topic = pk_cli_arg(cli, 0);
    g_autofree char *text = text_about(cli, topic);
    const char *names[80];
    size_t n = 0;

    if (text && pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.help/1");
        pk_json_text(document, "topic", topic);
        pk_json_text(document, "text", text);
        pk_cli_put_json(cli, document);
        return true;
    }
    if (text) {
        pk_cli_put(cli, text);
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(topics); i++)
        names[n++] = topics[i].name;
    for (size_t i = 0; i < pk_n_commands && n < G_N_ELEMENTS(names); i++)
        names[n++] = pk_commands[i].name;
    g_autofree char *near = pk_cli_nearest(topic, names, n);
    g_autofree char *hint = near ? g_strdup_printf(_("Did you mean '%s'?"), near)
                                 : g_strdup(_("'piket help' names the verbs."));
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("There is no help about '%s'. %s"), topic,
                hint);
    return false;
}
