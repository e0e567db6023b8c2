/* SPDX-License-Identifier: EUPL-1.2 */
/* One value of a field, from text to what the predicate compares. */
#include "filter_internal.h"

#include "piket/base/error.h"
#include "piket/base/text.h"

#include <string.h>

static void
value_free(void *data)
{
    PkFilterValue *value = data;

    g_free(value->text);
    g_free(value->folded);
    g_free(value->series);
    g_free(value);
}

PkFilterNode *
pk_filter_node_new(PkFilterType type, size_t at)
{
    PkFilterNode *node = g_atomic_rc_box_new0(PkFilterNode);

    node->type = type;
    node->at = node->end = at;
    if (type == PK_FILTER_LEAF)
        node->values = g_ptr_array_new_with_free_func(value_free);
    else
        node->children = g_ptr_array_new_with_free_func((GDestroyNotify)pk_filter_node_unref);
    return node;
}

PkFilterNode *
pk_filter_node_ref(PkFilterNode *node)
{
    return g_atomic_rc_box_acquire(node);
}

static void
node_clear(void *data)
{
    PkFilterNode *node = data;

    g_clear_pointer(&node->children, g_ptr_array_unref);
    g_clear_pointer(&node->values, g_ptr_array_unref);
    g_clear_pointer(&node->ids, g_array_unref);
}

void
pk_filter_node_unref(PkFilterNode *node)
{
    if (node)
        g_atomic_rc_box_release_full(node, node_clear);
}

bool
pk_filter_is_none(const char *text)
{
    return g_ascii_strcasecmp(text, "none") == 0 || g_ascii_strcasecmp(text, "geen") == 0;
}

char *
pk_filter_shown(const char *text)
{
    glong n = g_utf8_strlen(text, -1);

    if (n <= 40)
        return g_strdup(text);
    g_autofree char *start = g_utf8_substring(text, 0, 39);
    return g_strconcat(start, "…", NULL);
}

static void
add_notice(PkFilterParser *p, char *notice)
{
    for (unsigned i = 0; notice && i < p->notices->len; i++) {
        if (strcmp(notice, p->notices->pdata[i]) == 0)
            g_clear_pointer(&notice, g_free);
    }
    if (notice)
        g_ptr_array_add(p->notices, notice);
}

/* --- Tables of words and labels: everything ends up as bits --- */

static bool
word_fits_list(const PkFilterField *field, int value, PkFilterList list)
{
    return field->id != PK_FILTER_IS || (pk_filter_is_lists((PkFilterIs)value) & (unsigned)list);
}

/* "severity knows low, medium, high, critical", with "open" where the field has it. */
static char *
possible(const PkFilterField *field, PkFilterList list)
{
    g_autoptr(GString) all = g_string_new(field->id == PK_FILTER_STATUS ? "open" : NULL);

    if (field->kind == PK_FILTER_VALUE_TLP)
        return g_strdup("red, amber+strict, amber, green, clear");
    for (size_t i = 0; i < field->words->n_words; i++) {
        int value = field->words->words[i].value;
        if (word_fits_list(field, value, list))
            g_string_append_printf(all, "%s%s", all->len ? ", " : "", pk_word(field->words, value));
    }
    return g_string_free(g_steal_pointer(&all), FALSE);
}

static bool
unknown_value(PkFilterParser *p, const PkFilterField *field, const PkFilterRaw *raw)
{
    g_autofree char *all = possible(field, p->context->list);
    g_autofree char *typed = pk_filter_shown(raw->text);

    return pk_filter_fail(p, raw->at,
                          _("%s knows %s. '%s' is not among them. The list is "
                            "unchanged."),
                          pk_filter_field_label(field), all, typed);
}

static int
lowest(const PkFilterField *field)
{
    return field->kind == PK_FILTER_VALUE_TLP ? PK_TLP_CLEAR : field->words->words[0].value;
}

static int
highest(const PkFilterField *field)
{
    if (field->kind == PK_FILTER_VALUE_TLP)
        return PK_TLP_RED;
    return field->words->words[field->words->n_words - 1].value;
}

