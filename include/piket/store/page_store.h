/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages in the database, and what became of them. Acts, acknowledgements and attempts are
 * append-only; the page's own row holds what they amount to, for lists and for the watch. */
#pragma once

#include "piket/model/ladder.h"
#include "piket/model/tlp.h"
#include "piket/store/db.h"

typedef struct {
    int64_t key;
    char *uuid;
    int64_t no;           /* spoken: "page 17"                     */
    int64_t incident_key; /* 0: about none                         */
    char *ident;          /* of the incident, or NULL              */
    char *title;          /*                                       */
    int severity;         /* of the incident                       */
    guint kinds;          /*                                       */
    int64_t ladder_id;    /* 0: none                               */
    PkPageSource source;
    char *text;
    PkTlp tlp; /* of the incident, or of the page alone */
    int64_t started_us;
    char *raised_by;
    PkPageState state;
    char *owner;       /* login, "" nobody                      */
    int64_t next_us;   /* 0: nothing comes by itself            */
    int64_t closed_us; /* 0: open                               */
    int64_t version;
} PkPage;

void pk_page_free(PkPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkPage, pk_page_free)

/* Inserts, state waiting, and sets key and version 1. uuid and no must be set. Errors: MISSING. */
bool pk_page_insert(PkDb *db, PkPage *page, GError **error);

/* Writes incident, label, state, owner, next and closed; version counts up, in page too.
 * Errors: CONFLICT, MISSING. */
bool pk_page_update(PkDb *db, PkPage *page, GError **error);

/* Errors: MISSING; DENIED when the eyes of db may not see it. */
PkPage *pk_page_get(PkDb *db, int64_t key, GError **error);
PkPage *pk_page_by_no(PkDb *db, int64_t no, GError **error);

/* Arrays of PkPage that may be seen: of one incident and of all, newest first; open ones, oldest
 * first. */
GPtrArray *pk_page_of_incident(PkDb *db, int64_t incident, GError **error);
GPtrArray *pk_page_list_open(PkDb *db, unsigned limit, GError **error);
GPtrArray *pk_page_list_newest(PkDb *db, unsigned limit, GError **error);

/* Where the list of pages to look at goes on. */
typedef struct {
    int64_t next_us;
    int64_t key;
} PkPageMoment;

/* PkPageMoment of pages to look at up to a moment, behind `after`, in order. Owned. */
GArray *pk_page_list_due(PkDb *db, int64_t until_us, PkPageMoment after, unsigned limit,
                         GError **error);

/* The first such moment after one; 0: no page waits for anything. */
bool pk_page_first_due(PkDb *db, int64_t after_us, int64_t *ret_us, GError **error);

/* ---- what became of one --------------------------------------------------------------------- */

typedef struct {
    int64_t key;
    PkActKind what;
    int round, rung, nth;
    int64_t due_us;
    int64_t at_us;
    bool by_hand;
    char *by_who;
    char *who; /* logins and desks, one a line; "" */
    char *reason;
} PkPageActRow;
void pk_page_act_row_free(PkPageActRow *row);

typedef struct {
    int64_t key;
    char *who;
    char *by_who;
    int round, rung;
    int64_t at_us;
    char *reason; /* "" unless for somebody else */
} PkPageAckRow;
void pk_page_ack_row_free(PkPageAckRow *row);

typedef struct {
    int64_t key;
    int rung;
    char *who;
    PkAttemptResult result;
    int64_t at_us;
    char *by_who;
} PkAttemptRow;
void pk_attempt_row_free(PkAttemptRow *row);

/* Errors: CONFLICT when that act was done already. */
bool pk_page_act_insert(PkDb *db, int64_t page, const PkPageActRow *row, GError **error);
bool pk_page_ack_insert(PkDb *db, int64_t page, const PkPageAckRow *row, GError **error);
bool pk_attempt_insert(PkDb *db, int64_t page, const PkAttemptRow *row, int64_t *ret_key,
                       GError **error);

/* In the order of writing. */
GPtrArray *pk_page_act_list(PkDb *db, int64_t page, GError **error);
GPtrArray *pk_page_ack_list(PkDb *db, int64_t page, GError **error);
GPtrArray *pk_attempt_list(PkDb *db, int64_t page, GError **error);

/* When login last wrote a line about the incident (0: in the duty log) after a moment; 0: never. */
bool pk_page_owner_line(PkDb *db, int64_t incident, const char *login, int64_t after_us,
                        int64_t *ret_us, GError **error);
