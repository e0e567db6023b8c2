/* SPDX-License-Identifier: EUPL-1.2 */
/* Sets of words: kinds of an incident, needs of a party. */
#include "piket/model/incident.h"

#include "piket/base/error.h"

#include <string.h>

char *
pk_bits_words(const PkWords *words, guint bits)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < words->n_words; i++) {
        if (bits & 1u << words->words[i].value)
            g_string_append_printf(out, "%s%s", out->len ? ", " : "",
                                   pk_word(words, words->words[i].value));
    }
    return g_string_free(out, FALSE);
}

char *
pk_bits_keys(const PkWords *words, guint bits)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < words->n_words; i++) {
        if (bits & 1u << words->words[i].value)
            g_string_append_printf(out, "%s%s", out->len ? " " : "", words->words[i].key);
    }
    return g_string_free(out, FALSE);
}

bool
pk_bits_parse(const PkWords *words, const char *text, guint *ret_bits, GError **error)
{
    /* With commas, a word may hold spaces ("lijn met het Rijk, bijstand"). */
    const char *between = text && strchr(text, ',') ? "," : " ";
    g_auto(GStrv) parts = g_strsplit(text ? text : "", between, -1);
    int whole = 0;
    guint bits = 0;

    if (text && pk_word_parse(words, text, &whole, NULL)) {
        *ret_bits = 1u << whole;
        return true;
    }
    for (char **part = parts; *part; part++) {
        int value = 0;
        if (!*g_strstrip(*part))
            continue;
        if (!pk_word_parse(words, *part, &value, error))
            return false;
        bits |= 1u << value;
    }
    *ret_bits = bits;
    return true;
}