static char *
canonical_word(const PkFilterField *field, int value)
{
    if (field->kind == PK_FILTER_VALUE_TLP)
        return g_ascii_strdown(pk_tlp_short((PkTlp)value), -1);
    return g_strdup(pk_word_key(field->words, value));
}

static bool
read_word(PkFilterParser *p, const PkFilterField *field, const char *text, int *ret_value)
{
    if (field->kind == PK_FILTER_VALUE_TLP) {
        char *notice = NULL;
        PkTlp tlp;
        if (!pk_tlp_parse(text, &tlp, &notice, NULL))
            return false;
        add_notice(p, notice);
        *ret_value = (int)tlp;
        return true;
    }
    return pk_word_parse(field->words, text, ret_value, NULL) &&
           word_fits_list(field, *ret_value, p->context->list);
}

static uint64_t
bits_between(int from, int to)
{
    uint64_t bits = 0;

    for (int i = from; i <= to; i++)
        bits |= UINT64_C(1) << i;
    return bits;
}

bool
pk_filter_split_range(const PkFilterNode *leaf, const PkFilterRaw *raw, PkFilterHalves *ret)
{
    const char *dots = raw->quoted || !leaf->field->ranges ? NULL : strstr(raw->text, "..");

    *ret = (PkFilterHalves){ NULL, NULL };
    if (!dots || leaf->op != PK_FILTER_HAS)
        return false;
    ret->from = g_strndup(raw->text, (size_t)(dots - raw->text));
    ret->to = g_strdup(dots + 2);
    return true;
}

void
pk_filter_halves_clear(PkFilterHalves *halves)
{
    g_free(halves->from);
    g_free(halves->to);
}

bool
pk_filter_empty_range(PkFilterParser *p, const PkFilterRaw *raw)
{
    return pk_filter_fail(p, raw->at,
                          _("A range needs a begin or an end around the two dots. The "
                            "list is unchanged."));
}

static bool
add_word_range(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw, PkFilterValue *value,
               const char *from_text, const char *to_text)
{
    const PkFilterField *field = leaf->field;
    int from = lowest(field), to = highest(field);

    if (!*from_text && !*to_text)
        return pk_filter_empty_range(p, raw);
    if ((*from_text && !read_word(p, field, from_text, &from)) ||
        (*to_text && !read_word(p, field, to_text, &to)))
        return unknown_value(p, field, raw);
    if (from > to) {
        int swap = from;
        from = to;
        to = swap;
    }
    g_autofree char *low = canonical_word(field, from);
    g_autofree char *high = canonical_word(field, to);
    value->text = g_strdup_printf("%s..%s", low, high);
    leaf->bits |= bits_between(from, to);
    return true;
}

static bool
add_word(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw, PkFilterValue *value)
{
    const PkFilterField *field = leaf->field;
    int at;
    PkFilterHalves range;

    value->quoted = false;
    if (field->id == PK_FILTER_STATUS && g_ascii_strcasecmp(raw->text, "open") == 0) {
        value->text = g_strdup("open");
        leaf->bits |= bits_between(PK_STATUS_REPORT, PK_STATUS_CLOSED - 1);
        return true;
    }
    if (pk_filter_split_range(leaf, raw, &range)) {
        bool ok = add_word_range(p, leaf, raw, value, range.from, range.to);
        pk_filter_halves_clear(&range);
        return ok;
    }
    if (!read_word(p, field, raw->text, &at))
        return unknown_value(p, field, raw);
    value->text = canonical_word(field, at);
    switch (leaf->op) {
    case PK_FILTER_LT: leaf->bits |= bits_between(lowest(field), at - 1); break;
    case PK_FILTER_LE: leaf->bits |= bits_between(lowest(field), at); break;
    case PK_FILTER_GT: leaf->bits |= bits_between(at + 1, highest(field)); break;
    case PK_FILTER_GE: leaf->bits |= bits_between(at, highest(field)); break;
    case PK_FILTER_HAS:
    case PK_FILTER_EQ:
    case PK_FILTER_LIKE: leaf->bits |= bits_between(at, at); break;
    }
    return true;
}

/* --- Names, persons, text ----------------------------------------------------------------------
 */

