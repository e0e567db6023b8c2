/* SPDX-License-Identifier: EUPL-1.2 */
/* piket draft: unsaved work, kept outside the database. */
#include "piket/app/draft.h"

#include "cli.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/model/when.h"

#include <string.h>

/* ---- keeping what could not be saved
 * -------------------------------------------------------------
 */

static bool
keep(PkCli *cli, int kind, const char *about, const char *const *fields, GError **error)
{
    g_autofree char *notice = NULL;
    g_autofree char *dir = pk_draft_dir(&notice, error);

    if (!dir)
        return false;
    g_autoptr(PkDraft) draft = pk_draft_new(dir, (PkDraftKind)kind, about, cli->now_us, error);
    if (!draft)
        return false;
    if (notice)
        pk_cli_warn(cli, "%s", notice);
    for (size_t i = 0; fields[i]; i += 2) {
        if (fields[i + 1] && *fields[i + 1] &&
            !pk_draft_set(draft, fields[i], fields[i + 1], 0, cli->now_us, error))
            return false;
    }
    return pk_draft_flush(draft, cli->now_us, error);
}

void
pk_cli_keep(PkCli *cli, int kind, const char *about, const char *const *fields, const GError *error)
{
    g_autoptr(GError) lost = NULL;

    int code = pk_error_exit_code(error);

    if (cli->app && code != 7 && code != 12 && code != 1)
        return; /* the words were wrong, not the store: whoever typed them still has them */
    if (pk_cli_again(cli, error))
        return;
    if (keep(cli, kind, about, fields, &lost)) {
        g_free(cli->hint);
        cli->hint = g_strdup(_("The text is kept as a draft. 'piket draft recover' saves it "
                               "later."));
        cli->say_hint = true;
        return;
    }
    pk_cli_warn(cli, _("The text could not be kept as a draft either: %s"), lost->message);
    for (size_t i = 0; fields[i]; i += 2)
        pk_cli_warn(cli, "%s: %s", fields[i], fields[i + 1]);
}

/* ---- finding
 * -------------------------------------------------------------------------------------
 */

static void
free_info(void *info)
{
    pk_draft_info_free(info);
}

static GPtrArray *
all_drafts(PkCli *cli, const char *dir, bool dropped, GError **error)
{
    GPtrArray *drafts = pk_draft_list(dir, dropped, cli->now_us, error);

    if (drafts)
        g_ptr_array_set_free_func(drafts, free_info);
    return drafts;
}

/* The draft whose id begins with what was typed; the newest that nobody has open when nothing was.
 */
static const PkDraftInfo *
choose(const GPtrArray *drafts, const char *typed, GError **error)
{
    const PkDraftInfo *found = NULL;

    for (guint i = 0; i < drafts->len; i++) {
        const PkDraftInfo *info = drafts->pdata[i];
        if (!typed && !info->alive && !info->dropped)
            return info;
        if (!typed || !g_str_has_prefix(info->uuid, typed))
            continue;
        if (found) {
            g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                        _("'%s' is the beginning of several drafts. Type more of it."), typed);
            return NULL;
        }
        found = info;
    }
    if (!found && typed)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no draft '%s'. 'piket draft list --all' names them."), typed);
    else if (!found)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("There is no unsaved work."));
    return found;
}

static const char *
kind_key(PkDraftKind kind)
{
    return kind == PK_DRAFT_REPORT ? "report" : kind == PK_DRAFT_NOTE ? "note" : "edit";
}

static const char *
kind_name(PkDraftKind kind)
{
    return kind == PK_DRAFT_REPORT ? _("report") : kind == PK_DRAFT_NOTE ? _("note") : _("form");
}

/* As chosen in it, and never below the incident it is about; what is not known is the strictest. */
static PkTlp
label_of(PkCli *cli, const PkDraft *draft)
{
    const char *chosen = pk_draft_get(draft, "tlp");
    const char *about = pk_draft_about(draft);
    PkTlp tlp = PK_TLP_AMBER, incident = PK_TLP_RED;

    if (*chosen && !pk_tlp_parse(chosen, &tlp, NULL, NULL))
        return PK_TLP_RED;
    if (!about || !*about)
        return tlp;
    if (pk_cli_open(cli, NULL))
        (void)pk_incident_label(cli->app, about, &incident, NULL);
    return pk_tlp_strictest(tlp, incident);
}

/* ---- list
 * ----------------------------------------------------------------------------------------
 */

