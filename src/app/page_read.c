/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading pages: rows for lists, one for the screen, what is due. */
#include "pages.h"
#include "piket/base/text.h"
#include "read_private.h"

#include <string.h>

enum { PAGES_MAX = 10000 };

void
pk_page_row_free(PkPageRow *row)
{
    if (!row)
        return;
    g_free(row->uuid);
    g_free(row->ident);
    g_free(row->text);
    g_free(row->rung_name);
    g_free(row->owner);
    g_free(row->owner_name);
    g_free(row->raised_by_name);
    g_free(row);
}

static void
rung_view_free(void *data)
{
    PkRungView *rung = data;

    g_free(rung->name);
    g_ptr_array_unref(rung->persons);
    g_free(rung->phone);
    g_free(rung->acked_by);
    g_free(rung->attempt);
    g_free(rung);
}

static void
ack_view_free(void *data)
{
    PkPageAckView *ack = data;

    g_free(ack->who);
    g_free(ack->by_who);
    g_free(ack->reason);
    g_free(ack);
}

static void
attempt_view_free(void *data)
{
    PkAttemptView *tried = data;

    g_free(tried->who);
    g_free(tried->by_who);
    g_free(tried);
}

void
pk_page_view_free(PkPageView *view)
{
    if (!view)
        return;
    pk_page_row_free(view->row);
    g_free(view->ladder_key);
    g_free(view->ladder_name);
    g_free(view->title);
    g_free(view->place);
    g_clear_pointer(&view->rungs, g_ptr_array_unref);
    g_clear_pointer(&view->acks, g_ptr_array_unref);
    g_clear_pointer(&view->attempts, g_ptr_array_unref);
    g_free(view->next_said);
    g_free(view);
}

bool
pk_page_state_loud(PkPageState state)
{
    return state == PK_PAGE_WAITING || state == PK_PAGE_EXPIRED || state == PK_PAGE_EXHAUSTED;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* The highest rung that was called, in the last round. */
static void
highest(const PkPageCase *at, int *ret_round, int *ret_rung)
{
    for (guint i = 0; i < at->acts->len; i++) {
        const PkPageActRow *act = at->acts->pdata[i];
        if (act->what != PK_ACT_FIRE || act->round < *ret_round)
            continue;
        *ret_rung = act->round > *ret_round ? act->rung : MAX(*ret_rung, act->rung);
        *ret_round = act->round;
    }
}

static PkPageRow *
row_of(PkApp *app, const PkPageCase *at)
{
    PkPageRow *row = g_new0(PkPageRow, 1);
    const PkPage *page = at->page;

    row->key = page->key;
    row->no = page->no;
    row->uuid = g_strdup(page->uuid);
    row->incident_key = page->incident_key;
    row->ident = g_strdup(page->ident ? page->ident : "");
    row->text = g_strdup(page->text);
    row->source = page->source;
    row->tlp = page->tlp;
    row->severity = (PkSeverity)page->severity;
    row->started_us = page->started_us;
    row->state = at->now.state;
    row->next = at->now.next;
    highest(at, &row->round, &row->rung);
    const PkRung *rung = pk_ladder_rung(at->ladder, row->rung);
    row->rung_name = rung ? pk_rung_name(rung, pk_i18n_lang()) : g_strdup("");
    row->n_rungs = at->ladder ? (int)at->ladder->rungs->len : 0;
    row->owner = g_strdup(page->owner);
    row->owner_name = *page->owner ? pk_app_person_name(app, page->owner) : g_strdup("");
    row->raised_by_name = pk_app_person_name(app, page->raised_by);
    row->closed_us = page->closed_us;
    return row;
}

/* Nobody left, then what climbs, then what somebody has; the oldest first. */
static int
by_need(const void *a, const void *b)
{
    static const int order[] = {
        [PK_PAGE_EXHAUSTED] = 0, [PK_PAGE_EXPIRED] = 1,      [PK_PAGE_WAITING] = 1,
        [PK_PAGE_PROPOSING] = 2, [PK_PAGE_ACKNOWLEDGED] = 3, [PK_PAGE_CLOSED] = 4
    };
    const PkPageRow *one = *(PkPageRow *const *)a, *other = *(PkPageRow *const *)b;

    if (order[one->state] != order[other->state])
        return order[one->state] - order[other->state];
    if (one->started_us != other->started_us)
        return one->started_us < other->started_us ? -1 : 1;
    return one->key < other->key ? -1 : 1;
}

static GPtrArray *
rows_of(PkApp *app, const GPtrArray *pages, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)pk_page_row_free);

    for (guint i = 0; i < pages->len; i++) {
        g_auto(PkPageCase) at = { 0 };
        if (!pk_page_case_open(app, ((const PkPage *)pages->pdata[i])->key, &at, error))
            return NULL;
        g_ptr_array_add(rows, row_of(app, &at));
    }
    return g_steal_pointer(&rows);
}

