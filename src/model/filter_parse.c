/* SPDX-License-Identifier: EUPL-1.2 */
/* Parser: one function per rule of the grammar in ux.md 3.8. Only brackets recurse. */
#include "filter_internal.h"

#include "piket/base/error.h"

#include <string.h>

static PkFilterNode *parse_or(PkFilterParser *p);

typedef struct {
    const char *text;
    PkFilterOp op;
    bool negated;
} Operator;

/* clang-format off */
static const Operator operators[] = { /* longest first */
    { "!=", PK_FILTER_HAS,  true },
    { "<=", PK_FILTER_LE,   false },
    { ">=", PK_FILTER_GE,   false },
    { "<",  PK_FILTER_LT,   false },
    { ">",  PK_FILTER_GT,   false },
    { "=",  PK_FILTER_EQ,   false },
    { "~",  PK_FILTER_LIKE, false },
    { ":",  PK_FILTER_HAS,  false },
};
/* clang-format on */

static const Operator *
operator_here(const PkFilterParser *p)
{
    for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
        if (g_str_has_prefix(p->text + p->pos, operators[i].text))
            return &operators[i];
    }
    return NULL;
}

/* "sev:>=3" is "sev>=3"; in a field that knows no such operator the sign belongs to the value. */
static const Operator *
parse_operator(PkFilterParser *p, const PkFilterField *field)
{
    const Operator *op = operator_here(p);

    p->pos += strlen(op->text);
    if (op->text[0] != ':')
        return op;
    const Operator *second = operator_here(p);
    if (!second || second->text[0] == ':' || !(field->ops & (1u << second->op)) ||
        field->kind == PK_FILTER_VALUE_TEXT)
        return op;
    p->pos += strlen(second->text);
    return second;
}

static bool
check_operator(PkFilterParser *p, size_t at, const PkFilterField *field, const Operator *op)
{
    if (field->ops & (1u << op->op))
        return true;
    return pk_filter_fail(p, at,
                          _("'%s' does not work with %s. Type it as %s. The list is unchanged."),
                          op->text, pk_filter_field_label(field), field->example);
}

static bool
parse_values(PkFilterParser *p, PkFilterNode *leaf)
{
    for (bool first = true;; first = false) {
        g_autofree char *text = NULL;
        PkFilterRaw raw = { .at = p->pos };

        if (p->text[p->pos] == '"') {
            text = pk_filter_phrase(p);
            if (!text)
                return false;
            raw.quoted = true;
        } else {
            size_t n = pk_filter_word_length(p);
            text = g_strndup(p->text + p->pos, n);
            p->pos += n;
        }
        if (!*text)
            return pk_filter_fail(p, raw.at,
                                  first ? _("No value follows %s. Type it without a space, as "
                                            "in %s. The list is unchanged.")
                                        : _("A value of %s is missing after the comma. Type it "
                                            "without a space, as in %s. The list is unchanged."),
                                  pk_filter_field_label(leaf->field), leaf->field->example);
        if (++p->n_values > PK_FILTER_VALUES_MAX)
            return pk_filter_fail(p, raw.at,
                                  _("The filter has more than %d values. Make it shorter. The "
                                    "list is unchanged."),
                                  PK_FILTER_VALUES_MAX);
        raw.text = text;
        if (!pk_filter_value_add(p, leaf, &raw))
            return false;
        if (p->text[p->pos] != ',')
            return true;
        p->pos++;
    }
}

static bool
find_field(PkFilterParser *p, size_t n, const PkFilterField **ret_field)
{
    g_autofree char *name = g_strndup(p->text + p->pos, n);
    g_autofree char *shown = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), 40));
    const PkFilterField *field = pk_filter_field(name);

    if (field && (field->lists & (unsigned)p->context->list)) {
        *ret_field = field;
        return true;
    }
    if (field)
        return pk_filter_fail(p, p->pos,
                              _("The field '%s' means nothing in this list. The list is "
                                "unchanged."),
                              shown);
    g_autofree char *nearest = pk_filter_field_suggest(name, p->context->list);
    if (nearest)
        return pk_filter_fail(p, p->pos,
                              _("Unknown field '%s'. Did you mean %s? The list is unchanged."),
                              shown, nearest);
    return pk_filter_fail(p, p->pos,
                          _("Unknown field '%s'. To search for it as text, put quotes around "
                            "it. The list is unchanged."),
                          shown);
}

static int
compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* Names may overlap (bergen, GM0373): ascending, each once. */
static void
tidy_ids(GArray *ids)
{
    unsigned kept = 0;

    g_array_sort(ids, compare_ids);
    for (unsigned i = 0; i < ids->len; i++) {
        int64_t id = g_array_index(ids, int64_t, i);
        if (kept == 0 || g_array_index(ids, int64_t, kept - 1) != id)
            g_array_index(ids, int64_t, kept++) = id;
    }
    g_array_set_size(ids, kept);
}