static json_t *
info_json(const PkDraftInfo *info)
{
    json_t *object = json_object();

    pk_json_text(object, "draft", info->uuid);
    pk_json_text(object, "kind", kind_key(info->kind));
    pk_json_text(object, "about", info->about);
    pk_json_time(object, "started", info->started_us);
    pk_json_time(object, "changed", info->changed_us);
    json_object_set_new(object, "characters", json_integer((json_int_t)info->n_chars));
    json_object_set_new(object, "in_use", json_boolean(info->alive));
    json_object_set_new(object, "dropped", json_boolean(info->dropped));
    json_object_set_new(object, "damaged", json_boolean(info->damaged));
    return object;
}

static bool
list(PkCli *cli, const char *dir, GError **error)
{
    const char *const heads[] = { _("DRAFT"), _("KIND"), _("ABOUT"), _("CHANGED"), _("BEGINS") };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autoptr(GPtrArray) drafts = all_drafts(cli, dir, pk_cli_has(cli, PK_OPT_ALL), error);

    if (!drafts)
        return false;
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.draft/1");
        json_t *items = json_array();
        for (guint i = 0; i < drafts->len; i++)
            json_array_append_new(items, info_json(drafts->pdata[i]));
        json_object_set_new(document, "items", items);
        pk_cli_put_json(cli, document);
        return true;
    }
    for (guint i = 0; i < drafts->len; i++) {
        const PkDraftInfo *info = drafts->pdata[i];
        char **cells = g_new0(char *, 6);
        cells[0] = g_strdup(info->uuid);
        cells[1] = g_strdup(kind_name(info->kind));
        cells[2] = g_strdup(info->about ? info->about : "");
        cells[3] = g_strdup(pk_cli_moment(cli, info->changed_us).s);
        /* what was typed may be TLP:RED: only for the person at the terminal */
        cells[4] = g_strdup(info->dropped ? _("(dropped)")
                            : info->alive ? _("(open in another Piket)")
                            : cli->tty    ? info->first_words
                                          : "");
        g_ptr_array_add(rows, cells);
    }
    pk_cli_table(cli, cli->tty ? PK_FORMAT_TEXT : PK_FORMAT_TXT, heads, 5, rows);
    if (drafts->len == 0)
        pk_cli_say(cli, "%s", _("No unsaved work."));
    return true;
}

/* ---- show
 * ----------------------------------------------------------------------------------------
 */

static const char *const known_fields[] = {
    "ident",    "place",    "name",     "role",  "phone",    "note",  "kind",
    "severity", "tlp",      "observed", "aware", "personal", "needs", "callback",
    "source",   "received", "text",     "at",    "cat",
};

static bool
show(PkCli *cli, PkDraft *draft, const PkDraftInfo *info, GError **error)
{
    PkTlp label = label_of(cli, draft);

    if (!pk_cli_may(cli, label)) {
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("This draft is %s and stays inside: output that is no terminal stops at %s."),
                    pk_tlp_label(label), pk_tlp_label(cli->gate.ceiling));
        return false;
    }
    json_t *document = pk_json_document(cli, "piket.draft/1");
    json_t *object = info_json(info);
    json_t *texts = json_object();
    for (size_t i = 0; i < G_N_ELEMENTS(known_fields); i++) {
        const char *value = pk_draft_get(draft, known_fields[i]);
        if (!*value)
            continue;
        json_object_set_new(texts, known_fields[i], json_string(value));
        if (!pk_cli_json(cli))
            pk_cli_putf(cli, "%s: %s\n", known_fields[i], value);
    }
    json_object_set_new(object, "fields", texts);
    json_t *items = json_array();
    json_array_append_new(items, object);
    json_object_set_new(document, "items", items);
    if (pk_cli_json(cli))
        pk_cli_put_json(cli, document);
    else
        json_decref(document);
    return true;
}

/* ---- recover
 * -------------------------------------------------------------------------------------
 */

static const char *
from_draft(const char *field, void *data)
{
    return pk_draft_get(data, field);
}

static bool
recover_report(PkCli *cli, PkDraft *draft, PkDone *done, GError **error)
{
    g_auto(PkReport) report = { 0 };
    g_autoptr(GPtrArray) missing = NULL;
    int64_t now_us = cli->now_us;

    cli->now_us = pk_draft_started_us(draft); /* "-30m" was typed then */
    bool ok = pk_cli_report_from(cli, from_draft, draft, &report, error);
    cli->now_us = now_us;
    if (!ok)
        return false;
    if (report.opened_us == 0)
        report.opened_us = pk_draft_started_us(draft);
    report.draft_uuid = g_strdup(pk_draft_uuid(draft));
    if (!pk_report_save(cli->app, &report, done, &missing, error))
        return false;
    if (missing && missing->len > 0 && pk_cli_has(cli, PK_OPT_STRICT))
        cli->exit_code = 6;
    return true;
}

