/* SPDX-License-Identifier: EUPL-1.2 */
/* Telephone numbers: compared as numbers, shown for reading aloud. */
#include "piket/model/contact.h"

#include <string.h>

enum { DIGITS_MIN = 3, DIGITS_MAX = 15 }; /* E.164 allows fifteen */

/* Dutch area codes of three digits; all others have four (Telefoonnummerplan, 2023). */
static const char three[] =
    "010 013 015 020 023 024 026 030 033 035 036 038 040 043 045 046 050 053 "
    "055 058 070 071 072 073 074 075 076 077 078 079 084 085 087 088 091 ";

/* The digits of the first number in text, with '+' in front when it had one. */
static char *
digits_of(const char *text)
{
    GString *out = g_string_new(NULL);
    bool seen = false;

    for (const char *at = text; *at; at++) {
        if (g_str_has_prefix(at, "(0)") && seen) {
            at += 2;
        } else if (g_ascii_isdigit(*at)) {
            g_string_append_c(out, *at);
            seen = true;
        } else if (*at == '+' && !seen) {
            g_string_assign(out, "+");
        } else if (seen && !strchr(" -.()/\t", *at)) {
            break;
        }
    }
    return g_string_free(out, FALSE);
}

/* Service numbers, which exist in one country only. */
static bool
is_short(const char *digits)
{
    return strlen(digits) < 9 || g_str_has_prefix(digits, "0800") ||
           g_str_has_prefix(digits, "090") || g_str_has_prefix(digits, "14");
}

char *
pk_phone_normalise(const char *text)
{
    g_autofree char *digits = digits_of(text ? text : "");
    bool plus = digits[0] == '+';
    size_t n = strlen(digits) - plus;
    const char *number = digits;

    if (n < DIGITS_MIN || n > DIGITS_MAX + 2)
        return NULL;
    g_autofree char *full = NULL;
    if (plus)
        full = g_strdup(number);
    else if (g_str_has_prefix(number, "00") && n > 4)
        full = g_strconcat("+", number + 2, NULL);
    else if (number[0] == '0' && !is_short(number))
        full = g_strconcat("+31", number + 1, NULL);
    else
        full = g_strdup(number);
    /* "+31 070 ..." is a mistake that people make; there are no Dutch numbers with +310. */
    if (g_str_has_prefix(full, "+310")) {
        size_t zeros = strspn(full + 3, "0");
        memmove(full + 3, full + 3 + zeros, strlen(full + 3 + zeros) + 1);
    }
    size_t n_full = strlen(full) - (full[0] == '+');
    if (n_full < DIGITS_MIN || n_full > DIGITS_MAX)
        return NULL;
    return g_steal_pointer(&full);
}

bool
pk_phone_same(const char *a, const char *b)
{
    g_autofree char *left = pk_phone_normalise(a);
    g_autofree char *right = pk_phone_normalise(b);

    return left && right && strcmp(left, right) == 0;
}

/* " 12 34 56"; an odd number of digits begins with three. */
static void
append_pairs(GString *out, const char *digits)
{
    size_t left = strlen(digits);

    while (left > 0) {
        size_t take = left % 2 == 1 && left >= 3 ? 3 : MIN(left, 2);
        if (out->len > 0)
            g_string_append_c(out, ' ');
        g_string_append_len(out, digits, (gssize)take);
        digits += take;
        left -= take;
    }
}

/* How many digits of a Dutch number with its 0 stand before the first space. */
static size_t
area_length(const char *digits)
{
    char code[5];

    if (g_str_has_prefix(digits, "06"))
        return 2;
    g_snprintf(code, sizeof code, "%.3s ", digits);
    return strstr(three, code) ? 3 : 4;
}

/* Can be shown with 0 for +31, and reads back as the same number. */
static bool
is_dutch(const char *number)
{
    if (!g_str_has_prefix(number, "+31") || strlen(number) != 12)
        return false;
    g_autofree char *national = g_strconcat("0", number + 3, NULL);
    return !is_short(national);
}

char *
pk_phone_group(const char *text)
{
    g_autofree char *number = pk_phone_normalise(text);
    GString *out = g_string_new(NULL);

    if (!number) {
        g_string_append(out, text ? text : "");
    } else if (is_dutch(number)) {
        g_autofree char *dutch = g_strconcat("0", number + 3, NULL);
        size_t area = area_length(dutch);
        g_string_append_len(out, dutch, (gssize)area);
        append_pairs(out, dutch + area);
    } else if (number[0] == '+') {
        g_string_append_len(out, number, 3);
        append_pairs(out, number + 3);
    } else if (strlen(number) > 5) {
        g_string_append_len(out, number, 4);
        append_pairs(out, number + 4);
    } else {
        g_string_append(out, number);
    }
    return g_string_free(out, FALSE);
}
