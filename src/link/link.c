/* SPDX-License-Identifier: EUPL-1.2 */
#include "link_private.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <jansson.h>
#include <signal.h>
#include <string.h>

enum { GOODBYE_MS = 1000 };

typedef void (*SendFn)(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
                       PkLinkResult *result);

/* clang-format off */
static const struct {
    PkChannel channel;
    SendFn send;
    size_t setting; /* of PkLinkConfig, without which nothing goes; of the desktop: none */
} channels[] = {
    { PK_CHANNEL_MAIL,    pk_link_mail,    G_STRUCT_OFFSET(PkLinkConfig, smtp_url) },
    { PK_CHANNEL_WEBHOOK, pk_link_webhook, G_STRUCT_OFFSET(PkLinkConfig, webhook_url) },
    { PK_CHANNEL_HOOK,    pk_link_hook,    G_STRUCT_OFFSET(PkLinkConfig, hook) },
    { PK_CHANNEL_DESKTOP, pk_link_desktop, 0 },
};

static const struct {
    const char *key;
    size_t at;
} settings_of[] = {
    { "smtp_url",            G_STRUCT_OFFSET(PkLinkConfig, smtp_url) },
    { "smtp_from",           G_STRUCT_OFFSET(PkLinkConfig, smtp_from) },
    { "smtp_user",           G_STRUCT_OFFSET(PkLinkConfig, smtp_user) },
    { "smtp_password_file",  G_STRUCT_OFFSET(PkLinkConfig, smtp_password_file) },
    { "smtp_ca_file",        G_STRUCT_OFFSET(PkLinkConfig, smtp_ca_file) },
    { "smtp_sign_key",       G_STRUCT_OFFSET(PkLinkConfig, smtp_sign_key) },
    { "webhook_url",         G_STRUCT_OFFSET(PkLinkConfig, webhook_url) },
    { "webhook_secret_file", G_STRUCT_OFFSET(PkLinkConfig, webhook_secret_file) },
    { "webhook_ca_file",     G_STRUCT_OFFSET(PkLinkConfig, webhook_ca_file) },
    { "hook",                G_STRUCT_OFFSET(PkLinkConfig, hook) },
};
/* clang-format on */

#define TEXT_AT(config, offset) (*(char **)((char *)(config) + (offset)))

PkLinkConfig *
pk_link_config_new(const PkSettings *settings)
{
    PkLinkConfig *config = g_new0(PkLinkConfig, 1);

    for (size_t i = 0; i < G_N_ELEMENTS(settings_of); i++)
        TEXT_AT(config, settings_of[i].at) =
            g_strdup(pk_settings_get(settings, settings_of[i].key));
    config->webhook_loopback = pk_settings_on(settings, "webhook_loopback", false);
    return config;
}

void
pk_link_config_free(PkLinkConfig *config)
{
    for (size_t i = 0; config && i < G_N_ELEMENTS(settings_of); i++)
        g_free(TEXT_AT(config, settings_of[i].at));
    g_free(config);
}

PkMessage
pk_message_of(const PkNotice *notice)
{
    return (PkMessage){ .uuid = notice->uuid,
                        .kind = notice->kind,
                        .channel = notice->channel,
                        .address = notice->address,
                        .name = notice->name,
                        .text = notice->text,
                        .bare = notice->bare,
                        .tlp = notice->tlp,
                        .pgp_key = notice->pgp_key,
                        .made_us = notice->made_us };
}

void
pk_link_result_clear(PkLinkResult *result)
{
    g_free(result->sentence);
    *result = (PkLinkResult){ 0 };
}

void
pk_link_say(PkLinkResult *result, PkSendClass what, char *sentence)
{
    g_free(result->sentence);
    result->result = what;
    result->sentence = sentence;
}

