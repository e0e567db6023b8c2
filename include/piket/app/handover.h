/* SPDX-License-Identifier: EUPL-1.2 */
/* Handing duty over. The text is made from what is open: incidents, deadlines, promised calls and
 * actions, and the head of every journal, so that a tail cut off later is found. Who leaves adds
 * words; it counts only when somebody else has accepted it, and waits loudly until then.
 *
 * The text is a line of the duty log, under the strictest label of what is in it. Titles of what is
 * TLP:RED do not stand in it, only that it is there: who is named on it sees it for themselves. */
#pragma once

#include "piket/app/change.h"

enum { PK_HANDOVER_WAIT_MINUTES = 15 }; /* to accept, unless told otherwise */

/* What would be handed over now. */
typedef struct {
    char *text; /* printable, 78 columns, in the program's language             */
    PkTlp tlp;  /* of the whole                                                 */
    unsigned n_incidents;
    unsigned n_red;  /* of those: without their title                            */
    unsigned n_late; /* deadlines and promises that are over already             */
    unsigned n_loud; /* open pages that nobody takes care of                     */
} PkHandoverDraft;
void pk_handover_draft_free(PkHandoverDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkHandoverDraft, pk_handover_draft_free)

/* words (may be NULL) stand above the rest. Errors: DENIED, OFFLINE. */
PkHandoverDraft *pk_handover_draft(PkApp *app, const char *words, GError **error);

typedef enum {
    PK_HANDOVER_WAITS,
    PK_HANDOVER_LATE, /* waits, and its time is up */
    PK_HANDOVER_ACCEPTED,
    PK_HANDOVER_WITHDRAWN,
} PkHandoverState;

typedef struct {
    int64_t key;
    char *from_login;
    char *from_name;
    char *to_login; /* "": whoever comes                                        */
    char *to_name;
    PkTlp tlp;
    unsigned n_incidents;
    int64_t made_us;
    int64_t accept_by_us;
    int64_t accepted_us;
    char *accepted_name; /* "" until then                                            */
    PkHandoverState state;
    bool for_me; /* this person may accept it, and it is theirs or everybody's       */
    bool mine;   /* this person gave it                                              */
    char *text;  /* with pk_handover_load only; NULL when its label hides it          */
} PkHandoverView;
void pk_handover_view_free(PkHandoverView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkHandoverView, pk_handover_view_free)

/* Newest first, or those that wait. Array of PkHandoverView, without texts. */
GPtrArray *pk_handover_views(PkApp *app, bool open_only, unsigned limit, GError **error);

/* One with its text; key 0: the one that waits longest, else the newest. Errors: MISSING. */
PkHandoverView *pk_handover_load(PkApp *app, int64_t key, GError **error);

typedef struct {
    const char *to;    /* login, name or initials; NULL or "": whoever comes              */
    const char *words; /* or NULL                                                          */
    int minutes;       /* to accept it in, 1 to 1440; 0: as the application was opened with */
} PkHandoverWish;

/* Hands over. One of the same person that still waits is taken back in its place.
 * Errors: DENIED, INVALID (nobody of that name, oneself, somebody who is switched off). */
bool pk_handover_give(PkApp *app, const PkHandoverWish *wish, PkDone *ret_done, GError **error);

/* Accepts for oneself, also what was meant for somebody else: the line says so.
 * Errors: DENIED (one's own), CONFLICT (accepted or taken back meanwhile), MISSING. */
bool pk_handover_accept(PkApp *app, int64_t key, PkDone *ret_done, GError **error);

/* Takes one's own back while nobody has accepted it. Errors: DENIED, CONFLICT, MISSING. */
bool pk_handover_withdraw(PkApp *app, int64_t key, PkDone *ret_done, GError **error);
