/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages from the inside: one with all that happened to it, and what other use cases do to pages in
 * a transaction of their own. */
#pragma once

#include "app_private.h"
#include "piket/app/page.h"
#include "piket/model/incident.h"
#include "piket/store/ladder_store.h"
#include "piket/store/page_store.h"

#include <jansson.h>

/* A page and its history, as the machine wants it. */
typedef struct {
    PkPage *page;
    PkLadder *ladder; /* or NULL                       */
    GPtrArray *acts;  /* PkPageActRow                  */
    GPtrArray *acks;  /* PkPageAckRow                  */
    GArray *done;     /* PkActDone, beside acts        */
    GArray *given;    /* PkPageAck, beside acks        */
    GPtrArray *lists; /* char **: who of done          */
    PkPageHistory history;
    PkPageNow now;
} PkPageCase;

bool pk_page_case_open(PkApp *app, int64_t page_key, PkPageCase *ret_page, GError **error);
void pk_page_case_clear(PkPageCase *at);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkPageCase, pk_page_case_clear)

/* Brings state, owner and next moment of the page's row up to date with what was written. */
bool pk_page_settle(PkApp *app, int64_t page_key, GError **error);

/* Both in the transaction that is open. done gets what was said and the line. */
bool pk_page_raise_here(PkApp *app, const PkPageRaise *raise, int64_t now_us, PkDone *done,
                        int64_t *ret_key, GError **error);
bool pk_page_step_here(PkApp *app, int64_t page_key, int64_t now_us, PkAct *ret_act, PkDone *done,
                       GError **error);

/* The page becomes one about an incident that was just made of it: original text and link. */
bool pk_page_adopt(PkApp *app, int64_t page_key, const PkIncident *incident, const char *note,
                   int64_t now_us, GError **error);

/* After an incident was saved, in the same transaction: raises the page of a ladder that starts at
 * saving, when there is one for it and it has no open page. before NULL: it is new; else it is
 * raised for a higher severity or a kind more. What it says comes behind what done says. */
bool pk_page_rule(PkApp *app, const PkIncident *before, const PkIncident *after, int64_t now_us,
                  PkDone *done, GError **error);

/* Ends the open pages of an incident that is closed. */
bool pk_page_close_of(PkApp *app, const PkIncident *incident, int64_t now_us, GError **error);

/* Ends every open page that came from there: what it called for was done. */
bool pk_page_close_source(PkApp *app, PkPageSource source, const char *reason, int64_t now_us,
                          GError **error);

/* What an act needs besides the machine. */
typedef struct {
    bool by_hand;
    const char *reason; /* or NULL */
} PkActBy;

/* Writes an act with its row and line, and settles. */
bool pk_page_do(PkApp *app, const PkPageCase *at, const PkAct *act, const PkActBy *by,
                int64_t now_us, PkDone *done, GError **error);

/* A line about a page: on its incident, else in the duty log. details taken. */
bool pk_page_tell(PkApp *app, const PkPageCase *at, PkCategory category, PkTlp tlp,
                  const char *text, json_t *details, int64_t now_us, PkDone *done, GError **error);

/* Whom a rung calls at a moment: logins and desks, each once. Owned array of strings. */
GPtrArray *pk_page_whom(PkApp *app, const PkLadder *ladder, const PkRung *rung, int64_t at_us,
                        GError **error);

/* "M. Bakker, NCSC" of logins and desks; "" for nobody. Owned. */
char *pk_page_names(PkApp *app, const GPtrArray *whom);

/* Names of what a row keeps, one a line. Owned array of strings. */
GPtrArray *pk_page_names_of(PkApp *app, const char *lines);

/* The number to read aloud of a rung: its own, else those of the persons it calls who have a duty
 * number, "-" for one without; "" when there is none, or none that who asks may see. Inside a
 * transaction of reading. Owned; NULL is an error. */
char *pk_page_phone(PkApp *app, const PkRung *rung, const GPtrArray *whom, GError **error);

/* "Head CERT (M. Bakker)"; "Backup: nobody is on duty". Owned. */
char *pk_page_rung_said(PkApp *app, const PkRung *rung, const GPtrArray *whom);

/* The ladder for a page, of those in use; *ret_ladder NULL: none fits. */
bool pk_page_choose(PkApp *app, const PkPageRaise *raise, const PkIncident *incident, int64_t at_us,
                    PkLadder **ret_ladder, GError **error);

/* Days that are holidays (int64_t), for office hours; NULL without error: none are known. */
bool pk_page_holidays(PkApp *app, int64_t at_us, GArray **ret_days, GError **error);

/* Who has a duty role at a moment; *ret_login NULL: nobody. Owned. */
bool pk_page_on_duty(PkApp *app, const char *role, int64_t at_us, char **ret_login, GError **error);

/* Queues the notices of an act, in the transaction that is open. whom: of a call, logins and desks.
 */
bool pk_page_notify(PkApp *app, const PkPageCase *at, const PkAct *act, const GPtrArray *whom,
                    int64_t now_us, GError **error);

/* After an acknowledgement or the end: what still waits to be sent is not needed any more, to
 * anybody, or (while the page is not acknowledged by all it needs) to this login. */
bool pk_page_hush(PkApp *app, int64_t page_key, const char *login, GError **error);