void
pk_link_start(void)
{
    signal(SIGPIPE, SIG_IGN); /* OpenSSL writes to connections that are gone */
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

bool
pk_link_is_set(const PkLinkConfig *config, PkChannel channel)
{
    for (size_t i = 0; i < G_N_ELEMENTS(channels); i++) {
        if (channels[i].channel == channel)
            return channel == PK_CHANNEL_DESKTOP || *TEXT_AT(config, channels[i].setting);
    }
    return false;
}

void
pk_link_send(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
             PkLinkResult *ret_result)
{
    const char *key = pk_word_key(&pk_words_channel, (int)message->channel);

    *ret_result = (PkLinkResult){ PK_SEND_TEMPORARY, NULL };
    for (size_t i = 0; i < G_N_ELEMENTS(channels); i++) {
        if (channels[i].channel != message->channel)
            continue;
        if (pk_link_is_set(config, message->channel)) {
            channels[i].send(config, message, deadline_ms, ret_result);
            return;
        }
    }
    pk_link_say(
        ret_result, PK_SEND_TEMPORARY,
        g_strdup_printf(_("This watch has no settings for %s, so it cannot send by it."), key));
}

char *
pk_link_json(const PkMessage *message)
{
    g_autoptr(GDateTime) made = g_date_time_new_from_unix_utc(message->made_us / G_USEC_PER_SEC);
    g_autofree char *stamp = g_date_time_format(made, "%Y-%m-%dT%H:%M:%SZ");
    json_t *document =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "schema", "piket.notice/1", "id",
                  message->uuid, "kind", pk_word_key(&pk_words_notice_kind, (int)message->kind),
                  "to", message->address, "name", message->name, "tlp", pk_tlp_label(message->tlp),
                  "text", message->text, "made", stamp);
    char *text = json_dumps(document, JSON_COMPACT | JSON_PRESERVE_ORDER);
    char *owned = g_strdup(text ? text : "{}");

    json_decref(document);
    free(text);
    return owned;
}

/* ---- curl ----------------------------------------------------------------------------------- */

/* Looked at once a second while curl waits for the last answer. */
static int
past(void *data, G_GNUC_UNUSED curl_off_t a, G_GNUC_UNUSED curl_off_t b, G_GNUC_UNUSED curl_off_t c,
     G_GNUC_UNUSED curl_off_t d)
{
    const int64_t *until_us = data;

    return pk_clock_mono_us() >= *until_us;
}

void
pk_link_curl_set(CURL *curl, const char *ca_file, int64_t *until_us)
{
    int64_t left_ms = (*until_us - pk_clock_mono_us()) / 1000;
    int64_t goodbye_ms = left_ms > 2 * GOODBYE_MS ? GOODBYE_MS : 0;
    long deadline_ms = (long)MAX(left_ms - goodbye_ms, 1);

    *until_us -= goodbye_ms * 1000;
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, past);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, until_us);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, deadline_ms);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, deadline_ms);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    if (*ca_file)
        curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file);
}

bool
pk_link_curl_said(CURLcode code, bool handed, const char *what, const char *ca_setting,
                  PkLinkResult *result)
{
    PkSendClass lost = handed ? PK_SEND_UNSURE : PK_SEND_TEMPORARY;

    switch ((int)code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup_printf(_("The name of the %s is not known here."), what));
        return true;
    case CURLE_COULDNT_CONNECT:
        pk_link_say(result, PK_SEND_TEMPORARY, g_strdup_printf(_("The %s does not answer."), what));
        return true;
    case CURLE_ABORTED_BY_CALLBACK:
    case CURLE_OPERATION_TIMEDOUT:
        pk_link_say(result, lost,
                    g_strdup_printf(_("The %s did not answer within the time."), what));
        return true;
    case CURLE_PEER_FAILED_VERIFICATION:
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup_printf(_("The certificate of the %s is not trusted here or is for "
                                      "another name. If it is right, set %s."),
                                    what, ca_setting));
        return true;
    case CURLE_SSL_CACERT_BADFILE:
        pk_link_say(
            result, PK_SEND_TEMPORARY,
            g_strdup_printf(_("The file of the setting %s holds no certificates that can be "
                              "read."),
                            ca_setting));
        return true;
    case CURLE_SSL_CONNECT_ERROR:
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup_printf(_("No secure connection with the %s could be made."), what));
        return true;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
        pk_link_say(result, lost,
                    g_strdup_printf(_("The connection with the %s broke off."), what));
        return true;
    default: return false;
    }
}
