/* SPDX-License-Identifier: EUPL-1.2 */
/* Any text is a word of a table, a label or a head hash, or refused with a message; what is
 * accepted is written and reads back as the same. */
#include "piket/model/incident.h"
#include "piket/model/seal.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_words(const PkWords *words, const char *text)
{
    g_autoptr(GError) error = NULL;
    guint bits = 0, again = 0;
    int value = -1;

    if (pk_word_parse(words, text, &value, &error))
        g_assert_cmpstr(pk_word_key(words, value), !=, "unknown");
    else
        g_assert_true(*error->message);
    if (pk_bits_parse(words, text, &bits, NULL)) {
        g_autofree char *keys = pk_bits_keys(words, bits);
        g_assert_true(pk_bits_parse(words, keys, &again, NULL) && again == bits);
    }
}

static void
try_label(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *notice = NULL;
    PkTlp tlp, again;

    if (!pk_tlp_parse(text, &tlp, &notice, &error)) {
        g_assert_true(*error->message && !notice);
        return;
    }
    g_assert_true(pk_tlp_parse(pk_tlp_label(tlp), &again, NULL, NULL) && again == tlp);
}

static void
try_head(const char *text)
{
    PkKeptHead head, again;

    if (!pk_seal_parse_head(text, &head, NULL))
        return;
    g_assert_true(pk_seal_parse_head(head.digits, &again, NULL));
    g_assert_cmpstr(head.digits, ==, again.digits);
    g_assert_true(head.weak == (strlen(head.digits) == 8));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);

    try_words(&pk_words_kind, text);
    try_words(&pk_words_need, text);
    try_words(&pk_words_clock_state, text);
    try_label(text);
    try_head(text);
    return 0;
}
