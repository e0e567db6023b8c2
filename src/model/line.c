/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/line.h"

#include "piket/base/error.h"
#include "piket/base/text.h"

#include <string.h>

PkLine *
pk_line_new(void)
{
    PkLine *line = g_new0(PkLine, 1);

    line->tlp = PK_TLP_AMBER;
    return line;
}

void
pk_line_free(PkLine *line)
{
    if (!line)
        return;
    g_free(line->incident_uuid);
    g_free(line->origin_uuid);
    g_free(line->uuid);
    g_free(line->author);
    g_free(line->text);
    g_free(line->details);
    g_free(line->corrects_origin_uuid);
    g_free(line);
}

bool
pk_line_check_text(const char *text, GError **error)
{
    if (!text || strspn(text, " \t\n") == strlen(text)) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID, _("Type what happened first."));
        return false;
    }
    if (strlen(text) > PK_LINE_TEXT_MAX) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("One line holds at most %d bytes; this is longer. Split it."),
                    PK_LINE_TEXT_MAX);
        return false;
    }
    if (!pk_text_check(text, PK_TEXT_MULTILINE)) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("The text holds control characters or is not UTF-8."));
        return false;
    }
    return true;
}

bool
pk_line_check(const PkLine *line, GError **error)
{
    const char *fault = NULL;

    if (!pk_line_check_text(line->text, error))
        return false;
    if (!line->author || !*line->author)
        fault = _("A line needs an author.");
    else if (line->event_us <= 0 || line->recorded_us <= 0)
        fault = _("A line needs the time of the event and the time it was recorded.");
    else if (line->tlp > PK_TLP_RED || line->category > PK_CAT_SYSTEM ||
             line->precision > PK_PRECISION_YEAR)
        fault = _("A line needs a category, a precision and a TLP label.");
    else if ((line->corrects_no > 0) != (line->corrects_origin_uuid != NULL))
        fault = _("A correction names both the origin and the number of the line.");
    else if (line->details && (!*line->details || strlen(line->details) > PK_LINE_DETAILS_MAX ||
                               !g_utf8_validate(line->details, -1, NULL)))
        fault = _("The details of the line are empty, too long or not UTF-8.");
    if (fault)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID, fault);
    return !fault;
}

bool
pk_line_late(const PkLine *line)
{
    static const int64_t day_us = INT64_C(86400) * 1000000;
    int64_t end_us = line->event_us;

    switch (line->precision) {
    case PK_PRECISION_SECOND: break;
    case PK_PRECISION_DAY: end_us += day_us; break;
    case PK_PRECISION_MONTH: end_us += 31 * day_us; break;
    case PK_PRECISION_YEAR: end_us += 366 * day_us; break;
    }
    return line->recorded_us - end_us > PK_LINE_LATE_US;
}

/* The last place in text[0..len) after which may be cut: after the last c in the last quarter. */
static size_t
last_after(const char *text, size_t len, char c)
{
    for (size_t at = len; at > len - len / 4; at--) {
        if (text[at - 1] == c)
            return at;
    }
    return 0;
}

static size_t
piece(const char *text)
{
    size_t len = PK_LINE_TEXT_MAX;

    while ((text[len] & 0xc0) == 0x80)
        len--;
    size_t at = last_after(text, len, '\n');
    if (at == 0)
        at = last_after(text, len, ' ');
    return at > 0 ? at : len;
}

GPtrArray *
pk_line_split(const char *text)
{
    GPtrArray *pieces = g_ptr_array_new_with_free_func(g_free);
    size_t left = strlen(text);

    while (left > PK_LINE_TEXT_MAX) {
        size_t len = piece(text);
        g_ptr_array_add(pieces, g_strndup(text, len));
        text += len;
        left -= len;
    }
    g_ptr_array_add(pieces, g_strdup(text));
    return pieces;
}
