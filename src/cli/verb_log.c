/* SPDX-License-Identifier: EUPL-1.2 */
/* piket log: the quick report from the command line. */
#include "cli.h"
#include "piket/app/draft.h"
#include "piket/app/page.h"
#include "piket/base/text.h"
#include "piket/model/when.h"

#include <string.h>

/* ---- from fields
 * ---------------------------------------------------------------------------------- Named as the
 * form of the console keeps them in its draft, so each can go on with the other's. */

/* A time as typed; what it was typed at stands beside it, with the answer to a or b behind it. */
static bool
a_time(PkCli *cli, PkFieldGet get, void *data, const char *field, int64_t *ret_us,
       PkPrecision *ret_precision, GError **error)
{
    const char *text = get(field, data);
    g_autofree char *beside = g_strdup_printf("%s-at", field);
    char *answer = NULL;
    int64_t base_us = g_ascii_strtoll(get(beside, data), &answer, 10);

    if (!*text)
        return true;
    g_auto(PkWhen) when = { 0 };
    PkWhenAsk ask = { .text = text,
                      .now_us = base_us ? base_us : cli->now_us,
                      .zone = cli->zone,
                      .direction = strcmp(field, "callback") ? PK_WHEN_PAST : PK_WHEN_FUTURE,
                      .choice = *answer == 'a' || *answer == 'b' ? *answer : '\0' };
    if (!pk_when_parse(&ask, &when, error))
        return false;
    if (when.warning)
        pk_cli_warn(cli, "%s", when.warning);
    if (pk_cli_has(cli, PK_OPT_VERBOSE)) {
        PkTimeText echo = pk_when_echo(&when, cli->zone, ask.now_us, cli->lang, PK_ECHO_LONG);
        pk_cli_say(cli, "%s %s", text, echo.s);
    }
    *ret_us = when.us;
    if (ret_precision)
        *ret_precision = when.precision;
    return true;
}

/* The organisation that a name means for sure; else what was typed, flagged. */
static bool
an_org(PkCli *cli, PkFieldGet get, void *data, PkReport *report, GError **error)
{
    const char *typed = get("place", data);
    g_auto(PkPartyWish) wish = { 0 };

    report->org_key = g_ascii_strtoll(get("org", data), NULL, 10);
    if (report->org_key || !*typed)
        return true;
    if (!pk_party_read(cli->app, typed, &wish, error))
        return false;
    pk_cli_notices(cli, wish.notices);
    pk_cli_notices(cli, wish.unsure);
    if (wish.org_keys && wish.org_keys->len > 0)
        report->org_key = g_array_index(wish.org_keys, int64_t, 0);
    else
        report->org_free = g_strdup(typed);
    return true;
}

/* One line of text, NULL when empty. */
static char *
a_line(const char *text)
{
    return *text ? pk_text_clean(text, -1, PK_TEXT_LINE, NULL) : NULL;
}

/* A word of a table; '?' (asked, not known) and nothing leave it as it is. */
static bool
a_word(const PkWords *words, const char *text, int *ret, GError **error)
{
    return !*text || strcmp(text, "?") == 0 || pk_word_parse(words, text, ret, error);
}

static bool
some_words(const PkWords *words, const char *text, guint *ret, GError **error)
{
    return !*text || strcmp(text, "?") == 0 || pk_bits_parse(words, text, ret, error);
}

bool
pk_cli_report_from(PkCli *cli, PkFieldGet get, void *data, PkReport *report, GError **error)
{
    int severity = PK_SEVERITY_NONE, source = PK_SOURCE_TELEPHONE;
    int personal = strcmp(get("personal", data), "?") ? PK_TRISTATE_EMPTY : PK_TRISTATE_UNKNOWN;
    const char *tlp = get("tlp", data);
    g_autofree char *notice = NULL;

    report->ident = a_line(get("ident", data));
    report->note = *get("note", data) ? g_strdup(get("note", data)) : NULL;
    report->reporter = a_line(get("name", data));
    report->reporter_role = a_line(get("role", data));
    report->reporter_phone = a_line(get("phone", data));
    report->has_tlp = *tlp != '\0';
    if (!a_word(&pk_words_severity, get("severity", data), &severity, error) ||
        !a_word(&pk_words_source, get("source", data), &source, error) ||
        !a_word(&pk_words_tristate, get("personal", data), &personal, error) ||
        !some_words(&pk_words_kind, get("kind", data), &report->kinds, error) ||
        !some_words(&pk_words_need, get("needs", data), &report->needs, error) ||
        (*tlp && !pk_tlp_parse(tlp, &report->tlp, &notice, error)))
        return false;
    if (notice)
        pk_cli_warn(cli, "%s", notice);
    report->severity = (PkSeverity)severity;
    report->source = (PkSource)source;
    report->personal_data = (PkTristate)personal;
    return a_time(cli, get, data, "received", &report->opened_us, NULL, error) &&
           a_time(cli, get, data, "observed", &report->occurred_us, &report->occurred_precision,
                  error) &&
           a_time(cli, get, data, "aware", &report->aware_us, NULL, error) &&
           a_time(cli, get, data, "callback", &report->callback_us, NULL, error) &&
           an_org(cli, get, data, report, error);
}

