/* SPDX-License-Identifier: EUPL-1.2 */
/* Content lines. Every line of a file passes here, so what is handed on has a name, parameters that
 * are pairs, and a number that a person can find in an editor. */
#include "ical_private.h"
#include "piket/base/error.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"

#include <string.h>

void
ical_refuse(GError **error, unsigned line, const char *reason, ...)
{
    va_list args;

    va_start(args, reason);
    g_autofree char *why = g_strdup_vprintf(reason, args);
    va_end(args);
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("Line %u of the calendar: %s Nothing was read; correct the file or export it "
                  "anew where it comes from, and try again."),
                line, why);
}

void
ical_lines_init(IcalLines *lines, const char *bytes, size_t len)
{
    *lines = (IcalLines){ .at = bytes, .end = bytes + len, .next_line = 1 };
    lines->raw = g_string_new(NULL);
    lines->scratch = g_string_new(NULL);
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        lines->at += 3;
    /* Blanks before the first word are no continuation of anything. */
    while (lines->at < lines->end && (*lines->at == ' ' || *lines->at == '\t'))
        lines->at++;
}

void
ical_lines_clear(IcalLines *lines)
{
    g_string_free(lines->raw, TRUE);
    g_string_free(lines->scratch, TRUE);
}

/* Appends one physical line; CR, LF and CRLF all end it. */
static void
take(IcalLines *lines)
{
    const char *stop = lines->at;

    while (stop < lines->end && *stop != '\n' && *stop != '\r')
        stop++;
    g_string_append_len(lines->raw, lines->at, stop - lines->at);
    if (stop < lines->end)
        stop += *stop == '\r' && stop + 1 < lines->end && stop[1] == '\n' ? 2 : 1;
    lines->at = stop;
    lines->next_line++;
}

static bool
is_name(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
}

/* NAME=value or NAME="value", then ; or the end. Returns where it stops, or NULL. */
static char *
skip_param(char *p)
{
    char *start = p;
    bool quoted = false;

    while (is_name(*p))
        p++;
    if (p == start || *p != '=')
        return NULL;
    for (p++; *p && (quoted || (*p != ';' && *p != ':')); p++)
        quoted ^= *p == '"';
    return quoted ? NULL : p;
}

static bool
split(IcalLines *lines)
{
    char *p = lines->raw->str;

    lines->name = p;
    while (is_name(*p)) {
        *p = g_ascii_toupper(*p);
        p++;
    }
    if (p == lines->name || (*p != ';' && *p != ':'))
        return false;
    char *name_end = p;
    lines->params = *p == ';' ? p + 1 : name_end;
    while (*p == ';') {
        p = skip_param(p + 1);
        if (!p)
            return false;
    }
    if (*p != ':')
        return false;
    *p = '\0';
    *name_end = '\0';
    lines->value = p + 1;
    return true;
}

bool
ical_lines_next(IcalLines *lines, GError **error)
{
    do {
        if (lines->at >= lines->end)
            return false;
        g_string_truncate(lines->raw, 0);
        lines->line = lines->next_line;
        take(lines);
    } while (strspn(lines->raw->str, " \t") == lines->raw->len);
    while (lines->at < lines->end && (*lines->at == ' ' || *lines->at == '\t')) {
        lines->at++;
        take(lines);
    }
    if (memchr(lines->raw->str, '\0', lines->raw->len)) {
        ical_refuse(error, lines->line,
                    _("it holds a NUL byte, so this is not a text file (or one in UTF-16)."));
        return false;
    }
    lines->begins = g_ascii_strncasecmp(lines->raw->str, "BEGIN:", 6) == 0;
    g_autofree char *shown = pk_text_fit(lines->raw->str, 40, "...");
    if (split(lines))
        return true;
    ical_refuse(error, lines->line, _("\"%s\" is no line of a calendar (NAME:value)."), shown);
    return false;
}

const char *
ical_lines_param(IcalLines *lines, const char *name)
{
    size_t n = strlen(name);

    for (char *p = lines->params; *p;) {
        char *stop = skip_param(p);
        if (!stop)
            return NULL;
        if (g_ascii_strncasecmp(p, name, n) == 0 && p[n] == '=') {
            g_string_truncate(lines->scratch, 0);
            for (char *c = p + n + 1; c < stop; c++)
                if (*c != '"')
                    g_string_append_c(lines->scratch, *c);
            return lines->scratch->str;
        }
        p = *stop == ';' ? stop + 1 : stop;
    }
    return NULL;
}
