/* SPDX-License-Identifier: EUPL-1.2 */
/* What persons do to a page: acknowledge, try a call, escalate, close, make an incident of it. */
#include "journal.h"
#include "pages.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/person_store.h"

#include <string.h>

static char *
clean_line(const char *text)
{
    return pk_text_clean(text ? text : "", -1, PK_TEXT_LINE, NULL);
}

static bool
begin(PkApp *app, GError **error)
{
    return pk_app_needs_server(app, error) && pk_app_begin(app, PK_MAY_PAGE, error);
}

static bool
open_page(PkApp *app, int64_t page_key, PkPageCase *at, GError **error)
{
    if (!pk_page_case_open(app, page_key, at, error))
        return false;
    if (at->now.state != PK_PAGE_CLOSED)
        return true;
    PkTimeText closed = pk_app_clock(app, at->page->closed_us, pk_clock_now_us());
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("Page %d was closed at %s. Nothing was changed."), (int)at->page->no, closed.s);
    return false;
}

/* ---- acknowledging -------------------------------------------------------------------------- */

static bool
confirm(const char *message, GError **error)
{
    g_set_error_literal(error, PK_ERROR, PK_ERROR_CONFIRM, message);
    return false;
}

/* For whom: oneself, somebody who works here, or a desk that a rung called. Owned. */
static bool
find_who(PkApp *app, const PkPageCase *at, const char *who, char **ret_who, GError **error)
{
    g_autofree char *clean = clean_line(who);

    if (!*clean) {
        *ret_who = g_strdup(app->login);
        return true;
    }
    for (guint i = 0; i < at->acts->len; i++) {
        const PkPageActRow *act = at->acts->pdata[i];
        g_auto(GStrv) called = g_strsplit(act->who, "\n", -1);
        for (char **one = called; *one; one++) {
            if (**one && g_ascii_strcasecmp(*one, clean) == 0) {
                *ret_who = g_strdup(*one);
                return true;
            }
        }
    }
    *ret_who = pk_app_person_find(app, clean, error);
    return *ret_who != NULL;
}

/* The rung that called them last, else the last that was called: what an acknowledgement answers.
 */
static const PkPageActRow *
rung_of(const PkPageCase *at, const char *who)
{
    const PkPageActRow *last = NULL;

    for (guint i = at->acts->len; i-- > 0;) {
        const PkPageActRow *act = at->acts->pdata[i];
        if (act->what != PK_ACT_FIRE)
            continue;
        last = last ? last : act;
        g_auto(GStrv) called = g_strsplit(act->who, "\n", -1);
        if (g_strv_contains((const char *const *)called, who))
            return act;
    }
    return last;
}

static bool
counts_already(const PkPageCase *at, const char *who)
{
    for (guint i = 0; i < at->given->len; i++) {
        const PkPageAck *ack = &g_array_index(at->given, PkPageAck, i);
        if (strcmp(ack->who, who) == 0 && pk_page_ack_counts(&at->history, ack))
            return true;
    }
    return false;
}

/* " J. de Vries owns the page. Rung 3 is proposed at 03:26." */
static void
say_after(PkApp *app, int64_t page_key, int64_t now_us, GString *said)
{
    g_auto(PkPageCase) at = { 0 };

    if (!pk_page_case_open(app, page_key, &at, NULL))
        return;
    if (*at.page->owner) {
        g_autofree char *owner = pk_app_person_name(app, at.page->owner);
        g_string_append_printf(said, _(" %s owns the page."), owner);
    }
    for (int no = 1; pk_ladder_rung(at.ladder, no); no++) {
        PkRungNow rung = pk_rung_now(at.ladder, &at.history, no);
        PkTimeText due = pk_app_clock(app, rung.due_us, now_us);
        if (!rung.due_us || rung.state == PK_RUNG_PROPOSED)
            continue;
        if (rung.state == PK_RUNG_PROPOSAL)
            g_string_append_printf(said, _(" Rung %d is proposed at %s."), no, due.s);
        else
            g_string_append_printf(said, _(" Rung %d is called at %s."), no, due.s);
    }
}

/* An acknowledgement comes after every call it could answer, whatever the clock of this machine
 * says beside that of the one that called. */
static int64_t
ack_moment(const PkPageCase *at, int64_t now_us)
{
    int64_t moment_us = now_us;

    for (guint i = 0; i < at->acts->len; i++) {
        const PkPageActRow *act = at->acts->pdata[i];
        moment_us = MAX(moment_us, act->due_us + 1);
    }
    return moment_us;
}

