/* SPDX-License-Identifier: EUPL-1.2 */
/* Acts of a ladder: raised, done by itself or by hand, each with its row and its line. */
#include "journal.h"
#include "pages.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/counter_store.h"
#include "piket/store/incident_store.h"

#include <string.h>

/* Done more than this after its moment is late. */
#define LATE_US (60 * PK_SECOND_US)

/* ---- telling -------------------------------------------------------------------------------- */

/* The incident of a page; NULL without error: it is about none. */
static bool
incident_of(PkApp *app, int64_t key, PkIncident **ret_incident, GError **error)
{
    *ret_incident = key ? pk_incident_get(app->db, key, error) : NULL;
    return !key || *ret_incident;
}

bool
pk_page_tell(PkApp *app, const PkPageCase *at, PkCategory category, PkTlp tlp, const char *text,
             json_t *details, int64_t now_us, PkDone *done, GError **error)
{
    g_autoptr(PkIncident) incident = NULL;
    int64_t line = 0;

    if (!incident_of(app, at->page->incident_key, &incident, error)) {
        json_decref(details);
        return false;
    }
    PkEntry entry = { .incident = incident,
                      .category = category,
                      .tlp = tlp,
                      .text = text,
                      .details = details,
                      .now_us = now_us };
    if (!pk_journal_add(app, entry, &line, NULL, error))
        return false;
    if (!done->line_key)
        done->line_key = line;
    done->incident_key = at->page->incident_key;
    g_free(done->ident);
    done->ident = g_strdup(incident ? incident->ident : "");
    done->version = incident ? incident->version : 0;
    return true;
}

/* " It was due at 03:05 and is 2h55 late." */
static void
say_late(const PkApp *app, GString *text, const PkAct *act, int64_t now_us)
{
    if (now_us - act->due_us <= LATE_US)
        return;
    PkTimeText due = pk_app_clock(app, act->due_us, now_us);
    PkTimeText late = pk_time_age(now_us - act->due_us, pk_i18n_lang());
    g_string_append_printf(text, _(" It was due at %s and is %s late."), due.s, late.s);
}

static void
say_fire(GString *text, int no, const PkAct *act, const char *rung, bool by_hand)
{
    if (by_hand)
        g_string_append_printf(text, _("Page %d: rung %d called by hand, %s."), no, act->rung,
                               rung);
    else if (act->nth)
        g_string_append_printf(text, _("Page %d: rung %d called again, %s."), no, act->rung, rung);
    else
        g_string_append_printf(text, _("Page %d: rung %d called, %s."), no, act->rung, rung);
}

/* What an act is in the journal. rung: "Backup (M. Bakker)". Owned. */
static char *
act_said(PkApp *app, const PkPageCase *at, const PkAct *act, const PkActBy *by, const char *rung,
         int64_t now_us)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const PkPageAck *owner = pk_page_owner(&at->history);
    g_autofree char *name = pk_app_person_name(app, owner ? owner->who : "");
    int no = (int)at->page->no;

    switch (act->what) {
    case PK_ACT_FIRE: say_fire(text, no, act, rung, by->by_hand); break;
    case PK_ACT_PROPOSE:
        g_string_append_printf(text, _("Page %d: rung %d is proposed to %s: %s."), no, act->rung,
                               name, rung);
        break;
    case PK_ACT_NUDGE:
        g_string_append_printf(text, _("Page %d: %s wrote nothing for %d minutes and is reminded."),
                               no, name, at->ladder->silence_min);
        break;
    case PK_ACT_EXPIRE:
        g_string_append_printf(
            text, _("Page %d: the acknowledgement of %s expired; the ladder goes on."), no, name);
        break;
    case PK_ACT_EXHAUST:
        g_string_append_printf(text, _("Page %d: nobody acknowledged and nobody is left to call."),
                               no);
        break;
    case PK_ACT_NONE: break;
    }
    if (by->reason)
        g_string_append_printf(text, _(" Reason: %s"), by->reason);
    say_late(app, text, act, now_us);
    return g_strdup(text->str);
}

/* ---- doing ---------------------------------------------------------------------------------- */

