/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON of ux.md 5.4: English keys and words, RFC 3339 in UTC, FIRST labels, ids as on the screen.
 */
#include "cli.h"
#include "piket/base/text.h"

#include <string.h>
#include <unistd.h>

json_t *
pk_json_document(const PkCli *cli, const char *schema)
{
    json_t *document = json_object();

    pk_json_text(document, "schema", schema);
    pk_json_time(document, "generated", cli->now_us);
    return document;
}

void
pk_json_text(json_t *object, const char *key, const char *text)
{
    if (!text || !*text) {
        json_object_set_new(object, key, json_null());
        return;
    }
    json_t *value = json_string(text);
    if (!value) { /* a path or a variable that is not UTF-8 */
        g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_MULTILINE, NULL);
        value = json_string(clean);
    }
    json_object_set_new(object, key, value);
}

void
pk_json_time(json_t *object, const char *key, int64_t us)
{
    PkTimeText text = pk_time_rfc3339(us);

    json_object_set_new(object, key, us == 0 ? json_null() : json_string(text.s));
}

static void
number(json_t *object, const char *key, int64_t value)
{
    json_object_set_new(object, key, json_integer(value));
}

static void
flag(json_t *object, const char *key, bool value)
{
    json_object_set_new(object, key, json_boolean(value));
}

void
pk_json_gate(const PkCli *cli, json_t *document)
{
    json_t *omitted = json_object();

    pk_json_text(document, "tlp_max",
                 cli->gate.has_ceiling ? pk_tlp_label(cli->gate.ceiling) : NULL);
    for (int i = PK_TLP_N - 1; i >= 0; i--) {
        if (cli->gate.omitted[i] > 0)
            number(omitted, pk_tlp_label((PkTlp)i), cli->gate.omitted[i]);
    }
    json_object_set_new(document, "omitted", omitted);
}

json_t *
pk_json_strings(const GPtrArray *texts)
{
    json_t *array = json_array();

    for (guint i = 0; texts && i < texts->len; i++)
        json_array_append_new(array, json_string(texts->pdata[i]));
    return array;
}

json_t *
pk_json_bits(const PkWords *words, guint bits)
{
    json_t *array = json_array();

    for (size_t i = 0; i < words->n_words; i++) {
        if (bits & 1u << words->words[i].value)
            json_array_append_new(array, json_string(words->words[i].key));
    }
    return array;
}

static void
caller(json_t *object, const PkIncident *incident)
{
    json_t *who = json_object();

    pk_json_text(who, "name", incident->reporter);
    pk_json_text(who, "role", incident->reporter_role);
    pk_json_text(who, "phone", incident->reporter_phone);
    flag(who, "verified", incident->caller_verified);
    json_object_set_new(object, "caller", who);
}

json_t *
pk_json_incident(const PkIncident *incident)
{
    json_t *object = json_object();

    pk_json_text(object, "id", incident->ident);
    pk_json_text(object, "uuid", incident->uuid);
    pk_json_text(object, "status", pk_word_key(&pk_words_status, (int)incident->status));
    if (incident->severity == PK_SEVERITY_NONE)
        json_object_set_new(object, "severity", json_null());
    else
        number(object, "severity", incident->severity);
    pk_json_text(object, "tlp", pk_tlp_label(incident->tlp));
    pk_json_text(object, "title", incident->title);
    json_object_set_new(object, "kinds", pk_json_bits(&pk_words_kind, incident->kinds));
    pk_json_text(object, "rsit", incident->rsit);
    pk_json_text(object, "source", pk_word_key(&pk_words_source, (int)incident->source));
    pk_json_time(object, "opened", incident->opened_us);
    pk_json_time(object, "received", incident->received_us);
    pk_json_time(object, "occurred", incident->occurred_us);
    if (incident->occurred_us)
        pk_json_text(object, "occurred_precision",
                     pk_word_key(&pk_words_precision, (int)incident->occurred_precision));
    pk_json_time(object, "aware", incident->aware_us);
    pk_json_time(object, "closed", incident->closed_us);
    caller(object, incident);
    pk_json_text(object, "personal_data",
                 pk_word_key(&pk_words_tristate, (int)incident->personal_data));
    json_object_set_new(object, "needs", pk_json_bits(&pk_words_need, incident->needs));
    pk_json_text(object, "lead", incident->lead);
    if (incident->import_source)
        json_object_set_new(
            object, "imported",
            json_pack("{s:s,s:s?}", "source", incident->import_source, "id", incident->import_id));
    g_autoptr(GPtrArray) missing = pk_incident_missing(incident);
    flag(object, "incomplete", missing->len > 0);
    number(object, "version", incident->version);
    return object;
}

json_t *
pk_json_row(const PkIncidentRow *row)
{
    json_t *object = pk_json_incident(row->incident);

    if (row->incident->org_name)
        json_object_set_new(object, "org",
                            json_pack("{s:s?,s:s}", "code", row->incident->org_code, "name",
                                      row->incident->org_name));
    else
        json_object_set_new(object, "org", json_null());
    number(object, "n_parties", row->incident->n_parties);
    number(object, "n_lines", row->incident->n_lines);
    pk_json_time(object, "next_due", row->next_due_us);
    return object;
}

