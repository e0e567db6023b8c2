/* SPDX-License-Identifier: EUPL-1.2 */
/* Values of arguments and options as the domain reads them: texts, filters, times, words, ids. */
#include "cli.h"
#include "piket/base/text.h"
#include "piket/model/when.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STDIN_MAX = 16 * 1024 * 1024 };

static char *
read_stdin(PkCli *cli, GError **error)
{
    g_autoptr(GString) all = g_string_new(NULL);
    char block[8192];
    size_t removed = 0;

    if (cli->stdin_text)
        return g_strdup(cli->stdin_text);
    for (ssize_t n; (n = read(STDIN_FILENO, block, sizeof block)) != 0;) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || all->len + (size_t)n > STDIN_MAX) {
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("The text on stdin can not be read: %s."),
                        n < 0 ? g_strerror(errno) : _("it is longer than 16 MB"));
            return NULL;
        }
        g_string_append_len(all, block, n);
    }
    char *clean = pk_text_clean(all->str, (gssize)all->len, PK_TEXT_MULTILINE, &removed);
    if (removed > 0)
        pk_cli_warn(cli,
                    P_("%zu control character was taken out of the text.",
                       "%zu control characters were taken out of the text.", removed),
                    removed);
    cli->stdin_text = g_strchomp(clean);
    return g_strdup(cli->stdin_text);
}

static char *
join(const PkCli *cli, unsigned from)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = from; i < cli->args->len; i++) {
        if (i > from)
            g_string_append_c(all, ' ');
        g_string_append(all, cli->args->pdata[i]);
    }
    return g_string_free(g_steal_pointer(&all), FALSE);
}

char *
pk_cli_text_from(PkCli *cli, unsigned i, GError **error)
{
    if (cli->args->len == i + 1 && strcmp(cli->args->pdata[i], "-") == 0)
        return read_stdin(cli, error);
    return join(cli, i);
}

char *
pk_cli_filter_from(const PkCli *cli, unsigned i)
{
    return join(cli, i);
}

bool
pk_cli_time(PkCli *cli, PkOptId opt, int64_t *ret_us, PkPrecision *ret_precision, GError **error)
{
    if (!cli->option[opt])
        return true;
    g_auto(PkWhen) when = { 0 };
    PkWhenAsk ask = { .text = cli->option[opt],
                      .now_us = cli->now_us,
                      .zone = cli->zone,
                      .direction = PK_WHEN_PAST };

    if (!pk_when_parse(&ask, &when, error)) {
        g_prefix_error(error, "--%s: ", pk_opts[opt].name);
        return false;
    }
    if (when.warning)
        pk_cli_warn(cli, "%s", when.warning);
    if (pk_cli_has(cli, PK_OPT_VERBOSE)) {
        PkTimeText echo = pk_when_echo(&when, cli->zone, cli->now_us, cli->lang, PK_ECHO_LONG);
        pk_cli_say(cli, "--%s %s %s", pk_opts[opt].name, cli->option[opt], echo.s);
    }
    *ret_us = when.us;
    if (ret_precision)
        *ret_precision = when.precision;
    return true;
}

bool
pk_cli_word(PkCli *cli, PkOptId opt, const PkWords *words, int *ret_value, GError **error)
{
    return !cli->option[opt] || pk_word_parse(words, cli->option[opt], ret_value, error);
}

bool
pk_cli_number(PkCli *cli, PkOptId opt, unsigned max, unsigned preset, unsigned *ret, GError **error)
{
    guint64 value = preset;

    if (cli->option[opt] &&
        !g_ascii_string_to_unsigned(cli->option[opt], 10, 1, max, &value, NULL)) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("--%s is a number from 1 to %u."),
                    pk_opts[opt].name, max);
        return false;
    }
    *ret = (unsigned)value;
    return true;
}

bool
pk_cli_incident(PkCli *cli, unsigned i, int64_t *ret_key, GError **error)
{
    return pk_incident_resolve(cli->app, pk_cli_arg(cli, i), ret_key, error);
}

PkTimeText
pk_cli_moment(const PkCli *cli, int64_t us)
{
    if (us == 0)
        return (PkTimeText){ "-" };
    PkTimeText now = pk_time_text(cli->zone, cli->now_us, cli->lang, PK_TIME_YEAR);
    PkTimeText then = pk_time_text(cli->zone, us, cli->lang, PK_TIME_YEAR);
    unsigned parts = PK_TIME_MOMENT | (strcmp(now.s, then.s) != 0 ? PK_TIME_YEAR : 0);
    return pk_time_text(cli->zone, us, cli->lang, parts);
}

bool
pk_cli_ask(PkCli *cli, const char *question, char **ret_answer, GError **error)
{
    char line[256];

    if (pk_cli_has(cli, PK_OPT_NO_INPUT) || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                    _("This needs a confirmation and there is nobody to ask. Add --yes, and "
                      "--reason TEXT where it closes something."));
        return false;
    }
    cli->asked = true;
    fprintf(stderr, "%s ", question);
    fflush(stderr);
    if (!fgets(line, sizeof line, stdin)) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM, _("Not confirmed. Nothing was changed."));
        return false;
    }
    *ret_answer = g_strdup(g_strstrip(line));
    return true;
}
