/* SPDX-License-Identifier: EUPL-1.2 */
/* The quick report: from what was typed to an incident with its party, lines, actions and clocks.
 * Saving never refuses: what cannot be kept in a field is kept in the journal and said. */
#include "clocks.h"
#include "fields.h"
#include "journal.h"
#include "pages.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/model/ident.h"
#include "piket/model/rsit.h"
#include "piket/store/action_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/org_store.h"
#include "piket/store/page_store.h"
#include "piket/store/party_store.h"
#include "undo.h"

#include <string.h>

/* What one saving works on. */
typedef struct {
    const PkReport *report;
    PkIncident *incident;
    PkOrg *org;    /* of the register or just made; NULL: none given   */
    GString *rest; /* what did not fit a field, for a line of its own  */
    PkClockTally tally;
    int64_t now_us;
    unsigned n_lines; /* the note took                                    */
} Saving;

/* ---- the number ----------------------------------------------------------------------------- */

/* In a transaction of its own: the rollback of a report does not give it back, and it queues with
 * the other writers, where a bare statement would be passed by all of them. */
static char *
next_ident(PkApp *app, int64_t now_us, GError **error)
{
    if (!pk_db_begin(app->db, error))
        return NULL;
    g_autofree char *ident = pk_ident_next(app, pk_zone_local(app->zone, now_us).year, error);
    if (ident && pk_db_commit(app->db, error))
        return g_steal_pointer(&ident);
    if (pk_db_in_transaction(app->db))
        pk_db_rollback(app->db);
    return NULL;
}

static char *
take_number(PkApp *app, GError **error)
{
    if (!pk_app_may(app, PK_MAY_LOG, error) || !pk_app_make_file(app, error))
        return NULL;
    return next_ident(app, pk_clock_now_us(), error);
}

/* A number that the server may have given without our hearing of it is a gap, as any. */
char *
pk_report_number(PkApp *app, GError **error)
{
    GError *why = NULL;
    char *ident = take_number(app, &why);

    if (!ident && pk_app_again(app, &why))
        ident = take_number(app, &why);
    if (!ident)
        g_propagate_error(error, why);
    return ident;
}

/* The number of the draft, or a new one when it has none or another report took it. On a server
 * that is taken before the report's own transaction, in which it would hold up all other reports
 * until their commits were done; in a file, where there is one writer anyway, it is taken within it
 * (*ret stays NULL): one wait for the disk less, and nobody was told of the number if it fails. */
static bool
ident_for(PkApp *app, const PkReport *report, int64_t now_us, char **ret, GError **error)
{
    bool taken = false;
    PkIdent parsed;

    if (report->ident && pk_ident_parse(report->ident, 2000, &parsed, NULL) &&
        parsed.kind == PK_IDENT_INCIDENT) {
        g_autofree char *ident = pk_ident_format(&parsed);
        if (!pk_incident_has_ident(app->db, ident, &taken, error))
            return false;
        if (!taken)
            *ret = g_steal_pointer(&ident);
    }
    if (!*ret && pk_db_user(app->db))
        *ret = next_ident(app, now_us, error);
    return *ret || !pk_db_user(app->db);
}

/* ---- fields --------------------------------------------------------------------------------- */

static void
keep(Saving *saving, const char *label, const char *text)
{
    g_string_append_printf(saving->rest, "%s%s: %s", saving->rest->len ? "\n" : "", label, text);
}

/* A clean line of at most max characters, NULL when empty; the whole goes to the rest. Owned. */
static char *
line_of(Saving *saving, const char *typed, glong max, const char *label)
{
    g_autofree char *clean = pk_text_clean(typed, -1, PK_TEXT_LINE, NULL);

    if (!*clean)
        return NULL;
    if (g_utf8_strlen(clean, -1) <= max)
        return g_steal_pointer(&clean);
    keep(saving, label, clean);
    g_autofree char *cut = g_utf8_substring(clean, 0, max);
    return pk_text_clean(cut, -1, PK_TEXT_LINE, NULL);
}

/* A time that an incident may hold; one far in the future is a slip: kept in words. */
static int64_t
time_of(const PkApp *app, Saving *saving, int64_t us, const char *label)
{
    if (us <= saving->now_us + PK_DAY_US)
        return us;
    keep(saving, label, pk_time_text(app->zone, us, pk_i18n_lang(), PK_TIME_FULL).s);
    return 0;
}

