/* SPDX-License-Identifier: EUPL-1.2 */
/* Lexer of the filter language: where words, names, phrases and operators end. */
#include "filter_internal.h"

#include "piket/base/error.h"

#include <stdarg.h>
#include <string.h>

bool
pk_filter_fail(PkFilterParser *parser, size_t at, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    parser->error_at = MIN(at, parser->len);
    g_set_error_literal(parser->error, PK_ERROR, PK_ERROR_INVALID, message);
    return false;
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
pk_filter_ends_word(char c)
{
    return c == '\0' || is_space(c) || strchr("()|\",", c) != NULL;
}

void
pk_filter_skip_spaces(PkFilterParser *p)
{
    while (is_space(p->text[p->pos]))
        p->pos++;
}

size_t
pk_filter_word_length(const PkFilterParser *p)
{
    size_t n = 0;

    while (!pk_filter_ends_word(p->text[p->pos + n]))
        n++;
    return n;
}

static bool
word_is(const PkFilterParser *p, const char *word)
{
    size_t n = strlen(word);

    return strncmp(p->text + p->pos, word, n) == 0 && pk_filter_ends_word(p->text[p->pos + n]);
}

/* Operators are words in capitals only: "of" and "en" are text. Returns their length, or 0. */
size_t
pk_filter_operator_at(const PkFilterParser *p, const char *english, const char *dutch)
{
    if (word_is(p, english))
        return strlen(english);
    return word_is(p, dutch) ? strlen(dutch) : 0;
}

size_t
pk_filter_or_at(const PkFilterParser *p)
{
    return p->text[p->pos] == '|' ? 1 : pk_filter_operator_at(p, "OR", "OF");
}

bool
pk_filter_at_end(const PkFilterParser *p)
{
    return p->pos >= p->len || p->text[p->pos] == ')';
}

/* A phrase from its opening quote; \" and \\ are the only escapes. */
char *
pk_filter_phrase(PkFilterParser *p)
{
    size_t open = p->pos++;
    g_autoptr(GString) out = g_string_new(NULL);

    for (; p->text[p->pos] != '"'; p->pos++) {
        char c = p->text[p->pos];
        if (c == '\0') {
            pk_filter_fail(p, open,
                           _("This quote is not closed. Type \" where the text ends. "
                             "The list is unchanged."));
            return NULL;
        }
        if (c == '\\' && (p->text[p->pos + 1] == '"' || p->text[p->pos + 1] == '\\'))
            c = p->text[++p->pos];
        g_string_append_c(out, c);
    }
    p->pos++;
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Length of the field name that an operator follows, or 0: then it is a plain word. */
size_t
pk_filter_name_length(const PkFilterParser *p)
{
    const char *start = p->text + p->pos;
    const char *at = start;

    if (!g_unichar_isalpha(g_utf8_get_char(at)))
        return 0;
    while (*at == '_' || *at == '-' || g_unichar_isalnum(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    bool has_operator = (*at && strchr(":=<>~", *at)) || (at[0] == '!' && at[1] == '=');
    return has_operator ? (size_t)(at - start) : 0;
}

/* Length, UTF-8 and control characters, before any other rule looks at a byte. */
bool
pk_filter_check_text(PkFilterParser *p)
{
    const char *bad = NULL;

    if (p->len > PK_FILTER_BYTES_MAX)
        return pk_filter_fail(p, PK_FILTER_BYTES_MAX,
                              _("The filter is longer than %d bytes. Make it shorter. The list "
                                "is unchanged."),
                              PK_FILTER_BYTES_MAX);
    if (!g_utf8_validate(p->text, (gssize)p->len, &bad))
        return pk_filter_fail(p, (size_t)(bad - p->text),
                              _("The filter holds bytes that are not UTF-8 text. The list is "
                                "unchanged."));
    for (const char *at = p->text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        bool override = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (!is_space((char)MIN(c, 0x7F)) && (g_unichar_iscntrl(c) || override))
            return pk_filter_fail(p, (size_t)(at - p->text),
                                  _("The filter holds a control character here. Take it out. "
                                    "The list is unchanged."));
    }
    return true;
}
