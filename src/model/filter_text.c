/* SPDX-License-Identifier: EUPL-1.2 */
/* The filter as text, as a whole and in parts. */
#include "filter_internal.h"

#include <string.h>

static void
filter_clear(void *data)
{
    PkFilter *filter = data;

    g_free(filter->source);
    g_free(filter->me);
    pk_filter_node_unref(filter->root);
    g_ptr_array_unref(filter->notices);
}

void
pk_filter_unref(PkFilter *filter)
{
    if (filter)
        g_atomic_rc_box_release_full(filter, filter_clear);
}

const GPtrArray *
pk_filter_notices(const PkFilter *filter)
{
    return filter->notices;
}

const PkFilterNode *
pk_filter_root(const PkFilter *filter)
{
    return filter->root;
}

/* --- Canonical text ----------------------------------------------------------------------------
 */

static void
append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (const char *at = text; *at; at++) {
        if (*at == '"' || *at == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
}

/* A sign at the start would be read as an operator; text fields have lost theirs already. */
static bool
needs_quotes(const PkFilterNode *leaf, const PkFilterValue *value)
{
    if (value->quoted)
        return true;
    return leaf->field && leaf->field->kind != PK_FILTER_VALUE_TEXT &&
           strchr("=<>~!", value->text[0]);
}

static const char *
operator_text(PkFilterOp op)
{
    switch (op) {
    case PK_FILTER_HAS: return ":";
    case PK_FILTER_EQ: return "=";
    case PK_FILTER_LT: return ":<";
    case PK_FILTER_LE: return ":<=";
    case PK_FILTER_GT: return ":>";
    case PK_FILTER_GE: return ":>=";
    case PK_FILTER_LIKE: return "~";
    }
    return ":";
}

static void
append_leaf(GString *out, const PkFilterNode *leaf)
{
    if (leaf->field)
        g_string_append_printf(out, "%s%s", leaf->field->key, operator_text(leaf->op));
    for (unsigned i = 0; i < leaf->values->len; i++) {
        const PkFilterValue *value = leaf->values->pdata[i];
        if (i > 0)
            g_string_append_c(out, ',');
        if (needs_quotes(leaf, value))
            append_quoted(out, value->text);
        else
            g_string_append(out, value->text);
        if (value->more)
            g_string_append_c(out, '*');
    }
}

static void
append_node(GString *out, const PkFilterNode *node, bool brackets)
{
    if (node->type == PK_FILTER_LEAF) {
        append_leaf(out, node);
        return;
    }
    if (node->type == PK_FILTER_NOT) {
        g_string_append_c(out, '-');
        append_node(out, node->children->pdata[0], true);
        return;
    }
    if (brackets)
        g_string_append_c(out, '(');
    for (unsigned i = 0; i < node->children->len; i++) {
        const PkFilterNode *child = node->children->pdata[i];
        if (i > 0)
            g_string_append(out, node->type == PK_FILTER_OR ? " OR " : " ");
        append_node(out, child, node->type == PK_FILTER_AND);
    }
    if (brackets)
        g_string_append_c(out, ')');
}

char *
pk_filter_to_text(const PkFilter *filter)
{
    GString *out = g_string_new(NULL);

    append_node(out, filter->root, false);
    return g_string_free(out, FALSE);
}

/* --- Default and parts --------------------------------------------------------------------------
 */

static bool
is_blank(const char *text)
{
    return !text || text[strspn(text, " \t\r\n")] == '\0';
}

char *
pk_filter_with_default(const char *user, const char *default_text)
{
    if (is_blank(user))
        return g_strdup(is_blank(default_text) ? "" : default_text);
    if (is_blank(default_text))
        return g_strdup(user);
    return g_strdup_printf("(%s) %s", user, default_text);
}

typedef bool (*LeafTest)(const PkFilterNode *leaf, PkFilterFieldId field);

static bool
any_leaf(const PkFilterNode *node, LeafTest test, PkFilterFieldId field)
{
    if (node->type == PK_FILTER_LEAF)
        return test(node, field);
    for (unsigned i = 0; i < node->children->len; i++) {
        if (any_leaf(node->children->pdata[i], test, field))
            return true;
    }
    return false;
}

static bool
is_of_field(const PkFilterNode *leaf, PkFilterFieldId field)
{
    return leaf->field_id == field;
}

static bool
is_about_status(const PkFilterNode *leaf, PkFilterFieldId field)
{
    return leaf->field_id == field ||
           (leaf->field_id == PK_FILTER_IS && (leaf->bits & (1u << PK_FILTER_IS_OPEN)));
}

bool
pk_filter_uses(const PkFilter *filter, PkFilterFieldId field)
{
    return any_leaf(filter->root, is_of_field, field);
}

bool
pk_filter_mentions_status(const PkFilter *filter)
{
    return any_leaf(filter->root, is_about_status, PK_FILTER_STATUS);
}

size_t
pk_filter_n_conjuncts(const PkFilter *filter)
{
    return filter->root->type == PK_FILTER_AND ? filter->root->children->len : 1;
}

static const PkFilterNode *
conjunct(const PkFilter *filter, size_t i)
{
    g_assert(i < pk_filter_n_conjuncts(filter));
    if (filter->root->type == PK_FILTER_AND)
        return filter->root->children->pdata[i];
    return filter->root;
}

char *
pk_filter_conjunct_text(const PkFilter *filter, size_t i)
{
    const PkFilterNode *node = conjunct(filter, i);

    return g_strndup(filter->source + node->at, node->end - node->at);
}

PkFilter *
pk_filter_without(const PkFilter *filter, size_t i)
{
    g_autoptr(PkFilterNode) root = pk_filter_node_new(PK_FILTER_AND, 0);
    size_t n = pk_filter_n_conjuncts(filter);
    PkFilter *rest = g_atomic_rc_box_new0(PkFilter);

    g_assert(i < n);
    for (size_t k = 0; k < n; k++) {
        if (k != i)
            g_ptr_array_add(root->children,
                            pk_filter_node_ref((PkFilterNode *)conjunct(filter, k)));
    }
    root->end = strlen(filter->source);
    rest->root = root->children->len == 1 ? pk_filter_node_ref(root->children->pdata[0])
                                          : g_steal_pointer(&root);
    rest->source = g_strdup(filter->source);
    rest->me = g_strdup(filter->me);
    rest->list = filter->list;
    rest->notices = g_ptr_array_ref(filter->notices);
    return rest;
}
