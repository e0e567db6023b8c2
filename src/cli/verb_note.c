/* SPDX-License-Identifier: EUPL-1.2 */
/* piket note, set and status: what a person does to one incident. */
#include "cli.h"
#include "piket/app/draft.h"
#include "piket/base/uuid.h"
#include "piket/model/ident.h"

#include <string.h>

/* ---- note
 * ----------------------------------------------------------------------------------------
 */

/* The key of line number `wanted` as the timeline counts them. */
static bool
line_key(PkCli *cli, int64_t incident_key, unsigned wanted, int64_t *ret_key, GError **error)
{
    PkTimelineAsk ask = { .incident_key = incident_key };
    g_autoptr(PkTimeline) timeline = pk_timeline_load(cli->app, &ask, NULL, error);

    if (!timeline)
        return false;
    for (guint i = 0; i < timeline->rows->len; i++) {
        const PkTimelineRow *row = timeline->rows->pdata[i];
        if (row->number == wanted) {
            *ret_key = row->line->key;
            return true;
        }
    }
    g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                _("There is no line %u. 'piket timeline' numbers the lines."), wanted);
    return false;
}

static bool
note_options(PkCli *cli, int64_t key, PkNote *note, GError **error)
{
    int category = PK_CAT_CONTACT;
    unsigned corrects = 0;
    g_autofree char *notice = NULL;

    if (!pk_cli_word(cli, PK_OPT_CAT, &pk_words_category, &category, error) ||
        !pk_cli_number(cli, PK_OPT_CORRECTS, G_MAXINT, 0, &corrects, error) ||
        !pk_cli_time(cli, PK_OPT_AT, &note->event_us, &note->precision, error))
        return false;
    note->category = (PkCategory)category;
    note->pin = pk_cli_has(cli, PK_OPT_PIN);
    note->has_tlp = pk_cli_has(cli, PK_OPT_TLP);
    if (note->has_tlp && !pk_tlp_parse(cli->option[PK_OPT_TLP], &note->tlp, &notice, error))
        return false;
    if (notice)
        pk_cli_warn(cli, "%s", notice);
    return corrects == 0 || line_key(cli, key, corrects, &note->corrects_key, error);
}

static bool
is_duty_log(const PkCli *cli)
{
    return strcmp(pk_cli_arg(cli, 0), "-") == 0;
}

/* "412" means another incident next year: the draft keeps the whole id. Owned; "" for the duty log.
 */
static char *
whole_ident(const PkCli *cli)
{
    PkIdent ident = { 0 };
    int year = pk_zone_local(cli->own_zone, cli->now_us).year;

    if (is_duty_log(cli))
        return g_strdup("");
    if (!pk_ident_parse(pk_cli_arg(cli, 0), year, &ident, NULL))
        return g_strdup(pk_cli_arg(cli, 0));
    return pk_ident_format(&ident);
}

static bool
note_dry_run(PkCli *cli, const PkNote *note)
{
    int64_t at_us = note->event_us ? note->event_us : cli->now_us;

    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.done/1");
        json_object_set_new(document, "id", json_null());
        pk_json_time(document, "event", at_us);
        json_object_set_new(document, "changed", json_false());
        pk_cli_put_json(cli, document);
        return true;
    }
    pk_cli_putf(cli, "%s  %s\n", pk_cli_moment(cli, at_us).s, note->text);
    pk_cli_say(cli, "%s", _("Nothing was saved (--dry-run)."));
    return true;
}

