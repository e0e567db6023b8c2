/* SPDX-License-Identifier: EUPL-1.2 */
/* The outbox of notices: queue, claim, record; how persons are reached; what notices may say.
 *
 * A watch works like this, on any number of machines at once:
 *
 *     pk_notice_claim(app, &claim, now, &claimed)    a few of each channel, in order
 *     result = pk_link_send(message, ...)            (piket/link/link.h), outside any transaction
 *     pk_notice_record(app, uuid, who, result, sentence, now)
 *
 * Claims end by themselves: what a killed watch had is claimed again after the lease. Every attempt
 * is a line of the journal, of the incident or of the duty log, in the transaction that changes the
 * state. */
#pragma once

#include "piket/app/app.h"
#include "piket/app/change.h"
#include "piket/model/notice.h"

/* ---- queueing ------------------------------------------------------------------------------- */

typedef struct {
    PkNoticeKind kind;
    int64_t page_key;     /* 0: about no page                                       */
    int64_t incident_key; /* 0: about no incident                                   */
    const char *login;    /* receiver                                               */
    unsigned n_waiting;   /* "3 pages waiting"; 0 counts as 1                       */
    int64_t due_us;       /* 0: now                                                 */
} PkNoticeWish;

/* Queues one notice for each channel of the receiver. Belongs to the transaction of the caller,
 * which must be open and may already have written. An older notice of the same kind about the same
 * page that nobody has taken away yet is dropped: this one takes its place.
 * *ret_n (may be NULL): how many channels beside the bell. 0 means that only an open console tells
 * them: the caller says so. */
bool pk_notice_queue(PkApp *app, const PkNoticeWish *wish, int64_t now_us, unsigned *ret_n,
                     GError **error);

/* Its page was acknowledged or closed: what still waits about it is dropped, for one person or
 * (NULL) for all. Belongs to the transaction of the caller, whose line tells why. reason: a
 * sentence. */
bool pk_notice_drop_page(PkApp *app, int64_t page_key, const char *login, const char *reason,
                         unsigned *ret_n, GError **error);

/* Queues a test on each channel of who works here, and writes a line in the duty log.
 * *ret_uuids: owned array of owned uuids. Errors: INVALID when nothing is set. */
bool pk_notice_test(PkApp *app, GPtrArray **ret_uuids, PkDone *ret_done, GError **error);

/* ---- delivering ----------------------------------------------------------------------------- */

typedef struct {
    const char *who;   /* of this watch, for example "host:pid"; not ""             */
    unsigned channels; /* PK_CHANNEL_BIT(..) | ..                                   */
    const char *login; /* only notices to this person; NULL: to everybody           */
    unsigned n;        /* at most so many of each channel                           */
    int64_t lease_us;  /* longer than the deadline of all sends of the batch together */
} PkNoticeClaim;

/* Takes what is due, in order of (next_us, key) within a channel. What is no longer wanted (channel
 * off, person gone, too old) is ended here and not returned. What another watch took and did not
 * record in time is taken over, and a line says so. Text and address are what holds now.
 * Nothing due costs one look and no transaction.
 * *ret_notices: owned array of PkNotice, possibly empty. */
bool pk_notice_claim(PkApp *app, const PkNoticeClaim *claim, int64_t now_us,
                     GPtrArray **ret_notices, GError **error);

/* What became of an attempt. sentence (may be NULL) is cleaned and cut; it must hold no secret.
 * When the claim went over to another watch meanwhile only a success counts.
 * Errors: MISSING when there is no such notice. */
bool pk_notice_record(PkApp *app, const char *uuid, const char *who, PkSendClass result,
                      const char *sentence, int64_t now_us, GError **error);

/* When the next one of these channels is due (a claim that ends counts), INT64_MAX when none waits.
 * login NULL: of everybody. */
bool pk_notice_next(PkApp *app, unsigned channels, const char *login, int64_t *ret_us,
                    GError **error);

/* ---- looking -------------------------------------------------------------------------------- */

/* Array of PkNotice, newest first. login NULL: of everybody; state -1: any. */
GPtrArray *pk_notice_list(PkApp *app, const char *login, int state, unsigned limit, GError **error);

/* Errors: MISSING. Owned. */
PkNotice *pk_notice_get(PkApp *app, const char *uuid, GError **error);

/* What rings here: bell notices to who works here that were made after since_us and not dropped,
 * oldest first. Array of PkNotice. Reads only. */
GPtrArray *pk_notice_bells(PkApp *app, int64_t since_us, GError **error);

/* ---- channels and content ------------------------------------------------------------------- */

/* Array of PkPersonChannel by login and channel; the bell is in it also without a row.
 * login NULL: everybody who has a channel. */
GPtrArray *pk_channel_list(PkApp *app, const char *login, GError **error);

/* Sets one channel of a person ("me" is who works here). address NULL or "": as it was. Others than
 * oneself need the role admin. pgp_key NULL: as it was, "" none; for mail only.
 * Errors: INVALID, DENIED. */
bool pk_channel_set(PkApp *app, const char *person, PkChannel channel, const char *address,
                    const char *pgp_key, bool on, PkDone *ret_done, GError **error);

/* What notices may say and up to which label (then pk_notice_may decides for each receiver). At
 * first nothing, and TLP:GREEN. */
bool pk_notice_content(PkApp *app, PkNoticeContent *ret_content, PkTlp *ret_max, GError **error);

/* Needs the role admin. max NULL: as it was. */
bool pk_notice_content_set(PkApp *app, PkNoticeContent content, const PkTlp *max, PkDone *ret_done,
                           GError **error);
