/* SPDX-License-Identifier: EUPL-1.2 */
#include "mail_text.h"

#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

/* 45 bytes are 60 characters of base64: with =?UTF-8?B? and ?= an encoded word of 72. */
enum { WORD_BYTES = 45, LINE_BYTES = 57 };

static bool
is_plain(const char *text)
{
    for (const char *at = text; *at; at++) {
        if ((unsigned char)*at < ' ' || (unsigned char)*at > '~')
            return false;
    }
    return strlen(text) <= 60 && !strstr(text, "=?");
}

char *
pk_mail_words(const char *text)
{
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    GString *out = g_string_new(NULL);

    if (is_plain(clean)) {
        g_string_append(out, clean);
        return g_string_free(out, FALSE);
    }
    for (const char *at = clean; *at;) {
        const char *end = at;
        while (*end && g_utf8_next_char(end) - at <= WORD_BYTES)
            end = g_utf8_next_char(end);
        g_autofree char *base = g_base64_encode((const guchar *)at, (gsize)(end - at));
        g_string_append_printf(out, "%s=?UTF-8?B?%s?=", at == clean ? "" : "\r\n ", base);
        at = end;
    }
    return g_string_free(out, FALSE);
}

static void
add_base64(GString *out, const char *text)
{
    size_t n = strlen(text);

    for (size_t at = 0; at < n; at += LINE_BYTES) {
        g_autofree char *line =
            g_base64_encode((const guchar *)text + at, MIN(n - at, (size_t)LINE_BYTES));
        g_string_append_printf(out, "%s\r\n", line);
    }
}

/* "Tue, 10 Mar 2026 02:14:00 +0000", whatever the locale. Owned. */
static char *
date(int64_t us)
{
    static const char days[] = "MonTueWedThuFriSatSun";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(us / G_USEC_PER_SEC);

    return g_strdup_printf(
        "%.3s, %d %.3s %04d %02d:%02d:%02d +0000", days + 3 * (g_date_time_get_day_of_week(at) - 1),
        g_date_time_get_day_of_month(at), months + 3 * (g_date_time_get_month(at) - 1),
        g_date_time_get_year(at), g_date_time_get_hour(at), g_date_time_get_minute(at),
        g_date_time_get_second(at));
}

char *
pk_mail_part(const PkMessage *message, const char *text, PkTlp label)
{
    g_autofree char *made = date(message->made_us);
    g_autofree char *body = g_strdup_printf("%s\r\n\r\n%s\r\n\r\n%s\r\n%s\r\n", pk_tlp_label(label),
                                            text, made, pk_tlp_label(label));
    GString *out = g_string_new("Content-Type: text/plain; charset=utf-8\r\n"
                                "Content-Transfer-Encoding: base64\r\n\r\n");

    add_base64(out, body);
    return g_string_free(out, FALSE);
}

char *
pk_mail_headers(const PkMessage *message, const char *from, PkTlp label, int64_t now_us)
{
    const char *domain = strchr(from, '@');
    g_autofree char *now = date(now_us);
    g_autofree char *subject = g_strdup_printf("[%s] %s", pk_tlp_label(label), message->bare);
    g_autofree char *words = pk_mail_words(subject);

    return g_strdup_printf("Date: %s\r\n"
                           "From: Piket <%s>\r\n"
                           "To: <%s>\r\n"
                           "Subject: %s\r\n"
                           "Message-ID: <%s%s>\r\n"
                           "Auto-Submitted: auto-generated\r\n"
                           "Importance: high\r\n"
                           "MIME-Version: 1.0\r\n",
                           now, from, message->address, words, message->uuid,
                           domain ? domain : "@piket.invalid");
}

char *
pk_mail_encrypted(const PkMessage *message, const char *armour)
{
    return g_strdup_printf("Content-Type: multipart/encrypted;\r\n"
                           " protocol=\"application/pgp-encrypted\"; boundary=\"=-%s\"\r\n\r\n"
                           "--=-%s\r\nContent-Type: application/pgp-encrypted\r\n\r\n"
                           "Version: 1\r\n\r\n"
                           "--=-%s\r\nContent-Type: application/octet-stream; "
                           "name=\"encrypted.asc\"\r\n\r\n%s\r\n--=-%s--\r\n",
                           message->uuid, message->uuid, message->uuid, armour, message->uuid);
}

char *
pk_mail_signed(const PkMessage *message, const char *part, const char *armour, const char *micalg)
{
    return g_strdup_printf("Content-Type: multipart/signed; micalg=\"%s\";\r\n"
                           " protocol=\"application/pgp-signature\"; boundary=\"=-%s\"\r\n\r\n"
                           "--=-%s\r\n%s\r\n"
                           "--=-%s\r\nContent-Type: application/pgp-signature; "
                           "name=\"signature.asc\"\r\n\r\n%s\r\n--=-%s--\r\n",
                           micalg, message->uuid, message->uuid, part, message->uuid, armour,
                           message->uuid);
}
