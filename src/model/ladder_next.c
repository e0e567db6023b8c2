/* SPDX-License-Identifier: EUPL-1.2 */
/* The machine of a page: from what was recorded to how it stands and what comes next. */
#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/model/ladder.h"

#include <string.h>

enum { CANDIDATES = 4 };

/* What the history amounts to. */
typedef struct {
    const PkLadder *ladder;
    const PkPageHistory *history;
    int round;               /* the highest that fired, 0: none yet                         */
    const PkRung *rung;      /* the highest that was called in it, or NULL                  */
    int n_calls;             /* of that rung in that round                                  */
    int64_t first_us;        /* its first and last call                                     */
    int64_t last_us;         /*                                                             */
    int64_t void_us;         /* acknowledgements up to here expired; INT64_MIN: none        */
    int n_expired;           /*                                                             */
    int expired_round;       /* the round of the last time, 0                               */
    bool expired_now;        /* and nothing was called since                                */
    const PkActDone *nobody; /* nobody left in this round, or NULL                          */
    int64_t acked_us;        /* since when it is acknowledged; INT64_MIN: it is not         */
} View;

static bool
is_act(const PkActDone *done, PkActKind what, int round, int rung)
{
    return done->act.what == what && done->act.round == round && (!rung || done->act.rung == rung);
}

static int
count(const PkPageHistory *history, PkActKind what, int round, int rung)
{
    int n = 0;

    for (size_t i = 0; i < history->n_acts; i++) {
        const PkAct *act = &history->acts[i].act;
        n += act->what == what && (!round || act->round == round) && (!rung || act->rung == rung);
    }
    return n;
}

/* ---- acknowledgements ----------------------------------------------------------------------- */

static int64_t
void_until(const PkPageHistory *history)
{
    int64_t until = INT64_MIN;

    for (size_t i = 0; i < history->n_acts; i++) {
        const PkAct *act = &history->acts[i].act;
        if (act->what == PK_ACT_EXPIRE)
            until = MAX(until, act->due_us);
    }
    return until;
}

bool
pk_page_ack_counts(const PkPageHistory *history, const PkPageAck *ack)
{
    return ack->at_us > void_until(history);
}

const PkPageAck *
pk_page_owner(const PkPageHistory *history)
{
    int64_t until = void_until(history);

    for (size_t i = 0; i < history->n_acks; i++) {
        if (history->acks[i].at_us > until)
            return &history->acks[i];
    }
    return NULL;
}

/* Did everybody that a call reached acknowledge, up to a moment? */
static bool
everybody(const View *view, const char *const *who, int64_t until_us)
{
    for (; *who; who++) {
        bool did = false;
        for (size_t i = 0; i < view->history->n_acks && !did; i++) {
            const PkPageAck *ack = &view->history->acks[i];
            did =
                ack->at_us > view->void_us && ack->at_us <= until_us && strcmp(ack->who, *who) == 0;
        }
        if (!did)
            return false;
    }
    return true;
}

/* Does an acknowledgement at at_us answer this call? */
static bool
answers(const View *view, const PkActDone *call, int64_t at_us)
{
    const PkRung *rung = pk_ladder_rung(view->ladder, call->act.rung);

    if (call->act.what != PK_ACT_FIRE || call->act.due_us > at_us)
        return false;
    return !rung || !rung->all || !call->who || !*call->who || everybody(view, call->who, at_us);
}

static int64_t
acknowledged_since(const View *view)
{
    const PkPageHistory *history = view->history;

    for (size_t i = 0; i < history->n_acks; i++) {
        int64_t at_us = history->acks[i].at_us;
        bool called = false;
        if (at_us <= view->void_us)
            continue;
        for (size_t k = 0; k < history->n_acts; k++) {
            const PkActDone *act = &history->acts[k];
            called = called || (act->act.what == PK_ACT_FIRE && act->act.due_us <= at_us);
            if (answers(view, act, at_us))
                return at_us;
        }
        if (!called)
            return at_us; /* seen before anybody was called */
    }
    return INT64_MIN;
}

