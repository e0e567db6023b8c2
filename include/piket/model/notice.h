/* SPDX-License-Identifier: EUPL-1.2 */
/* Notice: one message to one person by one channel, from queued to sent or given up.
 *
 * Pure: the times come from the caller. Delivery is at least once under one permanent uuid: the
 * Message-ID of a mail, the idempotency key of a webhook, the replace-id on a desktop. It may
 * repeat only where a watch was killed between sending and recording.
 *
 *     queued -> claimed -> sent                     it was taken
 *                       -> queued  (temporary, unsure)  again after pk_notice_backoff_us
 *                       -> failed  (permanent, or PK_NOTICE_LIFE_US after it was made)
 *     queued, claimed -> dropped                    its page was acknowledged, the channel is off
 */
#pragma once

#include "piket/model/sight.h"
#include "piket/model/tlp.h"
#include "piket/model/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
    PK_CHANNEL_DESKTOP, /* a notice of the desktop, shown by piket-watch --desktop of the person */
    PK_CHANNEL_MAIL,
    PK_CHANNEL_WEBHOOK, /* a gateway to Signal, Matrix, SMS                                      */
    PK_CHANNEL_HOOK,    /* a command on the machine of the watch                                 */
    PK_CHANNEL_BELL,    /* the bell of every console of the person; no watch takes it            */
} PkChannel;

enum { PK_CHANNEL_N = 5 };

/* A set of channels. */
#define PK_CHANNEL_BIT(channel) (1u << (channel))
#define PK_CHANNELS_WATCH                                                                          \
    (PK_CHANNEL_BIT(PK_CHANNEL_MAIL) | PK_CHANNEL_BIT(PK_CHANNEL_WEBHOOK) |                        \
     PK_CHANNEL_BIT(PK_CHANNEL_HOOK))

typedef enum {
    PK_NOTICE_PAGE,
    PK_NOTICE_REMINDER, /* acknowledged, and nothing follows   */
    PK_NOTICE_CLOCK,    /* a deadline comes near               */
    PK_NOTICE_CALLBACK, /* a promised call-back                */
    PK_NOTICE_HANDOVER,
    PK_NOTICE_ROSTER, /* the duty changes                    */
    PK_NOTICE_WATCH,  /* the watch itself is in trouble      */
    PK_NOTICE_TEST,
} PkNoticeKind;

typedef enum {
    PK_NOTICE_QUEUED,
    PK_NOTICE_CLAIMED,
    PK_NOTICE_SENT,
    PK_NOTICE_FAILED,
    PK_NOTICE_DROPPED,
} PkNoticeState;

/* What an attempt came to. */
typedef enum {
    PK_SEND_OK,
    PK_SEND_TEMPORARY, /* may work later, also after somebody repaired the settings    */
    PK_SEND_PERMANENT, /* this message or address is refused: again makes no sense     */
    PK_SEND_UNSURE,    /* it may have arrived: sent again under the same uuid          */
} PkSendClass;

/* What an administrator lets notices say. */
typedef enum {
    PK_CONTENT_NONE,   /* "Piket: 1 page waiting"                           */
    PK_CONTENT_NUMBER, /* and the number of the incident                    */
    PK_CONTENT_TITLE,  /* and its title and severity, as far as the gate lets */
} PkNoticeContent;

extern const PkWords pk_words_channel;
extern const PkWords pk_words_notice_kind;
extern const PkWords pk_words_notice_state;
extern const PkWords pk_words_notice_content;

/* After so long a notice is given up. */
#define PK_NOTICE_LIFE_US (INT64_C(24) * 3600 * 1000000)

typedef struct {
    int64_t key;
    char *uuid;
    PkNoticeKind kind;
    int64_t page_key;     /* 0: about no page                                           */
    int64_t incident_key; /* 0: about no incident                                       */
    char *login;
    PkChannel channel;
    char *address; /* of a claimed one: where it goes to now                          */
    char *text;    /* of a claimed one: what may be said now                          */
    char *bare;    /* without content: subject lines, and where text may not go       */
    PkTlp tlp;     /* of text                                                         */
    char *by_who;
    int64_t made_us;
    int64_t next_us; /* when it is due; 0 when it is over                               */
    int64_t tries;   /* attempts, the one under way too                                 */
    PkNoticeState state;
    char *claimed_by;
    int64_t claimed_until_us;
    int64_t sent_us;      /* 0: not                                                          */
    char *last_error;     /* a sentence, or ""                                               */
    char *name;           /* full name of the receiver                                       */
    char *incident_ident; /* "I26-0412", or ""                                               */
    char *pgp_key;        /* fingerprint to encrypt mail to, or ""                           */
    bool channel_on;
    bool person_active;
} PkNotice;

void pk_notice_free(PkNotice *notice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkNotice, pk_notice_free)

/* How a person is reached by one channel. */
typedef struct {
    char *login;
    PkChannel channel;
    char *address;
    char *pgp_key;
    bool on;
    char *name;
    bool person_active;
} PkPersonChannel;

void pk_person_channel_free(PkPersonChannel *channel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkPersonChannel, pk_person_channel_free)

/* "Piket: 1 page waiting", in the language of the program. n: how many wait. Owned. */
char *pk_notice_bare(PkNoticeKind kind, unsigned n);

/* bare with what content allows to be said of an incident. ident "" for none. Owned. */
char *pk_notice_text(const char *bare, PkNoticeContent content, const char *ident,
                     const char *title);

/* May content with this label go to this receiver by this channel? All of these must hold: the
 * receiver sees it in Piket too; the TLP gate lets it go to them; it is not above ceiling (the
 * administrator's); above TLP:GREEN nobody on the way can read it: a desktop, a console, or a mail
 * that is encrypted to the receiver. */
bool pk_notice_may(PkTlp label, const PkSight *receiver, int64_t incident_key, PkChannel channel,
                   bool encrypted, PkTlp ceiling);

/* How long to wait after so many attempts (from 1): doubles from 30 s to 30 min, give or take a
 * fifth that depends on uuid and attempt alone, so that many do not come back at one moment. */
int64_t pk_notice_backoff_us(const char *uuid, int64_t tries);

/* Whether address can be one of the channel: a mail address; for webhook and hook one line
 * of 1..200 bytes without control characters; nothing for desktop and bell. Errors: INVALID with a
 * sentence. */
bool pk_channel_check(PkChannel channel, const char *address, GError **error);

/* "" or the 40 or 64 hexadecimal digits of an OpenPGP fingerprint. Errors: INVALID. */
bool pk_channel_check_key(const char *pgp_key, GError **error);