/* What a page said is made no less strict by making a report of it. */
static void
take_label(const PkApp *app, const PkReport *report, PkIncident *incident)
{
    g_autoptr(PkPage) page = report->page_key ? pk_page_get(app->db, report->page_key, NULL) : NULL;

    if (!page || page->tlp <= incident->tlp)
        return;
    incident->tlp = page->tlp;
    g_free(incident->tlp_by);
    incident->tlp_by = g_strdup("source");
}

static void
fill_incident(const PkApp *app, Saving *saving)
{
    const PkReport *report = saving->report;
    PkIncident *incident = saving->incident;

    incident->received_us = report->opened_us ? report->opened_us : saving->now_us;
    incident->opened_us = incident->changed_us = saving->now_us;
    incident->status_since_us = incident->received_us;
    incident->changed_by = g_strdup(app->login);
    incident->lead = g_strdup(app->login);
    incident->source = report->source;
    incident->reporter = line_of(saving, report->reporter, PK_NAME_MAX, _("caller"));
    incident->reporter_role = line_of(saving, report->reporter_role, PK_NAME_MAX, _("role"));
    incident->reporter_phone =
        line_of(saving, report->reporter_phone, PK_NAME_MAX, _("call-back number"));
    incident->kinds = report->kinds & ((1u << pk_words_kind.n_words) - 1);
    incident->severity = (int)report->severity;
    if (report->has_tlp) {
        incident->tlp = report->tlp;
        g_free(incident->tlp_by);
        incident->tlp_by = g_strdup("source");
    }
    take_label(app, report, incident);
    incident->occurred_us = time_of(app, saving, report->occurred_us, _("observed"));
    incident->occurred_precision = report->occurred_precision;
    incident->aware_us = time_of(app, saving, report->aware_us, _("awareness"));
    incident->personal_data = report->personal_data;
    incident->needs = report->needs & ((1u << pk_words_need.n_words) - 1);
    incident->title = line_of(saving, report->title, PK_TITLE_MAX, _("title"));
    if (!incident->title)
        incident->title = pk_incident_title(report->note, incident->kinds,
                                            saving->org ? saving->org->name : NULL);
}

/* ---- the party ------------------------------------------------------------------------------ */

/* The organisation: of the register, or a new one of kind other with the name that was typed. */
static bool
find_org(PkApp *app, Saving *saving, GError **error)
{
    const PkReport *report = saving->report;
    g_autofree char *name = NULL;

    if (report->org_key) {
        GError *why = NULL;
        saving->org = pk_org_get(app->db, report->org_key, &why);
        /* It may have come to the register after the copy was made: then its name is what counts.
         */
        bool not_copied = app->mode == PK_MODE_COPY && report->org_free &&
                          g_error_matches(why, PK_ERROR, PK_ERROR_MISSING);
        if (saving->org || !not_copied) {
            if (why)
                g_propagate_error(error, why);
            return saving->org;
        }
        g_clear_error(&why);
    }
    name = line_of(saving, report->org_free, PK_NAME_MAX, _("municipality"));
    if (!name)
        return true;
    saving->org = pk_org_typed(app, name, saving->now_us, error);
    return saving->org;
}

/* Who agreed to the help: the caller and the one who writes this down. NULL without a caller. */
static char *
agreed_by(const PkApp *app, const Saving *saving)
{
    g_autofree char *both = saving->incident->reporter
                                ? g_strdup_printf("%s (%s), %s", saving->incident->reporter,
                                                  saving->org->name, app->name)
                                : NULL;

    return both && g_utf8_strlen(both, -1) <= PK_NAME_MAX ? g_steal_pointer(&both) : NULL;
}

static bool
add_party(PkApp *app, Saving *saving, GError **error)
{
    g_autoptr(PkParty) party = pk_party_new();
    g_autofree char *uuid = pk_uuid_new(saving->now_us);
    const PkIncident *incident = saving->incident;

    if (!saving->org)
        return pk_incident_index(app->db, incident->key, error);
    party->incident_key = incident->key;
    party->org_key = saving->org->key;
    party->org_name = g_strdup(saving->org->name);
    party->aware_us = party->sig_aware_us = incident->aware_us;
    party->need_agreed_by = incident->needs ? agreed_by(app, saving) : NULL;
    party->needs = party->need_agreed_by ? incident->needs : 0;
    return pk_party_check(party, error) &&
           pk_party_insert(app->db, party, uuid, saving->now_us, NULL, error) &&
           pk_incident_index(app->db, incident->key, error) &&
           pk_clocks_sync(app, incident, party, &saving->tally, error);
}

