/* SPDX-License-Identifier: EUPL-1.2 */
/* An outbox: a file on a laptop that holds a copy of the server's open incidents and, with an
 * origin of its own, what was written while the server could not be reached. This is what such a
 * file knows of itself: whose outbox it is, and how far what was written there got. */
#pragma once

#include "piket/store/db.h"
#include "piket/store/origin_store.h"

typedef struct {
    char *address;     /* of the server                                     */
    char *server_uuid; /* the origin that the server wrote as               */
    char *login;       /* who the person is on the server                   */
    int64_t copied_us; /* when the copy was made, by this computer's clock  */
} PkOutbox;

void pk_outbox_free(PkOutbox *outbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkOutbox, pk_outbox_free)

/* *ret_outbox becomes NULL in a main database. */
bool pk_outbox_get(PkDb *db, PkOutbox **ret_outbox, GError **error);
bool pk_outbox_set(PkDb *db, const PkOutbox *outbox, GError **error);

/* A journal with lines that the server does not have. */
typedef struct {
    int64_t incident_key; /* 0: the duty log                                       */
    char *ident;          /* "" for the duty log                                   */
    char *uuid;           /* of the incident; ""                                   */
    bool on_server;       /* the server has the incident; false: reported here     */
    int64_t sent_no;      /* the server has the own lines up to this number        */
    int64_t last_no;      /* the own lines there are                               */
    char *reason;         /* why the server refused the rest, or NULL              */
    int64_t tried_us;     /* when it did                                           */
} PkUnsent;

void pk_unsent_free(PkUnsent *unsent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkUnsent, pk_unsent_free)

/* Array of PkUnsent, by the time of their first line that was not sent. */
GPtrArray *pk_outbox_unsent(PkDb *db, GError **error);

/* Lines not yet sent, and how many of them the server refused. */
bool pk_outbox_count(PkDb *db, int64_t *ret_unsent, int64_t *ret_refused, GError **error);

/* The number of the last own line of a journal that the server has; 0: none. */
bool pk_outbox_sent_no(PkDb *db, int64_t incident, int64_t *ret_no, GError **error);

/* How far a journal got. reason NULL: the server did not refuse it. */
bool pk_outbox_mark(PkDb *db, int64_t incident, bool on_server, int64_t sent_no, const char *reason,
                    int64_t tried_us, GError **error);
bool pk_outbox_unmark(PkDb *db, int64_t incident, GError **error);
/* For a new owner, when nothing is left to send. */
bool pk_outbox_unmark_all(PkDb *db, GError **error);

/* A portion of the own lines of a journal after a number. Array of PkLine. */
GPtrArray *pk_outbox_lines(PkDb *db, int64_t incident, int64_t origin, int64_t after_no,
                           unsigned limit, GError **error);

/* On the server: the tag of a new outbox ("K", "L" ... "KK"), never given again; and the promise
 * that the series stands at that of an older one at least, after a restore from an old copy.
 * Errors: BROKEN when all tags are used up. */
char *pk_outbox_tag_next(PkDb *db, GError **error);
bool pk_outbox_tag_keep(PkDb *db, const char *tag, GError **error);
