/* SPDX-License-Identifier: EUPL-1.2 */
/* Any bytes, in any pieces and at any pace, become keys: characters are valid UTF-8, a paste holds
 * no control but line feed and tab, and after a quiet while nothing is left waiting. */
#include "key.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_paste(const PkKey *key)
{
    g_assert_nonnull(key->paste);
    g_assert_cmpuint(strlen(key->paste), ==, key->paste_len);
    g_assert_true(g_utf8_validate(key->paste, -1, NULL));
    for (const char *p = key->paste; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        g_assert_true(c == '\n' || c == '\t' ||
                      (c >= 0x20 && c != 0x7f && !(c > 0x7f && c < 0xa0)));
    }
}

static void
take_all(PkInput *input, int64_t now_us)
{
    PkKey key, again;

    while (pk_input_next(input, now_us, &key)) {
        g_assert_cmpint(key.kind, !=, PK_KEY_NONE);
        if (key.kind == PK_KEY_PASTE) {
            check_paste(&key);
            continue;
        }
        g_autofree char *name = pk_key_name(&key);
        g_assert_true(g_utf8_validate(name, -1, NULL) && *name);
        if (key.kind == PK_KEY_CTRL && pk_key_parse(name, &again))
            g_assert_true(pk_key_equal(&key, &again));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(PkInput) input = pk_input_new(25);
    int64_t now_us = 0;
    size_t at = 0;

    /* The first byte says how: bit 0 guard, bit 1 UTF-8, the rest steers pieces and pauses. */
    uint8_t how = size > 0 ? data[at++] : 0;
    pk_input_set_guard(input, how & 1);
    pk_input_set_utf8(input, !(how & 2));
    while (at < size) {
        size_t n = MIN(size - at, 1 + (size_t)(how >> 2) + data[at] % 5);
        pk_input_feed(input, (const char *)data + at, n, now_us);
        take_all(input, now_us);
        now_us += (int64_t)(data[at] % 7) * (how & 4 ? 400000 : 2000);
        at += n;
    }
    for (int i = 0; i < 4; i++)
        take_all(input, now_us += 2000000);
    pk_input_feed(input, "\033[201~\003", 7, now_us);
    take_all(input, now_us + 2000000);
    g_assert_cmpint(pk_input_due_us(input), ==, -1);
    return 0;
}
