/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/quick.h"

#include "piket/model/words.h"

#include <string.h>

enum { DUTCH_DIGITS = 10, PHONE_DIGITS_MIN = 3 };

void
pk_quick_free(PkQuick *quick)
{
    if (!quick)
        return;
    g_free(quick->text);
    g_free(quick);
}

static bool
is_space(char c)
{
    return c && strchr(" \t\r\n", c);
}

static bool
is_end(char c)
{
    return !c || is_space(c) || strchr(".,;:!?)", c);
}

/* @name or @"name": returns the bytes taken, 0 when it is none. */
static size_t
read_org(const char *at, char **ret_text)
{
    if (at[1] == '"') {
        size_t n = strcspn(at + 2, "\"\n");
        if (n == 0 || at[2 + n] != '"')
            return 0;
        *ret_text = g_strndup(at + 2, n);
        return n + 3;
    }
    size_t n = strcspn(at + 1, " \t\r\n\"@");
    /* Closing punctuation belongs to the sentence, except the dot in "Bergen-(L.)". */
    while (n > 0 && strchr(".,;:!?)", at[n]) && !(at[n] == ')' && memchr(at + 1, '(', n)))
        n--;
    if (n == 0)
        return 0;
    *ret_text = g_strdelimit(g_strndup(at + 1, n), "_", ' ');
    return n + 1;
}

/* tel:06 12 34 56 78: spaces only while a Dutch number is not complete, as digits may follow. */
static size_t
read_phone(const char *at, char **ret_text)
{
    const char *start = at + strlen("tel:");
    char first[2] = { 0 }; /* the first two digits: "06" may hold spaces, "00" and "+" not */
    size_t digits = 0, end = 0;

    for (size_t i = 0; start[i]; i++) {
        bool dutch = first[0] == '0' && first[1] != '0' && digits < DUTCH_DIGITS;
        if (g_ascii_isdigit(start[i])) {
            if (digits < 2)
                first[digits] = start[i];
            digits++;
            end = i + 1;
        } else if (!strchr("-()", start[i]) && !(start[i] == '+' && i == 0) &&
                   !(start[i] == ' ' && dutch && start[0] != '+')) {
            break;
        }
    }
    if (digits < PHONE_DIGITS_MIN)
        return 0;
    *ret_text = g_strndup(start, end);
    return strlen("tel:") + end;
}

static size_t
read_digit(const char *at, int most)
{
    return at[1] >= '1' && at[1] <= '0' + most && is_end(at[2]) ? 2 : 0;
}

static size_t
read_one(const char *at, PkQuick *found)
{
    switch (*at) {
    case '@': found->kind = PK_QUICK_ORG; return read_org(at, &found->text);
    case '#':
        found->kind = PK_QUICK_KIND;
        found->value = at[1] - '1';
        return read_digit(at, (int)pk_words_kind.n_words);
    case '!':
        found->kind = PK_QUICK_SEVERITY;
        found->value = at[1] - '0';
        return read_digit(at, PK_SEVERITY_CRITICAL);
    default: break;
    }
    if (g_ascii_strncasecmp(at, "tel:", 4) != 0)
        return 0;
    found->kind = PK_QUICK_PHONE;
    return read_phone(at, &found->text);
}

GPtrArray *
pk_quick_parse(const char *note)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)pk_quick_free);
    const char *start = note ? note : "";

    for (const char *at = start; *at;) {
        PkQuick found = { 0 };
        bool may = at == start || is_space(at[-1]) || at[-1] == '(';
        size_t n = may ? read_one(at, &found) : 0;

        if (n > 0) {
            found.start = (size_t)(at - start);
            found.end = found.start + n;
            g_ptr_array_add(all, g_memdup2(&found, sizeof found));
        }
        at += n > 0 ? n : 1;
    }
    return all;
}