static PkFilterNode *
negate(PkFilterNode *child, size_t at)
{
    g_autoptr(PkFilterNode) owned = child;

    if (child->type == PK_FILTER_NOT) {
        PkFilterNode *inner = pk_filter_node_ref(child->children->pdata[0]);
        inner->at = at;
        inner->end = child->end;
        return inner;
    }
    PkFilterNode *node = pk_filter_node_new(PK_FILTER_NOT, at);
    node->end = child->end;
    g_ptr_array_add(node->children, g_steal_pointer(&owned));
    return node;
}

static PkFilterNode *
parse_field(PkFilterParser *p, size_t name_n)
{
    size_t at = p->pos;
    g_autoptr(PkFilterNode) leaf = pk_filter_node_new(PK_FILTER_LEAF, at);

    if (!find_field(p, name_n, &leaf->field))
        return NULL;
    leaf->field_id = leaf->field->id;
    p->pos += name_n;
    const Operator *op = parse_operator(p, leaf->field);
    if (!check_operator(p, at + name_n, leaf->field, op))
        return NULL;
    leaf->op = op->op;
    if (op->op == PK_FILTER_EQ && leaf->field->kind != PK_FILTER_VALUE_PERSON)
        leaf->op = PK_FILTER_HAS;
    if (leaf->field->kind == PK_FILTER_VALUE_NAME)
        leaf->ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    if (!parse_values(p, leaf))
        return NULL;
    if (leaf->ids)
        tidy_ids(leaf->ids);
    leaf->end = p->pos;
    return op->negated ? negate(g_steal_pointer(&leaf), at) : g_steal_pointer(&leaf);
}

static PkFilterNode *
parse_text(PkFilterParser *p)
{
    g_autoptr(PkFilterNode) leaf = pk_filter_node_new(PK_FILTER_LEAF, p->pos);
    g_autofree char *text = NULL;
    PkFilterRaw raw = { .at = p->pos };

    if (p->text[p->pos] == '"') {
        text = pk_filter_phrase(p);
        if (!text)
            return NULL;
        raw.quoted = true;
    } else {
        size_t n = pk_filter_word_length(p);
        text = g_strndup(p->text + p->pos, n);
        p->pos += n;
    }
    raw.text = text;
    if (!pk_filter_value_add(p, leaf, &raw))
        return NULL;
    leaf->end = p->pos;
    return g_steal_pointer(&leaf);
}

static PkFilterNode *
parse_brackets(PkFilterParser *p)
{
    size_t open = p->pos++;

    if (++p->depth > PK_FILTER_DEPTH_MAX) {
        pk_filter_fail(p, open,
                       _("More than %d brackets stand inside each other. Make the filter "
                         "simpler. The list is unchanged."),
                       PK_FILTER_DEPTH_MAX);
        return NULL;
    }
    pk_filter_skip_spaces(p);
    if (p->text[p->pos] == ')') {
        pk_filter_fail(p, open, _("Nothing stands between these brackets. The list is unchanged."));
        return NULL;
    }
    g_autoptr(PkFilterNode) node = parse_or(p);
    if (!node)
        return NULL;
    pk_filter_skip_spaces(p);
    if (p->text[p->pos] != ')') {
        pk_filter_fail(p, open, _("This bracket is not closed. The list is unchanged."));
        return NULL;
    }
    p->pos++;
    p->depth--;
    node->at = open;
    node->end = p->pos;
    return g_steal_pointer(&node);
}

static bool
missing_operand(PkFilterParser *p, const char *english, const char *dutch)
{
    return pk_filter_fail(p, p->pos,
                          _("Something must stand before and after %s. In small letters it is a "
                            "word to search for. The list is unchanged."),
                          pk_i18n_lang() == PK_LANG_NL ? dutch : english);
}

static PkFilterNode *
parse_primary(PkFilterParser *p)
{
    char c = p->text[p->pos];

    if (c == '(')
        return parse_brackets(p);
    if (c == ',') {
        pk_filter_fail(p, p->pos,
                       _("A comma stands between values of one field, as in %s; between words "
                         "leave it out. The list is unchanged."),
                       "gm:utrecht,ede");
        return NULL;
    }
    /* "-OR": read as a word it would come back as an operator. */
    if (pk_filter_or_at(p) > 0 || pk_filter_operator_at(p, "AND", "EN") > 0) {
        if (pk_filter_or_at(p) > 0)
            missing_operand(p, "OR", "OF");
        else
            missing_operand(p, "AND", "EN");
        return NULL;
    }
    size_t name_n = c == '"' ? 0 : pk_filter_name_length(p);
    return name_n > 0 ? parse_field(p, name_n) : parse_text(p);
}

