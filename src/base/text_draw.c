/* SPDX-License-Identifier: EUPL-1.2 */
/* Clusters, their widths, and cutting, padding and wrapping by columns. */
#include "piket/base/text.h"

#include <stdint.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>
#include <uniwidth.h>

enum { MARKS_MAX = 4 }; /* ncurses keeps one base and four marks in a cell */

static bool
is_regional(ucs4_t uc)
{
    return uc >= 0x1F1E6 && uc <= 0x1F1FF;
}

static bool
is_selector(ucs4_t uc)
{
    return (uc >= 0xFE00 && uc <= 0xFE0F) || (uc >= 0xE0100 && uc <= 0xE01EF);
}

static bool
is_bidi(ucs4_t uc)
{
    return uc == 0x061C || uc == 0x200E || uc == 0x200F || (uc >= 0x202A && uc <= 0x202E) ||
           (uc >= 0x2066 && uc <= 0x2069);
}

/* Invisible everywhere: drawing nothing is what a terminal does too. */
static bool
is_invisible(ucs4_t uc)
{
    return uc == 0xAD || uc == 0x200B || uc == 0x2060 || uc == 0xFEFF ||
           (uc >= 0x2061 && uc <= 0x2064);
}

/* Wide since Unicode 9 (2016) or CJK since ever: every terminal in use draws two columns. */
static bool
is_surely_wide(ucs4_t uc)
{
    return (uc >= 0x231A && uc <= 0x2B55) || (uc >= 0x2E80 && uc <= 0x303E) ||
           (uc >= 0x3041 && uc <= 0xA4C6) || (uc >= 0xAC00 && uc <= 0xD7A3) ||
           (uc >= 0xF900 && uc <= 0xFAD9) || (uc >= 0xFE30 && uc <= 0xFE6B) ||
           (uc >= 0xFF01 && uc <= 0xFF60) || (uc >= 0xFFE0 && uc <= 0xFFE6) ||
           (uc >= 0x1F300 && uc <= 0x1F64F) || (uc >= 0x1F680 && uc <= 0x1F6D2) ||
           (uc >= 0x1F910 && uc <= 0x1F91E) || (uc >= 0x20000 && uc <= 0x2FA1D);
}

/* Columns of a base character where that is sure, else -1. */
static int
sure_width(ucs4_t uc)
{
    if (uc >= 0x20 && uc < 0x7F)
        return 1;
    /* Unassigned, private use, surrogates, format characters; and the skin tones, which a terminal
     * may melt into whatever stands before them. */
    if (uc_is_general_category_withtable(uc, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_M) ||
        uc_is_property_emoji_modifier(uc) || is_regional(uc))
        return -1;
    /* Letters that cling to a neighbour would change it when drawn beside another one. */
    int clings = uc_graphemeclusterbreak_property(uc);
    if (clings == GBP_PREPEND || clings == GBP_EXTEND || clings == GBP_SPACINGMARK)
        return -1;
    int columns = uc_width(uc, "UTF-8");
    if (columns == 2)
        return is_surely_wide(uc) ? 2 : -1;
    if (columns != 1 || uc >= 0x10000)
        return -1;
    /* Conjoining Hangul, the two- and three-em dash, a whole phrase in one character. */
    if ((uc >= 0x1100 && uc <= 0x11FF) || (uc >= 0xA960 && uc <= 0xA97C) ||
        (uc >= 0xD7B0 && uc <= 0xD7FB) || uc == 0x2E3A || uc == 0x2E3B ||
        (uc >= 0xFDFA && uc <= 0xFDFD))
        return -1;
    return 1;
}

static bool
is_plain_mark(ucs4_t uc)
{
    return uc_is_general_category_withtable(uc, UC_CATEGORY_MASK_Mn) && !is_selector(uc) &&
           uc_width(uc, "UTF-8") == 0;
}

/* libunistring 1.0 looks at pairs only: it breaks families after each joiner, and keeps a row of
 * flags as one cluster. */
static const uint8_t *
cluster_end(const uint8_t *start, const uint8_t *end, ucs4_t first)
{
    const uint8_t *at = u8_grapheme_next(start, end);
    ucs4_t uc = 0;

    if (is_regional(first)) {
        at = start + 4;
        if (at < end && u8_mbtoucr(&uc, at, (size_t)(end - at)) == 4 && is_regional(uc))
            at += 4;
        return at;
    }
    while (at < end && at - start >= 3 && memcmp(at - 3, "\xE2\x80\x8D", 3) == 0) {
        if (u8_mbtoucr(&uc, at, (size_t)(end - at)) <= 0 ||
            !uc_is_property_extended_pictographic(uc))
            break;
        at = u8_grapheme_next(at, end);
    }
    return at;
}

/* Looks only a little ahead, or a long text would be measured again at every cluster. */
static size_t
cluster_bytes(const uint8_t *start, ucs4_t first)
{
    enum { NEAR = 128 };
    const uint8_t *end = start + strnlen((const char *)start, NEAR);
    const uint8_t *at = cluster_end(start, end, first);

    if (end - start == NEAR && end - at < 8)
        at = cluster_end(start, start + strlen((const char *)start), first);
    return (size_t)(at - start);
}

static void
show(PkCluster *c, const char *what, size_t n, int columns, bool drawable)
{
    memcpy(c->shown, what, n);
    c->shown[n] = '\0';
    c->columns = columns;
    c->drawable = drawable;
}