bool
pk_filter_callback_failed(PkFilterParser *p, const PkFilterRaw *raw, GError *failure)
{
    if (!failure)
        return pk_filter_fail(p, raw->at,
                              _("This value can not be looked up here. The list is "
                                "unchanged."));
    p->error_at = raw->at;
    g_propagate_error(p->error, failure);
    return false;
}

static bool
add_name(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw, PkFilterValue *value)
{
    const PkFilterContext *context = p->context;
    GError *failure = NULL;
    char *notice = NULL;

    value->text = g_strdup(raw->text);
    if (!raw->quoted && pk_filter_is_none(raw->text)) {
        g_free(value->text);
        value->text = g_strdup("none");
        leaf->none = true;
        return true;
    }
    if (!context->find_org ||
        !context->find_org(leaf->field_id, raw->text, leaf->ids, &notice, &failure, context->data))
        return pk_filter_callback_failed(p, raw, failure);
    add_notice(p, notice);
    return true;
}

static bool
nothing_to_find(PkFilterParser *p, const PkFilterRaw *raw)
{
    g_autofree char *typed = pk_filter_shown(raw->text);

    return pk_filter_fail(p, raw->at,
                          _("'%s' holds no letter or digit to search for. The list is "
                            "unchanged."),
                          typed);
}

static bool
add_person(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw, PkFilterValue *value)
{
    if (!raw->quoted && pk_filter_is_none(raw->text)) {
        value->text = g_strdup("none");
        leaf->none = true;
        return true;
    }
    if (!raw->quoted && pk_filter_word_in("me ik", raw->text)) {
        value->text = g_strdup("me");
        value->me = true;
        if (!p->context->me)
            return pk_filter_fail(p, raw->at,
                                  _("It is not known here who you are. Type the name. "
                                    "The list is unchanged."));
        return true;
    }
    value->text = g_strdup(raw->text);
    value->folded = pk_text_tokens(raw->text);
    return *value->folded || nothing_to_find(p, raw);
}

static bool
add_text(PkFilterParser *p, const PkFilterNode *leaf, const PkFilterRaw *raw, PkFilterValue *value)
{
    const char *text = raw->text;
    size_t n = strlen(text);

    if (!raw->quoted) {
        size_t stars = n;
        while (stars > 0 && text[stars - 1] == '*')
            stars--;
        value->more = stars < n;
        n = stars;
        /* Signs before a word are not searched, and would read as an operator after "text:". */
        size_t signs = leaf->field ? strspn(text, "=<>~!") : 0;
        text += MIN(signs, n);
        n -= MIN(signs, n);
    }
    value->text = g_strndup(text, n);
    value->folded = pk_text_tokens(value->text);
    return *value->folded || nothing_to_find(p, raw);
}

/* --- Dispatch ------------------------------------------------------------------------------------
 */

bool
pk_filter_value_add(PkFilterParser *p, PkFilterNode *leaf, const PkFilterRaw *raw)
{
    PkFilterValue *value = g_new0(PkFilterValue, 1);
    bool compares = leaf->op == PK_FILTER_LT || leaf->op == PK_FILTER_LE ||
                    leaf->op == PK_FILTER_GT || leaf->op == PK_FILTER_GE;

    value->quoted = raw->quoted;
    g_ptr_array_add(leaf->values, value);
    if (compares && leaf->values->len > 1)
        return pk_filter_fail(p, raw->at,
                              _("Smaller and greater take one value, no list. The list "
                                "is unchanged."));
    switch (leaf->field ? leaf->field->kind : PK_FILTER_VALUE_TEXT) {
    case PK_FILTER_VALUE_WORDS:
    case PK_FILTER_VALUE_TLP: return add_word(p, leaf, raw, value);
    case PK_FILTER_VALUE_NAME: return add_name(p, leaf, raw, value);
    case PK_FILTER_VALUE_PERSON: return add_person(p, leaf, raw, value);
    case PK_FILTER_VALUE_TIME: return pk_filter_add_time(p, leaf, raw, value);
    case PK_FILTER_VALUE_DUE: return pk_filter_add_due(p, leaf, raw, value);
    case PK_FILTER_VALUE_ID: return pk_filter_add_id(p, leaf, raw, value);
    case PK_FILTER_VALUE_TEXT: return add_text(p, leaf, raw, value);
    }
    return false;
}
