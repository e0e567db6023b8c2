/* SPDX-License-Identifier: EUPL-1.2 */
/* What the channels share. */
#pragma once

#include "piket/link/link.h"

#include <curl/curl.h>

/* Each channel is one of these. */
void pk_link_mail(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
                  PkLinkResult *result);
void pk_link_webhook(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
                     PkLinkResult *result);
void pk_link_hook(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
                  PkLinkResult *result);
void pk_link_desktop(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
                     PkLinkResult *result);

/* Sets the result. sentence is taken. */
void pk_link_say(PkLinkResult *result, PkSendClass what, char *sentence);

/* The JSON that webhook and hook get. Owned. */
char *pk_link_json(const PkMessage *message);

/* What curl's error means where it is the same for mail and webhook; false: another one. handed:
 * all of the message was given to the other side, so it may have arrived. what: "mail server". */
bool pk_link_curl_said(CURLcode code, bool handed, const char *what, const char *ca_setting,
                       PkLinkResult *result);

/* The options of every transfer. *until_us, of the monotonic clock, must outlive it: curl waits for
 * the answer to its goodbye as well, which no time limit of its own holds; *until_us is put forward
 * by what that may take. */
void pk_link_curl_set(CURL *curl, const char *ca_file, int64_t *until_us);

/* An argument array out of JSON: the first an absolute path. Owned, NULL-terminated; NULL with
 * INVALID.
 */
char **pk_hook_parse(const char *json, GError **error);
