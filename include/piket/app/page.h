/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages: calls for attention that climb a ladder until somebody acknowledges.
 *
 * Each use case is one transaction with its row and the journal line that tells it (about no
 * incident: in the duty log). What is due is decided by the machine of piket/model/ladder.h; here
 * it is done. Lines of the ladder itself are no stricter than TLP:AMBER+STRICT and hold no content,
 * so that the watch, who is named nowhere, may write them.
 *
 * Exercise files and outboxes do not page: there is nobody behind them. Common errors: DENIED,
 * MISSING, INVALID, CONFIRM (a reason is needed), CONFLICT, BUSY, OFFLINE. */
#pragma once

#include "piket/app/app.h"
#include "piket/app/change.h"
#include "piket/model/ladder.h"

/* ---- raising -------------------------------------------------------------------------------- */

typedef struct {
    int64_t incident_key; /* 0: about no incident                                     */
    PkPageSource source;
    const char *text;   /* what came in; of an incident NULL: its title             */
    bool has_tlp;       /* about no incident: its label, else TLP:AMBER             */
    PkTlp tlp;          /*                                                          */
    const char *ladder; /* key; NULL: the one that is for this                      */
    int64_t started_us; /* 0: now                                                   */
    const char *reason; /* by hand, stands in its line; or NULL                     */
} PkPageRaise;

/* Raises a page; its first rung without a delay is called in the same transaction. An incident has
 * one open page at a time: else CONFLICT, naming it. ret_key may be NULL. */
bool pk_page_raise(PkApp *app, const PkPageRaise *raise, PkDone *ret_done, int64_t *ret_key,
                   GError **error);

/* ---- the watch ------------------------------------------------------------------------------ */

/* A page whose next act has come. */
typedef struct {
    int64_t page_key;
    int64_t incident_key; /* 0: about none          */
    PkAct act;            /* due_us is its moment   */
} PkPageDue;

/* What is due up to now, in the order of the moments; *ret_next_us gets when to look again when all
 * of it is done (INT64_MAX: no page waits for anything). Owned array of PkPageDue. */
GArray *pk_page_due(PkApp *app, int64_t now_us, unsigned limit, int64_t *ret_next_us,
                    GError **error);

/* Does the next act of a page, when its moment came: one transaction, exactly once however many
 * watches try. ret_act->what is PK_ACT_NONE when nothing was due (another watch did it, somebody
 * acknowledged, a line put the reminder off). A line says how late it was from 60 s on. */
bool pk_page_step(PkApp *app, int64_t page_key, int64_t now_us, PkAct *ret_act, PkDone *ret_done,
                  GError **error);

/* ---- persons -------------------------------------------------------------------------------- */

/* Acknowledges. who NULL: oneself; else a login or name, or a desk in words, and then with a
 * reason (CONFIRM without). The first owns the page; said names the owner and the clocks that still
 * run. Acknowledging twice says so and writes nothing. */
bool pk_page_acknowledge(PkApp *app, int64_t page_key, const char *who, const char *reason,
                         PkDone *ret_done, GError **error);

/* A call was tried. rung 0: the one that was called last. */
bool pk_page_attempt(PkApp *app, int64_t page_key, int rung, PkAttemptResult result,
                     PkDone *ret_done, GError **error);

/* What calling a rung by hand will do, for the question before (level 3). */
typedef struct {
    int64_t page_key; /* 0: escalating raises a new page                     */
    int64_t page_no;
    int64_t incident_key;
    char *ident;        /* of the incident, or ""                              */
    char *ladder_name;  /*                                                     */
    int rung;           /* that will be called                                 */
    char *rung_name;    /* "Head CERT"                                         */
    GPtrArray *persons; /* strings: who it is now; empty: nobody on duty       */
    char *phone;        /* to read aloud, or ""                                */
    char *text;         /* what is sent: without content                       */
    bool need_reason;
} PkEscalation;
void pk_escalation_free(PkEscalation *escalation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkEscalation, pk_escalation_free)

/* For an incident: rung 0 is the next one of its open page, or the first of a new page. */
PkEscalation *pk_escalation_look(PkApp *app, int64_t incident_key, int rung, GError **error);
PkEscalation *pk_page_escalation_look(PkApp *app, int64_t page_key, int rung, GError **error);