/* Something that is not: "-x", "!x", "NOT x"; signs must touch what they deny. */
static PkFilterNode *
parse_unary(PkFilterParser *p)
{
    size_t start = p->pos;
    bool negated = false;
    size_t n;

    for (;;) {
        char c = p->text[p->pos];
        if (c == '-' || c == '!') {
            p->pos++;
            if (p->text[p->pos] != '"' && p->text[p->pos] != '(' &&
                pk_filter_ends_word(p->text[p->pos])) {
                pk_filter_fail(p, p->pos - 1,
                               _("After '%c' a word or field must follow at once. The list is "
                                 "unchanged."),
                               c);
                return NULL;
            }
        } else if ((n = pk_filter_operator_at(p, "NOT", "NIET")) > 0) {
            p->pos += n;
            pk_filter_skip_spaces(p);
            if (pk_filter_at_end(p) || pk_filter_or_at(p) > 0 ||
                pk_filter_operator_at(p, "AND", "EN") > 0) {
                pk_filter_fail(p, p->pos - n < start ? start : p->pos,
                               _("Something must follow NOT. In small letters it is a word to "
                                 "search for. The list is unchanged."));
                return NULL;
            }
        } else {
            break;
        }
        negated = !negated;
    }
    PkFilterNode *node = parse_primary(p);
    return node && negated ? negate(node, start) : node;
}

/* Adds child to a node of type, taking over the children of one of the same type. */
static void
adopt(PkFilterNode *parent, PkFilterNode *child)
{
    g_autoptr(PkFilterNode) owned = child;

    if (child->type != parent->type) {
        g_ptr_array_add(parent->children, g_steal_pointer(&owned));
        return;
    }
    for (unsigned i = 0; i < child->children->len; i++)
        g_ptr_array_add(parent->children, pk_filter_node_ref(child->children->pdata[i]));
}

/* One child needs no node above it. */
static PkFilterNode *
finish(PkFilterNode *node, size_t end)
{
    g_autoptr(PkFilterNode) owned = node;

    node->end = end;
    if (node->children->len == 1)
        return pk_filter_node_ref(node->children->pdata[0]);
    return g_steal_pointer(&owned);
}

static PkFilterNode *
parse_and(PkFilterParser *p)
{
    g_autoptr(PkFilterNode) all = pk_filter_node_new(PK_FILTER_AND, p->pos);
    size_t end = p->pos;

    for (;;) {
        pk_filter_skip_spaces(p);
        if (pk_filter_at_end(p) || pk_filter_or_at(p) > 0)
            break;
        size_t n = pk_filter_operator_at(p, "AND", "EN");
        if (n > 0) {
            size_t at = p->pos;
            p->pos += n;
            pk_filter_skip_spaces(p);
            if (all->children->len == 0 || pk_filter_at_end(p) || pk_filter_or_at(p) > 0 ||
                pk_filter_operator_at(p, "AND", "EN") > 0) {
                p->pos = at;
                missing_operand(p, "AND", "EN");
                return NULL;
            }
        }
        PkFilterNode *child = parse_unary(p);
        if (!child)
            return NULL;
        adopt(all, child);
        end = p->pos;
    }
    if (all->children->len == 0) {
        missing_operand(p, "OR", "OF");
        return NULL;
    }
    return finish(g_steal_pointer(&all), end);
}

static PkFilterNode *
parse_or(PkFilterParser *p)
{
    g_autoptr(PkFilterNode) any = pk_filter_node_new(PK_FILTER_OR, p->pos);

    for (;;) {
        PkFilterNode *child = parse_and(p);
        if (!child)
            return NULL;
        size_t end = child->end;
        adopt(any, child);
        pk_filter_skip_spaces(p);
        size_t n = pk_filter_at_end(p) ? 0 : pk_filter_or_at(p);
        if (n == 0)
            return finish(g_steal_pointer(&any), end);
        p->pos += n;
    }
}

static PkFilterNode *
parse_query(PkFilterParser *p)
{
    if (!pk_filter_check_text(p))
        return NULL;
    pk_filter_skip_spaces(p);
    if (p->pos == p->len)
        return pk_filter_node_new(PK_FILTER_AND, 0);
    g_autoptr(PkFilterNode) root = NULL;
    if (p->text[p->pos] != ')')
        root = parse_or(p);
    if (root || p->text[p->pos] == ')') {
        pk_filter_skip_spaces(p);
        if (p->pos == p->len)
            return g_steal_pointer(&root);
        if (!*p->error)
            pk_filter_fail(p, p->pos, _("This bracket was never opened. The list is unchanged."));
    }
    return NULL;
}

PkFilter *
pk_filter_parse(const char *text, const PkFilterContext *context, size_t *ret_at, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(GPtrArray) notices = g_ptr_array_new_with_free_func(g_free);
    PkFilterParser parser = {
        .text = text,
        .len = strlen(text),
        .context = context,
        .notices = notices,
        .error = &failure,
    };

    PkFilterNode *root = parse_query(&parser);
    if (!root) {
        if (ret_at)
            *ret_at = parser.error_at;
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    PkFilter *filter = g_atomic_rc_box_new0(PkFilter);
    filter->source = g_strdup(text);
    filter->root = root;
    filter->notices = g_steal_pointer(&notices);
    filter->me = g_strdup(context->me);
    filter->list = context->list;
    return filter;
}
