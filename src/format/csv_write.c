/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/format/csv.h"

#include <string.h>

static bool
is_number(const char *cell)
{
    const char *at = cell + (*cell == '+' || *cell == '-');
    size_t digits = strspn(at, "0123456789");

    at += digits;
    if (digits > 0 && (*at == '.' || *at == ',')) {
        size_t decimals = strspn(at + 1, "0123456789");
        at += decimals > 0 ? 1 + decimals : 0;
    }
    return digits > 0 && *at == '\0';
}

/* "+31 70 204 55 11": nothing a spreadsheet could subtract. */
static bool
is_telephone(const char *cell)
{
    if (*cell != '+' || !g_ascii_isdigit(cell[1]))
        return false;
    for (const char *at = cell + 1; *at; at++) {
        if (!g_ascii_isdigit(*at) && *at != ' ' && *at != '.' && *at != '-')
            return false;
        if (*at == '-' && g_ascii_isdigit(at[-1]) && at[1] != ' ')
            return false;
    }
    return true;
}

static bool
is_dangerous(const char *cell)
{
    const char *first = cell + strspn(cell, " \n");

    if (*cell == '\t' || *cell == '\r')
        return true;
    if (*first == '\0' || !strchr("=+-@\t\r", *first))
        return false;
    return first != cell || (!is_number(cell) && !is_telephone(cell));
}

void
pk_csv_append(GString *out, const char *cell, char delimiter)
{
    const char special[] = { delimiter, '"', '\r', '\n', '\0' };
    const char *text = cell ? cell : "";
    bool first = out->len == 0 || out->str[out->len - 1] == '\n';
    size_t n = strlen(text);

    /* An empty first cell is quoted too: the next append must see that the line has begun. */
    bool defuse = is_dangerous(text + strspn(text, "'"));
    bool quote = strpbrk(text, special) || (n > 0 && (*text == ' ' || text[n - 1] == ' ')) ||
                 (first && n == 0);

    if (!first)
        g_string_append_c(out, delimiter);
    if (quote)
        g_string_append_c(out, '"');
    if (defuse)
        g_string_append_c(out, '\'');
    for (const char *at = text; *at; at++) {
        if (*at == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *at);
    }
    if (quote)
        g_string_append_c(out, '"');
}

void
pk_csv_end(GString *out)
{
    g_string_append(out, "\r\n");
}

const char *
pk_csv_rearm(const char *cell)
{
    /* Apostrophes that were there already got one more, so that this gives them back. */
    bool ours = *cell == '\'' && is_dangerous(cell + strspn(cell, "'"));

    return ours ? cell + 1 : cell;
}
