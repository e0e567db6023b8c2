/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/notice.h"

#include "piket/base/error.h"
#include "piket/base/text.h"

#include <string.h>

#define SECOND_US INT64_C(1000000)

enum { ADDRESS_MAX = 200, MAIL_MAX = 254 };

/* clang-format off */
static const PkWord channels[] = {
    { PK_CHANNEL_DESKTOP, "desktop", "desktop", "bureaublad", "libnotify" },
    { PK_CHANNEL_MAIL,    "mail",    "mail",    "mail",       "e-mail email" },
    { PK_CHANNEL_WEBHOOK, "webhook", "webhook", "webhook",    "" },
    { PK_CHANNEL_HOOK,    "hook",    "hook",    "opdracht",   "command" },
    { PK_CHANNEL_BELL,    "bell",    "bell",    "bel",        "" },
};

static const PkWord kinds[] = {
    { PK_NOTICE_PAGE,     "page",     "page",        "oproep",       "" },
    { PK_NOTICE_REMINDER, "reminder", "reminder",    "herinnering",  "" },
    { PK_NOTICE_CLOCK,    "clock",    "deadline",    "termijn",      "" },
    { PK_NOTICE_CALLBACK, "callback", "call-back",   "terugbellen",  "" },
    { PK_NOTICE_HANDOVER, "handover", "handover",    "overdracht",   "" },
    { PK_NOTICE_ROSTER,   "roster",   "roster",      "rooster",      "" },
    { PK_NOTICE_WATCH,    "watch",    "watch",       "wacht",        "" },
    { PK_NOTICE_TEST,     "test",     "test",        "proef",        "" },
};

static const PkWord states[] = {
    { PK_NOTICE_QUEUED,  "queued",  "waiting",   "wacht",      "" },
    { PK_NOTICE_CLAIMED, "claimed", "being sent", "onderweg",  "" },
    { PK_NOTICE_SENT,    "sent",    "sent",      "verzonden",  "" },
    { PK_NOTICE_FAILED,  "failed",  "failed",    "mislukt",    "" },
    { PK_NOTICE_DROPPED, "dropped", "dropped",   "vervallen",  "" },
};

static const PkWord contents[] = {
    { PK_CONTENT_NONE,   "none",   "none",   "geen",   "" },
    { PK_CONTENT_NUMBER, "number", "number", "nummer", "" },
    { PK_CONTENT_TITLE,  "title",  "title",  "titel",  "" },
};

#define WORDS(name, table) { name, table, G_N_ELEMENTS(table) }
const PkWords pk_words_channel        = WORDS(N_("channel"), channels);
const PkWords pk_words_notice_kind    = WORDS(N_("kind of notice"), kinds);
const PkWords pk_words_notice_state   = WORDS(N_("state of the notice"), states);
const PkWords pk_words_notice_content = WORDS(N_("content of notices"), contents);
/* clang-format on */

void
pk_notice_free(PkNotice *notice)
{
    if (!notice)
        return;
    char *const texts[] = { notice->uuid,       notice->login,         notice->address,
                            notice->text,       notice->bare,          notice->by_who,
                            notice->name,       notice->pgp_key,       notice->claimed_by,
                            notice->last_error, notice->incident_ident };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_free(notice);
}

void
pk_person_channel_free(PkPersonChannel *channel)
{
    if (!channel)
        return;
    g_free(channel->login);
    g_free(channel->address);
    g_free(channel->pgp_key);
    g_free(channel->name);
    g_free(channel);
}

/* ---- what it says --------------------------------------------------------------------------- */

char *
pk_notice_bare(PkNoticeKind kind, unsigned n)
{
    n = MAX(n, 1);
    switch (kind) {
    case PK_NOTICE_PAGE:
        return g_strdup_printf(P_("Piket: %u page waiting", "Piket: %u pages waiting", n), n);
    case PK_NOTICE_REMINDER:
        return g_strdup_printf(P_("Piket: %u reminder", "Piket: %u reminders", n), n);
    case PK_NOTICE_CLOCK:
        return g_strdup_printf(
            P_("Piket: %u deadline comes near", "Piket: %u deadlines come near", n), n);
    case PK_NOTICE_CALLBACK:
        return g_strdup_printf(
            P_("Piket: %u call-back promised", "Piket: %u call-backs promised", n), n);
    case PK_NOTICE_HANDOVER: return g_strdup(_("Piket: a handover waits"));
    case PK_NOTICE_ROSTER: return g_strdup(_("Piket: the duty changes"));
    case PK_NOTICE_WATCH: return g_strdup(_("Piket: the watch needs attention"));
    case PK_NOTICE_TEST: break;
    }
    return g_strdup(_("Piket: this is a test"));
}

