/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/text.h"
#include "piket/model/match.h"

#include <string.h>

static bool
is_apostrophe(gunichar c)
{
    return c == '\'' || c == '`' || c == 0x00B4 || c == 0x2018 || c == 0x2019;
}

char *
pk_match_fold(const char *text)
{
    g_autofree char *plain = pk_text_fold(text);
    GString *out = g_string_sized_new(strlen(plain) + 1);
    bool gap = false;

    for (const char *p = plain; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (is_apostrophe(c) || g_unichar_ismark(c))
            continue;
        if (!g_unichar_isalnum(c)) {
            gap = out->len > 0;
            continue;
        }
        if (gap)
            g_string_append_c(out, ' ');
        if (c == 'j' && !gap && out->len > 0 && out->str[out->len - 1] == 'i')
            out->str[out->len - 1] = 'y';
        else
            g_string_append_unichar(out, c);
        gap = false;
    }
    return g_string_free(out, FALSE);
}

const char *
pk_match_bare(const char *folded)
{
    static const char *const leading[] = { "s ", "de ", "het ", "gemeente " };
    const char *at = folded;

    for (size_t i = 0; i < G_N_ELEMENTS(leading);) {
        size_t n = strlen(leading[i]);
        if (strncmp(at, leading[i], n) == 0 && at[n]) {
            at += n;
            i = 0;
        } else {
            i++;
        }
    }
    return at;
}

enum { WORD_MAX = 64 };

unsigned
pk_match_distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    unsigned char rows[3][WORD_MAX + 1];

    if (n > WORD_MAX || m > WORD_MAX)
        return G_MAXUINT;
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = (unsigned char)j;
    for (size_t i = 1; i <= n; i++) {
        const unsigned char *above = rows[(i - 1) % 3];
        const unsigned char *two_above = rows[(i + 1) % 3];
        unsigned char *row = rows[i % 3];

        row[0] = (unsigned char)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = above[j - 1] + (a[i - 1] != b[j - 1]);
            best = MIN(best, above[j] + 1u);
            best = MIN(best, row[j - 1] + 1u);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = MIN(best, two_above[j - 2] + 1u);
            row[j] = (unsigned char)best;
        }
    }
    return rows[n % 3][m];
}
