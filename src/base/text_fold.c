/* SPDX-License-Identifier: EUPL-1.2 */
/* Folding for search, and the ASCII fallback. */
#include "piket/base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* Letters that Unicode does not take apart but people do. */
/* clang-format off */
static const struct {
    ucs4_t uc;
    const char *plain;
} letters[] = {
    { 0x00DF, "ss" }, { 0x00E6, "ae" }, { 0x00F0, "d" },  { 0x00F8, "o" },  { 0x00FE, "th" },
    { 0x0111, "d" },  { 0x0127, "h" },  { 0x0131, "i" },  { 0x0138, "k" },  { 0x0142, "l" },
    { 0x014B, "n" },  { 0x0153, "oe" }, { 0x0167, "t" },  { 0x0237, "j" },
    { 0x00C6, "AE" }, { 0x00D0, "D" },  { 0x00D8, "O" },  { 0x00DE, "Th" }, { 0x0110, "D" },
    { 0x0126, "H" },  { 0x0141, "L" },  { 0x014A, "N" },  { 0x0152, "OE" }, { 0x0166, "T" },
    { 0x1E9E, "SS" },
};

/* Signs, for ASCII only: a search splits on them. */
static const struct {
    ucs4_t uc;
    const char *plain;
} signs[] = {
    { 0x00A1, "!" },   { 0x00A3, "GBP" }, { 0x00A5, "JPY" }, { 0x00A7, "par." }, { 0x00A9, "(c)" },
    { 0x00AB, "\"" },  { 0x00AD, "" },    { 0x00AE, "(r)" }, { 0x00B0, "gr." },  { 0x00B1, "+-" },
    { 0x00B7, "." },   { 0x00BB, "\"" },  { 0x00BF, "?" },   { 0x00D7, "x" },    { 0x00F7, "/" },
    { 0x200B, "" },    { 0x200C, "" },    { 0x200D, "" },    { 0x2010, "-" },    { 0x2011, "-" },
    { 0x2012, "-" },   { 0x2013, "-" },   { 0x2014, "--" },  { 0x2015, "--" },   { 0x2018, "'" },
    { 0x2019, "'" },   { 0x201A, "," },   { 0x201B, "'" },   { 0x201C, "\"" },   { 0x201D, "\"" },
    { 0x201E, "\"" },  { 0x2022, "*" },   { 0x2026, "..." }, { 0x2032, "'" },    { 0x2033, "\"" },
    { 0x2039, "<" },   { 0x203A, ">" },   { 0x2044, "/" },   { 0x2060, "" },     { 0x20AC, "EUR" },
    { 0x2190, "<-" },  { 0x2192, "->" },  { 0x2212, "-" },   { 0x2248, "~" },    { 0x2260, "!=" },
    { 0x2264, "<=" },  { 0x2265, ">=" },  { 0x2500, "-" },   { 0x2502, "|" },    { 0x2713, "v" },
    { 0xFEFF, "" },
};
/* clang-format on */

static const char *
plain_letter(ucs4_t uc)
{
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
        if (letters[i].uc == uc)
            return letters[i].plain;
    }
    return NULL;
}

static const char *
plain_sign(ucs4_t uc)
{
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (signs[i].uc == uc)
            return signs[i].plain;
    }
    return NULL;
}

static bool
is_ascii(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x80)
            return false;
    }
    return true;
}

/* Valid UTF-8 whatever comes in, since these functions also meet text that is not stored. */
static char *
valid(const char *text)
{
    return g_utf8_make_valid(text ? text : "", -1);
}

static bool
is_mark(ucs4_t uc)
{
    return uc_is_general_category_withtable(uc, UC_CATEGORY_MASK_M);
}

/* One pass. A plain form may itself fold further, so pk_text_fold passes until nothing changes. */
static char *
fold_once(const char *text)
{
    size_t n = 0;
    size_t n_folded = 0;
    uint8_t *apart = u8_normalize(UNINORM_NFKD, (const uint8_t *)text, strlen(text), NULL, &n);
    uint8_t *folded = u8_casefold(apart, n, NULL, UNINORM_NFKD, NULL, &n_folded);
    GString *out = g_string_sized_new(n_folded + 1);
    const uint8_t *at = folded;

    for (ucs4_t uc; folded && at < folded + n_folded;) {
        int bytes = u8_mbtoucr(&uc, at, (size_t)(folded + n_folded - at));
        const char *plain = plain_letter(uc);
        if (plain)
            g_string_append(out, plain);
        else if (!is_mark(uc))
            g_string_append_len(out, (const char *)at, bytes);
        at += bytes;
    }
    free(apart);
    free(folded);
    return g_string_free(out, FALSE);
}

char *
pk_text_fold(const char *text)
{
    if (!text || is_ascii(text))
        return g_ascii_strdown(text ? text : "", -1);
    char *now = valid(text);
    for (int pass = 0; pass < 4; pass++) {
        char *next = fold_once(now);
        bool same = strcmp(now, next) == 0;
        g_free(now);
        now = next;
        if (same)
            break;
    }
    return now;
}

char *
pk_text_tokens(const char *text)
{
    g_autofree char *folded = pk_text_fold(text);
    GString *out = g_string_sized_new(strlen(folded) + 1);
    size_t token = 0; /* bytes of the token being read, cut or not */

    for (const char *at = folded; *at; at = g_utf8_next_char(at)) {
        ucs4_t uc = g_utf8_get_char(at);
        size_t n = (size_t)(g_utf8_next_char(at) - at);
        if (!uc_is_general_category_withtable(uc, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N)) {
            token = 0;
            continue;
        }
        if (token == 0 && out->len > 0)
            g_string_append_c(out, ' ');
        if (token + n <= PK_TOKEN_MAX)
            g_string_append_len(out, at, (gssize)n);
        else
            n = PK_TOKEN_MAX; /* a narrower letter behind the cut must not come back in */
        token += n;
    }
    return g_string_free(out, FALSE);
}

/* One character as ASCII; what it is made of where it has no entry of its own. */
static void
append_ascii(GString *out, ucs4_t uc)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    const char *plain = plain_letter(uc);

    if (!plain)
        plain = plain_sign(uc);
    if (plain) {
        g_string_append(out, plain);
        return;
    }
    if (uc < 0x80) {
        bool keep = (uc >= 0x20 && uc < 0x7F) || uc == '\n' || uc == '\t';
        g_string_append_c(out, keep ? (char)uc : '?');
        return;
    }
    int tag = 0;
    int n = uc_decomposition(uc, &tag, parts);
    if (n <= 0) {
        if (!is_mark(uc))
            g_string_append_c(out, '?');
        return;
    }
    for (int i = 0; i < n; i++)
        append_ascii(out, parts[i]);
}

char *
pk_text_ascii(const char *text)
{
    if (!text)
        return g_strdup("");
    g_autofree char *in = valid(text);
    GString *out = g_string_sized_new(strlen(in) + 1);

    for (const char *at = in; *at; at = g_utf8_next_char(at))
        append_ascii(out, g_utf8_get_char(at));
    return g_string_free(out, FALSE);
}