static void
show_code(PkCluster *c, ucs4_t uc)
{
    int n = g_snprintf(c->shown, sizeof c->shown, "<%02X>", (unsigned)uc);

    c->columns = n;
    c->drawable = false;
}

/* True when everything behind the base is at most MARKS_MAX nonspacing marks. */
static bool
has_plain_tail(const uint8_t *at, const uint8_t *end)
{
    for (int n = 0; at < end; n++) {
        ucs4_t uc = 0;
        int bytes = u8_mbtoucr(&uc, at, (size_t)(end - at));
        if (bytes <= 0 || n == MARKS_MAX || !is_plain_mark(uc))
            return false;
        at += bytes;
    }
    return true;
}

static void
judge(PkCluster *c, ucs4_t base, int base_bytes)
{
    const uint8_t *start = (const uint8_t *)c->text;
    int columns = sure_width(base);

    if (is_invisible(base))
        show(c, "", 0, 0, false);
    else if (columns == 1 && base > 0x7F &&
             uc_is_general_category_withtable(base, UC_CATEGORY_MASK_Z))
        show(c, " ", 1, 1, false);
    else if (columns < 0)
        show(c, "?", 1, 1, false);
    else if (has_plain_tail(start + base_bytes, start + c->n_bytes))
        show(c, c->text, c->n_bytes, columns, true);
    else
        show(c, c->text, (size_t)base_bytes, columns, false);
}

bool
pk_text_next(const char **at, PkCluster *ret_cluster)
{
    const uint8_t *start = (const uint8_t *)*at;
    PkCluster *c = ret_cluster;

    if (!start || !*start)
        return false;
    c->text = *at;
    c->n_bytes = 1;
    if (*start >= 0x20 && *start < 0x7F && start[1] < 0x80) { /* nearly all of it */
        show(c, c->text, 1, 1, true);
        (*at)++;
        return true;
    }
    ucs4_t uc = 0;
    size_t left = strnlen(*at, 4);
    int n = u8_mbtoucr(&uc, start, left);
    if (n <= 0) {
        show_code(c, *start);
    } else if (uc == '\t' || uc == '\n') {
        show(c, " ", 1, 1, false);
    } else if (uc < 0x20 || (uc >= 0x7F && uc < 0xA0) || is_bidi(uc) || uc == 0x2028 ||
               uc == 0x2029) {
        c->n_bytes = (size_t)n;
        show_code(c, uc);
    } else {
        c->n_bytes = cluster_bytes(start, uc);
        judge(c, uc, n);
    }
    *at += c->n_bytes;
    return true;
}

int
pk_text_width(const char *text)
{
    int64_t columns = 0;

    for (PkCluster c; pk_text_next(&text, &c);)
        columns += c.columns;
    return (int)MIN(columns, G_MAXINT);
}

char *
pk_text_shown(const char *text)
{
    return pk_text_fit(text, G_MAXINT, NULL);
}

char *
pk_text_fit(const char *text, int columns, const char *ellipsis)
{
    GString *out = g_string_new(NULL);
    int dots = ellipsis ? pk_text_width(ellipsis) : 0;
    int used = 0;
    gsize cut = 0; /* where the text would end to leave room for the dots */

    if (dots >= columns)
        dots = 0;
    for (PkCluster c; pk_text_next(&text, &c);) {
        if (c.columns > columns - used) {
            g_string_truncate(out, dots ? cut : out->len);
            if (dots)
                g_string_append(out, ellipsis);
            break;
        }
        g_string_append(out, c.shown);
        used += c.columns;
        if (used <= columns - dots)
            cut = out->len;
    }
    return g_string_free(out, FALSE);
}

char *
pk_text_pad(const char *text, int columns)
{
    g_autofree char *fit = pk_text_fit(text, columns, "...");
    int missing = MAX(columns - pk_text_width(fit), 0);

    return g_strdup_printf("%s%*s", fit, missing, "");
}

/* Breaks one line (without line feeds, already shown) into out. */
static void
wrap_line(const char *line, int columns, GPtrArray *out)
{
    const char *start = line;

    do {
        const char *at = start;
        const char *end = start;
        const char *space = NULL; /* the last one that fits or stands just behind the edge */
        const char *indent = start + strspn(start, " ");
        int left = columns;
        PkCluster c = { 0 };
        while (pk_text_next(&at, &c)) {
            if (c.shown[0] == ' ' && c.text > indent)
                space = c.text;
            left -= c.columns;
            if (left < 0)
                break;
            end = at;
        }
        if (left < 0 && space)
            end = space;
        if (left < 0 && end == start) { /* one cluster wider than the whole line */
            g_ptr_array_add(out, g_strdup("?"));
            end = start + c.n_bytes;
        } else {
            g_ptr_array_add(out, g_strndup(start, (gsize)(end - start)));
        }
        start = end + (left < 0 ? strspn(end, " ") : 0);
    } while (*start);
}

GPtrArray *
pk_text_wrap(const char *text, int columns)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) lines = g_strsplit(text && *text ? text : "", "\n", -1);

    if (!lines[0])
        g_ptr_array_add(out, g_strdup(""));
    for (char **line = lines; *line; line++) {
        g_autofree char *shown = pk_text_shown(*line);
        wrap_line(shown, MAX(columns, 1), out);
    }
    return out;
}