/* Was the rung that was called last in this round answered? */
static bool
is_answered(const View *view)
{
    const PkPageHistory *history = view->history;

    for (size_t k = 0; k < history->n_acts; k++) {
        if (!is_act(&history->acts[k], PK_ACT_FIRE, view->round, view->rung->no))
            continue;
        for (size_t i = 0; i < history->n_acks; i++) {
            int64_t at_us = history->acks[i].at_us;
            if (at_us > view->void_us && answers(view, &history->acts[k], at_us))
                return true;
        }
        return false; /* only the first call counts */
    }
    return false;
}

/* ---- looking back --------------------------------------------------------------------------- */

/* Takes in a call. */
static void
take_call(View *view, const PkAct *act)
{
    int highest = view->rung ? view->rung->no : 0;

    view->expired_now = false;
    if (act->round > view->round) {
        view->round = act->round;
        view->nobody = NULL;
        highest = 0;
    } else if (act->round < view->round) {
        return;
    }
    if (act->rung > highest) {
        view->rung = pk_ladder_rung(view->ladder, act->rung);
        view->n_calls = 0;
        view->first_us = act->due_us;
    } else if (act->rung < highest) {
        return;
    }
    view->n_calls++;
    view->last_us = act->due_us;
}

static View
look(const PkLadder *ladder, const PkPageHistory *history)
{
    View view = { .ladder = ladder, .history = history, .void_us = void_until(history) };

    for (size_t i = 0; i < history->n_acts; i++) {
        const PkActDone *done = &history->acts[i];
        if (done->act.what == PK_ACT_FIRE)
            take_call(&view, &done->act);
        else if (done->act.what == PK_ACT_EXHAUST && done->act.round == view.round)
            view.nobody = done;
        else if (done->act.what == PK_ACT_EXPIRE) {
            view.n_expired++;
            view.expired_round = done->act.round;
            view.expired_now = true;
        }
    }
    view.acked_us = acknowledged_since(&view);
    return view;
}

/* The next rung above the highest called; alone: one that fires by itself. */
static const PkRung *
next_rung(const View *view, bool alone)
{
    for (int no = view->rung ? view->rung->no + 1 : 1;; no++) {
        const PkRung *rung = pk_ladder_rung(view->ladder, no);
        if (!rung || !alone || !rung->need_reason)
            return rung;
    }
}

static const PkRung *
first_rung(const PkLadder *ladder)
{
    for (int no = 1;; no++) {
        const PkRung *rung = pk_ladder_rung(ladder, no);
        if (!rung || !rung->need_reason)
            return rung;
    }
}

/* When the clock of a rung above runs out. */
static int64_t
rung_due(const View *view, const PkRung *rung)
{
    return (view->rung ? view->first_us : view->history->started_us) +
           rung->delay_min * PK_MINUTE_US;
}

/* ---- looking ahead -------------------------------------------------------------------------- */

static bool
repeats(const View *view, PkAct *ret_act)
{
    const PkRung *rung = view->rung;

    if (!rung || view->n_calls > rung->repeats || view->expired_now || is_answered(view))
        return false;
    *ret_act = (PkAct){ PK_ACT_FIRE, view->round, rung->no, view->n_calls,
                        view->last_us + rung->every_min * PK_MINUTE_US };
    return true;
}

/* From the top. */
static PkAct
begin_round(const View *view, int64_t due_us)
{
    const PkRung *first = first_rung(view->ladder);

    if (!first)
        return (PkAct){ 0 };
    return (PkAct){ PK_ACT_FIRE, view->round + 1, first->no, 0, due_us };
}

