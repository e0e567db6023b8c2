/* SPDX-License-Identifier: EUPL-1.2 */
/* SMTP with TLS that is required, and a mail that says what it may. */
#include "link_private.h"
#include "mail_text.h"
#include "pgp.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/link/secret.h"

#include <string.h>

enum { ANSWER_MAX = 200 };

typedef struct {
    const char *at;
    bool handed; /* the server has all of it, so it may have taken it */
    char answer[ANSWER_MAX];
} Transfer;

static size_t
give(char *to, size_t size, size_t n, void *data)
{
    Transfer *transfer = data;
    size_t left = strlen(transfer->at);
    size_t now = MIN(left, size * n);

    memcpy(to, transfer->at, now);
    transfer->at += now;
    transfer->handed |= now == left;
    return now;
}

/* Keeps the last line with which the server refused something. */
static size_t
hear(char *bytes, size_t size, size_t n, void *data)
{
    Transfer *transfer = data;
    size_t have = MIN(size * n, sizeof transfer->answer - 1);

    if (have == 0 || (*bytes != '4' && *bytes != '5'))
        return size * n;
    memcpy(transfer->answer, bytes, have);
    transfer->answer[have] = '\0';
    return size * n;
}

/* ---- the mail ------------------------------------------------------------------------------- */

/* Encrypted when the receiver has a key, signed when the watch has one. When the key of the
 * receiver cannot be used the bare text goes, which says nothing, and *ret_note tells. */
static char *
mail(const PkLinkConfig *config, const PkMessage *message, int64_t until_us, char **ret_note)
{
    g_autoptr(GError) error = NULL;
    g_auto(PkPgp) pgp = { 0 };
    bool to_key = message->pgp_key && *message->pgp_key;
    g_autofree char *part = pk_mail_part(message, message->text, message->tlp);
    g_autofree char *body = NULL;
    PkTlp label = message->tlp;

    if (to_key &&
        pk_pgp_make(part, message->pgp_key, config->smtp_sign_key, until_us, &pgp, &error))
        body = pk_mail_encrypted(message, pgp.armour);
    if (!body && to_key) {
        *ret_note = g_strdup_printf(_("It went without encryption and without content: %s"),
                                    error->message);
        label = PK_TLP_CLEAR;
        g_free(part);
        part = pk_mail_part(message, message->bare, label);
        g_clear_error(&error);
    }
    if (!body && *config->smtp_sign_key) {
        if (pk_pgp_make(part, NULL, config->smtp_sign_key, until_us, &pgp, &error)) {
            body = pk_mail_signed(message, part, pgp.armour, pgp.micalg);
        } else if (!*ret_note) {
            *ret_note = g_strdup_printf(_("It went without a signature: %s"), error->message);
        }
    }
    g_autofree char *headers =
        pk_mail_headers(message, config->smtp_from, label, pk_clock_now_us());
    return g_strconcat(headers, body ? body : part, NULL);
}

/* ---- what the server made of it ------------------------------------------------------------- */

/* By the reply code: 4xx later, 5xx never, except where it is about who we are. */
static PkSendClass
class_of(long reply)
{
    bool about_us = reply == 530 || reply == 534 || reply == 535 || reply == 538 || reply == 554;

    return reply >= 500 && !about_us ? PK_SEND_PERMANENT : PK_SEND_TEMPORARY;
}

static void
judge(CURL *curl, CURLcode code, const Transfer *transfer, PkLinkResult *result)
{
    long reply = 0;
    const char *what = _("mail server");

    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    if (code == CURLE_OK) {
        pk_link_say(result, PK_SEND_OK, NULL);
        return;
    }
    if (code == CURLE_LOGIN_DENIED) {
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup(_("The mail server refuses the user name or the password. Check "
                               "smtp_user and smtp_password_file.")));
        return;
    }
    if (code == CURLE_USE_SSL_FAILED) {
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup(_("The mail server offers no TLS, and without it nothing is sent. Use "
                               "a port with STARTTLS, or smtps://.")));
        return;
    }
    if (pk_link_curl_said(code, transfer->handed && reply < 400, what, "smtp_ca_file", result))
        return;
    if (*transfer->answer) {
        reply = g_ascii_strtoll(transfer->answer, NULL, 10);
        g_autofree char *clean = pk_text_clean(transfer->answer, -1, PK_TEXT_LINE, NULL);
        pk_link_say(result, class_of(reply),
                    g_strdup_printf(_("The mail server answered: %s"), clean));
        return;
    }
    pk_link_say(result, transfer->handed ? PK_SEND_UNSURE : PK_SEND_TEMPORARY,
                g_strdup_printf(_("The mail server failed: %s."), curl_easy_strerror(code)));
}

/* ---- sending -------------------------------------------------------------------------------- */

static bool
check(const PkLinkConfig *config, const PkMessage *message, PkLinkResult *result)
{
    g_autoptr(GUri) uri = g_uri_parse(config->smtp_url, G_URI_FLAGS_NONE, NULL);
    const char *scheme = uri ? g_uri_get_scheme(uri) : "";
    g_autoptr(GError) error = NULL;

    if (!uri || (!g_str_equal(scheme, "smtp") && !g_str_equal(scheme, "smtps")) ||
        !g_uri_get_host(uri) || !*g_uri_get_host(uri) || g_uri_get_userinfo(uri)) {
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup(_("The setting smtp_url is written as smtp://server:587 or "
                               "smtps://server:465, without a user name or password.")));
        return false;
    }
    if (!pk_channel_check(PK_CHANNEL_MAIL, config->smtp_from, &error)) {
        pk_link_say(result, PK_SEND_TEMPORARY, g_strdup_printf("smtp_from: %s", error->message));
        return false;
    }
    if (!pk_channel_check(PK_CHANNEL_MAIL, message->address, &error)) {
        pk_link_say(result, PK_SEND_PERMANENT, g_strdup(error->message));
        return false;
    }
    return true;
}

static void
transfer_mail(const PkLinkConfig *config, const PkMessage *message, const PkSecret *password,
              const char *bytes, int64_t until_us, PkLinkResult *result)
{
    Transfer transfer = { .at = bytes };
    CURL *curl = curl_easy_init();
    struct curl_slist *to = curl_slist_append(NULL, message->address);

    pk_link_curl_set(curl, config->smtp_ca_file, &until_us);
    curl_easy_setopt(curl, CURLOPT_URL, config->smtp_url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, config->smtp_from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    if (password->text) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, config->smtp_user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, password->text);
    }
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
    judge(curl, curl_easy_perform(curl), &transfer, result);
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
}

void
pk_link_mail(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
             PkLinkResult *result)
{
    int64_t until_us = pk_clock_mono_us() + (int64_t)deadline_ms * 1000;
    g_auto(PkSecret) password = { 0 };
    g_autoptr(GError) error = NULL;
    g_autofree char *note = NULL;

    if (!check(config, message, result))
        return;
    if (*config->smtp_user &&
        !pk_secret_read(config->smtp_password_file, "smtp_password", &password, &error)) {
        pk_link_say(result, PK_SEND_TEMPORARY, g_strdup(error->message));
        return;
    }
    g_autofree char *bytes =
        mail(config, message, until_us - (int64_t)deadline_ms * 1000 / 2, &note);
    transfer_mail(config, message, &password, bytes, until_us, result);
    if (result->result == PK_SEND_OK && note)
        pk_link_say(result, PK_SEND_OK, g_steal_pointer(&note));
}
