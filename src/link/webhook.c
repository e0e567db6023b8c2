/* SPDX-License-Identifier: EUPL-1.2 */
/* POST of a JSON document, signed so that the receiver knows who sent it and when. */
#include "link_private.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/link/secret.h"

#include <string.h>

enum { ANSWER_MAX = 64 * 1024 };

typedef struct {
    size_t n; /* of the answer, which nobody reads */
} Answer;

static size_t
take_answer(G_GNUC_UNUSED char *bytes, size_t size, size_t n, void *data)
{
    Answer *answer = data;

    answer->n += size * n;
    return answer->n > ANSWER_MAX ? 0 : size * n; /* the status stands already */
}

/* https://, or http:// to this machine where that is allowed. */
static bool
check_url(const PkLinkConfig *config)
{
    g_autoptr(GUri) uri = g_uri_parse(config->webhook_url, G_URI_FLAGS_NONE, NULL);
    const char *host = uri ? g_uri_get_host(uri) : NULL;

    if (!host || !*host || g_uri_get_userinfo(uri))
        return false;
    if (g_str_equal(g_uri_get_scheme(uri), "https"))
        return true;
    return config->webhook_loopback && g_str_equal(g_uri_get_scheme(uri), "http") &&
           (g_str_equal(host, "127.0.0.1") || g_str_equal(host, "::1") ||
            g_str_equal(host, "localhost"));
}

/* "t=1773108840,v1=HEX": the HMAC-SHA256 of "1773108840.BODY". Owned. */
static char *
signature(const PkSecret *secret, int64_t second, const char *body)
{
    g_autofree char *stamp = g_strdup_printf("%" G_GINT64_FORMAT ".", second);
    GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, (const guchar *)secret->text, secret->n);

    g_hmac_update(hmac, (const guchar *)stamp, -1);
    g_hmac_update(hmac, (const guchar *)body, -1);
    char *header = g_strdup_printf("Piket-Signature: t=%" G_GINT64_FORMAT ",v1=%s", second,
                                   g_hmac_get_string(hmac));
    g_hmac_unref(hmac);
    return header;
}

static struct curl_slist *
headers(const PkMessage *message, const PkSecret *secret, const char *body)
{
    g_autofree char *key = g_strdup_printf("Idempotency-Key: %s", message->uuid);
    g_autofree char *sign = signature(secret, pk_clock_now_us() / G_USEC_PER_SEC, body);
    struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");

    list = curl_slist_append(list, "Expect:");
    list = curl_slist_append(list, key);
    return curl_slist_append(list, sign);
}

static PkSendClass
class_of(long status)
{
    if (status >= 200 && status < 300)
        return PK_SEND_OK;
    if (status >= 400 && status < 500 && status != 401 && status != 403 && status != 404 &&
        status != 407 && status != 408 && status != 425 && status != 429)
        return PK_SEND_PERMANENT;
    return PK_SEND_TEMPORARY;
}

static void
judge(CURL *curl, CURLcode code, PkLinkResult *result)
{
    long status = 0;
    curl_off_t sent = 0;
    const char *what = _("webhook");

    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &sent);
    if (status >= 300 && status < 400) {
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup_printf(_("The webhook points elsewhere (%ld); Piket does not follow. "
                                      "Set webhook_url to the place itself."),
                                    status));
    } else if (status >= 200 && (code == CURLE_OK || code == CURLE_WRITE_ERROR)) {
        PkSendClass what_it_is = class_of(status);
        pk_link_say(result, what_it_is,
                    what_it_is == PK_SEND_OK
                        ? NULL
                        : g_strdup_printf(_("The webhook answered %ld."), status));
    } else if (!pk_link_curl_said(code, sent > 0, what, "webhook_ca_file", result)) {
        pk_link_say(result, sent > 0 ? PK_SEND_UNSURE : PK_SEND_TEMPORARY,
                    g_strdup_printf(_("The webhook failed: %s."), curl_easy_strerror(code)));
    }
}

void
pk_link_webhook(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
                PkLinkResult *result)
{
    g_auto(PkSecret) secret = { 0 };
    g_autoptr(GError) error = NULL;
    g_autofree char *body = pk_link_json(message);
    Answer answer = { 0 };
    int64_t until_us = pk_clock_mono_us() + (int64_t)deadline_ms * 1000;

    if (!check_url(config)) {
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup(_("The setting webhook_url must begin with https:// and hold no user "
                               "name or password.")));
        return;
    }
    if (!pk_secret_read(config->webhook_secret_file, "webhook_secret", &secret, &error)) {
        pk_link_say(result, PK_SEND_TEMPORARY, g_strdup(error->message));
        return;
    }
    CURL *curl = curl_easy_init();
    struct curl_slist *list = headers(message, &secret, body);
    pk_link_curl_set(curl, config->webhook_ca_file, &until_us);
    curl_easy_setopt(curl, CURLOPT_URL, config->webhook_url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                     config->webhook_loopback ? "https,http" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "piket-watch");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    judge(curl, curl_easy_perform(curl), result);
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
}