json_t *
pk_json_party(const PkParty *party)
{
    json_t *object = json_object();
    json_t *org = json_object();

    pk_json_text(org, "code", party->org_code);
    pk_json_text(org, "name", party->org_name);
    pk_json_text(org, "region", party->region);
    json_object_set_new(object, "org", org);
    pk_json_text(object, "role", pk_word_key(&pk_words_party_role, (int)party->role));
    pk_json_text(object, "status", pk_word_key(&pk_words_party_status, (int)party->status));
    pk_json_text(object, "impact", party->impact);
    json_object_set_new(object, "needs", pk_json_bits(&pk_words_need, party->needs));
    pk_json_time(object, "aware", party->aware_us);
    return object;
}

json_t *
pk_json_clock(const PkClockView *clock)
{
    json_t *object = json_object();

    pk_json_text(object, "id", clock->ident);
    pk_json_text(object, "org", clock->org_name);
    pk_json_text(object, "rule", clock->rule);
    pk_json_text(object, "name", clock->name);
    pk_json_time(object, "start", clock->start_us);
    pk_json_time(object, "due", clock->due_us);
    pk_json_time(object, "met", clock->met_us);
    pk_json_text(object, "state", pk_word_key(&pk_words_clock_state, (int)clock->state));
    return object;
}

json_t *
pk_json_action(const PkStandingAction *action)
{
    json_t *object = json_object();
    g_autofree char *id = g_strdup_printf("A%" G_GINT64_FORMAT, action->no);

    pk_json_text(object, "id", id);
    pk_json_text(object, "kind", pk_action_kind_key(action->kind));
    pk_json_text(object, "title", action->title);
    pk_json_text(object, "owner", action->owner);
    pk_json_time(object, "due", action->due_us);
    pk_json_time(object, "done", action->done_us);
    pk_json_text(object, "done_by", action->done_by);
    pk_json_text(object, "reason", action->reason);
    return object;
}

json_t *
pk_json_line(const PkLine *line)
{
    json_t *object = json_object();

    pk_json_text(object, "uuid", line->uuid);
    pk_json_time(object, "event", line->event_us);
    pk_json_text(object, "precision", pk_word_key(&pk_words_precision, (int)line->precision));
    pk_json_time(object, "recorded", line->recorded_us);
    pk_json_time(object, "received", line->received_us);
    pk_json_text(object, "author", line->author);
    pk_json_text(object, "category", pk_word_key(&pk_words_category, (int)line->category));
    pk_json_text(object, "tlp", pk_tlp_label(line->tlp));
    pk_json_text(object, "text", line->text);
    flag(object, "late", pk_line_late(line));
    flag(object, "unsent", line->unsent);
    flag(object, "pinned", line->pinned);
    flag(object, "corrected", line->corrected);
    flag(object, "erased", line->erased);
    flag(object, "hidden", line->hidden);
    return object;
}

json_t *
pk_json_contact(const PkContact *contact)
{
    json_t *object = json_object();

    pk_json_text(object, "role", pk_word_key(&pk_words_contact_role, (int)contact->role));
    pk_json_text(object, "name", contact->name);
    pk_json_text(object, "phone_day", contact->phone_day);
    pk_json_text(object, "phone_night", contact->phone_night);
    pk_json_text(object, "mail", contact->mail);
    flag(object, "available_24x7", contact->is_24x7);
    flag(object, "trusted", pk_contact_trusted(contact));
    pk_json_text(object, "fingerprint", contact->fingerprint);
    pk_json_time(object, "signed", contact->signed_us);
    pk_json_time(object, "checked", contact->checked_us);
    pk_json_text(object, "channel", contact->channel);
    pk_json_text(object, "hours", contact->hours);
    pk_json_text(object, "source", contact->source);
    return object;
}

/* What is said of a change names what stood there, so it passes the gate as a line does. A new
 * report only names what is still empty. */
static char *
said_of(PkCli *cli, const PkDone *done, bool is_report)
{
    /* Not known is the strictest; but for what is about nobody's incident, a person say. */
    PkTlp label = done->incident_key ? PK_TLP_RED : PK_TLP_AMBER;
    bool json = pk_cli_json(cli);

    if (!done->said || is_report || (!json && isatty(STDERR_FILENO)))
        return g_strdup(done->said);
    (void)pk_done_label(cli->app, done, &label, NULL);
    if (json ? pk_cli_may(cli, label)
             : label <= (cli->gate.has_ceiling ? cli->gate.ceiling : PK_TLP_AMBER))
        return g_strdup(done->said);
    return json ? NULL
                : g_strdup_printf(_("%s: done. What changed is %s and is not said here."),
                                  done->ident ? done->ident : "-", pk_tlp_label(label));
}

static void
put_done(PkCli *cli, const PkDone *done, bool id_out)
{
    g_autofree char *said = said_of(cli, done, id_out);

    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.done/1");
        pk_json_text(document, "id", done->ident);
        pk_json_text(document, "said", said);
        json_object_set_new(document, "changed", json_boolean(done->line_key != 0));
        json_object_set_new(document, "version", json_integer(done->version));
        pk_cli_put_json(cli, document);
        return;
    }
    if (id_out && done->ident)
        pk_cli_putf(cli, "%s\n", done->ident);
    if (said)
        pk_cli_say(cli, "%s", said);
}

void
pk_cli_done(PkCli *cli, const PkDone *done, bool id_out)
{
    g_autofree char *clock = pk_app_clock_warning(cli->app);

    put_done(cli, done, id_out);
    if (clock)
        pk_cli_say(cli, "%s", clock);
    /* A small piece of housekeeping, so that a thousand commands leave no thousand pieces. */
    pk_app_idle(cli->app);
}