/* Calls that rung by hand; of an incident without an open page raises one, and with rung 0 that is
 * all. A rung of a crisis team or CERT wants a reason: CONFIRM without. */
bool pk_incident_escalate(PkApp *app, int64_t incident_key, int rung, const char *reason,
                          PkDone *ret_done, int64_t *ret_page, GError **error);
bool pk_page_escalate(PkApp *app, int64_t page_key, int rung, const char *reason, PkDone *ret_done,
                      GError **error);

/* Ends the page: nothing more comes. reason may be NULL when it is acknowledged. */
bool pk_page_close(PkApp *app, int64_t page_key, const char *reason, PkDone *ret_done,
                   GError **error);

/* ---- reading -------------------------------------------------------------------------------- */

/* A row of the Overview block and of `piket page list`. */
typedef struct {
    int64_t key;
    int64_t no; /* "page 17"                                             */
    char *uuid;
    int64_t incident_key; /* 0: about none                                        */
    char *ident;          /* or ""                                                */
    char *text;           /* what came in                                         */
    PkPageSource source;
    PkTlp tlp;
    PkSeverity severity; /* of the incident                                      */
    int64_t started_us;
    PkPageState state;
    int round;       /* 0: nobody was called yet                             */
    int rung;        /* the highest that was called                          */
    int n_rungs;     /* of its ladder                                        */
    char *rung_name; /* ""                                                   */
    PkAct next;      /* what comes by itself; what NONE: nothing             */
    char *owner;     /* login, or ""                                         */
    char *owner_name;
    char *raised_by_name;
    int64_t closed_us;
} PkPageRow;
void pk_page_row_free(PkPageRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkPageRow, pk_page_row_free)

/* Is nobody taking care of it (waiting, expired, nobody left)? */
bool pk_page_state_loud(PkPageState state);

/* Open pages: loud ones first, then oldest; or all, newest first. Owned array of PkPageRow. */
GPtrArray *pk_page_list(PkApp *app, bool open_only, unsigned limit, GError **error);

/* For the header: how many pages nobody acknowledged, and how many are open. */
bool pk_page_count(PkApp *app, unsigned *ret_n_loud, unsigned *ret_n_open, GError **error);

typedef struct {
    int no;
    char *name;         /* "Head CERT"                                          */
    GPtrArray *persons; /* strings, whom it called, or would call now           */
    char *phone;        /* of the rung, else the duty numbers of persons, or "" */
    PkRungState state;
    int calls;        /* "CALLED 2x"                                          */
    int64_t since_us; /* of its first call, or 0                              */
    int64_t due_us;   /* when it fires, is or was proposed, or is repeated; 0 */
    int64_t acked_us;
    char *acked_by; /* name, or ""                                          */
    char *attempt;  /* "03:16 voicemail", the last one, or ""               */
    bool all;
    bool need_reason;
} PkRungView;

typedef struct {
    char *who;    /* name, or a desk                                           */
    char *by_who; /* name of who wrote it down; "" when the same               */
    char *reason;
    int64_t at_us;
    int rung;
    bool owns;
    bool expired;
} PkPageAckView;

typedef struct {
    int rung;
    char *who; /* whom                                                      */
    PkAttemptResult result;
    int64_t at_us;
    char *by_who; /* name                                                      */
} PkAttemptView;

typedef struct {
    PkPageRow *row;
    char *ladder_key;    /* or ""                                                 */
    char *ladder_name;   /* or ""                                                 */
    char *title;         /* of the incident, or ""                                */
    char *place;         /* of the incident, or ""                                */
    GPtrArray *rungs;    /* PkRungView                                          */
    GPtrArray *acks;     /* PkPageAckView, oldest first                         */
    GPtrArray *attempts; /* PkAttemptView, oldest first                         */
    char *next_said;     /* "In 05:50 rung 3 is proposed: S. el Amrani.", at now_us; or ""   */
} PkPageView;
void pk_page_view_free(PkPageView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkPageView, pk_page_view_free)

PkPageView *pk_page_load(PkApp *app, int64_t page_key, int64_t now_us, GError **error);

/* "17", "page 17", "oproep 17". Errors: MISSING, INVALID. */
bool pk_page_resolve(PkApp *app, const char *text, int64_t *ret_key, GError **error);

/* The open page of an incident; *ret_key 0: none. */
bool pk_page_open_of(PkApp *app, int64_t incident_key, int64_t *ret_key, GError **error);