static bool
add_actions(PkApp *app, Saving *saving, GError **error)
{
    g_autoptr(GPtrArray) actions = pk_standing_actions(saving->report->callback_us);

    for (guint i = 0; i < actions->len; i++) {
        PkStandingAction *action = actions->pdata[i];
        g_autofree char *uuid = pk_uuid_new(saving->now_us);
        action->incident_key = saving->incident->key;
        if (action->kind == PK_ACTION_CALLBACK)
            action->owner = g_strdup(app->login);
        if (!pk_action_insert(app->db, action, uuid, error))
            return false;
    }
    return true;
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* Everything that was filled in, by the keys of the fields. */
static json_t *
report_details(const Saving *saving)
{
    json_t *fields = json_object();

    for (int i = 0; i < PK_FIELD_STATUS; i++) {
        g_autofree char *value = pk_field_key_text(saving->incident, (PkField)i);
        if (*value)
            json_object_set_new(fields, pk_settables[i].key, json_string(value));
    }
    json_t *details =
        json_pack("{s:s, s:i, s:o}", "change", "report", "version", 1, "report", fields);
    if (saving->org)
        json_object_set_new(details, "organisation",
                            json_pack("{s:s, s:s}", "name", saving->org->name, "code",
                                      saving->org->code ? saving->org->code : ""));
    if (saving->report->callback_us)
        json_object_set_new(details, "callback",
                            json_string(pk_time_rfc3339(saving->report->callback_us).s));
    return details;
}

static bool
write_line(PkApp *app, Saving *saving, PkCategory category, const char *text, json_t *details,
           int64_t event_us, int64_t *ret_key, unsigned *ret_n, GError **error)
{
    PkEntry entry = { .incident = saving->incident,
                      .category = category,
                      .tlp = saving->incident->tlp,
                      .text = text,
                      .details = details,
                      .event_us = event_us,
                      .now_us = saving->now_us };

    return pk_journal_add(app, entry, ret_key, ret_n, error);
}

static bool
write_awareness(PkApp *app, Saving *saving, GError **error)
{
    const PkIncident *incident = saving->incident;
    const PkClockTally *tally = &saving->tally;
    g_autoptr(GString) text = g_string_new(NULL);

    if (!incident->aware_us)
        return true;
    g_string_printf(text, _("%s aware since %s."), saving->org ? saving->org->name : _("Caller"),
                    pk_time_text(app->zone, incident->aware_us, pk_i18n_lang(), PK_TIME_MOMENT).s);
    if (tally->running->len)
        g_string_append_printf(text, _(" Clocks running: %s."), tally->running->str);
    if (tally->unsure->len)
        g_string_append_printf(text, _(" Not sure: %s."), tally->unsure->str);
    return write_line(app, saving, PK_CAT_AWARE, text->str, NULL, incident->aware_us, NULL, NULL,
                      error);
}

static bool
write_lines(PkApp *app, Saving *saving, int64_t *ret_key, GError **error)
{
    g_autofree char *note = pk_text_clean(saving->report->note, -1, PK_TEXT_MULTILINE, NULL);
    g_autofree char *words = g_strstrip(g_strdup(note));

    if (!write_line(app, saving, PK_CAT_REPORT, *words ? note : saving->incident->title,
                    report_details(saving), saving->incident->received_us, ret_key,
                    &saving->n_lines, error))
        return false;
    if (saving->rest->len &&
        !write_line(app, saving, PK_CAT_REPORT, saving->rest->str, NULL, 0, NULL, NULL, error))
        return false;
    return write_awareness(app, saving, error);
}

/* ---- saving --------------------------------------------------------------------------------- */

/* Everything inside the transaction. */
static bool
write_report(PkApp *app, Saving *saving, int64_t *ret_line, GError **error)
{
    if (!pk_clock_tally_init(app, &saving->tally, error) || !find_org(app, saving, error))
        return false;
    fill_incident(app, saving);
    return pk_incident_check(saving->incident, saving->now_us, error) &&
           pk_incident_insert_row(app->db, saving->incident, error) &&
           pk_name_first(app, saving->incident, saving->incident->tlp, saving->now_us, error) &&
           add_party(app, saving, error) && add_actions(app, saving, error) &&
           write_lines(app, saving, ret_line, error);
}

/* "I26-0412 saved. Still empty: personal data." */
static char *
say(const char *ident, const GPtrArray *missing, const Saving *saving)
{
    g_autoptr(GString) said = g_string_new(NULL);

    if (saving)
        g_string_printf(said, _("%s saved."), ident);
    else
        g_string_printf(said, _("%s was saved before; nothing was added."), ident);
    for (guint i = 0; i < missing->len; i++)
        g_string_append_printf(said, "%s%s", i ? ", " : _(" Still empty: "),
                               (const char *)missing->pdata[i]);
    if (missing->len)
        g_string_append_c(said, '.');
    if (saving && saving->n_lines > 1)
        g_string_append_printf(said, _(" The note is long: it is kept as %u lines."),
                               saving->n_lines);
    if (saving && saving->rest->len)
        g_string_append(said, _(" What did not fit a field is in the timeline."));
    return g_strdup(said->str);
}

static bool
tell(PkApp *app, int64_t key, const Saving *saving, PkDone *done, GPtrArray **ret_missing,
     GError **error)
{
    g_autoptr(PkIncident) row = (PkIncident *)pk_incident_found(app->db, key, error);

    if (!row)
        return false;
    g_autoptr(GPtrArray) missing = pk_incident_missing(row);
    done->incident_key = key;
    done->ident = g_strdup(row->ident);
    done->version = row->version;
    done->said = pk_app_unsent_said(app, say(row->ident, missing, saving));
    *ret_missing = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < missing->len; i++)
        g_ptr_array_add(*ret_missing, g_strdup(missing->pdata[i]));
    return true;
}