static bool
recover_note(PkCli *cli, PkDraft *draft, PkDone *done, GError **error)
{
    const char *about = pk_draft_about(draft);
    int64_t key = 0;
    PkNote note = { .text = pk_draft_get(draft, "text"),
                    .category = PK_CAT_CONTACT,
                    .precision = PK_PRECISION_SECOND,
                    .event_us = pk_draft_started_us(draft) };

    int category = PK_CAT_CONTACT;
    const char *label = pk_draft_get(draft, "tlp");

    if (about && *about && !pk_incident_resolve(cli->app, about, &key, error))
        return false;
    note.has_tlp = *label != '\0';
    if (note.has_tlp && !pk_tlp_parse(label, &note.tlp, NULL, error))
        return false;
    if (*pk_draft_get(draft, "cat") &&
        !pk_word_parse(&pk_words_category, pk_draft_get(draft, "cat"), &category, error))
        return false;
    note.category = (PkCategory)category;
    if (pk_uuid_valid(pk_draft_get(draft, "line")))
        note.uuid = pk_draft_get(draft, "line");
    if (*pk_draft_get(draft, "at")) {
        g_auto(PkWhen) when = { 0 };
        PkWhenAsk ask = { .text = pk_draft_get(draft, "at"),
                          .now_us = pk_draft_started_us(draft),
                          .zone = cli->zone,
                          .direction = PK_WHEN_PAST };
        if (!pk_when_parse(&ask, &when, error))
            return false;
        note.event_us = when.us;
        note.precision = when.precision;
    }
    return pk_note_add(cli->app, key, &note, done, error);
}

static bool
recover(PkCli *cli, PkDraft **draft, GError **error)
{
    g_auto(PkDone) done = { 0 };
    bool ok = false;

    if (!pk_cli_open(cli, error))
        return false;
    if (pk_draft_kind(*draft) == PK_DRAFT_REPORT)
        ok = recover_report(cli, *draft, &done, error);
    else if (pk_draft_kind(*draft) == PK_DRAFT_NOTE)
        ok = recover_note(cli, *draft, &done, error);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("This draft belongs to a form. Start piket to go on with it."));
    if (!ok || !pk_draft_finish(g_steal_pointer(draft), error))
        return false;
    pk_cli_done(cli, &done, true);
    return true;
}

/* ---- the verb
 * ------------------------------------------------------------------------------------
 */

static bool
drop(PkCli *cli, PkDraft *draft, const char *uuid, GError **error)
{
    if (!pk_draft_drop(draft, error))
        return false;
    pk_cli_say(cli, _("Dropped; 'piket draft recover %.8s' brings it back for 30 days."), uuid);
    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.done/1");
        pk_json_text(document, "id", uuid);
        json_object_set_new(document, "changed", json_true());
        pk_cli_put_json(cli, document);
    }
    return true;
}

bool
pk_verb_draft(PkCli *cli, GError **error)
{
    const char *what = pk_cli_arg(cli, 0) ? pk_cli_arg(cli, 0) : "list";
    const char *typed = pk_cli_arg(cli, 1);
    g_autofree char *notice = NULL;
    g_autofree char *dir = pk_draft_dir(&notice, error);

    if (!dir)
        return false;
    if (notice)
        pk_cli_warn(cli, "%s", notice);
    if (g_str_equal(what, "list"))
        return list(cli, dir, error);
    if (!(g_str_equal(what, "recover") ||
          (typed && (g_str_equal(what, "show") || g_str_equal(what, "drop"))))) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'piket draft' knows list, show DRAFT, recover [DRAFT] and drop DRAFT."));
        return false;
    }
    g_autoptr(GPtrArray) drafts = all_drafts(cli, dir, true, error);
    const PkDraftInfo *info = drafts ? choose(drafts, typed, error) : NULL;
    if (!info)
        return false;
    g_autoptr(PkDraft) draft = pk_draft_open(dir, info->uuid, pk_cli_has(cli, PK_OPT_FORCE), error);
    if (!draft)
        return false;
    if (g_str_equal(what, "show"))
        return show(cli, draft, info, error);
    if (g_str_equal(what, "drop"))
        return drop(cli, g_steal_pointer(&draft), info->uuid, error);
    return recover(cli, &draft, error);
}
