/* SPDX-License-Identifier: EUPL-1.2 */
/* What could stand here: completion in the filter bar and in the shell. */
#include "filter_internal.h"

#include "piket/base/text.h"

#include <string.h>

/* The word under the cursor begins after the last delimiter; signs of negation stay in front. */
static size_t
word_start(const char *text, size_t cursor)
{
    size_t start = cursor;

    while (start > 0 && !strchr(" \t\r\n()|\"", text[start - 1]))
        start--;
    while (start < cursor && strchr("-!", text[start]))
        start++;
    return start;
}

static void
add(GPtrArray *found, const char *before, const char *typed, const char *word, const char *after)
{
    g_autofree char *folded = pk_text_tokens(word);
    g_autofree char *wanted = pk_text_tokens(typed);
    char *candidate;

    if (!g_str_has_prefix(folded, wanted))
        return;
    if (strchr(word, ' '))
        candidate = g_strdup_printf("%s\"%s\"%s", before, word, after);
    else
        candidate = g_strconcat(before, word, after, NULL);
    for (unsigned i = 0; i < found->len; i++) {
        if (strcmp(found->pdata[i], candidate) == 0) {
            g_free(candidate);
            return;
        }
    }
    g_ptr_array_add(found, candidate);
}

static void
complete_value(GPtrArray *found, const PkFilterField *field, PkFilterList list, const char *before,
               const char *typed)
{
    if (field->kind == PK_FILTER_VALUE_TLP) {
        for (int i = PK_TLP_RED; i >= PK_TLP_CLEAR; i--) {
            g_autofree char *label = g_ascii_strdown(pk_tlp_short((PkTlp)i), -1);
            add(found, before, typed, label, "");
        }
    }
    if (field->id == PK_FILTER_STATUS)
        add(found, before, typed, "open", "");
    for (size_t i = 0; field->words && i < field->words->n_words; i++) {
        int value = field->words->words[i].value;
        if (field->id != PK_FILTER_IS || (pk_filter_is_lists((PkFilterIs)value) & (unsigned)list))
            add(found, before, typed, pk_word(field->words, value), "");
    }
    if (field->kind == PK_FILTER_VALUE_DUE) {
        add(found, before, typed, "over", "");
        add(found, before, typed, "none", "");
    }
}

GPtrArray *
pk_filter_complete(const char *text, size_t cursor, PkFilterList list, size_t *ret_from)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    size_t end = MIN(cursor, strlen(text));
    size_t start = word_start(text, end);
    g_autofree char *word = g_strndup(text + start, end - start);
    size_t name_n = strcspn(word, ":=<>~!");

    *ret_from = start;
    if (word[name_n]) {
        g_autofree char *name = g_strndup(word, name_n);
        const PkFilterField *field = pk_filter_field(name);
        /* What stands before the value stays as it was typed: "sev:>=", "kind:ddos,". */
        size_t value = name_n + strspn(word + name_n, ":=<>~!");
        const char *comma = strrchr(word + value, ',');
        if (comma)
            value = (size_t)(comma + 1 - word);
        g_autofree char *before = g_strndup(word, value);
        if (field && (field->lists & (unsigned)list))
            complete_value(found, field, list, before, word + value);
        return found;
    }
    size_t n;
    const PkFilterField *fields = pk_filter_fields(&n);
    for (size_t i = 0; i < n; i++) {
        if (!(fields[i].lists & (unsigned)list))
            continue;
        add(found, "", word, pk_filter_field_label(&fields[i]), ":");
        if (*word)
            add(found, "", word, fields[i].key, ":");
    }
    return found;
}