static bool
write_act(PkApp *app, const PkPageCase *at, const PkAct *act, const PkActBy *by,
          const GPtrArray *whom, int64_t now_us, GError **error)
{
    g_autoptr(GString) who = g_string_new(NULL);

    for (guint i = 0; whom && i < whom->len; i++)
        g_string_append_printf(who, "%s%s", i ? "\n" : "", (const char *)whom->pdata[i]);
    PkPageActRow row = { .what = act->what,
                         .round = act->round,
                         .rung = act->rung,
                         .nth = act->nth,
                         .due_us = act->due_us,
                         .at_us = now_us,
                         .by_hand = by->by_hand,
                         .by_who = app->login,
                         .who = act->what == PK_ACT_FIRE ? who->str : NULL,
                         .reason = (char *)by->reason };
    return pk_page_act_insert(app->db, at->page->key, &row, error);
}

bool
pk_page_do(PkApp *app, const PkPageCase *at, const PkAct *act, const PkActBy *by, int64_t now_us,
           PkDone *done, GError **error)
{
    const PkRung *rung = pk_ladder_rung(at->ladder, act->rung);
    g_autoptr(GPtrArray) whom = NULL;
    g_autofree char *called = NULL;

    if (rung) {
        whom = pk_page_whom(app, at->ladder, rung, MAX(act->due_us, now_us), error);
        if (!whom)
            return false;
        called = pk_page_rung_said(app, rung, whom);
    }
    g_autofree char *text = act_said(app, at, act, by, called, now_us);
    PkTlp tlp = by->by_hand ? at->page->tlp : MIN(at->page->tlp, PK_TLP_AMBER_STRICT);
    json_t *details =
        json_pack("{s:s, s:I, s:s, s:i, s:i, s:s}", "change", "page_act", "page",
                  (json_int_t)at->page->no, "act", pk_word_key(&pk_words_act, (int)act->what),
                  "round", act->round, "rung", act->rung, "due", pk_time_rfc3339(act->due_us).s);
    if (!write_act(app, at, act, by, whom, now_us, error)) {
        json_decref(details);
        return false;
    }
    if (!pk_page_tell(app, at, by->by_hand ? PK_CAT_ACTION : PK_CAT_SYSTEM, tlp, text, details,
                      now_us, done, error))
        return false;
    g_free(done->said);
    done->said = g_steal_pointer(&text);
    return pk_page_notify(app, at, act, whom, now_us, error) &&
           pk_page_settle(app, at->page->key, error);
}

bool
pk_page_step_here(PkApp *app, int64_t page_key, int64_t now_us, PkAct *ret_act, PkDone *done,
                  GError **error)
{
    g_auto(PkPageCase) at = { 0 };
    PkActBy by = { 0 };

    *ret_act = (PkAct){ 0 };
    if (!pk_page_case_open(app, page_key, &at, error))
        return false;
    if (at.now.next.what == PK_ACT_NONE || at.now.next.due_us > now_us)
        return at.page->next_us == (at.now.next.what == PK_ACT_NONE ? 0 : at.now.next.due_us) ||
               pk_page_settle(app, page_key, error);
    *ret_act = at.now.next;
    return pk_page_do(app, &at, ret_act, &by, now_us, done, error);
}

bool
pk_page_step(PkApp *app, int64_t page_key, int64_t now_us, PkAct *ret_act, PkDone *ret_done,
             GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_WATCH, error))
        return false;
    bool ok = pk_page_step_here(app, page_key, now_us, ret_act, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* ---- raising -------------------------------------------------------------------------------- */

/* One page at a time: two ladders for one incident would call the same persons twice. */
static bool
is_free(PkApp *app, int64_t incident_key, GError **error)
{
    g_autoptr(GPtrArray) pages =
        incident_key ? pk_page_of_incident(app->db, incident_key, error) : NULL;

    if (incident_key && !pages)
        return false;
    for (guint i = 0; pages && i < pages->len; i++) {
        const PkPage *page = pages->pdata[i];
        if (page->state == PK_PAGE_CLOSED)
            continue;
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("Page %d of %s is still open. Escalate that one, or close it first; nothing "
                      "was saved."),
                    (int)page->no, page->ident);
        return false;
    }
    return true;
}