static void
saving_clear(Saving *saving)
{
    pk_incident_free(saving->incident);
    pk_org_free(saving->org);
    g_string_free(saving->rest, TRUE);
    pk_clock_tally_clear(&saving->tally);
}

/* Saves a new one, or finds the one that this draft already became. */
static bool
save(PkApp *app, const PkReport *report, const char *uuid, const char *ident, PkDone *done,
     GPtrArray **ret_missing, GError **error)
{
    Saving saving = { .report = report, .now_us = pk_clock_now_us() };
    g_autoptr(PkIncident) before = NULL;

    if (!pk_incident_by_uuid(app->db, uuid, &before, error))
        return false;
    if (before)
        return tell(app, before->key, NULL, done, ret_missing, error);
    saving.incident = pk_incident_new();
    saving.incident->uuid = g_strdup(uuid);
    saving.incident->ident =
        ident ? g_strdup(ident)
              : pk_ident_next(app, pk_zone_local(app->zone, saving.now_us).year, error);
    saving.rest = g_string_new(NULL);
    bool ok = saving.incident->ident && write_report(app, &saving, &done->line_key, error) &&
              (!report->page_key || pk_page_adopt(app, report->page_key, saving.incident,
                                                  report->note, saving.now_us, error)) &&
              tell(app, saving.incident->key, &saving, done, ret_missing, error) &&
              pk_page_rule(app, NULL, saving.incident, saving.now_us, done, error);
    saving_clear(&saving);
    return ok;
}

static bool
report_save(PkApp *app, const PkReport *report, PkDone *ret_done, GPtrArray **ret_missing,
            GError **error)
{
    int64_t now_us = pk_clock_now_us();
    g_autoptr(GPtrArray) missing = NULL;
    g_autoptr(PkIncident) before = NULL;
    g_autofree char *uuid = report->draft_uuid && pk_uuid_valid(report->draft_uuid)
                                ? g_strdup(report->draft_uuid)
                                : pk_uuid_new(now_us);
    PkDone done = { 0 };

    if (!pk_app_may(app, PK_MAY_LOG, error) || !pk_app_make_file(app, error) ||
        !pk_incident_by_uuid(app->db, uuid, &before, error))
        return false;
    g_autofree char *ident = before ? g_strdup(before->ident) : NULL;
    if ((!before && !ident_for(app, report, now_us, &ident, error)) ||
        !pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    bool ok = save(app, report, uuid, ident, &done, &missing, error);
    if (!pk_app_end(app, ok, &done, ret_done, error))
        return false;
    if (ret_missing)
        *ret_missing = g_steal_pointer(&missing);
    return true;
}

bool
pk_report_save(PkApp *app, const PkReport *report, PkDone *ret_done, GPtrArray **ret_missing,
               GError **error)
{
    GError *why = NULL;

    if (report_save(app, report, ret_done, ret_missing, &why) ||
        (pk_app_again(app, &why) && report_save(app, report, ret_done, ret_missing, &why)))
        return true;
    g_propagate_error(error, why);
    return false;
}