/* While nobody acknowledged: all happens by itself. */
static size_t
ahead_waiting(const View *view, PkAct ret_acts[CANDIDATES])
{
    const PkRung *next = view->nobody ? NULL : next_rung(view, true);
    int64_t floor_us = view->expired_now ? view->void_us : INT64_MIN;
    size_t n = 0;

    if (!view->nobody && repeats(view, &ret_acts[n]))
        n++;
    if (next) {
        ret_acts[n++] = (PkAct){ PK_ACT_FIRE, MAX(view->round, 1), next->no, 0,
                                 MAX(rung_due(view, next), floor_us) };
    } else if (view->expired_now) {
        ret_acts[n++] = begin_round(view, floor_us);
    } else if (view->nobody) {
        if (view->round < view->ladder->rounds + view->expired_round)
            ret_acts[n++] = begin_round(view, view->nobody->act.due_us +
                                                  view->ladder->pause_min * PK_MINUTE_US);
    } else if (n == 0) {
        ret_acts[n++] = (PkAct){ PK_ACT_EXHAUST, MAX(view->round, 1), 0, 0,
                                 view->last_us + view->ladder->wait_min * PK_MINUTE_US };
    }
    return n;
}

/* The proposal that stands: made, not expired and not followed. */
static const PkActDone *
proposed(const View *view, const PkRung *rung)
{
    const PkPageHistory *history = view->history;

    for (size_t i = history->n_acts; i-- > 0;) {
        const PkActDone *done = &history->acts[i];
        if (is_act(done, PK_ACT_PROPOSE, MAX(view->round, 1), rung->no))
            return done->act.due_us > view->void_us ? done : NULL;
    }
    return NULL;
}

/* Reminder, or the end of an acknowledgement that nothing followed. */
static PkAct
owner_act(const View *view)
{
    const PkPageHistory *history = view->history;
    const PkPageAck *owner = pk_page_owner(history);
    int64_t since_us = MAX(MAX(owner->at_us, view->acked_us), history->owner_line_us);
    int64_t silence_us = view->ladder->silence_min * PK_MINUTE_US;
    int round = MAX(view->round, 1);

    for (size_t i = history->n_acts; i-- > 0;) {
        const PkAct *act = &history->acts[i].act;
        if (act->what == PK_ACT_NUDGE && act->due_us > since_us)
            return (PkAct){ PK_ACT_EXPIRE, round, 0, view->n_expired, act->due_us + silence_us };
    }
    return (PkAct){ PK_ACT_NUDGE, round, 0, count(history, PK_ACT_NUDGE, round, 0),
                    since_us + silence_us };
}

/* After an acknowledgement: what the owner called goes on, all else is proposed. */
static size_t
ahead_acknowledged(const View *view, PkAct ret_acts[CANDIDATES])
{
    const PkRung *next = next_rung(view, false);
    int round = MAX(view->round, 1);
    size_t n = 0;

    if (repeats(view, &ret_acts[n]))
        n++;
    if (next && !proposed(view, next))
        ret_acts[n++] = (PkAct){ PK_ACT_PROPOSE, round, next->no,
                                 count(view->history, PK_ACT_PROPOSE, round, next->no),
                                 MAX(rung_due(view, next), view->acked_us) };
    ret_acts[n++] = owner_act(view);
    return n;
}

static size_t
ahead(const View *view, PkAct ret_acts[CANDIDATES])
{
    if (view->history->closed_us || !view->ladder || !first_rung(view->ladder))
        return 0;
    return view->acked_us == INT64_MIN ? ahead_waiting(view, ret_acts)
                                       : ahead_acknowledged(view, ret_acts);
}

static PkPageState
state_of(const View *view)
{
    if (view->history->closed_us)
        return PK_PAGE_CLOSED;
    if (view->acked_us != INT64_MIN) {
        const PkRung *next = view->ladder ? next_rung(view, false) : NULL;
        return next && proposed(view, next) ? PK_PAGE_PROPOSING : PK_PAGE_ACKNOWLEDGED;
    }
    if (!view->ladder || !first_rung(view->ladder))
        return PK_PAGE_EXHAUSTED;
    if (view->expired_now)
        return PK_PAGE_EXPIRED;
    return view->nobody ? PK_PAGE_EXHAUSTED : PK_PAGE_WAITING;
}

