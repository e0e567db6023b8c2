/* SPDX-License-Identifier: EUPL-1.2 */
/* One table, five ways: columns for people, tabs, CSV, Markdown, and columns that are never cut. */
#include "cli.h"
#include "piket/base/text.h"
#include "piket/format/csv.h"

#include <string.h>

bool
pk_cli_format(PkCli *cli, PkFormat *ret_format, GError **error)
{
    static const struct {
        const char *name;
        PkFormat format;
    } formats[] = { { "csv", PK_FORMAT_CSV }, { "md", PK_FORMAT_MD }, { "txt", PK_FORMAT_TXT } };
    const char *wanted = cli->option[PK_OPT_FORMAT];

    *ret_format = pk_cli_has(cli, PK_OPT_PLAIN) ? PK_FORMAT_PLAIN
                  : cli->tty                    ? PK_FORMAT_TEXT
                                                : PK_FORMAT_TXT;
    if (!wanted)
        return true;
    if (pk_cli_json(cli) || pk_cli_has(cli, PK_OPT_PLAIN)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("--format, --json, --ndjson and --plain exclude each other. Choose one."));
        return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (strcmp(formats[i].name, wanted) == 0) {
            *ret_format = formats[i].format;
            return true;
        }
    }
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("--format knows md, txt and csv."));
    return false;
}

char *
pk_cli_md(const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (const char *at = text; *at; at++) {
        if (*at == '\n')
            g_string_append(out, "<br>");
        else if (*at == '<')
            g_string_append(out, "&lt;");
        else if (*at == '&')
            g_string_append(out, "&amp;");
        else if (strchr("\\`*_{}[]#|~>!", *at))
            g_string_append_printf(out, "\\%c", *at);
        else
            g_string_append_c(out, *at);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* A cell on one line. */
static char *
flat(const char *text)
{
    char *copy = g_strdup(text ? text : "");

    return g_strdelimit(copy, "\n\t", ' ');
}

static void
put_csv(PkCli *cli, char *const *cells, size_t n)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (size_t i = 0; i < n; i++)
        pk_csv_append(line, cells[i] ? cells[i] : "", ',');
    pk_csv_end(line);
    if (cli->tty) {
        pk_cli_putf(cli, "%s\n", g_strchomp(line->str));
        return;
    }
    g_string_append_len(cli->out, line->str, (gssize)line->len);
}

static void
put_md(PkCli *cli, char *const *cells, size_t n)
{
    pk_cli_put(cli, "|");
    for (size_t i = 0; i < n; i++) {
        g_autofree char *safe = pk_cli_md(cells[i] ? cells[i] : "");
        pk_cli_putf(cli, " %s |", safe);
    }
    pk_cli_put(cli, "\n");
}

static void
put_plain(PkCli *cli, char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        g_autofree char *cell = flat(cells[i]);
        pk_cli_putf(cli, "%s%s", i ? "\t" : "", cell);
    }
    pk_cli_put(cli, "\n");
}

/* The last column takes what is left of the terminal. */
static void
put_columns(PkCli *cli, char *const *cells, size_t n, const int *widths, bool cut)
{
    g_autoptr(GString) line = g_string_new(NULL);
    int used = 0;

    for (size_t i = 0; i < n; i++) {
        g_autofree char *cell = flat(cells[i]);
        if (i + 1 < n) {
            g_autofree char *padded = pk_text_pad(cell, widths[i]);
            g_string_append_printf(line, "%s  ", padded);
            used += widths[i] + 2;
        } else if (cut && cli->columns > used + 8) {
            g_autofree char *fit = pk_text_fit(cell, cli->columns - used, "...");
            g_string_append(line, fit);
        } else {
            g_string_append(line, cell);
        }
    }
    g_autofree char *text = g_strchomp(g_string_free(g_steal_pointer(&line), FALSE));
    pk_cli_putf(cli, "%s\n", text);
}

static void
put_text(PkCli *cli, const char *const *heads, size_t n, const GPtrArray *rows, bool cut)
{
    g_autofree int *widths = g_new0(int, n);

    for (size_t i = 0; i < n; i++)
        widths[i] = pk_text_width(heads[i]);
    for (guint r = 0; r < rows->len; r++) {
        char **cells = rows->pdata[r];
        for (size_t i = 0; i < n; i++) {
            if (cells[i])
                widths[i] = MAX(widths[i], pk_text_width(cells[i]));
        }
    }
    for (size_t i = 0; cut && i < n; i++)
        widths[i] = MIN(widths[i], 24);
    if (rows->len > 0)
        put_columns(cli, (char *const *)heads, n, widths, cut);
    for (guint r = 0; r < rows->len; r++)
        put_columns(cli, rows->pdata[r], n, widths, cut);
}

void
pk_cli_table(PkCli *cli, PkFormat format, const char *const *heads, size_t n, const GPtrArray *rows)
{
    char *const *head = (char *const *)heads;

    if (format == PK_FORMAT_TEXT || format == PK_FORMAT_TXT) {
        put_text(cli, heads, n, rows, format == PK_FORMAT_TEXT);
        return;
    }
    if (format == PK_FORMAT_CSV)
        put_csv(cli, head, n);
    if (format == PK_FORMAT_MD) {
        put_md(cli, head, n);
        for (size_t i = 0; i < n; i++)
            pk_cli_put(cli, i ? " --- |" : "| --- |");
        pk_cli_put(cli, "\n");
    }
    for (guint r = 0; r < rows->len; r++) {
        if (format == PK_FORMAT_CSV)
            put_csv(cli, rows->pdata[r], n);
        else if (format == PK_FORMAT_MD)
            put_md(cli, rows->pdata[r], n);
        else
            put_plain(cli, rows->pdata[r], n);
    }
}
