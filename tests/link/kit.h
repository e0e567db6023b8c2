/* SPDX-License-Identifier: EUPL-1.2 */
/* What the tests of the link layer share. */
#pragma once

#include "outside.h"
#include "piket/link/link.h"

#include <string.h>

#define UUID "01900000-0000-7000-8000-000000000001"

static inline PkMessage
message_by(PkChannel channel)
{
    return (PkMessage){ .uuid = UUID,
                        .kind = PK_NOTICE_PAGE,
                        .channel = channel,
                        .address = channel == PK_CHANNEL_MAIL ? "j@oefendam.example" : "+31 6 01",
                        .name = "J. de Vries",
                        .text = "Piket: 1 page waiting",
                        .bare = "Piket: 1 page waiting",
                        .tlp = PK_TLP_CLEAR,
                        .pgp_key = "",
                        .made_us = INT64_C(1773108840) * 1000000 };
}

static inline void
set(char **field, char *value)
{
    g_free(*field);
    *field = value;
}

static inline PkLinkConfig *
empty_config(void)
{
    const char *none[] = { "/nonexistent/piket", NULL };
    g_autoptr(PkSettings) settings = pk_settings_load(none, NULL);

    return pk_link_config_new(settings);
}

/* Sends, and asserts class and (unless NULL) a part of the sentence, and that no secret is in it.
 */
static inline void
expect(const PkLinkConfig *config, const PkMessage *message, int deadline_ms, PkSendClass want,
       const char *words)
{
    g_auto(PkLinkResult) result = { 0 };
    int64_t before_us = g_get_monotonic_time();

    pk_link_send(config, message, deadline_ms, &result);
    int64_t took_ms = (g_get_monotonic_time() - before_us) / 1000;
    if (result.result != want || (words && !(result.sentence && strstr(result.sentence, words))))
        g_error("got %d '%s', wanted %d '%s'", (int)result.result,
                result.sentence ? result.sentence : "", (int)want, words ? words : "");
    g_assert_cmpint(took_ms, <=, deadline_ms + 900); /* a machine that does much else */
    g_assert_false(result.sentence && strstr(result.sentence, "geheim"));
}