char *
pk_notice_text(const char *bare, PkNoticeContent content, const char *ident, const char *title)
{
    if (content == PK_CONTENT_NONE || !ident || !*ident)
        return g_strdup(bare);
    if (content == PK_CONTENT_NUMBER || !title || !*title)
        return g_strdup_printf("%s: %s", bare, ident);
    return g_strdup_printf("%s: %s %s", bare, ident, title);
}

bool
pk_notice_may(PkTlp label, const PkSight *receiver, int64_t incident_key, PkChannel channel,
              bool encrypted, PkTlp ceiling)
{
    bool on_own_screen = channel == PK_CHANNEL_DESKTOP || channel == PK_CHANNEL_BELL;
    bool unread = on_own_screen || (channel == PK_CHANNEL_MAIL && encrypted);
    PkGateAsk ask = { .relation = pk_sight_named(receiver, incident_key) ? PK_TO_PERSON : PK_TO_OWN,
                      .need_to_know = true, /* who is paged has to act on it */
                      .has_ceiling = true,
                      .ceiling = unread ? ceiling : MIN(ceiling, PK_TLP_GREEN) };

    return pk_sight_may(receiver, incident_key, label) && pk_tlp_gate(label, &ask) == PK_GATE_YES;
}

/* ---- when again ----------------------------------------------------------------------------- */

/* FNV-1a: the same on every machine. */
static uint32_t
mixed(const char *uuid, int64_t tries)
{
    uint32_t hash = UINT32_C(2166136261);

    for (const char *at = uuid; *at; at++)
        hash = (hash ^ (unsigned char)*at) * UINT32_C(16777619);
    return (hash ^ (uint32_t)tries) * UINT32_C(16777619);
}

int64_t
pk_notice_backoff_us(const char *uuid, int64_t tries)
{
    int64_t wait_us = 30 * SECOND_US;

    for (int64_t i = 1; i < tries && wait_us < 1800 * SECOND_US; i++)
        wait_us *= 2;
    wait_us = MIN(wait_us, 1800 * SECOND_US);
    int64_t fifth = wait_us / 5;
    int64_t jitter = (int64_t)(mixed(uuid, tries) % 2001) - 1000; /* thousandths of the fifth */
    return CLAMP(wait_us + fifth * jitter / 1000, 30 * SECOND_US, 1800 * SECOND_US);
}

/* ---- addresses ------------------------------------------------------------------------------ */

/* What a server may be handed inside <>: no more of RFC 5321 than people have. */
static bool
is_mail(const char *address)
{
    const char *at = strrchr(address, '@');
    size_t n = strlen(address);

    if (!at || at == address || n > MAIL_MAX || strchr(address, '@') != at || *address == '.' ||
        at[-1] == '.' || strstr(address, ".."))
        return false;
    for (const char *c = address; c < at; c++) {
        if (!g_ascii_isalnum(*c) && !strchr("!#$%&'*+-/=?^_`{|}~.", *c))
            return false;
    }
    for (const char *c = at + 1; *c; c++) {
        if (!g_ascii_isalnum(*c) && *c != '.' && *c != '-')
            return false;
    }
    return at[1] && at[1] != '.' && at[1] != '-' && address[n - 1] != '.' && address[n - 1] != '-';
}

bool
pk_channel_check(PkChannel channel, const char *address, GError **error)
{
    bool none = !address || !*address;

    if (channel == PK_CHANNEL_DESKTOP || channel == PK_CHANNEL_BELL) {
        if (none)
            return true;
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s needs no address: write 'on' or 'off'."),
                    pk_word(&pk_words_channel, channel));
        return false;
    }
    if (channel == PK_CHANNEL_MAIL && (none || !is_mail(address))) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' is no mail address that Piket can use. Write it as "
                      "name@domain.example, without a name around it."),
                    none ? "" : address);
        return false;
    }
    if (none || strlen(address) > ADDRESS_MAX || !pk_text_check(address, PK_TEXT_LINE)) {
        g_set_error(
            error, PK_ERROR, PK_ERROR_INVALID,
            _("Write what the gateway calls the person, for example a telephone number: one "
              "line of at most %d bytes."),
            ADDRESS_MAX);
        return false;
    }
    return true;
}

bool
pk_channel_check_key(const char *pgp_key, GError **error)
{
    size_t n = strlen(pgp_key);

    for (size_t i = 0; i < n; i++) {
        if (!g_ascii_isxdigit(pgp_key[i]))
            n = 1;
    }
    if (n == 0 || n == 40 || n == 64)
        return true;
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("Give the whole fingerprint of the OpenPGP key, 40 or 64 hexadecimal "
                          "digits without spaces: 'gpg --fingerprint' shows it."));
    return false;
}
