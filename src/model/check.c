/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "piket/base/error.h"
#include "piket/base/text.h"

#include <string.h>

bool
pk_check_line(const char *text, long max)
{
    return text && strspn(text, " ") < strlen(text) && pk_text_check(text, PK_TEXT_LINE) &&
           g_utf8_strlen(text, -1) <= max;
}

bool
pk_check_optional(const char *text, long max)
{
    return !text || pk_check_line(text, max);
}

bool
pk_check_verdict(const char *fault, GError **error)
{
    if (fault)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID, fault);
    return !fault;
}
