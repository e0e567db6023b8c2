/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

static bool
is_bidi_control(ucs4_t uc)
{
    return uc == 0x061C || uc == 0x200E || uc == 0x200F || (uc >= 0x202A && uc <= 0x202E) ||
           (uc >= 0x2066 && uc <= 0x2069);
}

static bool
is_control(ucs4_t uc)
{
    return uc < 0x20 || (uc >= 0x7F && uc < 0xA0);
}

static bool
is_line_break(ucs4_t uc)
{
    return uc == '\n' || uc == '\r' || uc == 0x85 || uc == 0x2028 || uc == 0x2029;
}

/* What one character becomes: itself, '\n', or 0 for nothing. */
static ucs4_t
cleaned(ucs4_t uc, size_t *removed)
{
    if (is_line_break(uc))
        return '\n';
    if (uc == '\t')
        return uc;
    if (uc == '\v' || uc == '\f') { /* removing them would join the words around them */
        (*removed)++;
        return '\n';
    }
    if (is_control(uc) || is_bidi_control(uc) || uc == 0xFEFF) {
        (*removed)++;
        return 0;
    }
    return uc;
}

static void
append(GString *out, ucs4_t uc, PkTextKind kind)
{
    uint8_t utf8[6];

    if (kind == PK_TEXT_LINE && (uc == '\n' || uc == '\t'))
        uc = ' ';
    int n = u8_uctomb(utf8, uc, sizeof utf8);
    if (n > 0)
        g_string_append_len(out, (const char *)utf8, n);
}

static GString *
filtered(const char *bytes, size_t len, PkTextKind kind, size_t *removed)
{
    GString *out = g_string_sized_new(len + 1);
    const uint8_t *at = (const uint8_t *)bytes;
    const uint8_t *end = at + len;

    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (at < end) {
        ucs4_t uc = 0xFFFD;
        int n = u8_mbtoucr(&uc, at, (size_t)(end - at));
        if (n <= 0) {
            (*removed)++;
            append(out, 0xFFFD, kind);
            at++;
            continue;
        }
        bool crlf = uc == '\r' && at + 1 < end && at[1] == '\n';
        uc = cleaned(uc, removed);
        if (uc)
            append(out, uc, kind);
        at += crlf ? 2 : n;
    }
    return out;
}

/* Normalised after the removals, because those bring a letter and its accent together. */
static char *
composed(const GString *text)
{
    size_t n = 0;

    if (g_str_is_ascii(text->str)) /* nearly all of it, and the normaliser is slow */
        return g_strndup(text->str, text->len);
    uint8_t *nfc = u8_normalize(UNINORM_NFC, (const uint8_t *)text->str, text->len, NULL, &n);

    g_assert(nfc || text->len == 0); /* only memory can fail here, and GLib aborts on that too */
    char *result = g_strndup(nfc ? (const char *)nfc : "", n);
    free(nfc);
    return result;
}

char *
pk_text_clean(const char *bytes, gssize len, PkTextKind kind, size_t *ret_removed)
{
    size_t removed = 0;
    size_t n = !bytes ? 0 : len < 0 ? strlen(bytes) : (size_t)len;
    GString *kept = filtered(bytes ? bytes : "", n, kind, &removed);
    char *result = composed(kept);

    g_string_free(kept, TRUE);
    if (kind == PK_TEXT_LINE) {
        char *start = result + strspn(result, " ");
        size_t left = strlen(start);
        while (left > 0 && start[left - 1] == ' ')
            left--;
        memmove(result, start, left);
        result[left] = '\0';
    }
    if (ret_removed)
        *ret_removed = removed;
    return result;
}

bool
pk_text_check(const char *text, PkTextKind kind)
{
    if (!text)
        return false;
    g_autofree char *clean = pk_text_clean(text, -1, kind, NULL);
    return strcmp(clean, text) == 0;
}

/* Words after which a full stop does not end the sentence, folded. */
static const char *const abbreviations[] = {
    "bv",   "bijv", "ca",  "co",   "corp", "dhr", "dr",   "drs",  "e.g", "enz",  "etc", "evt",
    "excl", "i.e",  "inc", "incl", "ing",  "ir",  "jr",   "ltd",  "max", "mevr", "min", "mr",
    "mrs",  "ms",   "mw",  "nl",   "no",   "nr",  "prof", "resp", "sr",  "st",   "tel", "vs",
};

static bool
is_abbreviation(const char *start, const char *dot)
{
    const char *word = dot;

    while (word > start && !strchr(" \t\n(\"'", word[-1]))
        word--;
    if (dot - word <= 1 || (dot - word == 3 && word[1] == '.')) /* "J." and "o.a." */
        return true;
    g_autofree char *lower = g_ascii_strdown(word, dot - word);
    for (size_t i = 0; i < G_N_ELEMENTS(abbreviations); i++) {
        if (strcmp(lower, abbreviations[i]) == 0)
            return true;
    }
    return false;
}

/* Where the sentence that begins at start ends. */
static const char *
sentence_end(const char *start)
{
    const char *at = start;

    for (; *at && *at != '\n'; at++) {
        if (*at != '.' && *at != '!' && *at != '?')
            continue;
        const char *after = at + 1;
        after += strspn(after, ".!?\"')");
        if (*after && !strchr(" \t\n", *after))
            continue;
        const char *next = after + strspn(after, " \t");
        if (*at == '.' && (g_ascii_islower(*next) || is_abbreviation(start, at)))
            continue;
        return after;
    }
    return at;
}

char *
pk_text_first_sentence(const char *text, int columns)
{
    const char *start = text ? text : "";

    start += strspn(start, " \t\n\r");
    const char *end = sentence_end(start);
    g_autofree char *line = pk_text_clean(start, end - start, PK_TEXT_LINE, NULL);
    size_t n = strlen(line);
    if (n > 1 && line[n - 1] == '.' && line[n - 2] != '.')
        line[n - 1] = '\0';
    g_strchomp(line);
    if (pk_text_width(line) <= columns)
        return g_steal_pointer(&line);

    /* Cut the source and not what is shown of it: a title keeps its emoji. */
    const char *at = line;
    size_t keep = 0;
    int room = columns > 3 ? columns - 3 : columns;
    for (PkCluster c; pk_text_next(&at, &c) && c.columns <= room; keep += c.n_bytes)
        room -= c.columns;
    while (keep > 0 && line[keep - 1] == ' ')
        keep--;
    line[keep] = '\0';
    return g_strconcat(line, columns > 3 ? "..." : "", NULL);
}
