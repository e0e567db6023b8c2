/* SPDX-License-Identifier: EUPL-1.2 */
/* The one way out: data to stdout or a new file, past the TLP gate; sentences to stderr. */
#include "cli.h"
#include "piket/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* ---- to the person
 * -------------------------------------------------------------------------------
 */

/* Messages may quote what was typed or stored: shown as safely as data. */
static void sentence(const char *format, va_list list) G_GNUC_PRINTF(1, 0);

static void
sentence(const char *format, va_list list)
{
    g_autofree char *text = g_strdup_vprintf(format, list);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (size_t i = 0; lines[i]; i++) {
        g_autofree char *shown = pk_text_shown(lines[i]);
        g_autofree char *plain = pk_i18n_utf8() ? NULL : pk_text_ascii(shown);
        fprintf(stderr, "%s\n", plain ? plain : shown);
    }
}

void
pk_cli_say(const PkCli *cli, const char *format, ...)
{
    va_list list;

    if (pk_cli_has(cli, PK_OPT_QUIET))
        return;
    va_start(list, format);
    sentence(format, list);
    va_end(list);
}

void
pk_cli_warn(G_GNUC_UNUSED const PkCli *cli, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    sentence(format, list);
    va_end(list);
}

void
pk_cli_notices(const PkCli *cli, const GPtrArray *notices)
{
    for (guint i = 0; notices && i < notices->len; i++)
        pk_cli_warn(cli, "%s", (const char *)notices->pdata[i]);
}

/* ---- data
 * ----------------------------------------------------------------------------------------
 */

void
pk_cli_put(PkCli *cli, const char *text)
{
    if (!cli->tty) {
        g_string_append(cli->out, text);
        return;
    }
    const char *at = text;
    while (*at) {
        const char *end = strchrnul(at, '\n');
        g_autofree char *line = g_strndup(at, (gsize)(end - at));
        g_autofree char *shown = pk_text_shown(line);
        g_autofree char *plain = pk_i18n_utf8() ? NULL : pk_text_ascii(shown);
        g_string_append(cli->out, plain ? plain : shown);
        if (!*end)
            break;
        g_string_append_c(cli->out, '\n');
        at = end + 1;
    }
}

void
pk_cli_putf(PkCli *cli, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    g_autofree char *text = g_strdup_vprintf(format, list);
    va_end(list);
    pk_cli_put(cli, text);
}

/* JSON leaves C1 controls and marks of direction as they are; a terminal obeys them. */
static size_t
for_terminal(const PkCli *cli)
{
    return cli->tty ? JSON_ENSURE_ASCII : 0;
}

void
pk_cli_put_json(PkCli *cli, json_t *document)
{
    char *text = json_dumps(document, JSON_INDENT(2) | for_terminal(cli));

    g_string_append(cli->out, text);
    g_string_append_c(cli->out, '\n');
    free(text);
    json_decref(document);
}

void
pk_cli_put_ndjson(PkCli *cli, json_t *item)
{
    char *text = json_dumps(item, JSON_COMPACT | for_terminal(cli));

    g_string_append(cli->out, text);
    g_string_append_c(cli->out, '\n');
    free(text);
    json_decref(item);
}

/* ---- the gate
 * ------------------------------------------------------------------------------------
 */

bool
pk_cli_may(PkCli *cli, PkTlp label)
{
    cli->shares = true;
    return pk_outgoing_may(&cli->gate, label);
}

bool
pk_cli_open_gate(PkCli *cli, GError **error)
{
    struct winsize size = { 0 };
    const char *wanted = cli->option[PK_OPT_TLP_MAX];
    PkTlp ceiling = PK_TLP_AMBER;
    g_autofree char *notice = NULL;

    cli->tty = isatty(STDOUT_FILENO) && !pk_cli_has(cli, PK_OPT_OUTPUT);
    if (cli->tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        cli->columns = size.ws_col;
    if (wanted && !pk_tlp_parse(wanted, &ceiling, &notice, error))
        return false;
    if (notice)
        pk_cli_warn(cli, "%s", notice);
    if (cli->tty && !wanted)
        pk_outgoing_person(&cli->gate);
    else
        pk_outgoing_ceiling(&cli->gate, ceiling);
    const char *reason = cli->option[PK_OPT_REASON];
    if (!cli->tty && wanted && ceiling == PK_TLP_RED && !(reason && *reason)) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                    _("Letting %s leave asks for a reason, which is recorded. Add --reason TEXT."),
                    pk_tlp_label(ceiling));
        return false;
    }
    return true;
}