static bool
write_ack(PkApp *app, const PkPageCase *at, const char *who, const char *reason, int64_t now_us,
          PkDone *done, GError **error)
{
    const PkPageActRow *act = rung_of(at, who);
    PkPageAckRow row = { .who = (char *)who,
                         .by_who = app->login,
                         .round = act ? act->round : 0,
                         .rung = act ? act->rung : 0,
                         .at_us = ack_moment(at, now_us),
                         .reason = (char *)reason };
    g_autofree char *name = pk_app_person_name(app, who);
    g_autofree char *text =
        strcmp(who, app->login) == 0
            ? g_strdup_printf(_("Page %d acknowledged by %s."), (int)at->page->no, name)
            : g_strdup_printf(_("Page %d acknowledged for %s, written down by %s. Reason: %s"),
                              (int)at->page->no, name, app->name, reason);
    json_t *details =
        json_pack("{s:s, s:I, s:s, s:s}", "change", "page_ack", "page", (json_int_t)at->page->no,
                  "who", who, "reason", reason ? reason : "");
    if (!pk_page_ack_insert(app->db, at->page->key, &row, error)) {
        json_decref(details);
        return false;
    }
    if (!pk_page_tell(app, at, PK_CAT_ACTION, at->page->tlp, text, details, now_us, done, error) ||
        !pk_page_settle(app, at->page->key, error) || !pk_page_hush(app, at->page->key, who, error))
        return false;
    g_autoptr(GString) said = g_string_new(text);
    say_after(app, at->page->key, now_us, said);
    done->said = g_strdup(said->str);
    return true;
}

static bool
acknowledge(PkApp *app, int64_t page_key, const char *who, const char *reason, PkDone *done,
            GError **error)
{
    g_auto(PkPageCase) at = { 0 };
    g_autofree char *why = clean_line(reason);
    g_autofree char *login = NULL;

    if (!open_page(app, page_key, &at, error) || !find_who(app, &at, who, &login, error))
        return false;
    if (strcmp(login, app->login) != 0 && !*why)
        return confirm(_("Acknowledging for somebody else needs a reason: how do you know?"),
                       error);
    if (counts_already(&at, login)) {
        g_autofree char *name = pk_app_person_name(app, login);
        done->said =
            g_strdup_printf(_("Page %d was acknowledged by %s already; nothing was added."),
                            (int)at.page->no, name);
        done->incident_key = at.page->incident_key;
        done->ident = g_strdup(at.page->ident ? at.page->ident : "");
        return true;
    }
    return write_ack(app, &at, login, *why ? why : NULL, pk_clock_now_us(), done, error);
}

bool
pk_page_acknowledge(PkApp *app, int64_t page_key, const char *who, const char *reason,
                    PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!begin(app, error))
        return false;
    bool ok = acknowledge(app, page_key, who, reason, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* ---- attempts ------------------------------------------------------------------------------- */

/* The call that is tried: of that rung, or the last one. */
static const PkPageActRow *
last_call(const PkPageCase *at, int rung)
{
    for (guint i = at->acts->len; i-- > 0;) {
        const PkPageActRow *act = at->acts->pdata[i];
        if (act->what == PK_ACT_FIRE && (!rung || act->rung == rung))
            return act;
    }
    return NULL;
}

static bool
attempt(PkApp *app, int64_t page_key, int rung, PkAttemptResult result, PkDone *done,
        GError **error)
{
    g_auto(PkPageCase) at = { 0 };
    int64_t now_us = pk_clock_now_us();

    if (!open_page(app, page_key, &at, error))
        return false;
    const PkPageActRow *call = last_call(&at, rung);
    int no = call ? call->rung : rung ? rung : 1;
    const PkRung *called = pk_ladder_rung(at.ladder, no);
    if (rung && !called) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("This ladder has no rung %d."), rung);
        return false;
    }
    g_autoptr(GPtrArray) names = pk_page_names_of(app, call ? call->who : "");
    g_autofree char *who = pk_page_names(app, names);
    g_autofree char *name = called ? pk_rung_name(called, pk_i18n_lang()) : g_strdup("-");
    PkAttemptRow row = { .rung = no,
                         .who = call ? call->who : NULL,
                         .result = result,
                         .at_us = now_us,
                         .by_who = app->login };
    int64_t key = 0;
    if (!pk_attempt_insert(app->db, page_key, &row, &key, error))
        return false;
    g_autofree char *text =
        g_strdup_printf(_("Page %d: call to rung %d, %s%s%s: %s."), (int)at.page->no, no, name,
                        *who ? ", " : "", who, pk_word(&pk_words_attempt, (int)result));
    json_t *details =
        json_pack("{s:s, s:I, s:i, s:s}", "change", "attempt", "page", (json_int_t)at.page->no,
                  "rung", no, "result", pk_word_key(&pk_words_attempt, (int)result));
    if (!pk_page_tell(app, &at, PK_CAT_CONTACT, at.page->tlp, text, details, now_us, done, error))
        return false;
    done->said = g_steal_pointer(&text);
    return pk_page_settle(app, page_key, error);
}