bool
pk_verb_note(PkCli *cli, GError **error)
{
    int64_t key = 0;
    g_auto(PkDone) done = { 0 };
    PkNote note = { .precision = PK_PRECISION_SECOND };

    g_autofree char *text = pk_cli_text_from(cli, 1, error);
    if (!text || !pk_line_check_text(text, error))
        return false;
    g_autofree char *uuid = pk_uuid_new(cli->now_us);
    note.text = text;
    note.uuid = uuid;
    bool ok = pk_cli_open(cli, error) &&
              (is_duty_log(cli) || pk_cli_incident(cli, 0, &key, error)) &&
              note_options(cli, key, &note, error);
    if (ok && pk_cli_has(cli, PK_OPT_DRY_RUN))
        return note_dry_run(cli, &note);
    if (!ok || !pk_note_add(cli->app, key, &note, &done, error)) {
        const char *at = cli->option[PK_OPT_AT];
        const char *label = cli->option[PK_OPT_TLP];
        const char *category = cli->option[PK_OPT_CAT];
        const char *pairs[] = { "text", text,
                                "at",   at ? at : "",
                                "tlp",  label ? label : "",
                                "cat",  category ? category : "",
                                "line", uuid,
                                NULL };
        g_autofree char *about = whole_ident(cli);
        pk_cli_keep(cli, PK_DRAFT_NOTE, about, pairs, *error);
        return false;
    }
    pk_cli_done(cli, &done, false);
    return true;
}

/* ---- set
 * -----------------------------------------------------------------------------------------
 */

bool
pk_verb_set(PkCli *cli, GError **error)
{
    int64_t key = 0;
    g_auto(PkDone) done = { 0 };
    size_t n = cli->args->len - 1;
    g_autofree PkSetting *settings = g_new0(PkSetting, n);
    g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < n; i++) {
        const char *pair = pk_cli_arg(cli, (unsigned)i + 1);
        const char *equals = strchr(pair, '=');
        if (!equals || equals == pair) {
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("'%s' is not KEY=VALUE. Write for example severity=high; 'piket help "
                          "set' names the fields."),
                        pair);
            return false;
        }
        char *name = g_strndup(pair, (gsize)(equals - pair));
        g_ptr_array_add(owned, name);
        settings[i] = (PkSetting){ .key = name, .value = equals + 1 };
    }
    if (!pk_cli_incident(cli, 0, &key, error) ||
        !pk_incident_set(cli->app, key, -1, settings, n, cli->option[PK_OPT_REASON],
                         cli->option[PK_OPT_PERMISSION], &done, error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}

/* ---- status
 * --------------------------------------------------------------------------------------
 */

/* The last four digits of the ident. Owned. */
static char *
last_four(const char *ident)
{
    size_t length = strlen(ident);

    return g_strdup(ident + (length > 4 ? length - 4 : 0));
}

static bool
confirm_close(PkCli *cli, const char *ident, char **ret_word, GError **error)
{
    g_autofree char *digits = last_four(ident);
    const char *reason = cli->option[PK_OPT_REASON];

    if (pk_cli_has(cli, PK_OPT_YES)) {
        if (!reason || !*reason) {
            g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                        _("Closing without being asked needs a reason, which is recorded. Add "
                          "--reason TEXT."));
            return false;
        }
        *ret_word = g_steal_pointer(&digits);
        return true;
    }
    g_autofree char *question = g_strdup_printf(
        _("Closing %s counts for everybody; legal deadlines run on. Type its last four digits (%s) "
          "to close it:"),
        ident, digits);
    if (!pk_cli_ask(cli, question, ret_word, error))
        return false;
    if (strcmp(*ret_word, digits) == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM, _("Not confirmed. Nothing was changed."));
    return false;
}

bool
pk_verb_status(PkCli *cli, GError **error)
{
    int64_t key = 0;
    int status = 0;
    g_auto(PkDone) done = { 0 };
    g_autofree char *word = NULL;

    if (!pk_word_parse(&pk_words_status, pk_cli_arg(cli, 1), &status, error) ||
        !pk_cli_incident(cli, 0, &key, error))
        return false;
    g_autoptr(PkDetail) detail = pk_detail_load(cli->app, key, error);
    if (!detail)
        return false;
    if (status == PK_STATUS_CLOSED && detail->incident->status != PK_STATUS_CLOSED &&
        !confirm_close(cli, detail->incident->ident, &word, error))
        return false;
    if (!pk_status_set(cli->app, key, -1, (PkStatus)status, cli->option[PK_OPT_REASON], word, &done,
                       error))
        return false;
    pk_cli_done(cli, &done, false);
    return true;
}