bool
pk_cli_to(PkCli *cli, int64_t incident_key, const char *what, GError **error)
{
    const char *name = cli->option[PK_OPT_FOR];

    if (!name)
        return true;
    if (!pk_cli_org(cli, name, &cli->to_org, error))
        return false;
    PkOutgoingTo to = { incident_key, cli->to_org, NULL, what, cli->option[PK_OPT_REASON] };
    return pk_outgoing_to(cli->app, &cli->gate, &to, error);
}

/* ---- the end
 * -------------------------------------------------------------------------------------
 */

static bool
write_all(int fd, const char *bytes, size_t n, GError **error)
{
    while (n > 0) {
        ssize_t done = write(fd, bytes, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EPIPE)
            return true; /* who read has had enough */
        if (done < 0) {
            g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                        _("The output can not be written: %s. Nothing else was changed."),
                        g_strerror(errno));
            return false;
        }
        bytes += done;
        n -= (size_t)done;
    }
    return true;
}

/* A file that is there is only replaced when that was asked, and then in one step. */
static bool
write_file(PkCli *cli, const char *path, GError **error)
{
    bool force = pk_cli_has(cli, PK_OPT_FORCE);
    g_autofree char *part = force ? g_strdup_printf("%s.part-%d", path, getpid()) : NULL;
    const char *target = part ? part : path;
    int fd = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0) {
        if (errno == EEXIST)
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("%s is already there and was left alone. Choose another name, or add "
                          "--force to overwrite it."),
                        path);
        else
            g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE, _("%s can not be written: %s."), path,
                        g_strerror(errno));
        return false;
    }
    bool ok = write_all(fd, cli->out->str, cli->out->len, error);
    if (close(fd) != 0 && ok) {
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE, _("%s can not be written: %s."), path,
                    g_strerror(errno));
        ok = false;
    }
    if (ok && part && rename(part, path) != 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE, _("%s can not be written: %s."), path,
                    g_strerror(errno));
        ok = false;
    }
    if (!ok)
        unlink(target);
    return ok;
}

/* Above the usual ceiling the journal is told before the first byte leaves. */
static bool
log_share(PkCli *cli, GError **error)
{
    PkTlp label = PK_TLP_CLEAR;

    if (cli->to_org && pk_outgoing_label(&cli->gate, &label)) {
        PkOutgoingTo to = { cli->share_key, cli->to_org, NULL, cli->command->name,
                            cli->option[PK_OPT_REASON] };
        return pk_outgoing_log(cli->app, &to, label, error);
    }
    if (cli->tty || !cli->shares || !cli->app || !pk_app_on_file(cli->app) ||
        !cli->gate.has_ceiling || cli->gate.ceiling != PK_TLP_RED)
        return true;
    g_autofree char *what = g_strdup_printf("piket %s", cli->command->name);
    return pk_share_log(cli->app, cli->share_key, cli->gate.ceiling, what,
                        cli->option[PK_OPT_REASON], error);
}

bool
pk_cli_finish(PkCli *cli, GError **error)
{
    const char *path = cli->option[PK_OPT_OUTPUT];

    if (!log_share(cli, error))
        return false;
    if (path && strcmp(path, "-") != 0) {
        if (!write_file(cli, path, error))
            return false;
    } else if (!write_all(STDOUT_FILENO, cli->out->str, cli->out->len, error)) {
        return false;
    }
    g_string_truncate(cli->out, 0);
    g_autofree char *said = pk_outgoing_said(&cli->gate);
    if (said)
        pk_cli_warn(cli, "%s", said);
    return true;
}

bool
pk_cli_say_hidden(PkCli *cli, GError **error)
{
    unsigned n = 0;

    if (!pk_hidden_count(cli->app, false, &n, error))
        return false;
    g_autofree char *said = pk_hidden_said(n);
    if (said)
        pk_cli_say(cli, "%s", said);
    return true;
}