bool
pk_page_attempt(PkApp *app, int64_t page_key, int rung, PkAttemptResult result, PkDone *ret_done,
                GError **error)
{
    PkDone done = { 0 };

    if (!begin(app, error))
        return false;
    bool ok = attempt(app, page_key, rung, result, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* ---- escalating ----------------------------------------------------------------------------- */

/* Calls a rung of a page that is open, in the transaction that is open. */
static bool
escalate(PkApp *app, int64_t page_key, int rung, const char *reason, PkDone *done, GError **error)
{
    g_auto(PkPageCase) at = { 0 };
    g_autofree char *why = clean_line(reason);
    int64_t now_us = pk_clock_now_us();
    PkAct act = { 0 };

    if (!open_page(app, page_key, &at, error) ||
        !pk_page_by_hand(at.ladder, &at.history, rung, now_us, &act, error))
        return false;
    if (pk_ladder_rung(at.ladder, act.rung)->need_reason && !*why)
        return confirm(_("Calling this rung needs a reason. It stands in the timeline."), error);
    PkActBy by = { .by_hand = true, .reason = *why ? why : NULL };
    return pk_page_do(app, &at, &act, &by, now_us, done, error);
}

bool
pk_page_escalate(PkApp *app, int64_t page_key, int rung, const char *reason, PkDone *ret_done,
                 GError **error)
{
    PkDone done = { 0 };

    if (!begin(app, error))
        return false;
    bool ok = escalate(app, page_key, rung, reason, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* Was this rung called when the page was raised just now? */
static bool
was_called(PkApp *app, int64_t page_key, int rung, bool *ret_was, GError **error)
{
    g_auto(PkPageCase) at = { 0 };

    if (!pk_page_case_open(app, page_key, &at, error))
        return false;
    *ret_was = last_call(&at, rung) != NULL;
    return true;
}

static bool
raise_and_call(PkApp *app, int64_t incident_key, int rung, const char *reason, PkDone *done,
               int64_t *ret_page, GError **error)
{
    g_autofree char *why = clean_line(reason);
    PkPageRaise raise = { .incident_key = incident_key,
                          .source = PK_PAGE_HAND,
                          .reason = *why ? why : NULL };
    g_auto(PkDone) call = { 0 };
    bool was = false;

    if (!pk_page_raise_here(app, &raise, pk_clock_now_us(), done, ret_page, error) ||
        !was_called(app, *ret_page, rung, &was, error))
        return false;
    if (was)
        return true;
    if (!escalate(app, *ret_page, rung, reason, &call, error))
        return false;
    char *said = g_strdup_printf("%s %s", done->said, call.said);
    g_free(done->said);
    done->said = said;
    return true;
}

bool
pk_incident_escalate(PkApp *app, int64_t incident_key, int rung, const char *reason,
                     PkDone *ret_done, int64_t *ret_page, GError **error)
{
    PkDone done = { 0 };
    int64_t page = 0;

    if (!begin(app, error))
        return false;
    bool ok = pk_page_open_of(app, incident_key, &page, error) &&
              (page ? escalate(app, page, rung, reason, &done, error)
                    : raise_and_call(app, incident_key, rung, reason, &done, &page, error));
    if (!pk_app_end(app, ok, &done, ret_done, error))
        return false;
    if (ret_page)
        *ret_page = page;
    return true;
}

/* ---- the end -------------------------------------------------------------------------------- */

static bool
end_page(PkApp *app, const PkPageCase *at, const char *reason, int64_t now_us, PkDone *done,
         GError **error)
{
    g_autofree char *text =
        *reason ? g_strdup_printf(_("Page %d closed. Reason: %s"), (int)at->page->no, reason)
                : g_strdup_printf(_("Page %d closed."), (int)at->page->no);

    at->page->closed_us = now_us;
    if (!pk_page_update(app->db, at->page, error) || !pk_page_settle(app, at->page->key, error))
        return false;
    json_t *details = json_pack("{s:s, s:I, s:s}", "change", "page_close", "page",
                                (json_int_t)at->page->no, "reason", reason);
    if (!pk_page_tell(app, at, PK_CAT_ACTION, at->page->tlp, text, details, now_us, done, error) ||
        !pk_page_hush(app, at->page->key, NULL, error))
        return false;
    g_free(done->said);
    done->said = g_steal_pointer(&text);
    return true;
}

static bool
close_page(PkApp *app, int64_t page_key, const char *reason, PkDone *done, GError **error)
{
    g_auto(PkPageCase) at = { 0 };
    g_autofree char *why = clean_line(reason);

    if (!open_page(app, page_key, &at, error))
        return false;
    if (pk_page_state_loud(at.now.state) && !*why)
        return confirm(_("Nobody acknowledged this page. Closing it needs a reason."), error);
    return end_page(app, &at, why, pk_clock_now_us(), done, error);
}

bool
pk_page_close(PkApp *app, int64_t page_key, const char *reason, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!begin(app, error))
        return false;
    bool ok = close_page(app, page_key, reason, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

bool
pk_page_close_of(PkApp *app, const PkIncident *incident, int64_t now_us, GError **error)
{
    g_autoptr(GPtrArray) pages = pk_page_of_incident(app->db, incident->key, error);

    for (guint i = 0; pages && i < pages->len; i++) {
        const PkPage *page = pages->pdata[i];
        g_auto(PkPageCase) at = { 0 };
        g_auto(PkDone) done = { 0 };
        if (page->state == PK_PAGE_CLOSED)
            continue;
        if (!pk_page_case_open(app, page->key, &at, error) ||
            !end_page(app, &at, _("the incident was closed"), now_us, &done, error))
            return false;
    }
    return pages != NULL;
}

bool
pk_page_close_source(PkApp *app, PkPageSource source, const char *reason, int64_t now_us,
                     GError **error)
{
    g_autoptr(GPtrArray) pages = pk_page_list(app, true, 1000, error);

    for (guint i = 0; pages && i < pages->len; i++) {
        const PkPageRow *row = pages->pdata[i];
        g_auto(PkPageCase) at = { 0 };
        g_auto(PkDone) done = { 0 };
        if (row->source != source)
            continue;
        if (!pk_page_case_open(app, row->key, &at, error) ||
            !end_page(app, &at, reason, now_us, &done, error))
            return false;
    }
    return pages != NULL;
}

/* ---- a report becomes an incident ----------------------------------------------------------- */

bool
pk_page_adopt(PkApp *app, int64_t page_key, const PkIncident *incident, const char *note,
              int64_t now_us, GError **error)
{
    g_auto(PkPageCase) at = { 0 };
    g_auto(PkDone) done = { 0 };
    g_autoptr(GString) text = g_string_new(NULL);

    if (!pk_page_case_open(app, page_key, &at, error))
        return false;
    if (at.page->incident_key) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("Page %d is about %s already. Nothing was saved."), (int)at.page->no,
                    at.page->ident);
        return false;
    }
    g_string_printf(text, _("Page %d became %s."), (int)at.page->no, incident->ident);
    if (!pk_page_tell(app, &at, PK_CAT_SYSTEM, MIN(incident->tlp, PK_TLP_AMBER_STRICT), text->str,
                      json_pack("{s:s, s:I, s:s}", "change", "page_incident", "page",
                                (json_int_t)at.page->no, "incident", incident->ident),
                      now_us, &done, error))
        return false;
    PkTlp label = pk_tlp_strictest(at.page->tlp, incident->tlp);
    at.page->incident_key = incident->key;
    at.page->tlp = incident->tlp;
    if (!pk_page_update(app->db, at.page, error) || !pk_page_settle(app, page_key, error))
        return false;
    g_string_printf(text, _("From page %d (%s)."), (int)at.page->no,
                    pk_word(&pk_words_page_source, (int)at.page->source));
    if (g_strcmp0(note, at.page->text) != 0)
        g_string_append_printf(text, _(" The original text: %s"), at.page->text);
    return pk_page_tell(
        app, &at, PK_CAT_REPORT, label, text->str,
        json_pack("{s:s, s:I}", "change", "page_incident", "page", (json_int_t)at.page->no), now_us,
        &done, error);
}
