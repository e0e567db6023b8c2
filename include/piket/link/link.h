/* SPDX-License-Identifier: EUPL-1.2 */
/* The world outside: one message out by one channel, within a deadline, and what became of it.
 *
 * Linked into piket-watch only. Knows no database: the watch maps a claimed PkNotice onto a
 * PkMessage and gives the result to pk_notice_record (piket/app/notice.h). Sending blocks, so a
 * watch sends in threads, one for each channel, and a mail server that hangs holds no webhook up.
 * Any thread may send; call pk_link_start once before the first does. */
#pragma once

#include "piket/base/settings.h"
#include "piket/model/notice.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* All borrowed while pk_link_send runs. */
typedef struct {
    const char *uuid; /* Message-ID, idempotency key, replace-id                        */
    PkNoticeKind kind;
    PkChannel channel;
    const char *address;
    const char *name;    /* full name of the receiver                                      */
    const char *text;    /* what may be said                                               */
    const char *bare;    /* the same without content                                       */
    PkTlp tlp;           /* of text                                                        */
    const char *pgp_key; /* fingerprint to encrypt a mail to, or ""                        */
    int64_t made_us;
} PkMessage;

/* The message of a claimed notice; borrows from it. */
PkMessage pk_message_of(const PkNotice *notice);

typedef struct {
    PkSendClass result;
    char *sentence; /* why not, or what is worth telling of a success; NULL: nothing. Owned. No
                       secret is ever in it. */
} PkLinkResult;

void pk_link_result_clear(PkLinkResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PkLinkResult, pk_link_result_clear)

/* From the settings smtp_*, webhook_*, hook. Owned strings; "" where nothing is set. */
typedef struct {
    char *smtp_url; /* smtp://host:587 (STARTTLS is required) or smtps://host:465 */
    char *smtp_from;
    char *smtp_user;
    char *smtp_password_file;
    char *smtp_ca_file;
    char *smtp_sign_key; /* fingerprint of a key without passphrase, to sign with      */
    char *webhook_url;
    char *webhook_secret_file;
    char *webhook_ca_file;
    bool webhook_loopback; /* http:// to this machine is allowed: for trying out         */
    char *hook;            /* a JSON array: ["/path/to/command", "argument"]             */
} PkLinkConfig;

PkLinkConfig *pk_link_config_new(const PkSettings *settings);
void pk_link_config_free(PkLinkConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PkLinkConfig, pk_link_config_free)

/* Is there anything to send with by this channel? Says nothing of whether it works. */
bool pk_link_is_set(const PkLinkConfig *config, PkChannel channel);

/* Once, before any thread sends. From then on SIGPIPE is ignored in the whole process. */
void pk_link_start(void);

/* Sends. Never blocks longer than deadline_ms (a hook that must be killed: half a second more).
 * ret_result is always filled. Settings that are missing or refused are TEMPORARY: somebody can
 * repair them while the notice waits. */
void pk_link_send(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
                  PkLinkResult *ret_result);

/* ---- the desktop of one person (piket-watch --desktop) --------------------------------------- */

/* Somebody pressed a button of a notice: action is "acknowledge" or "open". Runs in the thread of
 * the desktop: hand it over, do not work in it. */
typedef void (*PkDesktopActionFn)(const char *uuid, const char *action, void *data);

/* Starts the thread that talks to the desktop; only then pk_link_send knows PK_CHANNEL_DESKTOP. A
 * daemon that hangs holds only that thread: sending returns at its deadline, and until the thread
 * is free again the next ones fail at once. */
void pk_link_desktop_start(PkDesktopActionFn on_action, void *data);

/* Waits for the thread unless it hangs. */
void pk_link_desktop_stop(void);
