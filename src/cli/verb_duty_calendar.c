/* SPDX-License-Identifier: EUPL-1.2 */
/* piket duty import and export: the rota from a calendar, and to one. */
#include "piket/app/duty_calendar.h"
#include "piket/format/ical.h"
#include "verb_duty.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* ---- import ---------------------------------------------------------------------------------- */

/* At most a byte more than a calendar may have, so that reading refuses what is too large. */
static char *
read_file(const char *path, size_t *ret_n, GError **error)
{
    size_t room = PK_ICAL_BYTES_MAX + 1, n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 && errno == ENOENT) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no file %s. Nothing was imported."), path);
        return NULL;
    }
    g_autofree char *bytes = g_malloc(room + 1);
    ssize_t got = fd < 0 ? -1 : 1;
    while (fd >= 0 && n < room && got > 0) {
        got = read(fd, bytes + n, room - n);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            n += (size_t)got;
    }
    if (fd >= 0)
        close(fd);
    if (got < 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("%s could not be read. Nothing was imported; see whether you may read it."),
                    path);
        return NULL;
    }
    bytes[n] = '\0';
    *ret_n = n;
    return g_steal_pointer(&bytes);
}

/* Who is on duty is TLP:AMBER. */
static void
put_import(PkCli *cli, const PkDutyImport *import, const PkDone *done, PkDuty duty)
{
    bool dry = pk_cli_has(cli, PK_OPT_DRY_RUN);
    bool may = import->changes->len == 0 || pk_cli_may(cli, PK_TLP_AMBER);

    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.duty-import/1");
        json_object_update_new(
            document, json_pack("{s:s, s:b, s:b, s:i, s:i, s:i, s:i}", "duty",
                                pk_word_key(&pk_words_duty, (int)duty), "dry_run", dry, "changed",
                                done->line_key != 0, "same", (int)import->n_same, "added",
                                (int)import->n_added, "altered", (int)import->n_changed, "gone",
                                (int)import->n_gone));
        pk_json_text(document, "said", done->said);
        json_object_set_new(document, "changes",
                            may ? pk_json_strings(import->changes) : json_array());
        json_object_set_new(document, "notices", pk_json_strings(import->notices));
        pk_json_gate(cli, document);
        pk_cli_put_json(cli, document);
        return;
    }
    for (guint i = 0; may && i < import->changes->len; i++)
        pk_cli_putf(cli, "%s\n", (const char *)import->changes->pdata[i]);
    pk_cli_notices(cli, import->notices);
    pk_cli_say(cli, "%s", done->said);
    if (dry)
        pk_cli_say(cli, "%s", _("Nothing was saved (--dry-run)."));
}

bool
pk_duty_verb_import(PkCli *cli, GError **error)
{
    const char *given = cli->option[PK_OPT_PERSON];
    g_auto(GStrv) people = given ? g_strsplit(given, "\n", -1) : NULL;
    g_auto(PkDone) done = { 0 };
    int duty = PK_DUTY_OFFICER;
    size_t n = 0;
    PkDutyImportWish wish = { .from_us = cli->now_us,
                              .people = (const char *const *)people,
                              .dry_run = pk_cli_has(cli, PK_OPT_DRY_RUN) };

    if (!pk_cli_word(cli, PK_OPT_ROLE, &pk_words_duty, &duty, error) ||
        !pk_duty_window(cli, &wish.from_us, &wish.until_us, PK_DUTY_IMPORT_DAYS, error))
        return false;
    wish.duty = (PkDuty)duty;
    g_autofree char *bytes = read_file(pk_cli_arg(cli, 1), &n, error);
    if (!bytes)
        return false;
    g_autoptr(PkDutyImport) import =
        pk_duty_import(cli->app, &wish, bytes, n, cli->now_us, &done, error);
    if (!import)
        return false;
    put_import(cli, import, &done, wish.duty);
    return true;
}

/* ---- export ---------------------------------------------------------------------------------- */

/* A calendar ends its lines as the standard says; a terminal is shown lines. */
static void
put_calendar(PkCli *cli, char *text)
{
    char *to = text;

    for (const char *from = text; cli->tty && *from; from++)
        if (*from != '\r')
            *to++ = *from;
    if (cli->tty)
        *to = '\0';
    pk_cli_put(cli, text);
}

bool
pk_duty_verb_export(PkCli *cli, GError **error)
{
    int duty = -1;
    unsigned n = 0;
    PkDutyExportWish wish = { .from_us = cli->now_us,
                              .person = cli->option[PK_OPT_PERSON],
                              .duties = ~0u };

    if (!pk_cli_word(cli, PK_OPT_ROLE, &pk_words_duty, &duty, error) ||
        !pk_duty_window(cli, &wish.from_us, &wish.until_us, PK_DUTY_IMPORT_DAYS, error))
        return false;
    if (duty >= 0)
        wish.duties = 1u << duty;
    cli->shares = true;
    g_autofree char *text = pk_duty_export(cli->app, &wish, &cli->gate, cli->now_us, &n, error);
    if (!text)
        return false;
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.duty-export/1");
        json_object_set_new(document, "shifts", json_integer(n));
        pk_json_text(document, "calendar", text);
        pk_json_gate(cli, document);
        pk_cli_put_json(cli, document);
        return true;
    }
    put_calendar(cli, text);
    pk_cli_say(cli, P_("%u shift is in the calendar.", "%u shifts are in the calendar.", n), n);
    return true;
}