PkPageNow
pk_page_now(const PkLadder *ladder, const PkPageHistory *history)
{
    View view = look(ladder, history);
    PkPageNow now = { .state = state_of(&view) };
    PkAct acts[CANDIDATES];
    size_t n = ahead(&view, acts);

    for (size_t i = 0; i < n; i++) {
        if (now.next.what == PK_ACT_NONE || acts[i].due_us < now.next.due_us)
            now.next = acts[i];
    }
    return now;
}

/* ---- one rung ------------------------------------------------------------------------------- */

/* Who answered this rung first; NULL: not answered, or not by everybody. */
static const PkPageAck *
answer_of(const View *view, const PkActDone *call)
{
    const PkPageHistory *history = view->history;
    const PkRung *rung = pk_ladder_rung(view->ladder, call->act.rung);

    if (rung && rung->all && call->who && !everybody(view, call->who, INT64_MAX))
        return NULL;
    for (size_t i = 0; i < history->n_acks; i++) {
        const PkPageAck *ack = &history->acks[i];
        if (ack->at_us > view->void_us && ack->rung == call->act.rung &&
            ack->round == call->act.round)
            return ack;
    }
    return NULL;
}

/* What comes for a rung that is given. */
static const PkAct *
act_for(const PkAct *acts, size_t n, int no)
{
    for (size_t i = 0; i < n; i++) {
        if (acts[i].rung == no)
            return &acts[i];
    }
    return NULL;
}

PkRungNow
pk_rung_now(const PkLadder *ladder, const PkPageHistory *history, int no)
{
    View view = look(ladder, history);
    PkAct acts[CANDIDATES];
    const PkAct *coming = act_for(acts, ahead(&view, acts), no);
    PkRungNow now = { .due_us = coming ? coming->due_us : 0 };
    const PkActDone *call = NULL;

    for (size_t i = 0; i < history->n_acts; i++) {
        if (!is_act(&history->acts[i], PK_ACT_FIRE, view.round, no))
            continue;
        call = call ? call : &history->acts[i];
        now.calls++;
    }
    if (call) {
        const PkPageAck *ack = answer_of(&view, call);
        now.state = ack ? PK_RUNG_ACKNOWLEDGED : PK_RUNG_CALLED;
        now.since_us = call->at_us;
        now.acked_us = ack ? ack->at_us : 0;
        now.acked_by = ack ? ack->who : NULL;
        return now;
    }
    const PkRung *next = view.acked_us != INT64_MIN && ladder ? next_rung(&view, false) : NULL;
    const PkActDone *stands = next && next->no == no ? proposed(&view, next) : NULL;
    if (history->closed_us)
        now.state = PK_RUNG_NOT_STARTED;
    else if (stands) {
        now.state = PK_RUNG_PROPOSED;
        now.due_us = stands->act.due_us;
    } else if (coming)
        now.state = coming->what == PK_ACT_PROPOSE ? PK_RUNG_PROPOSAL : PK_RUNG_WAITS;
    return now;
}

bool
pk_page_by_hand(const PkLadder *ladder, const PkPageHistory *history, int no, int64_t now_us,
                PkAct *ret_act, GError **error)
{
    View view = look(ladder, history);
    bool from_top = view.nobody && view.acked_us == INT64_MIN;
    int round = MAX(view.round, 1) + from_top;
    const PkRung *rung = no         ? pk_ladder_rung(ladder, no)
                         : from_top ? first_rung(ladder)
                                    : next_rung(&view, false);

    if (!rung) {
        if (no)
            g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("This ladder has no rung %d."), no);
        else
            g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                                _("Every rung of this ladder was called. Call one again by its "
                                  "number."));
        return false;
    }
    *ret_act = (PkAct){ PK_ACT_FIRE, round, rung->no, count(history, PK_ACT_FIRE, round, rung->no),
                        now_us };
    return true;
}