GPtrArray *
pk_page_list(PkApp *app, bool open_only, unsigned limit, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    g_autoptr(GPtrArray) pages = open_only ? pk_page_list_open(app->db, limit, error)
                                           : pk_page_list_newest(app->db, limit, error);
    GPtrArray *rows = pages ? rows_of(app, pages, error) : NULL;
    pk_read_end(app, own);
    if (rows && open_only)
        g_ptr_array_sort(rows, by_need);
    return rows;
}

bool
pk_page_count(PkApp *app, unsigned *ret_n_loud, unsigned *ret_n_open, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return false;
    g_autoptr(GPtrArray) pages = pk_page_list_open(app->db, PAGES_MAX, error);
    pk_read_end(app, own);
    if (!pages)
        return false;
    *ret_n_loud = 0;
    *ret_n_open = pages->len;
    for (guint i = 0; i < pages->len; i++)
        *ret_n_loud += pk_page_state_loud(((const PkPage *)pages->pdata[i])->state);
    return true;
}

/* ---- one page ------------------------------------------------------------------------------- */

/* Whom the last call of a rung reached, as its row keeps it; NULL: it was not called. */
static const char *
called_of(const PkPageCase *at, int no)
{
    const char *who = NULL;

    for (guint i = 0; i < at->acts->len; i++) {
        const PkPageActRow *act = at->acts->pdata[i];
        if (act->what == PK_ACT_FIRE && act->rung == no)
            who = act->who;
    }
    return who;
}

/* "03:16 voicemail" */
static char *
attempt_said(const PkApp *app, const GPtrArray *attempts, int no, int64_t now_us)
{
    for (guint i = attempts->len; i-- > 0;) {
        const PkAttemptRow *tried = attempts->pdata[i];
        PkTimeText at = pk_app_clock(app, tried->at_us, now_us);
        if (tried->rung == no)
            return g_strdup_printf("%s %s", at.s, pk_word(&pk_words_attempt, (int)tried->result));
    }
    return g_strdup("");
}

/* Whom a rung called last, or would call now: logins and desks. Owned array of strings. */
static GPtrArray *
whom_of(PkApp *app, const PkPageCase *at, const PkRung *rung, int64_t now_us, GError **error)
{
    const char *called = called_of(at, rung->no);

    if (!called)
        return pk_page_whom(app, at->ladder, rung, now_us, error);
    GPtrArray *whom = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) each = g_strsplit(called, "\n", -1);
    for (char **one = each; *one; one++) {
        if (**one)
            g_ptr_array_add(whom, g_strdup(*one));
    }
    return whom;
}

static bool
add_rungs(PkApp *app, const PkPageCase *at, const GPtrArray *attempts, int64_t now_us,
          PkPageView *view, GError **error)
{
    for (int no = 1; pk_ladder_rung(at->ladder, no); no++) {
        const PkRung *rung = pk_ladder_rung(at->ladder, no);
        PkRungNow now = pk_rung_now(at->ladder, &at->history, no);
        g_autoptr(GPtrArray) whom = whom_of(app, at, rung, now_us, error);
        char *phone = whom ? pk_page_phone(app, rung, whom, error) : NULL;
        if (!phone)
            return false;
        PkRungView *shown = g_new0(PkRungView, 1);
        shown->no = no;
        shown->name = pk_rung_name(rung, pk_i18n_lang());
        shown->persons = g_ptr_array_new_with_free_func(g_free);
        for (guint i = 0; i < whom->len; i++)
            g_ptr_array_add(shown->persons, pk_app_person_name(app, whom->pdata[i]));
        shown->phone = phone;
        shown->state = now.state;
        shown->calls = now.calls;
        shown->since_us = now.since_us;
        shown->due_us = now.due_us;
        shown->acked_us = now.acked_us;
        shown->acked_by = now.acked_by ? pk_app_person_name(app, now.acked_by) : g_strdup("");
        shown->attempt = attempt_said(app, attempts, no, now_us);
        shown->all = rung->all;
        shown->need_reason = rung->need_reason;
        g_ptr_array_add(view->rungs, shown);
    }
    return true;
}

static void
add_acks(PkApp *app, const PkPageCase *at, PkPageView *view)
{
    const PkPageAck *owner = pk_page_owner(&at->history);

    for (guint i = 0; i < at->acks->len; i++) {
        const PkPageAckRow *row = at->acks->pdata[i];
        const PkPageAck *ack = &g_array_index(at->given, PkPageAck, i);
        PkPageAckView *shown = g_new0(PkPageAckView, 1);
        shown->who = pk_app_person_name(app, row->who);
        shown->by_who = strcmp(row->who, row->by_who) == 0 ? g_strdup("")
                                                           : pk_app_person_name(app, row->by_who);
        shown->reason = g_strdup(row->reason);
        shown->at_us = row->at_us;
        shown->rung = row->rung;
        shown->owns = owner == ack;
        shown->expired = !pk_page_ack_counts(&at->history, ack);
        g_ptr_array_add(view->acks, shown);
    }
}