/* "Page 17 raised (SOC), ladder Critical ..."; about no incident with what came in behind it. */
static char *
raise_said(const PkPage *page, const PkLadder *ladder, const char *reason, bool whole)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_printf(text, _("Page %d raised (%s)"), (int)page->no,
                    pk_word(&pk_words_page_source, (int)page->source));
    if (ladder)
        g_string_append_printf(text, _(", ladder %s."), pk_ladder_name(ladder, pk_i18n_lang()));
    else
        g_string_append(text, _(". No ladder is for this, so nobody is called by itself: call "
                                "somebody."));
    if (reason)
        g_string_append_printf(text, _(" Reason: %s"), reason);
    if (whole)
        g_string_append_printf(text, "\n%s", page->text);
    return g_strdup(text->str);
}

static bool
fill_page(PkApp *app, const PkPageRaise *raise, const PkIncident *incident, int64_t now_us,
          PkPage *page, GError **error)
{
    const char *words = raise->text ? raise->text : incident ? incident->title : "";

    page->uuid = pk_uuid_new(now_us);
    page->incident_key = incident ? incident->key : 0;
    page->source = raise->source;
    page->text = pk_text_clean(words, -1, PK_TEXT_MULTILINE, NULL);
    page->tlp = incident ? incident->tlp : raise->has_tlp ? raise->tlp : PK_TLP_AMBER;
    page->started_us = raise->started_us ? raise->started_us : now_us;
    page->raised_by = g_strdup(app->login);
    if (!*g_strstrip(page->text)) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("A page about no incident says what came in. Type it."));
        return false;
    }
    if (!incident && page->tlp == PK_TLP_RED) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("TLP:RED is for persons named on an incident, and a page about none "
                              "names nobody. Log it as an incident with that label."));
        return false;
    }
    return pk_counter_next(app->db, "P", 0, &page->no, error);
}

/* Rungs without a delay are called at once. */
static bool
fire_first(PkApp *app, int64_t page_key, int64_t now_us, PkDone *done, GError **error)
{
    g_autofree char *said = g_strdup(done->said);
    g_autoptr(GString) all = g_string_new(said);

    for (;;) {
        PkAct act = { 0 };
        if (!pk_page_step_here(app, page_key, now_us, &act, done, error))
            return false;
        if (act.what == PK_ACT_NONE)
            break;
        g_string_append_printf(all, " %s", done->said);
    }
    g_free(done->said);
    done->said = g_strdup(all->str);
    return true;
}

bool
pk_page_raise_here(PkApp *app, const PkPageRaise *raise, int64_t now_us, PkDone *done,
                   int64_t *ret_key, GError **error)
{
    g_autoptr(PkIncident) incident = NULL;
    g_autoptr(PkLadder) ladder = NULL;
    g_autoptr(PkPage) page = g_new0(PkPage, 1);

    if (!incident_of(app, raise->incident_key, &incident, error) ||
        !is_free(app, raise->incident_key, error) ||
        !pk_page_choose(app, raise, incident, now_us, &ladder, error) ||
        !fill_page(app, raise, incident, now_us, page, error))
        return false;
    page->ladder_id = ladder ? ladder->id : 0;
    if (!pk_page_insert(app->db, page, error))
        return false;
    g_autofree char *text = raise_said(page, ladder, raise->reason, !incident);
    PkPageCase at = { .page = page };
    json_t *details = json_pack(
        "{s:s, s:I, s:s, s:s}", "change", "page", "page", (json_int_t)page->no, "source",
        pk_word_key(&pk_words_page_source, (int)page->source), "ladder", ladder ? ladder->key : "");
    PkTlp tlp = incident && !raise->reason ? MIN(page->tlp, PK_TLP_AMBER_STRICT) : page->tlp;
    if (!pk_page_tell(app, &at, PK_CAT_ACTION, tlp, text, details, now_us, done, error) ||
        !pk_page_settle(app, page->key, error))
        return false;
    done->said = raise_said(page, ladder, NULL, false);
    if (ret_key)
        *ret_key = page->key;
    return fire_first(app, page->key, now_us, done, error);
}

bool
pk_page_raise(PkApp *app, const PkPageRaise *raise, PkDone *ret_done, int64_t *ret_key,
              GError **error)
{
    PkDone done = { 0 };
    int64_t key = 0;

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_PAGE, error))
        return false;
    bool ok = pk_page_raise_here(app, raise, pk_clock_now_us(), &done, &key, error);
    if (!pk_app_end(app, ok, &done, ret_done, error))
        return false;
    if (ret_key)
        *ret_key = key;
    return true;
}
