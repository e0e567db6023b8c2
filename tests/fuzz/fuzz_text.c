/* SPDX-License-Identifier: EUPL-1.2 */
/* Any bytes become clean text, and clean text stays clean and takes the columns it says. */
#include "piket/base/text.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const char *clean)
{
    g_autofree char *shown = pk_text_shown(clean);
    g_autofree char *again = pk_text_shown(shown);
    g_autofree char *pad = pk_text_pad(clean, 21);
    g_autofree char *folded = pk_text_fold(clean);
    g_autofree char *refolded = pk_text_fold(folded);
    g_autofree char *tokens = pk_text_tokens(clean);
    g_autofree char *retokens = pk_text_tokens(tokens);
    g_autofree char *ascii = pk_text_ascii(clean);
    g_autofree char *title = pk_text_first_sentence(clean, 60);
    g_autoptr(GPtrArray) lines = pk_text_wrap(clean, 9);

    g_assert_true(g_utf8_validate(clean, -1, NULL) && strcmp(shown, again) == 0);
    g_assert_cmpint(pk_text_width(shown), ==, pk_text_width(clean));
    g_assert_cmpint(pk_text_width(pad), ==, 21);
    g_assert_true(strcmp(folded, refolded) == 0 && strcmp(tokens, retokens) == 0);
    g_assert_true(g_str_is_ascii(ascii));
    g_assert_true(pk_text_check(title, PK_TEXT_LINE));
    g_assert_cmpint(pk_text_width(title), <=, 60);
    for (guint i = 0; i < lines->len; i++)
        g_assert_cmpint(pk_text_width(lines->pdata[i]), <=, 9);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int kind = 0; kind < 2; kind++) {
        g_autofree char *clean =
            pk_text_clean((const char *)data, (gssize)size, (PkTextKind)kind, NULL);
        g_assert_true(pk_text_check(clean, (PkTextKind)kind));
        check(clean);
    }
    g_autofree char *raw = g_strndup((const char *)data, size);
    g_autofree char *shown = pk_text_shown(raw);
    g_assert_cmpint(pk_text_width(shown), ==, pk_text_width(raw));
    return 0;
}