static void
add_attempts(PkApp *app, const GPtrArray *attempts, PkPageView *view)
{
    for (guint i = 0; i < attempts->len; i++) {
        const PkAttemptRow *row = attempts->pdata[i];
        PkAttemptView *shown = g_new0(PkAttemptView, 1);
        g_autoptr(GPtrArray) names = pk_page_names_of(app, row->who);
        shown->rung = row->rung;
        shown->who = pk_page_names(app, names);
        shown->result = row->result;
        shown->at_us = row->at_us;
        shown->by_who = pk_app_person_name(app, row->by_who);
        g_ptr_array_add(view->attempts, shown);
    }
}

/* "05:50", "1:05:50": what is left, to the second; "00:00" when it is over. */
static char *
left_said(int64_t left_us)
{
    int64_t s = MAX(left_us, 0) / PK_SECOND_US;

    return s < 3600 ? g_strdup_printf("%02d:%02d", (int)(s / 60), (int)(s % 60))
                    : g_strdup_printf("%d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60),
                                      (int)(s % 60));
}

static char *
next_said(const PkPageCase *at, int64_t now_us)
{
    const PkAct *next = &at->now.next;
    g_autofree char *left = left_said(next->due_us - now_us);

    switch (next->what) {
    case PK_ACT_FIRE:
        return g_strdup_printf(_("In %s rung %d is called by itself."), left, next->rung);
    case PK_ACT_PROPOSE:
        return g_strdup_printf(_("In %s Piket proposes to call rung %d. You decide; Piket does "
                                 "not telephone."),
                               left, next->rung);
    case PK_ACT_NUDGE:
        return g_strdup_printf(_("In %s the owner is reminded: no line since."), left);
    case PK_ACT_EXPIRE:
        return g_strdup_printf(_("In %s the acknowledgement expires and the ladder goes on."),
                               left);
    case PK_ACT_EXHAUST: return g_strdup_printf(_("In %s nobody is left to call."), left);
    case PK_ACT_NONE: break;
    }
    return g_strdup(at->now.state == PK_PAGE_EXHAUSTED ? _("Nobody is left to call.") : "");
}

static bool
fill_view(PkApp *app, const PkPageCase *at, int64_t now_us, PkPageView *view, GError **error)
{
    g_autoptr(GPtrArray) attempts = pk_attempt_list(app->db, at->page->key, error);

    if (!attempts)
        return false;
    view->row = row_of(app, at);
    view->ladder_key = g_strdup(at->ladder ? at->ladder->key : "");
    view->ladder_name = g_strdup(at->ladder ? pk_ladder_name(at->ladder, pk_i18n_lang()) : "");
    view->title = g_strdup(at->page->title ? at->page->title : "");
    view->rungs = g_ptr_array_new_with_free_func(rung_view_free);
    view->acks = g_ptr_array_new_with_free_func(ack_view_free);
    view->attempts = g_ptr_array_new_with_free_func(attempt_view_free);
    view->next_said = next_said(at, now_us);
    if (at->page->incident_key) {
        g_autoptr(PkIncidentRow) row = pk_read_row(app, at->page->incident_key, error);
        if (!row)
            return false;
        view->place = g_strdup(row->place);
    } else {
        view->place = g_strdup("");
    }
    add_acks(app, at, view);
    add_attempts(app, attempts, view);
    return add_rungs(app, at, attempts, now_us, view, error);
}

PkPageView *
pk_page_load(PkApp *app, int64_t page_key, int64_t now_us, GError **error)
{
    g_autoptr(PkPageView) view = g_new0(PkPageView, 1);
    g_auto(PkPageCase) at = { 0 };
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    bool ok =
        pk_page_case_open(app, page_key, &at, error) && fill_view(app, &at, now_us, view, error);
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&view) : NULL;
}

bool
pk_page_resolve(PkApp *app, const char *text, int64_t *ret_key, GError **error)
{
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    const char *digits = clean + strcspn(clean, "0123456789");
    g_autofree char *before = g_strndup(clean, (gsize)(digits - clean));
    char *end = NULL;
    int64_t no = g_ascii_strtoll(digits, &end, 10);

    g_strstrip(before);
    if (no < 1 || *end ||
        (*before && g_ascii_strcasecmp(before, "page") && g_ascii_strcasecmp(before, "oproep"))) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID, _("'%s' is no page. Give its number: 17."),
                    clean);
        return false;
    }
    g_autoptr(PkPage) page =
        pk_app_may(app, PK_MAY_READ, error) ? pk_page_by_no(app->db, no, error) : NULL;
    if (!page)
        return false;
    *ret_key = page->key;
    return true;
}

bool
pk_page_open_of(PkApp *app, int64_t incident_key, int64_t *ret_key, GError **error)
{
    g_autoptr(GPtrArray) pages = pk_page_of_incident(app->db, incident_key, error);

    *ret_key = 0;
    for (guint i = 0; pages && i < pages->len; i++) {
        const PkPage *page = pages->pdata[i];
        if (page->state != PK_PAGE_CLOSED)
            *ret_key = page->key;
    }
    return pages != NULL;
}