/* ---- the verb
 * ------------------------------------------------------------------------------------
 */

static const struct {
    const char *field;
    PkOptId opt;
} fields[] = {
    { "place", PK_OPT_ORG },     { "kind", PK_OPT_KIND },     { "severity", PK_OPT_SEVERITY },
    { "observed", PK_OPT_SEEN }, { "aware", PK_OPT_AWARE },   { "phone", PK_OPT_PHONE },
    { "name", PK_OPT_CALLER },   { "source", PK_OPT_SOURCE }, { "tlp", PK_OPT_TLP },
    { "received", PK_OPT_AT },
};

typedef struct {
    const PkCli *cli;
    const char *note;
} Given;

static const char *
given(const char *field, void *data)
{
    const Given *typed = data;

    if (strcmp(field, "note") == 0)
        return typed->note;
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (strcmp(fields[i].field, field) == 0)
            return typed->cli->option[fields[i].opt] ? typed->cli->option[fields[i].opt] : "";
    }
    return "";
}

static void
keep(PkCli *cli, const Given *typed, const GError *error)
{
    const char *pairs[2 * G_N_ELEMENTS(fields) + 3];
    size_t n = 0;

    pairs[n++] = "note";
    pairs[n++] = typed->note;
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const char *value = given(fields[i].field, (void *)typed);
        if (!*value)
            continue;
        pairs[n++] = fields[i].field;
        pairs[n++] = value;
    }
    pairs[n] = NULL;
    pk_cli_keep(cli, PK_DRAFT_REPORT, NULL, pairs, error);
}

static void
say_missing(PkCli *cli, const GPtrArray *missing)
{
    if (!missing || missing->len == 0)
        return;
    if (pk_cli_has(cli, PK_OPT_STRICT))
        cli->exit_code = 6;
}

static bool
dry_run(PkCli *cli, const PkReport *report)
{
    g_autofree char *kinds = pk_bits_words(&pk_words_kind, report->kinds);
    g_autofree char *title =
        pk_incident_title(report->note, report->kinds, cli->option[PK_OPT_ORG]);

    if (pk_cli_json(cli)) {
        json_t *document = pk_json_document(cli, "piket.done/1");
        json_object_set_new(document, "id", json_null());
        pk_json_text(document, "title", title);
        json_object_set_new(document, "changed", json_false());
        pk_cli_put_json(cli, document);
        return true;
    }
    pk_cli_putf(cli, "%s: %s\n", _("title"), title);
    pk_cli_putf(cli, "%s: %s\n", _("kind"), *kinds ? kinds : "-");
    pk_cli_putf(cli, "%s: %s\n", _("seen"), pk_cli_moment(cli, report->occurred_us).s);
    pk_cli_putf(cli, "%s: %s\n", _("aware"), pk_cli_moment(cli, report->aware_us).s);
    pk_cli_say(cli, "%s", _("Nothing was saved (--dry-run)."));
    return true;
}

/* Of a page: its text is the note unless another was given, and it says how it came in. */
static bool
from_page(PkCli *cli, PkReport *report, GError **error)
{
    const char *page = cli->option[PK_OPT_PAGE];

    if (!page)
        return true;
    if (!pk_page_resolve(cli->app, page, &report->page_key, error))
        return false;
    g_autoptr(PkPageView) view = pk_page_load(cli->app, report->page_key, cli->now_us, error);
    if (!view)
        return false;
    if (!report->note || !*report->note) {
        g_free(report->note);
        report->note = g_strdup(view->row->text);
    }
    if (!cli->option[PK_OPT_SOURCE])
        report->source = view->row->source == PK_PAGE_SOC         ? PK_SOURCE_SOC
                         : view->row->source == PK_PAGE_VOICEMAIL ? PK_SOURCE_VOICEMAIL
                                                                  : report->source;
    if (!report->has_tlp) {
        report->has_tlp = true;
        report->tlp = view->row->tlp;
    }
    return true;
}

bool
pk_verb_log(PkCli *cli, GError **error)
{
    g_autofree char *note = pk_cli_text_from(cli, 0, error);
    g_auto(PkReport) report = { 0 };
    g_auto(PkDone) done = { 0 };
    g_autoptr(GPtrArray) missing = NULL;
    Given typed = { cli, note };

    if (!note)
        return false;
    if (!*note && !cli->option[PK_OPT_ORG] && !cli->option[PK_OPT_KIND] &&
        !cli->option[PK_OPT_CALLER] && !cli->option[PK_OPT_PHONE] && !cli->option[PK_OPT_PAGE]) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("There is nothing to log yet. Say what happened: piket log 'TEXT', or "
                      "'piket' for the form."));
        return false;
    }
    bool ok = pk_cli_open(cli, error) && pk_cli_report_from(cli, given, &typed, &report, error) &&
              from_page(cli, &report, error);
    if (ok && pk_cli_has(cli, PK_OPT_DRY_RUN))
        return dry_run(cli, &report);
    if (!ok || !pk_report_save(cli->app, &report, &done, &missing, error)) {
        keep(cli, &typed, *error);
        return false;
    }
    say_missing(cli, missing);
    pk_cli_done(cli, &done, true);
    return true;
}
